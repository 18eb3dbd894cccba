"""Where blind changes met."""

from __future__ import annotations

from station_app.db import quarantine
from station_app.services.desk import Desk


def test_the_values_of_a_field_stand_together_in_the_order_of_their_places(desk: Desk) -> None:
    database = desk.store.database
    assert quarantine.by_field(database) == {}
    for journal, seq, name, value in (
        ("b" * 32, 2, "phone", '"162"'),
        ("a" * 32, 9, "phone", '"161"'),
        ("a" * 32, 9, "birth_year", "1960"),
        ("b" * 32, 2, "birth_year", "null"),
    ):
        row = ("person", "1" * 32, name, journal, seq, value)
        database.execute_sql("INSERT INTO clash VALUES (?, ?, ?, ?, ?, ?)", row)
    assert quarantine.by_field(database) == {
        ("person", "1" * 32, "birth_year"): [1960, None],
        ("person", "1" * 32, "phone"): ["161", "162"],
    }
