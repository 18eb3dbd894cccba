"""找回台账: the copies at hand, one of them in the place of what is broken or gone, and what else can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from station_app.db.keyring import Keyring
from station_app.db.rescue import Rescued
from station_app.domain.clock import Clock
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal
from station_app.services import copies, restoring
from station_app.services.copies import Copy
from station_app.services.desk import Standing, standing_of
from station_app.services.restoring import Restored
from station_app.text import copies as say
from station_app.text import desk as desk_say
from station_app.text import explain
from station_app.ui.pages.settings.unlock import NameKeys
from station_app.ui.parts.files import documents, stick, sticks
from station_app.ui.parts.notices import Working
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.record_table import RecordTable
from station_app.ui.parts.rows import RowSource, TableColumn, held
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of
from station_app.ui.shell.jobs import Jobs, Report
from station_app.ui.shell.look import LIGHT, Colours
from station_app.ui.shell.page import KeyAct, Page, act_key

WIDTHS = (220, 240, 260, 0)
RESCUE_WIDTH = 560


@immutable
class WayBack:
    """The data folder, who hears with a sentence that it holds a whole desk again, and the way to the page before: the
    lock, or the first start."""

    folder: Path
    clock: Clock
    restored: Callable[[str], None]
    before: Callable[[], None]
    colours: Colours = LIGHT


class WaysBackPage(Page):
    """F9 brings back the copy that is chosen, after a question; F2 looks for copies elsewhere, F7 leads to the page
    before. Where a database is here, all that can still be read of it can be rescued by its password."""

    def __init__(self, way: WayBack, jobs: Jobs) -> None:
        self._way, self._jobs = way, jobs
        self.standing = standing_of(way.folder)
        super().__init__(say.WAYS_BACK, say.STANDINGS[self.standing])
        self.copies: Sequence[Copy] = ()
        self._roots: list[Path] = []
        self.table = _table(way, jobs)
        self.table.opened.connect(lambda _id: self.ask())
        self._working = Working(self._stop)
        self.body.addWidget(self._working)
        self.body.addWidget(self.table, 1)
        self.people = NameKeys(self._names(), "")
        self.form = PlainForm([PlainLine("password", desk_say.PASSWORD, True)])
        self.people.watch(self.form.line("password"))
        self.form.ended.connect(self.rescue)
        self._rescue_acts = {
            "F7": KeyAct(say.TO_COPIES, self.entered),
            "F9": KeyAct(say.RESCUE_NOW, self.rescue),
        }
        self._sheet = in_middle(self._rescue_sheet(), RESCUE_WIDTH)
        self.body.addWidget(self._sheet, 1)
        self._sheet.hide()
        to_before = say.TO_LOCK if self.standing is Standing.FOUNDED else say.TO_FIRST_START
        self._copy_acts = {
            "F9": KeyAct(say.BRING_BACK, self.ask),
            "F2": KeyAct(say.ELSEWHERE, self.ask_place),
            "F7": KeyAct(to_before, way.before),
            "F5": KeyAct(say.WAYS_BACK, self.entered),
        }
        if self.standing is Standing.FOUNDED:
            self._copy_acts["F8"] = KeyAct(say.RESCUE, self.show_rescue)
        self._foot = _row_with_main(self._copy_acts, "F7", "F8")
        self.body.addWidget(self._foot)
        self.set_acts(self._copy_acts)

    def entered(self) -> None:
        """Look for copies, away from the screen's thread: a share may not answer."""
        self._sheet.hide()
        self.table.show()
        self._foot.show()
        self.set_acts(self._copy_acts)
        self._jobs.read(partial(_look, self._way.folder, tuple(self._roots)), self._show, self._refused, owner=self)

    def ask(self) -> None:
        """Say what the chosen copy holds and what is set aside for it, and ask."""
        copy = self._chosen()
        if copy is None or self._jobs.is_under_way(self):
            return
        here = restoring.last_written(self._way.folder)
        last = datetime.fromtimestamp(here).astimezone().isoformat() if here else ""
        question = say.bring_back_question(copy.made_at, say.holds(copy.visits, copy.last_number), last)
        self.notices.ask(question, say.BRING_BACK, partial(self.bring_back, copy))

    def bring_back(self, copy: Copy) -> None:
        """Put the copy in its place."""
        work = partial(_restored, self._way.folder, copy)
        self._jobs.slow(work, self._done, self._refused, self._progress, owner=self, ended=self._working.hide)

    def show_rescue(self) -> None:
        """Ask for the password that the rescue needs; F7 leads back to the copies."""
        self.table.hide()
        self._foot.hide()
        self.notices.clear()
        self._sheet.show()
        self.set_acts(self._rescue_acts)
        self.form.focus_field("password")

    def rescue(self) -> None:
        """Make a sound database of what can still be read of the one that is here."""
        password, name, way = self.form.value("password"), self.people.chosen(), self._way
        if not password or self._jobs.is_under_way(self):
            return

        def work(report: Report) -> Rescued:
            return restoring.rescue_here(way.folder, Keyring.read(way.folder).unlock(password, name), way.clock, report)

        self.form.clear("password")
        self._jobs.slow(work, self._rescued, self._refused, self._progress, owner=self, ended=self._working.hide)

    def ask_place(self) -> None:
        """Choose a folder or a stick that holds copies."""
        if found := QFileDialog.getExistingDirectory(self, say.ELSEWHERE, str(stick() or documents())):
            self.look_at(Path(found))

    def look_at(self, root: Path) -> None:
        """Look for copies at `root` too."""
        self.notices.clear()
        self._roots.insert(0, root)
        self.entered()

    def _names(self) -> list[str]:
        try:
            return Keyring.read(self._way.folder).names
        except Rejected:
            return []

    def _rescue_sheet(self) -> QWidget:
        sheet = Sheet(say.RESCUE)
        sheet.column.addWidget(paragraph(say.RESCUE_SENTENCE, "hint"))
        sheet.column.addWidget(self.people)
        sheet.column.addWidget(self.form)
        sheet.column.addWidget(_row_with_main(self._rescue_acts, "F7"))
        return sheet

    def _chosen(self) -> Copy | None:
        number = self.table.current_id()
        return self.copies[number - 1] if number else None

    def _show(self, found: Sequence[Copy]) -> None:
        self.copies = found
        pages = held(found)
        self.table.say_empty(say.NO_COPIES)
        self.table.put(RowSource(pages.count, pages.ids, self._rows, pages.all_ids))
        self.table.go_to(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._roots and not any(one.folder.is_relative_to(self._roots[0]) for one in found):
            self._refused(Rejected((refusal("copy_none", value=str(self._roots[0])),)))

    def _rows(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        return {number: _cells(self.copies[number - 1]) for number in ids}

    def _progress(self, done: int, total: int) -> None:
        self._working.say(say.BRINGING_BACK, done, total)

    def _stop(self) -> None:
        self._jobs.stop(self)

    def _done(self, restored: Restored) -> None:
        copy = restored.copy
        what = say.holds(copy.visits, copy.last_number)
        words = say.RESTORED if restored.aside is None else say.RESTORED_ASIDE
        self._way.restored(words.format(when=say.when(copy.made_at), what=what, aside=restored.aside))

    def _rescued(self, found: Rescued) -> None:
        lost = sum(one.had - one.came_to for one in found.cuts)
        self._way.restored(say.RESCUED.format(taken=found.taken, lost=lost))

    def _refused(self, rejected: Rejected) -> None:
        of_line = {one.where: explain(one) for one in rejected.problems if one.where == "password"}
        self.form.show_problems(of_line)
        if of_line:
            self.form.focus_field("password")
        told = [("", explain(one), True) for one in rejected.problems if one.where not in of_line]
        self.notices.show_problems(told, str)


def _table(way: WayBack, jobs: Jobs) -> RecordTable:
    columns = [TableColumn(head, width) for head, width in zip(say.BACK_HEADS, WIDTHS, strict=True)]
    table = RecordTable(columns, jobs.read, say.LOOKING, colours=way.colours)
    table.setAccessibleName(say.COPIES)
    return table


def _row_with_main(acts: Mapping[str, KeyAct], *others: str) -> QWidget:
    """The keys of acts in a row; that of F9 stands apart."""
    main = act_key(acts["F9"], "F9")
    main.setObjectName("main")
    keys = [act_key(acts[key], key) for key in others if key in acts]
    row = row_of(*keys, QWidget(), main, stretch_after=len(keys))
    row.setContentsMargins(0, 0, 0, 0)
    whole = QWidget()
    whole.setLayout(row)
    return whole


def _cells(copy: Copy) -> tuple[str, ...]:
    place = str(copy.folder.parent.parent.parent)
    return say.when(copy.made_at), copy.name, say.holds(copy.visits, copy.last_number), place


def _look(folder: Path, roots: Sequence[Path]) -> Sequence[Copy]:
    return copies.at_hand(folder, [*roots, *sticks()])


def _restored(folder: Path, copy: Copy, report: Report) -> Restored:
    return restoring.restore(folder, copy, report)
