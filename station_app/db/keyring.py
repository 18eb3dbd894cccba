"""The keyring: the database's raw key, wrapped once per user and once by the recovery code.

A slot holds AES-256-GCM(scrypt(secret, salt), key ‖ user id). The names that users log in by stand in clear, so that
whoever sits down finds their own and types nothing but a password; nothing else of a person does, a user's id is a
salted hash. Wrong secrets are counted in the file, and the wait before the next try grows with them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject

FILE_NAME = "keyring.json"
KEY_BYTES = 32

COST = 2**16
"""scrypt's N with r = 8, p = 1: 64 MiB and a fifth of a second for each try."""

SHORTEST_PASSWORD = 8
FREE_TRIES = 3
LONGEST_WAIT_S = 300

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_SIGNS = 24
_GROUP = 5


@immutable
class Slot:
    """One way to the key. `name` is what its user logs in by, `user` the salted hash of the user's id: a user who was
    renamed is still the same. A recovery slot has neither."""

    salt: bytes
    name: str
    wrapped: bytes
    cost: int
    user: str = ""


@immutable
class Unlocked:
    """What a right secret gives: the raw key (32 bytes) and the user's id ("" for the recovery code)."""

    key: bytes
    user: str


@immutable
class Keyring:
    """The wrapped keys of one data folder."""

    path: Path
    slots: tuple[Slot, ...] = ()
    failures: int = 0

    @classmethod
    def read(cls, folder: Path) -> Keyring:
        """The keyring of a data folder. Raises Rejected where there is none, or where it cannot be read."""
        path = folder / FILE_NAME
        try:
            raw = json.loads(path.read_text("utf-8"))
            slots = [
                Slot(
                    salt=bytes.fromhex(one["salt"]),
                    name=one["name"],
                    wrapped=bytes.fromhex(one["wrapped"]),
                    cost=one["cost"],
                    user=one["user"],
                )
                for one in raw["slots"]
            ]
            return cls(path, tuple(slots), raw["failures"])
        except (FileNotFoundError, NotADirectoryError) as error:
            raise reject(refusal("no_station_here")) from error
        except (ValueError, KeyError, TypeError) as error:
            raise reject(refusal("keyring_unreadable")) from error

    @property
    def names(self) -> list[str]:
        """Whose passwords open this folder, in the order in which they were given one."""
        return [slot.name for slot in self.slots if slot.name]

    @property
    def wait_s(self) -> int:
        """Seconds before the next try is judged: none at first, then doubling up to five minutes."""
        return min(2 ** (self.failures - FREE_TRIES), LONGEST_WAIT_S) if self.failures >= FREE_TRIES else 0

    def unlock(self, secret: str, name: str = "", sleep: Callable[[float], None] = time.sleep) -> Unlocked:
        """The key, for a user's password or for the recovery code.

        Waits first where wrong secrets came before. Raises Rejected for a wrong one, and counts it; for a name that
        nobody logs in by, which is no try.
        """
        wanted = name.strip()
        if wanted and wanted not in self.names and not is_recovery_code(secret):
            raise reject(refusal("user_unknown", "name"))
        sleep(self.wait_s)
        for slot in self.slots:
            if slot.name and wanted and slot.name != wanted:
                continue
            unlocked = _unwrapped(slot, secret if slot.name else _plain_code(secret))
            if unlocked:
                if self.failures:
                    replace(self, failures=0).write()
                return unlocked
        counted = replace(self, failures=self.failures + 1)
        counted.write()
        raise reject(refusal("wrong_password", wait_s=counted.wait_s))

    def with_user(self, unlocked: Unlocked, name: str, password: str, cost: int = COST) -> Keyring:
        """The keyring with a slot for a user, in place of the user's older one.

        Raises Rejected for a password that is too short or holds the name.
        """
        if len(password) < SHORTEST_PASSWORD:
            raise reject(refusal("password_short", "password", least=SHORTEST_PASSWORD))
        if name and name in password:
            raise reject(refusal("password_holds_name", "password"))
        others = tuple(slot for slot in self.slots if not _is_of(slot, unlocked.user))
        salt = os.urandom(16)
        return replace(self, slots=(*others, _wrapped(unlocked, password, salt, name.strip(), cost)))

    def has_user(self, user: str) -> bool:
        """Whether a password of the user with this id opens anything."""
        return any(_is_of(slot, user) for slot in self.slots)

    def without_user(self, user: str) -> Keyring:
        """The keyring without the slot of the user with this id: their password opens nothing any more."""
        return replace(self, slots=tuple(slot for slot in self.slots if not _is_of(slot, user)))

    def with_recovery(self, unlocked: Unlocked, code: str, cost: int = COST) -> Keyring:
        """The keyring with a slot for a recovery code, in place of the older one."""
        users = tuple(slot for slot in self.slots if slot.name)
        without_user = Unlocked(unlocked.key, "")
        return replace(self, slots=(*users, _wrapped(without_user, _plain_code(code), os.urandom(16), "", cost)))

    def write(self) -> None:
        """Put the keyring on the disk, whole."""
        slots = [
            {
                "salt": slot.salt.hex(),
                "name": slot.name,
                "wrapped": slot.wrapped.hex(),
                "cost": slot.cost,
                "user": slot.user,
            }
            for slot in self.slots
        ]
        write_durably(self.path, json.dumps({"slots": slots, "failures": self.failures}, indent=1).encode())


