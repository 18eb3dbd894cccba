"""The contract of the roads as JSON Schema (2020-12), generated from the very limits that the readers hold to."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from station_app.domain.batch import header, suite
from station_app.domain.exchange import LONGEST, AdmissionRequest, Invitation, Move

_HEX32 = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_HEX64 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_WORD = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,40}$"}
_COUNT = {"type": "integer", "minimum": 1}
_STALE = {"type": "array", "prefixItems": [_HEX64, _HEX32, _COUNT, _COUNT, _COUNT], "minItems": 5, "maxItems": 5}
_SALT = {"type": "string", "pattern": "^[A-Za-z0-9_-]{22}$"}
_HASH = {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"}
_SIGNATURE = {"type": "string", "pattern": "^[A-Za-z0-9_-]{86}$"}
_TEXT = {"type": "string", "maxLength": LONGEST}
_TEXTS = {"type": "array", "items": {"type": "string"}}


def contract() -> dict[str, Any]:
    """The schemas of a line, a batch's header, the stick's manifest, an invitation, an admission, a move, and of every
    body that a gateway answers with."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "station_app batches and roads",
        "$defs": {
            "line": _line(),
            "header": _header(),
            "manifest": _manifest(),
            "invitation": _signed("invitation", Invitation),
            "admission": _signed("request", AdmissionRequest),
            "move": _signed("move", Move),
            "verdict": _verdict(),
            **_bodies(),
        },
    }


def _line() -> dict[str, Any]:
    place = {"type": "array", "prefixItems": [_HEX32, _COUNT], "minItems": 2, "maxItems": 2}
    members = {
        "act": _WORD,
        "at": {"type": "string"},
        "by": {"type": "string"},
        "clock": {"enum": ["ok", "unset", "jumped"]},
        "id": _HEX32,
        "journal": _HEX32,
        "kind": _WORD,
        "record": _HEX32,
        "schema": _COUNT,
        "seen": {"type": "array", "items": place},
        "seq": _COUNT,
    }
    whole = {
        "fields": {"type": "object"},
        "salt": _SALT,
        "erased": _HEX64,
        "header": _object(members, {"of": _HEX32}),
    }
    return {
        "type": "object",
        "properties": whole,
        "required": ["header"],
        "oneOf": [{"required": ["fields", "salt"]}, {"required": ["erased"]}],
        "additionalProperties": False,
    }


def _header() -> dict[str, Any]:
    needed = {
        "build": {"type": "string", "maxLength": 40},
        "first": _COUNT,
        "journal": _HEX32,
        "last": _COUNT,
        "number": _COUNT,
        "previous": _HASH,
    }
    unusual = {
        "schema": _COUNT,
        "alg": {"enum": sorted(suite.SUITES)},
        "audience": {"type": "string", "pattern": f"^({header.AUDIENCE})$"},
        "cursor": {"type": "string", "pattern": f"^({header.CURSOR})?$"},
        "key": _HASH,
        "replaces": _HEX64,
        "sealer": _HASH,
    }
    return _object(needed, unusual)


def _manifest() -> dict[str, Any]:
    row = {
        "file": {"type": "string"},
        "first": _COUNT,
        "hash": _HEX64,
        "last": _COUNT,
        "number": _COUNT,
        "size_bytes": _COUNT,
        "sum": _HEX64,
    }
    file = {name: row[name] for name in ("file", "hash", "size_bytes", "sum")}
    return _object(
        {
            "batches": {"type": "array", "items": _object(row)},
            "files": {"type": "array", "items": _object(file)},
            "readers": _HEX64,
            "journal": {"type": "string", "pattern": "^([0-9a-f]{32})?$"},
            "name": {"type": "string"},
            "station": _HEX32,
        }
    )


def _verdict() -> dict[str, Any]:
    some = {"type": "integer", "minimum": 0}
    needed = {"acked": some, "epoch": {"type": ["string", "integer"]}, "head": _HASH, "journal": _HEX32, "judged": some}
    batches = {"type": "array", "items": {"type": "string", "contentEncoding": "base64"}}
    cursor = {"type": "string", "pattern": f"^({header.CURSOR})?$"}
    optional = {
        "cursor": cursor,
        "held": some,
        "more": {"type": "boolean"},
        "moves": {"type": "array", "items": {"type": "string"}},
        "news": batches,
        "proof": {"type": "string"},
        "refused": some,
        "replaced": _HEX64,
        "stale": {"type": "array", "items": _STALE},
    }
    return _object(needed, optional)


def _bodies() -> dict[str, Any]:
    """What a gateway answers with beside a verdict: the state of a journal, its totals, a feed, how far a body has come
    (202), what stands against it (409), a problem, that a file is kept, an admission."""
    some = {"type": "integer", "minimum": 0}
    cursor = {"type": "string", "maxLength": LONGEST}
    batches = {"type": "array", "items": {"type": "string", "contentEncoding": "base64"}}
    day = {"type": "array", "prefixItems": [{"type": "string"}, _WORD, _COUNT], "minItems": 3, "maxItems": 3}
    epoch = {"type": ["string", "integer"]}
    head = {"type": "string", "pattern": "^([A-Za-z0-9_-]{43})?$"}
    limits = {"type": "object", "additionalProperties": some}
    problem = {"code": {"type": "string"}, "detail": {"type": "string"}, "status": _COUNT, "title": {"type": "string"}}
    standing = {"acked": some, "head": _HASH, "journal": _HEX32}
    numbers = {"type": "array", "items": _COUNT}
    state = {
        "at": head,
        "cursor": cursor,
        "dictionaries": numbers,
        "epoch": epoch,
        "limits": limits,
        "protocol": _COUNT,
    }
    admitted = {"epoch": epoch, "gateway": _HASH, "home": _HEX32, "journal": _HEX32}
    return {
        "state": _object({**standing, **state, "time": {"type": "string"}}, {"moves": _TEXTS}),
        "totals": _object({**standing, "days": {"type": "array", "items": day}}),
        "feed": _object({"cursor": cursor, "items": batches, "more": {"type": "boolean"}}),
        "offset": _object({"offset": some}),
        "conflict": {
            **_object(
                {**problem, "type": {"type": "string"}}, {"offset": some, "acked": some, "seq": some, "head": head}
            ),
            "anyOf": [
                {"required": ["offset"]},
                {"required": ["acked"]},
                {"required": ["seq"]},
                {"required": ["cursor"]},
            ],
        },
        "problem": _object({**problem, "type": {"type": "string"}}),
        "kept": _object({"hash": _HEX64}),
        "admitted": _object(admitted, {"moves": _TEXTS}),
    }


def _signed(name: str, cls: type[Invitation | AdmissionRequest | Move]) -> dict[str, Any]:
    members = {one.name: _TEXT for one in fields(cls)}
    optional = [one.name for one in fields(cls) if one.default == ""]
    said = _object(
        {key: value for key, value in members.items() if key not in optional}, dict.fromkeys(optional, _TEXT)
    )
    return _object({name: said, "signature": _SIGNATURE})


def _object(needed: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """Members of newer programs are passed over."""
    return {
        "type": "object",
        "properties": dict(sorted({**needed, **(optional or {})}.items())),
        "required": sorted(needed),
        "additionalProperties": True,
    }
