"""An old ledger judged row by row before anything is written: what would be taken, what not, and why, in which cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject, warning
from station_app.services import acts
from station_app.services.ask import Ask
from station_app.services.desk import Desk
from station_app.services.ledger_import.cells import WHOLE_ROW, Found, Place, RowReader
from station_app.services.ledger_import.grid import Book
from station_app.services.ledger_import.lexicon import CARRIED, UNUSED
from station_app.services.ledger_import.mapping import ColumnMapping, fitted, heads_of
from station_app.services.ledger_import.rows import Group, People, ask_for, grouped
from station_app.services.ledger_import.sameness import here_already, keys_of
from station_app.services.ledger_import.structure import NoRecord, Table, table_of
from station_app.services.ledger_import.values import Around
from station_app.services.ledger_import.years import year_of

NOT_HERE = -1
"""No column of a sheet."""

RowPlace = tuple[str, int]
"""A row: its sheet, and its number as the sheet counts."""


class Outcome(StrEnum):
    """What is to become of a row."""

    TAKEN = "taken"
    LOOK_AT = "look_at"
    REFUSED = "refused"
    HERE = "here"
    DOUBLE = "double"
    LEFT_OUT = "left_out"


@dataclass
class Choices:
    """What the clerk says in the preview: cells written anew, rows left out with why, rows taken all the same."""

    edits: dict[RowPlace, dict[int, str]] = field(default_factory=dict)
    left_out: dict[RowPlace, str] = field(default_factory=dict)
    anyway: set[RowPlace] = field(default_factory=set)


@immutable
class JudgedRow:
    """A row as it was judged: its cells as they are taken, under the preview's heads; what becomes of it, its problems.

    `columns` are the sheet's own columns of the cells, NOT_HERE for a head that this sheet does not have.
    """

    sheet: str
    number: int
    cells: tuple[str, ...]
    columns: tuple[int, ...]
    outcome: Outcome
    problems: tuple[Found, ...] = ()
    reason: str = ""

    @property
    def place(self) -> RowPlace:
        """Which row it is."""
        return self.sheet, self.number


@immutable
class Preview:
    """A ledger judged whole: rows in order, the groups of acts that would be done, and what is no record."""

    rows: tuple[JudgedRow, ...]
    groups: tuple[Group, ...]
    others: tuple[tuple[str, int, NoRecord], ...]
    heads: tuple[str, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def totals(self) -> dict[str, int]:
        """How many rows become what."""
        return {one.value: sum(row.outcome is one for row in self.rows) for one in Outcome}

    @property
    def refused(self) -> tuple[JudgedRow, ...]:
        """The rows that nothing was said of yet and that cannot be taken."""
        return tuple(row for row in self.rows if row.outcome is Outcome.REFUSED)

    def taken_groups(self) -> list[Group]:
        """The groups whose rows are taken."""
        taken = {row.place for row in self.rows if row.outcome in (Outcome.TAKEN, Outcome.LOOK_AT)}
        return [one for one in self.groups if all((one.sheet, number) in taken for number in one.rows)]


def likely_sheets(book: Book) -> list[str]:
    """The sheets that seem to hold a ledger: not hidden, and with a heading; where none has one, all that are not
    hidden, so that it is said. A page of notes beside the ledger is none."""
    visible = [one for one in book.grids if not one.is_hidden]
    headed = [one.name for one in visible if table_of(one).heading_rows]
    return headed or [one.name for one in visible]


def tables(book: Book, sheets: Sequence[str], heading_row: int = 0) -> list[Table]:
    """The tables of the chosen sheets; sheets without any record are passed over. Raises Rejected where one has no
    heading and for a name that no sheet has."""
    unknown = [name for name in sheets if name not in {one.name for one in book.grids}]
    if unknown:
        offered = [one.name for one in book.grids]
        raise reject(*(refusal("ledger_unknown_sheet", value=name, offered=offered) for name in unknown))
    found = [table_of(book.grid(name), heading_row) for name in sheets]
    headless = [one.sheet for one in found if one.rows and not one.heading_rows]
    if headless:
        raise reject(*(refusal("ledger_no_heading", value=name) for name in headless))
    return [one for one in found if one.rows]


def judge(desk: Desk, book: Book, sheets: Sequence[str], mapping: ColumnMapping, choices: Choices) -> Preview:
    """Judge the rows of the chosen sheets; nothing is written. Raises Rejected where the columns do not say enough."""
    if desk.is_office:
        raise reject(refusal("ledger_not_at_office"))
    found = tables(book, sheets, mapping.heading_row)
    if not found:
        raise reject(refusal("ledger_no_rows"))
    lacking = [problem for table in found for problem in fitted(mapping, table).missing(table)]
    if lacking:
        raise reject(*dict.fromkeys(lacking))
    around = Around(desk, mapping, is_1904=book.is_1904)
    groups = [group for table in found for group in _groups(book, table, around, choices)]
    people = People(around, groups)
    for group in groups:
        ask_for(group, around, people, book.name)
    _judge_acts(desk, groups)
    outcomes = _outcomes(desk, groups, mapping.target, choices)
    heads = tuple(dict.fromkeys(head for table in found for _, head in heads_of(table)))
    rows = tuple(_judged(found, heads, groups, outcomes, choices))
    others = tuple((table.sheet, row.number, why) for table in found for row, why in table.others)
    notes = (*book.notes, *(note for name in sheets for note in book.grid(name).notes), *_dropped(found, mapping))
    return Preview(rows=rows, groups=tuple(groups), others=others, heads=heads, notes=notes)


def _groups(book: Book, table: Table, around: Around, choices: Choices) -> list[Group]:
    own = fitted(around.mapping, table)
    around = around if own.columns == around.mapping.columns else around.with_mapping(own)
    place = Place(table.sheet, heads_of(table), book.grid(table.sheet).unsolved, year_of(table, book.name))
    reader = RowReader(place, around)
    read = [(row.number, reader.read(row, choices.edits.get((table.sheet, row.number), {}))) for row in table.rows]
    return grouped(table.sheet, [one for one in read if (table.sheet, one[0]) not in choices.left_out])


def _judge_acts(desk: Desk, groups: Sequence[Group]) -> None:
    """What the desk's own rules say of the acts, in the cell whose field it is about."""
    met: dict[str, Ask] = {ask.uid: ask for group in groups for ask in group.asks if ask.kind == "person"}
    said = acts.would_say(desk, [_with_person(group, met) for group in groups])
    for group, problems in zip(groups, said, strict=True):
        shift = len(_with_person(group, met)) - len(group.asks)
        for problem in problems:
            part = problem.part - shift
            if part >= 0:
                _say(group, part, problem)


