"""What becomes of a matter: the unit's receipt on paper, its answer, the call, a second round, the end with a basis."""

from __future__ import annotations

from collections.abc import Mapping

from station_app.domain.records import Opinion
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.call_back import JUDGEMENTS, CallBackPage
from station_app.ui.pages.records.record import RecordPage
from tour import script
from tour.hands import CONTROL, Key
from tour.walk_ins import in_days, open_record
from tour.walker import Walker

FIRST = "1"
"""The digit that picks the first entry of a list."""


def answered(walker: Walker) -> None:
    """The slip comes back signed, then the result; the visitor is called and is not satisfied."""
    said, matter = script.script()["handled"], _matter(walker)
    open_record(walker, matter)
    today = {"acknowledged_on": walker.desk.today, "officer": said["officer"], "officer_phone": said["officer_phone"]}
    act(walker, matter.uid, "assignment.acknowledge", today, "ACKNOWLEDGED", "record-acknowledge")
    _result(walker, matter.uid, said["result"], "record-result")
    walker.hands.press(Key.Key_Escape)
    _call(walker, matter.uid, "DISSATISFIED", said["dissatisfied"], first=True)


def once_more(walker: Walker) -> None:
    """Rework, another result, a satisfied visitor, and the end."""
    said, matter = script.script()["handled"], _matter(walker)
    open_record(walker, matter)
    again = {"rework_reason": said["rework"], "due_on": in_days(walker, 15)}
    act(walker, matter.uid, "assignment.rework", again, "HANDLING", "record-rework")
    _result(walker, matter.uid, said["again"], "")
    walker.hands.press(Key.Key_Escape)
    _call(walker, matter.uid, "SATISFIED", "", first=False)
    open_record(walker, matter)
    closing = {"closing_basis": FIRST, "closed_on": walker.desk.today, "closing_note": said["closing_note"]}
    act(walker, matter.uid, "close", closing, "CLOSED", "record-close")
    walker.shoot("record-closed")
    walker.hands.press(Key.Key_Escape)


def act(walker: Walker, uid: str, name: str, fields: Mapping[str, str], state: str, shot: str = "") -> None:
    """An act by its key on the record's page; of a field whose words are FIRST the first entry."""
    hands = walker.hands
    record = walker.page(RecordPage, "the record is in view")
    hands.tab_to(name)
    hands.press(Key.Key_Return)
    hands.wait(lambda: record.form() is not None, f"{name} asks")
    asked = record.form()
    for field in asked.form.values() if asked else ():
        if fields.get(field) == FIRST:
            hands.go_to(field)
            hands.pick(FIRST)
        elif field in fields:
            hands.go_to(field)
            hands.press(Key.Key_A, modifier=CONTROL)
            hands.write(fields[field])
    if shot:
        walker.shoot(shot)
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: walker.desk.records.one(Opinion, uid).state == state, f"{name} is done")
    hands.wait(lambda: record.form() is None, "its form is gone")


def _result(walker: Walker, uid: str, result: str, shot: str) -> None:
    fields = {"result": result, "result_degree": FIRST, "replied_on": walker.desk.today}
    act(walker, uid, "reply.register", fields, "HANDLED", shot)


def _call(walker: Walker, uid: str, rating: str, reason: str, *, first: bool) -> None:
    """今日 says who waits to hear; F4 leads there, Enter opens the call."""
    hands = walker.hands
    today = walker.go("today", TodayPage)
    hands.press(Key.Key_F5)
    hands.wait(lambda: today.is_settled, "what waits is counted")
    if first:
        walker.shoot("today-to-tell")
    hands.tab_to(next(one.label for one in today._next if getattr(one.do, "args", ()) == ("call_back",)))
    hands.press(Key.Key_Space)
    page = walker.page(CallBackPage, "the list of those who wait to hear")
    if first:
        walker.shoot("call-back")
    hands.wait(lambda: page.call is not None and page.call.one.opinion.uid == uid, "the call stands beside the list")
    hands.press(Key.Key_1)
    hands.press(*[Key.Key_Right] * JUDGEMENTS.index(rating), Key.Key_Space)
    if reason:
        hands.write(reason)
        hands.press(Key.Key_F9)  # who says so is still to be said: the keys go there
    hands.press(Key.Key_Space)
    walker.shoot(f"call-back-{rating.lower()}")
    hands.press(Key.Key_F9)
    hands.wait(lambda: walker.desk.records.one(Opinion, uid).satisfaction == rating, "it is written down")
    walker.must(walker.desk.records.one(Opinion, uid).satisfaction == rating, "as the visitor said it")
    if first:
        walker.shoot("call-back-done")
    hands.press(Key.Key_Escape)


def _matter(walker: Walker) -> Opinion:
    title = script.coming(script.script()["walk_ins"][0]).matters[0].title
    return next(one for one in walker.desk.records.all(Opinion) if one.title == title)
