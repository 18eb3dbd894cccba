"""The one-time code by which a device is admitted: 75 random bits and a check sign in Crockford's base 32."""

from __future__ import annotations

import hashlib
import os

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
