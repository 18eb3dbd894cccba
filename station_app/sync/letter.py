"""The sealed letter: what an organ alone can open, by the public key that was typed from its paper.

`LZL1`, then a zip file sealed for the organ's key (`domain.sealing`). Whoever carries it, the office above or the
province's platform, sees its length.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import zipfile
from collections.abc import Mapping

from station_app.domain import sealing
from station_app.domain.problem import refusal, reject

MAGIC = b"LZL1"
PURPOSE = "letter"
KEY_BYTES, CHECK_BYTES = sealing.PUBLIC_BYTES, 3
_GROUP = 4
_DAY = (1980, 1, 1, 0, 0, 0)  # the contents tell when, the wrapping does not


def new_key() -> tuple[str, str]:
    """A fresh key pair: the secret half and the public half, each as it is written."""
    secret = os.urandom(sealing.SECRET_BYTES)
    return written(secret), written(sealing.public_of(secret))


def written(key: bytes) -> str:
    """A key as it stands on paper: 56 letters and digits in groups of four; the last ones check the others."""
    text = base64.b32encode(key + hashlib.sha256(key).digest()[:CHECK_BYTES]).decode("ascii")
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def key_of(text: str) -> bytes:
    """The key that was typed from paper. Raises Rejected for one that is miscopied."""
    typed = "".join(sign for sign in text.upper() if sign.isalnum()).replace("0", "O").replace("1", "I")
    try:
        raw = base64.b32decode(typed)
    except ValueError:
        raw = b""
    key = raw[:KEY_BYTES]
    if len(raw) != KEY_BYTES + CHECK_BYTES or hashlib.sha256(key).digest()[:CHECK_BYTES] != raw[KEY_BYTES:]:
        raise reject(refusal("letter_key_miscopied", "key"))
    return key


def fingerprint(public: bytes) -> str:
    """What both read aloud to one another: five groups of four digits."""
    number = int.from_bytes(hashlib.sha256(b"fingerprint" + public).digest()[:16]) % 10**20
    digits = f"{number:020d}"
    return " ".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def sealed(files: Mapping[str, bytes], public: bytes) -> bytes:
    """Files, by name, as a letter to the holder of a key."""
    return MAGIC + sealing.sealed(_zipped(files), public, PURPOSE)


def opened(content: bytes, secret: bytes) -> dict[str, bytes]:
    """The files of a letter. Raises Rejected for what is no letter, is for somebody else, or was altered."""
    if content[: len(MAGIC)] != MAGIC:
        raise reject(refusal("letter_unreadable"))
    plain = sealing.opened(content[len(MAGIC) :], secret, PURPOSE)
    if plain is None:
        raise reject(refusal("letter_not_yours"))
    with zipfile.ZipFile(io.BytesIO(plain)) as held:
        return {name: held.read(name) for name in held.namelist()}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as held:
        for name, content in files.items():
            held.writestr(zipfile.ZipInfo(name, _DAY), content)
    return made.getvalue()
