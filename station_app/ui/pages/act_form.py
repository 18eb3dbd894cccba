"""What an act asks, under the heading of the record that it is done to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from station_app import text
from station_app.domain import lifecycle
from station_app.domain.deadline import Period
from station_app.domain.field import FieldSpec, Kind, fields_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import GIVEN_BY_ACT, Act
from station_app.domain.records import BY_KIND
from station_app.text import finding as words
from station_app.text.visits import due_by_rule
from station_app.ui.keys import EscapeKey
from station_app.ui.pages.lines import words_line
from station_app.ui.pages.sheet import Sheet
from station_app.ui.record_form import RecordForm
from station_app.ui.sources import Sources

DONE_TODAY = {
    ("opinion", "refer"): ("referred_on",),
    ("opinion", "redirect"): ("told_on",),
    ("opinion", "acknowledge"): ("acknowledged_on",),
    ("opinion", "report_result"): ("handled_on",),
    ("opinion", "carry_reply"): ("handled_on",),
    ("opinion", "feed_back"): ("fed_back_on",),
    ("opinion", "close"): ("closed_on",),
    ("opinion", "miss"): ("tried_on",),
    ("suggestion", "withdraw"): ("withdrawn_on",),
    ("suggestion", "amend"): ("amended_on",),
    ("cosigning", "confirm"): ("confirmed_on",),
    ("suggestion", "evaluate"): ("evaluated_on",),
    ("duty_record", "register"): ("held_on",),
}
"""Days that are today's when an act is done as it is entered; they can be changed."""

DONE_BY_ME = {("opinion", "redirect"): "told_by", ("opinion", "feed_back"): "fed_back_by"}
"""Who did it: the person who enters it, unless somebody else is written."""

KNOWN_BEFORE = {
    ("opinion", "triage"): ("category", "urgency", "owner_level", "proposed_unit", "proposed_handling"),
    ("opinion", "begin_handling"): ("officer", "officer_phone"),
    ("opinion", "report_result"): ("result", "process"),
}
"""What an earlier act has filled, and is shown to be changed: a matter that is done again has a result already."""

MADE_BESIDE = {"mandate": "deputy", "duty_record": "deputy", "barring": "person"}
"""Records that are made on another's page, and the field that points to it."""

FOLLOWS = {"duty_record": ("term",)}
"""What follows from the record on whose page another is entered: nobody is asked."""

SAID_OF = {
    "attachment": ("what", "note", "name"),
    "station": ("name", "station_kind", "address", "phone", "opened_on"),
}
"""What a person says of it; the rest are facts, which nobody corrects: every number bears the station's place."""

FINAL = frozenset(words.CONFIRM)
"""Acts that nothing undoes: they say so, and the key names them."""


