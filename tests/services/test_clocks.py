"""Whatever a desk's clock says: it writes, seals, sends and takes, and nothing is ordered or decided by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from station_app.db import audit, journal
from station_app.domain.clock import uuid7
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Visit
from station_app.services import county, news, road_totals
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.history import history
from station_app.text import explain
from tests.office import PERSON, VISIT, SetClock, registered
from tests.offices import Pair, admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.receiver import Receiver, Wire
from tests.sync.test_session import agree, speak

CLOCKS = {
    "a dead battery": "1970-01-01T00:00:03+00:00",
    "a dead battery, another maker": "1980-01-01T08:00:00+08:00",
    "the year 2000": "2000-01-01T00:00:00+08:00",
    "the second after the last of 31 bits": "2038-01-19T03:14:08+00:00",
    "2099": "2099-12-31T23:59:59.999+08:00",
    "the zone is UTC": "2026-11-23T01:30:00+00:00",
    "the zone is Tokyo": "2026-11-23T10:30:00+09:00",
}


def put(desk: Desk, at: str) -> SetClock:
    """The desk's clock says this from now on."""
    assert isinstance(desk.clock, SetClock)
    desk.clock.at = datetime.fromisoformat(at)
    return desk.clock


def there_and_back(pair: Pair) -> None:
    """What waits goes to the county, and its answer comes back."""
    county.take_contents(pair.county, sealed(pair.station))
    news.take_in(pair.station, sealed(pair.county, pair.station.place.uid))
    assert audit.audit(pair.county.store).is_sound
    assert audit.audit(pair.station.store).is_sound
    counted = road_totals.totals(pair.station)
    assert (counted.waiting, counted.imported) == (0, counted.total)


@pytest.mark.parametrize("name", CLOCKS)
def test_i73_with_any_clock_it_writes_seals_and_is_taken_and_answered(pair: Pair, name: str) -> None:
    first = registered(pair.station)["opinion"].uid
    clock = put(pair.station, CLOCKS[name])
    done = registered(pair.station)["opinion"].uid
    perform(pair.station, [Ask("opinion", "correct", {"title": "坪生村三组通组路塌方没有人修"}, first)])
    there_and_back(pair)
    assert pair.county.records.one(Opinion, done) == pair.station.records.one(Opinion, done)
    assert pair.county.records.one(Opinion, first).title == "坪生村三组通组路塌方没有人修"
    put(pair.county, clock.at.isoformat())
    registered(pair.station)
    there_and_back(pair)


@pytest.mark.parametrize("name", CLOCKS)
def test_i73_with_any_clock_it_sends_by_the_network(pair: Pair, name: str) -> None:
    put(pair.station, CLOCKS[name])
    registered(pair.station)
    receiver = Receiver()
    speak(pair.station, Wire(receiver))
    agree(pair.station, receiver)


@pytest.mark.parametrize("name", ["a dead battery", "2099"])
def test_i73_a_time_that_is_worth_little_is_said_beside_the_act(pair: Pair, name: str) -> None:
    registered(pair.station)
    put(pair.station, CLOCKS[name])
    done = registered(pair.station)["opinion"].uid
    assert {event.clock for event in history(pair.station, done)} == {"unset" if "battery" in name else "jumped"}


def test_i73_the_true_day_on_a_machine_without_one_is_taken_and_the_clock_is_asked_to_be_set(pair: Pair) -> None:
    put(pair.station, CLOCKS["a dead battery"])
    person, visit = pair.station.clock.new_id(), pair.station.clock.new_id()
    asks = [
        Ask("person", "register", {**PERSON, "birth_year": 1985}, person),
        Ask("visit", "register", {**VISIT, "received_on": "26.11.23", "visitor": person}, visit),
    ]
    said = [explain(problem) for done in perform(pair.station, asks) for problem in done.warnings]
    assert any("电脑日期" in one for one in said), said
    assert pair.station.records.one(Visit, visit).received_on == "2026-11-23"


def test_i73_a_clock_that_went_back_does_not_close_what_was_written_before(pair: Pair) -> None:
    done = registered(pair.station)["opinion"].uid
    put(pair.station, "2026-11-22T09:30:00+08:00")
    perform(pair.station, [Ask("opinion", "correct", {"title": "坪生村三组通组路塌方没有人修"}, done)])
    with pytest.raises(Rejected, match="received_on:day_ahead"):
        registered(pair.station)


