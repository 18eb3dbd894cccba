"""PostgreSQL behind the same face (psycopg 3): one connection a thread, each transaction by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import psycopg

from station_app.gateway.store.engine import Cursor, StoreFailed
from station_app.gateway.store.vault import Vault

T = TypeVar("T")

TRIES = 5
"""How often a transaction is run that lost against another (deadlock, serialization)."""


class _PostgresCursor:
    def __init__(self, cursor: psycopg.Cursor[Any], vault: Vault) -> None:
        self._cursor, self._vault = cursor, vault

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._vault.opened(self.raw(sql, *(self._vault.bound(one) for one in values)))

    def raw(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        self._cursor.execute(_placed(sql), [_kept(one) for one in values])
        return self._cursor.fetchall() if self._cursor.description else []

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        bound = self._vault.bound
        self._cursor.executemany(_placed(sql), [[_kept(bound(one)) for one in row] for row in values])

    def locked(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.rows(f"{sql} FOR UPDATE", *values)


class PostgresEngine:
    """A database by its URL."""

    blob = "BYTEA"

    def __init__(self, url: str, vault: Vault) -> None:
        self._url, self.vault = url, vault
        self._threads = threading.local()
        self._opened: list[psycopg.Connection[Any]] = []

    def write(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` in a transaction; again where it lost against another one. Raises StoreFailed."""
        for tried in range(TRIES):
            connection = self._connection()
            try:
                with connection.transaction(), connection.cursor() as cursor:
                    return work(_PostgresCursor(cursor, self.vault))
            except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
                if tried == TRIES - 1:
                    raise
            except psycopg.OperationalError as error:  # no room, no server, no connection left
                raise StoreFailed(type(error).__name__) from error
        raise AssertionError("every try returns or raises")

    def read(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` that only reads."""
        return self.write(work)

    def snapshot(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` in one transaction that reads what stood when it began. Raises StoreFailed."""
        connection = self._connection()
        try:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                return work(_PostgresCursor(cursor, self.vault))
        except psycopg.OperationalError as error:
            raise StoreFailed(type(error).__name__) from error

    def settle(self) -> None:
        """Nothing: a dump shows living rows, and the server's own cleaning writes over the dead ones."""

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in self._opened:
            connection.close()

    def _connection(self) -> psycopg.Connection[Any]:
        connection: psycopg.Connection[Any] | None = getattr(self._threads, "connection", None)
        if connection is None or connection.closed:
            try:
                connection = psycopg.connect(self._url, autocommit=True)
            except psycopg.OperationalError as error:
                raise StoreFailed(type(error).__name__) from error
            self._threads.connection = connection
            self._opened.append(connection)
        return connection


def _kept(value: Any) -> Any:
    """A value that PostgreSQL can keep: its texts hold no NUL, which a stranger's name may."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _placed(sql: str) -> str:
    return sql.replace("?", "%s")
