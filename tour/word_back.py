"""The word back: what an answer promised is checked and past its day; a citizen at the counter; a deputy rates."""

from __future__ import annotations

from functools import partial

from station_app.domain.numbering import short_with_check
from station_app.domain.records import Commitment, Opinion, Visit
from station_app.text import turns as say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.counter import CounterPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.promises import CheckPromisesPage
from station_app.ui.pages.records.record import RecordPage
from tour import script
from tour.answering import act
from tour.closing import made
from tour.hands import CONTROL, Key
from tour.opening import number_of
from tour.walk_ins import in_days, open_record
from tour.walker import Walker


def promised(walker: Walker) -> None:
    """A unit answers that something is planned; what it promises is checked, one is kept, one dropped."""
    hands, desk, said = walker.hands, walker.desk, script.script()["promised"]
    matter = _matter(walker)
    open_record(walker, matter)
    planned = {
        "result": said["result"],
        "result_degree": number_of(walker, "result_degree", "PLANNED"),
        "replied_on": desk.today,
    }
    planned |= {"next_measures": said["measures"], "next_due_on": in_days(walker, 2)}
    act(walker, matter.uid, "reply.register", planned, "HANDLED")
    walker.shoot("record-line")
    hands.tab_to("promises")
    hands.press(Key.Key_Return)
    page = walker.page(CheckPromisesPage, "the key leads to what the answer seems to promise")
    walker.shoot("promises")
    for left in reversed(range(page.left)):
        hands.press(Key.Key_F4 if left else Key.Key_F9)  # the last one is a promise
        hands.wait(partial(_is_at, page, left), "it is dropped, or kept")
    walker.page(RecordPage, "all are checked")
    walker.shoot("record-promised")
    hands.press(Key.Key_F8)
    preview = walker.page(PreviewPage, "F8 shows its papers")
    walker.camera.pages(made(walker, preview, say.VISITOR_PAPER).pdf, "came")
    hands.press(Key.Key_Escape, Key.Key_Escape)
    walker.must(bool(desk.records.all(Commitment, opinion=matter.uid)), "what was kept is a record")


def past_due(walker: Walker) -> None:
    """Past its day the promise stands on the first page."""
    today = walker.go("today", TodayPage)
    walker.hands.press(Key.Key_F5)
    walker.hands.wait(lambda: today.is_settled, "what waits is counted")
    walker.shoot("today-promise")


def at_counter(walker: Walker) -> None:
    """Somebody comes with their receipt and asks; the next one sees nothing of it."""
    hands, desk = walker.hands, walker.desk
    visit = desk.records.one(Visit, _matter(walker).visit)
    hands.press(Key.Key_G, modifier=CONTROL)
    page = walker.page(CounterPage, "Ctrl+G opens the counter from everywhere")
    hands.write(short_with_check(visit.number))
    hands.press(Key.Key_F9)
    hands.wait(lambda: bool(page.answer.matters), "what may be told is there")
    walker.shoot("counter-found")
    hands.press(Key.Key_F4)
    hands.wait(lambda: not page.answer.matters, "it is cleared for the next one")
    hands.press(Key.Key_Escape)


def _is_at(page: CheckPromisesPage, left: int) -> bool:
    """Whether so many proposals are still to be checked."""
    return page.left == left


WITH_UNIT = ("REFERRED", "ACKNOWLEDGED", "HANDLING")
"""The states of a matter that a unit has."""


def _matter(walker: Walker) -> Opinion:
    """The first matter that a unit has, and once it was answered the one with its promise."""
    desk = walker.desk
    made = desk.records.all(Commitment)
    if made:
        return desk.records.one(Opinion, made[0].opinion)
    return next(one for one in desk.records.all(Opinion) if one.state in WITH_UNIT and one.visit)
