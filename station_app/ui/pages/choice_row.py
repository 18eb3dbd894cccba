"""A few keys in a row of which one is chosen: digits and arrows change it, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from station_app.ui.flow import FlowLayout
from station_app.ui.keys import ENTER
from station_app.ui.pick import Pick

STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ChoiceRow(QWidget):
    """`picked(key)`: another one; `left()`: Enter."""

    picked = Signal(str)
    left = Signal()

    def __init__(self, name: str, picks: Sequence[Pick], chosen: str) -> None:
        super().__init__()
        self._picks = list(picks)
        self._group = QButtonGroup(self)
        self.setAccessibleName(name)
        row = FlowLayout(self)
        for place, (key, words) in enumerate(self._picks):
            button = QPushButton(words)
            button.setAccessibleName(f"{name} {words}")
            button.setProperty("role", "step")
            button.setCheckable(True)
            button.setChecked(key == chosen)
            button.installEventFilter(self)
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.idClicked.connect(lambda place: self.picked.emit(self._picks[place][0]))

    def chosen(self) -> str:
        """The key that is chosen."""
        return self._picks[self._group.checkedId()][0]

    def take_keys(self) -> None:
        """Go to the chosen one."""
        (self._group.checkedButton() or self._group.button(0)).setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the row."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in ENTER and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.left.emit()
            return True
        step = STEPS.get(Qt.Key(event.key()), 0)
        if not step or not isinstance(watched, QPushButton):
            return super().eventFilter(watched, event)
        button = self._group.button(max(0, min(self._group.id(watched) + step, len(self._picks) - 1)))
        button.setFocus()
        button.click()
        return True
