"""The third step of an old ledger: what each column is, what holds for every row, the mapping kept for next time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from station_app.domain.problem import Rejected
from station_app.services.ledger_import import mapping as mappings
from station_app.services.ledger_import.lexicon import CARRIED, Target
from station_app.services.ledger_import.mapping import ColumnMapping, heads_of
from station_app.services.ledger_import.structure import Table
from station_app.text import explain
from station_app.text import ledgers as say
from station_app.ui.parts.editors import Editor, editor_for
from station_app.ui.parts.files import documents, save_bytes
from station_app.ui.parts.notices import NoticeBar
from station_app.ui.parts.pick import Pick, PickLine, among
from station_app.ui.parts.sheet import NOWHERE, Sheet, paragraph, row_of
from station_app.ui.shell.keys import FieldKeys
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

EXAMPLES = 3
EXAMPLE_LENGTH = 44
UNUSED_KEY = "-"
"""What stands for "not taken" in the list of choices: an empty key would be no choice at all."""


class ColumnsStep(QWidget):
    """One line for each column: its heading, what it holds, where it goes. The mapping is kept here, and a kept one
    used; what is to be said of that goes into `notices`."""

    def __init__(self, place: Workplace, notices: NoticeBar) -> None:
        super().__init__()
        self._place, self._notices = place, notices
        self._tables: Sequence[Table] = ()
        self._mapping: ColumnMapping | None = None
        self.lines: dict[str, PickLine] = {}
        self._whole: dict[str, Editor] = {}
        self._keys = FieldKeys(self._step, self)
        self.use = PickLine(self._kept_picks, str)
        self.use.setObjectName("kept_mapping")
        self.use.setAccessibleName(say.KEPT_MAPPING)
        self.use.settled.connect(self._use)
        self.name = QLineEdit()
        self.name.setObjectName("mapping_name")
        self.name.setAccessibleName(say.KEEP_AS)
        self.name.returnPressed.connect(self._keep_now)
        keep_key, export_key = (
            act_key(KeyAct(say.KEEP, self._keep_now)),
            act_key(KeyAct(say.EXPORT_MAPPING, self._export)),
        )
        named = (paragraph(say.KEPT_MAPPING, "label"), self.use, paragraph(say.KEEP_AS, "label"), self.name)
        line = row_of(*named, keep_key, export_key, stretch_after=NOWHERE)
        line.setStretchFactor(self.use, 1)
        line.setStretchFactor(self.name, 1)
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, GRID, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(line)
        column.addWidget(scrolled(self._content), 1)

    def put(self, mapping: ColumnMapping, tables: Sequence[Table]) -> None:
        """Show a mapping for the tables of a file."""
        self._mapping, self._tables = mapping, tables
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.lines, self._whole = {}, {}
        picks = _picks(mapping.of)
        self._column.addWidget(self._whole_sheet(mapping))
        self._column.addWidget(self._columns_sheet(mapping, tables, picks))
        self._column.addStretch(1)

    def mapping(self) -> ColumnMapping | None:
        """The mapping as it is said here."""
        if self._mapping is None:
            return None
        said = {head: _means(line.value()) for head, line in self.lines.items()}
        columns = {head: means for head, means in said.items() if means is not None}
        whole = {key: str(editor.value() or "") for key, editor in self._whole.items()}
        before = self._mapping
        because = {head: why for head, why in before.because.items() if columns.get(head) == before.columns.get(head)}
        return replace(before, columns={**before.columns, **columns}, whole=whole, because=because)

    def take_keys(self) -> None:
        """The first column whose place is not clear, else the first."""
        unclear = (line for line in self.lines.values() if line.value() in (CARRIED, UNUSED_KEY))
        first = next(unclear, next(iter(self.lines.values()), None))
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_field(self, _key: str) -> None:
        """Where a needed field is chosen: the first column that has none yet."""
        self.take_keys()

    def _whole_sheet(self, mapping: ColumnMapping) -> QWidget:
        sheet = Sheet(say.FOR_ALL_ROWS)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID * 2)
        taken = set(mapping.columns.values())
        fields = [one for one in mapping.of.fields if one.whole is not None and one.key not in taken]
        for at, one in enumerate(fields):
            editor = editor_for(one.spec, self._place.sources)
            editor.put(mapping.whole.get(one.key, ""))
            editor.setObjectName(one.key)
            editor.setAccessibleName(one.label)
            self._keys.watch(editor)
            self._whole[one.key] = editor
            grid.addWidget(paragraph(one.label, "label"), at // 2, at % 2 * 2)
            grid.addWidget(editor, at // 2, at % 2 * 2 + 1)
        for stretched in (1, 3):
            grid.setColumnStretch(stretched, 1)
        sheet.column.addLayout(grid)
        if not fields:
            sheet.hide()
        return sheet

    def _columns_sheet(self, mapping: ColumnMapping, tables: Sequence[Table], picks: Sequence[Pick]) -> QWidget:
        sheet = Sheet()
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID * 2)
        grid.setVerticalSpacing(GRID // 2)
        for across, (head, stretch) in enumerate(zip(say.COLUMN_HEADS, (2, 4, 3, 1), strict=True)):
            grid.addWidget(paragraph(head, "hint"), 0, across)
            grid.setColumnStretch(across, stretch)
        names = dict(picks)
        heads: dict[str, tuple[Table, int]] = {}
        for table in tables:
            for at, head in heads_of(table):
                heads.setdefault(head, (table, at))
        for down, (head, (table, at)) in enumerate(heads.items(), 1):
            line = PickLine(among(picks), partial(_name_of, names))
            line.put(mapping.columns.get(head, "") or UNUSED_KEY)
            line.setObjectName(f"column_{down - 1}")
            line.setAccessibleName(head)
            self._keys.watch(line)
            self.lines[head] = line
            why = paragraph(_why(mapping, head), "hint")
            for across, widget in enumerate((paragraph(head), paragraph(_examples(table, at), "hint"), line, why)):
                grid.addWidget(widget, down, across)
        sheet.column.addLayout(grid)
        return sheet

    def _step(self, control: QWidget, direction: int) -> None:
        controls: list[QWidget] = [*self._whole.values(), *self.lines.values()]
        at = next(index for index, one in enumerate(controls) if one is control) + direction
        if isinstance(control, PickLine):
            control.settle()
        if 0 <= at < len(controls):
            controls[at].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focusNextPrevChild(direction > 0)

    def _keep_now(self) -> None:
        mapping, name = self.mapping(), self.name.text().strip()
        if not name or mapping is None:
            self._notices.tell(say.NAME_MISSING)
            return
        work, told = partial(mappings.keep, self._place.desk, name, mapping), say.KEPT.format(name=name)
        self._place.jobs.quick(work, lambda _: self._notices.tell(told), owner=self)

    def _use(self, name: str) -> None:
        if not self._tables:
            return
        try:
            kept = mappings.named(self._place.desk, name)
            mapping = mappings.fitted(kept, self._tables[0])
            guessed = mappings.guess(self._tables, kept.target, [kept])
            mapping = replace(mapping, columns=guessed.columns, because=guessed.because)
        except Rejected as rejected:
            self._notices.show_problems([("", explain(one), True) for one in rejected.problems], str)
            return
        self.put(mapping, self._tables)
        self.take_keys()

    def _export(self) -> None:
        mapping = self.mapping()
        if mapping is None:
            return
        proposed = documents() / f"{self.name.text().strip() or mapping.of.label}.json"
        chosen, _ = QFileDialog.getSaveFileName(self, say.EXPORT_MAPPING, str(proposed), "JSON (*.json)")
        if chosen:
            save_bytes(Path(chosen), mappings.exported(mapping).encode(), self._notices)

    def _kept_picks(self, typed: str) -> Sequence[Pick]:
        return among([(name, name) for name in mappings.kept_names(self._place.desk)])(typed)


def _why(mapping: ColumnMapping, head: str) -> str:
    """Why a column is what it is; "" where the clerk has said so here."""
    why = mapping.because.get(head, "")
    return say.BECAUSE[why] if why or mapping.columns.get(head) == CARRIED else ""


def _picks(target: Target) -> list[Pick]:
    rest = [(CARRIED, say.CARRIED_CHOICE)] if target.carried else []
    return [*((one.key, one.label) for one in target.fields), *rest, (UNUSED_KEY, say.UNUSED_CHOICE)]


def _name_of(names: dict[str, str], key: str) -> str:
    return names.get(key, key)


def _means(value: str) -> str | None:
    """What a line says: a field's key, CARRIED, "" for not taken; None where words stand there that mean nothing."""
    if value == UNUSED_KEY:
        return ""
    return value if value == CARRIED or "." in value else None


def _examples(table: Table, at: int) -> str:
    found = (" ".join(row.cells[at].split()) for row in table.rows if at < len(row.cells) and row.cells[at].strip())
    shown = list(dict.fromkeys(found))[:EXAMPLES]
    return " \u00b7 ".join(one if len(one) <= 16 else one[:15] + "\u2026" for one in shown)[:EXAMPLE_LENGTH]
