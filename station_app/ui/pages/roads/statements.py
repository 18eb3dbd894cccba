"""对账单: eight syllables for each journal, those of the current one large enough to read them aloud; F8 prints."""

from __future__ import annotations

from PySide6.QtCore import Qt

from station_app.domain.field import label_of
from station_app.domain.records import BY_KIND
from station_app.services import prints
from station_app.services.county import Statement, statements
from station_app.text import roads as say
from station_app.text.visits import spoken
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, row_of, words_line
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace


def kinds_said(one: Statement) -> str:
    """How many changes of each kind."""
    return say.kinds_said([(label_of(BY_KIND[kind]), count) for kind, count in one.kinds.items() if kind in BY_KIND])


STATION, UPTO, KINDS, SYLLABLES = say.STATEMENTS_HEADS
LIST: ListSpec[Statement] = ListSpec(
    say.STATEMENTS,
    (
        ListColumn(STATION, 260, lambda _desk, one: one.station),
        ListColumn(UPTO, 100, lambda _desk, one: str(one.last_seq)),
        ListColumn(KINDS, 0, lambda _desk, one: kinds_said(one)),
        ListColumn(SYLLABLES, 300, lambda _desk, one: spoken(one.syllables)),
    ),
    empty=say.STATEMENTS_EMPTY,
)


class StatementsPage(Page):
    """A line for each journal that is held here, and the current one to be read aloud."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.STATEMENTS, say.STATEMENTS_SENTENCE)
        self._place = place
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.table.selected.connect(lambda _id: self._say())
        self._aloud, self._station = Sheet(), words_line("", "heading")
        self._covered, self._syllables = words_line("", "hint"), words_line("", "large")
        for line in (self._station, self._covered, self._syllables):
            self._aloud.column.addWidget(line)
        self._aloud.hide()
        print_act = KeyAct(say.PRINT_STATEMENTS, self._print)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._aloud)
        self.body.addLayout(row_of(act_key(print_act, "F8")))
        reads = KeyAct(say.STATEMENTS, self.entered)
        self.set_acts({"F8": print_act, "F5": reads, **self.list.export_acts()})

    @property
    def shown(self) -> list[Statement]:
        """What is listed, in its order."""
        return list(self.list.lines)

    def entered(self) -> None:
        """Count again, away from the screen's thread."""
        desk = self._place.desk
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.jobs.read(lambda: statements(desk), self._show, owner=self)

    def _show(self, found: list[Statement]) -> None:
        self.list.show(found)
        self.list.take_keys()
        self._say()

    def _say(self) -> None:
        one = self.list.current()
        self._aloud.setVisible(one is not None)
        if one is not None:
            self._station.setText(one.station)
            self._covered.setText(say.upto_said(one.last_seq, kinds_said(one)))
            self._syllables.setText(spoken(one.syllables))

    def _print(self) -> None:
        desk = self._place.desk
        self._place.show_print({say.PRINT_STATEMENTS: lambda: prints.reconciliation_list(desk)})
