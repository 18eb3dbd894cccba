"""Where the table stands in a sheet: its heading of one row or two, which rows are records and which are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache

from station_app.domain.folding import fold
from station_app.domain.immutable import immutable
from station_app.services.ledger_import.grid import Grid, Line
from station_app.services.ledger_import.lexicon import targets, words

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
class Row:
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
    rows: tuple[Row, ...]
    others: tuple[tuple[Row, NoRecord], ...] = ()
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
        unheaded = tuple(Row(number, cells) for number, cells in grid.lines)
        return Table(grid.name, (), ("",) * grid.width, unheaded)
    span = _heading_span(grid, chosen, is_said=bool(heading_row))
    heads = grid.lines[span.start : span.stop]
    headings = _joined(grid, heads)
    below = _filled_down(grid, grid.lines[span.stop :])
    said_before = [tuple(map(fold, cells)) for cells in (*(cells for _, cells in heads), headings)]
    rows: list[Row] = []
    others: list[tuple[Row, NoRecord]] = []
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


def _filled_down(grid: Grid, lines: Sequence[Line]) -> list[Row]:
    """The rows, with the value of merged cells in each row of its range, and nowhere else."""
    top = lines[0][0] if lines else 0
    given: dict[tuple[int, int], tuple[int, int]] = {
        (row, left): (first, left)
        for first, left, last, _ in grid.merges
        if first >= top and last > first
        for row in range(first + 1, min(last, first + len(lines)) + 1)
    }
    if not given:
        return [Row(number, cells) for number, cells in lines]
    values = {(number, at): cell for number, cells in lines for at, cell in enumerate(cells)}
    rows = []
    for number, cells in lines:
        own = list(cells)
        merged = {at for at in range(len(own)) if (number, at) in given}
        for at in merged:
            own[at] = values.get(given[number, at], "")
        rows.append(Row(number, tuple(own), frozenset(at for at in merged if own[at])))
    return rows


def _no_record(grid: Grid, row: Row, heads: Sequence[Sequence[str]]) -> NoRecord | None:
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
