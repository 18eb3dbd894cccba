"""What the words of a matter point to, said in words: its kind, an accusation, harm to a minor, what is critical.

Rules propose and show the words that decided; a person changes what is not so. Nothing is judged silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.alike import Pointers, pointers
from station_app.domain.records import Opinion
from station_app.domain.rules import REPORT
from station_app.domain.secrecy import ACCUSATION
from station_app.services import local_rules
from station_app.text import visits as say
from station_app.ui.parts.sheet import words
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.look import GRID
from station_app.ui.shell.workplace import Workplace

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
        self.report = RecordForm(Opinion, place.sources, only=(HARM, *REPORT))
        self._hint, self._banner, self._alarm = words("", "hint"), words("", "problem"), words("", "problem")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        line = QHBoxLayout()
        line.setSpacing(GRID * 2)
        line.addWidget(self.kind, 1)
        line.addWidget(self._hint, 1)
        column.addLayout(line)
        for part in (self._banner, self._alarm, self.report):
            column.addWidget(part)
        self.kind.changed.connect(self._kind_typed)
        self.report.changed.connect(lambda _name: self.changed.emit())
        self.kind.ended.connect(self._after_kind)
        self.report.ended.connect(self.ended)
        for form in self.forms():
            form.arrived.connect(self.arrived)
            form.pasted.connect(self.pasted)
        self._show()

    def forms(self) -> tuple[RecordForm, ...]:
        """The forms that stand here."""
        return (self.kind, self.report)

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
        return {**self.kind.values(), **(told if was_called else {})}

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
        if self.is_alarming:
            self.report.focus_first()
        else:
            self.ended.emit()

    def _kind_typed(self, _name: str) -> None:
        self._proposed = "" if self.kind.values()[KIND] else self._proposed
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        is_proposed = bool(self._proposed) and self.kind.values()[KIND] == self._proposed
        self._hint.setText(say.KIND_PROPOSED if is_proposed and not self.is_accusation else "")
        self._banner.setText(self._accusation_said())
        self._banner.setVisible(self.is_accusation)
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
