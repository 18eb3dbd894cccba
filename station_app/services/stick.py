"""The stick at a desk: a station writes what waits and reads receipts and news; a county writes its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from station_app import paths
from station_app.db import blobs, journal, outbox
from station_app.db.journal import Author
from station_app.db.outbox import Outgoing
from station_app.db.store import Progress, unwatched
from station_app.domain.batch import frame
from station_app.domain.clock import stamp
from station_app.domain.immutable import immutable
from station_app.domain.judging import STATION
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.services import enrolment, news, settings_copy, trail
from station_app.services.desk import Desk
from station_app.sync import sealing, stick, trust
from station_app.sync.stick import Parcelled, StickRow
from station_app.sync.taking import Taking
from station_app.sync.trust import Known

Opened = Callable[[Path], BinaryIO]
_BATCH_NAME = re.compile(r"[0-9]{6}-[0-9a-f]{8}\.lzb\.age")


@immutable
class Written:
    """What was written to a stick: how many batches, changes and files beside them. It may now be taken out."""

    batches: int
    changes: int
    files: int
    has_request: bool = False


@immutable
class ReadStick:
    """What a stick held for this desk: what was taken; how many batches were somebody else's; files that cannot be
    read, by name, each with its problem; and how many acknowledged batches were tidied away."""

    takings: tuple[Taking, ...] = ()
    others: int = 0
    unsound: tuple[tuple[str, Problem], ...] = ()
    tidied: int = 0


def write(
    desk: Desk, root: Path, progress: Progress = unwatched, *, is_new: bool = False, opened: Opened | None = None
) -> Written:
    """Write what waits to a stick: a station's batches and attachments, wrapped for its county; a county's answers.

    `is_new`: a person said yes to a stick that was never used for this. Raises Rejected in plain words for a stick that
    is wrong, full, read-only or pulled out; whatever stood there still does.
    """
    if not root.is_dir():
        raise reject(refusal("stick_gone", value=str(root)))
    if not is_new and not stick.is_ours(root):
        raise reject(refusal("stick_wrong", value=str(root)))
    wanted = _write_answers if desk.is_office else _write_own
    written = wanted(desk, root, progress, opened)
    trail.note(desk, trail.EXPORTED, detail=f"{written.batches} / {written.changes} / {written.files}")
    return written


def read(desk: Desk, root: Path) -> ReadStick:
    """Take what a stick holds for this station, and tidy away what the county has confirmed. At a county, whose import
    is another matter, nothing is taken. Raises Rejected where the stick cannot be read."""
    mine: list[bytes] = []
    others, unsound = 0, []
    own = {author.uid for author in journal.my_authors(desk.store.database)}
    out = stick.home(root, desk.place.uid) / stick.OUT
    for path, content in stick.read_all(root):
        batch = _unwrapped(desk, content)
        if batch is None:
            # What this station wrote itself is wrapped for its county, and no other's.
            others += not path.is_relative_to(out)
            continue
        try:
            header = frame.read_frame(batch).header
        except Rejected as rejected:
            unsound.append((path.name, rejected.problems[0]))
            continue
        if header.journal not in own:
            mine.append(batch)
    ordered = sorted(mine, key=lambda one: (frame.read_frame(one).header.journal, frame.read_frame(one).header.first))
    takings = news.take_in(desk, ordered, by_hand=True)
    foreign = sum(one.problem is not None and one.problem.code == "batch_other_station" for one in takings)
    kept = tuple(one for one in takings if one.problem is None or one.problem.code != "batch_other_station")
    return ReadStick(kept, others + foreign, tuple(unsound), _tidied(desk, root))


def requests(root: Path) -> list[bytes]:
    """The requests for admission that a stick holds, for a county."""
    return stick.read_named(root / stick.ROOT, stick.ENROL)


def tidy(desk: Desk, root: Path) -> int:
    """Take from a stick the batches whose receipt was read here; how many. Everything else stays."""
    home = stick.home(root, desk.place.uid)
    rows = stick.read_rows(home / stick.OUT / stick.MANIFEST)
    known = {one.hash for one in outbox.received(desk.store.database, [row.hash for row in rows])}
    gone = [row for row in rows if row.hash in known and _BATCH_NAME.fullmatch(row.file)]
    if not gone:
        return 0
    left = [row for row in rows if row not in gone]
    uid = journal.my_author(desk.store.database).uid
    text = stick.manifest_text(uid, desk.place.uid, desk.place.name, left)
    stick.replace(home / stick.OUT / stick.MANIFEST, text)
    for row in gone:
        stick.remove(home / stick.OUT / row.file)
    return len(gone)


def _tidied(desk: Desk, root: Path) -> int:
    """The same for a stick that was read: one that cannot be written (its lock is on) is tidied another time."""
    try:
        return tidy(desk, root)
    except Rejected:
        return 0


def _write_own(desk: Desk, root: Path, progress: Progress, opened: Opened | None) -> Written:
    invitation = trust.agreed(desk.store)
    if invitation is None or not invitation.county_recipient:
        raise reject(refusal("not_invited"))
    settings_copy.keep(desk)
    place = f"{stick.ROOT}/{desk.place.uid}"
    author = journal.my_author(desk.store.database)
    batches = sealing.sealed(desk.store, author, _now(desk), paths.dictionaries())
    _tidied(desk, root)  # what was sealed anew lies there no longer as it was
    # What was sealed anew here of another computer of this station.
    batches += [outbox.carried_batch(desk.store.database, name) for name in outbox.carried(desk.store.database)]
    parcels, rows = _parcels(batches, f"{place}/{stick.OUT}", invitation.county_recipient)
    attached = [one.hash for one in blobs.unfinished(desk.store.database, blobs.UP)]
    parcels += [_attachment(desk, place, one, invitation.county_recipient) for one in attached]
    is_asking = not enrolment.is_admitted(desk)
    if is_asking:
        parcels.append(Parcelled(f"{place}/{stick.ENROL}", enrolment.request_text(desk).encode()))
    listed = {row.file: row.size_bytes for row in stick.read_rows(root / place / stick.OUT / stick.MANIFEST)}
    fresh = [one for one in parcels if not _is_there(root / one.place, listed)]
    stick.write(root, fresh, progress, opened)
    rows = [row for row in rows if f"{place}/{stick.OUT}/{row.file}" in {one.place for one in fresh}]
    _merge_manifest(desk, root / place / stick.OUT / stick.MANIFEST, author.uid, rows, opened)
    with desk.store.transaction():
        outbox.exported(desk.store.database, [one.hash for one in batches], _now(desk))
    return Written(len(batches), sum(one.count for one in batches), len(attached), is_asking)


def _write_answers(desk: Desk, root: Path, progress: Progress, opened: Opened | None) -> Written:
    """A county's own journals, to every station whose folder is on the stick and to its own other computers, each
    wrapped for the devices' keys."""
    parcels: list[Parcelled] = []
    count = 0
    for known in _readers_on(desk, root):
        place = f"{stick.ROOT}/{known.home.uid}/{stick.IN}"
        for author in _speaking_to(desk, known.home.uid):
            for one in sealing.sealed_whole(desk.store, author, paths.dictionaries()):
                # Always under the same names: what is written later holds what was written before.
                name = f"{one.header.number:06}-{author.uid[-8:]}.lzb.age"
                parcels.append(Parcelled(f"{place}/{name}", trust.wrapped(one.content, known.recipient)))
                count += one.header.count
        parcels += _own_again(desk, known, place)
    stick.write(root, parcels, progress, opened)
    return Written(len(parcels), count, 0)


