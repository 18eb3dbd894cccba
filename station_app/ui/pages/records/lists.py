"""Small lists: a deputy's own days and duties, drafts, and books of units and groups."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from station_app import text
from station_app.db.drafts import Draft
from station_app.domain.field import kind_of
from station_app.domain.identity import masked_name
from station_app.domain.lifecycle import SUMMED_UP_DAY
from station_app.domain.problem import Rejected
from station_app.domain.records import DeputyGroup, DutyRecord, Template, Unit
from station_app.services import agenda, own, roster
from station_app.services import templates as frequent
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.held_day import AttendedDay
from station_app.services.own import Policy
from station_app.text import deputies as deputy_say
from station_app.text import desk as desk_say
from station_app.text import desk as say
from station_app.text import hands as hands_say
from station_app.text import visits as visits_say
from station_app.ui.pages.records.versions import versions_of_summary
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.record_list import (
    ListColumn,
    ListPage,
    ListSpec,
    RecordList,
    day,
    of_field,
    of_fields,
    of_public_field,
)
from station_app.ui.parts.sheet import Sheet, row_of
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

DATE, TIME, WHERE, HEARD, STATE = say.DAYS_HEADS
HELD_ON, WAY, CONTENT, ORGANISER = say.DUTIES_HEADS


def _where(_desk: Desk, line: AttendedDay) -> str:
    return "  ".join(part for part in (line.day.place, line.day.topic) if part)


def _summary(place: Workplace, line: AttendedDay) -> None:
    """In full only where nobody else's visitor is named."""
    if line.day.state in SUMMED_UP_DAY:
        place.show_print(versions_of_summary(place.desk, line.day.uid))
    else:
        place.tell(say.NOT_SUMMED_UP)


def _days_counted(desk: Desk, lines: Sequence[AttendedDay]) -> str:
    return say.DAYS_SENTENCE.format(count=len(lines)) if desk.user.deputy else say.NOBODY_SPOKE


def _duties_counted(desk: Desk, lines: Sequence[DutyRecord]) -> str:
    return say.DUTIES_SENTENCE.format(count=len(lines)) if desk.user.deputy else say.NOBODY_SPOKE


DAYS = ListSpec(
    say.DAYS,
    (
        ListColumn(
            DATE,
            230,
            lambda _desk, line: text.day_in_words(line.day.held_on),
            cell=lambda _desk, line: day(line.day.held_on),
        ),
        ListColumn(TIME, 130, lambda _desk, line: f"{line.day.start}–{line.day.end}"),
        ListColumn(WHERE, 0, _where),
        ListColumn(HEARD, 90, lambda _desk, line: say.heard(line.heard), cell=lambda _desk, line: line.heard),
        ListColumn(STATE, 110, lambda desk, line: desk.codes.name_of("reception_day_state", line.day.state)),
    ),
    say.NO_DAYS,
    roster.attended,
    opens=_summary,
    counted=_days_counted,
    keys={"F8": (say.PRINT_SUMMARY, _summary)},
)

DUTIES = ListSpec(
    say.DUTIES,
    (
        ListColumn(
            HELD_ON,
            230,
            lambda _desk, line: text.day_in_words(line.held_on),
            cell=lambda _desk, line: day(line.held_on),
        ),
        ListColumn(WAY, 140, lambda desk, line: desk.codes.name_of("duty_way", line.way)),
        ListColumn(CONTENT, 0, lambda _desk, line: line.content),
        ListColumn(ORGANISER, 240, lambda _desk, line: line.organiser),
    ),
    say.NO_DUTIES,
    roster.file,
    opens=lambda place, one: place.record("duty_record", one.uid),
    counted=_duties_counted,
    told=lambda desk: desk.user.name,
)

days = partial(ListPage, spec=DAYS)


def _mark_read(place: Workplace, one: Policy) -> None:
    """Say that it was read; once is enough."""
    if one.read_on:
        place.tell(deputy_say.READ_BEFORE)
        return

    def done(_done: list[Done]) -> None:
        page = place.window.page()
        if isinstance(page, ListPage):
            page.entered()
        place.tell(deputy_say.MARKED.format(title=one.document.title))

    place.jobs.save(partial(own.mark_read, place.desk, one.document.uid), done, owner=place.window)


