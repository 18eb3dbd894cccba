"""设置: what is seldom needed, each behind one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from station_app.text import settings as say
from station_app.ui.page import Act, Page
from station_app.ui.pages.workplace import Workplace
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.shell.pages import PAGES, maker_of, pages_of


class SettingsPage(Page):
    """The lines of the desk that whoever sits here may use: an act, and a sentence under it. Enter opens."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.SETTINGS, say.SETTINGS_SENTENCE)
        self._lines = list(lines_of(place))
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.table.horizontalHeader().hide()
        self.list.show(self._lines)
        self.body.addWidget(self.table, 1)

    def entered(self) -> None:
        """The list takes the keys, at the line where it was left."""
        self.list.take_keys()

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


LIST: ListSpec[tuple[Act, str]] = ListSpec(
    say.SETTINGS,
    (ListColumn("", 0, lambda _place, line: f"{line[0].label}\n{line[1]}"),),
    opens=lambda _place, line: line[0].do(),
    two_lines=True,
)
