"""What a device and a gateway say to each other beside batches, without I/O (docs/batch.md, 3)."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar
from urllib.parse import urlsplit

from station_app.domain import wire
from station_app.domain.batch import suite
from station_app.domain.batch.suite import SigningKey
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject

SCHEME = "Ed25519"
SIGNATURE_HEADER = "Gateway-Signature"
OFFSET_HEADER, LENGTH_HEADER = "Upload-Offset", "Upload-Length"

MOST_NEWS_BYTES = 16 * 2**10
"""How much news one answer to a batch carries."""

LONGEST = 20_000
"""Characters of one member: a certificate is the longest."""

MOST_MOVES = 9
"""Digits of a move's number."""

_UID = re.compile(r"[0-9a-f]{32}")

V = TypeVar("V", "AdmissionRequest", "Invitation", "Move")


@immutable
class AdmissionRequest:
    """A device asks to be believed: the one-time code, its journal, its public keys, and where it stands."""

    code: str
    journal: str
    key: str
    recipient: str
    home: str
    name: str
    area_code: str
    role: str


@immutable
class Invitation:
    """What an office hands out so that one device can be admitted: a code, and whom to believe from then on.

    `home` is the uid of the station (or office) that the device will be one more computer of, `station_no` its number
    in its township; "" for one that the office does not know yet: it names its own uid when it asks. `replaces` is the
    uid of the device that ends when this one is admitted. `county_home` and `gateway_home` are the uids of the office
    and of the platform. `gateway_url`, `gateway_key` and `gateway_ca` (PEM) are empty where there is no network at all;
    `county_recipient` is the age public key that sticks are wrapped for. `gateway_move` is the number of the last
    move of the platform (`Move`) before it, "" before the first. `enrolment` is the uid of the county's record of it,
    "" where the platform itself invites.
    """

    code: str
    name: str
    area_code: str
    role: str
    expires_on: str
    home: str = ""
    station_no: str = ""
    replaces: str = ""
    county_home: str = ""
    county_key: str = ""
    county_recipient: str = ""
    gateway_home: str = ""
    gateway_url: str = ""
    gateway_key: str = ""
    gateway_ca: str = ""
    gateway_move: str = ""
    enrolment: str = ""


@immutable
class Move:
    """The platform says where it is to be found from now on, and by which key it is believed: all that an invitation
    pins. Signed by the key that was believed before (`former_key`); `number` counts its moves from 1, as text."""

    number: str
    gateway_home: str
    former_key: str
    gateway_key: str
    gateway_url: str
    gateway_ca: str = ""


def is_loopback(url: str) -> bool:
    """Whether an address is this very machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_safe(url: str) -> bool:
    """Whether a gateway may be spoken to at an address: openly only on this very machine."""
    return url.startswith("https://") or (url.startswith("http://") and is_loopback(url))


def question(method: str, target: str, nonce: str) -> bytes:
    """What a device signs when it asks: `target` is the path with its query."""
    return f"{method} {target}\n{nonce}".encode()


def authorization(key: SigningKey, method: str, target: str, nonce: str) -> str:
    """The value of the Authorization header."""
    return f"{SCHEME} {key.public} {nonce} {suite.text_of(key.signed(question(method, target, nonce)))}"


def signed_text(name: str, said: AdmissionRequest | Invitation | Move, key: SigningKey) -> str:
    """`{"<name>":{…},"signature"}`: a value of this module as a file or a request body, signed by `key`."""
    content = asdict(said)
    return wire.canonical({name: content, "signature": suite.text_of(key.signed(wire.canonical(content).encode()))})


@immutable
class Evidence:
    """What a device shows beside its request for admission: the text of its invitation as it was signed, and the
    platform's own answer by which it was admitted before, with the signature over it. "" for what it has not."""

    invitation: str = ""
    paper: str = ""
    paper_signature: str = ""


def request_text(request: AdmissionRequest, key: SigningKey, evidence: Evidence | None = None) -> str:
    """A request for admission, signed by the device's own key, with what it shows beside."""
    said = wire.parse(signed_text("request", request, key))
    shown = {name: value for name, value in asdict(evidence or Evidence()).items() if value}
    return wire.canonical({**said, **shown})


def evidence_in(text: str | bytes) -> Evidence:
    """What a request for admission shows beside; nothing for what is no text."""
    raw = wire.parse(text)
    names = [one.name for one in fields(Evidence)]
    return Evidence(**{name: raw[name] for name in names if isinstance(raw.get(name), str)})


