"""The line icons of the rail: SVG files of our own in `resources/icons`, drawn in any colour."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from station_app import paths

SIDE = 24
"""Pixels: the square that the icons are drawn in."""


def icon(name: str, colour: str, chosen_colour: str) -> QIcon:
    """The icon `name` in `colour` (`#RRGGBB`), and in `chosen_colour` where its key is down.

    Raises FileNotFoundError for a name that has no drawing.
    """
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")
    made = QIcon()
    for ink, state in ((colour, QIcon.State.Off), (chosen_colour, QIcon.State.On)):
        made.addPixmap(_drawn(drawing.replace("currentColor", ink)), QIcon.Mode.Normal, state)
    return made


def _drawn(drawing: str) -> QPixmap:
    pixmap = QPixmap(QSize(SIDE * 2, SIDE * 2))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(2.0)
    return pixmap
