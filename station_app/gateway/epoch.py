"""The epoch: the time since the store last became older than its word, and how the gateway notices that it has.

A store that was put back from a copy knows nothing of it. Three things stand outside: a small file in the folder for
bodies, the gateway's own word on how far it had a journal, and the cursors that it gave: devices bring both back. Each
bears the epoch that it was given in and a mark that the gateway alone can make (HMAC-SHA-256, cut to 48 bits).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from station_app.domain.batch.suite import text_of
from station_app.domain.problem import Rejected, refusal
from station_app.domain.wire import canonical, parse
from station_app.gateway.store import journals
from station_app.gateway.store.engine import Cursor, Engine

EPOCH_BYTES, MARK_BYTES, DIGEST_BYTES = 4, 6, 3
MOST_DIGITS = 15
STANDING = "standing.json"
"""The file's name."""


@dataclass
class Older(Exception):
    """The store is older than what was said in `epoch`, which is still its own."""

    epoch: str


def new() -> str:
    """A name for an epoch: six signs."""
    return text_of(os.urandom(EPOCH_BYTES))


def current(cursor: Cursor) -> str:
    """The epoch that the store is in."""
    return bytes(cursor.rows("SELECT value FROM setting WHERE name = 'epoch'")[0][0]).decode()


def begin(cursor: Cursor) -> str:
    """The store is older than what was said of it: every device compares and sends again what is missing, and what
    the platform itself says goes on in new journals. The new epoch."""
    epoch = new()
    cursor.rows("UPDATE journal SET mine = 0 WHERE mine = 1")  # they may have gone on after the copy was made
    cursor.rows("UPDATE setting SET value = ? WHERE name = 'epoch'", epoch.encode())
    return epoch


def begin_after(cursor: Cursor, epoch: str) -> str:
    """Begin a new one where `epoch` is still the current one: of many devices that bring the same news the first is
    believed. The epoch then."""
    rows = cursor.locked("SELECT value FROM setting WHERE name = 'epoch'")
    now = bytes(rows[0][0]).decode()
    return begin(cursor) if now == epoch else now


def proof(secret: bytes, epoch: str, journal: str, acked: int) -> str:
    """The mark of the gateway's word that it holds a journal durably up to a change. A device brings it back as
    `epoch.acked.mark`."""
    return _mark(secret, "proof", epoch, journal, str(acked))


def is_older(cursor: Cursor, secret: bytes, journal: str, said: str) -> bool:
    """Whether a word of this epoch tells of more than the store holds: it is older than that word."""
    epoch, number, mark = said.split(".") if said.count(".") == 2 else ("", "", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        return False
    if epoch != current(cursor) or not _is_same(mark, proof(secret, epoch, journal, int(number))):
        return False
    known = journals.one(cursor, journal)
    return int(number) > (known.acked if known else 0)


def heard(engine: Engine, secret: bytes, journal: str, said: str) -> None:
    """A device brings a word back: where the store is older than it, a new epoch begins."""
    if said and engine.read(lambda cursor: is_older(cursor, secret, journal, said)):
        engine.write(lambda cursor: begin_after(cursor, said.partition(".")[0]))


def written_cursor(cursor: Cursor, secret: bytes, scopes: Sequence[str], positions: Sequence[int]) -> str:
    """A cursor: `epoch.position….mark`, a position for each scope; the last sign tells what stood at these places."""
    return _cursor_text(secret, current(cursor), scopes, positions, _digest(cursor, scopes, positions))


def read_cursor(cursor: Cursor, secret: bytes, scopes: Sequence[str], said: str) -> list[int]:
    """The positions of a cursor, the beginning for "". Raises Rejected (`cursor_lost`) for what was not given to this
    reader in this epoch: it begins again; and Older where it was, and the feeds are not what they were then."""
    if not said:
        return [0] * len(scopes)
    epoch, *middle, check = said.split(".") if said.count(".") > 1 else ("", "")
    is_sound = len(middle) == len(scopes) and all(one.isascii() and one.isdecimal() for one in middle)
    if not is_sound or any(len(one) > MOST_DIGITS for one in middle) or epoch != current(cursor):
        raise Rejected((refusal("cursor_lost"),))
    positions, digest = [int(one) for one in middle], check[-_DIGEST_SIGNS:]
    if not _is_same(said, _cursor_text(secret, epoch, scopes, positions, digest)):
        raise Rejected((refusal("cursor_lost"),))
    if digest != _digest(cursor, scopes, positions):
        raise Older(epoch)
    return positions


_DIGEST_SIGNS = len(text_of(bytes(DIGEST_BYTES)))


def _cursor_text(secret: bytes, epoch: str, scopes: Sequence[str], positions: Sequence[int], digest: str) -> str:
    places = ".".join(map(str, positions))
    return f"{epoch}.{places}.{_mark(secret, 'cursor', epoch, *scopes, places, digest)}{digest}"


def _digest(cursor: Cursor, scopes: Sequence[str], positions: Sequence[int]) -> str:
    """What stands in feeds up to some positions, shortened: another history has another digest."""
    marks = [journals.mark_at(cursor, scope, position) for scope, position in zip(scopes, positions, strict=True)]
    return text_of(hashlib.sha256("\0".join(marks).encode()).digest()[:DIGEST_BYTES])


def _mark(secret: bytes, *parts: str) -> str:
    return text_of(hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).digest()[:MARK_BYTES])


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def judge(engine: Engine, folder: Path) -> bool:
    """Begin a new epoch where the store is older than the file in `folder`, or the file is gone and with it, it may be,
    what was kept there. Whether one began. Called by whoever serves, before anybody is answered."""
    standing = engine.read(_standing)
    try:
        said = parse((folder / STANDING).read_bytes())
    except (OSError, ValueError):
        said = None
    if isinstance(said, dict) and said.get("epoch") == standing["epoch"]:
        is_told = [isinstance(said.get(name), int) and said[name] > standing[name] for name in _COUNTS]
        is_behind = any(is_told)
    else:
        is_behind = any(standing[name] for name in _COUNTS)
    if is_behind:
        engine.write(begin)
    note(engine, folder)
    return is_behind


def note(engine: Engine, folder: Path) -> None:
    """Write down outside the store how far it has come. It may lag behind: what a device was told in between, the
    device brings back."""
    content = canonical(engine.read(_standing)).encode()
    path = folder / STANDING
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists() and path.read_bytes() == content:
        return
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


_COUNTS = ("positions", "devices")


def _standing(cursor: Cursor) -> dict[str, str | int]:
    return {
        "epoch": current(cursor),
        "positions": int(cursor.rows("SELECT coalesce(sum(last), 0) FROM scope")[0][0]),
        "devices": int(cursor.rows("SELECT count(*) FROM device WHERE role <> 'PROVINCE'")[0][0]),
    }
