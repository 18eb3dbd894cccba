"""Copies of a desk's data: encrypted as the data is, with the keyring's slots and the photos, looked through before
they count.

A copy is a folder, `LZ-copies/<home>/<day>-<number>/`, of three files: the database, the keyring, and a manifest in
clear that says what it holds without telling anything of a person. It is made beside the data, opened there, its chains
verified and its tables folded anew; then its bytes go to the place that somebody chose, are forced to the disk, read
back and compared, and only the last step gives the folder its name. Which of them is newer says their number, never a
clock. What may be copied is what a law has not had deleted since: older copies that still hold such words go first.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from station_app import __version__, paths
from station_app.db import connection, keyring
from station_app.db.audit import Findings, audit
from station_app.db.connection import Database
from station_app.db.keyring import sync_folder, write_durably
from station_app.db.store import Progress, Store, unwatched
from station_app.db.trail import COPIED
from station_app.domain import clock as time
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.numbering import short_of
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.services import trail
from station_app.services.desk import BEFORE_STEP, Desk

ROOT = "LZ-copies"
MANIFEST = "copy.json"
UNFINISHED = ".new"
"""The end of a name that is not a copy's yet."""

LISTED = "copies.json"
"""Beside the data: where its copies go and when each place got its last one. It is read before anybody has unlocked."""

BESIDE = "copies"
"""Where copies go that nobody has chosen a place for: beside the data, against a damaged file and not a dead disk."""

SCRATCH = "copy-"
LEFT_S = 12 * 3600
"""So old is a half-written copy that nobody is writing any more."""

KEPT_DAYS, KEPT_WEEKS, KEPT_MONTHS = 7, 4, 12
KEPT_BESIDE = 2
"""On the disk of the data itself so few are kept: they do not help where it dies."""

OLD_DAYS = 7
"""Days after which a missing copy is said on the first page."""

SPARE_BYTES = 2**20
PART_BYTES = 2**20
LONGEST_MANIFEST = 2**16

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_BUSY = {errno.EBUSY, getattr(errno, "ETXTBSY", errno.EBUSY), errno.EAGAIN}
_FAILS = {errno.EIO, getattr(errno, "EBADMSG", errno.EIO), getattr(errno, "EUCLEAN", errno.EIO)}
_OF_WINDOWS = {39: "copy_full", 112: "copy_full", 19: "copy_read_only", 32: "copy_busy", 33: "copy_busy"}
"""ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_WRITE_PROTECT, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""


@immutable_by_keyword
class Copy:
    """One copy: where it lies, whose it is, when and as the how-manieth at its place it was made, and what it holds:
    changes, visits, the last visit's short number, how many lines were withheld by then. `digest` is the SHA-256 of its
    database (hex), `program` the release that made it."""

    folder: Path
    home: str
    name: str
    made_at: str
    number: int
    changes: int
    visits: int
    last_number: str
    withheld: int
    size_bytes: int
    digest: str
    program: str

    @property
    def day(self) -> str:
        """The civil date on which it was made, as that desk's clock said."""
        return self.made_at[:10]


@immutable
class Place:
    """A place that copies go to: when it got its last good one, and whether that is another disk than the data's."""

    root: Path
    made_at: str = ""
    is_elsewhere: bool = False


@immutable
class CopyStanding:
    """How well the data is copied: the last good copy on another disk ("" for none), the days since (None where there
    is none or the clock cannot say), and the last one of all."""

    last_elsewhere_at: str
    days: int | None
    last_at: str

    @property
    def is_old(self) -> bool:
        """Whether a dead disk would cost more than a week."""
        return self.days is None or self.days > OLD_DAYS


