"""The gateway of a simulated province: its own receiving, store and answers, without HTTP, and roads that lose."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from station_app.domain.batch.suite import text_of
from station_app.domain.clock import Clock
from station_app.domain.exchange import MOST_NEWS_BYTES, evidence_in, read_request
from station_app.domain.judging import Home
from station_app.domain.problem import Rejected
from station_app.gateway import admission, epoch, ingest, office
from station_app.gateway.http import answers
from station_app.gateway.ingest import Platform
from station_app.gateway.store import journals, tables
from station_app.gateway.store.engine import Cursor, Engine
from station_app.gateway.store.vault import Sealed, Vault
from station_app.sync.road import Answer, Cut, Request, Watch

T = TypeVar("T")


class MemoryCursor:
    """What `SqliteEngine` hands to its work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, _bare(values)).fetchall()

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(sql, map(_bare, values))

    def locked(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.rows(sql, *values)

    def raw(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.rows(sql, *values)


def _bare(values: Sequence[Any]) -> list[Any]:
    """Nothing is sealed: many worlds are to be lived through."""
    return [one.value if isinstance(one, Sealed) else one for one in values]


class MemoryEngine:
    """SQLite in memory and in this thread: a snapshot of it costs nothing."""

    blob = "BLOB"
    vault = Vault(bytes(32))

    def __init__(self, content: bytes = b"") -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        if content:
            self._connection.deserialize(content)

    def write(self, work: Callable[[Cursor], T]) -> T:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            outcome = work(MemoryCursor(self._connection))
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return outcome

    def read(self, work: Callable[[Cursor], T]) -> T:
        return work(MemoryCursor(self._connection))

    def snapshot(self, work: Callable[[Cursor], T]) -> T:
        return self.read(work)

    def settle(self) -> None:
        """Nothing lies beside the memory."""

    def close(self) -> None:
        self._connection.close()

    def content(self) -> bytes:
        return self._connection.serialize()


@dataclass
class DrawnClock:
    """A clock that is set, and ids that are drawn: two runs of one seed are the same."""

    chance: Random
    at: datetime = field(default_factory=lambda: datetime.fromisoformat("2026-11-23T09:30:00+08:00"))

    def now(self) -> datetime:
        return self.at

    def new_id(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"

    def day_ends(self) -> None:
        self.at += timedelta(days=1)


def clock_of(seed: int) -> DrawnClock:
    """The gateway's own clock: its ids are nobody else's."""
    return DrawnClock(Random(f"gateway {seed}"))


@dataclass
class Gate:
    """The province's platform on an engine."""

    engine: Engine
    clock: Clock
    dictionaries: dict[int, bytes] = field(default_factory=dict)
    platform: Platform = field(init=False)

    def __post_init__(self) -> None:
        tables.create(self.engine)
        self._open()

    def _open(self) -> None:
        identity = self.engine.write(lambda cursor: office.founded(cursor, self.clock))
        self.platform = Platform(self.engine, identity, self.dictionaries, self.clock)

    def restored(self, engine: Engine) -> None:
        """Go on from an older copy, under a new epoch, as the operator's command does."""
        self.engine.close()
        self.engine = engine
        engine.write(epoch.begin)
        self._open()

    def snapshot(self) -> Engine | None:
        """A copy of the whole store, as it is now; None where it is on a server."""
        return MemoryEngine(self.engine.content()) if isinstance(self.engine, MemoryEngine) else None

    def ids(self) -> set[str]:
        """The changes that are durable here."""
        return {row[0] for row in self.engine.read(lambda cursor: cursor.rows("SELECT uid FROM change"))}

    def answer(self, request: Request, home: Home) -> Answer:
        """The answer to a device of a home; who asks is not proved here."""
        url = urlsplit(request.target)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        try:
            said = self._answered(request, url.path.strip("/").split("/")[1:], query, home)
        except Rejected as rejected:
            said = answers.problem(self.platform.office.key, rejected.problems[0])
        return Answer(said.status_code, dict(said.headers), bytes(said.body))

    def _answered(self, request: Request, path: list[str], query: dict[str, str], home: Home) -> Any:
        platform, key = self.platform, self.platform.office.key
        match request.method, path:
            case "PUT", ["journals", uid, "batches", _]:
                answer = ingest.receive(platform, uid, request.body)
                if answer.problem is not None:
                    return answers.problem(key, answer.problem, answer.more)
                return answers.signed(key, ingest.with_news(platform, answer, MOST_NEWS_BYTES))
            case "GET", ["journals", _, "batches", name]:
                said = self.engine.read(lambda cursor: journals.verdict_of(cursor, name))
                return (
                    answers.signed(key, ingest.spoken(platform, said))
                    if said
                    else answers.said(key, {"offset": 0}, 202)
                )
            case "GET", ["journals", uid]:
                epoch.heard(self.engine, platform.office.secret, uid, query.get("proof", ""))
                return answers.said(key, self._standing(uid, int(query["at"])))
            case "GET", ["journals", uid, "feed"]:
                return answers.said(key, self.feed(office.readers_scopes(home), query.get("after", ""), uid))
            case "GET", ["scopes", county, "feed"]:
                return answers.said(key, self.feed([office.UP + county], query.get("after", ""), ""))
            case "POST", ["enrol"]:
                asked, shown = read_request(request.body), evidence_in(request.body)
                return answers.said(key, admission.admit(platform, asked, shown))
        raise AssertionError(request.target)

    def feed(self, scopes: list[str], after: str, journal: str) -> dict[str, Any]:
        """What is meant for a reader."""
        return ingest.feed(self.platform, scopes, journal, after, 2**20)

    def _standing(self, uid: str, at: int) -> dict[str, Any]:
        def look(cursor: Cursor) -> dict[str, Any]:
            journal = journals.one(cursor, uid) or journals.begun(uid, "", "", "")
            head = journals.head_at(cursor, journal, at)
            said = {"acked": journal.acked, "head": text_of(journal.head), "at": text_of(head) if head else ""}
            return {
                **said,
                "epoch": epoch.current(cursor),
                "journal": uid,
                "dictionaries": sorted(self.dictionaries),
            }

        return self.engine.read(look)


@dataclass
class LossyRoad:
    """A road to the gateway that loses requests and answers, and now and then brings a batch twice."""

    gate: Gate
    home: Home
    chance: Random
    loss: float

    def ask(self, request: Request, watch: Watch) -> Answer:
        watch(len(request.body), 0)
        for _ in range(1 + (request.method == "PUT" and self.chance.random() < 0.05)):
            if self.chance.random() < self.loss:
                raise Cut("cut")
            answer = self.gate.answer(request, self.home)
        if self.chance.random() < self.loss:
            raise Cut("cut")
        return answer

    def close(self) -> None:
        """Nothing is held."""
