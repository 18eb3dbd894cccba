"""Sending in the background: in a lane of its own, with its own connection to the database, never in a page's way.

Whoever runs it calls `run` in a thread; everybody else may call `state`, `pause`, `resume`, `send_now`, `cancel`,
`compare` and `stop` from theirs.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from station_app.db import journal, outbox
from station_app.domain import exchange
from station_app.domain.clock import stamp
from station_app.domain.exchange import Invitation
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal, reject
from station_app.services import county, documents, enrolment, news, road_totals, settings_copy
from station_app.services.desk import Desk
from station_app.services.road_totals import Difference
from station_app.sync import client, road, stick, trust
from station_app.sync import session as pace
from station_app.sync.road import Answer, Cut, Proxy, Request, Road, Stopped, Watch, unwatched
from station_app.sync.session import Ended, Memory, Meter, Outcome, Pace, Session, Side

LOOK_S = 3.0
"""How often the lane looks whether there is a network, or something new to send: nothing is sent for that."""

SETTLE_S = 20.0
"""What was just written waits so long for what is written next: one request instead of ten."""

FILES_S = 60.0
"""So long files go before it is looked whether there are news."""

SPEED_S = 5.0

UNKNOWN, OFFLINE, ONLINE = "unknown", "offline", "online"


@immutable
class SendingState:
    """What the lane is doing. `network`: "unknown", "offline", "portal" (a network that wants a login), "blocked" (one
    that does not lead to the gateway), "online".

    `phase`: "" (it waits for its time), "paused", "not_invited", "enrolling", "records", "news", "files". Done and
    total are of the phase. `waiting` counts changes that nobody has acknowledged. `next_try_s` is None where nothing is
    planned. `trouble` is the code of a problem (`text.problems`), with a `support_code` where a batch was stopped.
    """

    network: str = UNKNOWN
    phase: str = ""
    bytes_done: int = 0
    bytes_total: int = 0
    records_done: int = 0
    records_total: int = 0
    batches_done: int = 0
    batches_total: int = 0
    bytes_per_second: int = 0
    waiting: int = 0
    next_try_s: int | None = None
    last_contact_at: str = ""
    trouble: str = ""
    support_code: str = ""
    differences: tuple[Difference, ...] = ()


Changed = Callable[[SendingState], None]


RoadOf = Callable[[Invitation, Proxy | None], Road]


def http_road(invitation: Invitation, proxy: Proxy | None = None) -> Road:
    """The way to the gateway that an invitation names."""
    from station_app.sync.client import HttpRoad  # noqa: PLC0415  (the desk starts without the network's library)

    return HttpRoad(invitation.gateway_url, invitation.gateway_ca, proxy)


def set_proxy(desk: Desk, address: str, user: str = "", password: str = "") -> None:
    """The way out of the office's network from now on, `host:port` or its URL; "" where it leads out by itself. With a
    known address and user and no password the one that is kept stays. Raises Rejected for what is no address."""
    url = address.strip() if "://" in address or not address.strip() else f"http://{address.strip()}"
    made, kept = Proxy(url, user.strip(), password), trust.proxy(desk.store)
    if url:
        try:
            read = urlsplit(url)
            is_sound = read.scheme in ("http", "https") and bool(read.hostname) and read.port is not None
        except ValueError:
            is_sound = False
        if not is_sound or read.username or read.path.strip("/") or not url.isascii():
            raise reject(refusal("proxy_unsound", "proxy", address[:80]))
    if kept and not password and (kept.url, kept.user) == (made.url, made.user):
        return
    with desk.store.transaction():
        trust.keep_proxy(desk.store, made if url else None)


def unheard(_state: SendingState) -> None:
    """Nobody listens."""


class _Hearing:
    """A road on which it is heard that the platform is there (`heard`, once), and where it says that it has moved: in
    any answer that it has signed."""

    def __init__(self, road: Road, gateway_key: str, heard: Callable[[], None]) -> None:
        self._road, self._key, self._heard = road, gateway_key, heard
        self._is_heard = False
        self.moves: tuple[str, ...] = ()

    def ask(self, request: Request, watch: Watch = unwatched) -> Answer:
        """The answer to one call."""
        answer = self._road.ask(request, watch)
        if not self._is_heard and client.signed_object(answer, self._key):
            self._is_heard = True
            self._heard()
        if b'"moves":[' in answer.body and client.signed_object(answer, self._key):
            self.moves = exchange.moves_in(answer.body) or self.moves
        return answer

    def close(self) -> None:
        """Hang up."""
        self._road.close()


class Sender:
    """The sending lane of one desk."""

    def __init__(
        self,
        desk: Desk,
        road_of: RoadOf = http_road,
        changed: Changed = unheard,
        monotonic: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._desk = desk
        self._road_of = road_of
        self._road: tuple[tuple[Invitation, Proxy | None], Road] | None = None
        self._road_heard: _Hearing | None = None
        self._changed = changed
        self._monotonic = monotonic
        self._chance = chance
        self._memory = Memory()
        self._meter = Meter()
        self._pace = Pace()
        self._state = SendingState()
        self._wake = threading.Event()
        self._is_stopping = self._is_paused = self._is_cancelled = self._is_comparing = self._has_spoken = False
        self._due_at: float | None = monotonic()
        self._address = ""
        self._seen_waiting = 0
        self._moved = 0
        self._moments: list[tuple[float, int]] = []

    def state(self) -> SendingState:
        """What the lane is doing now."""
        due = None if self._due_at is None or self._is_paused else max(0, round(self._due_at - self._monotonic()))
        return replace(self._state, next_try_s=due)

    def pause(self) -> None:
        """Send nothing until `resume`; what is on its way is stopped between bytes."""
        self._is_paused = self._is_cancelled = True
        self._tell(replace(self._state, phase="paused"))
        self._wake.set()

    def resume(self) -> None:
        """Go on, now."""
        self.send_now()

    def send_now(self) -> None:
        """Try now, whatever was planned; batches that were stopped are tried once more."""
        self._is_paused = self._is_cancelled = False
        if self._state.phase == "paused":  # said at once: a road that leads nowhere is tried for twenty seconds
            self._tell(replace(self._state, phase=""))
        self._pace = Pace()
        self._due_at = self._monotonic()
        with self._desk.store.transaction():
            for author in journal.my_authors(self._desk.store.database):
                for batch in outbox.waiting(self._desk.store.database, author):
                    if batch.trouble:
                        outbox.stopped(self._desk.store.database, batch.hash, "")
        self._wake.set()

    def cancel(self) -> None:
        """Stop what is on its way between bytes; it goes on there at the next try."""
        self._is_cancelled = True

    def compare(self) -> None:
        """Compare the totals with the gateway's at the next contact, which is now; `state().differences` tells."""
        self._is_comparing = True
        self.send_now()

    def stop(self) -> None:
        """End the lane."""
        self._is_stopping = self._is_cancelled = True
        self._wake.set()

    def run(self) -> None:
        """The lane: until `stop`. Call it in a thread of its own."""
        try:
            while not self._is_stopping:
                self._wake.clear()
                wait_s = self.step()
                self._wake.wait(wait_s)
        finally:
            self._hang_up()
            self._desk.close()

    def once(self) -> SendingState:
        """One contact, now, for whoever has no lane; how it ended."""
        try:
            self.send_now()
            self._has_spoken = False
            self.step()
            if not self._has_spoken:  # another network than before: the usual lane would wait a moment
                self._due_at = self._monotonic()
                self.step()
        finally:
            self._hang_up()
        return self.state()

    def step(self) -> float:
        """Do what is due; the seconds until there may be something to do again."""
        invitation = trust.agreed(self._desk.store)
        if invitation is None or not invitation.gateway_url or not invitation.gateway_key:
            self._due_at = None
            self._tell(replace(self._state, phase="not_invited" if invitation is None else "", network=UNKNOWN))
            return LOOK_S
        if self._is_paused:
            self._tell(replace(self._state, phase="paused"))
            return LOOK_S
        self._look_around(invitation)
        if not self._address:
            self._due_at = None
            self._tell(replace(self._state, network=OFFLINE, phase="", trouble="no_network"))
            return LOOK_S
        now = self._monotonic()
        if self._due_at is not None and now < self._due_at:
            return min(self._due_at - now, LOOK_S)
        self._contact(invitation)
        return 0.0 if self._due_at is None else min(max(self._due_at - self._monotonic(), 0.0), LOOK_S)

    def _look_around(self, invitation: Invitation) -> None:
        """Another network, or something new that waits, brings the next try nearer."""
        now, address = self._monotonic(), road.own_address(invitation.gateway_url)
        if address != self._address:
            self._address, self._pace = address, Pace()
            self._due_at = now + 2 * self._chance() if address else None
            self._hang_up()
        waiting = road_totals.waiting(self._desk)
        if waiting > self._seen_waiting and self._pace.failures == 0:
            self._due_at = min(self._due_at if self._due_at is not None else now + SETTLE_S, now + SETTLE_S)
        if self._due_at is None and address:
            self._due_at = now
        if waiting != self._seen_waiting:
            self._seen_waiting = waiting
            self._tell(self._state)

    def _contact(self, invitation: Invitation) -> None:
        self._moved, self._is_cancelled, self._moments, self._has_spoken = 0, False, [], True
        try:
            outcome = self._spoken(invitation)
        except Cut as cut:
            self._hang_up()
            outcome = Outcome("hindered", road.of_reason(cut.reason))
        except Stopped:
            self._hang_up()
            outcome = Outcome("stopped")
        except Rejected as rejected:
            outcome = Outcome("refused", rejected.problems[0].code)
        self._plan(outcome)
        problem = self._follow() or outcome.code
        stopped = self._stopped_batch()
        hindrance = road.BY_CODE.get(outcome.code)
        self._seen_waiting = road_totals.waiting(self._desk)
        self._meter = Meter()
        shown = replace(
            self._state,
            network=hindrance.network if hindrance else ONLINE,
            phase="paused" if self._is_paused else "",
            trouble=stopped[0] or problem,
            support_code=stopped[1],
            last_contact_at=outbox.contact(self._desk.store.database).at,
        )
        self._tell(shown)

    def _spoken(self, invitation: Invitation) -> Outcome:
        road = self._road_heard = _Hearing(self._open(invitation), invitation.gateway_key, self._is_there)
        desk = self._desk
        if not outbox.contact(desk.store.database).admitted:
            self._tell(replace(self._state, phase="enrolling"))
            enrolment.ask_gateway(desk, road)
            if road.moves:  # whom the platform was before, ahead of what it said then
                enrolment.follow_moves(desk, road.moves, is_vouched=True)
        settings_copy.keep(desk)
        session = Session(side_of(desk, invitation), road, self._memory, self._meter, self._watch)
        outcome = session.run()
        if outcome.ended == "unknown":  # it was put back from a copy of before this device was admitted
            enrolment.ask_again(desk, road)
            outcome = session.run()
        if outcome.ended == "done" and road_totals.waiting(desk):
            outcome = session.run(with_news=False)  # what came was answered: the answer goes in the same contact
        if outcome.ended != "done":
            return outcome
        if self._is_comparing:
            self._is_comparing = False
            self._tell(replace(self._state, differences=tuple(_compared(desk, session))))
        return self._files(session)

    def _files(self, session: Session) -> Outcome:
        """Files last of all: what is written here or at the gateway meanwhile goes before the rest of them."""
        desk = self._desk
        while True:
            documents.want_documents(desk)
            until, waiting = self._monotonic() + FILES_S, road_totals.waiting(desk)
            try:
                is_all = stick.carry(session, partial(self._is_enough, until, waiting))
            except Ended as ended:
                return ended.outcome
            finally:
                told = documents.settle(desk)
            if is_all and not told:
                return Outcome("done")
            outcome = session.run()
            if outcome.ended != "done" or is_all:
                return outcome

    def _is_enough(self, until: float, waiting: int) -> bool:
        return self._monotonic() >= until or road_totals.waiting(self._desk) > waiting

    def _is_there(self) -> None:
        """The platform has answered: what was wrong before is over, what it says now is still to come."""
        self._tell(replace(self._state, network=ONLINE, trouble=""))

    def _follow(self) -> str:
        """Go where the platform says that it is from now on, and there at once; the code of what is wrong with it."""
        moves, self._road_heard = self._road_heard.moves if self._road_heard else (), None
        if not moves:
            return ""
        before = trust.agreed(self._desk.store)
        try:
            if enrolment.follow_moves(self._desk, moves, is_vouched=True) != before:
                self._hang_up()
                self._due_at, self._has_spoken = self._monotonic(), False
        except Rejected as rejected:
            return rejected.problems[0].code
        return ""

    def _plan(self, outcome: Outcome) -> None:
        now, chance = self._monotonic(), self._chance()
        if self._moved:
            self._pace = self._pace.progressed()
        match outcome.ended:
            case "done" | "stopped":
                self._pace = Pace()
                self._due_at = now + self._pace.regular_s(chance)
            case _:
                asked = pace.asked_s(outcome.retry_after, self._desk.clock.now())
                self._due_at = now + self._pace.wait_s(chance, asked)
                self._pace = self._pace.failed()

    def _watch(self, up: int, down: int) -> None:
        if self._is_cancelled:
            raise Stopped
        self._moved += up + down
        now, meter = self._monotonic(), self._meter
        meter.bytes_done += up
        if up + down:
            self._moments = [one for one in self._moments if one[0] > now - SPEED_S]
            self._moments.append((now, up + down))
            self._tell(self._state)

    def _tell(self, state: SendingState) -> None:
        """Show another state, with what the meter says."""
        meter, was = self._meter, self._state
        self._state = replace(
            state,
            phase=meter.phase or state.phase,
            bytes_done=min(meter.bytes_done, meter.bytes_total),
            bytes_total=meter.bytes_total,
            records_done=meter.records_done,
            records_total=meter.records_total,
            batches_done=meter.batches_done,
            batches_total=meter.batches_total,
            bytes_per_second=self._speed(),
            waiting=self._seen_waiting,
        )
        if self._state != was:
            self._changed(self.state())

    def _speed(self) -> int:
        if len(self._moments) < 2:
            return 0
        span = max(self._moments[-1][0] - self._moments[0][0], 0.2)
        return round(sum(size for _, size in self._moments) / span)

    def _stopped_batch(self) -> tuple[str, str]:
        database = self._desk.store.database
        for author in journal.my_authors(database):
            for batch in outbox.waiting(database, author)[:1]:
                if batch.trouble:
                    return batch.trouble, batch.hash[: road_totals.SUPPORT_DIGITS]
        return "", ""

    def _open(self, invitation: Invitation) -> Road:
        way = (invitation, trust.proxy(self._desk.store))
        if self._road is None or self._road[0] != way:
            self._hang_up()
            self._road = (way, self._road_of(*way))
        return self._road[1]

    def _hang_up(self) -> None:
        if self._road is not None:
            self._road[1].close()
        self._road = None


