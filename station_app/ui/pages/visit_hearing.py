"""The visit's own part of its form: how and with whom they came, how they were heard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from station_app.domain.field import field_of
from station_app.domain.lifecycle import DAY_OPEN
from station_app.domain.records import Visit
from station_app.services import held_day, reception
from station_app.services.desk import Desk
from station_app.services.visits import ON_DAY
from station_app.ui.pages.came_along import NAMED, CameAlong
from station_app.ui.parts.fold import Fold
from station_app.ui.record_form import RecordForm, rest_of
from station_app.ui.shell.sources import Sources

COMING = ("channel", "headcount")
HEARING = (
    *("is_first", "notice_way", "deputies", "place", "received_on", "received_at"),
    *("language", "interpreter", "confirmation", "proxy_name"),
)
SELDOM = rest_of(Visit, (*COMING, *HEARING, *NAMED))
IS_MINOR, OF_AGE = "is_minor", 18
HERE = ("PRESENT", "STAND_IN")


class HearingPart(QObject):
    """The forms `coming`, `came` (who came along), `hearing` and `seldom`. `changed()`: a person typed."""

    changed = Signal()

    def __init__(self, desk: Desk, sources: Sources, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._minor_proposed = False
        self.coming = RecordForm(Visit, sources, only=COMING)
        self.coming.passes = lambda name: name == "channel" and bool(self.coming.values()["channel"])
        self.came = CameAlong(sources)
        self.hearing = RecordForm(Visit, sources, only=HEARING)
        self.seldom = Fold(RecordForm(Visit, sources, only=SELDOM))
        for form in (self.coming, self.hearing, self.seldom.form):
            form.changed.connect(self._typed)
        self.came.changed.connect(self.changed)

    def forms(self) -> tuple[RecordForm, ...]:
        """The forms of this part."""
        return (self.coming, self.came.form, self.hearing, self.seldom.form)

    def values(self) -> dict[str, object]:
        """Everything that stands in the forms."""
        return {name: value for form in self.forms() for name, value in form.values().items()}

    def fields(self) -> dict[str, Any]:
        """What the act is told: what was filled, with the reception day on which it was heard."""
        filled = {name: value for name, value in self.values().items() if value not in ("", (), None, False)}
        return reception.on_its_day(self._desk, filled)

    def put(self, values: Mapping[str, Any], newcomers: list[list[str]]) -> None:
        """Show what a draft holds."""
        for form in self.forms():
            form.set_values(values)
        self.came.put({}, newcomers)
        self._count_heads()

    def begin(self) -> None:
        """Empty forms with the facts of the hour: the day, and where and by whom a reception day is held."""
        self._minor_proposed = False
        for form in self.forms():
            form.clear()
            form.show_problems([])
        self.came.clear()
        self.seldom.unfold(is_open=False)
        self.hearing.set_values({"received_on": self._desk.today})
        day = reception.day_of(self._desk, self._desk.today)
        if day is not None and day.state == DAY_OPEN:
            self.coming.set_values({"channel": ON_DAY})
            self.hearing.set_values({"place": day.place, "deputies": self._present(day.uid)})

    def touched(self) -> None:
        """The first key of a visit says when it came."""
        if not self.hearing.values()["received_at"]:
            self.hearing.set_values({"received_at": f"{self._desk.clock.now():%H:%M}"})

    @property
    def is_minor(self) -> bool:
        """Whether the visitor is under age."""
        return bool(self.seldom.form.values()[IS_MINOR])

    def born(self, year: str) -> bool:
        """The visitor's year of birth is this: one under age is proposed to be marked so, once. Whether it was."""
        read = self._desk.reader.read(field_of(Visit, "headcount"), year).value if year else None
        is_young = isinstance(read, int) and read > 1900 and int(self._desk.today[:4]) - read < OF_AGE
        if not is_young or self._minor_proposed or self.is_minor:
            return False
        self._minor_proposed = True
        self.seldom.form.set_values({IS_MINOR: True})
        self.seldom.unfold(is_open=True)
        return True

    def _present(self, day: str) -> tuple[str, ...]:
        attended = held_day.attendance(self._desk, day)
        return tuple(
            (one.stand_in or one.deputy).uid for one in attended if one.stand_in or one.attendance.presence in HERE
        )

    def _typed(self, name: str) -> None:
        if name == "headcount":
            self._count_heads()
        self.changed.emit()

    def _count_heads(self) -> None:
        read = self._desk.reader.read(field_of(Visit, "headcount"), str(self.coming.values()["headcount"])).value
        self.came.set_heads(read if isinstance(read, int) else 1)
