"""Which rules hold at this desk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from station_app import paths
from station_app.db.store import Store, Write
from station_app.domain import lifecycle
from station_app.domain.deadline import Due
from station_app.domain.problem import Rejected
from station_app.domain.records import RulePack
from station_app.services import local_rules, reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk, codes_in_force
from station_app.text import explain
from tests.offices import county, office_says

REFERRED = {"assigned_on": "2026-11-23"}


def sent(desk: Desk, content: str, valid_from: str = "2026-01-01") -> None:
    """A pack of rules as an office sends it."""
    fields = {"name": "deadlines", "edition": "1", "valid_from": valid_from, "content": content}
    office_says(desk, Write("register", "rule_pack", desk.clock.new_id(), fields))


def lenient(desk: Desk) -> Desk:
    """The desk in a program whose schemas let everything pass."""
    return replace(desk, store=Store(desk.store.database, desk.clock, paths.initials_of, lambda _change: None))


def pack(days: int) -> str:
    terms = [{"unit": "days", "count": days}]
    rule = {"id": "own", "clock": "opinion_answer", "name": "办理群众意见", "basis": "县里的规定", "terms": terms}
    return json.dumps({"editions": [{"valid_from": "2026-01-01", "rules": [rule]}]}, ensure_ascii=False)


def proposed(desk: Desk, name: str, values: Mapping[str, object]) -> Due | None:
    act = next(one for one in lifecycle.acts_of("assignment") if one.name == name)
    return local_rules.proposed(desk, act, values)


def due(desk: Desk) -> str:
    found = proposed(desk, "register", REFERRED)
    assert found is not None
    return found.due_on


def test_the_shipped_rule_holds_where_nobody_sent_another(desk: Desk) -> None:
    assert due(desk) == "2026-12-23"
    assert proposed(desk, "register", {}) is None
    assert proposed(desk, "finish", REFERRED) is None


def test_a_county_s_rule_comes_before_the_shipped_one(desk: Desk) -> None:
    sent(desk, pack(15))
    assert due(desk) == "2026-12-08"


def test_a_pack_that_has_not_begun_waits_for_its_day(desk: Desk) -> None:
    sent(desk, pack(15), valid_from="2027-01-01")
    assert due(desk) == "2026-12-23"


def test_a_county_s_rules_stand_beside_the_shipped_ones(desk: Desk) -> None:
    sent(desk, pack(15))
    found = local_rules.due(desk, "reply", "2026-03-02", "COUNTY", "520324")
    assert found is not None
    assert found.due_on == "2026-06-02"


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        '{"editions": []}',
        '{"editions":[{"valid_from":"2026-01-01","rules":[{"of":"register"}]}]}',
        pack(15).replace("15", '"soon"'),
        pack(15).replace("15", "0"),
        pack(15).replace("15", "-3"),
        pack(15).replace("15", "99999999999"),
        pack(15).replace("15", "1.5"),
        pack(15).replace("15", "true"),
        pack(15).replace("terms", "term"),
        pack(15).replace('"days"', '"weeks"'),
        pack(15).replace('"terms": [{', '"fixed": ["02-30"], "terms": [{'),
        pack(15).replace('"basis": "县里的规定", ', ""),
        pack(15).replace('[{"unit": "days", "count": 15}]', "[]"),
        "null",
        "[" * 9000,
    ],
)
def test_a_pack_that_cannot_be_used_is_passed_over(desk: Desk, content: str) -> None:
    sent(lenient(desk), content)
    assert due(desk) == "2026-12-23"
    assert [one.uid for one, problems in local_rules.unsound(desk) if problems] == [desk.records.all(RulePack)[0].uid]


@pytest.mark.parametrize("name", paths.PACKS)
def test_the_shipped_packs_are_as_their_schemas_say(name: str) -> None:
    assert paths.problems_of_pack(name, paths.rule_pack(name)) == ()
    assert paths.problems_of_pack(name, "{}")


@pytest.mark.parametrize("path", sorted((paths.resources() / "codes").glob("*.json")), ids=lambda path: path.stem)
def test_the_shipped_code_lists_are_as_their_schema_says(path: Path) -> None:
    raw = json.loads(path.read_text("utf-8"))
    assert paths.problems_of_shape("code_list", raw) == ()
    for code in raw["codes"]:
        entry = {"scheme": raw["scheme"], **{name: code.get(name, "") for name in ("code", "name", "parent")}}
        assert paths.problems_of_record("code_entry", entry) == ()


def test_the_shipped_holidays_are_as_their_schema_says() -> None:
    for raw in paths.holiday_tables():
        assert paths.problems_of_record("holiday_table", raw) == ()


def refused(desk: Desk, kind: str, fields: Mapping[str, object]) -> list[str]:
    with pytest.raises(Rejected) as rejected:
        perform(desk, [Ask(kind, "register", fields)])
    return [f"{one.where} {explain(one)}" for one in rejected.value.problems]


def test_a_county_cannot_write_a_pack_that_stops_a_form_and_hears_all_that_is_wrong(tmp_path: Path) -> None:
    office = county(tmp_path / "county")
    fields = {
        "name": "deadlines",
        "edition": "1",
        "content": pack(15).replace("15", '"soon"').replace('"id": "own", ', ""),
    }
    said = refused(office, "rule_pack", fields)
    assert "content editions.0.rules.0 少了“id”，请补上；不补，各站用不了" in said
    assert "content editions.0.rules.0.terms.0.count 应当是整数，请改" in said
    assert refused(office, "rule_pack", {**fields, "content": "no json"}) == [
        "content 内容不是读得出来的 JSON，请检查括号、引号和逗号"
    ]
    perform(office, [Ask("rule_pack", "register", {**fields, "content": pack(15)})])
    office.close()


def test_of_a_pack_that_is_corrected_only_what_is_whole_is_judged_on_the_way() -> None:
    for fields in ({"name": "words"}, {"edition": "2"}, {"content": "{}"}):
        assert paths.problems_of_record("rule_pack", fields, is_whole=False) == ()
    assert paths.problems_of_record("rule_pack", {"name": "words", "content": "{}"}, is_whole=False)
    assert paths.problems_of_record("rule_pack", {"name": "words", "content": "{}"})


def test_a_return_that_travels_is_held_to_its_schema_and_stands_over_the_shipped_one(tmp_path: Path) -> None:
    office = county(tmp_path / "county")
    shipped = json.loads(paths.rule_pack("T1"))
    column = shipped["editions"][0]["columns"][0]
    bad = {"editions": [{"title": "", "row": "station", "columns": [{**column, "counts": 1}]}]}
    fields = {"name": "T1", "edition": "2"}
    said = refused(office, "rule_pack", {**fields, "content": json.dumps(bad)})
    assert sorted(said) == [
        "content editions.0.columns.0 里的“counts”不认得，请去掉，或者改对名字",
        "content editions.0.title 是空的，请填上",
    ]
    good = {"editions": [{"title": "一列的表", "row": "station", "columns": [column]}]}
    perform(office, [Ask("rule_pack", "register", {**fields, "content": json.dumps(good)})])
    assert local_rules.in_force(office, "T1")["title"] == "一列的表"
    office.close()


BAD_ENTRIES: list[tuple[dict[str, object], list[str]]] = [
    ({"code": "0206", "name": "道路", "parent": "0206"}, ["parent"]),
    ({"code": "02061", "name": "道路", "parent": "0206"}, ["parent"]),
    ({"code": "02", "name": "道路", "parent": "01"}, ["parent"]),
    ({"code": "两个 字", "name": "道路"}, ["code"]),
    ({"code": "0299", "name": "道路", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}, ["valid_to"]),
]


@pytest.mark.parametrize(("entry", "wrong"), BAD_ENTRIES)
def test_a_code_entry_that_would_stop_a_form_is_refused_and_passed_over_where_it_came(
    tmp_path: Path, desk: Desk, entry: dict[str, object], wrong: list[str]
) -> None:
    office = county(tmp_path / "county")
    assert [one.split(" ")[0] for one in refused(office, "code_entry", {"scheme": "matter", **entry})] == wrong
    office.close()
    office_says(lenient(desk), Write("register", "code_entry", desk.clock.new_id(), {"scheme": "matter", **entry}))
    assert [one.where for one in local_rules.unsound(desk)[0][1]] == wrong
    offered = {one.code for one in codes_in_force(desk.store)["matter"].offered(desk.today)}
    assert {"0206", "0201"} <= offered


def test_a_parent_in_a_list_without_levels_takes_nothing_away(desk: Desk) -> None:
    fields = {"scheme": "channel", "code": "WALK_IN_2", "name": "上门", "parent": "WALK_IN"}
    office_says(desk, Write("register", "code_entry", desk.clock.new_id(), fields))
    assert "WALK_IN" in {one.code for one in codes_in_force(desk.store)["channel"].offered(desk.today)}


def test_holidays_that_came_broken_move_no_day(tmp_path: Path, desk: Desk) -> None:
    fields = {"year": 2026, "days_off": "2026-01-01~2026-01-03 元旦\n二月十五日", "workdays": "2026-01-04"}
    office = county(tmp_path / "county")
    assert [one.split(" ")[0] for one in refused(office, "holiday_table", fields)] == ["days_off"]
    other_year = {**fields, "days_off": "2027-05-01", "workdays": "2027-05-02"}
    assert [one.split(" ")[0] for one in refused(office, "holiday_table", other_year)] == ["days_off", "workdays"]
    office.close()
    before = local_rules.calendar(desk)
    office_says(lenient(desk), Write("register", "holiday_table", desk.clock.new_id(), fields))
    assert local_rules.calendar(desk) == before
    assert [one.where for one in local_rules.unsound(desk)[0][1]] == ["days_off"]


@pytest.mark.parametrize(
    ("name", "values", "day"),
    [
        ("register", {"suggestion": "s", "level": "COUNTY", "assigned_on": "2026-07-01"}, "2026-10-08"),
        ("register", {"suggestion": "s", "level": "PROVINCE", "assigned_on": "2026-04-15"}, "2026-06-30"),
        (
            "register",
            {"suggestion": "s", "level": "PROVINCE", "assigned_on": "2026-04-15", "part": "ASSIST"},
            "2026-06-01",
        ),
        (
            "register",
            {"suggestion": "s", "level": "COUNTY", "assigned_on": "2026-04-15", "part": "ASSIST"},
            "2026-07-15",
        ),
        ("register", {"suggestion": "s", "level": "COUNTY", "assigned_on": "2024-11-30"}, "2025-02-28"),
        ("register", {"opinion": "o", "assigned_on": "2026-09-01"}, "2026-10-08"),
        ("rework", {"opinion": "o", "reworked_on": "2026-11-23"}, "2026-12-23"),
        ("rework", {"suggestion": "s", "reworked_on": "2026-11-23"}, "2026-12-23"),
        ("finish", {}, ""),
        ("register", {"opinion": "o", "assigned_on": "明天"}, ""),
    ],
)
def test_an_act_s_day_follows_from_its_clock_the_level_and_the_place(
    desk: Desk, name: str, values: dict[str, str], day: str
) -> None:
    act = next(one for one in lifecycle.acts_of("assignment") if one.name == name)
    found = local_rules.proposed(desk, act, {"station": desk.place.uid, **values})
    assert (found.due_on if found else "") == day


def test_a_deadline_knows_the_holidays_that_were_typed_in_here(desk: Desk) -> None:
    found = local_rules.due(desk, "opinion_answer", "2026-12-11")
    assert found is not None
    assert (found.due_on, found.unknown) == ("", (2027,))
    assert not local_rules.knows(desk, 2027)
    reception.keep_calendar(desk, {"year": "2027", "days_off": "2027-01-01~2027-01-03 元旦", "workdays": "2027-01-10"})
    found = local_rules.due(desk, "opinion_answer", "2026-12-11")
    assert found is not None
    assert found.due_on == "2027-01-10"  # a Sunday that is worked
    assert local_rules.knows(desk, 2027)
