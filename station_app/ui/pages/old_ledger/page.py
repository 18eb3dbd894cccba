"""收旧台账: a file becomes records in the steps of one page; nothing is written before the last of them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QStackedWidget

from station_app.db.ledgers import Import
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected
from station_app.services import ledger_import
from station_app.services.ledger_import import mapping as mappings
from station_app.services.ledger_import import taking
from station_app.services.ledger_import.mapping import ColumnMapping
from station_app.services.ledger_import.preview import Choices, LedgerPreview
from station_app.services.ledger_import.structure import Book, Table
from station_app.services.ledger_import.taking import Unfinished
from station_app.text import explain
from station_app.text import ledgers as say
from station_app.ui.pages.old_ledger.columns import ColumnsStep
from station_app.ui.pages.old_ledger.file import FileStep, SheetsStep
from station_app.ui.pages.old_ledger.preview import PreviewStep
from station_app.ui.parts.files import documents
from station_app.ui.parts.notices import Working
from station_app.ui.parts.sheet import paragraph
from station_app.ui.shell.jobs import Report
from station_app.ui.shell.page import Acts, KeyAct, Page
from station_app.ui.shell.workplace import Workplace

FILE, SHEETS, COLUMNS, PREVIEW = range(4)


@immutable
class _Opened:
    """A file that was read, whether it was taken before, and the likeliest mapping of its tables."""

    book: Book
    earlier: Import | None
    tables: tuple[Table, ...] = ()
    mapping: ColumnMapping | None = None


class OldLedgerPage(Page):
    """F2 goes on, F7 back; in the preview F4 jumps to the next problem, F6 shows problems alone, F9 leaves a row."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.OLD_LEDGERS, say.WIZARD_SENTENCE)
        self._place, self._desk = place, place.desk
        self._opened: _Opened | None = None
        self._path = Path()
        self._begun: Unfinished | None = None
        self._is_taking = self._is_stale = False
        self.choices = Choices()
        self.seen: LedgerPreview | None = None
        self.setAcceptDrops(True)
        self._where = paragraph("", "hint")
        self._working = Working(self.stop)
        self.file = FileStep(place, self._ask_file, self.next, self._show_report, self._undo)
        self.sheets = SheetsStep(self._read_again)
        self.columns = ColumnsStep(place, self.notices)
        self.preview = PreviewStep(place.sources, self.choices, self._judge, self._word, place.colours)
        self._steps = _Steps()
        for step in (self.file, self.sheets, self.columns, self.preview):
            self._steps.addWidget(step)
        self.notices.jump.connect(self.columns.go_to_field)
        for widget in (self._where, self._working):
            self.body.addWidget(widget)
        self.body.addWidget(self._steps, 1)
        self._go(FILE)

    @property
    def at(self) -> int:
        """Which step is shown."""
        return self._steps.currentIndex()

    @property
    def is_working(self) -> bool:
        """Whether a file is read, judged or taken now."""
        return self._place.jobs.is_under_way(self)

    def acts(self) -> Acts:
        """What can be done here now."""
        acts = {"F2": KeyAct(say.TAKE if self.at == PREVIEW else say.NEXT, self.next)}
        if self.at != FILE:
            acts["F7"] = KeyAct(say.BACK, self.back)
        if self.at == PREVIEW:
            acts["F4"] = KeyAct(say.NEXT_TROUBLE, self.preview.next_trouble)
            acts["F6"] = KeyAct(say.ONLY_TROUBLES, self.preview.toggle_troubles)
            acts["F9"] = KeyAct(say.LEAVE_OUT, self.preview.toggle_row)
        return acts

    def entered(self) -> None:
        """The step takes the keys."""
        if self.at == FILE:
            self.file.reload()
            self._offer_unfinished()
        self._take_keys()

    def next(self) -> None:
        """Go on from the step that is shown."""
        if not self.is_working:
            (self._read, self._guess, self._judge, self._take)[self.at]()

    def back(self) -> None:
        """To the step before; what was said there stands."""
        if not self.is_working and self.at != FILE:
            is_alone = self._opened is not None and self.at == COLUMNS and not self._asks_for_sheets(self._opened.book)
            self._go(FILE if is_alone else self.at - 1)

    def stop(self) -> None:
        """Stop what is being done; nothing of it stays."""
        self._place.jobs.stop(self)

    def read(self, path: Path) -> None:
        """Read a file, as if its path had been typed."""
        self.file.path.setText(str(path))
        self._read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """It is read at once."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and not self.is_working:
            event.acceptProposedAction()
            self.read(paths[0])
        else:
            super().dropEvent(event)

    def _ask_file(self) -> None:
        proposed = self.file.path.text() or str(documents())
        chosen, _ = QFileDialog.getOpenFileName(self, say.CHOOSE_FILE, proposed, say.FILE_FILTER)
        if chosen:
            self.read(Path(chosen))

    def _offer_unfinished(self) -> None:
        begun = taking.begun_by(self._desk)
        if begun is not None:
            self.notices.offer(
                say.unfinished(Path(begun.path).name, begun.mended), say.GO_ON, partial(self._go_on, begun)
            )

    def _go_on(self, begun: Unfinished) -> None:
        """Take up what was begun; of a file that is another by now the columns alone."""
        self._path, self._begun = Path(begun.path), begun
        self.file.path.setText(begun.path)
        self._read_again(begun.encoding, begun.separator)

    def _keep_unfinished(self) -> None:
        opened = self._opened
        if opened is None or opened.mapping is None:
            return
        book, how = opened.book, (opened.book.encoding, opened.book.separator)
        sheets = self.sheets.choice().sheets
        begun = Unfinished(str(self._path), book.hash, opened.mapping, sheets, *how, deepcopy(self.choices))
        self._place.jobs.quick(partial(taking.keep, self._desk, begun), lambda _: None, owner=self)

    def _read(self) -> None:
        typed = self.file.path.text().strip().strip('"')
        if not typed:
            self.notices.tell(say.FILE_HINT)
            return
        self._path = Path(typed)
        self._read_again("", "")

    def _read_again(self, encoding: str, separator: str) -> None:
        desk, path = self._desk, self._path

        def work(report: Report) -> _Opened:
            report(0, 1)
            book = ledger_import.read_book(path, encoding, separator)
            return _Opened(book, ledger_import.earlier(desk, book))

        self._start(work, self._was_read, say.READING)

    def _was_read(self, opened: _Opened) -> None:
        self._opened = opened
        self.choices.edits.clear()
        self.choices.left_out.clear()
        self.choices.anyway.clear()
        self.preview.forget()
        self.sheets.put(opened.book, "")
        if not any(grid.lines for grid in opened.book.grids):
            self.notices.tell(say.EMPTY_FILE)
            return
        begun, self._begun = self._begun, None
        if begun is not None and begun.hash == opened.book.hash:
            self._resume(begun)
            return
        if self._asks_for_sheets(opened.book):
            self._go(SHEETS)
        else:
            self._guess()
        self._tell_notes(opened)

    def _resume(self, begun: Unfinished) -> None:
        """To the preview as it was left."""
        self.sheets.tick(begun.sheets, begun.mapping.heading_row)
        self.choices.edits.update(begun.choices.edits)
        self.choices.left_out.update(begun.choices.left_out)
        self.choices.anyway.update(begun.choices.anyway)
        self._guess()
        if self.at == COLUMNS and self._opened is not None:
            self.columns.put(begun.mapping, self._opened.tables)
            self._judge()

    def _asks_for_sheets(self, book: Book) -> bool:
        """Whether there is something to choose: several sheets, or a text whose encoding may be another."""
        return len(book.grids) > 1 or book.form == "csv"

    def _tell_notes(self, opened: _Opened) -> None:
        said = [explain(note) for note in opened.book.notes]
        said += [explain(note) for grid in opened.book.grids for note in grid.notes]
        if self._opened is not None and self._opened.mapping is not None and self.at == COLUMNS:
            said += [explain(note) for note in self._opened.mapping.said]
        if opened.earlier is not None:
            said.insert(0, say.same_file(opened.earlier.at[:10]))
        if said:
            self.notices.tell("\n".join(said))

    def _guess(self) -> None:
        """What the columns are, as far as can be told."""
        if self._opened is None:
            return
        book, choice = self._opened.book, self.sheets.choice()
        before = self._opened.mapping
        try:
            found = tuple(ledger_import.tables(book, choice.sheets, choice.heading_row))
            if not found:
                self.notices.tell(say.NO_SHEET)
                return
            kept = mappings.remembered(self._desk, found, choice.target)
            known = mappings.answers(self._desk)
            made = kept[1] if kept else ledger_import.guess(found, choice.target, known, book.name)
        except Rejected as rejected:
            self._refused(rejected)
            self._go(SHEETS)
            return
        is_same = before is not None and before.target == made.target and set(before.columns) == set(made.columns)
        mapping = before if before is not None and is_same else made
        mapping = _with_row(mapping, choice.heading_row)
        self._opened = _Opened(book, self._opened.earlier, found, mapping)
        self.sheets.target.put(mapping.target)
        self.columns.put(mapping, found)
        self._go(COLUMNS)
        if mapping is not before:
            said = [*([say.used(kept[0])] if kept else []), *map(explain, mapping.said)]
            if said:
                self.notices.tell("\n".join(said))

    def _judge(self) -> None:
        """Judge every cell; from the columns on to the preview."""
        opened, mapping = self._opened, self.columns.mapping()
        if opened is None or mapping is None:
            return
        if self.is_working:
            self._is_stale = True  # what was said meanwhile is judged next
            return
        self._opened = opened = _Opened(opened.book, opened.earlier, opened.tables, mapping)
        desk, names, choices = self._desk, self.sheets.choice().sheets, deepcopy(self.choices)

        def work(report: Report) -> LedgerPreview:
            report(0, 1)
            return ledger_import.judge(desk, opened.book, names, mapping, choices)

        self._start(work, self._was_judged, say.JUDGING)

    def _was_judged(self, seen: LedgerPreview) -> None:
        opened = self._opened
        if opened is None or opened.mapping is None:
            return
        self.seen = seen
        if self._is_stale:
            self._is_stale = False
            self._judge()
        self.preview.put(seen, opened.mapping)
        self._keep_unfinished()
        if self.at != PREVIEW:
            self._go(PREVIEW)
            self._tell_judged(seen)

    def _tell_judged(self, seen: LedgerPreview) -> None:
        said = [explain(note) for note in seen.notes]
        if seen.others:
            said.append(say.OTHERS_LEFT.format(count=len(seen.others)))
        if said:
            self.notices.tell("\n".join(said))

    def _take(self) -> None:
        opened = self._opened
        if opened is None or opened.mapping is None:
            return
        desk, mapping, names = self._desk, opened.mapping, self.sheets.choice().sheets
        choices = deepcopy(self.choices)

        def work(report: Report) -> Import:
            taken = ledger_import.take(desk, opened.book, names, mapping, choices, report)
            mappings.keep(desk, say.last_of(mapping.of.label), mapping)
            return taken

        self._is_taking = True
        self._start(work, self._was_taken, say.TAKING)

    def _was_taken(self, taken: Import) -> None:
        self._opened, self.seen = None, None
        # In the lane of what was kept last, so that it comes behind it.
        self._place.jobs.quick(partial(taking.drop, self._desk), lambda _: None, owner=self)
        self.file.path.clear()
        self._go(FILE)
        self._show_report(taken)

    def _show_report(self, taken: Import) -> None:
        self._place.open("ledger_report", taken)

    def _undo(self, taken: Import, reason: str) -> None:
        desk = self._desk

        def work(report: Report) -> int:
            report(0, 1)
            return ledger_import.undo(desk, taken.id, reason)

        self._start(work, self._was_undone, say.UNDO)

    def _was_undone(self, count: int) -> None:
        self.file.reload()
        self.file.table.setFocus()
        self.notices.tell(say.UNDONE.format(count=count))

    def _word(self, key: str, word: str, means: str) -> None:
        mapping = self.columns.mapping()
        if mapping is not None and self._opened is not None:
            self.columns.put(mapping.with_word(key, word, means), self._opened.tables)
            self._judge()

    def _start(self, work: Callable[[Report], object], done: Callable[..., None], sentence: str) -> None:
        if not self.is_working:
            self.notices.clear()
            self._working.say(sentence, 0, 1)
            self._place.jobs.slow(work, done, self._refused, self._progress, owner=self, ended=self._settle)

    def _progress(self, done: int, total: int) -> None:
        if self._is_taking:
            self._working.say(say.progress(done, total), done, total)

    def _settle(self) -> None:
        self._is_taking = False
        self._working.hide()

    def _refused(self, rejected: Rejected) -> None:
        self.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)
        self._take_keys()

    def _go(self, step: int) -> None:
        for at in range(self._steps.count()):
            policy = QSizePolicy.Policy.Preferred if at == step else QSizePolicy.Policy.Ignored
            self._steps.widget(at).setSizePolicy(policy, policy)
        self._steps.setCurrentIndex(step)
        self._where.setText(say.steps_line(step))
        self.set_acts(self.acts())
        self._take_keys()

    def _take_keys(self) -> None:
        if self.isVisible():
            (self.file, self.sheets, self.columns, self.preview)[self.at].take_keys()


class _Steps(QStackedWidget):
    """The steps; the one in view alone says how much room is needed, and Qt would ask all of them by the width."""

    def hasHeightForWidth(self) -> bool:
        """No step is higher because it is narrow: each scrolls."""
        return False


def _with_row(mapping: ColumnMapping, heading_row: int) -> ColumnMapping:
    """The mapping with the heading's row as it was said."""
    return replace(mapping, heading_row=heading_row)
