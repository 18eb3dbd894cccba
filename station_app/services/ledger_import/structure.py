"""Where the tables stand on a sheet: their headings, their records, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum
from functools import cache

from station_app.domain.folding import fold, half_width
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, warning
from station_app.services.ledger_import.lexicon import (
    BETWEEN_HEADS,
    EXACT,
    choices_of_ticks,
    is_heading,
    meanings,
    targets,
    words,
)

Place = tuple[str, int, int]
"""A cell: its sheet's name, its row as the sheet numbers it (from 1), its column (from 0)."""

Merge = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column; rows from 1, columns from 0."""

Line = tuple[int, tuple[str, ...]]
"""A row with something in it: its number in the sheet, from 1, and its cells."""


class Odd(StrEnum):
    """What is odd about a cell: a formula that was never calculated, an error's mark, a number with a fraction whose
    written form is not known (5.1 was typed as 5.1 or as 5.10)."""

    UNSOLVED = "unsolved"
    ERROR = "error"
    DECIMAL = "decimal"


@immutable
class Grid:
    """One sheet, or the part of it that is one table: the rows that hold something, what is merged, which cells (row,
    column) are odd, and what is to be said of it. `is_hidden`: the workbook hides it; `sheet`: of which it is a part.
    """

    name: str
    lines: tuple[Line, ...]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    odd: Mapping[tuple[int, int], Odd] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    sheet: str = ""

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


LOOKED_AT = 40
"""How many rows from the top may hold the heading where most of its words are unknown."""
MOST_HEADING_ROWS = 4
_SIGNED = (":", "\uff1a")  # ：


class NoRecord(StrEnum):
    """Why a row below the heading is no record."""

    HEADING = "heading"
    TOTAL = "total"
    SIGNATURE = "signature"
    BANNER = "banner"
    BLANK = "blank"


@immutable
class SheetRow:
    """A row of the table: its number, its cells, the columns whose value comes from merged cells above it, and the year
    that a banner over it names ("" for none)."""

    number: int
    cells: tuple[str, ...]
    merged: frozenset[int] = frozenset()
    year: str = ""


@immutable
class Table:
    """A table of a sheet: headings by column ("" where there is none), records, and what is no record, with why.

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
        width = max(len(self.headings), max(filled, default=-1) + 1)
        heads = (*self.headings, *[""] * (width - len(self.headings)))
        return tuple(at for at, head in enumerate(heads) if head or at in filled)

    @property
    def passed_over(self) -> tuple[int, ...]:
        """The numbers of the rows above the heading that are more than a title, a unit, a date."""
        return tuple(number for number, cells in self.above if _is_like_record(cells))


def tables_of(grid: Grid, heading_row: int = 0) -> list[Table]:
    """The tables of a sheet, from the top; `heading_row` where the clerk has said in which row the heading begins."""
    starts = [_place_of(grid.lines, heading_row)] if heading_row else _headings(grid)
    spans = [_span(grid, at, is_said=bool(heading_row)) for at in starts if at is not None]
    if not spans:
        unheaded = tuple(SheetRow(number, cells) for number, cells in grid.lines)
        return [Table(grid.name, (), ("",) * grid.width, unheaded)]
    found, begins = [], 0
    for at, span in enumerate(spans):
        ends = len(grid.lines) if at + 1 == len(spans) else _title_of(grid, span.stop, spans[at + 1].start)
        found.append(_table(grid, begins, span, ends))
        begins = ends
    return found


def _place_of(lines: Sequence[Line], number: int) -> int | None:
    return next((at for at, (row, _) in enumerate(lines) if row == number), None)


def _headings(grid: Grid) -> list[int]:
    """The places of the rows that head a table: more than half of their cells are known headings. Where there is none,
    the row among the first with the most of them, two at the least."""
    found: list[int] = []
    last: tuple[str, ...] = ()
    for at, (_, cells) in enumerate(grid.lines):
        if found and at < _span(grid, found[-1], is_said=False).stop:
            continue
        if _is_headed(cells):
            said = tuple(fold(cell) for cell in cells)
            if said != last:
                found.append(at)
            last = said
    if found:
        return found
    scored = [(_score(cells), -at) for at, (_, cells) in enumerate(grid.lines[:LOOKED_AT])]
    most, place = max(scored, default=(0, 0))
    return [-place] if most > 1 else []


