"""The keyring: the database's raw key, sealed to the password of each user who keeps the book and to the recovery code.

A password is stretched (scrypt) into a secret of 32 bytes; what stands in the file is its public half and the key
sealed to that. So a renewed key is sealed anew for everybody although nobody types a password. The names that users log
in by stand in clear, so that whoever sits down finds their own and types nothing but a password; nothing else of a
person does, a user's id is a salted hash. Wrong secrets are counted in the file, and the wait before the next try grows
with them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from station_app.domain import sealing
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject

FILE_NAME = "keyring.json"
KEY_BYTES = 32
SALT_BYTES = 16

COST = 2**16
"""scrypt's N with r = 8, p = 1: 64 MiB and a fifth of a second for each try."""

MOST_COST = 2**20
"""A file that asks for more was not written by this program: a gigabyte a try."""

FREE_TRIES = 3
LONGEST_WAIT_S = 300

_PURPOSE = "station.db"
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_SIGNS = 24
_GROUP = 5


@immutable
class Verifier:
    """What a password is judged by, and something is sealed to for whoever knows it: the salt and the cost (scrypt's N)
    of its stretching, and the public half of what comes out."""

    salt: bytes
    cost: int
    public: bytes

    @classmethod
    def of(cls, password: str, cost: int = COST) -> Verifier:
        """The verifier of a new password, under a salt of its own."""
        salt = os.urandom(SALT_BYTES)
        return cls(salt, cost, sealing.public_of(_stretched(password, salt, cost)))

    def secret(self, password: str) -> bytes | None:
        """What the password is stretched to; None for a wrong one."""
        secret = _stretched(password, self.salt, self.cost)
        return secret if sealing.public_of(secret) == self.public else None

    def values(self) -> dict[str, Any]:
        """Its members as JSON holds them."""
        return {"salt": self.salt.hex(), "cost": self.cost, "public": self.public.hex()}

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Verifier:
        """A verifier that JSON holds. Raises ValueError, KeyError and TypeError for what is none."""
        cost = values["cost"]
        if type(cost) is not int or not 2 <= cost <= MOST_COST or cost & (cost - 1):
            raise ValueError("no cost of scrypt")
        return cls(_bytes(values["salt"], SALT_BYTES), cost, _bytes(values["public"], sealing.PUBLIC_BYTES))


@immutable
class Slot:
    """One user's way to the key. `name` is what they log in by, `user` the salted hash of their id: who was renamed is
    still the same. `keys`: the key, sealed; while it is renewed, the new one too."""

    name: str
    user: str
    verifier: Verifier
    keys: tuple[bytes, ...]

    def is_of(self, user: str) -> bool:
        """Whether it is the slot of the user with this id."""
        return bool(user) and self.user == _hashed(self.verifier.salt, user)


@immutable
class RecoverySlot:
    """The recovery code's way to the key: the public half of what the code stands for, and the key sealed to it."""

    public: bytes
    keys: tuple[bytes, ...]


@immutable
class Unlocked:
    """What a right secret gives: the raw key (32 bytes), the user's id ("" for the recovery code), by what their
    password was judged, where the renewing of the key was cut off, the new key too, and what was said, stretched: it
    opens another keyring in which the same stands."""

    key: bytes
    user: str
    verifier: Verifier | None = None
    renewed: bytes = b""
    secret: bytes = field(default=b"", repr=False, compare=False)


