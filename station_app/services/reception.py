"""The reception day: planned or begun at once, who of the deputies is there, closed with a summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from station_app.domain.field import field_of
from station_app.domain.lifecycle import HELD_DAY
from station_app.domain.records import ReceptionDay, Visit
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.held_day import level_of
from station_app.services.visits import ON_DAY


def plan(desk: Desk, fields: Mapping[str, Any], deputies: Sequence[str]) -> Done:
    """Plan a reception day with the deputies who are expected. Raises Rejected."""
    return perform(desk, _planned(desk, desk.clock.new_id(), fields, deputies))[0]


def plan_or_begin(desk: Desk, fields: Mapping[str, Any], deputies: Sequence[str]) -> Done:
    """Plan a day; one of today begins at once. Raises Rejected."""
    is_today = desk.reader.read(field_of(ReceptionDay, "held_on"), fields.get("held_on", "")).value == desk.today
    return (plan_and_begin if is_today else plan)(desk, fields, deputies)


def plan_and_begin(desk: Desk, fields: Mapping[str, Any], deputies: Sequence[str]) -> Done:
    """Plan a day and begin it at once, in one transaction. Raises Rejected."""
    day = desk.clock.new_id()
    return perform(desk, [*_planned(desk, day, fields, deputies), Ask("reception_day", "open", {}, day)])[-1]


def begin(desk: Desk, day: str) -> Done:
    """Open a planned day: visits are received from now on."""
    return perform(desk, [Ask("reception_day", "open", {}, day)])[0]


def expect(desk: Desk, day: str, deputy: str) -> Done:
    """Add a deputy to a day."""
    return perform(desk, [expecting(desk, day, deputy)])[0]


def mark(desk: Desk, attendance: str, presence: str, replaced_by: str = "", note: str = "") -> Done:
    """Say whether a deputy came, and who stood in."""
    fields = {"presence": presence, "replaced_by": replaced_by, "note": note}
    return perform(desk, [Ask("attendance", "correct", fields, attendance)])[0]


def close(desk: Desk, day: str, common_matters: str = "") -> Done:
    """Close a day: its summary can be printed, and each deputy who was there has it in their duty file.

    A day that was opened again is closed again: the duty records are then brought to what holds now.
    """
    return perform(desk, [Ask("reception_day", "close", {"common_matters": common_matters}, day)])[0]


def open_again(desk: Desk, day: str) -> Done:
    """Open a closed day again: something was forgotten. Raises Rejected."""
    return perform(desk, [Ask("reception_day", "reopen", {}, day)])[0]


def post_notice(desk: Desk, day: str) -> Done:
    """Write down that the notice of a day hangs from today; a late one is warned about. Raises Rejected."""
    return perform(desk, [Ask("reception_day", "correct", {"notice_posted_on": desk.today}, day)])[0]


def late(desk: Desk, fields: Mapping[str, Any], deputies: Sequence[str]) -> Done:
    """Enter a day that was held on paper: it is open at once for its sheets, and says that it was entered later.

    The deputies named were there. Raises Rejected, also for a day that is still to come.
    """
    day = desk.clock.new_id()
    asks = [Ask("reception_day", "register", {**fields, "entered_late": True}, day)]
    asks.append(Ask("reception_day", "open", {}, day))
    for deputy in deputies:
        seat = expecting(desk, day, deputy)
        asks.append(replace(seat, fields={**seat.fields, "presence": "PRESENT"}))
    return perform(desk, asks)[0]


def days_in(desk: Desk, year: int) -> list[ReceptionDay]:
    """The reception days of a year, in order."""
    found = (one for one in desk.records.all(ReceptionDay) if one.held_on.startswith(f"{year}-"))
    return sorted(found, key=lambda one: (one.held_on, one.start))


def on_its_day(desk: Desk, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A visit's fields with the reception day on which it was heard, where its channel says it was on one."""
    found = dict(fields)
    if found.get("channel") == ON_DAY:
        held_on = str(desk.reader.read(field_of(Visit, "received_on"), found.get("received_on", "")).value)
        day = day_of(desk, held_on)
        if day is not None:
            found["reception_day"] = day.uid
    return found


def day_of(desk: Desk, held_on: str) -> ReceptionDay | None:
    """The reception day of a civil date that was not cancelled: an open one first."""
    found = [day for day in desk.records.all(ReceptionDay, held_on=held_on) if day.state in HELD_DAY]
    return min(found, key=lambda day: HELD_DAY.index(day.state), default=None)


def expecting(desk: Desk, day: str, deputy: str) -> Ask:
    """What adds a deputy to a day, with the level that they sit there by."""
    fields = {"reception_day": day, "deputy": deputy, "level": level_of(desk, deputy)}
    return Ask("attendance", "register", fields)


def _planned(desk: Desk, day: str, fields: Mapping[str, Any], deputies: Sequence[str]) -> list[Ask]:
    return [Ask("reception_day", "register", fields, day), *(expecting(desk, day, deputy) for deputy in deputies)]
