"""The county's office: taking what stations send, and comparing it with what they hold."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from station_app.db import blobs, journal, outbox
from station_app.db.journal import Author
from station_app.db.quarantine import Refused
from station_app.db.store import Progress, Store, Write, unwatched
from station_app.domain import clock as time
from station_app.domain.batch import frame, suite
from station_app.domain.batch.frame import Frame
from station_app.domain.change import KEPT_HERE, Place
from station_app.domain.immutable import immutable
from station_app.domain.judging import STATION, Home
from station_app.domain.pinyin import spoken
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.domain.records import Receipt, Station
from station_app.services import acts, stick
from station_app.services.desk import Desk, follow_users
from station_app.services.news import ERASED, FORKED, IMPORTED
from station_app.sync import trust
from station_app.sync.stick import LARGEST_WRAPPED
from station_app.sync.taking import Receiver, Taking, heard, take, take_waiting
from station_app.sync.trust import Trust

SUFFIXES = (".lzb", ".age")
AGE = b"age-encryption.org/"
WHERE_IT_WAITS = ("batch_gap", "batch_key_unknown", "batch_dictionary_unknown", "batch_key_revoked")


@immutable
class Came:
    """A file that came: where it lies, and what can be said of it before it is taken.

    `problem` is None where it can be taken; `is_known` says that it was taken before. `station` is the name of its
    author's home, "" where that is not known. `is_beside`: it is no batch, and may be a photo or paper of a record.
    """

    path: Path
    hash: str = ""
    journal: str = ""
    station: str = ""
    number: int = 0
    first: int = 0
    last: int = 0
    is_known: bool = False
    problem: Problem | None = None
    is_beside: bool = False

    @property
    def count(self) -> int:
        """How many changes it holds."""
        return self.last - self.first + 1 if self.journal else 0


@immutable
class BatchGroup:
    """What came of one journal: how far it is here (`last_seq`), the files in order, and the gaps.

    A gap is a range of batch numbers that are missing (第12批), from and to, both counted.
    """

    journal: str
    station: str
    last_seq: int
    files: tuple[Came, ...]
    gaps: tuple[tuple[int, int], ...]

    @property
    def new(self) -> int:
        """How many changes of it are not here yet and can be taken now."""
        return sum(min(one.count, one.last - self.last_seq) for one in self.files
                   if not one.is_known and one.problem is None and one.last > self.last_seq)  # fmt: skip


@immutable
class Preview:
    """What came, by journal; files beside the batches, the photos and papers of their records; and the files that are
    neither, each with its problem."""

    groups: tuple[BatchGroup, ...]
    foreign: tuple[Came, ...]
    beside: tuple[Came, ...] = ()

    @property
    def new_files(self) -> int:
        """How many files beside the batches are not here yet."""
        return sum(not one.is_known for one in self.beside)


@immutable
class ImportReport:
    """What became of every file, in the order they were taken, and of batches that had waited for them; how many photos
    and papers came beside them."""

    takings: tuple[tuple[str, Taking], ...]
    files: int = 0

    @property
    def totals(self) -> dict[str, int]:
        """Changes that were new and the same, lines that were refused, batches that wait or could not be taken, and
        files that came beside them."""
        outcomes = [taking for _, taking in self.takings]
        return {
            "batches": len(outcomes),
            "new": sum(one.new for one in outcomes),
            "same": sum(one.same for one in outcomes),
            "refused": sum(len(one.refused) for one in outcomes),
            "waiting": sum(one.problem is not None for one in outcomes),
            "files": self.files,
        }


def preview(desk: Desk, paths: Iterable[Path], progress: Progress = unwatched) -> Preview:
    """Look at files and folders without taking anything. `progress` may raise to stop."""
    believed, files = trust.trusted(desk.store), sorted(_files(paths))
    came = []
    for done, path in enumerate(files, 1):
        came.append(_looked_at(desk, believed, path))
        progress(done, len(files))
    by_journal: dict[str, list[Came]] = {}
    for one in came:
        if one.journal:
            by_journal.setdefault(one.journal, []).append(one)
    groups = [_group(desk.store, uid, files_of) for uid, files_of in by_journal.items()]
    groups.sort(key=lambda group: (group.station, group.journal))
    beside = tuple(one for one in came if one.is_beside)
    return Preview(tuple(groups), tuple(one for one in came if not one.journal and not one.is_beside), beside)


def take_all(
    desk: Desk, seen: Preview, progress: Progress = unwatched, is_enough: Callable[[], bool] = lambda: False
) -> ImportReport:
    """Take what a look has found, each journal's batches in order, until `is_enough`: then the report is of what was
    taken so far. `progress` may raise to stop without one."""
    files = [one for group in seen.groups for one in group.files]
    beside = [one.path for one in seen.beside if not one.is_known]
    total, done, takings = sum(one.count for one in files) + len(beside), 0, []
    at = receiver(desk, by_hand=True)
    for one in files:
        content = content_of(desk.store, one.path)
        takings.append((one.station, take(at, content)))
        at = heard(at, takings[-1][1])
        done += one.count
        progress(done, total)
        if is_enough():
            return _settled(desk, ImportReport((*takings, *_waited(at))))
    waited = _waited(at)
    came = stick.take_files(desk, beside, lambda looked: progress(done + looked, total), is_enough)
    return _settled(desk, ImportReport((*takings, *waited), came))


def take_contents(desk: Desk, contents: Iterable[bytes]) -> ImportReport:
    """Take batches that came by the network, and what had waited for them."""
    at = receiver(desk)
    takings = []
    for content in contents:
        takings.append(("", take(at, content)))
        at = heard(at, takings[-1][1])
    return _settled(desk, ImportReport((*takings, *_waited(at))))


def _settled(desk: Desk, report: ImportReport) -> ImportReport:
    """The report of a taking, after which the keyring holds those alone who still work here."""
    follow_users(desk)
    return report


def receiver(desk: Desk, *, by_hand: bool = False) -> Receiver:
    """Where this county takes its stations' batches: each is answered in the same transaction, and one that came by
    hand is kept until the province has it."""
    at, believed = time.stamp(desk.clock.now()), trust.trusted(desk.store)
    return Receiver(
        desk.store,
        desk.home,
        believed,
        at,
        after=lambda taking, home: _answer(desk, taking, home),
        by_hand=by_hand,
    )


def content_of(store: Store, path: Path) -> bytes:
    """A batch file's bytes, unwrapped where it was wrapped for this desk. Raises Rejected."""
    return _opened(store, path)[0]


