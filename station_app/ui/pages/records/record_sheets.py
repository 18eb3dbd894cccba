"""The sheets of a record's page: where it stands, what was said, what belongs to it, what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station_app.db import people
from station_app.domain.field import FieldSpec, Kind, field_of, fields_of, values_of
from station_app.domain.identity import masked_phone
from station_app.domain.immutable import immutable
from station_app.domain.records import BY_KIND, Mandate, Opinion, Person, Visit
from station_app.services import access, attachments, duty, held_day, several, visits, withholding
from station_app.services import people as known
from station_app.services.handling import is_handling, matter_of
from station_app.services.history import Event, clashes, whole_history
from station_app.text import finding as words
from station_app.text import settings as duty_say
from station_app.text import visits as people_say
from station_app.text import visits as visits_say
from station_app.ui.pages.records.attachments import AttachmentStrip
from station_app.ui.parts.sheet import LABEL_WIDTH, Link, Sheet, link_key, pairs, words_line
from station_app.ui.parts.values import Speaker
from station_app.ui.shell.workplace import Naming, Workplace, act_name, short_at

DUTIES_SHOWN = 12


@immutable
class Related:
    """One heading with its lines: words, where they lead, and muted words under them."""

    heading: str
    lines: tuple[tuple[str, Link, str], ...]


def related(place: Workplace, kind: str, values: Mapping[str, Any]) -> list[Related]:
    """The sheets beside a record, those with nothing on them left out."""
    match kind:
        case "opinion":
            found = [_of_visit(place, values["visit"], values["uid"], words.SAME_VISIT), _joined(place, values["uid"])]
        case "visit":
            found = [_of_visit(place, values["uid"], "", words.MATTERS)]
        case "person":
            uid = values["uid"]
            found = [_of_person(place, uid), _visits_of(place, uid), _alike(place, values), _barred(place, uid)]
        case "deputy":
            found = [_mandates(place, values["uid"]), _duties(place, values["uid"])]
        case "reception_day":
            found = [_of_day(place, values["uid"])]
        case _ if is_handling(kind):
            found = [_matter_of(place, values)]
        case "suggestion":
            opinions = place.desk.records.several(Opinion, values["origin_opinions"])
            found = [_opinions(place, words.MATTERS, list(opinions.values()))]
        case _:
            found = []
    if values.get("withheld_by"):
        found.append(_reached(place, values["withheld_by"]))
    return [one for one in found if one.lines]


def _joined(place: Workplace, uid: str) -> Related:
    """The matters that an office has made one with this one: each goes on at its own station."""
    members = dict.fromkeys(one for shared in several.shared(place.desk, uid) for one in shared.members if one != uid)
    return _opinions(place, words.JOINED_WITH, list(place.desk.records.several(Opinion, members).values()))


def _matter_of(place: Workplace, values: Mapping[str, Any]) -> Related:
    """The matter that a record of handling is about."""
    of, uid = matter_of(values)
    return Related(words.OF_MATTER, ((Naming(place.desk).name(of, uid), (of, uid), ""),) if uid else ())


def _reached(place: Workplace, uid: str) -> Related:
    """Who has put away what the matter said before it became secret."""
    try:
        reached = withholding.reached(place.desk, uid)
    except KeyError:  # nothing of it had ever been written elsewhere
        return Related(words.REACHED, ())
    lines = [
        (words.REACHED_PLATFORM, ("", ""), words.REACH[reached.platform]),
        (words.REACHED_OFFICE, ("", ""), words.REACH[reached.office]),
    ]
    if withholding.Reach.NEVER_SENT is not reached.platform:
        lines.append((words.REACHED_BEYOND, ("", ""), words.BEYOND))
    return Related(words.REACHED, tuple(lines))


def visitor_of(place: Workplace, kind: str, values: Mapping[str, Any]) -> str:
    """The uid of the person who came, of a visit or of an opinion that was raised on one; "" where none is known."""
    if kind == "opinion" and values["visit"]:
        row = place.desk.records.rows("visit", [values["visit"]]).get(values["visit"])
        return str(row.values["visitor"]) if row else ""
    return str(values["visitor"]) if kind == "visit" else ""


def _of_visit(place: Workplace, visit: str, but: str, heading: str) -> Related:
    raised = visits.matters_of(place.desk, visit) if visit else []
    return _opinions(place, heading, [one for one in raised if one.uid != but])


def _opinions(place: Workplace, heading: str, opinions: Sequence[Opinion]) -> Related:
    return Related(
        heading,
        tuple(
            (
                words.numbered(short_at(place.desk, one.number, one.uid), one.title),
                ("opinion", one.uid),
                place.desk.codes.name_of("opinion_state", one.state),
            )
            for one in opinions
        ),
    )


def _of_person(place: Workplace, person: str) -> Related:
    today = place.desk.today
    return Related(
        words.EARLIER,
        tuple(
            (
                one.title,
                ("opinion", one.opinion),
                words.standing(
                    words.short_day(one.received_on, today), place.desk.codes.name_of("opinion_state", one.state)
                ),
            )
            for one in people.earlier_matters(place.desk.store.database, person, viewer=place.desk.viewer)
        ),
    )


def _visits_of(place: Workplace, person: str) -> Related:
    naming, codes = Naming(place.desk), place.desk.codes
    made = [
        one
        for one in place.desk.records.all(Visit, visitor=person)
        if access.may_read(place.desk, "visit", values_of(one))
    ]
    return Related(
        people_say.VISITS_OF,
        tuple(
            (naming.name("visit", one.uid), ("visit", one.uid), codes.name_of("visit_state", one.state)) for one in made
        ),
    )


def _alike(place: Workplace, values: Mapping[str, Any]) -> Related:
    """The entry that this one was merged into, or those that may be the same petitioner."""
    naming = Naming(place.desk)
    if into := str(values.get("merged_into", "")):
        return Related(people_say.MERGED_INTO, ((naming.name("person", into), ("person", into), ""),))
    found = known.alike(place.desk, values["uid"])
    told = ((one, "  ".join(filter(None, (masked_phone(one.phone), one.address)))) for one in found)
    return Related(people_say.ALIKE, tuple((one.name, ("person", one.uid), below) for one, below in told))


def _barred(place: Workplace, person: str) -> Related:
    """Who must not learn of this petitioner; shown to whoever may see barrings."""
    desk, naming = place.desk, Naming(place.desk)
    found = [one for one in access.bars(desk, person) if access.may_read(desk, "barring", values_of(one))]
    lines: list[tuple[str, Link, str]] = []
    for one in found:
        user = naming.name("user", one.barred_user) if one.barred_user else ""
        deputy = naming.name("deputy", one.barred_deputy) if one.barred_deputy else ""
        lines.append((user or deputy or one.barred_unit, ("barring", one.uid), one.reason))
    return Related(people_say.BARRINGS, tuple(lines))


def _mandates(place: Workplace, deputy: str) -> Related:
    held = place.desk.records.all(Mandate, deputy=deputy)
    naming = Naming(place.desk)
    return Related(
        words.MANDATES,
        tuple((naming.name("mandate", one.uid), ("mandate", one.uid), one.electoral_unit) for one in held),
    )


def _duties(place: Workplace, deputy: str) -> Related:
    """The duty file, the latest first; all of it stands on its paper (F8)."""
    found, named = duty.file_of(place.desk, deputy), place.desk.codes.name_of
    return Related(
        duty_say.file_heading(len(found)),
        tuple(
            (
                words.standing(words.short_day(one.held_on, place.desk.today), named("duty_way", one.way)),
                ("duty_record", one.uid),
                duty_say.excerpt(one.content),
            )
            for one in found[:DUTIES_SHOWN]
        ),
    )


def _of_day(place: Workplace, day: str) -> Related:
    naming = Naming(place.desk)
    day_visits = held_day.visits_of_day(place.desk, day)
    return Related(
        words.DAY_VISITS,
        tuple((naming.name("visit", one.uid), ("visit", one.uid), "") for one in day_visits),
    )


SIDE_NARROW, SIDE_WIDTH, ANY_WIDTH = 232, 336, 16_777_215
SIDE_FITS, THREE_FIT = 900, 1500
"""Pixels from which the side stands beside the rest, and the history beside what was said."""
SIDE_LABEL_WIDTH = 116
QUOTED = "verbatim"
MADE = frozenset({"register", "carry_over"})
SHOWN_OF_VISITOR = ("phone", "no_phone_reason", "id_number", "village", "address")
UNTOLD = frozenset({"station", "side", "opinion", "suggestion", "assignment", "reply", "recorder", "stage", "state"})
"""What the history of a matter does not say of its handling: where it belongs stands there by itself."""
LONGEST_STEP = 120
"""Characters of a long text that the history repeats; the whole stands above it."""


class RecordSheets(QWidget):
    """Everything that is known of one record. `reveal_wanted`: the masked numbers are asked for in full."""

    reveal_wanted = Signal()

    def __init__(
        self,
        place: Workplace,
        kind: str,
        values: Mapping[str, Any],
        in_full: bool,
        follow: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self._place, self._kind, self._values, self._follow = place, kind, values, follow
        self._in_full = in_full
        self.files: AttachmentStrip | None = None
        self._naming = Naming(place.desk)
        self._speaker = Speaker(place.desk.codes, self._naming.name, in_full)
        self._events = whole_history(place.desk, kind, values["uid"])
        self._first = _column(self._clashes(), self._content())
        self._side = _column(self._visitor(), *map(self._related, related(place, kind, values)))
        self._rest = _column(self._files(), self._history())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self._laid = 0
        self._lay_out(SIDE_FITS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column, two, or on a wide screen three."""
        super().resizeEvent(event)
        self._lay_out(self.width())

    def _lay_out(self, width: int) -> None:
        columns = 3 if width >= THREE_FIT else 2 if width >= SIDE_FITS else 1
        if columns == self._laid:
            return
        self._laid = columns
        # part: row, column, rows that it takes
        places = {
            1: ((self._first, 0, 0, 1), (self._side, 1, 0, 1), (self._rest, 2, 0, 1)),
            2: ((self._first, 0, 0, 1), (self._side, 0, 1, 2), (self._rest, 1, 0, 1)),
            3: ((self._first, 0, 0, 1), (self._rest, 0, 1, 1), (self._side, 0, 2, 1)),
        }[columns]
        for part, row, column, rows in places:
            if part is not None:
                self._grid.addWidget(part, row, column, rows, 1)
        stretches = {1: (1, 0, 0), 2: (5, 2 if self._side else 0, 0), 3: (5, 4, 2 if self._side else 0)}[columns]
        for column, stretch in enumerate(stretches):
            self._grid.setColumnStretch(column, stretch)
        for row in range(3):
            self._grid.setRowStretch(row, int(row == (1 if columns == 2 else 0) or columns == 1))
        if self._side is not None:
            self._side.setMinimumWidth(SIDE_NARROW if columns > 1 else 0)
            self._side.setMaximumWidth(SIDE_WIDTH if columns > 1 else ANY_WIDTH)

    def _clashes(self) -> Sheet | None:
        found = [one for one in clashes(self._place.desk) if one.record == self._values["uid"]]
        if not found:
            return None
        sheet = Sheet(words.CLASH)
        for one in found:
            spec = field_of(BY_KIND[self._kind], one.field)
            said = [self._speaker.say(spec, value) or words.NOTHING for value in one.values]
            sheet.column.addWidget(words_line(words.clash(spec.label, said), "warning"))
        return sheet

    def _content(self) -> Sheet | None:
        leave_out = frozenset({QUOTED, "visit", "visitor", "title", "origin_opinions", "stage", "answered_in"})
        leave_out |= {"ask"} if self._values.get(QUOTED) else frozenset()  # both stand above, in large letters
        said = self._speaker.said(self._kind, self._values, leave_out)
        if not said:
            return None
        sheet = Sheet(words.CONTENT)
        sheet.column.addWidget(pairs([(spec.label, value, self._link(spec)) for spec, value in said], self._follow))
        return sheet

    def _files(self) -> Sheet | None:
        desk, uid = self._place.desk, str(self._values["uid"])
        if self._kind not in attachments.TARGETS:
            return None
        if desk.is_office and not attachments.of_record(desk, self._kind, uid):  # what it adds no file to
            return None
        sheet = Sheet(visits_say.FILES_PART)
        self.files = AttachmentStrip(self._place, (self._kind, uid))
        sheet.column.addWidget(self.files)
        return sheet

    def _link(self, spec: FieldSpec) -> Link | None:
        is_page = spec.kind is Kind.REF and spec.target not in ("user", "station")
        return (spec.target, str(self._values[spec.name])) if is_page else None

    def _history(self) -> Sheet:
        sheet = Sheet(words.HISTORY)
        for event in reversed(self._events):
            sheet.column.addWidget(self._event(event))
        return sheet

    def _event(self, event: Event) -> QWidget:
        widget = QWidget()
        across = QHBoxLayout(widget)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        when = words_line(words.instant(event.at, self._place.desk.today), "hint")
        when.setFixedWidth(LABEL_WIDTH)
        across.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(words_line(words.standing(act_name(self._place.desk, event.kind, event.act), event.by)))
        if event.clock in words.CLOCKS:
            column.addWidget(words_line(words.CLOCKS[event.clock], "warning"))
        specs = {spec.name: spec for spec in fields_of(BY_KIND[event.kind])}
        is_told = event.act not in MADE or event.kind != self._kind  # what a matter was made with stands above
        by_field = {step.field: step for step in event.steps if is_told and step.field not in UNTOLD}
        for name in specs:  # in the order of the form, whatever the order of the line
            if step := by_field.get(name):
                old, new = (self._shortened(specs[step.field], value) for value in (step.old, step.new))
                said = words.step(specs[step.field].label, old, new or words.NOTHING)
                column.addWidget(words_line(said, "hint"))
        across.addLayout(column, 1)
        return widget

    def _shortened(self, spec: FieldSpec, value: Any) -> str:
        said = " ".join(self._speaker.say(spec, value).split())
        return said if len(said) <= LONGEST_STEP else said[:LONGEST_STEP] + "…"

    def _visitor(self) -> Sheet | None:
        uid = visitor_of(self._place, self._kind, self._values)
        person = self._place.desk.records.several(Person, [uid]).get(uid) if uid else None
        if person is None:
            return None
        sheet = Sheet(words.VISITOR)
        sheet.column.addWidget(link_key(person.name, ("person", uid), self._follow))
        specs = [field_of(Person, name) for name in SHOWN_OF_VISITOR]
        said = [(spec.label, self._speaker.say(spec, getattr(person, spec.name)), None) for spec in specs]
        sheet.column.addWidget(pairs([one for one in said if one[1]], self._follow, SIDE_LABEL_WIDTH))
        if self._kind == "opinion":
            visit = str(self._values["visit"])
            sheet.column.addWidget(link_key(self._naming.name("visit", visit), ("visit", visit), self._follow))
        if not self._in_full and access.may_reveal(self._place.desk) and (person.phone or person.id_number):
            key = QPushButton(words.REVEAL)
            key.setObjectName("reveal")
            key.setAutoDefault(True)
            key.clicked.connect(self.reveal_wanted)
            sheet.column.addWidget(key)
        return sheet

    def _related(self, found: Related) -> Sheet:
        sheet = Sheet(found.heading)
        for said, link, below in found.lines:
            leads = bool(link[0])
            sheet.column.addWidget(link_key(said, link, self._follow, below) if leads else _said(said, below))
        return sheet


def _said(what: str, below: str) -> QWidget:
    return pairs([(what, below, None)], lambda *_link: None, SIDE_LABEL_WIDTH)


def _column(*sheets: Sheet | None) -> QWidget | None:
    """Sheets one under the other; None where there are none."""
    found = [sheet for sheet in sheets if sheet is not None]
    if not found:
        return None
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    for sheet in found:
        column.addWidget(sheet)
    column.addStretch(1)
    return widget
