"""A list described once, its rows on the screen, and a page that is nothing but its list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from station_app import paths
from station_app.db import preferences
from station_app.domain.field import FieldSpec, Kind, field_of, values_of
from station_app.domain.immutable import immutable
from station_app.services.desk import Desk
from station_app.text import finding as words
from station_app.text import key_words
from station_app.ui.parts.record_table import RecordTable
from station_app.ui.parts.rows import Cells, Pages, RowSource, TableColumn, held
from station_app.ui.parts.sheet import paragraph as sentence
from station_app.ui.parts.sheet import row_of
from station_app.ui.parts.values import Speaker
from station_app.ui.shell.page import Acts, KeyAct, Offers, Page, act_key, page_around
from station_app.ui.shell.workplace import Naming, Workplace

if TYPE_CHECKING:
    from station_app.reports.spreadsheet import Cell
    from station_app.services.exports import Table
    from station_app.services.printing import Print

MOST_ROWS = 3_000
"""Rows on paper. A longer list is a book: it is narrowed first, or printed in parts."""

Line = TypeVar("Line")


@immutable
class ListColumn(Generic[Line]):
    """One column: its heading, its width in pixels (0: what is left over), the words of a line in it.

    The words may take two lines, the second muted. `tone(words)` may say "late" or "soon"; one that `is_sign` shows its
    first line as a sign. `cell` is what a spreadsheet
    holds instead, a number or a day, and what a list that is held whole is sorted by; `full` is that where the whole
    name may leave, and a column that `is_personal` leaves only then. `sorts` names the order that a list of pages
    takes at a click on the heading, "" where it cannot.
    """

    heading: str
    width: int
    said: Callable[[Desk, Line], str]
    sorts: str = ""
    tone: Callable[[str], str] | None = None
    cell: Callable[[Desk, Line], Cell] | None = None
    full: Callable[[Desk, Line], Cell] | None = None
    is_personal: bool = False
    is_sign: bool = False

    def held(self, desk: Desk, line: Line, *, in_full: bool = False) -> Cell:
        """What a spreadsheet holds of a line: a day or a number as such, else the words on one line."""
        if in_full and self.full is not None:
            return self.full(desk, line)
        return self.cell(desk, line) if self.cell is not None else " ".join(self.said(desk, line).split("\n"))


@immutable
class ListSpec(Generic[Line]):
    """What a list is: `columns` over what `read` gives, or over pages that its page shows; `more` are those that only a
    spreadsheet has room for.

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
    more: Sequence[ListColumn[Line]] = ()