def side_of(desk: Desk, invitation: Invitation) -> Side:
    """This desk, as it speaks with the gateway of its invitation."""
    return Side(
        store=desk.store,
        key=trust.signing_key(desk.store),
        gateway_key=invitation.gateway_key,
        stamp=lambda: stamp(desk.clock.now()),
        take=partial(_take, desk),
        county=desk.place.area_code if desk.is_office else "",
    )


def _take(desk: Desk, contents: Sequence[bytes]) -> None:
    """What came down: news at a station; at a county its stations' batches, and news from above."""
    if desk.is_office:
        county.take_contents(desk, contents)
    else:
        news.take_in(desk, contents)


def _compared(desk: Desk, session: Session) -> list[Difference]:
    found: list[Difference] = []
    is_told_of_files = False
    for author in journal.my_authors(desk.store.database):
        if not author.acked:
            continue
        match client.read_totals(session.ask(road.get_totals(author.uid)), session.side.gateway_key, author.uid):
            case client.Totals(acked, days, files):
                found += road_totals.differences(desk, author.uid, acked, days)
                found += [] if is_told_of_files else road_totals.missing_files(desk, files)
                is_told_of_files = True
            case client.StoppedByGateway():
                pass
            case other:
                raise session.end(other)
        if any(one.kind != road_totals.FILES for one in found):
            road_totals.send_again(desk, author.uid)
    return found
