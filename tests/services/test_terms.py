"""换届: a level's mandates end together, whoever was elected again goes on in the new term."""

from __future__ import annotations

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Mandate, Unit
from station_app.services import choices, units
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol, roster, sitting, turn_over

NEW = {"level": "TOWNSHIP", "term": "21", "from_on": "2026-12-01"}


def old_term(desk: Desk) -> list[str]:
    old = {"level": "TOWNSHIP", "term": "20", "electoral_unit": "一选区", "from_on": "2021-12-01"}
    return [enrol(desk, {"name": name}, old)[0].uid for name in ("秦彬", "郑淑珍", "罗一凡")]


def test_the_old_term_ends_for_all_and_the_new_one_begins_for_those_elected_again(desk: Desk) -> None:
    deputies = old_term(desk)
    perform(desk, [Ask("mandate", "register", {"deputy": deputies[1], "level": "COUNTY", "term": "18"})])
    turn_over(desk, NEW, "2026-11-30", deputies[:2])
    lines = {line.deputy.uid: line for line in roster(desk)}
    assert [(one.term, one.status, one.to_on) for one in lines[deputies[0]].mandates] == [
        (21, "ACTIVE", ""),
        (20, "EXPIRED", "2026-11-30"),
    ]
    assert lines[deputies[0]].mandates[0].electoral_unit == "一选区"
    assert {one.level for one in lines[deputies[1]].mandates if one.status == "ACTIVE"} == {"COUNTY", "TOWNSHIP"}
    assert not lines[deputies[2]].is_active
    assert [deputy.name for _, deputy in sitting(desk, "TOWNSHIP")] == ["秦彬", "郑淑珍"]


@pytest.mark.parametrize(
    ("fields", "ended_on", "codes"),
    [
        ({}, "2026-11-30", ["missing", "missing", "missing"]),
        ({**NEW, "from_on": "2026-11-01"}, "2026-11-30", ["term_overlaps"]),
        ({**NEW, "level": "COUNTY"}, "", ["missing", "nobody_in_term"]),
    ],
)
def test_what_is_not_sound_ends_nobody_s_term(
    desk: Desk, fields: dict[str, str], ended_on: str, codes: list[str]
) -> None:
    old_term(desk)
    with pytest.raises(Rejected) as refused:
        turn_over(desk, fields, ended_on, ())
    assert [one.code for one in refused.value.problems] == codes
    assert {one.status for one in desk.records.all(Mandate)} == {"ACTIVE"}


def unit(desk: Desk, **fields: str) -> str:
    return perform(desk, [Ask("unit", "register", fields)])[0].uid


def test_a_unit_is_known_by_its_aliases_in_its_own_time(desk: Desk) -> None:
    unit(desk, name="水务局", aliases="水利局、县水务局", valid_from="2019-03-01")
    unit(desk, name="水利水电局", valid_to="2019-02-28")
    assert [one.name for one in units.in_force(desk)] == ["水务局"]
    assert [one.name for one in units.in_force(desk, "2018-01-01")] == ["水利水电局"]
    assert units.called(desk.records.all(Unit)[0]) == ["水务局", "水利局", "县水务局"]


def test_typed_words_offer_known_units_first_then_those_of_the_code_list(desk: Desk) -> None:
    assert "水务局" in choices.names(desk, "水务")
    unit(desk, name="桴㯊镇水务站", aliases="镇水务所")
    assert choices.names(desk, "水务")[0] == "桴㯊镇水务站"
    assert choices.names(desk, "镇水务所") == ["桴㯊镇水务站"]
    assert choices.names(desk, "没有这个局") == []
