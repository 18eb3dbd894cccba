"""What acts bring with them: further acts of the actor's own home, in the same transaction, each naming its cause.

`Act.brings` names them; every door asks `services.acts.perform_each`, and nobody else adds what follows. A consequence
asks only for what is lacking, so that asking again adds nothing: what an act brings when it is done, `lacking` finds
where it was not (by an older program, or by a kill between the file and its keyring). What another home's record or
the passing of time brings is a reading, and never stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from station_app.db import journal, people
from station_app.db.keyring import Keyring
from station_app.domain import lifecycle
from station_app.domain.clock import named_id
from station_app.domain.field import Kind, built, fields_of, kind_of, values_of
from station_app.domain.handling_acts import DONE_ASSIGNMENT, OPEN_ASSIGNMENT
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import CARRY_OVER, DAY_CLOSED, JOINED, OPEN_OPINION, stands
from station_app.domain.problem import Rejected
from station_app.domain.programme import sample_of
from station_app.domain.programme_acts import HELD, OPEN
from station_app.domain.records import (
    BY_KIND,
    Activity,
    Assignment,
    Cosigning,
    Opinion,
    Person,
    ReceptionDay,
    Suggestion,
    Survey,
    SurveyCall,
    User,
    Visit,
)
from station_app.domain.secrecy import ACCUSED, ACCUSING, POINTING, WORK_SECRET
from station_app.services import duty, held_day, sharing
from station_app.services.ask import Ask
from station_app.services.desk import Desk, follow_users, settle_slots
from station_app.services.standing import StandingRecords

NAMED_IN = ("visitor", "companions", "representatives")
"""The fields of a visit that name petitioners."""


@immutable
class Happened:
    """An act whose consequences are asked for: the record's values before it ({} for a new one) and after it; `act` is
    "" where it was done long ago, and the record is looked at as it stands."""

    act: str
    kind: str
    uid: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


Brings = Callable[[Desk, StandingRecords, Happened], list[Ask]]


@immutable
class Lack:
    """A consequence that is missing: which, of which record, and the acts that bring it; none where it is brought
    outside the database."""

    name: str
    kind: str
    uid: str
    asks: tuple[Ask, ...] = ()


def brought(desk: Desk, standing: StandingRecords, act: lifecycle.Act, happened: Happened) -> Iterator[Ask]:
    """What an act brings with it, one after the other: a later consequence sees what an earlier one made."""
    for name in act.brings:
        if name in WRITTEN:
            yield from WRITTEN[name](desk, standing, happened)


def settle_outside(desk: Desk, act: lifecycle.Act) -> None:
    """What an act brings outside the database, once it is durable: the keyring has slots of those alone who keep the
    book, under the names that they have. Where it cannot be written now, the next unlocking does it."""
    if "keyring_follows" in act.brings:
        follow_users(desk)


def lacking(desk: Desk) -> Iterator[Lack]:
    """The consequences that are missing of this home's own records, in the order of the records.

    Raises nothing: where the keyring cannot be read, nothing is said of it here.
    """
    for name, kind, of in STANDING:
        standing: list[object] = desk.records.all(BY_KIND[kind], **of)
        for values in map(values_of, standing):
            uid = str(values["uid"])
            if not _is_ours(desk, values):
                continue
            if asks := WRITTEN[name](
                desk, desk.records, Happened(act="", kind=kind, uid=uid, before=values, after=values)
            ):
                yield Lack(name, kind, uid, tuple(asks))
    yield from (Lack("keyring_follows", "user", one.uid) for one in _left_with_password(desk))


def mend_outside(desk: Desk) -> None:
    """Mend what is missing outside the database."""
    settle_slots(desk)


def _duty_records(desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """代表法 2025 art. 58: each deputy who was there has the day in their duty file.

    Looked at long after, a record is missing or one too many; figures that moved since are no difference.
    """
    if happened.after.get("state") != DAY_CLOSED:
        return []
    if happened.act != "close" and not _was_closed_here(desk, happened.uid):
        return []  # an old ledger's day: what it says of duty stands in its own lines
    asks = duty.of_day(desk, held_day.summary(desk, happened.uid, standing), standing)
    return [ask for ask in asks if happened.act or ask.act != lifecycle.CORRECT]


def _duty_follows(desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """Who was there, or what was heard, is said otherwise after the day was closed: its duty records follow."""
    uid = str(happened.after.get("reception_day", ""))
    day = standing.several(ReceptionDay, [uid]).get(uid) if uid else None
    if day is None or day.state != DAY_CLOSED or not _was_closed_here(desk, uid):
        return []
    return duty.of_day(desk, held_day.summary(desk, uid, standing), standing)


def _activity_duty(desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """代表法 2025 art. 58: each deputy who is named in an activity that was held has it in their duty file."""
    own = built(Activity, happened.after)
    if not happened.act and not _was_held_here(desk, happened.uid):
        return []  # an old ledger's activity: what it says of duty stands in its own lines
    asks = duty.of_activity(desk, own, standing)
    return [ask for ask in asks if happened.act or ask.act != lifecycle.CORRECT]


def _was_held_here(desk: Desk, activity: str) -> bool:
    return any(entry.change.act == "hold" for entry in journal.entries_of(desk.store.database, activity))


def _sample_drawn(desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """Who is asked: drawn from the deputies in office by their highest level, each level in its share. A sample that
    stands is never drawn again, whoever came into office since."""
    own = built(Survey, happened.after)
    if own.state != OPEN or standing.all(SurveyCall, survey=own.uid):
        return []
    drawn = sample_of(duty.by_highest_level(desk), own.wanted or 0, own.uid)
    # Two computers that draw blind meet in one sample.
    return [
        Ask(
            "survey_call",
            "register",
            {"survey": own.uid, "deputy": uid, "level": level},
            named_id(f"survey/{own.uid}/{uid}"),
        )
        for level, uid in drawn
    ]


def _was_closed_here(desk: Desk, day: str) -> bool:
    return any(entry.change.act == "close" for entry in journal.entries_of(desk.store.database, day))


def _matters_void(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """A visit that was registered in error raised nothing."""
    reason = {"void_reason": happened.after.get("void_reason", "")}
    found = standing.all(Opinion, visit=happened.uid)
    return [Ask("opinion", "void", reason, one.uid) for one in found if stands(one.state)]


def _matters_follow(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """A matter was received when and how its visit was."""
    moved = [name for name in ("received_on", "channel") if happened.before.get(name) != happened.after.get(name)]
    asks = []
    for one in standing.all(Opinion, visit=happened.uid) if moved else ():
        values = values_of(one)
        fields = {name: happened.after[name] for name in moved if values[name] == happened.before.get(name)}
        if fields and stands(one.state):
            asks.append(Ask("opinion", "correct", fields, one.uid))
    return asks


def _origins_marked(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """A suggestion's opinions say that they were promoted to it; those that are no longer in it are free again.

    What was answered in the meantime keeps what happened.
    """
    own = built(Suggestion, happened.after)
    is_over = own.state in lifecycle.ENDED_SUGGESTION
    asks = []
    for one in standing.all(Opinion, promoted_to=happened.uid):
        if one.state in OPEN_OPINION and (is_over or one.uid not in own.origin_opinions):
            asks.append(Ask("opinion", "release", {}, one.uid))
    if own.state in lifecycle.DRAFT_SUGGESTION:
        listed = standing.several(Opinion, own.origin_opinions)
        asks += [
            Ask("opinion", "promote", {"promoted_to": happened.uid}, uid)
            for uid in own.origin_opinions
            if uid in listed
            and listed[uid].promoted_to != happened.uid
            # What an old ledger names, or was answered since, is no draft's any more.
            and (happened.act not in ("", CARRY_OVER) or _is_free(listed[uid]))
        ]
    return asks


def _is_free(opinion: Opinion) -> bool:
    return opinion.state in OPEN_OPINION and not opinion.promoted_to


def _origin_listed(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    own = standing.several(Suggestion, [str(happened.after["promoted_to"])])
    return [
        Ask("suggestion", "correct", {"origin_opinions": (*one.origin_opinions, happened.uid)}, one.uid)
        for one in own.values()
        if happened.uid not in one.origin_opinions
    ]


def _origin_unlisted(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    asks = []
    for one in standing.several(Suggestion, [str(happened.before.get("promoted_to", ""))]).values():
        left = tuple(uid for uid in one.origin_opinions if uid != happened.uid)
        if left != one.origin_opinions and one.state not in lifecycle.ENDED_SUGGESTION:
            asks.append(Ask("suggestion", "correct", {"origin_opinions": left}, one.uid))
    return asks


def _cosigner_listed(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """The draft's list of names follows; what was submitted is frozen, and the cosigning alone tells."""
    own = standing.several(Suggestion, [str(happened.after["suggestion"])]).get(str(happened.after["suggestion"]))
    if own is None or own.state not in lifecycle.DRAFT_SUGGESTION:
        return []
    deputy = str(happened.after["deputy"])
    joins = any(one.state in JOINED for one in standing.all(Cosigning, suggestion=own.uid, deputy=deputy))
    others = tuple(uid for uid in own.cosigners if uid != deputy)
    listed = own.cosigners if joins and deputy in own.cosigners else (*others, deputy) if joins else others
    return [Ask("suggestion", "correct", {"cosigners": listed}, own.uid)] if listed != own.cosigners else []


