"""Official numbers of suggestions: one series for each congress, term and session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station_app.db.store import Write
from station_app.domain.act import CHAIR, CLERK, HEAD
from station_app.domain.lifecycle import act_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Suggestion
from station_app.services import acts, proposals
from station_app.services.acts import Ask, perform, perform_each
from station_app.services.desk import Desk
from station_app.services.official import count_of, doubled
from tests.offices import Pair
from tests.suggesting import deputy, draft_fields


def submitted(desk: Desk, lead: str, **more: object) -> str:
    fields = {**draft_fields(lead), "level": "COUNTY", "session": 3, "phone": "13912345678", **more}
    fields["title"] = f"关于{desk.clock.new_id()[-8:]}路的建议"
    uid = perform(desk, [Ask("suggestion", "register", fields)])[0].uid
    perform(desk, [Ask("suggestion", "submit", {}, uid)])
    return uid


def accept(uid: str, **fields: object) -> Ask:
    return Ask("suggestion", "accept", fields, uid)


def codes(desk: Desk, ask: Ask) -> list[str]:
    with pytest.raises(Rejected) as caught:
        perform(desk, [ask])
    return [one.code for one in caught.value.problems]


@pytest.fixture
def lead_of_county(pair: Pair) -> str:
    uid = perform(pair.county, [Ask("deputy", "register", {"name": "罗光强"})])[0].uid
    held = {"deputy": uid, "level": "COUNTY", "term": 20, "cert_no": "20-1", "status": "ACTIVE"}
    perform(pair.county, [Ask("mandate", "register", held)])
    return uid


def test_numbers_of_a_session_follow_one_another_also_in_one_sitting(pair: Pair, lead_of_county: str) -> None:
    office = pair.county
    first, second, third, other = (submitted(office, lead_of_county, session=one) for one in (3, 3, 3, 4))
    perform_each(office, [[accept(first)], [accept(second)], [accept(other)]])
    perform(office, [accept(third)])
    given = [office.records.one(Suggestion, uid).official_no for uid in (first, second, third, other)]
    assert given == ["第1号", "第2号", "第3号", "第1号"]


def test_a_number_that_is_typed_is_none_that_stands_and_passing_over_some_is_said(
    pair: Pair, lead_of_county: str
) -> None:
    office = pair.county
    first, second, third = (submitted(office, lead_of_county) for _ in range(3))
    perform(office, [accept(first, official_no="第 ２ 号")])
    assert codes(office, accept(second, official_no="2")) == ["official_no_taken"]
    said = perform(office, [accept(second, official_no="第7号")])[0].warnings
    assert [(one.code, dict(one.details)) for one in said] == [("official_no_gap", {"first": 3, "last": 6})]
    act = act_of("suggestion", "accept", "SUBMITTED")
    assert act is not None
    shown = proposals.beforehand(office, act, {"uid": third, "level": "COUNTY", "term": 20, "session": 3})
    assert shown["official_no"] == "第8号"


def test_a_presidium_numbers_its_own_congress_and_the_number_of_a_higher_one_is_typed(
    pair: Pair, lead_of_county: str
) -> None:
    lead = deputy(pair.station, "秦彬")
    chair = replace(pair.station, user=replace(pair.station.user, roles=(CHAIR, CLERK, HEAD)))
    own = submitted(pair.station, lead, level="TOWNSHIP")
    assert perform(chair, [accept(own)])[0].state == "ACCEPTED"
    assert pair.station.records.one(Suggestion, own).official_no == "第1号"
    held = {"deputy": lead_of_county, "level": "PROVINCE", "term": 14, "cert_no": "14-1", "status": "ACTIVE"}
    perform(pair.county, [Ask("mandate", "register", held)])
    higher = submitted(pair.county, lead_of_county, level="PROVINCE", term=14)
    assert codes(pair.county, accept(higher)) == ["missing"]
    assert perform(pair.county, [accept(higher, official_no="第318号")])[0].warnings == ()


def test_a_number_that_two_computers_gave_blind_is_found_and_given_anew(pair: Pair, lead_of_county: str) -> None:
    office = pair.county
    first, second = (submitted(office, lead_of_county) for _ in range(2))
    perform(office, [accept(first)])
    with office.store.transaction():
        acts.write(office, [Write("accept", "suggestion", second, {"official_no": "1", "stage": "ACCEPTED"})])
    numbers = [office.records.one(Suggestion, uid).number for uid in (first, second)]
    assert doubled(office) == [("1", tuple(numbers))]
    perform(office, [Ask("suggestion", "renumber", {}, second)])
    assert (office.records.one(Suggestion, second).official_no, doubled(office)) == ("第2号", [])


@pytest.mark.parametrize(
    ("typed", "count"),
    [("第12号", 12), ("第 012 号", 12), ("１２", 12), ("桴人建〔2026〕3号", None), ("第0号", None), ("", None)],
)
def test_a_number_is_read_however_it_is_written(typed: str, count: int | None) -> None:
    assert count_of(typed) == count
