"""Nobody at the desk for some minutes: whoever comes next must not read what stands there."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

LOOK_MS = 5_000
HANDS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class IdleWatch(QObject):
    """Calls `away` once nobody has touched keys or mouse for `minutes` (0: never), and again only after a touch."""

    def __init__(self, app: QApplication, minutes: Callable[[], int], away: Callable[[], None]) -> None:
        super().__init__(app)
        self._minutes, self._away = minutes, away
        self._touched_at = monotonic()
        self._is_away = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt's door: only listens."""
        if event.type() in HANDS:
            self._touched_at, self._is_away = monotonic(), False
        return False

    def look(self, now: float | None = None) -> None:
        """Whether it is time; `now` in seconds of the steady clock."""
        minutes = self._minutes()
        waited_s = (monotonic() if now is None else now) - self._touched_at
        if minutes and not self._is_away and waited_s >= minutes * 60:
            self._is_away = True
            self._away()
