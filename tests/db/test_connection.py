"""The file on the disk: encrypted, and of no use to anybody without the key."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from station_app.db import connection
from station_app.domain.problem import Rejected
from station_app.services.desk import Desk
from tests.office import OPINION, PERSON, registered

KEY = b"k" * 32


def test_nothing_in_the_data_folder_can_be_read_without_the_key(desk: Desk) -> None:
    registered(desk)
    secrets = [
        PERSON["name"],
        PERSON["phone"],
        OPINION["verbatim"],
        OPINION["title"],
        "王小莉",
        "联络站",
        "CREATE TABLE",
    ]
    kept = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert {path.name for path in kept} >= {"station.db", "station.db-wal", "keyring.json"}
    for path in kept:
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, path.name
            assert secret.encode("utf-16-le") not in content, path.name
    with (
        closing(sqlite3.connect(desk.folder / "station.db")) as shell,
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
    ):
        shell.execute("SELECT * FROM sqlite_master")


def test_each_commit_is_forced_to_the_disk(desk: Desk) -> None:
    assert desk.store.database.pragma("journal_mode") == "wal"
    assert desk.store.database.pragma("synchronous") == 2
    assert desk.store.database.pragma("temp_store") == 2


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + b"x" * 4096, b"a letter, not a ledger" * 300])
def test_a_file_that_the_key_does_not_open_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "station.db").write_bytes(content)
    with pytest.raises(Rejected, match="database_unreadable"):
        connection.connect(tmp_path / "station.db", KEY)


def test_another_connection_s_write_moves_the_data_version(desk: Desk) -> None:
    before = connection.data_version(desk.store.database)
    desk.store.database.execute_sql("UPDATE station SET phone = '161'")
    assert connection.data_version(desk.store.database) == before

    def write_elsewhere() -> None:
        with desk.store.database.connection_context():
            desk.store.database.execute_sql("UPDATE station SET phone = '162'")

    other = Thread(target=write_elsewhere)
    other.start()
    other.join()
    assert connection.data_version(desk.store.database) != before


def test_a_copy_is_whole_and_encrypted_alike(tmp_path: Path) -> None:
    database = connection.connect(tmp_path / "station.db", KEY)
    database.execute_sql("CREATE TABLE kept (a)")
    database.execute_sql("INSERT INTO kept VALUES (7)")
    connection.copy_to(database, tmp_path / "copy.db")
    database.close()
    with pytest.raises(Rejected, match="database_unreadable"):
        connection.connect(tmp_path / "copy.db", b"x" * 32)
    copy = connection.connect(tmp_path / "copy.db", KEY)
    assert copy.execute_sql("SELECT a FROM kept").fetchone() == (7,)
    copy.close()
