"""建议: the suggestions of the station, or a deputy's own; F2 drafts another."""

from __future__ import annotations

from PySide6.QtCore import Qt

from station_app.services import suggestion_list
from station_app.services.suggestion_list import ListLine
from station_app.text import suggestions as say
from station_app.ui.page import Act, Page
from station_app.ui.pages.list_paper import print_list
from station_app.ui.pages.suggestion import SuggestionPage
from station_app.ui.pages.workplace import Workplace, short
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Cells, Column, by_place, listed

WIDTHS = (120, 0, 150, 110, 70, 70, 110)


class SuggestionsPage(Page):
    """The list, the latest first; Enter opens."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.LIST)
        self._place = place
        self._lines: dict[int, ListLine] = {}
        columns = [Column(heading, width) for heading, width in zip(say.LIST_HEADS, WIDTHS, strict=True)]
        self.table = RecordTable(columns, empty=say.NONE_YET, colours=place.colours)
        self.table.setAccessibleName(say.LIST)
        self.table.opened.connect(self._open)
        self.body.addWidget(self.table, 1)
        acts = {"F2": Act(say.NEW, self.begin)} if place.may("suggestion", "register") else {}
        acts |= {"F5": Act(say.LIST, self.entered), "F8": print_list(place, self.table, say.LIST)}
        self.set_acts(acts)

    def entered(self) -> None:
        """Read again."""
        row = max(0, self.table.currentIndex().row())
        self._lines = by_place(suggestion_list.listed(self._place.desk))
        drafts = sum(line.is_draft for line in self._lines.values())
        self.set_heading(say.LIST, say.counted(len(self._lines), drafts))
        self.table.put(listed(self._lines, self._cells))
        self.table.go_to(row)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Draft another."""
        self._place.lay(SuggestionPage(self._place))

    def _open(self, record_id: int) -> None:
        self._place.lay(SuggestionPage(self._place, self._lines[record_id].suggestion.uid))

    def _cells(self, line: ListLine) -> Cells:
        own, codes = line.suggestion, self._place.desk.codes
        return (
            own.official_no or short(own.number),
            own.title,
            line.lead,
            codes.name_of("suggestion_state", own.state),
            str(line.opinions),
            str(line.cosigners),
            say.open_findings(line.open_findings) if line.is_draft else "",
        )
