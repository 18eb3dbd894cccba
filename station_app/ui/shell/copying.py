"""The copies of an open desk as the screens see them: made once a day by themselves, and whenever somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from station_app.domain.problem import Problem, Rejected
from station_app.services.desk import Desk
from station_app.text import copies as say
from station_app.ui.shell.jobs import Jobs, Report

if TYPE_CHECKING:
    from station_app.services.copies import Copy, CopyStanding
    from station_app.ui.shell.window import MainWindow

BEGIN_MS = 90_000
"""By then the clerk is at work, and nothing of a start waits for a copy."""

LOOK_MS = 600_000
"""How often it is looked whether a copy is due: a stick may have been put in, a new day may have begun."""


class Copying(QObject):
    """The lane in which copies are made: a thread of its own, so that no print and no import waits for one.

    `changed()`: it does something else than before. `made` are the copies of the last round, `problems` what kept some
    from being made: by itself a place that is not there now is passed over.
    """

    changed = Signal()

    def __init__(self, desk: Desk, broken: Callable[[BaseException], None], begin_ms: int = BEGIN_MS) -> None:
        super().__init__()
        self._desk = desk
        self._jobs = Jobs(broken, thread_end=desk.close)
        self.done, self.total = 0, 0
        self.made: tuple[Copy, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.standing: CopyStanding | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        self._soon.start(begin_ms)

    @property
    def is_working(self) -> bool:
        """Whether a copy is being made, or looked for."""
        return self._jobs.is_under_way(self)

    def look(self) -> None:
        """Make what is due today."""
        self._timer.start()
        self._begin(partial(_make_due, self._desk))

    def bring(self, root: Path) -> None:
        """Make a copy at a place now."""
        self._begin(partial(_make_at, self._desk, root))

    def stop(self) -> None:
        """Stop the copy that is being made; nothing of it is left."""
        self._jobs.stop(self)

    def finish(self) -> None:
        """End the lane, and the copy that is being made with it."""
        self._timer.stop()
        self._soon.stop()
        self._jobs.finish()

    def _begin(self, work: Callable[[Report], _Round]) -> None:
        if self.is_working or self._jobs.is_finished:
            return
        self.made, self.problems = (), ()
        self._jobs.slow(work, self._ended, self._refused, self._progress, owner=self)
        self.changed.emit()

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.changed.emit()

    def _ended(self, round_: _Round) -> None:
        self.made, self.problems, self.standing = round_
        self.changed.emit()

    def _refused(self, rejected: Rejected) -> None:
        self.problems = rejected.problems
        self.changed.emit()


_Round = tuple[tuple["Copy", ...], tuple[Problem, ...], "CopyStanding"]
NOT_THERE = "copy_gone"


def tell_status(copying: Copying, window: MainWindow) -> None:
    """Keep the cell of the status line up to date: the last copy, or what keeps it from being made."""

    def tell() -> None:
        standing = copying.standing
        if copying.problems:
            window.say("backup", say.STATUS_FAILED, "late")
        elif standing is not None and standing.last_at:
            window.say("backup", say.status(standing.last_at), "late" if standing.is_old else "")

    copying.changed.connect(tell)


def _make_due(desk: Desk, report: Report) -> _Round:
    # The services, and the drives of the machine, are asked in the lane: neither a start nor a page waits for them.
    from station_app.services import copies  # noqa: PLC0415  (see above)
    from station_app.ui.parts.files import sticks  # noqa: PLC0415  (see above)

    made, problems = [], []
    for root in copies.due(desk, sticks()):
        try:
            made.append(copies.make(desk, root, report))
        except Rejected as rejected:
            problems += [one for one in rejected.problems if one.code != NOT_THERE]
    return tuple(made), tuple(problems), copies.standing(desk)


def _make_at(desk: Desk, root: Path, report: Report) -> _Round:
    from station_app.services import copies  # noqa: PLC0415  (see above)

    return (copies.make(desk, root, report),), (), copies.standing(desk)
