"""The same desk where the encrypting driver has no wheel: everything works, and the file is openly not encrypted."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from station_app.db import audit, connection, ledger, quarantine, search
from station_app.db.store import Write
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person
from station_app.domain.secrecy import EVERYTHING
from station_app.services.acts import Ask, perform
from station_app.services.desk import unlock
from station_app.services.first_start import FirstStart, found
from tests.office import CHEAP, OPINION, PASSWORD, SetClock, registered


def test_a_day_s_work_on_the_standard_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "encrypts", False)
    start = FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD)
    desk = found(tmp_path, start, SetClock(), CHEAP).desk
    assert not desk.is_encrypted
    done = registered(desk)
    opinion, person = done["opinion"].uid, done["person"].uid
    assert [hit.uid for hit in search.opinions(desk.store.database, "道路", viewer=EVERYTHING)] == [opinion]

    # The text index forgets the old words: a contentless index must be told them.
    perform(desk, [Ask("opinion", "correct", {"verbatim": "水管破了", "title": "水管破了没有人修"}, opinion)])
    assert search.opinions(desk.store.database, "道路", viewer=EVERYTHING) == []
    assert [hit.uid for hit in search.everywhere(desk.store.database, "水管", viewer=EVERYTHING)] == [opinion]
    assert ledger.count(desk.store.database, ledger.Filter(viewer=EVERYTHING, text="杨胜美 水管")) == 1

    before = audit.digests(desk.store)
    assert desk.store.rebuild() == 6
    assert audit.digests(desk.store) == before
    assert [hit.uid for hit in search.opinions(desk.store.database, "水管", viewer=EVERYTHING)] == [opinion]
    assert audit.audit(desk.store).is_sound
    desk.close()

    again = unlock(tmp_path, PASSWORD, clock=SetClock())
    assert again.records.one(Opinion, opinion).ask == OPINION["ask"]
    with again.store.transaction():
        again.store.commit([Write("correct", "person", person, {"address": "三组"})], again.user.uid)
    assert again.records.one(Person, person).address == "三组"
    assert quarantine.by_field(again.store.database) == {}
    connection.copy_to(again.store.database, tmp_path / "copy.db")
    again.close()
    plain = sqlite3.connect(tmp_path / "copy.db")
    assert plain.execute("SELECT count(*) FROM opinion").fetchone() == (1,)
    plain.close()


def test_an_encrypted_file_is_said_to_be_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encrypted = connection.connect(tmp_path / "station.db", bytes(32))
    encrypted.execute_sql("CREATE TABLE kept (a)")
    encrypted.close()
    monkeypatch.setattr(connection, "encrypts", False)
    with pytest.raises(Rejected, match="database_unreadable"):
        connection.connect(tmp_path / "station.db", bytes(32))