class RecordList(Generic[Line]):
    """The table of a list, wherever it stands. The row that is current stays when it is read again.

    `lines` are those of a list that is held whole, as they stand. How somebody sorted it, how wide and in which order
    they made its columns, is kept among what they prefer.
    """

    def __init__(self, place: Workplace, spec: ListSpec[Line]) -> None:
        self._place, self.spec = place, spec
        self._pages: Pages[Line] = held(())
        self._read: Sequence[Line] = ()
        self._order: Sequence[int] = ()
        self._is_held = False
        self.lines: Sequence[Line] = ()
        columns = [
            TableColumn(one.heading, one.width, one.sorts or one.heading, one.tone, one.is_sign) for one in spec.columns
        ]
        self.table = RecordTable(columns, place.jobs.read, spec.empty, spec.two_lines, place.colours)
        self.table.setAccessibleName(spec.name)
        self._kept = self._preferred()
        if self._kept:
            self.table.arrange(self._kept)
        self.table.arranged.connect(lambda: self._keep(self.table.arrangement()))
        self.table.sort_wanted.connect(self._sort)
        self.table.menu_wanted.connect(self._show_menu)
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
        """Show lines that are held whole, in the order that was chosen for them."""
        row = max(0, self.table.currentIndex().row())
        chosen = self._chosen_places() if list(lines) == list(self._read) else ()
        self._read, self._is_held = lines, True
        self._put_in_order()
        self._choose_places(chosen)
        self.table.go_to(row)
        self._say_beneath()

    def show_pages(self, pages: Pages[Line]) -> None:
        """Show lines of which only those near the view are held, from the first."""
        self._pages = pages
        self.table.put(RowSource(pages.count, pages.ids, self._rows, pages.all_ids))

    @property
    def preferred_order(self) -> str:
        """The order of pages that somebody chose last, with "-" before it where it is turned; "" for none."""
        return str(self._kept.get("sort", ""))

    def prefer_order(self, sort: str) -> None:
        """Keep the order that was chosen."""
        if sort != self.preferred_order:
            self._keep({"sort": sort})

    def _put_in_order(self) -> None:
        by, turned = self.preferred_order.removeprefix("-"), self.preferred_order.startswith("-")
        column = next((one for one in self.spec.columns if by and by in (one.sorts, one.heading)), None)
        self._order = range(len(self._read))
        if column is not None:
            self._order = _sorted([column.held(self._place.desk, line) for line in self._read], turned=turned)
        self.lines = [self._read[place] for place in self._order]
        self.show_pages(held(self.lines))
        self.table.show_sorted(by if column is not None else "", turned)

    def _sort(self, by: str, is_descending: bool) -> None:
        """A heading was clicked: by it, turned, and at the third time as the list came. A list of pages is put in order
        by its page."""
        if not self._is_held:
            return
        chosen, current = self._chosen_places(), self.table.currentIndex().row()
        at = self._order[current] if 0 <= current < len(self._order) else -1
        has_turned = self.preferred_order == f"-{by}"
        self.prefer_order("" if has_turned else f"-{by}" if is_descending else by)
        self._put_in_order()
        self._choose_places(chosen)
        self.table.go_to(self._order.index(at) if at >= 0 else 0)

    def _chosen_places(self) -> Sequence[int]:
        """The chosen lines by their places in what was read."""
        return [self._order[one - 1] for one in self.table.chosen if one <= len(self._order)] if self._is_held else ()

    def _choose_places(self, places: Iterable[int]) -> None:
        wanted = set(places)
        if wanted:
            self.table.choose(at for at, place in enumerate(self._order, 1) if place in wanted)

    def _preferred(self) -> Mapping[str, Any]:
        desk = self._place.desk
        kept = json.loads(preferences.get(desk.store.database, self._name, "{}", desk.user.uid))
        return kept if isinstance(kept, dict) else {}

    @property
    def _name(self) -> str:
        return f"list {self.spec.name}"

    def _keep(self, preferred: Mapping[str, Any]) -> None:
        self._kept = {**self._kept, **preferred}
        desk, told = self._place.desk, json.dumps(self._kept, ensure_ascii=False)
        work = partial(preferences.put, desk.store.database, self._name, told, desk.user.uid)
        self._place.jobs.quick(work, lambda _none: None, owner=self.table)

    def current(self) -> Line | None:
        """The line that the arrows are at."""
        record_id = self.table.current_id()
        return self._pages.lines([record_id]).get(record_id) if record_id else None

    def take_keys(self) -> None:
        """The keys are the list's, at a line where there is one."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.current_id():
            self.table.go_to(0)

    def acts(self, told: str = "") -> dict[str, KeyAct]:
        """What every list can do: leave on paper and as a file."""
        return {"F8": self.print_act(told), **self.export_acts()}

    def export_acts(self) -> dict[str, KeyAct]:
        """The same of a list that has a paper of its own."""
        return {"Ctrl+E": KeyAct(words.EXPORT, self.export)}

    def export(self) -> None:
        """Lay the page that saves the list as a file over the present one: the chosen lines, else all of them."""
        chosen, pages = self.table.chosen_in_order(), self._pages
        order = self.table.arrangement()["order"]
        placed = sorted(self.spec.columns, key=lambda one: order.index(one.heading) if one.heading in order else -1)
        spec = replace(self.spec, columns=placed)
        ids = chosen or (pages.all_ids or (lambda: pages.ids(0, pages.count())))
        is_asked = any(one.is_personal or one.full is not None for one in (*spec.columns, *spec.more))
        told = words.to_export(len(chosen) or self.table.model().rowCount(), is_chosen=bool(chosen))
        table = partial(table_of, self._place.desk, spec, (ids, pages.lines))
        self._place.open("export", self.spec.name, told, table, is_asked)

    def menu(self) -> QMenu:
        """What the keys do, of the list and of its page, for the mouse; and the order by the column pointed at."""
        menu, table = QMenu(self.table), self.table
        column = self.spec.columns[max(0, table.currentIndex().column())]
        opens = KeyAct(words.OPEN, partial(self._open, table.current_id()))
        sorts = KeyAct(words.sort_by(column.heading), partial(table.sort_by_current, column.heading))
        offered = [
            *([(key_words("Enter"), opens)] if self.spec.opens else []),
            ("Ctrl+C", KeyAct(words.COPY_ROWS if table.chosen else words.COPY_CELL, table.copy)),
            ("Ctrl+A", KeyAct(words.CHOOSE_ALL, table.choose_all)),
            *([("", sorts)] if self._is_held or column.sorts else []),
            ("", KeyAct(words.USUAL_COLUMNS, self._forget_columns)),
        ]
        page = page_around(table)
        acts = dict(page.acts()) if isinstance(page, Offers) else {}
        for key, act in offered:
            menu.addAction(f"{act.label}\t{key}").triggered.connect(doing(act))
        menu.addSeparator()
        for key, act in acts.items():
            label = words.LOOK_AGAIN if key == "F5" else act.label  # a page gives it its own name
            menu.addAction(f"{label}\t{key_words(key)}").triggered.connect(doing(act))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _show_menu(self, at: QPoint) -> None:
        self.menu().popup(at)

    def _forget_columns(self) -> None:
        self.table.arrange({})
        self._keep(self.table.arrangement())

    def print_act(self, told: str = "") -> KeyAct:
        """The act that shows the list as it stands as it will be printed; `told` says which rows these are."""
        return KeyAct(words.PRINT_LIST, partial(self.print, told))

    def print(self, told: str = "") -> None:
        """Lay the print of the list over the present page."""
        self._place.show_print(self.paper(told))

    def paper(self, told: str = "") -> dict[str, Callable[[], Print]]:
        """What makes the print of the list as it stands, of the chosen rows, else of all, by what it is called."""
        from station_app.reports.desk_papers import Listing  # noqa: PLC0415  (the desk starts without its paper)
        from station_app.services import prints  # noqa: PLC0415  (as above)

        desk, title = self._place.desk, self.spec.paper or self.spec.name
        chosen = self.table.chosen_in_order()
        heads, widths, rows = self.table.lines(MOST_ROWS, chosen)
        told = words.beside(told, words.only_chosen(len(chosen))) if chosen else told
        rest = (len(chosen) or self.table.model().rowCount()) - len(rows)
        shown = words.beside(told, words.first_rows(len(rows), rest) if rest else "")
        facts = Listing(desk.place.name, title, shown, heads, widths, rows, desk.today)
        return {title: partial(prints.listing, facts)}

    def _rows(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        return {one: self._cells(line) for one, line in self._pages.lines(ids).items()}

    def _cells(self, line: Line) -> Cells:
        return tuple(column.said(self._place.desk, line) for column in self.spec.columns)

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
        acts = {"F5": KeyAct(spec.name, self.entered), **self.list.acts(told), **self._led(), **self._keys()}
        self.body.addWidget(self.table, 1)
        if spec.beneath is not None:
            self.body.addWidget(self.list.beneath)
        shown = [act_key(act, key) for key, act in acts.items() if key not in ("F2", "F5", "F8", "Ctrl+E")]
        self.body.addLayout(row_of(*shown, *(act_key(acts[key], key) for key in ("F8", "Ctrl+E"))))
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
    def said(desk: Desk, record: object, *, is_open: bool = in_full) -> str:
        speaker = Speaker(desk.codes, Naming(desk).name, in_full=is_open)
        return speaker.say(spec, values_of(record)[spec.name])

    def cell(_desk: Desk, record: object) -> Cell:
        value = values_of(record)[spec.name]
        return day(value) if spec.kind is Kind.DAY else value if isinstance(value, int) else ""

    return ListColumn(
        spec.label,
        width,
        said,
        cell=cell if spec.kind in (Kind.DAY, Kind.COUNT) else None,
        full=partial(said, is_open=True) if spec.personal else None,
        is_personal=spec.personal,
    )


def in_two_lines(first: str, second: str) -> str:
    """A cell of two lines; one alone stands in the first."""
    return f"{first}\n{second}" if first and second else first or second


def day(value: str) -> Cell:
    """A civil date (ISO 8601) as a spreadsheet holds it; what is none stands for itself."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


