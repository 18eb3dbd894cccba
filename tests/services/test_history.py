"""What happened to a record can be read by anybody who may see it."""

from __future__ import annotations

from station_app.db import journal
from station_app.db.journal import JournalEntry
from station_app.domain.change import Change, Place, line_of
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.history import Step, clashes, history
from tests.office import SetClock, registered


def test_the_history_tells_who_when_old_and_new(desk: Desk, clock: SetClock) -> None:
    person = registered(desk)["person"].uid
    clock.move(hours=2)
    perform(desk, [Ask("person", "correct", {"phone": "16187654321"}, person)])
    made, corrected = history(desk, person)
    assert (made.act, corrected.act, corrected.by, corrected.at[:16]) == (
        "register",
        "correct",
        "王小莉",
        "2026-11-23T11:30",
    )
    assert corrected.steps == (Step("phone", "16112345678", "16187654321"),)


def test_a_clash_is_listed_with_the_value_that_shows_first(desk: Desk) -> None:
    person = registered(desk)["person"].uid
    first = journal.entries_of(desk.store.database, person)[0].change.place
    perform(desk, [Ask("person", "correct", {"phone": "16100000001"}, person)])
    other = Change(
        "0" * 32, 1, "1" * 32, "", "ok", "2" * 32, "correct", "person", person, (first,), {"phone": "16100000002"}
    )
    with desk.store.transaction():
        author = journal.found(desk.store.database, "0" * 32, desk.home, mine=False)
        desk.store.take(author, [JournalEntry(other, line_of(other))])
    (clash,) = clashes(desk)
    assert (clash.field, clash.values) == ("phone", ("16100000002", "16100000001"))
    assert history(desk, person)[-1].place == Place("0" * 32, 1)
    perform(desk, [Ask("person", "correct", {"phone": "16100000001"}, person)])
    assert clashes(desk) == []
