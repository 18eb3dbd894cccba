"""Who is accused learns nothing: the deputy, the head. What is accused is merged into nothing, and what was sent before
it became an accusation is fetched back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from station_app.domain.records import Deputy, Opinion, User
from station_app.services import users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.roads.sync import SyncPage
from station_app.ui.pages.settings.unlock import SwitchPage
from tour import finding, script
from tour.desks import Roads, front, go, send_all
from tour.hands import ALT, CONTROL, Key
from tour.walk_ins import open_record
from tour.walker import Walker


def walk(walker: Walker) -> None:
    """The accused deputy sits down at the desk, then the accused head; a merger is refused."""
    _merge_refused(walker, _written_down(walker.desk, script.script()["of_driver"]))
    every, names = walker.desk.records.all(Opinion), [one.name for one in walker.desk.records.all(Deputy)]
    _as_accused_deputy(walker, next(one for one in every if any(name in one.accused for name in names)))
    _as_accused_head(walker)


def _merge_refused(walker: Walker, own: Opinion) -> None:
    hands, said = walker.hands, script.script()
    plain = next(one for one in walker.desk.records.all(Opinion, state="REGISTERED") if not one.accused)
    walker.go("today", TodayPage)
    page = open_record(walker, own)
    hands.tab_to("merge")
    hands.press(Key.Key_Return)
    hands.wait(lambda: page.form() is not None, "a merger asks into which, and for a second person")
    hands.go_to("merged_into")
    hands.write(plain.number)
    hands.go_on()
    hands.tab_to("second_name")
    hands.write(said["colleague"]["name"])
    hands.go_on()
    hands.write(said["colleague"]["password"])
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: not page.notices.isHidden(), "it goes into no ordinary matter")
    walker.must(walker.desk.records.one(Opinion, own.uid).merged_into == "", "nothing was merged")
    walker.shoot("record-merge-refused")
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)


def _as_accused_deputy(walker: Walker, own: Opinion) -> None:
    """A deputy who bears the accused's name keeps no book, and has nothing of it in what they heard."""
    secret = script.script()
    deputy = next(one for one in walker.desk.records.all(Deputy) if one.name in own.accused)
    fields = {"name": deputy.name, "roles": ("DEPUTY",), "deputy": deputy.uid}
    users.add(walker.desk, fields, secret["colleague"]["password"], secret["password"])
    _sit(walker, deputy.name, secret["colleague"]["password"])
    walker.hands.press(Key.Key_4, modifier=ALT)
    page = walker.page(LedgerPage, "what the deputy heard")
    finding.search_ledger(walker, page, own.title)
    walker.must(page.table.model().rowCount() == 0, "the accused deputy is told of nothing")
    walker.shoot("accused-deputy")


def _as_accused_head(walker: Walker) -> None:
    """A colleague has written down who accuses the head: the head's own ledger holds none of it."""
    secret, desk = script.script(), walker.desk
    head = next(one for one in desk.records.all(User) if "STATION_HEAD" in one.roles)
    colleague = next(one for one in desk.records.all(User) if one.name == secret["colleague"]["name"])
    of_head = secret["of_head"]
    _written_down(replace(desk, user=colleague), {**of_head, "accused": head.name})
    _sit(walker, head.name, secret["password"])
    page = walker.go("ledger", LedgerPage)
    finding.say_state(walker, page, "all")
    finding.search_ledger(walker, page, of_head["title"])
    walker.must(page.table.model().rowCount() == 0, "the accused head is told of nothing")
    walker.shoot("accused-head")
    finding.search_ledger(walker, page, "")


def _written_down(desk: Desk, said: Mapping[str, str]) -> Opinion:
    """A letter that accuses somebody; whose desk it is wrote it down."""
    values = {**said, "received_on": desk.today, "channel": "LETTER"}
    made = perform(desk, [Ask("opinion", "register", values)])[0].uid
    return desk.records.one(Opinion, made)


def _sit(walker: Walker, name: str, password: str) -> None:
    hands = walker.hands
    hands.press(Key.Key_L, modifier=CONTROL)
    page = walker.page(SwitchPage, "Ctrl+L locks the desk")
    hands.press(Key(Key.Key_1 + page.people.names.index(name)), modifier=ALT)
    hands.write(password)
    hands.press(Key.Key_Return)
    hands.wait(lambda: not isinstance(walker.window.page(), SwitchPage), f"{name} opens the desk")
    hands.settle()


def after_sending(roads: Roads) -> None:
    """A matter that was sent becomes one for the discipline organ: its page says who still holds what it said before,
    and after the next contacts that it is gone there."""
    station, county = roads.station, roads.county
    sent = next(one for one in county.desk.records.all(Opinion, state="REGISTERED") if one.station == _home(station))
    front(station)
    told = {
        "redirect_reason": "DISCIPLINE",
        "redirect_organ": script.script()["sent_organ"],
        "told_by": script.script()["sent_told_by"],
    }
    perform(station.desk, [Ask("opinion", "redirect", {**told, "told_on": station.desk.today}, sent.uid)])
    own = next(one for one in station.desk.records.all(Opinion) if one.title == sent.title and one.withheld_by)
    page = station.go("sync", SyncPage)
    page.place.record("opinion", own.uid)
    station.page(RecordPage, "the matter goes on under a number of its own")
    station.shoot("record-sent-redirected")
    station.hands.press(Key.Key_Escape)
    send_all(station, station.go("sync", SyncPage))
    for _ in range(2):
        front(county)
        send_all(county, go(county, "sync", SyncPage))
    front(station)
    page = station.go("sync", SyncPage)
    send_all(station, page)
    county_has = county.desk.records.several(Opinion, [sent.uid])
    station.must(not county_has, "what it said is at the county no more")
    page.place.record("opinion", own.uid)
    station.page(RecordPage, "the page says so")
    station.shoot("record-sent-withdrawn")
    station.hands.press(Key.Key_Escape)


def _home(walker: Walker) -> str:
    return walker.desk.place.uid