def _own_again(desk: Desk, known: Known, place: str) -> list[Parcelled]:
    """What other computers of a reader's station have sent, as the same bytes: one of them may be gone, and the reader
    be here in its place."""
    if known.home.role != STATION:
        return []
    key = next(key for key, one in trust.trusted(desk.store).by_key.items() if one == known)
    theirs = [
        one for one in journal.authors(desk.store.database) if one.home == known.home.uid and one.device_key != key
    ]
    return [
        Parcelled(f"{place}/{number:06}-{author.uid[-8:]}.lzb.age", trust.wrapped(content, known.recipient))
        for author in theirs
        for number, content in outbox.taken_contents(desk.store.database, author.uid)
    ]


def _speaking_to(desk: Desk, home: str) -> list[Author]:
    """This office's journals that a home is to read: a station what is for all of the county, then what is for it
    alone; another computer of the office all of them."""
    authors = journal.my_authors(desk.store.database)
    if home == desk.place.uid:
        return authors
    return [one for audience in (desk.place.area_code, home) for one in authors if one.audience == audience]


def _readers_on(desk: Desk, root: Path) -> list[Known]:
    """The stations of this county whose folders are on a stick, and the office's own other computers."""
    folders = {path.name for path in (root / stick.ROOT).iterdir() if path.is_dir()} if stick.is_ours(root) else set()
    own, here = trust.signing_key(desk.store).public, desk.place.uid
    believed = [(key, one) for key, one in trust.trusted(desk.store).by_key.items() if one.is_active and one.recipient]
    return [
        one
        for key, one in believed
        if (one.home.role == STATION and one.home.uid in folders) or (one.home.uid == here and key != own)
    ]


def _parcels(batches: Sequence[Outgoing], folder: str, recipient: str) -> tuple[list[Parcelled], list[StickRow]]:
    parcels, rows = [], []
    for one in batches:
        if not one.content:
            continue
        name = f"{one.number:06}-{one.hash[:8]}.lzb.age"
        wrapped = trust.wrapped(one.content, recipient)
        parcels.append(Parcelled(f"{folder}/{name}", wrapped))
        rows.append(
            StickRow(
                file=name, hash=one.hash, number=one.number, first=one.first, last=one.last, size_bytes=len(wrapped)
            )
        )
    return parcels, rows


def _attachment(desk: Desk, place: str, name: str, recipient: str) -> Parcelled:
    content = blobs.content_of(desk.store.database, name) or b""
    return Parcelled(f"{place}/{stick.OUT}/{stick.BLOBS}/{name}.age", trust.wrapped(content, recipient))


def _merge_manifest(desk: Desk, path: Path, uid: str, rows: Iterable[StickRow], opened: Opened | None) -> None:
    """What the stick listed before stays listed: it may hold batches of an earlier journal of this station."""
    listed = {row.hash: row for row in (*stick.read_rows(path), *rows)}
    stick.replace(path, stick.manifest_text(uid, desk.place.uid, desk.place.name, list(listed.values())), opened)


def _unwrapped(desk: Desk, content: bytes) -> bytes | None:
    return trust.unwrapped(desk.store, content) if content.startswith(stick.AGE) else content


def _is_there(path: Path, listed: Mapping[str, int]) -> bool:
    """Whether a batch was written whole before: wrapped anew its bytes would differ."""
    return path.name in listed and path.is_file() and path.stat().st_size == listed[path.name]


def _now(desk: Desk) -> str:
    return stamp(desk.clock.now())
