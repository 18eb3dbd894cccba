"""A small book of records of one kind (承办单位, 代表小组): the list, and the form that enters one more."""

from __future__ import annotations

from typing import Any

from station_app import text
from station_app.domain.field import kind_of
from station_app.domain.problem import Rejected
from station_app.domain.records import DeputyGroup, Unit
from station_app.services.acts import Ask, Done, perform
from station_app.text import visits as say
from station_app.ui.parts.list_page import of_field, of_fields, of_public_field
from station_app.ui.parts.record_list import ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, row_of
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

UNITS: ListSpec[Unit] = ListSpec(
    say.UNITS,
    (
        *of_fields(Unit, {"name": 260, "aliases": 0, "contact": 140}),
        of_public_field(Unit, "phone", 180),
        of_field(Unit, "valid_to", 200),
    ),
    say.NO_UNITS,
    lambda desk: desk.records.all(Unit),
    opens=lambda place, one: place.record("unit", one.uid),
    sentence=say.UNITS_SENTENCE,
)
GROUPS: ListSpec[DeputyGroup] = ListSpec(
    say.GROUPS,
    of_fields(DeputyGroup, {"name": 260, "leader": 160, "members": 0, "to_on": 200}),
    say.NO_GROUPS,
    lambda desk: desk.records.all(DeputyGroup),
    opens=lambda place, one: place.record("deputy_group", one.uid),
    sentence=say.GROUPS_SENTENCE,
)


class BookPage(Page):
    """The list; F2 opens the form over it, Enter a record's page, where it is corrected."""

    def __init__(self, place: Workplace, record_class: type, add: str, spec: ListSpec[Any]) -> None:
        super().__init__(spec.name, spec.sentence)
        self._place, self._add, self._kind = place, add, kind_of(record_class)
        self.form = RecordForm(record_class, place.sources)
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
        adds = {"F2": KeyAct(add, self.begin)} if place.may(self._kind, "register") else {}
        self._keys = {**adds, "F5": KeyAct(spec.name, self.entered), "F8": self.list.print_act()}
        self.set_acts(self._keys)

    def entered(self) -> None:
        """Read again."""
        self.list.read()
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
        ask = Ask(self._kind, "register", fields)
        self._place.jobs.save(lambda: perform(desk, [ask]), self._kept, self._refused, owner=self)

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
    return BookPage(place, Unit, say.ADD_UNIT, UNITS)


def groups(place: Workplace) -> BookPage:
    """代表小组."""
    return BookPage(place, DeputyGroup, say.ADD_GROUP, GROUPS)
