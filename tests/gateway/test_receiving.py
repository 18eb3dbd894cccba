"""Poor lines and odd senders: cuts, overlaps, stalls, full disks, revoked devices, restored stores."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app.domain.batch import frame
from station_app.domain.batch.frame import hash_of
from station_app.domain.judging import Home
from station_app.gateway import admission, epoch
from station_app.gateway.http.bodies import Limits
from station_app.gateway.server import Serving, Setup, serving
from station_app.gateway.store import devices, folded, journals
from station_app.gateway.store.engine import Cursor
from tests.gateway.devices import CLIENTS, Device, admitted

PERSON = "a" * 32
SLOW = 150


def held_at(device: Device, path: str) -> int:
    """How many bytes of a batch the gateway has."""
    return int(device.http.get(path).json().get("offset", -1))


def opened_socket(gateway: Serving, path: str, length: int, offset: int = 0) -> socket.socket:
    """A request whose body is still to come, byte by byte."""
    host, port = gateway.url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)), timeout=10)
    head = f"PUT {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length - offset}\r\nUpload-Offset: {offset}\r\n"
    line.sendall(f"{head}Upload-Length: {length}\r\n\r\n".encode())
    return line


def wait_for(device: Device, path: str, offset: int) -> None:
    """Until so many bytes are there."""
    until = time.monotonic() + 10
    while held_at(device, path) != offset and time.monotonic() < until:
        time.sleep(0.01)
    assert held_at(device, path) == offset


def test_a_batch_that_is_cut_anywhere_goes_on_where_it_was(gateway: Serving, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美")
    made = station.sealed()
    path, content = station.path(made), made.content
    for offset in range(0, len(content) - 17, 17):
        with opened_socket(gateway, path, len(content), offset) as line:
            line.sendall(content[offset : offset + 17])
            wait_for(station, path, offset + 17)
    here = held_at(station, path)
    headers = {"Upload-Offset": str(here), "Upload-Length": str(len(content))}
    rest = station.http.put(path, content=content[here:], headers=headers)
    assert station.believed(rest)["acked"] == 1


def test_a_newer_request_takes_over_from_one_that_hangs(gateway: Serving, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美")
    made = station.sealed()
    path, content = station.path(made), made.content
    with opened_socket(gateway, path, len(content)) as hanging:
        hanging.sendall(content[:40])
        wait_for(station, path, 40)
        rest = station.http.put(
            path, content=content[40:], headers={"Upload-Offset": "40", "Upload-Length": str(len(content))}
        )
        assert station.believed(rest)["acked"] == 1
        assert b" 503 " in hanging.recv(200)


def test_sixty_overlapping_retries_get_the_same_answer(on_either: Serving) -> None:
    station = admitted(on_either, "1" * 32, "520324116000")
    for number in range(60):
        station.write("person", f"{number:032x}", name="杨胜美")
    made = [station.sealed(number, number, number=number) for number in range(1, 61)]
    twins = [httpx.Client(base_url=on_either.url, timeout=20) for _ in range(2)]
    CLIENTS.extend(twins)
    with ThreadPoolExecutor(2) as pool:
        for one in made:
            both = list(pool.map(lambda client, one=one: client.put(station.path(one), content=one.content), twins))
            assert [answer.status_code for answer in both] == [200, 200], [answer.text for answer in both]
            assert both[0].content == both[1].content
    state = station.believed(station.ask(f"/v1/journals/{station.journal}/totals"))
    assert (state["acked"], state["days"][0][2]) == (60, 60)


def test_slow_senders_keep_nobody_waiting(gateway: Serving, station: Device) -> None:
    slow = []
    for number in range(SLOW):
        path = f"/v1/journals/{station.journal}/batches/{number:064x}"
        line = opened_socket(gateway, path, 1_000)
        line.sendall(b"LZB1")
        slow.append(line)
    station.write("person", PERSON, name="杨胜美")
    assert station.send()["acked"] == 1
    for line in slow:
        line.close()


def test_a_request_without_a_byte_ends(gateway: Serving, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美")
    made = station.sealed()
    with opened_socket(gateway, station.path(made), len(made.content)) as line:
        line.sendall(made.content[:10])
        said = line.recv(4_096)
        assert b" 503 " in said
        assert b"retry-after" in said.lower()
    assert held_at(station, station.path(made)) == 10


def test_a_part_that_suffered_here_is_asked_for_again(setup: Setup, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美")
    made = station.sealed()
    path, content = station.path(made), made.content
    length = {"Upload-Length": str(len(content))}
    station.http.put(path, content=content[:100], headers=length)
    (setup.files / "coming" / made.hash).write_bytes(bytes(100))
    rest = station.http.put(path, content=content[100:], headers={"Upload-Offset": "100", **length})
    said = station.believed(rest)
    assert (rest.status_code, said["code"], said["offset"]) == (409, "offset", 0)
    assert station.send()["acked"] == 1


@pytest.fixture
def narrow(setup: Setup) -> Iterator[Serving]:
    with serving(replace(setup, limits=Limits(4_096, 8_192, 6_000))) as served:
        yield served
        while CLIENTS:
            CLIENTS.pop().close()


def test_what_still_comes_never_grows_past_its_limit(narrow: Serving, setup: Setup) -> None:
    station = admitted(narrow, "1" * 32, "520324116000")
    for number in range(12):
        path = f"/v1/journals/{station.journal}/batches/{number:064x}"
        answer = station.http.put(path, content=bytes(2_000), headers={"Upload-Length": "4000"})
        assert answer.status_code == 202
        assert sum(one.stat().st_size for one in (setup.files / "coming").iterdir()) <= 6_000
    assert held_at(station, f"/v1/journals/{station.journal}/batches/{0:064x}") == 0
    assert held_at(station, f"/v1/journals/{station.journal}/batches/{11:064x}") == 2_000


def test_a_full_disk_is_said_with_a_time_to_come_again(setup: Setup) -> None:
    with serving(replace(setup, limits=Limits(frame.LARGEST, 2**20, 2**30, 2**60))) as served:
        station = Device(served, "1" * 32, "7" * 32)
        station.write("person", PERSON, name="杨胜美")
        answer = station.put(station.sealed())
        station.http.close()
    assert (answer.status_code, answer.json()["code"]) == (503, "gateway_full")
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "99999999"}, 413),
        ({"Upload-Length": "x"}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "1"}, 400),
        ({"Upload-Offset": "9"}, 409),
        ({"Upload-Length": "0"}, 400),
    ],
)
def test_what_a_request_says_of_its_body_is_judged(station: Device, headers: dict[str, str], status: int) -> None:
    station.write("person", PERSON, name="杨胜美")
    answer = station.put(station.sealed(), **headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_the_batches_of_a_revoked_device_go_to_review(gateway: Serving, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美")
    station.send()
    admission.revoke(gateway.platform, station.key.public, "lost")
    station.write("person", "b" * 32, name="秦彬")
    made = station.sealed(2, number=2)
    answer = station.put(made)
    assert (answer.status_code, answer.json()["code"]) == (422, "batch_key_revoked")
    aside = gateway.platform.engine.read(journals.aside)
    assert [(row[0], row[4]) for row in aside] == [(made.hash, "batch_key_revoked")]
    assert station.ask(f"/v1/journals/{station.journal}/feed?after=").status_code == 403


def test_a_restored_store_has_a_new_epoch_and_is_filled_again(setup: Setup) -> None:
    with serving(setup) as served:
        station = admitted(served, "1" * 32, "520324116000")
        station.write("person", PERSON, name="杨胜美")
        before = station.send()["epoch"]
        station.write("person", "b" * 32, name="秦彬")
        station.send(2)
        # The store is put back to a time when the second batch had not come.
        served.platform.engine.write(lambda cursor: forget(cursor, station))
        served.platform.engine.write(epoch.begin)
        CLIENTS.clear()
        station.http.close()
    with serving(setup) as served:
        again = replace(station, gateway=served)
        state = again.believed(again.ask(f"/v1/journals/{again.journal}?at=1"))
        assert (state["acked"], state["at"]) == (1, state["head"])
        assert state["epoch"] != before
        assert again.send(2)["acked"] == 2
        again.http.close()
        CLIENTS.clear()


def forget(cursor: Cursor, station: Device) -> None:
    """Take a journal back to its first change, as an older copy of the store has it."""
    for table in ("change", "batch"):
        column = "seq" if table == "change" else "first"
        cursor.rows(f"DELETE FROM {table} WHERE journal = ? AND {column} > 1", station.journal)
    cursor.rows("DELETE FROM feed WHERE hash NOT IN (SELECT hash FROM batch)")
    cursor.rows("DELETE FROM record WHERE uid = ?", "b" * 32)
    query = "UPDATE journal SET acked = 1, judged = 1, number = 1, head = ? WHERE uid = ?"
    cursor.rows(query, station.heads[1], station.journal)


def test_nobody_speaks_to_those_who_are_not_his(gateway: Serving, station: Device, county: Device) -> None:
    station.audience = "2" * 32
    station.write("unit", "b" * 32, name="水务局")
    assert station.put(station.sealed()).status_code == 403
    stranger = admitted(gateway, "4" * 32, "520302001000")
    county.audience = stranger.home
    county.write("unit", "c" * 32, name="水务局")
    assert county.put(county.sealed()).status_code == 403
    wide = Device(gateway, county.home, "8" * 32, county.key, "52")
    wide.write("unit", "c" * 32, name="水务局")
    assert wide.put(wide.sealed()).status_code == 403
    assert gateway.platform.engine.read(lambda cursor: journals.one(cursor, station.journal)) is None


def test_a_county_admits_and_revokes_within_its_own_area_alone(gateway: Serving, county: Device) -> None:
    def invited(uid: str, area_code: str, role: str) -> int:
        county.write(
            "enrolment", uid, code_hash=uid * 2, name="某站", area_code=area_code, role=role, expires_on="2099-12-31"
        )
        county.audience = county.home
        county.send(len(county.lines))
        query = "SELECT 1 FROM invitation WHERE code_hash = ?"
        return len(gateway.platform.engine.read(lambda cursor: cursor.rows(query, uid * 2)))

    assert invited("a1" * 16, "520324116000", "STATION") == 1
    assert invited("a2" * 16, "520302001000", "STATION") == 0
    assert invited("a3" * 16, "520324", "PROVINCE") == 0
    stranger = admitted(gateway, "4" * 32, "520302001000")
    known = gateway.platform.engine.read(lambda cursor: devices.device(cursor, stranger.key.public))
    assert known is not None
    place = county.write(
        "device", "e" * 32, home=known.home.uid, name="x", area_code="520324116000", role="STATION", key=known.key
    )
    county.write("device", "e" * 32, "revoke", (place,), standing="REVOKED", revoke_reason="x")
    county.send(len(county.lines) - 1)
    still = gateway.platform.engine.read(lambda cursor: devices.device(cursor, stranger.key.public))
    assert still is not None
    assert (still.is_active, still.home) == (True, Home("4" * 32, "STATION", "520302001000"))


def test_a_bomb_and_a_foreign_file_are_refused_before_they_are_opened(station: Device) -> None:
    foreign = {
        b"PK\x03\x04" + bytes(100): "batch_foreign",
        b"LZB1\xff\xff" + bytes(100): "batch_header_unsound",
        b"LZB9" + bytes(100): "batch_newer",
        b"LZB1\x00\x10": "batch_cut",
    }
    for content, code in foreign.items():
        answer = station.put(content)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert station.put(b"").status_code == 400


def test_a_cursor_of_another_reader_does_not_cost_the_verdict(station: Device, county: Device) -> None:
    station.cursor = county.feed()["cursor"]
    station.write("person", PERSON, name="杨胜美")
    said = station.send()
    assert (said["acked"], said["more"]) == (1, True)


def test_problems_speak_for_programs_and_people(station: Device) -> None:
    answer = station.put(b"PK" + bytes(100))
    said = answer.json()
    assert set(said) >= {"type", "title", "status", "code", "detail"}
    assert said["status"] == answer.status_code
    assert "批次" in said["detail"]
    station.believed(answer)


BODIES = st.one_of(
    st.binary(max_size=400),
    st.binary(max_size=200).map(lambda rest: b"LZB1" + rest),
    st.tuples(st.integers(0, 300), st.binary(min_size=1, max_size=20)),
)


def test_no_body_breaks_the_gateway(gateway: Serving, station: Device) -> None:
    station.write("person", PERSON, name="杨胜美")
    sound = station.sealed().content

    @given(BODIES)
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def sent(body: bytes | tuple[int, bytes]) -> None:
        if isinstance(body, tuple):  # a sound batch that suffered on the way
            at, put = body
            body = sound[:at] + put + sound[at + len(put) :]
        answer = station.put(body)
        assert answer.status_code in (200, 400, 409, 413, 422)
        if answer.status_code == 200:
            assert hash_of(body) == hash_of(sound)

    sent()
    assert station.send()["acked"] == 1


NASTY = (
    b"", b"[]", b"null", b"{}", b'{"request":{},"signature":""}', b'{"request":1,"signature":"AA"}', b"[" * 100_000,
    b'{"a":1,"a":2}', b"\xff\xfe{}", b"\xef\xbb\xbf{}", b'{"request":{"code":"\\ud800"},"signature":"AA"}',
    b'{"request":NaN}', b'{"request":1e999}', b"9" * 5_000, b'{"__proto__":{}}', b"{" + b" " * 60_000,
)  # fmt: skip


@pytest.mark.parametrize("content", NASTY, ids=range(len(NASTY)))
def test_no_json_breaks_admission(gateway: Serving, content: bytes) -> None:
    answer = httpx.post(f"{gateway.url}/v1/enrol", content=content)
    assert answer.status_code in (400, 413, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.content)["detail"]


def test_a_body_that_is_too_large_is_not_read_to_its_end(gateway: Serving) -> None:
    answer = httpx.post(f"{gateway.url}/v1/enrol", content=bytes(200_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_readers_of_a_feed_miss_nothing_while_many_write(on_either: Serving) -> None:
    county = admitted(on_either, "3" * 32, "520324", "COUNTY")
    stations = [admitted(on_either, f"{number:02x}" * 16, "520324116000") for number in range(16, 22)]
    sent: set[str] = set()
    is_over = threading.Event()

    def write(station: Device) -> None:
        for number in range(1, 6):
            station.write("person", f"{number:016x}{station.home[16:]}", name="杨胜美")
            made = station.sealed(number, number=number)
            assert station.put(made).status_code == 200
            sent.add(made.hash)

    def follow() -> set[str]:
        found: set[str] = set()
        cursor, is_last = "", False
        while True:
            said = county.believed(county.ask(f"/v1/scopes/520324/feed?after={cursor}"))
            found |= {hash_of(base64.b64decode(one)) for one in said["items"]}
            cursor = said["cursor"]
            if is_last and not said["items"]:
                return found
            is_last = is_over.is_set()

    with ThreadPoolExecutor(7) as pool:
        following = pool.submit(follow)
        list(pool.map(write, stations))
        is_over.set()
        assert sent <= following.result()
    assert len(sent) == 30


def test_what_counts_of_a_revoked_device_is_taken_however_late_it_comes(
    gateway: Serving, station: Device, county: Device
) -> None:
    device = gateway.platform.engine.read(lambda cursor: devices.device(cursor, station.key.public))
    assert device is not None
    for number in range(3):
        station.write("person", f"{number:032x}", name="杨胜美")
    county.audience = station.home
    told = gateway.platform.engine.read(lambda cursor: folded.standing(cursor, [device.record]))[device.record]
    counted = f"{station.journal}=2"
    county.write("device", device.record, "revoke", told.heads, standing="REVOKED", revoke_reason="x", counted=counted)
    county.send()
    assert station.put(station.sealed(1, 3)).json()["code"] == "batch_key_revoked"
    assert station.send(1, 2)["acked"] == 2
    assert station.put(station.sealed(3, number=2)).json()["code"] == "batch_key_revoked"


def test_what_came_before_a_county_s_revocation_ends_in_review_too(on_either: Serving) -> None:
    county = admitted(on_either, "3" * 32, "520324", "COUNTY")
    stations = [admitted(on_either, uid * 32, "520324116000") for uid in "12"]
    county.audience = "520324"
    for station in stations:
        for record in "ab":
            station.write("person", station.home[0] + record * 31, name="杨胜美")

    def revoke(station: Device) -> None:
        read = on_either.platform.engine.read
        [record] = [one.record for one in read(devices.every) if one.key == station.key.public]
        standing = read(lambda cursor: folded.standing(cursor, [record]))[record]
        said = {"standing": "REVOKED", "revoke_reason": "lost", "counted": f"{station.journal}=1"}
        county.write("device", record, "revoke", tuple(standing.heads), **said)
        county.send(len(county.lines))

    def put(station: Device) -> None:
        for number in (1, 2):
            station.put(station.sealed(number, number, number=number))

    put(stations[0])
    revoke(stations[0])
    revoke(stations[1])
    put(stations[1])
    ends = []
    for station in stations:

        def look(cursor: Cursor, station: Device = station) -> tuple[object, ...]:
            one = journals.one(cursor, station.journal)
            assert one is not None
            here = folded.standing(cursor, [station.home[0] + record * 31 for record in "ab"])
            aside = [row[2:5] for row in journals.aside(cursor) if row[1] == station.journal]
            return one.acked, one.judged, one.number, one.head == station.heads[1], len(here), aside

        ends.append(on_either.platform.engine.read(look))
    assert ends[0] == ends[1] == (1, 1, 1, True, 1, [(2, 2, "batch_key_revoked")])
