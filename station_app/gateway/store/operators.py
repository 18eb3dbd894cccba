"""Who operates the gateway: accounts, sessions, and what each of them did."""

from __future__ import annotations

import hashlib
import os

from station_app.domain.immutable import immutable
from station_app.gateway.store.engine import Cursor

MOST_EVENTS = 100_000
"""What is kept of the log; the oldest goes."""

MARK_BYTES = 8


@immutable
class Account:
    """An operator's account: what a password is judged by (scrypt with N = `cost`, r = 8), never the password."""

    name: str
    salt: bytes
    cost: int
    verifier: bytes
    made_at: str


@immutable
class Event:
    """Something that an operator, or a command of the machine, did or tried: when, who, from where, what, of what."""

    at: str
    account: str
    address: str
    event: str
    detail: str


def account(cursor: Cursor, name: str) -> Account | None:
    """An account by its name."""
    rows = cursor.rows("SELECT name, salt, cost, verifier, made_at FROM account WHERE name = ?", name)
    return Account(rows[0][0], bytes(rows[0][1]), int(rows[0][2]), bytes(rows[0][3]), rows[0][4]) if rows else None


def accounts(cursor: Cursor) -> list[tuple[str, str]]:
    """The names of all accounts, with when each was made or got its password."""
    return list(cursor.rows("SELECT name, made_at FROM account ORDER BY name"))


def put_account(cursor: Cursor, one: Account) -> None:
    """An account with its password from now on; its sessions end."""
    drop_account(cursor, one.name)
    cursor.rows(
        "INSERT INTO account (name, salt, cost, verifier, made_at) VALUES (?, ?, ?, ?, ?)",
        *(one.name, one.salt, one.cost, one.verifier, one.made_at),
    )


def drop_account(cursor: Cursor, name: str) -> bool:
    """An account is no more, nor are its sessions; whether there was one."""
    was_there = bool(cursor.rows("SELECT 1 FROM account WHERE name = ?", name))
    for table, column in (("account", "name"), ("login", "account")):
        cursor.rows(f"DELETE FROM {table} WHERE {column} = ?", name)
    return was_there


def begin(cursor: Cursor, session: str, name: str, ends_s: int) -> None:
    """A session of an account, by the hash of its cookie, until a second of the epoch."""
    row = (_hashed(session), name, ends_s)
    cursor.rows("INSERT INTO login (mark, account, ends) VALUES (?, ?, ?) ON CONFLICT (mark) DO NOTHING", *row)


def whose(cursor: Cursor, session: str, now_s: int) -> str:
    """Whose session a cookie is; "" where it is none, or over."""
    rows = cursor.rows("SELECT account FROM login WHERE mark = ? AND ends > ?", _hashed(session), now_s)
    return str(rows[0][0]) if rows else ""


def end(cursor: Cursor, session: str, now_s: int) -> None:
    """A session ends; those that are over go with it."""
    cursor.rows("DELETE FROM login WHERE mark = ? OR ends <= ?", _hashed(session), now_s)


def note(cursor: Cursor, one: Event) -> None:
    """Write down what was done."""
    cursor.rows(
        "INSERT INTO event (at, mark, account, address, event, detail) VALUES (?, ?, ?, ?, ?, ?)",
        *(one.at, os.urandom(MARK_BYTES).hex(), one.account, one.address, one.event, one.detail),
    )
    if int(cursor.rows("SELECT count(*) FROM event")[0][0]) > MOST_EVENTS:
        cursor.rows("DELETE FROM event WHERE at = (SELECT min(at) FROM event)")


def events(cursor: Cursor, searched: str, offset: int, limit: int) -> tuple[list[Event], int]:
    """What was done, the newest first, and how many there are; those that hold `searched` alone where it is given."""
    where = "WHERE ? = '' OR account LIKE ? OR address LIKE ? OR event LIKE ? OR detail LIKE ?"
    wanted = (searched, *[f"%{searched}%"] * 4)
    query = f"SELECT at, account, address, event, detail FROM event {where} ORDER BY at DESC, mark LIMIT ? OFFSET ?"
    number = int(cursor.rows(f"SELECT count(*) FROM event {where}", *wanted)[0][0])
    return [Event(*row) for row in cursor.rows(query, *wanted, limit, offset)], number


def _hashed(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
