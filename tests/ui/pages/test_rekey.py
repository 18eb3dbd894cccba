"""补录纸质登记: paper sheets, one after the other, by Enter alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.db import drafts, search
from station_app.domain.field import fields_of
from station_app.domain.records import Opinion, Person, Visit
from station_app.domain.secrecy import EVERYTHING
from station_app.services import reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.prints import ON_SHEET
from station_app.ui.pages.visit.rekey import RekeyPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.ui.pages.conftest import Hands, Shown

ENTER, F6, F9 = Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_F9


@pytest.fixture
def day(desk: Desk) -> str:
    """A reception day that was held last week, by hand."""
    deputy = perform(desk, [Ask("deputy", "register", {"name": "秦彬"})])[0].uid
    fields = {"held_on": "2026-11-16", "start": "9:00", "end": "12:00", "place": "活动室"}
    return reception.plan(desk, fields, [deputy]).uid


@pytest.fixture
def page(desk: Desk, day: str, desk_sources: Sources, jobs: Jobs, shown: Shown, beside: MainWindow) -> RekeyPage:
    place = Workplace(desk, jobs, desk_sources, beside)
    made = shown(lambda: RekeyPage(place)).page()
    assert isinstance(made, RekeyPage)
    return made


def write_person_and_matter(hands: Hands, name: str) -> None:
    """From the name to the urgency, by Enter alone."""
    hands.write(name)
    hands.press(*[ENTER] * 7)
    hands.write("16112342201")
    hands.press(ENTER, ENTER, ENTER)
    hands.write("1")
    hands.press(ENTER, ENTER)
    hands.write("通组路塌方没有人修")
    hands.press(ENTER)
    hands.write("道路塌了半年。")
    hands.press(F6)
    hands.write("请把路修好")
    hands.press(F6)
    hands.write("0206")
    hands.press(ENTER, ENTER)
    hands.write("1")
    hands.press(ENTER, ENTER, ENTER, ENTER, ENTER)
    hands.write("1")
    hands.press(ENTER)


def test_the_sheet_has_every_field_that_must_be_filled() -> None:
    here = {(cls, name) for cls, names in ON_SHEET for name in names}
    for cls in (Visit, Person, Opinion):
        needed = {spec.name for spec in fields_of(cls) if spec.required and not spec.given} - {"uid"}
        assert {(cls, name) for name in needed} <= here


def test_two_sheets_of_one_day_are_keyed_in_by_enter_alone(
    desk: Desk, day: str, page: RekeyPage, hands: Hands, qtbot: QtBot
) -> None:
    assert hands.focused().objectName() == "received_on"
    hands.write("2026-11-16")
    hands.press(ENTER)
    hands.write("10:20")
    hands.press(ENTER)
    hands.write("活动室")
    hands.press(ENTER)
    hands.write("1")
    hands.press(ENTER)
    hands.write("qb")
    hands.press(ENTER, ENTER)
    assert hands.focused().objectName() == "name"
    write_person_and_matter(hands, "杨阿依")
    assert hands.focused().objectName() == "answer"
    hands.write("下个月就来修。")
    assert page.missing.places() == []
    hands.press(F9)
    qtbot.waitUntil(lambda: page.count == 1)
    assert hands.focused().objectName() == "name"
    write_person_and_matter(hands, "罗阿妹")
    hands.press(F9)
    qtbot.waitUntil(lambda: page.count == 2)
    first, second = desk.records.all(Visit)
    assert (first.received_on, first.received_at, first.reception_day) == ("2026-11-16", "10:20", day)
    assert (second.received_on, second.received_at, second.reception_day) == ("2026-11-16", "", day)
    assert first.deputies == second.deputies
    assert [one.state for one in desk.records.all(Opinion)] == ["ANSWERED_ON_SITE", "REGISTERED"]
    assert "2" in page.done.text()


def test_what_is_wrong_on_a_sheet_is_said_beside_it_and_the_sheet_is_kept(
    desk: Desk, page: RekeyPage, hands: Hands, qtbot: QtBot
) -> None:
    hands.write("2026-12-1")
    hands.press(ENTER)
    hands.press(F9)
    qtbot.waitUntil(page.notices.isVisible)
    assert "2026" in page.forms[0].editor("received_on").accessibleDescription()
    assert page.count == 0
    qtbot.waitUntil(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1)
    page.take_up(drafts.of_user(desk.store.database, desk.user.uid)[0])
    assert page.forms[0].values()["received_on"] == "2026-12-01"


def test_the_number_that_was_printed_on_the_blank_is_kept_and_finds_the_visit(
    desk: Desk, page: RekeyPage, hands: Hands, qtbot: QtBot
) -> None:
    hands.write("2026-11-16")
    page.forms[-1].focus_field("blank_no")
    assert hands.focused().objectName() == "blank_no"
    hands.write("空-000317")
    page.forms[0].set_values({**page.forms[0].values(), "channel": "WALK_IN", "deputies": ()})
    page._jump("Person.name")
    write_person_and_matter(hands, "杨阿依")
    hands.press(F9)
    qtbot.waitUntil(lambda: page.count == 1)
    (visit,) = desk.records.all(Visit)
    assert visit.blank_no == "空-000317"
    for typed in ("000317", "空-000317"):
        assert {hit.uid for hit in search.everywhere(desk.store.database, typed, viewer=EVERYTHING)} >= {visit.uid}
    assert page.forms[-1].values()["blank_no"] == ""
