"""Tables of what is held as plain rows: a place in a list is its id."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.ui.rows import Cells, Column, RowSource, by_place, listed


def columns(heads: Sequence[str], widths: Sequence[int]) -> list[Column]:
    """Columns by their headings and widths (0: what is left over)."""
    return [Column(head, width) for head, width in zip(heads, widths, strict=True)]


def source(cells: Sequence[Cells]) -> RowSource:
    """Rows whose id is their place, counted from 1."""
    return listed(by_place(cells), lambda one: one)
