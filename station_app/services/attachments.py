"""Files of a record: taken in, made smaller, shown."""

from __future__ import annotations

import hashlib
import struct
import warnings
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from station_app.db import blobs
from station_app.db import blobs as kept
from station_app.domain import files
from station_app.domain.files import (
    DOCUMENT,
    JPEG,
    JPEG_QUALITY,
    LARGEST_PHOTO_BYTES,
    LONG_EDGE,
    MOST_PIXELS,
    PDF,
    THUMB_EDGE,
)
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Attachment
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

TARGETS = ("visit", "opinion", "suggestion", "duty_record")
"""The kinds of records that files are attached to."""

NAME_LENGTH = 200


@immutable
class Prepared:
    """A file made ready: what will be kept, and its small picture (b"" for a paper)."""

    name: str
    what: str
    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None
    thumbnail: bytes = b""

    @property
    def blob(self) -> str:
        """The SHA-256 of what is kept."""
        return hashlib.sha256(self.content).hexdigest()


@immutable
class Held:
    """A file that lies in the database and belongs to no record yet: the fields of its attachment."""

    fields: dict[str, Any]

    @property
    def blob(self) -> str:
        """The hash by which it is kept."""
        return str(self.fields["blob"])

    @property
    def name(self) -> str:
        """What the file is called."""
        return str(self.fields["name"])


def prepare(content: bytes, name: str) -> Prepared:
    """A file as it may be kept: a photo upright, scaled down and without its place; a paper as it is.

    No database is touched: it may take seconds. Raises Rejected.
    """

    sort = files.sort_of(content)
    if sort.problem is not None:
        raise reject(sort.problem)
    called = PurePath(name.replace("\\", "/")).name
    if sort.what == DOCUMENT:
        _judge_paper(content)
        return Prepared(_shortened(called, ".pdf"), DOCUMENT, PDF, content)
    found = cleaned(content)
    called = _shortened(PurePath(called).stem, ".jpg")
    return Prepared(
        name=called,
        what=sort.what,
        media_type=JPEG,
        content=found.content,
        width=found.width,
        height=found.height,
        thumbnail=found.thumbnail,
    )


def prepare_file(path: str) -> Prepared:
    """As `prepare`, of a file on a disk or a stick. Raises Rejected where it cannot be read."""
    from pathlib import Path  # noqa: PLC0415  (names alone are asked of paths elsewhere)

    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_PHOTO_BYTES + 1)
    except OSError:
        raise reject(refusal("file_unreadable", value=PurePath(path).name)) from None
    return prepare(content, path)


def hold(desk: Desk, prepared: Prepared) -> Held:
    """Keep a file before its record is registered: it goes nowhere until then, and survives a power cut."""
    with desk.store.transaction():
        blobs.hold(desk.store.database, prepared.content)
        if prepared.thumbnail:
            kept.put_thumbnail(desk.store.database, prepared.blob, prepared.thumbnail)
    return Held(
        {
            "name": prepared.name,
            "what": prepared.what,
            "media_type": prepared.media_type,
            "size_bytes": len(prepared.content),
            "width": prepared.width,
            "height": prepared.height,
            "blob": prepared.blob,
            "cleaned": bool(prepared.thumbnail),
        }
    )


def asks(desk: Desk, kind: str, uid: str, held: Sequence[Held]) -> list[Ask]:
    """The asks that register files beside the record `uid`."""
    of = {"target_kind": kind, "target": uid, "added_on": desk.today if held else ""}
    return [Ask("attachment", "register", {**one.fields, **of}) for one in held]


def attach(desk: Desk, kind: str, uid: str, prepared: Prepared) -> Done:
    """Register a file beside a record that is here. The same file of the same record twice is one. Raises Rejected."""
    known = next((one for one in of_record(desk, kind, uid) if one.blob == prepared.blob), None)
    if known is not None:
        return Done("attachment", "register", known.uid)
    if uid not in desk.records.known(kind, [uid]):
        raise reject(refusal("unknown_reference", "target", uid, target=kind))
    held = hold(desk, prepared)
    return perform(desk, asks(desk, kind, uid, [held]))[0]


def remove(desk: Desk, attachment: str, reason: str) -> Done:
    """Take a file away from its record, with a reason; the journal remembers that it was there. Raises Rejected."""
    return perform(desk, [Ask("attachment", "void", {"void_reason": reason}, attachment)])[0]


def of_record(desk: Desk, kind: str, uid: str) -> list[Attachment]:
    """The files of a record that were not removed, in the order they were added."""
    found = desk.records.all(Attachment, target=uid)
    return [one for one in found if one.target_kind == kind and not one.void_reason]


