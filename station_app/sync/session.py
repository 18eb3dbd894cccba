"""One contact with the gateway: records first, then news, then files. What it says is written down as it is said.

Nothing is ever dropped here: whatever happens, the next contact goes on where this one ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial

from station_app import paths
from station_app.db import blobs, journal, outbox
from station_app.db.journal import Author
from station_app.db.outbox import Outgoing
from station_app.db.store import Store
from station_app.domain import contact as rules
from station_app.domain.batch import suite
from station_app.domain.batch.suite import SigningKey
from station_app.domain.contact import Course
from station_app.domain.immutable import immutable
from station_app.sync import client, road, sealing, trust
from station_app.sync.client import Acked, GoOn, JournalStanding, LookFirst, Mine, Reseal, StoppedByGateway
from station_app.sync.road import Answer, Request, Road, Watch

SHORTEST_S = 5.0
LONGEST_S = 1800.0
LONGEST_ASKED_S = 3600.0
"""A Retry-After beyond an hour is not believed further: a misread clock must not silence a station for a year."""

REGULAR_S = 900.0
"""How long a device that has nothing to send waits before it asks for news."""


@immutable
class Pace:
    """How many tries in a row have brought nothing."""

    failures: int = 0

    def failed(self) -> Pace:
        """After a try that moved no byte."""
        return Pace(self.failures + 1)

    def progressed(self) -> Pace:
        """After any byte of progress."""
        return Pace()

    def wait_s(self, chance: float, asked_s: float = 0.0) -> float:
        """Seconds until the next try. `chance` is a random number from 0 to 1; `asked_s` what the gateway asked for."""
        ceiling = min(SHORTEST_S * float(1 << min(self.failures, 20)), LONGEST_S)
        if asked_s > 0:
            # Those who were sent away together must not come back together.
            return asked_s + min(ceiling, max(asked_s / 10, 1.0)) * chance
        return ceiling * chance

    def regular_s(self, chance: float) -> float:
        """Seconds until news is asked for, when nothing waits: from half to all of the usual time."""
        return REGULAR_S * (1 + chance) / 2


def asked_s(retry_after: str, now: datetime) -> float:
    """The seconds that a Retry-After asks for (RFC 9110, 10.2.3): a number or a date; 0 for what is neither.

    Bounded at one hour.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:9]), LONGEST_ASKED_S)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # an offset of a thousand years
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_ASKED_S)


def begin_anew(store: Store, author: Author, common: int) -> Author:
    """Give up a journal after the change `common`; the new one, with all that was written after it.

    What the other machine wrote under its name comes by the news, signed by this device's own key: the feed is read
    from its beginning, for what was passed over there as one's own is now a colleague's. The caller holds the
    transaction.
    """
    begun = store.begin_anew(author, common)
    journal.signed_by(store.database, author, trust.signing_key(store).public)
    outbox.remember(store.database, replace(outbox.contact(store.database), cursor=""))
    return begun


Ask = Callable[[int], JournalStanding]
"""Asks the gateway how the journal stands, and for its head after one change."""


def agree(store: Store, author: Author, ask: Ask, seq: int, at: str) -> Course:
    """Go back to the last change that both hold alike, and say what course that was.

    `seq` is a change that is known to disagree, 0 where none is; `at` the time (`domain.clock.stamp`).
    """
    head_at = partial(journal.head_at, store.database, author)
    standing = ask(max(seq - 1, 0) if seq else author.acked)
    said = rules.Standing(standing.acked, _head(standing.head))
    course = rules.course(author.last_seq, author.acked, head_at, said)
    if course is Course.BEGINS_ANEW:
        last = min(standing.acked, author.last_seq, seq - 1 if seq else author.last_seq)
        common = _last_common(author, ask, max(last, 0), head_at)
        with store.transaction():
            begin_anew(store, author, common)
        return course
    with store.transaction():
        outbox.gone_back(store.database, author, standing.acked)
        if standing.acked > author.acked:
            outbox.acknowledged(store.database, author, standing.acked, at)
    return course


def is_same(store: Store, author: Author, seq: int, head: str) -> bool:
    """Whether the head that the gateway names after the change `seq` is this device's own."""
    return seq <= author.last_seq and _head(head) == journal.head_at(store.database, author, seq)


def _last_common(author: Author, ask: Ask, last: int, head_at: Callable[[int], bytes]) -> int:
    search = rules.last_common(min(last, author.last_seq), head_at)
    answer: bytes | None = None
    while True:
        try:
            asked = search.send(answer)
        except StopIteration as found:
            return int(found.value)
        answer = _head(ask(asked).at)


def _head(text: str) -> bytes:
    """A head as the gateway writes it; nothing for what is none."""
    try:
        return suite.bytes_of(text)
    except ValueError:
        return b""


