"""Answers: signed JSON, and problems by RFC 9457 with a Chinese sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from station_app.domain.batch.suite import SigningKey, text_of
from station_app.domain.exchange import SIGNATURE_HEADER
from station_app.domain.problem import Problem, refusal
from station_app.domain.wire import canonical
from station_app.text import explain

STATUS = {
    "batch_gap": 409,
    "batch_fork": 409,
    "offset_differs": 409,
    "batch_too_large": 413,
    "body_too_large": 413,
    "nothing_here": 404,
    "not_allowed": 403,
    "not_signed": 401,
    "gateway_full": 503,
    "gateway_busy": 503,
    "cursor_lost": 409,
    "device_revoked": 403,
    "not_admitted": 403,
    "request_unsound": 400,
    "admission_unsound": 400,
    "admission_unsigned": 422,
    "code_unknown": 403,
    "code_used": 403,
    "code_expired": 403,
}
"""The status of a problem by its code; what is not named is 422: understood, and not to be taken."""

NAMES = {"batch_gap": "gap", "batch_fork": "fork", "offset_differs": "offset"}
"""Codes that the contract names otherwise."""


def signed(key: SigningKey, text: str, status: int = 200) -> Response:
    """An answer that a device can believe: `text` is JSON."""
    body = text.encode()
    headers = {SIGNATURE_HEADER: text_of(key.signed(body))}
    return Response(body, status, headers, media_type="application/json")


def said(key: SigningKey, values: Mapping[str, Any], status: int = 200) -> Response:
    """The same from values."""
    return signed(key, canonical(values), status)


def problem(
    key: SigningKey,
    one: Problem,
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    status: int = 0,
) -> Response:
    """What is wrong with a request, in words and for programs; its code tells the status where none is given."""
    status = status or STATUS.get(one.code, 422)
    content = {
        "type": f"urn:lzb:{one.code}",
        "title": one.code,
        "status": status,
        "code": NAMES.get(one.code, one.code),
        "detail": explain(one),
        **(more or {}),
    }
    body = canonical(content).encode()
    signature = {SIGNATURE_HEADER: text_of(key.signed(body))}
    return Response(body, status, {**signature, **(headers or {})}, media_type="application/problem+json")


def full(key: SigningKey) -> Response:
    """No room: the sender keeps everything and comes again."""
    return problem(key, refusal("gateway_full"), headers={"Retry-After": "600"})
