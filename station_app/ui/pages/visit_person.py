"""The visitor's part of the visit form: somebody new, or somebody known with what is new about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from station_app.domain.field import fields_of, values_of
from station_app.domain.identity import MASKS, masked
from station_app.domain.records import Person
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.ui.jobs import Jobs
from station_app.ui.pages.known_people import KnownPeople
from station_app.ui.parts.fold import Fold
from station_app.ui.record_form import RecordForm, rest_of
from station_app.ui.shell.sources import Sources

MAIN = ("name", "phone", "village", "address", "no_phone_reason")
MORE = rest_of(Person, MAIN)
NO_PHONE = "no_phone_reason"
LOOKED_UP = ("name", "phone")
_MASKED = tuple(spec.name for spec in fields_of(Person) if spec.check in MASKS)


class PersonPart(QObject):
    """The forms `main` and `fold.form`, and the panel `known` that fills them. `changed()`: a person typed."""

    changed = Signal()

    def __init__(self, desk: Desk, sources: Sources, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.uid = ""
        self._shown: dict[str, object] = {}
        self.main = RecordForm(Person, sources, only=MAIN, spans={"no_phone_reason": 1})
        self.fold = Fold(RecordForm(Person, sources, only=MORE))
        self.known = KnownPeople(desk)
        for name in LOOKED_UP:
            line = self.main.editor(name)
            if isinstance(line, QLineEdit):
                self.known.watch(line)
        for form in (self.main, self.fold.form):
            form.changed.connect(self._typed)
        self.main.passes = lambda name: name == NO_PHONE and bool(self.main.values()["phone"])
        self.known.chosen.connect(self.choose)
        self.known.refused.connect(self.let_go)
        self.known.reveal_wanted.connect(self._reveal)

    def forms(self) -> tuple[RecordForm, ...]:
        """The forms of this part."""
        return (self.main, self.fold.form)

    def values(self) -> dict[str, object]:
        """Everything that stands in the forms."""
        return {**self.main.values(), **self.fold.form.values()}

    def fields(self) -> dict[str, object]:
        """What the act is told: all of somebody new; of somebody known only what was changed here."""
        values = self.values()
        if not self.uid:
            return {name: value for name, value in values.items() if value not in ("", (), None)}
        return {name: value for name, value in values.items() if value != self._shown.get(name)}

    def clear(self) -> None:
        """Nobody yet."""
        self.uid, self._shown = "", {}
        for form in self.forms():
            form.clear()
            form.show_problems([])
        self.fold.unfold(is_open=False)
        self.known.forget()

    def put(self, uid: str, values: Mapping[str, Any]) -> None:
        """Show what a draft holds; `uid` of somebody known, "" else."""
        self.clear()
        if uid and uid in self._desk.records.several(Person, [uid]):
            self._fill(uid)
        self._set(values)

    def choose(self, uid: str) -> None:
        """It is this person: fill in what is known, phone and document masked."""
        self._fill(uid)
        if self.main.values()["phone"]:
            self.main.ended.emit()  # all is known: what is new comes after
        else:
            self.main.focus_field("phone")
        self.changed.emit()

    def let_go(self) -> None:
        """It is somebody else: what was filled in goes, the name stays."""
        name = self.main.values()["name"]
        self.clear()
        self._set({"name": name})
        self.main.focus_field("name")
        self.known.look_up(str(name))
        self.changed.emit()

    def _fill(self, uid: str) -> None:
        person = self._desk.records.one(Person, uid)
        specs = {spec.name: spec for spec in fields_of(Person)}
        told = {name: masked(specs[name], value) for name, value in values_of(person).items()}
        self.uid = uid
        self._set({name: "" if value is None else str(value) for name, value in told.items() if name in _NAMES})
        self._shown = self.values()
        self.known.show_person(uid, person.name, any(getattr(person, name) for name in _MASKED))

    def _set(self, values: Mapping[str, Any]) -> None:
        for form in self.forms():
            form.set_values(values)

    def _typed(self, name: str) -> None:
        values = self.main.values()
        if name == "name" and self.uid:
            # Another name over a known person is another person: nobody is renamed from here.
            self.uid = ""
            self._set({one: "" for one in _MASKED if self.values()[one] == self._shown.get(one)})
            self._shown = {}
        if name in LOOKED_UP and not self.uid:
            self.known.look_up(str(values[name]))
        self.changed.emit()

    def _reveal(self) -> None:
        desk, uid = self._desk, self.uid

        def work() -> Person:
            perform(desk, [Ask("person", "reveal", {}, uid)])
            return desk.records.one(Person, uid)

        self._jobs.quick(work, self._revealed, owner=self)

    def _revealed(self, person: Person) -> None:
        if person.uid != self.uid:
            return
        for name in _MASKED:
            if self.values()[name] == self._shown.get(name):
                self._set({name: getattr(person, name)})
                self._shown[name] = getattr(person, name)


_NAMES: Sequence[str] = (*MAIN, *MORE)
