"""The last days: an old ledger taken and taken back, undo, one person entered twice, a colleague, the handover."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from station_app.domain.records import Opinion, Person, Visit
from station_app.services import people, users
from station_app.text import ledgers as ledger_words
from station_app.text import paper as paper_words
from station_app.text import settings as settings_say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.old_ledger.file import LedgerReportPage
from station_app.ui.pages.old_ledger.page import COLUMNS, PREVIEW, OldLedgerPage
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.records.search import SearchPage
from station_app.ui.pages.settings.first_start import RecoveryPage
from station_app.ui.pages.settings.keeping import AuditPage
from station_app.ui.pages.settings.settings import QuickKeyPage, SettingsPage, TrailPage
from station_app.ui.pages.settings.unlock import SwitchPage
from station_app.ui.pages.settings.users import UsersPage
from tour import finding, script, visits, workbook
from tour.closing import made
from tour.hands import ALT, CONTROL, Key
from tour.planning import open_setting
from tour.walk_ins import open_record
from tour.walker import Walker


def old_ledger(walker: Walker) -> None:
    """F7 on 台账: file, columns, a cell mended in the preview, taken, its report, taken back as a whole."""
    hands, said, desk = walker.hands, script.script()["old_ledger"], walker.desk
    before = len(desk.records.all(Visit))
    walker.go("ledger", LedgerPage)
    hands.press(Key.Key_F7)
    page = walker.page(OldLedgerPage, "F7 takes an old ledger")
    walker.shoot("old-ledger")
    with tempfile.TemporaryDirectory() as name:
        hands.write(str(workbook.write(Path(name) / said["file"], [said["heads"], *said["rows"]])))
        hands.press(Key.Key_Return)
        hands.wait(lambda: page.at == COLUMNS and not page.is_working, "the file is read, its columns are guessed")
        walker.shoot("old-ledger-columns")
        hands.press(Key.Key_F2)
        hands.wait(lambda: page.at == PREVIEW and not page.is_working, "every cell is judged")
        hands.press(Key.Key_F4)
        walker.shoot("old-ledger-preview")
        hands.press(Key.Key_Return)
        hands.write(said["mended"])
        hands.press(Key.Key_Return)
        hands.wait(lambda: not page.is_working, "the mended cell is judged")
        walker.shoot("old-ledger-mended")
        hands.press(Key.Key_F2)
        walker.page(LedgerReportPage, "it is taken, and says what came of it")
    walker.must(len(desk.records.all(Visit)) > before, "rows of the ledger are visits now")
    walker.shoot("old-ledger-report")
    _take_back(walker, page, said["reason"])


def _take_back(walker: Walker, page: OldLedgerPage, reason: str) -> None:
    hands = walker.hands
    hands.press(Key.Key_Escape)
    walker.page(OldLedgerPage, "Esc leads back to the ledgers")
    hands.tab_to(ledger_words.UNDO)
    hands.press(Key.Key_Space)
    hands.write(reason)
    walker.shoot("old-ledger-undo")
    hands.press(Key.Key_Return)
    hands.wait(lambda: not page.is_working and not page.notices.isHidden(), "it is taken back as a whole")
    walker.shoot("old-ledger-undone")
    hands.press(Key.Key_Escape)


def undo(walker: Walker) -> None:
    """A visit that was registered by mistake is taken back by Ctrl+Z, and everybody sees that it was."""
    hands, desk = walker.hands, walker.desk
    walker.go("today", TodayPage)
    form = visits.open_form(walker)
    one = script.coming(script.script()["mistaken"])
    visit = visits.type_and_save(walker, form, one, {})
    hands.press(Key.Key_Escape)
    today = walker.page(TodayPage, "Esc leads back to the day")
    hands.press(Key.Key_Z, modifier=CONTROL)
    hands.wait(lambda: not today.notices.isHidden(), "what would go is said first")
    walker.shoot("today-undo-asked")
    hands.press(Key.Key_Return)
    hands.wait(lambda: desk.records.one(Visit, visit.uid).state == "VOID", "Ctrl+Z takes the visit back")
    walker.shoot("today-undone")


def merge(walker: Walker) -> None:
    """Two entries of one person become one, from the page of the one that goes."""
    hands, desk = walker.hands, walker.desk
    name = script.script()["sheets"][1]["name"]
    kept, gone = [one for one in desk.records.all(Person) if one.name == name][:2]
    hands.press(Key.Key_F3)
    search = walker.page(SearchPage, "F3 opens the search")
    hands.write(gone.phone)
    hands.wait(lambda: gone.uid in _uids(search), "the search finds the second entry")
    hands.press(*[Key.Key_Down] * _uids(search).index(gone.uid))
    hands.press(Key.Key_Return)
    record = walker.page(RecordPage, "Enter opens it")
    walker.shoot("person-twice")
    hands.tab_to("merge")
    hands.press(Key.Key_Return)
    hands.wait(lambda: record.form() is not None, "the act asks into which one")
    hands.go_to("merged_into")
    hands.write(kept.phone)
    walker.shoot("person-merge")
    hands.go_on()
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: not people.is_here(desk.records.one(Person, gone.uid)), "the second entry is merged")
    walker.must(not desk.records.all(Visit, visitor=gone.uid), "its visits are those of the first")
    walker.shoot("person-merged")
    hands.press(Key.Key_Escape, Key.Key_Escape)


def switch(walker: Walker) -> None:
    """Ctrl+L locks; the colleague opens, and learns nothing of an accusation; then the first one again."""
    secret = script.script()
    accused = next(
        one for one in walker.desk.records.all(Opinion) if walker.desk.store.is_kept_here("opinion", one.uid)
    )
    _open_as(walker, 2, secret["colleague"]["password"], "lock")
    page = walker.go("ledger", LedgerPage)
    finding.say_state(walker, page, "all")
    finding.search_ledger(walker, page, accused.title)
    walker.must(page.table.model().rowCount() == 0, "a colleague is not told of an accusation")
    walker.shoot("ledger-of-a-colleague")
    _open_as(walker, 1, secret["password"], "")


def secrets(walker: Walker) -> None:
    """An accusation's own page, its letter, what takes a second person; a matter that becomes one late."""
    hands, desk, said = walker.hands, walker.desk, script.script()
    accused = next(one for one in desk.records.all(Opinion) if one.accused)
    walker.go("today", TodayPage)
    page = open_record(walker, accused)
    walker.shoot("record-accusation")
    hands.press(Key.Key_F8)
    preview = walker.page(PreviewPage, "F8 shows the letter to the discipline organ")
    walker.camera.pages(made(walker, preview, paper_words.ON_PAPER["P19"]).pdf, "letter")
    hands.press(Key.Key_Escape)
    hands.tab_to("disclose")
    hands.press(Key.Key_Return)
    hands.wait(lambda: page.form() is not None, "taking the secrecy off asks why, and for a second person")
    hands.write(said["laid_open"])
    hands.tab_to("second_name")
    hands.write(said["colleague"]["name"])
    hands.go_on()
    hands.write("wrong horse of the tour")
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: not page.notices.isHidden() or _is_told(page), "a wrong password of the second person is said")
    walker.shoot("record-second-person")
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)
    _becomes_secret(walker, said["late"])


