"""补录纸质登记: paper sheets keyed in, in the order of the paper; the day and its deputies stay from sheet to sheet."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from station_app import text
from station_app.db.drafts import Draft
from station_app.domain.field import field_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Person, ReceptionDay
from station_app.services import held_day, sheets, visits
from station_app.services.sheets import ON_SHEET, SheetEntry
from station_app.services.visits import ON_DAY, Registered, VisitEntry
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.pages.draft_keeper import DraftKeeper
from station_app.ui.pages.saved_strip import MissingLine, short_with_check
from station_app.ui.parts.sheet import NOWHERE, Sheet, row_of, words
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import Act, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

FORM = "sheet"
"""Under which name drafts of this page are kept."""

KEPT = ("received_on", "place", "channel", "deputies")
COLUMNS = 4
SPANS = {
    "deputies": 4,
    "no_phone_reason": 4,
    "prior_channels": 2,
    "title": 4,
    "disclosure": 2,
    "notice_way": 4,
    "proposed_unit": 3,
}
"""Each line of the paper is filled from edge to edge."""

KINDS = ("Person", "Visit", "Opinion")
SECTIONS = {"person": "Person", "visit": "Visit"}


class RekeyPage(Page):
    """One sheet at a time. F9 saves and turns to the next; `count` sheets are done."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(visits_say.REKEY, visits_say.REKEY_SENTENCE)
        self._place, self._desk = place, place.desk
        self._is_touched = False
        self.count = 0
        self.forms = [
            RecordForm(cls, place.sources, only=names, columns=COLUMNS, spans=SPANS) for cls, names in ON_SHEET
        ]
        self.drafts = DraftKeeper(place.desk, place.jobs, FORM, self._content, self)
        self.missing = MissingLine()
        self.done = words(visits_say.SHEETS_NONE, "heading")
        self.state = words("", "hint")
        self._scroll = self._laid_out()
        self._connect()
        self.set_acts(
            {
                "F9": Act(visits_say.SAVE_AND_NEXT_SHEET, self.save_and_next),
                "F7": Act(visits_say.SET_SHEET_ASIDE, self.set_aside),
            }
        )
        self._show_missing()

    def entered(self) -> None:
        """The day of the sheets comes first."""
        if not self._is_touched:
            self.forms[0].focus_first()

    def take_up(self, draft: Draft) -> None:
        """Go on with a sheet that was not finished."""
        self._put(draft.content["fields"])
        self.drafts.take_up(draft)
        self._is_touched = True
        self._show_missing()
        self._focus(Person, "name")

    def begin_on(self, day: str) -> None:
        """Begin with the sheets of a reception day: its date, place and the deputies who were there stand already."""
        held = self._desk.records.one(ReceptionDay, day)
        here = tuple(deputy.uid for _, deputy in held_day.summary(self._desk, day).present)
        known = {"received_on": held.held_on, "place": held.place, "channel": ON_DAY, "deputies": here}
        self._put({"Visit": known})
        self._focus(Person, "name")

    def set_aside(self) -> None:
        """Keep the sheet as a draft, and turn to the next."""
        self.drafts.keep()
        self._next_sheet()
        self._place.saved()

    def save_and_next(self) -> None:
        """Register the sheet; the form is ready for the next."""
        if not self._is_touched:
            return
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        entry, desk, drop = sheets.entry_of(self._desk, self.entry()), self._desk, self.drafts.settled()

        def work() -> Registered:
            registered = visits.register(desk, entry)
            drop()
            return registered

        self._place.jobs.save(work, self._registered, partial(self._refused, entry), owner=self)

    def entry(self) -> SheetEntry:
        """The sheet as typed."""
        filled = [
            {name: value for name, value in self._values(kind).items() if value not in ("", (), None, False)}
            for kind in KINDS
        ]
        return SheetEntry(*filled)

    def _laid_out(self) -> QScrollArea:
        paper = Sheet()
        for form in self.forms:
            paper.column.addWidget(form)
        content = QWidget()
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.addWidget(paper)
        column.addStretch(1)
        area = scrolled(content)
        main = act_key(Act(visits_say.SAVE_AND_NEXT_SHEET, self.save_and_next), "F9")
        main.setObjectName("main")
        aside = act_key(Act(visits_say.SET_SHEET_ASIDE, self.set_aside), "F7")
        aside.setProperty("role", "link")
        self.state.setWordWrap(False)
        self.body.addLayout(row_of(self.done, self.state, stretch_after=0))
        self.body.addWidget(area, 1)
        foot = row_of(self.missing, aside, main, stretch_after=NOWHERE)
        foot.setStretch(0, 1)
        self.body.addLayout(foot)
        return area

    def _connect(self) -> None:
        for form, following in zip(self.forms, [*self.forms[1:], None], strict=True):
            form.changed.connect(self._touched)
            form.arrived.connect(self._follow)
            if following is not None:
                form.ended.connect(following.focus_first)
        self.drafts.kept.connect(lambda at: self.state.setText(say.draft_kept(at)))
        self.missing.jump.connect(self._jump)

    def _follow(self, control: QWidget) -> None:
        QTimer.singleShot(0, control, lambda: self._scroll.ensureWidgetVisible(control, 0, GRID * 8))

    def _values(self, kind: str) -> dict[str, object]:
        here = [form for form, (cls, _) in zip(self.forms, ON_SHEET, strict=True) if cls.__name__ == kind]
        return {name: value for form in here for name, value in form.values().items()}

    def _put(self, values: dict[str, dict[str, Any]]) -> None:
        for form, (cls, _) in zip(self.forms, ON_SHEET, strict=True):
            form.set_values(values.get(cls.__name__, {}))

    def _content(self) -> dict[str, Any] | None:
        if not self._is_touched:
            return None
        fields = {kind: self._values(kind) for kind in KINDS}
        return {"called": str(fields["Person"]["name"]), "fields": fields}

    def _touched(self, _name: str = "") -> None:
        self._is_touched = True
        self.drafts.touched()
        self.notices.clear()
        self.state.setText(say.DRAFT_WAITS)
        self._show_missing()

    def _show_missing(self) -> None:
        wanted = [
            (f"{cls.__name__}.{spec.name}", spec.label)
            for form, (cls, _) in zip(self.forms, ON_SHEET, strict=True)
            for spec in form.missing()
        ]
        person = self._values("Person")
        if not person["phone"] and not person["no_phone_reason"]:
            wanted.append(("Person.phone", field_of(Person, "phone").label))
        self.missing.put(wanted)

    def _jump(self, place: str) -> None:
        kind, _, name = place.partition(".")
        cls = next((cls for cls, names in ON_SHEET if cls.__name__ == kind and name in names), None)
        if cls is not None:
            self._focus(cls, name)

    def _focus(self, cls: type, name: str) -> None:
        for form, (of, names) in zip(self.forms, ON_SHEET, strict=True):
            if of is cls and name in names:
                form.focus_field(name)

    def _next_sheet(self) -> None:
        self.drafts.begin_anew()
        kept = {name: value for name, value in self._values("Visit").items() if name in KEPT}
        for form in self.forms:
            form.clear()
            form.show_problems([])
        self._put({"Visit": kept})
        self._is_touched = False
        self.state.setText("")
        self._show_missing()
        self._scroll.verticalScrollBar().setValue(0)
        self._focus(Person, "name")

    def _registered(self, registered: Registered) -> None:
        self.count += 1
        self.done.setText(visits_say.SHEETS_DONE.format(count=self.count))
        self._place.saved()
        self._next_sheet()
        said = [visits_say.SHEET_SAVED.format(number=short_with_check(registered.visit.number))]
        said += [say.look_at(text.explain(one)) for act in registered.done for one in act.warnings]
        self.notices.show_problems([("", sentence, False) for sentence in said], str)

    def _refused(self, entry: VisitEntry, rejected: Rejected) -> None:
        """Nothing was registered; the draft is on the disk, and every problem stands beside its field."""
        self.drafts.keep()
        parts = visits.sections(self._desk, entry)
        told: dict[str, list[tuple[str, str, bool]]] = {kind: [] for kind in KINDS}
        for one in rejected.problems:
            kind = SECTIONS.get(parts[one.part], "Opinion")
            told[kind].append((one.where, text.explain(one), one.refuses))
        left: list[tuple[str, str, bool]] = []
        for kind, problems in told.items():
            rest = problems
            for form, (cls, _) in zip(self.forms, ON_SHEET, strict=True):
                rest = form.show_problems(rest) if cls.__name__ == kind else rest
            left += rest
        wrong = [f"{kind}.{name}" for kind, problems in told.items() for name, _, refuses in problems if refuses]
        self._show_missing()
        self.notices.show_problems(
            [("", say.NOT_RIGHT, True), *(("", said, refuses) for _, said, refuses in left)], str
        )
        for place in [*self.missing.places(), *wrong][:1]:
            self._jump(place)
