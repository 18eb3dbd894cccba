"""The gateway on the command line: run, invite, see, write, restore, revoke, rebuild."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from station_app import cli
from station_app.domain.exchange import read_invitation

ROOT = Path(__file__).resolve().parents[2]
UNIT = {"kind": "unit", "act": "register", "fields": {"name": "水务局"}}


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "gateway.db")


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_invitation_is_signed_and_opens_once(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "one.lzi"
    asked = ["gateway", "invite", "--store", store, "--name", "某站", "--area", "520324116000", "--out", str(out)]
    assert cli.main(asked) == 0
    invitation = read_invitation(out.read_text("utf-8"))
    assert (invitation.name, invitation.role, invitation.area_code) == ("某站", "STATION", "520324116000")
    assert "某站" in capsys.readouterr().out
    assert cli.main(["gateway", "invite", "--store", store]) == 1


def test_acts_of_the_platform_are_written_line_by_line(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(UNIT), "no json", json.dumps({**UNIT, "fields": {}}), json.dumps({**UNIT, "kind": "visit"})]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    assert cli.main(["gateway", "enter", "--store", store, "--json", "--audience", "520324"]) == 1
    outcomes = said(capsys)
    assert "uid" in outcomes[0]
    codes = [[one["code"] for one in outcome["refused"]] for outcome in outcomes[1:]]
    assert codes == [["not_json"], ["missing"], ["act_of_another_role"]]
    assert cli.main(["gateway", "status", "--store", store, "--json"]) == 0
    (journal,) = [one for one in said(capsys) if one["part"] == "own"]
    assert (journal["audience"], journal["acked"]) == ("520324", 1)
    assert cli.main(["gateway", "rebuild", "--store", store, "--json"]) == 0
    assert said(capsys) == [{"records": 1}]


def test_a_restored_store_gets_a_new_epoch(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    epochs, copy = [], str(tmp_path / "copy")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert cli.main(["gateway", "backup", copy, "--store", store]) == 1
    assert cli.main(["gateway", "enter", "--store", store]) == 0
    assert cli.main(["gateway", "backup", "--store", store]) == 1
    assert cli.main(["gateway", "backup", copy, "--store", store]) == 0
    capsys.readouterr()
    for name in ("one.db", "two.db"):
        goal = ["--store", str(tmp_path / name), "--store-key", f"{store}.key"]
        assert cli.main(["gateway", "restore", copy, *goal, "--json"]) == 0
        epochs += [one["epoch"] for one in said(capsys)]
    assert epochs[0] != epochs[1]


def test_an_unknown_device_is_not_revoked(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert cli.main(["gateway", "enter", "--store", store]) == 0
    assert cli.main(["gateway", "revoke", "--store", store, "--key", "k" * 43, "--reason", "x"]) == 1
    assert "没有这台设备" in capsys.readouterr().err


@pytest.fixture
def listening(store: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    asked = [sys.executable, "main.py", "gateway", "--store", store, "--listen", address]
    running = subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield f"http://{address}"
    finally:
        running.terminate()
        running.communicate(timeout=20)


def test_it_serves_until_it_is_stopped(listening: str) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            answer = httpx.get(f"{listening}/healthz")
            break
        except httpx.ConnectError:
            time.sleep(0.05)
    assert answer.text == "ok\n"
    assert "server" not in answer.headers
    assert "date" not in answer.headers


def test_an_address_that_is_none_is_refused(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gateway", "--store", store, "--listen", "here"]) == 1
    assert "127.0.0.1:8443" in capsys.readouterr().err
