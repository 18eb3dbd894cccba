"""Measuring a claim as a ratio against a floor in the same run: machines are noisy, pairs taken in turn are less so."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Medians of a floor and of ours, in seconds, and the median of the ratios pair by pair."""

    floor_s: float
    ours_s: float
    ratio: float


def in_turn(floor: Callable[[], object], ours: Callable[[], object], runs: int) -> Pair:
    """Time the two in turn, `runs` times each after one warm-up of both."""
    floor()
    ours()
    floors, mine = [], []
    for _ in range(runs):
        floors.append(seconds_of(floor))
        mine.append(seconds_of(ours))
    ratios = [one / other for one, other in zip(mine, floors, strict=True)]
    return Pair(statistics.median(floors), statistics.median(mine), statistics.median(ratios))


def seconds_of(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def print_pair(name: str, pair: Pair, limit: float) -> None:
    """One line: what, floor, ours, ratio, the bar it is held to."""
    said = "holds" if pair.ratio <= limit else "BROKEN"
    times = f"floor {pair.floor_s * 1000:10.2f} ms   ours {pair.ours_s * 1000:10.2f} ms"
    print(f"{name:<58} {times}   ratio {pair.ratio:5.2f}   bar {limit:.2f}   {said}", flush=True)


def print_figure(name: str, figure: float, unit: str, limit: float) -> None:
    """One line for what is held to a bar of its own."""
    said = "holds" if figure <= limit else "BROKEN"
    print(f"{name:<58} {figure:10.2f} {unit}   bar {limit:.2f} {unit}   {said}", flush=True)
