"""Every list prints as it stands on the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station_app.db.ledger import Filter
from station_app.services import prints
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.ledger_paper import ledger_listing
from station_app.text import roads as roads_say
from station_app.ui.pages.call_back import CallBackPage
from station_app.ui.pages.deputies import DeputiesPage
from station_app.ui.pages.held import HeldPage
from station_app.ui.pages.ledger import LedgerPage
from station_app.ui.pages.news import NewsPage
from station_app.ui.pages.preview import PreviewPage
from station_app.ui.pages.suggestions import SuggestionsPage
from station_app.ui.pages.workplace import Workplace
from tests.office import registered
from tests.reports.reading import page_texts
from tests.ui.pages.conftest import Hands


def text_of(page: PreviewPage, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: page.shown() is not None)
    shown = page.shown()
    assert shown is not None
    return "".join(page_texts(shown.pdf)).replace(" ", "").replace("　", "")


def test_the_roster_prints_by_a_key(place: Workplace, hands: Hands, qtbot: QtBot) -> None:
    place.lay(DeputiesPage(place))
    hands.press(Qt.Key.Key_F8)
    page = hands_page(place, qtbot)
    text = text_of(page, qtbot)
    assert "代表名册" in text
    assert "秦彬" in text
    assert "139****5678" in text  # as the list shows it


def test_the_ledger_prints_what_the_sentence_says(place: Workplace, hands: Hands, qtbot: QtBot) -> None:
    ledger = LedgerPage(place)
    place.lay(ledger)
    ledger.sentence.put("category", "03")
    hands.press(Qt.Key.Key_F8)
    text = text_of(hands_page(place, qtbot), qtbot)
    assert "自来水浑浊有泥沙" in text
    assert "通组路塌方" not in text
    assert "共1条" in text
    assert "水利饮水" in text  # which matters these are


def _call_back(place: Workplace) -> QWidget:
    return CallBackPage(place)


@pytest.mark.parametrize(
    ("make", "title"),
    [(SuggestionsPage, "代表建议"), (NewsPage, "新消息"), (HeldPage, roads_say.HELD), (_call_back, "等我告知的")],
)
def test_a_list_prints_even_where_nothing_stands_in_it(
    make: Callable[[Workplace], QWidget], title: str, place: Workplace, hands: Hands, qtbot: QtBot
) -> None:
    place.lay(make(place))
    hands.press(Qt.Key.Key_F8)
    assert title in text_of(hands_page(place, qtbot), qtbot)


def hands_page(place: Workplace, qtbot: QtBot) -> PreviewPage:

    found: list[PreviewPage] = []

    def is_there() -> bool:
        found[:] = [one for one in QApplication.allWidgets() if isinstance(one, PreviewPage) and one.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_there)
    return found[0]


def test_the_ledger_on_paper_has_a_line_for_each_matter_and_none_that_one_may_not_see(desk: Desk) -> None:
    plain = registered(desk)
    accused = registered(desk, opinion_kind="REPORT", title="某某干部收了钱不办事")
    perform(desk, [Ask("opinion", "withdraw", {"withdraw_statement": "不反映了"}, plain["opinion"].uid)])
    facts = ledger_listing(desk, Filter(sort="number", viewer=desk.viewer), "全部")
    assert [row[6] for row in facts.rows] == ["通组路塌方没有人修", "某某干部收了钱不办事"]
    other = Filter(viewer=type(desk.viewer)(user="f" * 32, sees_all=False))
    assert [row[6] for row in ledger_listing(desk, other, "").rows] == ["通组路塌方没有人修"]
    assert prints.listing(facts).pages == 1
    assert accused["opinion"].number
