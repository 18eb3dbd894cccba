"""A receiver in this process, by the contract alone: a road without a network, so that every byte can be cut.

It judges nothing and keeps all in memory; the reference gateway has its own tests.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from station_app import paths
from station_app.domain import exchange, receiving, wire
from station_app.domain.batch import suite
from station_app.domain.batch.opening import opened
from station_app.domain.batch.suite import SigningKey
from station_app.domain.change import Line, first_hash
from station_app.domain.problem import Rejected
from station_app.domain.receiving import Meeting
from station_app.sync.road import Answer, Cut, Request, Watch


@dataclass
class Held:
    """One journal: the heads after each change (the first hash first), its lines, what is addressed to it."""

    heads: list[bytes]
    lines: list[Line] = field(default_factory=list)

    @property
    def acked(self) -> int:
        return len(self.heads) - 1


@dataclass
class Receiver:
    """What a gateway holds. `dictionaries` are those that it knows."""

    key: SigningKey = field(default_factory=suite.new_key)
    epoch: str = "1"
    journals: dict[str, Held] = field(default_factory=dict)
    spool: dict[str, bytearray] = field(default_factory=dict)
    verdicts: dict[str, dict[str, Any]] = field(default_factory=dict)
    blobs: dict[str, bytearray] = field(default_factory=dict)
    news: list[bytes] = field(default_factory=list)
    dictionaries: dict[int, bytes] = field(default_factory=lambda: dict(paths.dictionaries()))
    forks: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def answer(self, request: Request, body: bytes) -> Answer:
        """The answer to a call of which `body` has come."""
        url = urlsplit(request.target)
        self.calls.append(f"{request.method} {url.path.rsplit('/', 1)[0]}")
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        match request.method, url.path.strip("/").split("/"):
            case "PUT", [_, "journals", uid, "batches", name]:
                return self._put(request, uid, name, body)
            case "GET", [_, "journals", _uid, "batches", name]:
                known = self.verdicts.get(name)
                return self._signed(200, known) if known else self._signed(202, {"offset": len(self.part(name))})
            case "GET", [_, "journals", uid]:
                return self._state(uid, int(query.get("at", "0")))
            case "GET", [_, "journals", _uid, "feed"]:
                after = int(query.get("after") or "0")
                items = [base64.b64encode(one).decode() for one in self.news[after:]]
                return self._signed(200, {"cursor": str(len(self.news)), "items": items, "more": False})
            case "POST", [_, "enrol"]:
                asked = exchange.read_request(body)
                said = {"epoch": self.epoch, "gateway": self.key.public, "home": asked.home, "journal": asked.journal}
                return self._signed(200, said)
            case method, [_, "blobs", name]:
                return self._blob(method, request, name, body)
        raise AssertionError(request.target)

    def part(self, name: str) -> bytearray:
        """What has come of a batch."""
        return self.spool.setdefault(name, bytearray())

    def _put(self, request: Request, uid: str, name: str, body: bytes) -> Answer:
        if name in self.verdicts:
            return self._signed(200, self.verdicts[name])
        part = self.part(name)
        if request.offset != len(part):
            return self._signed(409, {"code": "offset", "offset": len(part)})
        part += body
        if len(part) < len(request.body):
            return self._signed(202, {"offset": len(part)})
        if hashlib.sha256(part).hexdigest() != name:
            return self.problem(422, "digest")
        return self._taken(uid, name, bytes(part))

    def _taken(self, uid: str, name: str, content: bytes) -> Answer:
        held = self.journals.setdefault(uid, Held([first_hash(uid)]))
        try:
            batch = opened(content, lambda header: self.keys.setdefault(uid, header.key), self.dictionaries)
        except Rejected as rejected:
            self.spool.pop(name)
            return self.problem(422, rejected.problems[0].code)
        hashes = [member.hash for member in batch.members]
        header = batch.header
        placing = receiving.place(held.acked, header.first, header.previous, hashes, lambda seq: held.heads[seq])
        if placing.meeting is Meeting.GAP:
            self.spool.pop(name)
            return self._signed(409, {"code": "gap", "acked": held.acked})
        if placing.meeting is Meeting.FORK:
            self.forks.append(name)
            self.spool.pop(name)
            return self._signed(409, {"code": "fork", "seq": placing.seq})
        held.heads += hashes[placing.skip :]
        held.lines += [member.line for member in batch.members[placing.skip :]]
        verdict = self.verdict(uid)
        self.verdicts[name] = dict(verdict)
        if self.news:
            verdict |= {"news": [base64.b64encode(one).decode() for one in self.news], "cursor": str(len(self.news))}
        return self._signed(200, verdict)

    def verdict(self, uid: str) -> dict[str, Any]:
        """The verdict as it would be now."""
        held = self.journals[uid]
        return {
            "acked": held.acked,
            "epoch": self.epoch,
            "head": suite.text_of(held.heads[-1]),
            "journal": uid,
            "judged": held.acked,
        }

    def _state(self, uid: str, at: int) -> Answer:
        held = self.journals.setdefault(uid, Held([first_hash(uid)]))
        said = self.verdict(uid) | {"at": suite.text_of(held.heads[at]) if at <= held.acked else ""}
        return self._signed(200, said | {"dictionaries": sorted(self.dictionaries), "cursor": ""})

    def _blob(self, method: str, request: Request, name: str, body: bytes) -> Answer:
        here = self.blobs.setdefault(name, bytearray())
        headers = {key.lower(): value for key, value in request.headers.items()}
        match method:
            case "HEAD":
                return Answer(200, {"upload-offset": str(len(here))})
            case "PUT":
                if int(headers["upload-offset"]) != len(here):
                    return self._signed(409, {"code": "offset", "offset": len(here)})
                here += body
                whole = len(here) == int(headers["upload-length"])
                return self._signed(200, {"hash": name}) if whole else self._signed(202, {"offset": len(here)})
            case _:
                start, end = (int(one) for one in headers["range"].removeprefix("bytes=").split("-"))
                part = bytes(here[start : end + 1])
                said = f"bytes {start}-{start + len(part) - 1}/{len(here)}"
                return Answer(206, {"content-range": said}, part)

    def problem(self, status: int, code: str) -> Answer:
        """An RFC 9457 problem."""
        answer = self._signed(status, {"code": code})
        return Answer(status, {**answer.headers, "content-type": "application/problem+json"}, answer.body)

    def _signed(self, status: int, said: Any) -> Answer:
        body = wire.canonical(said).encode()
        return Answer(status, {"gateway-signature": suite.text_of(self.key.signed(body))}, body)


@dataclass
class Wire:
    """A road to a receiver in this process. `budget` is how many bytes go through, up and down, before it is cut once;
    None for a sound one. `altered` may put another answer in place of the receiver's."""

    receiver: Receiver
    budget: int | None = None
    altered: Callable[[Request, Answer], Answer] = lambda _request, answer: answer
    up: int = 0

    def ask(self, request: Request, watch: Watch) -> Answer:
        body = request.body[request.offset :]
        allowed = body if self.budget is None else body[: self.budget]
        if self.budget is not None:
            self.budget -= len(allowed)
        self.up += len(allowed)
        watch(len(allowed), 0)
        cut = len(allowed) < len(body)
        answer = self.receiver.answer(request, allowed) if allowed or not cut else None
        if answer is not None and self.budget is not None and not cut:
            cut = len(answer.body) + 1 > self.budget
            self.budget -= min(self.budget, len(answer.body) + 1)
        if cut or answer is None:
            self.budget = None
            raise Cut("cut")
        watch(0, len(answer.body))
        return self.altered(request, answer)

    def close(self) -> None:
        """Nothing is held."""
