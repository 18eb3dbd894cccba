"""How long what is kept stays, and its end: a list that two persons sign (个人信息保护法 arts. 19, 47; 档案法)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from station_app.db import journal
from station_app.db import trail as trail_rows
from station_app.domain.field import Kind, fields_of, kind_of, label_of
from station_app.domain.identity import masked_name
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import HEAD, MANDATE_IN_FORCE, OPEN_OPINION, OVER_SUGGESTION
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.records import BY_KIND, RECORDS, Deputy, Mandate, Opinion, Person, Suggestion, Visit
from station_app.services import copies, local_rules, trail, users, withholding
from station_app.services.access import readable
from station_app.services.acts import Done
from station_app.services.desk import Desk, lacks_recovery
from station_app.services.printing import Print
from station_app.services.prints import sectioned
from station_app.text import settings as say

RETENTION = "retention"
VISIT, OPINION, SUGGESTION, PERSON, DEPUTY, TRAIL = "visit", "opinion", "suggestion", "person", "deputy", "trail"
KINDS = (VISIT, OPINION, SUGGESTION, PERSON, DEPUTY)
"""The kinds that hold people, as the rule names them. What hangs from one goes with it: of a visit its matters, its
files and whoever came; of a deputy the terms. A kind of which the rule says nothing stays for good."""

AUDIT_DAYS = 90
"""Over how many days the self-audit counts what people did."""

COUNTED = (
    trail.UNLOCKED,
    trail.PRINTED,
    trail.SAVED,
    trail.LIST_SAVED,
    trail.PERSONAL_SAVED,
    trail.EXPORTED,
    trail.RECOVERED,
)
"""What of the trail tells who looked and took out."""


@immutable
class Past:
    """A record that nobody needs any more: nothing of it is open, and the last thing happened on `last_on`, longer ago
    than the rule lets it stay. `called` is its number, of who has none the name, masked; `beside` what goes with it, by
    kind and uid."""

    kind: str
    uid: str
    called: str
    last_on: str
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def records(self) -> tuple[tuple[str, str], ...]:
        """All that ends with it, by kind and uid."""
        return (*self.beside, (self.kind, self.uid))


@immutable
class SelfAudit:
    """The desk's account of itself (GB/T 22239-2019; 个人信息保护法 arts. 51, 54).

    `done`: how often each user did what, by name, the word of the event and what it was done to (a paper's name, a
    place), since `since`; `past` and `past_lines`: what is past its time, and how many lines of the trail; `copies`:
    each place that copies go to, when it got the last one, and how many lie there, None where it is out of reach;
    `restored_on` and `tried_on`: when a copy was taken back last, and when that was tried, "" for never; whether the
    file is encrypted, its key is due to be renewed, and a recovery sheet is lacking.
    """

    since: str
    done: tuple[tuple[str, str, str, int], ...]
    past: tuple[Past, ...]
    past_lines: int
    copies: tuple[tuple[str, str, int | None], ...]
    restored_on: str
    tried_on: str
    is_encrypted: bool
    is_key_due: bool
    lacks_recovery: bool


def years(desk: Desk, kind: str) -> int:
    """How many years the rule in force lets something stay; 0 where it says nothing: it stays for good."""
    rows = local_rules.in_force(desk, RETENTION).get("years", ())
    return next((int(row["years"]) for row in rows if row["kind"] == kind), 0)


def past(desk: Desk) -> list[Past]:
    """What is past its time, the oldest first; nothing of which something is kept from whoever sits here."""
    limits = {kind: _years_ago(desk.today, years(desk, kind)) for kind in KINDS}
    found = [one for kind, limit in limits.items() if limit for one in _PAST[kind](desk, limit)]
    return sorted((one for one in found if one.last_on < limits[one.kind]), key=lambda one: (one.last_on, one.uid))


def past_lines(desk: Desk) -> int:
    """How many lines of the trail are past their time."""
    limit = _years_ago(desk.today, years(desk, TRAIL))
    return trail_rows.past(desk.store.database, limit) if limit else 0


def _past_visits(desk: Desk, limit: str) -> Iterator[Past]:
    old = [one for one in desk.records.all(Visit) if one.received_on < limit and one.station == desk.place.uid]
    wanted = {one.uid for one in old}
    raised = sorted((one for one in desk.records.all(Opinion) if one.visit in wanted), key=lambda one: one.visit)
    matters = {visit: list(some) for visit, some in groupby(raised, key=lambda one: one.visit)}
    told, handled = {one.uid for one in readable(desk, "opinion", raised)}, _handled(desk, OPINION)
    for one in readable(desk, "visit", old):
        own = matters.get(one.uid, [])
        if all(matter.uid in told and matter.state not in OPEN_OPINION for matter in own):
            last = max([*map(_last_day, (one, *own)), *(handled.get(matter.uid, "") for matter in own)])
            yield Past(VISIT, one.uid, one.number, last, tuple((OPINION, matter.uid) for matter in own))


def _past_opinions(desk: Desk, limit: str) -> Iterator[Past]:
    """What was collected: nobody came with it."""
    own = [one for one in desk.records.all(Opinion, visit="") if one.station == desk.place.uid]
    handled = _handled(desk, OPINION)
    for one in readable(desk, "opinion", own):
        if one.state not in OPEN_OPINION and one.received_on < limit:
            yield Past(OPINION, one.uid, one.number, max(_last_day(one), handled.get(one.uid, "")))


def _past_suggestions(desk: Desk, _limit: str) -> Iterator[Past]:
    handled = _handled(desk, SUGGESTION)
    for one in desk.records.all(Suggestion):
        if one.station == desk.place.uid and one.state in OVER_SUGGESTION:
            last = max(_last_day(one) or _last_change(desk, one.uid), handled.get(one.uid, ""))
            yield Past(SUGGESTION, one.uid, one.number or one.title, last)


def _past_people(desk: Desk, limit: str) -> Iterator[Past]:
    """Entries of people whom no visit names; those of a visit go with it."""
    named = {uid for one in desk.records.all(Visit) for uid in (one.visitor, *one.companions, *one.representatives)}
    own = [one for one in desk.records.all(Person) if one.uid not in named]
    for one in readable(desk, "person", own):
        if (last := _last_change(desk, one.uid)) < limit:
            yield Past(PERSON, one.uid, masked_name(one.name), last)


def _past_deputies(desk: Desk, limit: str) -> Iterator[Past]:
    """Who is no deputy any more, and whom nothing else that is here names."""
    terms: dict[str, list[Mandate]] = {}
    for term in desk.records.all(Mandate):
        terms.setdefault(term.deputy, []).append(term)
    for one in desk.records.all(Deputy):
        own = terms.get(one.uid, [])
        ended = all(term.status != MANDATE_IN_FORCE for term in own)
        if one.station != desk.place.uid or not ended:
            continue
        last = max(_last_change(desk, uid) for uid in (one.uid, *(term.uid for term in own)))
        if last < limit and not _is_named(desk, one.uid):
            yield Past(DEPUTY, one.uid, one.name, last, tuple(("mandate", term.uid) for term in own))


_PAST: Mapping[str, Callable[[Desk, str], Iterator[Past]]] = {
    VISIT: _past_visits,
    OPINION: _past_opinions,
    SUGGESTION: _past_suggestions,
    PERSON: _past_people,
    DEPUTY: _past_deputies,
}


def _is_named(desk: Desk, deputy: str) -> bool:
    """Whether any other record than the terms names a deputy."""
    for cls in RECORDS:
        names = [spec.name for spec in fields_of(cls) if spec.target == DEPUTY]
        every: Iterable[object] = desk.records.all(cls) if names and kind_of(cls) != "mandate" else ()
        if any(deputy in getattr(one, name) for one in every for name in names):  # an id is in no other id
            return True
    return False


def _last_day(record: object) -> str:
    """The last day that stands in a record: periods that were given are past with what they were given for."""
    return max((getattr(record, spec.name) for spec in fields_of(type(record)) if spec.kind is Kind.DAY), default="")


def _handled(desk: Desk, kind: str) -> dict[str, str]:
    """The last day that a record of handling says of each matter of a kind."""
    found: dict[str, str] = {}
    for cls, name in withholding.HANGS[kind]:
        hung: Sequence[Any] = desk.records.all(cls)
        for one in hung:
            uid = getattr(one, name)
            found[uid] = max(found.get(uid, ""), _last_day(one))
    return found


def _last_change(desk: Desk, uid: str) -> str:
    """The civil day on which a record was written last."""
    return max((entry.change.at[:10] for entry in journal.entries_of(desk.store.database, uid)), default="")


def _years_ago(today: str, count: int) -> str:
    if not count:
        return ""
    day = date.fromisoformat(today)
    return day.replace(year=day.year - count, day=min(day.day, 28)).isoformat()


def destroy(desk: Desk, chosen: Sequence[Past], own_password: str, second: str, their_password: str) -> list[Done]:
    """End what is past its time, by the head and a second person, by name, whose password was typed at this desk; with
    it the lines of the trail that are.

    Records, files and the entries of people of whom nothing else is here lose what they say, here, at every other
    computer and above; that they stood there stays. Raises Rejected: for who is not the head, a wrong password, one
    person twice, and for what is not past its time any more.
    """
    if HEAD not in desk.user.roles:
        raise reject(refusal("act_of_another_role", value="withhold", who=[HEAD]))
    users.must_know_own(desk, own_password)
    two = users.beside(desk, second, their_password)
    standing = {one.uid: one for one in past(desk)}
    ending = [standing[one.uid] for one in chosen if one.uid in standing]
    lines = past_lines(desk)
    if len(ending) < len(chosen) or not (ending or lines):
        raise reject(refusal("not_past_its_time"))
    done: list[Done] = []
    if ending:
        records = [record for one in ending for record in one.records]
        done = withholding.withhold(desk, [*records, *((PERSON, uid) for uid in _nowhere_else(desk, ending))])
    with desk.store.transaction():
        for who in (two.user.uid, two.beside):
            told = f"{len(ending)} / {lines}"
            trail_rows.note(desk.store.database, desk.clock.now(), who, trail.DESTROYED, detail=told)
        if lines:
            trail_rows.prune(desk.store.database, _years_ago(desk.today, years(desk, TRAIL)))
    return done


def _nowhere_else(desk: Desk, ending: Sequence[Past]) -> list[str]:
    """The people who came on the visits that end and are named on no other."""
    gone = {one.uid for one in ending if one.kind == VISIT}
    named = {one.visitor for one in desk.records.several(Visit, gone).values()}
    for visit in desk.records.all(Visit):
        if visit.uid not in gone:
            named -= {visit.visitor, *visit.companions, *visit.representatives}
    return sorted(uid for uid in named if uid in desk.records.several(Person, named))


def self_audit(desk: Desk) -> SelfAudit:
    """The desk's account of itself. Raises Rejected for whom the trail is not."""
    since = date.fromordinal(date.fromisoformat(desk.today).toordinal() - AUDIT_DAYS).isoformat()
    counts: Counter[tuple[str, str, str]] = Counter()
    for line in trail.lines(desk, 0, trail.count(desk)):
        if line.at[:10] >= since and line.event in COUNTED:
            counts[line.who, line.what, "" if line.event == trail.UNLOCKED else line.detail] += 1
    return SelfAudit(
        since=since,
        done=tuple((*said, number) for said, number in sorted(counts.items())),
        past=tuple(past(desk)),
        past_lines=past_lines(desk),
        copies=tuple(_copies(desk)),
        restored_on=_last(desk, trail_rows.TAKEN_BACK),
        tried_on=_last(desk, trail.DRILLED),
        is_encrypted=desk.is_encrypted,
        is_key_due=users.is_key_due(desk),
        lacks_recovery=lacks_recovery(desk),
    )


