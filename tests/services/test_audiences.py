"""Who hears what an office writes: one station, all of them, or nobody but the office itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app import paths
from station_app.db import journal
from station_app.domain.batch.opening import opened
from station_app.domain.exchange import Invitation, signed_text
from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, DeputyContact, Unit, User
from station_app.services import county, enrolment, news, stick
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.sync import trust
from tests.office import CHEAP, PASSWORD, SetClock
from tests.offices import Pair, admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station

OWN_WORDS = ("陈只在县里", "16198765432", "常来县里谈心")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair(new_county(tmp_path / "county"), new_station(tmp_path / "station"))
    admit(made.county, made.station)
    county.take_contents(made.county, sealed(made.station))
    yield made
    made.close()


def codes_of(desk: Desk, *asks: Ask) -> list[str]:
    with pytest.raises(Rejected) as rejected:
        perform(desk, asks)
    return [one.code for one in rejected.value.problems]


def with_own_words(office: Desk) -> str:
    """An office that knows what is none of a station's business; the uid of a deputy of its roster."""
    deputy = office.clock.new_id()
    user = {"name": OWN_WORDS[0], "roles": ["COUNTY_OFFICE"], "office": office.place.uid}
    known = {"deputy": deputy, "phone": OWN_WORDS[1], "note": OWN_WORDS[2]}
    perform(
        office,
        [
            Ask("user", "register", user),
            Ask("deputy", "register", {"name": "秦彬", "post": "县农业农村局"}, deputy),
            Ask("mandate", "register", {"deputy": deputy, "level": "COUNTY"}),
            Ask("deputy_contact", "register", known),
            Ask("unit", "register", {"name": "水务局"}),
        ],
    )
    return deputy


def audiences(desk: Desk) -> dict[str, int]:
    return {one.audience: one.last_seq for one in journal.my_authors(desk.store.database) if one.last_seq}


def test_what_is_no_station_s_stays_in_the_office_unless_its_kind_is_for_all(pair: Pair) -> None:
    before = audiences(pair.county)
    with_own_words(pair.county)
    after = audiences(pair.county)
    assert after[pair.county.place.area_code] - before.get(pair.county.place.area_code, 0) == 3
    assert after[pair.county.place.uid] - before.get(pair.county.place.uid, 0) == 2


def test_an_office_s_own_words_are_found_nowhere_at_a_station(pair: Pair, tmp_path: Path) -> None:
    deputy = with_own_words(pair.county)
    for_stations = [author for author in audiences(pair.county) if author not in ("office", pair.county.place.uid)]
    news.take_in(pair.station, [one for author in for_stations for one in sealed(pair.county, author)])
    assert [one.name for one in pair.station.records.all(Unit)] == ["水务局"]
    assert pair.station.records.one(Deputy, deputy).name == "秦彬"
    lines = [
        entry.line.text
        for author in journal.authors(pair.station.store.database)
        for entry in journal.entries_after(pair.station.store.database, author, 0)
    ]
    assert not [word for word in OWN_WORDS for line in lines if word in line]
    assert pair.station.records.all(DeputyContact) == []
    root = tmp_path / "stick"
    (root / "LZ" / pair.station.place.uid / "in").mkdir(parents=True)
    stick.write(pair.county, root)
    there = [trust.unwrapped(pair.station.store, path.read_bytes()) for path in root.rglob("*.age")]
    assert there
    held = [opened_text(pair, content) for content in there if content]
    assert held
    assert not [word for word in OWN_WORDS for text in held if word in text]


def opened_text(pair: Pair, content: bytes) -> str:
    key = trust.signing_key(pair.county.store).public
    return "\n".join(member.line.text for member in opened(content, lambda _header: key, paths.dictionaries()).members)


def test_a_batch_of_an_office_to_itself_is_refused_by_a_station(pair: Pair) -> None:
    with_own_words(pair.county)
    takings = news.take_in(pair.station, sealed(pair.county, pair.county.place.uid))
    assert [one.problem.code for one in takings if one.problem] == ["batch_other_station"]
    assert [one.name for one in pair.station.records.all(User)] == [pair.station.user.name]


def test_nothing_personal_is_written_for_all_stations(pair: Pair) -> None:
    said = {"name": "秦彬", "phone": OWN_WORDS[1]}
    assert codes_of(pair.county, Ask("deputy", "register", said)) == ["personal_for_all"]
    uid = with_own_words(pair.county)
    correcting = Ask("deputy", "correct", {"address": "正安县凤仪街道"}, uid)
    assert codes_of(pair.county, correcting) == ["personal_for_all"]
    to_one = {**said, "station": pair.station.place.uid}
    done = perform(pair.county, [Ask("deputy", "register", to_one)])[0]
    news.take_in(pair.station, sealed(pair.county, pair.station.place.uid))
    assert pair.station.records.one(Deputy, done.uid).phone == OWN_WORDS[1]


def test_a_record_keeps_its_readers(pair: Pair) -> None:
    uid = with_own_words(pair.county)
    moving = Ask("deputy", "correct", {"station": pair.station.place.uid}, uid)
    assert codes_of(pair.county, moving) == ["readers_are_fixed"]


def test_a_station_puts_aside_what_an_office_s_other_program_sent_to_all(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_app.domain.judging.audience_of", lambda *_said: pair.county.place.area_code)
    monkeypatch.setattr("station_app.services.sitting.judging.problem_of_audience", lambda *_said: None)
    with_own_words(pair.county)
    monkeypatch.undo()
    [taking] = news.take_in(pair.station, sealed(pair.county, pair.county.place.area_code))
    assert sorted(one.code for one in taking.refused.values()) == ["not_for_all", "not_for_all"]
    assert pair.station.records.all(DeputyContact) == []


def test_the_office_s_second_computer_gets_its_own_words_by_a_stick(pair: Pair, tmp_path: Path) -> None:
    second = second_computer(pair, tmp_path / "second")
    with_own_words(pair.county)
    root = tmp_path / "stick"
    (root / "LZ").mkdir(parents=True)
    stick.write(pair.county, root, is_new=True)
    report = county.take_all(second, county.preview(second, [root]))
    assert report.totals["refused"] == 0
    assert [one.phone for one in second.records.all(DeputyContact)] == [OWN_WORDS[1]]
    assert OWN_WORDS[0] in {one.name for one in second.records.all(User)}
    second.close()


def second_computer(pair: Pair, folder: Path) -> Desk:
    """Another computer of the county's office, which both of them know."""
    place, key = pair.county.place, trust.signing_key(pair.county.store)
    said = {"home": place.uid, "county_home": place.uid, "county_key": key.public}
    text = signed_text("invitation", Invitation("C", place.name, place.area_code, "COUNTY", "2099-12-31", **said), key)
    desk = found(folder, FirstStart("", "", "李办事", PASSWORD, invitation=text), SetClock(), CHEAP).desk
    device = {
        "home": place.uid,
        "name": place.name,
        "area_code": place.area_code,
        "role": "COUNTY",
        "key": trust.signing_key(desk.store).public,
        "recipient": trust.recipient(desk.store),
    }
    perform(pair.county, [Ask("device", "register", device)])
    assert enrolment.standing(desk).name == place.name
    return desk
