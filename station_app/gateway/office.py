"""The gateway as an author: its own key, its own journals, one for each audience, sealed as it writes them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import Any

from station_app import __version__
from station_app.domain import exchange
from station_app.domain.batch import opening, seal, suite
from station_app.domain.batch.header import Header
from station_app.domain.batch.suite import SigningKey
from station_app.domain.change import SCHEMA, Change, line_of
from station_app.domain.clock import Clock, stamp
from station_app.domain.exchange import Move
from station_app.domain.immutable import immutable
from station_app.domain.judging import PROVINCE, STATION, Home
from station_app.domain.problem import Rejected, refusal
from station_app.gateway import epoch
from station_app.gateway.store import devices, folded, journals
from station_app.gateway.store.devices import ACTIVE, Admitted
from station_app.gateway.store.engine import Cursor
from station_app.gateway.store.folded import Refused
from station_app.gateway.store.vault import Sealed

PROVINCE_CODE = "52"
UP = "up:"
"""Before a county's code: the feed of what its stations write."""

USER = "0" * 32
"""Who acts where the platform itself does."""


@immutable
class PlatformOffice:
    """The platform's own identity: what it signs with, its home, and the secret of its nonces and marks."""

    key: SigningKey
    home: Home
    secret: bytes


@immutable
class Writing:
    """An act of the platform: on which record, of which kind; a new record where `record` is not known yet."""

    act: str
    kind: str
    record: str
    fields: Mapping[str, Any]


def founded(cursor: Cursor, clock: Clock) -> PlatformOffice:
    """The platform's identity, made at the first time."""
    kept = {name: bytes(value) for name, value in cursor.rows("SELECT name, value FROM setting")}
    if "key" not in kept:
        kept = {
            "key": suite.new_key().secret,
            "home": clock.new_id().encode(),
            "epoch": epoch.new().encode(),
            "secret": os.urandom(32),
        }
        for name, value in kept.items():
            set_setting(cursor, name, value)
    key, home = SigningKey(kept["key"]), Home(kept["home"].decode(), PROVINCE, PROVINCE_CODE)
    devices.admit(cursor, Admitted(key.public, home, "province", "", ACTIVE, "", ""))
    return PlatformOffice(key, home, kept["secret"])


def setting(cursor: Cursor, name: str) -> bytes:
    """Something that is kept beside the tables; b"" where it was not set."""
    rows = cursor.rows("SELECT value FROM setting WHERE name = ?", name)
    return bytes(rows[0][0]) if rows else b""


def set_setting(cursor: Cursor, name: str, value: bytes) -> None:
    """Keep it."""
    cursor.rows(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        Sealed(value) if name in SECRETS else value,
    )


MOVES, NEXT_KEY = "moves", "next_key"
SECRETS = ("key", "secret", NEXT_KEY)
"""Settings that are sealed at rest."""


def moves(cursor: Cursor) -> tuple[str, ...]:
    """The signed texts of all moves that the platform has announced, in order."""
    return exchange.moves_in(setting(cursor, MOVES))


def moves_ahead(cursor: Cursor) -> tuple[str, ...]:
    """The same while the last of them has still to be made: every device is told."""
    return moves(cursor) if setting(cursor, NEXT_KEY) else ()


def announce(cursor: Cursor, office: PlatformOffice, url: str, certificate: str, key: SigningKey) -> tuple[str, ...]:
    """The platform says that it will be found at `url`, under `certificate` (PEM, "" for none), and believed by `key`
    from then on: signed by the key that is believed now. All moves so far."""
    before = moves(cursor)
    move = Move(str(len(before) + 1), office.home.uid, office.key.public, key.public, url, certificate)
    said = (*before, exchange.signed_text("move", move, office.key))
    set_setting(cursor, MOVES, exchange.moves_text(said).encode())
    set_setting(cursor, NEXT_KEY, key.secret)
    return said


def arrive(cursor: Cursor) -> str:
    """Be what the last move says: its key is the platform's own from now on, and a new epoch begins, so that every
    device compares. The new epoch; Rejected where no move was announced."""
    key = setting(cursor, NEXT_KEY)
    if not key:
        raise Rejected((refusal("no_move"),))
    set_setting(cursor, "key", key)
    set_setting(cursor, NEXT_KEY, b"")
    return epoch.begin(cursor)


