"""What a unit without a program owes, as one workbook that it fills in: written, read back, shown, then taken.

A line is one assignment, known by its slip number. What the office says of it is locked; what the unit fills in becomes
acts of the assignment and its reply (O8-O10, G7), each line whole or not at all. A file read twice adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from station_app.db import search
from station_app.domain import standing
from station_app.domain.field import field_of, values_of
from station_app.domain.folding import fold
from station_app.domain.handling_acts import AT_UNIT, GRANTED_EXTENSION
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.lifecycle import CORRECT, REGISTER, act_of
from station_app.domain.pattern import pattern
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.domain.records import BY_KIND, Assignment, Extension, Reply, Suggestion
from station_app.domain.standing import MATTERS
from station_app.reports.spreadsheet import FormColumns
from station_app.services import access, exports, prints, units
from station_app.services.acts import Ask, perform_each, would_say
from station_app.services.desk import Desk
from station_app.services.exports import Table
from station_app.services.handling import matter_of, side_of
from station_app.services.ledger_import.opening import read_book
from station_app.services.ledger_import.structure import Grid
from station_app.text import ledgers as words

_NO_FILE_NAME = pattern(r'[\\/:*?"<>|\x00-\x1f]')

DEGREE = "result_degree"


@immutable
class Column:
    """A column of the workbook: its heading, its width in pixels, and what a unit fills into it: the field of the
    assignment or of its reply, "" for what the office says and the unit cannot change."""

    heading: str
    width: int
    kind: str = ""
    field: str = ""


OFFICE = tuple(Column(heading, width) for heading, width in words.UNIT_TOLD)
UNIT = tuple(
    Column(field_of(BY_KIND[kind], name).label, width, kind, name)
    for kind, name, width in (
        ("assignment", "acknowledged_by", 80),
        ("assignment", "acknowledged_on", 100),
        ("assignment", "officer", 80),
        ("assignment", "officer_phone", 110),
        ("reply", "replied_on", 100),
        ("reply", "result", 380),
        ("reply", DEGREE, 110),
        ("reply", "letter_no", 140),
        ("reply", "next_measures", 240),
        ("reply", "next_due_on", 100),
    )
)
COLUMNS = (*OFFICE, *UNIT)
NUMBER, TITLE = 0, 3
"""The columns by which a line is known, and by which a line is found that slid away from its number."""


@immutable
class Owing:
    """A unit that owes something at this desk: how many assignments, how many of them past their day."""

    unit: str
    count: int
    overdue: int


@immutable_by_keyword
class ReturnedLine:
    """A line that came back: where it stands, whose it is, what would be done, and what keeps it out.

    `is_known` says that all of it stands here already.
    """

    line: int
    number: str
    title: str = ""
    unit: str = ""
    asks: tuple[Ask, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_known: bool = False

    @property
    def acts(self) -> tuple[str, ...]:
        """What would be done, each as kind and act: `reply.register`."""
        return tuple(f"{one.kind}.{one.act}" for one in self.asks)


def owing(desk: Desk) -> list[Owing]:
    """The units that have something of this desk's to answer, who owes most first."""
    found: Counter[str] = Counter()
    late: Counter[str] = Counter()
    more_time = _more_time(desk)
    for one in _open(desk):
        found[one.unit] += 1
        late[one.unit] += bool(due := _due(one, more_time)) and due < desk.today
    return [Owing(unit, count, late[unit]) for unit, count in found.most_common()]


def table(desk: Desk, unit: str) -> Table:
    """What a unit owes as a table to be filled in. Raises Rejected for a unit that owes nothing."""
    name = units.named(desk, unit) or unit
    more_time = _more_time(desk)
    rows = [_row(desk, one, _due(one, more_time)) for one in _open(desk, name)]
    if not rows:
        raise reject(refusal("unit_owes_nothing", value=name))
    filled = frozenset(range(len(OFFICE), len(COLUMNS)))
    choices = {COLUMNS.index(_degree()): [one.name for one in desk.codes[DEGREE].offered(desk.today)]}
    return Table(
        words.unit_table(name),
        [(one.heading, one.width) for one in COLUMNS],
        len(rows),
        lambda: rows,
        form=FormColumns(filled, choices),
    )


def file_name(unit: str) -> str:
    """The name of a unit's file, without its ending and without what no file system takes."""
    return _NO_FILE_NAME.sub(" ", words.unit_table(unit)).strip(" .")


