"""Photos of a telephone's folder with previews: chosen by keys or clicks, taken with one key."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, QStorageInfo, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QListView, QListWidget, QListWidgetItem

from station_app.db import preferences
from station_app.domain.problem import Rejected
from station_app.services import photos
from station_app.services.photos import Photo
from station_app.text import explain
from station_app.text import visits as say
from station_app.ui.parts.files import MOUNTED_UNDER, documents
from station_app.ui.parts.sheet import row_of, tip_of
from station_app.ui.shell.jobs import Report
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

SMALL = QSize(160, 160)
CELL = QSize(184, 228)
FOLDER = "photos folder"
"""The preference that holds the folder last chosen at this computer."""
GVFS = "gvfs"


class PhotosPage(Page):
    """The latest photos first. The blank or a click chooses one or lets it go; F9 takes the chosen ones, F6 asks for
    another folder. `taken(paths)` gets them; the page goes back by itself."""

    def __init__(self, place: Workplace, taken: Callable[[Sequence[str]], None]) -> None:
        super().__init__(say.PHOTOS, say.PHOTOS_SENTENCE)
        self._place, self._taken = place, taken
        self._photos: list[Photo] = []
        self._next = 0
        self.list = _Photos()
        self.list.itemSelectionChanged.connect(self._say_chosen)
        self._take = act_key(KeyAct(say.PHOTOS_TAKE, self.take), "F9")
        self._take.setObjectName("main")
        self.body.addWidget(self.list, 1)
        self.body.addLayout(row_of(act_key(KeyAct(say.PHOTOS_FOLDER, self.choose), "F6"), self._take))
        acts = {"F6": KeyAct(say.PHOTOS_FOLDER, self.choose), "F9": KeyAct(say.PHOTOS_TAKE, self.take)}
        self.set_acts({"F5": KeyAct(say.PHOTOS, self.look_again), **acts})

    def entered(self) -> None:
        """Read the telephone that is plugged in, else the folder of last time."""
        if not self._photos:
            self._place.jobs.slow(lambda _report: self._likeliest(), self._found, self._refused, owner=self)
        self.list.setFocus()

    def look_again(self) -> None:
        """The telephone was plugged in, or unlocked, meanwhile."""
        self._photos = []
        self.entered()

    def choose(self) -> None:
        """Ask for a folder."""
        begin = self._last() or documents()
        if folder := QFileDialog.getExistingDirectory(self, say.PHOTOS_FOLDER, str(begin)):
            self.show_folder(Path(folder))

    def show_folder(self, folder: Path) -> None:
        """Show the photos of a folder, and remember it."""
        desk = self._place.desk
        self._place.jobs.quick(
            lambda: preferences.put(desk.store.database, FOLDER, str(folder)), lambda _none: None, owner=self
        )
        self._place.jobs.slow(
            lambda _report: (folder, photos.photos_in(folder)), self._found, self._refused, owner=self
        )

    def chosen(self) -> list[str]:
        """The paths of the chosen photos, as they stand in the list."""
        rows = sorted(self.list.row(item) for item in self.list.selectedItems())
        return [self._photos[row].path for row in rows]

    def take(self) -> None:
        """Give the chosen ones to the record, and go back."""
        if not (paths := self.chosen()):
            self.notices.tell(say.PHOTOS_NONE_CHOSEN)
            return
        self._place.jobs.stop(self)
        self._place.back()
        self._taken(paths)

    def _likeliest(self) -> tuple[Path | None, list[Photo]]:
        found = photos.cameras(_drives())
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        for folder in (*found, self._last(), Path(pictures)):
            if folder is not None and folder.is_dir() and (held := photos.photos_in(folder)):
                return folder, held
        return None, []

    def _last(self) -> Path | None:
        kept = preferences.get(self._place.desk.store.database, FOLDER, "")
        return Path(kept) if kept and Path(kept).is_dir() else None

    def _found(self, found: tuple[Path | None, list[Photo]]) -> None:
        folder, self._photos = found
        self.list.clear()
        for one in self._photos:
            item = QListWidgetItem(self.list)
            item.setSizeHint(CELL)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            item.setToolTip(tip_of(one.name))
        self.list.setCurrentRow(0)
        self.list.clearSelection()
        self.notices.clear()
        if folder is None or not self._photos:
            self.notices.tell(say.PHOTOS_NOT_FOUND)
        self._next = 0
        self._say_chosen()
        self._show_small()

    def _show_small(self) -> None:
        """The next small picture: those in view before the rest."""
        waiting = [row for row in range(self.list.count()) if self.list.item(row).icon().isNull()]
        if not waiting or self._place.jobs.is_finished:
            return
        view = self.list.viewport().rect()
        seen = [row for row in waiting if view.intersects(self.list.visualItemRect(self.list.item(row)))]
        row = (seen or waiting)[0]
        photo = self._photos[row]

        def made(content: bytes) -> None:
            if row < len(self._photos) and self._photos[row] is photo:
                self._put(row, content)
                self._show_small()

        def work(_report: Report) -> bytes:
            return photos.small(photo)

        self._place.jobs.slow(work, made, lambda _rejected: None, owner=self)

    def _put(self, row: int, content: bytes) -> None:
        picture, room = QPixmap(), QPixmap(SMALL)
        room.fill(Qt.GlobalColor.transparent)
        if content and picture.loadFromData(content):
            with QPainter(room) as painter:
                left, top = (SMALL.width() - picture.width()) // 2, (SMALL.height() - picture.height()) // 2
                painter.drawPixmap(left, top, picture)
        icon = QIcon(room)
        icon.addPixmap(room, QIcon.Mode.Selected)  # as it is: a chosen photo is still looked at
        self.list.item(row).setIcon(icon)

    def _say_chosen(self) -> None:
        for row, one in enumerate(self._photos):
            item = self.list.item(row)
            when = datetime.fromtimestamp(one.written_at)  # noqa: DTZ006  (the clock of whoever looks)
            item.setText(say.photo_called(one.name, when, is_chosen=item.isSelected()))
        count = len(self.list.selectedItems())
        self._take.setText(say.photos_to_take(count))
        self._take.setEnabled(bool(count))

    def _refused(self, rejected: Rejected) -> None:
        self.notices.show_problems([("", explain(one), one.refuses) for one in rejected.problems], str)


class _Photos(QListWidget):
    """Small pictures in rows; the blank chooses, the arrows walk without choosing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("photos")
        self.setAccessibleName(say.PHOTOS)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListWidget.SelectionMode.MultiSelection)
        self.setIconSize(SMALL)
        self.setGridSize(CELL)
        self.setUniformItemSizes(True)
        self.setWordWrap(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+A chooses all; Enter is as the blank."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (item := self.currentItem()) is not None:
            item.setSelected(not item.isSelected())
        else:
            super().keyPressEvent(event)


def _drives() -> list[str]:
    """What is plugged in: drives, and telephones that the system shows as folders (MTP under gvfs)."""
    roots = [one.rootPath() for one in QStorageInfo.mountedVolumes() if one.isReady()]
    drives = [root for root in roots if root.startswith(MOUNTED_UNDER) or root[1:2] == ":"]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    shown = Path(runtime) / GVFS if runtime else None
    try:
        telephones = [str(one) for one in shown.iterdir()] if shown is not None else []
    except OSError:
        telephones = []
    return [*telephones, *drives]
