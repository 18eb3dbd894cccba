"""The file on the disk: encrypted, ours, of our version, and of no use to anybody without the key."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from peewee import DatabaseError

from station_app.db import connection, migrate
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


def test_a_database_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    database = connection.connect(tmp_path / "station.db", KEY)
    migrate.migrate(database)
    database.pragma("user_version", 99)
    with pytest.raises(Rejected, match="database_newer"):
        migrate.migrate(database)
    assert migrate.version_of(database) == 99
    database.close()


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    database = connection.connect(tmp_path / "station.db", KEY)
    migrate.migrate(database)
    database.pragma("application_id", 1)
    database.pragma("user_version", 1)
    with pytest.raises(Rejected, match="database_foreign"):
        migrate.migrate(database)
    database.close()


def test_a_step_that_fails_leaves_the_version_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "001_good.sql").write_text("CREATE TABLE good (a);\n", "utf-8")
    (folder / "002_bad.sql").write_text("CREATE TABLE half (a);\nCREATE TABLE good (a);\n", "utf-8")
    monkeypatch.setattr(migrate, "_STEPS", folder)
    database = connection.connect(tmp_path / "station.db", KEY)
    with pytest.raises(DatabaseError):
        migrate.migrate(database)
    assert migrate.version_of(database) == 1
    assert [row[0] for row in database.execute_sql("SELECT name FROM sqlite_master")] == ["good"]
    database.close()


def test_a_database_is_copied_before_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "001_one.sql").write_text("CREATE TABLE one (a);\n", "utf-8")
    monkeypatch.setattr(migrate, "_STEPS", folder)
    database = connection.connect(tmp_path / "station.db", KEY)
    migrate.migrate(database, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    (folder / "002_two.sql").write_text("CREATE TABLE two (a);\n", "utf-8")
    migrate.migrate(database, tmp_path / "copy.db")
    copy = connection.connect(tmp_path / "copy.db", KEY)
    assert migrate.version_of(copy) == 1
    assert migrate.version_of(database) == 2
    copy.close()
    database.close()
