"""Opinions that share words with a text: candidates for being about the same matter, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peewee import SqliteDatabase

from station_app.db import words
from station_app.db.models import marks

MOST_TERMS = 80
"""Pairs of characters that are asked for; a long text says what it is about in its first lines."""


def candidates(database: SqliteDatabase, texts: Iterable[str], categories: Sequence[str], limit: int) -> list[str]:
    """The uids of opinions of these categories that share most words with `texts`, by the text index's own ranking."""
    terms = [term for term in dict.fromkeys(words.indexed(texts).split()) if len(term) > 1][:MOST_TERMS]
    if not terms:
        return []
    query = (
        "SELECT o.uid FROM opinion_text AS t JOIN opinion AS o ON o.id = t.rowid"
        f" WHERE opinion_text MATCH ? AND o.category IN ({marks(categories)})"
        " ORDER BY bm25(opinion_text), o.id LIMIT ?"
    )
    match = " OR ".join(f'"{term}"' for term in terms)
    return [row[0] for row in database.execute_sql(query, (match, *categories, limit)).fetchall()]
