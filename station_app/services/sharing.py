"""What an office's acts on matters of several stations bring with them: each member's own handling, each station's
excerpt, and what the new home of a matter is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from station_app.domain import lifecycle
from station_app.domain.clock import named_id
from station_app.domain.field import built, values_of
from station_app.domain.folding import fold
from station_app.domain.handling_acts import ANSWERABLE, ASSIGNABLE, OPEN_ASSIGNMENT
from station_app.domain.opinion_acts import OPEN_OPINION, TOLD_OPINION
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.records import (
    Assignment,
    Excerpt,
    Handover,
    Opinion,
    Person,
    Reply,
    RosterLink,
    SharedMatter,
    Station,
    Suggestion,
    Visit,
)
from station_app.domain.standing import COUNTY, STATION, TOWNSHIP
from station_app.services.ask import Ask
from station_app.services.desk import Desk
from station_app.services.standing import StandingRecords

if TYPE_CHECKING:
    from station_app.services.consequences import Happened

WORDS = ("title", "excerpt", "requirements", "result")
"""The fields of a shared matter that more than one station reads."""

LEAST = 2
"""Signs from which on a name in a text tells who somebody is."""

COURSE = ("owner_level", "proposed_unit")


def members_assigned(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """Each member is given to the unit that the whole is given to, where the office may give it and has not yet."""
    own = built(SharedMatter, happened.after)
    if not own.unit:
        return []
    given = {name: getattr(own, name) for name in ("unit", "assigned_on", "due_on", "requirements")}
    asks = []
    for one in _members(standing, own, ASSIGNABLE["opinion"]):
        uid = named_id(f"shared/{own.uid}/{one.uid}/{own.unit}/{own.assigned_on}")
        if not standing.several(Assignment, [uid]):
            asks.append(Ask("assignment", "register", {**given, "opinion": one.uid}, uid))
    return asks


def members_answered(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """Each member is answered with what the whole is answered with: whoever spoke is owed an own answer (O21)."""
    own = built(SharedMatter, happened.after)
    if not own.result:
        return []
    said = {name: getattr(own, name) for name in ("result", "result_degree", "replied_on")}
    asks = []
    for one in _members(standing, own, ANSWERABLE["opinion"]):
        uid = named_id(f"shared/{own.uid}/{one.uid}/{own.replied_on}/{own.result}")
        if not standing.several(Reply, [uid]):
            open_ = [each for each in standing.all(Assignment, opinion=one.uid) if each.state in OPEN_ASSIGNMENT]
            of = open_[-1].uid if open_ else ""
            asks.append(Ask("reply", "register", {**said, "opinion": one.uid, "assignment": of}, uid))
    return asks


def _members(standing: StandingRecords, own: SharedMatter, states: Iterable[str]) -> list[Opinion]:
    """The members whose next move is the office's: what a station handles itself, it answers itself."""
    found = standing.several(Opinion, own.members)
    return [found[uid] for uid in own.members if uid in found and found[uid].state in states and _is_ours(found[uid])]


def _is_ours(opinion: Opinion) -> bool:
    return opinion.turn == COUNTY


