"""Reception days: planned for a year, begun, held, closed; who sits there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from station_app import paths
from station_app.domain.days import NOTICE_DAYS, PlannedDay, days_of, problems_of, read_table
from station_app.domain.field import built, field_of, fields_of, specs_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import DAY_CANCELLED, DAY_PLANNED
from station_app.domain.problem import Problem, Rejected, refusal, warning
from station_app.domain.records import HolidayTable, ReceptionDay, ReceptionPlan, Visit
from station_app.domain.tally import Notice, Seat, YearPlan
from station_app.services import agenda, held_day, local_rules
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.held_day import level_of
from station_app.services.visits import ON_DAY
from station_app.text.paper import BETWEEN


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
        day = agenda.day_of(desk, held_on)
        if day is not None:
            found["reception_day"] = day.uid
    return found


def expecting(desk: Desk, day: str, deputy: str) -> Ask:
    """What adds a deputy to a day, with the level that they sit there by."""
    fields = {"reception_day": day, "deputy": deputy, "level": level_of(desk, deputy)}
    return Ask("attendance", "register", fields)


def _planned(desk: Desk, day: str, fields: Mapping[str, Any], deputies: Sequence[str]) -> list[Ask]:
    return [Ask("reception_day", "register", fields, day), *(expecting(desk, day, deputy) for deputy in deputies)]


TYPED = ("days_off", "workdays", "source")
"""What somebody types of a table, beside its year."""


def as_typed(desk: Desk, year: int) -> dict[str, str]:
    """A year's table as it stands, to be looked at and changed; the year alone where there is none."""
    kept = desk.records.all(HolidayTable, year=year)
    if kept:
        return {"year": str(year), **{name: str(getattr(kept[-1], name)) for name in TYPED}}
    shipped = next((raw for raw in paths.holiday_tables() if raw["year"] == year), {})
    return {"year": str(year), **{name: str(shipped.get(name, "")) for name in TYPED}}


def keep_calendar(desk: Desk, fields: Mapping[str, Any]) -> Done:
    """Keep a year's table that somebody typed in, in place of the station's earlier one. Raises Rejected."""
    year = str(fields.get("year", "")).strip()
    if year.isascii() and year.isdigit():
        texts = (str(fields.get("days_off", "")), str(fields.get("workdays", "")))
        if problems := read_table(int(year), *texts)[1]:
            raise Rejected(problems)
    own = "" if desk.is_office else desk.station.uid
    standing = [one for one in desk.records.all(HolidayTable, station=own) if str(one.year) == year]
    if standing:
        return perform(desk, [Ask("holiday_table", "correct", fields, standing[-1].uid)])[0]
    return perform(desk, [Ask("holiday_table", "register", fields)])[0]


COPIED = frozenset(specs_of(ReceptionPlan)) & frozenset(specs_of(ReceptionDay)) - {"uid", "station"}
"""What each day takes from its plan."""


@immutable
class Proposal:
    """What a plan's rule comes to: its days, those of them on which a day stands already, and what to look at."""

    days: tuple[PlannedDay, ...]
    taken: frozenset[date]
    warnings: tuple[Problem, ...] = ()

    @property
    def new(self) -> tuple[PlannedDay, ...]:
        """The days that will be registered: those that take place and stand nowhere yet."""
        return tuple(one for one in self.days if one.held_on and one.held_on not in self.taken)

    @property
    def is_year_unknown(self) -> bool:
        """Whether holidays of a year are missing; that warning comes first."""
        return any(one.code == "holidays_unknown" for one in self.warnings)


@immutable
class NoticeDue:
    """A planned day whose notice is not posted; `days_left` until it should hang (negative: late)."""

    day: ReceptionDay
    days_left: int


def propose(desk: Desk, fields: Mapping[str, Any]) -> Proposal:
    """The days of a plan as typed, from today on; nothing is written. Raises Rejected with all problems of its fields.

    What was held before is entered day by day (`reception.late`): a plan must not make days that nobody held.
    """
    plan = _read(desk, fields)
    known = local_rules.calendar(desk)
    coming = date.fromisoformat(desk.today)
    all_days = days_of(plan, known)
    days = tuple(one for one in all_days if not one.held_on or one.held_on >= coming)
    passed = [warning("days_passed", "year", len(all_days) - len(days))] if len(days) < len(all_days) else []
    years = {one.held_on.year for one in days if one.held_on} | {plan.year}
    unknown = [warning("holidays_unknown", "year", year) for year in sorted(years) if not known.knows(year)]
    standing = {date.fromisoformat(one.held_on) for one in desk.records.all(ReceptionDay) if one.state != DAY_CANCELLED}
    return Proposal(days, frozenset(standing), (*unknown, *passed))


