"""A year in one picture: twelve months, the reception days marked in words' own colours, walked by the arrow keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app import text
from station_app.domain.immutable import immutable
from station_app.text import planning as say
from station_app.ui.parts.sheet import tip_of
from station_app.ui.shell.look import LIGHT, Colours

ACROSS, DOWN = 4, 3
"""Months beside one another, and under one another."""
WEEKS = 6
NAME, WEEKDAYS = 22, 16
HEAD = NAME + WEEKDAYS
"""Pixels over a month's days: its name, and the days of the week."""
GAP = 10
STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}
MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


@immutable
class Mark:
    """What stands on a day: `tone` is "held" (full), "planned" (ringed), "proposed" (ringed thin) or "" (crossed out);
    `words` say it."""

    tone: str
    words: str


class YearCalendar(QWidget):
    """The days of one year. `moved(day)`: another day is current; `opened(day)`: Enter or a double click; ISO 8601."""

    moved = Signal(str)
    opened = Signal(str)

    def __init__(self, year: int, colours: Colours = LIGHT) -> None:
        super().__init__()
        self._colours = colours
        self._current = date(year, 1, 1)
        self._marks: Mapping[str, Mark] = {}
        self._off: Mapping[str, str] = {}
        self._today = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(say.YEAR_VIEW)

    @property
    def current(self) -> str:
        """The current day, ISO 8601."""
        return self._current.isoformat()

    def put(self, year: int, marks: Mapping[str, Mark], off: Mapping[str, str], today: str) -> None:
        """Show a year: marks and days off (with their names) by civil date."""
        self._marks, self._off, self._today = marks, off, today
        if self._current.year != year:
            self._current = date.fromisoformat(today) if today.startswith(f"{year}-") else date(year, 1, 1)
        self._tell()

    def go_to(self, day: str) -> None:
        """Make a day of the year the current one."""
        read = date.fromisoformat(day)
        if read.year == self._current.year and read != self._current:
            self._current = read
            self._tell()

    def sizeHint(self) -> QSize:
        """Room for two digits in every day."""
        return QSize(ACROSS * 7 * 21 + (ACROSS - 1) * GAP, DOWN * (HEAD + WEEKS * 21) + (DOWN - 1) * GAP)

    def minimumSizeHint(self) -> QSize:
        """Days may become a little smaller."""
        return QSize(ACROSS * 7 * 17 + (ACROSS - 1) * GAP, DOWN * (HEAD + WEEKS * 16) + (DOWN - 1) * GAP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk by days and weeks, Page Up and Page Down by months, Enter opens."""
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in STEPS:
            self._move(self._current + timedelta(days=STEPS[key]))
        elif key in MONTHS:
            month = self._current.month + MONTHS[key]
            self._move(date(self._current.year, month, 1) if 1 <= month <= 12 else self._current)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            year = self._current.year
            self._move(date(year, 1, 1) if key == Qt.Key.Key_Home else date(year, 12, 31))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click makes a day the current one."""
        super().mousePressEvent(event)
        if day := self._day_at(event.position().toPoint()):
            event.accept()
            self._move(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens it."""
        if self._day_at(event.position().toPoint()) == self._current:
            event.accept()  # the base would take it for another press
            self.opened.emit(self.current)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The whole year; it is 365 numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPointSizeF(self.font().pointSizeF() * 0.83)
        for month in range(1, 13):
            place = self._month(month)
            painter.setFont(self.font())
            painter.setPen(QColor(self._colours.ink))
            painter.drawText(
                place.x() + 4, place.y(), place.width(), NAME, Qt.AlignmentFlag.AlignLeft, say.month(month)
            )
            painter.setFont(small)
            painter.setPen(QColor(self._colours.muted))
            for at, name in enumerate(say.WEEKDAY_HEADS):
                width = self._cell(place).width()
                head = QRect(place.x() + at * width, place.y() + NAME, width, WEEKDAYS)
                painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
            day = date(self._current.year, month, 1)
            while day.month == month:
                self._paint_day(painter, day)
                day += timedelta(days=1)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date) -> None:
        colours, key = self._colours, day.isoformat()
        place, mark = self._place(day), self._marks.get(key)
        is_off = key in self._off
        self._paint_ground(painter, place.adjusted(1, 1, -1, -1), mark.tone if mark else "", key == self._today)
        ink = colours.muted if is_off else colours.ink
        painter.setPen(QColor(colours.on_accent if mark and mark.tone == "held" else ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if mark is not None and not mark.tone:
            middle = place.center().y() + 1
            painter.setPen(QColor(colours.late))
            painter.drawLine(place.x() + 3, middle, place.right() - 3, middle)
        elif is_off and mark is None:
            painter.setPen(QColor(colours.hairline))
            painter.drawLine(place.x() + 4, place.bottom() - 2, place.right() - 4, place.bottom() - 2)
        if day == self._current and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if mark is not None and mark.tone == "held":  # blue on red cannot be told apart
                painter.setPen(QPen(QColor(colours.sheet), 2))
                painter.drawRoundedRect(place.adjusted(2, 2, -2, -2), 3, 3)
            painter.setPen(QPen(QColor(colours.link), 3))
            painter.drawRoundedRect(place, 4, 4)

    def _paint_ground(self, painter: QPainter, ring: QRect, tone: str, is_today: bool) -> None:
        """What lies under a day's number: full where it was held, a ring where it is to come, shaded today."""
        colours = self._colours
        if tone == "held" or (not tone and is_today):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent if tone else colours.chosen))
        elif tone:
            painter.setPen(QPen(QColor(colours.accent), 2 if tone == "planned" else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            return
        painter.drawRoundedRect(ring, 4, 4)

    def _month(self, month: int) -> QRect:
        column, row = (month - 1) % ACROSS, (month - 1) // ACROSS
        width = (self.width() - GAP * (ACROSS - 1)) // ACROSS
        height = (self.height() - GAP * (DOWN - 1)) // DOWN
        return QRect(column * (width + GAP), row * (height + GAP), width, height)

    def _place(self, day: date) -> QRect:
        """Where a day stands; the week begins on Monday."""
        month = self._month(day.month)
        cell = self._cell(month)
        before = day.replace(day=1).weekday() + day.day - 1
        corner = QPoint(month.x() + before % 7 * cell.width(), month.y() + HEAD + before // 7 * cell.height())
        return QRect(corner, cell)

    def _cell(self, month: QRect) -> QSize:
        return QSize(month.width() // 7, (month.height() - HEAD) // WEEKS)

    def _day_at(self, at: QPoint) -> date | None:
        day = date(self._current.year, 1, 1)
        while day.year == self._current.year:
            if self._place(day).contains(at):
                return day
            day += timedelta(days=1)
        return None

    def _move(self, day: date) -> None:
        if day.year == self._current.year and day != self._current:
            self._current = day
            self._tell()
            self.moved.emit(self.current)

    def _tell(self) -> None:
        """The current day in words, for those who hear the screen and those who rest the mouse on it."""
        mark = self._marks.get(self.current)
        parts = (text.day_in_words(self.current), self._off.get(self.current, ""), mark.words if mark else "")
        said = " ".join(part for part in parts if part)
        self.setAccessibleDescription(said)
        self.setToolTip(tip_of(said))
        self.update()
