"""The trail only grows, and shows where somebody changed it."""

from __future__ import annotations

from station_app.db import trail
from station_app.db.connection import Database
from station_app.db.trail import TrailLine
from station_app.services.desk import Desk


def noted(desk: Desk, *events: str) -> Database:
    database = desk.store.database
    for minute, event in enumerate(events, 30):
        at = f"2026-11-23T09:{minute}:00+08:00"
        user = desk.user.uid
        line = TrailLine(id=0, at=at, clock="ok", user=user, event=event, kind="", record="", detail="")
        trail.append(database, line)
    return database


def test_lines_come_newest_first_and_know_when_the_last_was_written(desk: Desk) -> None:
    database = noted(desk, "UNLOCKED", "PRINTED", "LOCKED")
    assert [one.event for one in trail.newest(database, 0, 2)] == ["LOCKED", "PRINTED"]
    assert trail.last_at(database) == "2026-11-23T09:32:00+08:00"
    assert list(trail.broken(database)) == []


def test_a_line_that_was_changed_is_found(desk: Desk) -> None:
    database = noted(desk, "UNLOCKED", "PRINTED", "LOCKED")
    changed = trail.newest(database, 1, 1)[0].id
    database.execute_sql("UPDATE trail SET detail = 'nothing' WHERE id = ?", (changed,))
    assert list(trail.broken(database)) == [changed]


def test_a_line_that_was_taken_out_is_missed(desk: Desk) -> None:
    database = noted(desk, "UNLOCKED", "PRINTED", "LOCKED")
    gone = trail.newest(database, 1, 1)[0].id
    database.execute_sql("DELETE FROM trail WHERE id = ?", (gone,))
    assert list(trail.broken(database)) == [gone + 1]
