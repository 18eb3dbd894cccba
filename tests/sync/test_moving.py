"""A gateway that moves: the address, the certificate and the key that invitations pin, said by the key that was."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from station_app import cli
from station_app.db import journal, trail
from station_app.domain import exchange
from station_app.domain.batch import suite
from station_app.domain.exchange import Invitation, Move
from station_app.domain.problem import Rejected
from station_app.domain.records import Unit
from station_app.services import enrolment
from station_app.services.desk import Desk
from station_app.services.sending import Sender
from station_app.services.trail import notices
from station_app.sync import trust
from station_app.ui.shell import lane
from tests.office import registered
from tests.offices import station as new_station
from tests.sync import test_tls as tls

pytest.importorskip("starlette")

from station_app.gateway import admission, entering, server
from station_app.gateway.server import Serving, Setup

UNIT = {"kind": "unit", "act": "register", "fields": {"name": "县水务局"}}


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Serving]:
    with server.serving(Setup(str(tmp_path / "old.db"), tmp_path / "old-files")) as serving:
        yield serving


def invited(desk: Desk, gateway: Serving, url: str = "") -> Desk:
    place = desk.place
    asked = Invitation(exchange.new_code(), place.name, place.area_code, "STATION", "2099-12-31",
                       gateway_url=url or gateway.url)  # fmt: skip
    enrolment.accept_invitation(desk, admission.invite(gateway.platform, asked))
    return desk


@pytest.fixture
def desk(tmp_path: Path, gateway: Serving) -> Iterator[Desk]:
    with closing(invited(new_station(tmp_path / "station"), gateway)) as made:
        yield made


def pinned(desk: Desk) -> Invitation:
    agreed = trust.agreed(desk.store)
    assert agreed is not None
    return agreed


def free_port() -> int:
    with closing(server._listening("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def announced(tmp_path: Path, url: str, *more: str) -> Path:
    out = tmp_path / f"move-{len(list(tmp_path.glob('move-*')))}.json"
    assert (
        cli.main(["gateway", "move", "--store", str(tmp_path / "old.db"), "--url", url, "--out", str(out), *more]) == 0
    )
    return out


def test_a_station_follows_a_move_that_the_old_key_signed_and_goes_on_at_the_new_gateway(
    tmp_path: Path, gateway: Serving, desk: Desk
) -> None:
    registered(desk)
    Sender(desk).once()
    entering.enter(gateway.platform, UNIT)
    before, port = pinned(desk), free_port()
    announced(tmp_path, f"http://127.0.0.1:{port}", "--renew-key")
    copied(tmp_path)
    assert cli.main(["gateway", "arrive", "--store", str(tmp_path / "new.db")]) == 0
    with server.serving(Setup(str(tmp_path / "new.db"), tmp_path / "new-files"), port) as new:
        assert new.key != gateway.key
        registered(desk)
        state = Sender(desk).once()
        now = pinned(desk)
        assert (now.gateway_url, now.gateway_key, now.gateway_move) == (new.url, new.key, "1")
        assert (state.network, state.trouble) == ("online", "")
        registered(desk)
        state = Sender(desk).once()
        assert (state.network, state.waiting, state.trouble) == ("online", 0, "")
        entering.enter(new.platform, {**UNIT, "fields": {"name": "县交通运输局"}})
        Sender(desk).once()
        assert {one.name for one in desk.records.all(Unit)} >= {"县水务局", "县交通运输局"}
        mine = journal.my_author(desk.store.database)
        assert mine.acked == mine.last_seq
        told = [(one.event, one.detail) for one in notices(desk)]
        assert told == [(trail.GATEWAY_MOVED, new.url)]
        # Invited only now: what the platform said by its former key is read all the same.
        with closing(invited(new_station(tmp_path / "second", township="520324100000"), new)) as late:
            Sender(late).once()
            assert Sender(late).once().trouble == ""
            assert pinned(late).gateway_move == "1"
            assert {one.name for one in late.records.all(Unit)} >= {"县水务局", "县交通运输局"}
    assert trust.former_keys(desk.store) == (before.gateway_key,)


def test_a_move_that_another_key_signed_is_refused_in_words_and_an_older_one_does_nothing(
    tmp_path: Path, gateway: Serving, desk: Desk
) -> None:
    before = pinned(desk)
    stranger = suite.new_key()
    forged = Move("1", before.gateway_home, stranger.public, stranger.public, "https://elsewhere.example")
    for said in (forged, replace(forged, former_key=before.gateway_key)):
        text = exchange.moves_text([exchange.signed_text("move", said, stranger)])
        with pytest.raises(Rejected) as rejected:
            enrolment.accept_invitation(desk, text)
        assert rejected.value.problems[0].code in ("move_not_believed", "move_unsound")
    assert (pinned(desk), trust.former_keys(desk.store)) == (before, ())
    first = announced(tmp_path, "https://first.example").read_bytes()
    second = announced(tmp_path, "https://second.example").read_bytes()
    assert enrolment.accept_invitation(desk, second).gateway_url == "https://second.example"
    assert enrolment.accept_invitation(desk, first).gateway_url == "https://second.example"
    assert (pinned(desk).gateway_move, pinned(desk).gateway_key) == ("2", before.gateway_key)
    assert len(json.loads(second)["moves"]) == 2


def test_a_history_that_nobody_vouches_for_makes_nobody_believed(gateway: Serving, desk: Desk) -> None:
    before, stranger = pinned(desk), suite.new_key()
    past = Move("0", before.gateway_home, stranger.public, before.gateway_key, before.gateway_url)
    enrolment.accept_invitation(desk, exchange.moves_text([exchange.signed_text("move", past, stranger)]))
    assert stranger.public not in trust.trusted(desk.store).by_key
    assert gateway.key in trust.trusted(desk.store).by_key


def test_an_address_or_a_certificate_that_no_station_could_use_is_not_announced(
    tmp_path: Path, gateway: Serving, desk: Desk
) -> None:
    store, out = str(tmp_path / "old.db"), tmp_path / "move.json"
    (tmp_path / "ca.pem").write_text("没有证书", "utf-8")
    for more in (
        ["--url", "http://far.example"],
        ["--url", "https://x.example", "--tls-cert", str(tmp_path / "ca.pem")],
    ):
        assert cli.main(["gateway", "move", "--store", store, "--out", str(out), *more]) == 1
    assert not out.exists()
    before = pinned(desk)
    open_road = Move("1", before.gateway_home, gateway.key, gateway.key, "http://far.example")
    signed = exchange.signed_text("move", open_road, gateway.platform.office.key)
    with pytest.raises(Rejected) as rejected:
        enrolment.accept_invitation(desk, exchange.moves_text([signed]))
    assert rejected.value.problems[0].code == "move_unsound"
    assert pinned(desk) == before


def test_a_store_that_announced_nothing_arrives_nowhere(tmp_path: Path, gateway: Serving) -> None:
    assert gateway.url
    assert cli.main(["gateway", "arrive", "--store", str(tmp_path / "old.db")]) == 1


def copied(tmp_path: Path) -> None:

    shutil.copy(tmp_path / "old.db.key", tmp_path / "new.db.key")
    with closing(sqlite3.connect(tmp_path / "old.db")) as old, closing(sqlite3.connect(tmp_path / "new.db")) as new:
        old.backup(new)


@pytest.mark.parametrize("is_told", [True, False], ids=["told by the old one", "carried by hand"])
def test_another_authority_is_a_move_that_the_pinned_key_has_signed(tmp_path: Path, is_told: bool) -> None:
    """Two gateways with TLS, each certified by an authority of its own: what is pinned changes with the signed paper
    alone, and until then the sentence says what is wrong and what to do."""
    authorities = {}
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        authorities[name] = tls.certified(tmp_path / name, "127.0.0.1", (tls.NOW - tls.YEAR, tls.NOW + tls.YEAR))
        (tmp_path / f"{name}.pem").write_text(authorities[name][0])
    setup = Setup(str(tmp_path / "old.db"), tmp_path / "old-files")
    with server.serving(setup, tls=(authorities["old"][1],) * 2) as old:
        port = int(old.url.rsplit(":", 1)[1])
        place = (desk := new_station(tmp_path / "station")).place
        asked = Invitation(exchange.new_code(), place.name, place.area_code, "STATION", "2099-12-31",
                           gateway_url=old.url, gateway_ca=authorities["old"][0])  # fmt: skip
        enrolment.accept_invitation(desk, admission.invite(old.platform, asked))
        registered(desk)
        assert Sender(desk).once().waiting == 0
        paper = announced(tmp_path, old.url, "--tls-cert", str(tmp_path / "new.pem"))
        if is_told:
            registered(desk)
            Sender(desk).once()
    assert cli.main(["gateway", "arrive", "--store", str(tmp_path / "old.db")]) == 0
    registered(desk)
    with server.serving(setup, port, tls=(authorities["new"][1],) * 2):
        if not is_told:
            state = Sender(desk).once()
            assert (state.network, state.trouble) == ("blocked", "gateway_untrusted")
            assert "证书不是省里的" in lane.sentence(state)
            enrolment.accept_invitation(desk, paper.read_bytes())
        state = Sender(desk).once()
        assert (state.network, state.waiting, state.trouble) == ("online", 0, "")
        assert pinned(desk).gateway_ca == authorities["new"][0]
    desk.close()
