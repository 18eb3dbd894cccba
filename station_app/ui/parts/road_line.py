"""A line of stations: what lies behind is filled, what is to come is hollow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.domain.immutable import immutable
from station_app.ui.shell.look import GRID, Colours

RADIUS = 7
WIDEST = 176
"""Pixels from one station to the next, at most."""

MOST_IN_LINE = 7
"""A matter that was done twice has more stations than a screen is wide: they go on in a second line."""


@immutable
class StationLine:
    """One station: its name, the words under it (a day), whether it was reached, and a tone ("", "soon", "late")."""

    name: str
    below: str
    is_reached: bool
    tone: str = ""


class RoadLine(QWidget):
    """Draws stations from left to right; it takes no focus, and says them to those who hear the screen."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._stations: tuple[StationLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, stations: Sequence[StationLine]) -> None:
        """Show other stations."""
        self._stations = tuple(stations)
        self.setAccessibleName(" → ".join(f"{one.name} {one.below}".strip() for one in stations))
        self.updateGeometry()
        self.update()

    def stations(self) -> tuple[StationLine, ...]:
        """What is drawn."""
        return self._stations

    def sizeHint(self) -> QSize:
        """Two lines of words under the line."""
        return QSize(self._across() * 96, self._lines() * self._line_height())

    def minimumSizeHint(self) -> QSize:
        """As high as it hints, and no narrower than its words can bear."""
        return QSize(self._across() * 72, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, its stations, their words."""
        if not self._stations:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = min(WIDEST, self.width() / self._across())
        for place in range(len(self._stations) - 1):
            self._draw_line(painter, place, step)
        for place, station in enumerate(self._stations):
            line, column = divmod(place, MOST_IN_LINE)
            self._draw_station(painter, station, QPointF(column * step + RADIUS + 2, self._middle(line)), step)
        painter.end()

    def _across(self) -> int:
        return max(1, min(len(self._stations), MOST_IN_LINE))

    def _lines(self) -> int:
        return max(1, -(-len(self._stations) // MOST_IN_LINE))

    def _line_height(self) -> int:
        return 2 * RADIUS + 8 + 2 * self.fontMetrics().lineSpacing()

    def _middle(self, line: int) -> float:
        return line * self._line_height() + RADIUS + 2.0

    def _draw_line(self, painter: QPainter, place: int, step: float) -> None:
        """From a station to the next; the last one of a line leads out to the right."""
        is_behind = self._stations[place + 1].is_reached
        ink = QColor(self._colours.ink if is_behind else self._colours.edge)
        painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine if is_behind else Qt.PenStyle.DotLine))
        line, column = divmod(place, MOST_IN_LINE)
        middle, first = self._middle(line), column * step + 2 * RADIUS + 6
        painter.drawLine(QPointF(first, middle), QPointF((column + 1) * step - 2, middle))

    def _draw_station(self, painter: QPainter, station: StationLine, centre: QPointF, step: float) -> None:
        colours = self._colours
        painter.setPen(QPen(QColor(colours.ink if station.is_reached else colours.edge), 2))
        painter.setBrush(QColor(colours.ink if station.is_reached else colours.sheet))
        painter.drawEllipse(centre, RADIUS, RADIUS)
        height = self.fontMetrics().lineSpacing()
        ink = colours.ink if station.is_reached else colours.muted
        below = {"late": colours.late, "soon": colours.soon}.get(station.tone, colours.muted)
        for line, (said, colour) in enumerate(((station.name, ink), (station.below, below))):
            painter.setPen(QColor(colour))
            place = QRectF(centre.x() - RADIUS, centre.y() + RADIUS + 4 + line * height, step - GRID, height)
            shown = self.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
