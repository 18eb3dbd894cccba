"""Where the table stands on a sheet, by the words that ledgers use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from station_app import paths
from station_app.domain.field import FieldSpec, field_of
from station_app.domain.folding import fold
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem
from station_app.domain.records import BY_KIND

Place = tuple[str, int, int]
"""A cell: its sheet's name, its row as the sheet numbers it (from 1), its column (from 0)."""

Merge = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column; rows from 1, columns from 0."""

Line = tuple[int, tuple[str, ...]]
"""A row with something in it: its number in the sheet, from 1, and its cells."""


@immutable
class Grid:
    """One sheet: the rows that hold something, what is merged, and what is to be said of it.

    `unsolved` are the cells (row, column) whose formula was never calculated. `is_hidden`: the workbook hides it.
    """

    name: str
    lines: tuple[Line, ...]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    unsolved: frozenset[tuple[int, int]] = frozenset()
    notes: tuple[Problem, ...] = ()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(cells) for _, cells in self.lines), default=0)


@immutable
class Book:
    """A file that was read: its name, the hash of its bytes, its sheets, and what is to be said of the whole.

    `form` is xlsx, xls, ods or csv. Of a text `encoding` and `separator` say how it was read; `is_1904` says which of
    the two systems of days a workbook counts in.
    """

    name: str
    hash: str
    form: str
    grids: tuple[Grid, ...]
    encoding: str = ""
    separator: str = ""
    is_1904: bool = False
    notes: tuple[Problem, ...] = ()

    def grid(self, name: str) -> Grid:
        """The sheet of that name. Raises KeyError."""
        found = next((one for one in self.grids if one.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def letters(column: int) -> str:
    """A column as workbooks name it: A, B, … Z, AA."""
    named = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        named = chr(ord("A") + rest) + named
    return named


CARRIED, UNUSED = "carried", ""
"""What a column becomes that is no field: a line of the old-ledger note, or nothing."""


@immutable
class Field:
    """A field that a column may hold: kind.name, the headings it bears, and how it is read.

    `needed`: no row can be taken without it, or without `instead`. `whole`: it may be said once for the whole file,
    with its first proposal (None: it may not). `soft`: what cannot be read goes into the note.
    """

    key: str
    heads: tuple[str, ...]
    needed: bool = False
    instead: str = ""
    whole: str | None = None
    by: str = ""
    soft: bool = False

    @property
    def kind(self) -> str:
        """The kind of record."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """The field's name in its record."""
        return self.key.partition(".")[2]

    @property
    def spec(self) -> FieldSpec:
        """The record's own description of the field."""
        return field_of(BY_KIND[self.kind], self.name)

    @property
    def label(self) -> str:
        """What the office calls it."""
        return self.spec.label

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The headings as they are compared; the field's own label is one of them."""
        return tuple(dict.fromkeys(fold(one) for one in (*self.heads, self.label)))