Read = tuple[Sequence[int] | Callable[[], Sequence[int]], Callable[[Sequence[int]], Mapping[int, Line]]]
"""The ids of a list, or what asks for them, and what gives the lines of some ids."""

PORTION = 500
"""Lines that are read at once for a file: what a list holds in memory does not grow with it."""


def table_of(desk: Desk, spec: ListSpec[Line], read: Read[Line], in_full: bool) -> Table:
    """A list as it leaves for a file. Without `in_full` nothing in it tells who somebody is more closely than the
    surname."""
    from station_app.services.exports import Table  # noqa: PLC0415  (no list waits for what saves it)

    columns = [one for one in (*spec.columns, *spec.more) if in_full or not one.is_personal]
    given, lines = read
    ids = given() if callable(given) else given

    def rows() -> Iterator[Sequence[Cell]]:
        for start in range(0, len(ids), PORTION):
            some = ids[start : start + PORTION]
            found = lines(some)
            for one in some:
                if one in found:
                    yield [column.held(desk, found[one], in_full=in_full) for column in columns]

    return Table(spec.name, [(one.heading, one.width) for one in columns], len(ids), rows, in_full)


def _sorted(cells: Sequence[Cell], *, turned: bool) -> list[int]:
    """The places of cells in their order: numbers, days, words by their pinyin; like ones as they stood, and what is
    empty last either way."""
    filled = [place for place, cell in enumerate(cells) if cell not in (None, "")]
    keys = {place: _rank(cells[place]) for place in filled}
    empty = [place for place in range(len(cells)) if place not in keys]
    return sorted(filled, key=keys.__getitem__, reverse=turned) + empty


def _rank(cell: Cell) -> tuple[int, float, str]:
    match cell:
        case date():
            return 1, cell.toordinal(), ""
        case int() | float():
            return 0, cell, ""
        case _:
            return 2, 0, paths.spelt(str(cell))


def doing(act: KeyAct) -> Callable[..., None]:
    def do(_is_checked: bool = False) -> None:
        act.do()

    return do
