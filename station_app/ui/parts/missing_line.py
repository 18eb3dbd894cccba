"""What is still missing in a form, in one line beside the keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from station_app.text import desk as say
from station_app.ui.flow import FlowLayout
from station_app.ui.parts.plain import PlainLabel
from station_app.ui.shell.look import CONTROL_HEIGHT, GRID

JUMPS_SHOWN = 5


class MissingLine(QWidget):
    """One line of what is still missing, each a jump. `jump(place)`."""

    jump = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[str, str]] = []
        self._words = PlainLabel()
        self._keys = [QPushButton() for _ in range(JUMPS_SHOWN)]
        self._rest = PlainLabel()
        row = FlowLayout(self, GRID // 2)
        row.addWidget(self._words)
        for number, key in enumerate(self._keys):
            key.setProperty("role", "link")
            key.clicked.connect(partial(self._pressed, number))
            row.addWidget(key)
        row.addWidget(self._rest)
        for part in (self._words, self._rest, *self._keys):
            part.setMinimumHeight(CONTROL_HEIGHT)  # all of a line stand on one foot

    def put(self, places: Sequence[tuple[str, str]]) -> None:
        """Show what is missing, (place, label)."""
        self._places = list(places)
        self._words.setText(say.missing_line(len(places)))
        for number, key in enumerate(self._keys):
            key.setVisible(number < len(places))
            if number < len(places):
                key.setText(places[number][1])
        self._rest.setText(say.SHORTENED if len(places) > len(self._keys) else "")
        self.setAccessibleName(say.missing_line(len(places)) + " ".join(label for _, label in places))

    def places(self) -> list[str]:
        """Where something is missing."""
        return [place for place, _ in self._places]

    def _pressed(self, number: int, _is_checked: bool = False) -> None:
        self.jump.emit(self._places[number][0])
