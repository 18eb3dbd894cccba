"""Files beside a record: the strip of them, and one to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from station_app.domain import lifecycle
from station_app.domain.field import values_of
from station_app.domain.files import PDF
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import STATELESS
from station_app.domain.problem import Rejected
from station_app.services import attachments, printing
from station_app.services.acts import Ask, perform
from station_app.services.attachments import Held, Prepared
from station_app.services.printing import Print
from station_app.text import explain
from station_app.text import visits as say
from station_app.ui.parts.act_form import ActForm
from station_app.ui.parts.files import documents
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.sheet import PlainLabel, emptied, let_go, paragraph, row_of, tip_of
from station_app.ui.shell.jobs import Report
from station_app.ui.shell.keys import picture_copied
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0)
"""Of the whole picture in the window."""


@immutable
class Shown:
    """A file as a list shows it; `attachment` is its record, "" for one that waits for its record."""

    name: str
    blob: str
    media_type: str
    size_bytes: int
    attachment: str = ""


def open_file(place: Workplace, files: Sequence[Shown], at: int, removed: Callable[[], None] | None = None) -> None:
    """Lay the file `at` over the present page. `removed` is told when one was taken away or is
    called otherwise; without it neither can be."""
    one = files[at]
    if one.media_type == PDF:
        content = partial(_paper, place, one)
        place.show_print({one.name: content}, say.file_of(one.name, 1, 1))
    else:
        pictures = [found for found in files if found.media_type != PDF]
        place.open("file", pictures, pictures.index(one), removed)


class FileViewPage(Page):
    """A photo: + and - make it larger and smaller, ← and → show the one before and the next."""

    def __init__(
        self, place: Workplace, files: Sequence[Shown], at: int, removed: Callable[[], None] | None = None
    ) -> None:
        super().__init__("", say.FILE_KEYS)
        self._place, self._files, self._at, self._removed = place, list(files), at, removed
        self._image = QImage()
        self._zoom = 0
        self._form: ActForm | None = None
        self._picture = PlainLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._slot = QVBoxLayout()
        self._area = QScrollArea()
        self._area.setWidget(self._picture)
        self._area.setWidgetResizable(True)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        acts = {"F6": KeyAct(say.FILE_WHAT, self.ask_what), "F7": KeyAct(say.FILE_REMOVE, self.ask_removal)}
        self._keys = [act_key(act, key) for key, act in acts.items()]
        if removed is not None:
            self.set_acts({**acts, "Ctrl+Return": KeyAct(say.FILE_REMOVE, self._go)})
        self.body.addLayout(row_of(*self._keys))
        for key in self._keys:
            key.setVisible(removed is not None)  # only now: a key without a parent would open a window
        self.body.addLayout(self._slot)
        self.body.addWidget(self._area, 1)
        self._show()

    def image(self) -> QImage:
        """The picture in view; a null image where its bytes are not here."""
        return self._image

    def ask_removal(self) -> None:
        """Ask why the file is to go."""
        self._ask("void", say.FILE_REMOVE, {}, self._take_away)

    def ask_what(self) -> None:
        """Ask what sort of paper it is: a photo, a signed sheet, a letter."""
        uid = self._files[self._at].attachment
        self._ask("correct", say.FILE_WHAT, self._place.desk.records.rows("attachment", [uid])[uid].values, self._say)

    def _ask(
        self, name: str, called: str, values: Mapping[str, object], wanted: Callable[[dict[str, object]], None]
    ) -> None:
        act = lifecycle.act_of("attachment", name, STATELESS)
        if act is None or self._form is not None:
            return
        form = self._form = ActForm(act, called, values, self._place.desk, self._place.sources)
        form.wanted.connect(wanted)
        form.given_up.connect(self._close_form)
        self._slot.addWidget(form)
        form.show()
        form.form.focus_first()
        QTimer.singleShot(0, self, self._draw)  # only once the question has taken its room

    def form(self) -> ActForm | None:
        """The question that is open."""
        return self._form

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ - 0 and the arrows."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom_to(self._zoom + 1)
            case Qt.Key.Key_Minus:
                self._zoom_to(self._zoom - 1)
            case Qt.Key.Key_0:
                self._zoom_to(0)
            case Qt.Key.Key_Right | Qt.Key.Key_PageDown:
                self._turn(1)
            case Qt.Key.Key_Left | Qt.Key.Key_PageUp:
                self._turn(-1)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The whole picture fits the new window."""
        super().resizeEvent(event)
        self._draw()

    def _show(self) -> None:
        one = self._files[self._at]
        self.set_heading(say.file_of(one.name, self._at + 1, len(self._files)), say.FILE_KEYS)
        content = attachments.content_of(self._place.desk, one.blob)
        self._image = QImage.fromData(content) if content else QImage()
        self._picture.setAccessibleName(one.name)
        self._draw()

    def _draw(self) -> None:
        if self._image.isNull():
            self._picture.setText(say.FILE_GONE)
            return
        room = self._area.viewport().size() - QSize(4, 4)
        size = self._image.size().scaled(room * ZOOMS[self._zoom], Qt.AspectRatioMode.KeepAspectRatio)
        if self._zoom == 0 and size.width() > self._image.width():
            size = self._image.size()
        drawn = self._image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        self._picture.setPixmap(QPixmap.fromImage(drawn))

    def _zoom_to(self, zoom: int) -> None:
        self._zoom = max(0, min(zoom, len(ZOOMS) - 1))
        self._draw()

    def _turn(self, step: int) -> None:
        self._at = max(0, min(self._at + step, len(self._files) - 1))
        self._zoom = 0
        self._show()

    def _go(self) -> None:
        if self._form is not None:
            self._form.submit()

    def _take_away(self, fields: dict[str, object]) -> None:
        desk, one = self._place.desk, self._files[self._at]
        work = partial(attachments.remove, desk, one.attachment, str(fields["void_reason"]))
        self._place.jobs.save(work, lambda _: self._gone(), self._refused, owner=self)

    def _say(self, fields: dict[str, object]) -> None:
        desk, one = self._place.desk, self._files[self._at]
        ask = Ask("attachment", "correct", fields, one.attachment)
        self._place.jobs.save(partial(perform, desk, [ask]), lambda _: self._said(one.name), self._refused, owner=self)

    def _said(self, name: str) -> None:
        self._close_form()
        if self._removed is not None:
            self._removed()
        self.notices.tell(say.FILE_SAID.format(name=name))

    def _gone(self) -> None:
        self._close_form()
        gone = self._files.pop(self._at)
        if self._removed is not None:
            self._removed()
        self.notices.tell(say.FILE_REMOVED.format(name=gone.name))
        if self._files:
            self._at = min(self._at, len(self._files) - 1)
            self._show()
        else:
            for key in self._keys:
                key.hide()
            self.set_acts({})
            self._picture.clear()
            self._image = QImage()

    def _refused(self, rejected: Rejected) -> None:
        problems = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self._form.show_problems(problems) if self._form is not None else problems
        self.notices.show_problems([("", sentence, refuses) for _, sentence, refuses in left], str)

    def _close_form(self) -> None:
        if self._form is not None:
            let_go(self._slot, self._form)
            self._form = None
            QTimer.singleShot(0, self, self._draw)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _paper(place: Workplace, one: Shown) -> Print:
    made = printing.counted(attachments.content_of(place.desk, one.blob) or b"", one.name)
    return replace(made, called=one.attachment or one.blob)


