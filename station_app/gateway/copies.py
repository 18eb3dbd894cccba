"""Copies of the gateway: its store at one moment and its files, made while it runs, and looked through.

A copy is a folder: `store.db`, the tables in an SQLite file whichever engine they came from; `files/`, the bodies as
they lay; `copy.json`, what there is, with sizes and hashes. What is sealed at rest stays sealed in it: whoever restores
it needs the key of the store, which is not in it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from station_app.domain.change import Line, chained, first_hash
from station_app.domain.clock import Clock, stamp
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal
from station_app.domain.wire import canonical, parse
from station_app.gateway import epoch, office
from station_app.gateway.http.bodies import plain
from station_app.gateway.store import tables
from station_app.gateway.store.engine import Cursor, Engine, SqliteEngine
from station_app.gateway.store.vault import Vault

STORE, FILES, TOLD, BLOBS = "store.db", "files", "copy.json", "blobs/"
LAST_COPY = "last_copy"
"""The setting that says when and where to the last copy was made."""

PORTION = 500
LEAVE_BYTES = 64 * 2**20
"""What stays free where a copy is written."""


@immutable
class Copied:
    """What a copy holds: when it was made, changes, files and bytes; `damaged` are files whose bytes are not those of
    their name: they were so where they came from, and are copied as they are."""

    at: str
    epoch: str
    changes: int
    files: int
    size_bytes: int
    damaged: tuple[str, ...] = ()


def make(engine: Engine, files: Path, goal: Path, clock: Clock) -> Copied:
    """Copy the store and its files into the new folder `goal`, look the copy through, and note it in the store.

    Raises Rejected where there is something already, no room, or the copy does not hold.
    """
    if goal.exists():
        raise Rejected((refusal("copy_there_already", value=str(goal)),))
    beside = goal.with_name(f"{goal.name}.new")
    at = stamp(clock.now())
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True, mode=0o700)
        _must_have_room(engine, files, beside)
        counted = _store_copied(engine, beside / STORE)
        named = _files_copied(files, beside / FILES)
        told = {"at": at, **counted, "files": named, "store": _hash_of(beside / STORE)}
        _written(beside / TOLD, canonical(told).encode())
        copied = check(beside, engine.vault)
        beside.rename(goal)
        _force(goal.parent)
    except OSError as error:
        raise Rejected((refusal("copy_failed", value=str(goal), reason=error.strerror or str(error)),)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    noted = canonical({"at": at, "to": str(goal.resolve())}).encode()
    engine.write(lambda cursor: office.set_setting(cursor, LAST_COPY, noted))
    return copied


def last(cursor: Cursor) -> tuple[str, str]:
    """When the last copy was made and where it lay then; "" where none was."""
    kept = office.setting(cursor, LAST_COPY)
    said = parse(kept) if kept else {}
    return str(said.get("at", "")), str(said.get("to", ""))


def check(folder: Path, vault: Vault) -> Copied:
    """Look a copy through: every byte is as it was written, the file of the store is sound, every journal's chain
    holds from its first line to its head. What it holds; Rejected where it does not, StoreLocked where it was sealed by
    another key."""
    try:
        told = parse((folder / TOLD).read_bytes())
        names = {str(name): (int(size), str(hashed)) for name, size, hashed in told["files"]}
        sound = _hash_of(folder / STORE) == told["store"]
        for name, (size, hashed) in names.items():
            path = folder / FILES / name
            sound = sound and path.stat().st_size == size and _hash_of(path) == hashed
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Rejected((refusal("copy_unsound", value=str(folder)),)) from error
    if not sound or not _holds(folder / STORE, vault):
        raise Rejected((refusal("copy_unsound", value=str(folder)),))
    wrong = [name for name in names if name.startswith(BLOBS) and not _is_itself(folder / FILES / name, vault)]
    size = (folder / STORE).stat().st_size + sum(size for size, _ in names.values())
    return Copied(told["at"], told["epoch"], int(told["changes"]), len(names), size, tuple(wrong))


def restore(folder: Path, engine: Engine, files: Path) -> tuple[Copied, str]:
    """Put a copy into an empty store and its files beside those that are there; what it held, and the new epoch.

    The copy is looked through first. Raises Rejected where it does not hold, or the store is not empty.
    """
    copied = check(folder, engine.vault)
    if engine.read(lambda cursor: cursor.rows("SELECT 1 FROM journal LIMIT 1") or _devices(cursor)):
        raise Rejected((refusal("store_not_empty"),))
    with closing(sqlite3.connect(f"file:{folder / STORE}?mode=ro", uri=True)) as copy:
        for name, columns in _columns(copy).items():
            rows = copy.execute(f"SELECT {', '.join(columns)} FROM {name}")
            engine.write(partial(_emptied, name))
            while some := rows.fetchmany(PORTION):
                engine.write(partial(_put, _insert(name, columns), some))
    for path in _inside(folder / FILES):
        there = files / path.relative_to(folder / FILES)
        if not there.exists() and path.name != epoch.STANDING:
            there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _copy(path, there)
    return copied, engine.write(epoch.begin)


def _devices(cursor: Cursor) -> list[tuple[Any, ...]]:
    return cursor.rows("SELECT 1 FROM device WHERE role <> 'PROVINCE' LIMIT 1")


def _store_copied(engine: Engine, path: Path) -> dict[str, Any]:
    """Every table, as it stands at one moment."""
    made = SqliteEngine(path, engine.vault)
    tables.create(made)
    made.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:

        def work(cursor: Cursor) -> dict[str, Any]:
            copy.execute("BEGIN")
            for name, columns in _columns(copy).items():
                copy.execute(f"DELETE FROM {name}")
                for some in _portions(cursor, name, columns, _key(copy, name)):
                    copy.executemany(_insert(name, columns), some)
            copy.execute("COMMIT")
            return {"epoch": epoch.current(cursor), "changes": int(cursor.rows("SELECT count(*) FROM change")[0][0])}

        counted = engine.snapshot(work)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file alone
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    path.chmod(0o600)
    _force(path)
    return counted


def _columns(copy: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: tuple(row[1] for row in copy.execute(f"PRAGMA table_info({name})")) for name in names}


def _key(copy: sqlite3.Connection, name: str) -> tuple[str, ...]:
    rows = [row for row in copy.execute(f"PRAGMA table_info({name})") if row[5]]
    return tuple(row[1] for row in sorted(rows, key=lambda row: row[5]))


def _portions(
    cursor: Cursor, name: str, columns: tuple[str, ...], key: tuple[str, ...]
) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table in the order of its key, so many at a time."""
    listed, ordered = ", ".join(columns), ", ".join(key)
    some = cursor.raw(f"SELECT {listed} FROM {name} ORDER BY {ordered} LIMIT {PORTION}")
    while some:
        yield some
        at = [some[-1][columns.index(one)] for one in key]
        after = f"({ordered}) > ({', '.join('?' * len(key))})"
        some = cursor.raw(f"SELECT {listed} FROM {name} WHERE {after} ORDER BY {ordered} LIMIT {PORTION}", *at)


