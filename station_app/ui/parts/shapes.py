"""Figures on the screen: shapes painted, a bar or a number that leads to its records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from station_app.domain.immutable import immutable
from station_app.reports.shapes import (
    HATCHED,
    LANE,
    LEFT,
    MOST_TURNS,
    RIGHT,
    SOLID,
    TURN_HEAD,
    Bar,
    Box,
    Dot,
    Drawn,
    Mark,
    Part,
    Stroke,
    Turn,
    Words,
    folded,
    least_of_turns,
    turn_line,
)
from station_app.reports.shapes import bars as drawn_bars
from station_app.reports.shapes import split as drawn_split
from station_app.reports.shapes import swatch as drawn_swatch
from station_app.ui.parts.sheet import tip_of
from station_app.ui.shell.look import Colours

ROUND = 2
RING = 3
"""Pixels of the ring around what has the keys."""


def draw(painter: QPainter, marks: Sequence[Mark], colours: Colours) -> None:
    """Draw marks where the painter stands."""
    for mark in marks:
        match mark:
            case Box():
                _box(painter, mark, colours)
            case Words():
                _words(painter, mark, colours)
            case Dot():
                _dot(painter, mark, colours)
            case Stroke():
                _stroke(painter, mark, colours)


def _box(painter: QPainter, mark: Box, colours: Colours) -> None:
    tone, place = QColor(getattr(colours, mark.tone)), QRectF(mark.x, mark.y, mark.width, mark.height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, mark.height > ROUND)
    if mark.fill == SOLID:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone)
    else:
        painter.setPen(QPen(tone, 1))
        painter.setBrush(QBrush(tone, Qt.BrushStyle.BDiagPattern) if mark.fill == HATCHED else Qt.BrushStyle.NoBrush)
        place.adjust(0.5, 0.5, -0.5, -0.5)
    rounded = ROUND if min(mark.width, mark.height) > 2 * ROUND else 0
    painter.drawRoundedRect(place, rounded, rounded)


def _dot(painter: QPainter, mark: Dot, colours: Colours) -> None:
    tone = QColor(getattr(colours, mark.tone))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(tone, 2))
    painter.setBrush(QColor(colours.sheet) if mark.is_hollow else tone)
    painter.drawEllipse(QPointF(mark.x, mark.y), mark.radius - 1, mark.radius - 1)


def _stroke(painter: QPainter, mark: Stroke, colours: Colours) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    style = Qt.PenStyle.DotLine if mark.is_dotted else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(getattr(colours, mark.tone)), mark.thick, style))
    painter.drawLine(QPointF(mark.x, mark.y), QPointF(mark.to_x, mark.to_y))


def _words(painter: QPainter, mark: Words, colours: Colours) -> None:
    font = QFont(painter.font())
    font.setPointSizeF(mark.points)
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(getattr(colours, mark.tone)))
    size = QFontMetrics(font).size(Qt.TextFlag.TextSingleLine, mark.said)
    left = {LEFT: mark.x, RIGHT: mark.x - size.width()}.get(mark.anchor, mark.x - size.width() / 2)
    painter.drawText(QRectF(left, mark.y - size.height() / 2, size.width() + 1, size.height()), mark.said)
    painter.restore()


class WalkedDrawing(QWidget):
    """A drawing of things beside one another, one of which has the keys: Left and Right walk from one to the next,
    Enter, Space and a click open one: `opened(place)`; what is pointed at says itself."""

    opened = Signal(int)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From one to the next; Enter opens."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        places = self._places()
        if step and places:
            self._at = places[max(0, min(places.index(self._at) + step, len(places) - 1))]
            self._say_current()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at >= 0:
            self._open(self._at)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is pointed at says itself."""
        place = self._place_at(event.position())
        self.setToolTip(tip_of(self._called(place)) if place >= 0 else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is pressed opens."""
        place = self._place_at(event.position())
        if place >= 0:
            self._at = place
            self._open(place)
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, and a ring around what has the keys."""
        super().paintEvent(event)
        painter = QPainter(self)
        found = self._drawn()
        draw(painter, found.marks, self._colours)
        if self.hasFocus() and 0 <= self._at < len(found.spaces):
            space = found.spaces[self._at]
            ring(painter, self._ring_of(QRectF(space.x, space.y, space.width, space.height)), self._colours)
        painter.end()

    def _drawn(self) -> Drawn:
        raise NotImplementedError

    def _places(self) -> list[int]:
        """Those that can have the keys, in their order."""
        raise NotImplementedError

    def _called(self, place: int) -> str:
        raise NotImplementedError

    def _open(self, place: int) -> None:
        self.opened.emit(place)

    def _say_current(self) -> None:
        raise NotImplementedError

    def _ring_of(self, space: QRectF) -> QRectF:
        return space

    def _holds(self, space: Box, point: QPointF) -> bool:
        return space.x <= point.x() < space.x + space.width and space.y <= point.y() < space.y + space.height

    def _place_at(self, point: QPointF) -> int:
        spaces = self._drawn().spaces
        return next((one for one in self._places() if self._holds(spaces[one], point)), -1)


class BarsView(WalkedDrawing):
    """A series of bars. `opened(place)`: a bar was pressed, or Enter on it; Left and Right go from bar to bar.

    `say(place)` is a bar in words: its tip, and what those hear who do not see it.
    """

    def __init__(self, colours: Colours, name: str, say: Callable[[int], str]) -> None:
        super().__init__(colours)
        self._say, self._name = say, name
        self._series: Sequence[Bar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)

    def show_series(self, series: Sequence[Bar]) -> None:
        """Other bars."""
        self._series = series
        filled = self._places()
        self._at = self._at if self._at in filled else filled[-1] if filled else -1
        told = "\n".join(self._say(place) for place in filled)
        self.setAccessibleDescription(told)
        self._say_current()
        self.update()

    def _drawn(self) -> Drawn:
        return drawn_bars(self._series, self.width(), self.height())

    def _places(self) -> list[int]:
        return [place for place, one in enumerate(self._series) if one.value]

    def _called(self, place: int) -> str:
        return self._say(place)

    def _ring_of(self, space: QRectF) -> QRectF:
        return QRectF(space.x() - 2, space.y(), max(space.width() + 4, 16), space.height())

    def _holds(self, space: Box, point: QPointF) -> bool:
        return space.x <= point.x() < space.x + space.width

    def _say_current(self) -> None:
        self.setAccessibleName(f"{self._name} {self._say(self._at)}" if self._at >= 0 else self._name)


class SplitView(QWidget):
    """A line that is split into parts; its keys stand below it, each beside its swatch."""

    def __init__(self, colours: Colours, height: int) -> None:
        super().__init__()
        self._colours = colours
        self._parts: Sequence[Part] = ()
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Other parts."""
        self._parts = parts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        super().paintEvent(event)
        painter = QPainter(self)
        draw(painter, drawn_split(self._parts, self.width(), self.height()).marks, self._colours)
        painter.end()


class Legend(QWidget):
    """What a fill means: its swatch and a word."""

    def __init__(self, colours: Colours, part: Part, words: str) -> None:
        super().__init__()
        self._colours, self._part, self._words = colours, part, words
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return QSize(SWATCH + 6 + self.fontMetrics().horizontalAdvance(self._words) + 2 * RING, LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(self._colours.muted))
        painter.drawText(self.rect().adjusted(RING + SWATCH + 6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.translate(RING, (self.height() - SWATCH) // 2)
        draw(painter, (drawn_swatch(self._part, SWATCH),), self._colours)
        painter.end()


class FigureKey(QAbstractButton):
    """A number with its unit and, below or beside them, what it counts; pressed, it leads to its records.

    `points` is the size of the number; `part` puts a swatch before it. What is not known is a dash, never 0.
    """

    def __init__(self, colours: Colours, words: str, points: float, unit: str = "", part: Part | None = None) -> None:
        super().__init__()
        self._colours, self._words, self._points, self._unit, self._part = colours, words, points, unit, part
        self._number = "–"
        self._below = words
        self._tone = "ink"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def show_number(self, number: int, below: str = "", tone: str = "ink") -> None:
        """Another number; `below` are other words under it."""
        self._number, self._below, self._tone = f"{number:,}", below or self._words, tone
        self.setAccessibleName(f"{self._words} {number} {self._unit} {below}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        number, words = QFontMetrics(self._number_font()), self.fontMetrics()
        above = number.horizontalAdvance(self._number) + words.horizontalAdvance(f" {self._unit}") + self._indent()
        below = max(words.horizontalAdvance(line) for line in self._below.split("\n"))
        lines = len(self._below.split("\n"))
        return QSize(max(above, below) + 2 * RING + 4, number.height() + lines * LINE + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        """No narrower."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The number, its unit, its words."""
        event.accept()  # the base paints nothing, and cannot be called
        painter = QPainter(self)
        font, indent = self._number_font(), self._indent()
        size = QFontMetrics(font)
        base = RING + size.ascent()
        if self._part is not None:
            painter.translate(RING, RING + (size.height() - SWATCH) // 2)
            draw(painter, (drawn_swatch(self._part, SWATCH),), self._colours)
            painter.resetTransform()
        painter.setPen(QColor(getattr(self._colours, self._tone)))
        painter.setFont(font)
        painter.drawText(QPoint(RING + indent, base), self._number)
        painter.setFont(self.font())
        painter.setPen(QColor(self._colours.ink))
        painter.drawText(QPoint(RING + indent + size.horizontalAdvance(self._number) + 4, base), self._unit)
        painter.setPen(QColor(self._colours.link if self.underMouse() else self._colours.muted))
        for number, line in enumerate(self._below.split("\n")):
            painter.drawText(QRectF(RING, RING + size.height() + number * LINE, self.width(), LINE), line)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), self._colours)
        painter.end()

    def _indent(self) -> int:
        return SWATCH + 6 if self._part is not None else 0

    def _number_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(self._points)
        font.setWeight(QFont.Weight.Medium)
        return font


