"""A reception day from plan to summary."""

from __future__ import annotations

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Visit
from station_app.services import agenda, held_day, reception, visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.visits import Matter, VisitEntry
from tests.office import OPINION, PERSON, VISIT, SetClock

DAY = {"held_on": "2026-11-23", "start": "9:00", "end": "12:00", "place": "社区活动室", "topic": "人居环境"}


@pytest.fixture
def deputies(desk: Desk) -> list[str]:
    made = []
    for name, level in (("秦应彬", "TOWNSHIP"), ("郑淑兰", "COUNTY"), ("罗光强", "TOWNSHIP")):
        uid = perform(desk, [Ask("deputy", "register", {"name": name})])[0].uid
        perform(desk, [Ask("mandate", "register", {"deputy": uid, "level": level})])
        made.append(uid)
    return made


def hold(desk: Desk, day: str, deputies: list[str], **visit: object) -> None:
    fields = {**VISIT, "channel": "RECEPTION_DAY", "reception_day": day, "deputies": deputies, **visit}
    visits.register(desk, VisitEntry(PERSON, fields, [Matter(OPINION)]))


def test_a_day_is_planned_begun_and_closed(desk: Desk, deputies: list[str]) -> None:
    day = reception.plan(desk, DAY, deputies[:2])
    assert (day.number, day.state) == ("520324116-01-J26-0001", "PLANNED")
    assert [(one.deputy.name, one.attendance.level) for one in held_day.attendance(desk, day.uid)] == [
        ("秦应彬", "TOWNSHIP"),
        ("郑淑兰", "COUNTY"),
    ]
    assert reception.begin(desk, day.uid).state == "OPEN"
    assert reception.close(desk, day.uid, "路的问题最多").state == "CLOSED"
    found = agenda.day_of(desk, "2026-11-23")
    assert found is not None
    assert (found.start, found.common_matters) == ("09:00", "路的问题最多")


def test_a_day_is_planned_and_begun_in_one_transaction(desk: Desk, deputies: list[str]) -> None:
    day = reception.plan_and_begin(desk, DAY, deputies[:1])
    assert (day.act, day.state) == ("open", "OPEN")
    assert [one.deputy.name for one in held_day.attendance(desk, day.uid)] == ["秦应彬"]
    with pytest.raises(Rejected):
        reception.plan_and_begin(desk, {**DAY, "place": ""}, deputies[:1])
    assert len(held_day.days(desk)) == 1


def test_a_deputy_on_leave_is_replaced(desk: Desk, deputies: list[str]) -> None:
    day = reception.plan(desk, DAY, deputies[:2]).uid
    here, away = held_day.attendance(desk, day)
    reception.mark(desk, here.attendance.uid, "PRESENT")
    reception.mark(desk, away.attendance.uid, "LEAVE", replaced_by=deputies[2])
    assert [deputy.name for _, deputy in held_day.summary(desk, day).present] == ["秦应彬", "罗光强"]
    with pytest.raises(Rejected, match="replaced_by_itself"):
        reception.mark(desk, away.attendance.uid, "LEAVE", replaced_by=deputies[1])


def test_the_summary_counts_visits_heads_and_matters_apart(desk: Desk, deputies: list[str]) -> None:
    day = reception.plan(desk, DAY, deputies).uid
    reception.begin(desk, day)
    hold(desk, day, deputies[:1])
    hold(desk, day, deputies[:1], headcount=6)
    wrong = held_day.visits_of_day(desk, day)[0]
    summary = held_day.summary(desk, day)
    assert (summary.visit_count, summary.head_count, summary.group_count, len(summary.matters)) == (2, 7, 1, 2)
    perform(desk, [Ask("visit", "void", {"void_reason": "登记错了"}, wrong.uid)])
    summary = held_day.summary(desk, day)
    assert (summary.visit_count, summary.head_count, len(summary.matters)) == (1, 6, 1)
    assert sum(summary.whereabouts.values()) == len(summary.matters)


def test_the_next_day_looks_back_at_what_is_still_open(desk: Desk, deputies: list[str], clock: SetClock) -> None:
    first = reception.plan(desk, DAY, deputies).uid
    reception.begin(desk, first)
    hold(desk, first, deputies[:1])
    reception.close(desk, first)
    clock.move(days=15)
    second = reception.plan(desk, {**DAY, "held_on": desk.today}, deputies).uid
    assert [matter.opinion.title for matter in held_day.looked_back(desk, second).earlier] == [OPINION["title"]]
    assert held_day.looked_back(desk, first).earlier == ()


def test_all_earlier_days_are_looked_back_at_the_oldest_first_and_a_deputy_s_own_beside_their_results(
    desk: Desk, deputies: list[str], clock: SetClock
) -> None:
    days = []
    for number in range(3):
        clock.move(days=15 if number else 0)
        days.append(reception.plan_and_begin(desk, {**DAY, "held_on": desk.today}, deputies).uid)
        for one in held_day.attendance(desk, days[-1]):
            reception.mark(desk, one.attendance.uid, "PRESENT")
        hold(desk, days[-1], deputies[:1] if number < 2 else deputies[1:2])
    earlier = held_day.looked_back(desk, days[2]).earlier
    told = [one.reception_day for line in earlier for one in line.heard if isinstance(one, Visit)]
    assert told == days[:2]
    perform(desk, [Ask("opinion", "withdraw", {"withdraw_statement": "不反映了"}, earlier[0].opinion.uid)])
    assert [one.opinion.uid for one in held_day.looked_back(desk, days[2]).earlier] == [earlier[1].opinion.uid]
    (heard,) = held_day.looked_back_by(desk, days[2], deputies[0]).earlier
    assert heard.opinion.uid == earlier[1].opinion.uid
    assert held_day.looked_back_by(desk, days[2], deputies[1]).earlier == ()


def test_a_visit_on_a_reception_day_needs_the_day_and_a_deputy(desk: Desk) -> None:
    with pytest.raises(Rejected) as caught:
        visits.register(desk, VisitEntry(PERSON, {**VISIT, "channel": "RECEPTION_DAY"}, []))
    assert {one.code for one in caught.value.problems} == {"no_reception_day", "no_deputy"}


def test_a_day_that_ends_before_it_starts_is_refused(desk: Desk) -> None:
    with pytest.raises(Rejected, match="ends_before_start"):
        reception.plan(desk, {**DAY, "end": "8:00"}, [])
