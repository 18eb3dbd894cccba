"""The year's plan (接待安排): proposed by its rule, looked at by a person, registered day by day in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from station_app.domain.field import built, fields_of, specs_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import DAY_CANCELLED, DAY_PLANNED
from station_app.domain.problem import Problem, Rejected, refusal, warning
from station_app.domain.records import ReceptionDay, ReceptionPlan
from station_app.domain.recurrence import PlannedDay, days_of, problems_of
from station_app.domain.rules import NOTICE_DAYS
from station_app.services.acts import Ask, Done, perform
from station_app.services.calendar import calendar
from station_app.services.desk import Desk
from station_app.services.reception import expecting

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
    known = calendar(desk)
    coming = date.fromisoformat(desk.today)
    all_days = days_of(plan, known)
    days = tuple(one for one in all_days if not one.held_on or one.held_on >= coming)
    passed = [warning("days_passed", "year", len(all_days) - len(days))] if len(days) < len(all_days) else []
    years = {one.held_on.year for one in days if one.held_on} | {plan.year}
    unknown = [warning("holidays_unknown", "year", year) for year in sorted(years) if not known.knows(year)]
    standing = {date.fromisoformat(one.held_on) for one in desk.records.all(ReceptionDay) if one.state != DAY_CANCELLED}
    return Proposal(days, frozenset(standing), (*unknown, *passed))


def keep(desk: Desk, fields: Mapping[str, Any], left_out: frozenset[date] = frozenset()) -> list[Done]:
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
