"""The province's certificate is pinned: whoever else answers hears nothing, and a wrong clock is no way around it."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from station_app.domain.problem import Rejected
from station_app.sync.client import HttpRoad
from station_app.sync.road import Cut, Request

NOW = datetime.now(UTC)
YEAR = timedelta(days=365)


def certified(folder: Path, name: str, days: tuple[datetime, datetime]) -> tuple[str, Path]:
    """A certificate (PEM) that is its own authority, and the file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway")])
    alternative = x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdecimal() else x509.DNSName(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(days[0])
        .not_valid_after(days[1])
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(Encoding.PEM)
    path = folder / f"{name}.pem"
    path.write_bytes(pem + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return pem.decode(), path


@contextmanager
def serving(path: Path, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Iterator[tuple[str, list[bytes]]]:
    """A server with a certificate that says 204; yields its address and what it heard."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    context.maximum_version = newest
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            try:
                client, _ = listener.accept()
                with client, context.wrap_socket(client, server_side=True) as spoken:
                    heard.append(spoken.recv(65536))
                    spoken.sendall(b"HTTP/1.1 204 x\r\n\r\n")
            except OSError:
                return

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}", heard
        thread.join(5)


def reason(url: str, ca: str) -> str:
    """Why the road broke; "" where it did not."""
    road = HttpRoad(url, ca)
    try:
        road.ask(Request("GET", "/v1/journals/x"), lambda _up, _down: None)
    except Cut as cut:
        return cut.reason
    finally:
        road.close()
    return ""


def test_the_pinned_certificate_is_believed(tmp_path: Path) -> None:
    ca, path = certified(tmp_path, "127.0.0.1", (NOW - YEAR, NOW + YEAR))
    with serving(path) as (url, heard):
        assert reason(url, ca) == ""
    assert heard[0].startswith(b"GET /v1/journals/x ")


@pytest.mark.parametrize(
    ("name", "days", "expected"),
    [
        ("gateway.example", (NOW - YEAR, NOW + YEAR), "untrusted"),
        ("127.0.0.1", (NOW - 2 * YEAR, NOW - YEAR), "expired"),
        ("127.0.0.1", (NOW + YEAR, NOW + 2 * YEAR), "expired"),
    ],
    ids=["another name", "expired, or our clock is years ahead", "not yet, or our clock is dead"],
)
def test_h70_a_certificate_of_another_name_or_time_hears_nothing(
    tmp_path: Path, name: str, days: tuple[datetime, datetime], expected: str
) -> None:
    ca, path = certified(tmp_path, name, days)
    with serving(path) as (url, heard):
        assert reason(url, ca) == expected
    assert heard == []


def test_h70_another_authority_hears_nothing(tmp_path: Path) -> None:
    ca, _ = certified(tmp_path, "gateway.example", (NOW - YEAR, NOW + YEAR))
    _, path = certified(tmp_path, "127.0.0.1", (NOW - YEAR, NOW + YEAR))
    with serving(path) as (url, heard):
        assert reason(url, ca) == "untrusted"
    with serving(path) as (url, heard):
        assert reason(url, "") == "untrusted"
    assert heard == []


def test_h70_an_older_protocol_hears_nothing(tmp_path: Path) -> None:
    ca, path = certified(tmp_path, "127.0.0.1", (NOW - YEAR, NOW + YEAR))
    with serving(path, ssl.TLSVersion.TLSv1_2) as (url, heard):
        assert reason(url, ca) == "no_tls"
    assert heard == []


def test_h70_a_plain_server_behind_the_secure_address_hears_no_request(tmp_path: Path) -> None:
    ca, _ = certified(tmp_path, "127.0.0.1", (NOW - YEAR, NOW + YEAR))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        heard: list[bytes] = []

        def answer() -> None:
            client, _ = listener.accept()
            with client:
                heard.append(client.recv(4096))
                client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        assert reason(f"https://127.0.0.1:{listener.getsockname()[1]}", ca) in ("no_tls", "cut")
        thread.join(5)
    assert b"/v1/" not in heard[0]


@pytest.mark.parametrize(
    "ca", ["no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "证书"]
)
def test_an_invitation_with_an_unsound_certificate_is_said_so(ca: str) -> None:
    with pytest.raises(Rejected, match="invitation_unsound"):
        HttpRoad("https://127.0.0.1:1", ca)
