"""Visits, heads and matters are counted apart, and every matter that stands is counted once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app import paths
from station_app.domain.field import built
from station_app.domain.records import Attendance, Deputy, Opinion, ReceptionDay, Station, Visit
from station_app.domain.tally import WHEREABOUTS, DaySummary, TalliedMatter, tally_whereabouts

STATES = sorted(paths.code_book()["opinion_state"].by_code)


def opinion(state: str) -> Opinion:
    return built(Opinion, {"uid": "1" * 32, "state": state})


def summary(
    visits: tuple[Visit, ...] = (),
    states: tuple[str, ...] = (),
    attendance: Sequence[tuple[Attendance, Deputy, Deputy | None]] = (),
) -> DaySummary:
    matters = tuple(TalliedMatter(opinion(state), "杨胜美", "", 1) for state in states)
    return DaySummary(
        built(Station, {}), built(ReceptionDay, {}), tuple(attendance), visits, matters, (), (), "2026-11-23"
    )


@given(st.lists(st.sampled_from(STATES), max_size=40))
def test_every_matter_that_stands_is_counted_once(states: list[str]) -> None:
    counted = tally_whereabouts([opinion(state) for state in states])
    assert sum(counted.values()) == sum(state != "VOID" for state in states)
    assert counted.keys() <= set(WHEREABOUTS.values())
    assert tally_whereabouts([opinion(state) for state in reversed(states)]) == counted


@pytest.mark.parametrize(("state", "heading"), [
    ("REGISTERED", "REGISTERED"),
    ("ANSWERED_ON_SITE", "ON_SITE"),
    ("TRIAGED", "TRIAGED"),
    ("REFERRED", "TOWNSHIP"),
    ("HANDLING", "TOWNSHIP"),
    ("CLOSED", "TOWNSHIP"),
    ("ESCALATED", "ESCALATE"),
])  # fmt: skip
def test_a_matter_stands_under_the_heading_of_its_state(state: str, heading: str) -> None:
    assert summary(states=(state,)).whereabouts == {heading: 1}


def test_visits_heads_and_groups_are_different_units() -> None:
    heads = (1, 4, 5, 12)
    counted = summary(tuple(built(Visit, {"headcount": number}) for number in heads), ("REGISTERED",) * 6)
    assert (counted.visit_count, counted.head_count, counted.group_count) == (4, 22, 2)
    assert sum(counted.whereabouts.values()) == 6


def test_who_stood_in_was_there_and_who_was_on_leave_was_not() -> None:
    def attended(presence: str, name: str, stand_in: str = "") -> tuple[Attendance, Deputy, Deputy | None]:
        other = built(Deputy, {"name": stand_in}) if stand_in else None
        return built(Attendance, {"presence": presence}), built(Deputy, {"name": name}), other

    counted = summary(
        attendance=[attended("PRESENT", "秦"), attended("ON_LEAVE", "罗", "龙"), attended("ABSENT", "田"),
                    attended("EXPECTED", "石")]
    )  # fmt: skip
    assert [deputy.name for _, deputy in counted.present] == ["秦", "龙"]