def excerpts_written(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """What each station sees of it: no station's lines go to another, so each has an excerpt of its own."""
    own = built(SharedMatter, happened.after)
    members = standing.several(Opinion, own.members).values()
    stations = dict.fromkeys([*(one.station for one in members if one.station), *own.shown_to])
    asks = []
    for station in stations:
        uid = named_id(f"excerpt/{own.uid}/{station}")
        said: dict[str, Any] = {
            name: getattr(own, name) for name in ("title", "excerpt", "category", "unit", "result", "replied_on")
        }
        said["members"] = tuple(one.uid for one in members if one.station == station)
        before = standing.several(Excerpt, [uid]).get(uid)
        if before is None:
            asks.append(Ask("excerpt", "register", {**said, "station": station, "shared_matter": own.uid}, uid))
        elif moved := {name: value for name, value in said.items() if getattr(before, name) != value}:
            asks.append(Ask("excerpt", "correct", moved, uid))
    return asks


def excerpts_taken_back(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """What the stations were shown of it is void with it."""
    shown = standing.all(Excerpt, shared_matter=happened.uid, void_reason="")
    return [Ask("excerpt", "void", {"void_reason": happened.after["void_reason"]}, one.uid) for one in shown]


def matters_moved(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """The open matters of a station that is no more go to whoever takes its place; suggestions to its own congress that
    are not concluded go on at the office (G13)."""
    successor = happened.after.get("successor")
    if not successor:
        return []
    moves = _before("opinion", "move")
    opinions = [one for one in standing.all(Opinion, station=happened.uid) if _is_to_move(one, moves)]
    asks = [Ask("opinion", "move", {"moved_to": successor}, one.uid) for one in opinions]
    own = standing.all(Suggestion, station=happened.uid, level=TOWNSHIP)
    goes_on = _before("suggestion", "move")
    return asks + [Ask("suggestion", "move", {}, one.uid) for one in own if one.state in goes_on]


def _is_to_move(opinion: Opinion, moves: frozenset[str]) -> bool:
    return (
        opinion.state in moves
        and (opinion.state not in TOLD_OPINION)
        and not (opinion.state == "MERGED" and not opinion.owed_since)
    )


def _before(kind: str, name: str) -> frozenset[str]:
    return frozenset(state for act in lifecycle.acts_of(kind) if act.name == name for state in act.before)


def handed_over(desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """The new home is given the matter, with whom to tell and where it stood; units that had it from the office are
    released, for they are given it again under its new number."""
    own = built(Opinion, {**happened.before, "uid": happened.uid})
    uid = named_id(f"handover/{own.uid}/{happened.after['moved_to']}")
    if standing.several(Handover, [uid]):
        return []
    answer = standing.several(Reply, [own.answered_in]).get(own.answered_in)
    said = {name: getattr(own, name) for name in (*_SAID, *COURSE)}
    said |= (
        {name: getattr(answer, name) for name in ("unit", "result", "result_degree", "replied_on")} if answer else {}
    )
    former = standing.several(Station, [own.station]).get(own.station)
    said |= {
        "station": happened.after["moved_to"],
        "opinion": own.uid,
        "stood": own.stage,
        "handed_on": desk.today,
        "old_number": own.number,
        "old_station": former.name if former else "",
        "speakers": own.speakers or _spoke(standing, own),
    }
    open_ = [one for one in standing.all(Assignment, opinion=own.uid) if one.state in OPEN_ASSIGNMENT]
    void = [
        Ask("assignment", "void", {"void_reason": desk.codes.name_of("opinion_state", "MOVED")}, one.uid)
        for one in open_
        if one.side == COUNTY
    ]
    return [Ask("handover", "register", {name: value for name, value in said.items() if value}, uid), *void]


_SAID = (
    "received_on", "channel", "village", "title", "category", "urgency", "verbatim", "ask", "summary",
    "sensitivity", "escalate_reason",
)  # fmt: skip


def _spoke(standing: StandingRecords, own: Opinion) -> str:
    """Who is to be told, and how they are reached."""
    visit = standing.several(Visit, [own.visit]).get(own.visit)
    who = standing.several(Person, [visit.visitor]).get(visit.visitor) if visit else None
    return " ".join(filter(None, (who.name, who.phone, who.address)))[:200] if who else ""


def course_taken_over(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """What was taken over goes on where it stood: on its way up, or answered and not told."""
    uid = str(happened.after.get("handover", ""))
    handed = standing.several(Handover, [uid]).get(uid)
    if handed is None:
        return []
    asks = []
    if handed.stood in ("TRIAGED", "ESCALATED") and handed.owner_level and handed.proposed_unit:
        asks.append(Ask("opinion", "triage", {name: getattr(handed, name) for name in COURSE}, happened.uid))
        if handed.stood == "ESCALATED" and handed.escalate_reason and not handed.result:
            asks.append(Ask("opinion", "escalate", {"escalate_reason": handed.escalate_reason}, happened.uid))
        if handed.result:
            said = {name: getattr(handed, name) for name in ("unit", "result", "result_degree", "replied_on")}
            asks.append(Ask("reply", "register", {**said, "opinion": happened.uid}))
    return asks


def problems(standing: StandingRecords, after: Mapping[str, Any], sets: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a shared matter: it names who spoke, where other stations read it; a member is handled by its
    station, so that nothing reaches it."""
    own = built(SharedMatter, after)
    members = standing.several(Opinion, own.members)
    told = {fold(text) for one in members.values() for text in _telling(standing, one)}
    found = [
        refusal("excerpt_names_person", name)
        for name in WORDS
        if any(text in fold(str(getattr(own, name))) for text in told if len(text) >= LEAST)
    ]
    if {"members", "unit", "result"} & sets.keys():
        apart = [one.number for one in members.values() if one.turn == STATION and one.state in OPEN_OPINION]
        found += [warning("member_at_station", "members", apart)] if apart else []
    return found


def _telling(standing: StandingRecords, one: Opinion) -> list[str]:
    """What tells who spoke, or who came along."""
    visit = standing.several(Visit, [one.visit]).get(one.visit)
    uids = (visit.visitor, *visit.companions, *visit.representatives) if visit else ()
    people = standing.several(Person, uids).values()
    named = [text for who in people for text in (who.name, who.phone, who.id_number, who.address)]
    return [*named, *filter(None, one.speakers.replace(",", " ").split())]


def told_apart(desk: Desk, kind: str) -> Mapping[str, str]:
    """The entries of the roster (`deputy`, `unit`) that count as another one, by uid: what an office has linked."""
    if not desk.is_office:
        return {}
    links = map(values_of, desk.records.all(RosterLink, void_reason=""))
    return {str(one[kind]): str(one[f"same_{kind}"]) for one in links if one[kind]}
