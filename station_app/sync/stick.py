"""Batches and files on a stick."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from station_app.db import blobs
from station_app.db.blobs import Blob
from station_app.domain import wire
from station_app.domain.batch import frame
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject
from station_app.sync import client, road
from station_app.sync.client import GoOn, StoppedByGateway
from station_app.sync.session import Session

PARTIAL, WHOLE = 206, 200
NOT_THERE = (404, 410)


MOST_ASKED_IN_VAIN = 20
"""So many wanted files that the gateway has not got are asked for in one contact: the others have their turn at the
next."""

IsEnough = Callable[[], bool]


def carry(session: Session, is_enough: IsEnough = lambda: False) -> bool:
    """Send the attachments that wait, fetch the documents that are wanted, until `is_enough`, which is asked between
    parts; whether that is all. Raises `sync.road.Cut` and `sync.session.Ended`."""
    database, meter = session.side.store.database, session.meter
    up, down = blobs.unfinished(database, blobs.UP), blobs.unfinished(database, blobs.DOWN)
    meter.phase, meter.batches_done, meter.batches_total = "files", 0, len(up) + len(down)
    meter.bytes_done, meter.bytes_total = 0, sum(one.size_bytes - one.done_bytes for one in (*up, *down))
    in_vain = 0
    for blob in (*up, *down):
        if is_enough():
            return False
        if blob.direction == blobs.UP:
            is_whole: bool | None = _send(session, blob, is_enough)
        elif in_vain < MOST_ASKED_IN_VAIN:
            is_whole = _fetch(session, blob, is_enough)
            in_vain += is_whole is None
        if is_whole is False:
            return False
        meter.batches_done += 1
    return True


def _send(session: Session, blob: Blob, is_enough: IsEnough) -> bool:
    """Send the rest of an attachment; False where it was enough before its end."""
    store, meter = session.side.store, session.meter
    reached = client.blob_offset(session.ask(road.head_blob(blob.hash)))
    offset, stuck, behind = min(reached or 0, blob.size_bytes), 0, meter.bytes_done
    while stuck < 3:
        meter.bytes_done = behind + max(offset - blob.done_bytes, 0)
        part = blobs.part_at(store.database, blob.hash, offset)
        answer = session.ask(road.put_blob(blob.hash, part, offset, blob.size_bytes))
        match client.read_blob(answer, session.side.gateway_key, blob.size_bytes):
            case GoOn(gone):
                stuck = stuck + 1 if gone <= offset else 0
                offset = min(max(gone, 0), blob.size_bytes)
            case StoppedByGateway():
                return True
            case other:
                raise session.end(other)
        with store.transaction():
            blobs.sent(store.database, blob.hash, offset)
        if offset == blob.size_bytes and answer.status == WHOLE:
            meter.bytes_done = behind + blob.size_bytes - blob.done_bytes
            return True
        if is_enough():
            return False
    return True


def _fetch(session: Session, blob: Blob, is_enough: IsEnough) -> bool | None:
    """Fetch the rest of a document; False where it was enough before its end, None where the gateway has not got it.
    What came before a cut is kept: it goes on at that byte."""
    store, now, fresh_starts, behind = session.side.store, blob, 0, session.meter.bytes_done
    while not now.ended and fresh_starts < 2:
        try:
            answer = session.ask(road.get_blob(blob.hash, now.done_bytes))
        except road.Cut as cut:
            if cut.begun is not None and (part := _part_of(cut.begun, now)):
                with store.transaction():
                    blobs.grown(store.database, blob.hash, part)
            raise
        if answer.status in NOT_THERE and client.signed_object(answer, session.side.gateway_key):
            with store.transaction():
                blobs.asked_in_vain(store.database, blob.hash)
            return None
        part = _part_in(session, answer, now)
        with store.transaction():
            grown = blobs.grown(store.database, blob.hash, part)
        if grown is None or not part:
            return True
        fresh_starts += grown.done_bytes == 0
        now = grown
        session.meter.bytes_done = behind + max(now.done_bytes - blob.done_bytes, 0)
        if not now.ended and is_enough():
            return False
    return True


def _part_in(session: Session, answer: road.Answer, blob: Blob) -> bytes:
    """The bytes that follow what is here. Raises Ended where somebody else answered."""
    is_whole = answer.status == WHOLE and blob.done_bytes == 0 and len(answer.body) == blob.size_bytes
    found = answer.body if is_whole else _part_of(answer, blob)
    if found or blob.size_bytes == 0:
        return found
    raise session.end(client.read_failure(answer, session.side.gateway_key))


def _part_of(answer: road.Answer, blob: Blob) -> bytes:
    """The bytes of an answer that says that they follow what is here; nothing of any other."""
    said = answer.headers.get("content-range", "")
    follows = said.startswith(f"bytes {blob.done_bytes}-") and said.endswith(f"/{blob.size_bytes}")
    return answer.body if answer.status == PARTIAL and follows else b""


ROOT, OUT, IN, BLOBS = "LZ", "out", "in", "blobs"
MANIFEST = "MANIFEST.json"
ENROL = "enrol.json"
SPARE_BYTES = 256 * 2**10
LARGEST_FILE = frame.LARGEST * 2
LARGEST_WRAPPED = 65 * 2**20
"""A wrapped attachment (`services.documents.LARGEST_BYTES`)."""

LONGEST_MANIFEST = 4 * 2**20
AGE = b"age-encryption.org/"

FULL = (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC, errno.EFBIG)
READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)
WINDOWS_FULL, WINDOWS_WRITE_PROTECTED, WINDOWS_BUSY = (39, 112), 19, (32, 33)
"""ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL; ERROR_WRITE_PROTECT; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: a
scanner holds the file, which Python numbers like a file that may not be written."""


@immutable
class Parcelled:
    """One file to write: its place under the stick, and its bytes."""

    place: str
    content: bytes


@immutable
class StickRow:
    """One batch as the manifest lists it; `sum` is the SHA-256 of the file as it lies there, wrapped."""

    file: str
    hash: str
    number: int
    first: int
    last: int
    size_bytes: int
    sum: str


@immutable
class StickFile:
    """One file beside the batches, as the manifest lists it: its name there, its own SHA-256, and as of a batch."""

    file: str
    hash: str
    size_bytes: int
    sum: str


@immutable
class Manifest:
    """What a folder of a stick lists: batches, files beside them, the journal that its author writes now ("" in a
    folder of answers), and a mark of the keys for which all was wrapped (`readers_mark`)."""

    batches: tuple[StickRow, ...] = ()
    files: tuple[StickFile, ...] = ()
    journal: str = ""
    readers: str = ""


L = TypeVar("L", StickRow, StickFile)
_NUMBERS = ("number", "first", "last", "size_bytes")
_FILE_NAME = re.compile(r"[0-9a-f-]{8,80}(\.lzb)?\.age")


def home(root: Path, station: str) -> Path:
    """A station's folder on a stick."""
    return root / ROOT / station


