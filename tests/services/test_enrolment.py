"""Admission: invited, asked for by network or stick, given once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station_app.db import journal
from station_app.domain import exchange, wire
from station_app.domain.batch.suite import new_key, text_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Device, Enrolment
from station_app.services import enrolment, first_start
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.enrolment import Stage
from station_app.services.first_start import FirstStart
from station_app.sync import trust
from tests.office import CHEAP, PASSWORD, SetClock
from tests.offices import TOWNSHIPS, Pair
from tests.offices import county as new_county
from tests.offices import station as new_station


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair(new_county(tmp_path / "county"), new_station(tmp_path / "station"))
    yield made
    made.close()


def code_of(desk: Desk, action: object) -> str:
    assert callable(action)
    with pytest.raises(Rejected) as rejected:
        action()
    return rejected.value.problems[0].code


def invited(pair: Pair, area: str = TOWNSHIPS[0]) -> str:
    return enrolment.invite(pair.county, "桴㯊镇人大代表联络站", area, "2026-12-31")


def test_invited_asked_and_admitted_by_stick(pair: Pair) -> None:
    text = invited(pair)
    invitation = enrolment.accept_invitation(pair.station, text)
    assert enrolment.standing(pair.station).stage is Stage.INVITED
    assert exchange.is_sound(invitation.code)
    [given] = pair.county.records.all(Enrolment)
    assert invitation.code not in str(given)
    request = enrolment.request_text(pair.station)
    device = enrolment.admit_from_stick(pair.county, request)
    assert (device.home, device.standing) == (pair.station.place.uid, "ACTIVE")
    assert device.key == trust.signing_key(pair.station.store).public
    assert enrolment.admit_from_stick(pair.county, request) == device
    assert trust.trusted(pair.county.store).by_key[device.key].is_active
    perform(pair.county, [Ask("device", "revoke", {"revoke_reason": "电脑丢了"}, device.uid)])
    assert not trust.trusted(pair.county.store).by_key[device.key].is_active


def test_a_code_admits_one_device_only(pair: Pair, tmp_path: Path) -> None:
    text = invited(pair)
    enrolment.accept_invitation(pair.station, text)
    enrolment.admit_from_stick(pair.county, enrolment.request_text(pair.station))
    other = new_station(tmp_path / "other")
    enrolment.accept_invitation(other, text)
    asked = enrolment.request_text(other)
    assert code_of(pair.county, lambda: enrolment.admit_from_stick(pair.county, asked)) == "enrolment_used"
    other.close()


def test_a_code_that_was_never_given_or_is_over_admits_nobody(pair: Pair) -> None:
    enrolment.accept_invitation(pair.station, invited(pair))
    asked = enrolment.request_text(pair.station)
    key = new_key()
    request = replace(exchange.read_request(asked), code=exchange.new_code(), key=key.public)
    forged = exchange.request_text(request, key)
    assert code_of(pair.county, lambda: enrolment.admit_from_stick(pair.county, forged)) == "enrolment_unknown"
    assert code_of(pair.county, lambda: enrolment.admit_from_stick(pair.county, asked[:-9])) == "admission_unsound"
    clock = pair.county.clock
    assert isinstance(clock, SetClock)
    clock.move(days=60)
    assert code_of(pair.county, lambda: enrolment.admit_from_stick(pair.county, asked)) == "enrolment_over"
    assert pair.county.records.all(Device) == []


def test_an_invitation_for_another_place_or_time_is_refused_kindly(pair: Pair) -> None:
    elsewhere = invited(pair, TOWNSHIPS[1])
    assert code_of(pair.station, lambda: enrolment.accept_invitation(pair.station, elsewhere)) == (
        "invitation_of_another_place"
    )
    text = invited(pair)
    assert code_of(pair.station, lambda: enrolment.accept_invitation(pair.station, text.replace("2026", "2036"))) == (
        "invitation_unsound"
    )
    assert code_of(pair.county, lambda: enrolment.accept_invitation(pair.county, text)) == "invitation_of_another_role"
    clock = pair.station.clock
    assert isinstance(clock, SetClock)
    clock.move(days=60)
    assert code_of(pair.station, lambda: enrolment.accept_invitation(pair.station, text)) == "invitation_over"
    assert trust.agreed(pair.station.store) is None
    assert code_of(pair.station, lambda: enrolment.request_text(pair.station)) == "not_invited"


def test_only_an_office_invites_and_only_its_own_places(pair: Pair) -> None:
    assert code_of(pair.station, lambda: enrolment.invite(pair.station, "x", TOWNSHIPS[0], "2026-12-31")) == (
        "only_an_office"
    )
    assert code_of(pair.county, lambda: invited(pair, "520325100000")) == "place_of_another_county"
    assert journal.my_author(pair.county.store.database).last_seq == 0


def test_one_more_computer_of_a_station_and_one_in_place_of_another_are_the_same_home(
    pair: Pair, tmp_path: Path
) -> None:
    enrolment.accept_invitation(pair.station, invited_by_name(pair))
    first = enrolment.admit_from_stick(pair.county, enrolment.request_text(pair.station))
    more = begun(tmp_path / "more", invited_by_name(pair))
    assert (more.place.uid, more.place.name) == (pair.station.place.uid, pair.station.place.name)
    assert enrolment.standing(more).stage is Stage.INVITED
    second = enrolment.admit_from_stick(pair.county, enrolment.request_text(more))
    assert (second.home, second.standing) == (first.home, "ACTIVE")
    instead = begun(tmp_path / "instead", invited_by_name(pair, second.uid))
    third = enrolment.admit_from_stick(pair.county, enrolment.request_text(instead))
    standings = {one.uid: one.standing for one in pair.county.records.all(Device)}
    assert standings == {first.uid: "ACTIVE", second.uid: "REVOKED", third.uid: "ACTIVE"}
    more.close()
    instead.close()


def test_what_names_another_home_is_refused_before_anything_is_founded(pair: Pair, tmp_path: Path) -> None:
    enrolment.accept_invitation(pair.station, invited_by_name(pair))
    device = enrolment.admit_from_stick(pair.county, enrolment.request_text(pair.station))
    by_itself = new_station(tmp_path / "by itself")
    text = invited_by_name(pair)
    assert code_of(by_itself, lambda: enrolment.accept_invitation(by_itself, text)) == "invitation_for_one_more"
    elsewhere = new_station(tmp_path / "elsewhere", township=TOWNSHIPS[1])
    there = (elsewhere.place.name, TOWNSHIPS[1], "2026-12-31", device.uid)
    assert code_of(pair.county, lambda: enrolment.invite(pair.county, *there)) == "replaces_of_another"
    stolen = replace(exchange.read_invitation(text), home="")
    trust.agree(by_itself.store, stolen)
    asked = enrolment.request_text(by_itself)
    assert code_of(pair.county, lambda: enrolment.admit_from_stick(pair.county, asked)) == "enrolment_of_another_place"
    by_itself.close()
    elsewhere.close()


def test_members_of_a_newer_program_are_passed_over_and_signed_all_the_same(pair: Pair) -> None:
    said = wire.parse(invited(pair))["invitation"] | {"colour": {"of": ["the", "seal"]}}
    key = trust.signing_key(pair.county.store)
    signature = text_of(key.signed(wire.canonical(said).encode()))
    newer = wire.canonical({"invitation": said, "signature": signature})
    assert enrolment.accept_invitation(pair.station, newer).county_home == pair.county.place.uid
    said["colour"] = "none"
    forged = wire.canonical({"invitation": said, "signature": signature})
    assert code_of(pair.station, lambda: enrolment.accept_invitation(pair.station, forged)) == "invitation_unsound"


@pytest.mark.parametrize("name", ["county_home", "county_key"])
def test_whom_an_invitation_names_has_a_key_and_a_home(pair: Pair, name: str) -> None:
    said = wire.parse(invited(pair))["invitation"] | {name: ""}
    key = trust.signing_key(pair.county.store)
    signature = text_of(key.signed(wire.canonical(said).encode()))
    unsound = wire.canonical({"invitation": said, "signature": signature})
    assert code_of(pair.station, lambda: enrolment.accept_invitation(pair.station, unsound)) == "invitation_unsound"


def test_whoever_was_named_by_an_invitation_stands_with_its_home(pair: Pair) -> None:
    enrolment.accept_invitation(pair.station, invited(pair))
    trust.signing_key(pair.station.store)
    homes = {known.home.uid for known in trust.trusted(pair.station.store).by_key.values()}
    assert homes == {pair.station.place.uid, pair.county.place.uid}


def invited_by_name(pair: Pair, replaces: str = "") -> str:
    return enrolment.invite(pair.county, pair.station.place.name, TOWNSHIPS[0], "2026-12-31", replaces)


def begun(folder: Path, invitation: str) -> Desk:
    """A desk whose first start was given an invitation."""
    return first_start.found(
        folder, FirstStart("", "", "田小文", PASSWORD, invitation=invitation), SetClock(), CHEAP
    ).desk