def make(desk: Desk, root: Path, progress: Progress = unwatched) -> Copy:
    """Make a copy at `root` (a folder, a share, a stick); it is noted in the trail.

    `progress` may raise to stop: nothing is left then. Raises Rejected where the data itself does not hold (no copy is
    made of what is broken), and by name where the place or the disk of the data hinders.
    """
    scratch = _scratch(desk.folder)
    try:
        _must_be_there(desk, root)
        data, file = desk.store.database, scratch / connection.FILE_NAME
        keys = _held_still(desk.folder, file, lambda: connection.copy_to(data, file, progress))
        copy = _looked_through(desk, scratch, progress)
        copy = _put(copy, keys, root, progress)
    except OSError as error:
        raise reject(problem_of_disk(error, desk.folder)) from error
    except connection.driver().Error as error:
        raise reject(_problem_of_data(error, desk.folder)) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    _tidy(desk, copy, root)
    _remember(desk, Place(root, copy.made_at, is_elsewhere(root, desk.folder)))
    trail.note(desk, COPIED, detail=f"{root} · {copy.number}")
    return copy


def found_at(root: Path) -> list[Copy]:
    """The copies that lie at a place, in `LZ-copies` or right there, the newest of each home first; what is unfinished
    or no copy is passed over. `root` may be a copy itself. Raises Rejected where it cannot be read."""
    try:
        folders = [root, *_folders(root), *(two for one in _folders(root / ROOT) for two in _folders(one))]
    except OSError as error:
        raise reject(problem_of_disk(error, root)) from error
    found = [copy for folder in folders if (copy := read(folder))]
    return sorted(found, key=lambda one: (one.home, -one.number))


def read(folder: Path) -> Copy | None:
    """The copy that a folder holds, as its manifest says; None where it holds none."""
    if folder.name.endswith(UNFINISHED):
        return None
    try:
        with (folder / MANIFEST).open("rb") as file:
            said = json.loads(file.read(LONGEST_MANIFEST))
        if not (folder / connection.FILE_NAME).is_file() or not (folder / keyring.FILE_NAME).is_file():
            return None
        return _told(folder, said)
    except (OSError, ValueError, TypeError):
        return None


def must_be_whole(copy: Copy, progress: Progress = unwatched) -> None:
    """Compare a copy's database with what its manifest says. Raises Rejected where it was damaged since."""
    try:
        digest = digest_of(copy.folder / connection.FILE_NAME, progress)
    except OSError as error:
        raise reject(problem_of_disk(error, copy.folder)) from error
    if digest != copy.digest:
        raise reject(refusal("copy_damaged", value=copy.day))


def choose(folder: Path, root: Path) -> None:
    """Copies of the data in `folder` go to `root` from now on. Raises Rejected where nothing can be written there, and
    for a place within the data itself."""
    if root.resolve().is_relative_to(folder.resolve()):
        raise reject(refusal("copy_within_data", value=str(root)))
    try:
        root.mkdir(parents=True, exist_ok=True)
        tried = root / f"{ROOT}{UNFINISHED}"
        write_durably(tried, b"")
        tried.unlink()
    except OSError as error:
        raise reject(problem_of_disk(error, root)) from error
    kept = listed(folder)
    here = next((one for one in kept if one.root == root), Place(root, "", is_elsewhere(root, folder)))
    _write_listed(folder, [here, *(one for one in kept if one.root != root)], {"chosen": str(root)})


def chosen(folder: Path) -> Path:
    """Where copies of the data in `folder` go: what somebody chose, else beside it."""
    said = _said(folder).get("chosen")
    return Path(said) if isinstance(said, str) and said else folder / BESIDE


def listed(folder: Path) -> list[Place]:
    """The places that have got copies of the data in `folder`, whether they are there now or not."""
    found = []
    for one in _said(folder).get("places", ()):
        match one:
            case {"root": str(root), "made_at": str(made_at), "is_elsewhere": bool(elsewhere)}:
                found.append(Place(Path(root), made_at, elsewhere))
    return found


def home(folder: Path) -> str:
    """Whose data lies in `folder`, by its copies: a home's uid; "" where none was made yet."""
    said = _said(folder).get("home")
    return said if isinstance(said, str) else ""