def save(desk: Desk, unit: str, path: Path) -> int:
    """Write what a unit owes to `path` (xlsx); how many lines. Raises Rejected."""
    made = table(desk, unit)
    exports.save(desk, made, path)
    return made.count


def read(desk: Desk, path: Path) -> list[ReturnedLine]:
    """The lines of a workbook that a unit filled in, judged as they would be taken; nothing is written.

    Raises Rejected for a file that cannot be read or has no such table.
    """
    lines = [line for grid in read_book(path).grids for line in _lines(grid)]
    if not lines:
        raise reject(refusal("unit_table_not_found", value=COLUMNS[NUMBER].heading))
    seen: Counter[str] = Counter()
    found = [_judged(desk, number, cells, seen) for number, cells in lines]
    said = iter(would_say(desk, [one.asks for one in found if one.asks]))
    return [_with(one, next(said)) if one.asks else one for one in found]


def take(desk: Desk, returned: Sequence[ReturnedLine]) -> list[ReturnedLine]:
    """Take the lines that nothing keeps out, in one transaction; those that were refused after all."""
    wanted = takeable(returned)
    outcomes = perform_each(desk, [one.asks for one in wanted])
    return [_with(one, out.problems) for one, out in zip(wanted, outcomes, strict=True) if isinstance(out, Rejected)]


def takeable(returned: Iterable[ReturnedLine]) -> list[ReturnedLine]:
    """The lines that say something new and that nothing keeps out."""
    return [one for one in returned if one.asks and not any(problem.refuses for problem in one.problems)]


def opinions_of(desk: Desk, unit: str) -> list[str]:
    """The opinions that a unit owes, whose slips can be printed."""
    return [one.opinion for one in _open(desk, unit) if one.opinion]


def _open(desk: Desk, unit: str = "") -> list[Assignment]:
    """The assignments of this side that wait for a unit, by slip number."""
    of = {"unit": unit} if unit else {}
    found = [one for state in AT_UNIT for one in desk.records.all(Assignment, state=state, **of)]
    return sorted(_own(desk, found), key=lambda one: one.number)


def _own(desk: Desk, found: Iterable[Assignment]) -> list[Assignment]:
    """Those of this side whose matters the person here may see."""
    own = [one for one in found if one.side == side_of(desk)]
    matters = [matter_of(values_of(one)) for one in own]
    seen: set[tuple[str, str]] = set()
    for kind in MATTERS:
        here: Mapping[str, Any] = desk.records.several(BY_KIND[kind], {uid for of, uid in matters if of == kind})
        seen |= {(kind, str(values_of(one)["uid"])) for one in access.readable(desk, kind, here.values())}
    return [one for one, matter in zip(own, matters, strict=True) if matter in seen]


def _more_time(desk: Desk) -> dict[str, list[Mapping[str, Any]]]:
    """The time that units were granted, by assignment."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in (one for state in GRANTED_EXTENSION for one in desk.records.all(Extension, state=state)):
        found.setdefault(one.assignment, []).append(values_of(one))
    return found


def _due(one: Assignment, more_time: Mapping[str, list[Mapping[str, Any]]]) -> str:
    return standing.due_day(values_of(one), more_time.get(one.uid, ()))


def _row(desk: Desk, one: Assignment, due: str) -> list[Any]:
    number, title, said = _told(desk, one)
    own = values_of(one)
    told = (one.number, words.MATTER_KINDS[matter_of(own)[0]], number, title, said, one.requirements)
    office = [*told, one.assigned_on, due]
    return [*office, *(own[column.field] if column.kind == "assignment" else "" for column in UNIT)]


def _told(desk: Desk, one: Assignment) -> tuple[str, str, str]:
    """The number, title and words of an assignment's matter as its unit may read them."""
    if one.opinion:
        opinion = prints.as_its_unit_reads(desk, one.opinion).opinion
        return opinion.number, opinion.title, words.asked_of_unit(opinion.verbatim, opinion.ask)
    suggestion = desk.records.one(Suggestion, one.suggestion)
    said = words.asked_of_unit(suggestion.situation, suggestion.proposals)
    return suggestion.official_no or suggestion.number, suggestion.title, said


def _degree() -> Column:
    return next(one for one in UNIT if one.field == DEGREE)


