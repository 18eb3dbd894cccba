"""Figures as shapes: bars and a split line, worked out from plain data as marks on a plane.

Whoever has a surface draws the marks: the screen with its painter, paper with its own. Lengths are in the surface's
units from its top left. A tone is the name of a colour in the table of colours; what a colour says is also said by the
fill, by a place or by words, so that nothing is lost without colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from station_app.domain.immutable import immutable

SOLID, HATCHED, OUTLINED = "solid", "hatched", "outlined"
"""Fills."""
LEFT, MIDDLE, RIGHT = "left", "middle", "right"
"""Which point of words their place is."""


@immutable
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    tone: str = "ink"
    fill: str = SOLID


@immutable
class Words:
    """A line of words; `y` is its middle, `points` the size of its letters."""

    x: float
    y: float
    said: str
    points: float
    tone: str = "ink"
    anchor: str = MIDDLE


Mark = Box | Words


@immutable
class Bar:
    """One bar of a series: how much, what stands below it ("" for nothing), whether the figure stands above it."""

    value: int
    below: str = ""
    is_told: bool = False
    tone: str = "bar_old"
    fill: str = SOLID


@immutable
class Part:
    """One part of a split line."""

    value: int
    tone: str
    fill: str = SOLID


@immutable
class Drawn:
    """The marks of a figure, and for each of its bars or parts the whole space that is its own: where it is pressed."""

    marks: tuple[Mark, ...]
    spaces: tuple[Box, ...]


FIGURES, BELOW, LEAST = 20, 20, 2
"""Heights: of the figures above the bars, of the words below them, of a bar of nothing."""
SMALL = 10.5
WIDEST_BAR, GAP = 28, 2
FIRST_WIDE, PIXELS_A_POINT = 0x2E80, 4 / 3


def bars(series: Sequence[Bar], width: float, height: float) -> Drawn:
    """Bars side by side on a line, the highest as high as there is room for."""
    most = max((one.value for one in series), default=0)
    floor, room = height - BELOW, height - BELOW - FIGURES
    step = width / max(1, len(series))
    thick = min(WIDEST_BAR, step * 0.7)
    marks: list[Mark] = [Box(0, floor, width, 1, "edge")]
    figures: list[Words] = []
    below: list[Words] = []
    for place, one in enumerate(series):
        middle = (place + 0.5) * step
        high = max(LEAST, room * one.value / most) if most and one.value else LEAST
        tone = one.tone if one.value else "hairline"
        marks.append(Box(middle - thick / 2, floor - high, thick, high, tone, one.fill if one.value else SOLID))
        if one.is_told and one.value:
            figures.append(Words(middle, floor - high - FIGURES / 2, str(one.value), SMALL, _ink(one.tone)))
        if one.below:
            below.append(Words(middle, floor + BELOW / 2, one.below, SMALL, "muted"))
    marks += _apart(figures) + _apart(below)
    return Drawn(tuple(marks), tuple(Box(place * step, 0, step, height) for place in range(len(series))))


def _ink(tone: str) -> str:
    """The tone of the figure above a bar: a bar may be paler than what is read."""
    return tone if tone in ("ink", "late") else "muted"


def _apart(words: Sequence[Words]) -> list[Words]:
    """Words on a line that do not touch: of two too near the later one stays, which is nearer to today."""
    kept: list[Words] = []
    for one in reversed(words):
        if not kept or one.x + _wide(one) / 2 + GAP <= kept[-1].x - _wide(kept[-1]) / 2:
            kept.append(one)
    return kept


def _wide(words: Words) -> float:
    """How wide words are, near enough: a figure about half as wide as high, a Chinese character as wide as high."""
    signs = sum(1.0 if ord(sign) > FIRST_WIDE else 0.6 for sign in words.said)
    return signs * words.points * PIXELS_A_POINT


def split(parts: Sequence[Part], width: float, height: float) -> Drawn:
    """One line split into parts as long as they are many; each that is there at all is seen."""
    shown = [one for one in parts if one.value]
    if not shown:
        return Drawn((Box(0, 0, width, height, "hairline", OUTLINED),), ())
    least = height / 2
    free = width - GAP * (len(shown) - 1) - least * len(shown)
    total = sum(one.value for one in shown)
    widths = [least + free * one.value / total for one in shown]
    starts = [0.0, *accumulate(one + GAP for one in widths)]
    boxes = [
        Box(start, 0, wide, height, one.tone, one.fill) for one, start, wide in zip(shown, starts, widths, strict=False)
    ]
    return Drawn(tuple(boxes), tuple(boxes))


def swatch(part: Part, side: float) -> Box:
    """A small square as a part is filled: it stands beside the words of the part."""
    return Box(0, 0, side, side, part.tone, part.fill)


def trend(values: Sequence[int], width: float, height: float, tone: str) -> Drawn:
    """Small bars without words, the last in the tone of what it belongs to; nothing is a line of two units."""
    most, step = max(values, default=0), width / max(1, len(values))
    last = len(values) - 1
    boxes = []
    for place, value in enumerate(values):
        high = max(LEAST * 2, height * value / most) if value else LEAST
        colour = (tone if place == last else "bar_old") if value else "hairline"
        boxes.append(Box(place * step, height - high, step * 0.7, high, colour))
    return Drawn(tuple(boxes), tuple(Box(place * step, 0, step, height) for place in range(len(values))))
