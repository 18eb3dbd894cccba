"""Work off the screen's thread: a lane for the clerk's saves, one for reads, one for what takes its time.

Each lane is one thread and does its work in order, so that two saves never race. Answers come back on the screen's
thread. The lanes start with their first work.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from station_app.domain.problem import Rejected, refusal, reject

Done = Callable[[Any], None]
Refused = Callable[[Rejected], None]
Report = Callable[[int, int], None]
"""Called by slow work with what is done and the total; raises `Cancelled` where the person has had enough."""


class Cancelled(Exception):
    """Raised inside slow work that is to stop; what it has not committed is not written."""


@dataclass(eq=False)
class SlowJob:
    """One piece of slow work that waits or runs."""

    _stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the work to stop at its next report; `refused` then hears the problem `cancelled`."""
        self._stop.set()

    def go_on(self) -> None:
        """Nothing, or `Cancelled` where the work was asked to stop."""
        if self._stop.is_set():
            raise Cancelled


class Jobs(QObject):
    """The lanes. `thread_start` and `thread_end` run in each lane's thread: they open and close its database.

    `broken` hears, on the screen's thread, every exception of work that is not `Rejected`. An answer whose `owner`, or
    whose method's own QObject, has been destroyed in the meantime is dropped.
    """

    _landed = Signal(object)

    def __init__(
        self,
        broken: Callable[[Exception], None],
        thread_start: Callable[[], None] = lambda: None,
        thread_end: Callable[[], None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._broken = broken
        self._landed.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._writes, self._reads, self._long = (
            _Lane(name, thread_start, thread_end, self._report_broken) for name in ("writes", "reads", "long")
        )
        self._slow_jobs: list[SlowJob] = []
        self._is_finished = False

    def quick(
        self, work: Callable[[], Any], done: Done, refused: Refused | None = None, owner: QObject | None = None
    ) -> None:
        """Do `work` in the one writer's lane, after all that was asked before; then `done` with what it returned."""
        self._ask(self._writes, work, done, refused, owner)

    def read(
        self, work: Callable[[], Any], done: Done, refused: Refused | None = None, owner: QObject | None = None
    ) -> None:
        """Do `work` that writes nothing beside the saves, in order among its like."""
        self._ask(self._reads, work, done, refused, owner)

    def slow(
        self,
        work: Callable[[Report], Any],
        done: Done,
        refused: Refused | None = None,
        progress: Report | None = None,
        owner: QObject | None = None,
    ) -> SlowJob:
        """Do `work(report)` in the lane for print, import and network; the answer can be cancelled."""
        job = SlowJob()

        def report(done_count: int, total: int) -> None:
            job.go_on()
            if progress is not None:
                self._post(progress, owner, done_count, total)

        def reported() -> Any:
            try:
                job.go_on()
                return work(report)
            except Cancelled:
                raise reject(refusal("cancelled")) from None
            finally:
                self._slow_jobs.remove(job)

        self._slow_jobs.append(job)
        self._ask(self._long, reported, done, refused, owner)
        return job

    @property
    def is_finished(self) -> bool:
        """Whether the lanes are closed: a last answer that still lands must ask for nothing more."""
        return self._is_finished

    def finish(self) -> None:
        """Cancel slow work, wait for every save that was asked for, end the threads and hand over the last answers."""
        self._is_finished = True
        for job in list(self._slow_jobs):
            job.cancel()
        for lane in (self._long, self._reads, self._writes):
            lane.close()
        QCoreApplication.sendPostedEvents(self)

    def _ask(
        self, lane: _Lane, work: Callable[[], Any], done: Done, refused: Refused | None, owner: QObject | None
    ) -> None:
        if self._is_finished:
            raise RuntimeError("the lanes are closed")

        def run() -> None:
            try:
                answer = work()
            except Rejected as problems:
                if refused is not None:
                    self._post(refused, owner, problems)
                return
            self._post(done, owner, answer)

        lane.put(run)

    def _report_broken(self, error: Exception) -> None:
        self._post(self._broken, None, error)

    def _post(self, callback: Callable[..., None], owner: QObject | None, *values: object) -> None:
        self._landed.emit((callback, owner, values))

    @Slot(object)
    def _call(self, letter: tuple[Callable[..., None], QObject | None, tuple[object, ...]]) -> None:
        callback, owner, values = letter
        own_object = getattr(callback, "__self__", None)
        if all(isValid(item) for item in (owner, own_object) if isinstance(item, QObject)):
            callback(*values)


class _Lane:
    """One thread and what waits for it."""

    def __init__(
        self,
        name: str,
        thread_start: Callable[[], None],
        thread_end: Callable[[], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._thread_start, self._thread_end, self._broken = thread_start, thread_end, broken
        self._waiting: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._live, name=name)

    def put(self, work: Callable[[], None]) -> None:
        self._waiting.put(work)
        if not self._thread.is_alive():
            self._thread.start()

    def close(self) -> None:
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    def _live(self) -> None:
        self._survive(self._thread_start)
        while (work := self._waiting.get()) is not None:
            self._survive(work)
            del work  # what it holds (widgets) must not live on while the lane waits
        self._survive(self._thread_end)

    def _survive(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the one place where a bug in any work is shown and the desk goes on
            self._broken(error)