def _with_person(group: Group, met: Mapping[str, Ask]) -> list[Ask]:
    """The acts of a group, behind the person that an earlier row makes: each is judged by itself."""
    has_own = any(ask.kind == "person" for ask in group.asks)
    return group.asks if has_own or group.person not in met else [met[group.person], *group.asks]


def _say(group: Group, part: int, problem: Problem) -> None:
    at = group.of_row[part]
    facts, key = group.facts[at], f"{group.asks[part].kind}.{problem.where}"
    column = facts.columns.get(key, WHOLE_ROW)
    if problem.code == "missing":
        column = facts.mapped.get(key, WHOLE_ROW)
        refused = {one.column for one in facts.problems if one.problem.refuses}
        if column in refused or (column == WHOLE_ROW and group.is_refused):
            return  # it follows from what is said already
    value = facts.cells[column] if 0 <= column < len(facts.cells) else ""
    facts.problems.append(
        Found(sheet=group.sheet, row=group.rows[at], column=column, value=value, problem=replace(problem, where=key))
    )


def _outcomes(desk: Desk, groups: Sequence[Group], target: str, choices: Choices) -> dict[RowPlace, Outcome]:
    here = here_already((facts for group in groups for facts in group.facts), target, desk)
    first: dict[tuple[str, ...], RowPlace] = {}
    outcomes: dict[RowPlace, Outcome] = {}
    for group in groups:
        for number, facts in zip(group.rows, group.facts, strict=True):
            place, outcome = (group.sheet, number), Outcome.TAKEN
            keys = keys_of(facts, target, desk)
            known = next((here[key] for key in keys if key in here), None)
            double = next((first[key] for key in keys if key in first), None)
            for key in keys:
                first.setdefault(key, place)
            if known is not None:
                outcome = Outcome.HERE
                _remark(group, number, warning("ledger_here_already", value=known))
            elif double is not None:
                outcome = Outcome.DOUBLE
                _remark(group, number, warning("ledger_double", value=double[1], sheet=double[0]))
            if place in choices.anyway:
                outcome = Outcome.TAKEN
            outcomes[place] = outcome
        # What stands or falls together: a refused row keeps the others of its visit out.
        for number, facts in zip(group.rows, group.facts, strict=True):
            if outcomes[group.sheet, number] is Outcome.TAKEN:
                refused = Outcome.REFUSED if group.is_refused else None
                outcomes[group.sheet, number] = refused or (Outcome.LOOK_AT if facts.problems else Outcome.TAKEN)
    return outcomes


def _remark(group: Group, number: int, problem: Problem) -> None:
    facts = group.facts[group.rows.index(number)]
    facts.problems.append(Found(sheet=group.sheet, row=number, column=WHOLE_ROW, value="", problem=problem))


def _judged(
    found: Sequence[Table],
    heads: Sequence[str],
    groups: Sequence[Group],
    outcomes: Mapping[RowPlace, Outcome],
    choices: Choices,
) -> Iterator[JudgedRow]:
    facts = {(one.sheet, number): fact for one in groups for number, fact in zip(one.rows, one.facts, strict=True)}
    for table in found:
        at_of = {head: at for at, head in heads_of(table)}
        columns = tuple(at_of.get(head, NOT_HERE) for head in heads)
        shown = {at: place for place, at in enumerate(columns) if at != NOT_HERE}
        for row in table.rows:
            place = (table.sheet, row.number)
            edits = choices.edits.get(place, {})
            cells = tuple(edits.get(at, row.cells[at] if 0 <= at < len(row.cells) else "") for at in columns)
            if place in choices.left_out:
                yield JudgedRow(*place, cells, columns, Outcome.LEFT_OUT, reason=choices.left_out[place])
                continue
            problems = tuple(replace(one, column=shown.get(one.column, WHOLE_ROW)) for one in facts[place].problems)
            yield JudgedRow(*place, cells, columns, outcomes[place], problems)


def _dropped(found: Sequence[Table], mapping: ColumnMapping) -> list[Problem]:
    """Columns with something in them that go nowhere: said, so that nothing is dropped in silence."""
    heads = dict.fromkeys(head for table in found for _, head in heads_of(table))
    rest = CARRIED if mapping.of.carried else UNUSED
    return [warning("ledger_no_place", value=head) for head in heads if mapping.columns.get(head, rest) == UNUSED]
