"""The congress's own work: activities and who was there, surveys, what is reported upwards, what was read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from station_app.db import audit
from station_app.domain.problem import Rejected
from station_app.domain.records import (
    Activity,
    Campaign,
    DispatchReturn,
    DutyRecord,
    KeySupervision,
    Opinion,
    PolicyReading,
    ReceptionPlan,
    Survey,
    SurveyCall,
)
from station_app.services import access, consequences, county, news
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import registered
from tests.offices import Pair, sealed
from tests.offices import county as new_county
from tests.suggesting import deputy

ACTIVITY = {"activity_kind": "INSPECTION", "title": "视察农村饮水", "held_on": "2026-11-20", "place": "红岩村"}
SURVEY = {"title": "对建议办理的看法", "questions": "满意吗：满意、不满意\n还有什么意见", "from_on": "2026-11-01"}
SCHEDULE = {
    "name": "乡村振兴调度",
    "level": "COUNTY",
    "period": "MONTH",
    "wanted": "代表活动开展情况",
    "from_on": "2026-09-01",
}


def done(desk: Desk, kind: str, act: str, fields: dict[str, Any], uid: str = "") -> str:
    return perform(desk, [Ask(kind, act, fields, uid)])[0].uid


def refused(desk: Desk, kind: str, act: str, fields: dict[str, Any], uid: str = "") -> list[str]:
    with pytest.raises(Rejected) as rejected:
        perform(desk, [Ask(kind, act, fields, uid)])
    return [f"{one.where}:{one.code}" for one in rejected.value.problems]


def is_sound(desk: Desk) -> bool:
    before = audit.digests(desk.store)
    desk.store.rebuild()
    return (
        audit.digests(desk.store) == before and audit.audit(desk.store).is_sound and not [*consequences.lacking(desk)]
    )


def test_whoever_is_named_in_an_activity_has_it_in_their_duty_file(desk: Desk) -> None:
    first, second = deputy(desk, "秦彬"), deputy(desk, "罗光强")
    campaign = done(desk, "campaign", "register", {"name": "乡村振兴，代表在行动", "from_on": "2021-01-01"})
    uid = done(desk, "activity", "register", {**ACTIVITY, "campaign": campaign})
    assert desk.records.all(DutyRecord) == []
    done(desk, "activity", "hold", {"deputies": [first, second], "county": 1, "township": 3, "others": 12}, uid)
    records = desk.records.all(DutyRecord)
    assert [(one.deputy, one.way, one.content, one.campaign) for one in records] == [
        (who, "INSPECTION", "视察农村饮水", campaign) for who in (first, second)
    ]
    done(desk, "activity", "recount", {"deputies": [second]}, uid)
    assert [one.state for one in desk.records.all(DutyRecord)] == ["VOID", "RECORDED"]
    assert desk.records.one(Activity, uid).township == 3
    assert is_sound(desk)
    done(desk, "activity", "void", {"void_reason": "重复登记"}, uid)
    assert [one.state for one in desk.records.all(DutyRecord)] == ["VOID", "VOID"]


@pytest.mark.parametrize(
    ("held_on", "fields", "codes"),
    [
        ("2026-11-24", {"county": 3}, ["held_on:activity_ahead"]),
        ("2026-11-20", {"county": 0, "township": 0}, ["deputies:fewer_at_levels"]),
        ("2026-11-20", {"county": -1}, ["county:not_a_count"]),
    ],
)
def test_what_cannot_have_been_is_refused(desk: Desk, held_on: str, fields: dict[str, Any], codes: list[str]) -> None:
    who = deputy(desk, "秦彬")
    uid = done(desk, "activity", "register", {**ACTIVITY, "held_on": held_on})
    assert refused(desk, "activity", "hold", {"deputies": [who], **fields}, uid) == codes
    assert refused(desk, "activity", "register", {**ACTIVITY, "ended_on": "2026-11-19"}) == [
        "ended_on:period_ends_before_start"
    ]


def test_a_sample_is_drawn_once_from_the_deputies_in_office_and_called(desk: Desk) -> None:
    survey = done(desk, "survey", "register", SURVEY)
    assert refused(desk, "survey", "draw", {"wanted": 2}, survey) == ["wanted:no_deputies_to_draw"]
    everybody = {deputy(desk, f"代表{number}", "COUNTY") for number in "甲乙丙"} | {deputy(desk, "代表丁")}
    gone = deputy(desk, "代表戊", status="EXPIRED")
    done(desk, "survey", "draw", {"wanted": 3}, survey)
    calls = desk.records.all(SurveyCall, survey=survey)
    assert len(calls) == 3
    assert {one.deputy for one in calls} < everybody
    assert gone not in {one.deputy for one in calls}
    assert [one.state for one in calls] == ["TO_CALL"] * 3
    deputy(desk, "代表己")
    assert is_sound(desk)
    first, second, third = (one.uid for one in calls)
    assert refused(desk, "survey_call", "call", {"answers": "1=还行"}, first) == ["answers:survey_choice"]
    done(desk, "survey_call", "call", {"answers": "1=满意\n2=多来看看"}, first)
    done(desk, "survey_call", "miss", {}, second)
    done(desk, "survey_call", "give_up", {}, second)
    done(desk, "survey_call", "turn_down", {"refuse_reason": "在外地"}, third)
    one = desk.records.one(SurveyCall, first)
    assert (one.state, one.called_on, one.caller) == ("ANSWERED", desk.today, desk.user.name)
    assert refused(desk, "survey_call", "register", {"survey": survey, "deputy": calls[0].deputy}) == [
        "deputy:surveyed_twice"
    ]
    done(desk, "survey", "end", {"conclusion": "多数满意"}, survey)
    assert desk.records.one(Survey, survey).state == "CLOSED"


def test_a_deputy_reads_what_they_answered_themselves_and_nobody_else_did(desk: Desk) -> None:
    first, second = deputy(desk, "秦彬"), deputy(desk, "罗光强")
    survey = done(desk, "survey", "register", SURVEY)
    done(desk, "survey", "draw", {"wanted": 2}, survey)
    calls = desk.records.all(SurveyCall, survey=survey)
    sitting = replace(desk, user=replace(desk.user, roles=("DEPUTY",), deputy=first))
    assert [one.deputy for one in access.readable(sitting, "survey_call", calls)] == [first]
    assert {one.deputy for one in access.readable(desk, "survey_call", calls)} == {first, second}


def test_a_month_is_reported_once_and_is_one_of_the_schedule(desk: Desk) -> None:
    schedule = done(desk, "dispatch_schedule", "register", SCHEDULE)
    month = {"schedule": schedule, "first_on": "2026-10-01", "last_on": "2026-10-31", "content": "开展活动两次"}
    done(desk, "dispatch_return", "register", month)
    assert refused(desk, "dispatch_return", "register", month) == ["first_on:returned_twice"]
    odd = {**month, "last_on": "2026-10-30"}
    assert refused(desk, "dispatch_return", "register", odd) == ["first_on:returned_twice", "first_on:no_such_period"]
    assert [one.sent_on for one in desk.records.all(DispatchReturn)] == [desk.today]


def test_a_document_is_read_once_by_each(desk: Desk) -> None:
    office_s = "d" * 32
    document(desk, office_s)
    who = deputy(desk, "秦彬")
    for fields in ({}, {"deputy": who}):
        done(desk, "policy_reading", "register", {"document": office_s, **fields})
        assert refused(desk, "policy_reading", "register", {"document": office_s, **fields}) == ["document:read_before"]
    assert [(one.deputy, one.recorder) for one in desk.records.all(PolicyReading)] == [
        ("", desk.user.uid),
        (who, desk.user.uid),
    ]


def document(desk: Desk, uid: str) -> None:
    from station_app.db.store import Write  # noqa: PLC0415
    from tests.offices import office_says  # noqa: PLC0415

    office_says(desk, Write("register", "policy_document", uid, {"title": "关于代表活动的通知"}))


def test_a_key_matter_has_a_leader_and_ends_with_a_result(desk: Desk) -> None:
    said = {
        "title": "红岩村饮水",
        "year": 2026,
        "decided_by": "镇人大主席团会议",
        "decided_on": "2026-11-02",
        "leader": "镇人大主席",
    }
    assert refused(desk, "key_supervision", "register", {**said, "due_on": "2026-11-01"}) == ["due_on:day_before_other"]
    uid = done(desk, "key_supervision", "register", {**said, "due_on": "2026-12-31"})
    done(desk, "key_supervision", "end", {"result": "通水了"}, uid)
    one = desk.records.one(KeySupervision, uid)
    assert (one.state, one.finished_on) == ("FINISHED", desk.today)


def test_a_county_registers_activities_duty_and_plans_of_its_own(tmp_path: Path) -> None:
    office = new_county(tmp_path / "county")
    home = "5" * 32
    who = perform(office, [Ask("deputy", "register", {"name": "秦彬"})])[0].uid
    perform(office, [Ask("mandate", "register", {"deputy": who, "level": "COUNTY", "status": "ACTIVE"})])
    uid = done(office, "activity", "register", ACTIVITY)
    done(office, "activity", "hold", {"deputies": [who], "county": 12}, uid)
    done(office, "duty_record", "register", {"deputy": who, "way": "TRAINING", "content": "履职培训"})
    kept = office.records.all(DutyRecord)
    assert [(one.way, one.station) for one in kept] == [("INSPECTION", ""), ("TRAINING", "")]
    assert len({one.number for one in kept}) == 2
    done(office, "campaign", "register", {"name": "乡村振兴，代表在行动", "from_on": "2021-01-01"})
    assert [one.station for one in office.records.all(Campaign)] == [""]
    survey = done(office, "survey", "register", SURVEY)
    done(office, "survey", "draw", {"wanted": 352}, survey)
    assert [one.level for one in office.records.all(SurveyCall)] == ["COUNTY"]
    plan = {
        "year": 2027, "recurrence": "WEEKLY", "weekday": "1", "shift": "KEEP", "start": "09:00", "end": "11:00",
        "place": "社区活动室",
    }  # fmt: skip
    assert refused(office, "reception_plan", "register", plan) == ["station:missing"]
    assert refused(office, "reception_plan", "register", {**plan, "station": home}) == ["station:unknown_reference"]
    assert office.records.all(ReceptionPlan) == []
    office.close()


def to_county(pair: Pair, folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, content in enumerate(sealed(pair.station)):
        (folder / f"{number}.lzb").write_bytes(content)
    county.take_all(pair.county, county.preview(pair.county, [folder]))


def test_what_the_county_asks_for_reaches_the_station_and_its_report_the_county(pair: Pair, tmp_path: Path) -> None:
    campaign = done(pair.county, "campaign", "register", {"name": "乡村振兴，代表在行动", "from_on": "2021-01-01"})
    schedule = done(pair.county, "dispatch_schedule", "register", {**SCHEDULE, "campaign": campaign})
    own = done(pair.county, "survey", "register", SURVEY)
    news.take_in(pair.station, sealed(pair.county, pair.county.home.area_code))
    assert pair.station.records.one(Campaign, campaign).name == "乡村振兴，代表在行动"
    assert pair.station.records.known("survey", [own]) == set()  # the office's own
    month = {"schedule": schedule, "first_on": "2026-10-01", "last_on": "2026-10-31", "content": "开展活动两次"}
    report = done(pair.station, "dispatch_return", "register", month)
    activity = done(pair.station, "activity", "register", {**ACTIVITY, "campaign": campaign})
    matter = registered(pair.station)["opinion"].uid
    done(pair.station, "opinion", "correct", {"campaign": campaign}, matter)
    to_county(pair, tmp_path / "came")
    assert pair.county.records.one(DispatchReturn, report).content == "开展活动两次"
    assert pair.county.records.one(Activity, activity).campaign == campaign
    assert pair.county.records.one(Opinion, matter).campaign == campaign
    done(pair.county, "dispatch_return", "return_report", {"sent_back_why": "没写人数"}, report)
    news.take_in(pair.station, sealed(pair.county, pair.station.place.uid))
    assert pair.station.records.one(DispatchReturn, report).state == "SENT_BACK"
    done(pair.station, "dispatch_return", "send_again", {"content": "开展活动两次，代表 31 人次"}, report)
    assert [audit.audit(desk.store).is_sound for desk in (pair.county, pair.station)] == [True, True]
    assert is_sound(pair.station)


def test_an_office_s_activity_stands_in_the_deputy_s_file_at_their_station(pair: Pair, tmp_path: Path) -> None:
    home = pair.station.place.uid
    to_county(pair, tmp_path / "came")
    who = done(pair.county, "deputy", "register", {"name": "秦彬", "station": home})
    uid = done(pair.county, "activity", "register", ACTIVITY)
    done(pair.county, "activity", "hold", {"deputies": [who]}, uid)
    assert [one.station for one in pair.county.records.all(DutyRecord)] == [home]
    news.take_in(pair.station, sealed(pair.county, home))
    assert [one.content for one in pair.station.records.all(DutyRecord)] == ["视察农村饮水"]
