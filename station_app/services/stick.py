"""The stick at a desk: a station writes what waits and reads receipts and news; a county writes its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
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
from station_app.domain.judging import PROVINCE, STATION
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.services import documents, enrolment, news, settings_copy, trail
from station_app.services.desk import Desk
from station_app.sync import sealing, stick, trust
from station_app.sync.stick import Manifest, Parcelled, StickFile, StickRow
from station_app.sync.taking import Taking
from station_app.sync.trust import Known

Opened = Callable[[Path], BinaryIO]


@immutable
class Written:
    """What was written to a stick: how many batches, changes and files beside them, and how many files found no room.
    It may now be taken out."""

    batches: int
    changes: int
    files: int
    has_request: bool = False
    left: int = 0


@immutable
class ReadStick:
    """What a stick held for this desk: what was taken; how many batches were somebody else's; files that cannot be
    read, by name, each with its problem; how many acknowledged batches were tidied away; how many files came."""

    takings: tuple[Taking, ...] = ()
    others: int = 0
    unsound: tuple[tuple[str, Problem], ...] = ()
    tidied: int = 0
    files: int = 0


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
    others, unsound, beside = 0, [], list[Path]()
    own = {author.uid for author in journal.my_authors(desk.store.database)}
    out = stick.home(root, desk.place.uid) / stick.OUT
    for path, content in stick.read_all(root):
        batch = _unwrapped(desk, content)
        if batch is None:
            # What this station wrote itself is wrapped for its county, and no other's.
            others += not (path.is_relative_to(out) or path.parent.name == stick.BLOBS)
            continue
        if not batch.startswith(frame.MAGIC[:3]):
            beside.append(path)
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
    came = take_files(desk, beside)
    return ReadStick(kept, others + foreign, tuple(unsound), _tidied(desk, root), came)


def take_files(
    desk: Desk,
    found: Iterable[Path],
    progress: Callable[[int], None] = lambda _done: None,
    is_enough: Callable[[], bool] = lambda: False,
) -> int:
    """Take the files beside the batches that records name which are here, until `is_enough`; how many were new. One at
    a time: they are large. `progress` is told how many were looked at. Raises Rejected where the stick cannot be
    read."""
    came = 0
    for done, path in enumerate(found, 1):
        if is_enough():
            break
        for _, content in stick.read_all(path):
            inner = _unwrapped(desk, content)
            came += bool(inner and documents.take_file(desk, inner))
        progress(done)
    documents.settle(desk)
    return came


def requests(root: Path) -> list[bytes]:
    """The requests for admission that a stick holds, for a county."""
    return stick.read_named(root / stick.ROOT, stick.ENROL)


def tidy(desk: Desk, root: Path) -> int:
    """Take from a stick the batches and files whose receipt was read here; how many batches. Everything else stays."""
    folder, database = stick.home(root, desk.place.uid) / stick.OUT, desk.store.database
    listed = stick.read_manifest(folder / stick.MANIFEST)
    known = {one.hash for one in outbox.received(database, [row.hash for row in listed.batches])}
    gone = [row for row in listed.batches if row.hash in known]
    held = [row for row in listed.files if (found := blobs.find(database, row.hash)) and found.is_above]
    if not gone and not held:
        return 0
    batches = tuple(row for row in listed.batches if row not in gone)
    _list(desk, folder, replace(listed, batches=batches, files=tuple(one for one in listed.files if one not in held)))
    for row in gone:
        stick.remove(folder / row.file)
    for file in held:
        stick.remove(folder / stick.BLOBS / file.file)
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
    is_asking = not enrolment.is_admitted(desk)
    folder = root / place / stick.OUT
    listed = stick.read_manifest(folder / stick.MANIFEST)
    recipients = (invitation.county_recipient,)
    if listed.readers != stick.readers_mark(recipients):
        listed = Manifest(readers=stick.readers_mark(recipients))
    rows = {row.hash: row for row in listed.batches}
    lacking = [one for one in batches if one.content and not stick.is_sound(folder / _name(one), rows.get(one.hash))]
    parcels = [
        Parcelled(f"{place}/{stick.OUT}/{_name(one)}", trust.wrapped(one.content, recipients)) for one in lacking
    ]
    if is_asking:
        parcels.append(Parcelled(f"{place}/{stick.ENROL}", enrolment.request_text(desk).encode()))
    stick.write(root, parcels, progress, opened)
    # What the stick listed before stays listed: it may hold batches of an earlier journal of this station.
    rows |= {one.hash: _row(one, parcel.content) for one, parcel in zip(lacking, parcels, strict=False)}
    listed = replace(listed, batches=tuple(rows.values()))
    _list(desk, folder, listed, opened)
    with desk.store.transaction():
        outbox.exported(desk.store.database, [one.hash for one in batches], _now(desk))
    wanted = [one for one in blobs.unfinished(desk.store.database, blobs.UP) if not one.told]
    files = _Files(root, f"{place}/{stick.OUT}", recipients, listed.files)
    left = files.write(desk, [(one.hash, one.size_bytes) for one in wanted], progress, opened)
    _list(desk, folder, replace(listed, files=tuple(files.rows.values())), opened)
    return Written(len(batches), sum(one.count for one in batches), len(wanted) - left, is_asking, left)


class _Files:
    """The files of one folder of a stick: written last, one at a time, as far as there is room."""

    def __init__(self, root: Path, place: str, recipients: Sequence[str], listed: Iterable[StickFile] = ()) -> None:
        self._root, self._place, self._recipients = root, place, recipients
        self.rows = {row.hash: row for row in listed}

    def write(self, desk: Desk, wanted: Sequence[tuple[str, int]], progress: Progress, opened: Opened | None) -> int:
        """Write the files that are not there as they should be (hash and size in bytes); how many found no room.
        Raises Rejected as `write` does."""
        total, done = sum(size for _, size in wanted), 0
        for at, (name, size_bytes) in enumerate(wanted):
            parcel = f"{self._place}/{stick.BLOBS}/{name}.age"
            if not stick.is_sound(self._root / parcel, self.rows.get(name)):
                content = blobs.content_of(desk.store.database, name)
                if content is None:
                    continue
                wrapped = trust.wrapped(content, self._recipients)
                try:
                    stick.write(self._root, [Parcelled(parcel, wrapped)], unwatched, opened)
                except Rejected as rejected:
                    if rejected.problems[0].code == "stick_full":
                        return len(wanted) - at
                    raise
                file = f"{name}.age"
                self.rows[name] = StickFile(file, name, len(wrapped), stick.sum_of(wrapped))
            done += size_bytes
            progress(done, total)
        return 0


def _write_answers(desk: Desk, root: Path, progress: Progress, opened: Opened | None) -> Written:
    """A county's own journals, to every station whose folder is on the stick and to its own other computers, each
    wrapped for the devices' keys; then the files that those need."""
    parcels: list[Parcelled] = []
    count = 0
    readers = _readers_on(desk, root)
    for home, known in readers.items():
        place, recipients = f"{stick.ROOT}/{home}/{stick.IN}", [one.recipient for one in known.values()]
        for author in _speaking_to(desk, home):
            for one in sealing.sealed_whole(desk.store, author, paths.dictionaries()):
                # Always under the same names: what is written later holds what was written before.
                name = f"{one.header.number:06}-{author.uid[-8:]}.lzb.age"
                parcels.append(Parcelled(f"{place}/{name}", trust.wrapped(one.content, recipients)))
                count += one.header.count
        parcels += _own_again(desk, known, place)
    stick.write(root, parcels, progress, opened)
    files = left = 0
    for home, known in readers.items():
        if wanted := documents.for_home(desk, home, known):
            place = f"{stick.ROOT}/{home}/{stick.IN}"
            listed = stick.read_manifest(root / place / stick.MANIFEST)
            recipients = [one.recipient for one in known.values()]
            mark = stick.readers_mark(recipients)
            # Those that were wrapped before another computer of the station joined are wrapped anew for both.
            written = _Files(root, place, recipients, listed.files if listed.readers == mark else ())
            without = written.write(desk, wanted, progress, opened)
            left, files = left + without, files + len(wanted) - without
            said = Manifest(files=tuple(written.rows.values()), readers=mark)
            stick.replace(root / place / stick.MANIFEST, stick.manifest_text(home, "", said), opened)
    return Written(len(parcels), count, files, left=left)


