"""The picture of the machines is as the tables are."""

from __future__ import annotations

from build import states


def test_the_picture_of_both_machines_is_made_from_the_tables() -> None:
    assert states.PAGE.read_text("utf-8") == states.page()