@immutable
class Keyring:
    """The sealed keys of one data folder. `is_due`: the key is to be renewed, for somebody knows it who should not."""

    path: Path
    slots: tuple[Slot, ...] = ()
    recovery: RecoverySlot | None = None
    failures: int = 0
    is_due: bool = False

    @classmethod
    def read(cls, folder: Path) -> Keyring:
        """The keyring of a data folder. Raises Rejected where there is none, or where it cannot be read."""
        path = folder / FILE_NAME
        try:
            return _keyring(path, json.loads(path.read_text("utf-8")))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise reject(refusal("no_station_here")) from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise reject(refusal("keyring_unreadable")) from error

    @property
    def names(self) -> list[str]:
        """Whose passwords open this folder, in the order in which they were given one."""
        return [slot.name for slot in self.slots]

    @property
    def wait_s(self) -> int:
        """Seconds before the next try is judged: none at first, then doubling up to five minutes."""
        if self.failures < FREE_TRIES:
            return 0
        return int(min(2 ** min(self.failures - FREE_TRIES, LONGEST_WAIT_S), LONGEST_WAIT_S))

    @property
    def is_between(self) -> bool:
        """Whether the renewing of the key was cut off: two keys stand here, and the database has one of them."""
        return any(len(slot.keys) > 1 for slot in self.slots) or bool(self.recovery and len(self.recovery.keys) > 1)

    def unlock(self, password: str, name: str = "", sleep: Callable[[float], None] = time.sleep) -> Unlocked:
        """The key, for a user's password; without a name, for that of any of them.

        Waits first where wrong secrets came before. Raises Rejected for a wrong one, and counts it; for a name that
        nobody logs in by and for a recovery code in place of a password, which are no try.
        """
        wanted = name.strip()
        if is_recovery_code(password):
            raise reject(refusal("recovery_code_as_password", "password"))
        if wanted and wanted not in self.names:
            raise reject(refusal("user_unknown", "name"))
        sleep(self.wait_s)
        for slot in self.slots:
            secret = slot.verifier.secret(password) if wanted in ("", slot.name) else None
            if secret is not None and (found := _unsealed(slot.keys, secret)):
                return self._judged_right(replace(found, verifier=slot.verifier, secret=secret))
        raise self.judged_wrong()

    def unlock_by_code(self, code: str, sleep: Callable[[float], None] = time.sleep) -> Unlocked:
        """The key, for the recovery code; its user is "". Waits and counts as `unlock` does.

        Raises Rejected for a code that is miscopied, which is no try, and for one that is not this folder's.
        """
        if not is_recovery_code(code):
            raise reject(refusal("recovery_code_miscopied", "code"))
        sleep(self.wait_s)
        secret = secret_of_code(code)
        if self.recovery and (found := _unsealed(self.recovery.keys, secret)):
            return self._judged_right(replace(found, secret=secret))
        raise self.judged_wrong("recovery_code_wrong", "code")

    def _judged_right(self, found: Unlocked) -> Unlocked:
        if self.failures:
            replace(self, failures=0).write()
        return found

    def judged_wrong(self, code: str = "wrong_password", where: str = "password") -> Exception:
        """Count a wrong secret; what is to be raised for it."""
        counted = replace(self, failures=self.failures + 1)
        counted.write()
        return reject(refusal(code, where, wait_s=counted.wait_s))

    def keys_for(self, secret: bytes) -> list[bytes]:
        """The raw keys that a stretched password, or a recovery code's secret, opens here; none for a wrong one."""
        slots = (*self.slots, *((self.recovery,) if self.recovery else ()))
        opened = [found for slot in slots if (found := _unsealed(slot.keys, secret))]
        return [key for one in opened for key in (one.renewed, one.key) if key]

    def with_user(self, unlocked: Unlocked, name: str, verifier: Verifier) -> Keyring:
        """The keyring with a slot for a user's password, in place of the user's older one."""
        held = self.without_user(unlocked.user)
        keys = (_sealed(unlocked.key, unlocked.user, verifier.public),)
        slot = Slot(name.strip(), _hashed(verifier.salt, unlocked.user), verifier, keys)
        return replace(held, slots=(*held.slots, slot))

    def has_user(self, user: str) -> bool:
        """Whether a password of the user with this id opens anything."""
        return any(slot.is_of(user) for slot in self.slots)

    def without_user(self, user: str) -> Keyring:
        """The keyring without the slot of the user with this id: their password opens nothing any more."""
        return replace(self, slots=tuple(slot for slot in self.slots if not slot.is_of(user)))

    def of_users(self, names: Mapping[str, str]) -> Keyring:
        """The keyring with slots of these users alone, each under the name that they have now (`names` by id). Whoever
        loses theirs knows the key: it is then due to be renewed."""
        kept = []
        for slot in self.slots:
            name = next((name for user, name in names.items() if slot.is_of(user)), None)
            if name is not None:
                kept.append(replace(slot, name=name.strip()))
        return replace(self, slots=tuple(kept), is_due=self.is_due or len(kept) < len(self.slots))

    def with_recovery(self, key: bytes, code: str) -> Keyring:
        """The keyring with a slot for a recovery code, in place of the older one."""
        public = sealing.public_of(secret_of_code(code))
        return replace(self, recovery=RecoverySlot(public, (_sealed(key, "", public),)))

    def renewed(self, key: bytes, users: Mapping[str, Verifier], recovery: bytes) -> Keyring:
        """The keyring with a new key beside the one that stands, for those alone of whom the database says the same:
        the verifiers of `users` by id, and the public half of the recovery code. Of any other slot it is not known who
        put it there, and it ends with the old key."""
        slots = []
        for slot in self.slots:
            user = next((uid for uid, one in users.items() if slot.is_of(uid) and one == slot.verifier), None)
            added = () if user is None else (_sealed(key, user, slot.verifier.public),)
            slots.append(replace(slot, keys=(slot.keys[0], *added)))
        held = self.recovery
        if held is not None:
            added = (_sealed(key, "", recovery),) if held.public == recovery else ()
            held = replace(held, keys=(held.keys[0], *added))
        return replace(self, slots=tuple(slots), recovery=held)

    def with_old_key(self) -> Keyring:
        """The keyring as it was before the key was to be renewed: still due."""
        held = self.recovery
        return replace(
            self,
            slots=tuple(replace(slot, keys=slot.keys[:1]) for slot in self.slots),
            recovery=replace(held, keys=held.keys[:1]) if held else None,
            is_due=True,
        )

    def with_new_key(self) -> Keyring:
        """The keyring once the database has the new key: the old one is gone, with whoever had that alone."""
        held = self.recovery
        return replace(
            self,
            slots=tuple(replace(slot, keys=slot.keys[1:]) for slot in self.slots if len(slot.keys) > 1),
            recovery=replace(held, keys=held.keys[1:]) if held and len(held.keys) > 1 else None,
            is_due=False,
        )

    def write(self) -> None:
        """Put the keyring on the disk, whole, readable for its owner alone."""
        held = self.recovery
        told = {
            "slots": [
                {
                    "name": slot.name,
                    "user": slot.user,
                    **slot.verifier.values(),
                    "keys": [key.hex() for key in slot.keys],
                }
                for slot in self.slots
            ],
            "recovery": {"public": held.public.hex(), "keys": [key.hex() for key in held.keys]} if held else None,
            "failures": self.failures,
            "renew": self.is_due,
        }
        write_durably(self.path, json.dumps(told, indent=1).encode())


