"""The opening: first start, deputies, the reception day."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from station_app import paths
from station_app.domain.records import Deputy
from station_app.services import agenda, held_day
from station_app.services.sample import TOWNSHIP
from station_app.text import hands as say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.deputies import DeputiesPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.settings.first_start import FirstStartPage
from station_app.ui.pages.settings.settings import TypingCheckPage
from station_app.ui.parts.editors import CodeChoices
from tour import script
from tour.hands import CONTROL, Key, StepFailed
from tour.walker import Walker

MANY_TOWNSHIPS = 12
"""Townships with the same initials that the arrow may pass."""


def first_start(walker: Walker, own: dict[str, str] | None = None) -> None:
    """Set up the station by keys; `own` is a station of an old system (area_code, name), typed by code and by name."""
    hands, said = walker.hands, script.script()
    walker.stage.open()
    page = walker.page(FirstStartPage, "an empty folder begins with the first start")
    hands.settle()
    walker.shoot("first-start")
    wanted = own["area_code"] if own else TOWNSHIP
    hands.pick(wanted if own else paths.regions().by_code[wanted].initials)
    for _ in range(MANY_TOWNSHIPS):
        if page.station.values()["area_code"] != wanted:
            hands.press(Key.Key_Down)
    walker.shoot("first-start-township")
    hands.go_on()
    _name_station(walker, page, wanted, own["name"] if own else "")
    hands.go_on()
    hands.write(said["station"]["phone"])
    hands.go_on()
    hands.write(script.sample()["user"])
    hands.go_on()
    hands.write(said["password"])
    hands.go_on()
    hands.write(said["password"])
    walker.shoot("first-start-filled")
    hands.go_on()
    hands.wait(lambda: bool(page.recovery_code()), "the station is founded and the recovery code stands there")
    walker.shoot("recovery-code")
    _recovery_sheet(walker, page)
    _begin(walker, page)
    if own:
        walker.must(walker.desk.station.name == own["name"], "the station bears the folder's name")
    walker.shoot("today-empty")


def _begin(walker: Walker, start: FirstStartPage) -> None:
    """Copy the code, try whether Chinese can be typed, and go on to the desk."""
    walker.hands.write(start.recovery_code().split("-")[-1].lower())
    walker.hands.go_on()
    page = walker.page(TypingCheckPage, "the copied code leads to the try of typing")
    walker.hands.pick(say.TYPING_WANTED)
    walker.must(page.verdict() == say.TYPING_GOOD, "an input method reaches the program")
    walker.shoot("typing-check")
    walker.hands.press(Key.Key_F9)
    walker.page(TodayPage, "F9 leads to the desk")


def _name_station(walker: Walker, page: FirstStartPage, wanted: str, name: str) -> None:
    code = str(page.station.values()["area_code"])
    walker.must(code == wanted, "what was typed leads to the township")
    proposed = str(page.station.values()["name"])
    walker.must(bool(proposed), "the station's name is proposed")
    if name not in ("", proposed):
        walker.hands.write(name)


def _recovery_sheet(walker: Walker, page: FirstStartPage) -> None:
    walker.hands.press(Key.Key_F8)
    preview = walker.page(PreviewPage, "F8 shows the recovery sheet")
    walker.hands.wait(lambda: preview.shown() is not None, "the recovery sheet is set")
    walker.shoot("recovery-sheet-preview")
    printed = preview.shown()
    if printed is None:
        raise StepFailed("the recovery sheet is gone")
    walker.camera.pages(printed.pdf, "recovery-sheet")
    walker.hands.press(Key.Key_Escape)
    walker.page(FirstStartPage, "Esc leads back to the code")
    walker.must(bool(page.recovery_code()), "the code still stands there")


def own_station(folder: Path) -> dict[str, str]:
    """The first station that an old system's folder names. Raises OSError, ValueError."""
    with (folder / "stations.ndjson").open(encoding="utf-8") as lines:
        row = json.loads(next(lines))
    return {"area_code": str(row["area_code"]), "name": str(row["name"])}


