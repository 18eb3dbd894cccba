"""The tiles of a county: each number is that of the list which it opens, with its worst case and its weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from station_app.db import ledger, promises, waits
from station_app.db.ledger import Filter
from station_app.domain.records import Opinion, Suggestion
from station_app.domain.secrecy import EVERYTHING, Viewer
from station_app.services import workbench
from station_app.services.workbench import TILES
from tests import counties
from tests.counties import County
from tests.office import SetClock


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    made = counties.made(tmp_path_factory.mktemp("county"))
    yield made
    made.close()


def test_each_tile_counts_what_stands_so(county: County) -> None:
    told = workbench.read(county.office)
    counted = {name: one.count for name, one in told.items() if one.count}
    assert counted == {
        "overdue": 1,
        "promise_overdue": 1,
        "dissatisfied": 1,
        "to_accept": 1,
        "to_assign": 2,
        "to_check": 1,
        "extension_asked": 1,
        "return_asked": 1,
        "due_soon": 1,
        "to_sign": 3,
        "untold": 1,
    }
    assert told.keys() == {tile.name for tile in TILES}


def test_a_list_narrowed_by_a_tile_holds_what_the_tile_counts(county: County) -> None:
    database, days = county.office.store.database, workbench.days_ahead(county.office)
    for wait, kinds in waits.WAITS.items():
        for kind in kinds:
            chosen = Filter(viewer=EVERYTHING, kind=kind, wait=wait, days=days)
            found = ledger.rows_of(database, kind, ledger.ids(database, chosen, 0, 50))
            heap = waits.heap(database, kind, wait, days, EVERYTHING)
            assert ledger.count(database, chosen) == len(found) == heap.count, (wait, kind)
            of_tile = {uid for way, uid in county.uids.items() if way.removesuffix("_too") == wait}
            if kind in ("opinion", "suggestion") and of_tile & {one.uid for one in found.values()}:
                assert of_tile <= {one.uid for one in found.values()}


def test_a_tile_says_its_worst_case_and_since_which_week_each_waits(county: County) -> None:
    told = workbench.read(county.office)
    overdue = told["overdue"]
    assert (overdue.uid, overdue.since) == (county.uids["overdue"], "2026-11-30")
    assert overdue.whose == county.stations[1].place.name
    assert overdue.weeks == (0, 0, 0, 0, 0, 0, 0, 1)
    assert told["to_assign"].weeks == (0, 0, 0, 0, 0, 0, 2, 0)
    assert told["clashes"].weeks == told["due_soon"].weeks == ()  # no stored day tells
    assert all(not one.weeks or sum(one.weeks) == one.count for one in told.values())
    assert workbench.worst_of_all(told) == ("opinion", county.uids["overdue"])
    days = {tile.name: tile.days(told[tile.name], county.office.today) for tile in TILES if told[tile.name].count}
    assert (days["overdue"], days["due_soon"], days["to_assign"]) == (5, 3, 12)


def test_what_a_viewer_may_not_see_is_in_no_number(county: County) -> None:
    database, days = county.office.store.database, workbench.days_ahead(county.office)
    for way in ("overdue", "to_sign", "to_check", "return_asked", "dissatisfied", "untold"):
        uid = county.uids["to_check" if way == "untold" else way]
        kept = Viewer(accused_in=(uid,))
        both = [waits.heap(database, "opinion", way, days, viewer).count for viewer in (EVERYTHING, kept)]
        assert both[1] == both[0] - 1, way
        chosen = Filter(viewer=kept, wait=way, days=days)
        assert ledger.count(database, chosen) == both[1]
    query, values = promises.source("overdue", days, Viewer(accused_in=(county.uids["to_check"],)))
    assert database.execute_sql(f"SELECT count(*) FROM {query}", values).fetchone() == (0,)


def test_a_station_falls_silent_after_two_weeks_and_the_longest_stands_first(county: County) -> None:
    assert workbench.silent(county.office) == []
    clock = SetClock(county.clock.at)
    clock.move(days=10)
    later = replace(county.office, clock=clock)
    found = workbench.silent(later)
    assert {one.station.uid for one in found} == {one.place.uid for one in county.stations}
    assert {one.days for one in found} == {22}


@pytest.mark.parametrize("kind", ["opinion", "suggestion"])
def test_a_narrowed_list_is_in_every_order_what_the_records_say(county: County, kind: str) -> None:
    database = county.office.store.database
    home = county.stations[0].place.uid
    records: list[Opinion] | list[Suggestion] = county.office.records.all(Opinion, station=home)
    if kind == "suggestion":
        records = county.office.records.all(Suggestion, station=home)
    expected = {one.uid for one in records}
    for sort in ledger.BOOKS[kind].sorts:
        if sort == "visitor":
            continue
        for way in ("", "-"):
            chosen = Filter(viewer=EVERYTHING, kind=kind, station=home, sort=way + sort)
            page = ledger.first_page(database, chosen, 50)
            rows = ledger.rows_of(database, kind, page.ids)
            assert {rows[one].uid for one in page.ids} == expected, sort
            assert list(page.ids) == list(ledger.all_ids(database, chosen))
            assert page.count == len(expected)


def test_a_deadline_a_unit_and_a_turn_narrow_a_list(county: County) -> None:
    database, paths_of = county.office.store.database, county.uids

    def left(**asked: object) -> set[str]:
        chosen = Filter(viewer=EVERYTHING, **asked)  # type: ignore[arg-type]  # members of the filter
        return {one.uid for one in ledger.rows(database, ledger.ids(database, chosen, 0, 50)).values()}

    assert left(due_from="2026-12-05", due_to="2026-12-12") == {paths_of["to_sign"]}
    assert left(without_due=True) == {paths_of["to_assign"], paths_of["to_assign_too"]}
    assert left(turn="STATION") == {paths_of["to_check"], paths_of["dissatisfied"]}
    assert left(station=county.stations[0].place.uid, turn="STATION") == {paths_of["to_check"]}
