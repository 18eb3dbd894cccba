"""A print in the window: its pages as they will come from the printer, as PDF, on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from station_app import text
from station_app.domain.problem import Rejected
from station_app.domain.redaction import Leaf
from station_app.reports import press
from station_app.reports.press import PageSize, Picture
from station_app.services import trail
from station_app.services.printing import Print
from station_app.text import explain
from station_app.text import finding as words
from station_app.text import roads as roads_say
from station_app.ui.parts.files import documents
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.notices import Working
from station_app.ui.parts.printing import PRINT_DPI, image_of, layout_of, print_pdf
from station_app.ui.parts.sheet import PlainLabel, paragraph
from station_app.ui.shell.jobs import Jobs, Report
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page

NEAR = 8
"""So many pages at most are held as pictures: those near the view."""
LOOK_MS = 30
"""The view rests so long before the pages near it are painted: a wheel passes many."""
POINTS = 72
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

    F8 prints, F9 saves; + and - zoom; Page Up and Page Down turn. What was hidden in free text is named, and neither
    works until a person has looked (F7). `note` writes down in the trail what left the program on paper or as a file.
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
        self._is_looked_at = False
        self._kept: frozenset[str] = frozenset()
        self._round = 0
        self._working = Working(self.stop, STOP_KEY)
        self.set_acts({})
        self._keys: dict[str, QPushButton] = {}
        self._area = Sheets(jobs, title)
        self._area.moved.connect(self._say_page)
        self._found = FoundWords(self._look, self._keep)
        self.body.addWidget(self._keys_row())
        self.body.addWidget(self._found)
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
        """The pages near the view, as they are held."""
        return self._area.images()

    def change_version(self, version: str) -> None:
        """Show another version. Raises KeyError where there is none of that name."""
        if version != self._version:
            self._versions[version]
            self._version, self._kept = version, frozenset()
            self.notices.clear()
            self._make()

    def save_as(self, path: Path) -> None:
        """Write the PDF to `path`; a sentence says where, or that it could not be written."""
        if self._print is None or not self._may_leave():
            return
        try:
            path.write_bytes(self._print.pdf)
        except OSError:
            self.notices.show_problems([("", words.NOT_SAVED.format(path=path), True)], str)
        else:
            self._noted(trail.SAVED)
            self.notices.tell(words.saved_to(str(path)))

    def print_on(self, printer: QPrinter) -> None:
        """Give it to the printer as it is, else page by page, in the lane for long work (`parts.printing`)."""
        if self._print is None or not self._may_leave():
            return
        printed, sizes = self._print, self._area.sizes
        printer.setDocName(Path(printed.called or printed.name).stem)

        def work(report: Report) -> None:
            report(0, printed.pages)
            print_pdf(printer, printed.pdf, sizes, lambda page: report(page, printed.pages))

        self._begin(work, self._printed)

    def stop(self) -> None:
        """No more of what is being made; what was made before stays."""
        self._jobs.stop(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - zoom, 0 fits the width."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._area.zoom_by(1)
            case Qt.Key.Key_Minus:
                self._area.zoom_by(-1)
            case Qt.Key.Key_0:
                self._area.fit()
            case _:
                super().keyPressEvent(event)

    def _keys_row(self) -> QWidget:
        frame = QWidget()
        row = FlowLayout(frame)
        made: list[tuple[str, str, Callable[[], None]]] = [
            (words.SAVE_PDF, "F9", self._ask_path),
            (words.PRINT, "F8", self._ask_printer),
            (words.NARROWER, "-", partial(self._area.zoom_by, -1)),
            (words.FIT, "0", self._area.fit),
            (words.WIDER, "+", partial(self._area.zoom_by, 1)),
        ]
        for label, key, do in made:
            row.addWidget(_key(label, key, do))
        if len(self._versions) > 1:
            for version in self._versions:
                button = _key(version, "", partial(self.change_version, version))
                button.setCheckable(True)
                button.setObjectName("version")
                self._keys[version] = button
                row.addWidget(button)
        return frame

    def _make(self) -> None:
        self._print, self._is_looked_at = None, False
        self._found.hide()
        self._area.clear()
        self.set_heading(self.accessibleName(), words.MAKING)
        self.set_acts({})
        for version, key in self._keys.items():
            key.setChecked(version == self._version)
        making, version, width = self._versions[self._version], self._version, self._area.width_of_page()

        def work(report: Report) -> tuple[str, Print, list[PageSize], Picture]:
            report(0, 1)
            made = making()
            report(0, made.pages)
            sizes = press.page_sizes(made.pdf)
            return version, made, sizes, press.picture(made.pdf, 0, width / sizes[0].width * POINTS)

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

    def _made(self, made: tuple[str, Print, list[PageSize], Picture]) -> None:
        version, printed, sizes, first = made
        if version != self._version:
            return
        self._print = printed
        self._area.show_pages(printed.pdf, sizes, first)
        acts = {"F8": KeyAct(words.PRINT, self._ask_printer), "F9": KeyAct(words.SAVE_PDF, self._ask_path)}
        if printed.found:
            acts["F7"] = KeyAct(words.LOOKED, self._look)
            self._found.show_found(printed, self._kept)
        self.set_acts(acts)
        self._say_page()

    def _refused(self, of_round: int, rejected: Rejected) -> None:
        if of_round == self._round:
            self.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)

    def _look(self) -> None:
        """A person has looked at what was hidden."""
        self._is_looked_at = True
        self._found.hide()
        self.notices.clear()
        self.set_acts({key: act for key, act in self.acts().items() if key != "F7"})

    def _keep(self, word: str) -> None:
        """What looks like a name is none, or is one after all: the print is made anew."""
        if self._print is None or self._print.again is None:
            return
        self._kept ^= {word}
        again, kept = self._print.again, self._kept
        self._versions[self._version] = lambda: again(kept)
        self._make()

    def _may_leave(self) -> bool:
        """Whether the print may be printed and saved; a sentence says what is to be done before."""
        may = self._is_looked_at or self._print is None or not self._print.found
        if not may:
            self.notices.show_problems([("", words.LOOK_BEFORE, True)], str)
        return may

    def _say_page(self) -> None:
        if self._print is not None and (page := self._area.page_in_view()):
            self.set_heading(self.accessibleName(), words.page_of(page, len(self._area.sizes)))

    def _ask_path(self) -> None:
        if self._print is None or not self._may_leave():
            return
        # A print holds what people said: it never lands in the program's own folder unasked.
        proposed = str(documents() / self._print.name)
        path, _ = QFileDialog.getSaveFileName(self, words.SAVE_PDF, proposed, words.PDF_FILES)
        if path:
            self.save_as(Path(path))

    def _ask_printer(self) -> None:
        if not self._may_leave():
            return
        if not QPrinterInfo.availablePrinterNames():
            self.notices.offer(words.NO_PRINTER, words.SAVE_PDF, self._ask_path)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(PRINT_DPI)
        if self._area.sizes:
            printer.setPageLayout(layout_of(self._area.sizes[0]))
        if QPrintDialog(printer, self).exec():
            self.print_on(printer)

    def _printed(self, _answer: object) -> None:
        self._noted(trail.PRINTED)
        self.notices.tell(words.PRINTED)

    def _noted(self, event: str) -> None:
        if (note := self._note) and (shown := self._print):
            self._jobs.quick(lambda: note(event, shown), lambda _: None, owner=self)


class Sheets(QScrollArea):
    """The pages of a PDF below one another. `moved`: others came into view. Only those near it are held as pictures."""

    moved = Signal()

    def __init__(self, jobs: Jobs, title: str) -> None:
        super().__init__()
        self._jobs, self._zoom = jobs, ZOOMS.index(1.0)
        self._pdf = b""
        self._sizes: list[PageSize] = []
        self._images: dict[int, QImage] = {}
        self._widths: dict[int, int] = {}
        self._labels: list[QLabel] = []
        sheets = QWidget()
        sheets.setObjectName("scrolled")
        self._column = QVBoxLayout(sheets)
        self._column.setSpacing(SHADOW)
        self.setWidgetResizable(True)
        self.setWidget(sheets)
        self.setAccessibleName(title)
        for moved in (self.verticalScrollBar().valueChanged, self.verticalScrollBar().rangeChanged):
            moved.connect(self._move)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LOOK_MS)
        self._soon.timeout.connect(self._paint_near)

    @property
    def sizes(self) -> list[PageSize]:
        """The sizes of the pages."""
        return list(self._sizes)

    def images(self) -> list[QImage]:
        """The pages that are held, in their order."""
        return [self._images[number] for number in sorted(self._images)]

    def clear(self) -> None:
        """Show no page."""
        self._show_places(b"", [])

    def show_pages(self, pdf: bytes, sizes: list[PageSize], first: Picture) -> None:
        """A place for each page, empty until it comes near the view; the first is painted already."""
        self._show_places(pdf, sizes)
        self._widths[0] = self.width_of_page()
        self._hold(0, first)
        self.verticalScrollBar().setValue(0)

    def page_in_view(self) -> int:
        """The page in the middle of the view, from 1; 0 where there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return max(1, sum(label.y() <= middle for label in self._labels)) if self._labels else 0

    def width_of_page(self) -> int:
        """The width of a page in the view, in pixels."""
        # The scroll bar stands whether it is needed or not: the width must not depend on it.
        fits = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * SHADOW - 4
        return max(round(min(fits, 900) * ZOOMS[self._zoom] * self.devicePixelRatioF()), 1)

    def zoom_by(self, step: int) -> None:
        """Wider or narrower."""
        self._zoom = max(0, min(len(ZOOMS) - 1, self._zoom + step))
        self._lay()

    def fit(self) -> None:
        """As wide as the window."""
        self._zoom = ZOOMS.index(1.0)
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages fit the new width."""
        super().resizeEvent(event)
        self._lay()

    def _show_places(self, pdf: bytes, sizes: list[PageSize]) -> None:
        self._pdf, self._sizes, self._images, self._widths = pdf, sizes, {}, {}
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._labels = [PlainLabel() for _ in sizes]
        for page, label in enumerate(self._labels, start=1):
            label.setObjectName(PAPER)
            label.setScaledContents(True)
            label.setAccessibleName(words.page_of(page, len(sizes)))
            self._column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            label.show()  # at once: no blink between two widths
        self._column.addStretch()
        self._lay()

    def _lay(self) -> None:
        """Give each page its room; what is painted is stretched until it is painted anew."""
        width = self.width_of_page() / self.devicePixelRatioF()
        for label, size in zip(self._labels, self._sizes, strict=True):
            label.setFixedSize(round(width), round(width * size.height / size.width))
        self._soon.start()

    def _move(self) -> None:
        self._soon.start()
        self.moved.emit()

    def _near(self) -> list[int]:
        """The pages near the view, from 0, those in its middle first."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        far = [(abs(label.y() + label.height() / 2 - middle), page) for page, label in enumerate(self._labels)]
        return [page for _, page in sorted(far)[:NEAR]]

    def _paint_near(self) -> None:
        """Ask for the pages near the view that are not held in the present width; let go of the others."""
        if self._jobs.is_finished:
            return
        near, width = self._near(), self.width_of_page()
        for page in set(self._widths) - set(near):
            del self._widths[page]
            self._images.pop(page, None)
            self._labels[page].setPixmap(QPixmap())
        for page in near:
            if self._widths.get(page) != width:
                self._widths[page] = width
                work = partial(press.picture, self._pdf, page, width / self._sizes[page].width * POINTS)
                self._jobs.read(work, partial(self._painted, self._pdf, page, width), owner=self)

    def _painted(self, pdf: bytes, page: int, width: int, picture: Picture) -> None:
        if pdf is self._pdf and self._widths.get(page) == width:  # else it is far, or wanted in another width
            self._hold(page, picture)

    def _hold(self, page: int, picture: Picture) -> None:
        self._images[page] = image = image_of(picture)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._labels[page].setPixmap(pixmap)


