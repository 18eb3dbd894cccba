"""What a station sets, an office sets too: its roster, its units, its frequent texts, its holidays, its trail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, HolidayTable, Template, Unit
from station_app.services import county, news, reception, retention, roster, templates, trail
from station_app.services.acts import Ask, perform
from tests.offices import Pair, sealed

TABLE = {"year": "2028", "days_off": "2028-01-01 元旦", "workdays": "", "source": "国办"}


def test_an_office_s_holidays_are_one_table_a_year_and_go_to_its_stations(pair: Pair) -> None:
    reception.keep_calendar(pair.county, TABLE)
    reception.keep_calendar(pair.county, {**TABLE, "days_off": "2028-01-01~2028-01-03 元旦"})
    [kept] = pair.county.records.all(HolidayTable)
    assert (kept.station, kept.days_off) == ("", "2028-01-01~2028-01-03 元旦")
    news.take_in(pair.station, sealed(pair.county, pair.county.place.area_code))
    assert [one.year for one in pair.station.records.all(HolidayTable)] == [2028]


def test_an_office_s_deputies_stand_in_nobody_s_station(pair: Pair) -> None:
    roster.enrol(pair.county, {"name": "赵县表"}, {"level": "COUNTY", "term": 20})
    assert [(one.name, one.station) for one in pair.county.records.all(Deputy)] == [("赵县表", "")]


def test_an_office_s_frequent_text_is_offered_to_it_and_goes_to_nobody(pair: Pair) -> None:
    said = "请十五日内书面答复"
    templates.keep(pair.county, "REQUIREMENT", "", said)
    assert templates.offered(pair.county, "REQUIREMENT", "")[0] == said
    county.take_contents(pair.county, sealed(pair.station))
    for audience in (pair.county.place.area_code, pair.station.place.uid):
        news.take_in(pair.station, sealed(pair.county, audience))
    assert pair.station.records.all(Template) == []


def test_an_office_enters_units_and_reads_its_own_trail_and_audit(pair: Pair) -> None:
    perform(pair.county, [Ask("unit", "register", {"name": "县林业局"})])
    assert "县林业局" in {one.name for one in pair.county.records.all(Unit)}
    trail.note(pair.county, trail.PRINTED, detail="一张表")
    assert trail.lines(pair.county, 0, 1)[0].detail == "一张表"
    assert retention.audit_parts(retention.self_audit(pair.county))


def test_a_station_s_trail_is_still_for_its_head_alone(pair: Pair) -> None:
    clerk = replace(pair.station, user=replace(pair.station.user, roles=("STATION_CLERK",)))
    with pytest.raises(Rejected):
        trail.lines(clerk, 0, 1)
