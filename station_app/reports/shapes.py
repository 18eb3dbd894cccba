"""Figures as shapes: bars, a split line, a line of time, worked out from plain data as marks on a plane.

Whoever has a surface draws the marks: the screen with its painter, paper with its own. Lengths are in the surface's
units from its top left. A tone is the name of a colour in the table of colours; what a colour says is also said by the
fill, by a place or by words, so that nothing is lost without colours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

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


@immutable
class Dot:
    """A round spot; hollow for what is still to come."""

    x: float
    y: float
    radius: float
    tone: str = "ink"
    is_hollow: bool = False


@immutable
class Stroke:
    """A straight line from one point to another; dotted for what is still to come."""

    x: float
    y: float
    to_x: float
    to_y: float
    tone: str = "ink"
    thick: float = 1
    is_dotted: bool = False


Mark = Box | Words | Dot | Stroke


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
CUT = "\u2026"
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


@immutable
class Turn:
    """One event on the line of time: on which lane, what it is called, its day in words and as a number (days, any
    beginning; None where it is not known), how long it was there in words ("" for not said). `opens` is what the
    screen opens: the place of the event among all; below 0 for several that are folded into one."""

    lane: int
    said: str
    below: str
    day: int | None
    opens: int = -1
    is_reached: bool = True
    tone: str = "ink"


MOST_TURNS = 10
LANE, LANE_NAMES, TURN_HEAD, NODE, HOLLOW = 40, 190, 26, 6, 7
TURN_POINTS, TURN_GAP, WIDE_BESIDE = 12, 24, 10
"""Lengths of the line of time: the height of a lane, the width of their names, the head with the days, the radius of
an event and of one to come; the size of its letters, the least gap between events, from an event to its words."""


def folded(turns: Sequence[Turn], several: Callable[[int], str], most: int = MOST_TURNS) -> list[Turn]:
    """At most `most` events: the older ones between the first and the last folded into one that says how many."""
    if len(turns) <= most:
        return list(turns)
    kept = most - 2
    hidden = turns[1 : len(turns) - kept]
    last = hidden[-1]
    return [turns[0], Turn(last.lane, several(len(hidden)), "", last.day), *turns[len(turns) - kept :]]


def least_of_turns(turns: Sequence[Turn]) -> float:
    """How wide a line of time must be so that no words touch."""
    return LANE_NAMES + sum(_room(one) for one in turns) + TURN_GAP


def turn_line(
    lanes: Sequence[tuple[str, str]], turns: Sequence[Turn], width: float, days: Callable[[int], str]
) -> Drawn:
    """Events from left to right, each on the lane of who did it, joined as the matter went from hand to hand: by their
    order, their gaps a share of the days between; over a gap its days (`days`). `spaces` are the events' own.

    `lanes` are what each is called, and who that is.
    """
    marks: list[Mark] = []
    for row, (name, who) in enumerate(lanes):
        top = TURN_HEAD + row * LANE
        if row % 2 == 0:
            marks.append(Box(0, top, width, LANE, "paper"))
        called = Words(12, top + LANE / 2, name, TURN_POINTS, "ink", LEFT)
        right = called.x + _wide(called) + 8
        marks += [called, Words(right, called.y, _fitting(who, LANE_NAMES - right - 8), TURN_POINTS, "muted", LEFT)]
    across = _places(turns, width)
    points = [(x, TURN_HEAD + one.lane * LANE + LANE / 2 - 7) for x, one in zip(across, turns, strict=True)]
    spaces: list[Box] = []
    for place, (one, (x, y)) in enumerate(zip(turns, points, strict=True)):
        if place:
            before_x, before_y = points[place - 1]
            is_dotted, tone = not one.is_reached, "ink" if one.is_reached else one.tone
            marks += [
                Stroke(before_x, before_y, x, before_y, tone, 2, is_dotted),
                Stroke(x, before_y, x, y, tone, 2, is_dotted),
            ]
            marks += _span(turns[place - 1], one, (before_x, x), days)
        wide = _wide(Words(0, 0, one.said, TURN_POINTS)) + 4
        spaces.append(
            Box(x - NODE - 2, y - NODE - 2, wide + _wide(Words(0, 0, one.below, SMALL)) + WIDE_BESIDE + 12, LANE - 6)
        )
    for one, (x, y) in zip(turns, points, strict=True):
        marks.append(Dot(x, y, NODE if one.is_reached else HOLLOW, one.tone, not one.is_reached))
        beside = Words(x + WIDE_BESIDE, y + 15, one.said, TURN_POINTS, one.tone, LEFT)
        marks += [beside, Words(beside.x + _wide(beside) + 4, y + 15, one.below, SMALL, "muted", LEFT)]
    return Drawn(tuple(marks), tuple(spaces))


def _fitting(said: str, width: float) -> str:
    """As much of some words as has room."""
    if _wide(Words(0, 0, said, TURN_POINTS)) <= width:
        return said
    while said and _wide(Words(0, 0, f"{said}{CUT}", TURN_POINTS)) > width:
        said = said[:-1]
    return f"{said}{CUT}" if said else ""


def _room(one: Turn) -> float:
    return _wide(Words(0, 0, one.said, TURN_POINTS)) + _wide(Words(0, 0, one.below, SMALL)) + WIDE_BESIDE + TURN_GAP


def _places(turns: Sequence[Turn], width: float) -> list[float]:
    """Where the events stand: each as far behind the one before as its words need, what is left by the days between."""
    least = [_room(one) for one in turns]
    free = max(0.0, width - LANE_NAMES - sum(least))
    apart = [_days_between(one, after) for one, after in pairwise(turns)]
    total = sum(apart) or 1
    found = [float(LANE_NAMES + NODE)]
    for room, gone in zip(least, apart, strict=False):
        found.append(found[-1] + room + free * gone / total)
    return found[: len(turns)]


def _days_between(one: Turn, other: Turn) -> int:
    return max(0, other.day - one.day) if one.day is not None and other.day is not None else 0


def _span(one: Turn, other: Turn, across: tuple[float, float], days: Callable[[int], str]) -> list[Mark]:
    """Over a gap between two events how many days it was, where there is room for the words."""
    gone, (left, right) = _days_between(one, other), across
    said = Words((left + right) / 2, TURN_HEAD / 2, days(gone) if gone else "", SMALL, "muted")
    if not gone or _wide(said) > right - left - 2 * GAP or not other.is_reached:
        return []
    return [said, Stroke(left + 2, TURN_HEAD - 4, right - 2, TURN_HEAD - 4, "edge")]


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
