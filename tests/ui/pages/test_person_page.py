"""The page of a petitioner: visits and matters, entries that may be one, who must not learn of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.records import Barring, Person, Visit
from station_app.services import people
from station_app.services.desk import Desk
from station_app.services.users import active
from station_app.text import finding as words
from station_app.text import visits as say
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.ui.pages.conftest import Hands


@pytest.fixture
def twins(desk: Desk) -> tuple[str, str]:
    return registered(desk)["person"].uid, registered(desk)["person"].uid


def opened(place: Workplace, window: MainWindow, uid: str) -> RecordPage:
    page = RecordPage(place, "person", uid)
    window.open(page)
    return page


def key_of(page: RecordPage, name: str) -> QPushButton:
    """The key of that name that is seen; those of before the last reading wait to be destroyed."""
    (key,) = [one for one in page.findChildren(QPushButton, name) if one.isVisibleTo(page)]
    return key


def seen(page: RecordPage) -> list[str]:
    labels = [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]
    return [*labels, *(one.text() for one in page.findChildren(QPushButton) if one.isVisibleTo(page))]


def test_visits_and_entries_that_may_be_the_same_stand_beside_a_petitioner(
    place: Workplace, window: MainWindow, twins: tuple[str, str]
) -> None:
    shown = seen(opened(place, window, twins[0]))
    assert say.VISITS_OF in shown
    assert say.ALIKE in shown


def test_merging_takes_the_visits_along_and_can_be_undone_on_the_page(
    desk: Desk, place: Workplace, window: MainWindow, twins: tuple[str, str], qtbot: QtBot
) -> None:
    gone, kept = twins
    page = opened(place, window, gone)
    key_of(page, "merge").click()
    form = page.form()
    assert form is not None
    form.form.set_values({"merged_into": kept})
    form.submit()
    qtbot.waitUntil(lambda: desk.records.one(Person, gone).merged_into == kept)
    qtbot.waitUntil(lambda: say.MERGED_INTO in seen(page))
    assert all(one.visitor != gone for one in desk.records.all(Visit))
    (split,) = [
        one
        for one in page.findChildren(QPushButton)
        if one.text() == words.ACTS_OF_KIND["person", "part"] and one.isVisibleTo(page)
    ]
    split.click()
    qtbot.waitUntil(lambda: desk.records.one(Person, gone).merged_into == "")
    assert [one.visitor for one in desk.records.all(Visit)].count(gone) == 1
    assert people.alike(desk, gone)


def test_who_must_not_learn_is_added_by_keys_and_listed(
    desk: Desk, place: Workplace, window: MainWindow, twins: tuple[str, str], hands: Hands, qtbot: QtBot
) -> None:
    page = opened(place, window, twins[0])
    key_of(page, "barring").setFocus()
    hands.press(Qt.Key.Key_Return)
    form = page.form()
    assert form is not None
    form.form.focus_field("barred_unit")
    hands.write("水务局")
    hands.press(Qt.Key.Key_Return)
    hands.write("来访人反映的就是这个单位")
    hands.press(Qt.Key.Key_Return, with_control=True)
    qtbot.waitUntil(lambda: len(desk.records.all(Barring)) == 1)
    (barring,) = desk.records.all(Barring)
    assert (barring.person, barring.barred_unit) == (twins[0], "水务局")
    qtbot.waitUntil(lambda: say.BARRINGS in seen(page))
    assert page.notices.accessibleDescription() == words.TOLD_AFTER["barring", "register"]
    assert active(desk)
