"""A month at a station, from the first start to the handover, in the order of its days."""

from __future__ import annotations

from station_app.ui.tour import closing, collecting, finding, opening, planning, script, visits
from station_app.ui.tour.walker import Walker


def walk(walker: Walker) -> None:
    """Every day of the month, its own morning first."""
    opening.first_start(walker)
    planning.users(walker)
    planning.units(walker)
    opening.enrol_deputies(walker)
    planning.year(walker)
    planning.notice(walker)
    morning(walker, "reception", "unlock")
    opening.open_day(walker)
    visits.ten_visits(walker)
    finding.find_again(walker)
    closing.close_day(walker)
    collecting.walk(walker)


def morning(walker: Walker, day: str, name: str = "") -> None:
    """The clerk opens the desk on a day that the script names."""
    walker.next_morning(script.script()["days"][day], script.sample()["user"], script.script()["password"], name)
