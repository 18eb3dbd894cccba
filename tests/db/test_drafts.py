"""What is being typed is kept for the one who types it, until it became a record."""

from __future__ import annotations

from station_app.db import drafts
from station_app.services.desk import Desk, unlock
from tests.office import PASSWORD

CLERK, COLLEAGUE = "1" * 32, "2" * 32


def test_a_draft_is_there_again_after_the_program_ended(desk: Desk) -> None:
    typed = {"person": {"name": "李䶮"}, "matters": [{"title": "路"}], "heads": 2, "known": None}
    drafts.keep(desk.store.database, CLERK, "visit", typed, "2026-11-23T09:00:00.000+08:00")
    desk.close()
    again = unlock(desk.folder, PASSWORD)
    found = drafts.of_user(again.store.database, CLERK)
    assert [(one.form, one.content, one.kept_at) for one in found] == [
        ("visit", typed, "2026-11-23T09:00:00.000+08:00")
    ]
    again.close()


def test_keeping_again_takes_the_place_of_the_draft(desk: Desk) -> None:
    database = desk.store.database
    first = drafts.keep(database, CLERK, "visit", {"a": 1}, "09:00")
    assert drafts.keep(database, CLERK, "visit", {"a": 2}, "09:01", first) == first
    assert [(one.id, one.content, one.kept_at) for one in drafts.of_user(database, CLERK)] == [
        (first, {"a": 2}, "09:01")
    ]


def test_a_draft_that_was_dropped_meanwhile_is_kept_as_a_new_one(desk: Desk) -> None:
    database = desk.store.database
    first = drafts.keep(database, CLERK, "visit", {"a": 1}, "09:00")
    drafts.drop(database, first)
    assert drafts.of_user(database, CLERK) == []
    drafts.keep(database, CLERK, "visit", {"a": 2}, "09:01", first)
    assert [one.content for one in drafts.of_user(database, CLERK)] == [{"a": 2}]


def test_nobody_sees_or_overwrites_a_colleague_s_draft(desk: Desk) -> None:
    database = desk.store.database
    mine = drafts.keep(database, CLERK, "visit", {"a": 1}, "09:00")
    theirs = drafts.keep(database, COLLEAGUE, "visit", {"b": 1}, "09:01", mine)
    assert theirs != mine
    assert [one.content for one in drafts.of_user(database, CLERK)] == [{"a": 1}]
    assert [one.content for one in drafts.of_user(database, COLLEAGUE)] == [{"b": 1}]


def test_the_latest_comes_first(desk: Desk) -> None:
    database = desk.store.database
    for kept_at in ("09:02", "09:00", "09:02", "09:01"):
        drafts.keep(database, CLERK, "visit", {}, kept_at)
    assert [(one.kept_at, one.id) for one in drafts.of_user(database, CLERK)] == [
        ("09:02", 3),
        ("09:02", 1),
        ("09:01", 4),
        ("09:00", 2),
    ]


def test_rebuilding_the_tables_leaves_drafts_alone(desk: Desk) -> None:
    drafts.keep(desk.store.database, CLERK, "visit", {"a": 1}, "09:00")
    desk.store.rebuild()
    assert len(drafts.of_user(desk.store.database, CLERK)) == 1
