"""What a desk can do to the handling of a matter: each act once, beside the record that it is about."""

from __future__ import annotations

import pytest

from station_app.domain.field import values_of
from station_app.domain.records import Opinion, Suggestion
from station_app.services import handling
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import assign, by_unit, missed, refer, registered, report, told
from tests.offices import Pair
from tests.suggesting import draft_fields

SLIP = {"unit": "＋水务站", "due_on": "2026-12-20", "requirements": "请书面答复"}
RESULT = {"result": "管子换好了", "result_degree": "SOLVED"}
MANDATE = {"level": "COUNTY", "term": 20, "cert_no": "20-1", "delegation": "第一代表团", "from_on": "2021-12-01"}
TOLD = {"fed_back_on": "2026-11-23", "fed_back_way": "PHONE"}


def triaged(desk: Desk) -> str:
    uid = registered(desk)["opinion"].uid
    perform(desk, [Ask("opinion", "triage", {"owner_level": "TOWNSHIP", "proposed_unit": "＋水务站"}, uid)])
    return uid


def offered(desk: Desk, opinion: str) -> list[tuple[str, str, str]]:
    """The kind and the name of each act, and the kind of the record that it is done to."""
    values = values_of(desk.records.one(Opinion, opinion))
    return [(act.kind, act.name, kind) for act, kind, _ in handling.possible(desk, "opinion", values)]


def test_a_triaged_matter_can_be_given_or_answered(desk: Desk) -> None:
    assert offered(desk, triaged(desk)) == [("assignment", "register", "opinion"), ("reply", "register", "opinion")]


def test_where_a_unit_has_it_the_answer_is_made_beside_what_it_was_given_and_nowhere_else(desk: Desk) -> None:
    uid = triaged(desk)
    perform(desk, [refer(SLIP, uid)])
    found = offered(desk, uid)
    assert [one for one in found if one[:2] == ("reply", "register")] == [("reply", "register", "assignment")]
    assert found[0] == ("assignment", "acknowledge", "assignment")
    assert ("assignment", "register", "opinion") in found


@pytest.mark.parametrize("beside", [False, True])
def test_a_matter_that_a_unit_gave_back_can_be_answered_whatever_else_stands_beside_it(
    desk: Desk, beside: bool
) -> None:
    """A reminder that nobody answered hid the answer."""
    uid = triaged(desk)
    given = perform(desk, [refer(SLIP, uid)])[0].uid
    if beside:
        perform(desk, [Ask("reminder", "register", {"assignment": given, "way": "PHONE"})])
    perform(desk, [by_unit(desk, "request_return", {"return_reason": "不归本单位管"}, uid)])
    perform(desk, [by_unit(desk, "agree_return", {"return_decision": "同意"}, uid)])
    assert ("reply", "register", "opinion") in offered(desk, uid)


def test_who_was_not_reached_can_be_told_and_who_was_told_can_judge(desk: Desk) -> None:
    uid = triaged(desk)
    perform(desk, [refer(SLIP, uid)])
    perform(desk, [report(RESULT, uid), missed(uid)])
    assert offered(desk, uid)[0] == ("telling", "register", "opinion")
    perform(desk, [told(TOLD, uid)])
    assert ("telling", "rate", "telling") in offered(desk, uid)
    assert ("assignment", "rework", "assignment") in offered(desk, uid)


def test_an_accusation_is_handled_by_nobody_but_who_wrote_it_down(desk: Desk) -> None:
    uid = registered(desk, opinion_kind="REPORT")["opinion"].uid
    assert offered(desk, uid) == []


def test_of_two_units_that_answer_apart_each_has_its_own_reply(pair: Pair) -> None:
    desk, lead = pair.county, perform(pair.county, [Ask("deputy", "register", {"name": "罗光强"})])[0].uid
    perform(desk, [Ask("mandate", "register", {**MANDATE, "deputy": lead})])
    own = {**draft_fields(lead), "level": "COUNTY", "raised_in": "SESSION", "session": 5, "phone": "0851-26420001"}
    uid = perform(desk, [Ask("suggestion", "register", own)])[0].uid
    perform(desk, [Ask("suggestion", "submit", {"submitted_on": desk.today}, uid)])
    perform(desk, [Ask("suggestion", "accept", {"official_no": "第 1 号"}, uid)])
    for unit in ("＋水务局", "＋林业局"):
        perform(desk, [assign({"unit": unit, "due_on": "2026-12-20", "part": "SEPARATE"}, uid)])
    found = handling.possible(desk, "suggestion", values_of(desk.records.one(Suggestion, uid)))
    replies = [(kind, own.get("unit")) for act, kind, own in found if act.kind == "reply" and act.beside]
    assert sorted(replies) == [("assignment", "林业局"), ("assignment", "水务局")]
