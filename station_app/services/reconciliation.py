"""The reconciliation list (对账单): what is held of each journal, so that two offices can compare it by voice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from station_app.db import journal
from station_app.db.journal import Author
from station_app.domain.change import KEPT_HERE
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Station
from station_app.domain.syllables import spoken
from station_app.services.desk import Desk


@immutable
class Statement:
    """What is held of one station's journal up to `last_seq`: changes by kind, and the eight syllables for it all.

    Two offices that hold the same up to the same number read the same syllables.
    """

    station: str
    journal: str
    last_seq: int
    kinds: Mapping[str, int]
    syllables: tuple[int, ...]


def statements(desk: Desk) -> list[Statement]:
    """The statements of all stations' journals that are held here, each up to its last change.

    What never leaves a desk is not in it: no other office could compare it, and its very count tells of accusations.
    """
    names = {one.uid: one.name for one in desk.records.all(Station)}
    held = [one for one in journal.authors(desk.store.database) if _is_comparable(one) and one.home in names]
    return [_statement(desk, one, names[one.home], one.last_seq) for one in held]


def _is_comparable(author: Author) -> bool:
    return bool(author.last_seq) and author.audience != KEPT_HERE


def statement(desk: Desk, journal_uid: str, last_seq: int) -> Statement:
    """The statement of one journal up to a number that the other office names. Raises Rejected where less is held."""
    author = journal.author(desk.store.database, journal_uid)
    if author is None or not 1 <= last_seq <= author.last_seq:
        raise reject(refusal("statement_beyond", "last_seq", last_seq, most=author.last_seq if author else 0))
    names = {one.uid: one.name for one in desk.records.all(Station)}
    return _statement(desk, author, names.get(author.home, ""), last_seq)


def _statement(desk: Desk, author: Author, station: str, last_seq: int) -> Statement:
    kinds = Counter(journal.kinds_upto(desk.store.database, author, last_seq))
    head = journal.head_at(desk.store.database, author, last_seq)
    return Statement(
        station=station,
        journal=author.uid,
        last_seq=last_seq,
        kinds=kinds,
        syllables=spoken(f"{author.uid}:{last_seq}:".encode() + head),
    )
