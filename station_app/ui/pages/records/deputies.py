"""代表: the roster, and the end of a term."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from station_app import text
from station_app.domain import identity
from station_app.domain.field import field_of, values_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, Mandate
from station_app.services import roster
from station_app.services.acts import Done
from station_app.services.desk import Desk
from station_app.services.roster import RosterLine
from station_app.text import explain
from station_app.text import finding as words
from station_app.text import visits as say
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of, words_line
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.workplace import Naming, Workplace

ASKED_OF_DEPUTY = ("name", "gender", "ethnicity", "post", "phone", "address")
ASKED_OF_MANDATE = ("level", "term", "cert_no", "electoral_unit", "from_on", "to_on")


class DeputiesPage(Page):
    """The list; F2 opens the form over it, Enter a deputy's own page."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(words.DEPUTIES)
        self._place = place
        self._form: EnrolForm | None = None
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.body.addWidget(self.table, 1)
        keys = {"F7": place.way("turn_over")} if place.offers("turn_over") and not place.desk.is_office else {}
        keys |= {"F6": place.way("units")} if place.desk.is_office else {}
        keys |= self.list.acts()
        acts = {"F5": KeyAct(words.DEPUTIES, self.entered), **keys}
        if place.may("deputy", "register"):
            acts["F2"] = KeyAct(words.ENROL, self.begin)
        self.set_acts(acts)
        self.body.addLayout(row_of(*(act_key(act, key) for key, act in keys.items())))

    def entered(self) -> None:
        """Read again."""
        lines = self.list.read()
        self.set_heading(words.DEPUTIES, words.on_the_roster(len(lines), sum(line.is_active for line in lines)))
        if self._form is None:
            self.list.take_keys()

    def begin(self) -> None:
        """Open the form for another deputy, or go back to it."""
        if self._form is None:
            self._form = EnrolForm(self._place.sources)
            self._form.wanted = partial(self._enrol, self._form)
            self._form.given_up = self._close
            self.body.insertWidget(0, self._form)
            self._form.show()  # at once, so that its first field can take the focus
            self.set_acts({**self.acts(), "Ctrl+Return": KeyAct(words.ENROL_SAVE, self._form.submit)})
        self._form.deputy.focus_first()

    def form(self) -> EnrolForm | None:
        """The form that is open."""
        return self._form

    def _enrol(self, form: EnrolForm) -> None:
        deputy, mandate = form.deputy.values(), form.mandate.values()
        work = partial(roster.enrol, self._place.desk, deputy, mandate)
        self._place.jobs.save(work, partial(self._enrolled, str(deputy["name"])), self._refused, owner=self)

    def _enrolled(self, name: str, done: Sequence[Done]) -> None:
        self._close()
        warnings = [("", explain(problem), False) for one in done for problem in one.warnings]
        self.notices.show_problems([("", words.enrolled(name), False), *warnings], lambda _name: "")

    def _refused(self, rejected: Rejected) -> None:
        if self._form is not None:
            self.notices.show_problems(self._form.show_problems(rejected), lambda _name: "")

    def _close(self) -> None:
        if self._form is not None:
            self.body.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        self.set_acts({key: act for key, act in self.acts().items() if key != "Ctrl+Return"})
        self.notices.clear()
        self.entered()


def _held(desk: Desk, line: RosterLine) -> str:
    naming = Naming(desk)
    held = [naming.mandate_words(values_of(mandate)) for mandate in line.mandates]
    return _two(held)


def _units(_desk: Desk, line: RosterLine) -> str:
    return _two([mandate.electoral_unit for mandate in line.mandates if mandate.electoral_unit])


def _two(said: Sequence[str]) -> str:
    """The first on a line, the others below."""
    return f"{said[0] if said else ''}\n{text.SEPARATOR.join(said[1:])}".strip()


def _name(desk: Desk, line: RosterLine) -> str:
    gender = line.deputy.gender
    return f"{line.deputy.name}\n{desk.codes.name_of('gender', gender) if gender else ''}".strip()


NAME, POST, MANDATES, UNITS, PHONE = words.DEPUTIES_HEADS
LIST = ListSpec(
    words.DEPUTIES,
    (
        ListColumn(NAME, 120, _name, cell=lambda _desk, line: line.deputy.name),
        ListColumn(POST, 0, lambda _desk, line: line.deputy.post),
        ListColumn(MANDATES, 220, _held),
        ListColumn(UNITS, 260, _units),
        ListColumn(
            PHONE,
            160,
            lambda _desk, line: str(identity.masked(field_of(Deputy, "phone"), line.deputy.phone)),
            full=lambda _desk, line: line.deputy.phone,
            is_personal=True,
        ),
    ),
    words.NO_DEPUTY,
    roster.roster,
    opens=lambda place, line: place.record("deputy", line.deputy.uid),
    two_lines=True,
    paper=words.ROSTER,
)


