"""One file in full: a photo that can be made larger, a paper in the print's own view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout

from station_app.domain import lifecycle
from station_app.domain.files import PDF
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import STATELESS
from station_app.domain.problem import Rejected
from station_app.services import attachments, prints
from station_app.services.acts import Ask, perform
from station_app.services.prints import Print
from station_app.text import explain
from station_app.text import visits as say
from station_app.ui.pages.act_form import ActForm
from station_app.ui.parts.plain import PlainLabel
from station_app.ui.parts.sheet import let_go, row_of
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
        self._place.jobs.save(lambda: perform(desk, [ask]), lambda _: self._said(one.name), self._refused, owner=self)

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
    made = prints.counted(attachments.content_of(place.desk, one.blob) or b"", one.name)
    return replace(made, called=one.attachment or one.blob)
