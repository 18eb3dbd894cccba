"""What a file of tables holds, before anybody says what it means: sheets, rows and cells as text."""

from __future__ import annotations

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem

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
