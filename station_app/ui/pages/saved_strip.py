"""What stands beside the visit form: the number just given, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from station_app.domain import numbering
from station_app.services.visits import Registered
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.flow import FlowLayout
from station_app.ui.pages.records.versions import versions_of
from station_app.ui.parts.plain import PlainLabel
from station_app.ui.parts.sheet import Sheet, row_of, words
from station_app.ui.shell.look import CONTROL_HEIGHT, GRID
from station_app.ui.shell.page import Act, act_key
from station_app.ui.shell.workplace import Workplace

JUMPS_SHOWN = 5


class SavedStrip(Sheet):
    """The number that was just given, large, with its check character; what the person should look at under it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.FIRST_FREE)
        self._place = place
        self._visit = ""
        self._number, self._whole, self._warnings = words("", "large"), words("", "hint"), words("", "warning")
        self._see = act_key(Act(say.SEE_RECORD, self._open))
        self._see.setProperty("role", "link")
        for part in (self._number, self._whole, self._warnings):
            self.column.addWidget(part)
        receipt = act_key(Act(visits_say.PRINT_RECEIPT, self.print_receipt), "F8")
        self.column.addLayout(row_of(receipt, self._see, stretch_after=2))
        self.hide()

    def show_saved(self, registered: Registered, warnings: Sequence[str]) -> None:
        """Show what was registered."""
        self._visit = registered.visit.uid
        number = registered.visit.number
        self._number.setText(short_with_check(number))
        self._whole.setText(numbering.with_check(number))
        self._warnings.setText("\n".join(warnings))
        self._warnings.setVisible(bool(warnings))
        self.show()

    def number(self) -> str:
        """The number in full that is shown, "" for none."""
        return self._whole.text()

    def print_receipt(self) -> None:
        """The visitor's receipt, and the record sheet as the other version; nothing before the first visit."""
        if self._visit:
            self._place.show_print(versions_of(self._place.desk, "visit", {"uid": self._visit}))

    def _open(self) -> None:
        self._place.record("visit", self._visit)


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


def short_with_check(number: str) -> str:
    """The part of a number that a desk needs, with the check character of the whole: F26-0031-K."""
    return numbering.short_with_check(number)
