"""What people wrote is sealed at rest, with a key that is not in the store: whoever copies the store reads none of it.

AES-256 in GCM for values, in CTR for bodies that grow by the byte (their hash is their name); each value and each body
under a key of its own, by BLAKE2b from the vault's key and 16 random bytes that stand in front (NIST SP 800-108, as a
keyed hash).
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

from station_app.domain.immutable import immutable
from station_app.gateway.store.engine import StoreLocked

MAGIC = b"\0LZVALT1"
TEXT, BYTES = b"t", b"b"
KEY_BYTES, SALT_BYTES, BLOCK_BYTES = 32, 16, 16
_NONCE = bytes(12)  # each key seals one value
VARIABLE = "GATEWAY_STORE_KEY"
"""Of the environment: the key in base64url, where it shall lie in no file."""


@immutable
class Sealed:
    """A value that is sealed on its way into the store; it comes out as it was."""

    value: str | bytes


class Vault:
    """Seals and opens by one key."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise StoreLocked("a key of the store has 32 bytes")
        self._key = key

    def bound(self, value: Any) -> Any:
        """A value as it goes into the store: nothing at all stays nothing."""
        if not isinstance(value, Sealed):
            return value
        plain = value.value
        kind = TEXT if isinstance(plain, str) else BYTES
        raw = plain.encode() if isinstance(plain, str) else plain
        if not raw:
            return b""
        salt = os.urandom(SALT_BYTES)
        return MAGIC + salt + AESGCM(self._subkey(salt)).encrypt(_NONCE, kind + raw, MAGIC)

    def opened(self, rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Rows as they come from the store, with what is sealed in them open. Raises StoreLocked."""
        return [tuple(self.plain(one) if type(one) is bytes else one for one in row) for row in rows]

    def plain(self, value: bytes) -> str | bytes:
        """One value; what is not sealed as it is. Raises StoreLocked where it was sealed by another key, or altered."""
        if not value.startswith(MAGIC):
            return value
        salt, sealed = value[len(MAGIC) : len(MAGIC) + SALT_BYTES], value[len(MAGIC) + SALT_BYTES :]
        try:
            raw = AESGCM(self._subkey(salt)).decrypt(_NONCE, sealed, MAGIC)
        except InvalidTag as error:
            raise StoreLocked("sealed by another key") from error
        return raw[1:].decode() if raw[:1] == TEXT else raw[1:]

    def stream(self, salt: bytes, offset: int) -> CipherContext:
        """What turns bytes of a body into what lies on the disk, and back, from a place in it on."""
        counter = (offset // BLOCK_BYTES).to_bytes(BLOCK_BYTES, "big")
        made = Cipher(AES256(self._subkey(salt)), CTR(counter)).encryptor()
        made.update(bytes(offset % BLOCK_BYTES))
        return made

    def _subkey(self, salt: bytes) -> bytes:
        return hashlib.blake2b(salt, key=self._key, digest_size=KEY_BYTES).digest()


def key_at(path: Path, *, is_new: bool) -> bytes:
    """The key of a store: of the environment, else of a file that its owner alone may read, made where the store is
    new. Raises StoreLocked where there is none, or where others may read it."""
    if given := os.environ.get(VARIABLE, ""):
        return _read(given)
    if not path.exists() and is_new:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(base64.urlsafe_b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    try:
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise StoreLocked(f"{path}: others may read it")
        return _read(path.read_text("ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise StoreLocked(str(path)) from error


def _read(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.strip())
    except ValueError as error:
        raise StoreLocked("no key") from error
