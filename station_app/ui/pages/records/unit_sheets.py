"""What units without a program owe: a workbook for each to fill in; what came back, shown before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from station_app.services import prints, unit_sheets
from station_app.services.unit_sheets import Owing, ReturnedLine
from station_app.text import explain
from station_app.text import ledgers as say
from station_app.ui.parts.files import documents
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import wrapped
from station_app.ui.shell.jobs import Report
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.page import Acts, KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

UNIT, OPEN, LATE = say.OWING_HEADS
OWING: ListSpec[Owing] = ListSpec(
    say.UNIT_SHEETS,
    (
        ListColumn(UNIT, 0, lambda _desk, one: one.unit),
        ListColumn(OPEN, 140, lambda _desk, one: str(one.count), cell=lambda _desk, one: one.count),
        ListColumn(
            LATE,
            140,
            lambda _desk, one: str(one.overdue) if one.overdue else "",
            tone=lambda words: "late" if words else "",
            cell=lambda _desk, one: one.overdue,
        ),
    ),
    say.NOBODY_OWES,
)


def outcome(one: ReturnedLine) -> str:
    """What would become of a line, or what keeps it out."""
    if refused := [explain(problem) for problem in one.problems if problem.refuses]:
        return say.KEPT_OUT.format(why=say.BETWEEN_REASONS.join(refused))
    if one.is_known:
        return say.KNOWN_ALREADY
    done = say.WOULD_DO.format(acts=say.BETWEEN_ACTS.join(say.OF_UNIT[act] for act in one.acts))
    return say.BETWEEN_REASONS.join([done, *map(explain, one.problems)])


LINE, NUMBER, TITLE, OUTCOME = say.RETURNED_HEADS
RETURNED: ListSpec[ReturnedLine] = ListSpec(
    say.RETURNED,
    (
        ListColumn(LINE, 60, lambda _desk, one: str(one.line), cell=lambda _desk, one: one.line),
        ListColumn(NUMBER, 200, lambda _desk, one: one.number),
        ListColumn(TITLE, 300, lambda _desk, one: f"{one.title}\n{one.unit}"),
        ListColumn(
            OUTCOME,
            0,
            lambda _desk, one: outcome(one),
            tone=lambda words: "late" if words.startswith(say.KEPT_OUT.format(why="")) else "",
        ),
    ),
    say.NOTHING_RETURNED,
    two_lines=True,
    beneath=outcome,
)


def _keys(acts: Acts) -> QWidget:
    """The acts of a page under its list, the main one first."""
    keys = {key: act_key(act, key) for key, act in acts.items()}
    keys["F9"].setObjectName("main")
    return wrapped(*keys.values())


class UnitSheetsPage(Page):
    """A line for each unit that owes something. F9 writes its workbook, F6 those of all, F8 prints its slips, F7 reads
    one that came back."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.UNIT_SHEETS, say.UNIT_SHEETS_SENTENCE)
        self._place = place
        self.list = RecordList(place, OWING)
        self.table = self.list.table
        acts = {
            "F9": KeyAct(say.WRITE_SHEET, self.write),
            "F7": KeyAct(say.READ_SHEET, self.read),
            "F6": KeyAct(say.WRITE_ALL, self.write_all),
            "F8": KeyAct(say.PRINT_SLIPS, self.print_slips),
        }
        self.body.addWidget(self.table, 1)
        self.body.addWidget(_keys(acts))
        self.set_acts({**acts, "F5": KeyAct(say.UNIT_SHEETS, self.entered), **self.list.export_acts()})

    def entered(self) -> None:
        """Count again, away from the screen's thread."""
        desk = self._place.desk
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.jobs.read(lambda: unit_sheets.owing(desk), self.list.show, owner=self)

    def write(self) -> None:
        """Ask where the current unit's workbook goes, and write it."""
        if (one := self.list.current()) is None:
            return
        proposed = documents() / f"{unit_sheets.file_name(one.unit)}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, say.WRITE_SHEET, str(proposed), say.SHEET_FILES)
        if chosen:
            self.save([one.unit], lambda _unit: Path(chosen).with_suffix(".xlsx"))

    def write_all(self) -> None:
        """Ask for a folder, and write every unit's workbook into it."""
        chosen = QFileDialog.getExistingDirectory(self, say.WRITE_ALL, str(documents()))
        if chosen:
            units = [one.unit for one in self.list.lines]
            self.save(units, lambda unit: Path(chosen) / f"{unit_sheets.file_name(unit)}.xlsx")

    def save(self, units: list[str], path_of: Callable[[str], Path]) -> None:
        """Write the workbooks of some units, in the lane for what takes its time."""
        desk, paths = self._place.desk, [(unit, path_of(unit)) for unit in units]
        self.notices.clear()

        def work(_report: Report) -> int:
            return sum(unit_sheets.save(desk, unit, path) for unit, path in paths)

        def done(count: int) -> None:
            where = paths[0][1] if len(paths) == 1 else paths[0][1].parent
            self.notices.tell(say.SHEETS_WRITTEN.format(units=len(paths), count=count, where=where))

        if paths:
            self._place.jobs.slow(work, done, owner=self)

    def print_slips(self) -> None:
        """The slips of all opinions that the current unit owes, in one stack."""
        if (one := self.list.current()) is None:
            return
        desk, unit = self._place.desk, one.unit
        opinions = unit_sheets.opinions_of(desk, unit)
        if not opinions:
            self.notices.tell(say.NO_SLIPS)
            return
        self._place.show_print({say.PRINT_SLIPS: lambda: prints.referral_slips(desk, *opinions)})

    def read(self) -> None:
        """Ask for a workbook that came back, and show what is in it."""
        chosen, _ = QFileDialog.getOpenFileName(self, say.READ_SHEET, str(documents()), say.RETURNED_FILES)
        if chosen:
            self._place.open("returned_sheet", Path(chosen))


