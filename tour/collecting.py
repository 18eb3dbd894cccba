"""Where nobody stands at the door: an item of a courtyard meeting."""

from __future__ import annotations

from station_app.domain.records import Opinion
from station_app.ui.pages.visit.collect import CollectPage
from tour import script
from tour.hands import Key
from tour.opening import number_of
from tour.walker import Walker


def collect(walker: Walker) -> None:
    """One item of a courtyard meeting, with how it was collected."""
    hands, desk, told = walker.hands, walker.desk, script.script()["collected"]
    before = len(desk.records.all(Opinion))
    hands.press(Key.Key_F10)
    page = walker.page(CollectPage, "F10 opens the form of an item without a visitor")
    hands.pick(number_of(walker, "channel", "FORUM"))
    hands.go_to("title")
    hands.write(told["title"])
    hands.go_on()
    hands.pick(told["category"])
    hands.go_on()
    hands.pick(number_of(walker, "urgency", told["urgency"]))
    hands.go_to("verbatim")
    hands.write(told["verbatim"])
    hands.go_to("ask")
    hands.write(told["ask"])
    hands.go_to("affected_people")
    hands.go_on()
    hands.pick(str(len(page.item.destination._offers)))
    walker.shoot("collect")
    walker.must(page.missing.places() == [], f"nothing is missing of the item: {page.missing.places()}")
    hands.press(Key.Key_F9)
    hands.wait(lambda: len(desk.records.all(Opinion)) == before + 1 and page.item.is_empty, "the item is saved")
    walker.shoot("collect-saved")
    hands.press(Key.Key_Escape)
