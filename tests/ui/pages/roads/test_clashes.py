"""两边写得不一样: both values stand side by side until a person decides."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station_app.db import journal
from station_app.db.journal import JournalEntry
from station_app.domain.change import Change, line_of
from station_app.domain.records import Opinion
from station_app.services.acts import Ask, perform
from station_app.services.clashes import clashes
from station_app.services.desk import Desk
from station_app.ui.pages.roads.corrections import ClashesPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.ui.pages.conftest import Shown

HERE, THERE = "三组", "四组"


def test_both_values_stand_there_and_the_chosen_one_stays(
    desk: Desk, jobs: Jobs, shown: Shown, beside: MainWindow, qtbot: QtBot
) -> None:
    uid = registered(desk)["opinion"].uid
    first = journal.entries_of(desk.store.database, uid)[0].change.place
    perform(desk, [Ask("opinion", "correct", {"affected_place": HERE}, uid)])
    fields, at = {"affected_place": THERE}, "2026-11-23T09:30:00.000+08:00"
    blind = Change("f" * 32, 1, "1" * 32, at, "ok", "2" * 32, "correct", "opinion", uid, (first,), fields)
    with desk.store.transaction():
        author = journal.found(desk.store.database, "f" * 32, desk.home, mine=False)
        desk.store.take(author, [JournalEntry(blind, line_of(blind))])
    page = shown(lambda: ClashesPage(Workplace(desk, jobs, sources_of(desk), beside))).page()
    assert isinstance(page, ClashesPage)
    said = [label.text() for label in page.findChildren(QLabel)]
    assert {HERE, THERE} <= set(said)
    assert any("王小莉" in one for one in said), "who wrote it stands under it"
    chosen = next(place for place, value in enumerate(clashes(desk)[0].values) if value == HERE)
    page.keys[chosen].setFocus()
    qtbot.keyClick(page.keys[chosen], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.keys == [])
    assert desk.records.one(Opinion, uid).affected_place == HERE
    assert clashes(desk) == []
