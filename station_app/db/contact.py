"""What is remembered of the gateway from one contact to the next."""

from __future__ import annotations

from dataclasses import asdict

from peewee import SqliteDatabase

from station_app.db import secrets
from station_app.domain.immutable import immutable
from station_app.domain.wire import canonical, parse

_NAME = "contact"


@immutable
class Contact:
    """The gateway's epoch, how far its feed and (of a county) its stations' were read, when it answered last
    (`domain.clock.stamp`), and whether it has admitted this device. "" for what was never said."""

    epoch: str = ""
    cursor: str = ""
    scope_cursor: str = ""
    at: str = ""
    admitted: str = ""


def contact(database: SqliteDatabase) -> Contact:
    """What is remembered."""
    kept = secrets.get(database, _NAME)
    return Contact(**parse(kept)) if kept else Contact()


def remember(database: SqliteDatabase, said: Contact) -> None:
    """Remember it."""
    if said != contact(database):
        secrets.put(database, _NAME, canonical(asdict(said)).encode())
