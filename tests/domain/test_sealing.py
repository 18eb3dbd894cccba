"""What is sealed opens for the holder of one secret, for one purpose."""

from __future__ import annotations

import os

import pytest

from station_app.domain import sealing

SECRET = os.urandom(sealing.SECRET_BYTES)
PUBLIC = sealing.public_of(SECRET)


def test_it_opens_for_the_holder_and_its_purpose_alone() -> None:
    sealed = sealing.sealed("桴㯊镇".encode(), PUBLIC, "letter")
    assert sealing.opened(sealed, SECRET, "letter") == "桴㯊镇".encode()
    assert sealing.opened(sealed, SECRET, "key") is None
    assert sealing.opened(sealed, os.urandom(32), "letter") is None
    assert sealing.sealed(b"", PUBLIC, "letter") != sealing.sealed(b"", PUBLIC, "letter")


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 47])
def test_what_was_cut_or_changed_opens_nothing(cut: int) -> None:
    sealed = sealing.sealed(b"x" * 20, PUBLIC, "letter")
    assert sealing.opened(sealed[:cut], SECRET, "letter") is None
    changed = bytearray(sealed)
    changed[cut] ^= 1
    assert sealing.opened(bytes(changed), SECRET, "letter") is None


@pytest.mark.parametrize("public", [b"", b"\0" * 32, b"x" * 31])
def test_what_is_no_public_key_is_refused(public: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        sealing.sealed(b"x", public, "letter")