def asked_by(act: Act, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that a form for `act` holds.

    To correct a record is to see all that was typed in, without what later acts would fill and have not.
    """
    if act.name == "register":
        known = ("uid", "station", "carried", MADE_BESIDE.get(act.kind, ""), *FOLLOWS.get(act.kind, ()))
        return tuple(spec.name for spec in fields_of(BY_KIND[act.kind]) if spec.name not in known and not spec.given)
    if act.name != "correct":
        return act.asks
    if act.kind in SAID_OF:
        return SAID_OF[act.kind]
    later = {name for other in lifecycle.acts_of(act.kind) for name in other.asks}
    return tuple(
        spec.name
        for spec in fields_of(BY_KIND[act.kind])
        if spec.name not in GIVEN_BY_ACT and not _is_link(spec) and (spec.name not in later or values.get(spec.name))
    )


@immutable
class Rules:
    """What a form asks of the desk: who enters it, and what the rule of days of an act fills (field, day, period)."""

    who: str
    due: Callable[[str, Mapping[str, Any]], tuple[str, str, Period] | None]


class ActForm(Sheet):
    """One act, asked and done here. `wanted(fields)`: the key was pressed; `given_up()`: Esc, or the other key.

    `called` is what the act is called, `rules` what proposes a deadline. Nothing that a person must judge stands in it
    beforehand.
    """

    wanted = Signal(dict)
    given_up = Signal()

    def __init__(
        self, act: Act, called: str, values: Mapping[str, Any], sources: Sources, rules: Rules | None = None
    ) -> None:
        super().__init__(called)
        self._act, self._sources, self._rules, self._values = act, sources, rules, values
        self._proposed: dict[str, str] = {}
        self._why = words_line("", "hint")
        self.form = RecordForm(BY_KIND[act.kind], sources, only=asked_by(act, values))
        self.form.set_values(self._beforehand(values))
        self._before = self.form.values()
        self.form.changed.connect(self._changed)
        if act.name in FINAL:
            said = words.CONFIRM_OF_KIND.get((act.kind, act.name)) or words.CONFIRM[act.name]
            self.column.addWidget(words_line(said, "hint"))
        self.column.addWidget(self.form)
        self.column.addWidget(self._why)
        self._why.hide()
        self._propose_due()
        self.column.addWidget(self._keys_row(words.BY_KEY.get(act.kind, called) if act.name == "void" else called))
        EscapeKey(self, self.given_up.emit)

    @property
    def act(self) -> Act:
        """The act that is asked for."""
        return self._act

    def fields(self) -> dict[str, object]:
        """What was typed; of a correction only what differs from what stood there."""
        values = self.form.values()
        if self._act.name != "correct":
            return values
        return {name: value for name, value in values.items() if value != self._before[name]}

    def show_problems(self, problems: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Say problems beside their fields and go to the first; returns those of fields that do not stand here."""
        elsewhere = self.form.show_problems(problems)
        own = {field for field, _, refuses in problems if refuses} & set(self.form.values())
        if own:
            self.form.focus_field(next(name for name in self.form.values() if name in own))
        return elsewhere

    def submit(self) -> None:
        """Ask for the act with what was typed."""
        self.wanted.emit(self.fields())

    def _beforehand(self, values: Mapping[str, Any]) -> dict[str, Any]:
        this = (self._act.kind, self._act.name)
        known = {name: values.get(name) for name in KNOWN_BEFORE.get(this, ())}
        known |= dict.fromkeys(DONE_TODAY.get(this, ()), self._sources.today)
        if (by := DONE_BY_ME.get(this)) and self._rules is not None:
            known[by] = self._rules.who
        match self._act.name:
            case "correct":
                known = {name: values.get(name) for name in self.form.values()}
            case "refer":
                known["unit"] = values.get("proposed_unit", "")
            case "miss":
                known["contact_tries"] = str((values.get("contact_tries") or 0) + 1)
        return known

    def _changed(self, name: str) -> None:
        """A reason for redirecting proposes the organ that is competent for it; what was typed stays."""
        values = self.form.values()
        if name == "redirect_reason" and "redirect_organ" in values:
            reason = self._sources.codes["redirect_reason"].by_code.get(str(values[name]))
            if reason:
                self._put_unless_typed("redirect_organ", reason.goes_with.get("organ", ""))
        if name in ("referred_on", "due_on"):
            self._propose_due()

    def _propose_due(self) -> None:
        """Propose until when, by the rule of days, and say by which."""
        if self._rules is None or self._act.name == "correct":
            return
        record_class = BY_KIND[self._act.kind]
        days = {
            spec.name: self._sources.read(spec, self.form.values()[spec.name]).value
            for spec in fields_of(record_class)
            if spec.kind is Kind.DAY and self.form.values().get(spec.name)
        }
        found = self._rules.due(self._act.name, days)
        if found is not None and found[0] in self.form.values():
            field, day, period = found
            self._put_unless_typed(field, day)
            self._why.setText(due_by_rule(period.days, day))
            self._why.setVisible(self.form.values()[field] == day)

    def _put_unless_typed(self, field: str, value: str) -> None:
        if self.form.values().get(field) in ("", self._proposed.get(field, "")):
            self._proposed[field] = value
            self.form.set_values({field: value})

    def _keys_row(self, called: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        do = QPushButton(text.key_label(called, words.DO_KEY))
        do.setObjectName("do")
        do.setAccessibleName(called)
        do.setProperty("role", "final" if self._act.name in FINAL else "next")
        give_up = QPushButton(text.key_label(words.CANCEL, words.ESC))
        give_up.setAccessibleName(words.CANCEL)
        for key in (do, give_up):
            key.setAutoDefault(True)
        do.clicked.connect(self.submit)
        give_up.clicked.connect(self.given_up)
        line.addStretch()
        line.addWidget(give_up)
        line.addWidget(do)
        return row


def _is_link(spec: FieldSpec) -> bool:
    """A given reference (the visit of a matter): what belongs together is not corrected by typing."""
    return spec.given and bool(spec.target)
