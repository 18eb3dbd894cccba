"""等我告知的: who waits is called, told and asked, one after the other, by keys alone."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station_app.domain.records import Opinion, Telling
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.history import history
from station_app.ui.pages.records.call_back import CallBackPage, CallSheet
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.services.test_telling import handled
from tests.ui.pages.conftest import Hands, Shown

ENTER, SPACE, RIGHT, DOWN, ESC = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Space,
    Qt.Key.Key_Right,
    Qt.Key.Key_Down,
    Qt.Key.Key_Escape,
)
ONE, TWO, THREE, F4, F9 = Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_F4, Qt.Key.Key_F9


@pytest.fixture
def opinion(desk: Desk) -> str:
    return handled(desk)


@pytest.fixture
def page(desk: Desk, opinion: str, desk_sources: Sources, jobs: Jobs, shown: Shown, beside: MainWindow) -> CallBackPage:
    place = Workplace(desk, jobs, desk_sources, beside)
    made = shown(lambda: CallBackPage(place)).page()
    assert isinstance(made, CallBackPage)
    return made


def call(page: CallBackPage) -> CallSheet:
    assert page.call is not None
    return page.call


def words(page: CallBackPage) -> str:
    return "\n".join(label.text() for label in call(page).findChildren(QLabel))


def has_rows(page: CallBackPage, count: int) -> bool:
    return page.table.model().rowCount() == count


def says(page: CallBackPage, told: str) -> bool:
    return told in page.notices.accessibleDescription()


def test_two_calls_in_a_row_take_four_keys_each_and_nothing_is_preset(
    desk: Desk, opinion: str, page: CallBackPage, hands: Hands, qtbot: QtBot
) -> None:
    second = handled(desk)
    page.reload()
    assert (call(page).came.outcome.value, call(page).came.judged.value, call(page).came.whose.value) == ("", "", "")
    for said in ("SATISFIED", "BASICALLY"):
        rows = page.table.model().rowCount()
        hands.press(ONE)
        if said == "BASICALLY":
            hands.press(RIGHT)
        hands.press(SPACE, SPACE, F9)
        qtbot.waitUntil(partial(has_rows, page, rows - 1))
    told = [desk.records.one(Opinion, uid) for uid in (opinion, second)]
    assert [(one.state, one.fed_back_way, one.satisfaction) for one in told] == [
        ("RATED", "PHONE", "SATISFIED"),
        ("RATED", "PHONE", "BASICALLY"),
    ]
    assert [one.told_whom for one in desk.records.all(Telling)] == ["本人", "本人"]
    assert "基本满意" in page.notices.accessibleDescription()
    assert page.call is None


def test_what_is_not_asked_yet_is_named_and_keeps_the_person_on_the_list(
    desk: Desk, opinion: str, page: CallBackPage, hands: Hands
) -> None:
    hands.press(ONE, F9)
    assert "他说满意吗" in page.notices.accessibleDescription()
    assert hands.focused().objectName() == "SATISFIED"
    assert desk.records.one(Opinion, opinion).state == "HANDLED"


def test_dissatisfied_needs_a_reason_and_a_neighbour_who_speaks_for_them_a_name(
    desk: Desk, opinion: str, page: CallBackPage, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(ONE, RIGHT, RIGHT, SPACE)
    assert hands.focused().objectName() == "satisfaction_reason"
    hands.write("水还是黄的")
    hands.press(F9, RIGHT, SPACE)
    assert hands.focused().objectName() == "told_whom"
    hands.write("女儿杨秀")
    hands.press(F9)
    qtbot.waitUntil(lambda: page.call is None)
    assert desk.records.one(Opinion, opinion).satisfaction_reason == "水还是黄的"
    assert [one.told_whom for one in desk.records.all(Telling)] == ["女儿杨秀"]


def test_after_three_calls_that_nobody_answers_a_visit_is_suggested(
    desk: Desk, opinion: str, page: CallBackPage, hands: Hands, qtbot: QtBot
) -> None:
    for count in (1, 2, 3):
        hands.press(TWO, F9)
        qtbot.waitUntil(partial(says, page, f"第 {count} 次没接通"))
    assert desk.records.one(Opinion, opinion).contact_tries == 3
    assert "该上门了" in words(page)
    assert "●●●" in str(page.table.model().index(0, 0).data())


def test_who_comes_by_is_no_miss_and_stays_on_the_list_with_the_day(
    desk: Desk, opinion: str, page: CallBackPage, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(THREE)
    assert hands.focused().objectName() == "comes_on"
    hands.write("2026-11-25")
    hands.press(F9)
    qtbot.waitUntil(lambda: desk.records.one(Opinion, opinion).comes_on == "2026-11-25")
    assert desk.records.one(Opinion, opinion).contact_tries is None
    qtbot.waitUntil(lambda: "约好11月25日来" in str(page.table.model().index(0, 0).data()))


def test_what_was_chosen_for_one_stays_while_another_is_looked_at(
    desk: Desk, page: CallBackPage, hands: Hands, opinion: str
) -> None:
    handled(desk)
    page.reload()
    hands.press(ONE, RIGHT, RIGHT, SPACE)
    hands.write("水还是黄的")
    hands.press(F4)
    assert call(page).one.opinion.uid != opinion
    assert call(page).came.outcome.value == ""
    hands.press(F4)
    assert call(page).one.opinion.uid == opinion
    assert (call(page).came.judged.value, call(page).came.form.values()["satisfaction_reason"]) == (
        "DISSATISFIED",
        "水还是黄的",
    )


def test_of_who_asked_for_secrecy_neither_list_nor_script_says_what_it_is_about(
    desk: Desk, opinion: str, page: CallBackPage
) -> None:
    perform(desk, [Ask("opinion", "correct", {"sensitivity": "CONFIDENTIAL"}, opinion)])
    page.reload()
    shown = f"{words(page)}{page.table.model().index(0, 0).data()}"
    for told in ("塌方", "水务局", "水池"):
        assert told not in shown


def test_the_number_is_seen_in_full_only_when_asked_for_and_that_is_written_down(
    desk: Desk, page: CallBackPage, hands: Hands, qtbot: QtBot
) -> None:
    assert "16112345678" not in words(page)
    page.acts()["F6"].do()
    qtbot.waitUntil(lambda: "16112345678" in words(page))
    assert "reveal" in [event.act for event in history(desk, call(page).one.person)]


def test_esc_leads_from_the_call_to_the_list_and_nothing_was_done(
    desk: Desk, opinion: str, page: CallBackPage, hands: Hands
) -> None:
    hands.press(ENTER)
    assert hands.focused().objectName() == "YES"
    hands.press(ESC)
    assert page.table.hasFocus()
    assert desk.records.one(Opinion, opinion).state == "HANDLED"
