"""The two engines behind one small face: SQLite with one writer and group commit, PostgreSQL with row locks.

SQL is kept to what both understand: primary and unique keys, `INSERT … ON CONFLICT (target)`, `SELECT … FOR UPDATE`
(which SQLite, having one writer, does without). Places are written `?`.
"""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from station_app.gateway.store.vault import Vault

T = TypeVar("T")

_OURS = frozenset({"setting", "device", "journal", "change", "feed"})
"""Tables by which a gateway's file is known."""

MOST_TOGETHER = 64
"""How many pieces of work share one commit."""


class StoreFailed(Exception):
    """The store cannot be reached, or takes no more. Nothing of the transaction has happened."""


class StoreLocked(StoreFailed):
    """The store's key is not at hand, or is another's."""


class StoreForeign(StoreFailed):
    """What the address names is no gateway's store; it was left as it is."""


class Cursor(Protocol):
    """What work on the store is done with, inside one transaction."""

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement; the rows that it gives."""
        ...

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of several rows of values."""
        ...

    def locked(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a SELECT and keep its rows locked until the transaction ends."""
        ...

    def raw(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a SELECT; its rows as they lie there, what is sealed in them sealed."""
        ...


class Engine(Protocol):
    """Where transactions are run. Work may be run again, so it must do nothing beside the store."""

    blob: str
    """The type of bytes."""

    vault: Vault
    """What seals people's words."""

    def write(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` in one transaction that is durable at the end, or has not happened."""
        ...

    def read(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` that only reads."""
        ...

    def snapshot(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` that reads several times what stood at one moment."""
        ...

    def settle(self) -> None:
        """Leave nothing beside the tables of what was just erased from them."""
        ...

    def close(self) -> None:
        """End."""
        ...


class _SqliteCursor:
    def __init__(self, connection: sqlite3.Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._vault.opened(self._connection.execute(sql, [self._vault.bound(one) for one in values]))

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        bound = self._vault.bound
        self._connection.executemany(sql, [[bound(one) for one in row] for row in values])

    def locked(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.rows(sql, *values)

    def raw(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values).fetchall()


class SqliteEngine:
    """One file, one writer thread; what waits at the same time is committed together."""

    blob = "BLOB"

    def __init__(self, path: Path, vault: Vault) -> None:
        self._path, self.vault = path, vault
        must_be_ours(path)
        _mine_alone(path)
        self._waiting: queue.SimpleQueue[tuple[Callable[[Cursor], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._readers = threading.local()
        self._opened: list[sqlite3.Connection] = []
        first = self._connected()
        first.execute("PRAGMA journal_mode = WAL")  # once, while nobody else has the file open
        self._writer = threading.Thread(target=self._write_on, args=(first,), name="gateway-writer", daemon=True)
        self._writer.start()

    def write(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` in the writer's thread, after what came before. Raises StoreFailed."""
        answer: Future[T] = Future()
        self._waiting.put((work, answer))
        return answer.result()

    def read(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` on this thread's own connection, on what was committed."""
        connection = getattr(self._readers, "connection", None)
        if connection is None:
            connection = self._readers.connection = self._connected()
            self._opened.append(connection)
        try:
            return work(_SqliteCursor(connection, self.vault))
        except sqlite3.DatabaseError as error:
            if not _is_of_the_file(error):
                raise
            raise StoreFailed(str(error)) from error

    def snapshot(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` on a connection of its own, in one transaction that holds nobody up."""
        connection = self._connected()
        try:
            connection.execute("BEGIN")
            return work(_SqliteCursor(connection, self.vault))
        finally:
            connection.close()

    def settle(self) -> None:
        """Bring the write-ahead log into the file and cut it to nothing: old pages of it would still be readable."""
        connection = self._connected()
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def close(self) -> None:
        """Finish what waits, and close the file."""
        self._waiting.put(None)
        self._writer.join()
        for connection in self._opened:
            connection.close()

    def _connected(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            for pragma in ("synchronous = FULL", "foreign_keys = 1", "temp_store = MEMORY", "secure_delete = 1"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError as error:
            raise StoreFailed(str(error)) from error
        except sqlite3.DatabaseError as error:
            raise StoreForeign(str(error)) from error
        return connection

    def _write_on(self, connection: sqlite3.Connection) -> None:
        is_ended = False
        while not is_ended:
            together = [self._waiting.get()]
            with suppress(queue.Empty):
                while len(together) < MOST_TOGETHER and together[-1] is not None:
                    together.append(self._waiting.get_nowait())
            is_ended = together[-1] is None
            self._commit(connection, [one for one in together if one is not None])
        connection.close()

    def _commit(self, connection: sqlite3.Connection, works: list[tuple[Callable[[Cursor], Any], Future[Any]]]) -> None:
        """Several pieces of work in one commit; one that fails takes nothing of the others away."""
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            connection.execute("BEGIN IMMEDIATE")
            outcomes = [(answer, *self._tried(connection, work)) for work, answer in works]
            connection.execute("COMMIT")
        except sqlite3.Error as error:  # the disk is full, or the file is gone: nobody was answered
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            outcomes = [(answer, None, error) for _, answer in works]
        for answer, outcome, failure in outcomes:
            if failure is None:
                answer.set_result(outcome)
            elif _is_of_the_file(failure):
                answer.set_exception(StoreFailed(str(failure)))
            else:
                answer.set_exception(failure)

    def _tried(self, connection: sqlite3.Connection, work: Callable[[Cursor], Any]) -> tuple[Any, BaseException | None]:
        connection.execute("SAVEPOINT work")
        try:
            outcome = work(_SqliteCursor(connection, self.vault))
        except BaseException as error:  # noqa: BLE001  (handed to whoever asked; also the panic of an outside library)
            connection.execute("ROLLBACK TO work")
            connection.execute("RELEASE work")
            return None, error
        connection.execute("RELEASE work")
        return outcome, None


def must_be_ours(path: Path) -> None:
    """Look at a file before anything is done with it: a gateway's store, an empty one or none at all. Raises
    StoreForeign, StoreFailed."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as looked_at:
            tables = {row[0] for row in looked_at.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.OperationalError as error:
        raise StoreFailed(str(error)) from error
    except sqlite3.DatabaseError as error:
        raise StoreForeign(str(error)) from error
    if tables and not tables >= _OURS:
        raise StoreForeign("the tables of another program")


def _mine_alone(path: Path) -> None:
    """The file, there or made now, is its owner's alone to read; what SQLite puts beside it takes its mode over."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreFailed(str(error)) from error


def _is_of_the_file(error: BaseException) -> bool:
    """Whether the disk or the file hinders: it is full, read-only, locked, damaged."""
    return isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError
