"""The roads: two stations and a county. No network all day; at dusk it comes, and one station goes by stick."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from station_app.services import sample
from station_app.services.first_start import FirstStart, found
from station_app.text import roads as say
from station_app.ui.pages.county.workbench import WorkbenchPage
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.roads.admission import AdmissionPage, InvitePage
from station_app.ui.pages.roads.stick import IntakePage
from station_app.ui.pages.roads.sync import SyncPage
from station_app.ui.pages.settings.first_start import FirstStartPage
from station_app.ui.pages.settings.settings import TypingCheckPage
from tour import accused, answers, county_desk, dusk, province, rejoining, script
from tour.desks import Roads, Serve, front, go, send_all
from tour.hands import Key
from tour.walker import Stage, Walker

CHEAP = 1024
"""The second station's password hash: nobody waits for it."""

VISITS = 3


def walk(walker: Walker, make_stage: Callable[[Path], Stage], serve: Serve) -> None:
    """The whole way, after the day was closed."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        county, other = (Walker(make_stage(folder / name), walker.hands, walker.camera) for name in ("county", "other"))
        roads = Roads(walker, county, other, serve, folder)
        roads.stick.mkdir()
        try:
            _morning(roads)
            with serve(folder):
                dusk.by_network(roads)
                dusk.by_stick(roads)
                dusk.import_at_county(roads)
                answers.ask_and_mend(roads)
                answers.reply_and_tell(roads)
                county_desk.walk(roads)
            province.dies_and_comes_back_older(roads)
            with serve(folder):
                accused.after_sending(roads)
            rejoining.walk(roads, make_stage)
        finally:
            for one in (county, other):
                if one.stage.window is not None:
                    one.stage.window.close()
                one.stage.close()


def _morning(roads: Roads) -> None:
    """The county is set up and admitted, and invites its stations; then the network goes."""
    _county_begins(roads.county)
    with roads.serve(roads.folder) as gateway:
        office = roads.county.desk.place
        _invite(roads, gateway.invitation(office.name, office.area_code, "COUNTY"))
        page = go(roads.county, "sync", SyncPage)
        send_all(roads.county, page)
    province.keep(roads)
    _other_begins(roads)
    front(roads.station)
    for walker in (roads.station, roads.other):
        front(walker)
        _take_up_invitation(roads, walker)
    front(roads.station)


def _county_begins(county: Walker) -> None:
    hands, said = county.hands, script.script()["roads"]
    county.stage.open()
    front(county)
    page = county.page(FirstStartPage, "an empty folder begins with the first start")
    hands.press(Key.Key_Backtab, Key.Key_Space)
    county.must(page.place.is_office, "the other of the two is a county's office")
    hands.pick(said["county"])
    hands.go_on()
    for _ in ("name", "phone"):
        hands.go_on()
    hands.write(said["user"])
    hands.go_on()
    hands.write(script.script()["password"])
    hands.go_on()
    hands.write(script.script()["password"])
    county.shoot("county-first-start")
    hands.go_on()
    hands.wait(lambda: bool(page.recovery_code()), "the office is founded")
    hands.write(page.recovery_code().split("-")[-1])
    hands.go_on()
    county.page(TypingCheckPage, "the copied code leads to the try of typing")
    hands.press(Key.Key_Escape)
    county.page(WorkbenchPage, "Esc skips it and leads to the county's window")
    county.shoot("county-workbench-empty")
    go(county, "intake", IntakePage)
    county.shoot("intake-empty")


def _other_begins(roads: Roads) -> None:
    """The second station: its day is a sample's, so that the stick has something to carry."""
    said, secret = script.script()["roads"], script.script()["password"]
    start = FirstStart(said["other"], said["other_name"], said["other_user"], secret)
    founded = found(roads.folder / "other", start, roads.station.desk.clock, CHEAP)
    sample.fill_day(founded.desk, founded.desk.today, VISITS, close=True)
    founded.desk.close()
    roads.other.stage.open()
    front(roads.other)
    roads.other.hands.write(secret)
    roads.other.hands.press(Key.Key_Return)
    roads.other.page(TodayPage, "the second station opens")


def _invite(roads: Roads, own: str) -> None:
    """The second station is invited before the county has a network road: it will have none either."""
    county, hands, said = roads.county, roads.county.hands, script.script()["roads"]
    go(county, "sync", SyncPage).open_part(say.ADMISSION)
    page = county.page(InvitePage, "the county invites here")
    _invite_one(roads, page, said["other"], said["other_name"])
    hands.press(Key.Key_F7)
    accept(county, own)
    county.page(InvitePage, "Esc leads back")
    _invite_one(roads, page, roads.station.desk.station.area_code, roads.station.desk.station.name)
    hands.press(Key.Key_Escape)


def _invite_one(roads: Roads, page: InvitePage, area_code: str, name: str) -> None:
    county = roads.county
    until = (date.fromisoformat(county.desk.today) + timedelta(days=30)).isoformat()
    page.station.set_values({"area_code": area_code, "name": name})
    page.until.set_values({"expires_on": until})
    if area_code == roads.station.desk.station.area_code:
        county.shoot("county-invites")
    path = roads.folder / f"{area_code}.lzi"
    page.invite(path)
    county.hands.wait(lambda: page.station.values()["name"] == "", "the invitation is written")
    county.must(path.exists(), "the file is there")


def accept(walker: Walker, text: str) -> None:
    """Hand over an invitation whose text was pasted."""
    page = walker.page(AdmissionPage, "the page of the admission")
    page.pasted.setPlainText(text)
    walker.hands.press(Key.Key_F9)
    walker.hands.wait(lambda: page.pasted.toPlainText() == "", "the invitation is accepted")
    if not walker.desk.is_office:
        walker.shoot(f"admission-{walker.desk.station.area_code[6:9]}")
    walker.hands.press(Key.Key_Escape)


def _take_up_invitation(roads: Roads, walker: Walker) -> None:
    page = walker.go("sync", SyncPage)
    if walker is roads.station:
        walker.shoot("sync-not-invited")
    page.open_part(say.ADMISSION)
    accept(walker, (roads.folder / f"{walker.desk.station.area_code}.lzi").read_text("utf-8"))
    page = walker.page(SyncPage, "Esc leads back")
    if walker is roads.station:
        walker.hands.wait(lambda: walker.window.said("network") == say.NETWORKS["offline"], "there is no network")
        walker.shoot("sync-no-network")
