"""What some runs of a bench say together: medians, and whether the bar of a row holds."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.measure import Figure
from benchmarks.rows import RATIO, Row

HOLDS, BROKEN = "HOLDS", "BROKEN"


def median(figures: Sequence[Figure]) -> Figure:
    """The middle of each number by itself; the note is that of the run in the middle of what is judged."""
    in_order = sorted(figures, key=judged)
    floors = [one.floor for one in figures if one.floor is not None]
    ratios = [one.ratio for one in figures if one.ratio is not None]
    return Figure(
        statistics.median(one.ours for one in figures),
        statistics.median(floors) if floors else None,
        statistics.median(ratios) if ratios else None,
        in_order[len(in_order) // 2].note,
    )


def judged(figure: Figure) -> float:
    """The number that the bar is for."""
    return figure.ours if figure.ratio is None else figure.ratio


def verdict(row: Row, figure: Figure) -> str:
    """HOLDS or BROKEN. Raises ValueError where a row of ratios got none."""
    if (row.unit == RATIO) is (figure.ratio is None):
        raise ValueError(f"{row.bench}.{row.key} is measured in another way than its row says")
    found = judged(figure)
    return HOLDS if (found >= row.bar if row.at_least else found <= row.bar) else BROKEN


def line(row: Row, figure: Figure) -> str:
    """What is told of a row: floor, ours, ratio, bar, and HOLDS or BROKEN."""
    if figure.floor is None or figure.ratio is None:
        told = f"{'':27} ours {figure.ours:12,.2f} {row.unit:<12} bar {row.bar:12,.2f}"
    else:
        times = f"floor {figure.floor:12,.2f} ms    ours {figure.ours:12,.2f} ms"
        told = f"{times}   ratio {figure.ratio:5.2f} bar {row.bar:5.2f}"
    return f"{row.what:<56} {told:<72} {verdict(row, figure)}" + (f"\n    {figure.note}" if figure.note else "")
