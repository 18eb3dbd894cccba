"""What did not simply go in at an office: lines that were refused, batches that lie aside, references that wait for
their record, codes that no list knows. Somebody looks at each and decides; the station hears of it as news."""

from __future__ import annotations

from station_app.db import journal, outbox, quarantine
from station_app.db.journal import Author
from station_app.db.quarantine import ACCEPTED, Loose, Refused
from station_app.db.store import Write
from station_app.domain import judging
from station_app.domain.change import Change, Place
from station_app.domain.judging import STATION
from station_app.domain.lifecycle import OFFICE
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Device
from station_app.services import acts, county
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.text.problems import of_code

SENT_BACK, DROPPED = "SENT_BACK", "DROPPED"
REVOKED = "batch_key_revoked"
MOST_LOOSE = 500


def lines(desk: Desk) -> list[Refused]:
    """The lines of others that were refused here and of which nobody has decided, by place."""
    seen = quarantine.decided(desk.store.database)
    return [one for one in quarantine.every(desk.store.database) if one.place not in seen]


def raw(desk: Desk, place: Place) -> str:
    """The line itself, as it came. Raises Rejected where there is none."""
    return _entry(desk, place)[1].line.text


def may_be_accepted(desk: Desk, place: Place) -> bool:
    """Whether all of a line but single fields can stand."""
    author, entry = _entry(desk, place)
    return judging.may_be_accepted(entry.change, author.standing)


def accept(desk: Desk, place: Place) -> None:
    """Let a refused line count, without the fields that cannot stand: here, at its station and at the platform. Raises
    Rejected where more is wrong with it than single fields."""
    author, entry = _entry(desk, place)
    if not judging.may_be_accepted(entry.change, author.standing):
        raise reject(refusal("line_not_acceptable"))
    _decide(desk, author, entry.change, ACCEPTED, "")


def send_back(desk: Desk, place: Place, reason: str = "") -> None:
    """Send a refused line back to its station, as a request for correction in words. Raises Rejected."""
    author, entry = _entry(desk, place)
    wrong = next(one for one in quarantine.every(desk.store.database) if one.place == place)
    told = reason.strip() or of_code(wrong.code)
    fields = {
        "station": author.home,
        "target_kind": entry.change.kind,
        "target": entry.change.record,
        "where": wrong.field,
        "reason": told,
        "asked_on": desk.today,
    }
    perform(desk, [Ask("correction", "register", fields)])
    _decide(desk, author, entry.change, SENT_BACK, told)


def drop(desk: Desk, place: Place, reason: str = "") -> None:
    """A refused line is looked at, and stays out; its bytes stay in the journal. Raises Rejected."""
    author, entry = _entry(desk, place)
    _decide(desk, author, entry.change, DROPPED, reason.strip())


def take_aside(desk: Desk, name: str) -> county.ImportReport:
    """Take a batch of a revoked device that lies aside, by its hash: the device counts up to its end from now on.
    Raises Rejected for another's, and for one that cannot be taken (an earlier one is missing)."""
    parcel = next((one for one in outbox.kept(desk.store.database) if one.hash == name), None)
    if parcel is None:
        raise reject(refusal("nothing_aside", value=name[:16]))
    author = journal.author(desk.store.database, parcel.journal)
    devices = desk.records.all(Device, key=author.device_key) if author else []
    if parcel.reason != REVOKED or not devices:
        raise reject(refusal("aside_not_acceptable"))
    device = devices[0]
    counted = judging.last_counted(device.counted)
    counted[parcel.journal] = max(parcel.last, counted.get(parcel.journal, 0))
    fields = {"revoke_reason": device.revoke_reason, "counted": judging.counted_text(counted)}
    perform(desk, [Ask("device", "revoke", fields, device.uid)])
    report = county.take_contents(desk, [parcel.content])
    problem = next((one.problem for _, one in report.takings if one.hash == name and one.problem), None)
    if problem is not None:
        raise reject(problem)
    return report


def drop_aside(desk: Desk, name: str) -> None:
    """Nobody wants a batch that lies aside. Raises Rejected where there is none."""
    if not any(one.hash == name for one in outbox.kept(desk.store.database)):
        raise reject(refusal("nothing_aside", value=name[:16]))
    with desk.store.transaction():
        outbox.drop(desk.store.database, name)


def loose(desk: Desk) -> list[Loose]:
    """What was taken and is marked: references whose record is not here, codes that no list here knows; at most
    `MOST_LOOSE`."""
    known = {scheme: frozenset(one.by_code) for scheme, one in desk.codes.lists.items()}
    found = list(quarantine.loose(desk.store.database, known, MOST_LOOSE))
    return found[:MOST_LOOSE]


def _entry(desk: Desk, place: Place) -> tuple[Author, journal.JournalEntry]:
    author = journal.author(desk.store.database, place.journal)
    refused = {one.place for one in quarantine.every(desk.store.database)}
    if author is None or place not in refused or not OFFICE & set(desk.user.roles) or author.role != STATION:
        raise reject(refusal("line_not_refused", value=f"{place.journal[:8]} {place.seq}"))
    return author, next(journal.entries_after(desk.store.database, author, place.seq - 1))


def _decide(desk: Desk, author: Author, change: Change, outcome: str, said: str) -> None:
    uid = county.verdict_uid(desk.place.uid, change.place)
    is_known = bool(desk.records.known("verdict", [uid]))
    fields: dict[str, object] = {"outcome": outcome, "said": said}
    if not is_known:
        place = {"journal": change.journal, "seq": change.seq, "target_kind": change.kind, "target": change.record}
        fields = {"station": author.home, **place, **fields}
    with desk.store.transaction():
        acts.write(desk, [Write("correct" if is_known else "register", "verdict", uid, fields)], author.home)
