"""Batches and files on a stick."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from station_app.db import blobs
from station_app.db.blobs import Blob
from station_app.domain import wire
from station_app.domain.batch import frame
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject
from station_app.sync import client, road
from station_app.sync.client import GoOn, StoppedByGateway
from station_app.sync.session import Ended, Outcome, Session

PARTIAL, WHOLE = 206, 200
NOT_THERE = (404, 410)


def carry(session: Session) -> Outcome:
    """Send the attachments that wait, fetch the documents that are wanted. Raises `sync.road.Cut`."""
    database = session.side.store.database
    try:
        session.meter.phase = "files"
        for blob in blobs.unfinished(database, blobs.UP):
            _send(session, blob)
        for blob in blobs.unfinished(database, blobs.DOWN):
            _fetch(session, blob)
    except Ended as ended:
        return ended.outcome
    return Outcome("done")


def _send(session: Session, blob: Blob) -> None:
    store, meter = session.side.store, session.meter
    reached = client.blob_offset(session.ask(road.head_blob(blob.hash)))
    offset, stuck = min(reached or 0, blob.size_bytes), 0
    meter.bytes_total = blob.size_bytes
    while stuck < 3:
        meter.bytes_done = offset
        part = blobs.part_at(store.database, blob.hash, offset)
        answer = session.ask(road.put_blob(blob.hash, part, offset, blob.size_bytes))
        match client.read_blob(answer, session.side.gateway_key, blob.size_bytes):
            case GoOn(gone):
                stuck = stuck + 1 if gone <= offset else 0
                offset = min(max(gone, 0), blob.size_bytes)
            case StoppedByGateway():
                return
            case other:
                raise session.end(other)
        with store.transaction():
            blobs.sent(store.database, blob.hash, offset)
        if offset == blob.size_bytes and answer.status == WHOLE:
            return


def _fetch(session: Session, blob: Blob) -> None:
    store, now, fresh_starts = session.side.store, blob, 0
    session.meter.bytes_total = blob.size_bytes
    while not now.ended and fresh_starts < 2:
        session.meter.bytes_done = now.done_bytes
        answer = session.ask(road.get_blob(blob.hash, now.done_bytes))
        if answer.status in NOT_THERE and client.signed_object(answer, session.side.gateway_key):
            return
        part = _part_in(session, answer, now)
        with store.transaction():
            grown = blobs.grown(store.database, blob.hash, part)
        if grown is None or not part:
            return
        fresh_starts += grown.done_bytes == 0
        now = grown


def _part_in(session: Session, answer: road.Answer, blob: Blob) -> bytes:
    """The bytes that follow what is here. Raises Ended where somebody else answered."""
    said = answer.headers.get("content-range", "")
    if (
        answer.status == PARTIAL
        and said.startswith(f"bytes {blob.done_bytes}-")
        and said.endswith(str(blob.size_bytes))
    ):
        return answer.body
    if answer.status == WHOLE and blob.done_bytes == 0 and len(answer.body) == blob.size_bytes:
        return answer.body
    raise session.end(client.read_failure(answer, session.side.gateway_key))


ROOT, OUT, IN, BLOBS = "LZ", "out", "in", "blobs"
MANIFEST = "MANIFEST.json"
ENROL = "enrol.json"
SPARE_BYTES = 256 * 2**10
LARGEST_FILE = frame.LARGEST * 2
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
    """One batch as the manifest lists it."""

    file: str
    hash: str
    number: int
    first: int
    last: int
    size_bytes: int


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
    """Every file of a stick or folder that may be a batch, by what it holds and not by its name: a stick may have cut
    names to eight signs, and copied files twice. Raises Rejected where it cannot be read."""
    try:
        paths = sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else [root]
        for path in paths:
            with path.open("rb") as file:  # a device has no size, and no end
                content = file.read(LARGEST_FILE + 1)
            if len(content) <= LARGEST_FILE and content.startswith((AGE, frame.MAGIC[:3])):
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


def read_rows(manifest: Path) -> list[StickRow]:
    """The batches that a manifest lists; none where it is missing or damaged: it is a help, the files are the truth."""
    try:
        if manifest.stat().st_size > LONGEST_MANIFEST:
            return []
        said = wire.parse(manifest.read_bytes())
        return [_row(one) for one in said["batches"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def manifest_text(journal: str, station: str, name: str, rows: Sequence[StickRow]) -> bytes:
    """The manifest of a station's folder."""
    listed: list[Any] = [dict(vars(one)) for one in sorted(rows, key=lambda one: (one.number, one.first, one.hash))]
    return wire.canonical({"batches": listed, "journal": journal, "name": name, "station": station}).encode()


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


def _row(said: Any) -> StickRow:
    match said:
        case {
            "file": str(file),
            "hash": str(name),
            "number": int(number),
            "first": int(first),
            "last": int(last),
            "size_bytes": int(size),
        }:
            return StickRow(file=file, hash=name, number=number, first=first, last=last, size_bytes=size)
    raise ValueError("no row of a manifest")


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