def scopes_of(cursor: Cursor, audience: str, author: Home) -> list[str]:
    """The feeds that a batch belongs to."""
    if audience == "office":
        return [UP + author.county, author.uid]
    if len(audience) == 32:
        reader = devices.home_of(cursor, audience)
        return [audience, UP + (reader or author).county]
    return [audience, *([UP + audience] if len(audience) == len("520324") else [])]


def readers_scopes(home: Home) -> list[str]:
    """The feeds that a device reads, in the order of its cursor."""
    if home.role == "STATION":
        return [home.uid, home.county, PROVINCE_CODE]
    return [UP + home.county, PROVINCE_CODE]


def say(cursor: Cursor, office: PlatformOffice, clock: Clock, audience: str, writings: Sequence[Writing]) -> None:
    """Write acts into the journal for an audience, seal them, and put the batch into the feeds."""
    known = journals.mine_for(cursor, audience, office.key.public)
    begun = known or journals.begun(clock.new_id(), office.home.uid, audience, office.key.public, is_mine=True)
    journal = journals.locked(cursor, begun)
    changes = _changes(cursor, journal, writings, clock)
    header = Header(
        journal=journal.uid,
        first=journal.acked + 1,
        last=journal.acked + 1,
        number=journal.number + 1,
        previous=journal.head,
        schema=SCHEMA,
        build=__version__,
        audience=audience,
        key=office.key.public if journal.acked == 0 else "",
    )
    made = seal.sealed(header, [line_of(change) for change in changes], office.key)
    batch = opening.opened(made.content, lambda _header: office.key.public, {})
    here = folded.standing(cursor, (change.record for change in changes))
    journals.append(cursor, journal, batch.members, header.number)
    out = folded.fold_in(cursor, changes, here)
    journals.keep_batch(cursor, batch, "", made.content)
    journals.published(cursor, scopes_of(cursor, audience, office.home), journal.uid, batch.hash)
    tell_refused(cursor, office, clock, out)


def tell_refused(cursor: Cursor, office: PlatformOffice, clock: Clock, out: Sequence[Refused]) -> None:
    """Tell each station, once, of its lines that turned out to be refused."""
    by_home: dict[str, list[Refused]] = {}
    for one in out:
        if one.author.role == STATION:
            by_home.setdefault(one.author.uid, []).append(one)
    for home, lines in sorted(by_home.items()):
        uids = {verdict_uid(one.change.journal, one.change.seq): one for one in lines}
        known = folded.standing(cursor, uids)
        if said := [_verdict(home, uid, one) for uid, one in uids.items() if uid not in known]:
            say(cursor, office, clock, home, said)


def _verdict(home: str, uid: str, refused: Refused) -> Writing:
    change, problem = refused.change, refused.problem
    fields = {
        "station": home,
        "journal": change.journal,
        "seq": change.seq,
        "target_kind": change.kind,
        "target": change.record,
        "outcome": "REFUSED",
        "reason": problem.code,
        "where": problem.where,
    }
    return Writing("register", "verdict", uid, fields)


def device_record(one: Admitted, act: str = "register") -> Writing:
    """How offices and stations hear of a device."""
    fields = {
        "home": one.home.uid,
        "name": one.name,
        "area_code": one.home.area_code,
        "role": one.home.role,
        "key": one.key,
        "recipient": one.recipient,
        "enrolled_on": one.enrolled_at[:10],
    }
    return Writing(act, "device", one.record, fields)


def audience_of_device(home: Home) -> str:
    """Who hears of a device: of a station's, that station and its county; of a county's, its stations."""
    return home.uid if home.role == "STATION" else home.county


def verdict_uid(journal: str, seq: int) -> str:
    """The uid of the verdict on one change: the same however often it is judged."""
    return hashlib.sha256(f"verdict:{journal}:{seq}".encode()).hexdigest()[:32]


def _changes(cursor: Cursor, journal: journals.Journal, writings: Sequence[Writing], clock: Clock) -> list[Change]:
    at, changes = stamp(clock.now()), []
    here = folded.standing(cursor, (one.record for one in writings))
    heads = {uid: one.heads for uid, one in here.items()}
    for seq, one in enumerate(writings, journal.acked + 1):
        seen = heads.get(one.record, ())
        uid = clock.new_id() if seen else one.record
        change = Change(journal.uid, seq, uid, at, "ok", USER, one.act, one.kind, one.record, seen, dict(one.fields))
        heads[one.record] = (change.place,)
        changes.append(change)
    return changes
