"""Promises: proposed and not written, confirmed by a person; past their day they stand where somebody looks."""

from __future__ import annotations

from station_app.domain.records import Commitment, Opinion, Reply
from station_app.services import agenda, held_day, loop, promises, reception, telling
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import refer, registered, report
from tests.services.test_telling import REFERRAL, TOLD, TRIAGE
from tests.suggesting import deputy

SAID = "一、塌方已清理。二、12月20日前修好挡墙48米。三、县教育局计划在春季学期开学前增配校车1辆。"
PLANNED = {"result": SAID, "result_degree": "PLANNED", "replied_on": "2026-11-23"}


def answered(desk: Desk) -> str:
    uid = registered(desk)["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid), report(PLANNED, uid)])
    return uid


def reply_of(desk: Desk, uid: str) -> Reply:
    return desk.records.one(Reply, desk.records.one(Opinion, uid).answered_in)


def test_what_a_reply_promises_is_proposed_and_nothing_is_written_until_somebody_says_so(desk: Desk) -> None:
    reply = reply_of(desk, answered(desk))
    found = promises.proposed_of(desk, reply)
    assert [(one.what, one.by_on, one.unit) for one in found] == [
        ("修好挡墙48米", "2026-12-20", ""),
        ("增配校车1辆", "2027-02-28", "县教育局"),
    ]
    assert desk.records.all(Commitment) == []
    promises.confirm(desk, reply.uid, {"what": "修好挡墙50米", "by_on": "2026-12-22"}, found[0])
    promises.drop(desk, reply.uid, found[1])
    (kept,) = desk.records.all(Commitment)
    assert (kept.what, kept.by_on, kept.unit, kept.state) == ("修好挡墙50米", "2026-12-22", "水务局", "OPEN")
    assert promises.proposed_of(desk, reply) == []


def test_a_reply_that_says_that_all_is_done_proposes_nothing(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    solved = {**PLANNED, "result_degree": "SOLVED"}
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid), report(solved, uid)])
    assert promises.proposed_of(desk, reply_of(desk, uid)) == []


def test_past_its_day_a_promise_stands_on_the_first_page_and_in_the_next_look_back_though_the_matter_is_closed(
    desk: Desk,
) -> None:
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "活动室"}
    sat = deputy(desk, "秦彬")
    first = reception.plan_and_begin(desk, fields, [sat]).uid
    uid = registered(desk)["opinion"].uid
    came = {"channel": "RECEPTION_DAY", "reception_day": first, "deputies": (sat,)}
    perform(desk, [Ask("visit", "correct", came, desk.records.one(Opinion, uid).visit)])
    planned = {**PLANNED, "next_measures": "修好挡墙", "next_due_on": "2026-12-20"}
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid), report(planned, uid)])
    telling.tell(desk, uid, TOLD, {"satisfaction": "SATISFIED"})
    perform(desk, [Ask("opinion", "close", {"closing_basis": "PLANNED", "closed_on": desk.today}, uid)])
    assert loop.past_due(desk) == []
    assert agenda.promises_past(desk)[0] == 0
    desk.clock.move(days=30)  # type: ignore[attr-defined]  # the clock of the tests
    assert agenda.promises_past(desk) == (1, "opinion", uid, "修好挡墙")
    later = reception.plan_and_begin(desk, {**fields, "held_on": desk.today}, [sat]).uid
    assert [one.opinion.uid for one in held_day.looked_back(desk, later).earlier] == [uid]
    (made,) = desk.records.all(Commitment)
    kept = {"settled_on": desk.today, "outcome": "挡墙修好了，有照片"}
    perform(desk, [Ask("commitment", "keep_promise", kept, made.uid)])
    assert loop.past_due(desk) == []
    assert held_day.looked_back(desk, later).earlier == ()


def test_what_was_written_down_with_the_reply_is_not_proposed_again(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    planned = {**PLANNED, "next_measures": "12月20日前修好挡墙48米", "next_due_on": "2026-12-20"}
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid), report(planned, uid)])
    assert [one.what for one in promises.proposed_of(desk, reply_of(desk, uid))] == ["增配校车1辆"]
