"""Saving a list as a file: in which form, and whether people can be told by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog

from station_app.services import exports
from station_app.services.exports import Table
from station_app.text import finding as words
from station_app.ui.pages.settings.settings import ChoiceRow
from station_app.ui.parts.files import documents
from station_app.ui.parts.notices import Working
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of
from station_app.ui.shell.jobs import Report
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

WIDTH = 720


class ExportPage(Page):
    """Asks for the form. F9 asks where to and saves; Esc stops what is being saved, else goes back.

    `told` says how much leaves; `table_of(in_full)` gives it, off the screen's thread. It is only asked whether
    personal columns leave where there are any (`has_personal`), and they leave only where somebody said so: that stands
    in the trail.
    """

    def __init__(
        self, place: Workplace, name: str, told: str, table_of: Callable[[bool], Table], has_personal: bool
    ) -> None:
        super().__init__(f"{words.EXPORT} · {name}", words.EXPORT_SENTENCE)
        self._place, self._name, self._table_of = place, name, table_of
        self.form = ChoiceRow(words.EXPORT_FORM, list(words.EXPORT_FORMS.items()), "xlsx")
        self.in_full = QCheckBox(words.IN_FULL)
        self._working = Working(self.stop)
        self._save_key = act_key(KeyAct(words.EXPORT, self.ask_path), "F9")
        self._save_key.setObjectName("main")
        sheet = Sheet(told)
        sheet.column.addWidget(paragraph(words.EXPORT_FORM, "heading"))
        sheet.column.addWidget(self.form)
        if has_personal:
            sheet.column.addWidget(self.in_full)
            sheet.column.addWidget(paragraph(f"{words.PLAIN_SENTENCE}{words.IN_FULL_SENTENCE}", "hint"))
        sheet.column.addLayout(row_of(self._save_key))
        sheet.column.addWidget(self._working)
        self.form.left.connect(self.in_full.setFocus if has_personal else self._save_key.setFocus)
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": KeyAct(words.EXPORT, self.ask_path)})
        EscapeKey(self, self._give_up)

    def entered(self) -> None:
        """The form takes the keys."""
        self.form.take_keys()

    def ask_path(self) -> None:
        """Ask where to, and save."""
        form = self.form.chosen()
        proposed = documents() / f"{words.file_name(self._name, self._place.desk.today)}.{form}"
        chosen, _ = QFileDialog.getSaveFileName(self, words.EXPORT, str(proposed), words.EXPORT_FILES[form])
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Save the list, in the lane for what takes its time; the ending of the name is that of the form."""
        if self._place.jobs.is_under_way(self):
            return
        desk, whole = self._place.desk, path.with_suffix(f".{self.form.chosen()}")
        is_full = self.in_full.isChecked()
        self.notices.clear()

        def work(report: Report) -> int:
            table = self._table_of(is_full)
            exports.save(desk, table, whole, report)
            return table.count

        def done(count: int) -> None:
            self.notices.tell(words.exported(count, str(whole)))

        self._save_key.setEnabled(False)
        job = self._place.jobs.slow(work, done, progress=self._say, owner=self, ended=self._ended)
        self.destroyed.connect(job.cancel)  # whoever leaves by the rail does not want the file any more

    def stop(self) -> None:
        """Stop: no half of a file stays."""
        self._place.jobs.stop(self)

    def _give_up(self) -> None:
        if self._place.jobs.is_under_way(self):
            self.stop()
        else:
            self._place.back()

    def _say(self, done: int, total: int) -> None:
        self._working.say(words.exporting(done, total), done, total)

    def _ended(self) -> None:
        self._working.hide()
        self._save_key.setEnabled(True)
