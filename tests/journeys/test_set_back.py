"""A whole disk that was set back gives numbers again: both records keep theirs, and nobody takes one for the other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app import cli
from station_app.db import audit, journal, search, tables
from station_app.db.store import Write
from station_app.db.tables import Row
from station_app.domain import numbering
from station_app.domain.records import Opinion, Visit
from station_app.domain.secrecy import EVERYTHING
from station_app.services import agenda, county, news, withholding
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.ui.pages.roads.sync import numbers_twice
from station_app.ui.shell.workplace import Naming, short_at
from tests.office import PASSWORD, SetClock, from_image, registered
from tests.offices import Pair, sealed


@pytest.fixture
def set_back(pair: Pair, tmp_path: Path) -> Iterator[Desk]:
    """The station's disk as it was before its second visit, which the county has; it went on and gave the number of
    that visit again, and has heard of it since."""
    pair.station.close()
    shutil.copytree(tmp_path / "station", tmp_path / "before")
    registered(pair.station, title="原来的事")
    county.take_contents(pair.county, sealed(pair.station))
    desk = from_image(tmp_path / "before", SetClock())
    registered(desk, title="退回以后的事")
    mine = journal.my_author(desk.store.database)
    lost = journal.my_author(pair.station.store.database)
    with desk.store.transaction():
        begun = desk.store.begin_anew(mine, 2)
        written = list(journal.entries_after(pair.station.store.database, lost, 2))
        author = journal.author(desk.store.database, lost.uid)
        assert author is not None
        desk.store.take(author, written)
    assert begun.mark
    county.take_contents(pair.county, sealed(desk))
    yield desk
    desk.close()


def named_twice(desk: Desk) -> list[str]:
    found = sorted(desk.records.all(Visit), key=lambda one: one.uid)
    return [short_at(desk, one.number, one.uid) for one in found]


def test_both_offices_tell_the_two_apart_and_are_told(pair: Pair, set_back: Desk) -> None:
    for desk, station in ((set_back, ""), (pair.county, "520324116-01-")):  # an office says whose number it is
        assert named_twice(desk) == [f"{station}F26-0001甲", f"{station}F26-0001乙"]
        assert [one.split(" ")[1] for one in numbers_twice(desk)] == ["F26-0001", "M26-0001"]
        visits = sorted(desk.records.all(Visit), key=lambda one: one.uid)
        assert Naming(desk).name("visit", visits[1].uid).startswith(f"{station}F26-0001乙")
        hits = search.everywhere(desk.store.database, "F26-0001", viewer=EVERYTHING)
        assert {one.uid for one in visits} <= {hit.uid for hit in hits}
        assert len({hit.uid for hit in hits if hit.kind == "opinion"}) == 2
        before = audit.digests(desk.store)["doubled"]
        desk.store.rebuild()
        assert audit.digests(desk.store)["doubled"] == before
        assert audit.audit(desk.store).is_sound
    assert len(agenda.visits_of(set_back, "2026-11-23").lines) == 2


def test_a_number_that_two_bear_is_asked_again_and_check_names_both(
    set_back: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    visits = sorted(set_back.records.all(Visit), key=lambda one: one.uid)
    assert cli.main(["show", "--data", str(tmp_path / "before"), "F26-0001"]) == 1
    said = capsys.readouterr().err
    assert all(one.uid in said for one in visits)
    assert "甲" in said
    assert "乙" in said
    assert cli.main(["check", "--data", str(tmp_path / "before")]) == 0
    said = capsys.readouterr().out
    assert all(one.uid in said for one in visits)


def test_what_is_withheld_bears_no_number_any_more(pair: Pair, set_back: Desk) -> None:

    opinions = sorted(set_back.records.all(Opinion), key=lambda one: one.uid)
    withholding.withhold(set_back, [("opinion", opinions[0].uid)])
    assert opinions[1].uid not in search.doubled(set_back.store.database)


def test_ordinary_work_doubles_nothing(desk: Desk) -> None:
    made = registered(desk)
    perform(desk, [Ask("opinion", "correct", {"title": "通组路塌方还没有修"}, made["opinion"].uid)])
    registered(desk)
    assert search.doubled(desk.store.database) == {}
    number = desk.records.one(Opinion, made["opinion"].uid).number
    assert short_at(desk, number, made["opinion"].uid) == numbering.short_of(number)
    assert numbers_twice(desk) == []
    assert news.refused(desk) == []


def test_what_is_of_another_kind_under_a_record_s_id_takes_its_number_from_nobody(set_back: Desk) -> None:
    visit = set_back.records.all(Visit)[0].uid
    with set_back.store.transaction():
        tables.take_away(set_back.store.database, Row("attachment", visit))
    assert visit in search.doubled(set_back.store.database)


def test_who_gets_another_number_bears_the_old_one_no_more(set_back: Desk) -> None:
    first, second = sorted(set_back.records.all(Visit), key=lambda one: one.uid)
    number = first.number.replace("0001", "0077")
    with set_back.store.transaction():
        set_back.store.commit([Write("decide", "visit", first.uid, {"number": number})], set_back.user.uid)
    assert {first.uid, second.uid}.isdisjoint(search.doubled(set_back.store.database))
    before = audit.digests(set_back.store)["doubled"]
    set_back.store.rebuild()
    assert audit.digests(set_back.store)["doubled"] == before
