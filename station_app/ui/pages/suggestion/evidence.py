"""Beside a draft: the opinions that it grew from, and who is asked to cosign."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.lifecycle import JOINED, act_of
from station_app.domain.records import Cosigning
from station_app.domain.tally import Evidence, EvidenceLine
from station_app.services import suggestions
from station_app.services.desk import Desk
from station_app.services.suggestions import Alike, alike_to, evidence_of, joinable
from station_app.text import finding as finding_words
from station_app.text import suggestions as say
from station_app.ui.parts.line_list import LineList
from station_app.ui.parts.pick import Pick, PickLine
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.record_list import Line, ListColumn, ListSpec, RecordList, of_fields
from station_app.ui.parts.sheet import Sheet, paragraph, row_of
from station_app.ui.shell.keys import FieldKeys
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.workplace import Workplace, short_at

ASKED_OF = 3
"""Of how many linked opinions like ones are looked for: they say the same."""


def _number(desk: Desk, one: EvidenceLine) -> str:
    return short_at(desk, one.number[:-2], one.opinion)


NUMBER, DAY, VILLAGE, MATTER, PEOPLE = say.LINE_HEADS
LINES: ListSpec[EvidenceLine] = ListSpec(
    say.EVIDENCE,
    (
        ListColumn(NUMBER, 140, _number),
        ListColumn(DAY, 140, lambda _desk, one: one.received_on, cell=lambda _desk, one: one.received_on),
        ListColumn(VILLAGE, 180, lambda _desk, one: one.village),
        ListColumn(MATTER, 0, lambda _desk, one: one.matter),
        ListColumn(PEOPLE, 80, lambda _desk, one: str(one.people), cell=lambda _desk, one: one.people),
    ),
)
TITLE, ALIKE = say.LIKE_HEADS
LIKE: ListSpec[Alike] = ListSpec(
    say.LIKE_ONES,
    (
        ListColumn(NUMBER, 140, lambda desk, one: short_at(desk, one.opinion.number, one.opinion.uid)),
        ListColumn(VILLAGE, 180, lambda _desk, one: finding_words.place(one.village)),
        ListColumn(TITLE, 0, lambda _desk, one: one.opinion.title),
        ListColumn(ALIKE, 80, lambda _desk, one: f"{one.likeness:.0%}", cell=lambda _desk, one: round(one.likeness, 2)),
    ),
)
ASKED: ListSpec[Cosigning] = ListSpec(
    say.COSIGNERS, of_fields(Cosigning, {"deputy": 0, "state": 140, "confirmed_on": 140, "confirm_way": 140})
)


def _leaving(place: Workplace, spec: ListSpec[Line], read: Callable[[], Sequence[Line]]) -> Mapping[str, KeyAct]:
    """What every list can do: leave as a file, and on paper. The table is made when it is asked for."""

    def listed() -> RecordList[Line]:
        made = RecordList(place, spec)
        made.show(read())
        return made

    return {
        "Ctrl+E": KeyAct(finding_words.EXPORT, lambda: listed().export()),
        "": KeyAct(finding_words.PRINT_LIST, lambda: listed().print()),
    }


class EvidencePart(Sheet):
    """`added(uids)` and `taken(uid)`: an opinion is to come or to go; `opened(uid)`: it is to be seen."""

    added = Signal(object)
    taken = Signal(str)
    opened = Signal(str)

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.EVIDENCE)
        self._place = place
        self._evidence = Evidence(())
        self._proposed: list[Alike] = []
        self._said = paragraph(say.NO_EVIDENCE, "hint")
        self.list = LineList("evidence", say.EVIDENCE, takes=say.REMOVE, acts=_leaving(place, LINES, self._lines))
        self.list.setToolTip(say.REMOVE_HINT)
        self.list.chosen.connect(lambda row: self.opened.emit(self._evidence.lines[row].opinion))
        self.list.taken.connect(lambda row: self.taken.emit(self._evidence.lines[row].opinion))
        self.line = PickLine(self._search, partial(place.sources.names, "opinion"))
        self.line.setObjectName("add_opinion")
        self.line.setPlaceholderText(say.ADD_OPINION)
        self.line.setAccessibleName(say.ADD_OPINION)
        self.line.settled.connect(self._picked)
        self._keys = FieldKeys(lambda _control, _step: self.line.settle(), self)
        self._keys.watch(self.line)
        self.like_key = act_key(KeyAct(say.LIKE_ONES, self.look), "Ctrl+N")
        self._head = paragraph("", "hint")
        likely = _leaving(place, LIKE, lambda: self._proposed)
        self.proposals = LineList("proposals", say.LIKE_ONES, opens=say.ADD_IT, acts=likely)
        self.proposals.chosen.connect(lambda row: self.added.emit((self._proposed[row].opinion.uid,)))
        for widget in (self._said, self.list, self.line, self.like_key, self._head, self.proposals):
            self.column.addWidget(widget)
        self._head.hide()
        self.proposals.hide()

    def put(self, opinions: Sequence[str], is_open: bool = True) -> None:
        """Show the evidence of these opinions."""
        desk = self._place.desk
        self._evidence = evidence_of(desk, opinions)
        lines = [
            (
                say.evidence(
                    short_at(desk, one.number[:-2], one.opinion), one.received_on, one.village, one.matter, one.people
                ),
                True,
            )
            for one in self._evidence.lines
        ]
        self.list.put(lines)
        self._said.setText(say.summed(len(lines), self._evidence.villages, self._evidence.people))
        self._proposed = [one for one in self._proposed if one.opinion.uid not in opinions]
        self._show_proposed()
        self.like_key.setEnabled(bool(opinions))
        self.line.setVisible(is_open)

    def _lines(self) -> Sequence[EvidenceLine]:
        return self._evidence.lines

    def look(self) -> None:
        """Look for opinions that say the same as those that are linked."""
        linked = [line.opinion for line in self._evidence.lines]
        if linked:
            self._place.jobs.read(partial(_like_all, self._place, linked), self._found, owner=self)

    def _found(self, proposed: list[Alike]) -> None:
        self._proposed = proposed
        self._show_proposed()
        self._head.setText(say.LIKE_HEAD if proposed else say.NO_LIKE_ONES)
        self._head.show()
        if proposed:
            self.proposals.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_proposed(self) -> None:
        self._head.setVisible(bool(self._proposed))
        self.proposals.put([(self._words(one), True) for one in self._proposed])

    def _words(self, one: Alike) -> str:
        percent, number = round(100 * one.likeness), short_at(self._place.desk, one.opinion.number, one.opinion.uid)
        village = finding_words.place(one.village)
        return say.like_one(one.opinion.title, village, number, percent, one.same_category, one.other_village)

    def _search(self, typed: str) -> list[Pick]:
        offered = list(self._place.sources.choices("opinion", typed))
        possible = joinable(self._place.desk, [uid for uid, _ in offered])
        return [one for one in offered if one[0] in possible]

    def _picked(self, uid: str) -> None:
        self.line.put("")
        self.added.emit((uid,))


def _like_all(place: Workplace, linked: Sequence[str]) -> list[Alike]:
    """What is like the first of the linked opinions, each once, those of other villages first."""
    found: dict[str, Alike] = {}
    for uid in linked[:ASKED_OF]:
        for one in alike_to(place.desk, uid):
            if one.opinion.uid not in linked:
                found.setdefault(one.opinion.uid, one)
    return sorted(found.values(), key=lambda one: (not one.other_village, -one.likeness, one.opinion.uid))


class CosignersPart(Sheet):
    """`asked(deputy)`: somebody is to be asked. Of a cosigning `answered(uid, fields)`: they join;
    `declined(uid)`: they do not; `left(uid)`: they take their name back."""

    asked = Signal(str)
    answered = Signal(str, object)
    declined = Signal(str)
    left = Signal(str)

    def __init__(self, place: Workplace, sources: Sources) -> None:
        super().__init__(say.COSIGNERS)
        self._place = place
        self._rows: list[Cosigning] = []
        self._said = paragraph(say.NO_COSIGNERS, "hint")
        asked = _leaving(place, ASKED, lambda: self._rows)
        self.list = LineList("cosigners", say.COSIGNERS, opens="", takes=say.LEAVES, acts=asked)
        self.list.chosen.connect(self._choose)
        self.list.taken.connect(lambda row: self.left.emit(self._rows[row].uid))
        self.list.pointed.connect(lambda _row: self._show_question())
        self.form = RecordForm(Cosigning, sources, only=("confirmed_on", "confirm_way"), columns=1)
        self.form.ended.connect(self._confirm)
        self._question = QWidget()
        column = QVBoxLayout(self._question)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        confirm, decline = act_key(KeyAct(say.CONFIRM, self._confirm)), act_key(KeyAct(say.DECLINE, self._decline))
        for key in (confirm, decline):
            key.setAutoDefault(True)
        column.addLayout(row_of(confirm, decline))
        self.line = PickLine(partial(sources.choices, "deputy"), partial(sources.names, "deputy"))
        self.line.setObjectName("add_cosigner")
        self.line.setPlaceholderText(say.ADD_COSIGNER)
        self.line.setAccessibleName(say.ADD_COSIGNER)
        self.line.settled.connect(self._picked)
        self._keys = FieldKeys(lambda _control, _step: self.line.settle(), self)
        self._keys.watch(self.line)
        for widget in (self._said, self.list, self._question, self.line):
            self.column.addWidget(widget)
        self._question.hide()

    def put(self, suggestion: str) -> None:
        """Show who was asked to join in the suggestion; for "" nobody was."""
        desk = self._place.desk
        self._rows = suggestions.cosignings_of(desk, suggestion) if suggestion else []
        self.list.put([(self._words(one), one.state in JOINED) for one in self._rows])
        self._said.setVisible(not self._rows)
        self._show_question()

    def _choose(self, _row: int) -> None:
        if self._question.isVisible():
            self.form.focus_field("confirm_way")

    def _words(self, one: Cosigning) -> str:
        codes, name = self._place.desk.codes, self._place.sources.names("deputy", one.deputy)
        day = finding_words.short_day(one.confirmed_on, self._place.desk.today) if one.confirmed_on else ""
        way = codes.name_of("confirm_way", one.confirm_way)
        return say.cosigner(name, codes.name_of("cosigning_state", one.state), day, way)

    def _current(self) -> Cosigning | None:
        row = self.list.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _show_question(self) -> None:
        one = self._current()
        may_confirm = one is not None and act_of("cosigning", "confirm", one.state) is not None
        self._question.setVisible(may_confirm)
        if may_confirm:
            self.form.set_values({"confirmed_on": self._place.desk.today, "confirm_way": ""})

    def _confirm(self) -> None:
        if one := self._current():
            self.answered.emit(one.uid, self.form.values())

    def _decline(self) -> None:
        if one := self._current():
            self.declined.emit(one.uid)

    def _picked(self, uid: str) -> None:
        self.line.put("")
        self.asked.emit(uid)