MOST_SURPRISES = 6
"""How often in one contact both sides may find that they hold different things, before it waits a while."""

MOST_PAGES = 10_000
WORTH_ASKING_BYTES = 16 * 2**10
"""A batch larger than this that an earlier contact may have begun is asked after before it is sent."""


@immutable
class Side:
    """Who speaks with whom: this device, the gateway's pinned key, the time (`domain.clock.stamp`).

    `take` takes batches that came down, in order. `county` is the code of the county whose stations' batches are
    fetched, "" at a station.
    """

    store: Store
    key: SigningKey
    gateway_key: str
    stamp: Callable[[], str]
    take: Callable[[Sequence[bytes]], object]
    county: str = ""


@dataclass
class Memory:
    """What one contact leaves for the next while the program runs. `dictionaries`: those that the gateway knows, None
    until it has said so; `begun`: batches that may lie there in part."""

    nonce: str = ""
    dictionaries: frozenset[int] | None = None
    begun: set[str] = field(default_factory=set)


@dataclass
class Meter:
    """What is going on, for whoever looks: the phase ("", "records", "news", "files"), bytes and records."""

    phase: str = ""
    bytes_done: int = 0
    bytes_total: int = 0
    records_done: int = 0
    records_total: int = 0
    batches_done: int = 0
    batches_total: int = 0


@immutable
class Outcome:
    """How a contact ended: "done", "later" (the gateway said so), "hindered" (somebody else did), "unknown" (the
    gateway does not know this device), "refused"; with the code of why (`road.HINDRANCES`) and the Retry-After."""

    ended: str
    code: str = ""
    retry_after: str = ""


@dataclass
class Ended(Exception):
    """The contact ends here."""

    outcome: Outcome


