"""A contact with the gateway, cut and lied to in every way: nothing is lost, doubled or believed unsigned."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app import paths
from station_app.db import audit, journal, outbox
from station_app.domain import wire
from station_app.domain.batch import seal, suite
from station_app.domain.records import Device
from station_app.services import news
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk, unlock
from station_app.sync import client, sealing, trust
from station_app.sync.road import Answer, Cut, Request
from station_app.sync.session import Memory, Meter, Outcome, Session, Side
from tests.office import PASSWORD, PERSON, SetClock, from_image, registered
from tests.offices import admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.receiver import Receiver, Wire


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_station(tmp_path / "station")
    registered(made)
    yield made
    made.close()


def side(desk: Desk, receiver: Receiver) -> Side:
    at = "2026-11-23T09:30:00.000+08:00"
    take = lambda contents: news.take_in(desk, contents)  # noqa: E731  (one line)
    return Side(desk.store, trust.signing_key(desk.store), receiver.key.public, lambda: at, take)


def speak(desk: Desk, road: Wire, memory: Memory | None = None) -> Outcome:
    session = Session(side(desk, road.receiver), road, memory or Memory(), Meter(), lambda _up, _down: None)
    return session.run()


def speak_until_done(desk: Desk, road: Wire, memory: Memory, tries: int = 6) -> int:
    for number in range(tries):
        try:
            if speak(desk, road, memory) == Outcome("done"):
                return number
        except Cut:
            continue
    raise AssertionError("it never came to an end")


def mine(desk: Desk) -> journal.Author:
    return journal.my_author(desk.store.database)


def agree(desk: Desk, receiver: Receiver) -> None:
    """Both hold the same of the desk's journal."""
    author = mine(desk)
    held = receiver.journals[author.uid]
    assert (author.acked, author.last_seq, author.head) == (held.acked, held.acked, held.heads[-1])
    assert [one.text for one in held.lines] == [
        entry.line.text for entry in journal.entries_after(desk.store.database, author, 0)
    ]


def test_what_waits_is_received_in_one_request(desk: Desk) -> None:
    road = Wire(Receiver())
    assert speak(desk, road) == Outcome("done")
    agree(desk, road.receiver)
    assert len(road.receiver.calls) == 1
    assert mine(desk).judged == mine(desk).last_seq
    assert outbox.contact(desk.store.database).epoch == "1"
    assert outbox.newest(desk.store.database, 9)[0].content == b""


@pytest.mark.long
def test_a_cut_at_every_byte_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    desk = new_station(tmp_path / "station")
    perform(desk, [Ask("person", "register", PERSON)])
    desk.store.database.execute_sql("PRAGMA synchronous = off")  # the power is not what is cut here
    lines = list(journal.entries_after(desk.store.database, mine(desk), 0))
    author, key = mine(desk), trust.signing_key(desk.store)
    header = next(iter(sealing.sealed_whole(desk.store, author, paths.dictionaries()))).header
    made, first, head = [], 1, header.previous
    for number, count in enumerate((1, 1, 1), 1):
        portion = [entry.line for entry in lines[first - 1 : first - 1 + count]]
        said = replace(header, first=first, number=number, previous=head, key=header.key if first == 1 else "")
        made.append(seal.sealed(said, portion, key, paths.dictionaries()[1]))
        first += count
        head = journal.head_at(desk.store.database, author, first - 1)
    whole = sum(len(one.content) for one in made)
    for budget in range(whole + 900):
        receiver = Receiver()
        with desk.store.transaction():
            outbox.gone_back(desk.store.database, author, 0)
            for one in made:
                outbox.keep(desk.store.database, author, one, "2026-11-23T09:30:00.000+08:00")
        road = Wire(receiver, budget)
        memory = Memory()
        speak_until_done(desk, road, memory)
        agree(desk, receiver)
        assert road.up <= whole, budget  # no byte went twice
    desk.close()


def test_a_lost_reply_costs_one_question(desk: Desk) -> None:
    receiver, memory = Receiver(), Memory()
    lost = [True]

    def lose(_request: Request, answer: Answer) -> Answer:
        if lost.pop() if lost else False:
            raise Cut("stalled")
        return answer

    road = Wire(receiver, altered=lose)
    with pytest.raises(Cut):
        speak(desk, road, memory)
    assert mine(desk).acked == 0
    sent = road.up
    assert speak(desk, road, memory) == Outcome("done")
    assert road.up == sent
    agree(desk, receiver)


