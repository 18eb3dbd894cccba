from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station_app.db import journal
from station_app.db.journal import JournalEntry
from station_app.domain.change import Change, Place, line_of
from station_app.domain.records import Mandate, Opinion, Person, ReceptionDay, Visit
from station_app.domain.secrecy import ACCUSATION
from station_app.services import attachments, reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.history import history
from station_app.ui.pages.records.attachments import FileViewPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.suggestion.suggestion import SuggestionPage
from station_app.ui.parts.shapes import TurnLine
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import SetClock, refer, registered, told
from tests.services.test_attachments import photo
from tests.services.test_telling import handled
from tests.ui.conftest import Typing
from tests.ui.pages.conftest import Filled

Open = Callable[[str, str], RecordPage]


@pytest.fixture
def opened(place: Workplace, window: MainWindow) -> Open:
    def opening(kind: str, uid: str) -> RecordPage:
        page = RecordPage(place, kind, uid)
        window.open(page)
        return page

    return opening


@pytest.fixture
def road(opened: Open, filled: Filled) -> RecordPage:
    """The page of the matter that waits for its way."""
    return opened("opinion", filled.road["opinion"].uid)


def _said(page: RecordPage) -> str:
    """All that can be read on a page."""
    labels = [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
    keys = [key.text() for key in page.findChildren(QPushButton) if key.isVisibleTo(page)]
    return "\n".join((*labels, *keys))


def _key(page: RecordPage, name: str) -> QPushButton:
    return next(key for key in page.findChildren(QPushButton, name) if key.isVisibleTo(page))


def _acts(page: RecordPage) -> list[str]:
    offered = [key for key in page.findChildren(QPushButton) if key.isVisibleTo(page) and key.objectName()]
    return [key.objectName() for key in offered if key.objectName() not in ("main", "reveal", "do", "back")]


def _begin(page: RecordPage, act: str, qtbot: QtBot) -> None:
    key = _key(page, act)
    key.setFocus()
    qtbot.keyClick(key, Qt.Key.Key_Return)


def _fill(page: RecordPage, **fields: object) -> None:
    form = page.form()
    assert form is not None
    form.form.set_values(fields)


def _state(desk: Desk, uid: str) -> str:
    return desk.records.one(Opinion, uid).state


def test_the_heading_says_the_number_with_its_check_character_and_where_it_stands(road: RecordPage) -> None:
    assert road.accessibleName().startswith("M26-0002-")
    assert road.accessibleName().endswith("  通组路塌方没有人修")
    assert road.accessibleDescription() == "待定去向 · 11月23日 日常来访"


def test_what_is_overdue_is_said_in_the_heading(opened: Open, filled: Filled) -> None:
    page = opened("opinion", filled.water["opinion"].uid)
    assert page.accessibleDescription() == "已转办 · 超期 4 天（11月19日） · 等了 14 天 · 11月9日 日常来访"


def test_the_road_shows_every_station(opened: Open, filled: Filled) -> None:
    page = opened("opinion", filled.water["opinion"].uid)
    line = page.findChild(TurnLine)
    assert isinstance(line, TurnLine)
    assert [(one.said, one.is_reached, one.tone) for one in line.shown()] == [
        ("说出来", True, "ink"),
        ("拟办", True, "ink"),
        ("转办", True, "ink"),
        ("签收", False, "late"),
    ]
    assert line.accessibleName().startswith("11月9日杨胜美说出来，")
    assert line.accessibleName().endswith("下一步轮到水务局 · 签收。")
    assert "11月19日以前　超期 4 天" in _said(page)


def test_the_line_of_time_is_walked_by_keys_and_enter_opens_what_a_step_stands_on(
    opened: Open, filled: Filled, qtbot: QtBot
) -> None:
    page = opened("opinion", filled.water["opinion"].uid)
    line = page.findChild(TurnLine)
    assert isinstance(line, TurnLine)
    opens: list[int] = []
    line.opened.connect(opens.append)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Left)
    assert line.accessibleDescription().startswith("联络站")
    assert line.accessibleDescription().endswith("拟办 11月10日")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert opens == [1]


