"""When everything is gone: a new computer is the old station again, by the county's stick or by the platform."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from station_app.db import audit, journal, outbox
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND, Device, Opinion, Station, User, Visit
from station_app.services import attachments, county, enrolment, first_start, rejoining, stick
from station_app.services.desk import Desk, unlock
from station_app.services.first_start import FirstStart
from tests.office import CHEAP, SetClock, registered
from tests.offices import Pair, sealed
from tests.services.test_attachments import photo

NEW_PASSWORD = "another horse 8"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "stick" / "LZ").mkdir(parents=True)
    return tmp_path / "stick"


def carried(pair: Pair, root: Path) -> None:
    """The stick goes to the county, and back with its answer."""
    for request in stick.requests(root):
        with suppress(Rejected):  # the first computer of these tests was admitted without a code
            enrolment.admit_from_stick(pair.county, request)
    county.take_all(pair.county, county.preview(pair.county, [root]))
    stick.write(pair.county, root)


def device_of(pair: Pair) -> Device:
    (one,) = (one for one in pair.county.records.all(Device) if one.standing == "ACTIVE")
    return one


def rejoined(pair: Pair, tmp_path: Path) -> Desk:
    """The old computer is gone; a new one, at the place that the county's invitation names."""
    pair.station.close()
    place = pair.station.place
    text = enrolment.invite(pair.county, place.name, place.area_code, "2026-12-31", device_of(pair).uid)
    start = FirstStart("", "", "田小文", NEW_PASSWORD, invitation=text)
    return first_start.found(tmp_path / "new", start, SetClock(), CHEAP).desk


KINDS = ("visit", "opinion", "person", "station")


def told(desk: Desk) -> dict[str, list[Any]]:
    return {kind: sorted(desk.records.all(BY_KIND[kind]), key=lambda one: one.uid) for kind in KINDS}


def test_by_the_county_s_stick_a_dead_station_comes_back_whole(pair: Pair, root: Path, tmp_path: Path) -> None:
    for _ in range(3):
        registered(pair.station)
    stick.write(pair.station, root)
    carried(pair, root)
    before = told(pair.station)
    shutil.rmtree(root / "LZ")
    (root / "LZ").mkdir()
    desk = rejoined(pair, tmp_path)
    assert desk.place.uid == pair.station.place.uid
    assert desk.station_now.name == pair.station.place.name
    at_noon = registered(desk)["visit"]  # before anything has come back
    assert at_noon.number[-6:-4].isalpha()
    stick.write(desk, root)
    carried(pair, root)
    stick.read(desk, root)
    stick.read(desk, root)
    after = told(desk)
    after["visit"] = [one for one in after["visit"] if one.uid != at_noon.uid]
    assert len(after["visit"]) == 3
    assert after["station"] == before["station"]
    numbers = [one.number for one in desk.records.all(Visit)]
    assert len(set(numbers)) == 4
    assert audit.audit(desk.store).is_sound
    assert audit.audit(pair.county.store).is_sound
    assert len(pair.county.records.all(Visit)) == 4
    assert pair.county.records.one(Station, desk.place.uid).name == pair.station.place.name
    desk.close()
    again = unlock(tmp_path / "new", NEW_PASSWORD, clock=desk.clock)
    assert again.place == desk.station_now
    again.close()


def test_its_photos_come_back_by_the_county_s_stick_too(pair: Pair, root: Path, tmp_path: Path) -> None:
    made = attachments.prepare(photo(600, 400), "塌方.jpg")
    attachments.attach(pair.station, "visit", registered(pair.station)["visit"].uid, made)
    stick.write(pair.station, root)
    carried(pair, root)
    desk = rejoined(pair, tmp_path)
    stick.write(desk, root)
    carried(pair, root)
    assert stick.read(desk, root).files == 1
    assert attachments.content_of(desk, made.blob) == made.content
    desk.close()


