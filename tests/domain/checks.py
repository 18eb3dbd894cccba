"""What tests of the form checks share."""

from __future__ import annotations

from station_app.domain.reading import Reading


def codes_of(reading: Reading) -> list[str]:
    """The codes of what a check said, in its order."""
    return [problem.code for problem in reading.problems]
