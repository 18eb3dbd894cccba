"""Taking an old ledger in one transaction, and taking it back as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from station_app.db import ledgers
from station_app.db.ledgers import Import, Made
from station_app.db.store import Progress, unwatched
from station_app.domain.field import label_of, specs_of
from station_app.domain.lifecycle import HEAD, STATELESS, act_of
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.records import BY_KIND
from station_app.services import acts, trail
from station_app.services.ask import Ask
from station_app.services.desk import Desk
from station_app.services.ledger_import.grid import Book
from station_app.services.ledger_import.mapping import ColumnMapping
from station_app.services.ledger_import.preview import Choices, Preview, judge
from station_app.services.ledger_import.report import report_of
from station_app.services.ledger_import.rows import Group

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
        done = acts.perform(desk, [_taken_back(states, kind, uid, reason) for kind, uid in reversed(own)])
        ledgers.mark_undone(desk.store.database, number, desk.clock.now().isoformat(timespec="seconds"))
    return len(done)


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


def _import_of(desk: Desk, book: Book, mapping: ColumnMapping, seen: Preview, made: Sequence[Made]) -> Import:
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