PORTALS: dict[str, Answer] = {
    "200 html": Answer(200, {"content-type": "text/html"}, b"<html>login</html>"),
    "200 json": Answer(200, {"content-type": "application/json"}, b'{"acked":99,"journal":"x"}'),
    "204": Answer(204),
    "301": Answer(301, {"location": "http://portal.example/"}),
    "302": Answer(302, {"location": "http://portal.example/"}),
    "401 of a stranger": Answer(401, {"www-authenticate": 'Basic realm="wifi"'}),
    "403": Answer(403, {"content-type": "text/html"}, b"<html>no</html>"),
    "404": Answer(404, {}, b"not here"),
    "407": Answer(407, {}, b""),
    "511": Answer(511, {}, b""),
    "202 unsigned": Answer(202, {}, b'{"offset":5}'),
    "409 unsigned": Answer(409, {}, b'{"code":"fork","seq":1}'),
    "200 gzip": Answer(200, {"content-encoding": "gzip"}, b"\x1f\x8b\x08\x00"),
}

EXPECTED = dict.fromkeys(PORTALS, "answer_strange") | {
    "200 html": "portal",
    "301": "portal",
    "302": "portal",
    "401 of a stranger": "way_forbids",
    "403": "way_forbids",
    "407": "proxy_password",
    "511": "portal",
}


@pytest.mark.parametrize("name", PORTALS)
def test_whoever_else_answers_moves_nothing(desk: Desk, name: str) -> None:
    road = Wire(Receiver(), altered=lambda _request, _answer: PORTALS[name])
    before = mine(desk)
    assert speak(desk, road) == Outcome("hindered", EXPECTED[name])
    assert mine(desk) == before
    assert not outbox.waiting(desk.store.database, mine(desk))[0].trouble


def _forged(
    change: Callable[[dict[str, object]], object], key: suite.SigningKey | None = None
) -> Callable[..., Answer]:
    def altered(_request: Request, answer: Answer) -> Answer:
        said = wire.parse(answer.body)
        change(said)
        body = wire.canonical(said).encode()
        signature = suite.text_of(key.signed(body)) if key else answer.headers["gateway-signature"]
        return Answer(answer.status, {"gateway-signature": signature}, body)

    return altered


def test_a_forged_acknowledgement_is_nobodys_word(desk: Desk) -> None:
    receiver = Receiver()
    for altered in (
        _forged(lambda said: said.update(judged=0)),
        _forged(lambda said: said.pop("held", None), suite.new_key()),
    ):
        assert speak(desk, Wire(receiver, altered=altered)) == Outcome("hindered", "answer_strange")
        assert mine(desk).acked == 0


def test_a_signed_word_about_another_journal_or_head_moves_nothing(desk: Desk) -> None:
    for change in (
        lambda said: said.update(journal="0" * 32),
        lambda said: said.update(head=suite.text_of(b"\1" * 32)) if "at" not in said else None,
    ):
        receiver = Receiver()
        road = Wire(receiver, altered=_forged(change, receiver.key))
        speak(desk, road)
        assert mine(desk).uid == next(iter(receiver.journals))


def test_a_partial_acknowledgement_leaves_the_rest_waiting_until_it_is_said(desk: Desk) -> None:
    receiver, author = Receiver(), mine(desk)
    half = suite.text_of(journal.head_at(desk.store.database, author, 2))
    is_first = [True]

    def partly(request: Request, answer: Answer) -> Answer:
        if request.method == "PUT" and is_first:
            is_first.clear()
            return _forged(lambda said: said.update(acked=2, judged=1, head=half), receiver.key)(request, answer)
        return answer

    assert speak(desk, Wire(receiver, altered=partly)) == Outcome("done")
    agree(desk, receiver)


@pytest.mark.parametrize(
    ("answer", "code", "retry_after"),
    [
        (Answer(429, {"retry-after": "17"}), "way_busy", "17"),
        (Answer(503, {"retry-after": "Mon, 23 Nov 2026 09:31:00 GMT"}), "way_busy", "Mon, 23 Nov 2026 09:31:00 GMT"),
        (Answer(500), "gateway_behind", ""),
        (Answer(502, {}, b"<html>"), "gateway_behind", ""),
        (Answer(507), "answer_strange", ""),
        (Answer(408), "way_busy", ""),
    ],
)
def test_a_gateway_that_cannot_now_is_tried_later(desk: Desk, answer: Answer, code: str, retry_after: str) -> None:
    road = Wire(Receiver(), altered=lambda _request, _answer: answer)
    assert speak(desk, road) == Outcome("hindered", code, retry_after)
    assert not outbox.waiting(desk.store.database, mine(desk))[0].trouble


