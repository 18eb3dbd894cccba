"""A gateway that is put back by hand, from whatever earlier copy, heals at the next contacts and loses nothing."""

from __future__ import annotations

import hashlib
import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

pytest.importorskip("starlette")

from station_app.db import journal, secrets
from station_app.domain.batch import frame
from station_app.domain.exchange import Invitation
from station_app.domain.records import Visit
from station_app.gateway import admission
from station_app.gateway.http import bodies
from station_app.gateway.http.bodies import Limits
from station_app.gateway.server import Serving, Setup, serving
from station_app.services import documents, enrolment, road_totals
from station_app.services.desk import Desk
from station_app.services.sending import Sender, SendingState
from station_app.text.problems import of_code
from station_app.ui.shell import lane
from tests.gateway import postgres
from tests.office import SetClock, registered
from tests.offices import COUNTY, TOWNSHIPS
from tests.offices import county as new_county
from tests.offices import station as new_station

MOMENTS = ("nobody admitted", "county admitted", "stations admitted", "yesterday")
HOW = ("database alone", "database and folder", "database without folder")
PHOTO, LATER_PHOTO = b"\x89first" * 9_000, b"\x89later" * 9_000


@dataclass
class Copies:
    """A gateway's store and folder, and copies of them: what an operator does with `cp`."""

    setup: Setup
    folder: Path
    made: dict[str, str] = field(default_factory=dict)

    def copy(self, name: str) -> None:
        self.made[name] = _copied(self.setup.store, self.folder)
        shutil.copytree(self.setup.files, self.folder / name)

    def put_back(self, name: str, how: str) -> Setup:
        """The gateway on the copy, with today's folder, with the folder of then, or with none."""
        folder = self.folder / f"{name}, {how}"
        if how == "database and folder":
            shutil.copytree(self.folder / name, folder)
        elif how == "database alone":
            shutil.copytree(self.setup.files, folder)
        return replace(self.setup, store=_copied(self.made[name], self.folder), files=folder)


_NUMBERS = itertools.count()


