"""The stick at a station, and at a county the look at what came, by stick or by network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected
from station_app.domain.records import Station
from station_app.services import county, documents, enrolment, import_report, stick
from station_app.services.county import BatchGroup, Came, ImportReport, Preview
from station_app.services.desk import Desk
from station_app.services.import_report import ReportRow, Told
from station_app.services.stick import ReadStick, Written
from station_app.text import explain
from station_app.text import roads as paper
from station_app.text import roads as say
from station_app.ui.pages.roads.sync import SyncPage
from station_app.ui.parts import files
from station_app.ui.parts.files import save_bytes
from station_app.ui.parts.notices import Working
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of
from station_app.ui.shell.jobs import Report
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import Acts, KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace


class IntakePage(Page):
    """Files and folders are dropped here or chosen (F2), looked at, and imported (F9).

    Where the desk has a road, further keys lead to it: to fetch from the network, to write receipts on a stick.
    """

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.INTAKE, say.INTAKE_SENTENCE)
        self._place = place
        self._paths: list[Path] = []
        self._seen: Preview | None = None
        self._told: Told | None = None
        self._is_importing = self._is_stopping = False
        self.setAcceptDrops(True)
        self._summary, self._missing = paragraph(), paragraph("", "hint")
        self._missing.hide()
        self._working = Working(self.stop)
        self._looks, self._reports = RecordList(place, LOOK), RecordList(place, REPORT)
        self.look, self.report = self._looks.table, self._reports.table
        self._tables = QStackedWidget()
        self._tables.addWidget(self.look)
        self._tables.addWidget(self.report)
        self._import_key = act_key(KeyAct(say.IMPORT, self.take), "F9")
        self._print_key = act_key(KeyAct(say.PRINT_REPORT, self._print), "F8")
        self._sheet_key = act_key(KeyAct(say.SAVE_SHEET, self._ask_path))
        self.body.addLayout(self._keys_row())
        self.body.addWidget(self._summary)
        self.body.addWidget(self._missing)
        self.body.addWidget(self._working)
        self.body.addWidget(self._tables, 1)
        for one in (self._looks, self._reports):
            self.body.addWidget(one.beneath)
        self._settle()

    def acts(self) -> Acts:
        """What can be done here now."""
        acts = {"F2": KeyAct(say.CHOOSE_FOLDER, self._ask_folder)}
        if self._seen is not None and not self.is_working:
            acts["F9"] = KeyAct(say.IMPORT, self.take)
        if self._told is not None:
            acts["F8"] = KeyAct(say.PRINT_REPORT, self._print)
        shown = self._reports if self._told is not None else self._looks
        return {**acts, **shown.export_acts()}

    def entered(self) -> None:
        """The table takes the keys; what has not arrived is read anew."""
        self._tables.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_missing()

    @property
    def place(self) -> Workplace:
        """What the page works with."""
        return self._place

    def summary_said(self) -> str:
        """What a look has found, or an import came to."""
        return self._summary.text()

    def missing_said(self) -> str:
        """Of which stations photos and papers have not arrived."""
        return self._missing.text()

    def seen(self) -> Preview | None:
        """What was looked at and waits to be imported."""
        return self._seen

    def told(self) -> Told | None:
        """What the last import came to."""
        return self._told

    @property
    def is_working(self) -> bool:
        """Whether a look or an import runs."""
        return self._place.jobs.is_under_way(self)

    def look_at(self, paths: Sequence[Path]) -> None:
        """Look at files and folders; nothing is taken yet."""
        if self.is_working:
            return
        self._paths, self._told = list(paths), None
        desk = self._place.desk

        def work(report: Report) -> Preview:
            return county.preview(desk, paths, report)

        self._start(work, self._looked, say.looking)

    def take(self) -> None:
        """Import what was looked at."""
        seen = self._seen
        if seen is None or self.is_working:
            return
        desk = self._place.desk

        def work(report: Report) -> ImportReport:
            return county.take_all(desk, seen, report, lambda: self._is_stopping)

        self._is_importing, self._is_stopping = True, False
        self._start(work, self._taken, say.importing)

    def stop(self) -> None:
        """Stop: a look at once, an import after the batch in hand."""
        if self._is_importing:
            self._is_stopping = True  # after the batch in hand: what was taken is told
        else:
            self._place.jobs.stop(self)

    def show_report(self, report: ImportReport) -> None:
        """Show what an import came to, by whatever road it came."""
        foreign = self._seen.foreign if self._seen else ()
        self._told, self._seen = import_report.told(report, foreign), None
        self._reports.show(self._told.rows)
        self._tables.setCurrentWidget(self.report)
        self._summary.setText(paper.report_totals(self._told.totals))
        self._settle()
        self.report.setFocus(Qt.FocusReason.OtherFocusReason)
        self.report.go_to(0)

    def save_sheet(self, path: Path) -> None:
        """Write the report as CSV; a sentence says where, or that it could not be written."""
        if self._told is not None:
            save_bytes(path, import_report.sheet(self._told), self.notices)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        dropped = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if dropped:
            event.acceptProposedAction()
            self.look_at(dropped)
        else:
            super().dropEvent(event)

    def _ways(self) -> Sequence[KeyAct]:
        """What comes by the network is imported as it comes: 同步 shows it."""
        if self._place.lane is None:
            return ()
        stick = self._place.way("stick", say.RECEIPTS_TO_STICK)
        return (stick, KeyAct(say.FROM_NETWORK, self._fetch))

    def _fetch(self) -> None:
        page = self._place.open("sync")
        if isinstance(page, SyncPage):
            page.send_now()

    def _keys_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        ways = [act_key(act) for act in (KeyAct(say.CHOOSE_FILES, self._ask_files), *self._ways())]
        self._import_key.setObjectName("main")
        for key in ways:
            row.addWidget(key)
        row.addStretch(1)
        for key in (self._sheet_key, self._print_key, self._import_key):
            row.addWidget(key)
        for key in (*ways, self._sheet_key, self._print_key, self._import_key):
            key.setAutoDefault(True)
        return row

    def _start(
        self, work: Callable[[Report], object], done: Callable[..., None], said: Callable[[int, int], str]
    ) -> None:
        self.notices.clear()
        self._working.say(said(0, 0), 0, 1)

        def progress(count: int, total: int) -> None:
            self._working.say(said(count, total), count, total)

        self._place.jobs.slow(work, done, self._refused, progress, owner=self, ended=self._over)
        self._settle()

    def _read_missing(self) -> None:
        desk = self._place.desk

        def work() -> list[tuple[str, int, int]]:
            named = [one for one in documents.standing(desk).named if one.missing]
            names = {one.uid: one.name for one in desk.records.all(Station)} if named else {}
            return [(names.get(one.station, paper.UNKNOWN_STATION), one.missing, one.missing_bytes) for one in named]

        self._place.jobs.read(work, self._show_missing, owner=self)

    def _show_missing(self, missing: list[tuple[str, int, int]]) -> None:
        self._missing.setText(say.files_missing(missing))
        self._missing.setVisible(bool(missing))

    def _looked(self, seen: Preview) -> None:
        self._seen = seen
        files = [one for group in seen.groups for one in group.files]
        troubles = sum(one.problem is not None for one in (*files, *seen.foreign))
        new, beside = sum(group.new for group in seen.groups), seen.new_files
        if not files and not seen.foreign and not seen.beside:
            self._seen = None
            self._summary.setText(say.NOTHING_FOUND)
        elif not new and not beside and not troubles:
            self._summary.setText(say.NOTHING_NEW)
        else:
            all_files = len(files) + len(seen.foreign) + len(seen.beside)
            self._summary.setText(say.looked(len(seen.groups), all_files, (new, beside), troubles))
        self._looks.show([*map(_of_station, seen.groups), *map(_foreign, seen.foreign)])
        self._tables.setCurrentWidget(self.look)
        self._settle()
        self.look.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look.go_to(0)

    def _taken(self, report: ImportReport) -> None:
        seen, was_stopped = self._seen, self._is_stopping
        self.show_report(report)
        if was_stopped:
            self._seen = seen
            self.notices.tell(say.STOPPED)
            self._settle()

    def _refused(self, rejected: Rejected) -> None:
        self.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)

    def _over(self) -> None:
        self._is_importing = False
        self._settle()
        self._read_missing()

    def _settle(self) -> None:
        """Show the keys of what can be done now."""
        if not self.is_working:
            self._working.hide()
        self._import_key.setVisible(self._seen is not None)
        self._import_key.setEnabled(not self.is_working)
        for key in (self._print_key, self._sheet_key):
            key.setVisible(self._told is not None)
        self._summary.setVisible(bool(self._summary.text()) and not self.is_working)
        for one in (self._looks, self._reports):
            one.beneath.setVisible(bool(one.beneath.text()) and self._tables.currentWidget() is one.table)
        self.set_acts(self.acts())

    def _print(self) -> None:
        desk, told = self._place.desk, self._told
        if told is not None:
            self._place.show_print({say.PRINT_REPORT: lambda: import_report.printed(desk, told)})

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, say.CHOOSE_FOLDER, str(files.documents())):
            self.look_at([Path(chosen)])

    def _ask_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, say.CHOOSE_FILES, str(files.documents()), say.BATCH_FILES)
        if chosen:
            self.look_at([Path(one) for one in chosen])

    def _ask_path(self) -> None:
        proposed = str(files.documents() / f"import-{self._place.desk.today}.csv")
        path, _ = QFileDialog.getSaveFileName(self, say.SAVE_SHEET, proposed, say.SHEET_FILES)
        if path:
            self.save_sheet(Path(path))


@immutable
class Looked:
    """What a station's files would bring, or a file that is nobody's, with what is wrong with it."""

    station: str
    upto: str = ""
    batches: str = ""
    new: str = ""
    same: str = ""
    gaps: str = ""
    problems: str = ""


def _of_station(group: BatchGroup) -> Looked:
    numbers = [one.number for one in group.files]
    problems = dict.fromkeys(explain(one.problem) for one in group.files if one.problem)
    return Looked(
        station=group.station or paper.UNKNOWN_STATION,
        upto=say.upto(group.last_seq),
        batches=say.batches(min(numbers), max(numbers)),
        new=say.count(group.new),
        same=say.count(sum(one.count for one in group.files if one.is_known)),
        gaps=say.gaps(group.gaps),
        problems=say.SEMICOLON.join(problems),
    )


def _foreign(one: Came) -> Looked:
    return Looked(one.path.name, problems=explain(one.problem) if one.problem else "")


def _outcome(_desk: Desk, row: ReportRow) -> str:
    return row.outcome if row.problem is None else say.because(row.outcome, row.reason)


STATION, UPTO, BATCHES, NEW, SAME, GAPS, PROBLEMS = say.LOOK_HEADS
LOOK: ListSpec[Looked] = ListSpec(
    say.INTAKE,
    (
        ListColumn(STATION, 208, lambda _desk, one: one.station),
        ListColumn(UPTO, 88, lambda _desk, one: one.upto),
        ListColumn(BATCHES, 112, lambda _desk, one: one.batches),
        ListColumn(NEW, 80, lambda _desk, one: one.new),
        ListColumn(SAME, 80, lambda _desk, one: one.same),
        ListColumn(GAPS, 136, lambda _desk, one: one.gaps),
        ListColumn(PROBLEMS, 0, lambda _desk, one: one.problems),
    ),
    say.INTAKE_EMPTY,
    beneath=lambda one: one.problems,
)
OF, BATCH, LINE, TAKEN, KNOWN, REFUSED, OUTCOME = say.REPORT_HEADS
REPORT: ListSpec[ReportRow] = ListSpec(
    say.PRINT_REPORT,
    (
        ListColumn(OF, 240, lambda _desk, row: row.station),
        ListColumn(BATCH, 96, lambda _desk, row: paper.batch(row.number)),
        ListColumn(LINE, 88, lambda _desk, row: paper.change(row.seq) if row.seq else ""),
        ListColumn(TAKEN, 72, lambda _desk, row: "" if row.seq else str(row.new)),
        ListColumn(KNOWN, 72, lambda _desk, row: "" if row.seq else str(row.same)),
        ListColumn(REFUSED, 80, lambda _desk, row: "" if row.seq else str(row.refused)),
        ListColumn(OUTCOME, 0, _outcome),
    ),
    beneath=lambda row: row.reason,
)


WIDTH = 860
NEW_STICK = "stick_wrong"


@immutable
class Brought:
    """What a stick brought a county: the names of whom it admitted just now, how many batch files there are, and how
    many photos and papers."""

    admitted: tuple[str, ...]
    batches: int
    files: int


class StickPage(Page):
    """F2 writes, F9 reads. Where a stick was never used for this, the page asks first."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.STICK, say.OFFICE_STICK_SENTENCE if place.desk.is_office else say.STICK_SENTENCE)
        self._place = place
        self._is_writing = False
        self._outcome = paragraph("", "heading")
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
        line = row_of(paragraph(say.STICK_FOLDER, "label"), self.folder, choose, stretch_after=3)
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
        said = say.written(written.batches, written.changes, written.files, written.left)
        if not (written.batches or written.files or written.left or written.has_request):
            said = say.WRITTEN_NOTHING
        self._settle(f"{said}{say.ASKS_ADMISSION}" if written.has_request else said)

    def _read(self, read: ReadStick | Brought) -> None:
        if isinstance(read, Brought):
            said = say.admitted(say.names(read.admitted), read.batches, read.files)
            self._settle(said)
            if read.batches or read.files:
                self.notices.offer(say.INTAKE_NEXT, say.TAKE_FROM_STICK, self._take_in)
            return
        self._settle(say.read(sum(one.new for one in read.takings), read.tidied, read.others, read.files))
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
    batches = sum(not one.is_known for group in seen.groups for one in group.files)
    return Brought(admitted, batches, seen.new_files)
