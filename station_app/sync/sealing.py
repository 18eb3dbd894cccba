"""What waits is the journal's tail: it is sealed into batches when a road opens, and never before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from station_app import __version__
from station_app.db import journal, outbox
from station_app.db.journal import Author
from station_app.db.outbox import Outgoing
from station_app.db.store import Store
from station_app.domain.batch import seal
from station_app.domain.batch.header import Header
from station_app.domain.batch.seal import Sealed
from station_app.domain.change import SCHEMA
from station_app.sync import trust


def sealed(
    store: Store, author: Author, at: str, dictionaries: Mapping[int, bytes], cursor: str = ""
) -> list[Outgoing]:
    """The batches of a journal that nobody has acknowledged, in order; what was not in one yet is sealed now.

    `dictionaries` are those that the receiver knows, {} for none; the newest of them is used. `at` is the time
    (`domain.clock.stamp`). Packing takes its time and holds no lock: each batch is written down in a transaction of
    its own, and where somebody else has sealed meanwhile, theirs counts.
    """
    sealed_anew(store, at, dictionaries)
    done, number = _reached(store, author)
    if done < author.last_seq:
        header = _header(store, author, done, number + 1, cursor)
        lines = (entry.line for entry in journal.entries_after(store.database, author, done))
        dictionary = dictionaries[max(dictionaries)] if dictionaries else b""
        for one in seal.sealed_in_turn(header, lines, trust.signing_key(store), dictionary):
            with store.transaction():
                if _reached(store, author)[0] != one.header.first - 1:
                    break
                outbox.keep(store.database, author, one, at)
    return outbox.waiting(store.database, author)


def sealed_anew(store: Store, at: str, dictionaries: Mapping[int, bytes]) -> None:
    """Seal anew each batch of this home that holds what is withheld: the same range and chain, without the fields.

    Of a journal of another computer of the same home too: that machine may never come again.
    """
    homes = {author.home for author in journal.my_authors(store.database)}
    for author in journal.authors(store.database):
        if author.home not in homes:
            continue
        for name, number, first, last in outbox.stale(store.database, author):
            header = _header(store, author, first - 1, number, "")
            own, whose = trust.signing_key(store), author.device_key or trust.signing_key(store).public
            header = replace(
                header,
                key=whose if first == 1 else "",
                replaces=name,
                sealer=own.public if whose != own.public else "",
            )
            lines = [entry.line for entry in journal.entries_after(store.database, author, first - 1, last)]
            dictionary = dictionaries[max(dictionaries)] if dictionaries else b""
            made = seal.sealed(header, lines, own, dictionary)
            with store.transaction():
                if author.mine:
                    outbox.keep(store.database, author, made, at)
                    outbox.sealed_anew(store.database, name)
                else:
                    outbox.sealed_anew(store.database, name)
                    outbox.taken(store.database, made.hash, made.header, at, made.content, waits=True)


def sealed_whole(store: Store, author: Author, dictionaries: Mapping[int, bytes]) -> Iterator[Sealed]:
    """All of a journal in fresh batches, for a reader of whom it is not known how far it has come."""
    lines = (entry.line for entry in journal.entries_after(store.database, author, 0))
    dictionary = dictionaries[max(dictionaries)] if dictionaries else b""
    return seal.sealed_in_turn(_header(store, author, 0, 1, ""), lines, trust.signing_key(store), dictionary)


def _reached(store: Store, author: Author) -> tuple[int, int]:
    """The last change that is in a batch, or acknowledged without one, and the number of the last batch."""
    last = outbox.last_of(store.database, author)
    return (last.last, last.number) if last else (author.acked, 0)


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
        key=trust.signing_key(store).public if done == 0 else "",
    )
