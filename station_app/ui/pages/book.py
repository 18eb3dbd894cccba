"""A small book of records of one kind (承办单位, 代表小组): the list, and the form that enters one more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from station_app import text
from station_app.domain.field import field_of, kind_of, values_of
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected
from station_app.services.acts import Ask, Done, perform
from station_app.ui.keys import EscapeKey
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.list_paper import print_list
from station_app.ui.pages.record import RecordPage
from station_app.ui.pages.sheet import Sheet, row_of
from station_app.ui.pages.values import Speaker
from station_app.ui.pages.workplace import Naming, Workplace
from station_app.ui.record_form import RecordForm
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Column, by_place, listed


@immutable
class Book:
    """What a book holds: the record class, what the page says, and which fields stand in the list with their widths.

    `shown` gives the records in their order.
    """

    record_class: type
    title: str
    sentence: str
    add: str
    empty: str
    columns: Mapping[str, int]
    shown: Callable[[], Sequence[Any]]


class BookPage(Page):
    """The list; F2 opens the form over it, Enter a record's page, where it is corrected."""

    def __init__(self, place: Workplace, book: Book) -> None:
        super().__init__(book.title, book.sentence)
        self._place, self._book = place, book
        self._items: list[Any] = []
        self._kind = kind_of(book.record_class)
        self._form: Sheet | None = None
        self.form = RecordForm(book.record_class, place.sources)
        heads = [Column(field_of(book.record_class, name).label, width) for name, width in book.columns.items()]
        self.table = RecordTable(heads, empty=book.empty, colours=place.colours)
        self.table.setAccessibleName(book.title)
        self.table.opened.connect(self._open)
        self._sheet = Sheet(book.add)
        keep = act_key(Act(book.add, self.keep), "F9")
        keep.setObjectName("main")
        self._sheet.column.addWidget(self.form)
        self._sheet.column.addLayout(row_of(keep))
        self._sheet.hide()
        EscapeKey(self._sheet, self._close)
        self.body.addWidget(self._sheet)
        self.body.addWidget(self.table, 1)
        adds = {"F2": Act(book.add, self.begin)} if place.may(self._kind, "register") else {}
        self._keys = {
            **adds,
            "F5": Act(book.title, self.entered),
            "F8": print_list(place, self.table, book.title),
        }
        self.set_acts(self._keys)

    def entered(self) -> None:
        """Read again."""
        self._items = list(self._book.shown())
        self.table.put(listed(by_place(self._items), self._cells))
        if not self._sheet.isVisible():
            self.table.setFocus()
            self.table.go_to(max(0, self.table.currentIndex().row()))

    def begin(self) -> None:
        """Open the form."""
        self.notices.clear()
        self._sheet.show()
        self.set_acts({**self._keys, "F9": Act(self._book.add, self.keep)})
        self.form.focus_first()

    def keep(self) -> None:
        """Enter what was typed; the form is then ready for the next one."""
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        desk = self._place.desk
        fields = {name: value for name, value in self.form.values().items() if value not in ("", (), False)}
        ask = Ask(self._kind, "register", fields)
        self._place.jobs.save(lambda: perform(desk, [ask]), self._kept, self._refused, owner=self)

    def _kept(self, _done: list[Done]) -> None:
        self.form.clear()
        self.form.show_problems([])
        self.entered()
        self.form.focus_first()

    def _refused(self, rejected: Rejected) -> None:
        told = [(one.where, text.explain(one), one.refuses) for one in rejected.problems]
        left = self.form.show_problems(told)
        self.notices.show_problems([("", said, refuses) for _, said, refuses in left], lambda _field: "")
        first = next((name for name, _, refuses in told if refuses and name in self.form.values()), "")
        if first:
            self.form.focus_field(first)

    def _cells(self, item: Any) -> tuple[str, ...]:
        speaker = Speaker(self._place.desk.codes, Naming(self._place.desk).name, in_full=True)
        values = values_of(item)
        cls = self._book.record_class
        return tuple(speaker.say(field_of(cls, name), values[name]) for name in self._book.columns)

    def _open(self, row: int) -> None:
        self._place.lay(RecordPage(self._place, self._kind, self._items[row - 1].uid))

    def _close(self) -> None:
        self._sheet.hide()
        self.notices.clear()
        self.set_acts(self._keys)
        self.entered()
