"""Before the first reception day: a second user, units, the year by its rule, the notice on the wall."""

from __future__ import annotations

from station_app.domain.records import ReceptionDay, Unit, User
from station_app.text import planning as say
from station_app.text import settings as settings_say
from station_app.text import visits as people_say
from station_app.ui.pages.days.reception import HolidaysPage, PlanYearPage, ReceptionPage
from station_app.ui.pages.records.lists import BookPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.settings.help import HelpPage
from station_app.ui.pages.settings.settings import SettingsPage
from station_app.ui.pages.settings.users import UsersPage
from tour import script
from tour.closing import made
from tour.hands import CONTROL, Key
from tour.opening import number_of
from tour.walker import PageT, Walker


def users(walker: Walker) -> None:
    """F2 on 用户: a colleague with a password of their own."""
    hands, said = walker.hands, script.script()["colleague"]
    open_setting(walker, settings_say.USERS, UsersPage, "settings")
    hands.press(Key.Key_F2)
    hands.write(said["name"])
    hands.go_on()
    hands.press(Key.Key_Space)
    hands.go_to("password")
    hands.write(said["password"])
    hands.go_on()
    hands.write(said["password"])
    hands.go_on()
    hands.write(script.script()["password"])
    walker.shoot("user-added")
    hands.press(Key.Key_F9)
    hands.wait(lambda: len(walker.desk.records.all(User)) == 2, "the colleague is a user")
    walker.shoot("users")
    hands.press(Key.Key_Escape)


def station(walker: Walker) -> None:
    """Where the station is and by what telephone: it stands on every receipt."""
    hands, said, desk = walker.hands, script.script()["station"], walker.desk
    record = open_setting(walker, settings_say.STATION, RecordPage)
    hands.tab_to("correct")
    hands.press(Key.Key_Return)
    hands.wait(lambda: record.form() is not None, "a correction opens its form")
    for field, words in said.items():
        hands.go_to(field)
        hands.write(words)
    walker.shoot("station")
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: record.form() is None, "the correction is kept")
    walker.must(desk.station_now.address == said["address"], "the address stands")
    hands.press(Key.Key_Escape)


def units(walker: Walker) -> None:
    """The units that matters are referred to, with what people call them."""
    hands, said = walker.hands, script.script()["units"]
    page = open_setting(walker, people_say.UNITS, BookPage)
    hands.press(Key.Key_F2)
    for number, one in enumerate(said):
        for field, words in one.items():
            hands.go_to(field)
            hands.write(words)
        if not number:
            walker.shoot("unit-form")
        hands.press(Key.Key_F9)
        hands.wait(lambda: len(walker.desk.records.all(Unit)) > number, "the unit is entered")  # noqa: B023
        hands.wait(lambda: page.form.values()["name"] == "", "the form is ready for the next")
    hands.press(Key.Key_Escape)
    walker.shoot("units")
    hands.press(Key.Key_Escape)


def year(walker: Walker) -> None:
    """Ctrl+N on 接待: the rule, the days that it comes to, the holidays that it goes around."""
    hands, said = walker.hands, script.script()["plan"]
    page = walker.go("reception", ReceptionPage)
    walker.shoot("reception-empty")
    hands.press(Key.Key_N, modifier=CONTROL)
    walker.page(PlanYearPage, "Ctrl+N asks for the rule of a year")
    walker.shoot("plan-year-empty")
    for field, scheme in (("recurrence", "recurrence"), ("nth", "nth"), ("weekday", "weekday")):
        hands.go_to(field)
        hands.pick(number_of(walker, scheme, said[field]))
    hands.go_to("months")
    hands.write(said["months"])
    for field in ("start", "end", "place", "topic", "contact", "contact_phone"):
        hands.go_to(field)
        hands.write(said[field])
    hands.go_to("deputies")
    for name in script.script()["enrolled"]:
        hands.write(name)
        hands.go_on()
    hands.go_to("deputies_a_day")
    hands.write("3")
    hands.go_on()
    walker.shoot("plan-year")
    hands.press(Key.Key_F9)
    hands.wait(lambda: bool(walker.desk.records.all(ReceptionDay)), "the days of the year are written")
    walker.page(ReceptionPage, "the calendar is there again")
    walker.must(not page.notices.isHidden(), "the page says how many days there are")
    walker.shoot("reception-year")
    _holidays(walker)


def _holidays(walker: Walker) -> None:
    hands = walker.hands
    hands.tab_to(say.HOLIDAYS)
    hands.press(Key.Key_Return)
    walker.page(HolidaysPage, "the holidays of the year")
    walker.shoot("holidays")
    hands.press(Key.Key_Escape)
    walker.page(ReceptionPage, "Esc leads back to the year")


def notice(walker: Walker) -> None:
    """F8 shows notice, sign-in sheet and year plan; F6 says that the notice hangs."""
    hands, page = walker.hands, walker.go("reception", ReceptionPage)
    page.table.setFocus()
    hands.press(Key.Key_F8)
    preview = walker.page(PreviewPage, "F8 shows what can be printed of the day")
    for number, (form, name) in enumerate((("P1", "notice"), ("P3", "sign-in"), ("P2", "year-plan"))):
        if number:
            hands.tab_to(say.ON_PAPER[form])
            hands.press(Key.Key_Return)
        printed = made(walker, preview, say.ON_PAPER[form])
        walker.camera.pages(printed.pdf, name)
        if not number:
            walker.shoot("notice-preview")
    hands.press(Key.Key_Escape)
    walker.page(ReceptionPage, "Esc leads back to the year")
    page.table.setFocus()
    hands.press(Key.Key_F6)
    hands.wait(lambda: any(one.notice_posted_on for one in walker.desk.records.all(ReceptionDay)), "the notice hangs")
    walker.shoot("reception-posted")
    hands.press(Key.Key_F1)
    told = walker.page(HelpPage, "F1 opens the manual")
    walker.must(told.shown() == "reception", "at the page that speaks of the screen")
    walker.shoot("help")
    hands.press(Key.Key_Escape)
    walker.page(ReceptionPage, "Esc leads back to the screen")


def open_setting(walker: Walker, label: str, kind: type[PageT], name: str = "") -> PageT:
    """By the rail to 设置, and by the arrow to a line of it."""
    page = walker.go("settings", SettingsPage)
    if name:
        walker.shoot(name)
    labels = list(page.lines())
    walker.hands.press(Key.Key_Home, *[Key.Key_Down] * labels.index(label))
    walker.hands.press(Key.Key_Return)
    return walker.page(kind, f"{label} opens")