def _own_again(desk: Desk, known: Mapping[str, Known], place: str) -> list[Parcelled]:
    """What the computers of a station have sent, as the same bytes: one of them may be gone, and the reader be here in
    its place. A station's one computer needs nothing again. So, too, what the platform and the office's other
    computers say to it."""
    home = next(iter(known.values())).home
    if home.role != STATION:
        return []
    theirs = [one for one in journal.authors(desk.store.database) if one.home == home.uid]
    if len(known) == 1:
        theirs = [one for one in theirs if one.device_key not in known]
    theirs += _of_others_above(desk, home.uid)
    recipients = [one.recipient for one in known.values()]
    return [
        Parcelled(f"{place}/{number:06}-{author.uid[-8:]}.lzb.age", trust.wrapped(content, recipients))
        for author in theirs
        for number, content in outbox.taken_contents(desk.store.database, author.uid)
    ]


def _speaking_to(desk: Desk, home: str) -> list[Author]:
    """This computer's journals that a home is to read, those before it was set back too: a station what is for all of
    the county, then what is for it alone; another computer of the office all of them."""
    return [one for one in _words_for(desk, home) if one.mine or one.device_key in ("", _own_key(desk))]


def _words_for(desk: Desk, home: str) -> list[Author]:
    """The journals of this office's computers that a home is to read."""
    authors = [one for one in journal.authors(desk.store.database) if one.home == desk.place.uid and one.last_seq]
    return authors if home == desk.place.uid else _for_station(desk, home, authors)


