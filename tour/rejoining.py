"""A computer is stolen, and its station is itself again: by the county's invitation, the stick, and the old sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from station_app.domain.records import Device, Visit
from station_app.services import county, enrolment, settings_copy, stick, users
from station_app.text import copies as say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.settings.copies import SettingsBackPage
from station_app.ui.pages.settings.first_start import FirstStartPage
from station_app.ui.pages.settings.settings import TypingCheckPage
from station_app.ui.parts.record_list import ListPage
from tour import script
from tour.desks import Roads, front
from tour.hands import Key
from tour.walker import Stage, Walker

MINUTES = 25


def walk(roads: Roads, make_stage: Callable[[Path], Stage]) -> None:
    """The second station's computer is gone; another one takes its place."""
    old = roads.other.desk
    users.set_minutes(old, MINUTES)
    code = users.told_recovery_code(old)
    stick.write(old, roads.stick)
    _at_the_county(roads)
    before = len(old.records.all(Visit))
    fresh = Walker(make_stage(roads.folder / "fresh"), roads.station.hands, roads.station.camera)
    try:
        _begin(roads, fresh)
        stick.write(fresh.desk, roads.stick)
        _at_the_county(roads)
        for _ in range(2):
            stick.read(fresh.desk, roads.stick)
        fresh.must(len(fresh.desk.records.all(Visit)) == before, "what had travelled is here again")
        _look(fresh, code)
    finally:
        if fresh.stage.window is not None:
            fresh.stage.window.close()
        fresh.stage.close()


def _at_the_county(roads: Roads) -> None:
    desk = roads.county.desk
    for request in stick.requests(roads.stick):
        enrolment.admit_from_stick(desk, request)
    county.take_all(desk, county.preview(desk, [roads.stick]))
    stick.write(desk, roads.stick)


def _begin(roads: Roads, fresh: Walker) -> None:
    hands, secret, desk = fresh.hands, script.script()["password"], roads.county.desk
    place = roads.other.desk.place
    lost = next(one for one in desk.records.all(Device) if one.home == place.uid and one.standing == "ACTIVE")
    until = (date.fromisoformat(desk.today) + timedelta(days=30)).isoformat()
    path = roads.folder / "instead.lzi"
    path.write_text(enrolment.invite(desk, place.name, place.area_code, until, lost.uid), "utf-8")
    fresh.stage.open()
    front(fresh)
    page = fresh.page(FirstStartPage, "an empty folder begins with the first start")
    page.take_invitation(path)
    hands.settle()
    hands.go_to("name")
    hands.write(script.script()["roads"]["other_user"])
    hands.go_on()
    for _ in ("password", "again"):
        hands.write(secret)
        fresh.shoot("rejoins") if _ == "again" else None
        hands.go_on()
    hands.wait(lambda: bool(page.recovery_code()), "the new computer is the old station")
    hands.write(page.recovery_code().split("-")[-1])
    hands.go_on()
    fresh.page(TypingCheckPage, "the copied code leads to the try of typing")
    hands.press(Key.Key_Escape)
    fresh.page(TodayPage, "Esc skips it")


def _look(fresh: Walker, code: str) -> None:
    hands = fresh.hands
    fresh.go("today", TodayPage)
    hands.settle()
    fresh.shoot("today-rejoined")
    hands.tab_to(say.WAITS_MISSING)
    hands.press(Key.Key_Space)
    fresh.page(ListPage, "what did not come back is listed")
    fresh.shoot("missing")
    hands.press(Key.Key_F7)
    back = fresh.page(SettingsBackPage, "F7 leads to the settings")
    hands.write(code.lower())
    fresh.shoot("settings-back")
    hands.press(Key.Key_F9)
    hands.wait(lambda: back.form.value("code") == "", "the old sheet opens them")
    fresh.must(users.minutes(fresh.desk) == MINUTES and not settings_copy.waiting(fresh.desk), say.SETTINGS_BACK)
    fresh.shoot("settings-came-back")
