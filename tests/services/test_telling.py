"""Who waits to hear, what a call brings, and how often nobody answered."""

from __future__ import annotations

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion
from station_app.services import visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import by_unit, refer, registered, report, told

TRIAGE = {"category": "0301", "urgency": "NORMAL", "owner_level": "COUNTY", "proposed_unit": "水务局"}
REFERRAL = {"unit": "水务局", "assigned_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "办复"}
RESULT = {"result": "水池洗好了", "result_degree": "SOLVED", "replied_on": "2026-11-23"}
TOLD = {"fed_back_on": "2026-11-23", "fed_back_way": "PHONE"}


def handled(desk: Desk) -> str:
    """A matter whose result is there."""
    uid = registered(desk)["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid), report(RESULT, uid)])
    return uid


def test_who_waits_is_listed_with_a_masked_phone(desk: Desk) -> None:
    registered(desk)
    uid = handled(desk)
    (one,) = visits.waiting_to_hear(desk)
    assert (one.opinion.uid, one.name, one.tries) == (uid, "杨胜美", 0)
    assert one.phone
    assert "16112345678" not in one.phone


def test_who_is_told_and_says_what_they_think_waits_no_longer(desk: Desk) -> None:
    uid = handled(desk)
    visits.tell(desk, uid, TOLD, {"satisfaction": "SATISFIED"})
    assert desk.records.one(Opinion, uid).state == "RATED"
    assert visits.waiting_to_hear(desk) == []


def test_who_is_told_and_says_nothing_is_rated_by_nobody(desk: Desk) -> None:
    uid = handled(desk)
    visits.tell(desk, uid, TOLD, {"satisfaction": "", "satisfaction_reason": ""})
    assert (desk.records.one(Opinion, uid).state, desk.records.one(Opinion, uid).satisfaction) == ("FED_BACK", "")


def test_dissatisfied_without_a_reason_is_refused_whole(desk: Desk) -> None:
    uid = handled(desk)
    with pytest.raises(Rejected) as refused:
        visits.tell(desk, uid, TOLD, {"satisfaction": "DISSATISFIED"})
    assert [one.code for one in refused.value.problems] == ["dissatisfied_why"]
    assert desk.records.one(Opinion, uid).state == "HANDLED"


def test_tries_are_counted_and_only_after_three_one_is_out_of_reach(desk: Desk) -> None:
    uid = handled(desk)
    close = Ask("opinion", "close", {"closing_basis": "UNREACHABLE", "closed_on": "2026-11-23"}, uid)
    visits.miss(desk, uid)
    visits.miss(desk, uid)
    perform(desk, [told({**TOLD, "fed_back_way": "POSTED"}, uid)])
    with pytest.raises(Rejected) as refused:
        perform(desk, [close])
    assert [one.code for one in refused.value.problems] == ["tries_few"]
    assert desk.records.one(Opinion, uid).contact_tries == 2


def test_three_tries_and_a_poster_are_a_basis(desk: Desk) -> None:
    uid = handled(desk)
    for _ in range(3):
        visits.miss(desk, uid)
    perform(desk, [told({**TOLD, "fed_back_way": "POSTED"}, uid)])
    perform(desk, [Ask("opinion", "close", {"closing_basis": "UNREACHABLE", "closed_on": "2026-11-23"}, uid)])
    assert desk.records.one(Opinion, uid).state == "CLOSED"


def test_a_matter_that_is_done_again_later_may_be_answered_later_than_the_first_call(desk: Desk) -> None:
    uid = handled(desk)
    dissatisfied = {"satisfaction": "DISSATISFIED", "satisfaction_reason": "水还是黄的"}
    visits.tell(desk, uid, {**TOLD, "fed_back_on": "2026-11-23"}, dissatisfied)
    perform(desk, [by_unit(desk, "rework", {"rework_reason": "再洗一遍", "due_on": "2026-12-23"}, uid)])
    assert desk.records.one(Opinion, uid).fed_back_on == ""
    desk.clock.move(days=5)  # type: ignore[attr-defined]  # the clock of the tests
    perform(desk, [report({**RESULT, "replied_on": "2026-11-28"}, uid)])
    assert desk.records.one(Opinion, uid).state == "HANDLED"
