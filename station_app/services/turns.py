"""A matter's line of time: every step of every desk with its day, who, and from which paper; who has the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from station_app.domain import turns
from station_app.domain.field import values_of
from station_app.domain.handling_acts import OPEN_COMMITMENT
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.numbering import short_of
from station_app.domain.records import BY_KIND, Commitment, Deputy, Opinion, Person, Reply, Suggestion, Visit
from station_app.domain.secrecy import is_confidential
from station_app.services import access, local_rules
from station_app.services.desk import Desk
from station_app.services.history import Event, whole_history
from station_app.text import SEPARATOR
from station_app.text.planning import due_line

Values = Mapping[str, Any]
ID_LENGTH = 32
GOES_ON_THERE = frozenset({"REGISTERED", "TRIAGED", "ESCALATED", "PROMOTED", "MERGED"})
"""The states of a matter without a unit of its own that goes on in the one which it leads to."""
MADE = frozenset({"register", "carry_over"})


@immutable_by_keyword
class Step:
    """One step: whose (`lane`), its act's kind and name, its civil date (`is_noted`: a record says it, else it is the
    day on which it was written down), who did it, the number of its paper ("" for
    none), and the record that it stands on."""

    lane: str
    kind: str
    act: str
    day: str
    is_noted: bool
    who: str
    paper: str
    record: str


@immutable
class NextStep:
    """Who has the next step (`lane` and by name), which it is, until when (ISO 8601, "" for no day), and why that day
    in words. All blank where nothing is to come."""

    lane: str = ""
    who: str = ""
    step: str = ""
    due_on: str = ""
    why: str = ""


@immutable_by_keyword
class Line:
    """A matter's line of time. `replies`, the last that stands last, and `promises` beside it; `people` says who each
    lane is."""

    steps: tuple[Step, ...]
    next: NextStep
    replies: tuple[Reply, ...]
    promises: tuple[Commitment, ...]
    people: Mapping[str, str]


def line_of(desk: Desk, kind: str, values: Values) -> Line:
    """The line of an opinion or a suggestion. What it is answered in (the suggestion that it grew into, the matter that
    it was merged into) stands on it with what units did there, and with nobody's words."""
    uid = str(values["uid"])
    people = _people(desk, kind, values)
    found = _in_order([_step(desk, one, people) for one in whole_history(desk, kind, uid)
                       if turns.is_step(one.kind, one.act)])  # fmt: skip
    above, other = turns.leads_to(kind, values)
    matter = desk.records.several(BY_KIND[above], [other]).get(other) if above else None
    if matter is not None and access.may_read(desk, above, values_of(matter)):
        there = whole_history(desk, above, other)
        found += _in_order([_step(desk, one, people) for one in there
                            if one.kind in {*turns.HANDLED_THERE, "suggestion"}
                            and turns.is_step(one.kind, one.act)])  # fmt: skip
    of = [(kind, uid), *([(above, other)] if matter is not None else [])]
    replies = [one for name, one_uid in of for one in desk.records.all(Reply, **{name: one_uid})]
    promises = [one for name, one_uid in of for one in desk.records.all(Commitment, **{name: one_uid})]
    return Line(
        steps=tuple(sorted(found, key=lambda one: one.day)),
        next=_next(desk, kind, values, people),
        replies=tuple(
            sorted((one for one in replies if not one.void_reason), key=lambda one: (one.replied_on, one.uid))
        ),
        promises=tuple(sorted((one for one in promises if not one.void_reason), key=_promised)),
        people=people,
    )


def _in_order(steps: list[Step]) -> list[Step]:
    """The steps of one matter by their days. What notes no day of its own was not done later than what was written down
    after it."""
    latest = ""
    found = []
    for one in reversed(steps):
        is_late = not one.is_noted and "" < latest < one.day
        found.append(replace(one, day=latest) if is_late else one)
        latest = min(filter(None, (found[-1].day, latest)))
    found.reverse()
    return sorted(found, key=lambda step: step.day)


