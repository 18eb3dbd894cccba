"""Bringing a database to this program's form, at opening.

The tables of records are made from their descriptions (`fields_of`): a new field is one line of its record. They are a
cache of the journals, so one whose description has moved is made anew and its kind folded again; the others stay. What
else the store keeps has frozen steps: files `migrations/NNN_name.sql`, whose number is the `user_version` they leave.
Step and mark are one transaction, and an existing database is copied first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from station_app import __version__
from station_app.db.connection import Database, copy_to, driver, transaction
from station_app.db.models import DERIVED, ORDERED, SEARCHED, columns_of, quoted, stored
from station_app.domain.field import FieldSpec, Kind, fields_of, indexes_of, specs_of
from station_app.domain.problem import refusal, reject
from station_app.domain.records import BY_KIND

APPLICATION_ID = 0x4C5A5331
""""LZS1": tells our files from another program's."""

RELEASE, INDEXES = "release", "indexes"
"""Marks beside those of the kinds: which program made the tables, and which indexes they have."""

FoldAgain = Callable[[Iterable[str]], object]
"""Fills the empty tables of some kinds from the journals."""

_STEPS = Path(__file__).parent / "migrations"


def steps() -> list[tuple[int, Path]]:
    """The frozen steps by number. Raises Rejected where they are not there: the program was not installed whole."""
    found = sorted((int(path.name[:3]), path) for path in _STEPS.glob("[0-9][0-9][0-9]_*.sql"))
    if not found:
        raise reject(refusal("program_incomplete", value=_STEPS.name))
    return found


def newest_version() -> int:
    """The version of the frozen tables that this program works with."""
    return steps()[-1][0]


def version_of(database: Database) -> int:
    """The version of the frozen tables in the file; 0 for a file without any."""
    return int(database.pragma("user_version"))


def bring_up(database: Database, fold_again: FoldAgain, copy: Path | None = None) -> None:
    """Give the database the tables, columns and indexes that it lacks, after a copy to `copy` where it held something.

    Raises Rejected for a database of a newer program or of another one; nothing is changed then.
    """
    version = version_of(database)
    lacking = [(number, path) for number, path in steps() if number > version]
    if version > newest_version():
        raise reject(refusal("database_newer", value=version, newest=newest_version()))
    if version and int(database.pragma("application_id")) != APPLICATION_ID:
        raise reject(refusal("database_foreign"))
    wanted, here = marks(), dict(database.execute_sql("SELECT name, value FROM mark").fetchall()) if version else {}
    if not lacking and here == {**wanted, RELEASE: here.get(RELEASE)}:
        return
    if _release(here.get(RELEASE, "0")) > _release(__version__):
        raise reject(refusal("database_newer", value=here[RELEASE], newest=__version__))
    if version and copy:
        _copy(database, copy)
    for number, path in lacking:
        _apply(database, number, path.read_text("utf-8"))
    with transaction(database):
        _make(database, here, wanted, fold_again)


@cache
def marks() -> dict[str, str]:
    """What the tables of records are made from, as a short hash for each kind and one for all indexes."""
    made = {kind: _hash_of(_tables(kind)) for kind in BY_KIND}
    return {**made, INDEXES: _hash_of(indexes().values()), RELEASE: __version__}


def indexes() -> dict[str, str]:
    """The statements that make the indexes of the records' tables, by name."""
    found = {}
    for kind, cls in BY_KIND.items():
        alone = [(spec.name,) for spec in fields_of(cls) if spec.indexed]
        derived = [(name,) for name in DERIVED.get(kind, ())]
        for columns in (*alone, *derived, *indexes_of(cls)):
            name = f"{kind}_{'_'.join(columns)}"
            found[name] = f"CREATE INDEX {name} ON {kind} ({', '.join(map(quoted, columns))})"
    return found | {name: f"CREATE INDEX {name} ON {over}" for name, over in ORDERED.items()}


def _make(database: Database, here: dict[str, str], wanted: dict[str, str], fold_again: FoldAgain) -> None:
    moved = [kind for kind in BY_KIND if here.get(kind) != wanted[kind]]
    fallen_away = here.keys() - BY_KIND.keys() - {RELEASE, INDEXES}
    for kind in (*moved, *fallen_away):
        for table in (f"{kind}_text", kind):
            database.execute_sql(f"DROP TABLE IF EXISTS {table}")
    for kind in moved:
        for statement in _tables(kind):
            database.execute_sql(statement)
    fold_again(moved)
    _make_indexes(database)
    database.execute_sql("DELETE FROM mark")
    database.connection().executemany("INSERT INTO mark (name, value) VALUES (?, ?)", list(wanted.items()))


def _make_indexes(database: Database) -> None:
    asked = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN (SELECT name FROM mark)"
    )
    here, wanted = dict(database.execute_sql(asked).fetchall()), indexes()
    for name in here.keys() - {name for name, made in wanted.items() if here.get(name) == made}:
        database.execute_sql(f"DROP INDEX {name}")
    for name, statement in wanted.items():
        if here.get(name) != statement:
            database.execute_sql(statement)


def _tables(kind: str) -> list[str]:
    """The statements that make the table of a kind and, where it is searched, its text index."""
    specs = specs_of(BY_KIND[kind])
    columns = ", ".join(f"{quoted(name)} {_type(specs.get(name), name)}" for name in columns_of(kind))
    made = [f"CREATE TABLE {kind} ({columns})"]
    if SEARCHED[kind]:
        held = ", ".join(SEARCHED[kind])
        made.append(f"CREATE VIRTUAL TABLE {kind}_text USING fts5 (body, tokenize = 'ascii', content = '') -- {held}")
    return made


def _type(spec: FieldSpec | None, column: str) -> str:
    match column:
        case "id":
            return "INTEGER PRIMARY KEY"
        case "uid":
            return "TEXT NOT NULL UNIQUE"
        case "unsettled":
            return "INTEGER NOT NULL"
    if spec is None or spec.kind is not Kind.COUNT:
        kind = "INTEGER" if spec and spec.kind is Kind.FLAG else "TEXT"
        usual = stored(spec, spec.empty) if spec else ""
        return f"{kind} NOT NULL DEFAULT {usual!r}"
    return "INTEGER"


def _hash_of(statements: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _copy(database: Database, copy: Path) -> None:
    """Two copies are kept: those of before the last step and the one before it."""
    beside = copy.with_name(f"{copy.name}.new")
    beside.unlink(missing_ok=True)
    try:
        copy_to(database, beside)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    if copy.exists():
        copy.replace(copy.with_name(f"{copy.stem}-2{copy.suffix}"))
    beside.replace(copy)


def _apply(database: Database, number: int, script: str) -> None:
    with transaction(database):
        for statement in _statements(script):
            database.execute_sql(statement)
        database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute_sql(f"PRAGMA user_version = {number}")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if driver().complete_statement(statement):
            yield statement
            statement = ""
