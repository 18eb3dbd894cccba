"""What somebody at the platform decides of what did not simply go in."""

from __future__ import annotations

from typing import Any

import pytest

from station_app.domain.problem import Rejected
from station_app.gateway import admission, entering
from station_app.gateway.server import Serving
from station_app.gateway.store import folded, journals
from tests.gateway.devices import Device, admitted
from tests.gateway.test_calls import contents, unsealed

PERSON = "a" * 32


def persons(gateway: Serving) -> dict[str, Any]:
    return dict(gateway.platform.engine.read(lambda cursor: folded.standing(cursor, [PERSON])))


def refused(gateway: Serving, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美", phone="161\x00", village="520324116201")
    assert station.send()["refused"] == 1
    assert persons(gateway) == {}


def outcomes(gateway: Serving, reader: Device) -> list[str]:
    batches = [unsealed(gateway, one) for one in contents(reader.feed())]
    said = [member.change.fields for one in batches for member in one.members if member.change.kind == "verdict"]
    return [one["outcome"] for one in said]


def test_a_line_that_was_accepted_counts_without_what_cannot_stand_and_the_station_is_told(
    gateway: Serving, station: Device
) -> None:
    refused(gateway, station)
    entering.decide(gateway.platform, station.journal, 1, folded.ACCEPTED)
    values = persons(gateway)[PERSON].values
    assert (values["name"], values["village"]) == ("杨胜美", "520324116201")
    assert "phone" not in values
    assert outcomes(gateway, station) == ["REFUSED", "ACCEPTED"]
    gateway.platform.engine.write(folded.rebuild)
    assert persons(gateway)[PERSON].values == values


def test_what_its_county_decides_holds_at_the_platform_too_and_what_another_does_not(
    gateway: Serving, station: Device, county: Device
) -> None:
    refused(gateway, station)
    other_county = admitted(gateway, "4" * 32, "520302", "COUNTY")
    place: dict[str, Any] = {
        "journal": station.journal,
        "seq": 1,
        "target_kind": "person",
        "target": PERSON,
        "reason": "sign_forbidden",
    }
    for author, uid in ((other_county, "e" * 32), (county, "f" * 32)):
        assert persons(gateway) == {}
        author.audience = author.home if author is other_county else station.home
        author.write("verdict", uid, station=station.home, outcome="ACCEPTED", **place)
        author.send()
    assert persons(gateway)[PERSON].values["name"] == "杨胜美"


def test_what_was_dropped_is_not_asked_about_again(gateway: Serving, station: Device) -> None:
    refused(gateway, station)
    entering.decide(gateway.platform, station.journal, 1, "DROPPED", "不是登记")
    assert persons(gateway) == {}
    assert len(gateway.platform.engine.read(folded.decided)) == 1
    assert outcomes(gateway, station) == ["REFUSED", "DROPPED"]


@pytest.mark.parametrize(
    ("seq", "outcome", "code"), [(2, "ACCEPTED", "line_not_refused"), (1, "x", "line_not_refused")]
)
def test_only_a_refused_line_is_decided(gateway: Serving, station: Device, seq: int, outcome: str, code: str) -> None:
    refused(gateway, station)
    with pytest.raises(Rejected, match=code):
        entering.decide(gateway.platform, station.journal, seq, outcome)


def test_a_batch_of_a_revoked_device_is_taken_or_dropped(gateway: Serving, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美")
    station.send()
    admission.revoke(gateway.platform, station.key.public, "丢了")
    for uid in ("b" * 32, "c" * 32):
        station.write("person", uid, name="秦彬")
        station.put(station.sealed(len(station.lines), number=len(station.lines)))
    (first, *_), (second, *_) = sorted(gateway.platform.engine.read(journals.aside), key=lambda row: row[2])
    entering.decide_aside(gateway.platform, first, folded.ACCEPTED)
    assert "b" * 32 in gateway.platform.engine.read(lambda cursor: folded.standing(cursor, ["b" * 32]))
    entering.decide_aside(gateway.platform, second, "DROPPED")
    assert gateway.platform.engine.read(journals.aside) == []
    with pytest.raises(Rejected, match="nothing_aside"):
        entering.decide_aside(gateway.platform, second, "DROPPED")
