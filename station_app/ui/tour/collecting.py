"""Where nobody stands at the door: an item of a courtyard meeting, a sheet of paper, an accusation."""

from __future__ import annotations

from station_app.domain.records import Opinion
from station_app.ui.pages.collect import CollectPage
from station_app.ui.pages.read_back import ReadBackPage
from station_app.ui.pages.rekey import RekeyPage
from station_app.ui.pages.today import TodayPage
from station_app.ui.pages.visit import VisitPage
from station_app.ui.tour import script
from station_app.ui.tour.hands import ALT, CONTROL, Key
from station_app.ui.tour.opening import number_of
from station_app.ui.tour.walker import Walker


def walk(walker: Walker) -> None:
    """The forms beside that of an ordinary visit, from 今日 and back."""
    walker.hands.press(Key.Key_1, modifier=ALT)
    walker.page(TodayPage, "Alt+1 leads to the day")
    collect(walker)
    walker.hands.press(Key.Key_F11)
    walker.page(RekeyPage, "F11 opens the paper sheet")
    walker.shoot("rekey")
    walker.hands.press(Key.Key_Escape)
    hear_an_accusation(walker)


def collect(walker: Walker) -> None:
    """One item of a courtyard meeting, with how it was collected."""
    hands, desk, told = walker.hands, walker.desk, script.visits()[0].matters[0]
    before = len(desk.records.all(Opinion))
    hands.press(Key.Key_F10)
    page = walker.page(CollectPage, "F10 opens the form of an item without a visitor")
    hands.pick(number_of(walker, "channel", "FORUM"))
    hands.go_to("title")
    hands.write(told.title)
    hands.go_on()
    hands.pick(told.category)
    hands.go_on()
    hands.pick(number_of(walker, "urgency", told.urgency))
    hands.go_to("verbatim")
    hands.write(told.verbatim)
    hands.go_to("ask")
    hands.write(told.ask)
    hands.go_to("affected_people")
    hands.go_on()
    hands.pick(str(len(page.item.destination._offers)))
    walker.shoot("collect")
    walker.must(page.missing.places() == [], f"nothing is missing of the item: {page.missing.places()}")
    hands.press(Key.Key_F9)
    hands.wait(lambda: len(desk.records.all(Opinion)) == before + 1 and page.item.is_empty, "the item is saved")
    walker.shoot("collect-saved")
    hands.press(Key.Key_Escape)


def hear_an_accusation(walker: Walker) -> None:
    """Words of accusation narrow the destinations; the sheet is read aloud. Nothing of it is registered here."""
    hands, told = walker.hands, script.script()["accusation"]
    hands.press(Key.Key_F2)
    page = walker.page(VisitPage, "F2 opens the form of a visit")
    hands.go_to("title")
    hands.write(told["title"])
    hands.go_to("verbatim")
    hands.write(told["verbatim"])
    (matter,) = page.matters
    walker.must(matter.alerts.is_accusation, "words of accusation propose that it is one")
    matter.destination.focus_first()
    hands.pick("1")
    hands.press(Key.Key_K, modifier=CONTROL)
    walker.shoot("visit-accusation")
    hands.press(Key.Key_F11)
    walker.page(ReadBackPage, "F11 shows what is read aloud")
    walker.shoot("read-back")
    hands.press(Key.Key_Escape, Key.Key_Escape)
