"""What stands in a cell becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from station_app import paths
from station_app.domain.codes import nearest
from station_app.domain.days import read_day
from station_app.domain.field import Kind
from station_app.domain.folding import fold, half_width
from station_app.domain.immutable import immutable
from station_app.domain.intake import Reader
from station_app.domain.lifecycle import MANDATE_IN_FORCE
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.records import Deputy, Mandate
from station_app.domain.regions import Level, Region
from station_app.services.desk import Desk
from station_app.services.ledger_import.mapping import ColumnMapping
from station_app.services.ledger_import.structure import CARRIED, UNUSED, Field, SheetRow, Table, words
from station_app.text import ledgers as say

BETWEEN_1900_AND_1904 = timedelta(days=1462)
_SERIAL = re.compile(r"[0-9]{1,5}(\.[0-9]+)?")
_YEAR = re.compile("(1[89][0-9]{2}|20[0-9]{2})(?![0-9])")
_CODE = re.compile(r"[0-9]{12}")
_AND_OTHERS = re.compile("\u7b49[0-9\u4e00-\u5341]+\u4eba$")  # 等…人
MOST_TITLE = 40


@immutable
class Converted:
    """Values by field (kind.name), what is to be said of the cell, and what goes into the note."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    left: str = ""


class Around:
    """What a converter may look at beside the cell: the desk, the mapping, the roster, the divisions."""

    def __init__(self, desk: Desk, mapping: ColumnMapping, *, is_1904: bool) -> None:
        self.desk, self.mapping, self.is_1904 = desk, mapping, is_1904
        self.today, self.codes = desk.today, desk.codes
        self._deputies: dict[str, list[Deputy]] = {}
        for one in desk.records.all(Deputy, void_reason=""):
            self._deputies.setdefault(fold(one.name), []).append(one)
        self._mandates: dict[str, list[Mandate]] = {}
        for mandate in desk.records.all(Mandate, void_reason=""):
            self._mandates.setdefault(mandate.deputy, []).append(mandate)

    def with_mapping(self, mapping: ColumnMapping) -> Around:
        """The same surroundings for a table whose columns stand otherwise."""
        other = copy(self)
        other.mapping = mapping
        return other

    def meaning(self, key: str, word: str) -> str:
        """The code or uid that this ledger's word table gives a word; "" for none."""
        return self.mapping.words.get(key, {}).get(fold(word), "")

    def deputies(self, name: str) -> list[Deputy]:
        """The deputies of a name."""
        return self._deputies.get(fold(name), [])

    def standing(self, deputy: Deputy) -> str:
        """The status of a deputy none of whose mandates is in force; "" for the others."""
        held = self._mandates.get(deputy.uid, [])
        if not held or any(one.status == MANDATE_IN_FORCE for one in held):
            return ""
        return held[-1].status

    def level(self, deputy: str) -> str:
        """The level of a deputy's first mandate, "" where none is known."""
        return next((one.level for one in self._mandates.get(deputy, [])), "")


def convert(of: Field, value: str, around: Around) -> Converted:
    """The values that a cell gives. Raises KeyError where the lexicon names no known converter."""
    if meant := around.meaning(of.key, value):
        return Converted({of.key: [meant] if of.spec.many else meant})
    if of.by:
        return _CONVERTERS[of.by](of, value, around)
    match of.spec.kind:
        case Kind.DAY if around.is_1904 and _SERIAL.fullmatch(value):
            return _from_1904(of, value, around)
        case Kind.COUNT:
            return _counted(of, value, around)
    return Converted({of.key: value})


def people_in(value: str) -> list[str]:
    """The names in a cell that lists people."""
    pattern = "|".join(map(re.escape, words().between_people))
    return [name.strip() for name in re.split(pattern, value) if name.strip()]


def several_facts(value: str) -> bool:
    """Whether a name's cell holds more than a name: others beside it, or how many came."""
    return len(people_in(value)) > 1 or bool(_AND_OTHERS.search(half_width(value).strip()))


