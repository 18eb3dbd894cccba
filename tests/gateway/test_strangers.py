"""What reaches the gateway that no honest device sends: each has its answer, and none stops the next one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from station_app.domain.batch import frame, packing, seal, suite
from station_app.domain.batch.header import Header
from station_app.gateway import admission
from station_app.gateway.server import Serving
from station_app.gateway.store import journals
from tests.gateway.devices import Device, admitted

PERSON, OTHER = "a" * 32, "b" * 32


@pytest.fixture
def written(station: Device) -> Device:
    """A station that has written one record and sent nothing."""
    station.write("person", PERSON, name="杨胜美")
    return station


def header_of(device: Device, **said: object) -> Header:
    usual = Header(device.journal, 1, len(device.lines), 1, device.heads[0], "0.1.0", key=device.key.public)
    return replace(usual, **said)  # type: ignore[arg-type]  # names are the fields'


def framed(device: Device, content: bytes, **said: object) -> bytes:
    """A batch with a right signature over whatever it holds."""
    return frame.framed(header_of(device, **said), content, device.key)


def lined(device: Device, content: bytes, **said: object) -> bytes:
    """The same over lines of any form."""
    return framed(device, packing.packed(content), **said)


def joined(device: Device, line_end: bytes = b"\n") -> bytes:
    return seal.joined(device.lines).replace(b"\n", line_end)


def by_another(device: Device) -> bytes:
    return seal.sealed(header_of(device), device.lines, suite.new_key()).content


Wrong = Callable[[Device], bytes]

WRONG: dict[str, tuple[Wrong, str]] = {
    "h64 cut": (lambda one: one.sealed().content[:-70], "batch_signature_wrong"),
    "h64 cut in the header": (lambda one: one.sealed().content[:50], "batch_cut"),
    "h64 bytes behind": (lambda one: one.sealed().content + b"x", "batch_signature_wrong"),
    "h64 a count that is none": (
        lambda one: lined(one, joined(one), last=2),
        "batch_count_wrong",
    ),
    "h64 cut between records": (lambda one: lined(one, b""), "batch_lines_cut"),
    "h65 no signature": (lambda one: one.sealed().content[:-64] + bytes(64), "batch_signature_wrong"),
    "h65 signed twice": (lambda one: (made := one.sealed().content) + one.key.signed(made), "batch_unpackable"),
    "h65 another's": (
        lambda one: seal.sealed(header_of(one), one.lines, suite.new_key()).content,
        "batch_signature_wrong",
    ),
    "h65 alg none": (
        lambda one: lined(one, joined(one), alg="none"),
        "batch_suite_unknown",
    ),
    "h65 CRLF": (
        lambda one: lined(one, joined(one, b"\r\n")),
        "batch_line_unsound",
    ),
    "h59 a bomb": (lambda one: lined(one, bytes(40 * 2**20)), "batch_bomb"),
    "h62 a key twice": (
        lambda one: framed(one, packing.packed(b'{"fields":{"a":1,"a":2},"header":{}}\n')),
        "batch_line_unsound",
    ),
    "h62 nested without end": (lambda one: lined(one, b"[" * 10_000 + b"\n"), "batch_line_unsound"),
    "h62 NaN": (lambda one: lined(one, b'{"fields":{"a":NaN},"header":{}}\n'), "batch_line_unsound"),
    "no batch": (lambda _one: b"PK\x03\x04", "batch_foreign"),
    "h68 a newer form": (lambda _one: b"LZB9" + bytes(400), "batch_newer"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_batch_is_answered_by_its_name_and_the_right_one_is_taken_after_it(
    written: Device, name: str
) -> None:
    make, code = WRONG[name]
    answer = written.put(make(written))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert written.send()["acked"] == 1


def test_h65_h68_a_revoked_device_s_batch_goes_to_review(gateway: Serving, written: Device) -> None:
    admission.revoke(gateway.platform, written.key.public, "电脑丢了")
    answer = written.put(written.sealed())
    assert answer.json()["code"] == "batch_key_revoked"
    [aside] = gateway.platform.engine.read(journals.aside)
    assert aside[:5] == (written.sealed().hash, written.journal, 1, 1, "batch_key_revoked")


def test_h65_a_key_that_is_admitted_later_is_believed_from_then_on(gateway: Serving) -> None:
    early = Device(gateway, "1" * 32, f"{int('1' * 32, 16) * 7 % 16**32:032x}")
    early.write("person", PERSON, name="杨胜美")
    made = early.sealed()
    assert early.put(made).json()["code"] == "batch_key_unknown"
    station = admitted(gateway, "1" * 32, "520324116000")
    other = Device(gateway, station.home, "9" * 32, station.key)
    other.write("person", PERSON, name="杨胜美")
    assert other.send()["acked"] == 1


def test_h65_a_device_cannot_write_another_s_journal(gateway: Serving, written: Device) -> None:
    written.send()
    other = admitted(gateway, "2" * 32, "520324100000")
    thief = Device(gateway, other.home, written.journal, other.key, lines=written.lines[:], heads=written.heads[:])
    thief.write("person", OTHER, name="别人")
    assert thief.put(thief.sealed(2, number=2)).json()["code"] == "batch_signature_wrong"
    assert thief.put(thief.sealed()).json()["code"] == "batch_signature_wrong"
    assert written.believed(written.ask(f"/v1/journals/{written.journal}"))["acked"] == 1


@pytest.mark.parametrize("audience", ["2" * 32, "520324", "52", "520302"])
def test_h68_a_station_speaks_to_nobody_but_those_above(written: Device, audience: str) -> None:
    written.audience = audience
    assert written.put(written.sealed()).status_code == 403


def test_h68_a_county_speaks_to_no_other_county(county: Device) -> None:
    county.audience = "520302"
    county.write("unit", OTHER, name="水务局")
    assert county.put(county.sealed()).status_code == 403


def test_h66_the_next_one_first_then_both_and_each_again_is_one_of_each(written: Device) -> None:
    written.write("person", OTHER, name="秦彬")
    first, second = written.sealed(1, 1), written.sealed(2, 2, number=2)
    assert written.put(second).status_code == 409
    for one in (first, second, second, first):
        answer = written.put(one)
    assert [answer.status_code, written.put(second).status_code] == [200, 200]
    totals = written.believed(written.ask(f"/v1/journals/{written.journal}/totals"))
    assert (totals["acked"], sum(day[2] for day in totals["days"])) == (2, 2)


def test_h66_a_missing_one_that_never_comes_is_asked_for_each_time_and_hinders_no_other_station(
    gateway: Serving, written: Device
) -> None:
    written.write("person", OTHER, name="秦彬")
    late = written.sealed(2, 2, number=2)
    other = admitted(gateway, "2" * 32, "520324100000")
    other.write("person", PERSON[:-1] + "c", name="郑淑珍")
    for _ in range(5):
        assert written.put(late).json()["code"] == "gap"
    assert other.send()["acked"] == 1


def test_h68_h69_what_a_newer_program_writes_is_kept_and_passed_on(written: Device, county: Device) -> None:
    written.write("horoscope", OTHER, sign="lion")
    written.write("person", "c" * 32, name="秦彬", blood="O")
    made = written.sealed()
    assert "refused" not in written.believed(written.put(made))
    read = county.believed(county.ask("/v1/scopes/520324/feed?after="))
    assert len(read["items"]) >= 1


def test_h69_a_change_without_a_past_is_refused_and_the_rest_is_taken(written: Device) -> None:
    written.write("person", OTHER, "correct", (), name="谁")
    said = written.send()
    assert said["refused"] == 1


BAD_NUMBERS = ["-1", "1.5", "١", "0x10", "9" * 30, " ", "+1", "1e3"]


@pytest.mark.parametrize("number", BAD_NUMBERS)
@pytest.mark.parametrize("header", ["Upload-Offset", "Upload-Length"])
def test_h70_a_length_that_is_no_number_is_a_request_that_is_none(written: Device, header: str, number: str) -> None:
    made = written.sealed()
    raw = {header.encode(): number.strip().encode() or b"x"}
    answer = written.http.put(written.path(made), content=made.content, headers=raw)
    assert answer.status_code in (400, 413), answer.text
    assert written.put(made).status_code == 200


def test_h70_more_than_may_come_is_said_before_it_comes(written: Device) -> None:
    made = written.sealed()
    for length in (frame.LARGEST + 1, 2**40):
        answer = written.http.put(written.path(made), content=b"x", headers={"Upload-Length": str(length)})
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "target",
    ["/v1/journals/../../etc/passwd", f"/v1/journals/{'A' * 32}", "/v1/journals/x", f"/v1/blobs/{'Z' * 64}",
     "/v1/blobs/..%2f..%2fkey", "/v1/scopes/5203';--/feed?after=", f"/v1/journals/{'1' * 32}?at=-1",
     f"/v1/journals/{'1' * 32}?at={'9' * 40}", "/v1/journals/%00", "/v1/nothing"],
)  # fmt: skip
def test_h70_an_address_that_is_none_is_answered(station: Device, target: str) -> None:
    answer = station.http.get(target)
    assert 400 <= answer.status_code < 500
    assert station.http.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"[" * 100_000, b'{"request":{},"signature":""}', b'{"request":1,"signature":2}',
     b"\xff\xfe{}", json.dumps({"request": {"code": 1}, "signature": "x"}).encode(), b"x" * 2**20],
)  # fmt: skip
def test_h62_an_admission_that_is_none_is_answered(station: Device, content: bytes) -> None:
    answer = station.http.post("/v1/enrol", content=content)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json()["code"]
