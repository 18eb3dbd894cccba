"""Stations and a county that know each other, as tests of the roads need them: real desks, no network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from station_app import paths
from station_app.db import journal, outbox
from station_app.domain.clock import Clock, stamp
from station_app.domain.exchange import Invitation
from station_app.domain.records import Device
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart
from station_app.sync import sealing, trust
from tests.copies import found
from tests.office import PASSWORD, SetClock

COUNTY = "520324"
TOWNSHIPS = ("520324116000", "520324100000", "520324101000")


def county(folder: Path, clock: Clock | None = None, code: str = COUNTY) -> Desk:
    """A county's office in a new folder."""
    start = FirstStart(code, "正安县人大代表工委", "陈办事", PASSWORD)
    return found(folder, start, clock or SetClock()).desk


def station(folder: Path, clock: Clock | None = None, township: str = TOWNSHIPS[0]) -> Desk:
    """A station in a new folder."""
    start = FirstStart(township, f"{township[6:9]}镇人大代表联络站", "王小莉", PASSWORD)
    return found(folder, start, clock or SetClock()).desk


def admit(office: Desk, desk: Desk) -> None:
    """Both believe each other from now on, as after an admission."""
    invitation = Invitation(
        code="",
        name=desk.place.name,
        area_code=desk.place.area_code,
        role="STATION",
        expires_on="2099-12-31",
        county_home=office.place.uid,
        county_key=trust.signing_key(office.store).public,
        county_recipient=trust.recipient(office.store),
    )
    trust.agree(desk.store, invitation)
    device = {
        "home": desk.place.uid,
        "name": desk.place.name,
        "area_code": desk.place.area_code,
        "role": "STATION",
        "key": trust.signing_key(desk.store).public,
        "recipient": trust.recipient(desk.store),
        "enrolled_on": office.today,
    }
    known = {one.key for one in office.records.all(Device)}
    if device["key"] not in known:
        perform(office, [Ask("device", "register", device)])


def sealed(desk: Desk, audience: str = "office") -> list[bytes]:
    """The batches of a desk's journal that nobody has acknowledged."""
    author = journal.my_author(desk.store.database, audience)
    at = stamp(desk.clock.now())
    return [one.content for one in sealing.sealed(desk.store, author, at, paths.dictionaries())]


def forget_batches(desk: Desk) -> None:
    """Seal everything anew the next time, as a device does that was told to."""
    for author in journal.my_authors(desk.store.database):
        outbox.gone_back(desk.store.database, author, author.acked)


@dataclass
class Pair:
    """A county and a station that know each other."""

    county: Desk
    station: Desk

    def close(self) -> None:
        self.county.close()
        self.station.close()