def _becomes_secret(walker: Walker, said: Mapping[str, str]) -> None:
    """An ordinary matter is recognised as an accusation: it goes on under a number of its own, and its page says who
    has put away what was sent."""
    hands, desk = walker.hands, walker.desk
    late = next(one for one in desk.records.all(Opinion) if one.title == said["title"])
    page = open_record(walker, late)
    hands.tab_to("correct")
    hands.press(Key.Key_Return)
    hands.wait(lambda: page.form() is not None, "what was typed can be corrected")
    hands.go_to("accused")
    hands.write(said["accused"])
    walker.shoot("record-late-asked")
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: page.form() is None, "it is moved to where it stays")
    walker.must(not desk.records.all(Opinion, uid=late.uid), "what it said before is nowhere any more")
    walker.shoot("record-became-secret")
    hands.press(Key.Key_Escape)


def _is_told(page: RecordPage) -> bool:
    form = page.form()
    return (
        form is not None and form.second is not None and bool(form.second.line("second_password").property("troubled"))
    )


def handover(walker: Walker) -> None:
    """The sheet of open items, and the trail of what was done at this desk."""
    hands = walker.hands
    page = open_setting(walker, settings_say.USERS, UsersPage)
    page.table.go_to(0)
    hands.press(Key.Key_F8)
    preview = walker.page(PreviewPage, "F8 shows the handover sheet")
    printed = made(walker, preview, settings_say.HANDOVER_PAPER)
    walker.shoot("handover-preview")
    walker.camera.pages(printed.pdf, "handover")
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_F7)
    walker.shoot("user-leaves")
    hands.press(Key.Key_Escape, Key.Key_Escape)
    open_setting(walker, settings_say.TRAIL, TrailPage)
    hands.settle()
    walker.shoot("trail")
    hands.press(Key.Key_Escape)


