"""How a cell of a table is painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from station_app.ui.look import Colours
from station_app.ui.rows import Column, Index


class CellDelegate(QStyledItemDelegate):
    """Paints a first line in ink, a second muted, and a colour that repeats the words of a state."""

    def __init__(self, columns: Sequence[Column], colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns, self._colours = columns, colours

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        item: Any = option  # PySide's stubs leave out what the option holds
        colours = self._colours
        is_chosen = bool(item.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(item.font)
        painter.fillRect(item.rect, QColor(colours.chosen if is_chosen else colours.sheet))
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(item.rect.bottomLeft(), item.rect.bottomRight())
        first, _, second = str(index.data() or "").partition("\n")
        tone = self._columns[index.column()].tone
        ink = {"late": colours.late, "soon": colours.soon}.get(tone(first) if tone else "", colours.ink)
        place = item.rect.adjusted(8, 0, -8, 0)
        if second:
            half = place.height() // 2
            _write(painter, place.adjusted(0, half - 2, 0, -4), colours.muted, second)
            place = place.adjusted(0, 4, 0, -half)
        _write(painter, place, ink, first)
        painter.restore()


def _write(painter: QPainter, place: QRect, colour: str, line: str) -> None:
    painter.setPen(QColor(colour))
    words = line.replace("\n", " ")
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
