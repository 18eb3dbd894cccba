"""What waits is the journal's tail: it is sealed into batches when a road opens, and never before."""

from __future__ import annotations

from collections.abc import Mapping

from station_app import __version__
from station_app.db import journal, outbox
from station_app.db.journal import Author
from station_app.db.outbox import Outgoing
from station_app.db.store import Store
from station_app.domain.batch import seal
from station_app.domain.batch.header import Header
from station_app.domain.change import SCHEMA
from station_app.sync import keys


def sealed(
    store: Store, author: Author, at: str, dictionaries: Mapping[int, bytes], cursor: str = ""
) -> list[Outgoing]:
    """The batches of a journal that nobody has acknowledged, in order; what was not in one yet is sealed now.

    `dictionaries` are those that the receiver knows, {} for none; the newest of them is used. `at` is the time
    (`domain.clock.stamp`). One transaction.
    """
    with store.transaction():
        last = outbox.last_of(store.database, author)
        done = last.last if last else author.acked
        if done < author.last_seq:
            header = _header(store, author, done, (last.number if last else 0) + 1, cursor)
            lines = (entry.line for entry in journal.entries_after(store.database, author, done))
            dictionary = dictionaries[max(dictionaries)] if dictionaries else b""
            for one in seal.sealed_in_turn(header, lines, keys.signing_key(store), dictionary):
                outbox.keep(store.database, author, one, at)
        return outbox.waiting(store.database, author)


def _header(store: Store, author: Author, done: int, number: int, cursor: str) -> Header:
    return Header(
        journal=author.uid,
        first=done + 1,
        last=done + 1,
        number=number,
        previous=journal.head_at(store.database, author, done),
        schema=SCHEMA,
        build=__version__,
        audience=author.audience,
        cursor=cursor,
        key=keys.signing_key(store).public if done == 0 else "",
    )
