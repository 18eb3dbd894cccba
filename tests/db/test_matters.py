"""The readings of matters in a real store, whatever came first and however they hang from one another."""

from __future__ import annotations

from itertools import permutations

import pytest

from station_app.db import audit, matters
from station_app.db.store import Write
from station_app.domain.records import Opinion, Suggestion
from station_app.services import acts, loop
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import registered
from tests.offices import office_says
from tests.suggesting import deputy, draft_fields

REPLY = {"replied_on": "2026-11-20", "result": "已经列入计划", "result_degree": "PLANNED", "state": "SENT"}


def suggestion(desk: Desk, lead: str, title: str, origins: tuple[str, ...] = ()) -> str:
    fields = draft_fields(lead) | {"level": "COUNTY", "title": title, "origin_opinions": origins}
    return perform(desk, [Ask("suggestion", "register", fields)])[0].uid


def written(desk: Desk, *writes: Write) -> None:
    """Acts as they come, without their being judged."""
    with desk.store.transaction():
        acts.write(desk, writes)


def test_an_opinion_is_answered_by_what_answers_the_suggestion_that_its_own_was_merged_into(desk: Desk) -> None:
    lead, uid = deputy(desk, "秦彬"), registered(desk)["opinion"].uid
    own = suggestion(desk, lead, "关于修复三组通组路的建议", (uid,))
    kept = suggestion(desk, lead, "关于全镇水毁道路的建议")
    home = {"stage": "MERGED", "merged_into": kept}
    office_says(desk, Write("merge", "suggestion", own, home))
    assert desk.records.one(Opinion, uid).state == "REGISTERED"
    answer = "a" * 32
    said = {**REPLY, "suggestion": kept, "station": desk.place.uid, "side": "COUNTY"}
    office_says(desk, Write("register", "reply", answer, said))
    stood = desk.records.one(Opinion, uid)
    assert (stood.state, stood.owed_since, stood.answered_in) == ("HANDLED", "2026-11-20", answer)
    assert [one.uid for one in loop.owed(desk)] == [uid]
    office_says(desk, Write("void", "reply", answer, {"void_reason": "发错了", "state": "VOID"}))
    assert (desk.records.one(Opinion, uid).state, loop.owed(desk)) == ("REGISTERED", [])
    assert audit.audit(desk.store).is_sound


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whatever_comes_first_it_reads_alike_in_the_end(desk: Desk, order: tuple[int, ...]) -> None:
    lead, uid = deputy(desk, "秦彬"), registered(desk)["opinion"].uid
    own, kept = suggestion(desk, lead, "关于修复三组通组路的建议", (uid,)), "b" * 32
    fields = draft_fields(lead) | {"level": "COUNTY", "title": "关于全镇水毁道路的建议", "stage": "ACCEPTED"}
    said = {**REPLY, "suggestion": kept, "station": desk.place.uid, "side": "COUNTY"}
    steps = (
        Write("merge", "suggestion", own, {"stage": "MERGED", "merged_into": kept}),
        Write("register", "suggestion", kept, fields | {"stage": "DRAFT", "station": desk.place.uid}),
        Write("register", "reply", "a" * 32, said),
    )
    for number in order:
        office_says(desk, steps[number])
    assert desk.records.one(Opinion, uid).state == "HANDLED"
    assert desk.records.one(Suggestion, own).state == "MERGED"
    before = audit.digests(desk.store)
    desk.store.rebuild()
    assert audit.digests(desk.store) == before


def test_a_matter_that_has_not_come_has_no_row_and_is_read_when_it_comes(desk: Desk) -> None:
    away = "c" * 32
    given = {"opinion": away, "unit": "县水务局", "assigned_on": "2026-11-20", "state": "PENDING", "side": "COUNTY"}
    office_says(desk, Write("register", "assignment", "d" * 32, {**given, "station": desk.place.uid}))
    assert desk.records.known("opinion", [away]) == set()
    told = {"title": "路塌了半年没有人修", "category": "0206", "urgency": "NORMAL", "verbatim": "路塌了", "ask": "修路"}
    came = {"station": desk.place.uid, "received_on": "2026-11-19", "channel": "WALK_IN", "stage": "REGISTERED"}
    written(desk, Write("register", "opinion", away, {**told, **came}))
    stood = desk.records.one(Opinion, away)
    assert (stood.state, stood.unit, stood.turn) == ("REFERRED", "县水务局", "COUNTY")


def test_matters_that_name_each_other_in_a_ring_come_to_rest(desk: Desk) -> None:
    one, other = (registered(desk)["opinion"].uid for _ in range(2))
    written(desk, Write("merge", "opinion", one, {"stage": "MERGED", "merged_into": other}))
    written(desk, Write("merge", "opinion", other, {"stage": "MERGED", "merged_into": one}))
    assert matters.touched_by([]) == set()
    answer = {**REPLY, "opinion": other, "side": "STATION", "station": desk.place.uid}
    written(desk, Write("register", "reply", "a" * 32, answer))
    assert {desk.records.one(Opinion, uid).owed_since for uid in (one, other)} == {"2026-11-20"}
    assert audit.audit(desk.store).is_sound
