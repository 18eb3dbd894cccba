from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.services import reception
from station_app.services.desk import Desk
from station_app.ui.jobs import Jobs
from station_app.ui.pages.reception import ReceptionPage
from station_app.ui.pages.versions import Versions
from station_app.ui.sources import Sources
from tests.ui.pages.conftest import Hands, Shown


@pytest.mark.usefixtures("open_day")
def test_a_day_is_planned_ahead_and_the_last_hours_are_proposed(
    desk: Desk, desk_sources: Sources, jobs: Jobs, shown: Shown, hands: Hands, qtbot: QtBot
) -> None:
    shown(partial(ReceptionPage, desk, desk_sources, jobs, lambda _versions: None))
    hands.press(Qt.Key.Key_F2)
    hands.write("2026-12-08")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(reception.days(desk)) == 2)
    planned = reception.days(desk)[0]
    assert (planned.held_on, planned.state, planned.place) == ("2026-12-08", "PLANNED", "社区活动室")


def test_enter_shows_the_summary_of_the_day(
    desk: Desk, desk_sources: Sources, jobs: Jobs, shown: Shown, open_day: str, hands: Hands
) -> None:
    prints: list[Versions] = []
    shown(partial(ReceptionPage, desk, desk_sources, jobs, prints.append))
    hands.press(Qt.Key.Key_Return)
    full, public = (make() for make in prints[0].values())
    assert (full.name, public.name) == ("P9-2026-11-23.pdf", "P9-2026-11-23-public.pdf")
