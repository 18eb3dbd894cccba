"""Several matters and one act: what each would get, all that can be done at one stroke, taken back at one stroke."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Assignment, Opinion, Reminder, Reply, SharedMatter
from station_app.services import loop, several, undo
from station_app.services.acts import perform
from station_app.services.desk import Desk
from tests import counties
from tests.counties import RESULT, SLIP, County
from tests.office import refer, report

FIELDS = {"assigned_on": "2026-12-05", "requirements": "请书面答复"}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    made = counties.made(tmp_path_factory.mktemp("county"))
    yield made
    made.close()


def has_void(office: Desk, uid: str) -> bool:
    return all(one.state == "VOID" for one in office.records.all(Assignment, opinion=uid))


def states(county: County) -> dict[str, str]:
    return {one.uid: one.state for one in county.office.records.all(Opinion)}


def test_each_row_says_what_it_would_get_and_nothing_is_written(county: County) -> None:
    office, before = county.office, states(county)
    uids = [county.uids[way] for way in ("to_assign", "to_assign_too", "to_check")]
    first, second, answered = several.prospects(office, "assign", "opinion", uids, FIELDS)
    assert (first.can, first.unit, first.due_on) == (True, "县水务局", "2027-01-04")
    assert first.why is not None
    assert first.number.startswith("520324")
    assert second.can
    assert [one.code for one in answered.problems] == ["matter_elsewhere"]
    lacking = several.prospects(office, "assign", "opinion", uids[:1], {})
    assert [one.code for one in lacking[0].problems] == ["missing"]
    assert states(county) == before


def test_what_can_be_done_is_done_and_one_stroke_takes_it_back(county: County) -> None:
    office, before = county.office, states(county)
    uids = [county.uids[way] for way in ("to_assign", "to_check", "to_assign_too")]
    outcome = several.do(office, "assign", "opinion", uids, FIELDS)
    assert [isinstance(one, Rejected) for one in outcome] == [False, True, False]
    assert [states(county)[uid] for uid in uids] == ["REFERRED", "HANDLED", "REFERRED"]
    last = undo.last_act(office)
    assert last is not None
    assert len([one for one in last.changes if one.kind == "assignment"]) == 2
    undo.undo(office, "写错了", last)
    assert states(county) == before
    assert all(has_void(office, uid) for uid in (uids[0], uids[2]))


def test_every_unit_that_has_a_matter_is_reminded_and_none_that_answered(county: County) -> None:
    office = county.office
    uids = [county.uids[way] for way in ("to_sign", "overdue", "to_check", "return_asked")]
    told = several.prospects(office, "remind", "opinion", uids, {"way": "PHONE", "reminded_on": "2026-12-05"})
    assert [one.can for one in told] == [True, True, False, False]
    assert {one.code for one in told[2].problems} == {"nothing_at_units"}
    several.do(office, "remind", "opinion", uids, {"way": "PHONE", "reminded_on": "2026-12-05"})
    assert {one.opinion for one in office.records.all(Reminder)} == set(uids[:2])
    undo.undo(office, "写错了")
    assert all(one.void_reason for one in office.records.all(Reminder))


def test_replies_are_passed_together_and_wait_again_after_an_undo(county: County) -> None:
    office, uid = county.office, county.uids["to_check"]
    several.do(office, "check", "opinion", [uid], {"checked_on": "2026-12-05"})
    assert office.records.one(Opinion, uid).state == "CHECKED"
    undo.undo(office, "看错了")
    assert office.records.one(Opinion, uid).state == "HANDLED"
    assert [one.state for one in office.records.all(Reply, opinion=uid)] == ["SENT"]


def test_more_than_an_undo_looks_back_over_is_not_taken(county: County) -> None:
    with pytest.raises(ValueError, match="101"):
        several.do(county.office, "check", "opinion", [county.uids["to_check"]] * 101, {})


def test_matters_of_two_stations_that_are_one_are_each_answered_to_their_own_speaker(county: County) -> None:
    office = county.office
    uids = [county.uids["to_assign"], county.uids["to_assign_too"]]
    fields = {
        "title": "通组路塌方",
        "excerpt": "两个镇的群众要求修复同一条路",
        "category": "0206",
        "merged_on": "2026-12-05",
    }
    several.merge(office, "opinion", uids, fields)
    [joined] = several.shared(office, uids[0])
    assert joined.members == tuple(uids)
    undo.undo(office, "并错了")
    assert several.shared(office, uids[0]) == []
    assert [one.state for one in office.records.all(SharedMatter)] == ["VOID"]
    several.merge(office, "opinion", uids, fields)
    before = [{one.uid for one in loop.owed(home)} for home in county.stations]
    for uid in uids:  # one answer, and each member has it as its own
        perform(office, [refer({**SLIP, "due_on": "2027-01-20"}, uid)])
    perform(office, [report(RESULT, uids[0])])
    county.exchange()
    assert uids[0] in {one.uid for one in loop.owed(county.stations[0])}
    assert {one.uid for one in loop.owed(county.stations[1])} == before[1]
    perform(office, [report(RESULT, uids[1])])
    county.exchange()
    for home, uid, owed in zip(county.stations, uids, before, strict=True):
        assert {one.uid for one in loop.owed(home)} - owed == {uid}
