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
from station_app.ui.pages.record import RecordPage
from station_app.ui.pages.workplace import Workplace, short
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import PAGE_ROWS, Cells, Column, RowSource

WIDTHS = (96, 104, 132, 0, 144, 104, 128, 104)
SORTED_BY = ("number", "newest", "", "", "category", "state", "", "")
DUE = 7


@immutable
class _Found:
    """What a filter leaves: how many, the oldest day, and the first ids."""

    chosen: Filter
    count: int
    oldest: str
    first: Sequence[int]


class LedgerPage(Page):
    """The list of opinions. `register` is what F2 does, `old_ledgers` F7: it takes in what was kept before."""

    def __init__(self, place: Workplace, register: Act | None = None, old_ledgers: Act | None = None) -> None:
        super().__init__(words.LEDGER)
        acts = {"Ctrl+F": Act(words.FIND_NAME, self._go_find), "F5": Act(words.LEDGER, self.entered)}
        acts["F8"] = Act(words.PRINT_LIST, self._print)
        acts |= {"F2": register} if register else {}
        self.set_acts(acts | ({"F7": old_ledgers} if old_ledgers else {}))
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
        columns = [
            Column(heading, width, sorts, words.tone_of_due if index == DUE else None)
            for index, (heading, width, sorts) in enumerate(zip(words.LEDGER_HEADS, WIDTHS, SORTED_BY, strict=True))
        ]
        self.table = RecordTable(columns, place.jobs.read, words.NO_OPINION_YET, True, place.colours)
        self.table.setAccessibleName(words.LEDGER)
        self.table.opened.connect(self._open)
        self.table.sort_wanted.connect(self._sort)
        self.body.setSpacing(8)
        self.body.addWidget(self.sentence)
        self.body.addLayout(_beside(self.search_line, old_ledgers))
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
        self.table.put(self._source(found))
        self.table.go_to(0)

    def _source(self, found: _Found) -> RowSource:
        database, chosen, first = self._database, found.chosen, found.first

        def ids(offset: int, limit: int) -> Sequence[int]:
            is_known = (offset, limit) == (0, PAGE_ROWS) and self._count == found.count
            return first if is_known else ledger.ids(database, chosen, offset, limit)

        def all_ids() -> array[int]:
            return ledger.all_ids(database, chosen) if chosen is self._wanted else array("q")

        return RowSource(lambda: self._count, ids, self._rows, all_ids)

    def _rows(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        return {one: self._cells(row) for one, row in ledger.rows(self._database, ids).items()}

    def _cells(self, row: LedgerRow) -> Cells:
        codes, today = self._place.desk.codes, self._place.desk.today
        matter = codes["matter"].by_code.get(row.category)
        above = codes["matter"].by_code.get(matter.parent) if matter else None
        due = words.due_in(waiting.days_left(row.state, row.due_on, today))
        due_day = words.short_day(row.due_on, today)
        waited = words.waited(waiting.days_waited(row.state, row.received_on, today))
        return (
            short(row.number),
            _two(*words.day_in_two(row.received_on, today)),
            _two(words.party(row.visitor, row.headcount), self._below_party(row)),
            _two(row.title, " ".join(row.excerpt.split())),
            _two(above.name if above else "", matter.name if matter else row.category),
            _two(codes.name_of("opinion_state", row.state), waited),
            _two(row.unit, words.PROPOSED if row.unit and row.state == "TRIAGED" else ""),
            _two(due, due_day),
        )

    def _below_party(self, row: LedgerRow) -> str:
        """The marks that a matter bears, else the village: the column has room for one of them."""
        marked = visits_say.marks(row.sensitivity, row.is_repeat, row.headcount)
        return marked or words.place(paths.regions().name_of(row.village))

    def _why_empty(self, chosen: Filter) -> str:
        if not ledger.count(self._database, Filter(viewer=chosen.viewer)):
            return words.NO_OPINION_YET
        try:
            search.refuse_miscopied(self._database, chosen.text)
        except Rejected as rejected:
            return explain(rejected.problems[0])
        is_plain = chosen == Filter(open_only=True, sort=chosen.sort, viewer=chosen.viewer)
        return words.NOTHING_WAITS if is_plain else words.NO_OPINION_LEFT

    def _open(self, record_id: int) -> None:
        if row := ledger.rows(self._database, [record_id]).get(record_id):
            self._place.lay(RecordPage(self._place, "opinion", row.uid))

    def _sort(self, sorts: str, is_descending: bool) -> None:
        if sorts == "newest" and not is_descending:
            sorts = "waiting"
        self.sentence.put_sort(sorts)

    def _go_find(self) -> None:
        self.search_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_line.selectAll()

    def _go_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.table.current_id():
            self.table.go_to(0)


def _two(first: str, second: str) -> str:
    """A cell of two lines; one alone stands in the first."""
    return f"{first}\n{second}" if first and second else first or second


def _beside(line: QLineEdit, old_ledgers: Act | None) -> QHBoxLayout:
    """The search line, and beside it the key that takes in what was kept before."""
    row = QHBoxLayout()
    row.addWidget(line, 1)
    if old_ledgers:
        row.addWidget(act_key(old_ledgers, "F7"))
    return row