def _opened(store: Store, path: Path) -> tuple[bytes, bool]:
    """The same, and whether it was wrapped."""
    try:
        with path.open("rb") as file:
            content = file.read(frame.LARGEST * 2)
            if content.startswith(AGE):
                content += file.read(LARGEST_WRAPPED - len(content))
    except OSError as error:
        raise Rejected((refusal("stick_unreadable", value=path.name),)) from error
    if not content.startswith(AGE):
        return content, False
    inner = trust.unwrapped(store, content)
    if inner is None:
        raise Rejected((refusal("batch_wrapped_for_another", value=path.name),))
    return inner, True


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file())
        else:
            yield path


def _looked_at(desk: Desk, believed: Trust, path: Path) -> Came:
    try:
        content, is_wrapped = _opened(desk.store, path)
        if is_wrapped and not content.startswith(frame.MAGIC[:3]):
            # Somebody meant it for this office: whether a record names it shows once the batches were taken.
            name = hashlib.sha256(content).hexdigest()
            return Came(path, name, is_known=blobs.is_here(desk.store.database, name), is_beside=True)
        parts = frame.read_frame(content)
    except Rejected as rejected:
        return Came(path, problem=rejected.problems[0])
    header, name = parts.header, frame.hash_of(content)
    author, problem = _author(desk, believed, parts)
    is_known = outbox.was_taken(desk.store.database, name)
    return Came(
        path=path,
        hash=name,
        journal=header.journal,
        station=author,
        number=header.number,
        first=header.first,
        last=header.last,
        is_known=is_known,
        problem=problem,
    )


def _author(desk: Desk, believed: Trust, parts: Frame) -> tuple[str, Problem | None]:
    """The name of a batch's author, and why it cannot be taken; that it comes too early is no problem yet."""
    try:
        key = trust.key_of(desk.store, believed, parts.header)
    except Rejected as rejected:
        problem = rejected.problems[0]
        return "", None if problem.code == "batch_gap" else problem
    known = believed.by_key[key]
    if not suite.is_signed(key, parts.signed, parts.signature, parts.header.alg):
        return known.name, refusal("batch_signature_wrong")
    if not desk.home.oversees(known.home):
        return known.name, refusal("batch_other_county", value=known.home.area_code)
    return known.name, None


def _group(store: Store, uid: str, files: Sequence[Came]) -> BatchGroup:
    author = journal.author(store.database, uid)
    here = author.last_seq if author else 0
    ordered = sorted(files, key=lambda one: (one.first, one.last))
    gaps, number, reached = [], outbox.last_number(store.database, uid), here
    for one in ordered:
        if one.first > reached + 1:
            gaps.append((number + 1, max(one.number - 1, number + 1)))
        number, reached = max(number, one.number), max(reached, one.last)
    station = next((one.station for one in ordered if one.station), "")
    return BatchGroup(journal=uid, station=station, last_seq=here, files=tuple(ordered), gaps=tuple(gaps))


def _waited(at: Receiver) -> list[tuple[str, Taking]]:
    found: list[tuple[str, Taking]] = []
    while more := [one for one in take_waiting(at, WHERE_IT_WAITS) if one.problem is None]:
        found += [("", one) for one in more]
    return found


