"""Words as they were typed: what a visitor said, or is called, is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class PlainLabel(QLabel):
    """A label that shows its text sign by sign; Qt's own guesses by itself whether a text is HTML."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, textFormat=Qt.TextFormat.PlainText)


def tip_of(text: str) -> str:
    """A text as the tip of a control, of which Qt guesses too: markup that shows the text sign by sign."""
    from html import escape  # noqa: PLC0415  (the first page has no tips)

    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")
