"""The duty file (履职档案): what each deputy did, one record a performance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from station_app.domain.clock import named_id
from station_app.domain.field import values_of
from station_app.domain.lifecycle import MANDATE_IN_FORCE, stands
from station_app.domain.programme_acts import HELD
from station_app.domain.records import Activity, Deputy, DutyRecord, Mandate
from station_app.domain.tally import DaySummary
from station_app.services.ask import Ask
from station_app.services.desk import Desk
from station_app.services.sharing import told_apart
from station_app.services.standing import StandingRecords
from station_app.text import SEPARATOR
from station_app.text import settings as say
from station_app.text.finding import short_day

if TYPE_CHECKING:
    from station_app.reports.desk_papers import Listing

RECEPTION = "RECEPTION"
"""The way of duty (履职方式) that a reception day is."""

OTHER = "OTHER"
"""The way of duty of what has no other."""


def of_day(desk: Desk, summary: DaySummary, standing: StandingRecords) -> list[Ask]:
    """What brings the duty records of a reception day to what its summary says: one for each deputy who was there.

    A record of somebody who was not there after all is voided; nothing that stands right is touched.
    """
    facts = {deputy.uid: _facts(desk, summary, deputy.uid) for _, deputy in summary.present}
    return _brought(desk, {"reception_day": summary.day.uid}, facts, standing)


def of_activity(desk: Desk, activity: Activity, standing: StandingRecords) -> list[Ask]:
    """What brings the duty records of an activity to what it says: one for each deputy who is named; of one that was
    voided, none. An office's record is its station's where the deputy has one, so that their file there holds it."""
    entry = desk.codes["activity_kind"].by_code.get(activity.activity_kind)
    shared: dict[str, Any] = {
        "held_on": activity.held_on,
        "start": activity.start,
        "end": activity.end,
        "place": activity.place,
        "way": entry.goes_with.get("duty_way", OTHER) if entry else OTHER,
        "content": activity.title,
        "organiser": activity.organiser or desk.place.name,
        "campaign": activity.campaign,
    }
    here = list(activity.deputies) if activity.state == HELD else []
    facts = {deputy: {**shared, "term": term_of(desk, deputy)} for deputy in here}
    theirs = standing.several(Deputy, here) if desk.is_office else {}
    stations = {uid: one.station for uid, one in theirs.items() if one.station}
    return _brought(desk, {"activity": activity.uid}, facts, standing, stations)


def _brought(
    desk: Desk,
    of: Mapping[str, str],
    facts: Mapping[str, Mapping[str, Any]],
    standing: StandingRecords,
    stations: Mapping[str, str] = MappingProxyType({}),
) -> list[Ask]:
    """What brings the duty records of what `of` names to `facts`, by deputy; `stations`: whose a new one is."""
    known = standing.all(DutyRecord, **of)
    kept = {one.deputy: one for one in known if stands(one.state)}
    voided = Counter(one.deputy for one in known if not stands(one.state))
    asks = []
    for deputy, said in facts.items():
        before = values_of(kept[deputy]) if deputy in kept else {}
        changed = {name: value for name, value in said.items() if before.get(name) != value}
        if before and changed:
            asks.append(Ask("duty_record", "correct", changed, kept[deputy].uid))
        elif not before:
            # Two computers of the station that do it blind make one record of it.
            uid = named_id(f"duty/{desk.place.uid}/{'/'.join(of.values())}/{deputy}/{voided[deputy]}")
            whose = {"station": stations[deputy]} if deputy in stations else {}
            asks.append(Ask("duty_record", "register", {**said, **of, **whose, "deputy": deputy}, uid))
    gone = [one.uid for deputy, one in kept.items() if deputy not in facts]
    return asks + [Ask("duty_record", "void", {"void_reason": say.WAS_NOT_THERE}, uid) for uid in gone]


def listing(desk: Desk, deputy: str) -> Listing:
    """F10, a deputy's whole duty file as a list for paper. Raises KeyError for a deputy who is not here."""
    from station_app.reports.desk_papers import Listing  # noqa: PLC0415  (the desk starts without its paper)

    one, found, named = desk.records.one(Deputy, deputy), file_of(desk, deputy), desk.codes.name_of
    held = [mandate for mandate in desk.records.all(Mandate, deputy=deputy) if mandate.status == MANDATE_IN_FORCE]
    levels = SEPARATOR.join(named("deputy_level", mandate.level) for mandate in held)
    rows = [
        (
            short_day(record.held_on, desk.today),
            say.hours(record.start, record.end),
            record.place,
            named("duty_way", record.way),
            record.content,
            record.effect,
            record.organiser,
        )
        for record in found
    ]
    told = say.file_told(levels)
    return Listing(
        organ=desk.place.name,
        title=say.file_of(one.name),
        told=told,
        heads=say.FILE_HEADS,
        shares=say.FILE_SHARES,
        rows=rows,
        on=desk.today,
    )


def file_of(desk: Desk, deputy: str) -> list[DutyRecord]:
    """What stands in a deputy's duty file, the latest first."""
    found = [one for one in desk.records.all(DutyRecord, deputy=deputy) if stands(one.state)]
    return sorted(found, key=lambda one: (one.held_on, one.start), reverse=True)


def _facts(desk: Desk, summary: DaySummary, deputy: str) -> dict[str, Any]:
    day = summary.day
    heard = sum(deputy in visit.deputies for visit in summary.visits)
    figures = (summary.visit_count, summary.head_count, len(summary.matters))
    return {
        "term": term_of(desk, deputy),
        "held_on": day.held_on,
        "start": day.start,
        "end": day.end,
        "place": day.place,
        "way": RECEPTION,
        "content": say.received(summary.station.name, day.topic, figures, heard),
        "organiser": summary.station.name,
    }


def by_highest_level(desk: Desk) -> dict[str, list[str]]:
    """The uids of the deputies in office by the highest level of their mandates, each once: entries that an office has
    linked are one person."""
    ranked = list(desk.codes["deputy_level"].by_code)
    highest: dict[str, str] = {}
    same = told_apart(desk, "deputy")
    for mandate in desk.records.all(Mandate, status=MANDATE_IN_FORCE, void_reason=""):
        deputy = same.get(mandate.deputy, mandate.deputy)
        known = highest.get(deputy, ranked[-1])
        if mandate.level in ranked:
            highest[deputy] = min(known, mandate.level, key=ranked.index)
    standing = desk.records.several(Deputy, list(highest))
    found: dict[str, list[str]] = {level: [] for level in ranked}
    for uid, level in highest.items():
        if uid in standing and not standing[uid].void_reason:
            found[level].append(uid)
    return found


def term_of(desk: Desk, deputy: str) -> int | None:
    """The term of a mandate in force; None where none says."""
    held = (one for one in desk.records.all(Mandate, deputy=deputy) if one.status == MANDATE_IN_FORCE)
    return next((one.term for one in held if one.term), None)
