"""Bodies that come by and by: from an offset, spooled, dropped when a newer request takes over or nothing comes."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.types import Message

from station_app.domain.exchange import LENGTH_HEADER, OFFSET_HEADER
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal
from station_app.gateway.http.wire import UNREAD
from station_app.gateway.store.vault import SALT_BYTES, Vault

MOST_BYTES = 4 * 2**30
"""Of all that is still coming."""

BLOB = "blob-"
PART_BYTES = 256 * 2**10
"""How much of a body is turned at once."""

KEEP_FREE_BYTES = 256 * 2**20
"""What stays free on the disk, whatever comes."""


def coming_blob(name: str) -> str:
    """What a blob is called while it is still coming."""
    return f"{BLOB}{name}"


Asked = asyncio.Future[None]
"""Done when a newer request asks one to give way."""


@immutable
class Limits:
    """How much one body may hold, and all that are still coming together, in bytes; what stays free on the disk."""

    batch_bytes: int
    blob_bytes: int
    spool_bytes: int = MOST_BYTES
    keep_free_bytes: int = KEEP_FREE_BYTES


class Spool:
    """The folder. `offset` is how much of a body is here. Only the writing itself leaves the server's thread.

    A body lies sealed: 16 random bytes, then as many as it has (`Vault.stream`)."""

    def __init__(self, folder: Path, limits: Limits, vault: Vault) -> None:
        self._coming, self._blobs, self._vault = folder / "coming", folder / "blobs", vault
        for one in (folder, self._coming, self._blobs):
            one.mkdir(parents=True, exist_ok=True, mode=0o700)
            one.chmod(0o700)
        self._limits = limits
        # The oldest first, as the order of a dict keeps it.
        parts = sorted(self._coming.iterdir(), key=lambda path: path.stat().st_mtime)
        self._sizes = {path.name: size_of(path) for path in parts}
        self._taken = sum(self._sizes.values())  # with what is on its way to the disk
        self._turns: dict[str, list[Asked]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[Asked]:
        """Work on `name` alone: older requests are asked to give way, and waited for. What is yielded is done when a
        newer one asks the same of this one."""
        mine: Asked = asyncio.get_running_loop().create_future()
        turns = self._turns.setdefault(name, [])
        for older in turns:
            if not older.done():
                older.set_result(None)
        turns.append(mine)
        try:
            async with self._locks.setdefault(name, asyncio.Lock()):
                yield mine
        finally:
            turns.remove(mine)
            if not turns:
                del self._turns[name], self._locks[name]

    def offset(self, name: str) -> int:
        """How many bytes of a body are here."""
        return self._sizes.get(name, 0)

    async def append(self, name: str, content: bytes) -> None:
        """Bytes that follow those that are here. Raises Rejected or OSError where there is no room."""
        self.make_room(len(content))
        here = self._sizes.pop(name, 0)
        self._sizes[name] = here  # the last to make way now
        self._taken += len(content)
        try:
            await asyncio.to_thread(_write, self._vault, self._coming / name, here, content)
        except OSError:
            self._taken -= len(content)
            raise
        self._sizes[name] = here + len(content)

    def content(self, name: str) -> bytes:
        """A whole body."""
        return b"".join(plain(self._vault, self._coming / name))

    def drop(self, name: str) -> None:
        """A body is done with."""
        (self._coming / name).unlink(missing_ok=True)
        self._taken -= self._sizes.pop(name, 0)

    def make_room(self, size_bytes: int) -> None:
        """See to it that so many bytes may come. Raises Rejected where even what has lain longest leaves no room."""
        free_bytes = shutil.disk_usage(self._coming).free - self._limits.keep_free_bytes
        room = min(self._limits.spool_bytes - self._taken, free_bytes)
        if room >= size_bytes:
            return
        for name in [one for one in self._sizes if one not in self._turns]:
            if room >= size_bytes:
                break
            room += self._sizes[name]
            self.drop(name)
        if room < size_bytes:
            raise Rejected((refusal("gateway_full"),))

    async def keep_blob(self, name: str) -> bool:
        """A blob is whole: it is kept where its hash is right, else thrown away."""
        path = self._coming / coming_blob(name)
        is_right = await asyncio.to_thread(_forced_hash, self._vault, path) == name
        if is_right:
            path.replace(self._blobs / name)
        self.drop(coming_blob(name))
        return is_right

    def forget_blob(self, name: str) -> None:
        """A file that nothing names any more is gone."""
        (self._blobs / name).unlink(missing_ok=True)
        self.drop(coming_blob(name))

    def blob_size(self, name: str) -> int | None:
        """How many bytes a blob has that has come; None where it has not."""
        path = self._blobs / name
        return size_of(path) if path.exists() else None

    def blob(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """A part of a blob that has come."""
        return plain(self._vault, self._blobs / name, start, length)


def size_of(path: Path) -> int:
    """How many bytes the body in a file has."""
    return max(path.stat().st_size - SALT_BYTES, 0)


def plain(vault: Vault, path: Path, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """What a file holds, from the byte `start` on, so many bytes of it or all, in parts."""
    with path.open("rb") as file:
        stream, left = vault.stream(file.read(SALT_BYTES), start), length
        file.seek(SALT_BYTES + start)
        while part := file.read(PART_BYTES if left is None else min(PART_BYTES, left)):
            left = None if left is None else left - len(part)
            yield stream.update(part)


def _write(vault: Vault, path: Path, offset: int, content: bytes) -> None:
    """Bytes into a file that is its owner's alone. One that begins anew gets another salt: no two bodies are sealed
    alike."""
    if offset == 0:
        path.unlink(missing_ok=True)
    number = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(number, "r+b") as file:
        if offset == 0:
            file.write(os.urandom(SALT_BYTES))
        file.seek(0)
        salt = file.read(SALT_BYTES)
        file.seek(SALT_BYTES + offset)
        file.write(vault.stream(salt, offset).update(content))


def _forced_hash(vault: Vault, path: Path) -> str:
    """The SHA-256 of a body that is forced to the disk."""
    hashed = hashlib.sha256()
    for part in plain(vault, path):
        hashed.update(part)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return hashed.hexdigest()


GRACE_S = 0.25
"""How long a request may still give what is on its way once a newer one has asked it to go."""

_NUMBER = re.compile(r"[0-9]{1,15}")


@immutable
class Coming:
    """What a request says of its body: from where, how long the whole is; how much of it is here afterwards."""

    offset: int
    length: int
    here: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the whole body has come."""
        return self.here == self.length


