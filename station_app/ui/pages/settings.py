"""设置: what is seldom needed, each behind one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from station_app.text import settings as say
from station_app.ui.page import Act, Page
from station_app.ui.pages.workplace import Workplace
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Cells, Column, by_place, listed
from station_app.ui.shell.pages import PAGES, maker_of, pages_of


class SettingsPage(Page):
    """The lines of the desk that whoever sits here may use: an act, and a sentence under it. Enter opens."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.SETTINGS, say.SETTINGS_SENTENCE)
        self._lines = list(lines_of(place))
        self.table = RecordTable([Column("")], two_lines=True, colours=place.colours)
        self.table.horizontalHeader().hide()
        self.table.setAccessibleName(say.SETTINGS)
        self.table.opened.connect(lambda row: self._lines[row - 1][0].do())
        self.table.put(listed(by_place(self._lines), _words))
        self.body.addWidget(self.table, 1)

    def entered(self) -> None:
        """The list takes the keys, at the line where it was left."""
        self.table.setFocus()
        self.table.go_to(max(0, self.table.currentIndex().row()))

    def lines(self) -> Sequence[str]:
        """The words of the lines, from the top."""
        return [act.label for act, _ in self._lines]


def lines_of(place: Workplace) -> Sequence[tuple[Act, str]]:
    """The lines in their order: the lock, and the pages that are reached from here alone."""
    pages = [PAGES[name] for name in pages_of(place.desk).settings if place.offers(name)]
    return ((Act(say.SWITCH, place.lock), say.SWITCH_SENTENCE), *((place.way(one.name), one.line) for one in pages))


def own_station(place: Workplace) -> QWidget:
    """The station's own record."""
    return maker_of("record")(place, "station", place.desk.place.uid)


def _words(line: tuple[Act, str]) -> Cells:
    act, sentence = line
    return (f"{act.label}\n{sentence}",)
