"""A record's values in words: codes by their names, places and records by theirs, phones masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from station_app import text
from station_app.domain import identity
from station_app.domain.codes import CodeBook
from station_app.domain.field import FieldSpec, Kind, fields_of
from station_app.domain.immutable import immutable
from station_app.domain.records import BY_KIND

PLACES = {"area_code": "area", "township_code": "township", "county_code": "county"}
"""Checks of texts that hold a division's code: chosen by name, as if they referred to a record of that kind."""

NEVER_SHOWN = frozenset({"uid", "number", "state", "station"})
"""What the heading says already, and what is the same for every record of the desk."""


@immutable
class Speaker:
    """Says values; `names(kind, uid)` are the words of a record or a place.

    `in_full`: personal numbers are not masked, because the person asked to see them.
    """

    codes: CodeBook
    names: Callable[[str, str], str]
    in_full: bool = False

    def say(self, spec: FieldSpec, value: Any) -> str:
        """The words of a field's value; "" for nothing."""
        if value is None or value in ("", (), [], False):
            return ""
        match spec.kind:
            case Kind.CODE:
                return self._code(spec.scheme, str(value))
            case Kind.CODES:
                return text.SEPARATOR.join(self._code(spec.scheme, one) for one in value)
            case Kind.REF:
                return self.names(spec.target, str(value))
            case Kind.REFS:
                return text.SEPARATOR.join(self.names(spec.target, one) for one in value)
            case Kind.DAY:
                return text.day_in_words(str(value))
            case Kind.FLAG:
                return text.YES
            case _ if spec.check in PLACES:
                return self.names(PLACES[spec.check], str(value))
            case _:
                return str(value if self.in_full else identity.masked(spec, value))

    def said(self, kind: str, values: Mapping[str, Any], leave_out: frozenset[str]) -> list[tuple[FieldSpec, str]]:
        """What is filled of a record, in the order of its form, without what is shown elsewhere."""
        pairs = [
            (spec, self.say(spec, values.get(spec.name)))
            for spec in fields_of(BY_KIND[kind])
            if spec.name not in leave_out | NEVER_SHOWN
        ]
        return [(spec, words) for spec, words in pairs if words]

    def _code(self, scheme: str, code: str) -> str:
        entry = self.codes[scheme].by_code.get(code)
        above = self.codes[scheme].by_code.get(entry.parent) if entry else None
        name = entry.name if entry else code
        return f"{above.name}{text.LEVELS}{name}" if above else name
