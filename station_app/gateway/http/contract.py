"""The calls as a table, and the pages made from it: OpenAPI 3.1, and the same for people (docs/batch.md, 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from html import escape
from typing import Any

from station_app import __version__
from station_app.domain.exchange import (
    LENGTH_HEADER,
    OFFSET_HEADER,
    SCHEME,
    SIGNATURE_HEADER,
    AdmissionRequest,
    Evidence,
)
from station_app.domain.immutable import immutable
from station_app.text import gateway as words

Json = dict[str, Any]

PROBLEM = "Problem"
PROBLEM_TYPE = "application/problem+json"
BYTES = "application/octet-stream"


@immutable
class Call:
    """One call: the name of the function that answers it, its method and path, and by status what it answers with.

    `answers` names a schema, or "" for a body of bytes; `takes` the same of the request's body, None where it has none.
    """

    name: str
    method: str
    path: str
    answers: tuple[tuple[int, str], ...]
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    takes: str | None = None
    is_signed: bool = True


_PUT = (OFFSET_HEADER, LENGTH_HEADER)
_FEED = ((200, "Feed"), (409, PROBLEM))
_BATCH = "/v1/journals/{journal}/batches/{hash}"
_BLOB = "/v1/blobs/{hash}"
_ASKED = ((400, PROBLEM), (401, PROBLEM), (403, PROBLEM), (503, PROBLEM))
_SENT = ((202, "Offset"), (400, PROBLEM), (409, PROBLEM), (413, PROBLEM), (422, PROBLEM), (503, PROBLEM))

CALLS = (
    Call("put_batch", "PUT", _BATCH, ((200, "Verdict"), *_SENT, (403, PROBLEM)), (), _PUT, "", is_signed=False),
    Call("get_batch", "GET", _BATCH, ((200, "Verdict"), (202, "Offset"), (400, PROBLEM)), is_signed=False),
    Call("get_journal", "GET", "/v1/journals/{journal}", ((200, "Journal"), *_ASKED), ("at", "proof")),
    Call("get_totals", "GET", "/v1/journals/{journal}/totals", ((200, "Totals"), *_ASKED)),
    Call("get_feed", "GET", "/v1/journals/{journal}/feed", (*_FEED, *_ASKED), ("after", "max")),
    Call("get_scope", "GET", "/v1/scopes/{county}/feed", (*_FEED, *_ASKED), ("after", "max")),
    Call("put_blob", "PUT", _BLOB, ((200, "Kept"), *_SENT, (401, PROBLEM), (403, PROBLEM)), (), _PUT, ""),
    Call("head_blob", "HEAD", _BLOB, ((200, ""), *_ASKED)),
    Call("get_blob", "GET", _BLOB, ((200, ""), (206, ""), (404, PROBLEM), (416, ""), *_ASKED), (), ("Range",)),
    Call(
        "enrol",
        "POST",
        "/v1/enrol",
        ((200, "Admission"), (400, PROBLEM), (403, PROBLEM), (413, PROBLEM), (422, PROBLEM), (503, PROBLEM)),
        takes="AdmissionRequest",
        is_signed=False,
    ),
)

_UID: Json = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_HASH: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_HEAD: Json = {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_TEXT: Json = {"type": "string"}
_BATCHES: Json = {"type": "array", "items": {"type": "string", "contentEncoding": "base64"}}

_PLACES: Mapping[str, Json] = {
    "journal": _UID,
    "hash": _HASH,
    "county": {"type": "string", "pattern": "^[0-9]{2,6}$"},
    "at": _COUNT,
    "proof": {"type": "string", "pattern": r"^([A-Za-z0-9_-]{6}\.[0-9]{1,15}\.[A-Za-z0-9_-]{8})?$"},
    "after": {"type": "string", "pattern": r"^([A-Za-z0-9_-]{6}(\.[0-9]{1,15}){1,8}\.[A-Za-z0-9_-]{12})?$"},
    "max": _COUNT,
    OFFSET_HEADER: _COUNT,
    LENGTH_HEADER: {"type": "integer", "minimum": 1},
    "Range": {"type": "string", "pattern": "^bytes=[0-9]{1,12}-[0-9]{0,12}$"},
}


def openapi() -> Json:
    """The description of every call, as OpenAPI 3.1."""
    places: dict[str, Json] = {}
    for call in CALLS:
        places.setdefault(call.path, {})[call.method.lower()] = _operation(call)
    return {
        "openapi": "3.1.0",
        "info": {"title": words.TITLE, "version": __version__, "description": words.CONTRACT},
        "paths": places,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {SCHEME: {"type": "http", "scheme": SCHEME, "description": words.SIGNING}},
        },
    }


def docs() -> str:
    """The same as a page for people."""
    rows = "".join(
        f"<tr><th scope=row><code>{call.method} {escape(call.path)}</code></th><td>{words.CALLS[call.name]}</td>"
        f"<td>{'<br>'.join(f'{status} {escape(name)}' for status, name in call.answers)}</td></tr>"
        for call in CALLS
    )
    head = "".join(f"<th scope=col>{heading}</th>" for heading in words.CALL_HEADINGS)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{words.TITLE}</title><style>'
        "body{font:16px/1.6 sans-serif;max-width:1100px;margin:32px auto;padding:0 16px}table{border-collapse:collapse}"
        "td,th{border:1px solid #ccc;padding:6px 10px;text-align:left;vertical-align:top;font-weight:normal}"
        f"</style></head><body><h1>{words.TITLE}</h1><p>{words.CONTRACT}</p><p>{words.SIGNING}</p>"
        f'<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p><a href="/openapi.json">openapi.json</a>'
        "</p></body></html>"
    )


def _operation(call: Call) -> Json:
    named = [(name, "path") for name in _PLACES if f"{{{name}}}" in call.path]
    named += [(name, "query") for name in call.query] + [(name, "header") for name in call.headers]
    said: Json = {
        "operationId": call.name,
        "summary": words.CALLS[call.name],
        "parameters": [
            {"name": name, "in": place, "required": place == "path", "schema": _PLACES[name]} for name, place in named
        ],
        "responses": {str(status): _answer(call, status, name) for status, name in sorted(call.answers)},
    }
    if call.takes is not None:
        content = {"application/json": {"schema": _reference(call.takes)}} if call.takes else {BYTES: {"schema": {}}}
        said["requestBody"] = {"required": True, "content": content}
    if call.is_signed:
        said["security"] = [{SCHEME: []}]
    return said


def _answer(call: Call, status: int, name: str) -> Json:
    said: Json = {"description": words.STATUSES[status]}
    if name:
        kind = PROBLEM_TYPE if name == PROBLEM else "application/json"
        said["content"] = {kind: {"schema": _reference(name)}}
        said["headers"] = {SIGNATURE_HEADER: {"schema": _TEXT}}
    elif call.method != "HEAD" and status != 416:
        said["content"] = {BYTES: {"schema": {}}}
    return said


def _reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Json]:
    standing: dict[str, Json] = {"acked": _COUNT, "epoch": _TEXT, "head": _HEAD, "journal": _UID}
    news: dict[str, Json] = {"cursor": _TEXT, "news": _BATCHES, "refused": _COUNT, "held": _COUNT}
    asked = {one.name: _TEXT for one in fields(AdmissionRequest)}
    days = {"type": "array", "items": {"type": "array", "minItems": 3, "maxItems": 3}}
    limits = {"type": "object", "additionalProperties": _COUNT}
    names = {"type": "array", "items": {"type": "string", "pattern": "^[0-9a-f]{12}$"}}
    return {
        PROBLEM: _object({"type": _TEXT, "title": _TEXT, "status": _COUNT, "code": _TEXT, "detail": _TEXT}),
        "Offset": _object({"offset": _COUNT}),
        "Kept": _object({"hash": _HASH}),
        "Verdict": _object({**standing, "judged": _COUNT, "proof": _TEXT}, news),
        "Journal": _object(
            {
                **standing,
                "at": _TEXT,
                "cursor": _TEXT,
                "dictionaries": {"type": "array", "items": _COUNT},
                "limits": limits,
                "protocol": _COUNT,
                "time": _TEXT,
            }
        ),
        "Totals": _object({"acked": _COUNT, "head": _HEAD, "journal": _UID, "days": days, "files": names}),
        "Feed": _object({"cursor": _TEXT, "items": _BATCHES, "more": {"type": "boolean"}}),
        "AdmissionRequest": _object(
            {"request": _object(asked), "signature": _TEXT}, {one.name: _TEXT for one in fields(Evidence)}
        ),
        "Admission": _object(dict.fromkeys(_ADMITTED, _TEXT)),
    }


_ADMITTED = ("area_code", "epoch", "gateway", "home", "journal", "key", "name", "recipient", "record", "role")


def _object(needed: Mapping[str, Json], beside: Mapping[str, Json] | None = None) -> Json:
    """An object with these members; others of newer programs may stand beside them."""
    return {"type": "object", "required": sorted(needed), "properties": {**needed, **(beside or {})}}
