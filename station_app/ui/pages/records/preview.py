"""A print in the window: its pages as they will come from the printer, as PDF, on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from station_app import text
from station_app.domain.problem import Rejected
from station_app.reports import press
from station_app.reports.press import Picture
from station_app.services import trail
from station_app.services.prints import Print
from station_app.text import explain
from station_app.text import finding as words
from station_app.text import roads as roads_say
from station_app.ui.parts.files import documents
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.notices import Working
from station_app.ui.parts.sheet import PlainLabel
from station_app.ui.shell.jobs import Jobs, Report
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page

SCREEN_DPI = 150
PRINT_DPI = 300
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Of the width that fits the window."""
SHADOW = 2 * GRID
PAPER = "paper"
STOP_KEY = "F6"

Printing = Callable[[], Print]
Note = Callable[[str, Print], None]
"""Writes a code of the list `trail_event`, and of which print, into the trail."""


class PreviewPage(Page):
    """Shows the first of `versions` (words of a version → what makes it); a key changes to the other.

    F8 prints, F9 saves; + and - zoom; Page Up and Page Down turn. `note` writes down in the trail what left the program
    on paper or as a file.
    """

    def __init__(
        self,
        versions: Mapping[str, Printing],
        jobs: Jobs,
        title: str = words.PREVIEW,
        note: Note | None = None,
    ) -> None:
        super().__init__(title, words.MAKING)
        self._versions, self._jobs, self._note = dict(versions), jobs, note
        self._version = next(iter(self._versions))
        self._print: Print | None = None
        self._images: list[QImage] = []
        self._round = 0
        self._working = Working(self.stop, STOP_KEY)
        self._zoom = ZOOMS.index(1.0)
        self.set_acts({})
        self._keys: dict[str, QPushButton] = {}
        self._sheets = QWidget()
        self._sheets.setObjectName("scrolled")
        self._column = QVBoxLayout(self._sheets)
        self._column.setSpacing(SHADOW)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._sheets)
        self._area.setAccessibleName(title)
        self._area.verticalScrollBar().valueChanged.connect(self._say_page)
        self._area.verticalScrollBar().rangeChanged.connect(self._say_page)
        self.body.addWidget(self._keys_row())
        self.body.addWidget(self._working)
        self.body.addWidget(self._area, 1)
        self._make()

    def entered(self) -> None:
        """The pages take the keys."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> Print | None:
        """The print in view; None while it is made."""
        return self._print

    def images(self) -> list[QImage]:
        """The pages in view."""
        return self._images

    def change_version(self, version: str) -> None:
        """Show another version. Raises KeyError where there is none of that name."""
        if version != self._version:
            self._versions[version]
            self._version = version
            self.notices.clear()
            self._make()

    def save_as(self, path: Path) -> None:
        """Write the PDF to `path`; a sentence says where, or that it could not be written."""
        if self._print is None:
            return
        try:
            path.write_bytes(self._print.pdf)
        except OSError:
            self.notices.show_problems([("", words.NOT_SAVED.format(path=path), True)], str)
        else:
            self._noted(trail.SAVED)
            self.notices.tell(words.saved_to(str(path)))

    def print_on(self, printer: QPrinter) -> None:
        """Paint every page on the printer's paper at 300 dots an inch."""
        if self._print is None:
            return
        pdf = self._print.pdf

        count = self._print.pages

        def work(report: Report) -> list[Picture]:
            pictures = []
            report(0, count)
            for page, picture in enumerate(press.pages(pdf, PRINT_DPI), start=1):
                report(page, count)
                pictures.append(picture)
            return pictures

        self._begin(work, lambda pictures: self._paint(printer, pictures))

    def stop(self) -> None:
        """No more of what is being made; what was made before stays."""
        self._jobs.stop(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - zoom, 0 fits the width."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom_by(1)
            case Qt.Key.Key_Minus:
                self._zoom_by(-1)
            case Qt.Key.Key_0:
                self._fit()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages fit the new width."""
        super().resizeEvent(event)
        self._draw()

    def _keys_row(self) -> QWidget:
        frame = QWidget()
        row = FlowLayout(frame)
        made: list[tuple[str, str, Callable[[], None]]] = [
            (words.SAVE_PDF, "F9", self._ask_path),
            (words.PRINT, "F8", self._ask_printer),
            (words.NARROWER, "-", partial(self._zoom_by, -1)),
            (words.FIT, "0", self._fit),
            (words.WIDER, "+", partial(self._zoom_by, 1)),
        ]
        for label, key, do in made:
            row.addWidget(self._key(label, key, do))
        if len(self._versions) > 1:
            for version in self._versions:
                button = self._key(version, "", partial(self.change_version, version))
                button.setCheckable(True)
                button.setObjectName("version")
                self._keys[version] = button
                row.addWidget(button)
        return frame

    def _key(self, label: str, key: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(text.key_label(label, key))
        button.setAccessibleName(label)
        button.setAutoDefault(True)
        button.clicked.connect(lambda _=False: do())
        return button

    def _make(self) -> None:
        self._print, self._images = None, []
        self._draw()
        self.set_heading(self.accessibleName(), words.MAKING)
        self.set_acts({})
        for version, key in self._keys.items():
            key.setChecked(version == self._version)
        making, version = self._versions[self._version], self._version

        def work(report: Report) -> tuple[str, Print, list[Picture]]:
            report(0, 1)
            made = making()
            report(0, made.pages)
            pictures = []
            for page, picture in enumerate(press.pages(made.pdf, SCREEN_DPI), start=1):
                report(page, made.pages)
                pictures.append(picture)
            return version, made, pictures

        self._begin(work, self._made)

    def _begin(self, work: Callable[[Report], Any], done: Callable[[Any], None]) -> None:
        """Long work: it says how far it is, and a key stops it."""
        self.stop()
        self._round += 1
        of_round = self._round

        def made(answer: object) -> None:
            if of_round == self._round:  # else another version was asked for in the meantime
                done(answer)

        refused, ended = partial(self._refused, of_round), partial(self._ended, of_round)
        job = self._jobs.slow(work, made, refused, self._progress, owner=self, ended=ended)
        self.destroyed.connect(job.cancel)  # whoever leaves waits for nothing
        self.set_acts({**self.acts(), STOP_KEY: KeyAct(roads_say.STOP, self.stop)})

    def _ended(self, of_round: int) -> None:
        if of_round == self._round:
            self._working.hide()
            self.set_acts({key: act for key, act in self.acts().items() if key != STOP_KEY})

    def _progress(self, done: int, total: int) -> None:
        self._working.say(words.PAGE_DONE.format(page=done) if done else words.MAKING, done, total)

    def _made(self, made: tuple[str, Print, list[Picture]]) -> None:
        version, printed, pictures = made
        if version != self._version:
            return
        self._print = printed
        self._images = [_image(picture) for picture in pictures]
        self.set_acts({"F8": KeyAct(words.PRINT, self._ask_printer), "F9": KeyAct(words.SAVE_PDF, self._ask_path)})
        self._draw()
        self._area.verticalScrollBar().setValue(0)
        self._say_page()

    def _refused(self, of_round: int, rejected: Rejected) -> None:
        if of_round == self._round:
            self.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)

    def _draw(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        # The scroll bar stands whether it is needed or not: the width must not depend on it.
        fits = self._area.width() - self._area.verticalScrollBar().sizeHint().width() - 2 * SHADOW - 4
        width = round(min(fits, 900) * ZOOMS[self._zoom])
        ratio = self.devicePixelRatioF()
        for page, image in enumerate(self._images, start=1):
            label = PlainLabel()
            label.setObjectName(PAPER)
            label.setAccessibleName(words.page_of(page, len(self._images)))
            pixmap = QPixmap.fromImage(
                image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
            )
            pixmap.setDevicePixelRatio(ratio)
            label.setPixmap(pixmap)
            self._column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            label.show()  # at once: no blink between two widths
        self._column.addStretch()

    def _say_page(self) -> None:
        if self._print is None or not self._images:
            return
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() // 2
        tops = [label.y() for label in self._sheets.findChildren(QLabel, PAPER) if label.isVisibleTo(self._sheets)]
        page = max(1, sum(top <= middle for top in tops))
        self.set_heading(self.accessibleName(), words.page_of(page, len(self._images)))

    def _zoom_by(self, step: int) -> None:
        self._zoom = max(0, min(len(ZOOMS) - 1, self._zoom + step))
        self._draw()

    def _fit(self) -> None:
        self._zoom = ZOOMS.index(1.0)
        self._draw()

    def _ask_path(self) -> None:
        if self._print is None:
            return
        # A print holds what people said: it never lands in the program's own folder unasked.
        proposed = str(documents() / self._print.name)
        path, _ = QFileDialog.getSaveFileName(self, words.SAVE_PDF, proposed, words.PDF_FILES)
        if path:
            self.save_as(Path(path))

    def _ask_printer(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self.notices.offer(words.NO_PRINTER, words.SAVE_PDF, self._ask_path)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(PRINT_DPI)
        if QPrintDialog(printer, self).exec():
            self.print_on(printer)

    def _paint(self, printer: QPrinter, pictures: list[Picture]) -> None:
        printer.setFullPage(True)
        painter = QPainter(printer)
        for page, picture in enumerate(pictures):
            if page:
                printer.newPage()
            image = _image(picture)
            paper = painter.viewport()
            size = image.size().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QPoint(0, 0), image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation))
        painter.end()
        self._noted(trail.PRINTED)
        self.notices.tell(words.PRINTED)

    def _noted(self, event: str) -> None:
        if (note := self._note) and (shown := self._print):
            self._jobs.quick(lambda: note(event, shown), lambda _: None, owner=self)


def _image(picture: Picture) -> QImage:
    image = QImage(picture.bgrx, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGB32)
    return image.copy()  # the bytes end with the picture
