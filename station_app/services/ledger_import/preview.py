"""What a ledger would become: each row judged, nothing written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from station_app.db import ledgers
from station_app.domain.codes import nearest
from station_app.domain.field import Kind, field_of
from station_app.domain.folding import fold, half_width
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject, warning
from station_app.domain.records import BY_KIND, Deputy, Unit
from station_app.services import acts
from station_app.services.ask import Ask
from station_app.services.desk import Desk
from station_app.services.ledger_import.cells import (
    WHOLE_ROW,
    Around,
    CellPlace,
    Facts,
    Found,
    RowReader,
    made_title,
    years_of,
)
from station_app.services.ledger_import.lexicon import CARRIED, UNUSED, Target
from station_app.services.ledger_import.mapping import ColumnMapping, carried_heads, fitted, heads_of
from station_app.services.ledger_import.structure import Book, NoRecord, Table, tables_of
from station_app.text import ledgers as say


@dataclass
class Group:
    """One row or several that become records together: the facts of each, the acts, and which row each act is of."""

    sheet: str
    rows: list[int]
    facts: list[Facts]
    asks: list[Ask] = field(default_factory=list)
    of_row: list[int] = field(default_factory=list)
    person: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether a problem keeps the group out."""
        return any(one.is_refused for one in self.facts)

    @property
    def problems(self) -> list[Found]:
        """All that is to be said of its cells."""
        return [found for facts in self.facts for found in facts.problems]


class People:
    """Who is who in a ledger: the same name with the same phone or document is one person, here already or not."""

    def __init__(self, around: Around, groups: Iterable[Group]) -> None:
        self._read = around.desk.reader.read
        self._known: dict[tuple[str, str], str] = {}
        self._names: dict[str, set[str]] = {}
        said: dict[str, set[str]] = {"phone": set(), "id_number": set()}
        for group in groups:
            for name, values in said.items():
                if value := self._value(group.facts[0], name):
                    values.add(value)
        for name, values in said.items():
            for uid, called, value in ledgers.people_with(around.desk.store.database, name, sorted(values)):
                self._known.setdefault((fold(called), value), uid)
                self._names.setdefault(value, set()).add(called)

    def of(self, facts: Facts, new_id: Callable[[], str]) -> tuple[str, bool]:
        """The uid of a row's person, and whether it is one that was met before."""
        called = str(facts.values.get("person.name", ""))
        keys = [(fold(called), value) for name in ("phone", "id_number") if (value := self._value(facts, name))]
        met = next((self._known[key] for key in keys if key in self._known), "")
        uid = met or new_id()
        for key in keys:
            self._known.setdefault(key, uid)
        return uid, bool(met)

    def others_with(self, facts: Facts) -> Iterable[tuple[str, str]]:
        """The field and the other name that a number of this row has already been written beside."""
        called = str(facts.values.get("person.name", "")).strip()
        for name in ("phone", "id_number"):
            if value := self._value(facts, name):
                names = self._names.setdefault(value, set())
                other = next((one for one in sorted(names) if fold(one) != fold(called)), "")
                names.add(called)
                if other:
                    yield f"person.{name}", other

    def _value(self, facts: Facts, name: str) -> str:
        raw = facts.values.get(f"person.{name}", "")
        return str(self._read(field_of(BY_KIND["person"], name), raw).value) if raw else ""


def grouped(sheet: str, rows: Iterable[tuple[int, Facts]]) -> list[Group]:
    """Rows as they become records: one that goes on with the visitor and day of the one above belongs to it."""
    groups: list[Group] = []
    for number, facts in rows:
        if facts.continues and groups and groups[-1].rows[-1] == number - 1:
            groups[-1].rows.append(number)
            groups[-1].facts.append(facts)
        else:
            groups.append(Group(sheet, [number], [facts]))
    return groups


def ask_for(group: Group, around: Around, people: People, file_name: str) -> None:
    """Put the acts of a group into it."""
    target, new_id = around.mapping.of, around.desk.clock.new_id
    uids = {kind: new_id() for kind in target.kinds}
    for at, facts in enumerate(group.facts):
        _complete(facts, around)
        kinds = target.kinds if at == 0 else target.kinds[-1:]
        if at and target.kinds[-1] in uids:
            uids[target.kinds[-1]] = new_id()
        for kind in kinds:
            fields = _fields(kind, facts, target)
            if kind == "person":
                uids[kind], is_known = people.of(facts, new_id)
                group.person = uids[kind]
                _warn_of_namesakes(group, facts, people)
                if is_known:
                    continue
            if kind == target.carried:
                source = say.source_line(file_name, group.sheet, group.rows[at])
                fields["carried"] = "\n".join((*facts.lines, source))
            fields |= _links(kind, uids, around)
            group.asks.append(Ask(kind, "carry_over", fields, uids[kind]))
            group.of_row.append(at)


def _warn_of_namesakes(group: Group, facts: Facts, people: People) -> None:
    for key, other in people.others_with(facts):
        called, at = str(facts.values.get("person.name", "")), facts.columns.get(key, -1)
        problem = warning("ledger_two_names", value=called, other=other)
        facts.problems.append(
            Found(sheet=group.sheet, row=group.rows[0], column=at, value=str(facts.values[key]), problem=problem)
        )


def _fields(kind: str, facts: Facts, target: Target) -> dict[str, Any]:
    fixed = {key: value for key, value in target.fixed.items() if key not in facts.values}
    said = {**fixed, **facts.values}
    return {key.partition(".")[2]: value for key, value in said.items() if key.partition(".")[0] == kind}


def _links(kind: str, uids: dict[str, str], around: Around) -> dict[str, Any]:
    match kind:
        case "visit":
            return {"visitor": uids["person"]}
        case "opinion":
            return {"visit": uids["visit"]}
        case "mandate":
            return {"deputy": uids["deputy"]}
        case "deputy":
            return {"station": around.desk.place.uid}
    return {}


def _complete(facts: Facts, around: Around) -> None:
    """What follows from the other fields, and what holds for the whole file."""
    values, target = facts.values, around.mapping.of
    for key, value in around.mapping.for_all.items():
        if value:
            values.setdefault(key, value)
    match target.name:
        case "visits":
            _complete_visit(values)
        case "suggestions":
            _complete_suggestion(values, around)


def _complete_visit(values: dict[str, Any]) -> None:
    title, text = values.get("opinion.title", ""), values.get("opinion.verbatim", "")
    if title and not text:
        values["opinion.verbatim"] = title
    elif text and not title:
        values["opinion.title"] = made_title(str(text))
    if "opinion.state" not in values:
        is_closed, has_unit = values.get("opinion.closed_on"), values.get("opinion.unit")
        values["opinion.state"] = "CLOSED" if is_closed else "HANDLING" if has_unit else "REGISTERED"
    elif values["opinion.state"] == "HANDLING" and not values.get("opinion.unit"):
        values["opinion.state"] = "REGISTERED"  # on its way to nobody: the desk decides again
    number = half_width(str(values.get("person.id_number", ""))).strip()
    if number and _CITIZEN.fullmatch(number):
        values.setdefault("person.id_kind", CITIZEN_ID)


CITIZEN_ID = "RESIDENT"
"""The document whose number has this form and no other (GB 11643)."""
_CITIZEN = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")


def _complete_suggestion(values: dict[str, Any], around: Around) -> None:
    if "suggestion.state" not in values:
        is_replied = values.get("suggestion.reply") or values.get("suggestion.replied_on")
        is_assigned = values.get("suggestion.assigned_unit")
        values["suggestion.state"] = "REPLIED" if is_replied else "ASSIGNED" if is_assigned else "SUBMITTED"
    level = around.level(str(values.get("suggestion.lead_deputy", "")))
    if level and "suggestion.level" in around.mapping.for_all:
        values["suggestion.level"] = level


Key = tuple[str, ...]
"""What two rows have in common that say the same thing, each part folded."""


def keys_of(facts: Facts, target: str, desk: Desk) -> list[Key]:
    """The keys by which a row is known again; none where it says too little."""
    return [key for key in _KEYS[target](facts.values, desk) if all(key)]


def here_already(groups: Iterable[Facts], target: str, desk: Desk) -> dict[Key, str]:
    """The keys of what is here, with the number or name that it is known by."""
    return _HERE[target](list(groups), desk)


def _read_day(values: Mapping[str, Any], key: str, desk: Desk) -> str:
    kind, _, name = key.partition(".")
    raw = values.get(key, "")
    return str(desk.reader.read(field_of(BY_KIND[kind], name), raw).value) if raw else ""