SWATCH, LINE = 12, 24
"""Pixels: the side of a swatch, the height of a line of words."""


def ring(painter: QPainter, place: QRectF, colours: Colours) -> None:
    """The ring around what has the keys."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.link), RING))
    half = RING / 2
    painter.drawRoundedRect(place.adjusted(half, half, -half, -half), 4, 4)


TAG_HEIGHT = 26


def tag(painter: QPainter, corner: QPoint, said: str, tone: str, colours: Colours) -> int:
    """A sign in words, its right edge given back: white on solid where it is late, framed where it is soon; what is
    calm is a hollow ring and its words, and no surface."""
    if tone == "calm":
        return _calm(painter, corner, said, colours)
    width = painter.fontMetrics().horizontalAdvance(said) + 16
    place = QRectF(corner.x(), corner.y(), width, TAG_HEIGHT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    colour = QColor(getattr(colours, tone))
    painter.setPen(QPen(colour, 1))
    painter.setBrush(colour if tone == "late" else QColor(colours.soon_wash if tone == "soon" else colours.sheet))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(QColor(colours.sheet if tone == "late" else getattr(colours, tone)))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, said)
    return int(corner.x() + width)


RING_SIDE = 10
"""Pixels of the ring before what is in time."""


def _calm(painter: QPainter, corner: QPoint, said: str, colours: Colours) -> int:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(QColor(colours.calm), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(corner.x() + 1, corner.y() + (TAG_HEIGHT - RING_SIDE) / 2, RING_SIDE, RING_SIDE))
    left, width = corner.x() + RING_SIDE + 8, painter.fontMetrics().horizontalAdvance(said) + 2
    painter.drawText(QRectF(left, corner.y(), width, TAG_HEIGHT), Qt.AlignmentFlag.AlignVCenter, said)
    return left + width


FEWEST_TURNS = 3
"""No line is folded further."""


@immutable
class TurnWords:
    """How a line of time speaks: several events folded into one, days over a gap, the whole of it as a sentence."""

    several: Callable[[int], str]
    days: Callable[[int], str]
    sentence: str


class TurnLine(WalkedDrawing):
    """A matter's line of time. Left and Right walk the events, Enter opens one: `opened(place)` among all; the one that
    stands for several opens the first of them. Its accessible name reads all of it as a sentence."""

    def __init__(
        self, colours: Colours, lanes: Sequence[tuple[str, str]], turns: Sequence[Turn], words: TurnWords
    ) -> None:
        super().__init__(colours)
        self._lanes, self._turns, self._words = lanes, turns, words
        self._at = max((place for place, one in enumerate(turns) if one.is_reached), default=0)
        self._shown: list[Turn] = []
        self._fold()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words.sentence)

    def shown(self) -> Sequence[Turn]:
        """The events as they stand there, several of them as one where they have no room."""
        return tuple(self._shown)

    def sizeHint(self) -> QSize:
        """A lane for everybody."""
        return QSize(int(least_of_turns(self._shown)), TURN_HEAD + LANE * len(self._lanes) + RING)

    def minimumSizeHint(self) -> QSize:
        """As high, and as wide as the fewest events need."""
        fewest = folded(self._turns, self._words.several, FEWEST_TURNS)
        return QSize(int(least_of_turns(fewest)), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many events as have room."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        most = min(len(self._turns), MOST_TURNS)
        self._shown = folded(self._turns, self._words.several, most)
        while most > FEWEST_TURNS and self.width() > 0 and least_of_turns(self._shown) > self.width():
            most -= 1
            self._shown = folded(self._turns, self._words.several, most)
        self._at = min(self._at, len(self._shown) - 1)

    def _drawn(self) -> Drawn:
        return turn_line(self._lanes, self._shown, self.width(), self._words.days)

    def _open(self, place: int) -> None:
        if 0 <= place < len(self._shown):
            opens = self._shown[place].opens
            self.opened.emit(opens if opens >= 0 else 1)

    def _called(self, place: int) -> str:
        one = self._shown[place]
        lane, who = self._lanes[one.lane]
        return " ".join(filter(None, (lane, who, one.said, one.below)))

    def _say_current(self) -> None:
        if 0 <= self._at < len(self._shown):
            self.setAccessibleDescription(self._called(self._at))

    def _places(self) -> list[int]:
        return list(range(len(self._shown)))
