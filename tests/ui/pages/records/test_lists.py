"""Lists are made from their specs: what one shows, opens and prints; every list prints as it stands."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from station_app.db import preferences
from station_app.db.ledger import Filter
from station_app.domain.records import Person, Unit
from station_app.services import prints, trail
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.exports import Table
from station_app.services.prints import ledger_listing
from station_app.text import roads as roads_say
from station_app.ui.pages.records.export import ExportPage
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.lists import UNITS, BookPage
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
    (*of_fields(Person, {"name": 200, "phone": 160}), ListColumn("几位", 0, lambda _desk, one: str(len(one.name)))),
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
    assert set(page.acts()) == {"F5", "F6", "F7", "F8", "Ctrl+E"}
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
    """The preview that a key laid over the page."""
    qtbot.waitUntil(lambda: isinstance(place.window.page(), PreviewPage))
    page = place.window.page()
    assert isinstance(page, PreviewPage)
    return page


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


UNIT_NAMES = ("住建局", "水务局", "安监局", "交通局", "教育局")


def units_page(place: Workplace, desk: Desk) -> BookPage:
    for name in UNIT_NAMES:
        perform(desk, [Ask("unit", "register", {"name": name})])
    page = place.open("units")
    assert isinstance(page, BookPage)
    return page


def names_on(page: BookPage) -> list[str]:
    return [row[0] for row in page.table.lines(9)[2]]


def heading_clicked(page: BookPage, qtbot: QtBot, section: int = 0) -> None:
    heads = page.table.horizontalHeader()
    place = QPoint(heads.sectionViewportPosition(section) + 20, 12)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)


BY_PINYIN = ["安监局", "交通局", "教育局", "水务局", "住建局"]


def test_any_list_sorts_by_a_heading_turns_and_remembers(place: Workplace, desk: Desk, qtbot: QtBot) -> None:
    page = units_page(place, desk)
    assert names_on(page) == list(UNIT_NAMES)
    page.table.go_to(1)
    page.table.choose([2, 3])
    heading_clicked(page, qtbot)
    assert names_on(page) == BY_PINYIN
    current = page.list.current()
    assert current is not None
    assert current.name == "水务局", "the row that was current stays so"
    assert [names_on(page)[one - 1] for one in page.table.chosen_in_order()] == ["安监局", "水务局"]
    heading_clicked(page, qtbot)
    assert names_on(page) == BY_PINYIN[::-1]
    assert page.table.model().headerData(0, Qt.Orientation.Horizontal) == "单位名称 ▼"
    qtbot.waitUntil(lambda: "-" in preferences.get(desk.store.database, "list 承办单位", user=desk.user.uid))
    place.back()
    again = place.open("units")
    assert isinstance(again, BookPage)
    assert names_on(again) == BY_PINYIN[::-1]
    heading_clicked(again, qtbot)
    assert names_on(again) == list(UNIT_NAMES), "a third click: as the list came"
    assert again.table.model().headerData(0, Qt.Orientation.Horizontal) == "单位名称"


def test_widths_and_order_are_remembered_for_whoever_made_them(place: Workplace, desk: Desk, qtbot: QtBot) -> None:
    page = units_page(place, desk)
    page.table.horizontalHeader().moveSection(3, 0)
    page.table.arrange({"widths": {"单位名称": 333}, "order": ["联系电话", "单位名称", "别名", "联系人", "停用日期"]})
    page.table.arranged.emit()
    qtbot.waitUntil(lambda: "333" in preferences.get(desk.store.database, "list 承办单位", user=desk.user.uid))
    again = BookPage(place, Unit, "加", UNITS)
    assert again.table.columnWidth(0) == 333
    assert again.table.horizontalHeader().logicalIndex(0) == 3
    another = replace(place, desk=replace(place.desk, user=replace(place.desk.user, uid="f" * 32)))
    assert BookPage(another, Unit, "加", UNITS).table.columnWidth(0) != 333


def test_the_menu_does_what_the_keys_do(place: Workplace, desk: Desk, qtbot: QtBot) -> None:
    page = units_page(place, desk)
    menu = page.list.menu()
    words = [one.text().partition("\t")[0] for one in menu.actions() if not one.isSeparator()]
    assert words[:5] == ["打开", "复制这一格", "全选", "按“单位名称”排列", "恢复原来的列宽和顺序"]
    assert {one.label for key, one in page.acts().items() if key != "F5"} <= set(words)
    next(one for one in menu.actions() if one.text().startswith("按")).trigger()
    assert names_on(page) == BY_PINYIN


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_list_is_saved_as_it_stands(
    place: Workplace, desk: Desk, qtbot: QtBot, hands: Hands, tmp_path: Path, form: str
) -> None:
    page = units_page(place, desk)
    heading_clicked(page, qtbot)
    page.table.choose([1, 2])
    hands.press(Qt.Key.Key_E, with_control=True)
    export = place.window.page()
    assert isinstance(export, ExportPage)
    assert place.window.name_in_view == "export"
    if form == "csv":
        hands.press(Qt.Key.Key_Right)
    export.save(tmp_path / "units")
    qtbot.waitUntil((tmp_path / f"units.{form}").exists)
    if form == "csv":
        lines = (tmp_path / "units.csv").read_text("utf-8-sig").splitlines()
        assert [line.partition(",")[0] for line in lines] == ["单位名称", "安监局", "交通局"]
    else:
        sheet = openpyxl.load_workbook(tmp_path / "units.xlsx").active
        assert sheet is not None
        assert [sheet.cell(row, 1).value for row in (1, 2, 3, 4)] == ["单位名称", "安监局", "交通局", None]
    qtbot.waitUntil(lambda: not export.notices.isHidden())


def test_what_is_being_saved_can_be_stopped(place: Workplace, qtbot: QtBot, tmp_path: Path) -> None:
    held_back = threading.Event()

    def rows() -> Iterator[list[str]]:
        yield ["一"]
        held_back.wait(5)
        yield from (["二"] for _ in range(1_200))

    table = Table("试", [("字", 0)], 1_201, rows)
    export = place.open("export", "试", "全部", lambda _in_full: table, False)
    assert isinstance(export, ExportPage)
    export.save(tmp_path / "a")
    qtbot.keyClick(export, Qt.Key.Key_Escape)
    held_back.set()
    qtbot.waitUntil(lambda: not export.notices.isHidden())
    assert "已经停下" in export.notices.accessibleDescription()
    assert list(tmp_path.glob("*.xlsx")) == []
    assert place.window.name_in_view == "export"
    qtbot.keyClick(export, Qt.Key.Key_Escape)
    assert place.window.name_in_view != "export", "once nothing is saved any more, Esc leads back"


def test_only_where_it_is_asked_is_a_person_told_by_a_file(
    place: Workplace, desk: Desk, qtbot: QtBot, hands: Hands, tmp_path: Path
) -> None:
    page = place.open("ledger")
    assert isinstance(page, LedgerPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 2)
    hands.press(Qt.Key.Key_E, with_control=True)
    export = place.window.page()
    assert isinstance(export, ExportPage)
    export.save(tmp_path / "plain")
    qtbot.waitUntil((tmp_path / "plain.xlsx").exists)
    export.in_full.setChecked(True)
    qtbot.waitUntil(lambda: not place.jobs.is_under_way(export))
    export.save(tmp_path / "full")
    qtbot.waitUntil((tmp_path / "full.xlsx").exists)
    heads = [list(next(_sheet(tmp_path / f"{name}.xlsx").values)) for name in ("plain", "full")]
    assert heads[1][: len(heads[0])] == heads[0]
    assert heads[1][len(heads[0]) :] == ["联系电话", "住址", "证件号码"]
    assert [one.event for one in trail.lines(desk, 0, 2)] == ["PERSONAL_SAVED", "LIST_SAVED"]


def _sheet(path: Path) -> Any:
    return openpyxl.load_workbook(path).active
