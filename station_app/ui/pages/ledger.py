"""意见台账: every opinion in one wide table, narrowed and ordered by a sentence that can be edited."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from station_app import paths
from station_app.db import ledger, search
from station_app.db.ledger import Filter, LedgerRow
from station_app.domain import waiting
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected
from station_app.services import prints
from station_app.text import explain
from station_app.text import finding as words
from station_app.text import visits as visits_say
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.filters import LedgerSentence
from station_app.ui.pages.workplace import Workplace, short
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.rows import PAGE_ROWS, Pages

WAYS = {"F2": "visit", "F7": "old_ledgers"}
"""Pages that keys lead to from here."""


def _two(first: str, second: str) -> str:
    """A cell of two lines; one alone stands in the first."""
    return f"{first}\n{second}" if first and second else first or second


def _party(_place: Workplace, row: LedgerRow) -> str:
    """Below the name the marks that a matter bears, else the village: the column has room for one of them."""
    marked = visits_say.marks(row.sensitivity, row.is_repeat, row.headcount)
    below = marked or words.place(paths.regions().name_of(row.village))
    return _two(words.party(row.visitor, row.headcount), below)


def _category(place: Workplace, row: LedgerRow) -> str:
    matters = place.desk.codes["matter"].by_code
    matter = matters.get(row.category)
    above = matters.get(matter.parent) if matter else None
    return _two(above.name if above else "", matter.name if matter else row.category)


def _state(place: Workplace, row: LedgerRow) -> str:
    waited = words.waited(waiting.days_waited(row.state, row.received_on, place.desk.today))
    return _two(place.desk.codes.name_of("opinion_state", row.state), waited)


def _due(place: Workplace, row: LedgerRow) -> str:
    today = place.desk.today
    return _two(words.due_in(waiting.days_left(row.state, row.due_on, today)), words.short_day(row.due_on, today))


NUMBER, DAY, PARTY, MATTER, CATEGORY, STATE, UNIT, DUE = words.LEDGER_HEADS
LIST: ListSpec[LedgerRow] = ListSpec(
    words.LEDGER,
    (
        ListColumn(NUMBER, 96, lambda _place, row: short(row.number), "number"),
        ListColumn(DAY, 104, lambda place, row: _two(*words.day_in_two(row.received_on, place.desk.today)), "newest"),
        ListColumn(PARTY, 132, _party),
        ListColumn(MATTER, 0, lambda _place, row: _two(row.title, " ".join(row.excerpt.split()))),
        ListColumn(CATEGORY, 144, _category, "category"),
        ListColumn(STATE, 104, _state, "state"),
        ListColumn(
            UNIT, 128, lambda _place, row: _two(row.unit, words.PROPOSED if row.unit and row.state == "TRIAGED" else "")
        ),
        ListColumn(DUE, 104, _due, tone=words.tone_of_due),
    ),
    words.NO_OPINION_YET,
    opens=lambda place, row: place.record("opinion", row.uid),
    two_lines=True,
)


@immutable
class _Found:
    """What a filter leaves: how many, the oldest day, and the first ids."""

    chosen: Filter
    count: int
    oldest: str
    first: Sequence[int]


class LedgerPage(Page):
    """The list of opinions. Whoever may registers a visit from here, and takes in what was kept before."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(words.LEDGER)
        acts = {"Ctrl+F": Act(words.FIND_NAME, self._go_find), "F5": Act(words.LEDGER, self.entered)}
        acts["F8"] = Act(words.PRINT_LIST, self._print)
        acts |= {key: place.way(name) for key, name in WAYS.items() if place.offers(name)}
        self.set_acts(acts)
        self._place = place
        self._database = place.desk.store.database
        self._wanted: Filter | None = None
        self._shown: Filter | None = None
        self._count = 0
        self._was_entered = False
        self.search_line = QLineEdit()
        self.search_line.setObjectName("find")
        self.search_line.setPlaceholderText(words.FIND)
        self.search_line.setAccessibleName(words.FIND_NAME)
        self.search_line.setClearButtonEnabled(True)
        self.search_line.textChanged.connect(self._read)
        self.search_line.installEventFilter(self)
        self.sentence = LedgerSentence(place.desk, self._go_table)
        self.sentence.changed.connect(self._read)
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.table.sort_wanted.connect(self._sort)
        self.body.setSpacing(8)
        self.body.addWidget(self.sentence)
        self.body.addLayout(_beside(self.search_line, acts.get("F7")))
        self.body.addWidget(self.table, 1)

    def entered(self) -> None:
        """Read again; where the person was in the list stays."""
        if not self._was_entered:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._was_entered = True
        self._read()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search line, Enter and the arrow down lead into the list."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.search_line and is_key and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._go_table()
                    return True
        return super().eventFilter(watched, event)

    def chosen(self) -> Filter:
        """The filter that the sentence and the search line say."""
        return replace(self.sentence.chosen(self.search_line.text()), viewer=self._place.desk.viewer)

    def _print(self) -> None:
        """P10: the ledger as the sentence above the list narrows it."""
        from station_app.services.ledger_paper import ledger_listing  # noqa: PLC0415  (the desk starts without paper)

        desk, chosen, told = self._place.desk, self.chosen(), self.sentence.words()
        versions = {words.LEDGER: lambda: prints.listing(ledger_listing(desk, chosen, told))}
        self._place.show_print(versions)

    def _read(self) -> None:
        wanted = self._wanted = self.chosen()
        self._place.jobs.read(lambda: self._look_up(wanted), self._found, owner=self)

    def _look_up(self, chosen: Filter) -> _Found | None:
        """What the filter leaves; nothing where the person has typed on since (read off the screen's thread)."""
        if chosen is not self._wanted:
            return None
        count, oldest = ledger.count(self._database, chosen), ledger.oldest(self._database, chosen)
        return _Found(chosen, count, oldest, ledger.ids(self._database, chosen, 0, PAGE_ROWS))

    def _found(self, found: _Found | None) -> None:
        if found is None or found.chosen is not self._wanted or self._place.jobs.is_finished:
            return
        self._count = found.count
        self.set_heading(words.LEDGER, words.found(found.count, found.oldest, self._place.desk.today))
        if found.chosen == self._shown and found.count:
            self.table.refresh()
            return
        self._shown = found.chosen
        if not found.count:
            self.table.say_empty(self._why_empty(found.chosen))
        self.table.show_sorted(found.chosen.sort, found.chosen.sort == "newest")
        self.list.show_pages(self._pages(found))
        self.table.go_to(0)

    def _pages(self, found: _Found) -> Pages[LedgerRow]:
        database, chosen, first = self._database, found.chosen, found.first

        def ids(offset: int, limit: int) -> Sequence[int]:
            is_known = (offset, limit) == (0, PAGE_ROWS) and self._count == found.count
            return first if is_known else ledger.ids(database, chosen, offset, limit)

        def all_ids() -> array[int]:
            return ledger.all_ids(database, chosen) if chosen is self._wanted else array("q")

        return Pages(lambda: self._count, ids, self._lines, all_ids)

    def _lines(self, ids: Sequence[int]) -> Mapping[int, LedgerRow]:
        return ledger.rows(self._database, ids)

    def _why_empty(self, chosen: Filter) -> str:
        if not ledger.count(self._database, Filter(viewer=chosen.viewer)):
            return words.NO_OPINION_YET
        try:
            search.refuse_miscopied(self._database, chosen.text)
        except Rejected as rejected:
            return explain(rejected.problems[0])
        is_plain = chosen == Filter(open_only=True, sort=chosen.sort, viewer=chosen.viewer)
        return words.NOTHING_WAITS if is_plain else words.NO_OPINION_LEFT

    def _sort(self, sorts: str, is_descending: bool) -> None:
        if sorts == "newest" and not is_descending:
            sorts = "waiting"
        self.sentence.put_sort(sorts)

    def _go_find(self) -> None:
        self.search_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_line.selectAll()

    def _go_table(self) -> None:
        self.list.take_keys()


def _beside(line: QLineEdit, old_ledgers: Act | None) -> QHBoxLayout:
    """The search line, and beside it the key that takes in what was kept before."""
    row = QHBoxLayout()
    row.addWidget(line, 1)
    if old_ledgers:
        row.addWidget(act_key(old_ledgers, "F7"))
    return row
