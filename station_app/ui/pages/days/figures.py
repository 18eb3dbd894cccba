"""What 今日 shows beside the day: the month in figures, and the matters that have waited longest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station_app.db.ledger import LedgerRow
from station_app.domain import waiting
from station_app.reports.shapes import HATCHED, Bar, Part
from station_app.services.agenda import DayFigure, Month
from station_app.text import desk as say
from station_app.text import finding as words
from station_app.ui.parts.shapes import BarsView, FigureKey, Legend, SplitView, tag
from station_app.ui.parts.sheet import PlainLabel, paragraph
from station_app.ui.shell.look import GRID
from station_app.ui.shell.workplace import Workplace

PARTS = ((Part(0, "ink"), "told"), (Part(0, "soon", HATCHED), "untold"), (Part(0, "bar_mid", HATCHED), "running"),
         (Part(0, "late"), "overdue"))  # fmt: skip
"""What became of a month's matters: how each part is drawn, and which list of the ledger it is."""
LARGE, MIDDLING = 24, 15
BAR_HEIGHT = 22
SIGN = 92
"""Pixels that a sign may take before the titles stand out of line: 还有 30 天."""
ALL_FIT, MOST_FIT = 1060, 760
"""Pixels of the strip from which on everything is shown, and everything but the months."""


@runtime_checkable
class Narrows(Protocol):
    """A list that another page can narrow to what it has counted."""

    def show_only(self, state: str, span: str = "") -> None:
        """Only opinions of a state, received in a span or on a day."""
        ...


def narrow(place: Workplace, state: str, span: str = "") -> None:
    """Go to the ledger, where stands only what a figure counts."""
    page = place.open("ledger")
    if isinstance(page, Narrows):
        page.show_only(state, span)


