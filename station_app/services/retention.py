"""How long what is kept stays, and its end: a list that two persons sign (个人信息保护法 arts. 19, 47; 档案法)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from station_app.db import trail as trail_rows
from station_app.domain.field import Kind, fields_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import HEAD, OPEN_OPINION
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Opinion, Person, Visit
from station_app.services import local_rules, trail, users, withholding
from station_app.services.access import readable
from station_app.services.acts import Done
from station_app.services.desk import Desk, lacks_recovery
from station_app.services.prints import Print, sectioned
from station_app.text import settings as say

RETENTION = "retention"
VISIT, TRAIL = "visit", "trail"

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
class PastVisit:
    """A visit that nobody needs any more: nothing of it is open, and the last thing happened on `last_on`, longer ago
    than the rule lets it stay. `matters` are the uids of what was raised on it."""

    visit: Visit
    matters: tuple[str, ...]
    last_on: str


@immutable
class SelfAudit:
    """The desk's account of itself (GB/T 22239-2019; 个人信息保护法 arts. 51, 54).

    `done`: how often each user did what, by name and the word of the event, since `since`; `past`: what is past its
    time; `copied_on` and `restored_on`: when a copy was made and one was taken back last, "" for never;
    whether the file is encrypted, its key is due to be renewed, and a recovery sheet is lacking.
    """

    since: str
    done: tuple[tuple[str, str, int], ...]
    past: tuple[PastVisit, ...]
    copied_on: str
    restored_on: str
    is_encrypted: bool
    is_key_due: bool
    lacks_recovery: bool


def years(desk: Desk, kind: str) -> int:
    """How many years the rule in force lets something stay; 0 where it says nothing: it stays for good."""
    rows = local_rules.in_force(desk, RETENTION).get("years", ())
    return next((int(row["years"]) for row in rows if row["kind"] == kind), 0)


def past(desk: Desk) -> list[PastVisit]:
    """The visits that are past their time, the oldest first; none of which something is kept from whoever sits here."""
    limit = _years_ago(desk.today, years(desk, VISIT))
    if not limit:
        return []
    old = [one for one in desk.records.all(Visit) if one.received_on < limit and _is_ours(desk, one)]
    wanted = {one.uid for one in old}
    raised = sorted((one for one in desk.records.all(Opinion) if one.visit in wanted), key=lambda one: one.visit)
    matters = {visit: list(some) for visit, some in groupby(raised, key=lambda one: one.visit)}
    told = {one.uid for one in readable(desk, "opinion", raised)}
    whole = [
        one for one in readable(desk, "visit", old) if all(raised.uid in told for raised in matters.get(one.uid, ()))
    ]
    found = [_past(one, matters.get(one.uid, [])) for one in whole]
    return sorted((one for one in found if one and one.last_on < limit), key=lambda one: one.last_on)


def _past(visit: Visit, matters: Sequence[Opinion]) -> PastVisit | None:
    if any(one.state in OPEN_OPINION for one in matters):
        return None
    last = max(_last_day(one) for one in (visit, *matters))
    return PastVisit(visit, tuple(one.uid for one in matters), last)


def _last_day(record: object) -> str:
    """The last day that stands in a record: periods that were given are past with what they were given for."""
    return max((getattr(record, spec.name) for spec in fields_of(type(record)) if spec.kind is Kind.DAY), default="")


def _is_ours(desk: Desk, visit: Visit) -> bool:
    return visit.station == desk.place.uid


def _years_ago(today: str, count: int) -> str:
    if not count:
        return ""
    day = date.fromisoformat(today)
    return day.replace(year=day.year - count, day=min(day.day, 28)).isoformat()


def destroy(desk: Desk, visits: Sequence[PastVisit], own_password: str, second: str, their_password: str) -> list[Done]:
    """End what is past its time, by the head and a second person, by name, whose password was typed at this desk.

    Visit, matters, files and the entries of people of whom nothing else is here lose what they say, here, at every
    other computer and above; that they stood there stays. Raises Rejected: for who is not the head, a wrong password,
    one person twice, and for a visit that is not past its time any more.
    """
    if HEAD not in desk.user.roles:
        raise reject(refusal("act_of_another_role", value="withhold", who=[HEAD]))
    users.must_know_own(desk, own_password)
    two = users.beside(desk, second, their_password)
    standing = {one.visit.uid: one for one in past(desk)}
    chosen = [standing[one.visit.uid] for one in visits if one.visit.uid in standing]
    if not chosen or len(chosen) < len(visits):
        raise reject(refusal("not_past_its_time"))
    records = [("opinion", uid) for one in chosen for uid in one.matters]
    records += [("visit", one.visit.uid) for one in chosen]
    records += [("person", uid) for uid in _nowhere_else(desk, chosen)]
    done = withholding.withhold(desk, records)
    for who in (two.user.uid, two.beside):
        trail_rows.note(desk.store.database, desk.clock.now(), who, trail.DESTROYED, detail=str(len(chosen)))
    return done


def _nowhere_else(desk: Desk, chosen: Sequence[PastVisit]) -> list[str]:
    """The people who came on these visits and are named on no other."""
    gone = {one.visit.uid for one in chosen}
    named = {one.visit.visitor for one in chosen}
    for visit in desk.records.all(Visit):
        if visit.uid not in gone:
            named -= {visit.visitor, *visit.companions, *visit.representatives}
    return sorted(uid for uid in named if uid in desk.records.several(Person, named))


def self_audit(desk: Desk) -> SelfAudit:
    """The desk's account of itself. Raises Rejected for whom the trail is not."""
    since = date.fromordinal(date.fromisoformat(desk.today).toordinal() - AUDIT_DAYS).isoformat()
    counts: dict[tuple[str, str], int] = {}
    for line in trail.lines(desk, 0, trail.count(desk)):
        if line.at[:10] >= since and line.event in COUNTED:
            counts[line.who, line.what] = counts.get((line.who, line.what), 0) + 1
    done = tuple((who, what, number) for (who, what), number in sorted(counts.items()))
    return SelfAudit(
        since=since,
        done=done,
        past=tuple(past(desk)),
        copied_on=_last(desk, "COPIED"),
        restored_on=_last(desk, "TAKEN_BACK"),
        is_encrypted=desk.is_encrypted,
        is_key_due=users.is_key_due(desk),
        lacks_recovery=lacks_recovery(desk),
    )


