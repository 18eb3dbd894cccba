"""What a check says of a value."""

from __future__ import annotations

from station_app.domain.problem import refusal, warning
from station_app.domain.reading import Reading, read


def test_what_was_tidied_is_said_before_the_rest() -> None:
    assert read(" 161", "161", warning("phone_short")) == Reading(
        "161", (warning("tidied", value=" 161"), warning("phone_short"))
    )
    assert read("161", "161") == Reading("161")


def test_what_is_refused_stays_as_it_was_typed() -> None:
    wrong = refusal("phone_unknown")
    assert read(" 1 6 1", "161", warning("phone_short"), wrong) == Reading(" 1 6 1", (warning("phone_short"), wrong))
    assert not read("x", "y", wrong).is_sound
    assert read("x", "y", warning("tidied")).is_sound