def keep_plan(desk: Desk, fields: Mapping[str, Any], left_out: frozenset[date] = frozenset()) -> list[Done]:
    """Register a plan and its days with the deputies whose turn it is, but for the days left out; the plan comes first.

    Raises Rejected; nothing is written then.
    """
    proposal = propose(desk, fields)
    wanted = [one for one in proposal.new if one.held_on not in left_out]
    if not wanted:
        raise Rejected((refusal("plan_without_days", "recurrence"),))
    plan = desk.clock.new_id()
    asks = [Ask("reception_plan", "register", fields, plan)]
    copied = {name: value for name, value in fields.items() if name in COPIED}
    for one in wanted:
        day = desk.clock.new_id()
        asks.append(Ask("reception_day", "register", {**copied, "held_on": str(one.held_on), "plan": plan}, day))
        asks += [expecting(desk, day, deputy) for deputy in one.deputies]
    return perform(desk, asks)


def notices_due(desk: Desk, days_ahead: int = 14) -> list[NoticeDue]:
    """The planned days of the next days whose notice does not hang yet, the next one first."""
    today = date.fromisoformat(desk.today)
    coming = [one for one in desk.records.all(ReceptionDay, state=DAY_PLANNED) if not one.notice_posted_on]
    due = [
        NoticeDue(one, (date.fromisoformat(one.held_on) - timedelta(days=NOTICE_DAYS) - today).days)
        for one in coming
        if today <= date.fromisoformat(one.held_on) <= today + timedelta(days=days_ahead)
    ]
    return sorted(due, key=lambda one: one.day.held_on)


def _read(desk: Desk, fields: Mapping[str, Any]) -> ReceptionPlan:
    """The plan as it would be kept. Raises Rejected with every problem."""
    values, problems = {}, []
    for spec in fields_of(ReceptionPlan):
        if spec.name in ("uid", "station"):
            continue
        taken = desk.reader.read(spec, fields.get(spec.name, ""))
        values[spec.name] = spec.default if taken.value in ("", None, ()) and not spec.required else taken.value
        problems += [one for one in taken.problems if one.refuses]
        if spec.required and taken.value in ("", None) and not taken.problems:
            problems.append(refusal("missing", spec.name))
    plan = built(ReceptionPlan, {**values, "uid": "", "station": desk.station.uid})
    wrong = {one.where for one in problems}
    problems += [one for one in _of_rules(desk, values) if one.where not in wrong]
    problems += problems_of(plan)
    if problems:
        raise Rejected(tuple(problems))
    return plan


def _of_rules(desk: Desk, values: Mapping[str, Any]) -> list[Problem]:
    from station_app.domain import rules  # noqa: PLC0415  (the pages before this one judge nothing)

    return [one for one in rules.problems_of("reception_plan", values, desk.today, at_desk=True) if one.refuses]


POST_SOON = 2
"""From how many days before its last day a notice waits on the first page."""


def notices_to_post(desk: Desk) -> list[NoticeDue]:
    """The reception days whose notice must hang by the day after tomorrow, or is late; the next one first."""
    return [one for one in notices_due(desk) if one.days_left <= POST_SOON]


def notice(desk: Desk, day: str) -> Notice:
    """What the notice and the sign-in sheet of a day say. Raises KeyError for a day that is not here."""
    record = desk.records.one(ReceptionDay, day)
    return Notice(desk.station_of(record.station), record, _seats(desk, day), record.notice_posted_on or desk.today)


def year(desk: Desk, number: int, station: str) -> YearPlan:
    """The days of a station's year with who sits there."""
    days = [one for one in days_in(desk, number) if one.station == station]
    return YearPlan(desk.station_of(station), number, tuple((day, _seats(desk, day.uid)) for day in days), desk.today)


def _seats(desk: Desk, day: str) -> tuple[Seat, ...]:
    """Who is expected, each once; who stands in is named in place of whoever cannot come."""
    seats: dict[str, Seat] = {}
    for one in held_day.attendance(desk, day):
        who = one.stand_in or one.deputy
        before = seats.get(who.uid)
        absent = [before.stands_in_for if before else "", one.deputy.name if one.stand_in else ""]
        level = before.level if before else held_day.as_seen(desk, one).level
        seats[who.uid] = Seat(who, level, BETWEEN.join(name for name in absent if name))
    return tuple(seats.values())
