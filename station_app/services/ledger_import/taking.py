"""Taking a ledger, leaving off and going on, and the report of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from station_app.db import ledgers
from station_app.db.ledgers import Import, Made
from station_app.db.store import Progress, unwatched
from station_app.domain.field import field_of, label_of, specs_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import HEAD, STATELESS, act_of
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.domain.records import BY_KIND, User
from station_app.reports import spreadsheet
from station_app.services import acts, trail
from station_app.services.ask import Ask
from station_app.services.desk import Desk
from station_app.services.ledger_import.cells import WHOLE_ROW, Found
from station_app.services.ledger_import.mapping import ColumnMapping, of_values
from station_app.services.ledger_import.preview import Choices, Group, JudgedRow, LedgerPreview, RowOutcome, judge
from station_app.services.ledger_import.structure import Book, letters
from station_app.text import day_in_words, explain
from station_app.text import ledgers as say

if TYPE_CHECKING:
    from station_app.db.ledgers import Import
    from station_app.services.printing import Print


@immutable
class Unfinished:
    """Where the file lies, the hash that it had, how a text is read, which sheets, the mapping, what was mended."""

    path: str
    hash: str
    mapping: ColumnMapping
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    choices: Choices = field(default_factory=Choices)

    @property
    def mended(self) -> int:
        """How many cells and rows the clerk has decided on."""
        cells = sum(len(edits) for edits in self.choices.edits.values())
        return cells + len(self.choices.left_out) + len(self.choices.anyway)


def keep(desk: Desk, begun: Unfinished) -> None:
    """Keep what a user has begun with, in place of what was kept before."""
    choices = begun.choices
    content = {
        "path": begun.path,
        "hash": begun.hash,
        "mapping": begun.mapping.as_values(),
        "sheets": list(begun.sheets),
        "encoding": begun.encoding,
        "separator": begun.separator,
        "edits": [[*place, at, cell] for place, cells in choices.edits.items() for at, cell in cells.items()],
        "left_out": [[*place, reason] for place, reason in choices.left_out.items()],
        "anyway": [list(place) for place in sorted(choices.anyway)],
    }
    ledgers.keep_unfinished(desk.store.database, desk.user.uid, content)


def begun_by(desk: Desk) -> Unfinished | None:
    """What the user has begun with; None where there is nothing."""
    raw = ledgers.unfinished(desk.store.database, desk.user.uid)
    if raw is None:
        return None
    read = (raw["path"], raw["hash"], of_values(raw["mapping"]), tuple(raw["sheets"]))
    return Unfinished(*read, raw["encoding"], raw["separator"], _choices(raw))


def drop(desk: Desk) -> None:
    """It was taken, or put away."""
    ledgers.drop_unfinished(desk.store.database, desk.user.uid)


def _choices(raw: dict[str, Any]) -> Choices:
    choices = Choices({}, {(sheet, row): why for sheet, row, why in raw["left_out"]})
    choices.anyway = {(sheet, row) for sheet, row in raw["anyway"]}
    for sheet, row, at, cell in raw["edits"]:
        choices.edits.setdefault((sheet, row), {})[at] = cell
    return choices


FEW = 3
"""So many choices a report names."""

Line = tuple[str, str, str, str, str]
"""A line of the report: sheet and row, what became of it, the column, what stood there, why."""


def report_of(seen: LedgerPreview, mapping: ColumnMapping, made: Sequence[str]) -> dict[str, Any]:
    """The report as JSON's values: counts by outcome, records made by kind, and a line for each thing to be said."""
    return {
        "target": mapping.target,
        "totals": seen.totals,
        "made": dict(Counter(made)),
        "notes": [explain(note) for note in seen.notes],
        "others": [[sheet, number, why.value] for sheet, number, why in seen.others],
        "lines": [list(line) for line in lines_of(seen)],
    }


def lines_of(seen: LedgerPreview) -> Iterator[Line]:
    """The rows that need a word: left out with the reason, here already, refused, taken with a remark."""
    for row in seen.rows:
        where = say.row_in(row.sheet, row.number)
        if row.outcome is RowOutcome.LEFT_OUT:
            yield where, say.OUTCOMES[row.outcome], "", "", row.reason
        for found in row.problems:
            yield where, say.OUTCOMES[row.outcome], column_of(found, seen), found.value, brief(found.problem)
    for sheet, number, why in seen.others:
        yield say.row_in(sheet, number), say.NO_RECORD, "", "", say.OTHERS[why.value]


