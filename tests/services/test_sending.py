"""The sending lane: it notices, sends, says what it does, stops when told; totals always add up."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from station_app.db import journal, outbox
from station_app.domain.exchange import Invitation
from station_app.domain.problem import Rejected
from station_app.services import attachments, documents, enrolment, road_totals
from station_app.services.attachments import prepare
from station_app.services.desk import Desk
from station_app.services.road_totals import RoadStage
from station_app.services.sending import Sender, SendingState
from station_app.sync import road, trust
from station_app.sync.road import Answer, Cut, Request, Watch
from tests.office import registered
from tests.offices import station as new_station
from tests.receiver import Receiver, Wire
from tests.services.test_attachments import paper_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_station(tmp_path / "station")
    yield made
    made.close()


@dataclass
class Lane:
    """A sender over a road in this process, with a clock that the test moves."""

    desk: Desk
    receiver: Receiver = field(default_factory=Receiver)
    now: float = 1000.0
    altered: Callable[[Request, Answer], Answer] = lambda _request, answer: answer
    told: list[SendingState] = field(default_factory=list)

    def __post_init__(self) -> None:
        place = self.desk.place
        said = {"name": place.name, "area_code": place.area_code, "role": "STATION", "expires_on": "2099-01-01"}
        address = {
            "gateway_url": "http://127.0.0.1:1",
            "gateway_key": self.receiver.key.public,
            "gateway_home": "9" * 32,
        }
        trust.agree(self.desk.store, Invitation(code="C", **said, **address))
        self.sender = Sender(
            self.desk, lambda _invitation, _proxy: self, self.told.append, lambda: self.now, lambda: 0.5
        )

    def ask(self, request: Request, watch: Watch) -> Answer:
        return Wire(self.receiver, altered=self.altered).ask(request, watch)

    def close(self) -> None:
        """Nothing is held."""

    def run(self, seconds: float) -> None:
        """Let the lane live so long."""
        until = self.now + seconds
        while self.now < until:
            self.now += max(self.sender.step(), 0.5)


def adds_up(desk: Desk) -> road_totals.RoadTotals:
    counted = road_totals.totals(desk)
    assert counted.adds_up
    assert min(counted.waiting, counted.received, counted.accepted, counted.refused, counted.held) >= 0
    return counted


def test_it_is_admitted_and_sends_by_itself(desk: Desk) -> None:
    lane, done = Lane(desk), registered(desk)
    assert adds_up(desk).waiting == journal.my_author(desk.store.database).last_seq
    assert road_totals.stage_of(desk, done["visit"].uid) is RoadStage.WAITING
    lane.run(5)
    state = lane.sender.state()
    assert (state.network, state.phase, state.waiting, state.trouble) == ("online", "", 0, "")
    assert state.last_contact_at
    assert enrolment.standing(desk).stage is enrolment.Stage.ADMITTED
    assert adds_up(desk).accepted == adds_up(desk).total
    assert road_totals.stage_of(desk, done["visit"].uid) is RoadStage.ACCEPTED
    assert [line.stage for line in road_totals.batches(desk)] == [RoadStage.ACCEPTED]
    assert "records" in {one.phase for one in lane.told}


def test_what_is_written_later_is_sent_after_a_moment(desk: Desk) -> None:
    lane = Lane(desk)
    lane.run(5)
    registered(desk)
    lane.run(5)
    assert lane.sender.state().waiting > 0
    lane.run(30)
    assert lane.sender.state().waiting == 0


def test_what_a_contact_gives_rise_to_goes_in_the_same_contact(desk: Desk) -> None:
    written: list[str] = []

    def answered(request: Request, answer: Answer) -> Answer:
        if request.method == "PUT" and not written:
            written.append(registered(desk)["visit"].uid)
        return answer

    lane = Lane(desk, altered=answered)
    assert lane.sender.once().waiting == 0
    assert road_totals.stage_of(desk, written[0]) is RoadStage.ACCEPTED


def test_without_a_network_it_waits_and_goes_when_it_is_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lane = Lane(desk)
    monkeypatch.setattr(road, "own_address", lambda _url: "")
    lane.run(600)
    assert (lane.sender.state().network, lane.sender.state().next_try_s) == ("offline", None)
    assert lane.receiver.calls == []
    monkeypatch.setattr(road, "own_address", lambda _url: "10.0.0.7")
    lane.run(5)
    assert (lane.sender.state().network, lane.sender.state().waiting) == ("online", 0)


def test_a_login_page_is_said_to_be_one_and_nothing_moves(desk: Desk) -> None:
    lane = Lane(desk, altered=lambda _request, _answer: Answer(200, {"content-type": "text/html"}, b"<html>"))
    lane.run(60)
    state = lane.sender.state()
    assert (state.network, state.trouble) == ("portal", "portal")
    assert adds_up(desk).waiting == adds_up(desk).total


def test_it_backs_off_from_a_silent_gateway(desk: Desk) -> None:
    tries: list[float] = []

    def silent(_request: Request, _answer: Answer) -> Answer:
        tries.append(lane.now)
        raise Cut("refused")

    lane = Lane(desk, altered=silent)
    lane.run(3600)
    waits = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert len(tries) < 20
    assert waits[-1] > waits[0]
    assert lane.sender.state().trouble == "gateway_silent"


def test_paused_it_sends_nothing_and_resumed_it_goes_on(desk: Desk) -> None:
    lane = Lane(desk)
    lane.sender.pause()
    lane.run(60)
    assert (lane.sender.state().phase, lane.receiver.calls) == ("paused", [])
    lane.sender.resume()
    assert lane.sender.state().phase == "", "a road that leads nowhere is tried for twenty seconds"
    lane.run(5)
    assert lane.sender.state().waiting == 0


def test_a_stopped_batch_shows_its_support_code_and_the_key_tries_again(desk: Desk) -> None:
    def refuse(request: Request, answer: Answer) -> Answer:
        return lane.receiver.problem(422, "batch_line_unsound") if request.method == "PUT" else answer

    lane = Lane(desk, altered=refuse)
    lane.run(5)
    [batch] = outbox.waiting(desk.store.database, journal.my_author(desk.store.database))
    state = lane.sender.state()
    assert (state.trouble, state.support_code) == ("batch_line_unsound", batch.hash[:8])
    assert [line.support_code for line in road_totals.batches(desk)] == [batch.hash[:8]]
    lane.altered = lambda _request, answer: answer
    lane.receiver.spool.clear()
    lane.receiver.journals.clear()
    lane.receiver.verdicts.clear()
    lane.sender.send_now()
    lane.run(5)
    assert (lane.sender.state().trouble, lane.sender.state().waiting) == ("", 0)


def test_cancelled_between_bytes_it_goes_on_at_the_key(desk: Desk) -> None:
    registered(desk)
    lane = Lane(desk)
    is_first = [True]

    def cancel(request: Request, answer: Answer) -> Answer:
        if request.method == "PUT" and is_first:
            is_first.clear()
            lane.sender.cancel()
            raise Cut("cut")
        return answer

    lane.altered = cancel
    lane.sender.once()
    lane.sender.send_now()
    lane.run(5)
    assert lane.sender.state().waiting == 0


def test_it_runs_in_a_thread_of_its_own_and_ends_when_told(desk: Desk) -> None:
    lane = Lane(desk)
    lane.sender = Sender(desk, lambda _invitation, _proxy: lane, chance=lambda: 0.0)
    thread = threading.Thread(target=lane.sender.run)
    thread.start()
    done = threading.Event()
    for _ in range(500):
        if road_totals.waiting(desk) == 0:
            break
        done.wait(0.02)
    lane.sender.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert road_totals.waiting(desk) == 0


def test_files_go_up_and_come_down_after_the_records(desk: Desk) -> None:
    lane = Lane(desk)
    content = bytes(range(256)) * 3000
    name = documents.attach(desk, content)
    assert documents.attach(desk, content) == name
    lane.run(5)
    assert bytes(lane.receiver.blobs[name]) == content
    puts = [call for call in lane.receiver.calls if call.startswith("PUT")]
    assert "batches" in puts[0]
    with pytest.raises(Rejected):
        documents.attach(desk, b"")


def test_an_invitation_is_needed_first(desk: Desk) -> None:
    sender = Sender(desk, lambda _invitation, _proxy: Wire(Receiver()))
    assert sender.once().phase == "not_invited"
    assert outbox.contact(desk.store.database) == outbox.Contact()


def test_the_file_of_an_accusation_never_leaves_the_desk(desk: Desk) -> None:
    lane, letter, photo = Lane(desk), prepare(paper_of("a report"), "a.pdf"), prepare(paper_of("the road"), "b.pdf")
    accused = registered(desk, opinion_kind="REPORT")
    attachments.attach(desk, "opinion", accused["opinion"].uid, letter)
    attachments.attach(desk, "visit", accused["visit"].uid, prepare(paper_of("the sheet"), "c.pdf"))
    attachments.attach(desk, "opinion", registered(desk)["opinion"].uid, photo)
    lane.sender.once()
    assert set(lane.receiver.blobs) == {photo.blob}


def test_what_was_wrong_is_over_once_the_platform_answers_and_not_before(desk: Desk) -> None:
    lane = Lane(desk)
    lane.run(5)
    registered(desk)
    seen: list[tuple[str, str]] = []

    def silent(_request: Request, _answer: Answer) -> Answer:
        raise Cut("refused")

    lane.altered = silent
    lane.sender.once()
    lane.told.clear()
    lane.sender.once()
    seen = [(one.network, one.trouble) for one in lane.told if one.network]
    assert set(seen) == {("offline", "gateway_silent")}, "it tries, and says so, and says nothing else"
    lane.altered = lambda _request, answer: answer
    lane.told.clear()
    lane.sender.once()
    assert ("online", "gateway_silent") not in {(one.network, one.trouble) for one in lane.told}
    assert (lane.sender.state().network, lane.sender.state().trouble) == ("online", "")