def _copied(store: str, folder: Path) -> str:
    """A copy of a database: of a file, or by a server's own way."""
    if "://" not in store:
        path = folder / f"{next(_NUMBERS)}.db"
        with closing(sqlite3.connect(store)) as kept, closing(sqlite3.connect(path)) as copy:
            kept.backup(copy)
        return str(path)
    name, copied = urlsplit(store).path.strip("/"), f"c{next(_NUMBERS)}"
    with closing(psycopg.connect(store.replace(f"/{name}?", "/postgres?"), autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {copied} TEMPLATE {name}")
    return store.replace(f"/{name}?", f"/{copied}?")


@dataclass
class Province:
    """A gateway at one address, a county's office and its stations, as they go through a few days."""

    copies: Copies
    folder: Path
    clock: SetClock
    port: int = 0
    desks: list[Desk] = field(default_factory=list)

    @contextmanager
    def open(self, setup: Setup | None = None) -> Iterator[Serving]:
        with serving(setup or self.copies.setup, self.port) as served:
            self.port = int(served.url.rsplit(":", 1)[1])
            yield served

    def live(self) -> None:
        """Admissions, records, a photo; a copy is made before each step."""
        with self.open():
            pass
        self.copies.copy(MOMENTS[0])
        with self.open() as gateway:
            office = new_county(self.folder / "county", self.clock)
            code = Invitation("C0UNTY", office.place.name, COUNTY, "COUNTY", "2099-12-31", gateway_url=gateway.url)
            enrolment.accept_invitation(office, admission.invite(gateway.platform, code))
            contact(office)
        self.copies.copy(MOMENTS[1])
        self.desks = [office, *(new_station(self.folder / f"s{one}", self.clock, TOWNSHIPS[one]) for one in (0, 1))]
        with self.open():
            for desk in self.stations:
                text = enrolment.invite(office, desk.place.name, desk.place.area_code, "2027-06-30")
                contact(office)
                enrolment.accept_invitation(desk, text)
                contact(desk)
        self.copies.copy(MOMENTS[2])
        with self.open():
            documents.attach(self.stations[0], PHOTO)
            self._day(2)
        self.copies.copy(MOMENTS[3])
        with self.open():
            documents.attach(self.stations[0], LATER_PHOTO)
            self._day(3)

    def _day(self, visits: int) -> None:
        for _ in range(visits):
            for desk in self.stations:
                registered(desk)
                contact(desk)
        contact(self.desks[0])

    @property
    def stations(self) -> list[Desk]:
        return self.desks[1:]

    def close(self) -> None:
        for desk in self.desks:
            desk.close()


def contact(desk: Desk) -> SendingState:
    """One contact with the gateway; it must go well."""
    state = Sender(desk).once()
    assert (state.network, state.trouble) == ("online", ""), state
    return state


@pytest.fixture
def province(tmp_path: Path, clock: SetClock, store: str) -> Iterator[Province]:
    (tmp_path / "copies").mkdir()
    limits = Limits(frame.LARGEST, 2 * 2**20, 8 * 2**20)
    setup = Setup(store, tmp_path / "files", limits, 5, key_file=tmp_path / "gateway.key")
    made = Province(Copies(setup, tmp_path / "copies"), tmp_path, clock)
    made.live()
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    programs = postgres.binaries()
    if request.param == "sqlite":
        yield str(tmp_path / "gateway.db")
    elif programs is None:
        pytest.skip("no PostgreSQL server on this machine (build/setup.sh installs one)")
    else:
        with postgres.server(programs) as folder:
            yield postgres.new_database(folder)


def one_of(gateway: Serving, query: str, *values: Any) -> Any:
    return gateway.platform.engine.read(lambda cursor: cursor.rows(query, *values))[0][0]


def test_it_notices_by_itself_and_asks_again_for_all_that_is_missing(
    province: Province, request: pytest.FixtureRequest
) -> None:
    """From every copy, with and without the folder: the other station speaks first, so that places are given again.

    What the folder has to do with it is the same above either store: on PostgreSQL each moment is put back in one way.
    """
    is_file = "sqlite" in request.node.callspec.id
    for at, moment in enumerate(MOMENTS):
        for how in HOW if is_file else (HOW[at % len(HOW)],):
            copy = province.copies.put_back(moment, how)
            with province.open(copy) as gateway:
                for desk in reversed(province.stations):
                    registered(desk)
                    contact(desk)
                for desk in (province.desks[0], *province.stations, province.desks[0]):
                    contact(desk)
                where = f"{moment}, {how}"
                for desk in province.stations:
                    mine = journal.my_author(desk.store.database)
                    assert mine.acked == mine.last_seq, where
                    query = "SELECT acked FROM journal WHERE uid = ?"
                    assert one_of(gateway, query, mine.uid) == mine.last_seq, where
                    assert road_totals.totals(desk).waiting == 0, where
                for photo in (PHOTO, LATER_PHOTO):
                    kept = copy.files / "blobs" / hashlib.sha256(photo).hexdigest()
                    assert kept.exists(), where
                    vault = gateway.platform.engine.vault
                    assert b"".join(bodies.plain(vault, kept)) == photo, where
                here = {one.uid for desk in province.stations for one in desk.records.all(Visit)}
                assert {one.uid for one in province.desks[0].records.all(Visit)} == here, where
            if how != HOW[0]:
                continue
            # The same store, restarted, holds itself for sound: nothing is compared again.
            with province.open(copy) as again:
                before = one_of(again, "SELECT value FROM setting WHERE name = 'epoch'")
            with province.open(copy) as again:
                assert one_of(again, "SELECT value FROM setting WHERE name = 'epoch'") == before, where


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_without_its_paper_a_device_says_so_and_a_new_invitation_works(province: Province) -> None:
    office, desk, _ = province.desks
    with desk.store.transaction():
        for name in ("admission_paper", "invitation_text"):
            secrets.drop(desk.store.database, name)
    with province.open(province.copies.put_back("county admitted", "database and folder")):
        registered(desk)
        state = Sender(desk).once()
        assert (state.network, state.trouble) == ("online", "not_admitted")
        assert lane.trouble(state) == of_code("not_admitted")
        assert "准入文件" in lane.trouble(state)
        text = enrolment.invite(office, desk.place.name, desk.place.area_code, "2027-06-30")
        contact(office)
        enrolment.accept_invitation(desk, text)
        assert contact(desk).waiting == 0