def brief(problem: Problem) -> str:
    """What a problem says; of a list to choose from the first few alone: a report says the same many times."""
    details = tuple((name, _few(value)) for name, value in problem.details)
    return explain(replace(problem, details=details))


def column_of(found: Found, seen: LedgerPreview) -> str:
    """What the column of a problem is called; where no cell is at fault, what the office calls the field."""
    if found.column == WHOLE_ROW:
        kind, _, name = found.problem.where.partition(".")
        return field_of(BY_KIND[kind], name).label if kind in BY_KIND and name in specs_of(BY_KIND[kind]) else ""
    return seen.heads[found.column] if found.column < len(seen.heads) else letters(found.column)


def row_words(row: JudgedRow, seen: LedgerPreview) -> list[str]:
    """The sentences of a row, each after its column."""
    return [say.trouble(column_of(found, seen), [brief(found.problem)]) for found in row.problems]


def made_words(made: Mapping[str, int]) -> str:
    """How many records of which kinds."""
    return say.made([(label_of(BY_KIND[kind]), count) for kind, count in made.items() if kind in BY_KIND])


def sheet(report: Mapping[str, Any]) -> bytes:
    """The lines as CSV that a spreadsheet opens as it stands: UTF-8 with its mark, nothing in it a formula."""
    return spreadsheet.csv_bytes(say.REPORT_HEADS, [[str(cell) for cell in line] for line in report["lines"]])