def test_a_batch_that_is_refused_stops_and_stays_with_the_reason(desk: Desk) -> None:
    receiver = Receiver()
    road = Wire(receiver, altered=lambda _request, _answer: receiver.problem(422, "batch_signature_wrong"))
    assert speak(desk, road) == Outcome("done")
    [batch] = outbox.waiting(desk.store.database, mine(desk))
    assert (batch.trouble, bool(batch.content)) == ("batch_signature_wrong", True)
    calls = len(road.receiver.calls)
    speak(desk, road)
    assert not [call for call in road.receiver.calls[calls:] if call.startswith("PUT")]


def test_a_gateway_without_our_dictionary_gets_the_batch_without_it(desk: Desk) -> None:
    receiver = Receiver(dictionaries={})
    assert speak(desk, Wire(receiver)) == Outcome("done")
    agree(desk, receiver)


def test_a_restored_gateway_is_filled_again_by_itself(desk: Desk) -> None:
    receiver = Receiver()
    road = Wire(receiver)
    speak(desk, road)
    kept = mine(desk).acked
    registered(desk)
    speak(desk, road)
    held = receiver.journals[mine(desk).uid]
    held.heads, held.lines = held.heads[: kept - 1], held.lines[: kept - 2]
    receiver.verdicts.clear()
    receiver.spool.clear()
    receiver.epoch = "2"
    registered(desk)
    assert speak(desk, road) == Outcome("done")
    agree(desk, receiver)
    assert outbox.contact(desk.store.database).epoch == "2"


def test_a_restored_gateway_is_noticed_when_nothing_waits(desk: Desk) -> None:
    receiver = Receiver()
    road = Wire(receiver)
    speak(desk, road)
    receiver.journals.clear()
    receiver.verdicts.clear()
    receiver.spool.clear()
    assert speak(desk, road) == Outcome("done")
    agree(desk, receiver)


def test_a_cloned_device_begins_a_new_journal_and_loses_nothing(tmp_path: Path) -> None:
    first = new_station(tmp_path / "one")
    registered(first)
    receiver = Receiver()
    road = Wire(receiver)
    speak(first, road)
    first.close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    first, second = (from_image(tmp_path / name, SetClock()) for name in ("one", "two"))
    ours, theirs = registered(first), registered(second)
    speak(first, road)
    old = mine(second).uid
    assert speak(second, road) == Outcome("done")
    assert mine(second).uid != old
    agree(first, receiver)
    agree(second, receiver)
    everything = [line.text for held in receiver.journals.values() for line in held.lines]
    for done in (*ours.values(), *theirs.values()):
        assert sum(f'"id":"{done.uid}"' in text for text in everything) == 1
    assert audit.audit(second.store).is_sound
    first.close()
    second.close()


def test_a_copy_that_lost_its_last_changes_begins_anew_after_the_common_ones(tmp_path: Path) -> None:
    desk = new_station(tmp_path / "now")
    trust.signing_key(desk.store)
    registered(desk)
    desk.close()
    shutil.copytree(tmp_path / "now", tmp_path / "backup")
    desk = unlock(tmp_path / "now", PASSWORD, clock=SetClock())
    receiver = Receiver()
    registered(desk)
    registered(desk)
    speak(desk, Wire(receiver))
    desk.close()
    restored = from_image(tmp_path / "backup", SetClock())
    old, common = mine(restored).uid, mine(restored).last_seq
    done = registered(restored)
    assert speak(restored, Wire(receiver)) == Outcome("done")
    kept = journal.author(restored.store.database, old)
    assert kept is not None
    assert (kept.mine, kept.last_seq) == (False, common)
    agree(restored, receiver)
    assert restored.records.known("visit", [done["visit"].uid])
    restored.close()


def test_an_acknowledgement_a_year_late_still_counts(desk: Desk) -> None:
    receiver, memory = Receiver(), Memory()
    with pytest.raises(Cut):
        speak(desk, Wire(receiver, budget=10), memory)
    assert isinstance(desk.clock, SetClock)
    desk.clock.move(days=400)
    assert speak(desk, Wire(receiver), memory) == Outcome("done")
    agree(desk, receiver)


