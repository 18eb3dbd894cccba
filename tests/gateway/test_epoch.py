"""How the gateway notices that its store is older than its word: by the file beside it, and by what devices bring."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from station_app.domain.batch import suite
from station_app.domain.exchange import Evidence, Invitation, request_text, signed_text
from station_app.gateway import admission, epoch
from station_app.gateway.server import Serving, Setup, serving
from tests.gateway.devices import CLIENTS, Device, admitted, request_of

PERSON = "a" * 32
TOWNSHIP = "520324116000"
Written = Callable[[Device], None]


def current(gateway: Serving) -> str:
    return gateway.platform.engine.read(epoch.current)


def write(device: Device, number: int, kind: str = "person") -> None:
    """So many records more, each sent by itself."""
    for _ in range(number):
        first = len(device.lines) + 1
        device.write(kind, f"{first:032x}", name="杨胜美")
        device.put(device.sealed(first, number=first))


@contextmanager
def put_back(setup: Setup, *devices: Device, folder: bool = True) -> Iterator[Serving]:
    """The gateway on yesterday's copy of its database, and of its folder where that was copied too."""
    yesterday = Path(f"{setup.store}.yesterday")
    files = Path(f"{yesterday}-files") if folder else setup.files
    with serving(replace(setup, store=str(yesterday), files=files)) as served:
        for device in devices:
            device.__dict__["gateway"] = served
            device.__post_init__()
        yield served
        while CLIENTS:
            CLIENTS.pop().close()


def copy(setup: Setup) -> None:
    with closing(sqlite3.connect(setup.store)) as kept, closing(sqlite3.connect(f"{setup.store}.yesterday")) as made:
        kept.backup(made)
    shutil.copytree(setup.files, f"{setup.store}.yesterday-files")


def test_by_the_file_beside_it_before_anybody_has_spoken(setup: Setup) -> None:
    with serving(setup) as served:
        station = admitted(served, "1" * 32, TOWNSHIP)
        copy(setup)
        write(station, 1)
        before = current(served)
    with put_back(setup, folder=False) as served:
        assert current(served) != before


def test_a_store_that_is_only_restarted_stays_in_its_epoch(either: Setup) -> None:
    with serving(either) as served:
        station, before = admitted(served, "1" * 32, TOWNSHIP), current(served)
        write(station, 2)
    for _ in range(2):
        with serving(either) as served:
            assert current(served) == before


def test_a_folder_that_was_lost_begins_an_epoch_so_that_photos_come_again(setup: Setup) -> None:
    with serving(setup) as served:
        admitted(served, "1" * 32, TOWNSHIP)
        before = current(served)
    shutil.rmtree(setup.files)
    with serving(setup) as served:
        assert current(served) != before


def test_by_its_own_word_on_a_journal_that_a_device_brings_back(setup: Setup) -> None:
    with serving(setup) as served:
        station, other = admitted(served, "1" * 32, TOWNSHIP), admitted(served, "2" * 32, TOWNSHIP)
        write(station, 1)
        copy(setup)
        station.write("person", "9" * 32, name="杨胜英")
        said = station.believed(station.put(station.sealed(2, number=2)))
        before = said["epoch"]
    with put_back(setup, station, other) as served:
        target = f"/v1/journals/{station.journal}?at=1&proof="
        word = f"{before}.2.{said['proof']}"
        for forged in (f"{before}.9.{said['proof']}", f"AAAAAA.2.{said['proof']}", f"{before}.2.AAAAAAAA", "x", "..."):
            assert station.believed(station.ask(target + forged))["epoch"] == before, forged
        elsewhere = f"/v1/journals/{other.journal}?at=0&proof={word}"
        assert other.believed(other.ask(elsewhere))["epoch"] == before
        healed = station.believed(station.ask(target + word))["epoch"]
        assert healed != before
        assert station.believed(station.ask(target + word))["epoch"] == healed, "a word is believed once"


def test_by_a_cursor_whose_places_were_given_again(setup: Setup) -> None:
    with serving(setup) as served:
        station, county = admitted(served, "1" * 32, TOWNSHIP), admitted(served, "3" * 32, "520324", "COUNTY")
        other = admitted(served, "2" * 32, TOWNSHIP)
        copy(setup)
        write(station, 3)
        read, before = county.believed(county.ask("/v1/scopes/520324/feed?after="))["cursor"], current(served)
    with put_back(setup, station, county, other) as served:
        write(other, 5)
        assert current(served) == before, "nobody has anything to show yet"
        forged = read[:-12] + "A" * 8 + read[-4:]
        for text in (forged, read):
            lost = county.ask(f"/v1/scopes/520324/feed?after={text}")
            assert (lost.status_code, county.believed(lost)["code"]) == (409, "cursor_lost")
            assert (current(served) == before) == (text == forged)
        again = county.believed(county.ask("/v1/scopes/520324/feed?after="))
        assert len(again["items"]) >= 5, "what stood at the places that were given twice is read"
        lost = county.ask(f"/v1/scopes/520324/feed?after={read}")
        assert lost.status_code == 409, "a cursor of another epoch is none"


