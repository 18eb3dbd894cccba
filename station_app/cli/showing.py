"""How a record's values look on a terminal: masked, and codes by their names; the figures of a closed period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.db import search
from station_app.db.search import Hit
from station_app.domain import identity
from station_app.domain.field import FieldSpec, fields_of, label_of, values_of
from station_app.domain.records import PeriodClose, Station
from station_app.services import closing
from station_app.services.closing import Examined
from station_app.services.desk import Desk
from station_app.text import commands as text
from station_app.text.finding import one_of


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


def called(item: object) -> str:
    """What a record of rules, codes or holidays is called: its kind's name, and what tells it from others."""
    shown = values_of(item)
    said = (str(shown[name]) for name in ("scheme", "code", "name", "edition", "year") if shown.get(name))
    return f"{label_of(type(item))} {' '.join(said)} "


def figures(desk: Desk, close: PeriodClose) -> list[str]:
    """A closing's figures, a line each; of one that adds to another also what has moved since."""
    heads, stations = closing.labels(desk, close), _stations(desk)
    lines = [
        text.FIGURE.format(row=stations.get(row, row), column=heads[name], figure=figure)
        for name in heads
        for (row, column), figure in sorted(closing.figures_of(close).items())
        if column == name
    ]
    if close.supplements:
        before = desk.records.one(PeriodClose, close.supplements)
        lines.append(text.SUPPLEMENTED.format(closed_on=before.closed_on))
        lines += [
            text.MOVED_FIGURE.format(row=stations.get(row, row), column=heads.get(name, name), before=old, after=new)
            for row, name, old, new in closing.added(desk, close)
        ]
    return lines


def of_period(desk: Desk, found: Examined) -> list[tuple[str, str]]:
    """What a closed period's proof has found, each with the word for its kind; nothing of one that comes out again."""
    close = found.close
    period = {
        "report": desk.codes.name_of("report", close.report),
        "first_on": close.first_on,
        "last_on": close.last_on,
    }
    said = [("unreadable", text.PERIOD_UNREADABLE.format_map(period))] if found.is_unreadable else []
    said += [("strange", text.PERIOD_STRANGE.format(journal=one, **period)) for one in found.strange]
    said += [("missing", text.PERIOD_MISSING.format(journal=one, **period)) for one in found.missing]
    if found.erased:
        said.append(("erased", text.PERIOD_ERASED.format(erased=found.erased, **period)))
    if found.missing or found.strange:
        return said
    stations, heads = _stations(desk), closing.labels(desk, close)
    said += [
        ("differs", text.PERIOD_DIFFERS.format(row=stations.get(row, row), column=heads.get(name, name), before=old,
                                               after=new, **period))
        for row, name, old, new in found.differing
    ]  # fmt: skip
    if found.other_lists and not (found.differing or found.erased):
        said.append(("other_lists", text.PERIOD_OTHER_LISTS.format_map(period)))
    return said


def _stations(desk: Desk) -> dict[str, str]:
    return {one.uid: one.name for one in desk.records.all(Station)}


def number_of(desk: Desk, hit: Hit) -> str:
    """A found record's number; where another bears it too, with 甲 or 乙 behind."""
    found = search.doubled(desk.store.database).get(hit.uid)
    return hit.number + (one_of(found.place) if found and found.number == hit.number else "")


def choice(desk: Desk, hit: Hit) -> str:
    """A found record among others of its number: only its uid names it where they bear the same."""
    number = number_of(desk, hit)
    return number if number == hit.number else f"{number} {hit.uid}"
