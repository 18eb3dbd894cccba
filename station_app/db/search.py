"""Finding records by words, by pinyin initials, by the tail of a phone number and by numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SqliteDatabase

from station_app.db import words
from station_app.db.models import SEARCHED

_INITIALS = re.compile(r"[a-z]{2,12}")
_PHONE_TAIL = re.compile(r"\d{4,11}")

SHOWN = 50

_TITLES = {
    "suggestion": ("title", "number"),
    "visit": ("received_on", "number"),
    "reception_day": ("held_on", "number"),
    "station": ("name", "''"),
}
"""What is shown as name and number of the kinds that are found by their text index alone."""


@dataclass(frozen=True)
class Hit:
    """A found record: its kind, uid, what it is called, and its number or place in a list."""

    kind: str
    uid: str
    title: str
    number: str


def prepare(database: SqliteDatabase) -> None:
    """Give the database the function `holds(text, wanted)`: the index's pairs of characters may stand apart."""
    database.register_function(_holds, "holds", 2)


def people(database: SqliteDatabase, text: str, kind: str = "person", limit: int = SHOWN) -> list[int]:
    """The ids of people (`person` or `deputy`) whom `text` names: name, pinyin initials, or tail of the phone."""
    condition, values = _people(text, kind)
    if not condition:
        return []
    query = f"SELECT id FROM {kind} WHERE {condition} ORDER BY id DESC LIMIT ?"
    return [row[0] for row in database.execute_sql(query, (*values, limit))]


def opinions(text: str) -> tuple[str, list[Any]]:
    """The SQL condition on `opinion AS o`, with its values, for what every term of a search text finds.

    A term is found in the matter's words and numbers, in the visit's number, or by the visitor.
    """
    conditions, values = [], []
    for term in text.split()[:8]:
        condition, needed = _opinions_of_term(term)
        conditions.append(condition)
        values += needed
    return " AND ".join(conditions) or "1", values


def everywhere(database: SqliteDatabase, text: str, limit: int = SHOWN) -> list[Hit]:
    """What `text` finds in all kinds, newest first: opinions, suggestions, people, deputies, visits, days."""
    condition, values = opinions(text)
    query = f"SELECT o.uid, o.title, o.number FROM opinion AS o WHERE {condition} ORDER BY o.id DESC LIMIT ?"
    hits = _hits(database, "opinion", query, (*values, limit))
    for kind in ("person", "deputy"):
        ids = people(database, text, kind, limit)
        query = f"SELECT uid, name, '' FROM {kind} WHERE id IN ({', '.join('?' * len(ids))})"
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
    return [Hit(kind, uid, title, number) for uid, title, number in database.execute_sql(query, values)]


def _opinions_of_term(term: str) -> tuple[str, list[Any]]:
    parts, values = [], []
    wanted = words.wanted(term)
    if wanted:
        found = "o.id IN (SELECT rowid FROM opinion_text WHERE opinion_text MATCH ?)"
        if words.may_stand_apart(term):
            body = " || char(10) || ".join(f"o.{name}" for name in SEARCHED["opinion"])
            found += f" AND holds({body}, ?)"
        parts.append(found)
        values += [wanted, term] if words.may_stand_apart(term) else [wanted]
        parts.append(
            "o.visit IN (SELECT uid FROM visit WHERE id IN (SELECT rowid FROM visit_text WHERE visit_text MATCH ?))"
        )
        values.append(wanted)
    condition, needed = _people(term, "person")
    if condition:
        parts.append(
            f"o.visit IN (SELECT v.uid FROM visit AS v JOIN person ON person.uid = v.visitor WHERE {condition})"
        )
        values += needed
    return f"({' OR '.join(f'({part})' for part in parts) or '0'})", values


def _people(text: str, kind: str) -> tuple[str, list[Any]]:
    parts, values = [], []
    for condition, needed in _ways_to_people(text.strip(), kind):
        parts.append(f"({condition})")
        values += needed
    return " OR ".join(parts), values


def _ways_to_people(text: str, kind: str) -> Iterator[tuple[str, list[Any]]]:
    wanted = words.wanted(text)
    if wanted:
        names = " || char(10) || ".join(f"{kind}.{name}" for name in SEARCHED[kind])
        yield (
            f"{kind}.id IN (SELECT rowid FROM {kind}_text WHERE {kind}_text MATCH ?) AND holds({names}, ?)",
            [wanted, text],
        )
    if _INITIALS.fullmatch(text.lower()):
        yield f"{kind}.initials >= ? AND {kind}.initials < ?", [text.lower(), text.lower() + "{"]
    if kind == "person" and _PHONE_TAIL.fullmatch(text):
        yield "person.phone_tail >= ? AND person.phone_tail < ?", [text[::-1], text[::-1] + ":"]


def _holds(body: str, text: str) -> bool:
    return words.holds([body], text)
