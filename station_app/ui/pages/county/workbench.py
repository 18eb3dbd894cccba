"""工作台: the county's first page: what waits, a tile each, the gravest row first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from station_app.db.waits import WAITS
from station_app.reports.shapes import trend
from station_app.services import workbench
from station_app.services.workbench import LISTS, TILES, Tile, Told
from station_app.text import county as say
from station_app.ui.parts.shapes import LINE, draw, ring
from station_app.ui.parts.sheet import row_of, words_line
from station_app.ui.shell.look import GRID, Colours
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

MOST_COLUMNS, TILE_WIDTH = 5, 216
"""Tiles side by side at most, and the pixels that one needs."""
STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class WorkbenchPage(Page):
    """The tiles in a grid. Arrows go from tile to tile, Enter opens its list, F4 the worst single matter."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.WORKBENCH)
        self._place = place
        self._told: Mapping[str, Told] = {}
        self.tiles = {tile.name: TileKey(place.colours, tile, self._step) for tile in TILES}
        content = QWidget()
        content.setObjectName("scrolled")
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, GRID, 0)
        self._grid.setHorizontalSpacing(GRID * 2)
        self._grid.setVerticalSpacing(GRID)
        start = KeyAct(say.START_WORST, self._start)
        key = act_key(start, "F4")
        key.setObjectName("main")
        self._columns, self._heads = 0, {row: _heading(row) for row in say.ROWS}
        if (first := self._heads[workbench.NOW].layout()) is not None:
            first.addWidget(key)
        for tile in TILES:
            self.tiles[tile.name].clicked.connect(lambda _=False, one=tile: self._open(one))
        self.body.addWidget(scrolled(content), 1)
        self.set_acts({"F5": KeyAct(say.WORKBENCH, self.entered), "F4": start})
        self._arrange(MOST_COLUMNS)

    def entered(self) -> None:
        """Count again; the numbers stand until the new ones come."""
        if self.focusWidget() is None:
            self.tiles[TILES[0].name].setFocus(Qt.FocusReason.OtherFocusReason)
        desk = self._place.desk
        self._place.jobs.read(lambda: (workbench.read(desk), workbench.running(desk)), self._found, owner=self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many tiles side by side as have room."""
        super().resizeEvent(event)
        room = self.width() - 6 * GRID
        self._arrange(max(1, min(MOST_COLUMNS, (room + 2 * GRID) // (TILE_WIDTH + 2 * GRID))))

    def _found(self, found: tuple[Mapping[str, Told], tuple[int, int]]) -> None:
        self._told, running = found
        self.set_heading(say.WORKBENCH, say.workbench_sentence(*running))
        for tile in TILES:
            self.tiles[tile.name].show_told(self._told[tile.name], self._place.desk.today)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns, line = columns, 0
        for before in range(self._grid.rowCount()):
            self._grid.setRowStretch(before, 0)
        for row in say.ROWS:
            self._grid.addWidget(self._heads[row], line, 0, 1, columns)
            own = [tile for tile in TILES if tile.row == row]
            for place, tile in enumerate(own):
                self._grid.addWidget(self.tiles[tile.name], line + 1 + place // columns, place % columns)
            line += 2 + (len(own) - 1) // columns
        for column in range(MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setRowStretch(line, 1)

    def _step(self, name: str, down: int, across: int) -> None:
        """From a tile to the next one in the grid; over the headings between."""
        places: dict[str, tuple[int, int]] = {}
        for one, key in self.tiles.items():
            found: Any = self._grid.getItemPosition(self._grid.indexOf(key))  # PySide's stubs say object
            places[one] = (found[0], found[1])
        row, column = places[name]
        rows = sorted({at for at, _ in places.values()})
        if across:
            beside = [one for one, place in places.items() if place == (row, column + across)]
        else:
            at = rows.index(row) + down
            line = [one for one, place in places.items() if 0 <= at < len(rows) and place[0] == rows[at]]
            beside = sorted(line, key=lambda one: abs(places[one][1] - column))
        if beside:
            self.tiles[beside[0]].setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, tile: Tile) -> None:
        told = self._told.get(tile.name)
        if tile.page in ("", "promises"):
            kind = (told.kind if told else "") or next(iter(WAITS.get(tile.name, LISTS)))
            page = self._place.open(tile.page or LISTS[kind])
            page.show_only(tile.given or tile.name)  # type: ignore[attr-defined]  # every list that a tile opens has it
        else:
            self._place.open(tile.page)

    def _start(self) -> None:
        kind, uid = workbench.worst_of_all(self._told)
        if uid:
            self._place.record(kind, uid)
        else:
            self.notices.tell(say.NOTHING_WORST)


def _heading(row: str) -> QWidget:
    called, told = say.ROWS[row]
    line = QWidget()
    labels = [words_line(called, "heading"), words_line(told, "hint")]
    for label in labels:
        label.setWordWrap(False)
    across = row_of(*labels, stretch_after=1)
    across.setContentsMargins(0, GRID // 2, 0, 0)
    line.setLayout(across)
    return line


STRIPE, PADDING, NUMBER_POINTS = 6, 16, 30


class TileKey(QAbstractButton):
    """One tile: a stripe in its tone, its words, the number, eight weeks, the worst case. Enter opens it too.

    What is not known yet is a dash, never 0; nothing to do is muted.
    """

    def __init__(self, colours: Colours, tile: Tile, step: Callable[[str, int, int], None]) -> None:
        super().__init__()
        self._colours, self._tile, self._step = colours, tile, step
        self._told: Told | None = None
        self._worst = self._kinds = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName(tile.name)
        self.setAccessibleName(say.TILES[tile.name])

    def show_told(self, told: Told, today: str) -> None:
        """Other numbers."""
        self._told = told
        days = self._tile.days(told, today)
        whose = say.station(told.whose) if self._tile.by_station else told.whose
        self._worst = say.worst(days, whose, is_past=self._tile.is_past) if told.count else say.NONE
        self._kinds = say.kinds(told.counts)
        self.setAccessibleName(say.tile(say.TILES[self._tile.name], told.count, self._kinds, self._worst))
        self.update()

    def said(self) -> tuple[int, str, str]:
        """The number, how it is made up, the worst case: as they are painted."""
        return self._told.count if self._told else 0, self._kinds, self._worst

    def sizeHint(self) -> QSize:
        """As high as its four lines."""
        return QSize(TILE_WIDTH, 2 * PADDING + 2 * LINE + 60)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go on, Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif (step := STEPS.get(Qt.Key(event.key()))) is not None:
            self._step(self._tile.name, *step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it."""
        event.accept()  # the base paints nothing, and cannot be called
        painter, colours = QPainter(self), self._colours
        count = self._told.count if self._told else 0
        tone = self._tile.tone if count else "muted"
        self._ground(painter, count)
        left, right = STRIPE + PADDING - 4, self.width() - PADDING
        painter.setPen(QColor(colours.ink if count else colours.muted))
        _line(painter, QRectF(left, PADDING - 4, right - left, LINE), say.TILES[self._tile.name])
        self._number(painter, left, right, tone)
        top = PADDING + LINE + 42
        painter.setPen(QColor(colours.muted))
        _line(painter, QRectF(left, top, right - left, LINE), self._worst)
        _line(painter, QRectF(left, top + LINE - 2, right - left, LINE), self._kinds)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), colours)
        painter.end()

    def _ground(self, painter: QPainter, count: int) -> None:
        colours, tile = self._colours, self._tile
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(colours.hairline), 1))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.sheet))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if count and (tile.tone != "ink" or tile.row == workbench.NOW):
            colour = QColor(getattr(colours, tile.tone))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern) if tile.tone == "soon" else colour)
            painter.drawRect(QRectF(1, 4, STRIPE, self.height() - 8))

    def _number(self, painter: QPainter, left: int, right: int, tone: str) -> None:
        font = QFont(self.font())
        font.setPointSizeF(NUMBER_POINTS)
        font.setWeight(QFont.Weight.Medium)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(getattr(self._colours, tone)))
        told = f"{self._told.count:,}" if self._told else "–"
        painter.drawText(QPoint(left, PADDING + LINE + 36), told)
        used = left + painter.fontMetrics().horizontalAdvance(told) + 12
        painter.restore()
        if self._told and self._told.count and self._told.weeks and right - used > 40:
            width = min(80, right - used)
            painter.save()
            painter.translate(right - width, PADDING + LINE + 6)
            draw(painter, trend(self._told.weeks, width, 30, tone).marks, self._colours)
            painter.restore()


def _line(painter: QPainter, place: QRectF, said: str) -> None:
    shown = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(place.width()))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
