"""The county's own desk: what waits on its tiles, several matters assigned at one stroke and taken back, likely
doubles, promises."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from station_app.domain.field import values_of
from station_app.domain.records import Opinion
from station_app.domain.secrecy import is_kept_here
from station_app.services import units
from station_app.services.acts import Ask, perform
from station_app.text import desk as say
from station_app.ui.pages.county.alike import AlikePage
from station_app.ui.pages.county.matters import MattersPage
from station_app.ui.pages.county.several import SeveralPage
from station_app.ui.pages.county.watched import PromisesPage
from station_app.ui.pages.county.workbench import WorkbenchPage
from station_app.ui.pages.roads.sync import SyncPage
from tour import script
from tour.desks import Roads, front, go, send_all
from tour.hands import CONTROL, Key
from tour.walker import Walker

MATTERS = 1
"""How many matters the station passes on, beside those that it has passed on before."""


def walk(roads: Roads) -> None:
    """From the tiles to a list, from chosen rows to what each would get, and back."""
    station, county = roads.station, roads.county
    uids = _pass_on(station)
    front(station)
    send_all(station, station.go("sync", SyncPage))
    front(county)
    send_all(county, go(county, "sync", SyncPage), lambda: _waiting(county) >= len(uids))
    page = go(county, "workbench", WorkbenchPage)
    county.hands.wait(lambda: page.tiles["to_assign"].said()[0] >= len(uids), "the tiles are counted")
    county.shoot("county-workbench")
    page.tiles["to_assign"].setFocus()
    county.hands.press(Key.Key_Return)
    _assign(county)
    listed = go(county, "opinions", MattersPage)
    county.hands.wait(lambda: bool(listed.marked()), "the list is read again")
    county.hands.press(Key.Key_F11)
    alike = county.page(AlikePage, "F11 lays likely doubles side by side")
    county.hands.settle()
    county.must(bool(alike.texts[0].toPlainText()), "the matter itself stands at the left")
    county.shoot("county-alike")
    county.hands.press(Key.Key_Escape)
    go(county, "promises", PromisesPage)
    county.shoot("county-promises")
    go(county, "suggestion_list", MattersPage)
    county.shoot("county-suggestions")
    send_all(county, go(county, "sync", SyncPage))


def _assign(county: Walker) -> None:
    hands = county.hands
    page = county.page(MattersPage, "Enter opens the list of a tile")
    hands.wait(lambda: page.table.model().rowCount() >= MATTERS, "the list is read")
    hands.press(Key.Key_A, modifier=CONTROL)
    county.must(len(page.table.chosen) >= MATTERS, "Ctrl+A chooses all")
    hands.wait(lambda: bool(page.preview.uid), "the current row is previewed")
    county.shoot("county-opinions")
    before = _waiting(county)
    hands.press(Key.Key_F9)
    sheet = county.page(SeveralPage, "F9 shows what each would get")
    hands.go_to("requirements")
    hands.write(script.script()["roads"]["requirements"])
    hands.wait(sheet.do_key.isEnabled, "the rows are judged again")
    county.shoot("county-assign")
    hands.press(Key.Key_F9)
    hands.wait(lambda: _waiting(county) == 0, "all are assigned")
    county.page(MattersPage, "the list is back")
    county.shoot("county-assigned")
    hands.press(Key.Key_Z, modifier=CONTROL)
    hands.wait(lambda: _asks(page), "what would go is said first")
    county.shoot("county-take-back")
    hands.press(Key.Key_Return)
    hands.wait(lambda: _waiting(county) == before, "one stroke takes all of them back")


def _asks(page: MattersPage) -> bool:
    return any(key.text().startswith(say.UNDO) for key in page.notices.findChildren(QPushButton))


def _pass_on(station: Walker) -> list[str]:
    """Matters that are beyond the township go up, as its head says."""
    desk = station.desk
    found: list[str] = []
    for one in reversed(desk.records.all(Opinion, state="REGISTERED")):  # the first one becomes a secret one later
        if len(found) < MATTERS and not one.promoted_to and not is_kept_here(values_of(one)):
            known = {"owner_level": "COUNTY", "proposed_unit": f"{units.NEW}{script.script()['roads']['unit']}"}
            reason = {"escalate_reason": script.script()["roads"]["beyond"]}
            perform(desk, [Ask("opinion", "triage", known, one.uid), Ask("opinion", "escalate", reason, one.uid)])
            found.append(one.uid)
    station.must(len(found) == MATTERS, "there are matters to pass on")
    return found


def _waiting(county: Walker) -> int:
    return len(county.desk.records.all(Opinion, state="ESCALATED"))
