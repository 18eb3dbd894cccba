"""What slow work shows of itself: a sentence, a bar, and the key that stops it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from station_app.text import key_label
from station_app.text import roads as say
from station_app.ui.parts.sheet import words
from station_app.ui.shell.look import GRID

BAR_WIDTH = 240


class Working(QWidget):
    """Hidden while nothing is done. `stop` is what the key does; `key` the F-key that does it too."""

    def __init__(self, stop: Callable[[], None], key: str = "") -> None:
        super().__init__()
        self._sentence, self._bar, self._key = words(), QProgressBar(), QPushButton(key_label(say.STOP, key))
        self._sentence.setWordWrap(False)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self._key.setAccessibleName(say.STOP)
        self._key.setAutoDefault(True)
        self._key.clicked.connect(lambda _=False: stop())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID * 2)
        for widget in (self._bar, self._sentence):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self._key)
        self.hide()

    def say(self, sentence: str, done: int, total: int) -> None:
        """Show how far the work has come."""
        self._sentence.setText(sentence)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(min(done, max(total, 1)))
        self._bar.setAccessibleName(sentence)
        self.show()

    def said(self) -> str:
        """The sentence that stands there, "" while nothing is done."""
        return self._sentence.text() if self.isVisible() else ""
