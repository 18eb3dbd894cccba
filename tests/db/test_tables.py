"""The tables that are folded from the journal: rows, words, initials, series; all of them can be made again."""

from __future__ import annotations

from station_app.db import search, tables
from station_app.db.store import Write
from station_app.domain.change import Place
from station_app.domain.fold import Candidate, Folded
from station_app.domain.records import BY_KIND
from station_app.services.desk import Desk
from tests.office import registered

RECORD = "1" * 32
PLACES = (Place("a" * 32, 1), Place("b" * 32, 1))


def test_a_row_is_read_as_it_was_written(desk: Desk) -> None:
    row = tables.Row("person", RECORD, values={"name": "李䶮", "birth_year": 1960, "blood": "O"}, heads=PLACES)
    tables.write_rows(desk.store.database, [row], str)
    read = tables.read_rows(desk.store.database, "person", [RECORD])[RECORD]
    assert (read.row, read.heads, read.unsettled, read.indexed) == (1, PLACES, False, row.indexed)
    assert read.values | row.values == read.values
    assert read.values["address"] == ""


def test_what_finds_people_is_derived_and_follows_a_correction(desk: Desk) -> None:
    database = desk.store.database
    done = registered(desk)
    query = "SELECT initials, phone_tail FROM person"
    assert database.execute_sql(query).fetchone() == ("ysm", "87654321161")
    with desk.store.transaction():
        write = Write("correct", "person", done["person"].uid, {"name": "吴道明", "phone": "0851-85600001"})
        desk.store.commit([write], desk.user.uid)
    assert database.execute_sql(query).fetchone() == ("wdm", "100006581580")


def test_a_fold_with_clashes_is_written_whole_and_replaces_the_one_before(desk: Desk) -> None:
    database, row = desk.store.database, tables.Row("person", RECORD)
    candidates = (Candidate("161", PLACES[0]), Candidate("162", PLACES[1]))
    tables.write_folded(database, row, Folded({"phone": "161"}, {"phone": candidates}, PLACES, (PLACES[1],)))
    assert (row.values, row.heads, row.unsettled) == ({"phone": "161"}, PLACES, True)
    assert database.execute_sql("SELECT value FROM clash").fetchall() == [('"161"',), ('"162"',)]
    assert database.execute_sql("SELECT journal, seq, record FROM held").fetchall() == [("b" * 32, 1, RECORD)]
    tables.write_folded(database, row, Folded({"phone": "163"}, {}, PLACES[:1]))
    assert not row.unsettled
    assert database.execute_sql("SELECT (SELECT count(*) FROM clash) + (SELECT count(*) FROM held)").fetchone() == (0,)


def test_a_number_that_one_of_two_bears_no_more_is_the_other_s_alone(desk: Desk) -> None:
    database, number = desk.store.database, "520324116-01-F26-0001"
    one, other = (tables.Row("visit", uid, values={"number": number}, heads=PLACES) for uid in (RECORD, "2" * 32))
    for row in (one, other):
        tables.write_rows(database, [row], str)
    assert search.doubled(database).keys() == {RECORD, "2" * 32}
    other.values["number"] = ""  # the line that gave it was refused
    tables.write_rows(database, [other], str)
    assert search.doubled(database) == {}


def test_a_series_only_rises(desk: Desk) -> None:
    registered(desk)
    registered(desk)
    assert desk.store.series("520324116-01-")["520324116-01-F26-"] == 2
    late = tables.Row("visit", RECORD, values={"number": "520324116-01-F26-0001"}, heads=PLACES)
    ahead = tables.Row("visit", "2" * 32, values={"number": "520324116-01-F26-0041"}, heads=PLACES)
    odd = [
        tables.Row("visit", f"{at}" * 32, values={"number": f"520324116-01-F26-{sequence}"}, heads=PLACES)
        for at, sequence in ((3, "0000"), (4, "9" * 15))
    ]
    tables.write_rows(desk.store.database, [ahead, late, *odd], str)
    assert desk.store.series("520324116-01-")["520324116-01-F26-"] == 41
    assert "520324116-01-F27-" not in desk.store.series("520324116-01-")


def test_clearing_leaves_journals_and_drafts_and_no_word(desk: Desk) -> None:
    registered(desk)
    database = desk.store.database
    tables.clear(database)
    assert [kind for kind in BY_KIND if database.execute_sql(f"SELECT 1 FROM {kind}").fetchone()] == []
    assert database.execute_sql("SELECT rowid FROM opinion_text WHERE opinion_text MATCH '道路'").fetchall() == []
    assert database.execute_sql("SELECT count(*) FROM change").fetchone() == (5,)
