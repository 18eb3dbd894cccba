"""While an input method composes, no key means anything to the page: one place that holds for every control.

Qt tells of composing only the control that has the keys, so the watch goes with the focus.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class ComposingWatch(QObject):
    """Watches whatever has the keys within `window`. `composed`: an input method has begun a word.

    Shortcuts and keys that act (Enter, Esc, Tab, F-keys, Ctrl and Alt with anything) are swallowed until the word is
    committed or given up. Letters still arrive: a word that an input method forgot must not lock the line.
    """

    composed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QWidget | None = None
        self._is_composing = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @property
    def is_composing(self) -> bool:
        """Whether a word is in the making."""
        return self._is_composing

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt's door: whether the event was taken."""
        match event.type():
            case QEvent.Type.InputMethod if isinstance(event, QInputMethodEvent):
                self._is_composing = bool(event.preeditString())
                if self._is_composing:
                    self.composed.emit()
            case QEvent.Type.ShortcutOverride if self._is_composing:
                event.accept()
                return True
            case QEvent.Type.KeyPress if self._is_composing and isinstance(event, QKeyEvent):
                return not event.text().isprintable() or not event.text()
        return False

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._is_composing = False
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if now is not None and now.window() is self._window else None
        if self._watched is not None:
            self._watched.installEventFilter(self)  # the last one installed is asked first