def at_hand(folder: Path, sticks: Iterable[Path] = ()) -> list[Copy]:
    """Every copy that can be reached of this home (of any where it is not known): at the places that are known, and on
    what is plugged in; the newest first."""
    roots = dict.fromkeys([chosen(folder), folder / BESIDE, *(one.root for one in listed(folder)), *sticks])
    found: dict[Path, Copy] = {}
    for root in roots:
        with contextlib.suppress(Rejected):  # a place that is not there now has none
            found |= {one.folder: one for one in found_at(root)}
    own = [one for one in found.values() if home(folder) in ("", one.home)]
    return sorted(own, key=lambda one: (one.made_at, one.number), reverse=True)


def due(desk: Desk, sticks: Iterable[Path] = ()) -> list[Path]:
    """Where a copy is to be made today without anybody's asking: at the chosen place, and on each stick that has got
    one of this home before."""
    made = {one.root: one.made_at[:10] for one in listed(desk.folder)}
    own = [root for root in sticks if (root / ROOT / desk.place.uid).is_dir()]
    return [root for root in dict.fromkeys([chosen(desk.folder), *own]) if made.get(root) != desk.today]


def standing(desk: Desk) -> CopyStanding:
    """How well the data is copied today."""
    places = listed(desk.folder)
    away = max((one.made_at for one in places if one.is_elsewhere), default="")
    since = away or _begun_at(desk)
    days = (date.fromisoformat(desk.today) - date.fromisoformat(since[:10])).days if since else None
    return CopyStanding(away, days, max((one.made_at for one in places), default=""))


def kept(found: Sequence[Copy], *, is_beside: bool) -> set[Path]:
    """Which of a home's copies at one place stay: the newest of the last days, weeks and months that have one; beside
    the data the newest alone. A copy that holds what was withheld since goes, once a newer one stands."""
    ordered = sorted(found, key=lambda one: one.number, reverse=True)
    if not ordered:
        return set()
    clean = [one for one in ordered if one.withheld >= ordered[0].withheld]
    if is_beside:
        return {one.folder for one in clean[:KEPT_BESIDE]}
    staying: set[Path] = {clean[0].folder}
    for period, most in ((_day, KEPT_DAYS), (_week, KEPT_WEEKS), (_month, KEPT_MONTHS)):
        newest: dict[str, Path] = {}
        for one in clean:
            newest.setdefault(period(one.day), one.folder)
        staying |= set(list(newest.values())[:most])
    return staying


def is_elsewhere(root: Path, folder: Path) -> bool:
    """Whether a place lies on another disk than the data, as far as the system tells."""
    try:
        return _standing(root).st_dev != folder.stat().st_dev
    except OSError:
        return False


def problem_of_disk(error: OSError, place: Path) -> Problem:
    """What the system's refusal means to a person, and what they can do."""
    code = error.errno or 0
    named = _OF_WINDOWS.get(getattr(error, "winerror", None) or 0)
    if named is None:
        match code:
            case _ if code in _FULL:
                named = "copy_full"
            case _ if code in _READ_ONLY:
                named = "copy_read_only"
            case errno.ENAMETOOLONG:
                named = "copy_path_long"
            case _ if code in _BUSY:
                named = "copy_busy"
            case _ if code in _FAILS:
                named = "copy_fails"
            case _:
                named = "copy_gone"
    return refusal(named, value=str(place))


def must_be_alike(path: Path, copy: Copy, root: Path, progress: Progress = unwatched) -> None:
    """Read back what was just written. Raises Rejected where the disk gives other bytes."""
    if digest_of(path, progress) != copy.digest:
        raise reject(refusal("copy_altered", value=str(root)))


def digest_of(path: Path, progress: Progress = unwatched) -> str:
    """The SHA-256 of a file, hex; `progress` is told its bytes."""
    hashed, done, total = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while part := file.read(PART_BYTES):
            hashed.update(part)
            done += len(part)
            progress(done, total)
    return hashed.hexdigest()


def carry(source: Path, goal: Path, progress: Progress = unwatched) -> None:
    """Copy a file's bytes to the new file `goal` and force them to the disk. Raises OSError."""
    done, total = 0, source.stat().st_size
    with source.open("rb") as read_from, goal.open("wb") as written:
        while part := read_from.read(PART_BYTES):
            written.write(part)
            done += len(part)
            progress(done, total)
        written.flush()
        os.fsync(written.fileno())