def destruction_list(desk: Desk) -> Print:
    """What is past its time, to be signed by two before it ends. Raises Rejected for who may not see all of it."""
    found = past(desk)
    rows = past_rows(found)
    opening = [say.destruction_opening(years(desk, VISIT), len(found))]
    return sectioned(
        desk,
        f"destruction-{desk.today}.pdf",
        say.DESTRUCTION_TITLE,
        opening,
        [(say.DESTRUCTION_PART, rows)],
        say.DESTRUCTION_AFTER,
        say.DESTRUCTION_SIGNS,
    )


def self_audit_sheet(desk: Desk) -> Print:
    """The desk's account of itself. Raises Rejected for whom the trail is not."""
    parts = audit_parts(self_audit(desk))
    return sectioned(desk, f"self-audit-{desk.today}.pdf", say.AUDIT, [say.AUDIT_LINE], parts)


def audit_parts(audit: SelfAudit) -> list[tuple[str, list[tuple[str, str]]]]:
    """The account in words: headings, each with rows of two cells."""
    return [
        (say.AUDIT_DONE.format(since=audit.since), [say.counted(*one) for one in audit.done]),
        (say.AUDIT_PAST, past_rows(audit.past)),
        (
            say.AUDIT_COPIES,
            [
                (say.AUDIT_COPIED, audit.copied_on or say.AUDIT_NEVER),
                (say.AUDIT_RESTORED, audit.restored_on or say.AUDIT_NEVER),
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


def past_rows(found: Sequence[PastVisit], most: int = 0) -> list[tuple[str, str]]:
    """What is past its time, in words: number, and day, matters, last day; `most` rows and how many more (0: all)."""
    shown = found[:most] if most else found
    rows = [(one.visit.number, say.past_visit(one.visit.received_on, len(one.matters), one.last_on)) for one in shown]
    return [*rows, ("", say.more_past(len(found) - len(shown)))] if len(shown) < len(found) else rows


def _last(desk: Desk, event: str) -> str:
    found = trail_rows.last_of(desk.store.database, event)
    return found.at[:10] if found else ""
