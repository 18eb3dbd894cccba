"""Returns (统计表) as rows of data, and what a closed period keeps of one.

A return's edition says what a row is and what each column counts: `{"title", "row", "columns": [{"name", "label", "of",
"day", "through"?, "only"?, "never"?, "through_only"?, "least"?, "filled"?, "adds"?}]}`. A column counts the records of
the kind `of` whose civil date `day` lies in the period; `through` names the field by which `day` and the row stand in
another record. `only` and `never` list codes by field, `least` the lowest number, `filled` fields that must not be
empty. What is counted is one a record, or what its field `adds` holds.

A period is closed over a **vector**: for each journal the last change known and the chain's head there. No clock says
what belonged to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from station_app.domain.codes import Edition
from station_app.domain.field import specs_of
from station_app.domain.immutable import immutable
from station_app.domain.records import BY_KIND
from station_app.domain.wire import bytes_of, canonical, parse, text_of

Values = Mapping[str, Any]
Records = Mapping[str, Mapping[str, Values]]
"""Values by kind and uid."""

Vector = Mapping[str, tuple[int, bytes]]
"""For each journal the last change, and the chain's head there (32 bytes)."""

HEAD_BYTES = 32


@immutable
class Figure:
    """One figure, and the uids of the records behind it, in order."""

    value: int
    records: tuple[str, ...]


Cells = Mapping[str, Mapping[str, Figure]]
"""Cells by row and column."""


def cells_of(edition: Edition, records: Records, first: str, last: str) -> Cells:
    """The cells of a return over the period from the civil date `first` to `last`, both counted. `row` is the uid that
    the row's field holds; rows in which nothing is counted are left out."""
    found: dict[str, dict[str, list[tuple[str, int]]]] = {}
    for column in edition["columns"]:
        for row, uid, figure in _counted(column, edition["row"], records, first, last):
            found.setdefault(row, {}).setdefault(column["name"], []).append((uid, figure))
    return {
        row: {name: Figure(sum(one[1] for one in found_in), tuple(sorted(one[0] for one in found_in)))
              for name, found_in in columns.items()}
        for row, columns in sorted(found.items())
    }  # fmt: skip


def kinds_of(edition: Edition) -> frozenset[str]:
    """The kinds of records that a return looks at."""
    kinds = {column["of"] for column in edition["columns"]}
    through = {_target(column) for column in edition["columns"]} - {""}
    return frozenset((kinds | through) & BY_KIND.keys())


def schemes_of(edition: Edition) -> frozenset[str]:
    """The code lists whose codes a return's columns name."""
    named = {(column["of"], name) for column in edition["columns"] for part in ("only", "never")
             for name in column.get(part, ())}  # fmt: skip
    named |= {(_target(column), name) for column in edition["columns"] for name in column.get("through_only", ())}
    specs = (specs_of(BY_KIND[kind]).get(name) for kind, name in named if kind in BY_KIND)
    return frozenset(spec.scheme for spec in specs if spec is not None and spec.scheme)


def figures_text(cells: Cells) -> str:
    """The figures as a closed period keeps them: canonical JSON, figures by row and column."""
    return canonical({row: {name: cell.value for name, cell in columns.items()} for row, columns in cells.items()})


def figures_of(text: str) -> dict[tuple[str, str], int]:
    """The figures of such a text by row and column. Raises ValueError where it is none."""
    found: dict[tuple[str, str], int] = {}
    match parse(text):
        case dict(rows):
            for row, columns in rows.items():
                match columns:
                    case dict() if all(isinstance(figure, int) for figure in columns.values()):
                        found |= {(row, name): figure for name, figure in columns.items()}
                    case _:
                        raise ValueError("not figures")
            return found
    raise ValueError("not figures")


def hash_of_lists(cells: Cells) -> str:
    """SHA-256 over the canonical JSON of the records behind each figure, in hexadecimal."""
    lists = {row: {name: cell.records for name, cell in columns.items()} for row, columns in cells.items()}
    return hash_of(lists)


def hash_of(value: object) -> str:
    """SHA-256 over the canonical JSON of a value, in hexadecimal: what a version of a return or a list is known by."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def vector_text(vector: Vector) -> str:
    """A vector as text: a line for each journal, its id, the last change and the head in base64url."""
    return "\n".join(f"{journal} {seq} {text_of(head)}" for journal, (seq, head) in sorted(vector.items()))


def vector_of(text: str) -> Vector:
    """The vector that a text names. Raises ValueError where it is none."""
    found: dict[str, tuple[int, bytes]] = {}
    for line in text.split("\n") if text else ():
        match line.split(" "):
            case [str(journal), str(seq), str(head)] if seq.isascii() and seq.isdecimal():
                found[journal] = int(seq), bytes_of(head)
            case _:
                raise ValueError("not a vector")
    if any(len(head) != HEAD_BYTES for _, head in found.values()):
        raise ValueError("not a vector")
    return found


def editions_text(editions: Mapping[str, str]) -> str:
    """The versions that figures were made by: a line for each, its name and its hash."""
    return "\n".join(f"{name} {version}" for name, version in sorted(editions.items()))


def editions_of(text: str) -> dict[str, str]:
    """The versions that a text names, by name."""
    return dict(line.partition(" ")[::2] for line in text.split("\n") if line)


def differences(before: Mapping[tuple[str, str], int], after: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    """The cells, by row and column, in which two sets of figures differ; a cell that is not there is 0."""
    return sorted(cell for cell in before.keys() | after.keys() if before.get(cell, 0) != after.get(cell, 0))


def _counted(column: Values, row: str, records: Records, first: str, last: str) -> Iterator[tuple[str, str, int]]:
    through, others = column.get("through", ""), records.get(_target(column), {})
    for uid, values in records.get(column["of"], {}).items():
        beside = others.get(str(values.get(through, "")), {}) if through else values
        day = beside.get(column["day"])
        if isinstance(day, str) and first <= day <= last and _is_meant(column, values, beside):
            figure = values.get(column["adds"]) if "adds" in column else 1
            yield str(beside.get(row) or ""), uid, figure if isinstance(figure, int) else 0


def _is_meant(column: Values, values: Values, beside: Values) -> bool:
    return (
        all(values.get(name) in codes for name, codes in column.get("only", {}).items())
        and all(values.get(name) not in codes for name, codes in column.get("never", {}).items())
        and all(beside.get(name) in codes for name, codes in column.get("through_only", {}).items())
        and all(_is_least(values.get(name), low) for name, low in column.get("least", {}).items())
        and all(values.get(name) for name in column.get("filled", ()))
    )


def _is_least(value: object, low: int) -> bool:
    return isinstance(value, int) and value >= low


def _target(column: Values) -> str:
    """The kind that a column's records look through to, "" where they say all themselves."""
    spec = specs_of(BY_KIND[column["of"]]).get(column.get("through", "")) if column["of"] in BY_KIND else None
    return spec.target if spec else ""
