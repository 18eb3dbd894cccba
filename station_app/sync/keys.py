"""The device's two key pairs, made when they are first needed: one to sign with, one that sticks are wrapped for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_app.db import secrets
from station_app.db.store import Store
from station_app.domain.batch.suite import SigningKey, new_key

if TYPE_CHECKING:
    from pyrage import x25519

SIGNING = "signing_key"
WRAPPING = "wrapping_key"


def signing_key(store: Store) -> SigningKey:
    """The key that this device signs with."""
    kept = secrets.get(store.database, SIGNING)
    if kept:
        return SigningKey(kept)
    made = new_key()
    secrets.put(store.database, SIGNING, made.secret)
    return made


def wrapping_key(store: Store) -> x25519.Identity:
    """The key that others wrap for this device with (age, X25519)."""
    from pyrage import x25519  # noqa: PLC0415  (the desk starts without the roads)

    kept = secrets.get(store.database, WRAPPING)
    if not kept:
        kept = str(x25519.Identity.generate()).encode()
        secrets.put(store.database, WRAPPING, kept)
    return x25519.Identity.from_str(kept.decode())


def recipient(store: Store) -> str:
    """The public key that others wrap for this device with."""
    return str(wrapping_key(store).to_public())


def wrapped(content: bytes, recipient_key: str) -> bytes:
    """`content` as an age file for the holder of `recipient_key`. Raises ValueError for what is no such key."""
    import pyrage  # noqa: PLC0415  (see above)

    try:
        return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient_key)]))
    except pyrage.RecipientError as error:
        raise ValueError("no age public key") from error


def unwrapped(store: Store, content: bytes) -> bytes | None:
    """What an age file holds; None where it was wrapped for somebody else, or is none."""
    import pyrage  # noqa: PLC0415  (see above)

    try:
        return bytes(pyrage.decrypt(content, [wrapping_key(store)]))
    except pyrage.DecryptError:
        return None
