from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from station_app.db import connection, drafts, journal
from station_app.domain import lifecycle, numbering
from station_app.domain.field import fields_of
from station_app.domain.records import Opinion, Person, Visit
from station_app.services import users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk, unlock
from station_app.services.history import history
from station_app.text import desk as say
from station_app.ui.pages.visit.matter import COLLECTING
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import CHEAP, PASSWORD, registered
from tests.ui.conftest import Typing
from tests.ui.pages.conftest import Hands, Shown

ENTER, F6, F7, F9 = Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F9
ROOT = Path(__file__).resolve().parents[3]
OpenPage = Callable[[], VisitPage]


@pytest.fixture
def opened(desk: Desk, desk_sources: Sources, jobs: Jobs, shown: Shown, beside: MainWindow) -> OpenPage:
    def open_page() -> VisitPage:
        page = shown(lambda: VisitPage(Workplace(desk, jobs, desk_sources, beside))).page()
        assert isinstance(page, VisitPage)
        return page

    return open_page


def test_every_field_that_a_person_fills_has_a_place_on_the_form(opened: OpenPage) -> None:
    page = opened()
    (matter,) = page.matters
    acts = {name for act in lifecycle.acts_of("opinion") for name in act.asks}
    placed: dict[type, set[str]] = {
        Visit: set(page.visit.values()),
        Person: {*page.person.main.values(), *page.person.fold.form.values()},
        Opinion: {name for form in matter.forms() for name in form.values()} | acts | {*COLLECTING},
    }
    for record_class, names in placed.items():
        typed = {spec.name for spec in fields_of(record_class) if not spec.given} - {"uid", "carried"}
        assert typed <= names, record_class


def write_visitor(hands: Hands, name: str = "杨·阿依", phone: str = "16112342201") -> None:
    """The visitor's part, from the name to the title of the first matter."""
    hands.write(name)
    hands.press(ENTER)
    hands.write(phone)
    while hands.focused().objectName() != "title":
        hands.press(ENTER)


def write_matter(hands: Hands, title: str) -> None:
    """A matter, from its title to the row of destinations."""
    hands.write(title)
    hands.press(ENTER)
    hands.write("0206")
    hands.press(ENTER)
    hands.write("1")
    hands.press(ENTER)
    hands.write("我们组的道路塌了半年。")
    hands.press(F6)
    hands.write("请把路修好")
    hands.press(F6)


def write_rest(page: VisitPage, hands: Hands) -> None:
    page.hearing.focus_field("is_first")
    hands.write("1")
    hands.press(ENTER)
    hands.write("1")
    hands.press(ENTER)


def write_visit(hands: Hands) -> None:
    """All that a visit needs: who, what, and how they want to be told."""
    write_visitor(hands)
    write_matter(hands, "通组路塌方没有人修")
    hands.write("6")
    hands.press(ENTER)
    hands.write("1")
    hands.press(ENTER)
    hands.write("1")
    hands.press(ENTER)


