"""Keys of typical visits beside their free text: the real form, driven by key events, nothing shown.

A letter or a digit that narrows a choice is a key; Enter, F6 and the save are keys; the speaker's words are not.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.measure import Figure, Figures
from station_app.domain.clock import SystemClock
from station_app.services import held_day, reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.shell import look
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow, RailPage
from station_app.ui.shell.workplace import Workplace
from tour.hands import Hands, Key

WORDS = "\u8def\u706f\u4e0d\u4eae"
"""Free text of any length counts nothing."""


def measure() -> Figures:
    """The keys of each kind of visit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise TypeError("a Qt program without windows is running")
    look.dress(app)
    with tempfile.TemporaryDirectory() as folder:
        start = FirstStart("520324116000", "station", "clerk", "correct horse 9")
        desk = found(Path(folder), start, SystemClock(), 1024).desk
        _open_day(desk)
        jobs, hands = Jobs(_stop, thread_end=desk.close), Hands()
        page, window = _page(desk, jobs)
        kinds = {"referred": _referred, "answered": _answered, "redirected": _group, "put_off": _put_off}
        figures = {key: Figure(_counted(hands, page, visit)) for key, visit in kinds.items()}
        hands.close()
        window.close()
        jobs.finish()
        desk.close()
    return figures


def _stop(error: BaseException) -> None:
    raise error


def _open_day(desk: Desk) -> None:
    deputy = perform(desk, [Ask("deputy", "register", {"name": WORDS[:2]})])[0].uid
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": WORDS, "topic": WORDS}
    day = reception.plan(desk, fields, [deputy]).uid
    reception.begin(desk, day)
    reception.mark(desk, held_day.attendance(desk, day)[0].attendance.uid, "PRESENT")


def _page(desk: Desk, jobs: Jobs) -> tuple[VisitPage, MainWindow]:
    window = MainWindow("")
    page = VisitPage(Workplace(desk, jobs, sources_of(desk), window))
    window.furnish([RailPage("visit", "", "today", lambda: page)])
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    return page, window


def _counted(hands: Hands, page: VisitPage, visit: Callable[[Hands, VisitPage], None]) -> int:
    hands.wait(page.isActiveWindow, "the window is in front")
    page.person.main.focus_field("name")
    before, number = hands.strokes, page.strip.number()
    visit(hands, page)
    hands.press(Key.Key_F9)
    hands.wait(lambda: page.strip.number() not in ("", number) or page.notices.isVisible(), "the visit is saved")
    if page.strip.number() == number:
        raise ValueError(f"not saved: {page.missing.places()}")
    return hands.strokes - before


def _newcomer(hands: Hands, name: str, phone: str) -> None:
    hands.write(name)
    hands.go_to("phone")
    hands.write(phone)
    hands.go_to("village")
    hands.press(Key.Key_Down)
    hands.go_to("address")
    hands.write(WORDS)


def _matter(hands: Hands, page: VisitPage, act: str) -> None:
    hands.go_to("title")
    hands.write(WORDS)
    hands.go_to("category")
    hands.pick("0206")
    hands.go_to("urgency")
    hands.pick("1")
    hands.go_to("verbatim")
    hands.write(WORDS)
    hands.go_to("ask")
    hands.write(WORDS)
    hands.go_on()
    keys = [key.objectName() for key in page.matters[-1].destination.findChildren(type(page._main))]
    hands.pick(str(keys.index(f"to_{act}") + 1))


def _hearing(hands: Hands) -> None:
    hands.go_to("is_first")
    hands.pick("1")
    hands.go_to("notice_way")
    hands.pick("1")


def _referred(hands: Hands, page: VisitPage) -> None:
    _newcomer(hands, WORDS, "16112342201")
    _matter(hands, page, "refer")
    hands.go_to("owner_level")
    hands.pick("1")
    hands.go_to("requirements")
    hands.write(WORDS)
    _hearing(hands)


def _answered(hands: Hands, page: VisitPage) -> None:
    hands.pick("2201")
    hands.press(Key.Key_Down, Key.Key_Return)
    _matter(hands, page, "answer")
    hands.go_to("answer")
    hands.write(WORDS)
    hands.go_to("answered_by")
    hands.press(Key.Key_Down, Key.Key_Return)
    _hearing(hands)


def _group(hands: Hands, page: VisitPage) -> None:
    _newcomer(hands, WORDS * 2, "16112342202")
    hands.go_to("headcount")
    hands.pick("3")
    _matter(hands, page, "redirect")
    hands.go_to("redirect_reason")
    hands.pick("1")
    _hearing(hands)


def _put_off(hands: Hands, page: VisitPage) -> None:
    _newcomer(hands, WORDS * 3, "16112342203")
    _matter(hands, page, "put_off")
    _hearing(hands)
