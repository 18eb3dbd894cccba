"""Bodies as files that grow by the byte: batches and blobs that are still coming, and blobs that have come.

One request at a time works on a name; a newer one asks the older to give way. The whole folder has a limit, so that no
sender can fill the disk: where room is lacking, what has lain longest makes way, for its sender still has it.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal

MOST_BYTES = 4 * 2**30
"""Of all that is still coming."""

BLOB = "blob-"

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
    """The folder. `offset` is how much of a body is here. Only the writing itself leaves the server's thread."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._coming, self._blobs = folder / "coming", folder / "blobs"
        for one in (self._coming, self._blobs):
            one.mkdir(parents=True, exist_ok=True)
        self._limits = limits
        # The oldest first, as the order of a dict keeps it.
        parts = sorted(self._coming.iterdir(), key=lambda path: path.stat().st_mtime)
        self._sizes = {path.name: path.stat().st_size for path in parts}
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
            await asyncio.to_thread(_write, self._coming / name, here, content)
        except OSError:
            self._taken -= len(content)
            raise
        self._sizes[name] = here + len(content)

    def content(self, name: str) -> bytes:
        """A whole body."""
        return (self._coming / name).read_bytes()

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
        is_right = await asyncio.to_thread(_forced_hash, path) == name
        if is_right:
            path.replace(self._blobs / name)
        self.drop(coming_blob(name))
        return is_right

    def blob(self, name: str) -> Path | None:
        """The file of a blob that has come; None where it has not."""
        path = self._blobs / name
        return path if path.exists() else None


def _write(path: Path, offset: int, content: bytes) -> None:
    with path.open("r+b" if offset else "wb") as file:
        file.seek(offset)
        file.write(content)


def _forced_hash(path: Path) -> str:
    """The SHA-256 of a file that is forced to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()
