"""A disk dies at noon, and the station receives its next visitor: from the stick of yesterday, by three keys."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from station_app.domain.records import Visit
from station_app.services import copies
from station_app.text import copies as say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.settings.copies import CopiesPage
from station_app.ui.pages.settings.first_start import FirstStartPage
from station_app.ui.pages.settings.unlock import UnlockPage
from station_app.ui.pages.settings.ways_back import WaysBackPage
from tour import script, visits
from tour.desks import front
from tour.hands import Key, StepFailed
from tour.planning import open_setting
from tour.walker import Walker


def walk(walker: Walker) -> None:
    """A copy in the morning, a dead disk at noon, the copy on a new one, and the next visitor."""
    front(walker)
    with tempfile.TemporaryDirectory() as name:
        stick, folder = Path(name) / "stick", walker.desk.folder
        stick.mkdir()
        _copy(walker, stick)
        before = len(walker.desk.records.all(Visit))
        _die(walker, folder)
        _come_back(walker, stick, before)
    page = visits.open_form(walker)
    visits.type_and_save(walker, page, script.coming(script.script()["mistaken"]), {})
    walker.must(len(walker.desk.records.all(Visit)) == before + 1, "the next visitor is registered")
    walker.must(bool(walker.desk.store.mark()), "numbers bear a mark from now on")
    walker.shoot("visit-after-dead-disk")


def _copy(walker: Walker, stick: Path) -> None:
    page = open_setting(walker, say.COPIES, CopiesPage)
    page.choose(stick)
    walker.hands.wait(lambda: bool(copies.found_at(stick)), "the copy is made and looked through")
    walker.hands.wait(lambda: page.table.model().rowCount() > 0, "the copy stands in the list")
    walker.shoot("copies")
    walker.hands.press(Key.Key_Escape)


def _die(walker: Walker, folder: Path) -> None:
    """The program is gone, and all that was on its disk."""
    if walker.stage_again is None:
        raise StepFailed("this program cannot be started again")
    walker.window.close()
    walker.window.deleteLater()
    walker.stage.close()
    walker.hands.settle()
    for one in folder.iterdir():
        shutil.rmtree(one) if one.is_dir() else one.unlink()
    walker.stage = walker.stage_again()
    walker.stage.open()
    walker.page(FirstStartPage, "on a new disk the program knows nothing")


def _come_back(walker: Walker, stick: Path, before: int) -> None:
    hands = walker.hands
    hands.press(Key.Key_F4)
    page = walker.page(WaysBackPage, "F4 leads to the ways back")
    page.look_at(stick)
    hands.wait(lambda: len(page.copies) > 0, "the copy is found")
    walker.shoot("ways-back")
    hands.press(Key.Key_F9)
    hands.settle()
    walker.shoot("ways-back-asked")
    hands.press(Key.Key_Return)
    walker.page(UnlockPage, "the copy is brought back, and locked")
    walker.shoot("unlock-restored")
    hands.write(script.script()["password"])
    hands.press(Key.Key_Return)
    walker.page(TodayPage, "the password of the morning opens it")
    walker.must(len(walker.desk.records.all(Visit)) == before, "everything is there")
    walker.shoot("today-restored")
