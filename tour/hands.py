"""Two fingers on the keyboard, and eyes that wait until something has happened."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QMessageLogContext, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

LOOK_MS = 10
PATIENCE_S = 15
REACH = 80
"""Keys after which a field counts as out of reach."""

Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class StepFailed(Exception):
    """A step did not come true; the message says which, and what was there instead."""


HARMLESS = "This plugin does not support"
"""In what "offscreen" says of any window."""


class _BugListener(logging.Handler):
    """Hears what the program logs as a bug."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.bugs: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.bugs.append(record.getMessage())


class Hands:
    """Everything goes to what has the focus. `strokes` are the keys beside free text, `letters` the free text."""

    def __init__(self) -> None:
        self.strokes = self.letters = 0
        self._listener = _BugListener()
        logging.getLogger("station_app").addHandler(self._listener)
        qInstallMessageHandler(self._said_by_qt)

    def close(self) -> None:
        """Hear no more bugs."""
        logging.getLogger("station_app").removeHandler(self._listener)
        qInstallMessageHandler(None)

    def focused(self) -> QWidget:
        """What has the keys. Raises StepFailed where nothing has."""
        widget = QApplication.focusWidget()
        if widget is None:
            raise StepFailed("nothing on the screen has the keys")
        return widget

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press keys one after the other."""
        for key in keys:
            QTest.keyClick(self.focused(), key, modifier)
            self.strokes += 1
        self.settle()

    def write(self, words: str) -> None:
        """Type free text: Chinese through the input method, first in the making, then committed."""
        self.letters += len(words)
        if words.isascii():
            QTest.keyClicks(self.focused(), words)
        else:
            QApplication.sendEvent(self.focused(), QInputMethodEvent("zi", []))
            committed = QInputMethodEvent("", [])
            committed.setCommitString(words)
            QApplication.sendEvent(self.focused(), committed)
        self.settle()

    def pick(self, typed: str) -> None:
        """Type what narrows a choice; each letter is a stroke."""
        before = self.letters
        self.write(typed)
        self.letters = before
        self.strokes += len(typed)

    def go_on(self) -> None:
        """To the next field: Enter, in a long text F6."""
        self.press(Key.Key_F6 if isinstance(self.focused(), QPlainTextEdit) else Key.Key_Return)

    def go_to(self, field: str) -> None:
        """From field to field until the one of that name has the keys."""
        self._reach(field, self.go_on)

    def tab_to(self, place: str, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Tab (Shift+Tab with SHIFT) until the control of that name, or of those words, has the keys."""
        key = Key.Key_Backtab if modifier == SHIFT else Key.Key_Tab
        self._reach(place, lambda: self.press(key, modifier=modifier))

    def wait(self, holds: Callable[[], bool], step: str, patience_s: float = PATIENCE_S) -> None:
        """Let the program work until `holds()`. Raises StepFailed when patience ends, or when a bug was logged."""
        loop, look, end = QEventLoop(), QTimer(), QTimer()
        look.timeout.connect(lambda: loop.quit() if holds() or self._listener.bugs else None)
        end.setSingleShot(True)
        end.timeout.connect(loop.quit)
        look.start(LOOK_MS)
        end.start(round(patience_s * 1000))
        if not holds():
            loop.exec()
        look.stop()
        end.stop()
        if self._listener.bugs:
            raise StepFailed(f"{step}: the program had a bug\n{self._listener.bugs[0]}")
        if not holds():
            raise StepFailed(f"did not come true: {step}")

    def settle(self) -> None:
        """Let everything that is due at once happen: layouts, focus, posted events."""
        for _ in range(3):
            QApplication.sendPostedEvents()
            QApplication.processEvents()

    def _said_by_qt(self, kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        if HARMLESS not in words:
            sys.stderr.write(f"{words}\n")
            if kind != QtMsgType.QtDebugMsg:
                self._listener.bugs.append(words)

    def _reach(self, place: str, step: Callable[[], None]) -> None:
        self.settle()
        passed = []
        for _ in range(REACH):
            if place in names_of(self.focused()):
                return
            passed.append("/".join(names_of(self.focused())[:1]))
            step()
        raise StepFailed(f"no key leads to {place}; passed {' '.join(dict.fromkeys(passed))}")


def names_of(widget: QWidget) -> list[str]:
    """What a control may be called: its own name or that of the field it belongs to, and its spoken name."""
    own = widget.objectName()
    above = widget.parentWidget()
    if not own and above is not None:
        own = above.objectName()
    return [name for name in (own, widget.accessibleName()) if name]
