"""The calls of the contract, as a device of anybody's make uses them."""

from __future__ import annotations

import base64
import json

import httpx
import pytest

from station_app.domain.batch import frame, suite
from station_app.domain.batch.frame import hash_of
from station_app.domain.batch.opening import Batch, opened
from station_app.domain.exchange import Invitation, read_invitation, request_text
from station_app.domain.judging import Home
from station_app.domain.problem import Rejected
from station_app.gateway import admission, epoch, office, status
from station_app.gateway.server import METRICS_VARIABLE, Serving, Setup, serving
from station_app.gateway.status import Asked
from tests.gateway.devices import Device, admitted, invite, request_of

PERSON = "a" * 32


def contents(said: dict[str, list[str]], name: str = "items") -> list[bytes]:
    return [base64.b64decode(one) for one in said[name]]


def unsealed(gateway: Serving, content: bytes) -> Batch:
    return opened(content, lambda _header: gateway.key, {})


def beginning(gateway: Serving, device: Device) -> str:
    """The cursor of a device that has read nothing."""
    scopes = office.readers_scopes(Home(device.home, "STATION", "520324116000"))
    secret = gateway.platform.office.secret
    return gateway.platform.engine.read(lambda cursor: epoch.written_cursor(cursor, secret, scopes, [0] * len(scopes)))


def refused(gateway: Serving) -> tuple[status.Row, ...]:
    return gateway.platform.engine.read(lambda cursor: status.quarantine(cursor, Asked())).rows