def _entries_joined(desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """The visits of an entry that was merged become those of the one that stays; what is empty there is filled."""
    gone, kept = happened.uid, _last_entry(standing, happened.uid)
    if kept is None:
        return []
    asks = []
    if happened.act and (filled := _filled(happened.before, values_of(kept))):
        asks.append(Ask("person", "correct", filled, kept.uid))
    for visit in _visits_naming(desk, standing, gone):
        asks += _renamed(visit, gone, kept.uid)
    return asks


def _last_entry(standing: StandingRecords, uid: str) -> Person | None:
    """The entry that stands for a merged one, through any number of mergings."""
    seen = {uid}
    one = standing.several(Person, [uid]).get(uid)
    while one is not None and one.merged_into and one.merged_into not in seen:
        seen.add(one.merged_into)
        one = standing.several(Person, [one.merged_into]).get(one.merged_into)
    return one if one is not None and one.uid != uid else None


def _visits_naming(desk: Desk, standing: StandingRecords, person: str) -> list[Visit]:
    found = {one.uid: one for one in standing.all(Visit, visitor=person)}
    named = people.visits_naming(desk.store.database, person)
    for uid, one in standing.several(Visit, named).items():
        if any(person in getattr(one, name) for name in NAMED_IN):
            found[uid] = one
    return [one for one in found.values() if stands(one.state)]


def _renamed(visit: Visit, before: str, after: str) -> list[Ask]:
    asks = []
    if visit.visitor == before:
        asks.append(Ask("visit", "reassign", {"visitor": after}, visit.uid))
    changed = {
        name: tuple(dict.fromkeys(after if uid == before else uid for uid in getattr(visit, name)))
        for name in NAMED_IN[1:]
        if before in getattr(visit, name)
    }
    return [*asks, Ask("visit", "correct", changed, visit.uid)] if changed else asks


def _filled(before: Mapping[str, Any], lacking: Mapping[str, Any]) -> dict[str, object]:
    """What the entry that stays lacks and the other one knows."""
    return {
        spec.name: before[spec.name]
        for spec in fields_of(Person)
        if not spec.given and spec.kind is not Kind.UID and before.get(spec.name) and not lacking[spec.name]
    }


def _entries_parted(desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """What the merging moved to the other entry is the entry's own again, unless somebody wrote it anew since."""
    database = desk.store.database
    merged = [entry.change for entry in journal.entries_of(database, happened.uid) if entry.change.act == "merge"]
    kept = str(happened.before.get("merged_into", ""))
    asks = []
    for visit in _visits_naming(desk, standing, kept) if merged and kept else ():
        back = _before_cause(desk, values_of(visit), merged[-1].uid)
        if "visitor" in back:
            asks.append(Ask("visit", "reassign", {"visitor": back.pop("visitor")}, visit.uid))
        if back:
            asks.append(Ask("visit", "correct", back, visit.uid))
    return asks


def _before_cause(desk: Desk, values: Mapping[str, Any], cause: str) -> dict[str, Any]:
    """What the fields held that a change brought by `cause` has set, where that still stands."""
    told: dict[str, Any] = {}
    back: dict[str, Any] = {}
    for entry in journal.entries_of(desk.store.database, str(values["uid"])):
        change = entry.change
        if change.of == cause:
            back |= {name: told.get(name) for name in change.fields if name in NAMED_IN}
        told |= change.fields
    return {name: value for name, value in back.items() if _same(told.get(name), values[name])}


def _same(told: object, stands: object) -> bool:
    return (tuple(told) if isinstance(told, list) else told) == stands


def _assignment_done(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """Who answered owes nothing more."""
    one = _assignment_of(standing, happened)
    return [Ask("assignment", "finish", {}, one.uid)] if one is not None and one.state in OPEN_ASSIGNMENT else []


def _assignment_resumed(_desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """Whose reply does not stand answers again."""
    one = _assignment_of(standing, happened)
    return [Ask("assignment", "resume", {}, one.uid)] if one is not None and one.state in DONE_ASSIGNMENT else []


def _assignment_of(standing: StandingRecords, happened: Happened) -> Assignment | None:
    uid = str(happened.after.get("assignment", ""))
    return standing.several(Assignment, [uid]).get(uid) if uid else None


def _promise_noted(_desk: Desk, _standing: StandingRecords, happened: Happened) -> list[Ask]:
    """What a reply says will be done by a day is a promise (代表法 2025 art. 51: B replies are followed up)."""
    said = happened.after
    if said.get("result_degree") != "PLANNED" or not said.get("next_measures"):
        return []
    told = {"reply": happened.uid, "what": said["next_measures"], "by_on": said.get("next_due_on", "")}
    return [Ask("commitment", "register", {**told, "unit": said.get("unit", "")})]


def _registered_openly(desk: Desk, standing: StandingRecords, happened: Happened) -> list[Ask]:
    """A matter that is secret no more goes on in the open, with its visit and whoever came, under ids and numbers of
    their own; the open ones where there are any. Its files stay where they are."""
    own = dict(happened.before)
    asks, own["visit"] = opened_visit(desk, standing, str(own["visit"]))
    hidden = (ACCUSED, *(name for name, value in ACCUSING.items() if own.get(name) == value))
    hidden += ("sensitivity",) if own.get("sensitivity") == WORK_SECRET else ()
    return [*asks, Ask("opinion", "register", _of_register("opinion", own, hidden))]


def opened_visit(desk: Desk, standing: StandingRecords, uid: str) -> tuple[list[Ask], str]:
    """The visit on which an ordinary matter stands that was told beside a secret one: the open one, or what registers
    it, with whoever came, without what points to the other. A visit that does not stay is its own."""
    visit = standing.several(Visit, [uid]).get(uid)
    if visit is None or not visit.kept_here or visit.copy_of:
        return [], visit.copy_of or uid if visit else uid
    asks: list[Ask] = []
    said = values_of(visit)
    for name in NAMED_IN:
        uids = said[name] if isinstance(said[name], tuple) else (said[name],)
        opened = tuple(_person_openly(desk, standing, one, asks) for one in uids)
        said[name] = opened if isinstance(said[name], tuple) else opened[0]
    asks.append(Ask("visit", "register", _of_register("visit", said, POINTING), desk.clock.new_id()))
    return asks, asks[-1].uid


def _person_openly(desk: Desk, standing: StandingRecords, uid: str, asks: list[Ask]) -> str:
    person = standing.several(Person, [uid]).get(uid)
    if person is None or not person.kept_here or person.copy_of:
        return person.copy_of or uid if person else uid
    asks.append(Ask("person", "register", _of_register("person", values_of(person), ()), desk.clock.new_id()))
    return asks[-1].uid


def _of_register(kind: str, values: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    act = lifecycle.act_of(kind, lifecycle.REGISTER, lifecycle.NEW)
    assert act is not None
    names = set(lifecycle.fields_taken(act)) - set(hidden)
    return {name: value for name, value in values.items() if name in names and value}


def _is_ours(desk: Desk, values: Mapping[str, Any]) -> bool:
    """Whether this desk is the record's own home: nobody else mends it."""
    return not desk.is_office and str(values.get("station") or desk.place.uid) == desk.place.uid


def _left_with_password(desk: Desk) -> list[User]:
    try:
        keys = Keyring.read(desk.folder)
    except Rejected:
        return []
    return [one for one in desk.records.all(User) if one.left_on and keys.has_user(one.uid)]


WRITTEN: Mapping[str, Brings] = {
    "duty_records": _duty_records,
    "duty_follows": _duty_follows,
    "activity_duty": _activity_duty,
    "sample_drawn": _sample_drawn,
    "matters_void": _matters_void,
    "matters_follow": _matters_follow,
    "origins_marked": _origins_marked,
    "origin_listed": _origin_listed,
    "origin_unlisted": _origin_unlisted,
    "cosigner_listed": _cosigner_listed,
    "entries_joined": _entries_joined,
    "entries_parted": _entries_parted,
    "registered_openly": _registered_openly,
    "assignment_done": _assignment_done,
    "assignment_resumed": _assignment_resumed,
    "promise_noted": _promise_noted,
    "members_assigned": sharing.members_assigned,
    "members_answered": sharing.members_answered,
    "excerpts_written": sharing.excerpts_written,
    "excerpts_taken_back": sharing.excerpts_taken_back,
    "matters_moved": sharing.matters_moved,
    "handed_over": sharing.handed_over,
    "course_taken_over": sharing.course_taken_over,
}
"""What each name in `Act.brings` asks for in the database."""

STANDING: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("duty_records", kind_of(ReceptionDay), {"state": DAY_CLOSED}),
    ("activity_duty", kind_of(Activity), {"state": HELD}),
    ("sample_drawn", kind_of(Survey), {"state": OPEN}),
    ("matters_void", kind_of(Visit), {"state": "VOID"}),
    ("origins_marked", kind_of(Suggestion), {}),
    ("cosigner_listed", kind_of(Cosigning), {}),
    ("entries_joined", kind_of(Person), {}),
)
"""The consequences that hold for as long as a record stands so, and of which kinds: what `lacking` looks at."""