def _must_be_there(desk: Desk, root: Path) -> None:
    """A drive that was pulled out leaves its empty folder: nothing is made there, on the disk of the data itself."""
    known = next((one for one in listed(desk.folder) if one.root == root), None)
    is_gone = not root.is_dir() if root != desk.folder / BESIDE else False
    if is_gone or (known is not None and known.is_elsewhere and not is_elsewhere(root, desk.folder)):
        raise reject(refusal("copy_gone", value=str(root)))


def _problem_of_data(error: BaseException, folder: Path) -> Problem:
    fault = connection.fault_of(error) or refusal("database_damaged")
    return refusal("copy_full", value=str(folder)) if fault.code == "database_full" else fault


def _held_still(folder: Path, file: Path, work: Callable[[], None]) -> bytes:
    """Do the work between two looks at the keyring that see the same; what stands in it. A password that was changed
    meanwhile goes with the copy, or the copy is begun again."""
    path = folder / keyring.FILE_NAME
    while True:
        before = path.read_bytes()
        work()
        if path.read_bytes() == before:
            return before
        file.unlink()


def _looked_through(desk: Desk, scratch: Path, progress: Progress) -> Copy:
    """Open what was just copied, verify its chains and its fold, and say what it holds. Raises Rejected."""
    path = scratch / connection.FILE_NAME
    database = desk.store.database.beside(path)
    try:
        found = audit(Store(database, desk.clock, paths.initials_of, paths.problem_of_change), progress)
        if not found.is_sound:
            raise reject(refusal("copy_not_sound", value=_what_is_broken(found)))
        visits = _number(database, "SELECT count(*) FROM visit")
        last = database.execute_sql("SELECT number FROM visit ORDER BY id DESC LIMIT 1").fetchone()
        withheld = _number(database, "SELECT count(*) FROM withheld")
    finally:
        database.close()
    for left in ("-wal", "-shm"):
        Path(f"{path}{left}").unlink(missing_ok=True)
    return Copy(
        folder=scratch,
        home=desk.place.uid,
        name=desk.place.name,
        made_at=time.stamp(desk.clock.now()),
        number=0,
        changes=found.changes,
        visits=visits,
        last_number=short_of(str(last[0])) if last and last[0] else "",
        withheld=withheld,
        size_bytes=path.stat().st_size,
        digest=digest_of(path, progress),
        program=__version__,
    )


def _put(copy: Copy, keys: bytes, root: Path, progress: Progress) -> Copy:
    """Bring a looked-through copy to its place. Raises Rejected by what hinders there."""
    source = copy.folder / connection.FILE_NAME
    try:
        home = root / ROOT / copy.home
        home.mkdir(parents=True, exist_ok=True)
        _take_away_left(home, f"*{UNFINISHED}")
        free = shutil.disk_usage(home).free
        if free < copy.size_bytes + SPARE_BYTES:
            raise reject(refusal("copy_full", value=str(root)))
        number = max((one.number for one in map(read, _folders(home)) if one), default=0) + 1
        goal = home / f"{copy.day}-{number:05}"
        placed = Copy(**{**_of(copy), "folder": goal, "number": number})
        beside = _cleared(goal.with_name(f"{goal.name}{UNFINISHED}"))
        try:
            carry(source, beside / connection.FILE_NAME, progress)
            write_durably(beside / keyring.FILE_NAME, keys)
            write_durably(beside / MANIFEST, _manifest(placed))
            must_be_alike(beside / connection.FILE_NAME, copy, root, progress)
            sync_folder(beside)
            beside.rename(goal)
            sync_folder(home)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise reject(problem_of_disk(error, root)) from error
    return placed


