"""The gateway under TLS, as the desk speaks to it."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.gateway.server import Serving, Setup, serving
from station_app.sync.client import HttpRoad
from station_app.sync.road import get_state
from tests.sync.test_tls import NOW, YEAR, certified


@pytest.fixture
def province(tmp_path: Path) -> tuple[str, Path]:
    return certified(tmp_path, "127.0.0.1", (NOW - YEAR, NOW + YEAR))


@pytest.fixture
def gateway(tmp_path: Path, province: tuple[str, Path]) -> Iterator[Serving]:
    with serving(Setup(str(tmp_path / "gateway.db"), tmp_path / "files"), tls=(province[1], province[1])) as served:
        yield served


def test_the_desk_speaks_to_the_gateway_whose_authority_is_pinned(gateway: Serving, province: tuple[str, Path]) -> None:
    road = HttpRoad(gateway.url, province[0])
    assert gateway.url.startswith("https://")
    assert road.ask(get_state("a" * 32, 0)).status == 401
    road.close()


def test_the_gateway_speaks_nothing_older_than_tls_1_3(gateway: Serving, province: tuple[str, Path]) -> None:
    old = ssl.create_default_context(cadata=province[0])
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(OSError, match=r"(?i)ssl|tls"):
        urllib.request.urlopen(f"{gateway.url}/healthz", context=old)
