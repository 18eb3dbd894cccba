"""Every page on the screens that there are: the keys in sight, nothing cut, one scroll bar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station_app.app import Program
from station_app.services import sample
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.settings.first_start import FirstStartPage
from station_app.ui.pages.settings.unlock import UnlockPage
from station_app.ui.pages.settings.ways_back import WaysBackPage
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.parts.sheet import Sheet
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane
from station_app.ui.shell.window import MainWindow, PageArea
from tests import copies
from tests.office import PASSWORD, SetClock, registered
from tests.ui.every_page import Stand, something_of_everything

SIZES = {
    "1366x768": (1366, 690),
    "1024x700": (1024, 640),
    "1920x1080": (1920, 1002),
    "1366x768 at 125 %": (1092, 552),
    "1366x768 at 150 %": (910, 460),
}
"""What a screen leaves to the window under its title bar and over a taskbar, in the pixels that the program counts."""


@pytest.fixture
def stand(desk: Desk, qtbot: QtBot) -> Iterator[Stand]:
    broken: list[BaseException] = []
    records = something_of_everything(desk)
    jobs, lane = Jobs(broken.append, thread_end=desk.close), Lane(desk, broken.append)
    made = desk_window(desk, jobs, lane=lane)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield Stand(made, records)
    lane.finish()
    jobs.finish()
    assert broken == []


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_page_fits_the_screen(stand: Stand, size: tuple[int, int], qtbot: QtBot) -> None:
    window, wrong = stand.window, []
    window.resize(*size)
    for name, page in stand.pages():
        found = _lasting(qtbot, window, page)
        if (window.width(), window.height()) != size:
            wrong.append(f"{name}: the window grew to {window.width()} x {window.height()}")
        wrong += [f"{name}: {what}" for what in found]
    assert not wrong, "\n".join(wrong)


LAST_NAMES = "甲乙丙丁戊己庚辛壬癸"


def _lasting(qtbot: QtBot, window: MainWindow, page: QWidget) -> list[str]:
    """What is wrong once everything that is read beside the screen stands."""
    found: list[str] = []
    for _ in range(20):
        qtbot.wait(20)
        if not (found := list(_problems(window, page))):
            break
    return found


def _problems(window: MainWindow, page: QWidget) -> Iterator[str]:
    yield from _outside(window)
    yield from _keys_out_of_sight(window, page)
    yield from _cut(page)
    yield from _nested(window, page)


def _outside(window: MainWindow) -> Iterator[str]:
    """A page that is larger than the window: the whole of it would scroll, keys and all."""
    area = window.findChild(PageArea)
    assert area is not None
    if area.verticalScrollBar().maximum():
        yield f"{area.verticalScrollBar().maximum()} pixels below the window"
    if area.horizontalScrollBar().maximum():
        yield f"{area.horizontalScrollBar().maximum()} pixels right of the window"


def _keys_out_of_sight(window: MainWindow, page: QWidget) -> Iterator[str]:
    for key in (*page.findChildren(QPushButton, "main"), *page.findChildren(QPushButton, "do")):
        if key.isVisibleTo(page) and not _seen(window, key):
            yield f"the key {key.text()} is out of sight"


def _seen(window: MainWindow, widget: QWidget) -> bool:
    at = QRect(widget.mapTo(window, QPoint()), widget.size())
    return window.rect().contains(at) and widget.visibleRegion().boundingRect().size() == widget.size()


def _cut(page: QWidget) -> Iterator[str]:
    """What would need more room than it has."""
    for one in page.findChildren(QWidget):
        if not one.isVisibleTo(page):
            continue
        needs = _needs(one)
        if needs is not None and (needs[0] > one.width() or needs[1] > one.height()):
            words = getattr(one, "text", str)()
            has = (one.width(), one.height())
            yield f"{type(one).__name__} {one.objectName()} {words[:20]!r} needs {needs}, has {has}"
        if isinstance(one, QTableView) and not one.horizontalHeader().isHidden():
            yield from _heads_cut(one.horizontalHeader())


def _needs(one: QWidget) -> tuple[int, int] | None:
    if isinstance(one, QLabel) and one.wordWrap():
        return 0, one.heightForWidth(one.width()) if one.text() else 0
    if one.property("role") == "line":  # shortened, with a tip
        return None
    if isinstance(one, QLabel | QAbstractButton) and (not isinstance(one, QLabel) or one.pixmap().isNull()):
        return one.minimumSizeHint().width(), one.minimumSizeHint().height()
    if isinstance(one, QLineEdit):
        words = one.text() or one.placeholderText()
        return one.fontMetrics().horizontalAdvance(words) + 18, one.minimumSizeHint().height()
    return None


def _heads_cut(header: QHeaderView) -> Iterator[str]:
    for section in range(header.count()):
        if not header.isSectionHidden(section) and header.sectionSizeHint(section) > header.sectionSize(section):
            words = header.model().headerData(section, Qt.Orientation.Horizontal)
            yield f"the heading {words} needs {header.sectionSizeHint(section)}, has {header.sectionSize(section)}"


def _nested(window: MainWindow, page: QWidget) -> Iterator[str]:
    """A bar within a bar."""
    for one in page.findChildren(QAbstractScrollArea):
        if isinstance(one, QPlainTextEdit) or not _scrolls(one):
            continue
        above = one.parentWidget()
        while above is not None and above is not window:
            if isinstance(above, QAbstractScrollArea) and _scrolls(above):
                yield f"{type(one).__name__} {one.accessibleName()} scrolls within {type(above).__name__}"
            above = above.parentWidget()


def _scrolls(area: QAbstractScrollArea) -> bool:
    return area.isVisible() and area.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_save_keys_stay_in_sight_whoever_has_been_here_before(
    stand: Stand, size: tuple[int, int], qtbot: QtBot
) -> None:
    desk, window = stand.place.desk, stand.window
    for number in range(10):
        made = registered(desk, title=f"通组路第{number}段塌方没有人修，学生上学要绕路四十分钟")
        perform(desk, [Ask("person", "correct", {"name": f"杨胜{LAST_NAMES[number]}"}, made["person"].uid)])
    window.resize(*size)
    page = stand.place.open("visit")
    assert isinstance(page, VisitPage)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.person.main.editor("name"))
    qtbot.keyClicks(QApplication.focusWidget(), "ys")
    qtbot.waitUntil(page.person.known._list.isVisible)
    qtbot.wait(60)
    assert not list(_problems(window, page))
    assert _seen(window, page.person.main.editor("name"))
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        found = page.person.known._list
        row = found.visualItemRect(found.currentItem())
        assert found.viewport().visibleRegion().boundingRect().contains(row.center())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert page.person.uid
    assert _lasting(qtbot, window, page) == []


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_record_opens_at_its_top_and_is_where_it_was_when_one_comes_back(
    stand: Stand, size: tuple[int, int], qtbot: QtBot
) -> None:
    stand.window.resize(*size)
    for kind, uid in stand.records.items():
        page = stand.place.record(kind, uid)
        qtbot.wait(20)
        for area in page.findChildren(QScrollArea):
            assert area.verticalScrollBar().value() == 0, kind
    page = stand.place.open("record", "opinion", stand.records["opinion"])
    (area,) = page.findChildren(QScrollArea)
    bar = area.verticalScrollBar()
    qtbot.wait(20)
    bar.setValue(bar.maximum() // 2)
    at = bar.value()
    stand.place.record("person", stand.records["person"])
    stand.window.go_back()
    qtbot.wait(20)
    assert bar.value() == at


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_key_of_an_act_stays_in_sight_however_much_it_asks(
    stand: Stand, size: tuple[int, int], qtbot: QtBot
) -> None:
    stand.window.resize(*size)
    for kind in ("opinion", "person", "deputy"):
        page = stand.place.record(kind, stand.records[kind])
        assert isinstance(page, RecordPage)
        for act in [act for act in page._possible() if not act.is_at_once and act.page != "suggestion"]:
            page.begin(act)
            assert page.findChild(QPushButton, "do") is not None
            assert _lasting(qtbot, stand.window, page) == [], (kind, act.name)
            form = page.form()
            assert form is not None
            for name in form.form.values():
                form.form.focus_field(name)
            hands = QApplication.focusWidget
            QTest.keyClick(hands() or page, Qt.Key.Key_Tab)
            assert QApplication.focusWidget() in form.keys.findChildren(QPushButton)
            QTest.keyClick(hands() or page, Qt.Key.Key_Escape)
            assert page.form() is None
            assert stand.window.page() is page


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_what_is_asked_on_the_day_fits_the_screen(stand: Stand, size: tuple[int, int], qtbot: QtBot) -> None:
    window = stand.window
    window.resize(*size)
    page = stand.place.open("today")
    assert isinstance(page, TodayPage)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(page.closing.isVisible)
    assert _lasting(qtbot, window, page) == []


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_first_start_and_the_lock_fit_the_screen_and_follow_the_keys(
    tmp_path: Path, clock: SetClock, size: tuple[int, int], qtbot: QtBot
) -> None:
    program = Program(tmp_path / "new", clock)
    program.open()
    window = program.window
    assert window is not None
    window.resize(*size)
    page = window.page()
    assert isinstance(page, FirstStartPage)
    assert _lasting(qtbot, window, page) == []
    page.secret.focus_field("again")
    qtbot.waitUntil(lambda: _seen(window, page.secret.line("again")))
    made = copies.found(tmp_path / "made", FirstStart(sample.TOWNSHIP, "联络站", "王小莉", PASSWORD), clock)
    page._founded_now(made)
    assert _lasting(qtbot, window, page) == []
    made.desk.close()
    locked = Program(tmp_path / "made", clock)
    locked.open()
    assert locked.window is not None
    locked.window.resize(*size)
    lock = locked.window.page()
    assert isinstance(lock, UnlockPage)
    for show in (lock._show_recovery, lock._show_password):
        show()
        assert _lasting(qtbot, locked.window, lock) == []
    locked._open_ways_back()
    ways = locked.window.page()
    assert isinstance(ways, WaysBackPage)
    locked.window.resize(*size)
    assert _lasting(qtbot, locked.window, ways) == []
    for one in (program, locked):
        if one.window is not None:
            one.window.close()
        one.close()


def test_a_wide_screen_is_used_by_a_record(stand: Stand) -> None:
    stand.window.resize(1920, 1002)
    page = stand.place.open("record", "opinion", stand.records["opinion"])
    QApplication.processEvents()
    sheets = [one for one in page.findChildren(Sheet) if one.isVisible()]
    assert len({one.mapTo(page, QPoint()).x() for one in sheets}) == 4
    assert max(one.mapTo(page, QPoint()).x() + one.width() for one in sheets) > page.width() - 60
