"""The road of a matter: what was done, and what is to come."""

from __future__ import annotations

from station_app.domain.road import Stop, road


def test_a_road_shows_what_was_done_and_what_is_to_come() -> None:
    acts = [
        ("register", "2026-11-01"),
        ("correct", "2026-11-02"),
        ("triage", "2026-11-03"),
        ("assignment.register", "2026-11-04"),
    ]
    assert road(acts, "REFERRED", "2026-12-04") == (
        Stop("register", "2026-11-01", True),
        Stop("triage", "2026-11-03", True),
        Stop("assignment.register", "2026-11-04", True),
        Stop("reply", "2026-12-04", False),
    )


def test_the_road_of_what_is_answered_ends_there() -> None:
    stops = road([("register", "2026-11-01"), ("answer", "2026-11-01")], "ANSWERED_ON_SITE")
    assert [stop.name for stop in stops if not stop.is_reached] == []
