"""One matter on the form of a visit: its words, its way, and what they point to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station_app.domain import lifecycle
from station_app.domain.alike import Pointers, pointers
from station_app.domain.deadline import explain
from station_app.domain.field import FieldSpec, field_of
from station_app.domain.immutable import immutable
from station_app.domain.records import Opinion
from station_app.domain.rules import REPORT
from station_app.domain.secrecy import ACCUSATION, ACCUSED, TO_DISCIPLINE
from station_app.services import access, local_rules
from station_app.services.desk import Desk
from station_app.services.visits import REFER, Matter, opening_acts
from station_app.text import desk as desk_say
from station_app.text import visits as say
from station_app.text.planning import due_by_rule
from station_app.ui.pages.records.attachments import AttachmentStrip
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.fold import Fold
from station_app.ui.parts.record_form import RecordForm, rest_of
from station_app.ui.parts.sheet import Sheet, let_go, paragraph, row_of
from station_app.ui.shell.keys import ENTER, is_echo, went_on
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.workplace import Workplace, act_name

CRITICAL = "CRITICAL"
KIND, HARM = "opinion_kind", "harm_to_minor"
CALLED = ("reported_to", "reported_at")


class MatterAlerts(QWidget):
    """The kind of a matter, and below it what must be seen at once. `changed()`: a person typed; `accused(is_so)`: it
    became an accusation, or is none any more; `ended()`: Enter leaves the last field; `arrived(control)`;
    `pasted(picture)`."""

    changed = Signal()
    accused = Signal(bool)
    ended = Signal()
    arrived = Signal(QWidget)
    pasted = Signal(QImage)

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._lexicon = local_rules.in_force(place.desk, local_rules.WORDS)
        self._found = Pointers()
        self._proposed, self._harm_proposed, self._urgency = "", False, ""
        self._was_accusation = False
        self.kind = RecordForm(Opinion, place.sources, only=(KIND,), columns=1)
        self.named = RecordForm(Opinion, place.sources, only=(ACCUSED,), columns=1)
        self.report = RecordForm(Opinion, place.sources, only=(HARM, *REPORT))
        self._hint, self._banner, self._barred, self._alarm = (
            paragraph("", "hint"),
            paragraph("", "hint"),
            paragraph("", "problem"),
            paragraph("", "problem"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        line = QHBoxLayout()
        line.setSpacing(GRID * 2)
        line.addWidget(self.kind, 1)
        line.addWidget(self._hint, 1)
        column.addLayout(line)
        for part in (self._banner, self.named, self._barred, self._alarm, self.report):
            column.addWidget(part)
        self.kind.changed.connect(self._kind_typed)
        self.named.changed.connect(self._named_typed)
        self.report.changed.connect(lambda _name: self.changed.emit())
        self.kind.ended.connect(self._after_kind)
        self.named.ended.connect(self._after_named)
        self.report.ended.connect(self.ended)
        for form in self.forms():
            form.arrived.connect(self.arrived)
            form.pasted.connect(self.pasted)
        self._show()

    def forms(self) -> tuple[RecordForm, ...]:
        """The forms that stand here."""
        return (self.kind, self.named, self.report)

    @property
    def is_accusation(self) -> bool:
        """Whether the matter stands as an accusation now."""
        return self.kind.values()[KIND] == ACCUSATION

    @property
    def is_alarming(self) -> bool:
        """Whether a report by telephone is asked for."""
        return bool(self.report.values()[HARM]) or self._found.harms_minor or self._urgency == CRITICAL

    def values(self) -> dict[str, object]:
        """What stands here. The day and the name of a report are proposed: without a word of whom one called, or when,
        there was none, and nothing of it is kept."""
        told = self.report.values() if self.is_alarming else {}
        was_called = bool(told.get(HARM) or any(told.get(name) for name in CALLED))
        accused = self.named.values() if self.is_accusation else {}
        return {**self.kind.values(), **accused, **(told if was_called else {})}

    def put(self, values: Mapping[str, Any]) -> None:
        """Show what a draft holds: it is the person's own, no proposal overwrites it."""
        for form in self.forms():
            form.set_values(values)
        self._proposed = ""
        self._harm_proposed = HARM in values
        self._show()

    def look(self, said: str, urgency: str, is_minor: bool) -> None:
        """The words of the matter, or its urgency, are these now."""
        self._found, self._urgency = pointers(said, self._lexicon, is_minor), urgency
        standing = str(self.kind.values()[KIND])
        if standing in ("", self._proposed):
            self._proposed = self._found.kind
            self.kind.set_values({KIND: self._proposed})
        if self._found.harms_minor and not self._harm_proposed:
            self._harm_proposed = True
            self.report.set_values({HARM: True})
        if self.is_alarming and not self.report.values()["reported_on"]:
            self.report.set_values({"reported_on": self._place.desk.today, "reported_by": self._place.desk.user.name})
        self._show()

    def go_on_from_words(self) -> bool:
        """Enter left the words: go to what must be seen first. False where there is nothing."""
        if self.is_accusation:
            self.kind.focus_first()
        elif self.is_alarming:
            self.report.focus_first()
        else:
            return False
        return True

    def missing(self) -> list[str]:
        """The fields of a report of harm that are still empty."""
        values = self.report.values()
        return [name for name in REPORT if not values[name]] if values[HARM] and self.is_alarming else []

    def _after_kind(self) -> None:
        if self.is_accusation:
            self.named.focus_first()
        else:
            self._after_named()

    def _after_named(self) -> None:
        if self.is_alarming:
            self.report.focus_first()
        else:
            self.ended.emit()

    def _named_typed(self, _name: str) -> None:
        self._show()
        if self._barred.isVisibleTo(self):
            self.arrived.emit(self._barred)
        self.changed.emit()

    def _kind_typed(self, _name: str) -> None:
        self._proposed = "" if self.kind.values()[KIND] else self._proposed
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        is_proposed = bool(self._proposed) and self.kind.values()[KIND] == self._proposed
        self._hint.setText(say.KIND_PROPOSED if is_proposed and not self.is_accusation else "")
        self._banner.setText(self._accusation_said())
        self._banner.setVisible(self.is_accusation)
        self.named.setVisible(self.is_accusation)
        barred = access.barred_by(self._place.desk, str(self.named.values()[ACCUSED])) if self.is_accusation else []
        self._barred.setText(say.BARRED.format(names=say.listed(barred)) if barred else "")
        self._barred.setVisible(bool(barred))
        self._alarm.setText(self._alarm_said())
        self._alarm.setVisible(self.is_alarming and bool(self._alarm.text()))
        self.report.setVisible(self.is_alarming)
        if self.is_accusation != self._was_accusation:
            self._was_accusation = self.is_accusation
            self.accused.emit(self.is_accusation)

    def _accusation_said(self) -> str:
        if not self._found.accuses:
            return say.ACCUSED
        return say.ACCUSATION.format(words=say.listed(self._found.accusation))

    def _alarm_said(self) -> str:
        if self._found.harms_minor:
            return say.HARM.format(words=say.listed((*self._found.minor[:1], *self._found.harm)))
        return say.CRITICAL if self._urgency == CRITICAL else ""


