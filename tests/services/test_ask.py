"""An act as somebody asks for it is a value."""

from __future__ import annotations

from station_app.services.ask import Ask


def test_an_ask_for_a_new_record_names_none_and_shares_nothing() -> None:
    one, other = Ask("person", "register"), Ask("person", "register")
    assert (one.uid, one.fields) == ("", {})
    assert one == other
    assert one.fields is not other.fields
    assert one != Ask("person", "register", uid="1" * 32)
