"""F3: one line that searches everything at this desk, answered by kind while one types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from station_app.db import search
from station_app.db.search import Hit
from station_app.domain.field import label_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.text import explain
from station_app.text import finding as words
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.shell.page import Page
from station_app.ui.shell.workplace import Naming, Workplace

OF_A_KIND = 12
"""How many of each kind are shown."""


def _open(place: Workplace, hit: Hit) -> None:
    place.record(hit.kind, hit.uid)


KIND, CALLED = words.SEARCH_HEADS
LIST: ListSpec[Hit] = ListSpec(
    words.SEARCH,
    (
        ListColumn(KIND, 130, lambda _desk, hit: label_of(BY_KIND[hit.kind])),
        ListColumn(CALLED, 0, lambda desk, hit: Naming(desk).name(hit.kind, hit.uid)),
    ),
    empty=words.SEARCH_EMPTY,
    opens=_open,
)


class SearchPage(Page):
    """The line keeps the keys: letters narrow, the arrows choose, Enter opens."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(words.SEARCH, words.SEARCH_SENTENCE)
        self._place = place
        self._wanted = ""
        self.line = QLineEdit()
        self.line.setObjectName("search")
        self.line.setPlaceholderText(words.SEARCH_HINT)
        self.line.setAccessibleName(words.SEARCH)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.clicked.connect(self._open)
        self.body.addWidget(self.line)
        self.body.addWidget(self.table, 1)
        self.set_acts(self.list.acts())

    def entered(self) -> None:
        """The line takes the keys; what was found is read again."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        if self._wanted:
            self._look(self._wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows and Enter mean the list."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Down:
                    self._move(1)
                    return True
                case Qt.Key.Key_Up:
                    self._move(-1)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._open()
                    return True
        return super().eventFilter(watched, event)

    def found(self) -> list[Hit]:
        """What is listed, in its order."""
        return list(self.list.lines)

    def _typed(self, typed: str) -> None:
        self._wanted = typed.strip()
        if self._wanted:
            self._look(self._wanted)
        else:
            self._show("", [])

    def _look(self, wanted: str) -> None:
        database, viewer = self._place.desk.store.database, self._place.desk.viewer

        def work() -> list[Hit] | None:
            # Typed on since: the newest query alone is worth asking.
            return search.everywhere(database, wanted, viewer, OF_A_KIND) if wanted == self._wanted else None

        def refused(problems: Rejected) -> None:
            self._show(wanted, [], explain(problems.problems[0]))

        self._place.jobs.read(work, lambda hits: self._show(wanted, hits), refused, owner=self)

    def _show(self, wanted: str, hits: list[Hit] | None, why_none: str = "") -> None:
        if hits is None or wanted != self._wanted:
            return
        nothing = why_none or words.SEARCH_NOTHING.format(typed=wanted)
        self.table.say_empty(nothing if wanted else words.SEARCH_EMPTY)
        self.list.show(hits)
        self.table.go_to(0)

    def _move(self, step: int) -> None:
        self.table.go_to(self.table.currentIndex().row() + step)

    def _open(self) -> None:
        hit = self.list.current()
        if hit is not None:
            _open(self._place, hit)
