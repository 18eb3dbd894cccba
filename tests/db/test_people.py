"""Who may be at the door, and what they said before."""

from __future__ import annotations

import pytest

from station_app.db import people
from station_app.domain.secrecy import EVERYTHING
from station_app.services import visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.visits import Matter, VisitEntry
from tests.office import OPINION, PERSON, VISIT, SetClock


def heard(desk: Desk, name: str, day: str, person: str = "", **fields: str) -> str:
    typed = {} if person else {**PERSON, "name": name, **fields}
    entry = VisitEntry(typed, {**VISIT, "received_on": day}, [Matter({**OPINION, "title": f"{name}在{day}"})], person)
    return visits.register(desk, entry).done[0].uid


def test_who_came_last_stands_first_with_the_number_of_visits(desk: Desk) -> None:
    often = heard(desk, "杨胜美", "2026-11-01", phone="16100001111")
    heard(desk, "", "2026-11-02", often)
    once = heard(desk, "杨胜利", "2026-11-20", phone="16100002222")
    found = people.find(desk.store.database, "杨胜", viewer=EVERYTHING)
    assert [(one.uid, one.visits, one.last_visit_on) for one in found] == [
        (once, 1, "2026-11-20"),
        (often, 2, "2026-11-02"),
    ]
    assert people.find(desk.store.database, "杨胜", limit=1, viewer=EVERYTHING) == found[:1]


@pytest.mark.parametrize(("typed", "names"), [
    ("ysm", ["杨胜美"]),
    ("1111", ["杨胜美"]),
    ("ys", ["杨胜利", "杨胜美"]),
    ("111", []),
    ("吴", []),
    ("", []),
])  # fmt: skip
def test_a_visitor_is_found_by_initials_and_the_tail_of_the_phone(desk: Desk, typed: str, names: list[str]) -> None:
    heard(desk, "杨胜美", "2026-11-01", phone="16100001111")
    heard(desk, "杨胜利", "2026-11-02", phone="16100002222")
    assert [one.name for one in people.find(desk.store.database, typed, viewer=EVERYTHING)] == names


def test_earlier_matters_come_newest_first_and_without_void_visits(desk: Desk, clock: SetClock) -> None:
    person = heard(desk, "杨胜美", "2026-11-01")
    heard(desk, "", "2026-11-05", person)
    entry = VisitEntry({}, VISIT, [Matter(OPINION)], person)
    perform(desk, [Ask("visit", "void", {"void_reason": "登记错了人"}, visits.register(desk, entry).visit.uid)])
    heard(desk, "吴", "2026-11-06")
    found = people.earlier_matters(desk.store.database, person, viewer=EVERYTHING)
    assert [one.received_on for one in found] == ["2026-11-05", "2026-11-01"]
    assert [one.state for one in found] == ["REGISTERED", "REGISTERED"]
    assert people.earlier_matters(desk.store.database, person, limit=1, viewer=EVERYTHING) == found[:1]
    assert people.earlier_matters(desk.store.database, "f" * 32, viewer=EVERYTHING) == []
