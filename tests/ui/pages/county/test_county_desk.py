"""The county's desk by keys: tiles, lists, tabs, acts on several rows, promises, and every page on a small screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.records import Commitment, Opinion
from station_app.services import several, tabs
from station_app.ui.pages.county.alike import AlikePage
from station_app.ui.pages.county.matters import MattersPage
from station_app.ui.pages.county.several import SeveralPage
from station_app.ui.pages.county.watched import PromisesPage
from station_app.ui.pages.county.workbench import WorkbenchPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.records.record_sheets import related
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane
from station_app.ui.shell.page import Offers
from station_app.ui.shell.pages import COUNTY
from station_app.ui.shell.window import PageArea
from station_app.ui.shell.workplace import Workplace
from tests import counties
from tests.counties import County

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    made = counties.made(tmp_path_factory.mktemp("county"))
    yield made
    made.close()


@pytest.fixture
def made(county: County, qtbot: QtBot) -> Iterator[Workplace]:
    broken: list[BaseException] = []
    jobs, lane = Jobs(broken.append), Lane(county.office, broken.append, begin_ms=600_000)
    made = desk_window(county.office, jobs, lane=lane)
    made.window.resize(1366, 768)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    lane.finish()
    jobs.finish()
    assert broken == []


def states(county: County, *ways: str) -> set[str]:
    return {county.office.records.one(Opinion, county.uids[way]).state for way in ways}


def counted(made: Workplace, qtbot: QtBot) -> WorkbenchPage:
    page = made.window.page()
    assert isinstance(page, WorkbenchPage)
    qtbot.waitUntil(lambda: page.tiles["to_assign"].said()[0] > 0)
    return page


def listed(made: Workplace, qtbot: QtBot, rows: int) -> MattersPage:
    page = made.window.page()
    assert isinstance(page, MattersPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == rows and bool(page.table.current_id()))
    return page


def test_arrows_go_from_tile_to_tile_and_enter_opens_its_list(made: Workplace, qtbot: QtBot) -> None:
    page = counted(made, qtbot)
    assert page.tiles["overdue"].said() == (1, "", "最久 5 天 · 100镇")
    assert page.tiles["overdue"].accessibleName() == "已超期 1 件，最久 5 天 · 100镇"
    assert page.tiles["dissatisfied"].hasFocus() is False
    qtbot.keyClick(page.tiles["overdue"], Key.Key_Down)
    assert page.tiles["to_accept"].hasFocus()
    qtbot.keyClick(page.tiles["to_accept"], Key.Key_Right)
    assert page.tiles["to_assign"].hasFocus()
    qtbot.keyClick(page.tiles["to_assign"], Key.Key_Return)
    shown = listed(made, qtbot, 2)
    assert shown.sentence.standing["state"] == "to_assign"
    assert shown.table.lines(2)[0] == ["事项", "站", "类别", "单位", "到哪里了", "急缓", "还剩"]


def test_f4_opens_the_worst_single_matter_and_its_page_names_its_station(
    made: Workplace, county: County, qtbot: QtBot
) -> None:
    counted(made, qtbot)
    qtbot.keyClick(made.window, Key.Key_F4)
    page = made.window.page()
    assert isinstance(page, RecordPage)
    assert page.accessibleName().startswith("520324100-01-M26-")
    assert page.accessibleDescription().startswith(county.stations[1].place.name)


def test_a_suggestion_that_waits_is_found_from_its_tile(made: Workplace, county: County, qtbot: QtBot) -> None:
    page = counted(made, qtbot)
    page.tiles["to_accept"].click()
    shown = listed(made, qtbot, 1)
    assert shown.marked() == [county.uids["to_accept"]]


def test_a_filter_is_saved_renamed_and_dropped_by_keys(made: Workplace, county: County, qtbot: QtBot) -> None:
    made.open("opinions")
    page = listed(made, qtbot, 2)
    page.sentence.put("turn", "STATION")
    page.sentence.put("state", "open")
    qtbot.keyClick(made.window, Key.Key_N, CTRL)
    assert page._naming is not None
    page._naming.line.setText("站里的")
    qtbot.keyClick(page._naming.line, Key.Key_Return)
    qtbot.waitUntil(lambda: [one.name for one in tabs.own(county.office, "opinion")] == ["站里的"])
    qtbot.waitUntil(lambda: page._tabs.tabText(page._tabs.currentIndex()).startswith("站里的"))
    qtbot.keyClick(made.window, Key.Key_PageDown, CTRL)
    assert page.sentence.standing["state"] == "to_assign"
    qtbot.keyClick(made.window, Key.Key_PageUp, CTRL)
    assert page.sentence.standing["turn"] == "STATION"
    qtbot.keyClick(made.window, Key.Key_R, CTRL)
    assert page._naming is not None
    page._naming.line.setText("轮到站里")
    qtbot.keyClick(page._naming.line, Key.Key_Return)
    qtbot.waitUntil(lambda: [one.name for one in tabs.own(county.office, "opinion")] == ["轮到站里"])
    qtbot.waitUntil(lambda: page._naming is None)
    qtbot.keyClick(made.window, Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: tabs.own(county.office, "opinion") == [])


def test_chosen_rows_are_assigned_after_they_were_shown_and_one_key_takes_it_back(
    made: Workplace, county: County, qtbot: QtBot
) -> None:
    made.open("opinions")
    page = listed(made, qtbot, 2)
    page.show_only("to_assign")
    listed(made, qtbot, 2)
    qtbot.keyClick(page.table, Key.Key_A, CTRL)
    assert page.table.chosen
    qtbot.keyClick(made.window, Key.Key_F9)
    sheet = made.window.page()
    assert isinstance(sheet, SeveralPage)
    qtbot.waitUntil(lambda: len(sheet.list.lines) == 2)
    assert not sheet.do_key.isEnabled()  # nobody said what is asked of the unit
    sheet.form.set_values({"requirements": "请书面答复"})
    qtbot.keyClick(made.window, Key.Key_F5)
    qtbot.waitUntil(sheet.do_key.isEnabled)
    _, _, rows = sheet.list.table.lines(5)
    assert [row[2] for row in rows] == ["县水务局", "县水务局"]
    assert all(row[3].startswith("2027年1月4日\n") and row[4] == "可以办" for row in rows)
    qtbot.keyClick(made.window, Key.Key_F9)
    qtbot.waitUntil(lambda: county.office.records.one(Opinion, county.uids["to_assign"]).state == "REFERRED")
    qtbot.waitUntil(lambda: made.window.page() is page)
    qtbot.keyClick(made.window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: any("撤销" in one.text() for one in page.notices.findChildren(QPushButton)))
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    qtbot.waitUntil(lambda: states(county, "to_assign", "to_assign_too") == {"ESCALATED"})


def test_likely_doubles_of_another_station_stand_beside_a_matter(made: Workplace, county: County, qtbot: QtBot) -> None:
    made.open("alike", county.uids["to_assign"])
    page = made.window.page()
    assert isinstance(page, AlikePage)
    qtbot.waitUntil(lambda: bool(page.list.lines))
    assert {one.opinion.station for one in page.list.lines} >= {county.stations[1].place.uid}
    qtbot.keyClick(made.window, Key.Key_F6)
    sheet = made.window.page()
    assert isinstance(sheet, SeveralPage)
    assert sheet.form.values()["title"]
    assert sheet.form.values()["excerpt"] == ""  # a person writes it: it names nobody


def test_a_promise_past_its_day_is_kept_from_its_list(made: Workplace, county: County, qtbot: QtBot) -> None:
    page = counted(made, qtbot)
    page.tiles["promise_overdue"].click()
    shown = made.window.page()
    assert isinstance(shown, PromisesPage)
    qtbot.waitUntil(lambda: shown.list.table.model().rowCount() == 1 and bool(shown.list.table.current_id()))
    assert shown.list.table.lines(1)[2][0][4] == "超期 7 天"
    qtbot.keyClick(made.window, Key.Key_F9)
    record = made.window.page()
    assert isinstance(record, RecordPage)
    form = record.form()
    assert form is not None
    form.form.set_values({"outcome": "修好了"})
    form.submit()
    qtbot.waitUntil(lambda: [one.state for one in county.office.records.all(Commitment)] == ["KEPT"])


def every_page(made: Workplace, county: County) -> Iterator[tuple[str, QWidget]]:
    for name in (*(one for one, _ in COUNTY.rail), *COUNTY.settings, "silent_stations"):
        yield name, made.open(name)
    yield "several", made.open("several", "assign", "opinion", (county.uids["to_assign"],))
    yield "merge", made.open("several", "merge", "suggestion", (county.uids["to_accept"],))
    yield "alike", made.open("alike", county.uids["to_assign"])


@pytest.mark.parametrize("scale", [1, 1.5])
def test_every_page_fits_the_smallest_screen(made: Workplace, county: County, scale: float) -> None:
    window, wrong = made.window, []
    width, height = int(1366 / scale), int(768 / scale)
    window.resize(width, height)
    for name, _page in every_page(made, county):
        QApplication.processEvents()
        area = window.findChild(PageArea)
        assert area is not None
        if (window.width(), window.height()) != (width, height):
            wrong.append(f"{name}: the window grew to {window.width()} x {window.height()}")
        if area.horizontalScrollBar().maximum():
            wrong.append(f"{name}: {area.horizontalScrollBar().maximum()} pixels are off the right edge")
    assert wrong == []


def test_every_setting_that_is_offered_opens_and_every_key_has_words(made: Workplace, county: County) -> None:
    for name, page in every_page(made, county):
        assert name == "merge" or made.offers(name), name
        acts = dict(page.acts()) if isinstance(page, Offers) else {}
        assert all(act.label for act in acts.values()), name


def test_a_record_names_what_it_was_made_one_with(made: Workplace, county: County) -> None:
    uids = [county.uids["to_sign"], county.uids["overdue"]]
    fields = {"title": "通组路塌方", "excerpt": "两个镇的群众要求修复", "category": "0206", "merged_on": "2026-12-05"}
    several.merge(county.office, "opinion", uids, fields)
    [joined] = [
        one for one in related(made, "opinion", {"visit": "", "uid": uids[0]}) if one.heading == "并案的其他事项"
    ]
    assert [link for _, link, _ in joined.lines] == [("opinion", uids[1])]
