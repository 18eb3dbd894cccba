"""F1: the manual at the page that speaks of the screen, found by words, left by Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from station_app.services import manual
from station_app.ui.pages.settings.help import HelpPage
from station_app.ui.shell.pages import help_of
from station_app.ui.shell.window import MainWindow
from tests.ui.pages.conftest import Hands

Key = Qt.Key


@pytest.fixture
def page(window: MainWindow) -> HelpPage:
    page = HelpPage("visit")
    window.open(page)
    return page


def test_it_opens_at_the_page_that_was_asked_for_with_its_pictures(page: HelpPage, hands: Hands) -> None:
    assert page.shown() == "visit"
    assert hands.focused() is page.text
    assert manual.page("visit").title in page.text.toPlainText()
    assert page.text.document().size().height() > page.text.height()
    hands.press(Key.Key_PageDown)
    assert page.text.verticalScrollBar().value() > 0


def test_words_narrow_the_list_and_enter_goes_into_the_text(page: HelpPage, hands: Hands) -> None:
    page.acts()["Ctrl+F"].do()
    hands.write("补录")
    assert 0 < page.list.count() < len(manual.pages())
    assert "补录" in page.text.toPlainText()
    hands.press(Key.Key_Down, Key.Key_Return)
    assert hands.focused() is page.text
    assert page.shown() == manual.found("补录")[1].name


def test_words_that_nobody_wrote_are_answered_in_words(page: HelpPage, hands: Hands) -> None:
    page.acts()["Ctrl+F"].do()
    hands.write("恐龙")
    assert page.list.count() == 0
    assert "没有找到" in page.text.toPlainText()


def test_a_link_leads_to_its_page_and_f1_to_the_contents(page: HelpPage) -> None:
    page.text.anchorClicked.emit("special.md")
    assert page.shown() == "special"
    page.acts()["F1"].do()
    assert page.shown() == "index"


def test_a_page_that_nobody_wrote_of_gets_the_contents() -> None:
    assert help_of("") == "index"
