"""One row of an old ledger, cell by cell: marks that stand for something else, then values by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from station_app.domain.field import Kind
from station_app.domain.folding import fold, half_width
from station_app.domain.immutable import immutable
from station_app.domain.intake import Reader
from station_app.domain.problem import Problem, refusal, warning
from station_app.services.ledger_import.lexicon import CARRIED, UNUSED, Field, words
from station_app.services.ledger_import.structure import Row
from station_app.services.ledger_import.values import Around, convert, several_facts
from station_app.services.ledger_import.years import with_year
from station_app.text import ledgers as say

WHOLE_ROW = -1
"""The column of a problem that is of no cell."""


@immutable
class Found:
    """A problem in its cell: sheet, row as the sheet numbers it, column (WHOLE_ROW: of no cell), value."""

    sheet: str
    row: int
    column: int
    value: str
    problem: Problem


@dataclass
class Facts:
    """What a row says: values by field (kind.name), the column that each came from and those that the mapping gives,
    lines of the note, problems, the cells as they were read; `continues` the visit of the row above."""

    values: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    mapped: Mapping[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    problems: list[Found] = field(default_factory=list)
    cells: tuple[str, ...] = ()
    continues: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether a problem keeps the row out."""
        return any(one.problem.refuses for one in self.problems)


@immutable
class Place:
    """The table that rows are read from: its sheet, its columns with their names, formulas that were not calculated,
    and the year that its title names, "" for none."""

    sheet: str
    heads: Sequence[tuple[int, str]]
    unsolved: frozenset[tuple[int, int]]
    year: str = ""


class RowReader:
    """Reads the rows of one table in order: what is written as ditto means the row before."""

    def __init__(self, place: Place, around: Around) -> None:
        self._place, self._around = place, around
        self._reader: Reader = around.desk.reader
        self._above: tuple[str, ...] = ()
        self._heads = dict(place.heads)
        self._fields = around.mapping.of.by_key
        columns = around.mapping.columns
        self._means = [(at, head, columns.get(head, UNUSED)) for at, head in place.heads]
        self._mapped = {means: at for at, _, means in self._means if means in self._fields}
        self._one_visit = tuple(at for at, _, means in self._means if means in ("person.name", "visit.received_on"))

    def read(self, row: Row, edits: Mapping[int, str]) -> Facts:
        """The facts of a row; `edits` are cells that the clerk has written anew in the preview, by column."""
        facts = Facts(mapped=self._mapped)
        cells = [edits.get(at, cell) for at, cell in enumerate(row.cells)]
        facts.continues = len(self._one_visit) == 2 and set(self._one_visit) <= row.merged - edits.keys()
        for at, head, means in self._means:
            value = cells[at] if at < len(cells) else ""
            if means == UNUSED:
                continue
            of = self._fields.get(means)
            is_odd = (row.number, at) in self._place.unsolved and at not in edits
            value = cells[at] = self._resolved(facts, row.number, at, value, of)
            if is_odd:
                self._say(facts, row.number, at, value, refusal("ledger_formula"))
            elif means == CARRIED:
                if value.strip():
                    facts.lines.append(say.carried_line(head, value))
            elif of is not None and value.strip():
                if at in row.merged and at not in edits:
                    self._say(facts, row.number, at, value, warning("ledger_merged", value=value))
                self._take(facts, row.number, at, value, of)
            if at < len(cells):
                cells[at] = value
        self._above = facts.cells = tuple(cells)
        return facts

    def _resolved(self, facts: Facts, row: int, at: int, value: str, of: Field | None) -> str:
        """The value that a cell stands for: ditto marks, marks of nothing, marks of an error."""
        plain, lexicon = value.strip(), words()
        if not plain:
            return ""
        if fold(plain) in lexicon.errors or (plain.startswith("###") and not plain.strip("#")):
            self._say(facts, row, at, value, refusal("ledger_error", value=plain))
            return ""
        if plain in lexicon.ditto:
            above = self._above[at] if at < len(self._above) else ""
            if of is None and not above.strip():
                return value
            if not above.strip() or (of is not None and of.name == "id_number"):
                self._say(facts, row, at, value, refusal("ledger_ditto_alone", value=plain))
                return ""
            self._say(facts, row, at, value, warning("ledger_ditto", value=plain, read=above))
            return above
        if of is not None and not of.needed and _is_nothing(plain, of):
            self._say(facts, row, at, value, warning("ledger_blank_word", value=plain))
            return ""
        return value

    def _take(self, facts: Facts, row: int, at: int, value: str, of: Field) -> None:
        if of.spec.kind is Kind.DAY and (whole := with_year(value, self._place.year)):
            self._say(facts, row, at, value, warning("ledger_year_of_title", value=value, year=self._place.year))
            value = whole
        converted = convert(of, value.strip() if of.spec.kind is not Kind.PROSE else value, self._around)
        problems = converted.problems
        if of.soft and not problems:
            taken = self._reader.read(of.spec, converted.values.get(of.key))
            if any(one.refuses for one in taken.problems):
                self._say(facts, row, at, value, warning("ledger_to_note", value=value))
                facts.lines.append(say.carried_line(self._heads[at], value))
                return
        if of.spec.check == "name" and several_facts(value):
            problems = (*problems, warning("ledger_several_facts", value=value))
        for problem in problems:
            self._say(facts, row, at, value, problem)
        if converted.left:
            facts.lines.append(say.carried_line(self._heads[at], converted.left))
        for key, said in converted.values.items():
            if key == of.key or key not in facts.values:
                facts.values[key] = said
                facts.columns[key] = at

    def _say(self, facts: Facts, row: int, at: int, value: str, problem: Problem) -> None:
        facts.problems.append(Found(sheet=self._place.sheet, row=row, column=at, value=value, problem=problem))


def _is_nothing(plain: str, of: Field) -> bool:
    """Whether a mark stands for nothing in this field. A text of many lines may really say so much (wu, K80)."""
    if of.spec.kind is Kind.PROSE and plain.isalnum():
        return False
    if plain == "0" and of.spec.kind is Kind.COUNT and not of.spec.low:
        return False
    return half_width(plain) in words().empty or plain in words().empty