@immutable
class Target:
    """A sort of ledger: what a row becomes, the fields its columns may hold, what stands where nobody wrote anything.

    `carried` is the kind whose note keeps what has no field ("" where none does). `states` lead from a state's code to
    the one that is carried over, `more_states` from a word.
    """

    name: str
    label: str
    hint: str
    kinds: tuple[str, ...]
    carried: str
    fields: tuple[Field, ...]
    states: Mapping[str, str]
    more_states: Mapping[str, str]
    fixed: Mapping[str, str]

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The fields by kind.name."""
        return {one.key: one for one in self.fields}


@immutable
class Words:
    """Words that are no records and marks that stand for nothing, folded."""

    totals: frozenset[str]
    signatures: frozenset[str]
    empty: frozenset[str]
    ditto: frozenset[str]
    about: tuple[str, ...]
    errors: frozenset[str]
    between_people: tuple[str, ...]


def targets() -> Mapping[str, Target]:
    """The sorts of ledgers by name, in the order they are offered."""
    return _read()[0]


def words() -> Words:
    """The words of ledgers."""
    return _read()[1]


@cache
def _read() -> tuple[Mapping[str, Target], Words]:
    raw = json.loads((paths.resources() / "mappings" / "ledger_columns.json").read_text("utf-8"))
    said = raw["words"]
    folded = {name: frozenset(map(fold, said[name])) for name in ("totals", "signatures", "ditto", "errors")}
    # Marks alone fold to nothing or to each other: the empty ones are compared as they are written.
    lexicon = Words(
        totals=folded["totals"],
        signatures=folded["signatures"],
        empty=frozenset(said["empty"]),
        ditto=frozenset(said["ditto"]),
        about=tuple(said["about"]),
        errors=folded["errors"],
        between_people=tuple(said["between_people"]),
    )
    return {one["name"]: _target(one) for one in raw["targets"]}, lexicon


def _target(raw: Mapping[str, Any]) -> Target:
    return Target(
        name=raw["name"],
        label=raw["label"],
        hint=raw["hint"],
        kinds=tuple(raw["kinds"]),
        carried=raw["carried"],
        fields=tuple(_field(one) for one in raw["columns"]),
        states=raw["states"],
        more_states={fold(word): state for word, state in raw["more_states"].items()},
        fixed=raw["fixed"],
    )


def _field(raw: Mapping[str, Any]) -> Field:
    return Field(
        key=raw["field"],
        heads=tuple(raw["heads"]),
        needed=raw.get("needed", False),
        instead=raw.get("or", ""),
        whole=raw.get("whole"),
        by=raw.get("by", ""),
        soft=raw.get("else") == CARRIED,
    )


LOOKED_AT = 40
"""How many rows from the top may hold the heading: titles, units and notes stand above it."""
BETWEEN_HEADS = " "
_SIGNED = (":", "\uff1a")  # ：


class NoRecord(StrEnum):
    """Why a row below the heading is no record."""

    HEADING = "heading"
    TOTAL = "total"
    SIGNATURE = "signature"
    BANNER = "banner"


@immutable
class SheetRow:
    """A row of the table: its number, its cells, and the columns whose value comes from merged cells above it."""

    number: int
    cells: tuple[str, ...]
    merged: frozenset[int] = frozenset()


@immutable
class Table:
    """A sheet as a table: headings by column ("" where there is none), records, and what is no record, with why.

    `heading_rows` are the numbers of the rows that head it; empty where no heading was found. `above` are the rows over
    it: title, unit, date.
    """

    sheet: str
    heading_rows: tuple[int, ...]
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    others: tuple[tuple[SheetRow, NoRecord], ...] = ()
    above: tuple[Line, ...] = ()

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that hold anything, headed or not."""
        filled = {at for row in self.rows for at, cell in enumerate(row.cells) if cell.strip()}
        return tuple(at for at, head in enumerate(self.headings) if head or at in filled)


def table_of(grid: Grid, heading_row: int = 0) -> Table:
    """The table of a sheet; `heading_row` where the clerk has said in which row its heading begins."""
    chosen = _place_of(grid.lines, heading_row) if heading_row else _find_heading(grid.lines)
    if chosen is None:
        unheaded = tuple(SheetRow(number, cells) for number, cells in grid.lines)
        return Table(grid.name, (), ("",) * grid.width, unheaded)
    span = _heading_span(grid, chosen, is_said=bool(heading_row))
    heads = grid.lines[span.start : span.stop]
    headings = _joined(grid, heads)
    below = _filled_down(grid, grid.lines[span.stop :])
    said_before = [tuple(map(fold, cells)) for cells in (*(cells for _, cells in heads), headings)]
    rows: list[SheetRow] = []
    others: list[tuple[SheetRow, NoRecord]] = []
    for row in below:
        why = _no_record(grid, row, said_before)
        if why is None:
            rows.append(row)
        else:
            others.append((row, why))
    return Table(
        sheet=grid.name,
        heading_rows=tuple(number for number, _ in heads),
        headings=headings,
        rows=tuple(rows),
        others=tuple(others),
        above=grid.lines[: span.start],
    )


def _place_of(lines: Sequence[Line], number: int) -> int | None:
    return next((at for at, (row, _) in enumerate(lines) if row == number), None)


@cache
def known_headings() -> frozenset[str]:
    """Every heading that any sort of ledger knows, folded."""
    return frozenset(head for target in targets().values() for field in target.fields for head in field.folded) | {
        fold(one) for one in words().signatures
    }


def _score(cells: Iterable[str]) -> int:
    return len({fold(cell) for cell in cells} & known_headings())


def _find_heading(lines: Sequence[Line]) -> int | None:
    """The row whose cells are the most known headings, two at the least; the first of equals."""
    best, most = None, 1
    for at, (_, cells) in enumerate(lines[:LOOKED_AT]):
        if (score := _score(cells)) > most:
            best, most = at, score
    return best


def _heading_span(grid: Grid, at: int, *, is_said: bool) -> range:
    """One row, or two: the lower names parts of what the upper names together."""
    if at + 1 < len(grid.lines) and _names_parts(grid, grid.lines[at], grid.lines[at + 1]):
        return range(at, at + 2)
    if not is_said and at and _score(grid.lines[at - 1][1]) and _names_parts(grid, grid.lines[at - 1], grid.lines[at]):
        return range(at - 1, at + 1)
    return range(at, at + 1)


