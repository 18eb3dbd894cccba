"""What no visitor brought: its way, its villages, what becomes of it."""

from __future__ import annotations

import pytest

from station_app.db import blobs
from station_app.domain.problem import Rejected
from station_app.domain.records import Attachment, Opinion, Visit
from station_app.services import attachments, visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.visits import Matter
from tests.office import OPINION
from tests.services.test_attachments import PDF

HOW = {"received_on": "2026-11-20", "channel": "FORUM", "village": "520324116201", "speakers": "院坝会上三位村民"}


def test_an_item_of_a_courtyard_meeting_is_an_opinion_without_a_visit(desk: Desk) -> None:
    deputy = perform(desk, [Ask("deputy", "register", {"name": "秦彬"})])[0].uid
    visits.collect(desk, {**HOW, "collected_by": (deputy,)}, Matter(OPINION))
    (opinion,) = desk.records.all(Opinion)
    assert (opinion.visit, opinion.channel, opinion.received_on) == ("", "FORUM", "2026-11-20")
    assert (opinion.village, opinion.collected_by, opinion.state) == ("520324116201", (deputy,), "REGISTERED")
    assert desk.records.all(Visit) == []


def test_what_becomes_of_it_and_its_files_go_with_it(desk: Desk) -> None:
    held = attachments.hold(desk, attachments.prepare(PDF, "来信.pdf"))
    referral = {"owner_level": "COUNTY", "unit": "交通运输局", "assigned_on": "2026-11-23", "due_on": "2026-12-23"}
    matter = Matter(OPINION, "refer", {**referral, "requirements": "办复"}, (held,))
    done = visits.collect(desk, HOW, matter)
    assert [one.act for one in done] == ["register", "triage", "register", "register"]
    (kept,) = desk.records.all(Attachment)
    assert (kept.target_kind, kept.target) == ("opinion", done[0].uid)
    assert [one.hash for one in blobs.unfinished(desk.store.database, blobs.UP)] == [held.blob]


def test_what_is_refused_leaves_nothing_and_its_file_still_goes_nowhere(desk: Desk) -> None:
    held = attachments.hold(desk, attachments.prepare(PDF, "来信.pdf"))
    with pytest.raises(Rejected) as refused:
        visits.collect(desk, {"received_on": "2026-11-20"}, Matter(OPINION, files=(held,)))
    assert [one.where for one in refused.value.problems if one.code == "missing"] == ["channel"]
    assert desk.records.all(Opinion) == []
    assert blobs.unfinished(desk.store.database, blobs.UP) == []
