"""At dusk: the network comes and everything goes by itself; the other station's stick is read at the county."""

from __future__ import annotations

from station_app.domain.records import Opinion
from station_app.services import road_totals
from station_app.text import roads as say
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.roads.stick import IntakePage, StickPage
from station_app.ui.pages.roads.sync import SyncPage
from tour.desks import Roads, front, go, send_all, settle
from tour.hands import Key, StepFailed
from tour.walker import Walker


def by_network(roads: Roads) -> None:
    """The first station sends; the county fetches it."""
    station, county = roads.station, roads.county
    front(station)
    send_all(station, station.go("sync", SyncPage))
    station.shoot("sync-sent")
    front(county)
    store = station.desk.store
    there = sum(not store.is_kept_here("opinion", one.uid) for one in station.desk.records.all(Opinion))
    page = go(county, "sync", SyncPage)
    send_all(county, page, lambda: len(county.desk.records.all(Opinion)) == there)
    county.shoot("county-sync")


def by_stick(roads: Roads) -> None:
    """The second station writes its stick."""
    other = roads.other
    front(other)
    other.go("sync", SyncPage).open_part(say.STICK)
    page = other.page(StickPage, "the stick's page")
    page.folder.setText(str(roads.stick))
    other.hands.press(Key.Key_F2)
    other.hands.wait(lambda: not page.is_working, "the stick was looked at")
    other.shoot("stick-new")
    other.hands.tab_to(say.USE_STICK)
    other.hands.press(Key.Key_Space)
    other.hands.wait(lambda: bool(page.said()), "the stick is written")
    other.shoot("stick-written")
    other.hands.press(Key.Key_Escape)


def import_at_county(roads: Roads) -> None:
    """The county admits the device, looks, imports, prints, and writes its receipts; the station reads them."""
    county, hands = roads.county, roads.county.hands
    front(county)
    before = len(county.desk.records.all(Opinion))
    _stick_of(roads, county, Key.Key_F9)
    county.shoot("county-admits")
    hands.press(Key.Key_Escape)
    page = go(county, "intake", IntakePage)
    page.look_at([roads.stick])
    hands.wait(lambda: not page.is_working, "the look is done")
    county.shoot("intake-look")
    hands.press(Key.Key_F9)
    hands.wait(lambda: page.told() is not None, "the import is done")
    county.must(len(county.desk.records.all(Opinion)) > before, "the stick's matters are at the county")
    county.shoot("intake-report")
    hands.press(Key.Key_F8)
    preview = county.page(PreviewPage, "F8 shows the report")
    hands.wait(lambda: preview.shown() is not None and bool(preview.images()), "the report is set")
    printed = preview.shown()
    if printed is None:
        raise StepFailed("the report is gone")
    county.camera.pages(printed.pdf, "import-report")
    hands.press(Key.Key_Escape)
    _stick_of(roads, county, Key.Key_F2)
    county.shoot("receipts-written")
    hands.press(Key.Key_Escape)
    _read_receipts(roads)


def _stick_of(roads: Roads, walker: Walker, key: Key) -> None:
    go(walker, "sync", SyncPage).open_part(say.STICK)
    page = walker.page(StickPage, "the stick's page")
    page.folder.setText(str(roads.stick))
    walker.hands.press(key)
    walker.hands.wait(lambda: bool(page.said()), "the stick is done with")


def _read_receipts(roads: Roads) -> None:
    other = roads.other
    front(other)
    other.go("sync", SyncPage).open_part(say.STICK)
    page = other.page(StickPage, "the stick's page")
    page.folder.setText(str(roads.stick))
    other.hands.press(Key.Key_F9)
    other.hands.wait(lambda: bool(page.said()), "the receipts are read")
    other.shoot("stick-read")
    other.hands.press(Key.Key_Escape)
    sync = other.page(SyncPage, "Esc leads back")
    settle(other, sync)
    counted = road_totals.totals(other.desk)
    other.must(counted.waiting == 0 and counted.imported > 0, "the county's receipt counts")
    other.shoot("sync-by-stick")