TITLE_HEAD, DOC_NO, ISSUER, ISSUED_ON, READ_ON = deputy_say.POLICY_HEADS
POLICIES: ListSpec[Policy] = ListSpec(
    deputy_say.POLICIES,
    (
        ListColumn(TITLE_HEAD, 0, lambda _desk, one: one.document.title),
        ListColumn(DOC_NO, 190, lambda _desk, one: one.document.doc_no),
        ListColumn(ISSUER, 200, lambda _desk, one: one.document.issued_by),
        ListColumn(ISSUED_ON, 130, lambda _desk, one: one.document.issued_on),
        ListColumn(READ_ON, 130, lambda _desk, one: one.read_on),
    ),
    deputy_say.NO_POLICIES,
    own.policies,
    opens=lambda place, one: place.record("policy_document", one.document.uid),
    sentence=deputy_say.POLICIES_SENTENCE,
    keys={"F9": (deputy_say.MARK_READ, _mark_read)},
)
policies = partial(ListPage, spec=POLICIES)


FORM, CALLED, KEPT_AT = hands_say.DRAFTS_HEADS
LIST = ListSpec(
    hands_say.DRAFTS,
    (
        ListColumn(FORM, 200, lambda _desk, draft: hands_say.FORMS.get(draft.form, draft.form)),
        ListColumn(
            CALLED,
            0,
            lambda _desk, draft: agenda.called(draft) or desk_say.NOBODY,
            cell=lambda _desk, draft: masked_name(agenda.called(draft)),
            full=lambda _desk, draft: agenda.called(draft),
        ),
        ListColumn(KEPT_AT, 240, lambda _desk, draft: f"{draft.kept_at[:10]} {draft.kept_at[11:16]}"),
    ),
    hands_say.NO_DRAFTS,
    agenda.unfinished,
    opens=lambda place, draft: place.take_up(draft),
)


class DraftsPage(Page):
    """One's own drafts, the latest first. Enter goes on, Delete or F7 puts one away; a key brings it back."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(hands_say.DRAFTS, hands_say.DRAFTS_SENTENCE)
        self._place = place
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        drop = KeyAct(hands_say.DROP, self.drop)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row_of(act_key(drop, "F7")))
        self.set_acts({"F7": drop, "F5": KeyAct(hands_say.DRAFTS, self.entered), **self.list.acts()})

    def entered(self) -> None:
        """Read again."""
        self.list.read()
        self.list.take_keys()

    def drop(self) -> None:
        """Put the current one away."""
        draft, desk = self.list.current(), self._place.desk
        if draft is None:
            return

        def done(_none: None) -> None:
            self.entered()
            said = hands_say.DROPPED.format(name=self._called(draft))
            self.notices.offer(said, hands_say.BRING_BACK, lambda: self._bring_back(draft))

        self._place.jobs.quick(lambda: agenda.put_away(desk, draft), done, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete puts the current one away."""
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.drop()
        else:
            super().keyPressEvent(event)

    def _bring_back(self, draft: Draft) -> None:
        desk = self._place.desk

        def done(_none: None) -> None:
            self.entered()
            self.notices.tell(hands_say.BROUGHT_BACK)

        self._place.jobs.quick(lambda: agenda.bring_back(desk, draft), done, owner=self)

    def _called(self, draft: Draft) -> str:
        return agenda.called(draft) or hands_say.FORMS.get(draft.form, draft.form)


UNITS: ListSpec[Unit] = ListSpec(
    visits_say.UNITS,
    (
        *of_fields(Unit, {"name": 260, "aliases": 0, "contact": 140}),
        of_public_field(Unit, "phone", 180),
        of_field(Unit, "valid_to", 200),
    ),
    visits_say.NO_UNITS,
    lambda desk: desk.records.all(Unit),
    opens=lambda place, one: place.record("unit", one.uid),
    sentence=visits_say.UNITS_SENTENCE,
)
GROUPS: ListSpec[DeputyGroup] = ListSpec(
    visits_say.GROUPS,
    of_fields(DeputyGroup, {"name": 260, "leader": 160, "members": 0, "to_on": 200}),
    visits_say.NO_GROUPS,
    lambda desk: desk.records.all(DeputyGroup),
    opens=lambda place, one: place.record("deputy_group", one.uid),
    sentence=visits_say.GROUPS_SENTENCE,
)


def _source_of(desk: Desk, one: Template) -> str:
    if one.valid_to and one.valid_to < desk.today:
        return hands_say.TEMPLATE_ENDED
    return hands_say.TEMPLATE_SHIPPED if frequent.is_shipped(one) else hands_say.TEMPLATE_OWN


def _open(place: Workplace, uid: str) -> None:
    place.record("template", uid)


