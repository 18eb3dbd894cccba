"""What is being typed: kept each second, there again after the power cut, gone when it became a record."""

from __future__ import annotations

import json
from typing import Any

from station_app.db.connection import Database, rows_by_name, transaction
from station_app.domain import wire
from station_app.domain.immutable import immutable_by_keyword


@immutable_by_keyword
class Draft:
    """A form that was not finished: its id, which form, what was typed (JSON's values), and when it was kept."""

    id: int
    form: str
    content: dict[str, Any]
    kept_at: str


def keep(database: Database, user: str, form: str, content: dict[str, Any], kept_at: str, draft: int = 0) -> int:
    """Keep what is typed, in place of the draft with the id `draft` (0: a new one); the draft's id."""
    with transaction(database):
        text = wire.canonical(content)
        if draft:
            changed = database.execute_sql(
                "UPDATE draft SET content = ?, kept_at = ? WHERE id = ? AND user = ?", (text, kept_at, draft, user)
            ).rowcount
            if changed:
                return draft
        query = "INSERT INTO draft (user, form, content, kept_at) VALUES (?, ?, ?, ?)"
        return int(database.execute_sql(query, (user, form, text, kept_at)).lastrowid)


def drop(database: Database, draft: int) -> None:
    """The draft became a record, or the person put it away."""
    database.execute_sql("DELETE FROM draft WHERE id = ?", (draft,))


def of_user(database: Database, user: str) -> list[Draft]:
    """A user's drafts, the latest first."""
    query = "SELECT id, form, content, kept_at FROM draft WHERE user = ? ORDER BY kept_at DESC, id DESC"
    return rows_by_name(database, _draft, query, (user,))


def _draft(**cells: Any) -> Draft:
    return Draft(**{**cells, "content": json.loads(cells["content"])})