def _is_headed(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2 or any(len(cell) > 40 for cell in filled[:3]):
        return False
    known = [is_heading(cell) for cell in filled]
    return sum(known) > 1 and sum(known) * 2 > len(filled) and len({fold(cell) for cell in filled}) > 1


def _score(cells: Sequence[str]) -> int:
    return len({fold(cell) for cell in cells if is_heading(cell)})


def _title_of(grid: Grid, first: int, heading: int) -> int:
    """Where the rows begin that stand over a further heading as its title: one cell each."""
    at = heading
    while at > first and len([cell for cell in grid.lines[at - 1][1] if cell.strip()]) == 1 and heading - at < 3:
        at -= 1
    return at


def _table(grid: Grid, begins: int, span: range, ends: int) -> Table:
    heads = grid.lines[span.start : span.stop]
    headings = _joined(grid, heads)
    below = _filled_down(grid, grid.lines[span.stop : ends])
    headings, below = _ticked(headings, below)
    said_before = [tuple(map(fold, cells)) for cells in (*(cells for _, cells in heads), headings)]
    rows: list[SheetRow] = []
    others: list[tuple[SheetRow, NoRecord]] = []
    year = ""
    for row in below:
        why = _no_record(grid, row, said_before)
        if why is None:
            rows.append(replace(row, year=year) if year else row)
        else:
            others.append((row, why))
        if why is NoRecord.BANNER:
            years = years_in(row.cells)
            year = years.pop() if len(years) == 1 else year if not years else ""
    numbers = tuple(number for number, _ in heads)
    return Table(
        sheet=grid.name,
        heading_rows=numbers,
        headings=headings,
        rows=tuple(rows),
        others=tuple(others),
        above=grid.lines[begins : span.start],
    )


def _span(grid: Grid, at: int, *, is_said: bool) -> range:
    """The rows of a heading: the lower name parts of what the upper name together."""
    first = at
    while not is_said and first and at - first < MOST_HEADING_ROWS - 1:
        upper = grid.lines[first - 1]
        if not _score(upper[1]) or not _names_parts(grid, [upper], grid.lines[first]):
            break
        first -= 1
    last = at
    while last + 1 < len(grid.lines) and last + 1 - first < MOST_HEADING_ROWS:
        if not _names_parts(grid, grid.lines[first : last + 1], grid.lines[last + 1]):
            break
        last += 1
    return range(first, last + 1)


def _names_parts(grid: Grid, uppers: Sequence[Line], lower: Line) -> bool:
    """Whether `lower` only fills what the rows over it leave empty or merge over columns, with words and no figures."""
    upper = uppers[-1]
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
    if spread or tall:
        return all(at in spread for at in filled)
    # A text has no merged cells: the lower row stands under gaps, beside the name that the gap belongs to.
    above = [any(at < len(cells) and cells[at].strip() for _, cells in uppers) for at in filled]
    most = max(len([cell for cell in cells if cell.strip()]) for _, cells in uppers)
    are_words = all(is_heading(lower[1][at]) or fold(lower[1][at]) in choices_of_ticks() for at in filled)
    return not all(above) and are_words and len(filled) < most + len([one for one in above if not one])


def _joined(grid: Grid, heads: Sequence[Line]) -> tuple[str, ...]:
    """The headings by column, the upper name before the lower; line breaks and spaces within a heading go."""
    width = grid.width
    stacks: list[list[str]] = [[] for _ in range(width)]
    for at, line in enumerate(heads):
        spread = dict(_spread(grid, line))
        is_last = at + 1 == len(heads)
        beneath = [any(_plain(cells, column) for _, cells in heads[at + 1 :]) for column in range(width)]
        named = ""
        for column in range(width):
            own = _plain(line[1], column)
            # Without merged cells a name reaches over the gaps behind it, as far as something stands beneath them.
            reaches = not is_last and not grid.merges and beneath[column] and not stacks[column]
            name = own or spread.get(column, named if reaches else "")
            named = name if name or not beneath[column] else named
            if name and (not stacks[column] or fold(stacks[column][-1]) != fold(name)):
                stacks[column].append(name)
    return tuple(BETWEEN_HEADS.join(stack) for stack in stacks)


def _spread(grid: Grid, upper: Line) -> Iterator[tuple[int, str]]:
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
    width = max((at for _, at in given), default=-1) + 1
    rows = []
    for number, cells in lines:
        own = [*cells, *[""] * (width - len(cells))]
        merged = {at for at in range(len(own)) if (number, at) in given}
        for at in merged:
            own[at] = values.get(given[number, at], "")
        rows.append(SheetRow(number, tuple(own), frozenset(at for at in merged if own[at])))
    return rows


def _ticked(headings: tuple[str, ...], rows: list[SheetRow]) -> tuple[tuple[str, ...], list[SheetRow]]:
    """One column instead of several that are ticked: its heading names what is chosen, its cells say the choice."""
    groups = [one for one in _groups_of_ticks(headings) if _holds_ticks(rows, one[1])]
    if not groups:
        return headings, rows
    heads = list(headings)
    for head, columns in groups:
        names = {at: headings[at].rpartition(BETWEEN_HEADS)[2] for at in columns}
        for at in columns:
            heads[at] = ""
        heads[columns[0]] = head
        rows = [_chosen(row, names) for row in rows]
    return tuple(heads), rows


def _groups_of_ticks(headings: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """Neighbouring columns whose last parts are choices of one thing, with the heading of that thing."""
    at = 0
    while at < len(headings):
        upper = headings[at].rpartition(BETWEEN_HEADS)[0]
        for head, choices in words().ticked.items():
            stop = at
            while stop < len(headings) and fold(headings[stop].rpartition(BETWEEN_HEADS)[2]) in choices:
                if headings[stop].rpartition(BETWEEN_HEADS)[0] != upper:
                    break
                stop += 1
            if stop - at > 1 and (upper or head):
                yield upper or head, list(range(at, stop))
                at = stop - 1
                break
        at += 1


def _holds_ticks(rows: Sequence[SheetRow], columns: Sequence[int]) -> bool:
    marks = words().ticks | words().crosses | words().empty | {""}
    said = {row.cells[at].strip() for row in rows for at in columns if at < len(row.cells)}
    return said <= marks or {one.casefold() for one in said} <= {one.casefold() for one in marks}


def _chosen(row: SheetRow, names: Mapping[int, str]) -> SheetRow:
    ticks = {one.casefold() for one in words().ticks}
    chosen = [name for at, name in names.items() if at < len(row.cells) and row.cells[at].strip().casefold() in ticks]
    cells = [cell if at not in names else "" for at, cell in enumerate(row.cells)]
    first = min(names)
    cells += [""] * (first + 1 - len(cells))
    cells[first] = "\u3001".join(chosen)  # 、: two ticks are two choices, and no list has their name
    return replace(row, cells=tuple(cells))


_SECTION = re.compile(
    "[(]?[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}[)\u3001.].{0,20}"  # 一、
    "|.{0,12}(?:(?:19|20)[0-9]{2}\u5e74?|\u5e74|[0-9\u4e00-\u5341]{1,2}\u6708(?:\u4efd)?|\u5b63\u5ea6|\u534a\u5e74)"
    "(?:\u5ea6)?.{0,8}"
)
"""A row of one cell that divides a table: 一、2024年, 三月份, 第一季度."""
_TOTAL_LINE = "[:\uff1a]?[0-9].{0,20}"


def _no_record(grid: Grid, row: SheetRow, heads: Sequence[Sequence[str]]) -> NoRecord | None:
    """Why a row is no record; `heads` are the heading's rows and their joined names, folded."""
    filled = [cell.strip() for at, cell in enumerate(row.cells) if cell.strip() and at not in row.merged]
    if len(filled) > 1 and any(_repeats(row.cells, cells) for cells in heads):
        return NoRecord.HEADING
    if _is_total(filled):
        return NoRecord.TOTAL
    if filled and fold(filled[0]).startswith(_signatures()) and _is_signed(filled):
        return NoRecord.SIGNATURE
    if len(filled) == 1 and (_spans(grid, row.number) or _SECTION.fullmatch(half_width(filled[0]))):
        return NoRecord.BANNER
    if filled and all(cell in words().empty for cell in filled):
        return NoRecord.BLANK
    return None


def _is_total(filled: Sequence[str]) -> bool:
    """Whether a row sums up: the word, and beside it figures alone."""
    totals = words().totals
    at = next((at for at, cell in enumerate(filled[:3]) if fold(cell) in totals), None)
    if at is not None:
        return all(any(sign.isdigit() for sign in cell) or cell in words().empty for cell in filled[at + 1 :])
    said = fold(filled[0]) if filled else ""
    return len(filled) == 1 and any(re.fullmatch(re.escape(one) + _TOTAL_LINE, said) for one in totals)


def _is_signed(filled: Sequence[str]) -> bool:
    """Whether the cells of a row are who filled it in and when, and not a record whose first cell is a remark."""
    labels = [cell for cell in filled if fold(cell).startswith(_signatures())]
    return len(filled) <= 2 * len(labels)


@cache
def _signatures() -> tuple[str, ...]:
    return tuple(f"{word}{sign}" for word in words().signatures for sign in map(fold, _SIGNED))


def _repeats(cells: Sequence[str], heading: Sequence[str]) -> bool:
    """Whether a row says the heading once more, as print titles do."""
    said = [(cell, head) for cell, head in zip(cells, heading, strict=False) if cell.strip()]
    return bool(said) and all(fold(cell) == head for cell, head in said)


def _spans(grid: Grid, number: int) -> bool:
    return any(first <= number <= last and right - left >= 2 for first, left, last, right in grid.merges)


def _is_like_record(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    labels = [cell for cell in filled if cell.strip().endswith(_SIGNED) or fold(cell).startswith(_signatures())]
    return len(filled) > 2 and len(labels) * 2 < len(filled)


_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})(?=\u5e74|[^0-9]|$)")  # 年
_SHORT_YEAR = re.compile("(?<![0-9])([0-9]{2})(?=\u5e74)")
_CHINESE_YEAR = re.compile(
    "[\u4e8c\u4e00][\u3007\u96f6\u25cbOo0\u4e5d][\u3007\u96f6\u25cb\u4e00-\u4e5dOo0]{2}(?=\u5e74)"
)
_DIGITS = dict(
    zip("\u3007\u96f6\u25cbOo\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d", "00000123456789", strict=True)
)


def years_in(said: Sequence[str]) -> set[str]:
    """The years that texts name, in figures or in words, as four figures."""
    found: set[str] = set()
    for text in map(half_width, said):
        found |= set(_YEAR.findall(text))
        found |= {f"20{short}" for short in _SHORT_YEAR.findall(text)}
        found |= {"".join(_DIGITS.get(sign, sign) for sign in one) for one in _CHINESE_YEAR.findall(text)}
    return found


def parted(grid: Grid) -> list[Grid]:
    """A sheet as tables can be read from it: forms as rows, tables that stand beside one another each for itself."""
    if form := _as_rows(grid):
        return [form]
    return _beside(grid)


def _beside(grid: Grid) -> list[Grid]:
    """The tables that stand beside one another, each as a sheet of its own; rows and columns keep their names."""
    place = next((at for at, line in enumerate(grid.lines[:LOOKED_AT]) if _is_headed(line[1])), None)
    if place is None:
        return [grid]
    span = _span(grid, place, is_said=False)
    heading = (grid.lines[span.start][0], _joined(grid, grid.lines[span.start : span.stop]))
    starts = _repeated(heading[1]) or _behind_gaps(grid, heading) or _meant_again(heading[1])
    if len(starts) < 2:
        return [grid]
    parts = []
    for at, (start, right) in enumerate(zip(starts, [*starts[1:], grid.width], strict=True)):
        windows = ((number, _window(cells, start if at else 0, right)) for number, cells in grid.lines)
        kept = [line for line in windows if any(cell.strip() for cell in line[1]) and (not at or line[0] >= heading[0])]
        above = [line for line in grid.lines if line[0] < heading[0]] if at else []
        name = f"{grid.name} {letters(start)}\u2013{letters(right - 1)}"
        notes = () if at else grid.notes
        parts.append(replace(grid, name=name, lines=(*above, *kept), sheet=grid.name, notes=notes))
    said = warning("ledger_beside", value=grid.name, count=len(parts))
    return [replace(parts[0], notes=(*parts[0].notes, said)), *parts[1:]]


def _window(cells: Sequence[str], left: int, right: int) -> tuple[str, ...]:
    return (*[""] * min(left, len(cells)), *cells[left:right])


def _repeated(heads: Sequence[str]) -> list[int]:
    """Where the same headings begin anew: the places of the first that stands several times, others behind it too."""
    said = [fold(head) for head in heads]
    doubled = next((head for head in said if head and said.count(head) > 1), "")
    places = [at for at, one in enumerate(said) if one and one == doubled]
    ends = [*places[1:], len(said)] if places else []
    parts = [set(filter(None, said[start:stop])) for start, stop in zip(places, ends, strict=True)]
    return places if parts and len(set.intersection(*parts)) > 1 else []


def _meant_again(heads: Sequence[str]) -> list[int]:
    """Where other headings say the same again: the places of the first needed field of a sort of ledger that stands
    several times, where another needed one does as well."""
    for target in targets().values():
        needed = {one.key for one in target.fields if one.needed} | {one.instead for one in target.fields if one.needed}
        said = [next((one.key for one in meanings(head, target) if one.distance < 2 * EXACT), "") for head in heads]
        said = [_OF_ONE.get(key, key) for key in said]
        doubled = [key for key in dict.fromkeys(said) if key and key in needed and said.count(key) > 1]
        places: list[int] = []
        held: list[set[str]] = [set()]
        for at, key in enumerate(said):
            if key in doubled:
                if not places or key in held[-1]:
                    places.append(at)
                    held.append(set())
                held[-1].add(key)
        if len(doubled) > 1 and all(part == set(doubled) for part in held[1:]):
            return places
    return []


_OF_ONE = {"opinion.verbatim": "opinion.title"}
"""A matter is named by its title or told in full: either is the matter."""


def _behind_gaps(grid: Grid, heading: Line) -> list[int]:
    """Where tables begin that an empty column parts: each with headings, and with one that the others have as well."""
    below = [cells for number, cells in grid.lines if number >= heading[0]]
    filled = [any(at < len(cells) and cells[at].strip() for cells in below) for at in range(grid.width)]
    starts = [at for at, one in enumerate(filled) if one and (at == 0 or not filled[at - 1])]
    parts = [heading[1][start:stop] for start, stop in zip(starts, [*starts[1:], grid.width], strict=True)]
    return starts if len(starts) > 1 and all(_is_headed(part) for part in parts) else []


def _as_rows(grid: Grid) -> Grid | None:
    """Forms with labels beside their values, as a heading and a row for each form; None for anything else."""
    pairs, alone = _labelled(grid)
    labels = [fold(label) for _, _, label, _, _ in pairs]
    rows = {number for number, *_ in pairs}
    if len(set(labels)) < 3 or len(rows) < 2 or len(pairs) <= alone:
        return None
    forms: list[list[tuple[int, int, str, int, str]]] = []
    for pair in pairs:
        said = {fold(label) for _, _, label, _, _ in forms[-1]} if forms else set()
        if not forms or fold(pair[2]) in said:
            forms.append([])
        forms[-1].append(pair)
    heads = list(dict.fromkeys(label for _, _, label, _, _ in pairs))
    lines: list[Line] = [(pairs[0][0], tuple(heads))]
    odd: dict[tuple[int, int], Odd] = {}
    for form in forms:
        number = form[-1][0] if form[-1][0] > lines[-1][0] else lines[-1][0] + 1
        cells = [""] * len(heads)
        for row, _, label, column, value in form:
            cells[heads.index(label)] = value
            if why := grid.odd.get((row, column)):
                odd[number, heads.index(label)] = why
        lines.append((number, tuple(cells)))
    first = pairs[0][0]
    title = tuple(line for line in grid.lines if line[0] < first)
    note = warning("ledger_form", value=grid.name, count=len(forms))
    return replace(grid, lines=(*title, *lines), merges=(), odd=odd, notes=(*grid.notes, note))


def _labelled(grid: Grid) -> tuple[list[tuple[int, int, str, int, str]], int]:
    """The labels with a value behind them (row, column, label, the value's column, value), and how many have none."""
    pairs: list[tuple[int, int, str, int, str]] = []
    alone = 0
    for number, cells in grid.lines:
        filled = [(at, cell.strip()) for at, cell in enumerate(cells) if cell.strip()]
        at = 0
        while at < len(filled):
            column, cell = filled[at]
            if not is_heading(cell):
                at += 1
                continue
            behind = filled[at + 1] if at + 1 < len(filled) else None
            if behind and not is_heading(behind[1]):
                pairs.append((number, column, "".join(cell.split()), *behind))
                at += 2
            else:
                alone += 1
                at += 1
    return pairs, alone
