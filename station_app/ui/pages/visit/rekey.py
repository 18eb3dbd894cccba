"""补录: a day that was held on paper, sheet by sheet; and the words of a visit large enough to be read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from station_app import text
from station_app.domain.field import field_of
from station_app.domain.problem import Problem
from station_app.domain.records import Person, ReceptionDay, Visit
from station_app.services import held_day, prints, visits
from station_app.services.prints import ON_SHEET, SheetEntry
from station_app.services.visits import ON_DAY, Registered
from station_app.text import desk as desk_say
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.pages.visit.visit import short_with_check
from station_app.ui.parts.entry_page import Entry, EntryPage, Told, Work
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.sheet import Sheet, paragraph, row_of
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import Page, scrolled
from station_app.ui.shell.workplace import Workplace

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
    "blank_no": 4,
}
"""Each line of the paper is filled from edge to edge."""

KINDS = ("Person", "Visit", "Opinion")
SECTIONS = {"person": "Person", "visit": "Visit"}


class RekeyPage(EntryPage):
    """One sheet at a time; `count` sheets are done."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, visits_say.REKEY, visits_say.REKEY_SENTENCE)
        self.count = 0
        self.forms = [
            RecordForm(cls, place.sources, only=names, columns=COLUMNS, spans=SPANS, mirrors=True)
            for cls, names in ON_SHEET
        ]
        self.done = paragraph(visits_say.SHEETS_NONE, "heading")
        paper = Sheet()
        for form, following in zip(self.forms, [*self.forms[1:], None], strict=True):
            paper.column.addWidget(form)
            form.changed.connect(self.touched)
            form.arrived.connect(self.follow)
            if following is not None:
                form.ended.connect(following.focus_first)
        entry = Entry(
            form="sheet",
            words={"F7": visits_say.SET_SHEET_ASIDE, "F9": visits_say.SAVE_AND_NEXT_SHEET},
            content=self._typed,
            put=lambda content: self._put(content["fields"]),
            begin=self._begin,
            missing=self._missing,
            jump=self._jump,
            first=self._go_first,
            work=self._work,
            registered=self._said,
            show_problems=self._show_problems,
        )
        self.set_up(entry, [paper])
        self.area.setMinimumWidth(1)  # the paper is as wide as it is; on a small screen it goes by under the keys
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.lay_out(row_of(self.done, self.state, stretch_after=0), self.area)
        self.show_missing()

    def begin_on(self, day: str) -> None:
        """Begin with the sheets of a reception day: its date, place and the deputies who were there stand already."""
        held = self._desk.records.one(ReceptionDay, day)
        here = tuple(deputy.uid for _, deputy in held_day.summary(self._desk, day).present)
        known = {"received_on": held.held_on, "place": held.place, "channel": ON_DAY, "deputies": here}
        self._put({"Visit": known})
        self._go_first()

    def entry(self) -> SheetEntry:
        """The sheet as typed."""
        filled = [
            {name: value for name, value in self._values(kind).items() if value not in ("", (), None, False)}
            for kind in KINDS
        ]
        return SheetEntry(*filled)

    def _of(self, kind: str) -> Iterator[RecordForm]:
        return (form for form, (cls, _) in zip(self.forms, ON_SHEET, strict=True) if cls.__name__ == kind)

    def _values(self, kind: str) -> dict[str, object]:
        return {name: value for form in self._of(kind) for name, value in form.values().items()}

    def _put(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        for kind in KINDS:
            for form in self._of(kind):
                form.set_values(values.get(kind, {}))

    def _typed(self) -> dict[str, Any]:
        fields = {kind: self._values(kind) for kind in KINDS}
        return {"called": str(fields["Person"]["name"]), "fields": fields}

    def _begin(self) -> None:
        kept = {name: value for name, value in self._values("Visit").items() if name in KEPT}
        for form in self.forms:
            form.clear()
            form.show_problems([])
        self._put({"Visit": kept})

    def _missing(self) -> list[tuple[str, str]]:
        wanted = [
            (f"{cls.__name__}.{spec.name}", spec.label)
            for form, (cls, _) in zip(self.forms, ON_SHEET, strict=True)
            for spec in form.missing()
        ]
        person = self._values("Person")
        if not person["phone"] and not person["no_phone_reason"]:
            wanted.append(("Person.phone", field_of(Person, "phone").label))
        return wanted

    def _jump(self, place: str) -> None:
        kind, _, name = place.partition(".")
        for form in self._of(kind):
            if name in form.values():
                form.focus_field(name)

    def _go_first(self) -> None:
        """The day of the sheets comes first; where it stands, the name."""
        if self._values("Visit")["received_on"]:
            self._jump("Person.name")
        else:
            self.forms[0].focus_first()

    def _work(self) -> Work:
        entry = prints.entry_of(self._desk, self.entry())
        sections = visits.sections(self._desk, entry)

        def place_of(problem: Problem) -> str:
            return f"{SECTIONS.get(sections[problem.part], 'Opinion')}.{problem.where}"

        return Work(partial(visits.register, self._desk, entry), place_of)

    def _said(self, registered: Registered) -> list[str]:
        self.count += 1
        self.done.setText(visits_say.SHEETS_DONE.format(count=self.count))
        said = [visits_say.SHEET_SAVED.format(number=short_with_check(registered.visit.number))]
        return said + [say.look_at(text.explain(one)) for act in registered.done for one in act.warnings]

    def _show_problems(self, told: Mapping[str, Told]) -> Told:
        left: Told = []
        for kind in KINDS:
            rest = told.get(kind, [])
            for form in self._of(kind):
                rest = form.show_problems(rest)
            left += rest
        return left


STEP = 60

Said = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Headings, each with its labels and values."""


class ReadBackPage(Page):
    """`confirmed(code)` hears how the speaker confirmed; digits pick, ↓ ↑ and Page Down scroll, Esc leaves."""

    def __init__(self, place: Workplace, name: str, said: Said, confirmed: Callable[[str], None]) -> None:
        super().__init__(visits_say.READ_BACK, visits_say.READ_BACK_SENTENCE)
        self._confirmed = confirmed
        codes = place.sources.codes[field_of(Visit, "confirmation").scheme]
        self._ways = [one.code for one in codes.offered(place.sources.today)]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        content = QWidget()
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setSpacing(GRID * 2)
        column.addWidget(_large(visits_say.READ_TO.format(name=name or desk_say.NOBODY)))
        for heading, pairs in said:
            sheet = Sheet(heading)
            for label, value in pairs:
                sheet.column.addWidget(paragraph(label, "hint"))
                sheet.column.addWidget(_large(value))
            column.addWidget(sheet)
        column.addStretch(1)
        self._area = scrolled(content)
        row = QWidget()
        flow = FlowLayout(row)
        flow.addWidget(paragraph(visits_say.CHOOSE_CONFIRMATION, "heading"))
        for number, code in enumerate(self._ways, start=1):
            key = QPushButton(desk_say.choice_key(number, place.sources.codes.name_of(codes.scheme, code)))
            key.setObjectName(f"confirm_{code}")
            key.setProperty("role", "step")
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            key.clicked.connect(lambda _=False, chosen=code: self._confirmed(chosen))
            flow.addWidget(key)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(row)

    def read(self) -> str:
        """Everything that stands here to be read, for those who look at it in a test or by ear."""
        return "\n".join(label.text() for label in self._area.findChildren(QLabel))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits confirm, the arrows scroll."""
        bar, typed = self._area.verticalScrollBar(), event.text()
        steps = {
            Qt.Key.Key_Down: STEP,
            Qt.Key.Key_Up: -STEP,
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(self._ways):
            self._confirmed(self._ways[int(typed) - 1])
        elif event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _large(said: str) -> QLabel:
    label = paragraph(said)
    label.setProperty("role", "read")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
