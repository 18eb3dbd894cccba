"""Lists that are held whole, as what a table reads."""

from __future__ import annotations

from station_app.ui.parts.rows import held


def test_a_line_is_known_by_its_place() -> None:
    pages = held(["水务局", "交通局", "民政局"])

    assert pages.count() == 3
    assert list(pages.ids(1, 5)) == [2, 3]
    assert pages.lines([3, 2]) == {3: "民政局", 2: "交通局"}


def test_a_place_that_has_gone_since_the_lines_were_counted_has_none() -> None:
    assert held(["路"]).lines([0, 1, 2]) == {1: "路"}
