"""Finding again: the ledger, a record with its acts, search everywhere."""

from __future__ import annotations

from datetime import date, timedelta

from station_app.db import ledger
from station_app.domain.records import Opinion, Visit
from station_app.services.history import history
from station_app.text import finding as words
from station_app.ui.pages.records.export import ExportPage
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.records.search import SearchPage
from station_app.ui.shell.workplace import short
from tour import script
from tour.hands import CONTROL, SHIFT, Key, StepFailed
from tour.walker import Walker


def find_again(walker: Walker) -> None:
    """The ledger narrowed and searched, a record acted on, search over everything."""
    page = walker.go("ledger", LedgerPage)
    shows(walker, page)
    walker.shoot("ledger")
    said = script.script()["find"]
    say_state(walker, page, "all", "ledger-all")
    _take_along(walker, page)
    for name, typed in (("words", said["words"]), ("initials", said["initials"]), ("number", _a_number(walker))):
        search_ledger(walker, page, typed)
        walker.must(page.table.model().rowCount() > 0, f"the ledger finds {name}")
        walker.shoot(f"ledger-by-{name}")
    search_ledger(walker, page, "")
    triaged = walker.desk.records.all(Opinion, state="TRIAGED")[0]
    search_ledger(walker, page, triaged.title)
    walker.hands.press(Key.Key_Return)
    walker.hands.press(Key.Key_Return)
    record = walker.page(RecordPage, "Enter opens the record")
    walker.shoot("record")
    _refer(walker, record, triaged)
    _correct(walker, record, triaged)
    _reveal(walker, record, triaged)
    walker.hands.press(Key.Key_Escape)
    walker.page(LedgerPage, "Esc leads back to the ledger")
    search_ledger(walker, page, "")
    _search_everywhere(walker)


def _take_along(walker: Walker, page: LedgerPage) -> None:
    """Some lines are chosen and saved as a workbook."""
    hands, path = walker.hands, walker.camera.folder / "ledger.xlsx"
    page.table.setFocus()
    hands.press(Key.Key_Space, Key.Key_Down, Key.Key_Down)
    hands.press(Key.Key_Down, modifier=SHIFT)
    walker.must(len(page.table.chosen) == 3, "Space and Shift choose lines")
    walker.shoot("ledger-chosen")
    hands.press(Key.Key_E, modifier=CONTROL)
    export = walker.page(ExportPage, "Ctrl+E saves a list")
    walker.shoot("export")
    export.save(path)
    hands.wait(path.is_file, "the workbook is there")
    hands.wait(lambda: not export.notices.isHidden(), "the page says where")
    hands.press(Key.Key_Escape)
    walker.page(LedgerPage, "Esc leads back")
    hands.press(Key.Key_Escape)


def shows(walker: Walker, page: LedgerPage) -> None:
    """Wait until the ledger lists what its sentence says."""
    database = walker.desk.store.database

    def agrees() -> bool:
        return page._shown == page.chosen() and page.table.model().rowCount() == ledger.count(database, page.chosen())

    walker.hands.wait(agrees, "the ledger lists what its sentence says")


def say_state(walker: Walker, page: LedgerPage, state: str, name: str = "") -> None:
    """Change the word for the state in the ledger's sentence."""
    hands = walker.hands
    hands.press(Key.Key_F, modifier=CONTROL)
    hands.tab_to("state", SHIFT)
    hands.pick(words.STATE_GROUPS[state])
    if name:
        walker.shoot(f"{name}-choosing")
    hands.go_on()
    shows(walker, page)
    walker.must(page.chosen().open_only == (state == "open"), f"the sentence says {state}")
    if name:
        walker.shoot(name)


def search_ledger(walker: Walker, page: LedgerPage, typed: str) -> None:
    """Type into the ledger's own search line; Ctrl+F selects what stood there."""
    hands = walker.hands
    hands.press(Key.Key_F, modifier=CONTROL)
    if typed:
        hands.write(typed)
    else:
        hands.press(Key.Key_Delete)
    walker.must(page.search_line.text() == typed, "the search line holds what was typed")
    shows(walker, page)


def _a_number(walker: Walker) -> str:
    opinions = walker.desk.records.all(Opinion)
    return short(opinions[len(opinions) // 2].number)


def _refer(walker: Walker, record: RecordPage, opinion: Opinion) -> None:
    hands, said, desk = walker.hands, script.script()["referral"], walker.desk
    hands.tab_to("assignment.register")
    hands.press(Key.Key_Return)
    hands.wait(lambda: record.form() is not None, "the act opens its form")
    hands.go_to("unit")
    hands.write(said["unit"])
    hands.go_to("due_on")
    hands.write((date.fromisoformat(desk.today) + timedelta(days=2)).isoformat())
    hands.go_to("requirements")
    hands.write(said["requirements"])
    walker.shoot("record-refer")
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: desk.records.one(Opinion, opinion.uid).state == "REFERRED", "the opinion is referred")
    hands.wait(lambda: record.form() is None, "the form of the act is gone")
    walker.shoot("record-referred")


def _correct(walker: Walker, record: RecordPage, opinion: Opinion) -> None:
    hands, said, desk = walker.hands, script.script()["corrected"], walker.desk
    hands.tab_to("correct")
    hands.press(Key.Key_Return)
    hands.wait(lambda: record.form() is not None, "a correction opens its form")
    hands.go_to(said["field"])
    hands.write(said["text"])
    walker.shoot("record-correct")
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: history(desk, opinion.uid)[-1].act == "correct", "the correction stands in the history")
    hands.wait(lambda: record.form() is None, "the form of the correction is gone")
    walker.must(
        getattr(desk.records.one(Opinion, opinion.uid), said["field"]) == said["text"], "it says what was typed"
    )
    walker.shoot("record-corrected")


def _reveal(walker: Walker, record: RecordPage, opinion: Opinion) -> None:
    hands, desk = walker.hands, walker.desk
    visitor = desk.records.one(Visit, opinion.visit).visitor
    hands.tab_to("reveal")
    hands.press(Key.Key_Return)
    hands.wait(lambda: history(desk, visitor)[-1].act == "reveal", "seeing the phone in full is in the journal")
    hands.wait(lambda: not record.notices.isHidden(), "the page says that it was noted")
    walker.shoot("record-revealed")
    hands.press(Key.Key_F5)


def _search_everywhere(walker: Walker) -> None:
    hands = walker.hands
    hands.press(Key.Key_F3)
    page = walker.page(SearchPage, "F3 opens the search")
    walker.shoot("search-empty")
    hands.write(script.script()["find"]["everywhere"])
    hands.wait(lambda: bool(page.found()), "the search finds something")
    walker.shoot("search")
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    walker.page(RecordPage, "Enter opens what was found")
    hands.press(Key.Key_Escape)
    walker.page(SearchPage, "Esc leads back to the search")
    hands.press(Key.Key_Escape)
    walker.page(LedgerPage, "Esc closes the search")


def open_record(walker: Walker, kind: str, uid: str, name: str) -> None:
    """A record laid over the present page as its links do it, photographed, and left with Esc."""
    page = walker.window.page()
    place = getattr(page, "_place", None)
    if place is None:
        raise StepFailed("this page leads to no record")
    place.record(kind, uid)
    walker.page(RecordPage, f"the record {name} opens")
    walker.shoot(name)
    walker.hands.press(Key.Key_Escape)
