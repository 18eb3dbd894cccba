"""试一试打字: whether an input method reaches the program, and whether the fonts hold rare characters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit

from station_app.text import hands as say
from station_app.ui.parts.sheet import Sheet, in_middle, row_of, words
from station_app.ui.shell.input_methods import TypingSurroundings, advice, look_around
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

WIDTH = 680


class TypingCheckPage(Page):
    """One line to type in; the key leaves when the person has seen enough."""

    def __init__(self, place: Workplace, look_around: Callable[[], TypingSurroundings] = look_around) -> None:
        super().__init__(say.TYPING, say.TYPING_SENTENCE)
        self._look_around = look_around
        self._composed = False
        self.line, self._verdict, self._advice = QLineEdit(), words(say.TYPING_WAITS, "hint"), words("")
        self.line.setAccessibleName(f"{say.TYPING_ASK}{say.TYPING_WANTED}")
        self.line.setPlaceholderText(say.TYPING_LINE)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.line.returnPressed.connect(place.back)
        go_on = KeyAct(say.TYPING_DONE, place.back)
        key = act_key(go_on, "F9")
        key.setObjectName("main")
        typing, rare = Sheet(say.TYPING_ASK), Sheet(say.RARE_PART)
        for part in (words(say.TYPING_WANTED, "large"), self.line, self._verdict, self._advice):
            typing.column.addWidget(part)
        rare.column.addWidget(words(say.RARE_CHARACTERS, "large"))
        rare.column.addWidget(words(say.RARE_SENTENCE, "hint"))
        for sheet in (typing, rare):
            self.body.addWidget(in_middle(sheet, WIDTH))
        rare.column.addLayout(row_of(key))
        self.body.addStretch(1)
        self._advice.hide()
        self.set_acts({"F9": go_on})

    def entered(self) -> None:
        """The line takes the keys."""
        self.line.setFocus()

    def verdict(self) -> str:
        """What the page says of the typing."""
        return self._verdict.text()

    def advised(self) -> str:
        """What the page says to do, "" for nothing."""
        return "" if self._advice.isHidden() else self._advice.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's door: only listens for an input method."""
        if isinstance(event, QInputMethodEvent) and event.preeditString():
            self._composed = True
            self._say(say.TYPING_MAKING)
        return super().eventFilter(watched, event)

    def _typed(self, typed: str) -> None:
        if say.TYPING_WANTED in typed:
            self._say(say.TYPING_GOOD)
        elif not typed:
            self._say(say.TYPING_WAITS)
        elif not typed.isascii():
            self._say(say.TYPING_OTHER)
        elif not self._composed:
            self._say(say.TYPING_LETTERS, "\n".join(advice(self._look_around())))

    def _say(self, verdict: str, steps: str = "") -> None:
        self._verdict.setText(verdict)
        self._advice.setText(steps)
        self._advice.setVisible(bool(steps))
        self.line.setAccessibleDescription("\n".join((verdict, steps)).strip())
