"""Several forms at once, each user's own, there again after the program was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.db import drafts
from station_app.services import users
from station_app.services.desk import Desk, unlock
from station_app.text import hands as say
from station_app.ui.pages.records.lists import DraftsPage
from station_app.ui.pages.visit.collect import CollectPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import CHEAP, PASSWORD
from tests.ui.pages.conftest import Hands, Shown

ROOT = Path(__file__).resolve().parents[4]
SECOND, SECOND_PASSWORD = "吴道明", "another horse 7"

TYPIST = """
import sys
from pathlib import Path
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from station_app.services.desk import unlock
from station_app.ui.shell import look
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.window import MainWindow
from station_app.ui.pages.visit.collect import CollectPage
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.shell.workplace import Workplace
from station_app.ui.shell.sources import sources_of

folder, password, user, words = sys.argv[1:]
app = QApplication([])
desk = unlock(Path(folder), password, user)
jobs = Jobs(lambda error: None)
place = Workplace(desk, jobs, sources_of(desk), MainWindow(""))
visit, collected = VisitPage(place), CollectPage(place)
for page, line in ((visit, visit.person.main.editor("name")), (collected, collected.item.main.editor("title"))):
    page.drafts.kept.connect(lambda at: print("kept", flush=True))
    page.show()
    typed = QInputMethodEvent("", [])
    typed.setCommitString(words)
    QApplication.sendEvent(line, typed)
app.exec()
"""


def typed_and_killed(folder: Path, password: str, user: str, words: str, beside: Path) -> None:
    """Somebody types into two forms, and the power goes."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-c", TYPIST, str(folder), password, user, words]
    typist = subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environment, cwd=beside)
    try:
        assert typist.stdout is not None
        assert [typist.stdout.readline() for _ in range(2)] == [b"kept\n"] * 2
        typist.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    finally:
        typist.kill()
        typist.communicate()


def test_two_forms_of_two_users_are_there_after_the_program_was_killed_twice(desk: Desk, tmp_path: Path) -> None:
    users.add(desk, {"name": SECOND, "roles": ["STATION_CLERK"]}, SECOND_PASSWORD, PASSWORD, CHEAP)
    typed_and_killed(desk.folder, PASSWORD, desk.user.name, "杨·阿依", tmp_path)
    typed_and_killed(desk.folder, SECOND_PASSWORD, SECOND, "䶮家坡路灯", tmp_path)
    for password, user, words in ((PASSWORD, desk.user.name, "杨·阿依"), (SECOND_PASSWORD, SECOND, "䶮家坡路灯")):
        again = unlock(desk.folder, password, user)
        kept = {one.form: one.content for one in drafts.of_user(again.store.database, again.user.uid)}
        again.close()
        assert set(kept) == {"visit", "opinion"}
        assert kept["visit"]["person_fields"]["name"] == words
        assert kept["opinion"]["item"]["fields"]["title"] == words


@pytest.fixture
def page(desk: Desk, desk_sources: Sources, jobs: Jobs, shown: Shown, beside: MainWindow) -> DraftsPage:
    database, user = desk.store.database, desk.user.uid
    content = {"called": "路灯不亮", "how": {}, "item": {"fields": {}, "act": "", "act_fields": {}}}
    drafts.keep(database, user, "opinion", content, "2026-11-23T09:10:00+08:00")
    drafts.keep(database, user, "visit", {"called": "杨·阿依"}, "2026-11-23T09:20:00+08:00")
    drafts.keep(database, "f" * 32, "visit", {"called": "别人的"}, "2026-11-23T09:25:00+08:00")
    work = Workplace(desk, jobs, desk_sources, beside)
    made = shown(lambda: DraftsPage(work)).page()
    assert isinstance(made, DraftsPage)
    return made


def lines(page: DraftsPage) -> list[tuple[str, ...]]:
    return page.table.lines(10)[2]


def test_all_of_ones_own_drafts_are_listed_and_enter_goes_on(
    page: DraftsPage, hands: Hands, beside: MainWindow
) -> None:
    assert [line[:2] for line in lines(page)] == [("登记来访", "杨·阿依"), ("社情民意", "路灯不亮")]
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert isinstance(beside.page(), CollectPage)


def test_a_draft_is_put_away_and_brought_back_by_keys(desk: Desk, page: DraftsPage, hands: Hands, qtbot: QtBot) -> None:
    hands.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(lines(page)) == 1)
    assert [one.content["called"] for one in drafts.of_user(desk.store.database, desk.user.uid)] == ["路灯不亮"]
    (key,) = [one for one in page.notices.findChildren(QPushButton) if one.text() == say.BRING_BACK]
    key.setFocus()
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(lines(page)) == 2)
    assert lines(page)[0] == ("登记来访", "杨·阿依", "2026-11-23 09:20")
    assert len(drafts.of_user(desk.store.database, "f" * 32)) == 1
