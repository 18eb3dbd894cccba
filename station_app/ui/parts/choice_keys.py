"""One choice of a few, each a key of its own: nothing is chosen beforehand, and an arrow chooses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from station_app.ui.shell.look import GRID

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
CHOOSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChoiceKeys(QWidget):
    """Keys in a row of which one is chosen. Left and Right go from key to key, Space or Enter chooses.

    `choices` are codes with their words, which may take two lines. `chosen(code)`: a person chose. `role` is the style
    of the keys, "step" or "outcome".
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], role: str = "step") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._name, self._role = name, role
        self._value = ""
        self._keys: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID if role == "step" else GRID * 2)
        for code, words in choices:
            self._keys[code] = self._made(code, words)
            self._row.addWidget(self._keys[code], int(role != "step"))
        if role == "step":
            self._row.addStretch(1)

    @property
    def value(self) -> str:
        """The code that is chosen, "" for none."""
        return self._value

    def put(self, code: str) -> None:
        """Show a choice, "" for none; nobody hears of it. Raises KeyError for no such code."""
        if code and code not in self._keys:
            raise KeyError(code)
        self._value = code
        for one, key in self._keys.items():
            key.setChecked(one == code)

    def say(self, code: str, words: str) -> None:
        """Other words on a key."""
        self._keys[code].setText(words)
        self._keys[code].setAccessibleName(self._called(words))

    def choose(self, code: str) -> None:
        """Choose as a person does."""
        self.put(code)
        self.chosen.emit(code)

    def focus_first(self) -> None:
        """The keys of the keyboard go to what is chosen, else to the first."""
        self._keys[self._value or next(iter(self._keys))].setFocus(Qt.FocusReason.TabFocusReason)

    def key(self, code: str) -> QPushButton:
        """The key of a code."""
        return self._keys[code]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move, Space and Enter choose; what else is pressed goes on."""
        keys = list(self._keys.values())
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in keys:
            at = keys.index(watched)
            if step := STEPS.get(Qt.Key(event.key()), 0):
                keys[max(0, min(at + step, len(keys) - 1))].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() in CHOOSES:
                self.choose(list(self._keys)[at])
                return True
        return super().eventFilter(watched, event)

    def _made(self, code: str, words: str) -> QPushButton:
        key = QPushButton(words, self)
        key.setObjectName(code)
        key.setCheckable(True)
        key.setProperty("role", self._role)
        if self._role != "step":
            key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        key.clicked.connect(partial(self._pressed, code))
        key.installEventFilter(self)
        key.setAccessibleName(self._called(words))
        return key

    def _pressed(self, code: str, _is_checked: bool = False) -> None:
        self.choose(code)

    def _called(self, words: str) -> str:
        return f"{self._name} {' '.join(words.split())}"