def _names_parts(grid: Grid, upper: Line, lower: Line) -> bool:
    """Whether `lower` only fills what `upper` leaves empty or merges over columns, with words and no figures."""
    if lower[0] != upper[0] + 1:
        return False
    spread = {
        column
        for first, left, last, right in grid.merges
        if first == upper[0] and last == upper[0] and right > left
        for column in range(left, right + 1)
    }
    tall = {
        column
        for first, left, last, right in grid.merges
        if first <= upper[0] and last >= lower[0]
        for column in range(left, right + 1)
    }
    filled = [at for at, cell in enumerate(lower[1]) if cell.strip() and at not in tall]
    if not filled or any(character.isdigit() for at in filled for character in lower[1][at]):
        return False
    above = [upper[1][at] if at < len(upper[1]) else "" for at in filled]
    if spread or tall:
        return all(at in spread for at in filled)
    # A text has no merged cells: the lower row stands under gaps, beside the name that the gap belongs to.
    is_under_gap = any(not head.strip() for head in above)
    return is_under_gap and len(filled) < len([cell for cell in upper[1] if cell.strip()]) and _score(
        lower[1]
    ) == len(filled)  # fmt: skip


def _joined(grid: Grid, heads: Sequence[Line]) -> tuple[str, ...]:
    """The headings by column, the upper name before the lower; line breaks and spaces within a heading go."""
    width = grid.width
    if len(heads) == 1:
        return tuple(_plain(heads[0][1], at) for at in range(width))
    upper, lower = heads
    spread = dict(_spread(grid, upper))
    named = ""
    joined = []
    for at in range(width):
        own, below = _plain(upper[1], at), _plain(lower[1], at)
        named = own or (spread.get(at, named if below and not grid.merges else ""))
        is_same = fold(named) == fold(below)
        joined.append(BETWEEN_HEADS.join(part for part in (named, "" if is_same else below) if part))
    return tuple(joined)


def _spread(grid: Grid, upper: Line) -> Iterable[tuple[int, str]]:
    for first, left, _, right in grid.merges:
        if first == upper[0]:
            for column in range(left, right + 1):
                yield column, _plain(upper[1], left)


def _plain(cells: Sequence[str], at: int) -> str:
    return "".join(cells[at].split()) if at < len(cells) else ""


def _filled_down(grid: Grid, lines: Sequence[Line]) -> list[SheetRow]:
    """The rows, with the value of merged cells in each row of its range, and nowhere else."""
    top = lines[0][0] if lines else 0
    given: dict[tuple[int, int], tuple[int, int]] = {
        (row, left): (first, left)
        for first, left, last, _ in grid.merges
        if first >= top and last > first
        for row in range(first + 1, min(last, first + len(lines)) + 1)
    }
    if not given:
        return [SheetRow(number, cells) for number, cells in lines]
    values = {(number, at): cell for number, cells in lines for at, cell in enumerate(cells)}
    rows = []
    for number, cells in lines:
        own = list(cells)
        merged = {at for at in range(len(own)) if (number, at) in given}
        for at in merged:
            own[at] = values.get(given[number, at], "")
        rows.append(SheetRow(number, tuple(own), frozenset(at for at in merged if own[at])))
    return rows


def _no_record(grid: Grid, row: SheetRow, heads: Sequence[Sequence[str]]) -> NoRecord | None:
    """Why a row is no record; `heads` are the heading's rows and their joined names, folded."""
    filled = [cell for at, cell in enumerate(row.cells) if cell.strip() and at not in row.merged]
    if len(filled) > 1 and any(_repeats(row.cells, cells) for cells in heads):
        return NoRecord.HEADING
    if any(fold(cell) in words().totals for cell in filled[:3]):
        return NoRecord.TOTAL
    if filled and fold(filled[0]).startswith(_signatures()):
        return NoRecord.SIGNATURE
    if len(filled) == 1 and _spans(grid, row.number):
        return NoRecord.BANNER
    return None


@cache
def _signatures() -> tuple[str, ...]:
    return tuple(f"{word}{sign}" for word in words().signatures for sign in map(fold, _SIGNED))


def _repeats(cells: Sequence[str], heading: Sequence[str]) -> bool:
    """Whether a row says the heading once more, as print titles do."""
    said = [(cell, head) for cell, head in zip(cells, heading, strict=False) if cell.strip()]
    return bool(said) and all(fold(cell) == head for cell, head in said)


def _spans(grid: Grid, number: int) -> bool:
    return any(first <= number <= last and right - left >= 2 for first, left, last, right in grid.merges)
