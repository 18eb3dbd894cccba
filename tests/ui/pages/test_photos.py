"""A telephone's photos: shown small, chosen by keys, taken to the matter that is being typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station_app.services import photos
from station_app.ui.pages.records.photos import PhotosPage
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.services.test_attachments import PHOTO_OF_PHONE, photo
from tests.ui.pages.conftest import Hands


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    folder = tmp_path / "DCIM"
    folder.mkdir()
    for turn in range(3):
        (folder / f"{turn}.jpg").write_bytes(photo(80 + turn, 60))
    (folder / "3.heic").write_bytes(PHOTO_OF_PHONE.read_bytes())
    return folder


def test_photos_are_chosen_by_the_blank_and_taken_by_one_key(
    place: Workplace, window: MainWindow, camera: Path, hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "cameras", lambda _drives: [camera])
    taken: list[str] = []
    page = place.open("photos", taken.extend)
    assert isinstance(page, PhotosPage)
    page.entered()
    qtbot.waitUntil(lambda: page.list.count() == 4)
    icons = range(4)
    qtbot.waitUntil(lambda: all(not page.list.item(row).icon().isNull() for row in icons), timeout=20_000)
    page.list.setFocus()
    hands.press(Qt.Key.Key_F9)
    assert taken == [], "nothing is chosen beforehand"
    hands.press(Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert len(page.chosen()) == 2
    hands.press(Qt.Key.Key_F9)
    assert sorted(Path(one).parent for one in taken) == [camera] * 2
    assert window.page() is not page


def test_a_folder_that_is_gone_is_said(place: Workplace, tmp_path: Path, qtbot: QtBot) -> None:
    page = place.open("photos", list)
    assert isinstance(page, PhotosPage)
    page.show_folder(tmp_path / "unplugged")
    qtbot.waitUntil(lambda: "读不了" in "\n".join(one.text() for one in page.notices.findChildren(QLabel)))


def said(page: PhotosPage) -> str:
    return "\n".join(one.text() for one in page.notices.findChildren(QLabel))


def test_the_key_leads_there_from_the_form_of_a_visit(place: Workplace, window: MainWindow, hands: Hands) -> None:
    page = place.open("visit")
    assert isinstance(page, VisitPage)
    page.entered()
    window.press("Shift+F12")
    assert isinstance(window.page(), PhotosPage)
    window.go_back()
    assert window.page() is page