def content_of(desk: Desk, blob: str) -> bytes | None:
    """The bytes of a file; None where they are not here (a record that came from elsewhere)."""
    return blobs.content_of(desk.store.database, blob)


def is_here(desk: Desk, blob: str) -> bool:
    """Whether all of a file is here; of one that came from elsewhere its record comes first."""
    return blobs.is_here(desk.store.database, blob)


def thumbnail_of(desk: Desk, blob: str) -> bytes | None:
    """The small picture of a photo; None for a paper, and where it was not made on this desk."""
    return kept.thumbnail(desk.store.database, blob)


def _judge_paper(content: bytes) -> None:
    from station_app.reports import press  # noqa: PLC0415  (the desk starts without its paper)

    if not press.can_be_opened(content):
        raise reject(refusal("paper_broken"))


def _shortened(name: str, ending: str) -> str:
    stem = "".join(sign for sign in name.removesuffix(ending) if sign.isprintable()) or "1"
    return stem[: NAME_LENGTH - len(ending)] + ending


BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, RuntimeError, MemoryError, struct.error)
"""What Pillow raises of a file that is cut off or lies about itself."""


@immutable
class Cleaned:
    """A picture as JPEG, its size in pixels, and a small one of it."""

    content: bytes
    width: int
    height: int
    thumbnail: bytes


def cleaned(content: bytes) -> Cleaned:
    """The picture in `content`, upright, at most `LONG_EDGE` pixels long, with no word of where it was taken.

    Raises Rejected where it has too many pixels (a small file may hold a wall), several pages, or is broken.
    """
    if files.is_read_apart(content):
        from station_app.apart import done_apart  # noqa: PLC0415  (photos of telephones alone)

        content = done_apart("picture", content, refusal("picture_broken"))
    picture = _opened(content)
    small = picture.copy()
    small.thumbnail((THUMB_EDGE, THUMB_EDGE))
    return Cleaned(_jpeg(picture), picture.width, picture.height, _jpeg(small))


def jpeg_of(content: bytes) -> bytes:
    """A picture of any form that is taken as JPEG, upright and small enough. Raises Rejected as `cleaned` does.

    A damaged file may end the process: this is asked for by `station_app.apart` alone.
    """
    try:
        import pi_heif  # noqa: PLC0415  (see above)
    except ImportError:  # no wheel for loongarch64
        if content[4:8] == b"ftyp":
            raise reject(refusal("file_phone_format")) from None
    else:
        pi_heif.register_heif_opener()
    return _jpeg(_opened(content), CAREFUL_QUALITY)


def small_of(file: BytesIO) -> bytes:
    """A small JPEG of a picture that needs no reading apart. Raises Rejected where it is broken or too large."""
    from PIL import Image, ImageOps  # noqa: PLC0415  (see above)

    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(file) as opened:
            _judge(opened)
            opened.draft("RGB", (THUMB_EDGE * 2, THUMB_EDGE * 2))
            opened.thumbnail((THUMB_EDGE * 2, THUMB_EDGE * 2))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except BROKEN:
        raise reject(refusal("picture_broken")) from None
    upright.thumbnail((THUMB_EDGE, THUMB_EDGE))
    return _jpeg(upright)


CAREFUL_QUALITY = 97
"""Of a picture that is written once more."""


def _opened(content: bytes) -> Picture:
    from PIL import Image  # noqa: PLC0415  (see above)

    Image.MAX_IMAGE_PIXELS = None  # the size is judged here, before a pixel is read
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd EXIF, which is thrown away anyhow
            with Image.open(BytesIO(content)) as opened:
                _judge(opened)
                return _painted_anew(opened)
    except BROKEN:
        raise reject(refusal("picture_broken")) from None


def _judge(opened: Picture) -> None:
    if opened.width * opened.height > MOST_PIXELS or min(opened.size) < 1:
        raise reject(refusal("picture_too_many_pixels", value=opened.width * opened.height // 10**6))
    if opened.format == "TIFF" and getattr(opened, "n_frames", 1) > 1:
        raise reject(refusal("picture_several_pages"))


def _painted_anew(opened: Picture) -> Picture:
    from PIL import Image, ImageOps  # noqa: PLC0415  (see above)

    opened.draft("RGB", (LONG_EDGE, LONG_EDGE))  # a JPEG is read at an eighth where that is enough
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    paper = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        see_through = upright.convert("RGBA")
        paper.paste(see_through, mask=see_through)
    else:
        paper.paste(upright.convert("RGB"))
    return paper


def _jpeg(picture: Picture, quality: int = JPEG_QUALITY) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()
