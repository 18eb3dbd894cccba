"""Steps: each whole or not at all, a copy before, and nothing of anybody else's is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from peewee import DatabaseError

from station_app.db import connection, migrate
from station_app.domain.problem import Rejected

KEY = b"k" * 32


def test_the_steps_are_numbered_from_one_without_a_gap() -> None:
    numbers = [number for number, _ in migrate.steps()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert migrate.newest_version() == numbers[-1]


def test_migrating_again_does_nothing(tmp_path: Path) -> None:
    database = connection.connect(tmp_path / "station.db", KEY)
    migrate.migrate(database)
    tables = database.execute_sql("SELECT * FROM sqlite_master").fetchall()
    migrate.migrate(database, tmp_path / "copy.db")
    assert database.execute_sql("SELECT * FROM sqlite_master").fetchall() == tables
    assert not (tmp_path / "copy.db").exists()
    assert database.pragma("application_id") == migrate.APPLICATION_ID
    database.close()


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
