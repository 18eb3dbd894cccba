"""The contract as JSON Schema (2020-12): every record and every act, generated from what the records say themselves."""

from __future__ import annotations

from typing import Any

from station_app.domain.codes import CodeBook
from station_app.domain.field import FieldSpec, Kind, fields_of, kind_of, label_of
from station_app.domain.lifecycle import ACTS, NEW, Act, fields_taken
from station_app.domain.records import BY_KIND, RECORDS

_FROM_DESK = frozenset({"station", "received_on", "channel"})
"""Required fields that a new record takes from the desk or from its visit where nobody gives them."""

_UID = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_DAY = {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}
_TIME = {"type": "string", "pattern": "^([0-9]{2}:[0-9]{2})?$"}


def contract(codes: CodeBook) -> dict[str, Any]:
    """The schema of every record (`$defs/<kind>`) and of every act as `enter` takes it (`$defs/<kind>.<act>`)."""
    records = {kind_of(cls): _record_schema(cls, codes) for cls in RECORDS}
    acts = {f"{act.kind}.{act.name}": _act_schema(act, codes) for act in ACTS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "station_app records and acts",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in acts],
        "$defs": {**records, **acts},
    }


def field_schema(spec: FieldSpec, codes: CodeBook) -> dict[str, Any]:
    """The schema of one field's value."""
    said: dict[str, Any] = {"title": spec.label}
    if spec.personal:
        said["x-personal"] = True
    if spec.target:
        said["x-refers-to"] = spec.target
    match spec.kind:
        case Kind.UID:
            return said | _UID
        case Kind.REF:
            return said | {"type": "string", "pattern": "^([0-9a-f]{32})?$"}
        case Kind.DAY:
            return said | _DAY
        case Kind.TIME:
            return said | _TIME
        case Kind.FLAG:
            return said | {"type": "boolean"}
        case Kind.COUNT:
            bounds = {"minimum": spec.low, "maximum": spec.high}
            known = {name: bound for name, bound in bounds.items() if bound is not None}
            return said | {"type": "integer" if spec.required else ["integer", "null"]} | known
        case Kind.CODE:
            return said | {"enum": _codes(spec, codes), "x-scheme": spec.scheme}
        case Kind.CODES:
            return said | {"type": "array", "items": {"enum": _codes(spec, codes)}, "x-scheme": spec.scheme}
        case Kind.REFS:
            most = {"maxItems": spec.max_len} if spec.max_len else {}
            return said | {"type": "array", "items": _UID, "uniqueItems": True} | most
        case _:
            return said | {"type": "string", "minLength": spec.min_len, "maxLength": spec.max_len}


def _codes(spec: FieldSpec, codes: CodeBook) -> list[str]:
    listed = [entry.code for entry in codes[spec.scheme].codes]
    return listed if spec.required or spec.kind is Kind.CODES else ["", *listed]


def _record_schema(cls: type, codes: CodeBook) -> dict[str, Any]:
    specs = [spec for spec in fields_of(cls) if not spec.reading]
    return {
        "title": label_of(cls),
        "type": "object",
        "properties": {spec.name: field_schema(spec, codes) for spec in specs},
        "required": [spec.name for spec in specs if spec.required],
        # A newer station may send fields that this one does not know: kept and passed on, never refused.
        "additionalProperties": True,
    }


def _act_schema(act: Act, codes: CodeBook) -> dict[str, Any]:
    specs = {spec.name: spec for spec in fields_of(BY_KIND[act.kind])}
    names = fields_taken(act)
    required = [name for name in names if specs[name].required and name not in _FROM_DESK]
    if NEW not in act.before:
        known = {*act.today, act.by_me, act.counts, act.due, *act.taken}
        required = [name for name in act.needs if name not in known]
    about_record = {} if NEW in act.before else {"uid": _UID}
    return {
        "title": codes.name_of("act", act.name),
        "type": "object",
        "properties": {
            "kind": {"const": act.kind},
            "act": {"const": act.name},
            "uid": _UID,
            "fields": {
                "type": "object",
                "properties": {name: field_schema(specs[name], codes) for name in names},
                "required": required,
                "additionalProperties": False,
            },
        },
        "required": ["kind", "act", *about_record, "fields"],
        "x-from": [state or None for state in act.before],
        "x-to": list(act.after),
        "x-who": sorted(act.who),
    }
