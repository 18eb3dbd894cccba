"""The sender and the reference gateway: two programs that share the contract alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from station_app.db import blobs, journal
from station_app.domain import exchange
from station_app.domain.exchange import Invitation
from station_app.services import documents, enrolment, road_totals
from station_app.services.desk import Desk
from station_app.services.road_totals import Difference
from station_app.services.sending import Sender, SendingState, http_road
from station_app.sync.road import Proxy, Road
from station_app.ui.shell import lane
from tests.office import registered
from tests.offices import station as new_station
from tests.proxy import linked

pytest.importorskip("starlette")

from station_app.gateway import admission, server
from station_app.gateway.server import Serving, Setup


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Serving]:
    with server.serving(Setup(str(tmp_path / "gateway.db"), tmp_path / "files")) as serving:
        yield serving


@pytest.fixture
def desk(tmp_path: Path, gateway: Serving) -> Iterator[Desk]:
    made = new_station(tmp_path / "station")
    place = made.place
    asked = Invitation(exchange.new_code(), place.name, place.area_code, "STATION", "2099-12-31",
                       gateway_url=gateway.url)  # fmt: skip
    enrolment.accept_invitation(made, admission.invite(gateway.platform, asked))
    yield made
    made.close()


@contextmanager
def sending(desk: Desk, url: str = "") -> Iterator[Sender]:
    """A sender whose way may lead over another address."""
    roads: list[Road] = []

    def road_of(invitation: Invitation, _proxy: Proxy | None) -> Road:
        roads.append(http_road(replace(invitation, gateway_url=url or invitation.gateway_url)))
        return roads[-1]

    yield Sender(desk, road_of)
    for road in roads:
        road.close()


def sent(sender: Sender, tries: int = 1) -> SendingState:
    for _ in range(tries):
        state = sender.once()
        if not state.waiting and state.network == "online" and not state.trouble:
            return state
    return sender.state()


def test_admitted_sent_judged_and_compared(desk: Desk) -> None:
    registered(desk)
    with sending(desk) as sender:
        state = sent(sender)
        assert (state.network, state.waiting, state.trouble) == ("online", 0, "")
        assert road_totals.totals(desk).accepted == road_totals.totals(desk).total
        registered(desk)
        assert sent(sender).waiting == 0
        sender.compare()
        assert sent(sender).differences == ()


def test_a_link_that_breaks_again_and_again_gets_through(desk: Desk, gateway: Serving) -> None:
    for _ in range(20):
        registered(desk, verbatim=secrets.token_hex(150))
    with linked(gateway.url, cut_up_every=1500) as link, sending(desk, link.address) as sender:
        assert sent(sender, 60).waiting == 0
    author = journal.my_author(desk.store.database)
    assert (author.acked, author.judged) == (author.last_seq, author.last_seq)


def test_one_record_costs_less_than_700_bytes_up(desk: Desk, gateway: Serving) -> None:
    with linked(gateway.url) as link, sending(desk, link.address) as sender:
        sent(sender)
        registered(desk)
        up, down = link.up, link.down
        sent(sender)
        # A visit with its visitor and its matter: three changes.
        assert link.up - up <= 1000
        assert link.down - down <= 400


def test_an_attachment_goes_up_and_comes_down_whole(desk: Desk) -> None:
    content = secrets.token_bytes(700_000)
    name = documents.attach(desk, content)
    with sending(desk) as sender:
        sent(sender)
    assert documents.content_of(desk, name) == content
    with desk.store.transaction():
        desk.store.database.execute_sql("DELETE FROM blob_part")
        desk.store.database.execute_sql("UPDATE blob SET direction = 'down', done_bytes = 0, ended = 0")
    with sending(desk) as sender:
        sent(sender)
    assert documents.content_of(desk, name) == content


def test_a_document_goes_on_at_the_byte_where_the_link_broke(desk: Desk, gateway: Serving) -> None:
    content = secrets.token_bytes(120_000)
    name = documents.attach(desk, content)
    with sending(desk) as sender:
        sent(sender)
    with desk.store.transaction():
        desk.store.database.execute_sql("DELETE FROM blob_part")
        desk.store.database.execute_sql("UPDATE blob SET direction = 'down', done_bytes = 0, ended = 0")
    with linked(gateway.url, cut_down_at=40_000) as link, sending(desk, link.address) as sender:
        for _ in range(10):
            if not blobs.is_here(desk.store.database, name):
                sender.once()
        # With its answers' heads, and no byte of the document twice.
        assert len(content) < link.down < 1.15 * len(content)
    assert documents.content_of(desk, name) == content


def test_a_record_that_is_saved_while_photos_travel_goes_before_the_rest_of_them(desk: Desk, gateway: Serving) -> None:
    for _ in range(3):
        documents.attach(desk, secrets.token_bytes(300_000))
    with sending(desk) as sender:
        sent(sender)
        for _ in range(3):
            documents.attach(desk, secrets.token_bytes(300_000))
        done: list[str] = []
        seen = sender._watch

        def watch(up: int, down: int) -> None:
            if sender._meter.phase == "files" and sender._meter.batches_done == 1 and not done:
                done.append(registered(desk)["visit"].uid)
            if done and sender._meter.phase == "records":
                order.append(len(blobs.unfinished(desk.store.database, blobs.UP)))
            seen(up, down)

        order: list[int] = []
        sender._watch = watch  # type: ignore[method-assign]
        sent(sender)
        assert done
        assert order[0] >= 1  # a file had still to go
        assert blobs.unfinished(desk.store.database, blobs.UP) == []
    author = journal.my_author(desk.store.database)
    assert author.acked == author.last_seq


def test_what_is_compared_is_also_whether_the_files_are_there(desk: Desk, tmp_path: Path) -> None:
    kept, lost = (documents.attach(desk, secrets.token_bytes(90_000)) for _ in range(2))
    registered(desk)
    with sending(desk) as sender:
        sent(sender)
        sender.compare()
        assert sent(sender).differences == ()
        gone = tmp_path / "files" / "blobs" / lost
        gone.unlink()
        sender.compare()
        state = sender.once()
        assert state.differences == (Difference("", "files", 2, 1),)
        assert "照片和附件 本机送过 2 个 省里有 1 个" in lane.trouble(state)
        sender.compare()
        assert sent(sender).differences == ()
    assert gone.exists()
    assert (gone.parent / kept).exists()
