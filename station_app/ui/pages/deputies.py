"""代表: the roster of deputies with their mandates, and the form that enters another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from station_app import text
from station_app.domain import identity
from station_app.domain.field import field_of, values_of
from station_app.domain.lifecycle import STATELESS
from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, Mandate
from station_app.services import roster
from station_app.services.acts import Done
from station_app.services.roster import Line
from station_app.text import explain
from station_app.text import finding as words
from station_app.ui.keys import EscapeKey
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.lines import words_line
from station_app.ui.pages.list_paper import print_list
from station_app.ui.pages.record import RecordPage
from station_app.ui.pages.sheet import Sheet, row_of
from station_app.ui.pages.workplace import Naming, Workplace
from station_app.ui.record_form import RecordForm
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Cells, Column, by_place, listed
from station_app.ui.sources import Sources

ASKED_OF_DEPUTY = ("name", "gender", "ethnicity", "post", "phone", "address")
ASKED_OF_MANDATE = ("level", "term", "cert_no", "electoral_unit", "from_on", "to_on")
WIDTHS = (120, 0, 220, 260, 160)


class DeputiesPage(Page):
    """The list; F2 opens the form over it, Enter a deputy's own page. `turn_over` is what F7 does (换届)."""

    def __init__(self, place: Workplace, turn_over: Act | None = None) -> None:
        super().__init__(words.DEPUTIES)
        self.set_acts({"F5": Act(words.DEPUTIES, self.entered)})
        if place.may("deputy", "register"):
            self.set_acts({**self.acts(), "F2": Act(words.ENROL, self.begin)})
        self._place = place
        self._lines: dict[int, Line] = {}
        self._form: EnrolForm | None = None
        columns = [Column(heading, width) for heading, width in zip(words.DEPUTIES_HEADS, WIDTHS, strict=True)]
        self.table = RecordTable(columns, empty=words.NO_DEPUTY, two_lines=True, colours=place.colours)
        self.table.setAccessibleName(words.DEPUTIES)
        self.table.opened.connect(self._open)
        self.body.addWidget(self.table, 1)
        keys = {"F7": turn_over} if turn_over and place.may("mandate", "correct", STATELESS) else {}
        keys["F8"] = print_list(place, self.table, words.ROSTER)
        self.set_acts({**self.acts(), **keys})
        self.body.addLayout(row_of(*(act_key(act, key) for key, act in keys.items())))

    def entered(self) -> None:
        """Read again."""
        row = max(0, self.table.currentIndex().row())
        self._lines = by_place(roster.roster(self._place.desk))
        active = sum(line.is_active for line in self._lines.values())
        self.set_heading(words.DEPUTIES, words.on_the_roster(len(self._lines), active))
        self.table.put(listed(self._lines, self._cells))
        self.table.go_to(row)
        if self._form is None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Open the form for another deputy, or go back to it."""
        if self._form is None:
            self._form = EnrolForm(self._place.sources)
            self._form.wanted = partial(self._enrol, self._form)
            self._form.given_up = self._close
            self.body.insertWidget(0, self._form)
            self._form.show()  # at once, so that its first field can take the focus
            self.set_acts({**self.acts(), "Ctrl+Return": Act(words.ENROL_SAVE, self._form.submit)})
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

    def _cells(self, line: Line) -> Cells:
        naming, deputy = Naming(self._place.desk), line.deputy
        held = [naming.mandate_words(values_of(mandate)) for mandate in line.mandates]
        units = [mandate.electoral_unit for mandate in line.mandates if mandate.electoral_unit]
        gender = self._place.desk.codes.name_of("gender", deputy.gender) if deputy.gender else ""
        return (
            f"{deputy.name}\n{gender}".strip(),
            deputy.post,
            f"{held[0] if held else ''}\n{text.SEPARATOR.join(held[1:])}".strip(),
            f"{units[0] if units else ''}\n{text.SEPARATOR.join(units[1:])}".strip(),
            str(identity.masked(field_of(Deputy, "phone"), deputy.phone)),
        )

    def _open(self, record_id: int) -> None:
        self._place.lay(RecordPage(self._place, "deputy", self._lines[record_id].deputy.uid))


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
