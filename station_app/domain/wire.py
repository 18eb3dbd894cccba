"""Canonical JSON (RFC 8785, with whole numbers only) and strict reading of JSON that others wrote."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, NoReturn

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (RFC 8785, 3.2.2.3)."""

DEEPEST = 32

MOST_DIGITS = 17
"""Of a whole number with its sign; asked before `int`, which takes long for long ones."""


def canonical(value: Any) -> str:
    """The one JSON text of `value`: sorted keys, no spaces, no `\\u` escapes but for control characters.

    `value` holds objects with ASCII keys, lists, text, whole numbers, truth values and null. Tuples are written as
    lists. Sorting by code point equals RFC 8785's sorting by UTF-16 unit because all keys are ASCII.
    """
    return _WRITER.encode(value)


def parse(text: str | bytes) -> Any:
    """Read one JSON value strictly.

    Raises ValueError for what Python's reader would let pass: doubled keys, NaN and Infinity, fractions, numbers that
    not every reader keeps, lone surrogates, a byte order mark, and nesting deeper than 32.
    """
    try:
        source = text.decode("utf-8") if isinstance(text, bytes) else text
        value = _READER.decode(source)
        if isinstance(text, str):
            source.encode("utf-8")
        # Without so many brackets nothing is nested that deeply, without an escape no half character can hide.
        if source.count("[") + source.count("{") > DEEPEST or "\\u" in source:
            _walk(value, DEEPEST)
    except (UnicodeError, RecursionError) as error:
        raise ValueError(f"not sound JSON text: {type(error).__name__}") from error
    return value


def text_of(raw: bytes) -> str:
    """Bytes as base64url without padding (RFC 4648, 5)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """The bytes of such a text. Raises ValueError where it is none, or not the one text of its bytes."""
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeError) as error:
        raise ValueError("not base64url") from error
    if text_of(raw) != text:
        raise ValueError("not the one base64url text of its bytes")
    return raw


def _walk(value: Any, room: int) -> None:
    if room == 0:
        raise ValueError("nested too deeply")
    match value:
        case str():
            value.encode("utf-8")
        case dict():
            for key, item in value.items():
                key.encode("utf-8")
                _walk(item, room - 1)
        case list():
            for item in value:
                _walk(item, room - 1)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS or abs(number := int(text)) > LARGEST:
        raise ValueError("a whole number past 2^53-1")
    return number


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(f"not a whole number: {text[:40]}")


_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_READER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_whole, parse_float=_no_fraction, parse_constant=_no_fraction
)
