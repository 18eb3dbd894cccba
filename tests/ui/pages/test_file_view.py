"""One file in full: what sort of paper it is can be said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.services import attachments
from station_app.services.desk import Desk
from station_app.ui.pages.records.attachments import FileViewPage, Shown
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.services.test_attachments import photo
from tests.ui.pages.conftest import Filled, Hands


def test_what_sort_of_paper_a_photo_shows_is_said_by_keys(
    desk: Desk, place: Workplace, window: MainWindow, filled: Filled, hands: Hands, qtbot: QtBot
) -> None:
    uid = filled.road["opinion"].uid
    attachments.attach(desk, "opinion", uid, attachments.prepare(photo(40, 30), "来信.jpg"))
    (kept,) = attachments.of_record(desk, "opinion", uid)
    assert kept.what == "PHOTO"
    heard: list[bool] = []
    file = Shown(kept.name, kept.blob, kept.media_type, kept.size_bytes, kept.uid)
    view = FileViewPage(place, [file], 0, lambda: heard.append(True))
    window.open(view)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    form = view.form()
    assert form is not None
    assert set(form.form.values()) == {"what", "note", "name"}
    hands.write("3")
    hands.press(Qt.Key.Key_Return, with_control=True)
    qtbot.waitUntil(lambda: view.form() is None)
    (said,) = attachments.of_record(desk, "opinion", uid)
    assert (said.what, said.name) == ("LETTER", kept.name)
    assert heard == [True]
