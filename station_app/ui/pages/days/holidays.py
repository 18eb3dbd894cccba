"""节假日安排: the State Council's table of a year, typed in where the program does not have it yet."""

from __future__ import annotations

from functools import partial

from station_app import text
from station_app.domain.problem import Rejected
from station_app.domain.records import HolidayTable
from station_app.services import reception
from station_app.text import planning as say
from station_app.ui.parts.sheet import Sheet, in_middle, row_of
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

WIDTH = 760


class HolidaysPage(Page):
    """One year's table, this year's where no other is said. F9 keeps it and leads back."""

    def __init__(self, place: Workplace, year: int = 0) -> None:
        super().__init__(say.HOLIDAYS, say.HOLIDAYS_SENTENCE)
        self._place = place
        self.form = RecordForm(HolidayTable, place.sources, columns=1)
        self.form.set_values(reception.as_typed(place.desk, year or int(place.desk.today[:4])))
        keep = KeyAct(say.HOLIDAYS_KEEP, self.keep)
        sheet, key = Sheet(), act_key(keep, "F9")
        key.setObjectName("main")
        sheet.column.addWidget(self.form)
        sheet.column.addLayout(row_of(key))
        key.setVisible(place.may("holiday_table", "register"))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": keep, "Ctrl+Return": keep} if place.may("holiday_table", "register") else {})

    def entered(self) -> None:
        """The days off take the keys."""
        self.form.focus_field("days_off")

    def keep(self) -> None:
        """Keep the table."""
        desk, fields = self._place.desk, self.form.values()
        work = partial(reception.keep_calendar, desk, fields)
        self._place.jobs.save(work, lambda _: self._place.back(), self._refused, owner=self)

    def _refused(self, rejected: Rejected) -> None:
        told = [(one.where, text.explain(one), one.refuses) for one in rejected.problems]
        merged = {field: "\n".join(said for where, said, _ in told if where == field) for field, _, _ in told}
        self.form.show_problems([(field, said, True) for field, said in merged.items()])
        if (first := next(iter(merged))) in self.form.values():
            self.form.focus_field(first)
