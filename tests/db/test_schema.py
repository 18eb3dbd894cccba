"""Steps: each whole or not at all, a copy before, and nothing of anybody else's is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest

from station_app.db import audit, connection, journal, models, schema, tables
from station_app.db.connection import driver
from station_app.db.journal import JournalEntry
from station_app.db.store import Write
from station_app.domain import field, judging, lifecycle
from station_app.domain import records as domain_records
from station_app.domain.change import Change, line_of
from station_app.domain.field import indexes_of, record, specs_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND, Visit
from station_app.services.acts import Done
from station_app.services.desk import Desk, unlock
from tests.office import PASSWORD, PERSON, registered

KEY = b"k" * 32


def test_the_steps_are_numbered_from_one_without_a_gap() -> None:
    numbers = [number for number, _ in schema.steps()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert schema.newest_version() == numbers[-1]


def test_migrating_again_does_nothing(tmp_path: Path) -> None:
    database = connection.connect(tmp_path / "station.db", KEY)
    schema.bring_up(database, list)
    tables = database.execute_sql("SELECT * FROM sqlite_master").fetchall()
    schema.bring_up(database, list, tmp_path / "copy.db")
    assert database.execute_sql("SELECT * FROM sqlite_master").fetchall() == tables
    assert not (tmp_path / "copy.db").exists()
    assert database.pragma("application_id") == schema.APPLICATION_ID
    database.close()


def tables_of(database: connection.Database) -> list[str]:
    return [name for (name,) in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]


def test_a_database_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    database = connection.connect(tmp_path / "station.db", KEY)
    schema.bring_up(database, list)
    database.execute_sql("PRAGMA user_version = 99")
    with pytest.raises(Rejected, match="database_newer"):
        schema.bring_up(database, list)
    assert schema.version_of(database) == 99
    database.close()


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    database = connection.connect(tmp_path / "station.db", KEY)
    schema.bring_up(database, list)
    database.execute_sql("PRAGMA application_id = 1")
    database.execute_sql("PRAGMA user_version = 1")
    with pytest.raises(Rejected, match="database_foreign"):
        schema.bring_up(database, list)
    database.close()


def test_a_step_that_fails_leaves_the_version_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "001_good.sql").write_text("CREATE TABLE good (a);\n", "utf-8")
    (folder / "002_bad.sql").write_text("CREATE TABLE half (a);\nCREATE TABLE good (a);\n", "utf-8")
    monkeypatch.setattr(schema, "_STEPS", folder)
    database = connection.connect(tmp_path / "station.db", KEY)
    with pytest.raises(driver().DatabaseError):
        schema.bring_up(database, list)
    assert schema.version_of(database) == 1
    assert [row[0] for row in database.execute_sql("SELECT name FROM sqlite_master")] == ["good"]
    database.close()


def test_a_program_without_its_steps_is_said_to_be_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "_STEPS", tmp_path / "nowhere")
    database = connection.connect(tmp_path / "station.db", KEY)
    with pytest.raises(Rejected, match="program_incomplete"):
        schema.bring_up(database, list)
    assert tables_of(database) == []
    database.close()


def test_one_copy_is_kept_of_before_the_last_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    for _, path in schema.steps():
        shutil.copy(path, folder)
    last = schema.newest_version()
    monkeypatch.setattr(schema, "_STEPS", folder)
    database = connection.connect(tmp_path / "station.db", KEY)
    schema.bring_up(database, list, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    for number in (last + 1, last + 2):
        (folder / f"{number:03d}_more.sql").write_text(f"CREATE TABLE more_{number} (a);\n", "utf-8")
        schema.bring_up(database, list, tmp_path / "copy.db")
        copy = connection.connect(tmp_path / "copy.db", KEY)
        assert schema.version_of(copy) == number - 1
        assert schema.version_of(database) == number
        copy.close()
    assert sorted(path.name for path in tmp_path.glob("copy.db*")) == ["copy.db"]
    database.close()


@record
class Person:
    """A person as a later program describes one: two fields more, one less, and words are searched in other ones."""

    indexes: ClassVar = (("village", "blood"),)

    uid: str = field.uid("来访人")
    name: str = field.text("姓名", max_len=60, searched=True)
    phone: str = field.text("联系电话", max_len=20, default="", indexed=True)
    village: str = field.text("居住村（社区）", max_len=12, default="")
    blood: str = field.text("血型", max_len=4, default="", searched=True)
    height: int | None = field.count("身高", default=None)
    merged_into: str = field.ref("并入", "person", default="", given=True)
    void_reason: str = field.text("作废原因", max_len=200, default="")
    carried: str = field.prose("旧台账附记", max_len=200, default="")


@record
class Dog:
    """A kind that came later."""

    uid: str = field.uid("狗")
    name: str = field.text("名字", max_len=60, searched=True)


@contextmanager
def later_program() -> Iterator[None]:
    """The next release: another form of person, and a kind more."""

    def forget_caches() -> None:
        for cached in (
            schema.marks,
            models.selection,
            models.blank_row,
            tables.writing,
            lifecycle.fields_taken,
            lifecycle.takes,
            judging.may_of,
            judging.required_of,
        ):
            cached.cache_clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BY_KIND, "person", Person)
        patch.setitem(BY_KIND, "dog", Dog)
        patch.setitem(models.SEARCHED, "person", ("name", "blood"))
        patch.setitem(models.SEARCHED, "dog", ("name",))
        forget_caches()
        yield
    forget_caches()


def written(desk: Desk) -> dict[str, Done]:
    """A visit by somebody with a blood group, and a dog: what a later program would write, and this one passes on."""
    done, store = registered(desk), desk.store
    with store.transaction():
        more = Write("correct", "person", done["person"].uid, {"blood": "AB", "address": "三组"})
        store.commit([more], desk.user.uid)
        other = journal.found(store.database, "c" * 32, desk.home, mine=False)
        dog = Change(other.uid, 1, "d" * 32, "", "", "", "register", "dog", "d" * 32, (), {"name": "大黄"}, 2)
        store.take(other, [JournalEntry(dog, line_of(dog))])
    return done


def roots(desk: Desk) -> dict[str, int]:
    rows = desk.store.database.execute_sql("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'")
    return dict(rows.fetchall())


def test_a_field_more_is_a_column_that_holds_what_was_said_and_no_other_kind_is_touched(desk: Desk) -> None:
    done = written(desk)
    before, person = roots(desk), done["person"].uid
    desk.close()
    told: list[tuple[int, int]] = []
    with later_program():
        again = unlock(desk.folder, PASSWORD, clock=desk.clock, progress=lambda *counts: told.append(counts))
        database = again.store.database
        found = again.records.one(Person, person)
        assert (found.blood, found.height, found.name) == ("AB", None, PERSON["name"])
        assert again.records.rows("person", [person])[person].values["address"] == "三组"  # no field now: passed on
        assert again.records.one(Dog, "d" * 32).name == "大黄"
        query = "SELECT rowid FROM person_text WHERE person_text MATCH 'ab'"
        assert database.execute_sql(query).fetchall() == [(1,)]
        assert audit.audit(again.store).is_sound
        again.close()
    assert told == [(3, 3)]
    assert (desk.folder / "before-step.db").exists()
    after = roots(again)
    others = BY_KIND.keys() - {"person"}
    assert {kind: after[kind] for kind in others} == {kind: before[kind] for kind in others}
    names = {row[0] for row in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert {"person_phone", "person_village_blood", "person_initials", "visit_visitor"} <= names
    assert "person_name" not in names
    again.close()


def test_a_program_of_the_same_release_without_the_field_opens_it_and_loses_nothing(desk: Desk) -> None:
    person = written(desk)["person"].uid
    desk.close()
    with later_program():
        unlock(desk.folder, PASSWORD, clock=desk.clock).close()
    again = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert "dog" not in tables_of(again.store.database)
    assert again.records.one(domain_records.Person, person).address == "三组"
    assert again.records.rows("person", [person])[person].values["blood"] == "AB"
    again.close()


def test_tables_of_a_newer_release_are_refused_untouched(desk: Desk) -> None:
    database = desk.store.database
    database.execute_sql("UPDATE mark SET value = '99.0' WHERE name = 'release'")
    schema.bring_up(database, list)  # its tables are alike: nothing is in the way
    database.execute_sql("UPDATE mark SET value = 'another' WHERE name = 'person'")
    with pytest.raises(Rejected, match="database_newer"):
        schema.bring_up(database, list)
    assert "person" in tables_of(database)


def test_a_step_that_is_cut_off_leaves_everything_as_it_was(desk: Desk) -> None:
    done = written(desk)
    database = desk.store.database
    database.execute_sql("UPDATE mark SET value = 'another' WHERE name IN ('person', 'visit')")
    before = audit.digests(desk.store)

    def cut_off(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        schema.bring_up(database, lambda kinds: desk.store.fold_again(kinds, cut_off))
    assert audit.digests(desk.store) == before
    schema.bring_up(database, desk.store.fold_again)
    assert audit.digests(desk.store) == before
    assert desk.records.one(Visit, done["visit"].uid).number == done["visit"].number


def test_an_index_more_folds_nothing_again(desk: Desk) -> None:
    registered(desk)
    database = desk.store.database
    database.execute_sql("DROP INDEX visit_visitor")
    database.execute_sql("CREATE INDEX visit_place ON visit (place)")
    database.execute_sql("UPDATE mark SET value = 'another' WHERE name = 'indexes'")
    folded: list[str] = []
    schema.bring_up(database, folded.extend)
    assert folded == []
    names = {row[0] for row in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert "visit_visitor" in names
    assert "visit_place" not in names


def test_every_field_of_an_index_is_a_field() -> None:
    for cls in BY_KIND.values():
        assert {name for columns in indexes_of(cls) for name in columns} <= set(specs_of(cls))