def test_a_visit_typed_by_keys_alone_gets_its_number_and_the_form_is_ready_again(
    desk: Desk, opened: OpenPage, open_day: str, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    write_visit(hands)
    assert page.missing.places() == []
    hands.press(F9)
    qtbot.waitUntil(lambda: bool(page.strip.number()))
    (visit,) = desk.records.all(Visit)
    (opinion,) = desk.records.all(Opinion)
    assert page.strip.number() == numbering.with_check(visit.number)
    assert (visit.reception_day, visit.place, visit.received_at) == (open_day, "社区活动室", "09:30")
    assert (opinion.title, opinion.state) == ("通组路塌方没有人修", "REGISTERED")
    assert desk.records.one(Person, visit.visitor).name == "杨·阿依"
    assert hands.focused().objectName() == "name"
    assert page.person.values()["name"] == ""
    assert drafts.of_user(desk.store.database, desk.user.uid) == []


def test_several_matters_go_different_ways_in_one_save(
    desk: Desk, opened: OpenPage, open_day: str, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    write_visitor(hands)
    write_matter(hands, "通组路塌方没有人修")
    hands.write("2")
    hands.press(ENTER)
    hands.write("1")
    hands.press(ENTER)
    hands.press(Qt.Key.Key_N, with_control=True)
    write_matter(hands, "村口路灯坏了八盏")
    hands.write("4")
    hands.press(ENTER)
    hands.write("2")
    hands.press(ENTER)
    assert hands.focused().objectName() == "unit"  # the digit went on, and the Enter of habit did nothing
    hands.press(ENTER)
    hands.write("2026-12-20")
    hands.press(ENTER)
    hands.write("十日内答复")
    write_rest(page, hands)
    hands.press(F9)
    qtbot.waitUntil(lambda: bool(page.strip.number()))
    first, second = desk.records.all(Opinion)
    assert (first.state, first.redirect_organ, first.told_by) == ("REDIRECTED", "信访局", "王小莉")
    assert (second.state, second.unit, second.due_on) == ("REFERRED", "交通运输局", "2026-12-20")


def test_nothing_that_a_person_must_judge_is_preset(opened: OpenPage, open_day: str) -> None:
    page = opened()
    assert {"0.category", "0.urgency", "0.route", "visit.is_first", "visit.notice_way"} <= set(page.missing.places())


def test_an_incomplete_visit_stays_a_draft_and_every_problem_is_said(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    hands.write("杨·阿依")
    hands.press(F9)
    qtbot.waitUntil(page.notices.isVisible)
    assert desk.records.all(Visit) == []
    qtbot.waitUntil(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1)
    (draft,) = drafts.of_user(desk.store.database, desk.user.uid)
    assert draft.content["person_fields"]["name"] == "杨·阿依"
    assert hands.focused().accessibleDescription() != ""


def test_somebody_known_is_found_by_the_phones_tail_and_picked_by_keys(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    known = registered(desk)
    page = opened()
    hands.press(ENTER)
    hands.write("5678")
    hands.press(Qt.Key.Key_Down, ENTER)
    visit = desk.records.one(Visit, known["visit"].uid)
    assert page.person.uid == visit.visitor
    assert page.person.values()["name"] == "杨胜美"
    assert page.person.values()["phone"] == "161****5678"
    assert page.person.fields() == {}


def test_another_name_over_a_known_person_renames_nobody(desk: Desk, opened: OpenPage, hands: Hands) -> None:
    known = desk.records.one(Visit, registered(desk)["visit"].uid).visitor
    page = opened()
    page.person.choose(known)
    page.person.main.focus_field("name")
    hands.write("李䶮")
    assert page.person.uid == ""
    assert page.person.values()["phone"] == ""


def test_the_full_phone_is_seen_by_an_act_in_the_journal(desk: Desk, opened: OpenPage, qtbot: QtBot) -> None:
    known = desk.records.one(Visit, registered(desk)["visit"].uid).visitor
    page = opened()
    page.person.choose(known)
    page.person.known.reveal_wanted.emit()
    qtbot.waitUntil(lambda: page.person.values()["phone"] == "16112345678")
    assert history(desk, known)[-1].act == "reveal"
    assert page.person.fields() == {}


def test_a_key_in_the_making_saves_nothing(desk: Desk, opened: OpenPage, hands: Hands, compose: Typing) -> None:
    page = opened()
    compose(hands.focused(), "yangayi")
    hands.press(F9, ENTER)
    assert page.notices.isHidden()
    assert hands.focused().objectName() == "name"


def test_f7_sets_the_form_aside_and_a_draft_comes_back_whole(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    write_visitor(hands)
    write_matter(hands, "通组路塌方没有人修")
    hands.write("2")
    hands.press(F7)
    assert page.person.values()["name"] == ""
    qtbot.waitUntil(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1)
    (draft,) = drafts.of_user(desk.store.database, desk.user.uid)
    page.take_up(draft)
    assert page.person.values()["name"] == "杨·阿依"
    words = page.matters[0].main.editor("verbatim")
    assert isinstance(words, QPlainTextEdit)
    assert words.toPlainText() == "我们组的道路塌了半年。"
    assert page.matters[0].destination.chosen == "redirect"


def test_esc_leaves_and_what_was_typed_is_kept(desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot) -> None:
    page = opened()
    hands.write("杨·阿依")
    page.hide()
    qtbot.waitUntil(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1)


TYPIST = """
import sys
from pathlib import Path
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from station_app.services.desk import unlock
from station_app.ui.shell import look
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.window import MainWindow
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.shell.workplace import Workplace
from station_app.ui.shell.sources import sources_of

app = QApplication([])
desk = unlock(Path(sys.argv[1]), sys.argv[2])
jobs = Jobs(lambda error: None)
page = VisitPage(Workplace(desk, jobs, sources_of(desk), MainWindow("")))
page.drafts.kept.connect(lambda at: print("kept", flush=True))
page.show()
page.person.main.focus_field("name")
typed = QInputMethodEvent("", [])
typed.setCommitString(sys.argv[3])
QApplication.sendEvent(page.person.main.editor("name"), typed)
app.exec()
"""


def test_what_was_typed_is_there_after_the_program_was_killed(desk: Desk, tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-c", TYPIST, str(desk.folder), PASSWORD, "杨·阿依"]
    typist = subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environment, cwd=tmp_path)
    try:
        assert typist.stdout is not None
        assert typist.stdout.readline() == b"kept\n"
        typist.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    finally:
        typist.kill()
        typist.communicate()
    again = unlock(desk.folder, PASSWORD)
    (draft,) = drafts.of_user(again.store.database, again.user.uid)
    again.close()
    assert draft.content["person_fields"]["name"] == "杨·阿依"


def test_only_who_may_refer_is_offered_it(
    desk: Desk, desk_sources: Sources, jobs: Jobs, beside: MainWindow, qtbot: QtBot
) -> None:
    users.add(desk, {"name": "吴道明", "roles": ["STATION_HEAD"]}, "another horse 7", PASSWORD, CHEAP)
    perform(desk, [Ask("user", "correct", {"roles": ["STATION_CLERK"]}, desk.user.uid)])
    clerk = unlock(desk.folder, PASSWORD, "王小莉", desk.clock)
    page = VisitPage(Workplace(clerk, jobs, desk_sources, beside))
    qtbot.addWidget(page)
    keys = {key.objectName() for key in page.matters[0].destination.findChildren(type(page._main))}
    clerk.close()
    assert "to_triage" in keys
    assert "to_refer" not in keys


def test_what_is_typed_after_the_press_is_a_draft_and_said_and_no_second_visit(
    desk: Desk, opened: OpenPage, open_day: str, jobs: Jobs, hands: Hands, qtbot: QtBot
) -> None:
    assert open_day
    page = opened()
    write_visit(hands)
    go_on = threading.Event()
    jobs.quick(partial(go_on.wait, 5), lambda _: None)
    hands.press(F9)
    page.person.main.focus_field("name")
    hands.write("木")
    hands.press(F9)
    assert page.notices.accessibleDescription() == say.STILL_REGISTERING
    page.drafts.keep()  # a second has passed while the disk was slow
    go_on.set()
    qtbot.waitUntil(lambda: page.strip.number() != "")
    (visit,) = desk.records.all(Visit)
    assert desk.records.one(Person, visit.visitor).name == "杨·阿依"
    assert page.notices.accessibleDescription() == say.TYPED_SINCE
    assert page.person.main.values()["name"] == ""
    jobs.finish()
    (held,) = drafts.of_user(desk.store.database, desk.user.uid)
    assert '"木"' in json.dumps(held.content, ensure_ascii=False)


def test_the_next_visit_begins_like_the_last_where_nothing_was_typed(
    opened: OpenPage, desk: Desk, hands: Hands
) -> None:
    page = opened()
    page.like_last()
    assert "还没有登记过来访" in page.notices.accessibleDescription()
    registered(desk)
    hands.press(Qt.Key.Key_J, with_control=True)
    last = desk.records.all(Opinion)[-1]
    matter = page.matters[0].main.values()
    assert (matter["title"], matter["category"], matter["verbatim"]) == (last.title, last.category, "")
    assert page.person.values()["village"] == desk.records.all(Person)[-1].village
    page.matters[0].main.set_values({"title": "另一件事"})
    page.like_last()
    assert page.matters[0].main.values()["title"] == "另一件事"


def test_of_what_is_confidential_nothing_is_taken_over(opened: OpenPage, desk: Desk) -> None:
    registered(desk, sensitivity="CONFIDENTIAL")
    page = opened()
    page.like_last()
    assert page.matters[0].main.values()["title"] == ""


def test_a_disk_that_fills_keeps_what_is_typed_and_saving_goes_on_when_there_is_room(
    opened: OpenPage, open_day: str, hands: Hands, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened()
    write_visit(hands)

    def full(*_: object) -> None:
        raise connection.driver().OperationalError("database or disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(journal, "append", full)
        hands.press(F9)
        qtbot.waitUntil(lambda: any("磁盘满了" in one.text() for one in page.notices.findChildren(QLabel)))
    assert page.person.values()["name"] == "杨·阿依"
    assert desk.records.all(Visit) == []
    hands.press(F9)
    qtbot.waitUntil(lambda: len(desk.records.all(Visit)) == 1)