def _visit_keys(values: Mapping[str, Any], desk: Desk) -> list[Key]:
    title = str(values.get("opinion.title", ""))
    day = _read_day(values, "visit.received_on", desk)
    return [("visit", fold(str(values.get("person.name", ""))), day, fold(title))]


def _suggestion_keys(values: Mapping[str, Any], desk: Desk) -> list[Key]:
    title, lead = fold(str(values.get("suggestion.title", ""))), str(values.get("suggestion.lead_deputy", ""))
    return [("number", fold(str(values.get("suggestion.official_no", "")))), ("title", title, lead)]


def _deputy_keys(values: Mapping[str, Any], desk: Desk) -> list[Key]:
    phone = values.get("deputy.phone", "")
    told = str(desk.reader.read(field_of(Deputy, "phone"), phone).value) if phone else ""
    name = fold(str(values.get("deputy.name", "")))
    return [("deputy", name, told or _read_day(values, "deputy.born_on", desk) or "-")]


def _unit_keys(values: Mapping[str, Any], desk: Desk) -> list[Key]:
    return [("unit", fold(str(values.get("unit.name", ""))))]


def _visits_here(facts: list[Facts], desk: Desk) -> dict[Key, str]:
    days = {_read_day(one.values, "visit.received_on", desk) for one in facts} - {""}
    found = ledgers.raised_between(desk.store.database, sorted(days))
    return {("visit", fold(one.visitor), one.received_on, fold(one.title)): one.number for one in found}


def _suggestions_here(facts: list[Facts], desk: Desk) -> dict[Key, str]:
    here: dict[Key, str] = {}
    for one in ledgers.suggestions_here(desk.store.database):
        here["title", fold(one.title), one.lead_deputy] = one.official_no or one.number
        if one.official_no:
            here["number", fold(one.official_no)] = one.official_no
    return here


def _deputies_here(facts: list[Facts], desk: Desk) -> dict[Key, str]:
    return {
        ("deputy", fold(one.name), sign): one.name
        for one in desk.records.all(Deputy, void_reason="")
        for sign in ((one.phone, one.born_on) if one.phone or one.born_on else ("-",))
        if sign
    }


def _units_here(facts: list[Facts], desk: Desk) -> dict[Key, str]:
    return {("unit", fold(one.name)): one.name for one in desk.records.all(Unit, void_reason="")}


_KEYS: Mapping[str, Callable[[Mapping[str, Any], Desk], list[Key]]] = {
    "visits": _visit_keys,
    "suggestions": _suggestion_keys,
    "deputies": _deputy_keys,
    "units": _unit_keys,
}
_HERE: Mapping[str, Callable[[list[Facts], Desk], dict[Key, str]]] = {
    "visits": _visits_here,
    "suggestions": _suggestions_here,
    "deputies": _deputies_here,
    "units": _units_here,
}


def _likely_same(facts: Facts, names: dict[str, str], desk: Desk) -> Problem | None:
    """What is said of a deputy who has the name of another one with another telephone: it may well be the same one.
    `names` are those met before, folded, each with where it was met."""
    ((_, name, _),) = _deputy_keys(facts.values, desk)
    met = names.get(name, "") if name else ""
    return warning("ledger_deputy_like", value=met) if met else None


NOT_HERE = -1
"""No column of a sheet."""

RowPlace = tuple[str, int]
"""A row: its sheet, and its number as the sheet counts."""


class RowOutcome(StrEnum):
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
    outcome: RowOutcome
    problems: tuple[Found, ...] = ()
    reason: str = ""

    @property
    def place(self) -> RowPlace:
        """Which row it is."""
        return self.sheet, self.number


