"""对账单: eight syllables for each journal, large enough to read them aloud; F8 prints the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station_app.domain.field import label_of
from station_app.domain.records import BY_KIND
from station_app.services import prints
from station_app.services.county import Statement, statements
from station_app.text import roads as say
from station_app.text.visits import spoken
from station_app.ui.parts.sheet import Sheet, paragraph, row_of, words_line
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

SHOWN = 200
"""Sheets on the page; the print holds all."""


class StatementsPage(Page):
    """One sheet for each journal that is held here."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.STATEMENTS, say.STATEMENTS_SENTENCE)
        self._place = place
        self.shown: list[Statement] = []
        content = QWidget()
        content.setObjectName("scrolled")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(GRID)
        self._area: QScrollArea = scrolled(content)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(say.STATEMENTS)
        print_key = act_key(KeyAct(say.PRINT_STATEMENTS, self._print), "F8")
        print_key.setAutoDefault(True)
        self.body.addLayout(row_of(print_key))
        self.body.addWidget(self._area, 1)
        self.set_acts({"F8": KeyAct(say.PRINT_STATEMENTS, self._print), "F5": KeyAct(say.STATEMENTS, self.entered)})

    def entered(self) -> None:
        """Count again, away from the screen's thread."""
        desk = self._place.desk
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.jobs.read(lambda: statements(desk), self._show, owner=self)

    def _show(self, found: list[Statement]) -> None:
        self.shown = found
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one in found[:SHOWN]:
            self._column.addWidget(_sheet(one))
        if not found:
            self._column.addWidget(words_line(say.STATEMENTS_EMPTY, "hint"))
        self._column.addStretch(1)

    def _print(self) -> None:
        desk = self._place.desk
        versions = {say.PRINT_STATEMENTS: lambda: prints.reconciliation_list(desk)}
        self._place.show_print(versions)


def _sheet(one: Statement) -> Sheet:
    sheet, across, said = Sheet(), QHBoxLayout(), QVBoxLayout()
    said.addWidget(paragraph(one.station, "heading"))
    said.addWidget(words_line(say.upto_said(one.last_seq, kinds_said(one)), "hint"))
    across.addLayout(said, 1)
    syllables = paragraph(spoken(one.syllables), "large")
    syllables.setWordWrap(False)
    syllables.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    across.addWidget(syllables)
    sheet.column.addLayout(across)
    return sheet


def kinds_said(one: Statement) -> str:
    """How many changes of each kind."""
    return say.kinds_said([(label_of(BY_KIND[kind]), count) for kind, count in one.kinds.items() if kind in BY_KIND])