class TakenOver(Exception):
    """A newer request sends the same body, or the sender hung up."""


def announced(request: Request, most_bytes: int) -> Coming:
    """What a request says of its body. Raises Rejected where that is none, or more than may come."""
    said = {name: request.headers.get(name, "") for name in (OFFSET_HEADER, LENGTH_HEADER, "content-length")}
    if any(value and not _NUMBER.fullmatch(value) for value in said.values()):
        raise Rejected((refusal("request_unsound"),))
    offset = int(said[OFFSET_HEADER] or 0)
    # Where the whole's length is not said, the body goes to the end.
    length = int(said[LENGTH_HEADER] or offset + int(said["content-length"] or 0))
    if length == 0:
        raise Rejected((refusal("request_unsound"),))
    if length > most_bytes:
        raise Rejected((refusal("body_too_large", value=length, most=most_bytes),))
    return Coming(offset, length)


async def spooled(request: Request, spool: Spool, whose: tuple[str, Asked], size: Coming, stall_s: float) -> Coming:
    """Take what comes of a body; how much is here then. Raises Rejected, TakenOver, TimeoutError, OSError.

    `whose` is the body's name, and what is done when it is asked to give way. A cut connection is no error: what came
    stays, and the answer goes nowhere.
    """
    name, asked_to_go = whose
    here = spool.offset(name)
    if size.offset != here:
        raise Rejected((refusal("offset_differs", value=here),))
    spool.make_room(size.length - here)
    while True:
        message = await next_message(request, stall_s, asked_to_go)
        # What came with the end of the connection is as good as what came before it.
        is_cut = message["type"] == "http.disconnect"
        content = request.scope.get(UNREAD, b"") if is_cut else message.get("body", b"")
        if here + len(content) > size.length:
            raise Rejected((refusal("request_unsound"),))
        if content:
            await spool.append(name, content)
            here += len(content)
        if is_cut or not message.get("more_body", False):
            return Coming(size.offset, size.length, here)


async def next_message(request: Request, stall_s: float, asked_to_go: Asked | None = None) -> Message:
    """What comes next of a request. Raises TimeoutError after so many seconds without a byte, and TakenOver where it
    was asked to go and nothing was on its way."""
    coming = asyncio.ensure_future(request.receive())
    waiting: set[asyncio.Future[Any]] = {coming, asked_to_go} if asked_to_go else {coming}
    try:
        await asyncio.wait(waiting, timeout=stall_s, return_when=asyncio.FIRST_COMPLETED)
        if asked_to_go and asked_to_go.done() and not coming.done():
            await asyncio.wait({coming}, timeout=GRACE_S)
        if coming.done():
            return coming.result()
    finally:
        coming.cancel()
    raise TakenOver if asked_to_go and asked_to_go.done() else TimeoutError
