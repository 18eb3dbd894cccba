"""The lists of a deputy: the reception days they sat at, and their duty file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from station_app import text
from station_app.domain.lifecycle import SUMMED_UP_DAY
from station_app.services import deputy_own
from station_app.text import deputy as say
from station_app.ui.page import Act, Page
from station_app.ui.pages.list_paper import show_list
from station_app.ui.pages.versions import versions_of_summary
from station_app.ui.pages.workplace import Workplace
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Cells, Column, RowSource

DAY_WIDTHS = (230, 130, 0, 90, 110)
DUTY_WIDTHS = (230, 140, 0, 240)


class OwnDaysPage(Page):
    """The days, the latest first. Enter and F8 show the summary: in full only where nobody else's visitor is named."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.DAYS)
        self._place = place
        self._days: list[deputy_own.AttendedDay] = []
        self.table = _table(say.DAYS, say.DAYS_HEADS, DAY_WIDTHS, say.NO_DAYS, place)
        self.table.opened.connect(lambda _row: self._print())
        self.body.addWidget(self.table, 1)
        self.set_acts({"F8": Act(say.PRINT_SUMMARY, self._print), "F5": Act(say.DAYS, self.entered)})

    def entered(self) -> None:
        """Read again."""
        self._days = deputy_own.attended(self._place.desk)
        is_known = bool(self._place.desk.user.deputy)
        self.set_heading(say.DAYS, say.DAYS_SENTENCE.format(count=len(self._days)) if is_known else say.NOBODY)
        _show(self.table, len(self._days), self._cells)

    def _cells(self, row: int) -> Cells:
        one, codes = self._days[row].day, self._place.desk.codes
        return (
            text.day_in_words(one.held_on),
            f"{one.start}–{one.end}",
            "  ".join(part for part in (one.place, one.topic) if part),
            say.heard(self._days[row].heard),
            codes.name_of("reception_day_state", one.state),
        )

    def _print(self) -> None:
        row = self.table.current_id()
        if not row:
            return
        day = self._days[row - 1].day
        if day.state not in SUMMED_UP_DAY:
            self.notices.tell(say.NOT_SUMMED_UP)
            return
        self._place.show_print(versions_of_summary(self._place.desk, day.uid))


class OwnDutiesPage(Page):
    """The duty file, the latest first; F8 prints it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.DUTIES)
        self._place = place
        self.table = _table(say.DUTIES, say.DUTIES_HEADS, DUTY_WIDTHS, say.NO_DUTIES, place)
        self.body.addWidget(self.table, 1)
        self.set_acts({"F8": Act(say.DUTIES, self._print), "F5": Act(say.DUTIES, self.entered)})

    def entered(self) -> None:
        """Read again."""
        found, codes = deputy_own.file(self._place.desk), self._place.desk.codes
        is_known = bool(self._place.desk.user.deputy)
        self.set_heading(say.DUTIES, say.DUTIES_SENTENCE.format(count=len(found)) if is_known else say.NOBODY)
        rows = [
            (text.day_in_words(one.held_on), codes.name_of("duty_way", one.way), one.content, one.organiser)
            for one in found
        ]
        _show(self.table, len(rows), lambda row: rows[row])

    def _print(self) -> None:
        show_list(self._place, self.table, say.DUTIES, self._place.desk.user.name)


def _table(name: str, heads: Sequence[str], widths: Sequence[int], empty: str, place: Workplace) -> RecordTable:
    columns = [Column(head, width) for head, width in zip(heads, widths, strict=True)]
    table = RecordTable(columns, empty=empty, colours=place.colours)
    table.setAccessibleName(name)
    return table


def _show(table: RecordTable, count: int, cells: Callable[[int], Cells]) -> None:
    """Put rows into a table, `cells(row)` counted from 0; the current one stays, and the table takes the keys."""
    row = max(0, table.currentIndex().row())
    table.put(
        RowSource(
            lambda: count,
            lambda offset, limit: range(offset + 1, min(offset + limit, count) + 1),
            lambda wanted: {one: cells(one - 1) for one in wanted},
        )
    )
    table.go_to(row)
    table.setFocus(Qt.FocusReason.OtherFocusReason)