class ReturnedSheetPage(Page):
    """The lines of a workbook that a unit filled in, each with what would become of it. F9 takes those that can be."""

    def __init__(self, place: Workplace, path: Path) -> None:
        super().__init__(say.RETURNED, say.RETURNED_SENTENCE.format(file=path.name))
        self._place, self._path = place, path
        self.list = RecordList(place, RETURNED)
        self.table = self.list.table
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.list.beneath)
        acts = {"F9": KeyAct(say.TAKE_SHEET, self.take), "F5": KeyAct(say.READ_AGAIN, self.entered)}
        self.body.addWidget(_keys(acts))
        self.set_acts({**acts, **self.list.export_acts()})
        EscapeKey(self, place.back)

    def entered(self) -> None:
        """Read the file, which may take its time, and look at every line."""
        desk, path = self._place.desk, self._path
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.jobs.slow(lambda _report: unit_sheets.read(desk, path), self._show, owner=self)

    def take(self) -> None:
        """Take what nothing keeps out; the file is read again after it and shows what is left."""
        desk, found = self._place.desk, list(self.list.lines)
        wanted = unit_sheets.takeable(found)
        if not wanted:
            self.notices.tell(say.NOTHING_TO_TAKE)
            return

        def done(refused: list[ReturnedLine]) -> None:
            self.notices.tell(say.SHEET_TAKEN.format(count=len(wanted) - len(refused)))
            self.entered()

        self._place.jobs.save(partial(unit_sheets.take, desk, found), done, owner=self)

    def _show(self, found: list[ReturnedLine]) -> None:
        self.list.show(found)
        self.list.take_keys()
        self.set_heading(say.RETURNED, say.RETURNED_COUNTED.format(file=self._path.name, **counted(found)))


def counted(found: list[ReturnedLine]) -> dict[str, int]:
    """How many lines would be taken, are here already, are kept out."""
    taken, known = len(unit_sheets.takeable(found)), sum(one.is_known for one in found)
    return {"taken": taken, "known": known, "kept_out": len(found) - taken - known}
