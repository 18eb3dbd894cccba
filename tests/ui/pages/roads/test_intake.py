"""收件: looked at first, then taken, then told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.services import attachments, import_report
from station_app.services import stick as sticks
from station_app.services.desk import Desk
from station_app.text import visits as say
from station_app.ui.pages.records.attachments import AttachmentStrip
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.roads.stick import IntakePage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.offices import admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.reports.reading import page_texts
from tests.services.test_attachments import photo
from tests.ui.pages.conftest import Hands, Shown, raised


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    made = new_county(tmp_path / "county")
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path, office: Desk) -> Path:
    """A folder with a station's batch and a file that is none."""
    station, folder = new_station(tmp_path / "station"), tmp_path / "stick"
    admit(office, station)
    registered(station)
    folder.mkdir()
    (folder / "one.lzb").write_bytes(sealed(station)[0])
    (folder / "other.lzb").write_bytes(b"no batch at all")
    station.close()
    return folder


@pytest.fixture
def page(office: Desk, shown: Shown, beside: MainWindow) -> Iterator[IntakePage]:
    jobs = Jobs(raised, thread_end=office.close)
    place = Workplace(office, jobs, sources_of(office), beside)
    window = shown(lambda: IntakePage(place))
    made = window.page()
    assert isinstance(made, IntakePage)
    yield made
    jobs.finish()


def test_a_folder_is_looked_at_and_nothing_is_taken(page: IntakePage, stick: Path, qtbot: QtBot) -> None:
    page.look_at([stick])
    qtbot.waitUntil(lambda: not page.is_working)
    seen = page.seen()
    assert seen is not None
    assert [group.new for group in seen.groups] == [5]
    assert len(seen.foreign) == 1
    assert page.look.model().rowCount() == 2
    assert "F9" in page.acts()


def test_f9_takes_what_was_looked_at_and_tells_each_batch(
    page: IntakePage, stick: Path, beside: MainWindow, qtbot: QtBot
) -> None:
    page.look_at([stick])
    qtbot.waitUntil(lambda: not page.is_working)
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.told() is not None)
    told = page.told()
    assert told is not None
    assert told.totals == {
        "batches": 2,
        "new": 5,
        "same": 0,
        "refused": 0,
        "batches_refused": 1,
        "waiting": 0,
        "files": 0,
    }
    assert [row.problem is None for row in told.rows] == [False, True], "what went wrong comes first"
    qtbot.keyClick(page.window(), Qt.Key.Key_F8)
    assert isinstance(beside.page(), PreviewPage)


def test_the_report_is_saved_as_a_table_without_formulas(page: IntakePage, stick: Path, qtbot: QtBot) -> None:
    (stick / "other.lzb").rename(stick / "=cmd.lzb")
    page.look_at([stick])
    qtbot.waitUntil(lambda: not page.is_working)
    page.take()
    qtbot.waitUntil(lambda: page.told() is not None)
    page.save_sheet(stick / "report.csv")
    content = (stick / "report.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "\r\n'=cmd.lzb," in content.decode("utf-8-sig")


def test_a_folder_without_batches_says_so(page: IntakePage, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "empty").mkdir()
    page.look_at([tmp_path / "empty"])
    qtbot.waitUntil(lambda: not page.is_working)
    assert page.seen() is None
    assert "F9" not in page.acts()


def test_a_stopped_import_tells_what_it_took_and_can_go_on(page: IntakePage, stick: Path, qtbot: QtBot) -> None:
    page.look_at([stick])
    qtbot.waitUntil(lambda: not page.is_working)
    page.take()
    page.stop()
    qtbot.waitUntil(lambda: page.told() is not None)
    assert page.notices.isVisible()
    assert "F9" in page.acts(), "the rest waits for the same key"
    page.take()
    qtbot.waitUntil(lambda: not page.is_working)
    told = page.told()
    assert told is not None
    assert told.totals["same"] == 5, "what was taken is known again"


def test_tab_reaches_every_key_of_the_page(page: IntakePage, stick: Path, hands: Hands, qtbot: QtBot) -> None:
    page.look_at([stick])
    qtbot.waitUntil(lambda: not page.is_working)
    page.take()
    qtbot.waitUntil(lambda: page.told() is not None)
    shown_keys = {one.accessibleName() for one in page.findChildren(QPushButton) if one.isVisible()}
    reached = set()
    for _ in range(30):
        reached.add(hands.focused().accessibleName())
        hands.press(Qt.Key.Key_Tab)
    assert shown_keys - {"", "选文件夹"} <= reached, "F2 is the large key's"


def test_the_print_counts_batches_and_entries_apart(office: Desk, page: IntakePage, stick: Path, qtbot: QtBot) -> None:
    page.look_at([stick])
    qtbot.waitUntil(lambda: not page.is_working)
    page.take()
    qtbot.waitUntil(lambda: page.told() is not None)
    told = page.told()
    assert told is not None
    text = "".join(page_texts(import_report.printed(office, told).pdf)).replace("\n", "")
    assert "other.lzb" in text
    assert "116镇人大代表联络站" in text
    assert "等着" in text


def test_photos_on_a_stick_are_counted_taken_and_shown_at_their_record(
    page: IntakePage, office: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    station = new_station(tmp_path / "third")
    admit(office, station)
    visit = registered(station)["visit"].uid
    for name in ("1.jpg", "2.jpg"):
        made = attachments.prepare(photo(300, 200 + len(name) + int(name[0])), name)
        attachments.attach(station, "visit", visit, made)
    (tmp_path / "photos").mkdir()
    sticks.write(station, tmp_path / "photos", is_new=True)
    lost = next((tmp_path / "photos").rglob("blobs/*.age"))
    lost.unlink()
    page.look_at([tmp_path / "photos"])
    qtbot.waitUntil(lambda: not page.is_working)
    assert "照片和附件 1 个" in page.summary_said()
    page.take()
    qtbot.waitUntil(lambda: page.told() is not None and bool(page.missing_said()))
    assert "照片和附件 1 个" in page.summary_said()
    assert f"{station.place.name} 1 个" in page.missing_said()
    place = page.place
    strip = AttachmentStrip(place, ("visit", visit))
    qtbot.addWidget(strip)
    keys = [one.text() for one in strip.findChildren(QPushButton) if one.objectName().startswith("file_")]
    assert len(keys) == 2
    assert sum(say.FILE_TO_COME in one for one in keys) == 1
    station.close()
