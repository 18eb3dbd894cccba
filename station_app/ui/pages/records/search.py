"""F3: one line that searches everything at this desk, answered by kind while one types."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from station_app.db import search
from station_app.db.search import Hit
from station_app.domain.field import label_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.text import explain
from station_app.text import finding as words
from station_app.ui.parts.sheet import PlainLabel
from station_app.ui.shell.page import Page
from station_app.ui.shell.workplace import Naming, Workplace

OF_A_KIND = 12
"""How many of each kind are shown."""

GOAL = Qt.ItemDataRole.UserRole


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
        self.list = QListWidget()
        self.list.setObjectName("hits")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._open)
        self._hint = PlainLabel(words.SEARCH_EMPTY)
        self._hint.setProperty("role", "hint")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.line)
        self.body.addWidget(self._hint, 1)
        self.body.addWidget(self.list, 1)
        self.list.hide()

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
                    self._open(self.list.currentItem())
                    return True
        return super().eventFilter(watched, event)

    def found(self) -> list[Hit]:
        """What is listed, in its order."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.data(GOAL) for item in items if item.data(GOAL) is not None]

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
            return search.everywhere(database, wanted, OF_A_KIND, viewer) if wanted == self._wanted else None

        def refused(problems: Rejected) -> None:
            self._show(wanted, [], explain(problems.problems[0]))

        self._place.jobs.read(work, lambda hits: self._show(wanted, hits), refused, owner=self)

    def _show(self, wanted: str, hits: list[Hit] | None, why_none: str = "") -> None:
        if hits is None or wanted != self._wanted:
            return
        self.list.clear()
        naming = Naming(self._place.desk)
        for kind, group in groupby(hits, key=lambda hit: hit.kind):
            of_kind = list(group)
            heading = QListWidgetItem(words.hits(label_of(BY_KIND[kind]), len(of_kind)), self.list)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            for hit in of_kind:
                item = QListWidgetItem(naming.name(hit.kind, hit.uid), self.list)
                item.setData(GOAL, hit)
        self.list.setVisible(bool(hits))
        self._hint.setVisible(not hits)
        nothing = why_none or words.SEARCH_NOTHING.format(typed=wanted)
        self._hint.setText(nothing if wanted else words.SEARCH_EMPTY)
        self._move(1)

    def _move(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            if self.list.item(row).data(GOAL) is not None:
                self.list.setCurrentRow(row)
                return
            row += step
        if step < 0:
            self.list.scrollToTop()  # the heading over the first one

    def _open(self, item: QListWidgetItem | None) -> None:
        hit = item.data(GOAL) if item is not None else None
        if hit is not None:
            self._place.record(hit.kind, hit.uid)