def test_news_comes_with_the_verdict_and_is_taken_once(tmp_path: Path, desk: Desk) -> None:
    office = new_county(tmp_path / "county")
    admit(office, desk)
    receiver = Receiver()
    receiver.news = sealed(office, desk.place.uid)
    assert speak(desk, Wire(receiver)) == Outcome("done")
    assert outbox.contact(desk.store.database).cursor == "1"
    assert desk.records.known("device", [one.uid for one in office.records.all(Device)])
    assert speak(desk, Wire(receiver)) == Outcome("done")
    office.close()


def test_a_page_of_news_that_is_no_base64_is_passed_over(desk: Desk) -> None:
    receiver = Receiver()
    change = _forged(lambda said: said.update(news=["***"], cursor="9") if "acked" in said else None, receiver.key)
    assert speak(desk, Wire(receiver, altered=change)) == Outcome("done")
    assert outbox.contact(desk.store.database).cursor != "9"


@pytest.mark.parametrize("status", [500, 502, 504, 429, 503])
def test_h70_a_failure_after_the_gateway_has_committed_doubles_nothing(desk: Desk, status: int) -> None:
    receiver, memory, left = Receiver(), Memory(), [2]

    def fails(request: Request, answer: Answer) -> Answer:
        left[0] -= request.method == "PUT"
        return Answer(status) if left[0] >= 0 and request.method == "PUT" else answer

    for _ in range(3):
        speak(desk, Wire(receiver, altered=fails), memory)
    agree(desk, receiver)
    assert outbox.waiting(desk.store.database, mine(desk)) == []


def test_h67_a_lost_answer_is_asked_for_by_another_run_of_the_program_too(desk: Desk) -> None:
    receiver = Receiver()

    def lose(request: Request, answer: Answer) -> Answer:
        raise Cut("stalled")

    for _ in range(3):
        with pytest.raises(Cut):
            speak(desk, Wire(receiver, altered=lose), Memory())
        registered(desk)
    assert speak(desk, Wire(receiver), Memory()) == Outcome("done")
    agree(desk, receiver)


def test_h67_the_answer_to_an_older_batch_of_this_journal_is_taken_for_no_more_than_it_says(desk: Desk) -> None:
    receiver, kept = Receiver(), list[Answer]()

    def keep(request: Request, answer: Answer) -> Answer:
        kept.append(answer)
        return answer

    speak(desk, Wire(receiver, altered=keep))
    acked = mine(desk).acked
    registered(desk)
    old = next(one for one in kept if b'"acked"' in one.body)
    speak(desk, Wire(receiver, altered=lambda request, answer: old if request.method == "PUT" else answer))
    assert mine(desk).acked >= acked
    assert speak(desk, Wire(receiver)) == Outcome("done")
    agree(desk, receiver)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 415, 422, 451])
def test_h70_what_a_gateway_refuses_as_a_whole_stops_that_batch_and_keeps_it(desk: Desk, status: int) -> None:
    receiver = Receiver()

    def refuses(request: Request, answer: Answer) -> Answer:
        return receiver.problem(status, "body_too_large") if request.method == "PUT" else answer

    before = mine(desk)
    speak(desk, Wire(receiver, altered=refuses))
    [batch] = outbox.waiting(desk.store.database, mine(desk))
    assert (batch.trouble, bool(batch.content)) == ("body_too_large", True)
    assert mine(desk) == before


@pytest.mark.parametrize("offset", [-1, 10**9, 2**53 - 1])
def test_h70_an_absurd_place_to_go_on_at_comes_to_an_end(desk: Desk, offset: int) -> None:
    receiver = Receiver()

    def absurd(request: Request, answer: Answer) -> Answer:
        if request.method != "PUT":
            return answer
        body = wire.canonical({"code": "offset", "offset": offset}).encode()
        return Answer(409, {"gateway-signature": suite.text_of(receiver.key.signed(body))}, body)

    assert speak(desk, Wire(receiver, altered=absurd)).ended == "later"
    assert mine(desk).acked == 0
    assert speak(desk, Wire(receiver)) == Outcome("done")
    agree(desk, receiver)


@given(st.binary(max_size=200), st.sampled_from([200, 202, 409]))
def test_h70_whatever_is_signed_is_read_and_nothing_else_comes_out(content: bytes, status: int) -> None:
    key = suite.new_key()
    answer = Answer(status, {"gateway-signature": suite.text_of(key.signed(content))}, content)
    nothing = client.Mine("a" * 32, 0, lambda _seq: bytes(32))
    for read in (
        client.read_upload(answer, key.public, nothing),
        client.read_state(answer, key.public, "a" * 32),
        client.read_feed(answer, key.public),
        client.read_totals(answer, key.public, "a" * 32),
    ):
        assert isinstance(read, client.Stranger)