def _copies(desk: Desk) -> Iterator[tuple[str, str, int | None]]:
    """Each place that got copies; what is pulled out may hold some that nobody sees now."""
    for place in copies.listed(desk.folder):
        try:
            there = [one for one in copies.found_at(place.root) if one.home == desk.place.uid]
        except Rejected:
            there = []
        is_there = place.root.is_dir()
        yield str(place.root), place.made_at[:10], len(there) if is_there else None


def destruction_list(desk: Desk) -> Print:
    """What is past its time, to be signed by two before it ends. Raises Rejected for who may not see all of it."""
    found = past(desk)
    return sectioned(
        desk,
        f"destruction-{desk.today}.pdf",
        say.DESTRUCTION_TITLE,
        [opening(desk, found)],
        [(say.DESTRUCTION_PART, past_rows(found))],
        say.DESTRUCTION_AFTER,
        say.DESTRUCTION_SIGNS,
    )


def opening(desk: Desk, found: Sequence[Past]) -> str:
    """By which rule how much of each kind is past its time."""
    counted = Counter(one.kind for one in found)
    rows = [(label_of(BY_KIND[kind]), years(desk, kind), counted[kind]) for kind in KINDS]
    return say.destruction_opening([*rows, (say.TRAIL, years(desk, TRAIL), past_lines(desk))])


