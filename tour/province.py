"""The province: its gateway dies, an older copy is put back by hand, and all heals; what its operator sees."""

from __future__ import annotations

import shutil

from station_app.services import road_totals
from station_app.text.problems import of_code
from station_app.ui.pages.roads.sync import SyncPage
from tour import script
from tour.desks import Roads, front, go, send_all
from tour.hands import Key

STORE, FILES = "gateway.db", "gateway-files"
YESTERDAY = "yesterday"


def keep(roads: Roads) -> None:
    """What an operator does with `cp` while the gateway rests: a copy of its store and its folder."""
    copy = roads.folder / YESTERDAY
    copy.mkdir()
    shutil.copy(roads.folder / STORE, copy / STORE)
    shutil.copytree(roads.folder / FILES, copy / FILES)


def dies_and_comes_back_older(roads: Roads) -> None:
    """Nobody gives a command: each desk says what is wrong, and later sends again what is missing."""
    station, county, hands = roads.station, roads.county, roads.station.hands
    front(station)
    page = station.go("sync", SyncPage)
    hands.press(Key.Key_F2)
    silent = of_code("gateway_silent")
    hands.wait(lambda: silent in page.said(), "it says that the platform is silent", 60)
    station.shoot("sync-gateway-dead")
    for name in (STORE, FILES):
        (roads.folder / name).rename(roads.folder / f"{name}.broken")
    shutil.copy(roads.folder / YESTERDAY / STORE, roads.folder / STORE)
    shutil.copytree(roads.folder / YESTERDAY / FILES, roads.folder / FILES)
    with roads.serve(roads.folder) as gateway:
        hands.press(Key.Key_F2)
        hands.wait(lambda: _is_over(page), "it is there again", 60)
        send_all(station, page)
        station.shoot("sync-gateway-older")
        front(county)
        send_all(county, go(county, "sync", SyncPage))
        front(station)
        hands.press(Key.Key_F7)
        hands.wait(lambda: _is_over(page) and road_totals.waiting(station.desk) == 0, "all is there again", 60)
        state = page.lane.state()
        station.must(state is not None and not state.differences, "the province counts what the station counts")
        gateway.pictures(station.camera, script.script()["password"])


def _is_over(page: SyncPage) -> bool:
    state = page.lane.state()
    return state is not None and state.phase == "" and state.trouble == "" and state.network == "online"
