"""Journals: no gaps, a chain that shows what was altered, and an erasure by law that breaks nothing."""

from __future__ import annotations

import hashlib

import pytest

from station_app.db import audit, journal
from station_app.db.journal import Author, JournalEntry
from station_app.domain import change as line_format
from station_app.domain.change import Change, Place, line_of
from station_app.domain.judging import Home
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import OPINION, PERSON, registered

COUNTY = "c" * 32
NOBODY = "e" * 32
OFFICE = Home("3" * 32, "COUNTY", "520324")


def entry(seq: int, name: str = "张三") -> JournalEntry:
    seen = (Place(COUNTY, seq - 1),) if seq > 1 else ()
    record = "1" * 32
    uid = record if seq == 1 else f"{seq:032x}"
    change = Change(COUNTY, seq, uid, "2026-11-23T09:30:00.000+08:00", "ok", NOBODY, "correct", "person", record, seen,
                    {"name": name})  # fmt: skip
    return JournalEntry(change, line_of(change))


@pytest.fixture
def county(desk: Desk) -> Author:
    return journal.found(desk.store.database, COUNTY, OFFICE, mine=False)


def test_a_new_journal_begins_with_the_hash_of_its_id(desk: Desk, county: Author) -> None:
    assert (county.last_seq, county.mine, county.standing) == (0, False, OFFICE)
    assert county.head == hashlib.sha256(COUNTY.encode()).digest()
    assert journal.author(desk.store.database, COUNTY) == county
    assert journal.author(desk.store.database, "d" * 32) is None


def test_the_journal_that_was_begun_last_is_this_device_s(desk: Desk) -> None:
    before = journal.my_author(desk.store.database)
    desk.store.begin_journal(desk.home)
    after = journal.my_author(desk.store.database)
    assert (after.uid == before.uid, after.last_seq) == (False, 0)
    done = registered(desk)["person"].uid
    assert {one.change.journal for one in journal.entries_of(desk.store.database, done)} == {after.uid}


def test_appending_moves_the_head_along_the_chain(desk: Desk, county: Author) -> None:
    first, second = entry(1), entry(2, "张山")
    journal.append(desk.store.database, county, [first, second])
    head = line_format.first_hash(COUNTY)
    for one in (first, second):
        head = line_format.chained(head, one.line)
    stands = journal.author(desk.store.database, COUNTY)
    assert stands is not None
    assert (stands.last_seq, stands.head, stands.last_at) == (2, head, second.change.at)
    assert journal.entries_of(desk.store.database, "1" * 32) == [first, second]


@pytest.mark.parametrize("wrong", [
    [entry(2)],
    [entry(1), entry(3)],
    [entry(1), entry(1)],
])  # fmt: skip
def test_a_gap_or_a_repetition_is_refused_whole(desk: Desk, county: Author, wrong: list[JournalEntry]) -> None:
    before = journal.count(desk.store.database)
    with pytest.raises(Rejected, match="journal_gap"):
        journal.append(desk.store.database, county, wrong)
    assert journal.count(desk.store.database) == before
    assert journal.author(desk.store.database, COUNTY) == county


def test_a_line_of_another_journal_is_refused(desk: Desk) -> None:
    with pytest.raises(Rejected, match="journal_gap"):
        journal.append(desk.store.database, journal.my_author(desk.store.database), [entry(1)])


def test_all_entries_come_in_portions_and_in_order(desk: Desk) -> None:
    for _ in range(3):
        registered(desk)
    portions = list(journal.all_entries(desk.store.database, portion=4))
    assert [len(portion) for portion in portions] == [4, 4, 3]
    assert [one.change.seq for portion in portions for one in portion] == list(range(1, 12))


def erase(desk: Desk, record: str) -> None:
    """Erase the content of all changes of a record, as the law lets a person ask (个人信息保护法 art. 47)."""
    places = [one.change.place for one in journal.entries_of(desk.store.database, record)]
    with desk.store.transaction():
        assert journal.erase(desk.store.database, places) == dict.fromkeys(places, record)
        assert journal.erase(desk.store.database, places) == {}


def test_what_was_erased_by_law_leaves_the_chain_whole_and_no_row(desk: Desk) -> None:
    done = registered(desk)
    person = done["person"].uid
    perform(desk, [Ask("person", "correct", {"address": "三组"}, person)])
    erase(desk, person)
    assert list(journal.broken_links(desk.store.database)) == []
    desk.store.rebuild()
    assert desk.records.all(Person, uid=person) == []
    assert desk.records.one(Opinion, done["opinion"].uid).verbatim == OPINION["verbatim"]
    assert audit.audit(desk.store).is_sound
    with pytest.raises(Rejected, match="no_such_record"):
        perform(desk, [Ask("person", "correct", PERSON, person)])


def test_erased_fields_are_not_told_as_what_a_record_was_made_with(desk: Desk) -> None:
    done = registered(desk)
    wanted = [done["person"].uid, done["opinion"].uid]
    erase(desk, done["person"].uid)
    made = journal.made_with(desk.store.database, wanted)
    assert made.keys() == {done["opinion"].uid}
    assert made[done["opinion"].uid]["verbatim"] == OPINION["verbatim"]


@pytest.mark.parametrize("statement", [
    "UPDATE change SET fields = NULL WHERE seq = 4",
    "UPDATE change SET fields = NULL, fields_hash = zeroblob(32) WHERE seq = 4",
    "UPDATE change SET hash = zeroblob(32) WHERE seq = 4",
])  # fmt: skip
def test_erasing_what_the_law_does_not_erase_is_seen(desk: Desk, statement: str) -> None:
    registered(desk)
    desk.store.database.execute_sql(statement)
    mine = journal.my_author(desk.store.database).uid
    assert Place(mine, 4) in list(journal.broken_links(desk.store.database))


def test_a_journal_without_its_last_change_is_seen(desk: Desk) -> None:
    registered(desk)
    desk.store.database.execute_sql("DELETE FROM change WHERE seq = 5")
    mine = journal.my_author(desk.store.database).uid
    assert list(journal.broken_links(desk.store.database)) == [Place(mine, 5)]