THUMB = QSize(72, 54)
KEY_WIDTH = 200
NAME_SHOWN = 12

Source = tuple[str, Callable[[], Prepared]]
"""A file's name, and what reads it and makes it ready."""


@immutable
class _Taken:
    held: tuple[Held, ...]
    refused: tuple[str, ...]


class AttachmentStrip(QWidget):
    """Files of the record `target` (kind and uid), or, without one, files that wait for the record being typed.

    `changed()`: a file came or went. Files are made ready in the slow lane; `is_busy` tells while they are.
    """

    changed = Signal()

    def __init__(self, place: Workplace, target: tuple[str, str] | None = None) -> None:
        super().__init__()
        self._place, self._target = place, target
        self._held: list[Held] = []
        self.setAccessibleName(say.FILES_PART)
        self.add_key = _link(KeyAct(say.ADD_FILE, self.choose), "F12")
        self.photos_key = _link(KeyAct(say.PHOTOS, self.choose_photos), "Shift+F12")
        self._hint, self._trouble = paragraph(say.FILES_HINT, "hint"), paragraph("", "problem")
        self._adds = place.may("attachment", "register")
        self._stop = act_key(KeyAct(say.STOP, self._cancel))
        self._row = QWidget()
        FlowLayout(self._row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.add_key)
        line.addWidget(self.photos_key)
        line.addWidget(self._hint, 1)
        line.addWidget(self._stop)
        column.addLayout(line)
        column.addWidget(self._row)
        column.addWidget(self._trouble)
        for one in (self._trouble, self._stop):
            one.hide()
        for one in (self.add_key, self.photos_key, self._hint):
            one.setVisible(self._adds)
        self.setAcceptDrops(self._adds)
        self.reload()

    @property
    def is_busy(self) -> bool:
        """Whether files are still being made ready."""
        return self._place.jobs.is_under_way(self)

    def held(self) -> tuple[Held, ...]:
        """The files that wait for their record."""
        return tuple(self._held)

    def content(self) -> list[dict[str, Any]]:
        """What a draft keeps: the files lie in the database already."""
        return [dict(one.fields) for one in self._held]

    def put(self, kept: Sequence[Mapping[str, Any]]) -> None:
        """Show the files that a draft holds."""
        self._held = [Held(dict(one)) for one in kept]
        self.reload()

    def choose(self) -> None:
        """Ask which files, and take them."""
        paths, _ = QFileDialog.getOpenFileNames(self, say.FILES_CHOOSE, str(documents()), say.FILES_FILTER)
        if paths:
            self.add_paths(paths)

    def choose_photos(self) -> None:
        """Lay the photos of a telephone's folder over the page."""
        self._place.open("photos", self.add_paths)

    def add_paths(self, paths: Sequence[str]) -> None:
        """Take files from a disk or a stick."""
        self._take([(path.replace("\\", "/").rsplit("/", 1)[-1], partial(_read, path)) for path in paths])

    def add_picture(self, picture: QImage) -> None:
        """Take a picture that was copied."""
        content = _png(picture)
        self._take([(say.PASTED, lambda: attachments.prepare(content, say.PASTED))])

    def reload(self) -> None:
        """Show the files as they stand now."""
        row = emptied(self._row)
        files = self._shown()
        for at, one in enumerate(files):
            key = self._file_key(one, partial(self._open, files, at))
            row.addWidget(key)
            key.show()
        self._row.setVisible(bool(files))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped here."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """What was dropped is taken."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths or event.mimeData().hasImage():
            event.acceptProposedAction()
        else:
            super().dropEvent(event)
        if paths:
            self.add_paths(paths)
        elif event.mimeData().hasImage():
            self.add_picture(QImage(event.mimeData().imageData()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A picture is pasted; Delete takes away the file that the keys are on, before it is registered."""
        if event.matches(QKeySequence.StandardKey.Paste) and (picture := picture_copied()) is not None:
            self.add_picture(picture)
        elif event.key() == Qt.Key.Key_Delete and self._target is None:
            self._drop(self.focusWidget())
        else:
            super().keyPressEvent(event)

    def _shown(self) -> list[Shown]:
        if self._target is None:
            return [_shown_of(one.fields) for one in self._held]
        found = attachments.of_record(self._place.desk, *self._target)
        return [_shown_of(values_of(one)) for one in found]

    def _file_key(self, one: Shown, do: Callable[[], None]) -> QPushButton:
        stem = one.name if len(one.name) <= NAME_SHOWN else f"{one.name[:NAME_SHOWN]}…"
        key = QPushButton(f"{stem}\n{say.size(one.size_bytes)}")
        key.setObjectName(f"file_{one.blob}")
        key.setAccessibleName(one.name)
        key.setToolTip(tip_of(one.name))
        key.setAutoDefault(True)
        key.setProperty("role", "file")
        key.setFixedSize(KEY_WIDTH, THUMB.height() + 12)
        small = attachments.thumbnail_of(self._place.desk, one.blob)
        picture = QPixmap()
        if small and picture.loadFromData(small):
            key.setIcon(QIcon(picture))
            key.setIconSize(THUMB)
        else:
            sort = say.PAPER if attachments.is_here(self._place.desk, one.blob) else say.FILE_TO_COME
            key.setText(f"{sort}  {key.text()}")
        key.clicked.connect(lambda _=False: do())
        return key

    def _open(self, files: Sequence[Shown], at: int) -> None:
        open_file(self._place, files, at, self._removed if self._target is not None and self._adds else None)

    def _removed(self) -> None:
        self.reload()
        self.changed.emit()

    def _drop(self, key: QWidget | None) -> None:
        name = key.objectName().removeprefix("file_") if key is not None else ""
        kept = [one for one in self._held if one.blob != name]
        if len(kept) < len(self._held):
            self._held = kept
            self.reload()
            self.add_key.setFocus()
            self.changed.emit()

    def _take(self, sources: Sequence[Source]) -> None:
        if self.is_busy:
            return
        self._trouble.hide()
        desk, target = self._place.desk, self._target
        known = {one.blob for one in self._shown()}

        def work(report: Report) -> _Taken:
            held, refused = [], []
            for done, (name, make) in enumerate(sources):
                report(done, len(sources))
                try:
                    ready = make()
                except Rejected as rejected:
                    refused += [explain(one, name) for one in rejected.problems]
                    continue
                if ready.blob in known:
                    refused.append(say.FILES_SAME.format(name=name))
                    continue
                known.add(ready.blob)
                if target is None:
                    held.append(attachments.hold(desk, ready))
                else:
                    attachments.attach(desk, *target, ready)
            return _Taken(tuple(held), tuple(refused))

        self._say_progress(0, len(sources))
        self._place.jobs.slow(work, self._took, self._stopped, self._say_progress, owner=self, ended=self._ended)

    def _took(self, taken: _Taken) -> None:
        self._say_trouble(taken.refused)
        self._held += taken.held
        self.reload()
        self.changed.emit()

    def _stopped(self, rejected: Rejected) -> None:
        self._say_trouble([explain(one) for one in rejected.problems])
        self.reload()

    def _ended(self) -> None:
        self._stop.hide()
        self._hint.setText(say.FILES_HINT)

    def _say_trouble(self, sentences: Sequence[str]) -> None:
        self._trouble.setText("\n".join(sentences))
        self._trouble.setVisible(bool(sentences))

    def _say_progress(self, done: int, total: int) -> None:
        self._stop.show()
        self._hint.setText(say.FILES_WORKING.format(done=min(done + 1, total), total=total))

    def _cancel(self) -> None:
        self._place.jobs.stop(self)


def _link(act: KeyAct, key: str) -> QPushButton:
    link = act_key(act, key)
    link.setProperty("role", "link")
    link.setAutoDefault(True)
    return link


def _read(path: str) -> Prepared:
    return attachments.prepare_file(path)


def _shown_of(fields: Mapping[str, Any]) -> Shown:
    media, size = str(fields["media_type"]), int(fields["size_bytes"] or 0)
    return Shown(str(fields["name"]), str(fields["blob"]), media, size, str(fields.get("uid", "")))


def _png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(picture)
    return bytes(buffer.data().data())
