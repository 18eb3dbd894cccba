"""News from above: folded like any change, listed once, and asked about before a roster shrinks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.db import audit, outbox
from station_app.domain.records import Deputy, Mandate, Opinion, Suggestion, Unit
from station_app.services import clashes, county, news
from station_app.services.acts import Ask, perform
from station_app.services.desk import codes_in_force
from station_app.sync.taking import Taking
from tests.office import SetClock, registered, report, told
from tests.offices import COUNTY, Pair, admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.suggesting import deputy, draft_fields


@pytest.fixture
def pair(tmp_path: Path, clock: SetClock) -> Iterator[Pair]:
    made = Pair(new_county(tmp_path / "county", clock), new_station(tmp_path / "station", clock))
    admit(made.county, made.station)
    yield made
    made.close()


def up(pair: Pair) -> None:
    county.take_contents(pair.county, sealed(pair.station))


def down(pair: Pair, audience: str = "") -> list[Taking]:
    return news.take_in(pair.station, sealed(pair.county, audience or pair.station.place.uid))


def test_units_and_code_entries_stand_at_the_station_and_are_listed(pair: Pair) -> None:
    perform(pair.county, [Ask("unit", "register", {"name": "水务局", "handler_system": "GOV"})])
    entry = {"scheme": "matter", "code": "0299", "name": "其他出行难题", "parent": "02"}
    perform(pair.county, [Ask("code_entry", "register", entry)])
    [taken] = down(pair, COUNTY)
    assert (taken.problem, dict(taken.refused)) == (None, {})
    assert [one.name for one in pair.station.records.all(Unit)] == ["水务局"]
    assert codes_in_force(pair.station.store).name_of("matter", "0299") == "其他出行难题"
    listed = news.items(pair.station)
    assert [(one.kind, one.is_new) for one in listed] == [("code_entry", True), ("unit", True)]
    news.looked_at(pair.station)
    assert [one.is_new for one in news.items(pair.station)] == [False, False]
    assert audit.audit(pair.station.store).is_sound


def test_a_station_does_not_take_what_is_meant_for_another(pair: Pair, tmp_path: Path) -> None:
    other = new_station(tmp_path / "other", township="520324100000")
    admit(pair.county, other)
    deputy = {"name": "秦彬", "station": other.place.uid}
    up(Pair(pair.county, other))
    perform(pair.county, [Ask("deputy", "register", deputy)])
    [taking] = news.take_in(pair.station, sealed(pair.county, other.place.uid))
    assert taking.problem is not None
    assert taking.problem.code == "batch_other_station"
    assert pair.station.records.all(Deputy) == []
    other.close()


def with_roster(pair: Pair, number: int) -> list[str]:
    """Deputies of the station as the county keeps them; the uids of their mandates."""
    up(pair)
    mandates = []
    for place in range(number):
        uid = pair.county.clock.new_id()
        made = perform(
            pair.county,
            [
                Ask(
                    "deputy",
                    "register",
                    {"name": f"代表{'甲乙丙丁戊己庚辛壬癸'[place % 10]}", "station": pair.station.place.uid},
                    uid,
                ),
                Ask("mandate", "register", {"deputy": uid, "level": "TOWNSHIP", "from_on": "2021-12-01"}),
            ],
        )
        mandates.append(made[1].uid)
    down(pair)
    assert len(pair.station.records.all(Mandate, status="ACTIVE")) == number
    return mandates


def retire(pair: Pair, mandates: list[str]) -> list[Taking]:
    perform(pair.county, [Ask("mandate", "correct", {"status": "RESIGNED"}, uid) for uid in mandates])
    return [one for one in down(pair) if not one.same]


def test_news_that_would_retire_more_than_a_twentieth_of_the_roster_asks_first(pair: Pair) -> None:
    mandates = with_roster(pair, 20)
    assert [one.problem for one in retire(pair, mandates[:1])] == [None]
    [asked] = retire(pair, mandates[1:4])
    assert asked.problem is not None
    assert (asked.problem.code, asked.problem.value) == ("news_would_retire", 3)
    assert len(pair.station.records.all(Mandate, status="ACTIVE")) == 19
    perform(pair.county, [Ask("unit", "register", {"name": "交通局"})])
    [waiting] = outbox.kept(pair.station.store.database, "news_would_retire")
    assert [one.problem for one in news.allow(pair.station, waiting.hash)] == [None]
    assert len(pair.station.records.all(Mandate, status="ACTIVE")) == 16
    assert outbox.kept(pair.station.store.database) == []


def test_what_comes_after_the_question_waits_for_the_yes(pair: Pair) -> None:
    mandates = with_roster(pair, 4)
    [asked] = retire(pair, mandates[:2])
    perform(pair.county, [Ask("deputy", "register", {"name": "郑淑珍", "station": pair.station.place.uid})])
    later = down(pair)
    assert {one.problem.code for one in later if one.problem} == {"news_would_retire", "batch_gap"}
    news.allow(pair.station, asked.hash)
    assert len(pair.station.records.all(Deputy)) == 5


def test_absence_retires_nobody(pair: Pair) -> None:
    with_roster(pair, 3)
    assert [one.problem for one in retire(pair, [])] == []
    assert len(pair.station.records.all(Mandate, status="ACTIVE")) == 3


def test_a_reply_comes_back_and_is_told_to_the_visitor(pair: Pair) -> None:
    done = registered(pair.station)["opinion"].uid
    perform(pair.station, [
        Ask("opinion", "triage", {"owner_level": "COUNTY", "proposed_unit": "交通运输局"}, done),
        Ask("opinion", "escalate", {"escalate_reason": "县道归县里管"}, done),
    ])  # fmt: skip
    up(pair)
    result = {"result": "县交通局 12 月 5 日修好了塌方路段", "result_degree": "SOLVED", "replied_on": pair.county.today}
    perform(pair.county, [report(result, done)])
    [taken] = [one for one in down(pair) if one.new]
    assert dict(taken.refused) == {}
    assert pair.station.records.one(Opinion, done).result == result["result"]
    perform(pair.station, [told({"fed_back_on": pair.station.today, "fed_back_way": "PHONE"}, done)])
    up(pair)
    assert pair.county.records.one(Opinion, done).state == "FED_BACK"


def test_a_correction_is_asked_made_and_answered(pair: Pair) -> None:
    done = registered(pair.station)["opinion"].uid
    up(pair)
    news.ask(pair.county, "opinion", done, "title", "题目看不出是哪条路")
    down(pair)
    [sent] = news.sent_back(pair.station)
    assert (sent.correction.reason, sent.values and sent.values["title"]) == (
        "题目看不出是哪条路",
        "通组路塌方没有人修",
    )
    news.mend(pair.station, sent.correction, "坪生村三组通组路塌方没有人修", "写明了是哪条路")
    assert news.sent_back(pair.station) == []
    up(pair)
    assert pair.county.records.one(Opinion, done).title == "坪生村三组通组路塌方没有人修"


def test_a_clash_is_decided_by_a_person_and_the_word_travels(pair: Pair) -> None:
    lead = deputy(pair.station, "罗光强")
    given = {**draft_fields(lead), "level": "COUNTY", "submitted_on": "2026-11-20", "state": "SUBMITTED"}
    uid = perform(pair.station, [Ask("suggestion", "carry_over", given)])[0].uid
    up(pair)
    perform(pair.county, [Ask("suggestion", "accept", {"official_no": "第 12 号"}, uid)])
    perform(pair.station, [Ask("suggestion", "withdraw", {"withdraw_reason": "另有安排"}, uid)])
    up(pair)
    down(pair)
    [clash] = clashes.clashes(pair.station)
    assert (clash.field, clash.values) == ("stage", ("ACCEPTED", "WITHDRAWN"))  # the county's word shows first
    clashes.decide(pair.station, clash, 1)
    assert clashes.clashes(pair.station) == []
    up(pair)
    assert pair.county.records.one(Suggestion, uid).state == "WITHDRAWN"
    assert clashes.clashes(pair.county) == []
