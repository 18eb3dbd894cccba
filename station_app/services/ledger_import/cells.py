"""What stands in a cell becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from station_app import paths
from station_app.domain import identity
from station_app.domain.codes import nearest
from station_app.domain.days import read_day, read_moment
from station_app.domain.field import Kind
from station_app.domain.folding import fold, half_width
from station_app.domain.immutable import immutable
from station_app.domain.intake import Reader
from station_app.domain.lifecycle import MANDATE_IN_FORCE
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.records import Deputy, Mandate
from station_app.domain.regions import Level, Region
from station_app.services.desk import Desk
from station_app.services.ledger_import.lexicon import CARRIED, UNUSED, Field, words
from station_app.services.ledger_import.mapping import ColumnMapping
from station_app.services.ledger_import.structure import Odd, SheetRow, Table, years_in
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
    for name in _known_people(value, around, of.key):
        found = around.deputies(name)
        meant = around.meaning(of.key, name)
        if meant:
            uids.append(meant)
        elif len(found) == 1:
            uids.append(found[0].uid)
            problems += _gone(found[0], around)
            if fold(found[0].name) != fold(name) or fold(name) not in map(fold, people_in(value)):
                problems.append(warning("read_as", value=value, read=found[0].name))
        elif found:
            problems.append(refusal("ledger_deputy_several", value=name, count=len(found)))
        else:
            problems.append(warning("ledger_deputy_unknown", value=name))
            left.append(name)
    return Converted({of.key: list(dict.fromkeys(uids))}, tuple(problems), words().between_people[0].join(left))


_AND = re.compile("[\\s\u3000]+|\u548c|\u4e0e|\u53ca|\u8ddf|\u540c")  # 和 与 及 跟 同


def _known_people(value: str, around: Around, key: str) -> list[str]:
    """The names in a cell as the roster knows them: parted where they are listed, by a space or an "and" where every
    part is somebody's name, without what somebody is called beside the name."""
    names: list[str] = []
    for part in people_in(value):
        if _is_known(part, around, key):
            names.append(part)
            continue
        bare = _untitled(part)
        pieces = [_untitled(one) for one in _AND.split(part) if one.strip()]
        pieces = [one for one in pieces if one]
        if _is_known(bare, around, key):
            names.append(bare)
        elif len(pieces) > 1 and all(_is_known(one, around, key) for one in pieces):
            names += pieces
        else:
            names.append(part)
    return names


def _is_known(name: str, around: Around, key: str) -> bool:
    return bool(around.deputies(name) or around.meaning(key, name))


_BRACKETED = re.compile("[(\uff08\\[\u3010][^)\uff09\\]\u3011]*[)\uff09\\]\u3011]")


def _untitled(name: str) -> str:
    """A name without offices and brackets beside it."""
    bare = _BRACKETED.sub("", name).strip(" \u3000:\uff1a")
    for title in words().titles:
        if len(bare) > len(title) + 1:
            before = bare.rpartition(title)[2] if title in bare and not bare.endswith(title) else bare
            bare = before.removesuffix(title).strip(" \u3000:\uff1a")
    return bare


def _lead_deputy(of: Field, value: str, around: Around) -> Converted:
    names = _known_people(value, around, of.key)
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


_NUMBER = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])"
    r"|(?<![0-9])0[0-9]{2,3}[- \u2014]?[0-9]{7,8}(?![0-9])|(?<![0-9])[2-8][0-9]{6,7}(?![0-9])"
)


