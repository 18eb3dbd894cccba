"""The simulated county ends alike everywhere, whatever the roads and the disks did on the way."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import pytest

from station_app.db import journal, outbox
from station_app.db.store import Write
from station_app.domain.records import Person, Unit
from station_app.gateway.store.postgres import PostgresEngine
from station_app.gateway.store.vault import Vault
from station_app.services import acts, withholding
from tests.gateway import postgres
from tests.office import registered
from tests.simulation.desks import Member
from tests.simulation.gate import Gate, clock_of
from tests.simulation.truth import differences
from tests.simulation.world import World, world_of

DAYS = 6
SEEDS = int(os.environ.get("SEEDS", "100"))

ACCIDENTS = ("session cut", "stick", "device restored", "device set back", "device cloned", "gateway restored",
             "gateway restored and a device set back or cloned", "claimed", "spoke of another's", "another kind",
             "unknown kind", "bad value", "withheld")  # fmt: skip


def run(seed: int) -> tuple[int, list[str], Counter[str]]:
    """One world of a seed: what is not as it must be, and what happened in it."""
    world = world_of(seed)
    world.live(DAYS)
    found = list(differences(world))
    happened = world.happened
    if happened["gateway restored"] and happened["device set back"] + happened["device cloned"]:
        happened["gateway restored and a device set back or cloned"] += 1
    happened["written"] = len(world.written)
    world.close()
    return seed, found, happened


@pytest.mark.long
def test_every_world_ends_alike_and_every_accident_happens() -> None:
    happened: Counter[str] = Counter()
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        outcomes = list(pool.map(run, range(SEEDS)))
    failed = {seed: wrong for seed, wrong, _ in outcomes if wrong}
    for _, _, counts in outcomes:
        happened += counts
    told = ", ".join(f"{name} {number}" for name, number in sorted(happened.items()))
    sys.stdout.write(f"{SEEDS} worlds: {told}\n")
    assert failed == {}
    for accident in ACCIDENTS:
        assert happened[accident] >= SEEDS // 20, happened


@pytest.fixture(scope="module")
def socket_folder() -> Iterator[str]:
    programs = postgres.binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (build/setup.sh installs one)")
    with postgres.server(programs) as folder:
        yield folder


@pytest.mark.parametrize("seed", [0, 1])
def test_a_world_whose_gateway_stands_on_postgresql_ends_alike(seed: int, socket_folder: str) -> None:
    world = World(seed, Gate(PostgresEngine(postgres.new_database(socket_folder), Vault(bytes(32))), clock_of(seed)))
    world.found()
    world.live(DAYS)
    assert list(differences(world)) == []
    world.close()


def test_the_judge_of_a_world_sees_what_is_missing_and_what_was_changed() -> None:
    world = world_of(3)
    world.live(3)
    assert list(differences(world)) == []
    one = world.members[2]
    one.database.execute_sql("UPDATE user SET name = '别人'")
    assert any("another user" in found for found in differences(world))
    last = max(journal.authors(one.database), key=lambda author: author.last_seq)
    journal.set_aside(one.database, last, last.last_seq - 1)
    assert any(f"desk {one.number} holds" in found for found in differences(world))
    world.close()


@pytest.fixture
def world() -> Iterator[World]:
    made = world_of(1)
    yield made
    made.close()


def noted(one: Member) -> set[str]:
    """What stands in a station's units, of which it wrote one more."""
    with one.desk.store.transaction():
        acts.write(one.desk, [Write("register", "unit", one.desk.clock.new_id(), {"name": "水务所"})])
    return {unit.uid for unit in one.desk.records.all(Unit)}


def everywhere(world: World) -> set[str]:
    """The units that stand at each desk of the office and of the first station, which are the same."""
    world.calm()
    assert list(differences(world)) == []
    [found] = {frozenset(unit.uid for unit in one.desk.records.all(Unit)) for one in world.members[:4]}
    return set(found)


