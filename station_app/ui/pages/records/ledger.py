"""意见台账: every opinion in one wide table, narrowed and ordered by a sentence that can be edited."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from station_app import paths
from station_app.db import ledger, search
from station_app.db.ledger import Filter, FirstPage, LedgerRow
from station_app.domain import lifecycle, waiting
from station_app.domain.identity import masked_name
from station_app.domain.immutable import immutable
from station_app.domain.intake import span_of
from station_app.domain.problem import Rejected
from station_app.services import prints
from station_app.services.desk import Desk
from station_app.text import LEVELS, explain
from station_app.text import finding as words
from station_app.text import visits as visits_say
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.pick import Pick, PickLine, among
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList, day, in_two_lines
from station_app.ui.parts.rows import PAGE_ROWS, Pages
from station_app.ui.parts.sheet import PlainLabel
from station_app.ui.shell.keys import FieldKeys
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace, short_at

MOST_SHEETS = 200
"""Chosen rows whose papers are offered as stacks: of more nobody wants a sheet each by mistake."""

WAYS = {"F2": "visit", "F7": "old_ledgers"}
"""Pages that keys lead to from here."""


def _party(desk: Desk, row: LedgerRow) -> str:
    """Below the name the marks that a matter bears, else the village: the column has room for one of them."""
    marked = visits_say.marks(row.sensitivity, row.is_repeat, row.headcount)
    below = marked or words.place(paths.regions().name_from(desk.place.area_code, row.village))
    return in_two_lines(words.party(row.visitor, row.headcount), below)


def _category(desk: Desk, row: LedgerRow) -> str:
    return "\n".join(_category_parts(desk, row.category))


def _category_name(desk: Desk, category: str) -> str:
    return LEVELS.join(_category_parts(desk, category))


def _category_parts(desk: Desk, category: str) -> list[str]:
    """The words of a category, those of the first level above them."""
    matters = desk.codes["matter"].by_code
    matter = matters.get(category)
    above = matters.get(matter.parent) if matter else None
    return [part for part in (above.name if above else "", matter.name if matter else category) if part]


def _state(desk: Desk, row: LedgerRow) -> str:
    waited = words.waited(waiting.days_waited(row.state, row.received_on, desk.today))
    return in_two_lines(desk.codes.name_of("opinion_state", row.state), waited)


def _due(desk: Desk, row: LedgerRow) -> str:
    today = desk.today
    return in_two_lines(
        words.due_in(waiting.days_left(row.state, row.due_on, today)), words.short_day(row.due_on, today)
    )


def _unit(_desk: Desk, row: LedgerRow) -> str:
    return in_two_lines(row.unit, words.PROPOSED if row.unit and row.state == "TRIAGED" else "")


def _waited(desk: Desk, row: LedgerRow) -> int | None:
    return waiting.days_waited(row.state, row.received_on, desk.today)


def _left(desk: Desk, row: LedgerRow) -> int | None:
    return waiting.days_left(row.state, row.due_on, desk.today)


HEADS, VILLAGE, MARKS, EXCERPT, WAITED, LEFT, PHONE, ADDRESS, DOCUMENT = words.LEDGER_MORE
_MORE: tuple[ListColumn[LedgerRow], ...] = (
    ListColumn(HEADS, 64, lambda _desk, row: str(row.headcount or ""), cell=lambda _desk, row: row.headcount or None),
    ListColumn(
        VILLAGE, 160, lambda desk, row: words.place(paths.regions().name_from(desk.place.area_code, row.village))
    ),
    ListColumn(MARKS, 120, lambda _desk, row: visits_say.marks(row.sensitivity, row.is_repeat, 1)),
    ListColumn(EXCERPT, 320, lambda _desk, row: " ".join(row.excerpt.split())),
    ListColumn(WAITED, 80, lambda desk, row: str(_waited(desk, row) or ""), cell=_waited),
    ListColumn(LEFT, 80, lambda desk, row: str(_left(desk, row) or ""), cell=_left),
    ListColumn(PHONE, 140, lambda _desk, row: row.phone, is_personal=True),
    ListColumn(ADDRESS, 240, lambda _desk, row: row.address, is_personal=True),
    ListColumn(DOCUMENT, 200, lambda _desk, row: row.id_number, is_personal=True),
)
NUMBER, DAY, PARTY, MATTER, CATEGORY, STATE, UNIT, DUE = words.LEDGER_HEADS
LIST: ListSpec[LedgerRow] = ListSpec(
    words.LEDGER,
    (
        ListColumn(
            NUMBER,
            96,
            lambda desk, row: short_at(desk, row.number, row.uid),
            "number",
            cell=lambda _desk, row: row.number,
        ),
        ListColumn(
            DAY,
            104,
            lambda desk, row: in_two_lines(*words.day_in_two(row.received_on, desk.today)),
            "waiting",
            cell=lambda _desk, row: day(row.received_on),
        ),
        ListColumn(
            PARTY,
            132,
            _party,
            "visitor",
            cell=lambda _desk, row: masked_name(row.visitor),
            full=lambda _desk, row: row.visitor,
        ),
        ListColumn(
            MATTER,
            0,
            lambda _desk, row: in_two_lines(row.title, " ".join(row.excerpt.split())),
            cell=lambda _desk, row: row.title,
        ),
        ListColumn(CATEGORY, 144, _category, "category", cell=lambda desk, row: _category_name(desk, row.category)),
        ListColumn(
            STATE,
            104,
            _state,
            "state",
            cell=lambda desk, row: desk.codes.name_of("opinion_state", row.state),
        ),
        ListColumn(UNIT, 128, _unit, "unit", cell=lambda _desk, row: row.unit),
        ListColumn(DUE, 104, _due, "due", words.tone_of_due, cell=lambda _desk, row: day(row.due_on), is_sign=True),
    ),
    words.NO_OPINION_YET,
    opens=lambda place, row: place.record("opinion", row.uid),
    two_lines=True,
    more=_MORE,
)


@immutable
class _Found:
    """A filter and what it leaves."""

    chosen: Filter
    page: FirstPage


class LedgerPage(Page):
    """The list of opinions. Whoever may registers a visit from here, and takes in what was kept before."""

    def __init__(
        self,
        place: Workplace,
        spec: ListSpec[Any] = LIST,
        sentence: LedgerSentence | None = None,
        kind: str = "opinion",
    ) -> None:
        super().__init__(spec.name)
        acts = {"Ctrl+F": KeyAct(words.FIND_NAME, self._go_find), "F5": KeyAct(words.LEDGER, self.entered)}
        acts["F8"] = KeyAct(words.PRINT_LIST, self._print)
        self.list: RecordList[Any] = RecordList(place, spec)
        acts |= self.list.export_acts()
        acts |= {key: place.way(name) for key, name in WAYS.items() if place.offers(name)}
        self.set_acts(acts)
        self._place, self._kind, self._name = place, kind, spec.name
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
        self.sentence = sentence or LedgerSentence(place.desk)
        self.sentence.left.connect(self._go_table)
        if self._is_order(self.list.preferred_order):
            self.sentence.put_sort(self.list.preferred_order)
        self.sentence.changed.connect(self._read)
        self.table = self.list.table
        self.table.sort_wanted.connect(self._sort)
        self.body.setSpacing(8)
        self._lay_out()

    def _lay_out(self) -> None:
        self.body.addWidget(self.sentence)
        self.body.addLayout(_beside(self.search_line, self.acts().get("F7")))
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

    def show_only(self, state: str, span: str = "") -> None:
        """Only what another page has counted: opinions of a state, received in a span ("" at any time) or on a day."""
        self.search_line.clear()
        self.sentence.show_only(state, span)

    def chosen(self) -> Filter:
        """The filter that the sentence and the search line say."""
        return self.sentence.chosen(self.search_line.text())

    def _print(self) -> None:
        """P10: the ledger as the sentence above the list narrows it; of few chosen rows their papers too."""
        from station_app.services.prints import MOST_ROWS, ledger_listing  # noqa: PLC0415  (the desk starts without paper)
        from station_app.ui.pages.records.versions import versions_of_rows  # noqa: PLC0415  (as above)

        desk, chosen, asked = self._place.desk, self.chosen(), self.table.chosen_in_order()
        only, told = asked[:MOST_ROWS], self.sentence.words()
        if asked:
            rest = len(asked) - len(only)
            told = words.beside(words.only_chosen(len(asked)), words.first_rows(len(only), rest) if rest else "")
        versions = {words.LEDGER: lambda: prints.listing(ledger_listing(desk, chosen, told, only))}
        uids = [row.uid for row in self._lines(only).values()] if 0 < len(asked) <= MOST_SHEETS else []
        self._place.show_print({**versions, **(versions_of_rows(desk, uids) if uids else {})})

    def _read(self) -> None:
        wanted = self._wanted = self.chosen()
        self._place.jobs.read(lambda: self._look_up(wanted), self._found, owner=self)

    def _look_up(self, chosen: Filter) -> _Found | None:
        """What the filter leaves; nothing where the person has typed on since (read off the screen's thread)."""
        if chosen is not self._wanted:
            return None
        return _Found(chosen, ledger.first_page(self._database, chosen, PAGE_ROWS))

    def _found(self, found: _Found | None) -> None:
        if found is None or found.chosen is not self._wanted or self._place.jobs.is_finished:
            return
        self._count = found.page.count
        self.set_heading(self._name, words.found(self._count, found.page.oldest, self._place.desk.today))
        if found.chosen == self._shown and self._count:
            self.table.refresh()
            if not self.table.current_id():  # it was empty before
                self.table.go_to(0)
            return
        self._shown = found.chosen
        if not self._count:
            self.table.say_empty(self._why_empty(found.chosen))
        self.list.prefer_order(found.chosen.sort)
        self.table.show_sorted(found.chosen.sort.removeprefix("-"), found.chosen.sort[0] == "-")
        self.list.show_pages(self._pages(found))
        self.table.go_to(0)

    def _pages(self, found: _Found) -> Pages[Any]:
        database, chosen, first = self._database, found.chosen, found.page

        def ids(offset: int, limit: int) -> Sequence[int]:
            is_known = (offset, limit) == (0, PAGE_ROWS) and self._count == first.count
            return first.ids if is_known else ledger.ids(database, chosen, offset, limit)

        def all_ids() -> array[int]:
            return ledger.all_ids(database, chosen) if chosen is self._wanted else array("q")

        return Pages(lambda: self._count, ids, self._lines, all_ids)

    def _lines(self, ids: Sequence[int]) -> Mapping[int, Any]:
        return ledger.rows_of(self._database, self._kind, ids)

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
        if self._is_order(sorts):
            self.sentence.put_sort(f"-{sorts}" if is_descending else sorts)

    def _is_order(self, sort: str) -> bool:
        return sort.removeprefix("-") in ledger.BOOKS[self._kind].sorts

    def _go_find(self) -> None:
        self.search_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_line.selectAll()

    def _go_table(self) -> None:
        self.list.take_keys()


def _beside(line: QLineEdit, old_ledgers: KeyAct | None) -> QHBoxLayout:
    """The search line, and beside it the key that takes in what was kept before."""
    row = QHBoxLayout()
    row.addWidget(line, 1)
    if old_ledgers:
        row.addWidget(act_key(old_ledgers, "F7"))
    return row


ANY = "*"
ROOM = 52
"""Pixels beside the words of a phrase: its borders and the arrow."""

GROUPS: dict[str, tuple[str, ...]] = {
    "open": lifecycle.OPEN_OPINION,
    "overdue": lifecycle.RUNNING_OPINION,
    "running": lifecycle.RUNNING_OPINION,
    "untold": lifecycle.UNTOLD_OPINION,
    "told": lifecycle.TOLD_OPINION,
    "all": (),
    "placed": lifecycle.PLACED_OPINION,
    "ended": lifecycle.CLOSED_OPINION,
}


@immutable
class Part:
    """One phrase of the sentence: its name, its label, what can be picked, and the key that stands there first."""

    name: str
    label: str
    picks: Sequence[Pick]
    standing: str = ANY


def phrases(desk: Desk) -> list[Part]:
    """The phrases of a station's ledger."""
    villages = ((one.code, words.place(one.name)) for one in paths.regions().children(desk.place.area_code))
    spans = [(ANY, words.ANY_TIME), *words.SPANS.items()]
    return [
        Part("village", words.PHRASE_VILLAGE, [(ANY, words.ANY_VILLAGE), *villages]),
        Part("category", words.PHRASE_CATEGORY, [(ANY, words.ANY_CATEGORY), *categories(desk)]),
        Part("state", words.PHRASE_STATE, [*words.STATE_GROUPS.items(), *states(desk, "opinion")], "open"),
        Part("span", words.PHRASE_SPAN, spans),
        Part("sort", words.PHRASE_SORT, list(words.SORTS.items()), "waiting"),
    ]


def categories(desk: Desk) -> list[Pick]:
    """The first level of matters."""
    return [(one.code, one.name) for one in desk.codes["matter"].gathering(desk.today)]


def states(desk: Desk, kind: str) -> list[Pick]:
    """Every state that a matter of a kind can be in."""
    reached = dict.fromkeys(state for act in lifecycle.acts_of(kind) for state in act.after)
    return [(state, desk.codes.name_of(f"{kind}_state", state)) for state in reached]


class LedgerSentence(QWidget):
    """Says which matters in which order; `changed`: another word was chosen, `left`: Enter went past the last one."""

    changed = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parts: Sequence[Part] = (), between: Sequence[str] = words.LEDGER_SENTENCE) -> None:
        super().__init__()
        self._desk, self._between = desk, between
        parts = parts or phrases(desk)
        self._standing = {part.name: part.standing for part in parts}
        self._picks = {part.name: part.picks for part in parts}
        self._names: dict[str, dict[str, str]] = {}
        self._keys = FieldKeys(self._step, self)
        self._lines = {part.name: self._phrase(part.name, part.label) for part in parts}
        flow = FlowLayout(self, gap=4)
        for told, line in zip_longest(between, self._lines.values()):
            if told and told.strip():
                label = PlainLabel(told.strip())
                label.setProperty("role", "between")
                flow.addWidget(label)
            if line is not None:
                flow.addWidget(line)

    @property
    def standing(self) -> Mapping[str, str]:
        """The key that stands in each phrase."""
        return dict(self._standing)

    def put_all(self, keys: Mapping[str, str]) -> None:
        """Say other words in all phrases at once; what is not named, or means nothing here, stands as at first."""
        self.blockSignals(True)
        for part, names in self._names.items():
            self.put(part, keys[part] if keys.get(part) in names else next(iter(names)))
        self.blockSignals(False)
        self.changed.emit()

    def chosen(self, text: str) -> Filter:
        """The filter that the sentence says, narrowed by the search text."""
        say = {part: "" if key == ANY else key for part, key in self._standing.items()}
        today = self._desk.today
        from_on, to_on = span_of(say["span"], today) if say["span"] in words.SPANS else (say["span"], say["span"])
        states = GROUPS.get(say["state"], (say["state"],))
        return Filter(
            viewer=self._desk.viewer,
            text=text.strip(),
            states=() if say["state"] == "open" else states,
            open_only=say["state"] == "open",
            category=say["category"],
            village=say["village"],
            from_on=from_on,
            to_on=to_on,
            overdue_on=today if say["state"] == "overdue" else "",
            in_time_on=today if say["state"] == "running" else "",
            sort=say["sort"],
        )

    def words(self) -> str:
        """The sentence as it stands, for a print."""
        lines = [line.text() for line in self._lines.values()]
        told = [part for pair in zip_longest(self._between, lines, fillvalue="") for part in pair]
        return " ".join(part.strip() for part in told if part.strip())

    def put(self, part: str, key: str) -> None:
        """Say another word: `part` is village, category, state, span or sort. Raises KeyError for another part."""
        self._lines[part].put(key)
        self._heard(part)

    def show_only(self, state: str, span: str) -> None:
        """All villages and matters of a state that were received in a span: a word of the sentence, or one day."""
        if span and span not in self._names["span"]:
            self._names["span"][span] = words.one_day(span)
        for part, key in (("village", ANY), ("category", ANY), ("state", state), ("span", span or ANY)):
            self.put(part, key)

    def put_sort(self, sort: str) -> None:
        """Another order; a turned one, which a heading asks for, is no choice of the sentence."""
        names = self._names["sort"]
        names.setdefault(sort, words.turned(names.get(sort.removeprefix("-"), sort)))
        self.put("sort", sort)

    def line(self, part: str) -> PickLine:
        """The phrase of a part."""
        return self._lines[part]

    def _phrase(self, part: str, label: str) -> PickLine:
        picks = self._picks[part]
        names = self._names[part] = dict(picks)
        line = PickLine(among(picks), lambda key: names.get(key, key), self)
        line.setObjectName(part)
        line.setProperty("phrase", True)
        line.setAccessibleName(label)
        line.put(self._standing[part])
        line.changed.connect(lambda: self._heard(part))
        line.settled.connect(lambda _key: self._heard(part))
        line.editingFinished.connect(lambda: self._restore(part))
        self._keys.watch(line)
        self._fit(line)
        return line

    def _heard(self, part: str) -> None:
        line = self._lines[part]
        key = line.value()
        if key in self._names[part] and key != self._standing[part]:
            self._standing[part] = key
            self.changed.emit()
        self._fit(line)

    def _restore(self, part: str) -> None:
        """What was typed and means nothing gives way to what stands."""
        line = self._lines[part]
        if line.value() != self._standing[part] or line.text() != self._names[part][self._standing[part]]:
            line.put(self._standing[part])
        self._fit(line)

    def _fit(self, line: PickLine) -> None:
        line.ensurePolished()
        line.setFixedWidth(max(72, line.fontMetrics().horizontalAdvance(line.text()) + ROOM))
        self.updateGeometry()

    def _step(self, control: QWidget, direction: int) -> None:
        lines = list(self._lines.values())
        at = next(index for index, line in enumerate(lines) if line is control) + direction
        if 0 <= at < len(lines):
            lines[at].setFocus(Qt.FocusReason.TabFocusReason)
        elif direction > 0:
            self.left.emit()
