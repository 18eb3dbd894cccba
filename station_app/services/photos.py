"""Photos in a folder: where a telephone's lie, which there are, and small ones of them to choose by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nlargest
from io import BytesIO
from os import scandir
from pathlib import Path

from station_app import apart
from station_app.domain import files
from station_app.domain.files import LARGEST_PHOTO_BYTES
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal, reject
from station_app.services.attachments import small_of

CAMERA_FOLDER = "DCIM"
"""Where cameras and telephones keep photos (CIPA DC-009, 3.2.1)."""

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".bmp", ".gif", ".avif"})
MOST_SHOWN = 300
DEEPEST = 4
"""Folders below the one that was chosen: a telephone has DCIM/100APPLE, DCIM/Camera."""


@immutable
class Photo:
    """A photo in a folder: its path, its size and when it was written, in seconds since 1970."""

    path: str
    size: int
    written_at: float

    @property
    def name(self) -> str:
        """The file's name."""
        return Path(self.path).name


def cameras(drives: Iterable[str]) -> list[Path]:
    """The camera folders on drives: what a telephone or a camera that is plugged in shows of itself."""
    return [folder for drive in drives for folder in _camera_folders(Path(drive))]


def _camera_folders(drive: Path) -> Iterator[Path]:
    """At the top of a drive, or one below it: a telephone shows its own memory and its card."""
    try:
        inside = [Path(one.path) for one in scandir(drive) if one.is_dir()]
    except OSError:
        return
    for one in (drive, *inside):
        if one.name != CAMERA_FOLDER and (one / CAMERA_FOLDER).is_dir():
            yield one / CAMERA_FOLDER


def photos_in(folder: Path) -> list[Photo]:
    """The photos in a folder and below it, the latest first, at most `MOST_SHOWN`. Raises Rejected where the folder
    cannot be read: the telephone was unplugged, or is locked."""
    try:
        list(scandir(folder))
    except OSError:
        raise reject(refusal("photos_unreadable", value=folder.name)) from None
    return nlargest(MOST_SHOWN, _photos(folder, DEEPEST), key=lambda one: one.written_at)


def _photos(folder: Path, depth: int) -> Iterator[Photo]:
    try:
        entries = list(scandir(folder))
    except OSError:
        return
    for one in entries:
        if one.name.startswith("."):
            continue
        try:
            if one.is_dir(follow_symlinks=False):
                if depth:
                    yield from _photos(Path(one.path), depth - 1)
            elif Path(one.name).suffix.lower() in ENDINGS:
                told = one.stat()
                yield Photo(one.path, told.st_size, told.st_mtime)
        except OSError:
            continue


def small(photo: Photo) -> bytes:
    """A small JPEG of a photo to choose it by; b"" where it cannot be read: it is said when it is taken."""
    try:
        with Path(photo.path).open("rb") as file:
            content = file.read(LARGEST_PHOTO_BYTES + 1)
        if files.is_read_apart(content):
            content = apart.done_apart("picture", content, refusal("picture_broken"))
        return small_of(BytesIO(content))
    except (OSError, Rejected):
        return b""
