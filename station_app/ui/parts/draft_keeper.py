"""Keeps what is being typed: within a second of the first keystroke that is not kept yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from station_app.db import drafts
from station_app.db.drafts import Draft
from station_app.domain import clock as time
from station_app.services.desk import Desk
from station_app.ui.jobs import Jobs

KEEP_MS = 700
"""With the commit behind it well under a second."""


@dataclass
class _Slot:
    """The draft of one visitor. Its id is only read and written in the writer's lane."""

    id: int = 0


class DraftKeeper(QObject):
    """Keeps `content()` as a draft of the form `form`; None is nothing worth keeping.

    `kept(at)`: it is on the disk; `at` is HH:MM:SS. The clock runs from the first change, so that one who never stops
    typing is kept each second too.
    """

    kept = Signal(str)

    def __init__(
        self, desk: Desk, jobs: Jobs, form: str, content: Callable[[], dict[str, Any] | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._form, self._content = desk, jobs, form, content
        self._slot = _Slot()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        parent.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Leaving the page keeps what was typed."""
        if event.type() == QEvent.Type.Hide and self.waits:
            self.keep()
        return False

    @property
    def waits(self) -> bool:
        """Whether something typed is not kept yet."""
        return self._timer.isActive()

    def touched(self) -> None:
        """Something was typed."""
        if not self._timer.isActive():
            self._timer.start()

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft: it is kept under its own id."""
        self._slot = _Slot(draft.id)

    def keep(self) -> None:
        """Keep it now."""
        self._timer.stop()
        content = self._content()
        if content is None:
            return
        slot, database, user = self._slot, self._desk.store.database, self._desk.user.uid
        now = self._desk.clock.now()
        form, at = self._form, time.stamp(now)

        def work() -> str:
            slot.id = drafts.keep(database, user, form, content, at, slot.id)
            return f"{now:%H:%M:%S}"

        self._jobs.quick(work, self.kept.emit, owner=self)

    def settled(self) -> Callable[[], None]:
        """The form becomes a record: what the writer's lane must do then. What was typed last is kept first, so that
        whatever comes between finds all of it in the draft."""
        if self.waits:
            self.keep()
        slot, database = self._slot, self._desk.store.database

        def drop() -> None:
            if slot.id:
                drafts.drop(database, slot.id)
                slot.id = 0

        return drop

    def begin_anew(self) -> None:
        """The next touch begins a new draft; the one before stays as it was kept."""
        self._timer.stop()
        self._slot = _Slot()
