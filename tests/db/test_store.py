"""The journal is the truth, the tables a cache of its fold."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app import paths
from station_app.db import audit, connection, journal, quarantine, schema
from station_app.db.connection import trial
from station_app.db.journal import Author, JournalEntry
from station_app.db.store import Store, Write
from station_app.domain.change import Change, line_of
from station_app.domain.judging import Home
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import OPINION, SetClock, registered

KEY = bytes(32)
NOBODY = "e" * 32
STATION = Home("1" * 32, "STATION", "520324116000")


def new_store(path: Path) -> Store:
    database = connection.connect(path, KEY)
    schema.bring_up(database, list)
    store = Store(database, SetClock(), paths.initials_of, paths.problem_of_change)
    with store.transaction():
        store.begin_journal(STATION)
    return store


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[Store]]:
    made = [new_store(tmp_path / f"{name}.db") for name in "abc"]
    yield made
    for store in made:
        store.database.close()


def entries_of(store: Store) -> list[JournalEntry]:
    return list(journal.entries_after(store.database, journal.my_author(store.database), 0))


def pass_on(source: Store, target: Store, upto: int = 10**9) -> None:
    """What the target lacks of the source's own journal, in order."""
    writer = journal.my_author(source.database)
    with target.transaction():
        known = journal.author(target.database, writer.uid) or journal.found(
            target.database, writer.uid, STATION, mine=False
        )
        target.take(known, entries_of(source)[known.last_seq : upto])


def write(store: Store, record: str, **fields: object) -> None:
    with store.transaction():
        act = "correct" if store.records.known("person", [record]) else "register"
        store.commit([Write(act, "person", record, fields)], NOBODY)


def test_rebuilding_gives_the_same_tables(desk: Desk) -> None:
    for number in range(5):
        done = registered(desk, title=f"第{number}件事：水管破裂")
        perform(desk, [Ask("person", "correct", {"phone": f"1611234000{number}"}, done["person"].uid)])
    before = audit.digests(desk.store)
    desk.store.rebuild()
    assert audit.digests(desk.store) == before
    assert audit.audit(desk.store).is_sound


steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "pass"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.sampled_from(["name", "phone", "address"]),
        st.sampled_from(["甲", "乙", "丙"]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, st.randoms(use_true_random=False))
def test_three_desks_converge_and_rebuild_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int, str, str]], chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("desks")
    stores = [new_store(folder / f"{name}.db") for name in "abc"]
    try:
        for act, here, there, name, value in acts:
            if act == "write":
                write(stores[here], f"{there}" * 32, **{name: value})
            elif here != there:
                pass_on(stores[here], stores[there])
        pairs = [(one, other) for one in stores for other in stores if one is not other]
        chance.shuffle(pairs)
        for one, other in pairs:
            pass_on(one, other)
        folds = [audit.digests(store) for store in stores]
        assert folds[0] == folds[1] == folds[2]
        stores[0].rebuild()
        assert audit.digests(stores[0]) == folds[0]
        assert all(not list(journal.broken_links(store.database)) for store in stores)
    finally:
        for store in stores:
            store.database.close()


def test_blind_changes_of_one_field_keep_both_and_are_listed(stores: list[Store]) -> None:
    here, there, _ = stores
    record = "1" * 32
    write(here, record, name="张三")
    pass_on(here, there)
    write(here, record, phone="161")
    write(there, record, phone="162")
    pass_on(there, here)
    assert sorted(quarantine.by_field(here.database)["person", record, "phone"]) == ["161", "162"]
    write(here, record, phone="163")
    assert quarantine.by_field(here.database) == {}
    pass_on(here, there)
    assert there.records.one(Person, record) == here.records.one(Person, record)


def test_a_change_that_saw_more_than_has_come_is_held_and_then_folded(stores: list[Store]) -> None:
    first, second, third = stores
    record = "1" * 32
    write(first, record, name="张三")
    pass_on(first, second)
    write(second, record, name="张山")
    pass_on(second, third)
    assert third.records.several(Person, [record]) == {}
    assert audit.audit(third).held == 1
    pass_on(first, third)
    assert third.records.one(Person, record).name == "张山"
    assert audit.audit(third).held == 0


def test_a_gap_is_refused_and_writes_nothing(stores: list[Store]) -> None:
    here, there, _ = stores
    write(here, "1" * 32, name="张三")
    write(here, "1" * 32, name="张四")
    author = journal.found(there.database, journal.my_author(here.database).uid, STATION, mine=False)
    with pytest.raises(Rejected, match="journal_gap"):
        there.take(author, entries_of(here)[1:])
    assert journal.count(there.database) == 0


