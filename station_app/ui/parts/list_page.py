"""A page that is nothing but its list, and columns that are fields of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, TypeVar

from station_app.domain.field import FieldSpec, field_of, values_of
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import row_of
from station_app.ui.parts.values import Speaker
from station_app.ui.shell.page import Acts, KeyAct, Page, act_key
from station_app.ui.shell.workplace import Naming, Workplace

Line = TypeVar("Line")


class ListPage(Page, Generic[Line]):
    """A page that is its list: F2 and other keys lead on, F5 reads again, F8 prints it."""

    def __init__(self, place: Workplace, spec: ListSpec[Line]) -> None:
        super().__init__(spec.name, spec.sentence)
        self._place, self._spec = place, spec
        self.list = RecordList(place, spec)
        self.table = self.list.table
        told = spec.told(place.desk) if spec.told is not None else ""
        acts = {"F5": KeyAct(spec.name, self.entered), "F8": self.list.print_act(told), **self._led(), **self._keys()}
        self.body.addWidget(self.table, 1)
        if spec.beneath is not None:
            self.body.addWidget(self.list.beneath)
        if shown := [act_key(act, key) for key, act in acts.items() if key not in ("F2", "F5", "F8")]:
            self.body.addLayout(row_of(*shown, act_key(acts["F8"], "F8")))
        self.set_acts(acts)

    def entered(self) -> None:
        """Read again."""
        lines = self.list.read()
        if self._spec.counted is not None:
            self.set_heading(self._spec.name, self._spec.counted(self._place.desk, lines))
        self.list.take_keys()

    def _led(self) -> Acts:
        ways = (self._spec.ways or {}).items()
        return {key: self._place.way(name, label) for key, (name, label) in ways if self._place.offers(name)}

    def _keys(self) -> Acts:
        return {key: KeyAct(label, partial(self._do, do)) for key, (label, do) in (self._spec.keys or {}).items()}

    def _do(self, do: Callable[[Workplace, Line], object]) -> None:
        line = self.list.current()
        if line is not None:
            do(self._place, line)


def of_fields(record_class: type, widths: Mapping[str, int]) -> tuple[ListColumn[Any], ...]:
    """Columns of records by the names of their fields, each with its width."""
    return tuple(of_field(record_class, name, width) for name, width in widths.items())


def of_field(record_class: type, name: str, width: int) -> ListColumn[Any]:
    """The column of a field: its label, its value in words, masked where it is personal."""
    return _column(field_of(record_class, name), width, in_full=False)


def of_public_field(record_class: type, name: str, width: int) -> ListColumn[Any]:
    """The column of a field that is nobody's secret in this list: the number of an office is there to be called."""
    return _column(field_of(record_class, name), width, in_full=True)


def _column(spec: FieldSpec, width: int, *, in_full: bool) -> ListColumn[Any]:
    def said(place: Workplace, record: object) -> str:
        speaker = Speaker(place.desk.codes, Naming(place.desk).name, in_full=in_full)
        return speaker.say(spec, values_of(record)[spec.name])

    return ListColumn(spec.label, width, said)
