"""Frequent texts: offered by use and category, taken by numbers, kept by one key, changed on their page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.problem import Rejected
from station_app.domain.records import Template
from station_app.services import templates
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.text import hands as say
from station_app.ui.pages.records.lists import templates as templates_page
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.parts.editors import ProseEditor
from station_app.ui.parts.templates import Templates
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.ui.pages.conftest import Filled, Hands

ROAD, WATER, FOR_ALL = "雨季前修复路面。", "先解决临时供水。", "办结后告知本人。"


@pytest.fixture
def three(desk: Desk) -> None:
    for category, words in (("", FOR_ALL), ("0301", WATER), ("0206", ROAD)):
        perform(desk, [Ask("template", "register", {"use": "REQUIREMENT", "category": category, "words": words})])


@pytest.fixture
def requirements(place: Workplace, window: MainWindow, filled: Filled, three: None, qtbot: QtBot) -> ProseEditor:
    """The requirements of a referral, in the form of the act on a matter's page."""

    def keep(use: str, category: str, words: str) -> None:
        templates.keep(place.desk, use, category, words)

    sources = sources_of(place.desk, keep)
    place = Workplace(place.desk, place.jobs, sources, window)
    triage = {"category": "0206", "urgency": "URGENT", "owner_level": "COUNTY", "proposed_unit": "交通运输局"}
    perform(place.desk, [Ask("opinion", "triage", triage, filled.road["opinion"].uid)])
    page = RecordPage(place, "opinion", filled.road["opinion"].uid)
    window.open(page)
    (key,) = (one for one in page.findChildren(QPushButton) if one.objectName() == "assignment.register")
    key.click()
    form = page.form()
    assert form is not None
    form.form.focus_field("requirements")
    editor = form.form.editor("requirements")
    assert isinstance(editor, ProseEditor)
    editor.clear()
    return editor


def test_what_fits_the_matter_comes_first_and_what_was_shipped_last(desk: Desk, three: None) -> None:
    offered = templates.offered(desk, "REQUIREMENT", "0206")
    assert offered[0] == ROAD
    assert offered.index(FOR_ALL) < offered.index(WATER)
    assert templates.offered(desk, "ANSWER", "0206")  # shipped ones, from the first day


def test_numbers_choose_several_and_enter_writes_them_in_that_order(
    requirements: ProseEditor, hands: Hands, desk: Desk
) -> None:
    offered = requirements.findChild(Templates)
    assert offered is not None
    hands.press(Qt.Key.Key_T, with_control=True)
    assert offered.is_open
    hands.write("21")
    hands.press(Qt.Key.Key_Return)
    second = templates.offered(desk, "REQUIREMENT", "0206")[1]
    assert requirements.value() == second + ROAD
    assert not offered.is_open


def test_a_digit_again_leaves_a_text_out_and_escape_writes_nothing(requirements: ProseEditor, hands: Hands) -> None:
    hands.press(Qt.Key.Key_T, with_control=True)
    hands.write("11")
    hands.press(Qt.Key.Key_Escape)
    assert requirements.value() == ""


def test_what_was_written_is_kept_by_nought_and_offered_from_then_on(
    requirements: ProseEditor, hands: Hands, desk: Desk
) -> None:
    hands.write("请三日内回话。")
    hands.press(Qt.Key.Key_T, with_control=True)
    hands.write("0")
    assert [one.words for one in desk.records.all(Template, category="0206")] == [ROAD, "请三日内回话。"]
    assert templates.keep(desk, "REQUIREMENT", "0206", " 请三日内回话。 ") in {
        one.uid for one in desk.records.all(Template, category="0206")
    }


def test_any_other_key_goes_on_with_typing(requirements: ProseEditor, hands: Hands) -> None:
    hands.press(Qt.Key.Key_T, with_control=True)
    hands.write("x")
    assert requirements.value() == "x"


def test_a_shipped_text_is_changed_in_its_place(place: Workplace, window: MainWindow, qtbot: QtBot) -> None:
    desk = place.desk
    page = templates_page(place)
    window.open(page)
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0)
    before = templates.all_of(desk)
    uid = templates.own(desk, before[0])
    perform(desk, [Ask("template", "correct", {"words": "改过的。"}, uid)])
    after = templates.all_of(desk)
    assert len(after) == len(before)
    assert after[0].words == "改过的。"
    assert before[0].words not in [one.words for one in after]
    perform(desk, [Ask("template", "correct", {"valid_to": "2026-01-01"}, uid)])
    assert "改过的。" not in templates.offered(desk, before[0].use, "")


def test_an_empty_text_is_refused(desk: Desk) -> None:
    with pytest.raises(Rejected):
        templates.keep(desk, "ANSWER", "", "  ")
    assert say.TEMPLATES
