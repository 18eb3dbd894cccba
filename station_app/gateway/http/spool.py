"""Bodies as files that grow by the byte: batches and blobs that are still coming, and blobs that have come.

A newer request for the same name takes over; the older is dropped. The whole folder has a limit, so that no sender can
fill the disk.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from station_app.domain.immutable import immutable

MOST_BYTES = 4 * 2**30
"""Of all that is still coming."""

BLOB = "blob-"

KEEP_FREE_BYTES = 256 * 2**20
"""What stays free on the disk, whatever comes."""


def coming_blob(name: str) -> str:
    """What a blob is called while it is still coming."""
    return f"{BLOB}{name}"


@immutable
class Limits:
    """How much one body may hold, and all that are still coming together, in bytes."""

    batch_bytes: int
    blob_bytes: int
    spool_bytes: int = MOST_BYTES


class Spool:
    """The folder. `offset` is how much of a body is durably here."""

    def __init__(self, folder: Path) -> None:
        self._coming, self._blobs = folder / "coming", folder / "blobs"
        for one in (self._coming, self._blobs):
            one.mkdir(parents=True, exist_ok=True)
        self._turns: dict[str, int] = {}

    def take_over(self, name: str) -> int:
        """A request for `name` begins: its turn, which ends when another one begins."""
        self._turns[name] = self._turns.get(name, 0) + 1
        return self._turns[name]

    def is_turn(self, name: str, turn: int) -> bool:
        """Whether no newer request for `name` has come."""
        return self._turns.get(name) == turn

    def end(self, name: str, turn: int) -> None:
        """A request for `name` is over."""
        if self.is_turn(name, turn):
            del self._turns[name]

    def offset(self, name: str) -> int:
        """How many bytes of a body are here."""
        path = self._coming / name
        return path.stat().st_size if path.exists() else 0

    def append(self, name: str, content: bytes) -> None:
        """Bytes that follow those that are here. Raises OSError where the disk takes no more."""
        with (self._coming / name).open("ab") as file:
            file.write(content)

    def content(self, name: str) -> bytes:
        """A whole body."""
        return (self._coming / name).read_bytes()

    def drop(self, name: str) -> None:
        """A body is done with."""
        (self._coming / name).unlink(missing_ok=True)

    def has_room(self, size_bytes: int, limits: Limits) -> bool:
        """Whether so many bytes may come: within the limit of all that is coming, and of the disk."""
        coming = sum(path.stat().st_size for path in self._coming.iterdir())
        free = shutil.disk_usage(self._coming).free
        return coming + size_bytes <= limits.spool_bytes and free - size_bytes > KEEP_FREE_BYTES

    def keep_blob(self, name: str) -> bool:
        """A blob is whole: it is kept where its hash is right, else thrown away."""
        path = self._coming / coming_blob(name)
        with path.open("rb") as file:
            is_right = hashlib.file_digest(file, "sha256").hexdigest() == name
        if is_right:
            path.replace(self._blobs / name)
        else:
            path.unlink()
        return is_right

    def blob(self, name: str) -> Path | None:
        """The file of a blob that has come; None where it has not."""
        path = self._blobs / name
        return path if path.exists() else None
