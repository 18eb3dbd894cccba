"""What comes back: a record sent back is mended on the page, a reply comes down and is told to the visitor."""

from __future__ import annotations

from station_app.domain.records import Correction, Opinion
from station_app.services.acts import Ask, perform
from station_app.services.road_totals import RoadStage, stage_of
from station_app.text import roads as say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.roads.corrections import AskCorrectionPage, SentBackPage
from station_app.ui.pages.roads.news import NewsPage
from station_app.ui.pages.roads.statements import StatementsPage
from station_app.ui.pages.roads.sync import SyncPage
from tour import script
from tour.answering import FIRST, act
from tour.desks import Roads, front, go, send_all
from tour.hands import CONTROL, Key
from tour.opening import number_of
from tour.walker import Walker

FIELD = "affected_place"


def ask_and_mend(roads: Roads) -> None:
    """A matter is beyond the township; the county answers it and sends it back; the station mends the field there."""
    county, station = roads.county, roads.station
    said = script.script()["roads"]
    matter = _escalated(station)
    front(station)
    send_all(station, station.go("sync", SyncPage))
    front(county)
    send_all(county, go(county, "sync", SyncPage), lambda: _is_there(county, matter.uid))
    go(county, "sync", SyncPage).place.record("opinion", matter.uid)
    county.page(RecordPage, "the record at the county")
    county.hands.tab_to("ask_correction")
    county.hands.press(Key.Key_Return)
    page = county.page(AskCorrectionPage, "the county says what is to be mended")
    page.where.put(FIELD)
    county.hands.go_on()
    page.reason.focus_first()
    county.hands.write(said["reason"])
    county.shoot("county-sends-back")
    county.hands.press(Key.Key_F9)
    county.hands.wait(lambda: bool(county.desk.records.all(Correction)), "the request stands")
    county.hands.press(Key.Key_Escape)
    slip = {"unit": f"＋{said['unit']}", "requirements": said["requirements"]}
    act(county, matter.uid, "assignment.register", slip, "REFERRED", "county-assigns")
    answer = {"result": said["result"], "result_degree": FIRST}
    act(county, matter.uid, "reply.register", answer, "HANDLED", "county-replies")
    county.shoot("county-answered")
    county.hands.press(Key.Key_Escape, Key.Key_Escape)
    send_all(county, go(county, "sync", SyncPage))
    _fetch(station)
    _mend(station, said["mended"], said["note"])


def reply_and_tell(roads: Roads) -> None:
    """The reply is in the list of news; the visitor is told; the county hears of it."""
    station, county, hands = roads.station, roads.county, roads.station.hands
    station.go("sync", SyncPage).open_part(say.NEWS)
    news = station.page(NewsPage, "the list of news")
    station.must(news.table.model().rowCount() > 1, "the request and the reply are listed")
    station.shoot("news")
    hands.press(Key.Key_Escape)
    matter = station.desk.records.all(Opinion, state="HANDLED")[0]
    station.go("sync", SyncPage).place.record("opinion", matter.uid)
    record = station.page(RecordPage, "the matter")
    station.shoot("record-handled")
    hands.tab_to("telling.register")
    hands.press(Key.Key_Return)
    hands.wait(lambda: record.form() is not None, "who was told, and how")
    hands.go_to("fed_back_on")
    hands.write("\u4eca\u5929")
    hands.go_to("fed_back_way")
    hands.pick(number_of(station, "feedback_way", _first_way(station)))
    station.shoot("feed-back")
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: _state(station, matter.uid) == "FED_BACK", "the visitor was told")
    hands.press(Key.Key_Escape)
    send_all(station, station.go("sync", SyncPage))
    front(county)
    send_all(county, go(county, "sync", SyncPage), lambda: _state(county, matter.uid) == "FED_BACK")
    _statements(roads, matter.uid)


def _fetch(station: Walker) -> None:
    front(station)
    page = station.go("sync", SyncPage)
    send_all(station, page, lambda: bool(station.desk.records.all(Correction)))
    today = station.go("today", TodayPage)
    today.refresh()
    station.hands.wait(lambda: today.is_settled, "what waits is counted")
    station.shoot("today-sent-back")
    station.go("sync", SyncPage)
    station.hands.wait(lambda: page.is_settled, "the totals are counted")
    station.shoot("sync-came-back")


def _mend(station: Walker, value: str, note: str) -> None:
    hands = station.hands
    hands.press(Key.Key_F4)
    page = station.page(SentBackPage, "F4 leads to what came back")
    station.shoot("sent-back")
    hands.write(value)
    hands.go_to("answer_note")
    hands.write(note)
    station.shoot("sent-back-mended")
    hands.press(Key.Key_F9)
    hands.wait(lambda: not page.sheets, "it is mended and answered")
    station.shoot("sent-back-done")
    hands.press(Key.Key_Escape)


def _statements(roads: Roads, matter: str) -> None:
    """Both sides read the same syllables; the record says how far it has come."""
    station, county = roads.station, roads.county
    go(county, "sync", SyncPage).open_part(say.STATEMENTS)
    there = county.page(StatementsPage, "the county's list")
    county.hands.wait(lambda: bool(there.shown), "the county's list is counted")
    county.shoot("statements")
    county.hands.press(Key.Key_Escape)
    send_all(county, go(county, "sync", SyncPage))
    front(station)
    page = station.go("sync", SyncPage)
    send_all(station, page, lambda: stage_of(station.desk, matter) is RoadStage.IMPORTED)
    station.shoot("sync-imported")
    page.open_part(say.STATEMENTS)
    here = station.page(StatementsPage, "the station's list")
    station.hands.wait(lambda: bool(here.shown), "the station's list is counted")
    known = {one.journal: one.syllables for one in there.shown}
    station.must(all(known[one.journal] == one.syllables for one in here.shown), "both read the same syllables")
    station.hands.press(Key.Key_Escape)


def _escalated(station: Walker) -> Opinion:
    said, desk = script.script()["roads"], station.desk
    matter = next(one for one in desk.records.all(Opinion, state="TRIAGED") if not one.promoted_to)
    perform(desk, [Ask("opinion", "escalate", {"escalate_reason": said["beyond"]}, matter.uid)])
    return matter


def _is_there(county: Walker, uid: str) -> bool:
    found = county.desk.records.several(Opinion, [uid])
    return uid in found and found[uid].state == "ESCALATED"


def _state(walker: Walker, uid: str) -> str:
    return walker.desk.records.one(Opinion, uid).state


def _first_way(walker: Walker) -> str:
    return walker.desk.codes["feedback_way"].offered(walker.desk.today)[0].code