class MonthStrip(QWidget):
    """The month: visits a day, what became of what was heard, deadlines missed. Each number opens to its records."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place, colours = place, place.colours
        self._month: Month | None = None
        self.visits = FigureKey(colours, say.MONTH_VISITS, LARGE, say.VISITS_UNIT)
        self.visits.clicked.connect(lambda: narrow(place, "all", "month"))
        self.days = BarsView(colours, say.MONTH_VISITS, self._say_day)
        self.days.opened.connect(self._open_day)
        self._heard = _one_line(say.MONTH_HEARD, "heading")
        self._split = SplitView(colours, BAR_HEIGHT)
        self.parts = {
            key: FigureKey(colours, said, MIDDLING, part=part)
            for (part, key), said in zip(PARTS, say.BECAME, strict=True)
        }
        for key, one in self.parts.items():
            one.clicked.connect(partial(self._open_part, key))
        self.late = FigureKey(colours, say.LATE_NOW, LARGE, say.LATE_UNIT)
        self.late.clicked.connect(lambda: narrow(place, "overdue"))
        self.months = BarsView(colours, say.MISSED, self._say_month)
        self.months.opened.connect(lambda _place: narrow(place, "overdue"))
        self.months.setFixedWidth(184)
        self._missed, self._last = _one_line(say.MISSED, "hint"), QWidget()
        self._lay_out()

    def show_month(self, month: Month) -> None:
        """Other figures, in the same places."""
        self._month = month
        self.visits.show_number(month.visits, say.month_visits(month.heads))
        self.days.show_series([self._day_bar(one) for one in month.days])
        counts = (month.told, month.untold, month.in_time, month.late)
        self._heard.setText(say.month_heard(month.heard, month.told))
        self._split.show_parts([Part(count, one.tone, one.fill) for (one, _), count in zip(PARTS, counts, strict=True)])
        for (key, one), count in zip(self.parts.items(), counts, strict=True):
            one.show_number(count, tone="late" if key == "overdue" and count else "ink")
        *before, (_, now) = month.missed
        self.late.show_number(month.late_now, tone="late" if month.late_now else "ink")
        self._missed.setText(say.missed_beside(now, before[-1][1]))
        self.months.show_series(
            [*(Bar(count, str(int(name[5:])), is_told=True) for name, count in before),
             Bar(now, str(int(month.missed[-1][0][5:])), is_told=True, tone="late")]
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the months go first, then the days."""
        super().resizeEvent(event)
        width = event.size().width()
        self._last.setVisible(width >= ALL_FIT)
        self.days.setVisible(width >= MOST_FIT)

    def _lay_out(self) -> None:
        row = _row(self)
        row.addLayout(self._came())
        row.addWidget(self.days, 3)
        row.addWidget(_line())
        row.addLayout(self._became(), 2)
        row.addWidget(self._last)
        last, months = _row(self._last), QVBoxLayout()
        months.setSpacing(0)
        months.addWidget(self._missed)
        months.addWidget(self.months, 1)
        last.addWidget(_line())
        last.addWidget(self.late, 0, Qt.AlignmentFlag.AlignVCenter)
        last.addLayout(months)

    def _came(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.visits)
        column.addWidget(Legend(self._place.colours, Part(1, "ink"), say.RECEPTION_DAYS))
        column.addStretch(1)
        return column

    def _became(self) -> QVBoxLayout:
        column, keys = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(GRID // 2)
        column.addWidget(self._heard)
        column.addWidget(self._split)
        keys.setSpacing(GRID)
        for one in self.parts.values():
            keys.addWidget(one)
        column.addLayout(keys)
        return column

    def _day_bar(self, one: DayFigure) -> Bar:
        is_today, number = one.day == self._place.desk.today, str(int(one.day[8:]))
        is_marked = bool(one.reception and one.visits) or is_today
        below = say.TODAY_BELOW if is_today else number if is_marked else ""
        return Bar(one.visits, below, is_told=is_marked, tone="ink" if one.reception else "bar_old")

    def _say_day(self, place: int) -> str:
        one = self._month.days[place] if self._month else DayFigure("", 0, 0)
        return say.day_figure(one.day, one.visits, one.heads, is_reception=bool(one.reception)) if one.day else ""

    def _say_month(self, place: int) -> str:
        return say.missed_figure(*self._month.missed[place]) if self._month else ""

    def _open_day(self, place: int) -> None:
        if self._month is None:
            return
        one = self._month.days[place]
        if one.reception:
            self._place.open("day", one.reception)
        else:
            narrow(self._place, "all", one.day)

    def _open_part(self, key: str) -> None:
        narrow(self._place, key, "month")


def _one_line(said: str, role: str) -> PlainLabel:
    label = PlainLabel(said)
    label.setProperty("role", role)
    return label


def _row(within: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(within)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID * 2)
    return row


def _line() -> QFrame:
    line = QFrame()
    line.setObjectName("between")
    line.setFixedWidth(1)
    return line


ROW, HALF = 46, 22
"""Pixels of a row of two lines, and of a line."""


class LongestWaiting(QWidget):
    """The matters that have waited longest, the worst first; as many as there is room for. Up and Down go from one to
    the next, Enter opens."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._rows: list[MatterKey] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._empty = paragraph(say.NOBODY_WAITS, "hint")
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    @property
    def rows(self) -> list[MatterKey]:
        """The rows, the worst first."""
        return self._rows

    def show_matters(self, matters: tuple[LedgerRow, ...]) -> None:
        """Other matters; a row that is there already stays, and with it the keys."""
        while len(self._rows) < len(matters):
            row = MatterKey(self._place, self._step)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for row, matter in zip(self._rows, matters, strict=False):
            row.show_matter(matter)
        self._empty.setVisible(not matters)
        self._shown = len(matters)
        self._fit()

    _shown = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A row that would be cut is not shown."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(1, self.height() // ROW)
        for place, row in enumerate(self._rows):
            row.setVisible(place < min(self._shown, room))

    def _step(self, row: MatterKey, step: int) -> None:
        shown = [one for one in self._rows if one.isVisible()]
        shown[max(0, min(shown.index(row) + step, len(shown) - 1))].setFocus(Qt.FocusReason.TabFocusReason)


class MatterKey(QAbstractButton):
    """One matter that waits: how long as a sign, what it is about, who has it, what is to be done."""

    def __init__(self, place: Workplace, step: Callable[[MatterKey, int], None]) -> None:
        super().__init__()
        self._place, self._step_to = place, step
        self._sign, self._tone, self._title, self._below, self._verb, self._uid = "", "muted", "", "", "", ""
        self.setFixedHeight(ROW)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: place.record("opinion", self._uid))

    def show_matter(self, row: LedgerRow) -> None:
        """Another matter."""
        desk = self._place.desk
        left = waiting.days_left(row.state, row.due_on, desk.today)
        waited = waiting.days_waited(row.state, row.received_on, desk.today) or 0
        if left is not None and left < 0:
            self._sign, self._tone = words.due_in(left), "late"
        elif left is not None and left <= waiting.SOON_DAYS:
            self._sign, self._tone = words.due_in(left), "soon"
        else:
            self._sign, self._tone = say.waited_for(waited), "muted"
        self._uid, self._title = row.uid, row.title or desk.codes.name_of("matter", row.category)
        self._below = say.holds(desk.codes.name_of("opinion_state", row.state), row.unit)
        self._verb = say.VERBS.get(row.state, say.URGE)
        self.setAccessibleName(words.standing(self._sign, self._title, self._below, self._verb))
        self.update()

    def sizeHint(self) -> QSize:
        """The width is what the card gives."""
        return QSize(280, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down, and Enter."""
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._step_to(self, 1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign, two lines, the verb at the right."""
        event.accept()  # the base paints nothing, and cannot be called
        colours, painter = self._place.colours, QPainter(self)
        area = self.rect()
        if self.hasFocus() or self.underMouse():
            painter.fillRect(area, QColor(colours.chosen if self.hasFocus() else colours.hover))
        edge = max(tag(painter, QPoint(4, 4), self._sign, self._tone, colours), SIGN) + 10
        metrics = painter.fontMetrics()
        verb = metrics.horizontalAdvance(self._verb)
        for top, said, tone, room in (
            (1, self._title, colours.ink, area.width() - edge - 4),
            (HALF + 1, self._below, colours.muted, area.width() - edge - verb - 16),
        ):
            painter.setPen(QColor(tone))
            shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(edge, top, room + 1, HALF), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(QColor(colours.link))
        painter.drawText(
            QRectF(area.width() - verb - 5, HALF + 1, verb + 1, HALF), Qt.AlignmentFlag.AlignVCenter, self._verb
        )
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.link), 3))
            painter.drawRect(QRectF(area).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()
