"""意见 and 建议 of a county: one page for both, with tabs, a preview, and acts on several rows at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from station_app import paths
from station_app.db import ledger
from station_app.db.ledger import Filter, LedgerRow, SuggestionRow
from station_app.db.waits import WAITS
from station_app.domain.identity import masked_name
from station_app.domain.lifecycle import RUNNING_OPINION, RUNNING_SUGGESTION
from station_app.domain.problem import Rejected
from station_app.domain.records import Station
from station_app.domain.waiting import days_from
from station_app.services import several, tabs, workbench
from station_app.services.desk import Desk
from station_app.services.suggestions import Alike, alike_to
from station_app.services.tabs import Tab
from station_app.text import county as say
from station_app.text import explain, key_words
from station_app.text import finding as words
from station_app.ui.pages.county.sentence import MattersSentence
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.versions import Versions, versions_of_paper, versions_of_rows
from station_app.ui.parts.record_list import ListColumn, ListSpec, day, in_two_lines
from station_app.ui.parts.sheet import PlainLabel, Sheet, link_key, quotation, row_of, words_line
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.workplace import Workplace

Line = LedgerRow | SuggestionRow

RUNNING = {"opinion": RUNNING_OPINION, "suggestion": RUNNING_SUGGESTION}
TABS = {
    "opinion": (
        "to_assign", "overdue", "due_soon", "to_check", "return_asked", "extension_asked", "dissatisfied", "open",
    ),
    "suggestion": ("to_accept", "to_assign", "overdue", "due_soon", "to_check", "extension_asked", "open"),
}  # fmt: skip
"""The tabs that the program brings, by what stands as the state in the sentence."""

NAMES = {"opinion": say.OPINIONS, "suggestion": say.SUGGESTIONS}
OTHER = {"opinion": "suggestion", "suggestion": "opinion"}
PREVIEW_WIDTH, PREVIEWED_FROM = 312, 1080
"""Pixels of the preview, and of a page from which on it stands beside the list."""
PREVIEW_AFTER_MS, ALIKE_SHOWN, QUOTED = 200, 3, 160
"""How long a row stays current before it is previewed; how many likely doubles; characters of what was said."""


def _kind(line: Line) -> str:
    return "suggestion" if isinstance(line, SuggestionRow) else "opinion"


def _number(line: Line) -> str:
    """A county shows numbers with their station: two stations count alike."""
    return (line.official_no if isinstance(line, SuggestionRow) else "") or line.number


def _matter(desk: Desk, line: Line) -> str:
    village = line.village if isinstance(line, LedgerRow) else ""
    told = words.place(paths.regions().name_from(desk.place.area_code, village)) if village else ""
    if isinstance(line, SuggestionRow) and line.lead:
        told = say.LED_BY.format(name=line.lead)
    return in_two_lines(line.title, words.standing(_number(line), told))


def _station(desk: Desk, line: Line) -> str:
    return say.station(desk.station_of(line.station).name)


def _category(desk: Desk, line: Line) -> str:
    if isinstance(line, SuggestionRow):
        return in_two_lines(
            desk.codes.name_of("committee_category", line.category), desk.codes.name_of("deputy_level", line.level)
        )
    return in_two_lines(
        desk.codes.name_of("matter", line.category), desk.codes.name_of("revitalization", line.revitalization)
    )


def _state(desk: Desk, line: Line) -> str:
    turn = say.TURN_OF.format(side=desk.codes.name_of("side", line.turn)) if line.turn else ""
    return in_two_lines(desk.codes.name_of(f"{_kind(line)}_state", line.state), turn)


def _left(desk: Desk, line: Line) -> int | None:
    return days_from(desk.today, line.due_on) if line.due_on and line.state in RUNNING[_kind(line)] else None


def _urgency(desk: Desk, line: Line) -> str:
    return desk.codes.name_of("urgency", line.urgency) if isinstance(line, LedgerRow) else ""


_STATION: ListColumn[Line] = ListColumn(say.STATION, 88, _station, "station")
_UNIT: ListColumn[Line] = ListColumn(say.UNIT, 116, lambda _desk, line: line.unit or say.NO_UNIT, "unit")
_STATE: ListColumn[Line] = ListColumn(
    say.STATE,
    120,
    _state,
    "state",
    cell=lambda desk, line: desk.codes.name_of(f"{_kind(line)}_state", line.state),
)
_LEFT: ListColumn[Line] = ListColumn(
    say.LEFT,
    96,
    lambda desk, line: words.due_in(_left(desk, line)),
    "due",
    words.tone_of_due,
    cell=_left,
    is_sign=True,
)
_TITLE: ListColumn[Line] = ListColumn(say.MATTER, 0, _matter, "number", cell=lambda _desk, line: line.title)
NUMBER, VILLAGE, FIELD, TURN, DAY, EXCERPT, DUE = say.MORE
_MORE: tuple[ListColumn[Line], ...] = (
    ListColumn(NUMBER, 160, lambda _desk, line: _number(line)),
    ListColumn(TURN, 90, lambda desk, line: desk.codes.name_of("side", line.turn)),
    ListColumn(DAY, 100, lambda _desk, line: line.received_on, cell=lambda _desk, line: day(line.received_on)),
    ListColumn(DUE, 100, lambda _desk, line: line.due_on, cell=lambda _desk, line: day(line.due_on)),
    ListColumn(EXCERPT, 320, lambda _desk, line: " ".join(line.excerpt.split())),
)
SPECS: Mapping[str, ListSpec[Any]] = {
    "opinion": ListSpec(
        say.OPINIONS,
        (
            _TITLE,
            _STATION,
            ListColumn(say.CATEGORY, 112, _category, "category"),
            _UNIT,
            _STATE,
            ListColumn(say.URGENCY, 80, _urgency, "urgency"),
            _LEFT,
        ),
        say.NONE_YET,
        opens=lambda place, line: place.record("opinion", line.uid),
        two_lines=True,
        more=(
            *_MORE,
            ListColumn(
                VILLAGE,
                160,
                lambda desk, line: words.place(paths.regions().name_from(desk.place.area_code, line.village)),
            ),
            ListColumn(FIELD, 100, lambda desk, line: desk.codes.name_of("revitalization", line.revitalization)),
        ),
    ),
    "suggestion": ListSpec(
        say.SUGGESTIONS,
        (_TITLE, _STATION, ListColumn(say.CATEGORY, 124, _category, "category"), _UNIT, _STATE, _LEFT),
        say.NONE_YET,
        opens=lambda place, line: place.record("suggestion", line.uid),
        two_lines=True,
        more=_MORE,
    ),
}


class MattersPage(LedgerPage):
    """The list of a kind with its tabs. Space and Shift+arrows choose rows; F9, F7, F6, F10 do an act to those, else to
    the current one, after what each would get was shown."""

    sentence: MattersSentence

    def __init__(self, place: Workplace, kind: str) -> None:
        self._tabs = QTabBar()
        self._own: list[Tab] = []
        self._naming: TabName | None = None
        self.preview = MatterPreview(place, self._compare)
        self._chosen_words = PlainLabel()
        self._stations: Mapping[str, str] = {}
        super().__init__(place, SPECS[kind], MattersSentence(place.desk, kind), kind)
        self._later = QTimer(self, singleShot=True, interval=PREVIEW_AFTER_MS)
        self.search_line.setPlaceholderText(say.FIND_MATTER)
        self._later.timeout.connect(self._show_preview)
        self.table.selected.connect(lambda _id: self._later.start())
        self.table.model().modelReset.connect(self._later.start)
        self.table.chosen_changed.connect(self._say_chosen)
        self._read_tabs()
        self._tabs.currentChanged.connect(self._go_tab)
        self._offer()
        self._say_chosen()
        self.sentence.put_all(self._parts(0))

    def entered(self) -> None:
        """Read again, and count what each tab holds."""
        super().entered()
        self._count_tabs()

    def show_only(self, state: str, span: str = "") -> None:
        """What a tile counts: its tab where there is one. `span` means nothing here."""
        del span
        self.search_line.clear()
        at = TABS[self._kind].index(state) if state in TABS[self._kind] else -1
        if at >= 0:
            self._tabs.setCurrentIndex(at)
        self.sentence.put_all(self._parts(at) if at >= 0 else {"state": state})
        if state in WAITS and OTHER[self._kind] in WAITS[state]:
            self._tell_of_others(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page has no preview."""
        super().resizeEvent(event)
        self.preview.setVisible(self.width() >= PREVIEWED_FROM)
        self._later.start()

    def marked(self) -> list[str]:
        """The uids of the chosen rows as they stand, else of the current one."""
        ids = self.table.chosen_in_order() or [self.table.current_id()]
        lines = self._lines([one for one in ids if one])
        return [lines[one].uid for one in ids if one in lines]

    def _lay_out(self) -> None:
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.setAccessibleName(self._name)
        self.search_line.setFixedWidth(220)
        top = QHBoxLayout()
        top.addWidget(self._tabs, 1)
        top.addWidget(self.search_line)
        self.body.addLayout(top)
        self._name_slot = QVBoxLayout()
        self.body.addLayout(self._name_slot)
        self.body.addWidget(self.sentence)
        across, left = QHBoxLayout(), QVBoxLayout()
        across.setSpacing(16)
        left.setSpacing(0)
        left.addWidget(self.table, 1)
        left.addWidget(self._footer())
        across.addLayout(left, 1)
        across.addWidget(self.preview)
        self.body.addLayout(across, 1)

    def _footer(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("sheet")
        line = QHBoxLayout(foot)
        line.setContentsMargins(12, 8, 12, 8)
        self._chosen_words.setProperty("role", "hint")
        self._chosen_words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self._chosen_words, 1)
        self.keys = {}
        for key, act in self._several_acts().items():
            self.keys[key] = act_key(act, key)
            line.addWidget(self.keys[key])
        self.keys["F9"].setObjectName("main")
        return foot

    def _several_acts(self) -> dict[str, KeyAct]:
        return {
            "F6": KeyAct(say.JOIN, partial(self._open_several, "merge")),
            "F7": KeyAct(say.REMIND, partial(self._open_several, "remind")),
            "F8": KeyAct(say.PRINT, self._print),
            "F10": KeyAct(say.CHECK, partial(self._open_several, "check")),
            "F9": KeyAct(say.ASSIGN, partial(self._open_several, "assign")),
        }

    def _offer(self) -> None:
        acts = {
            "Ctrl+F": KeyAct(words.FIND_NAME, self._go_find),
            "F5": KeyAct(self._name, self.entered),
            **self.list.export_acts(),
            **self._several_acts(),
            "Ctrl+N": KeyAct(say.KEEP_TAB, partial(self._name_tab, "")),
            "Ctrl+R": KeyAct(say.RENAME_TAB, self._rename_tab),
            "Ctrl+J": KeyAct(say.DROP_TAB, self._drop_tab),
            "Ctrl+PgDown": KeyAct(say.NEXT_TAB, partial(self._step_tab, 1)),
            "Ctrl+PgUp": KeyAct(say.TAB_BEFORE, partial(self._step_tab, -1)),
            "Ctrl+K": KeyAct(say.SEE_OTHERS.format(name=NAMES[OTHER[self._kind]]), self._see_others),
        }
        if self._kind == "opinion":
            acts["F11"] = KeyAct(say.SIDE_BY_SIDE, self._compare)
        self.set_acts(acts)

    def _open_several(self, name: str) -> None:
        uids = self.marked()
        if uids:
            self._place.open("several", name, self._kind, tuple(uids[: several.MOST]))

    def _print(self) -> None:
        """The papers of the rows, a stack of each; and the list itself."""
        uids = self.marked()
        papers: Versions = {}
        if self._kind == "opinion":
            papers = versions_of_rows(self._place.desk, uids)
        elif len(uids) == 1:
            papers = versions_of_paper(self._place.desk, uids[0])
        self._place.show_print({**papers, **self.list.paper(self.sentence.words())})

    def _compare(self) -> None:
        [uid, *_] = self.marked() or [""]
        if uid:
            self._place.open("alike", uid)

    def _show_preview(self) -> None:
        if self.preview.isVisible():
            self.preview.show_line(self.list.current())

    def _say_chosen(self) -> None:
        chosen = self.table.chosen
        lines = self._lines(list(chosen)[: several.MOST]).values() if chosen else ()
        if chosen and not self._stations:
            self._stations = {one.uid: one.name for one in self._place.desk.records.all(Station)}
        counted = Counter(say.station(self._stations.get(one.station, "")) for one in lines)
        self._chosen_words.setText(say.chosen(len(chosen), counted.most_common(3)))

    def _why_empty(self, chosen: Filter) -> str:
        return (
            say.NONE_LEFT
            if ledger.count(self._database, Filter(viewer=chosen.viewer, kind=self._kind))
            else say.NONE_YET
        )

    # Tabs

    def _parts(self, at: int) -> Mapping[str, str]:
        brought = TABS[self._kind]
        return {"state": brought[at]} if at < len(brought) else self._own[at - len(brought)].parts

    def _read_tabs(self) -> None:
        self._own = tabs.own(self._place.desk, self._kind)
        names = [*(_tab_name(one) for one in TABS[self._kind]), *(one.name for one in self._own)]
        self._tabs.blockSignals(True)
        at = max(0, self._tabs.currentIndex())
        while self._tabs.count():
            self._tabs.removeTab(0)
        for name in names:
            self._tabs.addTab(name)
        self._tabs.setCurrentIndex(min(at, len(names) - 1))
        self._tabs.blockSignals(False)

    def _count_tabs(self) -> None:
        desk, kind, now = self._place.desk, self._kind, self.sentence.standing
        filters = []
        for at in range(self._tabs.count()):
            self.sentence.blockSignals(True)
            self.sentence.put_all(self._parts(at))
            filters.append(self.sentence.chosen(""))
        self.sentence.put_all(now)
        self.sentence.blockSignals(False)

        def counted() -> list[int]:
            return [ledger.count(desk.store.database, one) for one in filters]

        def show(numbers: Sequence[int]) -> None:
            names = [*(_tab_name(one) for one in TABS[kind]), *(one.name for one in self._own)]
            for at, (name, number) in enumerate(zip(names, numbers, strict=False)):
                self._tabs.setTabText(at, f"{name} {number:,}")

        self._place.jobs.read(counted, show, owner=self)

    def _go_tab(self, at: int) -> None:
        if at >= 0:
            self.notices.clear()
            self.sentence.put_all(self._parts(at))

    def _step_tab(self, by: int) -> None:
        self._tabs.setCurrentIndex((self._tabs.currentIndex() + by) % self._tabs.count())

    def _own_at(self) -> Tab | None:
        at = self._tabs.currentIndex() - len(TABS[self._kind])
        return self._own[at] if at >= 0 else None

    def _name_tab(self, instead: str) -> None:
        self._close_naming()
        self._naming = TabName(instead, partial(self._keep_tab, instead), self._close_naming)
        self._name_slot.addWidget(self._naming)
        self._naming.show()
        self._naming.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_tab(self, instead: str) -> None:
        if self._naming is None:
            return
        own = self._own_at()
        parts = own.parts if instead and own else self.sentence.standing
        tab, desk = Tab(self._naming.line.text(), parts), self._place.desk

        def kept(found: Sequence[Tab]) -> None:
            self._close_naming()
            self._read_tabs()
            at = [one.name for one in found].index(tab.name.strip())
            self._tabs.setCurrentIndex(len(TABS[self._kind]) + at)
            self._count_tabs()
            self.notices.tell(say.TAB_KEPT.format(name=tab.name.strip()))

        self._place.jobs.save(partial(tabs.keep, desk, self._kind, tab, instead), kept, self._refused, owner=self)

    def _rename_tab(self) -> None:
        own = self._own_at()
        if own is None:
            self.notices.tell(say.TAB_FIXED)
        else:
            self._name_tab(own.name)

    def _drop_tab(self) -> None:
        own, desk = self._own_at(), self._place.desk
        if own is None:
            self.notices.tell(say.TAB_FIXED)
            return

        def dropped(_left: object) -> None:
            self._read_tabs()
            self._go_tab(self._tabs.currentIndex())
            self._count_tabs()
            self.notices.tell(say.TAB_DROPPED.format(name=own.name))

        self._place.jobs.save(partial(tabs.drop, desk, self._kind, own.name), dropped, self._refused, owner=self)

    def _close_naming(self) -> None:
        if self._naming is not None:
            self._name_slot.removeWidget(self._naming)
            self._naming.hide()
            self._naming.deleteLater()
            self._naming = None
            self._go_table()

    def _refused(self, rejected: Rejected) -> None:
        self.notices.show_problems([("", explain(one), one.refuses) for one in rejected.problems], str)

    def _tell_of_others(self, state: str) -> None:
        desk, other = self._place.desk, OTHER[self._kind]
        asked = Filter(viewer=desk.viewer, kind=other, wait=state, days=workbench.days_ahead(desk))

        def told(count: int) -> None:
            if count:
                name = NAMES[other]
                self.notices.offer(
                    say.ALSO_THERE.format(name=name, count=count), say.SEE_OTHERS.format(name=name), self._see_others
                )

        self._place.jobs.read(lambda: ledger.count(desk.store.database, asked), told, owner=self)

    def _see_others(self) -> None:
        """The other list, narrowed to what this one shows."""
        page = self._place.open(workbench.LISTS[OTHER[self._kind]])
        if isinstance(page, MattersPage):
            page.show_only(self.sentence.standing["state"])


