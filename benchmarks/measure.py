"""Measuring a claim, where it can be as a ratio against a floor in the same run: machines are noisy, pairs less so."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What one run measured, in the unit of its row; with a floor, both are milliseconds and the ratio is judged."""

    ours: float
    floor: float | None = None
    ratio: float | None = None
    note: str = ""


Figures = dict[str, Figure]
"""What one run of a bench measured, by the key of the row."""


def in_turn(floor: Callable[[], object], ours: Callable[[], object], runs: int, note: str = "") -> Figure:
    """Time the two in turn, `runs` times each after one warm-up of both."""
    floor()
    ours()
    return paired([(seconds_of(floor), seconds_of(ours)) for _ in range(runs)], note)


def paired(pairs: list[tuple[float, float]], note: str = "") -> Figure:
    """The medians of floors and of ours, given in seconds, and the median of the ratios pair by pair."""
    floor_s, ours_s = (statistics.median(one) for one in zip(*pairs, strict=True))
    return Figure(ours_s * 1000, floor_s * 1000, statistics.median(ours / floor for floor, ours in pairs), note)


def seconds_of(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