def _promised(one: Commitment) -> tuple[bool, str, str]:
    return one.state not in OPEN_COMMITMENT, one.by_on or "9", one.uid


def _step(desk: Desk, event: Event, people: Mapping[str, str]) -> Step:
    row = desk.records.rows(event.kind, [event.record]).get(event.record)
    record = row.values if row else {}
    lane = turns.lane_of(event.kind, event.act, record)
    field = turns.day_field(event.kind, event.act)
    told = {step.field: step.new for step in event.steps}
    noted = str(record.get(field) or "") if event.act in MADE else str(told.get(field) or "")  # corrected since
    paper = str(record.get(turns.PAPER_OF.get(f"{event.kind}.{event.act}", ""), ""))
    return Step(
        lane=lane,
        kind=event.kind,
        act=event.act,
        day=noted or event.at[:10],
        is_noted=bool(noted),
        who=_who(desk, lane, event, record) or people.get(lane, ""),
        paper=short_of(paper),
        record=event.record,
    )


def _who(desk: Desk, lane: str, event: Event, record: Values) -> str:
    """Who did a step, by name where the record says it; whoever wrote it down at this side."""
    match lane:
        case turns.UNIT:
            return str(record.get("unit") or "")
        case turns.STATION if len(event.by) < ID_LENGTH:
            return event.by
        case turns.DEPUTY if deputy := str(record.get("deputy") or record.get("lead_deputy") or ""):
            return next((one.name for one in desk.records.several(Deputy, [deputy]).values()), "")
    return ""


def _people(desk: Desk, kind: str, values: Values) -> dict[str, str]:
    """Who each lane is. A speaker who asked for secrecy is not named on it."""
    named = str(values.get("unit") or "")
    found = {turns.STATION: desk.station_of(str(values.get("station", ""))).name, turns.COUNTY: "", turns.UNIT: named}
    if kind == "opinion":
        visit = desk.records.several(Visit, [str(values["visit"])]).get(str(values["visit"]))
        person = desk.records.several(Person, [visit.visitor]).get(visit.visitor) if visit else None
        name = person.name if person else str(values.get("speakers", ""))
        found[turns.VISITOR] = "" if is_confidential(values) else name
        deputies = visit.deputies if visit else values.get("collected_by", ())
    else:
        deputies = (str(values.get("lead_deputy", "")),)
    known = desk.records.several(Deputy, deputies)
    found[turns.DEPUTY] = SEPARATOR.join(one.name for one in known.values())
    return found


def _next(desk: Desk, kind: str, values: Values, people: Mapping[str, str]) -> NextStep:
    """Who has the next step; of a matter that is answered in another, who has that one's."""
    lane, step = turns.next_of(kind, values)
    above, other = turns.leads_to(kind, values)
    if above and step != "tell" and str(values.get("state", "")) in GOES_ON_THERE:
        matter = desk.records.several(BY_KIND[above], [other]).get(other)
        if matter is not None:
            return _next(desk, above, values_of(matter), {**people, turns.UNIT: str(getattr(matter, "unit", ""))})
    if not step:
        return NextStep()
    due = str(values.get("due_on") or "") if step in ("sign", "reply", "decide_return") else ""
    due = str(values.get("promised_on") or "") if step == "keep" else due
    why = local_rules.why_due(desk, kind, values) if due and step != "keep" else None
    return NextStep(lane, people.get(lane, ""), step, due, due_line(why) if why is not None else "")


def of_opinion(desk: Desk, opinion: Opinion) -> Line:
    """The line of an opinion."""
    return line_of(desk, "opinion", values_of(opinion))


def of_suggestion(desk: Desk, suggestion: Suggestion) -> Line:
    """The line of a suggestion."""
    return line_of(desk, "suggestion", values_of(suggestion))
