"""A month at a station, from the first start to the handover, in the order of its days."""

from __future__ import annotations

from tour import (
    accused,
    answering,
    closing,
    collecting,
    finding,
    handing_over,
    opening,
    paper_day,
    planning,
    proposing,
    script,
    visits,
    walk_ins,
    word_back,
)
from tour.hands import Key
from tour.walker import Walker


def walk(walker: Walker) -> None:
    """Every day of the month, its own morning first."""
    prepare(walker)
    morning(walker, "reception", "unlock")
    opening.open_day(walker)
    visits.ten_visits(walker)
    finding.find_again(walker)
    closing.close_day(walker)
    morning(walker, "walk_ins")
    walk_ins.walk(walker)
    morning(walker, "village")
    collecting.collect(walker)
    morning(walker, "answers")
    paper_day.enter_afterwards(walker)
    answering.answered(walker)
    morning(walker, "suggestion")
    proposing.propose(walker)
    morning(walker, "third")
    third_day(walker)
    answering.once_more(walker)
    word_back.promised(walker)
    morning(walker, "last")
    word_back.past_due(walker)
    word_back.at_counter(walker)
    last_day(walker)


def last_day(walker: Walker) -> None:
    """An old ledger, a mistake, a person entered twice, a colleague, secrets, and the handover."""
    handing_over.old_ledger(walker)
    handing_over.undo(walker)
    handing_over.merge(walker)
    handing_over.switch(walker)
    handing_over.secrets(walker)
    accused.walk(walker)
    handing_over.handover(walker)
    handing_over.own_data(walker)
    handing_over.keys(walker)


def prepare(walker: Walker) -> None:
    """What comes before the first reception day."""
    opening.first_start(walker)
    planning.users(walker)
    planning.station(walker)
    planning.units(walker)
    opening.enrol_deputies(walker)
    planning.year(walker)
    planning.notice(walker)


def third_day(walker: Walker) -> None:
    """The next day of the plan: a group comes, with speakers whom nobody knows yet."""
    opening.begin_day(walker)
    opening.say_who_is_here(walker)
    page = visits.open_form(walker)
    visits.type_and_save(walker, page, script.coming(script.script()["group"]), {"group": "visit-group-new"})
    walker.hands.press(Key.Key_Escape)


def morning(walker: Walker, day: str, name: str = "") -> None:
    """The clerk opens the desk on a day that the script names."""
    walker.next_morning(script.script()["days"][day], script.sample()["user"], script.script()["password"], name)