def _phone(of: Field, value: str, around: Around) -> Converted:
    """The telephone numbers of a cell; words beside or instead of them go into the note."""
    plain = half_width(value).strip()
    if not any(one.refuses for one in identity.phone(plain).problems):
        return Converted({of.key: value})
    rest = _NUMBER.sub(" ", plain)
    numbers = _NUMBER.findall(plain)
    if any(sign.isdigit() for sign in rest) or (set(rest) & set("*\u00d7")):
        return Converted({of.key: value})
    said = " ".join(rest.strip(" ()[]:;,\u3001\uff08\uff09/\u3010\u3011").split())
    if not numbers:
        return Converted({}, (warning("ledger_to_note", value=value),), value)
    return Converted({of.key: identity.BETWEEN.join(numbers)}, (warning("ledger_words_beside", value=said),), value)


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
    """What was done; where only a state is written, the state. A tick says nothing of what was done."""
    state = around.mapping.of.by_key[f"{of.kind}.state"]
    if found := state_of(state, value, around):
        return Converted({state.key: found}, (), value)
    if not any(sign.isalnum() for sign in value) or len(value.strip()) == 1:
        offered = [
            around.codes.name_of(state.spec.scheme, code) for code in dict.fromkeys(around.mapping.of.states.values())
        ]
        return Converted({}, (refusal("ledger_state_unknown", value=value, offered=offered),))
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
    "phone": _phone,
    "year": _year,
    "title": _title,
    "state": _state,
    "result": _result,
}


_MONTH_AND_DAY = re.compile("([0-9]{1,2})\\s*[-./\u3001\u6708]\\s*([0-9]{1,2})\\s*[\u65e5\u53f7.]?")  # 、月 日 号


def years_of(table: Table, file_name: str) -> frozenset[str]:
    """The years that are named above the table, else by its sheet, else by its file."""
    above = [cell for _, cells in table.above for cell in cells]
    for said in (above, [table.sheet], [file_name]):
        if years := years_in(said):
            return frozenset(years)
    return frozenset()


