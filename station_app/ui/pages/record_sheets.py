"""The sheets of a record's page: the road, the words, the visitor, the fields, the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station_app.domain import waiting
from station_app.domain.field import FieldSpec, Kind, field_of, fields_of
from station_app.domain.records import BY_KIND, Person
from station_app.domain.road import Stop, road
from station_app.services import access, attachments
from station_app.services.history import Event, clashes, history
from station_app.services.road_totals import stage_of
from station_app.text import finding as words
from station_app.text import visits as visits_say
from station_app.text.roads import stage_line
from station_app.ui.pages.attachment_strip import AttachmentStrip
from station_app.ui.pages.related import Related, related, visitor_of
from station_app.ui.parts.sheet import LABEL_WIDTH, Link, Sheet, link_key, pairs, quotation, words_line
from station_app.ui.parts.values import Speaker
from station_app.ui.road_line import RoadLine, StationLine
from station_app.ui.shell.workplace import Naming, Workplace, act_name

SIDE_NARROW, SIDE_WIDTH = 232, 336
SIDE_LABEL_WIDTH = 116
QUOTED = "verbatim"
MADE = frozenset({"register", "carry_over"})
SHOWN_OF_VISITOR = ("phone", "no_phone_reason", "id_number", "village", "address")
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
        self._events = history(place.desk, values["uid"])
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        wide = _column(
            self._clashes(), self._road(), self._own_words(), self._content(), self._files(), self._history()
        )
        side = _column(self._visitor(), *map(self._related, related(place, kind, values)))
        if wide is not None:
            across.addWidget(wide, 5)
        if side is not None:
            side.setMinimumWidth(SIDE_NARROW)
            side.setMaximumWidth(SIDE_WIDTH)
            across.addWidget(side, 2)

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

    def _road(self) -> Sheet | None:
        if self._kind != "opinion":
            return None
        state, due = str(self._values["state"]), str(self._values["due_on"])
        acts = [(event.act, event.at[:10]) for event in self._events]
        sheet, line = Sheet(words.ROAD), RoadLine(self._place.colours)
        line.put([self._station(stop) for stop in road(acts, state, due)])
        sheet.column.addWidget(line)
        if stage := stage_of(self._place.desk, str(self._values["uid"])):
            sheet.column.addWidget(words_line(stage_line(stage), "hint"))
        return sheet

    def _station(self, stop: Stop) -> StationLine:
        desk = self._place.desk
        day = words.short_day(stop.day, desk.today)
        if stop.is_reached:
            return StationLine(act_name(desk, self._kind, stop.name), day, True)
        due = words.due_in(waiting.days_left(self._values["state"], stop.day, desk.today))
        return StationLine(words.AHEAD[stop.name], due or day, False, words.tone_of_due(due))

    def _own_words(self) -> Sheet | None:
        if not self._values.get(QUOTED):
            return None
        sheet = Sheet(words.OWN_WORDS)
        sheet.column.addWidget(quotation(self._values[QUOTED]))
        if self._values.get("ask"):
            label = field_of(BY_KIND[self._kind], "ask").label
            sheet.column.addWidget(pairs([(label, self._values["ask"], None)], self._follow))
        return sheet

    def _content(self) -> Sheet | None:
        leave_out = frozenset({QUOTED, "visit", "visitor", "title", "origin_opinions"})
        leave_out |= {"ask"} if self._values.get(QUOTED) else frozenset()
        said = self._speaker.said(self._kind, self._values, leave_out)
        if not said:
            return None
        sheet = Sheet(words.CONTENT)
        sheet.column.addWidget(pairs([(spec.label, value, self._link(spec)) for spec, value in said], self._follow))
        return sheet

    def _files(self) -> Sheet | None:
        if self._kind not in attachments.TARGETS or self._place.desk.is_office:
            return None
        sheet = Sheet(visits_say.FILES_PART)
        self.files = AttachmentStrip(self._place, (self._kind, str(self._values["uid"])))
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
        column.addWidget(words_line(words.standing(act_name(self._place.desk, self._kind, event.act), event.by)))
        if event.clock in words.CLOCKS:
            column.addWidget(words_line(words.CLOCKS[event.clock], "warning"))
        specs = {spec.name: spec for spec in fields_of(BY_KIND[self._kind])}
        by_field = {step.field: step for step in event.steps if event.act not in MADE}
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
            sheet.column.addWidget(link_key(said, link, self._follow, below))
        return sheet


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