def enrol_deputies(walker: Walker) -> None:
    """Enter the deputies of the tour on their page."""
    hands, said = walker.hands, script.script()
    page = walker.go("deputies", DeputiesPage)
    walker.shoot("deputies-empty")
    known = {one["name"]: one for one in script.sample()["deputies"]}
    for number, name in enumerate(said["enrolled"]):
        one = known[name]
        hands.press(Key.Key_F2)
        form = page.form()
        if form is None:
            raise StepFailed("F2 opens no form for a deputy")
        hands.write(name)
        hands.go_to("gender")
        hands.pick(one["gender"])
        hands.go_to("post")
        hands.write(one["post"])
        hands.go_to("phone")
        hands.write(said["deputy_phones"][number])
        hands.go_to("level")
        hands.pick(number_of(walker, "deputy_level", one["level"]))
        hands.go_to("cert_no")
        hands.write(f"20-{number + 1:04}")
        hands.go_to("from_on")
        hands.write("2021.12.1")
        if not number:
            walker.shoot("deputy-form")
        hands.press(Key.Key_Return, modifier=CONTROL)
        hands.wait(lambda: page.form() is None, f"the deputy {number + 1} is entered")
    walker.must(len(walker.desk.records.all(Deputy)) == len(said["enrolled"]), "every deputy is in the store")
    hands.wait(lambda: page.table.model().rowCount() == len(said["enrolled"]), "every deputy is in the list")
    walker.shoot("deputies")


def open_day(walker: Walker) -> None:
    """The planned day begins; say who is here, and let one stand in for another."""
    walker.go("today", TodayPage)
    walker.shoot("today-planned")
    begin_day(walker)
    say_who_is_here(walker)
    walker.shoot("today-open")


def begin_day(walker: Walker) -> None:
    """F7 on 今日 begins the day that the year's plan has put there."""
    hands, desk = walker.hands, walker.desk
    page = walker.go("today", TodayPage)
    walker.must(agenda.day_of(desk, desk.today) is not None, "the year's plan has this day")
    hands.press(Key.Key_F7)
    hands.wait(lambda: "F7" not in page.acts(), "the day has begun")
    hands.wait(page.attendance.isVisible, "the day shows who is expected")


def say_who_is_here(walker: Walker) -> None:
    """Each of the day's deputies is present, but one who is on leave and for whom another stands in."""
    hands, said, desk = walker.hands, script.script(), walker.desk
    day = agenda.day_of(desk, desk.today)
    if day is None or day.state != "OPEN":
        raise StepFailed("the day is not open")
    for one in held_day.attendance(desk, day.uid):
        is_on_leave, uid = one.deputy.name == said["on_leave"], one.attendance.uid
        wanted = "LEAVE" if is_on_leave else "PRESENT"
        hands.tab_to(f"presence_{uid}")
        hands.pick(number_of(walker, "presence", wanted))
        hands.press(Key.Key_Tab)
        hands.wait(partial(_is_marked, walker, day.uid, uid, wanted), "who is here is kept")
        if is_on_leave:
            hands.wait(partial(_has_room, walker, uid), "somebody may stand in")
        if is_on_leave:
            hands.tab_to(f"stand_in_{uid}")
            hands.pick(paths.initials_of(said["stands_in"]))
            hands.press(Key.Key_Tab)
            hands.wait(partial(_stands_in, walker, day.uid, said["stands_in"]), "somebody stands in")


def _is_marked(walker: Walker, day: str, uid: str, presence: str) -> bool:
    found = held_day.attendance(walker.desk, day)
    return any((one.attendance.uid, one.attendance.presence) == (uid, presence) for one in found)


def _has_room(walker: Walker, uid: str) -> bool:
    return walker.window.findChild(QWidget, f"stand_in_{uid}") is not None


def _stands_in(walker: Walker, day: str, name: str) -> bool:
    return [one.stand_in.name for one in held_day.attendance(walker.desk, day) if one.stand_in] == [name]


def number_of(walker: Walker, scheme: str, code: str) -> str:
    """The digits that pick a code: the code where it is a number, else its place in the list."""
    return CodeChoices(walker.desk.codes[scheme], walker.desk.today, paths.word_initials_of).number(code)