def _answer(desk: Desk, taking: Taking, author: Home) -> None:
    """The receipt for a batch of a station, and a verdict for each line that was refused."""
    if author.role != STATION or taking.header is None:
        return
    uid = taking.header.journal
    reached = journal.author(desk.store.database, uid)
    here = reached.last_seq if reached else 0
    stage, last = IMPORTED, here
    if taking.problem is not None:
        stage, last = FORKED, max(int(dict(taking.problem.details).get("seq", 1)) - 1, 0)  # type: ignore[call-overload]
    head = suite.text_of(journal.head_at(desk.store.database, reached, last)) if reached else ""
    fields = {"last_seq": last, "head": head, "taken": taking.new, "refused": len(taking.refused)}
    writes = [_receipt(desk, author, uid, stage, {**fields, "received_on": desk.today})]
    if taking.header.replaces and taking.problem is None:
        writes += _erased(desk, author, taking)
    out = _untold(desk, taking.out)
    writes += [_verdict(author.uid, one, desk) for one in out if one.place.journal == uid]
    acts.write(desk, writes, author.uid)
    _tell_others(desk, [one for one in out if one.place.journal != uid])


def _untold(desk: Desk, out: Sequence[Refused]) -> list[Refused]:
    """The lines of which this office has given no verdict yet."""
    uids = {verdict_uid(desk.place.uid, one.place): one for one in out}
    known = desk.records.known("verdict", uids)
    return [one for uid, one in uids.items() if uid not in known]


def _receipt(desk: Desk, author: Home, uid: str, stage: str, fields: dict[str, object]) -> Write:
    before = next(iter(desk.records.all(Receipt, journal=uid, stage=stage)), None)
    if before is not None:
        return Write("correct", "receipt", before.uid, fields)
    made = {"station": author.uid, "journal": uid, "stage": stage, **fields}
    return Write("register", "receipt", desk.clock.new_id(), made)


def _tell_others(desk: Desk, out: Iterable[Refused]) -> None:
    """Other stations' lines that turn out, only now, to speak of another's record."""
    for one in out:
        author = journal.author(desk.store.database, one.place.journal)
        if author is not None and author.role == STATION:
            acts.write(desk, [_verdict(author.home, one, desk)], author.home)


def _erased(desk: Desk, author: Home, taking: Taking) -> list[Write]:
    """That a batch that was sealed anew has taken the place of the old one in all that this office holds."""
    made = hashlib.sha256(f"erased:{desk.place.uid}:{taking.hash}".encode()).hexdigest()[:32]
    if taking.header is None or desk.records.all(Receipt, uid=made):
        return []
    fields = {
        "station": author.uid,
        "journal": taking.header.journal,
        "stage": ERASED,
        "last_seq": taking.header.last,
        "head": suite.text_of(bytes.fromhex(taking.hash)),
        "received_on": desk.today,
    }
    return [Write("register", "receipt", made, fields, is_new=True)]


def _verdict(station: str, one: Refused, desk: Desk) -> Write:
    fields = {
        "station": station,
        "journal": one.place.journal,
        "seq": one.place.seq,
        "target_kind": journal.kinds_of(desk.store.database, [one.record])[one.record],
        "target": one.record,
        "outcome": "REFUSED",
        "reason": one.code,
        "where": one.field,
    }
    return Write("register", "verdict", verdict_uid(desk.place.uid, one.place), fields)


def verdict_uid(office: str, place: Place) -> str:
    """The uid of an office's verdict on one line: the same whichever of its computers writes it, and however often the
    line is judged."""
    return hashlib.sha256(f"verdict:{office}:{place.journal}:{place.seq}".encode()).hexdigest()[:32]


@immutable
class Statement:
    """What is held of one station's journal up to `last_seq`: changes by kind, and the eight syllables for it all.

    Two offices that hold the same up to the same number read the same syllables.
    """

    station: str
    journal: str
    last_seq: int
    kinds: Mapping[str, int]
    syllables: tuple[int, ...]


def statements(desk: Desk) -> list[Statement]:
    """The statements of all stations' journals that are held here, each up to its last change.

    What never leaves a desk is not in it: no other office could compare it, and its very count tells of accusations.
    """
    names = {one.uid: one.name for one in desk.records.all(Station)}
    held = [one for one in journal.authors(desk.store.database) if _is_comparable(one) and one.home in names]
    return [_statement(desk, one, names[one.home], one.last_seq) for one in held]


def _is_comparable(author: Author) -> bool:
    return bool(author.last_seq) and author.audience != KEPT_HERE


def statement(desk: Desk, journal_uid: str, last_seq: int) -> Statement:
    """The statement of one journal up to a number that the other office names. Raises Rejected where less is held."""
    author = journal.author(desk.store.database, journal_uid)
    if author is None or not 1 <= last_seq <= author.last_seq:
        raise reject(refusal("statement_beyond", "last_seq", last_seq, most=author.last_seq if author else 0))
    names = {one.uid: one.name for one in desk.records.all(Station)}
    return _statement(desk, author, names.get(author.home, ""), last_seq)


def _statement(desk: Desk, author: Author, station: str, last_seq: int) -> Statement:
    kinds = Counter(journal.kinds_upto(desk.store.database, author, last_seq))
    head = journal.head_at(desk.store.database, author, last_seq)
    return Statement(
        station=station,
        journal=author.uid,
        last_seq=last_seq,
        kinds=kinds,
        syllables=spoken(f"{author.uid}:{last_seq}:".encode() + head),
    )
