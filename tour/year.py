"""A year of an old system's records taken in, and worked with in the windows."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from station_app import paths
from station_app.domain.records import Deputy, Opinion, Person, ReceptionDay, Visit
from station_app.services import old_ledger
from station_app.services.old_ledger import FolderReport
from station_app.text import finding as words
from station_app.ui.pages.days.reception import ReceptionPage
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.deputies import DeputiesPage
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.shell.jobs import Jobs, Report
from tour import closing, finding, script, visits
from tour.hands import Key
from tour.walker import Walker

RARE = 0x20000
TAKING_S = 120


def walk(walker: Walker, folder: Path) -> None:
    """From the import to the summary of the busiest day, with a live visit on top."""
    _take(walker, folder)
    today = walker.go("today", TodayPage)
    walker.hands.press(Key.Key_F5)
    walker.hands.wait(lambda: "F4" in today.acts(), "what waits is offered")
    walker.shoot("today-with-a-year")
    _ledger(walker)
    _records(walker)
    walker.go("deputies", DeputiesPage)
    walker.shoot("deputies")
    _summary(walker)
    _live_visit(walker)


def _take(walker: Walker, folder: Path) -> None:
    """The service that the headless command calls, in the lane for slow work, while the window stays alive."""
    desk, reports = walker.desk, list[FolderReport]()
    jobs = Jobs(_raise, thread_end=desk.close)
    heard: list[tuple[int, int]] = []

    def work(report: Report) -> FolderReport:
        return old_ledger.take_folder(desk, folder, report)

    jobs.slow(work, reports.append, progress=lambda done, total: heard.append((done, total)))
    walker.hands.wait(lambda: bool(reports), "the old system's folder is taken", TAKING_S)
    jobs.finish()
    walker.must(bool(heard) and heard[-1][0] == heard[-1][1], "the import told how far it was, to the end")
    walker.must(reports[0].totals["taken"] + reports[0].totals["normalised"] > 0, "rows were taken")
    walker.must(len(desk.records.all(Visit)) > 0, "visits of the old system are in the store")


def _raise(error: BaseException) -> None:
    raise error


def _ledger(walker: Walker) -> None:
    hands = walker.hands
    page = walker.go("ledger", LedgerPage)
    finding.shows(walker, page)
    walker.shoot("ledger")
    finding.say_state(walker, page, "all", "ledger-all")
    hands.press(Key.Key_Return, Key.Key_Return)
    page.table.setFocus()
    count = page.table.model().rowCount()
    for _ in range(count // 20):
        hands.press(Key.Key_PageDown)
    walker.shoot("ledger-middle")
    hands.press(Key.Key_End)
    walker.must(page.table.currentIndex().row() == count - 1, "End leads to the last row")
    walker.shoot("ledger-end")
    for sort in ("newest", "category", "village"):
        page.sentence.put_sort(sort)
        finding.shows(walker, page)
        walker.shoot(f"ledger-by-{sort}")
    finding.search_ledger(walker, page, script.script()["find"]["words"])
    walker.must(0 < page.table.model().rowCount() < count, "the search narrows the ledger")
    walker.shoot("ledger-search")
    finding.search_ledger(walker, page, "")


def _records(walker: Walker) -> None:
    """Those whose words are the hardest to show, each for its own reason."""
    opinions = walker.desk.records.all(Opinion)
    for name, judge in _HARD.items():
        found = max(opinions, key=lambda one: judge(one.verbatim + one.title))
        if judge(found.verbatim + found.title):
            finding.open_record(walker, "opinion", found.uid, f"record-{name}")
    finding.open_record(walker, "opinion", max(opinions, key=lambda one: len(one.title)).uid, "record-long-title")
    people = walker.desk.records.all(Person)
    visits_of = Counter(one.visitor for one in walker.desk.records.all(Visit))
    finding.open_record(walker, "person", visits_of.most_common(1)[0][0], "person")
    rare = next((one for one in people if any(ord(sign) >= RARE for sign in one.name)), None)
    for name, one in (("rare-name", rare), ("long-name", max(people, key=lambda person: len(person.name)))):
        if one is not None:
            finding.open_record(walker, "person", one.uid, f"person-{name}")
    deputy = max(walker.desk.records.all(Deputy), key=lambda one: any(ord(sign) >= RARE for sign in one.name))
    finding.open_record(walker, "deputy", deputy.uid, "deputy")


def _summary(walker: Walker) -> None:
    desk, hands = walker.desk, walker.hands
    page = walker.go("reception", ReceptionPage)
    walker.shoot("reception")
    on_day = Counter(one.reception_day for one in desk.records.all(Visit) if one.reception_day)
    busiest, _ = on_day.most_common(1)[0]
    days = sorted(desk.records.all(ReceptionDay), key=lambda day: (day.held_on, day.start), reverse=True)
    row = [one.uid for one in days].index(busiest)
    page.table.setFocus()
    hands.press(Key.Key_Home, *[Key.Key_Down] * row)
    hands.press(Key.Key_F8)
    closing.look_at_summary(walker, walker.page(PreviewPage, "F8 shows the summary of the day"))
    hands.press(Key.Key_Escape)


def _live_visit(walker: Walker) -> None:
    before = len(walker.desk.records.all(Visit))
    walker.go("today", TodayPage)
    form = visits.open_form(walker)
    one = script.coming(script.script()["year_visit"])
    villages = [words.place(one.name) for one in paths.regions().children(walker.desk.station.area_code)]
    visits.type_and_save(
        walker, form, replace(one, village=villages[-1]), {"whole": "visit-whole", "saved": "visit-saved"}
    )
    walker.must(len(walker.desk.records.all(Visit)) == before + 1, "the live visit stands beside the imported ones")
    walker.hands.press(Key.Key_Escape)
    walker.page(TodayPage, "Esc leads back to the day")
    walker.shoot("today-with-the-live-visit")


def _emoji(words: str) -> int:
    return sum(ord(one) > 0x1F000 and ord(one) < RARE for one in words)


def _from_right(words: str) -> int:
    return sum(unicodedata.bidirectional(one) in ("R", "AL", "RLE", "RLO", "RLI") for one in words)


def _rare(words: str) -> int:
    return sum(ord(one) >= RARE for one in words)


_HARD: dict[str, Callable[[str], int]] = {
    "longest": len,
    "emoji": _emoji,
    "from-right": _from_right,
    "rare": _rare,
    "many-lines": lambda words: words.count("\n"),
    "longest-word": lambda words: max(map(len, words.split()), default=0),
}