class FoundWords(QWidget):
    """What was hidden in free text: the words, those that only look like a name each with a key that lets it stand, and
    the key that says that a person has looked."""

    def __init__(self, looked: Callable[[], None], keep: Callable[[str], None]) -> None:
        super().__init__()
        self._looked, self._keep = looked, keep
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_found(self, printed: Print, kept: frozenset[str]) -> None:
        """Name what a print hides."""
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        told = dict.fromkeys(one.text for one in printed.found)
        doubtful = sorted({one.text for one in printed.found if one.kind is Leaf.NAME and not one.is_own} | kept)
        self._column.addWidget(paragraph(words.look_first(len(printed.found), list(told)), "hint"))
        row = FlowLayout(frame := QWidget())
        row.addWidget(_key(words.LOOKED, "F7", self._looked))
        for word in doubtful:
            button = _key(words.LET_STAND.format(word=word), "", partial(self._keep, word))
            button.setCheckable(True)
            button.setChecked(word in kept)
            row.addWidget(button)
        self._column.addWidget(frame)
        self.show()


def _key(label: str, key: str, do: Callable[[], None]) -> QPushButton:
    button = QPushButton(text.key_label(label, key))
    button.setAccessibleName(label)
    button.setAutoDefault(True)
    button.clicked.connect(lambda _=False: do())
    return button
