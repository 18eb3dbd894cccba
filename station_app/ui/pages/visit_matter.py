"""One matter of the visit form: what was raised, and what becomes of it right here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from station_app.domain import lifecycle
from station_app.domain.field import FieldSpec, field_of
from station_app.domain.immutable import immutable
from station_app.domain.records import Opinion
from station_app.services.desk import Desk
from station_app.services.visits import Matter, opening_acts
from station_app.text import desk as say
from station_app.ui.flow import FlowLayout
from station_app.ui.keys import ENTER
from station_app.ui.page import Act, act_key
from station_app.ui.pages.fold import Fold
from station_app.ui.pages.sheet import Sheet, row_of, words
from station_app.ui.record_form import RecordForm, rest_of
from station_app.ui.sources import Sources

MAIN = ("title", "category", "urgency", "verbatim", "ask")
MORE = rest_of(Opinion, {*MAIN, *(name for act in lifecycle.acts_of("opinion") for name in act.asks)})
PUT_OFF = "put_off"
TRIAGE = ("owner_level", "proposed_unit")
ASKED = {
    "refer": ("owner_level", "unit", "referred_on", "due_on", "requirements"),
    "escalate": (*TRIAGE, "escalate_reason"),
    "triage": (*TRIAGE, "proposed_handling"),
}
"""What is asked beside the words where an act takes more than its own fields, or some stand in the words already."""
PROPOSED_BY_CATEGORY = ("unit", "proposed_unit")


class MatterPart(Sheet):
    """One matter. `changed()`: a person typed; `remove_wanted()`: it is to go; `ended()`: Enter leaves its last field.

    The destination is never preset.
    """

    changed = Signal()
    ended = Signal()
    remove_wanted = Signal()
    arrived = Signal(QWidget)

    def __init__(self, desk: Desk, sources: Sources) -> None:
        super().__init__(say.matter_heading(1))
        self._desk, self._sources = desk, sources
        self._act_form: RecordForm | None = None
        self._proposed = ""
        self.main = RecordForm(Opinion, sources, only=MAIN, spans={"title": 2})
        self.fold = Fold(RecordForm(Opinion, sources, only=MORE))
        self.destination = _Destination(_offered(desk))
        self._remove = act_key(Act(say.REMOVE_MATTER, self.remove_wanted.emit))
        self._remove.setProperty("role", "link")
        self.column.addWidget(self.main)
        self.column.addWidget(self.destination)
        self.column.addLayout(row_of(self.fold, self._remove, stretch_after=0))
        for form in (self.main, self.fold.form):
            form.changed.connect(self._typed)
            form.arrived.connect(self.arrived)
        self.main.ended.connect(self.destination.focus_first)
        self.destination.arrived.connect(self.arrived)
        self.destination.picked.connect(self._picked)
        self.destination.left.connect(self._go_on)

    def forms(self) -> tuple[RecordForm, ...]:
        """The forms of this matter, that of its act among them."""
        return (self.main, self.fold.form, *((self._act_form,) if self._act_form else ()))

    def set_number(self, number: int, is_only: bool) -> None:
        """Which matter it is, counted from 1; the only one cannot be taken away."""
        self.set_heading(say.matter_heading(number))
        self._remove.setVisible(not is_only)

    def matter(self) -> Matter:
        """The matter as typed."""
        act = self.destination.chosen
        fields = {**self.main.values(), **self.fold.form.values()}
        told = self._act_form.values() if self._act_form else {}
        return Matter(_filled(fields), "" if act == PUT_OFF else act, _filled(told))

    def content(self) -> dict[str, Any]:
        """What a draft keeps."""
        matter = self.matter()
        return {
            "fields": dict(matter.fields),
            "act": self.destination.chosen,
            "act_fields": dict(matter.act_fields),
        }

    def put(self, content: Mapping[str, Any]) -> None:
        """Show what a draft holds."""
        for form in (self.main, self.fold.form):
            form.set_values(content["fields"])
        self.destination.choose(content["act"])
        self._show_act(content["act"], content["act_fields"])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet."""
        return not (self.matter().fields or self.destination.chosen)

    def missing(self) -> list[tuple[str, str]]:
        """What must still be filled, (field, label); `route` stands for the destination."""
        specs: list[FieldSpec] = self.main.missing()
        if self._act_form:
            values = self._act_form.values()
            specs += [field_of(Opinion, name) for name in self._needed() if values.get(name) in ("", ())]
        found = [(spec.name, spec.label) for spec in specs]
        return found if self.destination.chosen else [*found, ("route", say.DESTINATION)]

    def focus_field(self, name: str) -> None:
        """Go to a field of this matter."""
        for form in self.forms():
            if name in form.values():
                if form is self.fold.form:
                    self.fold.unfold(is_open=True)
                form.focus_field(name)
                return
        self.destination.focus_first()

    def show_problems(self, problems: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Say problems under their fields; those of no field here are given back."""
        left = list(problems)
        for form in self.forms():
            before = len(left)
            left = form.show_problems(left)
            if form is self.fold.form and len(left) < before:
                self.fold.unfold(is_open=True)
        return left

    def _needed(self) -> tuple[str, ...]:
        act = next((act for act in lifecycle.acts_of("opinion") if act.name == self.destination.chosen), None)
        own = act.needs if act else ()
        asked = ASKED.get(self.destination.chosen, own)
        return tuple(name for name in asked if name in own or name in TRIAGE)

    def _picked(self, act: str) -> None:
        self._show_act(act, {})
        self.changed.emit()

    def _show_act(self, act: str, values: Mapping[str, Any]) -> None:
        before = self._act_form.values() if self._act_form else {}
        if self._act_form:
            self.column.removeWidget(self._act_form)
            self._act_form.hide()
            self._act_form.deleteLater()
            self._act_form = None
        asked = _asks(act)
        if not asked:
            return
        form = RecordForm(Opinion, self._sources, only=asked)
        form.set_values({"told_on": self._desk.today, "told_by": self._desk.user.name, "referred_on": self._desk.today})
        form.set_values({name: value for name, value in {**before, **values}.items() if value not in ("", ())})
        form.changed.connect(self._typed)
        form.arrived.connect(self.arrived)
        form.ended.connect(self.ended)
        self._act_form = form
        self.column.insertWidget(self.column.indexOf(self.destination) + 1, form)
        self._propose_unit()
        self.arrived.emit(form)

    def _typed(self, name: str) -> None:
        if name == "category":
            self._propose_unit()
        if name == "redirect_reason" and self._act_form:
            self._propose("redirect_organ", "redirect_reason", str(self._act_form.values()[name]), "organ")
        self.changed.emit()

    def _propose_unit(self) -> None:
        for name in PROPOSED_BY_CATEGORY:
            self._propose(name, "matter", str(self.main.values()["category"]), "typical_unit")

    def _propose(self, field: str, scheme: str, code: str, goes_with: str) -> None:
        """Propose what the code list says goes with a code, as long as nobody has written something else."""
        form = self._act_form
        entry = self._desk.codes[scheme].by_code.get(code)
        if form is None or entry is None or field not in form.values():
            return
        if form.values()[field] in ("", self._proposed):
            self._proposed = entry.goes_with.get(goes_with, "")
            form.set_values({field: self._proposed})

    def _go_on(self) -> None:
        if self._act_form:
            self._act_form.focus_first()
        else:
            self.ended.emit()


@immutable
class _Offer:
    act: str
    name: str


class _Destination(QWidget):
    """Where a matter goes: keys in a row. Digits and arrows pick, Enter goes on. `picked(act)`, `left()`."""

    picked = Signal(str)
    left = Signal()
    arrived = Signal(QWidget)

    def __init__(self, offers: Sequence[_Offer]) -> None:
        super().__init__()
        self.chosen = ""
        self._offers = tuple(offers)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = FlowLayout(self)
        label = words(say.DESTINATION, "label")
        label.setFixedWidth(120)
        label.setMinimumHeight(36)
        row.addWidget(label)
        for number, offer in enumerate(self._offers, start=1):
            key = QPushButton(say.choice_key(number, offer.name))
            key.setObjectName(f"to_{offer.act}")
            key.setAccessibleName(f"{say.DESTINATION} {offer.name}")
            key.setProperty("role", "step")
            key.setCheckable(True)
            key.setAutoDefault(False)
            key.installEventFilter(self)
            self._group.addButton(key, number)
            row.addWidget(key)
        self._group.idClicked.connect(self._clicked)

    def choose(self, act: str) -> None:
        """Show that `act` was chosen, "" for nothing yet."""
        self.chosen = act
        self._group.setExclusive(False)
        for key, offer in zip(self._group.buttons(), self._offers, strict=True):
            key.setChecked(offer.act == act)
        self._group.setExclusive(True)

    def focus_first(self) -> None:
        """Go to the chosen key, or to the first."""
        key = self._group.checkedButton() or self._group.button(1)
        key.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the row."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.arrived.emit(watched)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QPushButton):
            return self._pressed(self._group.id(watched), event)
        return super().eventFilter(watched, event)

    def _pressed(self, at: int, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        digit = int(event.text()) if event.text().isascii() and event.text().isdigit() else 0
        if event.key() in ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.focusNextPrevChild(False)
            else:
                self.left.emit()
            return not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        wanted = digit or (
            max(1, min(at + steps[Qt.Key(event.key())], len(self._offers))) if event.key() in steps else 0
        )
        if not 1 <= wanted <= len(self._offers):
            return False
        key = self._group.button(wanted)
        key.setChecked(True)
        key.setFocus()
        self._clicked(wanted)
        return True

    def _clicked(self, number: int) -> None:
        act = self._offers[number - 1].act
        if act != self.chosen:
            self.chosen = act
            self.picked.emit(act)


def _offered(desk: Desk) -> list[_Offer]:
    """What this user may do with a matter that is new."""
    return [
        *(_Offer(name, desk.codes.name_of("act", name)) for name in opening_acts(desk)),
        _Offer(PUT_OFF, say.PUT_OFF),
    ]


def _asks(act: str) -> tuple[str, ...]:
    if act in ASKED:
        return ASKED[act]
    row = next((one for one in lifecycle.acts_of("opinion") if one.name == act), None)
    return row.asks if row else ()


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", (), None)}
