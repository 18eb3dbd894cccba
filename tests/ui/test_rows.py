"""Lists that are held whole, as the source of a table."""

from __future__ import annotations

from station_app.ui.rows import Cells, by_place, listed


def _told(name: str) -> Cells:
    return (name, str(len(name)))


def test_items_without_an_id_are_known_by_their_place() -> None:
    source = listed(by_place(["水务局", "交通局", "民政局"]), _told)

    assert source.count() == 3
    assert list(source.ids(1, 5)) == [2, 3]
    assert source.rows([2]) == {2: ("交通局", "3")}


def test_items_with_an_id_keep_it_and_their_order() -> None:
    source = listed({31: "路", 7: "饮水"}, _told)

    assert list(source.ids(0, 128)) == [31, 7]
    assert source.rows([7, 31]) == {7: ("饮水", "2"), 31: ("路", "1")}


def test_an_id_that_has_gone_since_the_rows_were_counted_has_no_row() -> None:
    assert listed({7: "路"}, _told).rows([7, 8]) == {7: ("路", "1")}
