"""Lists are made from their specs: what one shows, opens and prints; every list prints as it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.db.ledger import Filter
from station_app.domain.records import Person
from station_app.services import prints
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.prints import ledger_listing
from station_app.text import roads as roads_say
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.parts.record_list import ListColumn, ListPage, ListSpec, of_fields
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.reports.reading import page_texts
from tests.ui.pages.conftest import Hands


def text_of(page: PreviewPage, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: page.shown() is not None)
    shown = page.shown()
    assert shown is not None
    return "".join(page_texts(shown.pdf)).replace(" ", "").replace("　", "")


def test_the_roster_prints_by_a_key(place: Workplace, hands: Hands, qtbot: QtBot) -> None:
    place.open("deputies")
    hands.press(Qt.Key.Key_F8)
    page = hands_page(place, qtbot)
    text = text_of(page, qtbot)
    assert "代表名册" in text
    assert "秦彬" in text
    assert "139****5678" in text  # as the list shows it


def test_the_ledger_prints_what_the_sentence_says(place: Workplace, hands: Hands, qtbot: QtBot) -> None:
    ledger = place.open("ledger")
    assert isinstance(ledger, LedgerPage)
    ledger.sentence.put("category", "03")
    hands.press(Qt.Key.Key_F8)
    text = text_of(hands_page(place, qtbot), qtbot)
    assert "自来水浑浊有泥沙" in text
    assert "通组路塌方" not in text
    assert "共1条" in text
    assert "水利饮水" in text  # which matters these are


LISTS = {
    "suggestions": "代表建议",
    "news": "新消息",
    "held": roads_say.HELD,
    "call_back": "等我告知的",
    "drafts": "没写完的",
    "own_duties": "履职档案",
    "units": "承办单位",
    "groups": "代表小组",
}


@pytest.mark.parametrize(("name", "title"), LISTS.items())
def test_a_list_prints_even_where_nothing_stands_in_it(
    name: str, title: str, place: Workplace, hands: Hands, qtbot: QtBot
) -> None:
    place.open(name)
    hands.press(Qt.Key.Key_F8)
    assert title in text_of(hands_page(place, qtbot), qtbot)


PEOPLE: ListSpec[Person] = ListSpec(
    "来访人",
    (*of_fields(Person, {"name": 200, "phone": 160}), ListColumn("几位", 0, lambda _place, one: str(len(one.name)))),
    "没有人",
    lambda desk: desk.records.all(Person),
    opens=lambda place, one: place.record("person", one.uid),
    counted=lambda _desk, lines: f"共 {len(lines)} 人",
    ways={"F7": ("search", "查找"), "F6": ("trail", "留痕")},
)


def test_a_list_is_its_spec(place: Workplace, window: MainWindow, desk: Desk, hands: Hands, qtbot: QtBot) -> None:
    page = ListPage(place, PEOPLE)
    place.lay(page)
    names = [one.name for one in desk.records.all(Person)]
    heads, _, rows = page.table.lines(9)
    assert heads == ["姓名", "联系电话", "几位"], "a field says its own label"
    assert [row[0] for row in rows] == names
    assert all("*" in row[1] for row in rows if row[1]), "what is personal is masked"
    assert page.accessibleDescription() == f"共 {len(names)} 人"
    assert set(page.acts()) == {"F5", "F6", "F7", "F8"}
    hands.press(Qt.Key.Key_Down)
    page.entered()
    current = page.list.current()
    assert current is not None
    assert current.name == names[1], "what was current stays so when it is read again"
    hands.press(Qt.Key.Key_Return)
    assert window.name_in_view == "record"


def test_a_key_that_leads_where_one_may_not_go_is_not_offered(place: Workplace) -> None:
    clerk = replace(place, desk=replace(place.desk, user=replace(place.desk.user, roles=("STATION_CLERK",))))
    assert "F6" not in ListPage(clerk, PEOPLE).acts()


def hands_page(place: Workplace, qtbot: QtBot) -> PreviewPage:

    found: list[PreviewPage] = []

    def is_there() -> bool:
        found[:] = [one for one in QApplication.allWidgets() if isinstance(one, PreviewPage) and one.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_there)
    return found[0]


def test_the_ledger_on_paper_has_a_line_for_each_matter_but_a_total_for_accusations(desk: Desk) -> None:
    plain = registered(desk)
    accused = registered(desk, opinion_kind="REPORT", title="某某干部收了钱不办事")
    perform(desk, [Ask("opinion", "withdraw", {"withdraw_statement": "不反映了"}, plain["opinion"].uid)])
    facts = ledger_listing(desk, Filter(sort="number", viewer=desk.viewer), "全部")
    assert [row[6] for row in facts.rows] == ["通组路塌方没有人修"]
    assert facts.told == "全部　另有检举控告1条，另行存放。"
    other = Filter(viewer=type(desk.viewer)(user="f" * 32, sees_all=False))
    assert ledger_listing(desk, other, "").told == "", "who may not know of it hears nothing of it"
    assert prints.listing(facts).pages == 1
    assert accused["opinion"].number
