"""The reconciliation list names what other offices can hold."""

from __future__ import annotations

from station_app.services.county import statements
from station_app.services.desk import Desk
from tests.office import registered


def test_what_never_leaves_the_desk_is_not_in_the_list(desk: Desk) -> None:
    registered(desk)
    before = statements(desk)
    accused = registered(desk, opinion_kind="REPORT")["opinion"].uid
    assert desk.store.is_kept_here("opinion", accused)
    assert [one.journal for one in statements(desk)] == [one.journal for one in before]
