"""The sealed letter: what an organ alone can open, by the public key that was typed from its paper.

`LZL1`, the key pair's public half that was made for this letter (X25519, 32 bytes), then AES-256-GCM over the contents.
The key is HKDF-SHA-256 of the shared secret, bound to both public keys; it is used once, so the nonce is twelve zero
bytes. The contents are a zip file. Whoever carries it, the office above or the province's platform, sees its length.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from station_app.domain.problem import refusal, reject

MAGIC = b"LZL1"
KEY_BYTES, CHECK_BYTES = 32, 3
_NONCE = bytes(12)
_GROUP = 4
_DAY = (1980, 1, 1, 0, 0, 0)  # the contents tell when, the wrapping does not


def new_key() -> tuple[str, str]:
    """A fresh key pair: the secret half and the public half, each as it is written."""
    made = X25519PrivateKey.generate()
    secret = made.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return written(secret), written(made.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


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
    own = X25519PrivateKey.generate()
    mine = own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key = _key(own.exchange(X25519PublicKey.from_public_bytes(public)), mine, public)
    return MAGIC + mine + AESGCM(key).encrypt(_NONCE, _zipped(files), MAGIC + mine)


def opened(content: bytes, secret: bytes) -> dict[str, bytes]:
    """The files of a letter. Raises Rejected for what is no letter, is for somebody else, or was altered."""
    start = len(MAGIC) + KEY_BYTES
    if content[: len(MAGIC)] != MAGIC or len(content) <= start:
        raise reject(refusal("letter_unreadable"))
    mine, own = content[len(MAGIC) : start], X25519PrivateKey.from_private_bytes(secret)
    public = own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    try:
        key = _key(own.exchange(X25519PublicKey.from_public_bytes(mine)), mine, public)
        plain = AESGCM(key).decrypt(_NONCE, content[start:], content[:start])
    except (InvalidTag, ValueError) as error:
        raise reject(refusal("letter_not_yours")) from error
    with zipfile.ZipFile(io.BytesIO(plain)) as held:
        return {name: held.read(name) for name in held.namelist()}


def _key(shared: bytes, mine: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=MAGIC + mine + public).derive(shared)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as held:
        for name, content in files.items():
            held.writestr(zipfile.ZipInfo(name, _DAY), content)
    return made.getvalue()