@immutable
class Offer:
    """An act that a matter may begin with, and its word."""

    act: str
    name: str


class Destination(QWidget):
    """Where a matter goes: keys in a row. A digit picks and goes on; arrows pick, Enter goes on.

    `picked(act)`, `left()`.
    """

    picked = Signal(str)
    left = Signal()
    arrived = Signal(QWidget)

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self.chosen = ""
        self._offers: tuple[Offer, ...] = ()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self._clicked)
        self._row = FlowLayout(self)
        label = paragraph(desk_say.DESTINATION, "label")
        label.setFixedWidth(120)
        label.setMinimumHeight(36)
        self._row.addWidget(label)
        self.offer(offers)

    def offer(self, offers: Sequence[Offer]) -> None:
        """Offer other destinations; one that was chosen and is offered no more is given up."""
        if tuple(offers) == self._offers:
            return
        for key in self._group.buttons():
            self._group.removeButton(key)
            self._row.removeWidget(key)
            key.hide()
            key.deleteLater()
        self._offers = tuple(offers)
        for number, offer in enumerate(self._offers, start=1):
            key = QPushButton(desk_say.choice_key(number, offer.name))
            key.setObjectName(f"to_{offer.act}")
            key.setAccessibleName(f"{desk_say.DESTINATION} {offer.name}")
            key.setProperty("role", "step")
            key.setCheckable(True)
            key.setAutoDefault(False)
            key.installEventFilter(self)
            self._group.addButton(key, number)
            self._row.addWidget(key)
            key.show()
        is_offered = any(offer.act == self.chosen for offer in self._offers)
        self.choose(self.chosen if is_offered else "")

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
        if is_echo(self, event):
            return True
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
        if digit:
            went_on(self)
            self.left.emit()
        return True

    def _clicked(self, number: int) -> None:
        act = self._offers[number - 1].act
        if act != self.chosen:
            self.chosen = act
            self.picked.emit(act)


