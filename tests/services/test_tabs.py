"""Filters that a person saved under a name: theirs alone, renamed, taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station_app.domain.problem import Rejected
from station_app.services import tabs
from station_app.services.desk import Desk
from station_app.services.tabs import Tab


def test_a_saved_filter_stays_under_its_name_for_whoever_saved_it(desk: Desk) -> None:
    tabs.keep(desk, "opinion", Tab(" 水务局的 ", {"unit": "x", "state": "open"}))
    assert tabs.own(desk, "opinion") == [Tab("水务局的", {"unit": "x", "state": "open"})]
    assert tabs.own(desk, "suggestion") == []
    another = replace(desk, user=replace(desk.user, uid="f" * 32))
    assert tabs.own(another, "opinion") == []


def test_it_is_renamed_in_its_place_and_taken_away(desk: Desk) -> None:
    for name in ("甲", "乙"):
        tabs.keep(desk, "opinion", Tab(name, {}))
    assert [one.name for one in tabs.keep(desk, "opinion", Tab("丙", {}), instead="甲")] == ["丙", "乙"]
    assert [one.name for one in tabs.drop(desk, "opinion", "丙")] == ["乙"]


@pytest.mark.parametrize(("name", "code"), [("  ", "tab_name"), ("长" * 21, "tab_name"), ("甲", "tab_name_taken")])
def test_a_name_must_say_something_and_be_its_own(desk: Desk, name: str, code: str) -> None:
    tabs.keep(desk, "opinion", Tab("甲", {}))
    with pytest.raises(Rejected) as refused:
        tabs.keep(desk, "opinion", Tab(name, {}))
    assert [one.code for one in refused.value.problems] == [code]


def test_there_are_no_more_than_can_be_seen(desk: Desk) -> None:
    for number in range(tabs.MOST):
        tabs.keep(desk, "opinion", Tab(f"第 {number} 个", {}))
    with pytest.raises(Rejected) as refused:
        tabs.keep(desk, "opinion", Tab("再一个", {}))
    assert [one.code for one in refused.value.problems] == ["too_many_tabs"]