def test_a_desk_that_rejoins_founds_no_station(pair: Pair, tmp_path: Path) -> None:
    desk = rejoined(pair, tmp_path)
    mine = journal.my_author(desk.store.database)
    kinds = [entry.change.kind for entry in journal.entries_after(desk.store.database, mine, 0)]
    assert kinds == ["user"]
    assert [one.station for one in desk.records.all(User)] == [pair.station.place.uid]
    assert (desk.station.name, desk.station.area_code) == (pair.station.place.name, pair.station.place.area_code)
    desk.close()
    again = unlock(tmp_path / "new", NEW_PASSWORD, clock=desk.clock)
    assert again.station_now.name == pair.station.place.name
    registered(again)
    again.close()


def test_what_never_travelled_is_listed_by_number(pair: Pair, root: Path, tmp_path: Path) -> None:
    registered(pair.station)
    registered(pair.station)
    stick.write(pair.station, root)
    carried(pair, root)
    registered(pair.station)  # it never travels
    desk = rejoined(pair, tmp_path)
    stick.write(desk, root)
    carried(pair, root)
    stick.read(desk, root)
    found = {one.letter: one for one in rejoining.missing(desk)}
    assert (found["F"].gaps, found["F"].after) == ((), ("F26-0002",))
    assert (found["M"].gaps, found["M"].after) == ((), ("M26-0002",))
    desk.close()


def test_gaps_below_what_travelled_are_named(pair: Pair, root: Path, tmp_path: Path) -> None:
    """Accusations have numbers of their own; a gap in the others is of a line that was refused or lost on the way."""
    registered(pair.station)
    lost = registered(pair.station)
    registered(pair.station)
    stick.write(pair.station, root)
    carried(pair, root)
    desk = rejoined(pair, tmp_path)
    stick.write(desk, root)
    carried(pair, root)
    stick.read(desk, root)
    desk.store.database.execute_sql("DELETE FROM visit WHERE uid = ?", (lost["visit"].uid,))
    found = {one.letter: one for one in rejoining.missing(desk)}
    assert (found["F"].gaps, found["F"].after) == (("F26-0002",), ("F26-0003",))
    desk.close()


def test_if_the_old_computer_lives_after_all_what_it_wrote_later_is_shown_for_review(
    pair: Pair, root: Path, tmp_path: Path
) -> None:
    registered(pair.station)
    stick.write(pair.station, root)
    carried(pair, root)
    desk = rejoined(pair, tmp_path)
    stick.write(desk, root)
    carried(pair, root)
    stick.read(desk, root)
    later = registered(pair.station, title="旧电脑后来写的")["opinion"].uid
    takings = county.take_contents(pair.county, sealed(pair.station)).takings
    assert [one.problem.code for _, one in takings if one.problem] == ["batch_key_revoked"]
    assert not pair.county.records.several(Opinion, [later])
    assert [one.reason for one in outbox.kept(pair.county.store.database)] == ["batch_key_revoked"]
    assert len(pair.county.records.all(Visit)) == 1
    desk.close()


def test_a_folder_whose_database_is_gone_takes_the_rejoining_station(pair: Pair, tmp_path: Path) -> None:
    """The keyring that is left of it is set aside, and no station of another founding takes its place."""
    pair.station.close()
    (pair.station.folder / "station.db").unlink()
    place = pair.station.place
    with pytest.raises(Rejected):
        first_start.found(
            pair.station.folder, FirstStart(place.area_code, "x", "田小文", NEW_PASSWORD), SetClock(), CHEAP
        )
    text = enrolment.invite(pair.county, place.name, place.area_code, "2026-12-31", device_of(pair).uid)
    start = FirstStart("", "", "田小文", NEW_PASSWORD, invitation=text)
    desk = first_start.found(pair.station.folder, start, SetClock(), CHEAP).desk
    assert desk.place.uid == place.uid
    assert len(list((pair.station.folder / "set-aside").rglob("keyring.json"))) == 1
    desk.close()
