"""What is wrong with the shape of something that travels as data (rules, returns, code lists, holiday tables), as
problems: every place that is not as its JSON Schema says, at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from station_app.domain.problem import Problem, refusal

SHOWN = 40
"""Characters of a wrong value that a sentence repeats."""

MOST = 20
"""Places that are told of one text: whoever gets more of them has taken another file."""

_OTHERS = {
    "minLength": "empty",
    "minItems": "empty",
    "maxLength": "long",
    "maxItems": "long",
    "minimum": "range",
    "maximum": "range",
    "pattern": "pattern",
}


class Fault(Protocol):
    """One place, as the judge of a schema tells it."""

    @property
    def path(self) -> Sequence[str]: ...
    @property
    def rule(self) -> str | None: ...
    @property
    def rule_definition(self) -> Any: ...
    @property
    def value(self) -> Any: ...


def problems_of(faults: Sequence[Fault], where: str = "") -> tuple[Problem, ...]:
    """The problems, each with the place in it; `where`: the field that holds the text, "" where that is the place."""
    found = [problem for fault in faults for problem in _of(fault, where)]
    return tuple(found[:MOST])


def _of(fault: Fault, where: str) -> Iterator[Problem]:
    place = ".".join(fault.path[1:])
    field = where or place
    at = f"{place} " if where and place else ""  # a field's own label stands before its sentence
    value = fault.value if isinstance(fault.value, str | int) else ""
    given = str(value)[:SHOWN]
    match fault.rule:
        case "required":
            lacking = [name for name in fault.rule_definition if name not in fault.value]
            yield from (refusal("shape_lacks", where or name, name, at=at) for name in lacking)
        case "enum":
            yield refusal("shape_choice", field, given, at=at, offered=list(fault.rule_definition))
        case "additionalProperties":
            unknown = sorted(fault.value.keys() - _names(fault))
            yield from (refusal("shape_unknown", field, name, at=at) for name in unknown)
        case _:
            wanted = fault.rule_definition if fault.rule == "type" else _OTHERS.get(fault.rule or "")
            code = f"shape_{wanted}" if isinstance(wanted, str) else "shape_other"
            yield refusal(code, field, given, at=at)


def _names(fault: Fault) -> set[str]:
    return set(getattr(fault, "definition", {}).get("properties", {}))
