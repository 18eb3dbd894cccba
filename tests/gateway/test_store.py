"""The store's promises, the same on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from station_app.domain.change import Place, first_hash
from station_app.domain.judging import Home
from station_app.gateway import office
from station_app.gateway.server import Serving, Setup, engine_of, opened
from station_app.gateway.store import devices, folded, journals, tables
from station_app.gateway.store.devices import ACTIVE, Admitted, Invited
from station_app.gateway.store.engine import Cursor, Engine, StoreFailed
from station_app.gateway.store.vault import Vault
from tests.gateway.devices import Device, admitted

PERSON = "a" * 32
VAULT = Vault(bytes(32))
STATION = Home("1" * 32, "STATION", "520324116000")
TABLES = ("record", "held", "quarantine")


@pytest.fixture
def engine(either: Setup) -> Iterator[Engine]:
    made = engine_of(either.store, VAULT)
    tables.create(made)
    yield made
    made.close()


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the folded tables."""
    return engine.read(lambda cursor: {name: sorted(cursor.rows(f"SELECT * FROM {name}")) for name in TABLES})


def positions_after(cursor: Cursor, position: int) -> list[int]:
    """What a reader of one feed sees next."""
    return [row[0] for row in journals.feed_after(cursor, "up:1", position, 100)]


def test_tables_are_made_once(engine: Engine) -> None:
    engine.write(lambda cursor: office.set_setting(cursor, "epoch", b"1"))
    tables.create(engine)
    assert engine.read(lambda cursor: office.setting(cursor, "epoch")) == b"1"


def test_work_that_fails_leaves_nothing_and_takes_nothing_from_others(engine: Engine) -> None:
    def fails(cursor: Cursor) -> None:
        office.set_setting(cursor, "bad", b"1")
        raise ValueError("on purpose")

    with ThreadPoolExecutor(8) as pool:
        failing = [pool.submit(engine.write, fails) for _ in range(8)]
        good = [
            pool.submit(engine.write, lambda cursor, number=number: office.set_setting(cursor, f"good{number}", b"1"))
            for number in range(8)
        ]
        assert all(isinstance(one.exception(), ValueError) for one in failing)
        assert all(one.exception() is None for one in good)
    names = {row[0] for row in engine.read(lambda cursor: cursor.rows("SELECT name FROM setting"))}
    assert names == {f"good{number}" for number in range(8)}


def test_a_code_is_used_by_one_of_many_that_try_at_once(engine: Engine) -> None:
    engine.write(lambda cursor: devices.invite(cursor, Invited("h" * 64, "x", "520324116000", "STATION", "")))

    def use(key: str) -> bool:
        def work(cursor: Cursor) -> bool:
            one = devices.invited(cursor, "h" * 64)
            assert one is not None
            if one.used_by:
                return False
            devices.used(cursor, "h" * 64, key)
            return True

        return engine.write(work)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, [f"key{number}" for number in range(16)])) == 1


def test_a_journal_is_begun_once_and_its_row_is_locked(engine: Engine) -> None:
    begun = journals.begun("2" * 32, STATION.uid, "office", "key")
    counted = []

    def raise_it(_: int) -> None:
        def work(cursor: Cursor) -> int:
            here = journals.locked(cursor, begun)
            cursor.rows("UPDATE journal SET acked = ? WHERE uid = ?", here.acked + 1, here.uid)
            return here.acked

        counted.append(engine.write(work))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(raise_it, range(30)))
    assert sorted(counted) == list(range(30))
    assert engine.read(lambda cursor: journals.head_at(cursor, begun, 0)) == first_hash(begun.uid)


def test_positions_of_a_feed_are_dense_in_the_order_of_commits(engine: Engine) -> None:
    names = [f"{number:064x}" for number in range(40)]

    def keep(cursor: Cursor) -> None:
        cursor.many(
            "INSERT INTO batch (hash, journal, number, first, last, verdict, content, stale)"
            " VALUES (?, 'j', 1, 1, 1, '', ?, 0)",
            [(name, b"x") for name in names],
        )

    engine.write(keep)
    seen: list[int] = []
    is_over = threading.Event()

    def follow() -> None:
        """A reader that never goes back: what it has not seen at the end, it has skipped."""
        while not is_over.is_set() or len(seen) < len(names):
            seen.extend(engine.read(lambda cursor: positions_after(cursor, seen[-1] if seen else 0)))

    reader = threading.Thread(target=follow)
    reader.start()
    with ThreadPoolExecutor(6) as pool:
        for done in [
            pool.submit(engine.write, lambda cursor, name=name: journals.published(cursor, ["up:1", "b"], "j", name))
            for name in names
        ]:
            done.result()
    is_over.set()
    reader.join(20)
    assert seen == list(range(1, 41))