def made_title(text: str) -> str:
    """A title from a text: its first sentence, as much as a title holds."""
    first = re.split("[\u3002\uff01\uff1f!?\r\n\u2028\u2029;\uff1b]", text.strip())[0].strip()  # 。！？；
    return (first or text.strip())[:MOST_TITLE]


def _from_1904(of: Field, value: str, around: Around) -> Converted:
    day = (date(1899, 12, 30) + timedelta(days=int(float(value))) + BETWEEN_1900_AND_1904).isoformat()
    return Converted({of.key: day}, (warning("day_serial", value=value, day=day),))


def _counted(of: Field, value: str, around: Around) -> Converted:
    plain = half_width(value).strip()
    about = next((word for word in words().about if plain.startswith(word)), "")
    if not about:
        return Converted({of.key: value})
    number = plain.removeprefix(about).strip()
    if not re.fullmatch(r"[0-9]+\D{0,2}", number):
        return Converted({of.key: value})
    return Converted({of.key: number}, (warning("ledger_about", value=value, read=number),), value)


def _year(of: Field, value: str, around: Around) -> Converted:
    plain = half_width(value).strip()
    if found := _YEAR.match(plain):
        said = () if plain == found[1] else (warning("read_as", value=value, read=found[1]),)
        return Converted({of.key: int(found[1])}, said, "" if plain == found[1] else value)
    day, problems = read_day(plain, around.today)
    if day and not around.is_1904:
        return Converted({of.key: int(day[:4])}, problems or (warning("read_as", value=value, read=day[:4]),), value)
    return Converted({}, (refusal("ledger_year_only", value=value),))


def _village(of: Field, value: str, around: Around) -> Converted:
    if _CODE.fullmatch(half_width(value).strip()):
        return Converted({of.key: value})
    found = _villages(value.strip(), around.desk.place.area_code)
    match found:
        case (one,):
            return Converted({of.key: one.code})
        case ():
            return Converted({}, (refusal("ledger_village_unknown", value=value),))
    choices = [paths.regions().path_name(one.code) for one in found[:8]]
    return Converted({}, (refusal("ledger_village_several", value=value, choices=choices),))


@cache
def _villages(name: str, township: str) -> tuple[Region, ...]:
    """The villages that a name means: in the own township outright, then as a part of a name there, then elsewhere."""
    regions = paths.regions()
    own = tuple(one for one in regions.children(township) if fold(one.name) == fold(name))
    if own:
        return own
    likely = regions.find(name, Level.VILLAGE, 8, within=township) if not name.isascii() else ()
    return likely or regions.named(name, Level.VILLAGE)


def _deputies(of: Field, value: str, around: Around) -> Converted:
    uids, problems, left = [], [], []
    for name in people_in(value):
        found = around.deputies(name)
        meant = around.meaning(of.key, name)
        if meant:
            uids.append(meant)
        elif len(found) == 1:
            uids.append(found[0].uid)
            problems += _gone(found[0], around)
        elif found:
            problems.append(refusal("ledger_deputy_several", value=name, count=len(found)))
        else:
            problems.append(warning("ledger_deputy_unknown", value=name))
            left.append(name)
    return Converted({of.key: list(dict.fromkeys(uids))}, tuple(problems), words().between_people[0].join(left))


def _lead_deputy(of: Field, value: str, around: Around) -> Converted:
    names = people_in(value)
    if not names:
        return Converted()
    several = _deputies(of, words().between_people[0].join(names[1:]), around)
    lead = _deputies(of, names[0], around)
    if not lead.values[of.key] and not any(one.refuses for one in lead.problems):
        return Converted({}, (refusal("ledger_deputy_needed", value=names[0]),))
    values: dict[str, Any] = {of.key: next(iter(lead.values[of.key]), "")}
    if several.values[of.key]:
        values["suggestion.cosigners"] = several.values[of.key]
    return Converted(values, (*lead.problems, *several.problems), several.left)


