"""A copy of the gateway is made while it runs, whole, looked through, sealed; it is put back by one command."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from station_app import cli
from station_app.domain.batch.frame import hash_of
from station_app.domain.problem import Rejected
from station_app.gateway import copies, epoch
from station_app.gateway.server import Serving, Setup, engine_of, key_file, opened, serving
from station_app.gateway.store import tables
from station_app.gateway.store.engine import StoreLocked
from station_app.gateway.store.vault import VARIABLE, Vault, key_at
from tests.gateway import postgres
from tests.gateway.devices import CLIENTS, Device, admitted

ROOT = Path(__file__).resolve().parents[2]
WORDS = "通组路塌方三个月没有人修"
PHONE = "16112345678"
PHOTO = b"\xff\xd8photo of a road" * 5_000


def write(station: Device, number: int) -> None:
    """So many records more, each sent by itself."""
    for _ in range(number):
        first = len(station.lines) + 1
        station.write("person", f"{first:032x}", name="杨胜美", phone=PHONE, remark=WORDS)
        station.put(station.sealed(first, number=first))


def send_photo(station: Device, content: bytes = PHOTO) -> None:
    answer = station.ask(f"/v1/blobs/{hash_of(content)}", "PUT", content=content)
    assert answer.status_code == 200, answer.text


def rows(gateway: Serving) -> dict[str, list[tuple[Any, ...]]]:
    names = ("journal", "change", "record", "batch", "feed", "scope", "device", "quarantine", "held")
    query = "SELECT * FROM {}"
    return gateway.platform.engine.read(
        lambda cursor: {name: sorted(cursor.rows(query.format(name)), key=repr) for name in names}
    )


def restored(copy: Path, setup: Setup, store: str, files: Path) -> Setup:
    """What `gateway restore` leaves: a store at another address."""
    goal = replace(setup, store=store, files=files, key_file=key_file(setup))
    engine = engine_of(goal.store, Vault(key_at(key_file(setup), is_new=False)))
    tables.create(engine)
    copies.restore(copy, engine, files)
    engine.close()
    return goal


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@contextmanager
def writing_on(station: Device) -> Iterator[None]:
    """A station that goes on sending."""
    is_over = threading.Event()

    def go_on() -> None:
        while not is_over.is_set():
            write(station, 1)

    other = threading.Thread(target=go_on)
    other.start()
    try:
        yield
    finally:
        is_over.set()
        other.join()


def test_a_copy_that_is_made_while_it_runs_is_put_back_whole(
    either: Setup, tmp_path: Path, fresh: Callable[[], str]
) -> None:
    with serving(either) as served:
        station, busy = admitted(served, "1" * 32, "520324116000"), admitted(served, "2" * 32, "520324116000")
        write(station, 5)
        send_photo(station)
        with writing_on(busy):
            copied = copies.make(served.platform.engine, either.files, tmp_path / "copy", either.clock)
        before, held = current(served), rows(served)
        assert served.platform.engine.read(copies.last) == (copied.at, str(tmp_path / "copy"))
        while CLIENTS:
            CLIENTS.pop().close()
    assert copied.damaged == ()
    assert copied.changes >= 5
    goal = restored(tmp_path / "copy", either, fresh(), tmp_path / "other-files")
    with serving(goal) as again:
        assert current(again) != before
        there = rows(again)
        for name in ("change", "device"):
            assert set(there[name]) <= set(held[name]), name
        mine = [row for row in held["change"] if station.journal in row]
        assert len(mine) == 5
        assert set(mine) <= set(there["change"])
        station.gateway = again
        station.__post_init__()
        assert station.ask(f"/v1/blobs/{hash_of(PHOTO)}").content == PHOTO
        CLIENTS.pop().close()


def current(gateway: Serving) -> str:
    return gateway.platform.engine.read(epoch.current)


@pytest.fixture
def fresh(either: Setup, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """The address of a store that is not there yet, on the same engine."""
    if "://" not in either.store:
        return lambda: str(tmp_path / "other.db")
    folder = request.getfixturevalue("postgres_folder")
    return lambda: postgres.new_database(folder)


@pytest.fixture
def copied(setup: Setup, tmp_path: Path) -> Path:
    with serving(setup) as served:
        station = admitted(served, "1" * 32, "520324116000")
        write(station, 3)
        send_photo(station)
        copies.make(served.platform.engine, setup.files, tmp_path / "copy", setup.clock)
        while CLIENTS:
            CLIENTS.pop().close()
    return tmp_path / "copy"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def altered(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "the store is cut": lambda copy: cut(copy / copies.STORE),
    "a byte of the store": lambda copy: altered(copy / copies.STORE),
    "a file is gone": lambda copy: next((copy / copies.FILES / "blobs").iterdir()).unlink(),
    "a byte of a file": lambda copy: altered(next((copy / copies.FILES / "blobs").iterdir())),
    "nothing tells what there is": lambda copy: (copy / copies.TOLD).unlink(),
    "no copy at all": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_copy_that_suffered_is_not_put_back(
    copied: Path, setup: Setup, tmp_path: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    DAMAGES[damage](copied)
    goal = str(tmp_path / "other.db")
    asked = ["gateway", "restore", str(copied), "--store", goal, "--store-key", f"{setup.store}.key"]
    assert cli.main(asked) == 1
    assert "不是完整的平台备份" in capsys.readouterr().err
    assert not Path(goal).exists()


def test_the_commands_copy_and_put_back(
    copied: Path, setup: Setup, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", setup.store, "--files", str(setup.files)]
    assert cli.main(["gateway", "backup", str(tmp_path / "second"), *store]) == 0
    assert "备份好了" in capsys.readouterr().out
    assert cli.main(["gateway", "backup", str(tmp_path / "second"), *store]) == 1
    assert "已经有了" in capsys.readouterr().err
    other, key = ["--store", str(tmp_path / "other.db")], ["--store-key", f"{setup.store}.key"]
    assert cli.main(["gateway", "restore", str(tmp_path / "second"), *other]) == 1
    assert "钥匙" in capsys.readouterr().err
    assert not (tmp_path / "other.db").exists()
    assert cli.main(["gateway", "restore", str(tmp_path / "second"), *other, *key]) == 0
    assert "恢复好了" in capsys.readouterr().out
    assert cli.main(["gateway", "restore", str(tmp_path / "second"), *other, *key]) == 1
    assert "已经有东西" in capsys.readouterr().err
    assert cli.main(["gateway", "status", *other, *key, "--json"]) == 0


def test_nobody_reads_people_s_words_in_the_files_of_a_gateway_or_of_its_copy(copied: Path, setup: Setup) -> None:
    folder = Path(setup.store).parent
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in found} >= {"gateway.db", "gateway.db.key", copies.STORE}
    with closing(sqlite3.connect(setup.store)) as bare:
        secret = bare.execute("SELECT value FROM setting WHERE name = 'key'").fetchone()[0]
        assert len(secret) > len(bytes(32))
    for path in found:
        content = path.read_bytes()
        for words in (WORDS, PHONE, "杨胜美"):
            assert words.encode() not in content, path
        assert PHOTO[:40] not in content, path
    if os.name != "nt":
        assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}
        folders = {path for path in (setup.files, copied) for path in (path, *path.rglob("*")) if path.is_dir()}
        assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_a_store_opens_by_its_own_key_alone(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(setup).engine.close()
    key = Path(f"{setup.store}.key")
    right = key.read_text()
    key.unlink()
    with pytest.raises(StoreLocked):
        opened(setup)
    assert not key.exists(), "a store that is there gets no new key"
    monkeypatch.setenv(VARIABLE, right)
    opened(setup).engine.close()
    monkeypatch.setenv(VARIABLE, "A" * 43 + "=")
    with pytest.raises(StoreLocked):
        opened(setup)
    monkeypatch.delenv(VARIABLE)
    key.write_text(right)
    key.chmod(0o644)
    if os.name != "nt":
        with pytest.raises(StoreLocked):
            opened(setup)


def test_a_file_that_was_damaged_at_the_gateway_is_named(setup: Setup, tmp_path: Path) -> None:
    with serving(setup) as served:
        station = admitted(served, "1" * 32, "520324116000")
        send_photo(station)
        altered(setup.files / "blobs" / hash_of(PHOTO))
        made = copies.make(served.platform.engine, setup.files, tmp_path / "copy", setup.clock)
        CLIENTS.pop().close()
    assert made.damaged == (f"blobs/{hash_of(PHOTO)}",)


def test_a_copy_has_no_name_before_it_is_whole(
    gateway: Serving, setup: Setup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_whatever: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "_written", full)
    with pytest.raises(Rejected, match="copy_failed"):
        copies.make(gateway.platform.engine, setup.files, tmp_path / "copy", setup.clock)
    assert not list(tmp_path.glob("copy*"))
    assert gateway.platform.engine.read(copies.last) == ("", "")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running(store: str, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [
        sys.executable,
        str(ROOT / "main.py"),
        "gateway",
        "serve",
        "--store",
        store,
        "--listen",
        f"127.0.0.1:{port}",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_closes_its_store_and_ends_in_peace(setup: Setup, port: int, number: signal.Signals) -> None:
    for process in running(setup.store, port):
        assert process.stdout is not None
        assert f"127.0.0.1:{port}" in process.stdout.readline()
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").text == "ok\n"
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "Traceback" not in said
    assert not Path(f"{setup.store}-wal").exists()
    with closing(sqlite3.connect(setup.store)) as bare:
        assert bare.execute("SELECT count(*) FROM device").fetchone() == (1,), "what was written is in the file itself"


def test_it_does_not_say_that_it_runs_where_the_port_is_another_s(setup: Setup, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        for process in running(setup.store, port):
            said, problem = process.communicate(timeout=60)
            assert process.returncode == 1
            assert said == ""
            assert f"127.0.0.1:{port}" in problem
            assert "Traceback" not in problem
