"""Reading aloud to somebody who does not read: the whole record in large type, then how they confirmed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from station_app.domain.field import field_of
from station_app.domain.records import Visit
from station_app.text import desk as desk_say
from station_app.text import visits as say
from station_app.ui.flow import FlowLayout
from station_app.ui.parts.sheet import Sheet, words
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import Page, scrolled
from station_app.ui.shell.workplace import Workplace

STEP = 60

Said = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Headings, each with its labels and values."""


class ReadBackPage(Page):
    """`confirmed(code)` hears how the speaker confirmed; digits pick, ↓ ↑ and Page Down scroll, Esc leaves."""

    def __init__(self, place: Workplace, name: str, said: Said, confirmed: Callable[[str], None]) -> None:
        super().__init__(say.READ_BACK, say.READ_BACK_SENTENCE)
        self._confirmed = confirmed
        codes = place.sources.codes[field_of(Visit, "confirmation").scheme]
        self._ways = [one.code for one in codes.offered(place.sources.today)]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        content = QWidget()
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setSpacing(GRID * 2)
        column.addWidget(_large(say.READ_TO.format(name=name or desk_say.NOBODY)))
        for heading, pairs in said:
            sheet = Sheet(heading)
            for label, value in pairs:
                sheet.column.addWidget(words(label, "hint"))
                sheet.column.addWidget(_large(value))
            column.addWidget(sheet)
        column.addStretch(1)
        self._area = scrolled(content)
        row = QWidget()
        flow = FlowLayout(row)
        flow.addWidget(words(say.CHOOSE_CONFIRMATION, "heading"))
        for number, code in enumerate(self._ways, start=1):
            key = QPushButton(desk_say.choice_key(number, place.sources.codes.name_of(codes.scheme, code)))
            key.setObjectName(f"confirm_{code}")
            key.setProperty("role", "step")
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            key.clicked.connect(lambda _=False, chosen=code: self._confirmed(chosen))
            flow.addWidget(key)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(row)

    def read(self) -> str:
        """Everything that stands here to be read, for those who look at it in a test or by ear."""
        return "\n".join(label.text() for label in self._area.findChildren(QLabel))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits confirm, the arrows scroll."""
        bar, typed = self._area.verticalScrollBar(), event.text()
        steps = {
            Qt.Key.Key_Down: STEP,
            Qt.Key.Key_Up: -STEP,
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(self._ways):
            self._confirmed(self._ways[int(typed) - 1])
        elif event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _large(said: str) -> QLabel:
    label = words(said)
    label.setProperty("role", "read")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
