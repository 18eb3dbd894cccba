"""Work off the screen's thread: a lane for the clerk's saves, one for reads, one for what takes its time.

Each lane is one thread and does its work in order, so that two saves never race. Answers come back on the screen's
thread. The lanes start with their first work.
"""

from __future__ import annotations

import gc
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from station_app.db.connection import fault_of
from station_app.domain.problem import Rejected, refusal, reject
from station_app.text import BROKEN_HERE, explain
from station_app.ui.shell.page import Page, page_around

Broken = Callable[[BaseException], None]
Done = Callable[[Any], None]
Refused = Callable[[Rejected], None]
Ended = Callable[[], None]
Report = Callable[[int, int], None]
"""Called by slow work with what is done and the total; raises `Cancelled` where the person has had enough."""


TURN_S = 0.00005
"""How long a lane goes on while the screen's thread waits for its turn: less than what lies between two statements.

A lane lets go of the interpreter at each statement, for microseconds: whoever waits is woken, comes too late and begins
to wait anew, and only a wait that runs out asks for the turn. With Python's own 5 ms it never ran out in an import, and
a key waited a tenth of a second."""

YOUNG, MIDDLE, FULL = 5_000, 10, 20
"""How many young objects make a search for garbage worth while, how many of those a middle one, of those a full one."""


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


@dataclass(eq=False)
class _Asked:
    """A piece of work that was asked for, and who hears of it."""

    owner: QObject | None
    done: Done
    refused: Refused | None
    ended: Ended | None = None

    @property
    def page(self) -> Page | None:
        """The page that it was asked on, where that still stands."""
        objects = (self.owner, _object_of(self.refused), _object_of(self.done))
        alive = (one for one in objects if one is not None and isValid(one))
        return next((page for one in alive if (page := page_around(one)) is not None), None)

    def hears(self, callback: Callable[..., None] | None) -> bool:
        """Whether there is `callback`, and whoever it tells still stands."""
        told = (self.owner, _object_of(callback))
        return callback is not None and all(isValid(one) for one in told if one is not None)


class Garbage(QObject):
    """Looks for garbage in the screen's thread, and nowhere else. Python does so in whichever thread makes objects: a
    lane that found a page that was closed among it took widgets and timers apart from the wrong side, and the program
    ended. A full search stops every thread for long: none is made while slow work is under way."""

    def __init__(self, is_busy: Callable[[], bool]) -> None:
        super().__init__()
        self._is_busy = is_busy
        self._dispatcher: QAbstractEventDispatcher | None = None

    def begin(self) -> None:
        """From now on; whenever the screen's thread wakes."""
        gc.disable()
        self._dispatcher = QAbstractEventDispatcher.instance()
        if self._dispatcher is not None:
            self._dispatcher.awake.connect(self._look)

    def end(self) -> None:
        """Python looks for itself again, if this ever began."""
        if self._dispatcher is not None:
            self._dispatcher.awake.disconnect(self._look)
            self._dispatcher = None
            gc.enable()

    @Slot()
    def _look(self) -> None:
        young, middle, full = gc.get_count()
        if young >= YOUNG:
            gc.collect(2 if full >= FULL and not self._is_busy() else 1 if middle >= MIDDLE else 0)


