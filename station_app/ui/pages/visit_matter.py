"""One matter of a form: what was raised, and what becomes of it right here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station_app.domain import lifecycle
from station_app.domain.field import FieldSpec, field_of
from station_app.domain.records import Opinion
from station_app.domain.rules import REPORT
from station_app.domain.secrecy import ACCUSATION, TO_DISCIPLINE
from station_app.services import local_rules
from station_app.services.visits import Matter, opening_acts
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.pages.attachment_strip import AttachmentStrip
from station_app.ui.pages.destination import Destination, Offer
from station_app.ui.pages.matter_alerts import HARM, KIND, MatterAlerts
from station_app.ui.parts.fold import Fold
from station_app.ui.parts.sheet import Sheet, let_go, row_of, words
from station_app.ui.record_form import RecordForm, rest_of
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.workplace import Workplace

MAIN = ("title", "category", "urgency", "verbatim", "ask")
WORDS = ("title", "verbatim", "ask")
"""What is looked at for words that matter."""

ALERTS = (KIND, HARM, *REPORT)
COLLECTING = ("collected_by", "speakers")
"""What is asked where nobody stands at the door: the page of collecting asks it once for several items."""

ACTED = frozenset(name for act in lifecycle.acts_of("opinion") for name in act.asks)
SENSITIVITY, CONFIDENTIAL = "sensitivity", "CONFIDENTIAL"
PUT_OFF = "put_off"
FACTS = ("referred_on", "told_on", "told_by")
"""What is so today and by whoever writes: Enter passes over it while it is filled."""
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

    `main` are the fields in front, in their order. The destination is never preset.
    """

    changed = Signal()
    ended = Signal()
    remove_wanted = Signal()
    arrived = Signal(QWidget)

    def __init__(self, place: Workplace, main: Sequence[str] = MAIN) -> None:
        super().__init__(say.matter_heading(1))
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
        self._why_due = words("", "hint")
        self._remove = act_key(KeyAct(say.REMOVE_MATTER, self.remove_wanted.emit))
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
        self.set_heading(say.matter_heading(number))
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
        return [*(Offer(name, self._desk.codes.name_of("act", name)) for name in names), Offer(PUT_OFF, say.PUT_OFF)]

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
        form.passes = lambda name: name in FACTS and form.values()[name] not in ("", ())
        form.set_values({"told_on": self._desk.today, "told_by": self._desk.user.name, "referred_on": self._desk.today})
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
        if name in ("referred_on", "due_on"):
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
        read = {name: self._sources.read(field_of(Opinion, name), value).value for name, value in self._days()}
        found = local_rules.proposed(self._desk, self.destination.chosen, read) if form is not None else None
        if found is not None:
            field, day, period = found
            self._put_unless_typed(field, day)
            self._why_due.setText(visits_say.due_by_rule(period.days, day))
            self._why_due.setVisible(form is not None and form.values().get(field) == day)

    def _days(self) -> list[tuple[str, object]]:
        values = self._act_form.values() if self._act_form else {}
        return [(name, values[name]) for name in ("referred_on",) if values.get(name)]

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


def _asks(act: str) -> tuple[str, ...]:
    if act in ASKED:
        return ASKED[act]
    row = next((one for one in lifecycle.acts_of("opinion") if one.name == act), None)
    return row.asks if row else ()


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", (), None, False)}