def new_recovery_code() -> str:
    """A recovery code of 120 random bits and a check sign, in five groups of five (Crockford's base 32)."""
    signs = [_SIGNS[byte % len(_SIGNS)] for byte in os.urandom(_CODE_SIGNS)]
    whole = "".join(signs) + _check_sign(signs)
    return "-".join(whole[start : start + _GROUP] for start in range(0, len(whole), _GROUP))


def is_recovery_code(text: str) -> bool:
    """Whether a typed text has the form of a recovery code and its check sign fits."""
    plain = _plain_code(text)
    return (
        len(plain) == _CODE_SIGNS + 1
        and all(sign in _SIGNS for sign in plain)
        and plain[-1] == _check_sign(plain[:-1])
    )  # fmt: skip


def _check_sign(signs: Sequence[str]) -> str:
    # 31 is prime and above every weight, so one wrong sign or a swap of neighbours changes the remainder (but 0 for Z).
    return _SIGNS[sum(place * _SIGNS.index(sign) for place, sign in enumerate(signs, 1)) % 31]


def _plain_code(text: str) -> str:
    folded = "".join(text.upper().split()).replace("-", "")
    return folded.replace("O", "0").replace("I", "1").replace("L", "1")


def _is_of(slot: Slot, user: str) -> bool:
    return bool(slot.name) and slot.user == _hashed(slot.salt, user)


def _hashed(salt: bytes, user: str) -> str:
    return hashlib.sha256(salt + user.encode()).hexdigest() if user else ""


def _stretched(secret: str, salt: bytes, cost: int) -> bytes:
    plain = secret.encode(errors="surrogateescape")
    return hashlib.scrypt(plain, salt=salt, n=cost, r=8, p=1, maxmem=cost * 8 * 128 + 2**20, dklen=KEY_BYTES)


def _wrapped(unlocked: Unlocked, secret: str, salt: bytes, name: str, cost: int) -> Slot:
    nonce = os.urandom(12)
    content = unlocked.key + bytes.fromhex(unlocked.user)
    sealed = nonce + AESGCM(_stretched(secret, salt, cost)).encrypt(nonce, content, _bytes_of(name))
    return Slot(salt=salt, name=name, wrapped=sealed, cost=cost, user=_hashed(salt, unlocked.user))


def _bytes_of(name: str) -> bytes:
    return name.encode(errors="surrogateescape")


def _unwrapped(slot: Slot, secret: str) -> Unlocked | None:
    cipher = AESGCM(_stretched(secret, slot.salt, slot.cost))
    try:
        content = cipher.decrypt(slot.wrapped[:12], slot.wrapped[12:], _bytes_of(slot.name))
    except InvalidTag:
        return None
    return Unlocked(content[:KEY_BYTES], content[KEY_BYTES:].hex())


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` by `content`: written beside it, forced to the disk, then renamed."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    # Windows cannot open a folder and needs no such step: there the rename itself is journaled.
    with contextlib.suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
