"""The contract says of every record and act what the program itself does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from station_app import paths
from station_app.domain import lifecycle
from station_app.domain.field import Kind, fields_of, kind_of, values_of
from station_app.domain.lifecycle import ACTS, NEW
from station_app.domain.records import BY_KIND, RECORDS, Opinion, Person, Visit
from station_app.domain.schema import contract
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import OPINION, PERSON, VISIT, registered

CONTRACT = contract(paths.code_book())
TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}
UNDERSTOOD = {
    "type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "items", "uniqueItems",
    "maxItems", "properties", "required", "additionalProperties", "title",
}  # fmt: skip


def is_of(value: object, name: str) -> bool:
    """Whether a value is of JSON Schema's type; a truth value is no number there."""
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def faults(schema: Mapping[str, Any], value: Any, at: str = "") -> Iterator[str]:
    """Where a value breaks a schema; only of the words that the contract uses."""
    assert {word for word in schema if not word.startswith("x-")} <= UNDERSTOOD
    types = schema.get("type", list(TYPES))
    types = types if isinstance(types, list) else [types]
    if not any(is_of(value, one) for one in types):
        yield f"{at}: type"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: enum"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: const"
    match value:
        case str():
            yield from faults_of_text(schema, value, at)
        case int() if not isinstance(value, bool):
            if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
                yield f"{at}: bounds"
        case list():
            yield from faults_of_list(schema, value, at)
        case dict():
            yield from faults_of_object(schema, value, at)


def faults_of_text(schema: Mapping[str, Any], value: str, at: str) -> Iterator[str]:
    if not re.search(schema.get("pattern", ""), value):
        yield f"{at}: pattern"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{at}: length"


def faults_of_list(schema: Mapping[str, Any], value: list[Any], at: str) -> Iterator[str]:
    if schema.get("uniqueItems") and len(set(value)) < len(value):
        yield f"{at}: twice"
    if len(value) > schema.get("maxItems", len(value)):
        yield f"{at}: many"
    for item in value:
        yield from faults(schema.get("items", {}), item, f"{at}[]")


def faults_of_object(schema: Mapping[str, Any], value: dict[str, Any], at: str) -> Iterator[str]:
    yield from (f"{at}.{name}: missing" for name in schema.get("required", ()) if name not in value)
    for name, item in value.items():
        if name in schema["properties"]:
            yield from faults(schema["properties"][name], item, f"{at}.{name}")
        elif schema["additionalProperties"] is False:
            yield f"{at}.{name}: unknown"


def as_json(item: object) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(values_of(item)))
    return read


def test_the_contract_names_every_record_with_every_field_and_every_act() -> None:
    defined = CONTRACT["$defs"]
    assert defined.keys() == {kind_of(cls) for cls in RECORDS} | {f"{act.kind}.{act.name}" for act in ACTS}
    for cls in RECORDS:
        said = defined[kind_of(cls)]
        assert list(said["properties"]) == [spec.name for spec in fields_of(cls) if not spec.reading]
        assert said["required"] == [spec.name for spec in fields_of(cls) if spec.required]
        for spec in fields_of(cls):
            if spec.reading:  # no journal holds it
                continue
            assert said["properties"][spec.name].get("x-personal", False) is spec.personal
    assert [one["$ref"] for one in CONTRACT["oneOf"]] == [f"#/$defs/{act.kind}.{act.name}" for act in ACTS]
    assert json.loads(json.dumps(CONTRACT)) == CONTRACT


def test_records_of_a_desk_fulfil_the_contract(desk: Desk) -> None:
    registered(desk)
    for cls in (Person, Visit, Opinion):
        (item,) = desk.records.all(cls)
        assert list(faults(CONTRACT["$defs"][kind_of(cls)], as_json(item))) == []


@pytest.mark.parametrize(("name", "value", "fault"), [
    ("title", "长" * 201, "length"),
    ("title", 7, "type"),
    ("category", "9999", "enum"),
    ("received_on", "23.11.2026", "pattern"),
    ("affected_people", -1, "bounds"),
    ("affected_people", True, "type"),
    ("answered_by", ["1" * 32, "1" * 32], "twice"),
    ("answered_by", ["nobody"], "pattern"),
    ("stage", "LOST", "enum"),
])  # fmt: skip
def test_what_breaks_a_field_s_form_breaks_the_contract(desk: Desk, name: str, value: object, fault: str) -> None:
    registered(desk)
    said = {**as_json(desk.records.all(Opinion)[0]), name: value}
    assert [one.rsplit(": ")[1] for one in faults(CONTRACT["$defs"]["opinion"], said)] == [fault]


def test_acts_that_were_done_fulfil_the_contract_and_others_do_not(desk: Desk) -> None:
    person, visit = desk.clock.new_id(), desk.clock.new_id()
    asks = [
        Ask("person", "register", PERSON, person),
        Ask("visit", "register", {**VISIT, "visitor": person}, visit),
        Ask("opinion", "register", {**OPINION, "visit": visit}),
    ]
    for ask in asks:
        said = {"kind": ask.kind, "act": ask.act, "fields": dict(ask.fields)} | ({"uid": ask.uid} if ask.uid else {})
        assert list(faults(CONTRACT["$defs"][f"{ask.kind}.{ask.act}"], said)) == []
    done = perform(desk, asks)
    redirect = CONTRACT["$defs"]["opinion.redirect"]
    lacking = {"kind": "opinion", "act": "redirect", "uid": done[2].uid, "fields": {"told_by": "王小莉", "unit": "镇"}}
    assert set(faults(redirect, lacking)) == {
        ".fields.redirect_reason: missing",
        ".fields.redirect_organ: missing",
        ".fields.unit: unknown",
    }
    assert next(faults(redirect, {**lacking, "uid": ""})) == ".uid: pattern"


def test_an_act_says_where_it_leads_from_and_who_may() -> None:
    void = CONTRACT["$defs"]["opinion.void"]
    assert (void["x-from"], void["x-to"], void["x-who"]) == (
        ["REGISTERED"],
        ["VOID"],
        ["COUNTY_OFFICE", "PROVINCE", "STATION_HEAD"],
    )
    assert CONTRACT["$defs"]["opinion.register"]["x-from"] == [None]
    assert CONTRACT["$defs"]["opinion.carry_over"]["properties"]["fields"]["properties"]["state"]["enum"]


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_what_a_new_record_must_say_is_what_it_requires_or_takes_from_the_desk(kind: str) -> None:
    register = lifecycle.act_of(kind, "register", NEW)
    assert register is not None
    required = set(CONTRACT["$defs"][f"{kind}.register"]["properties"]["fields"]["required"])
    wanted = {spec.name for spec in fields_of(BY_KIND[kind]) if spec.required and spec.kind is not Kind.UID}
    assert required <= wanted
    assert wanted - required <= {"station", "received_on", "channel", "stage"}
