"""Tables of what is held as plain rows: a place in a list is its id."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.ui.rows import Cells, Column, RowSource


def columns(heads: Sequence[str], widths: Sequence[int]) -> list[Column]:
    """Columns by their headings and widths (0: what is left over)."""
    return [Column(head, width) for head, width in zip(heads, widths, strict=True)]


def source(cells: Sequence[Cells]) -> RowSource:
    """Rows whose id is their place, counted from 1."""
    return RowSource(
        count=lambda: len(cells),
        ids=lambda offset, limit: range(offset + 1, min(offset + limit, len(cells)) + 1),
        rows=lambda wanted: {place: cells[place - 1] for place in wanted},
    )
