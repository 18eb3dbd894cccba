"""A real desk for every test that needs one: migrated, encrypted, with a clock that the test sets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, Founded
from tests import copies
from tests.alone import leave_alone
from tests.minutes import Minutes
from tests.office import PASSWORD, SetClock
from tests.offices import Pair, admit
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.suggesting import deputy, five_opinions

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Minutes())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no core waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_runtest_setup() -> None:
    copies.begin()


@pytest.fixture(scope="session", autouse=True)
def alone() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        leave_alone(patch)
        yield


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def founded(tmp_path: Path, clock: SetClock) -> Iterator[Founded]:
    start = FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD)
    made = copies.found(tmp_path / "data", start, clock)
    yield made
    made.desk.close()


@pytest.fixture
def desk(founded: Founded) -> Desk:
    return founded.desk


@pytest.fixture
def opinions(desk: Desk) -> list[str]:
    """Five people of three villages who say the same."""
    return five_opinions(desk)


@pytest.fixture
def lead(desk: Desk) -> str:
    """A township deputy who may lead a suggestion."""
    return deputy(desk, "秦彬")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """A county and a station that know each other."""
    made = Pair(new_county(tmp_path / "county"), new_station(tmp_path / "station"))
    admit(made.county, made.station)
    yield made
    made.close()
