"""The sending lane as the screens see it: a thread beside the jobs, its state told on the screen's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from station_app.db import connection, journal
from station_app.domain.field import label_of
from station_app.domain.records import BY_KIND, User
from station_app.services.desk import Desk, is_here
from station_app.text import day_in_words
from station_app.text import roads as say
from station_app.text.problems import of_code
from station_app.text.roads import waiting_cell
from station_app.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from station_app.services.documents import FilesStanding
    from station_app.services.road_totals import RoadTotals
    from station_app.services.sending import Sender, SendingState

BEGIN_MS = 1_500
"""By then the first page stands."""

LOOK_MS = 300
"""How often the status line looks whether anything was written."""

FAREWELL_S = 5.0
"""A dead network may hold the thread longer; what it has not committed is not written."""


class Lane(QObject):
    """Runs the sender of one desk. `changed(state)`: it does something else than before."""

    changed = Signal(object)
    _failed = Signal(object)

    def __init__(self, desk: Desk, broken: Callable[[BaseException], None], begin_ms: int = BEGIN_MS) -> None:
        super().__init__()
        self._desk = desk
        self._sender: Sender | None = None
        self._is_over = False
        self._thread: threading.Thread | None = None
        self._failed.connect(broken)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.begin)
        self._timer.start(begin_ms)

    def begin(self) -> None:
        """Start the thread, once."""
        if self._thread is None and not self._is_over:
            self._thread = threading.Thread(target=self._live, name="sending", daemon=True)
            self._thread.start()

    def state(self) -> SendingState | None:
        """What the lane does; None before it has begun."""
        return self._sender.state() if self._sender else None

    @property
    def is_over(self) -> bool:
        """Whether nothing is sent any more: the desk is closed."""
        return self._is_over

    def sending(self) -> Sender | None:
        """The sender itself, for what the keys ask; what writes is asked for in the writer's lane."""
        return self._sender

    def finish(self) -> None:
        """End the thread, and wait for it a while."""
        self._is_over = True
        self._timer.stop()
        if self._sender is not None:
            self._sender.stop()
        if self._thread is not None:
            self._thread.join(FAREWELL_S)

    def _live(self) -> None:
        # Imported in the thread itself: no page waits for the network's libraries.
        from station_app.services.sending import Sender  # noqa: PLC0415  (see above)

        sender = Sender(self._desk, changed=self._tell)
        self._sender = sender
        if self._is_over:
            return
        try:
            sender.run()
        except BaseException as error:  # noqa: BLE001 - as in Jobs: a bug in the lane is shown and the desk goes on
            self._failed.emit(error)

    def _tell(self, state: Any) -> None:
        if not self._is_over:
            self.changed.emit(state)


def tell_status(lane: Lane, desk: Desk, window: MainWindow, gone: Callable[[], None]) -> None:
    """Keep the cells of the status line up to date: what waits, also where nothing can be sent, and the network. `gone`
    hears that whoever sits here has left, by an act of this desk or of another computer."""

    seen = -1

    def tell(state: SendingState) -> None:

        if isValid(window):
            window.say("network", *network(state))
            look()

    def look() -> None:
        nonlocal seen
        if lane.is_over:  # the desk is closed, and its folder may be gone before its window is
            timer.stop()
            return
        version = connection.data_version(desk.store.database)
        if version != seen:
            seen = version
            authors = journal.my_authors(desk.store.database)
            window.say("waiting", waiting_cell(sum(one.last_seq - one.acked for one in authors)))
            if not is_here(desk, desk.records.one(User, desk.user.uid)):
                gone()

    lane.changed.connect(tell)
    timer = QTimer(window)
    timer.setInterval(LOOK_MS)
    timer.timeout.connect(look)
    timer.start()


def sentence(state: SendingState | None) -> str:
    """What is going on, and what comes next."""
    if state is None:
        return ""
    said = _doing(state)
    is_waiting = state.phase == "" and state.next_try_s is not None and (state.waiting or state.network != "online")
    return f"{said}{say.DOT}{say.next_try(state.next_try_s or 0)}" if is_waiting and state.next_try_s else said


def network(state: SendingState | None) -> tuple[str, str]:
    """For the status line: words, and a tone."""
    if state is None:
        return "", ""
    return say.NETWORKS[state.network], "soon" if state.network in ("portal", "blocked") else ""


def trouble(state: SendingState | None) -> str:
    """What went wrong, "" where nothing did."""
    if state is None:
        return ""
    if state.support_code:
        return say.BATCH_STOPPED.format(code=state.support_code)
    if state.differences:
        places = (
            say.differs(day_in_words(one.day), _kind(one.kind), one.here, one.there)
            if one.day
            else say.files_differ(one.here, one.there)
            for one in state.differences[:3]
        )
        return say.DIFFERS.format(places=say.SEMICOLON.join(places))
    is_said = state.network in ("offline", "portal", "blocked")
    return of_code(state.trouble) if state.trouble and not is_said else ""


def totals(counted: RoadTotals, *, is_office: bool = False) -> str:
    """The totals that always add up."""
    counts = (
        counted.waiting, counted.received, counted.accepted, counted.refused, counted.held, counted.total,
    )  # fmt: skip
    return say.office_totals(counts) if is_office else say.totals(counts, counted.imported)


def files(standing: FilesStanding, *, is_office: bool) -> str:
    """How far photos and papers have come, "" where there are none."""
    down = say.files_down(standing.wanted, standing.wanted_bytes)
    if is_office:
        counts = [(one.files, one.missing, one.missing_bytes) for one in standing.named]
        return say.files_named(*map(sum, zip(*counts, strict=True))) if counts else down
    sent = standing.sent
    up = say.files_up(sent.files, sent.above, sent.told, sent.waiting_bytes)
    return say.SEMICOLON.join(filter(None, (up, down)))


def _kind(kind: str) -> str:
    return label_of(BY_KIND[kind]) if kind in BY_KIND else kind


def _doing(state: SendingState) -> str:
    if state.phase == "records" and state.bytes_total:
        batches = (min(state.batches_done + 1, state.batches_total), state.batches_total)
        return say.sending(batches, (state.bytes_done, state.bytes_total), state.bytes_per_second)
    if state.phase == "files" and state.bytes_total:
        files = (min(state.batches_done + 1, state.batches_total), state.batches_total)
        return say.sending_files(files, (state.bytes_done, state.bytes_total), state.bytes_per_second)
    if state.phase in ("paused", "not_invited", "enrolling", "news", "files"):
        return say.PHASES[state.phase]
    match state.network:
        case "offline":
            return of_code(state.trouble)
        case "portal":
            return say.PORTAL
        case "blocked":
            return of_code(state.trouble)
        case "online":
            return say.WAITS_ONLINE if state.waiting else say.PHASES[""]
        case _:
            return say.NO_GATEWAY
