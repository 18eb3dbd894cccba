"""The sending lane as the screens see it: a thread beside the jobs, its state told on the screen's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from station_app.db import connection, journal
from station_app.services.desk import Desk
from station_app.text.roads import waiting_cell
from station_app.ui.shell.window import MainWindow

if TYPE_CHECKING:
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


def tell_status(lane: Lane, desk: Desk, window: MainWindow) -> None:
    """Keep the cells of the status line up to date: what waits, also where nothing can be sent, and the network."""

    seen = -1

    def tell(state: SendingState) -> None:
        from station_app.ui import sending_words  # noqa: PLC0415  (said when the lane first speaks)

        if isValid(window):
            window.say("network", *sending_words.network(state))
            look()

    def look() -> None:
        nonlocal seen
        version = connection.data_version(desk.store.database)
        if version != seen:
            seen = version
            authors = journal.my_authors(desk.store.database)
            window.say("waiting", waiting_cell(sum(one.last_seq - one.acked for one in authors)))

    lane.changed.connect(tell)
    timer = QTimer(window)
    timer.setInterval(LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