def test_i73_set_back_a_day_after_ten_records_and_forward_a_year_and_back_the_order_is_what_was_seen(
    pair: Pair,
) -> None:
    done = registered(pair.station)["opinion"].uid
    titles = [f"坪生村三组通组路塌方第{number}次来说" for number in range(14)]
    clock = put(pair.station, "2026-11-23T09:30:00+08:00")
    for number, title in enumerate(titles):
        clock.move(days={10: -1, 11: 365, 12: -365}.get(number, 0), milliseconds=-7)
        perform(pair.station, [Ask("opinion", "correct", {"title": title}, done)])
    there_and_back(pair)
    for desk in (pair.station, pair.county):
        assert desk.records.one(Opinion, done).title == titles[-1]
        told = [step.new for event in history(desk, done) for step in event.steps if step.field == "title"]
        assert told[-len(titles) :] == titles or told[: len(titles)] == titles[::-1]


@dataclass
class Leaping(SetClock):
    """A clock that jumps to and fro each time it is asked: within one transaction too."""

    def __post_init__(self) -> None:
        self._leaps = cycle([timedelta(days=400), timedelta(days=-800), timedelta(days=400), timedelta(0)])

    def now(self) -> datetime:
        self.at += next(self._leaps)
        return self.at


def test_i73_a_clock_that_leaps_within_an_act_leaves_the_journal_sound(tmp_path: Path) -> None:
    pair = Pair(new_county(tmp_path / "county"), new_station(tmp_path / "station", Leaping()))
    admit(pair.county, pair.station)
    for _ in range(4):
        perform(pair.station, [Ask("person", "register", PERSON)])
    there_and_back(pair)
    pair.close()


def test_i73_a_month_asleep_what_waits_is_the_same_bytes(pair: Pair) -> None:
    registered(pair.station)
    before = sealed(pair.station)
    put(pair.station, "2026-12-24T07:00:00+08:00")
    put(pair.county, "2026-12-24T07:00:00+08:00")
    assert sealed(pair.station) == before
    there_and_back(pair)


@dataclass
class Backwards(SetClock):
    """One millisecond for everything, and ids that hold a time that runs backwards."""

    unix_ms: int = 2**48 - 1

    def new_id(self) -> str:
        self.unix_ms -= 86_400_000
        return uuid7(self.unix_ms)


def test_i74_records_of_one_millisecond_with_ids_that_run_backwards_keep_their_order(tmp_path: Path) -> None:
    pair = Pair(new_county(tmp_path / "county"), new_station(tmp_path / "station", Backwards()))
    admit(pair.county, pair.station)
    done = [registered(pair.station)["opinion"].uid for _ in range(5)]
    assert done == sorted(done, reverse=True)
    there_and_back(pair)
    for desk in (pair.station, pair.county):
        numbers = [desk.records.one(Opinion, uid).number for uid in done]
        assert numbers == sorted(numbers)
        assert len(desk.records.all(Visit)) == 5
    author = journal.my_author(pair.station.store.database)
    told = [one.change.record for one in journal.entries_after(pair.station.store.database, author, 0)]
    assert [uid for uid in told if uid in done] == done
    pair.close()


def test_i74_at_midnight_a_record_is_judged_by_the_day_on_which_it_is_kept(pair: Pair) -> None:
    clock = put(pair.station, "2026-11-23T23:59:59.900+08:00")
    tomorrow = {"opened_on": "2026-11-24"}
    with pytest.raises(Rejected):
        perform(pair.station, [Ask("station", "correct", tomorrow, pair.station.place.uid)])
    clock.move(seconds=1)
    perform(pair.station, [Ask("station", "correct", tomorrow, pair.station.place.uid)])


def test_i74_a_number_bears_the_year_of_its_record_and_not_of_the_clock(pair: Pair) -> None:
    put(pair.station, "2027-01-02T09:00:00+08:00")  # what came on 23 November is written down after New Year
    done = registered(pair.station)["opinion"].uid
    assert pair.station.records.one(Opinion, done).number == "520324116-01-M26-0001"
