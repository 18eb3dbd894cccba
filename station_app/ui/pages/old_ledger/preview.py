"""The fourth step of an old ledger: the grid with every problem in its cell, mended here; the file stays as it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from station_app.services.ledger_import.cells import WHOLE_ROW
from station_app.services.ledger_import.mapping import ColumnMapping
from station_app.services.ledger_import.preview import NOT_HERE, Choices, JudgedRow, LedgerPreview, RowOutcome
from station_app.services.ledger_import.structure import Field
from station_app.services.ledger_import.taking import brief
from station_app.text import explain
from station_app.text import ledgers as say
from station_app.ui.choices import CodeChoices
from station_app.ui.pages.old_ledger.grid import LedgerGrid
from station_app.ui.parts.sheet import NOWHERE, row_of, words
from station_app.ui.pick import Pick, PickLine
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.look import GRID, Colours
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.sources import Sources

WORDS_OF = {"village": "area", "deputies": "deputy", "lead_deputy": "deputy"}
"""What a word of such a field may be said to mean: records of this kind."""


class PreviewStep(QWidget):
    """`judge_again()`: the clerk changed a cell or a row; `word(key, word, means)`: a word was explained."""

    def __init__(
        self,
        sources: Sources,
        choices: Choices,
        judge_again: Callable[[], None],
        word: Callable[[str, str, str], None],
        colours: Colours,
    ) -> None:
        super().__init__()
        self._sources, self._choices, self._judge_again, self._word = sources, choices, judge_again, word
        self._seen: LedgerPreview | None = None
        self._mapping: ColumnMapping | None = None
        self._only_troubles = False
        self._was_mended = False
        self.totals = words("", "heading")
        self.grid = LedgerGrid(colours)
        self.grid.setAccessibleName(say.STEPS[3])
        self.grid.edit_wanted.connect(self._go_edit)
        self.grid.moved.connect(self._say_cell)
        self.sentence = words(say.SOUND_CELL)
        self.sentence.setMinimumHeight(44)
        self.value = QLineEdit()
        self.value.setObjectName("new_value")
        self.value.setAccessibleName(say.NEW_VALUE)
        self.value.returnPressed.connect(self._put_value)
        EscapeKey(self.value, self._go_grid)
        self.means = PickLine(self._meanings, self._meaning_name)
        self.means.setObjectName("means")
        self.means.setAccessibleName(say.MEANS)
        self.means.settled.connect(self._means_said)
        self._means_label = words(say.MEANS, "label")
        self._toggle = act_key(KeyAct(say.ONLY_TROUBLES, self.toggle_troubles), "F6")
        self._leave = act_key(KeyAct(say.LEAVE_OUT, self.toggle_row), "F9")
        self._lay_out()

    def put(self, seen: LedgerPreview, mapping: ColumnMapping) -> None:
        """Show a judged ledger."""
        is_first = self._seen is None
        self._seen, self._mapping = seen, mapping
        self.totals.setText(say.totals(seen.totals))
        self.grid.put(seen, only_troubles=self._only_troubles)
        if is_first and self.grid.cells.rowCount():
            self.grid.go(0, 1)
            self.grid.go_to_next_trouble()
        elif self._was_mended and not self.grid.found_here():
            self.grid.go_to_next_trouble()  # one cell after the other, without a key between them
        self._was_mended = False
        self._say_cell()

    def forget(self) -> None:
        """The next preview is another's."""
        self._seen = None
        self._only_troubles = False
        self._toggle.setText(f"{say.ONLY_TROUBLES}  F6")

    def take_keys(self) -> None:
        """The grid takes the keys."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_trouble(self) -> None:
        """To the next cell that is to be looked at."""
        self._go_grid()
        if not self.grid.go_to_next_trouble():
            self.sentence.setText(say.NO_TROUBLE_LEFT)

    def toggle_troubles(self) -> None:
        """All rows, or only those with something to be said."""
        self._only_troubles = not self._only_troubles
        label = say.ALL_ROWS if self._only_troubles else say.ONLY_TROUBLES
        self._toggle.setText(f"{label}  F6")
        self._toggle.setAccessibleName(label)
        if self._seen is not None:
            self.grid.put(self._seen, only_troubles=self._only_troubles)
        self._go_grid()
        self._say_cell()

    def toggle_row(self) -> None:
        """Leave the row out, or take it again; what is here already is taken all the same, or not."""
        row = self.grid.row_here()
        if row is None:
            return
        if row.place in self._choices.left_out:
            del self._choices.left_out[row.place]
        elif row.place in self._choices.anyway:
            self._choices.anyway.discard(row.place)
        elif row.outcome in (RowOutcome.HERE, RowOutcome.DOUBLE):
            self._choices.anyway.add(row.place)
        else:
            self._choices.left_out[row.place] = _why(row)
        self._judge_again()

    def leave_out_refused(self) -> None:
        """Every row that still cannot be taken is left out, each with its own reason."""
        for row in self._seen.refused if self._seen else ():
            self._choices.left_out[row.place] = _why(row)
        self._judge_again()

    def _lay_out(self) -> None:
        leave_all = act_key(KeyAct(say.LEAVE_OUT_ALL, self.leave_out_refused))
        next_key = act_key(KeyAct(say.NEXT_TROUBLE, self.next_trouble), "F4")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        top = row_of(self.totals, next_key, self._toggle, self._leave, leave_all, stretch_after=NOWHERE)
        top.setStretchFactor(self.totals, 1)
        column.addLayout(top)
        column.addWidget(self.grid, 1)
        column.addWidget(self.sentence)
        said = (words(say.NEW_VALUE, "label"), self.value, self._means_label, self.means)
        below = row_of(*said, stretch_after=NOWHERE)
        below.setStretchFactor(self.value, 2)
        below.setStretchFactor(self.means, 1)
        column.addLayout(below)

    def _field_here(self) -> Field | None:
        column = self.grid.column_here()
        if self._mapping is None or self._seen is None or column == WHOLE_ROW:
            return None
        return self._mapping.of.by_key.get(self._mapping.columns.get(self._seen.heads[column], ""))

    def _say_cell(self) -> None:
        row, column = self.grid.row_here(), self.grid.column_here()
        found = self.grid.found_here()
        head = self._seen.heads[column] if self._seen and 0 <= column < len(self._seen.heads) else ""
        said = [explain(one.problem) for one in found]
        if row is not None and row.reason and not said:
            said = [row.reason]
        self.sentence.setText(say.trouble(head, said) if said else say.SOUND_CELL)
        self.sentence.setProperty("role", "problem" if any(one.problem.refuses for one in found) else "")
        self.sentence.style().polish(self.sentence)
        self.value.setEnabled(row is not None and column != WHOLE_ROW)
        self.value.setText(row.cells[column] if row is not None and 0 <= column < len(row.cells) else "")
        offers = bool(self._field_here() and self._offers_meaning() and any(one.problem.refuses for one in found))
        self.means.setVisible(offers)
        self._means_label.setVisible(offers)
        self.means.put("")
        is_left = row is not None and (row.place in self._choices.left_out or row.place in self._choices.anyway)
        is_double = row is not None and row.outcome in (RowOutcome.HERE, RowOutcome.DOUBLE)
        label = say.TAKE_ANYWAY if is_double else say.TAKE_AGAIN if is_left else say.LEAVE_OUT
        self._leave.setText(f"{label}  F9")
        self._leave.setAccessibleName(label)

    def _offers_meaning(self) -> bool:
        of = self._field_here()
        return of is not None and (bool(of.spec.scheme) or of.by in WORDS_OF)

    def _meanings(self, typed: str) -> list[Pick]:
        of = self._field_here()
        if of is None:
            return []
        if of.by in WORDS_OF:
            return list(self._sources.choices(WORDS_OF[of.by], typed))
        if of.by == "state" and self._mapping is not None:
            named = [(code, self._meaning_name(code)) for code in dict.fromkeys(self._mapping.of.states.values())]
            return [one for one in named if typed in one[1]]
        return list(
            CodeChoices(self._sources.codes[of.spec.scheme], self._sources.today, self._sources.initials).search(typed)
        )

    def _meaning_name(self, key: str) -> str:
        of = self._field_here()
        if of is None:
            return key
        if of.by in WORDS_OF:
            return self._sources.names(WORDS_OF[of.by], key)
        return self._sources.codes.name_of(of.spec.scheme, key)

    def _means_said(self, key: str) -> None:
        of, found = self._field_here(), self.grid.found_here()
        if of is not None and found:
            self._go_grid()
            self._word(of.key, found[0].value.strip(), key)

    def _go_edit(self) -> None:
        if self.value.isEnabled():
            self.value.setFocus(Qt.FocusReason.OtherFocusReason)
            self.value.selectAll()

    def _go_grid(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_value(self) -> None:
        row, column = self.grid.row_here(), self.grid.column_here()
        if row is None or column == WHOLE_ROW or row.columns[column] == NOT_HERE:
            return
        self._choices.edits.setdefault(row.place, {})[row.columns[column]] = self.value.text()
        self._choices.left_out.pop(row.place, None)
        self._was_mended = True
        self._go_grid()
        self._judge_again()


def _why(row: JudgedRow) -> str:
    """Why a row is left out: what was wrong with it, else that the clerk said so."""
    refused = [brief(one.problem) for one in row.problems if one.problem.refuses]
    return say.BETWEEN_REASONS.join(refused) or say.LEFT_BY_CLERK