MAIN = ("title", "category", "urgency", "verbatim", "ask")
WORDS = ("title", "verbatim", "ask")
"""What is looked at for words that matter."""

ALERTS = (KIND, ACCUSED, HARM, *REPORT)
COLLECTING = ("collected_by", "speakers")
"""What is asked where nobody stands at the door: the page of collecting asks it once for several items."""

ACTED = frozenset(lifecycle.filled_later("opinion"))
SENSITIVITY, CONFIDENTIAL = "sensitivity", "CONFIDENTIAL"
PUT_OFF = "put_off"
FACTS = ("assigned_on", "told_on", "told_by")
"""What is so today and by whoever writes: Enter passes over it while it is filled."""
TRIAGE = ("owner_level", "proposed_unit")
ASKED = {
    "refer": ("owner_level", "unit", "assigned_on", "due_on", "requirements"),
    "escalate": (*TRIAGE, "escalate_reason"),
    "triage": (*TRIAGE, "proposed_handling"),
}
"""What is asked beside the words where an act takes more than its own fields, or some stand in the words already."""
PROPOSED_BY_CATEGORY = ("unit", "proposed_unit")


class MatterPart(Sheet):
    """One matter. `changed()`: a person typed; `remove_wanted()`: it is to go; `ended()`: Enter leaves its last field.

    `main` are the fields in front, in their order. The destination is never preset.
    """

    changed = Signal()
    ended = Signal()
    remove_wanted = Signal()
    arrived = Signal(QWidget)

    def __init__(self, place: Workplace, main: Sequence[str] = MAIN) -> None:
        super().__init__(desk_say.matter_heading(1))
        self._desk, self._sources = place.desk, place.sources
        self._act_form: RecordForm | None = None
        self._proposed: dict[str, str] = {}
        self._is_minor = False
        self.main = RecordForm(Opinion, place.sources, only=main, spans={"title": 2})
        self.fold = Fold(
            RecordForm(Opinion, place.sources, only=rest_of(Opinion, {*main, *ALERTS, *COLLECTING, *ACTED}))
        )
        self.alerts = MatterAlerts(place)
        self.destination = Destination(self._offered())
        self.files = AttachmentStrip(place)
        self._why_due = paragraph("", "hint")
        self._remove = act_key(KeyAct(desk_say.REMOVE_MATTER, self.remove_wanted.emit))
        self._remove.setProperty("role", "link")
        for part in (self.main, self.alerts, self.destination, self._why_due, self.files):
            self.column.addWidget(part)
        self.column.addLayout(row_of(self.fold, self._remove, stretch_after=0))
        self._why_due.hide()
        self._connect()

    def forms(self) -> tuple[RecordForm, ...]:
        """The forms of this matter, that of its act among them."""
        return (self.main, *self.alerts.forms(), self.fold.form, *((self._act_form,) if self._act_form else ()))

    def set_number(self, number: int, is_only: bool) -> None:
        """Which matter it is, counted from 1; the only one cannot be taken away."""
        self.set_heading(desk_say.matter_heading(number))
        self._remove.setVisible(not is_only)

    def set_minor(self, is_minor: bool) -> None:
        """Whether the speaker is known to be under age."""
        if is_minor != self._is_minor:
            self._is_minor = is_minor
            self._look()

    @property
    def is_confidential(self) -> bool:
        """Whether secrecy was asked for."""
        return self.fold.form.values()[SENSITIVITY] == CONFIDENTIAL

    def set_confidential(self, is_confidential: bool) -> None:
        """Secrecy is asked for, or is not any more."""
        if is_confidential != self.is_confidential:
            self.fold.form.set_values({SENSITIVITY: CONFIDENTIAL if is_confidential else ""})

    def matter(self) -> Matter:
        """The matter as typed."""
        act = self.destination.chosen
        told = self._act_form.values() if self._act_form else {}
        return Matter(_filled(self._fields()), "" if act == PUT_OFF else act, _filled(told), self.files.held())

    def content(self) -> dict[str, Any]:
        """What a draft keeps."""
        matter = self.matter()
        return {
            "fields": dict(matter.fields),
            "act": self.destination.chosen,
            "act_fields": dict(matter.act_fields),
            "files": self.files.content(),
        }

    def put(self, content: Mapping[str, Any]) -> None:
        """Show what a draft holds."""
        for form in (self.main, self.fold.form):
            form.set_values(content["fields"])
        self.alerts.put(content["fields"])
        self._look()
        self.destination.choose(content["act"])
        self._show_act(content["act"], content["act_fields"])
        self.files.put(content.get("files", ()))

    def clear(self) -> None:
        """An empty matter."""
        for form in self.forms():
            form.clear()
            form.show_problems([])
        self.alerts.put({})
        self.destination.choose("")
        self._show_act("", {})
        self.files.put(())
        self.fold.unfold(is_open=False)
        self._proposed.clear()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet."""
        matter = self.matter()
        return not (matter.fields.keys() - {SENSITIVITY} or self.destination.chosen or matter.files)

    def missing(self) -> list[tuple[str, str]]:
        """What must still be filled, (field, label); `route` stands for the destination."""
        specs: list[FieldSpec] = [*self.main.missing(), *(field_of(Opinion, one) for one in self.alerts.missing())]
        if self._act_form:
            values = self._act_form.values()
            specs += [field_of(Opinion, name) for name in self._needed() if values.get(name) in ("", ())]
        found = [(spec.name, spec.label) for spec in specs]
        return found if self.destination.chosen else [*found, ("route", desk_say.DESTINATION)]

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

    def _connect(self) -> None:
        for form in (self.main, self.fold.form):
            form.changed.connect(self._typed)
            form.arrived.connect(self.arrived)
            form.pasted.connect(self.files.add_picture)
        self.alerts.changed.connect(self.changed)
        self.alerts.accused.connect(self._accused)
        self.alerts.arrived.connect(self.arrived)
        self.alerts.pasted.connect(self.files.add_picture)
        self.alerts.ended.connect(self.destination.focus_first)
        self.files.changed.connect(self.changed)
        self.main.ended.connect(self._after_words)
        self.destination.arrived.connect(self.arrived)
        self.destination.picked.connect(self._picked)
        self.destination.left.connect(self._go_on)

    def _fields(self) -> dict[str, object]:
        return {**self.main.values(), **self.alerts.values(), **self.fold.form.values()}

    def _needed(self) -> tuple[str, ...]:
        act = next((act for act in lifecycle.acts_of("opinion") if act.name == self.destination.chosen), None)
        own = act.needs if act else ()
        asked = ASKED.get(self.destination.chosen, own)
        return tuple(name for name in asked if name in own or name in TRIAGE)

    def _after_words(self) -> None:
        if not self.alerts.go_on_from_words():
            self.destination.focus_first()

    def _look(self) -> None:
        values = self.main.values()
        said = "\n".join(str(values.get(name, "")) for name in WORDS)
        self.alerts.look(said, str(values.get("urgency", "")), self._is_minor)

    def _accused(self, is_accusation: bool) -> None:
        self.destination.offer(self._offered())
        if is_accusation:
            self._show_act(self.destination.chosen, {})

    def _offered(self) -> list[Offer]:
        """What this user may do with a matter that is new, or that accuses somebody."""
        opinion = {KIND: ACCUSATION} if self.alerts.is_accusation else None
        names = opening_acts(self._desk, opinion)
        return [
            *(Offer(name, _called(self._desk, name)) for name in names),
            Offer(PUT_OFF, desk_say.PUT_OFF),
        ]

    def _picked(self, act: str) -> None:
        self._show_act(act, {})
        self.changed.emit()

    def _show_act(self, act: str, values: Mapping[str, Any]) -> None:
        before = self._act_form.values() if self._act_form else {}
        self._why_due.hide()
        if self._act_form:
            let_go(self.column, self._act_form)
            self._act_form = None
        asked = _asks(act)
        if not asked:
            return
        form = RecordForm(Opinion, self._sources, only=asked)
        form.about = lambda: str(self.main.values().get("category", ""))
        form.passes = lambda name: name in FACTS and form.values()[name] not in ("", ())
        form.set_values({"told_on": self._desk.today, "told_by": self._desk.user.name, "assigned_on": self._desk.today})
        form.set_values({name: value for name, value in {**before, **values}.items() if value not in ("", ())})
        form.changed.connect(self._typed)
        form.arrived.connect(self.arrived)
        form.pasted.connect(self.files.add_picture)
        form.ended.connect(self.ended)
        self._act_form = form
        self.column.insertWidget(self.column.indexOf(self.destination) + 1, form)
        if self.alerts.is_accusation and not form.values().get("redirect_reason", TO_DISCIPLINE):
            form.set_values({"redirect_reason": TO_DISCIPLINE})
            self._propose("redirect_organ", "redirect_reason", TO_DISCIPLINE, "organ")
        self._propose_unit()
        self._propose_due()
        self.arrived.emit(form)

    def _typed(self, name: str) -> None:
        if name == "category":
            self._propose_unit()
        if name == "redirect_reason" and self._act_form:
            self._propose("redirect_organ", "redirect_reason", str(self._act_form.values()[name]), "organ")
        if name in ("assigned_on", "due_on"):
            self._propose_due()
        if name in (*WORDS, "urgency"):
            self._look()
        self.changed.emit()

    def _propose_unit(self) -> None:
        for name in PROPOSED_BY_CATEGORY:
            self._propose(name, "matter", str(self.main.values()["category"]), "typical_unit")

    def _propose(self, field: str, scheme: str, code: str, goes_with: str) -> None:
        """Propose what the code list says goes with a code."""
        entry = self._desk.codes[scheme].by_code.get(code)
        if entry is not None:
            self._put_unless_typed(field, entry.goes_with.get(goes_with, ""))

    def _propose_due(self) -> None:
        """Propose until when, by the rule of days, and say by which."""
        form = self._act_form
        if form is None or self.destination.chosen != REFER:
            return
        given = self._sources.read(field_of(Opinion, "assigned_on"), form.values()["assigned_on"]).value
        found = local_rules.due(self._desk, "opinion_answer", str(given), region=self._desk.place.area_code)
        if found is not None:
            self._put_unless_typed("due_on", found.earliest)
            self._why_due.setText(due_by_rule(explain(found)))
            self._why_due.setVisible(form.values().get("due_on") == found.earliest)

    def _put_unless_typed(self, field: str, value: str) -> None:
        """Fill a field of the act as long as nobody has written something else there."""
        form = self._act_form
        if form is not None and form.values().get(field) in ("", self._proposed.get(field, "")):
            self._proposed[field] = value
            form.set_values({field: value})

    def _go_on(self) -> None:
        if self._act_form:
            self._act_form.focus_first()
        else:
            self.ended.emit()


def _called(desk: Desk, act: str) -> str:
    return act_name(desk, *(("assignment", lifecycle.REGISTER) if act == REFER else ("opinion", act)))


def _asks(act: str) -> tuple[str, ...]:
    if act in ASKED:
        return ASKED[act]
    row = next((one for one in lifecycle.acts_of("opinion") if one.name == act), None)
    return row.asks if row else ()


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", (), None, False)}