def test_by_a_cursor_in_a_batch_the_batch_is_taken_all_the_same(setup: Setup) -> None:
    with serving(setup) as served:
        station, county = admitted(served, "1" * 32, TOWNSHIP), admitted(served, "3" * 32, "520324", "COUNTY")
        copy(setup)
        county.audience = station.home
        write(county, 2, "unit")
        station.cursor, before = station.feed()["cursor"], current(served)
    with put_back(setup, station) as served:
        station.write("person", PERSON, name="杨胜美")
        said = station.send()
        assert (said["acked"], said["more"], said["epoch"] != before) == (1, True, True)


def asked(device: Device, code: str = "", **evidence: str) -> bytes:
    request = replace(request_of(device, code, TOWNSHIP), recipient="age1x")
    return request_text(request, device.key, Evidence(**evidence)).encode()


def test_a_device_that_it_forgot_is_admitted_by_the_paper_that_it_signed(setup: Setup) -> None:
    with serving(setup):
        pass
    copy(setup)
    with serving(setup) as served:
        station = Device(served, "1" * 32, "7" * 32)
        admission.invite(served.platform, Invitation("C0DE", "somewhere", TOWNSHIP, "STATION", "2099-12-31"))
        answer = station.http.post("/v1/enrol", content=asked(station, "C0DE"))
        paper, signature = answer.text, answer.headers["gateway-signature"]
        before = current(served)
    with put_back(setup, station) as served:
        thief = Device(served, "1" * 32, "8" * 32)
        for whose, signed_by in ((thief, signature), (station, suite.text_of(bytes(64))), (station, "x")):
            refused = whose.http.post("/v1/enrol", content=asked(whose, paper=paper, paper_signature=signed_by))
            assert refused.json()["code"] == "code_unknown"
        assert current(served) == before
        again = station.http.post("/v1/enrol", content=asked(station, paper=paper, paper_signature=signature))
        told = station.believed(again)
        assert {name: told[name] for name in ("home", "record", "name")} == {
            name: answer.json()[name] for name in ("home", "record", "name")
        }
        assert told["epoch"] != before, "a paper of this epoch whose device is not here tells that it is older"
        station.write("person", PERSON, name="杨胜美")
        assert station.send()["acked"] == 1


def test_a_revoked_device_is_not_admitted_again_by_its_paper(gateway: Serving) -> None:
    station = Device(gateway, "1" * 32, "7" * 32)
    admission.invite(gateway.platform, Invitation("C0DE", "somewhere", TOWNSHIP, "STATION", "2099-12-31"))
    answer = station.http.post("/v1/enrol", content=asked(station, "C0DE"))
    admission.revoke(gateway.platform, station.key.public, "丢了")
    paper = {"paper": answer.text, "paper_signature": answer.headers["gateway-signature"]}
    assert station.http.post("/v1/enrol", content=asked(station, "C0DE", **paper)).json()["code"] == "device_revoked"
    assert station.believed(station.ask(f"/v1/journals/{station.journal}"))["code"] == "device_revoked"


@pytest.mark.parametrize(
    ("area", "expires", "code"),
    [(TOWNSHIP, "2099-12-31", ""), (TOWNSHIP, "2020-01-01", "code_expired"), ("520100100000", "2099-12-31", "")],
    ids=["its own", "over", "of another county"],
)
def test_a_code_that_it_forgot_is_known_by_the_county_s_invitation(
    gateway: Serving, county: Device, area: str, expires: str, code: str
) -> None:
    invitation = Invitation("C0DE", "somewhere", area, "STATION", expires, county_home=county.home,
                            county_key=county.key.public, enrolment="e" * 32)  # fmt: skip
    station, stranger = Device(gateway, "1" * 32, "7" * 32), Device(gateway, "2" * 32, "8" * 32)
    text, forged = (signed_text("invitation", invitation, key) for key in (county.key, stranger.key))
    refused = station.http.post("/v1/enrol", content=asked(station, "C0DE", invitation=forged))
    assert refused.json()["code"] == "code_unknown"
    answer = station.http.post("/v1/enrol", content=asked(station, "C0DE", invitation=text))
    if area != TOWNSHIP:
        assert answer.json()["code"] == "code_unknown"
    elif code:
        assert answer.json()["code"] == code
    else:
        assert station.believed(answer)["home"] == station.home
        once = stranger.http.post("/v1/enrol", content=asked(stranger, "C0DE", invitation=text))
        assert once.json()["code"] == "code_used"
