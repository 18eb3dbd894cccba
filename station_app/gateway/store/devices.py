"""Whose signature the gateway believes, and the one-time codes by which more are admitted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from station_app.domain.immutable import immutable
from station_app.domain.judging import Home, last_counted
from station_app.gateway.store.engine import Cursor

ACTIVE, REVOKED = "ACTIVE", "REVOKED"


@immutable
class Admitted:
    """A device: its key, where it stands, what it is called, and whether its word counts. `record` is the uid of the
    record by which offices know it; `counted` says what still counts of one that was revoked."""

    key: str
    home: Home
    name: str
    recipient: str
    standing: str
    enrolled_at: str
    record: str
    counted: str = ""

    @property
    def is_active(self) -> bool:
        """Whether its batches are taken."""
        return self.standing == ACTIVE

    def counts(self, journal: str, last: int) -> bool:
        """Whether a batch of a journal up to the change `last` is taken."""
        return self.is_active or last <= last_counted(self.counted).get(journal, 0)


@immutable
class Invited:
    """A one-time code's hash, whom it is for, and the key of the device that used it ("" for none).

    `record` is the uid of the county's record of it, "" where the platform itself invited; `home` the station or office
    that the device joins, "" for a new one; `replaces` the record of the device that ends then.
    """

    code_hash: str
    name: str
    area_code: str
    role: str
    expires_on: str
    record: str = ""
    home: str = ""
    replaces: str = ""
    used_by: str = ""


_INVITED = "code_hash, name, area_code, role, expires_on, record, home, replaces, used_by"
_DEVICE = "key, home, role, area_code, name, recipient, standing, enrolled_at, record, counted"


def device(cursor: Cursor, key: str) -> Admitted | None:
    """The device that holds a key."""
    rows = cursor.rows(f"SELECT {_DEVICE} FROM device WHERE key = ?", key)
    return _device(rows[0]) if rows else None


def by_record(cursor: Cursor, record: str) -> Admitted | None:
    """The device that offices know by a record."""
    rows = cursor.rows(f"SELECT {_DEVICE} FROM device WHERE record = ?", record)
    return _device(rows[0]) if rows else None


def every(cursor: Cursor) -> list[Admitted]:
    """All devices, by name."""
    return [_device(row) for row in cursor.rows(f"SELECT {_DEVICE} FROM device ORDER BY name, key")]


def home_of(cursor: Cursor, uid: str) -> Home | None:
    """Where a station or office stands; None where no device of it was admitted."""
    rows = cursor.rows(f"SELECT {_DEVICE} FROM device WHERE home = ?", uid)
    return _device(rows[0]).home if rows else None


def admit(cursor: Cursor, one: Admitted) -> None:
    """Believe a device from now on."""
    cursor.rows(
        f"INSERT INTO device ({_DEVICE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
        one.key,
        one.home.uid,
        one.home.role,
        one.home.area_code,
        one.name,
        one.recipient,
        one.standing,
        one.enrolled_at,
        one.record,
        one.counted,
    )


def revoke(cursor: Cursor, key: str, counted: str) -> None:
    """A device's word no longer counts beyond `counted`; later batches go to review."""
    cursor.rows("UPDATE device SET standing = ?, counted = ? WHERE key = ?", REVOKED, counted, key)


def invite(cursor: Cursor, one: Invited) -> None:
    """A one-time code may be used."""
    cursor.rows(
        f"INSERT INTO invitation ({_INVITED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '') ON CONFLICT (code_hash) DO NOTHING",
        one.code_hash,
        one.name,
        one.area_code,
        one.role,
        one.expires_on,
        one.record,
        one.home,
        one.replaces,
    )


def invited(cursor: Cursor, code_hash: str) -> Invited | None:
    """The code of a hash, its row locked: it is used once."""
    rows = cursor.locked(f"SELECT {_INVITED} FROM invitation WHERE code_hash = ?", code_hash)
    return Invited(*rows[0]) if rows else None


def used(cursor: Cursor, code_hash: str, key: str) -> None:
    """A code was used by a device."""
    cursor.rows("UPDATE invitation SET used_by = ? WHERE code_hash = ?", key, code_hash)


def _device(row: Sequence[Any]) -> Admitted:
    key, home, role, area_code, *rest = row
    return Admitted(key, Home(home, role, area_code), *rest)
