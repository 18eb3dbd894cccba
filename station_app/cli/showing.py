"""How a record's values look on a terminal: masked, and codes by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.domain import identity
from station_app.domain.field import FieldSpec, fields_of
from station_app.services.desk import Desk


def masked(item: object) -> dict[str, Any]:
    """A record's values by field, phones and document numbers masked."""
    return {spec.name: identity.masked(spec, getattr(item, spec.name)) for spec in fields_of(type(item))}


def masked_value(specs: Mapping[str, FieldSpec], name: str, value: Any) -> Any:
    """One value of a history, masked as its field asks; a field of a newer program stands as it is."""
    return identity.masked(specs[name], value) if name in specs else value


def named(desk: Desk, spec: FieldSpec, value: Any) -> Any:
    """A code by its name; any other value as it is."""
    return desk.codes.name_of(spec.scheme, value) if spec.scheme and isinstance(value, str) else value


def cell(desk: Desk, spec: FieldSpec, value: Any) -> str:
    """A value in a list's line: codes by their names, on one line."""
    if value is None or value in ("", ()):
        return ""
    parts = value if isinstance(value, tuple) else (value,)
    return " ".join(" ".join(str(named(desk, spec, part)) for part in parts).split())


def step(desk: Desk, specs: Mapping[str, FieldSpec], name: str, value: Any) -> Any:
    """A value that an act set, or that stood before it: masked, and codes by their names."""
    shown = masked_value(specs, name, value)
    return named(desk, specs[name], shown) if name in specs else shown
