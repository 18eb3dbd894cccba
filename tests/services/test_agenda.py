from __future__ import annotations

from station_app.db.models import model
from station_app.services import agenda
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import SetClock, registered


def test_todays_visits_are_counted_without_void_ones(desk: Desk) -> None:
    registered(desk)
    perform(desk, [Ask("visit", "void", {"void_reason": "登记错了"}, registered(desk)["visit"].uid)])
    found = agenda.visits_of(desk, desk.today)
    assert (found.visits, found.heads, len(found.lines)) == (1, 1, 1)
    assert found.lines[0].visitor == "杨胜美"


def test_what_waits_longest_comes_first(desk: Desk, clock: SetClock) -> None:
    first = registered(desk)["opinion"].uid
    clock.move(days=11)
    registered(desk)
    waiting = agenda.waiting_at(desk)
    assert (waiting.undecided.count, waiting.undecided.first) == (2, first)
    assert agenda.days_since(desk, waiting.undecided.since) == 11
    assert waiting.overdue.count == waiting.unanswered.count == 0


def test_the_first_page_asks_for_no_model(desk: Desk) -> None:
    model.cache_clear()
    agenda.visits_of(desk, desk.today)
    agenda.waiting_at(desk)
    assert model.cache_info().currsize == 0
