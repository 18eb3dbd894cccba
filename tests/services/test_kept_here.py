"""Accusations stand in a journal that no batch is sealed from."""

from __future__ import annotations

from station_app.db import audit, journal
from station_app.domain import numbering
from station_app.domain.change import KEPT_HERE
from station_app.domain.records import Opinion
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.road_totals import waiting
from tests.office import registered

TOLD = {
    "redirect_reason": "DISCIPLINE",
    "redirect_organ": "县纪委监委",
    "told_on": "2026-11-23",
    "told_by": "王小莉",
}


def test_an_accusation_is_written_where_no_batch_is_sealed_from(desk: Desk) -> None:
    before = waiting(desk)
    done = registered(desk, opinion_kind="REPORT")
    assert waiting(desk) == before
    perform(desk, [Ask("opinion", "redirect", TOLD, done["opinion"].uid)])
    kept = journal.my_author(desk.store.database, KEPT_HERE)
    assert kept.last_seq == 4  # the person, the visit, the matter and where it was told to go
    assert kept.uid not in {one.uid for one in journal.my_authors(desk.store.database)}
    assert desk.records.one(Opinion, done["opinion"].uid).state == "REDIRECTED"
    assert audit.audit(desk.store).is_sound


def test_what_was_kept_here_goes_on_here_whatever_is_said_of_it(desk: Desk) -> None:
    done = registered(desk, opinion_kind="REPORT")
    before = waiting(desk)
    perform(desk, [
        Ask("opinion", "correct", {"title": "别的一件事情"}, done["opinion"].uid),
        Ask("visit", "correct", {"place": "活动室"}, done["visit"].uid),
        Ask("person", "correct", {"address": "一组"}, done["person"].uid),
    ])  # fmt: skip
    assert waiting(desk) == before


def test_an_ordinary_matter_is_sent(desk: Desk) -> None:
    before = waiting(desk)
    registered(desk, opinion_kind="COMPLAINT")
    assert waiting(desk) == before + 3


def test_what_is_kept_here_leaves_no_gap_in_the_numbers_that_travel(desk: Desk) -> None:
    numbers = [registered(desk, opinion_kind=kind)["opinion"].number for kind in ("COMPLAINT", "REPORT", "COMPLAINT")]
    assert [numbering.parse(one).short for one in numbers] == ["M26-0001", "N26-0001", "M26-0002"]