def _insert(name: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _emptied(name: str, cursor: Cursor) -> None:
    cursor.rows(f"DELETE FROM {name}")


def _put(statement: str, some: list[tuple[Any, ...]], cursor: Cursor) -> None:
    cursor.many(statement, some)


def _holds(path: Path, vault: Vault) -> bool:
    """Whether the file of a store is sound and every journal's chain goes up to its head."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return False
            journals = copy.execute("SELECT uid, acked, head FROM journal").fetchall()
            return all(_is_chained(copy, vault, uid, (int(acked), bytes(head))) for uid, acked, head in journals)
    except sqlite3.Error:
        return False


def _is_chained(copy: sqlite3.Connection, vault: Vault, uid: str, end: tuple[int, bytes]) -> bool:
    reached, at = first_hash(uid), 0
    query = "SELECT seq, header, fields, salt, erased FROM change WHERE journal = ? ORDER BY seq"
    for seq, header, fields, salt, erased in copy.execute(query, (uid,)):
        [(text, salted)] = vault.opened([(fields, salt)])
        reached, at = chained(reached, Line(header, text, bytes(salted), erased)), at + 1
        if seq != at:
            return False
    return bool((at, reached) == end)


def _is_itself(path: Path, vault: Vault) -> bool:
    hashed = hashlib.sha256()
    for part in plain(vault, path):
        hashed.update(part)
    return hashed.hexdigest() == path.name


def _files_copied(source: Path, goal: Path) -> list[tuple[str, int, str]]:
    """Every body as it lies there, forced to the disk; name, size and hash of each."""
    goal.mkdir(mode=0o700)
    named = []
    for path in _inside(source):
        name = path.relative_to(source).as_posix()
        (goal / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):  # what was coming has come, and has another name now
            named.append((name, *_copy(path, goal / name)))
    return named


def _inside(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def _copy(source: Path, goal: Path) -> tuple[int, str]:
    hashed, size = hashlib.sha256(), 0
    number = os.open(goal, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with source.open("rb") as read, os.fdopen(number, "wb") as written:
        while part := read.read(2**20):
            written.write(part)
            hashed.update(part)
            size += len(part)
        written.flush()
        os.fsync(written.fileno())
    return size, hashed.hexdigest()


def _must_have_room(engine: Engine, files: Path, beside: Path) -> None:
    queries = (
        "SELECT coalesce(sum(length(content)), 0) FROM batch",
        "SELECT coalesce(sum(length(fields) + length(header)), 0) FROM change",
    )
    needed = engine.read(lambda cursor: sum(int(cursor.rows(query)[0][0]) for query in queries))
    needed += sum(path.stat().st_size for path in _inside(files)) + LEAVE_BYTES
    if shutil.disk_usage(beside).free < needed:
        raise Rejected((refusal("copy_no_room", value=str(beside.parent), needed=needed // 2**20),))


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _written(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)
    _force(path)


def _force(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
