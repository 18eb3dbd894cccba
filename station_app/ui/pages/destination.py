"""Where a matter goes: a row of keys, of which one is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from station_app.domain.immutable import immutable
from station_app.text import desk as say
from station_app.ui.flow import FlowLayout
from station_app.ui.parts.sheet import words
from station_app.ui.shell.keys import ENTER, is_echo, went_on


@immutable
class Offer:
    """An act that a matter may begin with, and its word."""

    act: str
    name: str


class Destination(QWidget):
    """Where a matter goes: keys in a row. A digit picks and goes on; arrows pick, Enter goes on.

    `picked(act)`, `left()`.
    """

    picked = Signal(str)
    left = Signal()
    arrived = Signal(QWidget)

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self.chosen = ""
        self._offers: tuple[Offer, ...] = ()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self._clicked)
        self._row = FlowLayout(self)
        label = words(say.DESTINATION, "label")
        label.setFixedWidth(120)
        label.setMinimumHeight(36)
        self._row.addWidget(label)
        self.offer(offers)

    def offer(self, offers: Sequence[Offer]) -> None:
        """Offer other destinations; one that was chosen and is offered no more is given up."""
        if tuple(offers) == self._offers:
            return
        for key in self._group.buttons():
            self._group.removeButton(key)
            self._row.removeWidget(key)
            key.hide()
            key.deleteLater()
        self._offers = tuple(offers)
        for number, offer in enumerate(self._offers, start=1):
            key = QPushButton(say.choice_key(number, offer.name))
            key.setObjectName(f"to_{offer.act}")
            key.setAccessibleName(f"{say.DESTINATION} {offer.name}")
            key.setProperty("role", "step")
            key.setCheckable(True)
            key.setAutoDefault(False)
            key.installEventFilter(self)
            self._group.addButton(key, number)
            self._row.addWidget(key)
            key.show()
        is_offered = any(offer.act == self.chosen for offer in self._offers)
        self.choose(self.chosen if is_offered else "")

    def choose(self, act: str) -> None:
        """Show that `act` was chosen, "" for nothing yet."""
        self.chosen = act
        self._group.setExclusive(False)
        for key, offer in zip(self._group.buttons(), self._offers, strict=True):
            key.setChecked(offer.act == act)
        self._group.setExclusive(True)

    def focus_first(self) -> None:
        """Go to the chosen key, or to the first."""
        key = self._group.checkedButton() or self._group.button(1)
        key.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the row."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.arrived.emit(watched)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QPushButton):
            return self._pressed(self._group.id(watched), event)
        return super().eventFilter(watched, event)

    def _pressed(self, at: int, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if is_echo(self, event):
            return True
        digit = int(event.text()) if event.text().isascii() and event.text().isdigit() else 0
        if event.key() in ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.focusNextPrevChild(False)
            else:
                self.left.emit()
            return not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        wanted = digit or (
            max(1, min(at + steps[Qt.Key(event.key())], len(self._offers))) if event.key() in steps else 0
        )
        if not 1 <= wanted <= len(self._offers):
            return False
        key = self._group.button(wanted)
        key.setChecked(True)
        key.setFocus()
        self._clicked(wanted)
        if digit:
            went_on(self)
            self.left.emit()
        return True

    def _clicked(self, number: int) -> None:
        act = self._offers[number - 1].act
        if act != self.chosen:
            self.chosen = act
            self.picked.emit(act)
