"""How batches and answers are signed: one suite behind the name that stands in a batch's `alg`.

`ed25519+sha256` is the only one yet; a second (sm2+sm3) joins the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from station_app.domain.immutable import immutable
from station_app.domain.wire import bytes_of, text_of

__all__ = [
    "DEFAULT",
    "KEY_BYTES",
    "SIGNATURE_BYTES",
    "SUITES",
    "SigningKey",
    "Suite",
    "bytes_of",
    "is_signed",
    "new_key",
    "text_of",
]

DEFAULT = "ed25519+sha256"
SIGNATURE_BYTES = 64
KEY_BYTES = 32


@immutable
class Suite:
    """One way of signing: `signed(secret, content)` gives 64 bytes, `is_signed(public, content, signature)` judges."""

    signed: Callable[[bytes, bytes], bytes]
    is_signed: Callable[[bytes, bytes, bytes], bool]


@immutable
class SigningKey:
    """A device's own key pair: 32 secret bytes; `public` is what others know of it, in base64url without padding."""

    secret: bytes

    @property
    def public(self) -> str:
        """The public key, 43 characters."""
        raw = Ed25519PrivateKey.from_private_bytes(self.secret).public_key()
        return text_of(raw.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def signed(self, content: bytes) -> bytes:
        """The signature over `content`, 64 bytes."""
        return SUITES[DEFAULT].signed(self.secret, content)


def new_key() -> SigningKey:
    """A fresh key pair from the machine's randomness."""
    made = Ed25519PrivateKey.generate()
    return SigningKey(made.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))


def is_signed(public: str, content: bytes, signature: bytes, alg: str = DEFAULT) -> bool:
    """Whether `signature` over `content` is by the holder of `public`. False for a key or suite that is none."""
    try:
        return alg in SUITES and SUITES[alg].is_signed(bytes_of(public), content, signature)
    except ValueError:
        return False


def _ed25519_signed(secret: bytes, content: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret).sign(content)


def _is_ed25519_signed(public: bytes, content: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except InvalidSignature:
        return False
    return True


SUITES: Mapping[str, Suite] = {DEFAULT: Suite(_ed25519_signed, _is_ed25519_signed)}