def _open_template(place: Workplace, one: Template) -> None:
    """A shipped one becomes the station's own, so that it can be changed."""
    place.jobs.quick(partial(frequent.own, place.desk, one), lambda uid: _open(place, uid))


TEMPLATES: ListSpec[Template] = ListSpec(
    hands_say.TEMPLATES,
    (
        *of_fields(Template, {"use": 140, "category": 200, "words": 0}),
        ListColumn(hands_say.TEMPLATE_FROM, 110, _source_of),
    ),
    hands_say.NO_TEMPLATES,
    frequent.all_of,
    opens=_open_template,
    sentence=hands_say.TEMPLATES_SENTENCE,
)


class BookPage(Page):
    """The list; F2 opens the form over it, Enter a record's page, where it is corrected."""

    def __init__(
        self, place: Workplace, record_class: type, add: str, spec: ListSpec[Any], only: Sequence[str] = ()
    ) -> None:
        super().__init__(spec.name, spec.sentence)
        self._place, self._add, self._kind, self._spec = place, add, kind_of(record_class), spec
        self.form = RecordForm(record_class, place.sources, only=only)
        self.list = RecordList(place, spec)
        self.table = self.list.table
        self._sheet = Sheet(add)
        keep = act_key(KeyAct(add, self.keep), "F9")
        keep.setObjectName("main")
        self._sheet.column.addWidget(self.form)
        self._sheet.column.addLayout(row_of(keep))
        self._sheet.hide()
        EscapeKey(self._sheet, self._close)
        self.body.addWidget(self._sheet)
        self.body.addWidget(self.table, 1)
        told = spec.told(place.desk) if spec.told is not None else ""
        adds = {"F2": KeyAct(add, self.begin)} if place.may(self._kind, "register") else {}
        self._keys = {**adds, "F5": KeyAct(spec.name, self.entered), **self.list.acts(told)}
        self.set_acts(self._keys)

    def entered(self) -> None:
        """Read again."""
        lines = self.list.read()
        if self._spec.counted is not None:
            self.set_heading(self._spec.name, self._spec.counted(self._place.desk, lines))
        if not self._sheet.isVisible():
            self.list.take_keys()

    def begin(self) -> None:
        """Open the form."""
        self.notices.clear()
        self._sheet.show()
        self.set_acts({**self._keys, "F9": KeyAct(self._add, self.keep)})
        self.form.focus_first()

    def keep(self) -> None:
        """Enter what was typed; the form is then ready for the next one."""
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        desk = self._place.desk
        fields = {name: value for name, value in self.form.values().items() if value not in ("", (), False)}
        self._place.jobs.save(partial(self.write, desk, fields), self._kept, self._refused, owner=self)

    def write(self, desk: Desk, fields: dict[str, Any]) -> list[Done]:
        """Enter what was typed."""
        return perform(desk, [Ask(self._kind, "register", fields)])

    def _kept(self, _done: list[Done]) -> None:
        self.form.clear()
        self.form.show_problems([])
        self.entered()
        self.form.focus_first()

    def _refused(self, rejected: Rejected) -> None:
        told = [(one.where, text.explain(one), one.refuses) for one in rejected.problems]
        left = self.form.show_problems(told)
        self.notices.show_problems([("", said, refuses) for _, said, refuses in left], lambda _field: "")
        first = next((name for name, _, refuses in told if refuses and name in self.form.values()), "")
        if first:
            self.form.focus_field(first)

    def _close(self) -> None:
        self._sheet.hide()
        self.notices.clear()
        self.set_acts(self._keys)
        self.entered()


def units(place: Workplace) -> BookPage:
    """承办单位."""
    return BookPage(place, Unit, visits_say.ADD_UNIT, UNITS)


def templates(place: Workplace) -> BookPage:
    """常用话."""
    return BookPage(place, Template, hands_say.ADD_TEMPLATE, TEMPLATES)


def groups(place: Workplace) -> BookPage:
    """代表小组."""
    return BookPage(place, DeputyGroup, visits_say.ADD_GROUP, GROUPS)


class DutiesPage(BookPage):
    """A deputy's own duty file: F2 enters one of their own, Enter opens one, where its evidence is added."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, DutyRecord, deputy_say.ENTER_DUTY, DUTIES, ENTERED)

    def write(self, desk: Desk, fields: dict[str, Any]) -> list[Done]:
        """Into the own file."""
        return own.enter_duty(desk, fields)


ENTERED = ("held_on", "way", "place", "content", "effect", "organiser")
"""What a deputy says of a duty of their own; whose it is follows from who sits here."""