def is_ours(root: Path) -> bool:
    """Whether the stick was used for this before: whoever puts in another is asked first."""
    return (root / ROOT).is_dir()


def write(
    root: Path,
    parcels: Sequence[Parcelled],
    progress: Callable[[int, int], None],
    opened: Callable[[Path], BinaryIO] | None = None,
) -> None:
    """Write files, each under another name, forced to the disk, renamed, read back and compared.

    Files that stand there alike are passed over. `opened` opens a file for writing. Raises Rejected for a stick that
    is full, read-only, or pulled out.
    """
    total = sum(len(one.content) for one in parcels)
    done = 0
    try:
        if not root.is_dir():
            raise reject(refusal("stick_gone", value=str(root)))
        missing = [one for one in parcels if not _is_alike(root / one.place, one.content)]
        needed = sum(len(one.content) for one in missing) + SPARE_BYTES
        free = shutil.disk_usage(root).free
        if missing and free < needed:
            raise reject(refusal("stick_full", value=_in_kib(needed), free=_in_kib(free)))
        for one in parcels:
            if one in missing:
                _write_one(root / one.place, one.content, opened or _opened)
            done += len(one.content)
            progress(done, total)
    except OSError as error:
        raise reject(_problem_of(error, root)) from error


def read_all(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of a stick or folder that may be a batch or a file beside one, by what it holds and not by its name: a
    stick may have cut names to eight signs, and copied files twice. Raises Rejected where it cannot be read."""
    try:
        paths = sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else [root]
        for path in paths:
            with path.open("rb") as file:  # a device has no size, and no end
                content = file.read(LARGEST_FILE + 1)
                if content.startswith(AGE) and len(content) > LARGEST_FILE:
                    content += file.read(LARGEST_WRAPPED + 1 - len(content))
            is_batch = len(content) <= LARGEST_FILE and content.startswith(frame.MAGIC[:3])
            if is_batch or (len(content) <= LARGEST_WRAPPED and content.startswith(AGE)):
                yield path, content
    except OSError as error:
        raise reject(refusal("stick_unreadable", value=root.name or str(root))) from error


def read_named(folder: Path, name: str) -> list[bytes]:
    """The small files of one name in the stations' folders. Raises Rejected where they cannot be read."""
    try:
        found = sorted(path for path in folder.glob(f"*/{name}") if path.stat().st_size <= LARGEST_FILE)
        return [path.read_bytes() for path in found]
    except OSError as error:
        raise reject(refusal("stick_unreadable", value=folder.name)) from error


def read_manifest(path: Path) -> Manifest:
    """What a manifest lists; nothing where it is missing or damaged: it is a help, the files are the truth."""
    try:
        if path.stat().st_size > LONGEST_MANIFEST:
            return Manifest()
        said = wire.parse(path.read_bytes())
        return Manifest(
            tuple(_listed(StickRow, one) for one in said["batches"]),
            tuple(_listed(StickFile, one) for one in said["files"]),
            str(said["journal"]),
            str(said["readers"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Manifest()


def manifest_text(station: str, name: str, listed: Manifest) -> bytes:
    """The manifest of a station's folder."""
    batches: list[Any] = [
        dict(vars(one)) for one in sorted(listed.batches, key=lambda one: (one.number, one.first, one.hash))
    ]
    files: list[Any] = [dict(vars(one)) for one in sorted(listed.files, key=lambda one: one.hash)]
    said = {"batches": batches, "files": files, "journal": listed.journal, "name": name, "readers": listed.readers}
    return wire.canonical({**said, "station": station}).encode()


def readers_mark(recipients: Sequence[str]) -> str:
    """Tells for which age keys the files of a folder were wrapped: what others wrapped is wrapped anew."""
    return sum_of(" ".join(sorted(recipients)).encode())


def sum_of(content: bytes) -> str:
    """The SHA-256 of a file as it lies on a stick, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def is_sound(path: Path, row: StickRow | StickFile | None) -> bool:
    """Whether a file lies there as it was written: wrapped anew its bytes would differ. By what it holds: a cell of
    flash memory that has died leaves the size as it was."""
    try:
        if row is None or not path.is_file() or path.stat().st_size != row.size_bytes:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == row.sum
    except OSError:
        return False


def replace(path: Path, content: bytes, opened: Callable[[Path], BinaryIO] | None = None) -> None:
    """Put other bytes into a file, whole or not at all. Raises Rejected."""
    try:
        _write_one(path, content, opened or _opened)
    except OSError as error:
        raise reject(_problem_of(error, path)) from error


def remove(path: Path) -> None:
    """Take a file from a stick. Raises Rejected."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise reject(_problem_of(error, path)) from error


def _write_one(path: Path, content: bytes, opened: Callable[[Path], BinaryIO]) -> None:
    _folder_for_others(path.parent)
    beside = path.with_name(path.name + ".new")
    try:
        with opened(beside) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _for_others(beside, 0o644)
        beside.replace(path)
    except OSError:
        _forget(beside)
        raise
    if path.read_bytes() != content:
        raise reject(refusal("stick_altered", value=path.name))


def _folder_for_others(folder: Path) -> None:
    if not folder.exists():
        _folder_for_others(folder.parent)
        folder.mkdir(exist_ok=True)
        _for_others(folder, 0o755)


def _for_others(path: Path, mode: int) -> None:
    """What goes to another computer is read by an account there that is not this one's."""
    with suppress(OSError):  # most sticks keep no modes
        path.chmod(mode)


def _forget(path: Path) -> None:
    """Take away what was begun, where the stick still lets us."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _opened(path: Path) -> BinaryIO:
    return path.open("wb")


def _listed(cls: type[L], said: Any) -> L:
    """A row of a manifest. Raises ValueError for what is none."""
    found = {one.name: said[one.name] for one in fields(cls)}
    is_fit = all(isinstance(value, int if name in _NUMBERS else str) for name, value in found.items())
    if not is_fit or not _FILE_NAME.fullmatch(str(found["file"])):
        raise ValueError("no row of a manifest")
    return cls(**found)


def _is_alike(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _problem_of(error: OSError, root: Path) -> Problem:
    of_windows = getattr(error, "winerror", None)
    if error.errno in FULL or of_windows in WINDOWS_FULL:
        free = _in_kib(shutil.disk_usage(root).free) if root.is_dir() else 0
        return refusal("stick_full", value=free + _in_kib(SPARE_BYTES), free=free)
    if of_windows in WINDOWS_BUSY:
        return refusal("stick_busy", value=Path(error.filename or root).name)
    if error.errno in READ_ONLY or of_windows == WINDOWS_WRITE_PROTECTED:
        return refusal("stick_read_only", value=str(root))
    return refusal("stick_gone", value=str(root))


def _in_kib(size: int) -> int:
    return -(-size // 1024)
