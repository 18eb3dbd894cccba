"""The road under TLS: the pinned authority alone is believed, and nothing older than TLS 1.3 is spoken."""

from __future__ import annotations

import ipaddress
import ssl
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from station_app.gateway.server import Serving, Setup, serving
from station_app.sync import requests
from station_app.sync.http import HttpRoad
from station_app.sync.road import Cut

Pair = tuple[Path, Path]


def certificate(folder: Path, name: str, host: str = "127.0.0.1", days: int = 30) -> Pair:
    """A certificate of its own authority for a host, and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


@pytest.fixture
def own(tmp_path: Path) -> Pair:
    return certificate(tmp_path, "province")


@pytest.fixture
def gateway(tmp_path: Path, own: Pair) -> Iterator[Serving]:
    with serving(Setup(str(tmp_path / "gateway.db"), tmp_path / "files"), tls=own) as served:
        yield served


def asked(url: str, ca: str) -> int:
    road = HttpRoad(url, ca)
    try:
        return road.ask(requests.get_state("a" * 32, 0)).status
    finally:
        road.close()


def test_the_pinned_authority_is_believed(gateway: Serving, own: Pair) -> None:
    assert gateway.url.startswith("https://")
    assert asked(gateway.url, own[0].read_text()) == 401


def test_another_authority_is_not(gateway: Serving, tmp_path: Path) -> None:
    other = certificate(tmp_path, "other")
    with pytest.raises(Cut) as cut:
        asked(gateway.url, other[0].read_text())
    assert cut.value.reason == "untrusted"


@pytest.mark.parametrize(("host", "days"), [("127.0.0.2", 30), ("127.0.0.1", -1)])
def test_another_host_s_and_an_expired_certificate_are_not_believed(tmp_path: Path, host: str, days: int) -> None:
    wrong = certificate(tmp_path, "wrong", host, days)
    with serving(Setup(str(tmp_path / "gateway.db"), tmp_path / "files"), tls=wrong) as gateway:
        with pytest.raises(Cut) as cut:
            asked(gateway.url, wrong[0].read_text())
        assert cut.value.reason == "untrusted"


def test_nothing_older_than_tls_1_3_is_spoken(gateway: Serving, own: Pair) -> None:
    old = ssl.create_default_context(cafile=str(own[0]))
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(OSError, match=r"(?i)ssl|tls"):
        urllib.request.urlopen(f"{gateway.url}/healthz", context=old)