def self_audit_sheet(desk: Desk) -> Print:
    """The desk's account of itself. Raises Rejected for whom the trail is not."""
    parts = audit_parts(self_audit(desk))
    return sectioned(desk, f"self-audit-{desk.today}.pdf", say.AUDIT, [say.AUDIT_LINE], parts)


def audit_parts(audit: SelfAudit) -> list[tuple[str, list[tuple[str, str]]]]:
    """The account in words: headings, each with rows of two cells."""
    lines = [(say.TRAIL, say.past_lines(audit.past_lines))] if audit.past_lines else []
    return [
        (say.AUDIT_DONE.format(since=audit.since), [say.counted(*one) for one in audit.done]),
        (say.AUDIT_PAST, [*past_rows(audit.past), *lines]),
        (
            say.AUDIT_COPIES,
            [
                *(say.copies_at(*one) for one in audit.copies),
                (say.AUDIT_RESTORED, audit.restored_on or say.AUDIT_NEVER),
                (say.AUDIT_TRIED, audit.tried_on or say.AUDIT_NEVER),
            ],
        ),
        (
            say.AUDIT_KEYS,
            [
                (say.AUDIT_FILE, say.AUDIT_ENCRYPTED if audit.is_encrypted else say.AUDIT_OPEN),
                (say.AUDIT_LOCK, say.AUDIT_LOCK_DUE if audit.is_key_due else say.AUDIT_LOCK_GOOD),
                (say.AUDIT_SHEET, say.AUDIT_SHEET_LACKS if audit.lacks_recovery else say.AUDIT_SHEET_GOOD),
            ],
        ),
    ]


def past_rows(found: Sequence[Past], most: int = 0) -> list[tuple[str, str]]:
    """What is past its time, in words: number, and kind, matters, last day; `most` rows and how many more (0: all)."""
    shown = found[:most] if most else found
    rows = [(one.called, say.past_one(label_of(BY_KIND[one.kind]), len(one.beside), one.last_on)) for one in shown]
    return [*rows, ("", say.more_past(len(found) - len(shown)))] if len(shown) < len(found) else rows


def _last(desk: Desk, event: str) -> str:
    found = trail_rows.last_of(desk.store.database, event)
    return found.at[:10] if found else ""