def test_a_normal_day_is_one_small_request(gateway: Serving, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美", phone="16112345678")
    station.cursor = beginning(gateway, station)
    made = station.sealed()
    answer = station.put(made)
    said = station.believed(answer)
    assert (said["acked"], said["judged"], said["journal"]) == (1, 1, station.journal)
    assert suite.bytes_of(said["head"]) == station.heads[1]
    assert [unsealed(gateway, one).header.audience for one in contents(said, "news")] == [station.home]
    again = station.put(made)
    assert "news" not in station.believed(again)
    told = ("acked", "epoch", "head", "journal", "judged", "proof")
    assert {name: said[name] for name in told} == station.believed(again)
    size = sum(len(name) + len(value) + 4 for name, value in again.headers.raw) + len(again.content) + 19
    assert size <= 340


def test_the_verdict_is_the_same_however_often_it_is_asked_for(station: Device) -> None:
    station.write("person", PERSON, name="杨胜美")
    made = station.sealed()
    first = station.put(made)
    station.write("person", PERSON, "correct", (), name="杨胜英")
    station.put(station.sealed(2, number=2))
    assert station.put(made).content == first.content == station.http.get(station.path(made)).content


def test_a_gap_an_overlap_and_a_fork_are_told_apart(station: Device) -> None:
    for number in range(6):
        station.write("person", f"{number:032x}", name="杨胜美")
    gap = station.put(station.sealed(1, 2)), station.put(station.sealed(5, number=3))
    assert [one.status_code for one in gap] == [200, 409]
    assert {name: station.believed(gap[1])[name] for name in ("code", "acked")} == {"code": "gap", "acked": 2}
    assert station.send(2, 6)["acked"] == 6
    other = Device(station.gateway, station.home, station.journal, station.key)
    other.write("person", PERSON, name="别人")
    fork = other.put(other.sealed())
    assert (fork.status_code, station.believed(fork)["code"], station.believed(fork)["seq"]) == (409, "fork", 1)
    assert station.believed(station.ask(f"/v1/journals/{station.journal}"))["acked"] == 6


def test_what_is_missing_is_shown_until_it_comes(gateway: Serving, station: Device) -> None:
    for number in range(6):
        station.write("person", f"{number:032x}", name="杨胜美")
    station.send(1, 1)
    station.put(station.sealed(5, number=3))

    def missing() -> list[str]:
        places = gateway.platform.engine.read(lambda cursor: status.places(cursor, Asked()))
        shown = [one for place in places.rows for one in place["journals"]]
        return [row["missing"] for row in shown if row["journal"] == station.journal]

    assert missing() == ["2-4"]
    station.send(2, 3)
    assert missing() == ["4-4"]
    station.send(4, 6)
    assert missing() == [""]


@pytest.mark.parametrize("cut", [0, 1, 3, 100, 200, 250])
def test_a_batch_goes_on_by_the_byte(station: Device, cut: int) -> None:
    station.write("person", PERSON, name="杨胜美")
    made = station.sealed()
    if cut:
        part = station.http.put(
            station.path(made), content=made.content[:cut], headers={"Upload-Length": str(len(made.content))}
        )
        assert (part.status_code, station.believed(part)) == (202, {"offset": cut})
    assert station.http.get(station.path(made)).json() == {"offset": cut}
    if cut:
        wrong = station.put(made)
        assert (wrong.status_code, station.believed(wrong)["offset"]) == (409, cut)
    rest = station.http.put(
        station.path(made),
        content=made.content[cut:],
        headers={"Upload-Offset": str(cut), "Upload-Length": str(len(made.content))},
    )
    assert station.believed(rest)["acked"] == 1


def test_a_refused_line_does_not_stop_the_rest_and_comes_back_as_news(gateway: Serving, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美")
    station.write("office", "b" * 32, name="水务局")
    station.write("person", "c" * 32, name=7)
    station.write("person", "d" * 32, name="秦彬")
    said = station.send()
    assert (said["acked"], said["refused"]) == (4, 2)
    news = [unsealed(gateway, one) for one in contents(station.feed())]
    verdicts = [member.change.fields for batch in news for member in batch.members if member.change.kind == "verdict"]
    assert [(one["seq"], one["reason"], one["where"]) for one in verdicts] == [
        (2, "act_of_another_role", ""),
        (3, "wrong_kind", "name"),
    ]


def test_a_change_whose_seen_is_missing_is_held_until_it_comes(gateway: Serving, station: Device) -> None:
    colleague = Device(gateway, station.home, "9" * 32, station.key)
    place = colleague.write("person", PERSON, name="杨胜美")
    station.write("person", PERSON, "correct", (place,), phone="16112345678")
    assert station.send()["held"] == 1
    assert "held" not in colleague.send()
    station.write("person", "c" * 32, name="秦彬")
    assert "held" not in station.send(2)


def test_a_county_reads_its_stations_batches_as_the_same_bytes(
    gateway: Serving, station: Device, county: Device
) -> None:
    station.write("person", PERSON, name="杨胜美")
    made = station.sealed()
    station.put(made)
    said = county.believed(county.ask("/v1/scopes/520324/feed?after="))
    assert made.content in contents(said)
    assert county.ask("/v1/scopes/520302/feed?after=").status_code == 403
    assert station.ask("/v1/scopes/520324/feed?after=").status_code == 403


def test_what_a_county_says_reaches_its_station_and_no_other(gateway: Serving, station: Device, county: Device) -> None:
    other = admitted(gateway, "2" * 32, "520324100000")
    stranger = admitted(gateway, "4" * 32, "520302001000")
    county.audience = station.home
    county.write("unit", "b" * 32, name="水务局")
    made = county.sealed()
    assert county.put(made).status_code == 200
    assert made.content in contents(station.feed())
    assert made.content not in contents(other.feed()) + contents(stranger.feed())
    to_all = Device(gateway, county.home, "8" * 32, county.key, county.home and "520324")
    to_all.write("unit", "c" * 32, name="交通局")
    said = to_all.sealed()
    assert to_all.put(said).status_code == 200
    assert said.content in contents(station.feed())
    assert said.content in contents(other.feed())
    assert said.content not in contents(stranger.feed())


def test_a_cursor_goes_on_where_it_ended(station: Device, county: Device) -> None:
    for number in range(3):
        county.audience = station.home
        county.write("unit", f"{number:032x}", name="水务局")
        county.put(county.sealed(number + 1, number=number + 1))
    first = station.believed(station.ask(f"/v1/journals/{station.journal}/feed?after=&max=1"))
    assert (len(first["items"]), first["more"]) == (1, True)
    rest = station.feed(first["cursor"])
    assert (len(rest["items"]) + 1, rest["more"]) == (len(station.feed()["items"]), False)
    assert station.feed(rest["cursor"])["items"] == []
    for strange in ("x", "0.0.0", first["cursor"].replace(".0.", ".1.")):
        lost = station.ask(f"/v1/journals/{station.journal}/feed?after={strange}")
        assert (lost.status_code, station.believed(lost)["code"]) == (409, "cursor_lost")


def test_a_code_admits_one_device_and_the_same_one_again(gateway: Serving) -> None:
    invite(gateway, "ONCE", "520324116000")
    device = Device(gateway, "5" * 32, "6" * 32)
    asked = request_text(request_of(device, "ONCE", "520324116000"), device.key)
    first = device.http.post("/v1/enrol", content=asked)
    assert (first.status_code, device.believed(first)["gateway"]) == (200, gateway.key)
    assert device.http.post("/v1/enrol", content=asked).content == first.content
    thief = Device(gateway, "7" * 32, "8" * 32)
    stolen = request_text(request_of(thief, "ONCE", "520324116000"), thief.key)
    assert thief.http.post("/v1/enrol", content=stolen).json()["code"] == "code_used"


@pytest.mark.parametrize(
    ("code", "area_code", "expected"),
    [("NONE", "520324116000", "code_unknown"), ("HERE", "520324100000", "code_of_another"),
     ("OLD", "520324116000", "code_expired")],
)  # fmt: skip
def test_each_refused_admission_says_why(gateway: Serving, code: str, area_code: str, expected: str) -> None:
    invite(gateway, "HERE", "520324116000")
    invite(gateway, "OLD", "520324116000", expires_on="2020-01-01")
    device = Device(gateway, "5" * 32, "6" * 32)
    asked = request_text(request_of(device, code, area_code), device.key)
    answer = device.http.post("/v1/enrol", content=asked)
    assert answer.json()["code"] == expected
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_an_unsigned_admission_and_an_unsigned_question_are_refused(gateway: Serving, station: Device) -> None:
    device = Device(gateway, "5" * 32, "6" * 32)
    asked = json.loads(request_text(request_of(device, "X", "520324116000"), device.key))
    asked["request"]["home"] = "9" * 32
    assert device.http.post("/v1/enrol", content=json.dumps(asked)).json()["code"] == "admission_unsigned"
    plain = station.http.get(f"/v1/journals/{station.journal}")
    assert (plain.status_code, plain.headers["www-authenticate"][:15]) == (401, 'Ed25519 nonce="')
    unknown = device.ask(f"/v1/journals/{station.journal}")
    assert (unknown.status_code, device.believed(unknown)["code"]) == (403, "not_admitted")
    target = f"/v1/journals/{station.journal}"
    forged = {"Authorization": f"Ed25519 {station.key.public} AAAA {suite.text_of(bytes(64))}"}
    assert httpx.get(gateway.url + target, headers=forged).status_code == 401


def test_a_strange_key_and_a_wrong_digest_are_refused(gateway: Serving, station: Device) -> None:
    stranger = Device(gateway, "5" * 32, "6" * 32)
    stranger.write("person", PERSON, name="杨胜美")
    assert stranger.put(stranger.sealed()).json()["code"] == "batch_key_unknown"
    station.write("person", PERSON, name="杨胜美")
    made = station.sealed()
    wrong = station.http.put(f"/v1/journals/{station.journal}/batches/{'0' * 64}", content=made.content)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "digest_differs")
    other = station.http.put(f"/v1/journals/{'f' * 32}/batches/{made.hash}", content=made.content)
    assert other.json().get("code") == "batch_other_journal", other.text


def test_a_blob_goes_up_and_down_by_the_byte(station: Device, county: Device) -> None:
    content = bytes(range(256)) * 4_000

    target = f"/v1/blobs/{hash_of(content)}"
    length = {"Upload-Length": str(len(content))}
    part = county.ask(target, "PUT", content=content[:300_000], headers=length)
    assert (part.status_code, part.json()) == (202, {"offset": 300_000})
    assert county.ask(target, "HEAD").headers["upload-offset"] == "300000"
    rest = county.ask(target, "PUT", content=content[300_000:], headers={"Upload-Offset": "300000", **length})
    assert rest.status_code == 200
    down = station.ask(target, headers={"Range": "bytes=1000-1999"})
    assert (down.status_code, down.content) == (206, content[1000:2000])
    assert station.ask(f"/v1/blobs/{'0' * 64}").status_code == 404


def test_totals_are_counted_by_day_and_kind(station: Device) -> None:
    for number in range(3):
        station.write("person", f"{number:032x}", name="杨胜美")
    station.send()
    said = station.believed(station.ask(f"/v1/journals/{station.journal}/totals"))
    assert (said["acked"], said["days"]) == (3, [["2026-11-23", "person", 3]])


def test_the_figures_are_prometheus_text(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(METRICS_VARIABLE, "t0ken")
    with serving(setup) as served:
        station = admitted(served, "1" * 32, "520324116000")
        station.write("person", PERSON, name="杨胜美")
        station.send()
        text = station.http.get("/metrics", headers={"Authorization": "Bearer t0ken"}).text
        assert "lzb_devices 2\n" in text
        assert 'lzb_requests_total{method="POST",path="/v1/enrol",status="200"} 1\n' in text
        assert station.http.get("/healthz").text == "ok\n"


def test_an_invitation_to_a_place_that_is_known_names_its_home_and_whom_the_new_device_replaces(
    gateway: Serving,
) -> None:
    old = admitted(gateway, "5" * 32, "520324116000")
    asked = Invitation(
        "NEXT", f"somewhere {old.home}", "520324116000", "STATION", "2099-12-31", replaces=old.key.public
    )
    said = read_invitation(admission.invite(gateway.platform, asked))
    assert (said.home, said.gateway_home) == (old.home, gateway.platform.office.home.uid)
    stranger, new = Device(gateway, "6" * 32, "7" * 32), Device(gateway, old.home, "8" * 32)
    for device, expected in ((stranger, "code_of_another"), (new, None)):
        answer = device.http.post("/v1/enrol", content=request_text(
            request_of(device, "NEXT", "520324116000"), device.key))  # fmt: skip
        assert answer.json().get("code") == expected
    old.write("person", PERSON, name="杨胜美")
    assert old.put(old.sealed()).json()["code"] == "batch_key_revoked"
    other = Invitation("MORE", "elsewhere", "520324100000", "STATION", "2099-12-31", replaces=old.key.public)
    with pytest.raises(Rejected) as rejected:
        admission.invite(gateway.platform, other)
    assert rejected.value.problems[0].code == "replaces_of_another"


def test_what_an_office_says_to_itself_is_read_by_its_other_computer_and_by_no_station(
    gateway: Serving, station: Device, county: Device
) -> None:
    county.audience = county.home
    county.write("user", PERSON, name="陈只在县里", roles=["COUNTY_OFFICE"], office=county.home)
    county.send()
    second = Device(gateway, county.home, "9" * 32)
    invite(gateway, "SECOND", "520324", "COUNTY")
    asked = request_text(request_of(second, "SECOND", "520324", "COUNTY"), second.key)
    assert second.http.post("/v1/enrol", content=asked).status_code == 200

    def heard(reader: Device) -> list[str]:
        return [frame.read_frame(one).header.journal for one in contents(reader.feed())]

    assert county.journal in heard(second)
    assert county.journal not in heard(station)


def test_what_is_not_for_all_stations_is_refused_where_it_is_said_to_all(gateway: Serving, county: Device) -> None:
    county.audience = "520324"
    county.write("user", PERSON, name="陈只在县里", roles=["COUNTY_OFFICE"], office=county.home)
    county.write("deputy", "b" * 32, name="秦彬", phone="16198765432")
    county.write("unit", "c" * 32, name="水务局", phone="0851-26422000")
    assert county.send()["refused"] == 2
    reasons = {row["code"] for row in refused(gateway)}
    assert reasons == {"not_for_all", "personal_for_all"}


def test_a_pack_of_rules_that_is_not_as_its_schema_says_is_quarantined(gateway: Serving, county: Device) -> None:
    county.audience = "520324"
    content = '{"editions":[{"days":[{"of":"refer"}]}]}'
    county.write("rule_pack", PERSON, name="deadlines", edition="1", content=content)
    assert county.send()["refused"] == 1
    assert [row["code"] for row in refused(gateway)] == ["shape_lacks"]