class Session:
    """One contact. `watch` is told of every byte and may raise to stop."""

    def __init__(self, side: Side, road: Road, memory: Memory, meter: Meter, watch: Watch) -> None:
        self.side = side
        self._road = road
        self._memory = memory
        self.meter = meter
        self._watch = watch
        self._fetch_due = False
        self._moved_to = ""

    def run(self, *, with_news: bool = True) -> Outcome:
        """Send what waits, read what is new. Raises `sync.road.Cut` where the road broke."""
        try:
            self._send_all()
            if self._moved_to:
                self._tell_again(self._moved_to)
            self._pass_on()
            if with_news:
                self._news()
        except Ended as ended:
            return ended.outcome
        return Outcome("done")

    def ask(self, request: Request) -> Answer:
        """One call, signed where the gateway wants it signed."""
        asked = request
        if self._memory.nonce and _is_signed(request):
            asked = road.signed(request, self.side.key, self._memory.nonce)
        answer = self._road.ask(asked, self._watch)
        match client.read_failure(answer, self.side.gateway_key) if answer.status == 401 else None:
            case client.Prove(nonce):
                self._memory.nonce = nonce
                return self._road.ask(road.signed(request, self.side.key, nonce), self._watch)
        return answer

    def end(self, reading: object) -> Ended:
        """The contact's end after a reading that it cannot go on from."""
        match reading:
            case client.ComeLater(retry_after, code):
                return Ended(Outcome("later", code, retry_after))
            case client.Stranger(code, retry_after):
                return Ended(Outcome("hindered", code, retry_after))
            case StoppedByGateway(code) if code in client.NOT_ADMITTED:
                return Ended(Outcome("unknown", "not_admitted"))
            case StoppedByGateway(code):
                return Ended(Outcome("refused", code))
            case _:
                return Ended(Outcome("later", "gateway_busy"))

    def _send_all(self) -> None:
        database = self.side.store.database
        spoken_of: set[str] = set()
        has_sent = False
        # A journal that is given up on the way has a new one in its place.
        while left := [one for one in journal.my_authors(database) if one.uid not in spoken_of]:
            for author in left:
                spoken_of.add(author.uid)
                has_sent |= self._send(author.uid)
        if not has_sent:
            self._look(journal.my_authors(database))
            self._fetch_due = True

    def _tell_again(self, epoch: str) -> None:
        """The gateway was restored from an older copy: tell it what it forgot of this device's journals, those that it
        gave up among them, and of what others wrote; read its feeds from their beginning. The new epoch is remembered
        when all that is known to be due."""
        database = self.side.store.database
        self._remember(cursor="", scope_cursor="")
        with self.side.store.transaction():
            outbox.passed_on_again(database)
            blobs.ask_again(database)
        for author in journal.given_up(database):
            standing = self._standing(author, author.last_seq)
            forgot = standing.acked < author.last_seq and is_same(
                self.side.store, author, standing.acked, standing.head
            )
            if forgot:
                with self.side.store.transaction():
                    outbox.gone_back(database, author, standing.acked)
                self._send_batches(author, self._sealed(author))
        for author in journal.my_authors(database):
            if author.acked:
                self._agree(author, 0)
        self._moved_to, self._fetch_due = "", True
        self._remember(epoch=epoch)
        self._send_all()

    def _pass_on(self) -> None:
        """What came to this county by hand, or was lost where the province was restored, goes up as the same bytes;
        what comes before its turn waits."""
        database = self.side.store.database
        for name in outbox.carried(database):
            carried = outbox.carried_batch(database, name)
            author = journal.author(database, carried.journal)
            if carried.size_bytes > WORTH_ASKING_BYTES:
                self._memory.begun.add(name)
            match self._upload(author, carried) if author else None:
                case StoppedByGateway("batch_key_unknown"):
                    pass  # the province has not heard of the station's admission yet
                case Acked() | StoppedByGateway() | LookFirst("fork"):
                    with self.side.store.transaction():
                        outbox.passed_on(database, name)
                case LookFirst() | Reseal() | None:
                    pass
                case other:
                    raise self.end(other)

    def _send(self, uid: str) -> bool:
        """Send what waits of one journal; whether the gateway has said anything of it."""
        has_sent = False
        for _ in range(MOST_SURPRISES):
            author = journal.author(self.side.store.database, uid)
            batches = self._sealed(author) if author and author.mine else []
            if author is None or not batches or batches[0].trouble:
                return has_sent
            surprise = self._send_batches(author, batches)
            if surprise is None:
                return True
            has_sent = True
            self._answer(author, surprise)
        raise Ended(Outcome("later", "gateway_busy"))

    def _send_batches(self, author: Author, batches: Sequence[Outgoing]) -> LookFirst | Reseal | None:
        meter = self.meter
        meter.phase, meter.bytes_done, meter.records_done, meter.batches_done = "records", 0, 0, 0
        meter.bytes_total = sum(one.size_bytes for one in batches)
        meter.records_total, meter.batches_total = sum(one.count for one in batches), len(batches)
        behind = 0
        for batch in batches:
            meter.bytes_done = behind
            match self._upload(author, batch):
                case Acked() as said:
                    self._acknowledged(author, said, batch)
                    if said.acked < batch.last:
                        return LookFirst("partly")
                case StoppedByGateway(code) if code not in client.NOT_ADMITTED:
                    with self.side.store.transaction():
                        outbox.stopped(self.side.store.database, batch.hash, code)
                    return None
                case LookFirst() | Reseal() as surprise:
                    return surprise
                case other:
                    raise self.end(other)
            behind += batch.size_bytes
            meter.records_done += batch.count
            meter.batches_done += 1
        meter.bytes_done = behind
        return None

    def _upload(self, author: Author, batch: Outgoing) -> Acked | client.Failure:
        read = partial(client.read_upload, gateway_key=self.side.gateway_key, mine=self._mine(author))
        offset = 0
        if batch.hash in self._memory.begun:
            self._fetch_due = True
            match read(self.ask(road.get_batch(author.uid, batch.hash))):
                case GoOn(reached):
                    offset = min(reached, batch.size_bytes)
                case StoppedByGateway():  # it has never heard of it
                    pass
                case other:
                    return other
        self._memory.begun.add(batch.hash)
        behind = self.meter.bytes_done
        for _ in range(MOST_SURPRISES):
            self.meter.bytes_done = behind + offset
            reading = read(self.ask(road.put_batch(author.uid, batch.hash, batch.content, offset)))
            if not isinstance(reading, GoOn):
                return reading
            offset = min(max(reading.offset, 0), batch.size_bytes)
        return client.ComeLater()

    def _acknowledged(self, author: Author, said: Acked, batch: Outgoing) -> None:
        store, at = self.side.store, self.side.stamp()
        with store.transaction():
            outbox.acknowledged(store.database, author, said.acked, at)
            outbox.keep_proof(store.database, author, said.proof)
            if batch.replaces and said.replaced == batch.replaces:
                outbox.replaced(store.database, batch.hash, at)
            for name, uid, number, first, last in said.stale:
                held = journal.author(store.database, uid)
                if held is not None and held.last_seq >= last and name != batch.replaces:
                    outbox.mark_stale(store.database, held, name, (first, last), number)
            outbox.progressed(store.database, author, said.judged, 0)
        has_moved = self._note(said.epoch)
        self._fetch_due |= said.more
        is_to_be_read_again = self._take(said.news)
        self._fetch_due |= is_to_be_read_again
        if said.cursor and not has_moved and not is_to_be_read_again:
            self._remember(cursor=said.cursor)

    def _answer(self, author: Author, surprise: LookFirst | Reseal) -> None:
        """Mend what a surprise has shown, so that sending can go on."""
        store = self.side.store
        match surprise:
            case Reseal():
                self._memory.dictionaries = frozenset()
                with store.transaction():
                    outbox.gone_back(store.database, author, author.acked)
                    outbox.sealed_in_vain(store.database, author)
            case LookFirst(_, seq):
                self._agree(author, seq)

    def _agree(self, author: Author, seq: int) -> None:
        """Both go back to the last change that both hold alike."""
        ask = partial(self._standing, author)
        if agree(self.side.store, author, ask, seq, self.side.stamp()) is Course.BEGINS_ANEW:
            self._fetch_due = True

    def _look(self, authors: Sequence[Author]) -> None:
        """Nothing was to be sent: see whether the gateway still holds what it once said it did."""
        # The feed passes over the journal that this device writes: what a clone wrote in it shows here alone.
        mine = journal.my_author(self.side.store.database)
        looked_at = [one for one in authors if one.acked][:1] + ([mine] if mine.acked == mine.last_seq else [])
        for author in {one.uid: one for one in looked_at}.values():
            standing = self._standing(author, author.acked)
            head = suite.text_of(self._mine(author).head_at(author.acked))
            if (standing.acked, standing.head) != (author.acked, head):
                self._agree(author, 0)
                self._send_all()
                return

    def _standing(self, author: Author, at: int) -> JournalStanding:
        answer = self.ask(road.get_state(author.uid, at, outbox.proof_of(self.side.store.database, author)))
        match client.read_state(answer, self.side.gateway_key, author.uid):
            case JournalStanding() as standing:
                self._note(standing.epoch)
                if standing.dictionaries is not None:
                    self._memory.dictionaries = frozenset(standing.dictionaries)
                return standing
            case other:
                raise self.end(other)

    def _news(self) -> None:
        if self._fetch_due:
            self.meter.phase = "news"
            database = self.side.store.database
            self._read_feed(lambda cursor: road.get_feed(journal.my_author(database).uid, cursor), "cursor")
        if self.side.county:
            self.meter.phase = "news"
            self._read_feed(lambda cursor: road.get_scope(self.side.county, cursor), "scope_cursor")

    def _read_feed(self, request: Callable[[str], Request], name: str) -> None:
        for _ in range(MOST_PAGES):
            cursor = getattr(outbox.contact(self.side.store.database), name)
            match client.read_feed(self.ask(request(cursor)), self.side.gateway_key):
                case client.Feed(items, reached, more):
                    if self._take(items):
                        continue
                    self._remember(**{name: reached})
                    if not more or reached == cursor:
                        return
                case client.BeginAgain():
                    self._remember(**{name: ""})
                case other:
                    raise self.end(other)

    def _take(self, items: Sequence[bytes]) -> bool:
        """Take what came down; whether a journal was begun anew for what it said, so that the feed begins again."""
        before = len(journal.given_up(self.side.store.database))
        if items:
            self.side.take(items)
        return len(journal.given_up(self.side.store.database)) > before

    def _note(self, epoch: str) -> bool:
        """The gateway has spoken; whether it is another than before (it was restored)."""
        known = outbox.contact(self.side.store.database)
        has_moved = bool(epoch and known.epoch and epoch != known.epoch)
        if has_moved:
            self._moved_to = epoch
        else:
            self._remember(epoch=epoch or known.epoch)
        return has_moved

    def _remember(self, **said: str) -> None:
        store = self.side.store
        with store.transaction():
            outbox.remember(store.database, replace(outbox.contact(store.database), at=self.side.stamp(), **said))

    def _sealed(self, author: Author) -> list[Outgoing]:
        cursor = outbox.contact(self.side.store.database).cursor if author.audience == "office" else ""
        made_at = self.side.stamp()
        batches = sealing.sealed(self.side.store, author, made_at, self._dictionaries(), cursor)
        if batches and batches[0].sealed_at != made_at and batches[0].size_bytes > WORTH_ASKING_BYTES:
            self._memory.begun.add(batches[0].hash)
        return [one for one in batches if one.content]

    def _dictionaries(self) -> Mapping[int, bytes]:
        shipped, known = paths.dictionaries(), self._memory.dictionaries
        return shipped if known is None else {number: one for number, one in shipped.items() if number in known}

    def _mine(self, author: Author) -> Mine:
        return Mine(author.uid, author.last_seq, partial(journal.head_at, self.side.store.database, author))


def _is_signed(request: Request) -> bool:
    """Whether a call is one of those that a device signs: a batch bears its own signature."""
    return "/batches/" not in request.target
