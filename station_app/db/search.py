"""Finding records by words, by pinyin initials, by the tail of a phone number and by numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from peewee import SqliteDatabase

from station_app.db import words
from station_app.db.models import marks
from station_app.domain import wire

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

_LAST_OF_ONE_TERM = """
SELECT uid, title, number FROM opinion WHERE id IN (
  SELECT rowid FROM (SELECT rowid FROM opinion_text WHERE opinion_text MATCH ? ORDER BY rowid DESC LIMIT ?)
  UNION ALL
  SELECT o.id FROM
    (SELECT rowid FROM person_text WHERE person_text MATCH ? ORDER BY rowid DESC LIMIT ?) AS t
    CROSS JOIN person AS p ON p.id = t.rowid JOIN visit AS v ON v.visitor = p.uid JOIN opinion AS o ON o.visit = v.uid
  UNION ALL
  SELECT value FROM json_each(?)
) ORDER BY id DESC LIMIT ?
"""
"""One statement for the common search: each index gives its last rows first and stops, however many there are."""


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


def opinions(database: SqliteDatabase, text: str, limit: int = SHOWN) -> list[Hit]:
    """The opinions that a text finds, those registered last first."""
    if len(text.split()) == 1 and (wanted := words.wanted(text)):
        also = wire.canonical(_by_visit(database, text, limit)) if wanted.isascii() else "[]"
        return _hits(database, "opinion", _LAST_OF_ONE_TERM, (wanted, limit, wanted, limit, also, limit))
    matching, values = condition(database, text)
    query = f"SELECT uid, title, number FROM opinion AS o WHERE {matching} ORDER BY id DESC LIMIT ?"
    return _hits(database, "opinion", query, (*values, limit))


def everywhere(database: SqliteDatabase, text: str, limit: int = SHOWN) -> list[Hit]:
    """What `text` finds in all kinds, newest first: opinions, people, deputies, suggestions, visits, days."""
    hits = opinions(database, text, limit) if text.strip() else []
    for kind in ("person", "deputy"):
        ids = people(database, text, kind, limit)
        query = f"SELECT uid, name, '' FROM {kind} WHERE id IN ({marks(ids)}) ORDER BY id DESC"
        hits += _hits(database, kind, query, ids)
    if wanted := words.wanted(text):
        for kind, (title, number) in _TITLES.items():
            query = (
                f"SELECT uid, {title}, {number} FROM {kind} WHERE id IN "
                f"(SELECT rowid FROM {kind}_text WHERE {kind}_text MATCH ?) ORDER BY id DESC LIMIT ?"
            )
            hits += _hits(database, kind, query, (wanted, limit))
    return hits


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
