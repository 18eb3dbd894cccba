"""Sealing something for the holder of one key: HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.

A secret is 32 bytes, drawn, stretched from a password or derived from a code; whoever has its public half alone can
seal and not open.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SECRET_BYTES = PUBLIC_BYTES = 32

# The door of the library's own module loads RSA and elliptic curves: nine milliseconds of every start.
_X25519 = openssl.x25519
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def public_of(secret: bytes) -> bytes:
    """The public half of a secret of 32 bytes."""
    return _X25519.from_private_bytes(secret).public_key().public_bytes_raw()


def sealed(content: bytes, public: bytes, purpose: str) -> bytes:
    """`content` for the holder of the secret of `public`; it opens for the same `purpose` alone (HPKE's info).

    Raises ValueError for what is no public key.
    """
    return _SUITE.encrypt(content, _X25519.from_public_bytes(public), purpose.encode())


def opened(content: bytes, secret: bytes, purpose: str) -> bytes | None:
    """What was sealed; None where it was sealed for somebody else or another purpose, or is none."""
    try:
        return _SUITE.decrypt(content, _X25519.from_private_bytes(secret), purpose.encode())
    except (InvalidTag, ValueError):
        return None
