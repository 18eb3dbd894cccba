"""The last step of an old ledger, and the report of an earlier one: what it came to, on paper and as a table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from station_app.db.ledgers import Import
from station_app.services.ledger_import import report
from station_app.text import finding as words
from station_app.text import ledgers as say
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.files import documents, save_bytes
from station_app.ui.pages.places import columns, source
from station_app.ui.pages.sheet import NOWHERE, row_of
from station_app.ui.pages.sheet import words as sentence
from station_app.ui.pages.workplace import Workplace
from station_app.ui.record_table import RecordTable

WIDTHS = (176, 112, 136, 224, 0)


class LedgerReportPage(Page):
    """What a taking came to. F8 prints it."""

    def __init__(self, place: Workplace, taken: Import) -> None:
        super().__init__(say.REPORT_TITLE, say.of_file(taken.file_name))
        self._place, self._taken = place, taken
        said = taken.report
        counts = [say.totals(said["totals"]), report.made_words(said["made"]), *said["notes"]]
        self.summary = sentence("".join(counts), "heading")
        self.table = RecordTable(columns(say.REPORT_HEADS, WIDTHS), empty=say.ALL_SOUND, colours=place.colours)
        self.table.setAccessibleName(say.REPORT_LINES)
        self.table.selected.connect(self._say_line)
        self.table.put(source([tuple(map(str, line)) for line in said["lines"]]))
        print_key = act_key(Act(say.PRINT_REPORT, self.print), "F8")
        save_key = act_key(Act(say.SAVE_REPORT, self._ask_path))
        top = row_of(self.summary, print_key, save_key, stretch_after=NOWHERE)
        top.setStretchFactor(self.summary, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        self._line = sentence("", "hint")
        self.body.addWidget(self._line)
        self.set_acts({"F8": Act(say.PRINT_REPORT, self.print)})

    def entered(self) -> None:
        """The table takes the keys."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.go_to(0)

    def _say_line(self, place: int) -> None:
        """The whole of a line: a cell of the table may cut it."""
        lines = self._taken.report["lines"]
        self._line.setText(say.whole_line(*lines[place - 1]) if 0 < place <= len(lines) else "")

    def print(self) -> None:
        """The report on paper, looked at first."""
        desk, taken = self._place.desk, self._taken
        versions = {words.PREVIEW: lambda: report.printed(desk, taken)}
        self._place.show_print(versions)

    def save(self, path: Path) -> None:
        """The lines as a table for spreadsheets."""
        save_bytes(path, report.sheet(self._taken.report), self.notices)

    def _ask_path(self) -> None:
        proposed = documents() / f"{Path(self._taken.file_name).stem}-{self._taken.at[:10]}.csv"
        chosen, _ = QFileDialog.getSaveFileName(self, say.SAVE_REPORT, str(proposed), "CSV (*.csv)")
        if chosen:
            self.save(Path(chosen))
