"""今日 at 1366×768: an empty, an ordinary and a full month, on light and on dark ground."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from station_app import paths
from station_app.domain.records import Opinion
from station_app.services import sample, visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.services.visits import Matter, VisitEntry
from station_app.ui.pages.days.today import TodayPage
from tour import script
from tour.camera import Camera
from tour.clock import TourClock
from tour.hands import Hands
from tour.walker import Stage, Walker

SIZE = (1366, 768)
LOOKS = ("light", "dark")
NOW = "2026-10-27T10:12:00+08:00"
CHEAP = 1024
"""The cost of the password's hash: nobody keeps these stations."""

FILLS: dict[str, tuple[tuple[int, ...], tuple[int, ...], int]] = {
    "empty": ((), (), 0),
    "ordinary": ((68, 40, 20, 13, 6), (24, 17, 15, 10, 9, 3, 1), 7),
    "full": ((160, 130, 101, 75, 60, 47, 41, 25, 22, 20, 18, 15, 13, 11, 8, 6, 4, 1), tuple(range(1, 27)), 12),
}
"""The months: how many days ago reception days were held, and people came besides; visits on each reception day."""


class DeskStage(Stage, Protocol):
    """The program, which also opens a desk that is there already."""

    def open_desk(self, desk: Desk) -> None:
        """Open it, its window with it."""
        ...


InLook = Callable[[str], Callable[[Path, TourClock], DeskStage]]
"""Dresses the program in a look, and gives what makes it on a data folder."""


def months(camera: Camera, in_look: InLook) -> None:
    """Six pictures."""
    hands = Hands()
    for look in LOOKS:
        make = in_look(look)
        for fill in FILLS:
            with tempfile.TemporaryDirectory() as folder:
                clock = TourClock(NOW)
                stage = make(Path(folder), clock)
                stage.open_desk(_filled(Path(folder), fill, clock))
                walker = Walker(stage, hands, camera, clock)
                _shoot(walker, f"today-{fill}-month-{look}")
                clear_screen()
                stage.close()
    hands.close()


def clear_screen() -> None:
    """Every window is gone for good: one that is only closed still looks at its station, whose folder goes too."""
    for window in QApplication.topLevelWidgets():
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _shoot(walker: Walker, name: str) -> None:
    walker.window.resize(*SIZE)
    page = walker.page(TodayPage, "the desk opens with the day")
    page.refresh()
    walker.shoot(name)


def _filled(folder: Path, fill: str, clock: TourClock) -> Desk:
    held, besides, number = FILLS[fill]
    said = script.sample()
    name = said["station"].format(place=paths.regions().by_code[sample.TOWNSHIP].name)
    start = FirstStart(sample.TOWNSHIP, name, said["user"], script.script()["password"])
    desk = found(folder, start, clock, CHEAP).desk
    today = date.fromisoformat(desk.today)
    for back in held:
        sample.fill_day(desk, (today - timedelta(days=back)).isoformat(), number, close=True)
    for turn, back in enumerate(besides):
        _come(desk, (today - timedelta(days=back)).isoformat(), 1 + turn % 3)
    if number:
        _go_on(desk)
        sample.fill_day(desk, desk.today, number, close=False)
    return desk


def _go_on(desk: Desk) -> None:
    """Of what was referred some has an answer, of these some was told, and some has run late."""
    for turn, one in enumerate(desk.records.all(Opinion, state="REFERRED")):
        answered = {"result": script.sample()["common"], "result_degree": "SOLVED", "replied_on": desk.today}
        late = {"due_on": (date.fromisoformat(one.assigned_on) + timedelta(days=3)).isoformat()}
        match turn % 4:
            case 0:
                perform(desk, [Ask("reply", "register", {**answered, "opinion": one.uid})])
            case 1:
                told = {"fed_back_on": desk.today, "fed_back_way": "PHONE"}
                perform(desk, [Ask("reply", "register", {**answered, "opinion": one.uid})])
                perform(desk, [Ask("telling", "register", {**told, "opinion": one.uid})])
            case 2 if turn % 8 == 2:
                perform(desk, [Ask("opinion", "correct", late, one.uid)])


def _come(desk: Desk, day: str, number: int) -> None:
    """Some people come on a day without a reception; where their matters go is not said yet."""
    said = script.sample()
    village = paths.regions().children(desk.station.area_code)[0]
    for turn in range(number):
        matter, name = said["matters"][(int(day[8:]) + turn) % len(said["matters"])], said["surnames"][turn]
        given = said["given"][int(day[8:]) % len(said["given"])]
        visit = {"received_on": day, "channel": "WALK_IN", "is_first": "FIRST", "notice_way": "ORAL"}
        person = {"name": name + given, "phone": f"161{turn:08}", "village": village.code}
        opinion = {one: matter[one].format(village=village.name) for one in ("title", "verbatim", "ask")}
        opinion |= {"category": matter["category"], "urgency": matter["urgency"]}
        visits.register(desk, VisitEntry(person, visit, [Matter(opinion)]))