def _keyring(path: Path, raw: Any) -> Keyring:
    failures, is_due, held = raw["failures"], raw["renew"], raw["recovery"]
    if type(failures) is not int or failures < 0 or type(is_due) is not bool:
        raise ValueError("no count of wrong secrets")
    slots = tuple(
        Slot(_text(one["name"]), _text(one["user"]), Verifier.read(one), _keys(one["keys"])) for one in raw["slots"]
    )
    recovery = RecoverySlot(_bytes(held["public"], sealing.PUBLIC_BYTES), _keys(held["keys"])) if held else None
    if not slots and recovery is None:
        raise ValueError("a keyring without keys")
    return Keyring(path, slots, recovery, failures, is_due)


def _keys(raw: Any) -> tuple[bytes, ...]:
    if not isinstance(raw, list) or not 1 <= len(raw) <= 2:
        raise ValueError("no keys")
    return tuple(_bytes(one) for one in raw)


def _text(raw: Any) -> str:
    if not isinstance(raw, str) or not raw:
        raise ValueError("no text")
    return raw


def _bytes(raw: Any, length: int = 0) -> bytes:
    read = bytes.fromhex(_text(raw))
    if length and len(read) != length:
        raise ValueError("of another length")
    return read


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


def secret_of_code(code: str) -> bytes:
    """The secret of 32 bytes that a recovery code stands for (HKDF-SHA256): 120 random bits need no stretching, and the
    code alone opens what was sealed to its public half, whatever else was lost."""
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415  (most starts see no code)
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415  (as above)

    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"station recovery code").derive(_plain_code(code).encode())


def _check_sign(signs: Sequence[str]) -> str:
    # 31 is prime and above every weight, so one wrong sign or a swap of neighbours changes the remainder (but 0 for Z).
    return _SIGNS[sum(place * _SIGNS.index(sign) for place, sign in enumerate(signs, 1)) % 31]


def _plain_code(text: str) -> str:
    folded = "".join(text.upper().split()).replace("-", "")
    return folded.replace("O", "0").replace("I", "1").replace("L", "1")


def _hashed(salt: bytes, user: str) -> str:
    return hashlib.sha256(salt + user.encode()).hexdigest()


def _stretched(secret: str, salt: bytes, cost: int) -> bytes:
    plain = secret.encode(errors="surrogateescape")
    return hashlib.scrypt(plain, salt=salt, n=cost, r=8, p=1, maxmem=cost * 8 * 128 + 2**20, dklen=KEY_BYTES)


def _sealed(key: bytes, user: str, public: bytes) -> bytes:
    return sealing.sealed(key + bytes.fromhex(user), public, _PURPOSE)


def _unsealed(keys: Sequence[bytes], secret: bytes) -> Unlocked | None:
    found = [sealing.opened(one, secret, _PURPOSE) for one in keys]
    if not found or found[0] is None or len(found[0]) < KEY_BYTES:
        return None
    renewed = found[1][:KEY_BYTES] if len(found) > 1 and found[1] else b""
    return Unlocked(found[0][:KEY_BYTES], found[0][KEY_BYTES:].hex(), renewed=renewed)


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` by `content`, readable for its owner alone: written beside it, forced to the disk, renamed."""
    beside = path.with_name(path.name + ".new")
    with open(beside, "wb", opener=_private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force to the disk which files lie in a folder. Windows cannot open one and needs no such step: there the rename
    itself is journaled."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