def test_fields_and_kinds_of_a_newer_program_are_kept(stores: list[Store]) -> None:
    here, there, _ = stores
    newer = "f" * 32
    changes = [
        Change(
            newer, 1, "1" * 32, "", "ok", NOBODY, "register", "person", "1" * 32, (), {"name": "张", "blood": "O"}, 2
        ),
        Change(newer, 2, "2" * 32, "", "ok", NOBODY, "hold", "moot", "2" * 32, (), {"topic": "水"}, 2),
    ]
    with here.transaction():
        entries = [JournalEntry(one, line_of(one)) for one in changes]
        here.take(journal.found(here.database, newer, STATION, mine=False), entries)
    assert here.records.rows("person", ["1" * 32])["1" * 32].values["blood"] == "O"
    kept = [entry for part in journal.all_entries(here.database) for entry in part]
    assert kept == entries
    with there.transaction():
        there.take(journal.found(there.database, newer, STATION, mine=False), kept)
    there.rebuild()
    assert audit.digests(there) == audit.digests(here)


def test_a_field_of_the_wrong_type_does_not_reach_the_table_and_is_not_lost(stores: list[Store]) -> None:
    here = stores[0]
    write(here, "1" * 32, name="张三")
    write(here, "1" * 32, birth_year="soon")
    assert here.records.one(Person, "1" * 32).birth_year is None
    assert entries_of(here)[-1].change.fields == {"birth_year": "soon"}
    assert [(one.place.seq, one.code) for one in quarantine.every(here.database)] == [(2, "wrong_kind")]


@pytest.mark.parametrize("statement", [
    "UPDATE change SET fields = replace(fields, '塌了', '修了') WHERE kind = 'opinion'",
    "DELETE FROM change WHERE seq = 4",
    "UPDATE change SET header = replace(header, 'register', 'correct') WHERE seq = 3",
])  # fmt: skip
def test_an_altered_journal_is_seen(desk: Desk, statement: str) -> None:
    registered(desk)
    assert audit.audit(desk.store).is_sound
    desk.store.database.execute_sql(statement)
    assert audit.audit(desk.store).broken_links


def test_an_altered_table_is_seen_and_mended(desk: Desk) -> None:
    opinion = registered(desk)["opinion"].uid
    desk.store.database.execute_sql("UPDATE opinion SET verbatim = '没有这回事'")
    assert audit.audit(desk.store).differing == ("opinion",)
    desk.store.rebuild()
    assert desk.records.one(Opinion, opinion).verbatim == OPINION["verbatim"]


def test_an_act_its_rows_and_its_words_are_one_transaction(desk: Desk) -> None:
    with trial(desk.store.database):  # as when the power ends it
        registered(desk)
    assert journal.my_author(desk.store.database).last_seq == 2
    assert desk.records.all(Opinion) == []
    assert desk.store.database.execute_sql(
        "SELECT count(*) FROM opinion_text WHERE opinion_text MATCH '道路'"
    ).fetchone() == (0,)


def test_authors_stand_in_their_own_journals(stores: list[Store]) -> None:
    here, there, _ = stores
    write(here, "1" * 32, name="张三")
    pass_on(here, there)
    own: list[Author] = [author for author in journal.authors(there.database) if author.mine]
    assert [author.last_seq for author in own] == [0]


def test_a_journal_that_another_machine_went_on_with_is_written_anew_and_counts_once(stores: list[Store]) -> None:
    here, there, _ = stores
    record = "1" * 32
    write(here, record, name="张")
    pass_on(here, there)
    write(here, record, name="李")
    write(here, "2" * 32, name="王")
    old = journal.my_author(here.database)
    before = {kind: here.records.all(Person) for kind in ("person",)}
    with here.transaction():
        begun = here.begin_anew(old, 1)
    assert {kind: here.records.all(Person) for kind in ("person",)} == before
    assert [one.uid for one in journal.given_up(here.database)] == [old.uid]
    assert (begun.mine, journal.my_author(here.database).uid) == (True, begun.uid)
    assert [
        entry.change.seq for entry in journal.entries_after(here.database, journal.my_author(here.database), 0)
    ] == [
        1,
        2,
    ]
    assert audit.audit(here).is_sound
    pass_on(here, there)
    assert {one.name for one in there.records.all(Person)} == {"李", "王"}
    assert audit.digests(there)["clash"] == audit.digests(here)["clash"]


def test_the_first_writing_of_what_was_written_anew_may_still_come(stores: list[Store]) -> None:
    here, there, _ = stores
    write(here, "1" * 32, name="张")
    write(here, "1" * 32, name="李")
    with there.transaction():  # the first writing came by hand, before the copy was found out
        old = journal.my_author(here.database)
        there.take(journal.found(there.database, old.uid, STATION, mine=False), entries_of(here))
    with here.transaction():
        here.begin_anew(journal.my_author(here.database), 0)
    write(here, "1" * 32, phone="16112345678")
    pass_on(here, there)
    [person] = there.records.all(Person)
    assert (person.name, person.phone) == ("李", "16112345678")
    assert quarantine.by_field(there.database) == {}
    assert audit.audit(there).is_sound


def test_a_mark_that_a_colleague_is_seen_to_use_is_left_for_the_next_free_one(stores: list[Store]) -> None:
    here, there, _ = stores
    with here.transaction():
        here.commit([Write("register", "visit", "1" * 32, {"number": "520324116-01-F26-0001"})], NOBODY)
    assert there.mark() == ""
    pass_on(here, there)
    assert len(there.mark()) == 2
    assert here.mark() == ""