class EnrolForm(Sheet):
    """A deputy and one mandate, asked together. `wanted` is called by the key, `given_up` by Esc."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(words.ENROL)
        self.wanted = _nothing
        self.given_up = _nothing
        self.deputy = RecordForm(Deputy, sources, only=ASKED_OF_DEPUTY)
        self.mandate = RecordForm(Mandate, sources, only=ASKED_OF_MANDATE)
        self.deputy.ended.connect(self.mandate.focus_first)
        self.column.addWidget(self.deputy)
        self.column.addWidget(words_line(words.MANDATE_PART, "hint"))
        self.column.addWidget(self.mandate)
        self.column.addWidget(self._keys_row())
        EscapeKey(self, self._give_up)

    def submit(self) -> None:
        """Ask for the deputy to be entered."""
        self.wanted()

    def show_problems(self, rejected: Rejected) -> list[tuple[str, str, bool]]:
        """Say problems beside the fields of either part; returns those of no field."""
        left = []
        for part, form in enumerate((self.deputy, self.mandate)):
            own = [(one.where, explain(one), one.refuses) for one in rejected.problems if one.part == part]
            left += form.show_problems(own)
        first = min((one for one in rejected.problems if one.refuses), key=lambda one: one.part, default=None)
        form = self.mandate if first is not None and first.part else self.deputy
        if first is not None and first.where in form.values():
            form.focus_field(first.where)
        return left

    def _give_up(self) -> None:
        self.given_up()

    def _keys_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch()
        for label, key, do in (
            (words.CANCEL, words.ESC, self._give_up),
            (words.ENROL_SAVE, words.DO_KEY, self.submit),
        ):
            button = QPushButton(text.key_label(label, key))
            button.setAccessibleName(label)
            button.setAutoDefault(True)
            button.setProperty("role", "next" if do == self.submit else "")
            button.clicked.connect(lambda _=False, do=do: do())
            line.addWidget(button)
        return row


def _nothing() -> None:
    """What a key does before the page has said."""


WIDTH = 900


class TurnOverPage(Page):
    """Level, last day, new term; who goes on. Nobody is ticked beforehand. F9 does it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.TURN_OVER, say.TURN_OVER_SENTENCE)
        self._place = place
        self.form = RecordForm(Mandate, place.sources, only=("level", "to_on", "term", "from_on"))
        self.form.changed.connect(self._changed)
        self._ticks: dict[str, QCheckBox] = {}
        self._people = QWidget()
        FlowLayout(self._people)
        self._nobody = paragraph(say.NOBODY_SITS, "hint")
        keep = KeyAct(say.TURN_OVER_KEEP, self.keep)
        sheet, key = Sheet(), act_key(keep, "F9")
        key.setObjectName("main")
        for part in (self.form, paragraph(say.AGAIN, "label"), self._nobody, self._people):
            sheet.column.addWidget(part)
        sheet.column.addLayout(row_of(key))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": keep})

    def entered(self) -> None:
        """The level takes the keys."""
        self.form.focus_field("level")

    def tick(self, deputy: str) -> None:
        """Say that a deputy was elected again. Raises KeyError for one who does not sit."""
        self._ticks[deputy].setChecked(True)

    def keep(self) -> None:
        """End the term."""
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        values = self.form.values()
        fields = {name: values[name] for name in roster.ASKED}
        again = [uid for uid, tick in self._ticks.items() if tick.isChecked()]
        desk, ended_on = self._place.desk, str(values["to_on"])

        work = partial(roster.turn_over, desk, fields, ended_on, again)
        self._place.jobs.save(work, self._turned, self._refused, owner=self)

    def _changed(self, name: str) -> None:
        if name == "level":
            self._show_people()

    def _show_people(self) -> None:
        row = self._people.layout()
        while row is not None and (item := row.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        found = roster.sitting(self._place.desk, str(self.form.values()["level"]))
        self._nobody.setVisible(not found)
        self._ticks = {}
        for _, deputy in found:
            tick = self._ticks[deputy.uid] = QCheckBox(deputy.name, self._people)
            if row is not None:
                row.addWidget(tick)
                tick.show()

    def _turned(self, done: list[Done]) -> None:
        again = sum(one.act == "register" for one in done)
        self._place.back()
        self._place.tell(say.turned_over(len(done) - again, again))

    def _refused(self, rejected: Rejected) -> None:
        told = [(one.where, text.explain(one), one.refuses) for one in rejected.problems]
        left = self.form.show_problems(told)
        self.notices.show_problems([("", said, refuses) for _, said, refuses in left], lambda _field: "")
        if (first := told[0][0]) in self.form.values():
            self.form.focus_field(first)