def _tab_name(state: str) -> str:
    return say.TILES.get(state) or say.STATES[state]


class TabName(QWidget):
    """The line that a tab's name is typed into."""

    def __init__(self, name: str, keep: Any, give_up: Any) -> None:
        super().__init__()
        self.line = QLineEdit(name)
        self.line.setObjectName("tab_name")
        self.line.setAccessibleName(say.TAB_NAME)
        self.line.setMaxLength(tabs.LONGEST)
        self.line.returnPressed.connect(keep)
        key = act_key(KeyAct(say.KEEP_TAB, keep), key_words("Return"))
        self.setLayout(row_of(PlainLabel(say.TAB_NAME), self.line, key, stretch_after=2))
        EscapeKey(self, give_up)


class MatterPreview(Sheet):
    """What the current row is about: its words, whose turn it is, what seems to be the same."""

    def __init__(self, place: Workplace, compare: Any) -> None:
        super().__init__()
        self._place = place
        self.setFixedWidth(PREVIEW_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.uid = ""
        """Of the row that it shows; "" for none."""
        self._parts = {name: words_line("", role) for name, role in _PREVIEWED.items()}
        self._said = quotation("")
        for name, part in self._parts.items():
            part.setWordWrap(name != "number")
            self.column.addWidget(part)
            if name == "whence":
                self.column.addWidget(self._said)
        self._same = QVBoxLayout()
        self.column.addLayout(self._same)
        self._side = act_key(KeyAct(say.SIDE_BY_SIDE, compare), "F11")
        self._side.setProperty("role", "link")
        self._side.hide()
        self.column.addWidget(self._side)
        self.column.addStretch(1)

    def show_line(self, line: Line | None) -> None:
        """Another row; none where the list is empty."""
        if line is None:
            self.uid = ""
            self._say({})
            return
        desk, self.uid = self._place.desk, line.uid
        who = line.lead if isinstance(line, SuggestionRow) else masked_name(line.visitor)
        excerpt = " ".join(line.excerpt.split())[:QUOTED]
        told = {
            "number": words.standing(_number(line), words.due_in(_left(desk, line))),
            "title": line.title,
            "whence": words.standing(_station(desk, line), words.short_day(line.received_on, desk.today), who),
            "turn": _state(desk, line).replace("\n", " · "),
            "unit": words.standing(line.unit, words.due_on("", line.due_on)),
        }
        self._say(told, f"“{excerpt}”" if excerpt else "")
        if isinstance(line, LedgerRow):
            uid = line.uid
            self._place.jobs.read(partial(alike_to, desk, uid, ALIKE_SHOWN), partial(self._found, uid), owner=self)

    def _say(self, told: Mapping[str, str], quoted: str = "") -> None:
        for name, part in self._parts.items():
            part.setText(told.get(name, ""))
            part.setVisible(bool(part.text()))
        self._said.setText(quoted)
        self._said.setVisible(bool(quoted))
        self._show_same([])

    def _found(self, uid: str, found: Sequence[Alike]) -> None:
        if uid == self.uid:
            self._show_same(found)

    def _show_same(self, found: Sequence[Alike]) -> None:
        while (item := self._same.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if found:
            self._same.addWidget(_heading(say.ALIKE))
        for one in found:
            station = self._place.desk.station_of(one.opinion.station).name
            key = link_key(
                words.standing(say.station(station), one.opinion.title),
                ("opinion", one.opinion.uid),
                self._place.record,
            )
            self._same.addWidget(key)
        self._side.setVisible(bool(found))


_PREVIEWED = {"number": "hint", "title": "heading", "whence": "hint", "turn": "", "unit": "hint"}
"""The lines of a preview from the top, and how each looks."""


def _heading(said: str) -> QLabel:
    return words_line(said, "heading")


def opinions(place: Workplace) -> MattersPage:
    """意见."""
    return MattersPage(place, "opinion")


def suggestions(place: Workplace) -> MattersPage:
    """建议."""
    return MattersPage(place, "suggestion")