def test_the_record_says_by_what_rule_it_is_due_unless_a_person_chose_the_day(
    opened: Open, filled: Filled, desk: Desk
) -> None:
    uid = filled.road["opinion"].uid
    triage = {"owner_level": "TOWNSHIP", "proposed_unit": "交通运输局"}
    referral = {"assigned_on": "2026-11-23", "requirements": "请现场查看"}
    perform(desk, [Ask("opinion", "triage", triage, uid), refer(referral, uid)])
    assert "本地转办规定：30 天，11月23日次日起算，到12月23日" in _said(opened("opinion", uid))
    assert "本地转办规定" not in _said(opened("opinion", filled.water["opinion"].uid))


def test_the_words_the_visitor_and_the_fields_stand_there(road: RecordPage) -> None:
    said = _said(road)
    for words in ("道路塌了半年，娃娃上学要绕路。", "杨胜美", "161****5678", "道路交通 › 道路损毁修复", "请把路修好"):
        assert words in said
    assert "16112345678" not in said
    assert "原因分析" not in said


def test_the_acts_are_those_of_the_table(road: RecordPage, opened: Open, filled: Filled) -> None:
    assert _acts(road) == ["answer", "redirect", "triage", "promote", "merge", "withdraw", "void", "correct", "split"]
    acts = ["assignment.register", "reply.register", "assignment.acknowledge", "assignment.begin_handling"]
    acts += ["assignment.request_return", "promote", "merge", "withdraw", "correct"]
    acts += ["extension.register", "reminder.register", "split"]
    assert sorted(_acts(opened("opinion", filled.water["opinion"].uid))) == sorted(acts)


def test_a_matter_is_answered_from_its_page(
    road: RecordPage, desk: Desk, filled: Filled, type_chinese: Typing, qtbot: QtBot
) -> None:
    uid = filled.road["opinion"].uid
    _begin(road, "answer", qtbot)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "answer"
    type_chinese(focused, "已经安排抢修")
    _fill(road, answered_by=(filled.deputy,))
    qtbot.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: road.form() is None)
    assert _state(desk, uid) == "ANSWERED_ON_SITE"
    assert history(desk, uid)[-1].act == "answer"
    assert road.accessibleDescription().startswith("当场答复")
    assert _acts(road) == ["close", "correct", "split"]
    assert "当场答复：已经安排抢修" in _said(road)


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_written(
    road: RecordPage, desk: Desk, filled: Filled, qtbot: QtBot
) -> None:
    _begin(road, "redirect", qtbot)
    _fill(road, told_on="", told_by="")
    _key(road, "do").click()
    form = road.form()
    assert form is not None
    qtbot.waitUntil(lambda: form.form.editor("told_by").accessibleDescription() == "还没有填")
    assert form.form.editor("redirect_reason").accessibleDescription() == "还没有填"
    assert _state(desk, filled.road["opinion"].uid) == "REGISTERED"


def test_a_reason_proposes_the_organ_and_what_was_typed_stays(
    road: RecordPage, type_chinese: Typing, qtbot: QtBot
) -> None:
    _begin(road, "redirect", qtbot)
    form = road.form()
    assert form is not None
    assert form.form.values()["redirect_organ"] == ""
    reason, organ = form.form.editor("redirect_reason"), form.form.editor("redirect_organ")
    for typed, proposed in (("法院", "人民法院"), ("警情", "派出所（急事拨110）")):
        reason.setFocus()
        type_chinese(reason, typed)
        qtbot.keyClick(reason, Qt.Key.Key_Return)
        assert organ.value() == proposed
    form.form.set_values({"redirect_organ": "镇司法所"})
    reason.setFocus()
    type_chinese(reason, "仲裁")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert organ.value() == "镇司法所"


