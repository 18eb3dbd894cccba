"""Where files that a person saves or chooses lie, and how a page says what became of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo

from station_app.text import finding as words
from station_app.ui.parts.notices import NoticeBar

MOUNTED_UNDER = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
"""Where systems without drive letters put what was plugged in."""


def documents() -> Path:
    """The folder of documents, else the person's own: what holds people's words never lands in the program's own folder
    unasked, which is where a dialog begins that is told of one that is not there."""
    places = QStandardPaths.StandardLocation
    found = (Path(QStandardPaths.writableLocation(one)) for one in (places.DocumentsLocation, places.HomeLocation))
    return next((folder for folder in found if folder.is_dir()), Path.home())


def sticks() -> list[Path]:
    """The mounted drives that look like sticks."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        is_letter = len(root) <= 3 and root[1:2] == ":" and root[:1].upper() not in ("A", "B", "C")
        if volume.isReady() and (is_letter or root.startswith(MOUNTED_UNDER)):
            found.append(Path(root))
    return found


def stick() -> Path | None:
    """The first of them; None where there is none."""
    return next(iter(sticks()), None)


def save_bytes(path: Path, content: bytes, notices: NoticeBar, said: Callable[[str], str] = words.saved_to) -> None:
    """Write `content` to `path`; a sentence says where, or that it could not be written."""
    try:
        path.write_bytes(content)
    except OSError:
        notices.show_problems([("", words.NOT_SAVED.format(path=path), True)], str)
    else:
        notices.tell(said(str(path)))
