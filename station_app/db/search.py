"""Finding records by words, by pinyin initials, by the tail of a phone number and by numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from peewee import SqliteDatabase

from station_app.db import viewing, words
from station_app.db.models import marks
from station_app.domain import numbering, wire
from station_app.domain.viewing import EVERYTHING, Viewer

_INITIALS = re.compile(r"[a-z]{2,12}")
_PHONE_TAIL = re.compile(r"\d{4,11}")

SHOWN = 50
MOST_PEOPLE = 500
"""How many people of one name, or of one tail of a number, are looked behind."""

MOST_TERMS = 8

_TITLES = {
    "suggestion": ("title", "number"),
    "visit": ("received_on", "number"),
    "reception_day": ("held_on", "number"),
    "station": ("name", "''"),
}
"""What is shown as name and number of the kinds that are found by their text index alone."""

_LAST_BY_WORDS = (
    "SELECT 'opinion', uid, title, number FROM opinion WHERE id IN (SELECT rowid FROM opinion_text"
    " WHERE opinion_text MATCH ? ORDER BY rowid DESC LIMIT ?) ORDER BY id DESC"
)
"""The common search: the index gives its last rows first and stops there, however many there are."""


class Hit(NamedTuple):
    """A found record: its kind, uid, what it is called, and its number or place in a list."""

    kind: str
    uid: str
    title: str
    number: str


def people(database: SqliteDatabase, text: str, kind: str = "person", limit: int = SHOWN) -> list[int]:
    """The ids of people (`person` or `deputy`) by name, initials or tail of the phone, the latest first."""
    found: set[int] = set()
    for query, values in _ways_to_people(text.strip(), kind):
        found |= {row[0] for row in database.execute_sql(query, (*values, limit))}
    return sorted(found, reverse=True)[:limit]


def condition(database: SqliteDatabase, text: str) -> tuple[str, list[Any]]:
    """The SQL condition on `opinion AS o`, with its values, for what every term of a search text finds.

    A term is found in the matter's words and numbers, in the visit's number, or by the visitor.
    """
    parts, values = [], []
    for term in text.split()[:MOST_TERMS]:
        wanted = words.wanted(term)
        by_words = "SELECT rowid FROM opinion_text WHERE opinion_text MATCH ? UNION ALL " if wanted else ""
        parts.append(f"o.id IN ({by_words}SELECT value FROM json_each(?))")
        values += [*([wanted] if wanted else []), wire.canonical(_by_visit(database, term, MOST_PEOPLE))]
    return " AND ".join(parts) or "1", values


def opinions(database: SqliteDatabase, text: str, limit: int = SHOWN, viewer: Viewer = EVERYTHING) -> list[Hit]:
    """The opinions that a text finds and a viewer may see, those registered last first."""
    wanted = words.wanted(text) if len(text.split()) == 1 and not viewer.is_bounded else ""
    if wanted and not _by_visit(database, text, limit):
        return [*map(Hit._make, database.execute_sql(_LAST_BY_WORDS, (wanted, limit)).fetchall())]
    matching, values = condition(database, text)
    seen, seen_values = viewing.of_opinions(viewer)
    query = "SELECT uid, title, number FROM opinion AS o WHERE "
    query += " AND ".join([matching, *seen]) + " ORDER BY id DESC LIMIT ?"
    return _hits(database, "opinion", query, (*values, *seen_values, limit))


def everywhere(database: SqliteDatabase, text: str, limit: int = SHOWN, viewer: Viewer = EVERYTHING) -> list[Hit]:
    """What `text` finds in all kinds, newest first: opinions, people, deputies, suggestions, visits, days.

    A number with its check character, as a scanned receipt types it, is a number.
    """
    text = _without_check(text)
    hits = opinions(database, text, limit, viewer) if text.strip() else []
    ids = people(database, text, "person", limit)
    known, values = viewing.of_people(viewer)
    query = f"SELECT p.uid, p.name, '' FROM person AS p WHERE p.id IN ({marks(ids)}) AND {known} ORDER BY p.id DESC"
    hits += _hits(database, "person", query, (*ids, *values))
    ids = people(database, text, "deputy", limit)
    query = f"SELECT uid, name, '' FROM deputy WHERE id IN ({marks(ids)}) ORDER BY id DESC"
    hits += _hits(database, "deputy", query, ids)
    if viewer.only_own:
        return hits
    if wanted := words.wanted(text):
        for kind, (title, number) in _TITLES.items():
            query = (
                f"SELECT uid, {title}, {number} FROM {kind} WHERE id IN "
                f"(SELECT rowid FROM {kind}_text WHERE {kind}_text MATCH ?) ORDER BY id DESC LIMIT ?"
            )
            hits += _hits(database, kind, query, (wanted, limit))
    return hits


def _without_check(text: str) -> str:
    """A number without the check character behind it."""
    typed = text.strip().upper()
    plain = typed.rpartition("-")[0]
    return plain if numbering.find(plain) and numbering.is_sound(typed) else text


def _hits(database: SqliteDatabase, kind: str, query: str, values: Sequence[Any]) -> list[Hit]:
    return [Hit(kind, *row) for row in database.execute_sql(query, values).fetchall()]


def _by_visit(database: SqliteDatabase, term: str, limit: int) -> list[int]:
    """The ids of opinions whose visitor a term names, or whose visit has that number; the latest first."""
    found: set[int] = set()
    who = people(database, term, limit=limit)
    if who:
        query = (
            "SELECT o.id FROM person AS p JOIN visit AS v ON v.visitor = p.uid JOIN opinion AS o ON o.visit = v.uid"
            f" WHERE p.id IN ({marks(who)}) ORDER BY o.id DESC LIMIT ?"
        )
        found |= {row[0] for row in database.execute_sql(query, (*who, limit))}
    wanted = words.wanted(term)
    if wanted and wanted.isascii():
        # The index of visits holds their numbers alone.
        query = (
            "SELECT o.id FROM visit AS v JOIN opinion AS o ON o.visit = v.uid WHERE v.id IN"
            " (SELECT rowid FROM visit_text WHERE visit_text MATCH ? ORDER BY rowid DESC LIMIT ?)"
        )
        found |= {row[0] for row in database.execute_sql(query, (wanted, limit))}
    return sorted(found, reverse=True)[:limit]


def _ways_to_people(text: str, kind: str) -> Iterator[tuple[str, list[Any]]]:
    wanted = words.wanted(text)
    if wanted:
        yield f"SELECT rowid FROM {kind}_text WHERE {kind}_text MATCH ? ORDER BY rowid DESC LIMIT ?", [wanted]
    if _INITIALS.fullmatch(text.lower()):
        query = f"SELECT id FROM {kind} WHERE initials >= ? AND initials < ? ORDER BY initials, id DESC LIMIT ?"
        yield query, [text.lower(), text.lower() + "{"]
    if kind == "person" and _PHONE_TAIL.fullmatch(text):
        query = "SELECT id FROM person WHERE phone_tail >= ? AND phone_tail < ? LIMIT ?"
        yield query, [text[::-1], text[::-1] + ":"]
