"""Files beside records: attachments that go up, policy documents that come down. They never delay a record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection

from station_app.db import blobs, journal, tables
from station_app.db.blobs import NamedFiles, Sent
from station_app.db.store import Write
from station_app.domain.immutable import immutable
from station_app.domain.judging import STATION
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.records import Attachment, PolicyDocument, Receipt
from station_app.domain.wire import bytes_of, text_of
from station_app.services import acts
from station_app.services.desk import Desk

LARGEST_BYTES = 64 * 2**20
"""An attachment: the largest photo or scan that a station may send."""

FILE = "FILE"
"""The stage of a receipt for one file: its `head` is the file's SHA-256 in base64url."""

_HASH = re.compile(r"[0-9a-f]{64}")


@immutable
class FilesStanding:
    """How far files have come at a desk: its own on their way up, those that its records name by station, and how many
    are still wanted from elsewhere, in bytes too."""

    sent: Sent
    named: tuple[NamedFiles, ...]
    wanted: int
    wanted_bytes: int

    @property
    def waiting(self) -> int:
        """How many files of this desk nobody above holds."""
        return self.sent.files - self.sent.above


def standing(desk: Desk) -> FilesStanding:
    """How far files have come: what was sent, what the county has, what has not arrived."""
    left = [one.size_bytes - one.done_bytes for one in blobs.unfinished(desk.store.database, blobs.DOWN)]
    left += [size_bytes for _, size_bytes in _unasked(desk)]
    found = tuple(blobs.named(desk.store.database)) if desk.is_office else ()
    return FilesStanding(blobs.going_up(desk.store.database), found, len(left), sum(left))


def attach(desk: Desk, content: bytes) -> str:
    """Keep a file that is to go up, last of all; its hash (SHA-256, hexadecimal). Raises Rejected where it is too
    large or empty."""
    if not 0 < len(content) <= LARGEST_BYTES:
        raise reject(refusal("attachment_size", value=len(content), most=LARGEST_BYTES))
    with desk.store.transaction():
        return blobs.attach(desk.store.database, content)


def content_of(desk: Desk, name: str) -> bytes | None:
    """A file by its hash; None where not all of it is here yet."""
    return blobs.content_of(desk.store.database, name)


def want_documents(desk: Desk) -> int:
    """Ask for the files of all policy documents that were announced, and for those of records that another desk wrote:
    another computer of the station, be it gone; at an office its stations'. How many are still on their way."""
    if missing := _unasked(desk):
        with desk.store.transaction():
            for blob, size_bytes in missing:
                blobs.want(desk.store.database, blob, size_bytes)
    return len(blobs.unfinished(desk.store.database, blobs.DOWN))


def _unasked(desk: Desk) -> list[tuple[str, int]]:
    """The files that records name, and nobody has asked for yet: hash and size in bytes."""
    database = desk.store.database
    announced = [one for one in desk.records.all(PolicyDocument) if one.blob and one.size_bytes]
    found = [(one.blob, one.size_bytes or 0) for one in announced if blobs.find(database, one.blob) is None]
    found += blobs.elsewhere(database)
    return [(blob, size) for blob, size in found if _HASH.fullmatch(blob) and size <= LARGEST_BYTES]


def take_file(desk: Desk, content: bytes) -> bool | None:
    """Take a file that came by hand, where a record that is here names it: whether it was new. None where no record
    names it (yet): it is left where it lies. At an office it goes on to the platform, last of all."""
    name = hashlib.sha256(content).hexdigest()
    want_documents(desk)
    database = desk.store.database
    if not 0 < len(content) <= LARGEST_BYTES or blobs.find(database, name) is None:
        return None
    with desk.store.transaction():
        return blobs.arrived(database, content, blobs.UP if desk.is_office else blobs.DOWN)


def for_home(desk: Desk, home: str, keys: Collection[str]) -> list[tuple[str, int]]:
    """The files that an office's stick takes to a home whose devices have `keys`, as far as they are here: those of
    policy documents, and of the home's records those that another computer of it or an office has written. Hash and
    size in bytes, documents first, then small ones."""
    database = desk.store.database
    found = {one.blob: 0 for one in desk.records.all(PolicyDocument) if blobs.is_here(database, one.blob)}
    for one in desk.records.all(Attachment, station=home):
        if one.void_reason or one.blob in found or not blobs.is_here(database, one.blob):
            continue
        row = tables.read_rows(database, "attachment", [one.uid]).get(one.uid)
        author = journal.author(database, row.heads[0].journal) if row and row.heads else None
        if author is not None and set(keys) - {author.device_key}:
            found[one.blob] = one.size_bytes
    ordered = sorted(found, key=lambda name: (found[name], name))
    return [(name, held.size_bytes) for name in ordered if (held := blobs.find(database, name))]


def settle(desk: Desk) -> int:
    """After files came: make small pictures of the photos among them, and at an office tell each station which of its
    files are here, once; how many were told."""
    _make_thumbnails(desk)
    if not desk.is_office:
        return 0
    database, by_home = desk.store.database, dict[str, list[tuple[str, Write]]]()
    for name, attachment in blobs.untold(database):
        row = tables.read_rows(database, "attachment", [attachment]).get(attachment)
        author = journal.author(database, row.heads[0].journal) if row and row.heads else None
        if author is not None and author.role == STATION:
            by_home.setdefault(author.home, []).append((name, _receipt(desk, author.home, author.uid, name)))
    for home, told in by_home.items():
        with desk.store.transaction():
            made = [write for _, write in told]
            known = desk.records.known("receipt", [write.record for write in made])
            acts.write(desk, [write for write in made if write.record not in known], home)
            for name, _ in told:
                blobs.told(database, name)
    return sum(map(len, by_home.values()))


def _receipt(desk: Desk, station: str, uid: str, name: str) -> Write:
    """The receipt for one file: whichever computer of the office writes it, it is the same record."""
    made = hashlib.sha256(f"file:{desk.place.uid}:{station}:{name}".encode()).hexdigest()[:32]
    fields = {"station": station, "journal": uid, "stage": FILE, "last_seq": 0, "head": text_of(bytes.fromhex(name))}
    return Write("register", "receipt", made, {**fields, "received_on": desk.today}, is_new=True)


def heed(desk: Desk, receipt: Receipt) -> None:
    """The county says that it holds a file."""
    try:
        blobs.confirmed(desk.store.database, bytes_of(receipt.head).hex())
    except ValueError:
        return


def _make_thumbnails(desk: Desk) -> None:
    from io import BytesIO  # noqa: PLC0415  (see below)

    from station_app.services.attachments import small_of  # noqa: PLC0415  (where photos came, and never at a start)

    for name in blobs.without_thumbnail(desk.store.database):
        content = blobs.content_of(desk.store.database, name) or b""
        try:
            small = small_of(BytesIO(content)) if content.startswith(b"\xff\xd8\xff") else b""
        except Rejected:
            small = b""
        with desk.store.transaction():
            blobs.put_thumbnail(desk.store.database, name, small)