def _gone(deputy: Deputy, around: Around) -> list[Problem]:
    status = around.standing(deputy)
    said = around.codes.name_of("mandate_status", status)
    return [warning("ledger_deputy_gone", value=deputy.name, status=said)] if status else []


def _title(of: Field, value: str, around: Around) -> Converted:
    """A matter that is longer than a title is the matter itself."""
    if len(value) <= of.spec.max_len:
        return Converted({of.key: value})
    title = made_title(value)
    return Converted({of.key: title, "opinion.verbatim": value}, (warning("ledger_title_made", value=title),))


def _state(of: Field, value: str, around: Around) -> Converted:
    target = around.mapping.of
    if state := state_of(of, value, around):
        return Converted({of.key: state}, (), value)
    offered = [around.codes.name_of(of.spec.scheme, code) for code in dict.fromkeys(target.states.values())]
    return Converted({}, (refusal("ledger_state_unknown", value=value, offered=nearest(value, offered)),))


def _result(of: Field, value: str, around: Around) -> Converted:
    """What was done; where only a state is written, the state."""
    state = around.mapping.of.by_key[f"{of.kind}.state"]
    if found := state_of(state, value, around):
        return Converted({state.key: found}, (), value)
    return Converted({of.key: value})


def state_of(of: Field, value: str, around: Around) -> str:
    """The state that a word says, among those that are carried over; "" for none."""
    target = around.mapping.of
    entry = around.codes[of.spec.scheme].find(half_width(value).strip(" .\u3002"))  # 。
    return target.more_states.get(fold(value), "") or (target.states.get(entry.code, "") if entry else "")


_CONVERTERS: Mapping[str, Callable[[Field, str, Around], Converted]] = {
    "village": _village,
    "deputies": _deputies,
    "lead_deputy": _lead_deputy,
    "year": _year,
    "title": _title,
    "state": _state,
    "result": _result,
}


_YEAR_WORD = re.compile("(?<![0-9])((?:19|20)[0-9]{2})(?=\u5e74|[^0-9]|$)")  # 年
_MONTH_AND_DAY = re.compile("[0-9]{1,2}\u6708[0-9]{1,2}[\u65e5\u53f7]?")  # 月 日 号


def year_of(table: Table, file_name: str) -> str:
    """The one year that is named above the table, else by its sheet, else by its file; "" where none or several are."""
    above = (cell for _, cells in table.above for cell in cells)
    for said in (above, (table.sheet,), (file_name,)):
        if years := _years(said):
            return years.pop() if len(years) == 1 else ""
    return ""


def with_year(value: str, year: str) -> str:
    """A day that is written without a year, in the year of its ledger; "" for anything else."""
    plain = half_width(value).replace(" ", "")
    return f"{year}\u5e74{plain}" if year and _MONTH_AND_DAY.fullmatch(plain) else ""


def _years(said: Iterable[str]) -> set[str]:
    return {year for text in said for year in _YEAR_WORD.findall(half_width(text))}


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
class CellPlace:
    """The table that rows are read from: its sheet, its columns with their names, formulas that were not calculated,
    and the year that its title names, "" for none."""

    sheet: str
    heads: Sequence[tuple[int, str]]
    unsolved: frozenset[tuple[int, int]]
    year: str = ""


class RowReader:
    """Reads the rows of one table in order: what is written as ditto means the row before."""

    def __init__(self, place: CellPlace, around: Around) -> None:
        self._place, self._around = place, around
        self._reader: Reader = around.desk.reader
        self._above: tuple[str, ...] = ()
        self._heads = dict(place.heads)
        self._fields = around.mapping.of.by_key
        columns = around.mapping.columns
        self._means = [(at, head, columns.get(head, UNUSED)) for at, head in place.heads]
        self._mapped = {means: at for at, _, means in self._means if means in self._fields}
        self._one_visit = tuple(at for at, _, means in self._means if means in ("person.name", "visit.received_on"))

    def read(self, row: SheetRow, edits: Mapping[int, str]) -> Facts:
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