def _tidy(desk: Desk, copy: Copy, root: Path) -> None:
    """Take away what the rotation leaves, and the copies of before a step that hold what was withheld since."""
    own = [one for one in found_at(root) if one.home == copy.home]
    staying = kept(own, is_beside=not is_elsewhere(root, desk.folder))
    for one in own:
        if one.folder not in staying and one.folder.parent == copy.folder.parent:
            # By its name first: what was begun to be taken away is no copy any more.
            gone = one.folder.with_name(f"{one.folder.name}{UNFINISHED}")
            with contextlib.suppress(OSError):
                one.folder.rename(gone)
                shutil.rmtree(gone, ignore_errors=True)
    if copy.withheld:
        for old in desk.folder.glob(f"{Path(BEFORE_STEP).stem}*"):
            with contextlib.suppress(OSError):
                old.unlink()


def _begun_at(desk: Desk) -> str:
    row = desk.store.database.execute_sql("SELECT header FROM change ORDER BY id LIMIT 1").fetchone()
    return str(json.loads(row[0]).get("at", "")) if row else ""


def _what_is_broken(found: Findings) -> str:
    broken = [f"{place.journal[:8]} {place.seq}" for place in found.broken_links]
    return ", ".join([*broken, *found.differing, *(one for one in found.sqlite if one != "ok")][:5])


def _number(database: Database, query: str) -> int:
    return int(database.execute_sql(query).fetchone()[0])


def _scratch(folder: Path) -> Path:
    """An empty folder beside the data: two programs may copy it at once. Raises Rejected."""
    try:
        _take_away_left(folder, f"{SCRATCH}*{UNFINISHED}")
        return Path(tempfile.mkdtemp(prefix=SCRATCH, suffix=UNFINISHED, dir=folder))
    except OSError as error:
        raise reject(problem_of_disk(error, folder)) from error


def _take_away_left(folder: Path, pattern: str) -> None:
    """Take away what the power cut left half-written; not what somebody may be writing now."""
    for left in folder.glob(pattern):
        with contextlib.suppress(OSError):
            if abs(_seconds() - left.stat().st_mtime) > LEFT_S:
                shutil.rmtree(left, ignore_errors=True)


def _seconds() -> float:
    """Now, as files tell it."""
    return time.SystemClock().now().timestamp()


def _cleared(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _folders(root: Path) -> list[Path]:
    return sorted(one for one in root.iterdir() if one.is_dir()) if root.is_dir() else []


def _standing(root: Path) -> os.stat_result:
    """What the system says of a place, or of the nearest folder above it that is there."""
    while not root.exists() and root != root.parent:
        root = root.parent
    return root.stat()


def _of(copy: Copy) -> dict[str, Any]:
    return {spec.name: getattr(copy, spec.name) for spec in fields(Copy)}


def _manifest(copy: Copy) -> bytes:
    said = {name: value for name, value in asdict(copy).items() if name != "folder"}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _told(folder: Path, said: Any) -> Copy:
    """Raises TypeError or ValueError for what is no manifest."""
    wanted = {spec.name: spec.type for spec in fields(Copy) if spec.name != "folder"}
    told = {name: said[name] for name in wanted if name in said}
    if any(not isinstance(told.get(name), int if kind == "int" else str) for name, kind in wanted.items()):
        raise ValueError("no manifest of a copy")
    date.fromisoformat(told["made_at"][:10])
    return Copy(folder=folder, **told)


def _said(folder: Path) -> dict[str, Any]:
    try:
        said = json.loads((folder / LISTED).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _remember(desk: Desk, place: Place) -> None:
    others = [one for one in listed(desk.folder) if one.root != place.root]
    _write_listed(desk.folder, [place, *others], {"home": desk.place.uid})


def _write_listed(folder: Path, places: Sequence[Place], more: Mapping[str, str]) -> None:
    listed = [{"root": str(one.root), "made_at": one.made_at, "is_elsewhere": one.is_elsewhere} for one in places]
    told = {**_said(folder), **more, "places": listed}
    write_durably(folder / LISTED, json.dumps(told, ensure_ascii=False, indent=1).encode())


def _day(day: str) -> str:
    return day


def _week(day: str) -> str:
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-{week}"


def _month(day: str) -> str:
    return day[:7]
