"""What a visitor is called is no markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from station_app.ui.parts.sheet import PlainLabel, tip_of

WORDS = "<b>王</b><img src=x> & {{name}} %s \\n"


def test_g57_markup_in_a_text_is_shown_sign_by_sign(qtbot: QtBot) -> None:
    shown = PlainLabel(WORDS)
    qtbot.addWidget(shown)
    as_typed = PlainLabel("x" * len(WORDS))
    qtbot.addWidget(as_typed)
    assert shown.text() == WORDS
    assert shown.textFormat() is Qt.TextFormat.PlainText
    assert shown.sizeHint().height() == as_typed.sizeHint().height()


def test_g57_a_tip_is_shown_as_it_was_typed() -> None:
    read = QTextDocument()
    read.setHtml(tip_of(WORDS + "\n第二行"))
    assert read.toPlainText() == WORDS + "\n第二行"
