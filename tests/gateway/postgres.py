"""A real PostgreSQL server of the tests' own: a new cluster in a temporary folder, spoken to over its socket alone."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

OWNER = "postgres"
WAIT_S = 30
_NUMBERS = itertools.count()


def binaries() -> Path | None:
    """The folder of the newest server on this machine; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A server that runs while the context lasts; the folder of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="lzb-postgres-"))
    as_owner: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        account = pwd.getpwnam(OWNER)
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    cluster = folder / "cluster"
    make: list[str | Path] = [
        programs / "initdb",
        "-D",
        cluster,
        "-U",
        OWNER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "--no-sync",
    ]
    run: list[str | Path] = [
        programs / "postgres",
        "-D",
        cluster,
        "-k",
        folder,
        "-c",
        "listen_addresses=",
        "-c",
        "fsync=off",
    ]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_owner)
    running = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **as_owner)
    try:
        _wait(str(folder))
        yield str(folder)
    finally:
        running.terminate()
        running.wait(WAIT_S)
        shutil.rmtree(folder)


def new_database(socket_folder: str) -> str:
    """The URL of an empty database."""
    name = f"t{next(_NUMBERS)}"
    with psycopg.connect(_url(socket_folder, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return _url(socket_folder, name)


def _url(socket_folder: str, name: str) -> str:
    return f"postgresql://{OWNER}@/{name}?host={socket_folder}"


def _wait(socket_folder: str) -> None:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        with suppress(psycopg.OperationalError), psycopg.connect(_url(socket_folder, "postgres")):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")
