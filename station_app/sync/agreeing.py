"""Coming back to what this device and the gateway both hold of a journal, after they found that they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from station_app.db import journal, outbox
from station_app.db.journal import Author
from station_app.db.store import Store
from station_app.domain import contact as rules
from station_app.domain.batch import suite
from station_app.domain.contact import Course
from station_app.sync import trust
from station_app.sync.client import JournalStanding


def begin_anew(store: Store, author: Author, common: int) -> Author:
    """Give up a journal after the change `common`; the new one, with all that was written after it.

    What the other machine wrote under its name comes by the news, signed by this device's own key: the feed is read
    from its beginning, for what was passed over there as one's own is now a colleague's. The caller holds the
    transaction.
    """
    begun = store.begin_anew(author, common)
    journal.signed_by(store.database, author, trust.signing_key(store).public)
    outbox.remember(store.database, replace(outbox.contact(store.database), cursor=""))
    return begun


Ask = Callable[[int], JournalStanding]
"""Asks the gateway how the journal stands, and for its head after one change."""


def agree(store: Store, author: Author, ask: Ask, seq: int, at: str) -> Course:
    """Go back to the last change that both hold alike, and say what course that was.

    `seq` is a change that is known to disagree, 0 where none is; `at` the time (`domain.clock.stamp`).
    """
    head_at = partial(journal.head_at, store.database, author)
    standing = ask(max(seq - 1, 0) if seq else author.acked)
    said = rules.Standing(standing.acked, _head(standing.head))
    course = rules.course(author.last_seq, author.acked, head_at, said)
    if course is Course.BEGINS_ANEW:
        last = min(standing.acked, author.last_seq, seq - 1 if seq else author.last_seq)
        common = _last_common(author, ask, max(last, 0), head_at)
        with store.transaction():
            begin_anew(store, author, common)
        return course
    with store.transaction():
        outbox.gone_back(store.database, author, standing.acked)
        if standing.acked > author.acked:
            outbox.acknowledged(store.database, author, standing.acked, at)
    return course


def is_same(store: Store, author: Author, seq: int, head: str) -> bool:
    """Whether the head that the gateway names after the change `seq` is this device's own."""
    return seq <= author.last_seq and _head(head) == journal.head_at(store.database, author, seq)


def _last_common(author: Author, ask: Ask, last: int, head_at: Callable[[int], bytes]) -> int:
    search = rules.last_common(min(last, author.last_seq), head_at)
    answer: bytes | None = None
    while True:
        try:
            asked = search.send(answer)
        except StopIteration as found:
            return int(found.value)
        answer = _head(ask(asked).at)


def _head(text: str) -> bytes:
    """A head as the gateway writes it; nothing for what is none."""
    try:
        return suite.bytes_of(text)
    except ValueError:
        return b""
