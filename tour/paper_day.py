"""A day without power: held on paper, entered afterwards sheet by sheet."""

from __future__ import annotations

from station_app.domain.records import ReceptionDay, Visit
from station_app.ui.pages.days.day import DayPage
from station_app.ui.pages.days.reception import ReceptionPage
from station_app.ui.pages.visit.rekey import RekeyPage
from tour import script
from tour.hands import Key
from tour.opening import number_of
from tour.walker import Walker


def enter_afterwards(walker: Walker) -> None:
    """F7 on 接待 for the day, F11 for its sheets, F9 to close it."""
    hands, said = walker.hands, script.script()["paper_day"]
    page = walker.go("reception", ReceptionPage)
    hands.press(Key.Key_F7)
    hands.wait(page.late.isVisible, "F7 asks for a day that was held on paper")
    for field in ("held_on", "start", "end", "place"):
        hands.go_to(field)
        hands.write(said[field])
    hands.go_to("deputies")
    for name in script.script()["enrolled"][:2]:
        hands.write(name)
        hands.go_on()
    walker.shoot("late-day")
    hands.press(Key.Key_F9)
    walker.page(DayPage, "the day that was entered opens")
    walker.must(any(one.entered_late for one in walker.desk.records.all(ReceptionDay)), "it says that it came late")
    walker.shoot("late-day-entered")
    _sheets(walker, said["held_on"])
    walker.page(DayPage, "Esc leads back to the day")
    walker.shoot("late-day-filled")
    hands.press(Key.Key_Escape)


def _sheets(walker: Walker, held_on: str) -> None:
    hands, desk = walker.hands, walker.desk
    before = len(desk.records.all(Visit))
    hands.press(Key.Key_F11)
    page = walker.page(RekeyPage, "F11 opens the paper sheet")
    hands.write(held_on)
    hands.go_to("received_at")
    hands.write("9:40")
    hands.go_to("channel")
    hands.pick(number_of(walker, "channel", "RECEPTION_DAY"))
    hands.go_to("deputies")
    hands.write(script.script()["enrolled"][0])
    hands.go_on()
    for number, one in enumerate(script.script()["sheets"]):
        _sheet(walker, one, is_shown=number == 0)
        hands.press(Key.Key_F9)
        hands.wait(lambda: page.count == number + 1 or page.notices.isVisible(), "the sheet is entered")  # noqa: B023
        walker.must(page.count == number + 1, f"the sheet was refused: {page.notices.accessibleDescription()}")
    walker.must(len(desk.records.all(Visit)) == before + len(script.script()["sheets"]), "each sheet is a visit")
    walker.shoot("rekey-done")
    hands.press(Key.Key_Escape)


def _sheet(walker: Walker, one: dict[str, str], *, is_shown: bool) -> None:
    hands = walker.hands
    hands.go_to("name")
    hands.write(one["name"])
    hands.go_to("village")
    hands.write(one["village"])
    for field in ("address", "phone"):
        hands.go_to(field)
        hands.write(one[field])
    hands.go_to("is_first")
    hands.pick("1")
    for field in ("title", "verbatim", "ask"):
        hands.go_to(field)
        hands.write(one[field])
    hands.go_to("category")
    hands.pick(one["category"])
    hands.go_to("urgency")
    hands.pick("1")
    hands.go_to("notice_way")
    hands.pick("1")
    hands.go_on()
    if is_shown:
        walker.shoot("rekey")
