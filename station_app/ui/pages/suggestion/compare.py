"""Two suggestions side by side, to see whether they say the same."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit

from station_app.domain.quality.writing import whole_text
from station_app.domain.records import Suggestion
from station_app.text import suggestions as say
from station_app.ui.parts.sheet import Sheet
from station_app.ui.shell.page import Page
from station_app.ui.shell.workplace import Workplace, short


class ComparePage(Page):
    """The draft on the left, the other on the right; Esc goes back."""

    def __init__(self, _place: Workplace, own: Suggestion, other: Suggestion) -> None:
        super().__init__(say.COMPARE)
        row = QHBoxLayout()
        number = other.official_no or short(other.number)
        self.texts = [_text(whole_text(own)), _text(whole_text(other))]
        for heading, text in zip((say.OWN_TEXT, number), self.texts, strict=True):
            sheet = Sheet(heading)
            text.setAccessibleName(heading)
            sheet.column.addWidget(text, 1)
            row.addWidget(sheet, 1)
        self.body.addLayout(row, 1)

    def entered(self) -> None:
        """The left text takes the keys."""
        self.texts[0].setFocus(Qt.FocusReason.OtherFocusReason)


def _text(said: str) -> QPlainTextEdit:
    text = QPlainTextEdit(said, readOnly=True)
    text.setTabChangesFocus(True)
    return text
