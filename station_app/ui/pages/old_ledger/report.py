"""The last step of an old ledger, and the report of an earlier one: what it came to, on paper and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from station_app.db.ledgers import Import
from station_app.services.ledger_import import taking
from station_app.text import finding as words
from station_app.text import ledgers as say
from station_app.ui.parts.files import documents, save_bytes
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import NOWHERE, row_of
from station_app.ui.parts.sheet import words as sentence
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

ROW, OUTCOME, COLUMN, WRITTEN, WHY = say.REPORT_HEADS
LIST: ListSpec[Sequence[str]] = ListSpec(
    say.REPORT_LINES,
    (
        ListColumn(ROW, 176, lambda _place, line: str(line[0])),
        ListColumn(OUTCOME, 112, lambda _place, line: str(line[1])),
        ListColumn(COLUMN, 136, lambda _place, line: str(line[2])),
        ListColumn(WRITTEN, 224, lambda _place, line: str(line[3])),
        ListColumn(WHY, 0, lambda _place, line: str(line[4])),
    ),
    say.ALL_SOUND,
    beneath=lambda line: say.whole_line(*line),
)


class LedgerReportPage(Page):
    """What a taking came to. F8 prints it."""

    def __init__(self, place: Workplace, taken: Import) -> None:
        super().__init__(say.REPORT_TITLE, say.of_file(taken.file_name))
        self._place, self._taken = place, taken
        said = taken.report
        counts = [say.totals(said["totals"]), taking.made_words(said["made"]), *said["notes"]]
        self.summary = sentence("".join(counts), "heading")
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        print_key = act_key(KeyAct(say.PRINT_REPORT, self.print), "F8")
        save_key = act_key(KeyAct(say.SAVE_REPORT, self._ask_path))
        top = row_of(self.summary, print_key, save_key, stretch_after=NOWHERE)
        top.setStretchFactor(self.summary, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.list.beneath)
        self.list.show(said["lines"])
        self.set_acts({"F8": KeyAct(say.PRINT_REPORT, self.print)})

    def entered(self) -> None:
        """The table takes the keys."""
        self.list.take_keys()

    def print(self) -> None:
        """The report on paper, looked at first."""
        desk, taken = self._place.desk, self._taken
        versions = {words.PREVIEW: lambda: taking.printed(desk, taken)}
        self._place.show_print(versions)

    def save(self, path: Path) -> None:
        """The lines as a table for spreadsheets."""
        save_bytes(path, taking.sheet(self._taken.report), self.notices)

    def _ask_path(self) -> None:
        proposed = documents() / f"{Path(self._taken.file_name).stem}-{self._taken.at[:10]}.csv"
        chosen, _ = QFileDialog.getSaveFileName(self, say.SAVE_REPORT, str(proposed), "CSV (*.csv)")
        if chosen:
            self.save(Path(chosen))
