"""Any list of the screen on paper, as it stands there: its heading, which rows, the rows."""

from __future__ import annotations

from functools import partial

from station_app.services import prints
from station_app.text import finding as words
from station_app.ui.page import Act
from station_app.ui.pages.workplace import Workplace
from station_app.ui.record_table import RecordTable

MOST_ROWS = 3_000
"""A longer list is a book: it is narrowed first, or printed in parts."""


def print_list(place: Workplace, table: RecordTable, title: str, told: str = "") -> Act:
    """The act that shows the list of `table` as it will be printed, under `title`; `told` says which rows these are."""
    return Act(words.PRINT_LIST, partial(show_list, place, table, title, told))


def show_list(place: Workplace, table: RecordTable, title: str, told: str) -> None:
    """Lay the print of a list over the present page."""
    from station_app.reports.listing import Listing  # noqa: PLC0415  (the desk starts without its paper)

    heads, widths, rows = table.lines(MOST_ROWS)
    rest = table.model().rowCount() - len(rows)
    shown = words.beside(told, words.first_rows(len(rows), rest) if rest else "")
    facts = Listing(place.desk.place.name, title, shown, heads, widths, rows, place.desk.today)
    place.show_print({title: partial(prints.listing, facts)})
