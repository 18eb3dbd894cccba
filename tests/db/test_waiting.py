"""What waits, heap by heap, against the records that were made for it."""

from __future__ import annotations

from typing import Any

import pytest

from station_app.db.store import Write
from station_app.db.waiting import Waits, waiting
from station_app.services.desk import Desk

TODAY, TOMORROW = "2026-11-23", "2026-11-24"


def put(desk: Desk, *opinions: dict[str, Any]) -> list[str]:
    uids = [desk.clock.new_id() for _ in opinions]
    writes = [Write("carry_over", "opinion", uid, fields) for uid, fields in zip(uids, opinions, strict=True)]
    with desk.store.transaction():
        desk.store.commit(writes, desk.user.uid)
    return uids


def test_nothing_waits_at_a_new_desk(desk: Desk) -> None:
    found = waiting(desk.store.database, TODAY, TOMORROW)
    assert [found.undecided, found.unanswered, found.overdue, found.due_tomorrow] == [Waits(0)] * 4


def test_each_heap_names_its_oldest(desk: Desk) -> None:
    uids = put(
        desk,
        {"state": "REGISTERED", "received_on": "2026-11-20"},
        {"state": "REGISTERED", "received_on": "2026-11-02"},
        {"state": "TRIAGED", "received_on": "2026-11-03"},
        {"state": "HANDLING", "received_on": "2026-11-01"},
        {"state": "CLOSED", "received_on": "2026-10-01"},
        {"state": "VOID", "received_on": "2026-10-01"},
    )
    found = waiting(desk.store.database, TODAY, TOMORROW)
    assert found.undecided == Waits(2, uids[1], "2026-11-02")
    assert found.unanswered == Waits(2, uids[3], "2026-11-01")


@pytest.mark.parametrize(("due_on", "state", "heap"), [
    ("2026-11-22", "REFERRED", "overdue"),
    ("2026-11-23", "REFERRED", "due_tomorrow"),
    ("2026-11-24", "REGISTERED", "due_tomorrow"),
    ("2026-11-25", "REFERRED", ""),
    ("", "REFERRED", ""),
    ("2026-11-22", "CLOSED", ""),
    ("2026-11-23", "ANSWERED_ON_SITE", ""),
])  # fmt: skip
def test_a_deadline_is_past_from_the_day_after_and_near_until_then(
    desk: Desk, due_on: str, state: str, heap: str
) -> None:
    (uid,) = put(desk, {"state": state, "received_on": "2026-11-01", "due_on": due_on})
    found = waiting(desk.store.database, TODAY, TOMORROW)
    heaps = {name: getattr(found, name) for name in ("overdue", "due_tomorrow")}
    assert {name for name, waits in heaps.items() if waits.count} == ({heap} if heap else set())
    assert not heap or heaps[heap] == Waits(1, uid, due_on)