def test_an_office_tells_a_restored_gateway_what_it_took_though_its_author_was_set_back_too(world: World) -> None:
    station, image = world.members[2], world.members[2].image()
    backup = world.gate.snapshot()
    assert backup is not None
    written = noted(station)
    world.meets(station)
    world.meets(world.members[0])
    world.gate.restored(backup)
    world.members[2] = station.from_image(2, image, world.clock)
    assert everywhere(world) == written


def test_where_a_machine_set_back_was_first_at_the_restored_gateway_its_word_counts_and_a_colleague_tells_the_rest(
    world: World,
) -> None:
    station, image = world.members[2], world.members[2].image()
    backup = world.gate.snapshot()
    assert backup is not None
    written = noted(station)
    world.meets(station)
    world.meets(world.members[3])
    world.gate.restored(backup)
    world.members[2] = station.from_image(2, image, world.clock)
    again = noted(world.members[2])
    world.meets(world.members[2])
    assert everywhere(world) == written | again


def test_of_two_copies_of_one_disk_one_goes_by_hand_and_one_by_the_network_and_nothing_is_lost(world: World) -> None:
    station = world.members[2]
    world.members.append(station.from_image(10, station.image(), world.clock))
    by_hand, by_network = noted(station), noted(world.members[5])
    world.stick(station, world.members[0])
    world.meets(world.members[5])
    world.stick(world.members[5], world.members[0])
    assert everywhere(world) == by_hand | by_network


def test_who_hears_in_the_first_page_of_its_feed_that_it_must_begin_anew_reads_it_once_more(world: World) -> None:
    station = world.members[4]
    world.members.append(station.from_image(10, station.image(), world.clock))
    noted(station)
    noted(world.members[5])
    for one in (station, world.members[5]):
        outbox.remember(one.database, replace(outbox.contact(one.database), cursor=""))
        world.stick(one, world.members[0])
    world.meets(world.members[0])
    world.calm()
    assert list(differences(world)) == []


def test_all_that_an_office_told_several_readers_is_told_again_to_a_restored_gateway(world: World) -> None:
    office, backup = world.members[0], world.gate.snapshot()
    assert backup is not None
    for one in world.stations:
        fields = {"station": one.desk.place.uid, "outcome": "REFUSED"}
        acts.write(office.desk, [Write("register", "verdict", office.desk.clock.new_id(), fields)])
    written = noted(office)
    world.meets(office)
    world.gate.restored(backup)
    noted(office)
    assert written < everywhere(world)


def test_the_bytes_that_were_sealed_anew_are_given_on_though_the_old_ones_come_once_more(world: World) -> None:
    station, office = world.members[2], world.members[0]
    registered(station.desk)
    world.stick(station, office)
    world.meets(station)
    [person] = station.desk.records.all(Person)
    withholding.withhold(station.desk, [("person", person.uid)])
    for _ in range(2):
        world.meets(station)
    for one in (office, *world.members):
        world.meets(one)
    world.calm()
    assert list(differences(world)) == []


def test_a_restored_gateway_that_forgot_what_was_sealed_anew_is_given_it_once_more(world: World) -> None:
    station = world.members[2]
    registered(station.desk)
    world.meets(station)
    backup = world.gate.snapshot()
    assert backup is not None
    [person] = station.desk.records.all(Person)
    withholding.withhold(station.desk, [("person", person.uid)])
    for _ in range(2):
        world.meets(station)
    world.gate.restored(backup)
    world.calm()
    assert list(differences(world)) == []


def test_who_was_cloned_before_it_wrote_anything_hears_what_the_clone_writes(world: World) -> None:
    station = world.members[2]
    world.meets(station)
    station.begins_anew()
    world.members.append(station.from_image(10, station.image(), world.clock))
    assert noted(world.members[5]) == everywhere(world)


def test_what_is_sealed_anew_reaches_a_gateway_that_knows_no_dictionary() -> None:
    world = world_of(1)
    station = world.members[2]
    station.memory.dictionaries = None
    registered(station.desk)
    world.stick(station, world.members[0])
    [person] = station.desk.records.all(Person)
    withholding.withhold(station.desk, [("person", person.uid)])
    world.calm()
    assert list(differences(world)) == []
    world.close()