def read_request(text: str | bytes) -> AdmissionRequest:
    """The request in a text, its signature judged. Raises Rejected."""
    request, content, signature = _read(text, "request", AdmissionRequest)
    if not suite.is_signed(request.key, content, signature):
        raise reject(refusal("admission_unsigned"))
    return request


def read_invitation(text: str | bytes) -> Invitation:
    """The invitation in a text, signed by the county's or the gateway's key that it names. Raises Rejected.

    Whoever is to be believed has a key and a uid: one without the other is no invitation.
    """
    invitation, content, signature = _read(text, "invitation", Invitation)
    believed = ((invitation.county_key, invitation.county_home), (invitation.gateway_key, invitation.gateway_home))
    is_whole = all(bool(key) == bool(_UID.fullmatch(home)) for key, home in believed)
    if not is_whole or not any(suite.is_signed(key, content, signature) for key, _ in believed):
        raise reject(refusal("invitation_unsound"))
    return invitation


def read_county_invitation(text: str | bytes) -> Invitation:
    """The same where the county's key has signed it. Raises Rejected."""
    invitation, content, signature = _read(text, "invitation", Invitation)
    if not suite.is_signed(invitation.county_key, content, signature):
        raise reject(refusal("invitation_unsound"))
    return invitation


def moves_text(moves: Sequence[str]) -> str:
    """The platform's signed moves as a file, in their order."""
    return wire.canonical({"moves": list(moves)})


def moves_in(text: str | bytes) -> tuple[str, ...]:
    """The signed moves that such a file holds; none in any other file."""
    try:
        raw = wire.parse(text)
    except ValueError:
        return ()
    found = raw.get("moves") if isinstance(raw, dict) else None
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def read_move(text: str | bytes) -> Move:
    """A move of the platform, signed by the key that it names as the former one. Raises Rejected."""
    move, content, signature = _read(text, "move", Move)
    is_number = move.number.isascii() and move.number.isdecimal() and len(move.number) < MOST_MOVES
    if not is_number or not is_safe(move.gateway_url) or not suite.is_signed(move.former_key, content, signature):
        raise reject(refusal("move_unsound"))
    return move


def _read(text: str | bytes, name: str, cls: type[V]) -> tuple[V, bytes, bytes]:
    try:
        raw = wire.parse(text)
        said, signature = dict(raw[name]), suite.bytes_of(raw["signature"])
        # Signed is all that came; members of newer programs are passed over.
        known = _texts({one.name: said[one.name] for one in fields(cls) if one.name in said})
        return cls(**known), wire.canonical(said).encode(), signature
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise reject(refusal(_UNSOUND[cls])) from error


_UNSOUND: Mapping[type, str] = {
    AdmissionRequest: "admission_unsound",
    Invitation: "invitation_unsound",
    Move: "move_unsound",
}


def _texts(said: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(value, str) and len(value) <= LONGEST for value in said.values()):
        raise ValueError("members are texts")
    return dict(said)


SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SIGNS = 15
GROUP = 4
PRIME = 31


def new_code() -> str:
    """A code from the machine's randomness: 16 signs."""
    signs = "".join(SIGNS[byte % len(SIGNS)] for byte in os.urandom(CODE_SIGNS))
    return signs + _check_sign(signs)


def shown(code: str) -> str:
    """A code as people read it out: four groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def plain(text: str) -> str:
    """A typed code as it is meant: capitals, no blanks and hyphens, O read as 0, I and L as 1."""
    folded = "".join(text.upper().split()).replace("-", "")
    return folded.replace("O", "0").replace("I", "1").replace("L", "1")


def is_sound(text: str) -> bool:
    """Whether a typed text has a code's form and its check sign fits."""
    code = plain(text)
    return len(code) == CODE_SIGNS + 1 and all(sign in SIGNS for sign in code) and code[-1] == _check_sign(code[:-1])


def hash_of(text: str) -> str:
    """What is written down of a code: the SHA-256 of its plain form, 64 hexadecimal digits."""
    return hashlib.sha256(plain(text).encode()).hexdigest()


def device_of(enrolment: str) -> str:
    """The uid of the one device that a code admits: whoever admits it, the gateway or the county, names the same."""
    return hashlib.sha256(f"device:{enrolment}".encode()).hexdigest()[:32]


def _check_sign(signs: str) -> str:
    return SIGNS[sum(place * SIGNS.index(sign) for place, sign in enumerate(signs, 1)) % PRIME]