def printed(desk: Desk, taken: Import) -> Print:
    """The report on paper, to be filed."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.desk_papers import TakenLedger, ledger_report  # noqa: PLC0415  (as above)
    from station_app.services.printing import counted  # noqa: PLC0415  (as above)

    report, by = taken.report, desk.records.several(User, [taken.user]).get(taken.user)
    facts = TakenLedger(
        place=desk.place.name,
        file=taken.file_name,
        made=say.taken_by(day_in_words(taken.at[:10]), by.name if by else "", taken.undone_at[:10]),
        counts=[say.totals(report["totals"]), made_words(report["made"]), *report["notes"]],
        lines=[tuple(map(str, line)) for line in report["lines"]],
    )
    return counted(ledger_report(facts, fonts.office_faces()), f"ledger-{taken.at[:10]}.pdf")


def _few(value: object) -> object:
    is_long = isinstance(value, list | tuple) and len(value) > FEW
    return [*value[:FEW], "\u2026"] if is_long and isinstance(value, list | tuple) else value


PORTION = 200
"""Groups between two reports of progress; where the report raises, nothing of the whole has happened."""
MOST_NAMED = 5
"""So many records are named that keep an import from being taken back."""


def take(
    desk: Desk,
    book: Book,
    sheets: Sequence[str],
    mapping: ColumnMapping,
    choices: Choices,
    progress: Progress = unwatched,
) -> Import:
    """Take a ledger as the clerk has it in the preview: all its rows that are to be taken, or nothing.

    What `progress` raises undoes everything. Raises Rejected where a row is still refused, and where none is left.
    """
    with desk.store.transaction():
        seen = judge(desk, book, sheets, mapping, choices)
        if seen.refused:
            raise reject(refusal("ledger_rows_refused", value=len(seen.refused)))
        groups = seen.taken_groups()
        if not groups:
            raise reject(refusal("ledger_nothing_to_take"))
        made = _written(desk, groups, progress)
        taken = _import_of(desk, book, mapping, seen, made)
        number = ledgers.keep_import(desk.store.database, taken, made)
    kept = ledgers.one_import(desk.store.database, number)
    assert kept is not None, "it was written just now"
    trail.note(desk, trail.IMPORTED, detail=f"{number} / {len(made)}")
    return kept


def imports(desk: Desk) -> list[Import]:
    """What was taken at this desk, the latest first."""
    return ledgers.imports(desk.store.database)


def earlier(desk: Desk, book: Book) -> Import | None:
    """The import of the very same file that stands, so that it is said at once."""
    return ledgers.standing_import_of(desk.store.database, book.hash)


def undo(desk: Desk, number: int, reason: str) -> int:
    """Take an import back as a whole: what it made is voided, people whom nothing else refers to as well.

    How many records were voided. Raises Rejected where something was built on it since, naming what.
    """
    with desk.store.transaction():
        taken = ledgers.one_import(desk.store.database, number)
        if taken is None:
            raise reject(refusal("ledger_import_unknown"))
        if taken.undone_at:
            raise reject(refusal("ledger_undone_already"))
        if HEAD not in desk.user.roles:
            raise reject(refusal("ledger_undo_of_head"))
        made = ledgers.made_by(desk.store.database, number)
        own = _own(desk, made)
        states = _states(desk, own)
        acts.perform(desk, [_taken_back(states, kind, uid, reason) for kind, uid in reversed(own)])
        ledgers.mark_undone(desk.store.database, number, desk.clock.now().isoformat(timespec="seconds"))
    return len(own)


def _written(desk: Desk, groups: Sequence[Group], progress: Progress) -> list[Made]:
    made: list[Made] = []
    for start in range(0, len(groups), PORTION):
        progress(start, len(groups))
        some = groups[start : start + PORTION]
        for outcome in acts.perform_each(desk, [one.asks for one in some]):
            if isinstance(outcome, Rejected):
                raise outcome
            made += [(done.kind, done.uid) for done in outcome]
    progress(len(groups), len(groups))
    return made


def _import_of(desk: Desk, book: Book, mapping: ColumnMapping, seen: LedgerPreview, made: Sequence[Made]) -> Import:
    at = desk.clock.now().isoformat(timespec="seconds")
    report = report_of(seen, mapping, [kind for kind, _ in made])
    return Import(
        id=0,
        at=at,
        user=desk.user.uid,
        file_name=book.name,
        file_hash=book.hash,
        mapping=mapping.target,
        report=report,
        undone_at="",
    )


def _own(desk: Desk, made: Sequence[Made]) -> list[Made]:
    """What is taken back: all but the people whom others speak of. Raises Rejected for what was built on."""
    database = desk.store.database
    people = [one for one in made if one[0] == "person"]
    rest = [one for one in made if one[0] != "person"]
    uids = {uid for _, uid in made}
    changed = ledgers.touched_since(database, rest)
    touched = [(kind, uid) for kind, uid in made if uid in changed]
    built = [*touched, *sorted(one for one in ledgers.referring(database, rest) if one[1] not in uids)]
    if built:
        named = [_named(desk, kind, uid) for kind, uid in built[:MOST_NAMED]]
        raise reject(refusal("ledger_built_on", value=named, count=len(built)))
    shared_uids = _spoken_of(desk, people, uids) | ledgers.touched_since(database, people)
    return [(kind, uid) for kind, uid in made if uid not in shared_uids]


def _spoken_of(desk: Desk, people: Sequence[Made], own: set[str]) -> set[str]:
    """The people to whom a record refers that this import did not make."""
    referred = ledgers.referred_people(desk.store.database, [uid for _, uid in people])
    return {person for person, by in referred if by not in own}


def _taken_back(states: Mapping[str, str], kind: str, uid: str, reason: str) -> Ask:
    """The act that voids a record: the table says which, and the field that holds the reason."""
    state = states.get(uid) or STATELESS
    act = next((one for name in ("void", "take_back") if (one := act_of(kind, name, state))), None)
    name, needs = (act.name, act.needs[0]) if act else ("void", "void_reason")
    return Ask(kind, name, {needs: reason}, uid)


def _states(desk: Desk, own: Sequence[Made]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in {kind for kind, _ in own}:
        rows = desk.records.rows(kind, [uid for one, uid in own if one == kind])
        found |= {uid: str(row.values.get("state", "")) for uid, row in rows.items()}
    return found


def _named(desk: Desk, kind: str, uid: str) -> str:
    row = desk.records.rows(kind, [uid]).get(uid)
    values = row.values if row else {}
    known = next((str(values[name]) for name in ("number", "title", "name") if values.get(name)), "")
    label = label_of(BY_KIND[kind]) if "uid" in specs_of(BY_KIND[kind]) else kind
    return f"{label} {known}".strip()
