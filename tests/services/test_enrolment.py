"""Admission: invited, asked for by network or stick, given once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station_app.db import journal
from station_app.domain import exchange
from station_app.domain.batch.suite import new_key
from station_app.domain.problem import Rejected
from station_app.domain.records import Device, Enrolment
from station_app.services import enrolment
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.enrolment import Stage
from station_app.sync import trust
from tests.office import SetClock
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
