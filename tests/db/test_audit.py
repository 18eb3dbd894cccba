"""What the audit proves, and that proving changes nothing."""

from __future__ import annotations

import pytest

from station_app.db import audit
from station_app.domain.records import BY_KIND
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import registered


def test_a_desk_at_work_is_sound(desk: Desk) -> None:
    done = registered(desk)
    perform(desk, [Ask("person", "correct", {"phone": "16112340000"}, done["person"].uid)])
    found = audit.audit(desk.store)
    assert found == audit.Findings(changes=6, broken_links=(), differing=(), sqlite=("ok",), clashes=0, held=0)
    assert found.is_sound


def test_auditing_leaves_no_trace(desk: Desk) -> None:
    registered(desk)
    desk.store.database.execute_sql("UPDATE opinion SET title = '别的事'")
    before = audit.digests(desk.store)
    rows = desk.store.database.execute_sql("SELECT id, uid FROM opinion").fetchall()
    assert audit.audit(desk.store).differing == ("opinion",)
    assert audit.digests(desk.store) == before
    assert desk.store.database.execute_sql("SELECT id, uid FROM opinion").fetchall() == rows


@pytest.mark.parametrize("statement", [
    "DELETE FROM visit",
    "INSERT INTO clash VALUES ('visit', 'x', 'place', 'j', 1, '1')",
    "INSERT INTO held VALUES ('j', 1, 'x')",
    "UPDATE series SET last = 999",
])  # fmt: skip
def test_each_folded_table_is_compared(desk: Desk, statement: str) -> None:
    registered(desk)
    desk.store.database.execute_sql(statement)
    assert not audit.audit(desk.store).is_sound
    desk.store.rebuild()
    assert audit.audit(desk.store).is_sound


def test_the_digests_cover_every_kind_and_do_not_depend_on_row_ids(desk: Desk) -> None:
    registered(desk)
    before = audit.digests(desk.store)
    assert before.keys() == {*BY_KIND, "clash", "doubled", "held", "quarantine", "series"}
    desk.store.database.execute_sql("UPDATE opinion SET id = id + 1000")
    assert audit.digests(desk.store) == before


@pytest.mark.parametrize("column", ["header", "fields"])
def test_a_journal_that_cannot_even_be_read_is_a_finding_and_no_crash(desk: Desk, column: str) -> None:
    registered(desk)
    desk.store.database.execute_sql(f"UPDATE change SET {column} = '{{' WHERE seq = 3")
    found = audit.audit(desk.store)
    assert [place.seq for place in found.broken_links] == [3]
    assert not found.is_sound


def test_what_is_told_of_the_progress_ends_at_the_whole(desk: Desk) -> None:
    registered(desk)
    told: list[tuple[int, int]] = []
    audit.audit(desk.store, lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)
