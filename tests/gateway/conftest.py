"""A real gateway on loopback, and devices that were admitted to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station_app.domain.batch import frame
from station_app.gateway.http.bodies import Limits
from station_app.gateway.server import Serving, Setup, serving
from tests.gateway import postgres
from tests.gateway.devices import CLIENTS, Device, admitted

SHORT_STALL_S = 0.6


@pytest.fixture(autouse=True)
def hung_up() -> Iterator[None]:
    """Whatever a test has dialled is hung up."""
    yield
    while CLIENTS:
        CLIENTS.pop().close()


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    limits = Limits(frame.LARGEST, 2 * 2**20, 8 * 2**20)
    key_file = tmp_path / "gateway.db.key"
    return Setup(str(tmp_path / "gateway.db"), tmp_path / "files", limits, SHORT_STALL_S, key_file=key_file)


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[str]:
    programs = postgres.binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (build/setup.sh installs one)")
    with postgres.server(programs) as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, setup: Setup) -> Setup:
    """The same gateway on each engine."""
    if request.param == "sqlite":
        return setup
    return replace(setup, store=postgres.new_database(request.getfixturevalue("postgres_folder")))


@pytest.fixture
def on_either(either: Setup) -> Iterator[Serving]:
    with serving(either) as served:
        yield served
        while CLIENTS:
            CLIENTS.pop().close()


@pytest.fixture
def gateway(setup: Setup) -> Iterator[Serving]:
    with serving(setup) as served:
        yield served
        while CLIENTS:
            CLIENTS.pop().close()


@pytest.fixture
def station(gateway: Serving) -> Device:
    return admitted(gateway, "1" * 32, "520324116000")


@pytest.fixture
def county(gateway: Serving) -> Device:
    return admitted(gateway, "3" * 32, "520324", "COUNTY")