def keys(walker: Walker) -> None:
    """A proposed password, a new key for the file at closing, another recovery sheet, a quick key."""
    hands, secret = walker.hands, script.script()
    page = open_setting(walker, settings_say.USERS, UsersPage)
    hands.press(Key.Key_F6)
    hands.tab_to("propose")
    hands.press(Key.Key_Return)
    walker.shoot("password-proposed")
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_K, modifier=CONTROL)
    hands.write(secret["password"])
    walker.shoot("new-key")
    hands.press(Key.Key_F9)
    hands.wait(lambda: page.ask is None, "a new key is asked for")
    walker.must(users.is_key_due(walker.desk), "it is due at closing")
    walker.shoot("new-key-waits")
    _recovery_anew(walker)
    _quick_key(walker)


def own_data(walker: Walker) -> None:
    """What is kept of a person, on paper for themselves; and the desk's account of itself."""
    hands, desk = walker.hands, walker.desk
    person = next(one for one in desk.records.all(Person) if one.phone and people.is_here(one))
    hands.press(Key.Key_F3)
    search = walker.page(SearchPage, "F3 opens the search")
    hands.write(person.phone)
    hands.wait(lambda: person.uid in _uids(search), "the search finds them")
    hands.press(*[Key.Key_Down] * _uids(search).index(person.uid))
    hands.press(Key.Key_Return)
    walker.page(RecordPage, "Enter opens it")
    hands.press(Key.Key_F8)
    preview = walker.page(PreviewPage, "F8 shows what is kept of them")
    printed = made(walker, preview, settings_say.OWN_TITLE)
    walker.shoot("own-data-preview")
    walker.camera.pages(printed.pdf, "own-data")
    hands.press(Key.Key_Escape, Key.Key_Escape, Key.Key_Escape)
    page = open_setting(walker, settings_say.AUDIT, AuditPage)
    hands.wait(lambda: page.told() is not None, "the desk has looked at itself")
    walker.shoot("audit")
    hands.press(Key.Key_F7)
    walker.shoot("destroy")
    hands.press(Key.Key_Escape, Key.Key_Escape)


def _recovery_anew(walker: Walker) -> None:
    hands = walker.hands
    page = open_setting(walker, settings_say.RECOVERY, RecoveryPage)
    hands.write(script.script()["password"])
    hands.press(Key.Key_F9)
    hands.wait(lambda: page.recovery_code() != "", "another recovery code stands there")
    hands.write(page.recovery_code().split("-")[-1].lower())
    walker.shoot("recovery-anew")
    hands.press(Key.Key_F9)
    walker.page(SettingsPage, "the new sheet counts")
    walker.shoot("recovery-kept")


def _quick_key(walker: Walker) -> None:
    hands, secret = walker.hands, script.script()
    page = open_setting(walker, settings_say.QUICK, QuickKeyPage)
    for words in (secret["quick_key"], secret["quick_key"], secret["password"]):
        hands.write(words)
        hands.go_on()
    hands.wait(lambda: page.form.value("pin") == "", "the quick key is kept")
    walker.shoot("quick-key")
    hands.press(Key.Key_L, modifier=CONTROL)
    walker.page(SwitchPage, "Ctrl+L locks the desk")
    walker.shoot("lock-quick-key")
    hands.write(secret["quick_key"])
    hands.go_on()
    walker.page(QuickKeyPage, "the quick key gives the desk back as it was")
    hands.press(Key.Key_Escape)


def _open_as(walker: Walker, place: int, password: str, shot: str) -> None:
    hands = walker.hands
    hands.press(Key.Key_L, modifier=CONTROL)
    walker.page(SwitchPage, "Ctrl+L locks the desk")
    hands.press(Key(Key.Key_0 + place), modifier=ALT)
    if shot:
        walker.shoot(shot)
    hands.write(password)
    hands.press(Key.Key_Return)
    walker.page(TodayPage, "another person opens the desk")


def _uids(search: SearchPage) -> list[str]:
    return [one.uid for one in search.found()]