@immutable
class LedgerPreview:
    """A ledger judged whole: rows in order, the groups of acts that would be done, and what is no record."""

    rows: tuple[JudgedRow, ...]
    groups: tuple[Group, ...]
    others: tuple[tuple[str, int, NoRecord], ...]
    heads: tuple[str, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def totals(self) -> dict[str, int]:
        """How many rows become what."""
        return {one.value: sum(row.outcome is one for row in self.rows) for one in RowOutcome}

    @property
    def refused(self) -> tuple[JudgedRow, ...]:
        """The rows that nothing was said of yet and that cannot be taken."""
        return tuple(row for row in self.rows if row.outcome is RowOutcome.REFUSED)

    def taken_groups(self) -> list[Group]:
        """The groups whose rows are taken."""
        taken = {row.place for row in self.rows if row.outcome in (RowOutcome.TAKEN, RowOutcome.LOOK_AT)}
        return [one for one in self.groups if all((one.sheet, number) in taken for number in one.rows)]


def likely_sheets(book: Book) -> list[str]:
    """The sheets that seem to hold a ledger: not hidden, and with a heading; where none has one, all that are not
    hidden, so that it is said. A page of notes beside the ledger is none."""
    visible = [one for one in book.grids if not one.is_hidden]
    headed = [one.name for one in visible if tables_of(one)[0].heading_rows]
    return headed or [one.name for one in visible]


def tables(book: Book, sheets: Sequence[str], heading_row: int = 0) -> list[Table]:
    """The tables of the chosen sheets; sheets without any record are passed over. Raises Rejected where one has no
    heading and for a name that no sheet has."""
    known = {one.name for one in book.grids} | {one.sheet for one in book.grids} - {""}
    unknown = [name for name in sheets if name not in known]
    if unknown:
        offered = [one.name for one in book.grids]
        raise reject(*(refusal("ledger_unknown_sheet", value=name, offered=nearest(name, offered)) for name in unknown))
    chosen = [one for name in sheets for one in book.grids if name in (one.name, one.sheet)]
    found = [table for grid in chosen for table in tables_of(grid, heading_row)]
    headless = [one.sheet for one in found if one.rows and not one.heading_rows]
    if headless:
        raise reject(*(refusal("ledger_no_heading", value=name) for name in headless))
    return [one for one in found if one.rows]


def judge(desk: Desk, book: Book, sheets: Sequence[str], mapping: ColumnMapping, choices: Choices) -> LedgerPreview:
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
    read = [book.grid(name) for name in dict.fromkeys(table.sheet for table in found)]
    of_sheets = (note for grid in read for note in grid.notes)
    notes = (*book.notes, *of_sheets, *mapping.said, *_passed_over(found, mapping), *_dropped(found, mapping))
    return LedgerPreview(rows=rows, groups=tuple(groups), others=others, heads=heads, notes=notes)


def _groups(book: Book, table: Table, around: Around, choices: Choices) -> list[Group]:
    own = fitted(around.mapping, table)
    around = around if own.columns == around.mapping.columns else around.with_mapping(own)
    heads = heads_of(table)
    place = CellPlace(
        sheet=table.sheet,
        heads=heads,
        odd=book.grid(table.sheet).odd,
        years=years_of(table, book.name),
        of_columns=_years_by_column(table, own, heads),
        unheaded=_unheaded(table, own),
        is_text=book.form == "csv",
    )
    reader = RowReader(place, around)
    read = [(row.number, reader.read(row, choices.edits.get((table.sheet, row.number), {}))) for row in table.rows]
    return grouped(table.sheet, [one for one in read if (table.sheet, one[0]) not in choices.left_out])


_FULL_DAY = re.compile("(?<![0-9])((?:19|20)[0-9]{2})[-./\u5e74\u3001][0-9]{1,2}[-./\u6708\u3001][0-9]{1,2}")  # 年 月


def _years_by_column(
    table: Table, mapping: ColumnMapping, heads: Sequence[tuple[int, str]]
) -> dict[int, frozenset[str]]:
    """The years that whole days of a column name, by column: what a day without a year may borrow."""
    fields = mapping.of.by_key
    found = {}
    for at, head in heads:
        means = mapping.columns.get(head, UNUSED)
        if means in fields and fields[means].spec.kind is Kind.DAY:
            cells = (row.cells[at] for row in table.rows if at < len(row.cells))
            found[at] = frozenset(day[1] for cell in cells if (day := _FULL_DAY.match(cell.strip())))
    return found


def _unheaded(table: Table, mapping: ColumnMapping) -> frozenset[int]:
    """The columns without a heading in which fewer than half of the rows hold something: what was cut off, or a word
    beside the table. A column that most rows fill was left without its heading, which is said once."""
    found = set()
    for at, head in heads_of(table):
        if head.startswith("@") and mapping.columns.get(head, CARRIED) == CARRIED:
            filled = sum(at < len(row.cells) and bool(row.cells[at].strip()) for row in table.rows)
            if filled * 2 < len(table.rows) or len(table.rows) < FEW_ROWS:
                found.add(at)
    return frozenset(found)


FEW_ROWS = 4
"""Of so few rows none is most of them."""


def _judge_acts(desk: Desk, groups: Sequence[Group]) -> None:
    """What the desk's own rules say of the acts, in the cell whose field it is about."""
    met: dict[str, Ask] = {ask.uid: ask for group in groups for ask in group.asks if ask.kind == "person"}
    said = acts.would_say(desk, [_with_person(group, met) for group in groups], afresh=True)
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


def _outcomes(desk: Desk, groups: Sequence[Group], target: str, choices: Choices) -> dict[RowPlace, RowOutcome]:
    here = here_already((facts for group in groups for facts in group.facts), target, desk)
    first: dict[tuple[str, ...], RowPlace] = {}
    outcomes: dict[RowPlace, RowOutcome] = {}
    names = {key[1]: say.LIKE_HERE for key in here} if target == "deputies" else {}
    for group in groups:
        for number, facts in zip(group.rows, group.facts, strict=True):
            place, outcome = (group.sheet, number), RowOutcome.TAKEN
            keys = keys_of(facts, target, desk)
            known = next((here[key] for key in keys if key in here), None)
            double = next((first[key] for key in keys if key in first), None)
            for key in keys:
                first.setdefault(key, place)
            if known is not None:
                outcome = RowOutcome.HERE
                _remark(group, number, warning("ledger_here_already", value=known))
            elif double is not None:
                outcome = RowOutcome.DOUBLE
                _remark(group, number, warning("ledger_double", value=double[1], sheet=double[0]))
            elif target == "deputies" and (likely := _likely_same(facts, names, desk)):
                _remark(group, number, likely, facts.columns.get("deputy.name", WHOLE_ROW))
            if target == "deputies" and keys:
                names.setdefault(keys[0][1], say.like_row(*place))
            if place in choices.anyway:
                outcome = RowOutcome.TAKEN
            outcomes[place] = outcome
        # What stands or falls together: a refused row keeps the others of its visit out.
        for number, facts in zip(group.rows, group.facts, strict=True):
            if outcomes[group.sheet, number] is RowOutcome.TAKEN:
                refused = RowOutcome.REFUSED if group.is_refused else None
                outcomes[group.sheet, number] = refused or (RowOutcome.LOOK_AT if facts.problems else RowOutcome.TAKEN)
    return outcomes


def _remark(group: Group, number: int, problem: Problem, column: int = WHOLE_ROW) -> None:
    facts = group.facts[group.rows.index(number)]
    value = facts.cells[column] if 0 <= column < len(facts.cells) else ""
    facts.problems.append(Found(sheet=group.sheet, row=number, column=column, value=value, problem=problem))


def _judged(
    found: Sequence[Table],
    heads: Sequence[str],
    groups: Sequence[Group],
    outcomes: Mapping[RowPlace, RowOutcome],
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
                yield JudgedRow(*place, cells, columns, RowOutcome.LEFT_OUT, reason=choices.left_out[place])
                continue
            problems = tuple(replace(one, column=shown.get(one.column, WHOLE_ROW)) for one in facts[place].problems)
            yield JudgedRow(*place, cells, columns, outcomes[place], problems)


def _passed_over(found: Sequence[Table], mapping: ColumnMapping) -> list[Problem]:
    """Rows over a heading that are more than its title, and columns that no name of a field fits."""
    said = [
        warning("ledger_rows_above", value=table.sheet, rows=table.passed_over) for table in found if table.passed_over
    ]
    if carried := carried_heads(mapping, found):
        said.append(warning("ledger_columns_carried", value=tuple(carried)))
    return said


def _dropped(found: Sequence[Table], mapping: ColumnMapping) -> list[Problem]:
    """Columns with something in them that go nowhere: said, so that nothing is dropped in silence."""
    heads = dict.fromkeys(head for table in found for _, head in heads_of(table))
    rest = CARRIED if mapping.of.carried else UNUSED
    return [warning("ledger_no_place", value=head) for head in heads if mapping.columns.get(head, rest) == UNUSED]
