"""U盘: write what waits, read what came back; at a county, answers to stations and requests for admission."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected
from station_app.services import county, enrolment, stick
from station_app.services.desk import Desk
from station_app.services.stick import ReadStick, Written
from station_app.text import explain
from station_app.text import roads as say
from station_app.ui.jobs import Report
from station_app.ui.pages.roads.intake import IntakePage
from station_app.ui.parts import files
from station_app.ui.parts.sheet import Sheet, in_middle, row_of, words
from station_app.ui.parts.working import Working
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

WIDTH = 860
NEW_STICK = "stick_wrong"


@immutable
class Brought:
    """What a stick brought a county: the names of whom it admitted just now, and how many batch files there are."""

    admitted: tuple[str, ...]
    files: int


class StickPage(Page):
    """F2 writes, F9 reads. Where a stick was never used for this, the page asks first."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.STICK, say.OFFICE_STICK_SENTENCE if place.desk.is_office else say.STICK_SENTENCE)
        self._place = place
        self._is_writing = False
        self._outcome = words("", "heading")
        self._outcome.hide()
        self._working = Working(self._stop)
        self.folder = QLineEdit()
        self.folder.setObjectName("folder")
        self.folder.setAccessibleName(say.STICK_FOLDER)
        self.folder.setPlaceholderText(say.NO_STICK)
        choose = act_key(KeyAct(say.CHOOSE_FOLDER, self._ask_folder))
        read = act_key(KeyAct(say.READ_STICK, self.read), "F9")
        for key in (choose, read):
            key.setAutoDefault(True)
        sheet = Sheet()
        line = row_of(words(say.STICK_FOLDER, "label"), self.folder, choose, stretch_after=3)
        line.setStretchFactor(self.folder, 1)
        sheet.column.addLayout(line)
        sheet.column.addWidget(self._working)
        sheet.column.addWidget(self._outcome)
        sheet.column.addLayout(row_of(QWidget(), read, stretch_after=0))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F2": KeyAct(say.WRITE_STICK, self.write), "F9": KeyAct(say.READ_STICK, self.read)})

    def entered(self) -> None:
        """Propose the stick that is plugged in."""
        if not self.folder.text() and (found := files.stick()):
            self.folder.setText(str(found))
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def said(self) -> str:
        """What the last act came to."""
        return self._outcome.text()

    @property
    def is_working(self) -> bool:
        """Whether a stick is written or read now."""
        return self._place.jobs.is_under_way(self)

    def write(self, *, is_new: bool = False) -> None:
        """Write what waits; `is_new`: a person said yes to a stick that was never used for this."""
        desk, root = self._place.desk, Path(self.folder.text().strip())

        def work(report: Report) -> Written:
            return stick.write(desk, root, report, is_new=is_new)

        self._is_writing = True
        self._start(work, self._written)

    def read(self) -> None:
        """Read receipts and news; at a county, requests for admission."""
        desk, root = self._place.desk, Path(self.folder.text().strip())

        def work(report: Report) -> ReadStick | Brought:
            report(0, 1)
            return _office_read(desk, root) if desk.is_office else stick.read(desk, root)

        self._is_writing = False
        self._start(work, self._read)

    def offer_file(self, path: Path) -> None:
        """Offer to read a batch that the program was started with."""
        self.folder.setText(str(path))
        self.notices.offer(say.FILE_HANDED.format(name=path.name), say.READ_STICK, self.read)

    def _start(self, work: Callable[[Report], object], done: Callable[..., None]) -> None:
        if self.is_working:
            return
        if not self.folder.text().strip():
            self.notices.tell(say.NO_STICK)
            return
        self.notices.clear()
        self._outcome.hide()
        self._place.jobs.slow(work, done, self._refused, self._progress, owner=self, ended=self._working.hide)

    def _progress(self, done: int, total: int) -> None:
        self._working.say(say.writing(done, total) if self._is_writing else say.READING, done, total)

    def _stop(self) -> None:
        self._place.jobs.stop(self)

    def _written(self, written: Written) -> None:
        said = say.written(written.batches, written.changes, written.files)
        if not (written.batches or written.files or written.has_request):
            said = say.WRITTEN_NOTHING
        self._settle(f"{said}{say.ASKS_ADMISSION}" if written.has_request else said)

    def _read(self, read: ReadStick | Brought) -> None:
        if isinstance(read, Brought):
            said = say.admitted(say.names(read.admitted), read.files)
            self._settle(said)
            if read.files:
                self.notices.offer(say.INTAKE_NEXT, say.TAKE_FROM_STICK, self._take_in)
            return
        self._settle(say.read(sum(one.new for one in read.takings), read.tidied, read.others))
        problems = [(name, problem) for name, problem in read.unsound]
        problems += [("", one.problem) for one in read.takings if one.problem]
        if problems:
            self.notices.show_problems([("", explain(one, name), True) for name, one in problems], str)

    def _take_in(self) -> None:
        page = self._place.open("intake")
        if isinstance(page, IntakePage):
            page.look_at([Path(self.folder.text().strip())])

    def _settle(self, sentence: str) -> None:
        self._outcome.setText(sentence)
        self._outcome.show()
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)  # the key that was pressed may be gone

    def _refused(self, rejected: Rejected) -> None:
        first = rejected.problems[0]
        if first.code == NEW_STICK:
            self.notices.offer(explain(first), say.USE_STICK, partial(self.write, is_new=True))
        else:
            self.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)

    def _ask_folder(self) -> None:
        proposed = self.folder.text() or str(files.stick() or files.documents())
        if chosen := QFileDialog.getExistingDirectory(self, say.CHOOSE_FOLDER, proposed):
            self.folder.setText(chosen)


def _office_read(desk: Desk, root: Path) -> Brought:
    """Admissions first: what a device has written can be taken once it is admitted."""
    admitted = tuple(enrolment.admit_from_stick(desk, text).name for text in stick.requests(root))
    seen = county.preview(desk, [root])
    return Brought(admitted, sum(not one.is_known for group in seen.groups for one in group.files))
