"""Stations and a county that know each other, as tests of the roads need them: real desks, no network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from station_app import paths
from station_app.db import journal, outbox, tables
from station_app.db.journal import JournalEntry
from station_app.db.store import Write
from station_app.domain import judging
from station_app.domain.change import Change, line_of
from station_app.domain.clock import Clock, stamp
from station_app.domain.exchange import Invitation
from station_app.domain.judging import Home
from station_app.domain.records import Device
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart
from station_app.sync import sealing, trust
from tests.copies import found
from tests.office import PASSWORD, SetClock

COUNTY = "520324"
TOWNSHIPS = ("520324116000", "520324100000", "520324101000")

OFFICE_ABOVE = Home("c" * 32, judging.COUNTY, COUNTY)


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


def office_says(desk: Desk, *writes: Write, home: Home = OFFICE_ABOVE) -> None:
    """Acts of an office above, as they come to a desk."""
    database = desk.store.database
    with desk.store.transaction():
        known = [one for one in journal.authors(database) if one.standing == home and not one.mine]
        author = known[0] if known else journal.found(database, desk.clock.new_id(), home, mine=False)
        entries = []
        for number, one in enumerate(writes, author.last_seq + 1):
            found = tables.read_rows(database, one.kind, [one.record]).get(one.record)
            uid, seen = (desk.clock.new_id(), found.heads) if found else (one.record, ())
            who = (author.uid, number, uid, stamp(desk.clock.now()), "ok", "8" * 32)
            change = Change(*who, one.act, one.kind, one.record, seen, one.fields)
            entries.append(JournalEntry(change, line_of(change)))
        refused = desk.store.take(author, entries)
        assert refused == [], refused


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
