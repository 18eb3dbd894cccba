"""Visits of every kind: groups, repeated ones, in confidence, of children, accusations, read aloud, with photos."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.db import blobs, drafts
from station_app.domain.records import Attachment, Opinion, Person, Visit
from station_app.services import attachments
from station_app.services.desk import Desk
from station_app.ui.pages.records.attachments import FileViewPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.visit.matter import MatterPart
from station_app.ui.pages.visit.rekey import ReadBackPage
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.services.test_attachments import photo
from tests.ui.pages.conftest import Hands
from tests.ui.pages.test_visit import write_matter, write_rest, write_visitor

ENTER, F9 = Qt.Key.Key_Return, Qt.Key.Key_F9
OpenPage = Callable[[], VisitPage]


@pytest.fixture
def opened(desk: Desk, desk_sources: Sources, jobs: Jobs, window: MainWindow) -> OpenPage:
    place = Workplace(desk, jobs, desk_sources, window)

    def open_page() -> VisitPage:
        page = place.open("visit")
        assert isinstance(page, VisitPage)
        return page

    return open_page


def over(page: QWidget) -> QWidget:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window.page()


def put_off(page: VisitPage, hands: Hands) -> None:
    page.matters[-1].destination.focus_first()
    hands.press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)


def saved(page: VisitPage, hands: Hands, qtbot: QtBot) -> None:
    hands.press(F9)
    qtbot.waitUntil(lambda: bool(page.strip.number()) or page.notices.isVisible())
    assert page.strip.number(), page.notices.accessibleDescription()


def whole(page: VisitPage, hands: Hands, title: str = "通组路塌方没有人修") -> None:
    """Everything of a visit but what a test is about."""
    page.person.main.focus_field("name")
    write_visitor(hands)
    page.coming.focus_field("channel")
    hands.write("2")
    page.matters[0].focus_field("title")
    write_matter(hands, title)
    put_off(page, hands)
    write_rest(page, hands)


def saying(opened: OpenPage, hands: Hands, words: str) -> tuple[VisitPage, MatterPart]:
    """A form that is filled but for what the speaker says, and then these words."""
    page = opened()
    whole(page, hands)
    (part,) = page.matters
    part.focus_field("verbatim")
    hands.write(words)
    return page, part


def test_a_group_says_what_it_is_and_takes_people_whom_nobody_knows_yet(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    whole(page, hands)
    page.coming.focus_field("headcount")
    hands.write("6")
    assert "集体访" in page.visit.came._what.text()
    hands.press(ENTER)
    assert hands.focused().objectName() == "newcomer"
    hands.write("罗阿妹 13800001111")
    hands.press(ENTER)
    hands.write("吴老三")
    hands.press(ENTER, ENTER)
    assert hands.focused().objectName() == "title"
    saved(page, hands, qtbot)
    (visit,) = desk.records.all(Visit)
    speakers = desk.records.several(Person, visit.representatives)
    assert [one.name for one in speakers.values()] == ["罗阿妹", "吴老三"]
    assert [one.phone for one in speakers.values()] == ["13800001111", ""]
    assert visit.headcount == 6
    assert page.visit.came.newcomers() == ()


def test_whoever_is_in_the_line_of_a_couple_is_a_companion_and_a_draft_keeps_them(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    whole(page, hands)
    page.coming.focus_field("headcount")
    hands.write("2")
    page.visit.came.line.setFocus()
    hands.write("吴老三")
    page.set_aside()
    qtbot.waitUntil(lambda: bool(drafts.of_user(desk.store.database, desk.user.uid)))
    page.take_up(drafts.of_user(desk.store.database, desk.user.uid)[0])
    assert [one.name for one in page.visit.came.newcomers()] == ["吴老三"]
    saved(page, hands, qtbot)
    (visit,) = desk.records.all(Visit)
    assert [one.name for one in desk.records.several(Person, visit.companions).values()] == ["吴老三"]


def test_a_newcomer_with_a_wrong_phone_keeps_the_whole_visit_out_and_says_so(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    whole(page, hands)
    page.coming.focus_field("headcount")
    hands.write("2")
    page.visit.came.line.setFocus()
    hands.write("吴老三 1380000111")
    hands.press(F9)
    qtbot.waitUntil(page.notices.isVisible)
    assert desk.records.all(Visit) == []
    assert "手机号" in page.visit.came._what.text()


def test_a_repeated_visit_is_linked_by_a_key_and_only_then(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    before = registered(desk)["visit"].uid
    page = opened()
    page.person.choose(desk.records.one(Visit, before).visitor)
    page.hearing.focus_field("is_first")
    hands.write("2")
    hands.press(ENTER)
    assert "Ctrl+R" in page.person.known._link_hint.text()
    assert page.link.visit == ""
    hands.press(Qt.Key.Key_R, with_control=True)
    hands.press(ENTER)
    assert page.link.visit == before
    page.coming.focus_field("channel")
    hands.write("2")
    page.matters[0].focus_field("title")
    write_matter(hands, "通组路还是没有人修")
    put_off(page, hands)
    page.hearing.focus_field("notice_way")
    hands.write("1")
    hands.press(ENTER)
    saved(page, hands, qtbot)
    first, second = desk.records.all(Visit)
    assert (first.repeat_of, second.repeat_of, second.is_first) == ("", before, "REPEAT")


def test_secrecy_is_one_key_for_everything_that_is_raised(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    whole(page, hands)
    page.matters[0].focus_field("verbatim")
    hands.press(Qt.Key.Key_K, with_control=True)
    assert "来访人" in page._secrecy.text()
    page.add_matter()
    write_matter(hands, "村口路灯坏了八盏")
    put_off(page, hands)
    saved(page, hands, qtbot)
    assert {one.sensitivity for one in desk.records.all(Opinion)} == {"CONFIDENTIAL"}
    assert not page.list.is_confidential


def test_a_child_is_proposed_to_be_one_and_its_guardian_is_asked_for(opened: OpenPage, hands: Hands) -> None:
    page = opened()
    page.person.fold.unfold(is_open=True)
    page.person.fold.form.focus_field("birth_year")
    hands.write("2012")
    assert page.visit.is_minor
    assert page.seldom.form.isVisible()
    page.seldom.form.set_values({"is_minor": False})
    page.person.fold.form.focus_field("birth_year")
    hands.write("2013")
    assert not page.visit.is_minor


def test_words_of_an_accusation_propose_it_and_leave_one_destination(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    page, part = saying(opened, hands, "村干部克扣低保款，还收了钱才盖章。")
    assert part.alerts.is_accusation
    assert "克扣" in part.alerts._banner.text()
    assert [offer.act for offer in part.destination._offers] == ["redirect", "put_off"]
    part.destination.focus_first()
    hands.press(Qt.Key.Key_1)
    hands.press(ENTER)
    saved(page, hands, qtbot)
    (opinion,) = desk.records.all(Opinion)
    assert (opinion.opinion_kind, opinion.redirect_reason, opinion.redirect_organ) == (
        "REPORT",
        "DISCIPLINE",
        "纪委监委",
    )
    assert desk.store.is_kept_here("opinion", opinion.uid)


def test_a_person_says_that_it_is_no_accusation(opened: OpenPage, hands: Hands) -> None:
    page = opened()
    (part,) = page.matters
    part.focus_field("verbatim")
    hands.write("想举报电话是多少，请问怎么查低保。")
    assert part.alerts.is_accusation
    part.alerts.kind.focus_first()
    hands.write("1")
    hands.press(ENTER)
    assert part.matter().fields["opinion_kind"] == "CONSULT"
    assert len(part.destination._offers) > 2
    part.focus_field("verbatim")
    hands.write("克扣")
    assert not part.alerts.is_accusation


def test_harm_to_a_child_is_reported_before_it_can_be_saved(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    page, part = saying(opened, hands, "隔壁的孩子经常被打伤，没人敢说。")
    assert part.alerts.report.isVisible()
    assert "110" in part.alerts._alarm.text()
    assert [name for name, _ in part.missing()] == ["reported_to", "reported_at"]
    hands.press(F9)
    qtbot.waitUntil(page.notices.isVisible)
    assert desk.records.all(Opinion) == []
    part.focus_field("reported_to")
    hands.write("派出所 110")
    part.focus_field("reported_at")
    hands.write("9:40")
    hands.press(ENTER)
    saved(page, hands, qtbot)
    (opinion,) = desk.records.all(Opinion)
    assert (opinion.harm_to_minor, opinion.reported_at, opinion.reported_by) == (True, "09:40", "王小莉")


def test_a_critical_matter_asks_whom_one_has_called(opened: OpenPage, hands: Hands) -> None:
    page = opened()
    (part,) = page.matters
    assert not part.alerts.report.isVisible()
    part.focus_field("urgency")
    hands.write("3")
    hands.press(ENTER)
    assert part.alerts.report.isVisible()
    assert "电话" in part.alerts._alarm.text()
    assert not {"reported_on", "reported_by"} & part.matter().fields.keys()
    part.focus_field("reported_to")
    hands.write("县水务局值班室")
    assert part.matter().fields["reported_by"] == "王小莉"


def test_who_says_that_no_child_is_harmed_leaves_no_trace_of_a_report(opened: OpenPage, hands: Hands) -> None:
    page = opened()
    (part,) = page.matters
    part.focus_field("verbatim")
    hands.write("学生演戏，演的是被打伤。")
    part.focus_field("harm_to_minor")
    hands.press(Qt.Key.Key_Space)
    assert not {"harm_to_minor", "reported_on", "reported_by"} & part.matter().fields.keys()


def test_an_ordinary_matter_costs_no_key_more(opened: OpenPage, hands: Hands) -> None:
    page = opened()
    page.matters[0].focus_field("title")
    write_matter(hands, "通组路塌方没有人修")
    assert hands.focused().objectName() == "to_answer"
    assert page.matters[0].matter().fields["opinion_kind"] == "REQUEST"


def test_the_whole_record_is_read_aloud_and_confirmed_by_one_digit(opened: OpenPage, hands: Hands) -> None:
    page = opened()
    whole(page, hands)
    page.read_back()
    reading = over(page)
    assert isinstance(reading, ReadBackPage)
    for said in ("杨·阿依", "通组路塌方没有人修", "我们组的道路塌了半年。", "请把路修好"):
        assert said in reading.read()
    hands.press(Qt.Key.Key_2)
    assert over(page) is page
    assert page.hearing.values()["confirmation"] == "THUMBPRINT"


def test_a_deadline_is_proposed_by_the_rule_and_typed_over(opened: OpenPage, hands: Hands) -> None:
    page = opened()
    (part,) = page.matters
    part.destination.focus_first()
    hands.press(Qt.Key.Key_4)
    form = part._act_form
    assert form is not None
    assert form.values()["due_on"] == "2026-12-23"
    assert "30 天" in part._why_due.text()
    form.focus_field("due_on")
    hands.write("2026-12-1")
    form.focus_field("assigned_on")
    hands.write("2026-11-20")
    hands.press(ENTER)
    assert form.values()["due_on"] == "2026-12-01"


@pytest.fixture
def picture_file(tmp_path: Path) -> str:
    path = tmp_path / "塌方.jpg"
    path.write_bytes(photo(400, 300))
    return str(path)


def test_a_photo_is_taken_kept_with_the_draft_and_registered_with_its_matter(
    desk: Desk, opened: OpenPage, hands: Hands, picture_file: str, qtbot: QtBot
) -> None:
    page = opened()
    whole(page, hands)
    page.matters[0].files.add_paths([picture_file])
    qtbot.waitUntil(lambda: len(page.matters[0].files.held()) == 1)
    assert blobs.unfinished(desk.store.database, blobs.UP) == []
    page.set_aside()
    qtbot.waitUntil(lambda: bool(drafts.of_user(desk.store.database, desk.user.uid)))
    page.take_up(drafts.of_user(desk.store.database, desk.user.uid)[0])
    saved(page, hands, qtbot)
    (opinion,) = desk.records.all(Opinion)
    (kept,) = attachments.of_record(desk, "opinion", opinion.uid)
    assert (kept.name, kept.cleaned) == ("塌方.jpg", True)
    assert [one.hash for one in blobs.unfinished(desk.store.database, blobs.UP)] == [kept.blob]
    assert page.matters[0].files.held() == ()


def test_what_cannot_be_taken_is_said_by_name_and_the_rest_is_taken(
    opened: OpenPage, picture_file: str, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "名单.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    page = opened()
    strip = page.matters[0].files
    strip.add_paths([str(tmp_path / "名单.xls"), picture_file, picture_file])
    qtbot.waitUntil(lambda: len(strip.held()) == 1)
    assert "名单.xls" in strip._trouble.text()
    assert "已经在这里" in strip._trouble.text()


def test_a_copied_picture_is_pasted_in_the_middle_of_a_text(opened: OpenPage, hands: Hands, qtbot: QtBot) -> None:
    page = opened()
    copied, picture = QMimeData(), QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    copied.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(copied)
    page.matters[0].focus_field("verbatim")
    hands.press(Qt.Key.Key_V, with_control=True)
    qtbot.waitUntil(lambda: len(page.matters[0].files.held()) == 1)
    assert page.matters[0].main.values()["verbatim"] == ""


def test_enter_opens_a_photo_in_full_and_delete_takes_it_away(
    desk: Desk, opened: OpenPage, hands: Hands, picture_file: str, qtbot: QtBot
) -> None:
    page = opened()
    strip = page.matters[0].files
    strip.add_paths([picture_file])
    qtbot.waitUntil(lambda: len(strip.held()) == 1)
    key = strip.findChild(QWidget, f"file_{strip.held()[0].blob}")
    assert key is not None
    key.setFocus()
    hands.press(ENTER)
    view = over(page)
    assert isinstance(view, FileViewPage)
    assert (view.image().width(), view.image().height()) == (300, 400)
    hands.press(Qt.Key.Key_Plus, Qt.Key.Key_Escape)
    assert over(page) is page
    key.setFocus()
    hands.press(Qt.Key.Key_Delete)
    assert strip.held() == ()
    assert desk.records.all(Attachment) == []


def test_f8_registers_the_visit_and_shows_the_visitors_receipt(
    desk: Desk, opened: OpenPage, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    hands.press(Qt.Key.Key_F8)
    assert over(page) is page  # nobody was registered yet: there is no receipt

    whole(page, hands)
    hands.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: over(page) is not page)
    paper = over(page)
    assert isinstance(paper, PreviewPage)
    qtbot.waitUntil(lambda: paper.shown() is not None, timeout=20_000)
    (visit,) = desk.records.all(Visit)
    shown = paper.shown()
    assert shown is not None
    assert shown.name == f"P5-{visit.number}.pdf"
