"""A list described once, its rows on the screen, and a page that is nothing but its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt

from station_app.domain.field import FieldSpec, field_of, values_of
from station_app.domain.immutable import immutable
from station_app.services.desk import Desk
from station_app.text import finding as words
from station_app.ui.parts.record_table import Cells, Pages, RecordTable, RowSource, TableColumn, held
from station_app.ui.parts.sheet import paragraph as sentence
from station_app.ui.parts.sheet import row_of
from station_app.ui.parts.values import Speaker
from station_app.ui.shell.page import Acts, KeyAct, Page, act_key
from station_app.ui.shell.workplace import Naming, Workplace

MOST_ROWS = 3_000
"""Rows on paper. A longer list is a book: it is narrowed first, or printed in parts."""

Line = TypeVar("Line")


@immutable
class ListColumn(Generic[Line]):
    """One column: its heading, its width in pixels (0: what is left over), the words of a line in it.

    The words may take two lines, the second muted. `sorts` is what a click on the heading asks for, "" where it cannot
    sort. `tone(words)` may say "late" or "soon".
    """

    heading: str
    width: int
    said: Callable[[Workplace, Line], str]
    sorts: str = ""
    tone: Callable[[str], str] | None = None


@immutable
class ListSpec(Generic[Line]):
    """What a list is: `columns` over what `read` gives, or over pages that its page shows.

    `opens` is what Enter does with a line. `name` is what it is called, `paper` where its print is called otherwise.
    `beneath` are words of the current line that a cell has no room for. The rest is of its page: `sentence` says what
    is here or `counted` how much of it, `ways` are keys that lead to other pages, `keys` do something with the current
    line; `told` says on paper whose list it is.
    """

    name: str
    columns: Sequence[ListColumn[Line]]
    empty: str = ""
    read: Callable[[Desk], Sequence[Line]] | None = None
    opens: Callable[[Workplace, Line], object] | None = None
    two_lines: bool = False
    paper: str = ""
    told: Callable[[Desk], str] | None = None
    beneath: Callable[[Line], str] | None = None
    sentence: str = ""
    counted: Callable[[Desk, Sequence[Line]], str] | None = None
    ways: Mapping[str, tuple[str, str]] | None = None
    keys: Mapping[str, tuple[str, Callable[[Workplace, Line], object]]] | None = None


class RecordList(Generic[Line]):
    """The table of a list, wherever it stands. The row that is current stays when it is read again."""

    def __init__(self, place: Workplace, spec: ListSpec[Line]) -> None:
        self._place, self.spec = place, spec
        self._pages: Pages[Line] = held(())
        self.lines: Sequence[Line] = ()
        columns = [TableColumn(one.heading, one.width, one.sorts, one.tone) for one in spec.columns]
        self.table = RecordTable(columns, place.jobs.read, spec.empty, spec.two_lines, place.colours)
        self.table.setAccessibleName(spec.name)
        self.table.opened.connect(self._open)
        self.beneath = sentence("", "hint")
        self.beneath.hide()
        self.table.selected.connect(lambda _id: self._say_beneath())

    def read(self) -> Sequence[Line]:
        """Read again, and give what is there. Raises LookupError for a list whose page reads it."""
        if self.spec.read is None:
            raise LookupError(f"{self.spec.name} is read by its page")
        self.show(self.spec.read(self._place.desk))
        return self.lines

    def show(self, lines: Sequence[Line]) -> None:
        """Show lines that are held whole."""
        row = max(0, self.table.currentIndex().row())
        self.lines = lines
        self.show_pages(held(lines))
        self.table.go_to(row)
        self._say_beneath()

    def show_pages(self, pages: Pages[Line]) -> None:
        """Show lines of which only those near the view are held, from the first."""
        self._pages = pages
        self.table.put(RowSource(pages.count, pages.ids, self._rows, pages.all_ids))

    def current(self) -> Line | None:
        """The line that the arrows are at."""
        record_id = self.table.current_id()
        return self._pages.lines([record_id]).get(record_id) if record_id else None

    def take_keys(self) -> None:
        """The keys are the list's, at a line where there is one."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.current_id():
            self.table.go_to(0)

    def print_act(self, told: str = "") -> KeyAct:
        """The act that shows the list as it stands as it will be printed; `told` says which rows these are."""
        return KeyAct(words.PRINT_LIST, partial(self.print, told))

    def print(self, told: str = "") -> None:
        """Lay the print of the list over the present page."""
        from station_app.reports.desk_papers import Listing  # noqa: PLC0415  (the desk starts without its paper)
        from station_app.services import prints  # noqa: PLC0415  (as above)

        desk, title = self._place.desk, self.spec.paper or self.spec.name
        heads, widths, rows = self.table.lines(MOST_ROWS)
        rest = self.table.model().rowCount() - len(rows)
        shown = words.beside(told, words.first_rows(len(rows), rest) if rest else "")
        facts = Listing(desk.place.name, title, shown, heads, widths, rows, desk.today)
        self._place.show_print({title: partial(prints.listing, facts)})

    def _rows(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        return {one: self._cells(line) for one, line in self._pages.lines(ids).items()}

    def _cells(self, line: Line) -> Cells:
        return tuple(column.said(self._place, line) for column in self.spec.columns)

    def _open(self, record_id: int) -> None:
        line = self._pages.lines([record_id]).get(record_id)
        if line is not None and self.spec.opens is not None:
            self.spec.opens(self._place, line)

    def _say_beneath(self) -> None:
        if self.spec.beneath is not None:
            line = self.current()
            self.beneath.setText(self.spec.beneath(line) if line is not None else "")
            self.beneath.setVisible(bool(self.beneath.text()))


class ListPage(Page, Generic[Line]):
    """A page that is its list: F2 and other keys lead on, F5 reads again, F8 prints it."""

    def __init__(self, place: Workplace, spec: ListSpec[Line]) -> None:
        super().__init__(spec.name, spec.sentence)
        self._place, self._spec = place, spec
        self.list = RecordList(place, spec)
        self.table = self.list.table
        told = spec.told(place.desk) if spec.told is not None else ""
        acts = {"F5": KeyAct(spec.name, self.entered), "F8": self.list.print_act(told), **self._led(), **self._keys()}
        self.body.addWidget(self.table, 1)
        if spec.beneath is not None:
            self.body.addWidget(self.list.beneath)
        if shown := [act_key(act, key) for key, act in acts.items() if key not in ("F2", "F5", "F8")]:
            self.body.addLayout(row_of(*shown, act_key(acts["F8"], "F8")))
        self.set_acts(acts)

    def entered(self) -> None:
        """Read again."""
        lines = self.list.read()
        if self._spec.counted is not None:
            self.set_heading(self._spec.name, self._spec.counted(self._place.desk, lines))
        self.list.take_keys()

    def _led(self) -> Acts:
        ways = (self._spec.ways or {}).items()
        return {key: self._place.way(name, label) for key, (name, label) in ways if self._place.offers(name)}

    def _keys(self) -> Acts:
        return {key: KeyAct(label, partial(self._do, do)) for key, (label, do) in (self._spec.keys or {}).items()}

    def _do(self, do: Callable[[Workplace, Line], object]) -> None:
        line = self.list.current()
        if line is not None:
            do(self._place, line)


def of_fields(record_class: type, widths: Mapping[str, int]) -> tuple[ListColumn[Any], ...]:
    """Columns of records by the names of their fields, each with its width."""
    return tuple(of_field(record_class, name, width) for name, width in widths.items())


def of_field(record_class: type, name: str, width: int) -> ListColumn[Any]:
    """The column of a field: its label, its value in words, masked where it is personal."""
    return _column(field_of(record_class, name), width, in_full=False)


def of_public_field(record_class: type, name: str, width: int) -> ListColumn[Any]:
    """The column of a field that is nobody's secret in this list: the number of an office is there to be called."""
    return _column(field_of(record_class, name), width, in_full=True)


def _column(spec: FieldSpec, width: int, *, in_full: bool) -> ListColumn[Any]:
    def said(place: Workplace, record: object) -> str:
        speaker = Speaker(place.desk.codes, Naming(place.desk).name, in_full=in_full)
        return speaker.say(spec, values_of(record)[spec.name])

    return ListColumn(spec.label, width, said)