def _for_station(desk: Desk, home: str, authors: Iterable[Author]) -> list[Author]:
    some = list(authors)
    return [one for audience in (desk.place.area_code, home) for one in some if one.audience == audience]


def _of_others_above(desk: Desk, home: str) -> list[Author]:
    """The journals of the platform, which says whom to believe, and of the office's other computers that a station is
    to read: who has no network hears by this one."""
    known, own = journal.authors(desk.store.database), ("", _own_key(desk))
    above = (one for one in known if one.role == PROVINCE or one.home == desk.place.uid)
    return [one for one in _for_station(desk, home, above) if not one.mine and one.device_key not in own]


def _own_key(desk: Desk) -> str:
    return trust.signing_key(desk.store).public


def _readers_on(desk: Desk, root: Path) -> dict[str, dict[str, Known]]:
    """The devices of the stations of this county whose folders are on a stick, and the office's own other computers: by
    home, then by key."""
    folders = {path.name for path in (root / stick.ROOT).iterdir() if path.is_dir()} if stick.is_ours(root) else set()
    own, here = trust.signing_key(desk.store).public, desk.place.uid
    found: dict[str, dict[str, Known]] = {}
    for key, one in trust.trusted(desk.store).by_key.items():
        is_station = one.home.role == STATION and one.home.uid in folders
        if one.is_active and one.recipient and (is_station or (one.home.uid == here and key != own)):
            found.setdefault(one.home.uid, {})[key] = one
    return found


def _name(one: Outgoing) -> str:
    return f"{one.number:06}-{one.hash[:8]}.lzb.age"


def _row(one: Outgoing, wrapped: bytes) -> StickRow:
    return StickRow(
        file=_name(one),
        hash=one.hash,
        number=one.number,
        first=one.first,
        last=one.last,
        size_bytes=len(wrapped),
        sum=stick.sum_of(wrapped),
    )


def _list(desk: Desk, folder: Path, listed: Manifest, opened: Opened | None = None) -> None:
    """Write the manifest of this station's folder, where it would say something else."""
    uid = journal.my_author(desk.store.database).uid
    text = stick.manifest_text(desk.place.uid, desk.place.name, replace(listed, journal=uid))
    path = folder / stick.MANIFEST
    if not path.is_file() or path.read_bytes() != text:
        stick.replace(path, text, opened)


def _unwrapped(desk: Desk, content: bytes) -> bytes | None:
    return trust.unwrapped(desk.store, content) if content.startswith(stick.AGE) else content


def _now(desk: Desk) -> str:
    return stamp(desk.clock.now())