def _lines(grid: Grid) -> Iterable[tuple[int, dict[int, str]]]:
    """The lines below the headings, each as what stands in our columns; none where the headings are not here."""
    wanted = {fold(one.heading): at for at, one in enumerate(COLUMNS)}
    places: dict[int, int] = {}
    for number, cells in grid.lines:
        heads = {place: wanted[fold(cell)] for place, cell in enumerate(cells) if fold(cell) in wanted}
        if NUMBER in heads.values() and len(heads) > len(OFFICE):
            places = heads
        elif places:
            found = {at: cells[place].strip() for place, at in places.items() if place < len(cells)}
            if any(found.values()):
                yield number, found


def _judged(desk: Desk, line: int, cells: Mapping[int, str], seen: Counter[str]) -> ReturnedLine:
    number, title = cells.get(NUMBER, ""), cells.get(TITLE, "")
    told = ReturnedLine(line=line, number=number, title=title)
    filled = {one: cells[at] for at, one in enumerate(COLUMNS) if one.kind and cells.get(at)}
    if not filled:
        return _with(told, (), is_known=True)
    try:
        own = _numbered(desk, number)
    except Rejected as rejected:
        return _with(told, rejected.problems)
    seen[own.uid] += 1
    told = ReturnedLine(line=line, number=own.number, title=title, unit=own.unit)
    if seen[own.uid] > 1:
        return _with(told, [refusal("unit_line_twice", value=own.number)])
    asks = _asks(desk, own, filled)
    if asks and own.state not in AT_UNIT:
        state = desk.codes.name_of("assignment_state", own.state)
        return _with(told, [refusal("unit_line_over", value=own.number, state=state)])
    if asks and title and fold(title) != fold(_told(desk, own)[1]):
        return _with(told, [refusal("unit_line_slid", value=own.number)])
    return ReturnedLine(**{**vars(told), "asks": tuple(asks), "is_known": not asks})


def _numbered(desk: Desk, number: str) -> Assignment:
    """The assignment of this side that a slip number is of, in any of its forms. Raises Rejected."""
    hits = [one.uid for one in search.numbered(desk.store.database, number, desk.viewer) if one.kind == "assignment"]
    found = desk.records.several(Assignment, hits).values()
    own = _own(desk, found)
    if len(own) != 1:
        raise reject(refusal("unit_line_unknown", value=number))
    return own[0]


def _asks(desk: Desk, own: Assignment, filled: Mapping[Column, str]) -> list[Ask]:
    """The acts that bring an assignment to what its unit filled in; none where it stands so."""
    said = {one.field: value for one, value in filled.items() if one.kind == "assignment"}
    answer = {one.field: value for one, value in filled.items() if one.kind == "reply"}
    before = values_of(own)
    changed = {name: value for name, value in said.items() if fold(value) != fold(str(before[name]))}
    asks = []
    if changed:
        asks.append(Ask("assignment", *_signing(own, said, changed), own.uid))
    if answer and not _is_answered(desk, own, answer):
        contact = {"contact": said.get("officer", own.officer), "contact_phone": said.get("officer_phone", "")}
        known = {name: value for name, value in contact.items() if value}
        asks.append(Ask("reply", REGISTER, {**known, **answer, "assignment": own.uid}))
    return asks


def _signing(own: Assignment, said: Mapping[str, str], changed: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The act by which an assignment is signed for, given to somebody, or put right, and what it says."""
    if "acknowledged_on" in said and act_of("assignment", "acknowledge", own.state):
        return "acknowledge", dict(said)
    if "acknowledged_on" not in changed and act_of("assignment", "begin_handling", own.state):
        return "begin_handling", {"officer": own.officer, **changed}
    return CORRECT, dict(changed)


def _is_answered(desk: Desk, own: Assignment, answer: Mapping[str, str]) -> bool:
    """Whether a reply of the same words stands here."""
    given = [one for one in desk.records.all(Reply, assignment=own.uid) if not one.void_reason]
    return any(fold(one.result) == fold(answer.get("result", "")) for one in given)


def _with(one: ReturnedLine, problems: Iterable[Problem], *, is_known: bool = False) -> ReturnedLine:
    return ReturnedLine(**{**vars(one), "problems": (*one.problems, *problems), "is_known": is_known or one.is_known})
