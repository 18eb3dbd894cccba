"""A device as somebody else would write it: plain requests by the published contract, nothing of the desktop."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from typing import Any

import httpx

from station_app.domain.batch import seal, suite
from station_app.domain.batch.frame import hash_of
from station_app.domain.batch.header import Header
from station_app.domain.batch.seal import Sealed
from station_app.domain.batch.suite import SigningKey
from station_app.domain.change import Change, Line, Place, chained, first_hash, line_of
from station_app.domain.exchange import AdmissionRequest, Invitation, authorization, request_text
from station_app.gateway import admission
from station_app.gateway.server import Serving

CLIENTS: list[httpx.Client] = []
"""Every client that was made; the gateway's fixture closes them."""


@dataclass
class Device:
    """A key, a journal, and an HTTP client. `cursor` goes into the headers of batches; "" reads no news."""

    gateway: Serving
    home: str
    journal: str
    key: SigningKey = field(default_factory=suite.new_key)
    audience: str = "office"
    lines: list[Line] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    cursor: str = ""

    def __post_init__(self) -> None:
        self.heads = self.heads or [first_hash(self.journal)]
        self.http = httpx.Client(base_url=self.gateway.url, timeout=20)
        CLIENTS.append(self.http)

    def write(
        self, kind: str, record: str, act: str = "register", seen: tuple[Place, ...] = (), **fields: Any
    ) -> Place:
        """One act into the journal."""
        seq = len(self.lines) + 1
        uid = f"{seq:016x}{self.journal[:16]}" if seen else record
        at = "2026-11-23T09:30:00.000+08:00"
        change = Change(self.journal, seq, uid, at, "ok", "e" * 32, act, kind, record, seen, fields)
        self.lines.append(line_of(change))
        self.heads.append(chained(self.heads[-1], self.lines[-1]))
        return Place(self.journal, seq)

    def sealed(self, first: int = 1, last: int | None = None, number: int = 1) -> Sealed:
        """A batch of a range of the journal."""
        header = Header(
            self.journal, first, first, number, self.heads[first - 1], "0.1.0", 1, self.audience, self.cursor
        )
        key = self.key.public if first == 1 else ""
        return seal.sealed(replaced(header, key=key), self.lines[first - 1 : last], self.key)

    def put(self, made: Sealed | bytes, **headers: str) -> httpx.Response:
        """Send a batch whole."""
        content = made if isinstance(made, bytes) else made.content
        return self.http.put(self.path(made), content=content, headers=headers)

    def path(self, made: Sealed | bytes) -> str:
        """Where a batch goes."""
        name = hash_of(made) if isinstance(made, bytes) else made.hash
        return f"/v1/journals/{self.journal}/batches/{name}"

    def send(self, first: int = 1, last: int | None = None) -> dict[str, Any]:
        """Send a range, which must be taken; the verdict."""
        answer = self.put(self.sealed(first, last))
        assert answer.status_code == 200, answer.text
        return self.believed(answer)

    def ask(self, target: str, method: str = "GET", **more: Any) -> httpx.Response:
        """A signed request: the nonce first."""
        nonce = self.http.request(method, target).headers["www-authenticate"].split('"')[1]
        signed = {"Authorization": authorization(self.key, method, target, nonce), **more.pop("headers", {})}
        return self.http.request(method, target, headers=signed, **more)

    def feed(self, after: str = "") -> dict[str, Any]:
        """Everything that is meant for this device after a cursor."""
        return self.believed(self.ask(f"/v1/journals/{self.journal}/feed?after={after}"))

    def believed(self, answer: httpx.Response) -> dict[str, Any]:
        """The JSON of an answer that the gateway has signed."""
        assert suite.is_signed(self.gateway.key, answer.content, suite.bytes_of(answer.headers["gateway-signature"])), (
            answer.text
        )
        said: dict[str, Any] = json.loads(answer.content)
        return said


def admitted(gateway: Serving, home: str, area_code: str, role: str = "STATION") -> Device:
    """A device that was invited, and admitted over HTTP."""
    device = Device(gateway, home, f"{int(home, 16) * 7 % 16**32:032x}")
    code = f"CODE-{home}"
    admission.invite(gateway.platform, Invitation(code, f"somewhere {home}", area_code, role, "2099-12-31"))
    asked = replaced(request_of(device, code, area_code, role), name=f"somewhere {home}")
    answer = device.http.post("/v1/enrol", content=request_text(asked, device.key))
    assert answer.status_code == 200, answer.text
    return device


def invite(gateway: Serving, code: str, area_code: str, role: str = "STATION", expires_on: str = "2099-12-31") -> None:
    """Remember a one-time code at the gateway."""
    admission.invite(gateway.platform, Invitation(code, "somewhere", area_code, role, expires_on))


def request_of(device: Device, code: str, area_code: str, role: str = "STATION") -> AdmissionRequest:
    """What a device asks to be admitted with."""
    return AdmissionRequest(code, device.journal, device.key.public, "", device.home, "somewhere", area_code, role)