class Jobs(QObject):
    """The lanes. `thread_start` and `thread_end` run in each lane's thread: they open and close its database.

    Work is done, refused or broken, and its page hears each. A refusal that nobody takes (no handler, or its owner was
    destroyed in the meantime) stands in the notices of the page around the owner, else of the page `in_view`. `broken`
    hears, on the screen's thread, everything that work raises but `Rejected` and the faults of a disk; the page
    around the owner says so too.
    Any other answer to somebody destroyed is dropped.
    """

    _landed = Signal(object)

    def __init__(
        self,
        broken: Broken,
        thread_start: Callable[[], None] = lambda: None,
        thread_end: Callable[[], None] = lambda: None,
        in_view: Callable[[], QObject | None] = lambda: None,
    ) -> None:
        super().__init__()
        sys.setswitchinterval(TURN_S)
        self._broken, self._in_view = broken, in_view
        self._landed.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._writes, self._reads, self._long = (
            _Lane(name, thread_start, thread_end, self._report_broken, self._landed.emit)
            for name in ("writes", "reads", "long")
        )
        self._saves: list[tuple[QObject, partial[Any]]] = []
        self._under_way: list[tuple[QObject | None, SlowJob]] = []
        self._is_finished = False
        self._garbage = Garbage(lambda: bool(self._under_way))
        if gc.isenabled():  # a start that wants none looked for says when
            self._garbage.begin()

    def look_for_garbage(self) -> None:
        """Look for garbage from now on, on the screen's thread."""
        self._garbage.begin()

    def quick(
        self, work: Callable[[], Any], done: Done, refused: Refused | None = None, owner: QObject | None = None
    ) -> None:
        """Do `work` in the one writer's lane, after all that was asked before; then `done` with what it returned."""
        self._ask(self._writes, work, _Asked(owner, done, refused))

    def save(self, work: partial[Any], done: Done, refused: Refused | None = None, *, owner: QObject) -> None:
        """As `quick`, the same once at a time: a second press, while the same function of equal arguments is under way
        for this owner, does nothing; anything else is done after it."""
        asked = (owner, work)
        if any(one is owner and _is_same(work, other) for one, other in self._saves):
            return
        self._saves.append(asked)
        self._ask(self._writes, work, _Asked(owner, done, refused, partial(self._saves.remove, asked)))

    def is_saving(self, owner: QObject) -> bool:
        """Whether a save of the owner has no answer yet."""
        return any(one is owner for one, _ in self._saves)

    def is_under_way(self, owner: QObject) -> bool:
        """Whether a save of the owner has no answer yet, or slow work that it asked for."""
        return self.is_saving(owner) or any(one is owner for one, _ in self._under_way)

    def stop(self, owner: QObject) -> None:
        """Ask the owner's slow work to stop at its next report."""
        for one, job in self._under_way:
            if one is owner:
                job.cancel()

    def read(
        self, work: Callable[[], Any], done: Done, refused: Refused | None = None, owner: QObject | None = None
    ) -> None:
        """Do `work` that writes nothing beside the saves, in order among its like."""
        self._ask(self._reads, work, _Asked(owner, done, refused))

    def slow(
        self,
        work: Callable[[Report], Any],
        done: Done,
        refused: Refused | None = None,
        progress: Report | None = None,
        owner: QObject | None = None,
        ended: Ended | None = None,
    ) -> SlowJob:
        """Do `work(report)` in the lane for print, import and network; the answer can be cancelled.

        `ended` hears that it is over, however it ended, before `done` or `refused`: so waiting ends on the screen.
        """
        job = SlowJob()
        asked = _Asked(owner, done, refused)

        def report(done_count: int, total: int) -> None:
            job.go_on()
            if progress is not None:
                self._landed.emit(partial(self._tell, asked, progress, done_count, total))

        def reported() -> Any:
            try:
                job.go_on()
                return work(report)
            except Cancelled:
                raise reject(refusal("cancelled")) from None

        def over() -> None:
            self._under_way.remove((owner, job))
            if ended is not None and asked.hears(ended):
                ended()

        asked.ended = over
        self._under_way.append((owner, job))
        self._ask(self._long, reported, asked)
        return job

    @property
    def is_finished(self) -> bool:
        """Whether the lanes are closed: a last answer that still lands must ask for nothing more."""
        return self._is_finished

    def finish(self) -> None:
        """Cancel slow work, wait for every save that was asked for, end the threads and hand over the last answers."""
        self._is_finished = True
        for _, job in self._under_way:
            job.cancel()
        for lane in (self._long, self._reads, self._writes):
            lane.close()
        QCoreApplication.sendPostedEvents(self)
        self._garbage.end()

    def _ask(self, lane: _Lane, work: Callable[[], Any], asked: _Asked) -> None:
        if self._is_finished:
            raise RuntimeError("the lanes are closed")

        def run() -> None:
            try:
                answer = work()
            except Rejected as rejected:
                self._landed.emit(partial(self._say_refused, asked, rejected))
            except BaseException as error:
                fault = fault_of(error)  # a disk that is full or fails is no bug
                if fault is None:
                    self._landed.emit(partial(self._say_broken, asked))
                    raise
                self._landed.emit(partial(self._say_refused, asked, Rejected((fault,))))
            else:
                self._landed.emit(partial(self._say_done, asked, answer))

        lane.put(run)

    def _report_broken(self, error: BaseException) -> None:
        self._landed.emit(partial(self._broken, error))

    @Slot(object)
    def _call(self, letter: Callable[[], None]) -> None:
        letter()

    def _say_done(self, asked: _Asked, answer: object) -> None:
        self._end(asked)
        self._tell(asked, asked.done, answer)

    def _say_refused(self, asked: _Asked, rejected: Rejected) -> None:
        self._end(asked)
        if asked.refused is not None and asked.hears(asked.refused):
            asked.refused(rejected)
        elif page := asked.page or page_around(self._in_view()):
            page.notices.show_problems([("", explain(one), one.refuses) for one in rejected.problems], str)

    def _say_broken(self, asked: _Asked) -> None:
        self._end(asked)
        if page := asked.page:
            page.notices.show_problems([("", BROKEN_HERE, True)], str)

    def _end(self, asked: _Asked) -> None:
        if asked.ended is not None:
            asked.ended()

    def _tell(self, asked: _Asked, callback: Callable[..., None], *values: object) -> None:
        if asked.hears(callback):
            callback(*values)


def _is_same(work: partial[Any], other: partial[Any]) -> bool:
    return (work.func, work.args, work.keywords) == (other.func, other.args, other.keywords)


def _object_of(callback: Callable[..., None] | None) -> QObject | None:
    """Whose method a callback is."""
    while isinstance(callback, partial):
        callback = callback.func
    own = getattr(callback, "__self__", None)
    return own if isinstance(own, QObject) else None


class _Lane:
    """One thread and what waits for it. What a piece of work holds (widgets) is let go of by `hand_over`'s receiver, on
    the screen's thread, and never here."""

    def __init__(
        self,
        name: str,
        thread_start: Callable[[], None],
        thread_end: Callable[[], None],
        broken: Broken,
        hand_over: Callable[[Callable[[], None]], object],
    ) -> None:
        self._thread_start, self._thread_end, self._broken = thread_start, thread_end, broken
        self._hand_over = hand_over
        self._waiting: queue.SimpleQueue[list[Callable[[], None]]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._live, name=name)

    def put(self, work: Callable[[], None]) -> None:
        self._waiting.put([work])
        if not self._thread.is_alive():
            self._thread.start()

    def close(self) -> None:
        if self._thread.is_alive():
            self._waiting.put([])
            self._thread.join()

    def _live(self) -> None:
        self._survive([self._thread_start])
        while held := self._waiting.get():
            self._survive(held)
            self._hand_over(held.clear)
        self._survive([self._thread_end])

    def _survive(self, held: list[Callable[[], None]]) -> None:
        try:
            held[0]()
        except BaseException as error:  # noqa: BLE001 - the one place where a bug in any work is shown and the desk goes on:
            self._broken(error)  # the panic of an outside library too, which is no Exception