def with_year(value: str, year: str) -> str:
    """A day that is written without a year, in the year of its ledger (ISO 8601); "" for anything else."""
    found = _MONTH_AND_DAY.fullmatch(half_width(value).strip())
    return f"{year}-{int(found[1]):02}-{int(found[2]):02}" if year and found else ""


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
    """The table that rows are read from: its sheet, its columns with their names, its odd cells, the years that its
    title names, the years of whole days by column, and the columns without a heading in which few rows hold anything;
    `is_text`: there a further cell is what a separator cut off."""

    sheet: str
    heads: Sequence[tuple[int, str]]
    odd: Mapping[tuple[int, int], Odd]
    years: frozenset[str] = frozenset()
    of_columns: Mapping[int, frozenset[str]] = field(default_factory=dict)
    unheaded: frozenset[int] = frozenset()
    is_text: bool = False


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
        width = max(len(row.cells), max(edits, default=-1) + 1)
        cells = [edits.get(at, row.cells[at] if at < len(row.cells) else "") for at in range(width)]
        facts.continues = len(self._one_visit) == 2 and set(self._one_visit) <= row.merged - edits.keys()
        for at, head, means in self._means:
            if means == UNUSED:
                continue
            of = self._fields.get(means)
            odd = None if at in edits else self._place.odd.get((row.number, at))
            value = self._resolved(facts, row.number, at, cells[at] if at < width else "", of, odd)
            if odd is Odd.UNSOLVED:
                self._say(facts, row.number, at, value, refusal("ledger_formula"))
            elif means == CARRIED:
                if value.strip():
                    self._carry(facts, row.number, at, head, value)
            elif of is not None and value.strip():
                if at in row.merged and at not in edits:
                    self._say(facts, row.number, at, value, warning("ledger_merged", value=value))
                self._take(facts, row, at, value, of, odd)
            if at < width:
                cells[at] = value
        self._above = facts.cells = tuple(cells)
        return facts

    def _carry(self, facts: Facts, row: int, at: int, head: str, value: str) -> None:
        facts.lines.append(say.carried_line(head, value))
        if at in self._place.unheaded:
            more = refusal if self._place.is_text else warning
            self._say(facts, row, at, value, more("ledger_cell_too_many", value=head.removeprefix("@")))

    def _resolved(self, facts: Facts, row: int, at: int, value: str, of: Field | None, odd: Odd | None) -> str:
        """The value that a cell stands for: ditto marks, marks of nothing, marks of an error."""
        plain, lexicon = value.strip(), words()
        if odd is Odd.ERROR or fold(plain) in lexicon.errors or (plain.startswith("###") and not plain.strip("#")):
            self._say(facts, row, at, value, refusal("ledger_error", value=plain))
            return ""
        if not plain:
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
        if fold(plain) in lexicon.null or (of is not None and not of.needed and _is_nothing(plain, of)):
            if of is not None:
                self._say(facts, row, at, value, warning("ledger_blank_word", value=plain))
            return ""
        return value

    def _take(self, facts: Facts, row: SheetRow, at: int, value: str, of: Field, odd: Odd | None) -> None:
        number = row.number
        if of.spec.kind is Kind.DAY:
            value = self._moment(facts, row, at, value, of, odd)
            if not value:
                return
        elif _FLOAT.fullmatch(plain := half_width(value).strip()) and _is_number(of):
            whole = plain.partition(".")[0]
            if plain.partition(".")[2].strip("0"):
                self._say(facts, number, at, value, refusal("ledger_fraction", value=value))
                return
            shown = whole if of.spec.check not in ("phone", "id_number") else ""
            self._say(facts, number, at, value, warning("ledger_float", value=shown))
            value = whole
        value = _ticked(of, self._heads[at], value)
        converted = convert(of, value.strip() if of.spec.kind is not Kind.PROSE else value, self._around)
        problems = converted.problems
        if not of.needed and (of.soft or _has_words_alone(of, value)):
            taken = self._reader.read(of.spec, converted.values.get(of.key))
            if any(one.refuses for one in (*problems, *taken.problems)):
                self._say(facts, number, at, value, warning("ledger_to_note", value=value))
                facts.lines.append(say.carried_line(self._heads[at], value))
                return
        if of.spec.check == "name" and several_facts(value):
            problems = (*problems, warning("ledger_several_facts", value=value))
        elif of.spec.check == "name" and _is_no_name(value):
            problems = (*problems, warning("ledger_no_name", value=value))
        for problem in problems:
            self._say(facts, number, at, value, problem)
        if converted.left:
            facts.lines.append(say.carried_line(self._heads[at], converted.left))
        for key, said in converted.values.items():
            if key == of.key or key not in facts.values:
                facts.values[key] = said
                facts.columns[key] = at

    def _moment(self, facts: Facts, row: SheetRow, at: int, value: str, of: Field, odd: Odd | None) -> str:
        """The day that a cell says, as it is to be read: in the year of its ledger, without its hour, "" for none."""
        number, is_birth = row.number, of.name in _OF_BIRTH
        if odd is Odd.DECIMAL and _DECIMAL.fullmatch(value.strip()):
            self._say(facts, number, at, value, refusal("ledger_day_decimal", value=value))
            return ""
        moment = read_moment(value, self._around.today)
        given = moment.written
        if not is_birth and _stands_for_none(given, self._around.today):
            self._say(facts, number, at, value, (refusal if of.needed else warning)("ledger_no_day", value=value))
            return ""
        if with_year(given, "0000"):
            given = self._in_year(facts, row, at, value, given)
        elif moment.day and of.needed:
            self._compare_year(facts, number, at, value, moment.day)
        if given and (moment.at or moment.beside):
            self._keep_hour(facts, number, at, value, of, moment.at)
        return given

    def _in_year(self, facts: Facts, row: SheetRow, at: int, value: str, given: str) -> str:
        """A day without a year in the year of the banner, the title or its neighbours; as it is written where nothing
        names a year; "" where several are named."""
        column = self._place.of_columns.get(at, frozenset())
        years = frozenset({row.year}) if row.year else self._place.years or column
        if len(years) > 1:
            self._say(facts, row.number, at, value, refusal("ledger_year_unknown", value=value, years=sorted(years)))
            return ""
        for year in years:
            code = "ledger_year_of_title" if row.year or self._place.years else "ledger_year_of_column"
            self._say(facts, row.number, at, value, warning(code, value=value, year=year))
            return with_year(given, year)
        return given

    def _compare_year(self, facts: Facts, row: int, at: int, value: str, day: str) -> None:
        """A day of another year than the ledger's, where the others are of that year."""
        years = self._place.years
        if len(years) == 1 and day[:4] not in years and years & self._place.of_columns.get(at, frozenset()):
            self._say(facts, row, at, value, warning("ledger_year_differs", value=value, year="".join(years)))

    def _keep_hour(self, facts: Facts, row: int, at: int, value: str, of: Field, hour: str) -> None:
        """The hour into its field where the visit has one and no column of its own, else into the note."""
        has_own = "visit.received_at" in self._mapped or "visit.received_at" not in self._fields
        if hour and of.key == "visit.received_on" and not has_own:
            facts.values["visit.received_at"] = hour
            facts.columns["visit.received_at"] = at
            self._say(facts, row, at, value, warning("ledger_hour", value=value, at=hour))
        else:
            facts.lines.append(say.carried_line(self._heads[at], value))
            self._say(facts, row, at, value, warning("ledger_hour_to_note", value=value))

    def _say(self, facts: Facts, row: int, at: int, value: str, problem: Problem) -> None:
        facts.problems.append(Found(sheet=self._place.sheet, row=row, column=at, value=value, problem=problem))


