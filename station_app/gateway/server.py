"""Running the gateway: from a store's address to a listening server, or one in a thread for tests and the tour."""

from __future__ import annotations

import json
import logging
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from station_app import paths
from station_app.domain.batch import frame
from station_app.domain.clock import Clock, SystemClock
from station_app.domain.immutable import immutable
from station_app.gateway import epoch, office, operator
from station_app.gateway.http.app import Figures, application
from station_app.gateway.http.bodies import Limits, Spool
from station_app.gateway.http.calls import Calls
from station_app.gateway.http.wire import KeepingProtocol
from station_app.gateway.ingest import Platform
from station_app.gateway.store import tables
from station_app.gateway.store.engine import Engine, SqliteEngine, StoreFailed, must_be_ours
from station_app.gateway.store.vault import KEY_BYTES, Vault, key_at

STALL_S = 45
MOST_BLOB_BYTES = 64 * 2**20
STARTED_S = 0.01
"""How often the start is looked for."""

NOTED_S = 1.0
"""How often it is written down outside the store how far it has come."""

METRICS_VARIABLE = "GATEWAY_METRICS_TOKEN"
"""Of the environment: what whoever reads the figures sends as `Authorization: Bearer …`; without it there are none."""

log = logging.getLogger("station_app.gateway")


@immutable
class Setup:
    """How a gateway is run: its store's address, the folder for bodies, limits, the seconds without a byte that end a
    request, and the file with the store's key (None: the usual one)."""

    store: str
    files: Path
    limits: Limits = field(default_factory=lambda: Limits(frame.LARGEST, MOST_BLOB_BYTES))
    stall_s: float = STALL_S
    clock: Clock = field(default_factory=SystemClock)
    key_file: Path | None = None


@immutable
class Serving:
    """A gateway that listens: its address, its public key, and what is behind it."""

    url: str
    key: str
    platform: Platform


def usual_files(store: str) -> Path:
    """The folder for bodies where none is named: beside an SQLite file, else in the working folder."""
    return Path("gateway-files") if "://" in store else Path(f"{store}-files")


def vault_of(setup: Setup) -> Vault:
    """What seals people's words in a store. A store that is made now gets a key. Raises StoreLocked; StoreForeign for
    what is no gateway's store: of that no key is asked for."""
    if "://" not in setup.store:
        must_be_ours(Path(setup.store))
    return Vault(key_at(key_file(setup), is_new=not is_there(setup)))


def key_file(setup: Setup) -> Path:
    """Where the store's key lies: where none is named, beside an SQLite file, else beside the folder for bodies."""
    return setup.key_file or Path(f"{setup.files if '://' in setup.store else setup.store}.key")


def is_there(setup: Setup) -> bool:
    """Whether a store was made at the address."""
    if "://" not in setup.store:
        return Path(setup.store).exists()
    engine = engine_of(setup.store, Vault(bytes(KEY_BYTES)))
    try:
        return tables.are_there(engine)
    finally:
        engine.close()


def engine_of(url: str, vault: Vault) -> Engine:
    """The engine of a store's address: `postgresql://…`, else the path of an SQLite file."""
    if url.startswith(("postgresql://", "postgres://")):
        # Imported here: a gateway on SQLite needs no driver for PostgreSQL.
        from station_app.gateway.store.postgres import PostgresEngine  # noqa: PLC0415  (see above)

        return PostgresEngine(url, vault)
    return SqliteEngine(Path(url), vault)


def opened(setup: Setup) -> Platform:
    """The platform on a store, its tables made where there are none."""
    engine = engine_of(setup.store, vault_of(setup))
    tables.create(engine)
    identity = engine.write(lambda cursor: office.founded(cursor, setup.clock))
    return Platform(engine, identity, paths.dictionaries(), setup.clock)


def app_of(setup: Setup, platform: Platform) -> Starlette:
    """The application on a platform. The operator's pages are there as soon as there is an account, the figures where
    the environment holds a token for them."""
    calls = Calls(platform, Spool(setup.files, setup.limits, platform.engine.vault), setup.limits, setup.stall_s)
    figures = Figures(platform.engine, os.environ.get(METRICS_VARIABLE, ""))
    return application(calls, figures, operator.routes(platform))


def config_of(app: Starlette, certificate: Path | None = None, key: Path | None = None) -> uvicorn.Config:
    """How it is served. Answers bear no Server and no Date: a normal day must be small on a poor link."""
    config = uvicorn.Config(
        app,
        http=KeepingProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        timeout_keep_alive=120,
        ssl_certfile=str(certificate) if certificate else None,
        ssl_keyfile=str(key) if key else None,
    )
    config.load()
    if config.ssl:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
    return config


@contextmanager
def serving(setup: Setup, port: int = 0, tls: tuple[Path, Path] | None = None) -> Iterator[Serving]:
    """A gateway on loopback in a thread of its own, on a free port where none is named; `tls`: certificate and key."""
    with ready(setup, ("127.0.0.1", port)) as (platform, listener):
        certificate, key = tls or (None, None)
        server = uvicorn.Server(config_of(app_of(setup, platform), certificate, key))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="gateway")
        thread.start()
        while not server.started and thread.is_alive():
            threading.Event().wait(STARTED_S)
        try:
            scheme = "https" if tls else "http"
            yield Serving(f"{scheme}://127.0.0.1:{listener.getsockname()[1]}", platform.office.key.public, platform)
        finally:
            server.should_exit = True
            server.force_exit = True
            thread.join()


@contextmanager
def ready(setup: Setup, address: tuple[str, int]) -> Iterator[tuple[Platform, socket.socket]]:
    """The platform with the port that is its own: whether its store is older than what was said of it is judged before
    anybody is answered, and written down as long as it lasts. Raises OSError where the port is another's."""
    listener = _listening(*address)
    try:
        platform = opened(setup)
        epoch.judge(platform.engine, setup.files)
        is_over = threading.Event()
        noting = threading.Thread(target=_note_on, args=(platform.engine, setup.files, is_over), name="gateway-epoch")
        noting.start()
        try:
            yield platform, listener
        finally:
            is_over.set()
            noting.join()
            platform.engine.close()
    finally:
        listener.close()


def _note_on(engine: Engine, folder: Path, is_over: threading.Event) -> None:
    while not is_over.wait(NOTED_S):
        _note(engine, folder)
    _note(engine, folder)


def _note(engine: Engine, folder: Path) -> None:
    try:
        epoch.note(engine, folder)
    except (OSError, StoreFailed) as error:
        log.warning(json.dumps({"call": "epoch", "error": type(error).__name__}))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: only then does asyncio send small answers at once (TCP_NODELAY).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener
