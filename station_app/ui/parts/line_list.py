"""A short list of lines that wrap: the arrows choose, Enter opens, Delete takes away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from station_app.ui.parts.sheet import tip_of
from station_app.ui.shell.keys import ENTER, PLAIN

ROW, FRAME = 56, 10
"""Pixels of a line of two rows, of the frame around all."""


class LineList(QListWidget):
    """Lines by their place, all of them in sight: what it stands in scrolls.

    `chosen`: Enter or a click; `taken`: Delete; `pointed`: another line; each with its place.
    """

    chosen = Signal(int)
    taken = Signal(int)
    pointed = Signal(int)

    def __init__(self, name: str, heading: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "lines")
        self.setAccessibleName(heading)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self.chosen.emit(self.row(item)))
        self.currentRowChanged.connect(self.pointed)

    def put(self, lines: Sequence[tuple[str, bool]]) -> None:
        """Show lines, each with whether it can be chosen; the place that was pointed at stays."""
        before = self.currentRow()
        self.blockSignals(True)
        self.clear()
        for said, is_open in lines:
            item = QListWidgetItem(said)
            item.setToolTip(tip_of(said))
            if not is_open:
                item.setForeground(self.palette().placeholderText())
            self.addItem(item)
        self.blockSignals(False)
        if self.count():
            self.setCurrentRow(max(0, min(before, self.count() - 1)))
        self.setVisible(bool(lines))
        self._fit()
        QTimer.singleShot(0, self, self._fit)  # lines wrap only when they are laid out

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """As high as its lines."""
        self.doItemsLayout()
        height = max(self.contentsSize().height(), ROW) + FRAME
        if self.height() != height:
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Delete mean the line that is pointed at."""
        if self.currentRow() >= 0 and event.modifiers() in PLAIN:
            if event.key() in ENTER:
                self.chosen.emit(self.currentRow())
                return
            if event.key() == Qt.Key.Key_Delete:
                self.taken.emit(self.currentRow())
                return
        super().keyPressEvent(event)