_FLOAT = re.compile(r"[0-9]+\.[0-9]+")
_DECIMAL = re.compile(r"(?:[1-9]|1[0-2])\.[123]")
"""5.1 may have been typed as 5.10; 5.4 may not: no month has forty days."""
_OF_BIRTH = ("born_on", "birth_year")
_IN_FIGURES = (Kind.DAY, Kind.TIME, Kind.COUNT)
_CHINESE_FIGURES = frozenset(
    "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u534a"
)  # 一 to 十, 百 半
LONGEST_NAME = 6
"""Signs of a Chinese name without an interpunct; a compound surname with two given names has four."""


def _is_number(of: Field) -> bool:
    """Whether a field holds a number that nobody reckons with, or counts."""
    return of.spec.kind is Kind.COUNT or bool(of.spec.check and of.spec.check != "name") or of.name.endswith("_no")


def _has_words_alone(of: Field, value: str) -> bool:
    """Whether words stand where figures are wanted: they keep no row out."""
    wants = of.spec.kind in _IN_FIGURES or of.by == "year" or of.spec.check in ("id_number", "postcode")
    return wants and not any(sign.isdigit() or sign in _CHINESE_FIGURES for sign in value) and "*" not in value


def _is_no_name(value: str) -> bool:
    plain = value.strip()
    return fold(plain) in words().totals or (len(plain) > LONGEST_NAME and not re.search("[^\u4e00-\u9fff]", plain))


def _stands_for_none(written: str, today: str) -> bool:
    """Whether a day is what programs print for a day that nobody entered."""
    plain = half_width(written).strip().replace("/", "-")
    return plain in words().no_day or read_day(written, today)[0] in words().no_day


_ASKS_WHETHER = re.compile(
    "\u662f\u5426|\u529e\u7ed3|\u5b8c\u6210|\u89e3\u51b3|\u9500\u53f7"
)  # 是否 办结 完成 解决 销号


def _ticked(of: Field, head: str, value: str) -> str:
    """What a tick, a cross or TRUE says under a heading that asks whether; anything else as it is."""
    plain = value.strip()
    is_tick, is_cross = plain in words().ticks, plain in words().crosses
    if of.by == "state" and (is_tick or is_cross) and _ASKS_WHETHER.search(head):
        return say.YES if is_tick else say.NO
    if of.name.endswith("satisfaction") and (is_tick or is_cross) and say.SATISFIED in head:
        return say.SATISFIED if is_tick else say.NOT_SATISFIED
    return value


def _is_nothing(plain: str, of: Field) -> bool:
    """Whether a mark stands for nothing in this field. What a visitor said may really be so much (wu, K80)."""
    if of.name == "verbatim" and plain.isalnum():
        return False
    if plain == "0" and (of.by == "state" or (of.spec.kind is Kind.COUNT and not of.spec.low)):
        return False
    return half_width(plain) in words().empty or plain in words().empty
