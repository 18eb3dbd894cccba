"""设置: what is seldom needed, each behind one line."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.text import settings as say
from station_app.ui.look import LIGHT, Colours
from station_app.ui.page import Act, Page
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Cells, Column, by_place, listed


class SettingsPage(Page):
    """Lines of `doors`: the words of an act and a sentence under them. Enter opens; a digit does too."""

    def __init__(self, doors: Sequence[tuple[Act, str]], colours: Colours = LIGHT) -> None:
        super().__init__(say.SETTINGS, say.SETTINGS_SENTENCE)
        self._doors = list(doors)
        self.table = RecordTable([Column("")], two_lines=True, colours=colours)
        self.table.horizontalHeader().hide()
        self.table.setAccessibleName(say.SETTINGS)
        self.table.opened.connect(lambda row: self._doors[row - 1][0].do())
        self.table.put(listed(by_place(self._doors), _words))
        self.body.addWidget(self.table, 1)

    def entered(self) -> None:
        """The list takes the keys, at the line where it was left."""
        self.table.setFocus()
        self.table.go_to(max(0, self.table.currentIndex().row()))


def _words(door: tuple[Act, str]) -> Cells:
    act, sentence = door
    return (f"{act.label}\n{sentence}",)