def test_a_device_is_admitted_once_and_revoked(engine: Engine) -> None:
    one = Admitted("k" * 43, STATION, "某站\0", "", ACTIVE, "2026-11-23", "d" * 32)
    engine.write(lambda cursor: devices.admit(cursor, one))
    engine.write(lambda cursor: devices.admit(cursor, replace(one, name="别的")))
    found = engine.read(lambda cursor: devices.device(cursor, one.key))
    assert found is not None
    assert (found.name[:2], found.home, found.is_active) == ("某站", STATION, True)
    engine.write(lambda cursor: devices.revoke(cursor, one.key, ""))
    revoked = engine.read(lambda cursor: devices.device(cursor, one.key))
    assert revoked is not None
    assert not revoked.is_active
    assert engine.read(lambda cursor: devices.home_of(cursor, STATION.uid)) == STATION


def test_numbers_are_as_large_as_a_batch_can_say(engine: Engine) -> None:
    aside = ("h" * 64, "j" * 32, 2**53 - 1, 2**53 - 1, "batch_fork", 2**53 - 1, "2026-11-23", bytes(range(256)))
    engine.write(lambda cursor: journals.set_aside(cursor, aside))
    engine.write(lambda cursor: journals.set_aside(cursor, aside))
    assert engine.read(journals.aside) == [("h" * 64, "j" * 32, 2**53 - 1, 2**53 - 1, "batch_fork", "2026-11-23")]


def test_a_store_that_cannot_be_reached_says_so(either: Setup) -> None:
    lost = either.store.replace("@/t", "@/lost") if "://" in either.store else str(either.files / "none" / "x.db")
    with pytest.raises(StoreFailed):
        tables.create(engine_of(lost, VAULT))


def write_a_day(gateway: Serving) -> None:
    """A station with two computers, lines that are refused, one that is held, a clash."""
    station = admitted(gateway, "1" * 32, "520324116000")
    colleague = Device(gateway, station.home, "9" * 32, station.key)
    made = station.write("person", PERSON, name="杨胜美")
    station.write("office", "b" * 32, name="水务局")
    station.write("person", "c" * 32, name=7)
    station.write("reservoir", "d" * 32, depth=3)
    station.send()
    colleague.write("person", PERSON, "correct", (made,), phone="16112345678")
    colleague.write("person", "f" * 32, "correct", (colleague_place(station, 6),), name="等着")
    colleague.send()
    station.write("person", PERSON, "correct", (made,), phone="16187654321")
    station.send(5)


def colleague_place(station: Device, seq: int) -> Place:
    """A place in a journal to which nothing has come yet."""
    return Place(station.journal, seq)


def test_what_is_folded_by_and_by_is_what_a_rebuild_gives(on_either: Serving) -> None:
    write_a_day(on_either)
    engine = on_either.platform.engine
    before = contents(engine)
    assert len(before["held"]) == 1
    assert len(before["quarantine"]) == 2
    engine.write(folded.rebuild)
    assert contents(engine) == before


def test_two_computers_that_write_one_record_at_once_are_both_folded(on_either: Serving) -> None:
    station = admitted(on_either, "1" * 32, "520324116000")
    made = station.write("person", PERSON, name="杨胜美")
    station.send()
    others = [Device(on_either, station.home, f"{number:x}" * 32, station.key) for number in (8, 9, 10, 11)]
    for other, name in zip(others, ("phone", "address", "village", "remark"), strict=True):
        other.write("person", PERSON, "correct", (made,), **{name: "16112345678"})
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda other: other.send(), others))
    engine = on_either.platform.engine
    before = contents(engine)
    engine.write(folded.rebuild)
    assert contents(engine) == before


def test_a_store_opens_again_with_the_same_identity(either: Setup) -> None:
    first = opened(either)
    first.engine.close()
    again = opened(either)
    again.engine.close()
    assert again.office == first.office
