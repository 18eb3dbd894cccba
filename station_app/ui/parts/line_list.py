"""A short list of lines that wrap: the arrows choose, Enter opens, Delete takes away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QKeyCombination, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu

from station_app.text import finding as words
from station_app.text import key_words
from station_app.ui.parts.record_list import doing
from station_app.ui.parts.sheet import tip_of
from station_app.ui.shell.keys import ENTER, PLAIN
from station_app.ui.shell.page import KeyAct

EXPORT = "Ctrl+E"
EXPORTS = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E).toCombined()
KEYS = (EXPORT,)
"""The keys of the acts that a list takes itself."""

ROW, FRAME = 56, 10
"""Pixels of a line of two rows, of the frame around all."""


class LineList(QListWidget):
    """Lines by their place, all of them in sight: what it stands in scrolls.

    `chosen`: Enter or a click; `taken`: Delete; `pointed`: another line; each with its place. The right button offers
    what the keys do: `opens` and `takes` are the words for the first two ("" where there is no such thing), `acts` what
    can be done with all lines, by key ("" for none).
    """

    chosen = Signal(int)
    taken = Signal(int)
    pointed = Signal(int)

    def __init__(
        self,
        name: str,
        heading: str,
        opens: str = words.OPEN,
        takes: str = "",
        acts: Mapping[str, KeyAct] | None = None,
    ) -> None:
        super().__init__()
        self._opens, self._takes, self._acts = opens, takes, acts or {}
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu().popup(self.viewport().mapToGlobal(at)))
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

    def menu(self) -> QMenu:
        """What the keys do with the line that is pointed at, and what can be done with all of them."""
        menu, row = QMenu(self), self.currentRow()
        if row >= 0:
            if self._opens:
                menu.addAction(f"{self._opens}\t{key_words('Enter')}").triggered.connect(lambda: self.chosen.emit(row))
            if self._takes:
                menu.addAction(f"{self._takes}\tDelete").triggered.connect(lambda: self.taken.emit(row))
            menu.addAction(f"{words.COPY_CELL}\tCtrl+C").triggered.connect(lambda: self._copy(row))
        menu.addAction(words.COPY_LINES).triggered.connect(lambda: self._copy(*range(self.count())))
        menu.addSeparator()
        for key, act in self._acts.items():
            menu.addAction(f"{act.label}\t{key}" if key in KEYS else act.label).triggered.connect(doing(act))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _copy(self, *rows: int) -> None:
        said = (self.item(row).text().replace("\n", "\t") for row in rows)  # a row each in a table
        QGuiApplication.clipboard().setText("\n".join(said))

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

    def _exports(self, event: QKeyEvent) -> bool:
        return EXPORT in self._acts and event.keyCombination().toCombined() == EXPORTS

    def event(self, event: QEvent) -> bool:
        """The window asks its page at each key of an act; that of the list is the list's own."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._exports(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Delete mean the line that is pointed at; Ctrl+E all of them."""
        if self._exports(event):
            self._acts[EXPORT].do()
            return
        if self.currentRow() >= 0 and event.modifiers() in PLAIN:
            if event.key() in ENTER:
                self.chosen.emit(self.currentRow())
                return
            if event.key() == Qt.Key.Key_Delete:
                self.taken.emit(self.currentRow())
                return
        super().keyPressEvent(event)