def test_a_matter_goes_from_triage_to_referral_with_the_unit_that_was_proposed(
    road: RecordPage, desk: Desk, filled: Filled, qtbot: QtBot
) -> None:
    uid = filled.road["opinion"].uid
    _begin(road, "triage", qtbot)
    _fill(road, owner_level="COUNTY", proposed_unit="交通运输局")
    _key(road, "do").click()
    qtbot.waitUntil(lambda: _state(desk, uid) == "TRIAGED" and road.form() is None)
    _begin(road, "assignment.register", qtbot)
    form = road.form()
    assert form is not None
    assert form.form.values() == {
        "unit": "交通运输局",
        "assigned_on": "2026-11-23",
        "due_on": "2026-12-23",
        "requirements": "",
    }
    _fill(road, due_on="2026-12-23", requirements="现场查看")
    _key(road, "do").click()
    qtbot.waitUntil(lambda: _state(desk, uid) == "REFERRED")
    assert desk.records.one(Opinion, uid).slip_number == "520324116-01-Z26-0002"


def test_escape_gives_up_the_form_and_not_the_page(road: RecordPage, window: MainWindow, qtbot: QtBot) -> None:
    _begin(road, "withdraw", qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert road.form() is None
    assert window.page() is road


def test_what_cannot_be_undone_names_itself_on_its_key(
    road: RecordPage, desk: Desk, filled: Filled, qtbot: QtBot
) -> None:
    _begin(road, "void", qtbot)
    assert _key(road, "do").accessibleName() == "作废这条意见"
    _fill(road, void_reason="登记重了")
    _key(road, "do").click()
    qtbot.waitUntil(lambda: _state(desk, filled.road["opinion"].uid) == "VOID")


def test_a_correction_sets_only_what_was_changed(road: RecordPage, desk: Desk, filled: Filled, qtbot: QtBot) -> None:
    uid = filled.road["opinion"].uid
    _begin(road, "correct", qtbot)
    form = road.form()
    assert form is not None
    assert form.form.values()["title"] == "通组路塌方没有人修"
    assert "answer" not in form.form.values()
    _fill(road, urgency="URGENT", affected_people="40")
    _key(road, "do").click()
    qtbot.waitUntil(lambda: road.form() is None)
    last = history(desk, uid)[-1]
    assert {(step.field, step.old, step.new) for step in last.steps} == {
        ("urgency", "NORMAL", "URGENT"),
        ("affected_people", None, 40),
    }
    assert "急缓：一般 → 紧急" in _said(road)


def test_an_act_of_the_same_matter_elsewhere_is_refused_in_words(
    road: RecordPage, desk: Desk, filled: Filled, qtbot: QtBot
) -> None:
    uid = filled.road["opinion"].uid
    _begin(road, "void", qtbot)
    perform(desk, [Ask("opinion", "withdraw", {"withdraw_statement": "不再反映"}, uid)])
    _fill(road, void_reason="登记重了")
    _key(road, "do").click()
    qtbot.waitUntil(road.notices.isVisible)
    assert "轮不到这一步" in road.notices.accessibleDescription()


def test_a_matter_is_merged_into_one_that_was_searched_for(
    road: RecordPage, desk: Desk, filled: Filled, type_chinese: Typing, qtbot: QtBot
) -> None:
    _begin(road, "merge", qtbot)
    line = QApplication.focusWidget()
    assert line is not None
    type_chinese(line, "自来水")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    _key(road, "do").click()
    uid = filled.road["opinion"].uid
    qtbot.waitUntil(lambda: _state(desk, uid) == "MERGED")
    assert desk.records.one(Opinion, uid).merged_into == filled.water["opinion"].uid


def test_a_suggestion_grows_from_a_matter_on_a_page_of_its_own(
    road: RecordPage, filled: Filled, window: MainWindow, qtbot: QtBot
) -> None:
    _key(road, "promote").click()
    page = window.page()
    assert isinstance(page, SuggestionPage)
    assert page.draft().values()["origin_opinions"] == (filled.road["opinion"].uid,)
    assert page.draft().values()["title"] == "关于通组路塌方没有人修的建议"


def test_the_numbers_in_full_are_an_act_in_the_journal(
    road: RecordPage, desk: Desk, filled: Filled, qtbot: QtBot
) -> None:
    _key(road, "reveal").click()
    qtbot.waitUntil(lambda: "16112345678" in _said(road))
    person = filled.road["person"].uid
    last = history(desk, person)[-1]
    assert (last.act, last.by, last.steps) == ("reveal", "王小莉", ())
    assert [entry.change.act for entry in journal.entries_of(desk.store.database, person)] == ["register", "reveal"]


def test_a_person_shows_what_they_said_before(opened: Open, filled: Filled, qtbot: QtBot) -> None:
    page = opened("person", filled.road["person"].uid)
    assert _acts(page) == ["correct", "merge", "void", "barring", "forget"]
    assert "161****5678" in _said(page)
    assert "通组路塌方没有人修" in _said(page)


def test_another_mandate_is_entered_on_the_page_of_a_deputy(
    opened: Open, desk: Desk, filled: Filled, qtbot: QtBot
) -> None:
    page = opened("deputy", filled.deputy)
    _begin(page, "mandate", qtbot)
    _fill(page, level="COUNTY", term="18")
    _key(page, "do").click()
    qtbot.waitUntil(lambda: "县代表（第 18 届）" in _said(page))
    assert [one.level for one in desk.records.all(Mandate, deputy=filled.deputy)] == ["TOWNSHIP", "COUNTY"]


def test_a_visit_is_voided_with_its_matters(opened: Open, desk: Desk, filled: Filled, qtbot: QtBot) -> None:
    visit = filled.road["visit"].uid
    page = opened("visit", visit)
    _begin(page, "void", qtbot)
    _fill(page, void_reason="登记重了")
    assert _key(page, "do").accessibleName() == "作废这次来访"
    _key(page, "do").click()
    qtbot.waitUntil(lambda: desk.records.one(Visit, visit).state == "VOID")
    assert _state(desk, filled.road["opinion"].uid) == "VOID"


def test_the_matters_of_one_visit_lead_to_each_other(
    opened: Open, desk: Desk, filled: Filled, window: MainWindow
) -> None:
    visit = filled.road["visit"].uid
    matter = {"title": "路灯坏了八盏没人管", "category": "0202", "urgency": "NORMAL", "verbatim": "黑", "ask": "修"}
    done = perform(desk, [Ask("opinion", "register", {**matter, "visit": visit})])
    page = opened("opinion", done[0].uid)
    link = next(key for key in page.findChildren(QPushButton) if "通组路塌方" in key.text())
    link.click()
    above = window.page()
    assert isinstance(above, RecordPage)
    assert above.accessibleName().endswith("通组路塌方没有人修")


def test_a_suspect_clock_is_said_in_words(opened: Open, desk: Desk, clock: SetClock, filled: Filled) -> None:
    uid = filled.road["opinion"].uid
    clock.move(days=500)
    perform(desk, [Ask("opinion", "correct", {"affected_place": "三组"}, uid)])
    clock.move(days=-500)
    assert "当时电脑日期跳变过" in _said(opened("opinion", uid))


def test_values_that_met_blind_are_both_shown(opened: Open, desk: Desk, filled: Filled) -> None:
    uid = filled.road["opinion"].uid
    seen = journal.entries_of(desk.store.database, uid)[-1].change
    perform(desk, [Ask("opinion", "correct", {"affected_place": "三组"}, uid)])
    with desk.store.transaction():
        other = journal.found(desk.store.database, "f" * 32, desk.home, mine=False)
        change = Change(
            other.uid,
            1,
            desk.clock.new_id(),
            seen.at,
            "ok",
            desk.user.uid,
            "correct",
            "opinion",
            uid,
            (Place(seen.journal, seen.seq),),
            {"affected_place": "四组"},
        )
        desk.store.take(other, [JournalEntry(change, line_of(change))])
    said = _said(opened("opinion", uid))
    assert "涉及地点：" in said
    assert "三组" in said
    assert "四组" in said


def test_a_reception_day_is_begun_without_a_form_and_its_summary_shown(
    opened: Open, desk: Desk, window: MainWindow, qtbot: QtBot
) -> None:
    fields = {"held_on": "2026-11-23", "start": "9:00", "end": "12:00", "place": "活动室"}
    day = reception.plan(desk, fields, ()).uid
    page = opened("reception_day", day)
    _key(page, "open").click()
    qtbot.waitUntil(lambda: desk.records.one(ReceptionDay, day).state == "OPEN")
    qtbot.waitUntil(lambda: page.accessibleDescription().startswith("接待日 · 接待中"))
    window.press("F8")
    assert isinstance(window.page(), PreviewPage)


@pytest.mark.parametrize("kind", ["opinion", "visit", "person", "deputy", "suggestion", "reception_day", "mandate"])
def test_a_record_that_is_not_here_is_said_to_be_so(opened: Open, kind: str) -> None:
    assert opened(kind, "0" * 32).accessibleDescription() == "这条登记不在这台电脑上。"


def test_a_long_name_and_rare_characters_stand_whole(opened: Open, desk: Desk, filled: Filled) -> None:
    name = "䶮㛃𬭎" + "·阿依古丽" * 10
    uid = perform(desk, [Ask("person", "register", {"name": name, "phone": "16112345678"})])[0].uid
    assert desk.records.one(Person, uid).name == name
    assert opened("person", uid).accessibleName() == name


def test_what_is_typed_in_a_form_stays_when_one_comes_back(
    road: RecordPage, opened: Open, filled: Filled, window: MainWindow, qtbot: QtBot
) -> None:
    _begin(road, "withdraw", qtbot)
    _fill(road, withdraw_statement="不再反映")
    opened("person", filled.road["person"].uid)
    window.go_back()
    form = road.form()
    assert form is not None
    assert form.form.values() == {"withdraw_statement": "不再反映"}


def test_a_registered_matter_is_seen_at_once_on_its_visit(opened: Open, desk: Desk, filled: Filled) -> None:
    made = registered(desk, title="路灯坏了八盏没人管")
    assert "路灯坏了八盏没人管" in _said(opened("visit", made["visit"].uid))


def test_who_was_told_is_asked_what_they_think_by_one_more_key(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    uid = handled(desk)
    page = opened("opinion", uid)
    assert _acts(page)[0] == "telling.register"
    _begin(page, "telling.register", qtbot)
    form = page.form()
    assert form is not None
    told = form.form.values()
    assert (told["fed_back_on"], told["fed_back_by"], told["fed_back_way"]) == ("2026-11-23", "王小莉", "")
    _fill(page, fed_back_way="PHONE")
    _key(page, "do").click()
    qtbot.waitUntil(lambda: _state(desk, uid) == "FED_BACK" and page.form() is None)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "telling.rate"
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    rating = page.form()
    assert rating is not None
    assert rating.form.values() == {"satisfaction": "", "satisfaction_reason": ""}


def test_a_matter_is_closed_only_on_what_was_done(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    uid = handled(desk)
    perform(desk, [told({"fed_back_on": "2026-11-23", "fed_back_way": "PHONE"}, uid)])
    page = opened("opinion", uid)
    assert _key(page, "close").text() == "办结"
    _begin(page, "close", qtbot)
    form = page.form()
    assert form is not None
    assert (form.form.values()["closed_on"], form.form.values()["closing_basis"]) == ("2026-11-23", "")
    _fill(page, closing_basis="ANSWERED")
    _key(page, "do").click()
    qtbot.waitUntil(lambda: "当场答复" in form.form.editor("closing_basis").accessibleDescription())
    assert _state(desk, uid) == "FED_BACK"
    _fill(page, closing_basis="SOLVED")
    _key(page, "do").click()
    qtbot.waitUntil(lambda: _state(desk, uid) == "CLOSED")


def test_an_accusation_is_passed_to_nobody_from_its_page(opened: Open, desk: Desk) -> None:
    acts = _acts(opened("opinion", registered(desk, opinion_kind="REPORT")["opinion"].uid))
    assert "redirect" in acts
    assert not {"triage", "assignment.register", "escalate", "promote"} & set(acts)


def test_a_file_is_added_to_a_record_seen_in_full_and_removed_with_a_reason(
    road: RecordPage, desk: Desk, filled: Filled, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    uid = filled.road["opinion"].uid
    (tmp_path / "塌方.jpg").write_bytes(photo(400, 300))
    strip = road._sheets.files if road._sheets is not None else None
    assert strip is not None
    strip.add_paths([str(tmp_path / "塌方.jpg")])
    qtbot.waitUntil(lambda: len(attachments.of_record(desk, "opinion", uid)) == 1 and not strip.is_busy)
    (kept,) = attachments.of_record(desk, "opinion", uid)
    _key(road, f"file_{kept.blob}").click()
    view = window.page()
    assert isinstance(view, FileViewPage)
    assert not view.image().isNull()
    qtbot.keyClick(window, Qt.Key.Key_F7)
    form = view.form()
    assert form is not None
    form.form.set_values({"void_reason": "附错了"})
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: attachments.of_record(desk, "opinion", uid) == [])


def test_a_try_that_nobody_answered_is_counted_by_one_key(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    uid = handled(desk)
    page = opened("opinion", uid)
    _key(page, "telling.miss").click()
    qtbot.waitUntil(lambda: desk.records.one(Opinion, uid).contact_tries == 1)
    qtbot.waitUntil(lambda: "联系不上" in page.notices.accessibleDescription())
    _key(page, "telling.miss").click()
    qtbot.waitUntil(lambda: desk.records.one(Opinion, uid).contact_tries == 2)


def test_two_things_written_down_as_one_become_two(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    first = registered(desk)["opinion"].uid
    page = opened("opinion", first)
    _begin(page, "split", qtbot)
    form = page.form()
    assert form is not None
    assert form.form.values()["verbatim"] == desk.records.one(Opinion, first).verbatim
    _fill(page, title="水管冬天老是冻裂", category="0301", verbatim="水管年年冻裂。", ask="请换水管。")
    form.submit()
    qtbot.waitUntil(lambda: "拆好了" in page.notices.accessibleDescription())
    own, new = desk.records.one(Opinion, first), desk.records.all(Opinion)[-1]
    shared = ("visit", "received_on", "channel", "village")
    assert [getattr(new, name) for name in shared] == [getattr(own, name) for name in shared]
    assert (new.title, new.state) == ("水管冬天老是冻裂", "REGISTERED")


def test_of_an_accusation_nothing_is_taken_over(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    accused = {"opinion_kind": ACCUSATION, "title": "村干部私分救灾款", "verbatim": "他们把救灾款分了。"}
    page = opened("opinion", registered(desk, **accused)["opinion"].uid)
    _begin(page, "split", qtbot)
    form = page.form()
    assert form is not None
    assert not any(form.form.values()[name] for name in ("title", "verbatim", "ask", "opinion_kind"))


def _are_more(desk: Desk, number: int) -> bool:
    return len(desk.records.all(Opinion)) > number


def test_what_is_split_off_a_confidential_matter_is_confidential_unless_somebody_says_otherwise(
    opened: Open, desk: Desk, qtbot: QtBot
) -> None:
    page = opened("opinion", registered(desk, sensitivity="CONFIDENTIAL")["opinion"].uid)
    for said, kept in (("CONFIDENTIAL", "CONFIDENTIAL"), ("GENERAL", "GENERAL")):
        number = len(desk.records.all(Opinion))
        _begin(page, "split", qtbot)
        form = page.form()
        assert form is not None
        assert form.form.values()["sensitivity"] == "CONFIDENTIAL"
        _fill(page, title="水管冬天老是冻裂", sensitivity=said)
        form.submit()
        qtbot.waitUntil(partial(_are_more, desk, number))
        assert desk.records.all(Opinion)[-1].sensitivity == kept


def test_what_is_void_is_not_split(opened: Open, desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    perform(desk, [Ask("opinion", "void", {"void_reason": "重复登记"}, uid)])
    assert "split" not in _acts(opened("opinion", uid))
