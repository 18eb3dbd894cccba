"""The page on which a suggestion is drafted, checked, joined in and submitted, by keys."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from station_app.db import drafts
from station_app.domain.records import CheckOverride, Cosigning, Opinion, Suggestion
from station_app.services import suggestions
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.quality import suggestion_of
from station_app.text import desk as desk_say
from station_app.ui.pages.records.export import ExportPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.suggestion.draft import SuggestionDraft
from station_app.ui.pages.suggestion.suggestion import ComparePage, SuggestionPage
from station_app.ui.parts.line_list import LineList
from station_app.ui.parts.record_list import ListPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import evaluate
from tests.suggesting import TEXT, deputy, draft_fields, five_opinions
from tests.ui.conftest import Typing
from tests.ui.pages.conftest import Hands

ENTER, F4, F8, F9 = Qt.Key.Key_Return, Qt.Key.Key_F4, Qt.Key.Key_F8, Qt.Key.Key_F9


@pytest.fixture
def place(desk: Desk, jobs: Jobs, window: MainWindow) -> Workplace:
    return Workplace(desk, jobs, sources_of(desk), window)


@pytest.fixture
def kept(desk: Desk, opinions: list[str], lead: str) -> str:
    """A draft that is a record, of two opinions."""
    return suggestions.promote(desk, opinions[:2], draft_fields(lead))[0].uid


Opened = Callable[..., SuggestionDraft]


@pytest.fixture
def opened(place: Workplace, window: MainWindow, qtbot: QtBot) -> Opened:
    """Lays the drafting page, checked once."""

    def open_it(uid: str = "", opinions: tuple[str, ...] = ()) -> SuggestionDraft:
        page = SuggestionPage(place, uid, opinions)
        place.lay(page)
        draft = page.draft()
        qtbot.waitUntil(lambda: draft.findings.checked.findings != () or bool(uid))
        assert window.page() is page
        return draft

    return open_it


def lines(part: LineList) -> list[str]:
    return [part.item(row).text() for row in range(part.count())]


def codes(draft: SuggestionDraft) -> set[str]:
    return {one.code for one in draft.findings.checked.open}


def _keeps_back(draft: SuggestionDraft, count: int) -> bool:
    return len(draft.findings.checked.open) == count


def _proposes(draft: SuggestionDraft, count: int) -> bool:
    return len(lines(draft.evidence.proposals)) == count


def edited(draft: SuggestionDraft, **fields: object) -> None:
    """As if somebody had typed it."""
    draft.form.set_values(fields)
    for name in fields:
        draft.form.changed.emit(name)


def test_an_empty_form_says_what_is_missing_and_takes_it_back_while_one_types(
    opened: Opened, hands: Hands, qtbot: QtBot
) -> None:
    draft = opened()
    assert codes(draft) >= {"Q1", "Q5", "Q8", "Q11", "Q32"}
    draft.form.focus_field("title")
    hands.write("关于修复通组路的建议")
    qtbot.waitUntil(lambda: "Q1" not in codes(draft))
    draft.form.focus_field("situation")
    hands.write("路塌了")
    qtbot.waitUntil(lambda: "Q5" not in codes(draft) and "Q6" in codes(draft))


def test_enter_on_a_finding_selects_its_words_rare_characters_before_it_too(
    opened: Opened, kept: str, hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    edited(draft, situation=f"𬭎𬭎桥边{TEXT['situation']}其中贫困户12户。")
    qtbot.waitUntil(lambda: "Q29" in codes(draft))
    hands.press(Qt.Key.Key_F, with_control=True)
    assert draft.findings.list.hasFocus()
    hands.press(ENTER)
    editor = draft.form.editor("situation")
    assert isinstance(editor, QPlainTextEdit)
    assert editor.hasFocus()
    assert editor.textCursor().selectedText() == "贫困户"


def test_f4_goes_to_the_next_place_that_keeps_it_back(opened: Opened, kept: str, hands: Hands, qtbot: QtBot) -> None:
    draft = opened(kept)
    edited(draft, title="修路")
    qtbot.waitUntil(lambda: codes(draft) == {"Q2", "Q3"})
    hands.press(F4)
    assert draft.form.editor("title").hasFocus()


def test_a_doubt_is_let_stand_in_place_with_a_reason(
    opened: Opened, desk: Desk, kept: str, hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    edited(draft, title="关于通组路")
    qtbot.waitUntil(lambda: codes(draft) == {"Q2", "Q3"})
    for _ in range(2):
        before = len(draft.findings.checked.open)
        hands.press(Qt.Key.Key_F, with_control=True)
        hands.press(Qt.Key.Key_Home, Qt.Key.Key_Tab)
        assert draft.findings.reason.hasFocus()
        hands.write("代表坚持用这个标题")
        hands.press(ENTER)
        qtbot.waitUntil(partial(_keeps_back, draft, before - 1))
    assert [one.reason for one in desk.records.all(CheckOverride, suggestion=kept)] == ["代表坚持用这个标题"] * 2
    assert all("已保留" in line for line in lines(draft.findings.list)[-2:])
    assert not draft.findings.reason.isVisible()


def test_like_opinions_are_proposed_with_the_reason_and_added_by_enter(
    opened: Opened, desk: Desk, kept: str, opinions: list[str], hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    hands.press(Qt.Key.Key_N, with_control=True)
    qtbot.waitUntil(draft.evidence.proposals.hasFocus)
    assert len(lines(draft.evidence.proposals)) == 3
    assert all("同一类事、另外的人、" in line for line in lines(draft.evidence.proposals))
    for left in (2, 1, 0):
        hands.press(ENTER)
        qtbot.waitUntil(partial(_proposes, draft, left))
        draft.evidence.proposals.setFocus()
    assert set(desk.records.one(Suggestion, kept).origin_opinions) == set(opinions)
    assert {one.promoted_to for one in desk.records.several(Opinion, opinions).values()} == {kept}
    assert len(lines(draft.evidence.list)) == 5


def test_delete_takes_an_opinion_out_and_it_is_free_again(
    opened: Opened, desk: Desk, kept: str, opinions: list[str], hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    draft.evidence.list.setFocus()
    hands.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(lines(draft.evidence.list)) == 1)
    assert desk.records.one(Suggestion, kept).origin_opinions == (opinions[1],)
    assert desk.records.one(Opinion, opinions[0]).promoted_to == ""


def labels(menu: QMenu) -> list[str]:
    return [act.text().partition("\t")[0] for act in menu.actions() if act.text()]


def test_the_lists_beside_a_draft_copy_print_and_export_as_other_lists_do(
    opened: Opened, desk: Desk, kept: str, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    draft = opened(kept)
    part = draft.evidence.list
    assert labels(part.menu()) == ["打开", "移出", "复制这一格", "复制全部各行", "导出", "打印这张表"]
    assert labels(draft.cosigners.list.menu())[-2:] == ["导出", "打印这张表"]
    next(act for act in part.menu().actions() if act.text() == "复制全部各行").trigger()
    assert QGuiApplication.clipboard().text().split("\n") == [line.replace("\n", "\t") for line in lines(part)]
    part.setFocus()
    hands.press(Qt.Key.Key_E, with_control=True)
    export = draft._place.window.page()
    assert isinstance(export, ExportPage)
    export.form._group.button(1).setChecked(True)
    export.save(tmp_path / "依据.csv")
    qtbot.waitUntil((tmp_path / "依据.csv").is_file)
    qtbot.waitUntil(lambda: (tmp_path / "依据.csv").read_text("utf-8-sig").count("\n") == len(lines(part)) + 1)
    assert (tmp_path / "依据.csv").read_text("utf-8-sig").startswith("编号,日期,村（社区）,事项,人数")


def test_an_opinion_is_added_by_searching(
    opened: Opened, desk: Desk, kept: str, opinions: list[str], hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    draft.evidence.line.setFocus()
    hands.write("请安排修复")
    hands.press(ENTER)
    qtbot.waitUntil(lambda: len(lines(draft.evidence.list)) == 3)
    assert opinions[4] in desk.records.one(Suggestion, kept).origin_opinions


def test_the_lead_brings_level_term_and_phone(opened: Opened, desk: Desk, hands: Hands) -> None:
    deputy(desk, "王强", "COUNTY", term=18)
    draft = opened()
    draft.form.focus_field("lead_deputy")
    hands.write("wq")
    hands.press(ENTER)
    values = draft.form.values()
    assert (values["level"], values["term"], values["phone"]) == ("COUNTY", "18", "13912345678")


def test_cosigners_are_asked_and_confirmed_by_keys(
    opened: Opened, desk: Desk, kept: str, hands: Hands, qtbot: QtBot
) -> None:
    joins = deputy(desk, "郑淑珍")
    draft = opened(kept)
    draft.cosigners.line.setFocus()
    hands.write("zsz")
    hands.press(ENTER)
    qtbot.waitUntil(lambda: len(lines(draft.cosigners.list)) == 1)
    qtbot.waitUntil(lambda: "Q13" in codes(draft))
    draft.cosigners.list.setFocus()
    hands.press(ENTER)
    hands.write("dh")
    hands.press(ENTER)
    qtbot.waitUntil(lambda: [one.state for one in desk.records.all(Cosigning)] == ["CONFIRMED"])
    qtbot.waitUntil(lambda: "Q13" not in codes(draft))
    assert lines(draft.cosigners.list) == ["郑淑珍　已确认（11月23日，电话）"]
    assert desk.records.one(Suggestion, kept).cosigners == (joins,)


def test_one_who_does_not_join_is_said_so(opened: Opened, desk: Desk, kept: str, qtbot: QtBot) -> None:
    suggestions.ask(desk, kept, deputy(desk, "郑淑珍"))
    draft = opened(kept)
    draft.cosigners.declined.emit(suggestions.cosignings_of(desk, kept)[0].uid)
    qtbot.waitUntil(lambda: lines(draft.cosigners.list) == ["郑淑珍　不附议"])


def test_what_is_typed_is_kept_within_a_second_and_can_be_taken_up(
    opened: Opened, place: Workplace, desk: Desk, opinions: list[str], hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(opinions=(opinions[0],))
    draft.form.focus_field("situation")
    hands.write("塌方半年没有修")
    qtbot.waitUntil(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1, timeout=1500)
    (held,) = drafts.of_user(desk.store.database, desk.user.uid)
    assert held.form == "suggestion"
    page = SuggestionPage(place)
    again = page.draft()
    again.take_up(held)
    assert again.values()["situation"] == "塌方半年没有修"
    assert again.values()["origin_opinions"] == (opinions[0],)
    place.lay(page)


def test_what_was_emptied_before_a_draft_was_taken_up_is_emptied_and_nothing_else_is_changed(
    opened: Opened, place: Workplace, desk: Desk, kept: str, hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    edited(draft, analysis="", title="关于修复龙塘通组路的建议")
    draft.drafts.keep()
    qtbot.waitUntil(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1)
    suggestions.keep(desk, kept, {"proposals": "请在汛期前修通。"})
    (held,) = drafts.of_user(desk.store.database, desk.user.uid)
    page = SuggestionPage(place)
    page.take_up(held)
    place.lay(page)
    again = page.draft()
    assert again.values()["analysis"] == ""
    again.form.focus_field("title")
    hands.press(ENTER, with_control=True)
    qtbot.waitUntil(lambda: desk.records.one(Suggestion, kept).title == "关于修复龙塘通组路的建议")
    now = desk.records.one(Suggestion, kept)
    assert (now.analysis, now.proposals) == ("", "请在汛期前修通。")


def test_a_kept_draft_leaves_no_unfinished_form_behind(
    opened: Opened, desk: Desk, opinions: list[str], lead: str, hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(opinions=(opinions[0],))
    edited(draft, **{**draft_fields(lead), "term": "20"})
    draft.drafts.keep()
    draft.form.focus_field("title")
    hands.press(ENTER, with_control=True)
    qtbot.waitUntil(lambda: len(desk.records.all(Suggestion)) == 1)
    qtbot.waitUntil(lambda: draft.uid != "")
    assert drafts.of_user(desk.store.database, desk.user.uid) == []
    assert desk.records.one(Opinion, opinions[0]).promoted_to == draft.uid
    edited(draft, title="关于修复龙塘通组路的建议")
    hands.press(ENTER, with_control=True)
    qtbot.waitUntil(lambda: desk.records.one(Suggestion, draft.uid).title == "关于修复龙塘通组路的建议")


def test_keeping_leaves_the_keys_in_their_field_and_loses_nothing_that_is_typed_meanwhile(
    opened: Opened, desk: Desk, kept: str, hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    edited(draft, title="关于修复龙塘通组路的建议")
    draft.form.focus_field("title")
    hands.press(ENTER, with_control=True)
    edited(draft, situation="路又塌了")
    qtbot.waitUntil(lambda: desk.records.one(Suggestion, kept).title == "关于修复龙塘通组路的建议")

    def held() -> list[tuple[str, str | None]]:
        """What the unfinished forms hold: what was kept before these words has none of them yet."""
        found = drafts.of_user(desk.store.database, desk.user.uid)
        return [(one.content["uid"], one.content["values"].get("situation")) for one in found]

    qtbot.waitUntil(lambda: held() == [(kept, "路又塌了")])
    assert draft.form.editor("title").hasFocus()


def test_a_second_press_with_other_words_while_the_first_is_kept_makes_no_second_suggestion(
    opened: Opened, place: Workplace, opinions: list[str], lead: str, hands: Hands, qtbot: QtBot
) -> None:
    desk, jobs = place.desk, place.jobs
    draft = opened(opinions=(opinions[0],))
    edited(draft, **{**draft_fields(lead), "term": "20"})
    draft.form.focus_field("title")
    go_on = threading.Event()
    jobs.quick(partial(go_on.wait, 5), lambda _: None)
    hands.press(ENTER, with_control=True)
    edited(draft, situation="路又塌了")
    hands.press(ENTER, with_control=True)
    assert draft.notices.accessibleDescription() == desk_say.STILL_REGISTERING
    go_on.set()
    qtbot.waitUntil(lambda: draft.uid != "")
    assert draft.values()["situation"] == "路又塌了"
    hands.press(ENTER, with_control=True)
    qtbot.waitUntil(lambda: desk.records.one(Suggestion, draft.uid).situation == "路又塌了")
    assert len(desk.records.all(Suggestion)) == 1


def test_what_was_taken_back_is_not_said_to_be_on_its_way_to_the_disk(
    opened: Opened, desk: Desk, kept: str, qtbot: QtBot
) -> None:
    draft = opened(kept)
    before = draft.values()["title"]
    edited(draft, title="修路")
    edited(draft, title=before)
    qtbot.waitUntil(lambda: not draft.drafts.waits)
    assert draft.state.text() == ""
    assert drafts.of_user(desk.store.database, desk.user.uid) == []


def test_f9_says_everything_at_once_and_then_the_record_takes_the_place(
    opened: Opened, window: MainWindow, desk: Desk, kept: str, hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    edited(draft, title="修路", proposals="请高度重视。")
    draft.form.focus_field("title")
    hands.press(F9)
    qtbot.waitUntil(lambda: draft.notices.isVisible() and codes(draft) == {"Q2", "Q3", "Q6", "Q25"})
    assert desk.records.one(Suggestion, kept).state == "DRAFT"
    assert draft.form.editor("proposals").accessibleDescription() != ""
    edited(draft, title=TEXT["title"], proposals=TEXT["proposals"])
    hands.press(F9)
    qtbot.waitUntil(lambda: desk.records.one(Suggestion, kept).state == "SUBMITTED")
    page = window.page()
    assert isinstance(page, SuggestionPage)
    qtbot.waitUntil(lambda: isinstance(page.inner, RecordPage))
    assert {"withdraw", "amend"} <= {key.objectName() for key in page.inner.findChildren(QPushButton)}


def test_what_was_submitted_is_amended_and_withdrawn_on_its_page_by_keys(
    place: Workplace, window: MainWindow, desk: Desk, lead: str, hands: Hands, qtbot: QtBot
) -> None:
    uid = suggestions.promote(desk, five_opinions(desk)[:2], draft_fields(lead))[0].uid
    suggestions.submit(desk, uid)
    page = RecordPage(place, "suggestion", uid)
    place.lay(page)

    def done(act: str, words: str) -> Suggestion:
        next(key for key in page.findChildren(QPushButton, act) if key.isVisibleTo(page)).setFocus()
        hands.press(ENTER)
        hands.write(words)
        hands.press(ENTER, with_control=True)
        qtbot.waitUntil(lambda: page.form() is None)
        return desk.records.one(Suggestion, uid)

    amended = done("amend", "补充：请一并修复边沟。")
    assert (amended.state, amended.amendment, amended.amended_on) == ("SUBMITTED", "补充：请一并修复边沟。", desk.today)
    withdrawn = done("withdraw", "县里已经安排")
    assert (withdrawn.state, withdrawn.withdraw_reason) == ("WITHDRAWN", "县里已经安排")


def test_a_draft_is_put_away_after_a_question_in_the_page(
    opened: Opened, desk: Desk, kept: str, opinions: list[str], hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    draft.put_away()
    assert desk.records.one(Suggestion, kept).state == "DRAFT"
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: desk.records.one(Suggestion, kept).state == "WITHDRAWN")
    assert desk.records.one(Opinion, opinions[0]).promoted_to == ""


def test_f8_shows_the_paper(opened: Opened, window: MainWindow, kept: str, hands: Hands, qtbot: QtBot) -> None:
    draft = opened(kept)
    draft.form.focus_field("title")
    hands.press(F8)
    qtbot.waitUntil(lambda: isinstance(window.page(), PreviewPage))
    page = window.page()
    assert isinstance(page, PreviewPage)
    qtbot.waitUntil(lambda: page.shown() is not None)
    printed = page.shown()
    assert printed is not None
    assert printed.pages == 3


def test_a_double_is_shown_beside_the_draft(
    opened: Opened, window: MainWindow, desk: Desk, kept: str, hands: Hands, qtbot: QtBot
) -> None:
    suggestions.promote(desk, [], draft_fields(desk.records.one(Suggestion, kept).lead_deputy))
    draft = opened(kept)
    qtbot.waitUntil(lambda: codes(draft) == {"Q26"})
    hands.press(Qt.Key.Key_F, with_control=True)
    hands.press(ENTER)
    page = window.page()
    assert isinstance(page, ComparePage)
    assert [text.toPlainText().splitlines()[0] for text in page.texts] == [TEXT["title"]] * 2


def test_nothing_happens_while_an_input_method_composes(
    opened: Opened, desk: Desk, kept: str, compose: Typing, hands: Hands, qtbot: QtBot
) -> None:
    draft = opened(kept)
    for control in (draft.form.editor("title"), draft.evidence.line, draft.cosigners.line):
        control.setFocus()
        compose(control, "xiu")
        hands.press(F9)
        compose(control, "")
    qtbot.wait(50)
    assert desk.records.one(Suggestion, kept).state == "DRAFT"


def test_the_list_opens_and_begins(place: Workplace, window: MainWindow, kept: str, hands: Hands, qtbot: QtBot) -> None:
    page = place.open("suggestions")
    assert isinstance(page, ListPage)
    qtbot.waitUntil(page.table.hasFocus)
    assert "共 1 件" in page.accessibleDescription()
    hands.press(ENTER)
    found = window.page()
    assert isinstance(found, SuggestionPage)
    assert found.draft().uid == kept
    window.go_back()
    hands.press(Qt.Key.Key_F2)
    begun = window.page()
    assert isinstance(begun, SuggestionPage)
    assert begun.draft().uid == ""


def test_values_of_the_screen_make_a_suggestion(opened: Opened, kept: str) -> None:
    draft = opened(kept)
    assert suggestion_of(draft.values()).title == TEXT["title"]


def test_the_list_says_who_handles_it_until_when_what_came_and_how_it_was_judged(
    place: Workplace, lead: str, qtbot: QtBot
) -> None:
    desk = place.desk
    told = {"assigned_unit": "交通运输局", "assigned_on": "2026-10-01", "due_on": "2026-11-20", "state": "ASSIGNED"}
    perform(desk, [Ask("suggestion", "carry_over", {**draft_fields(lead), "submitted_on": "2026-09-01", **told})])
    answered = {"reply": "已经列入计划。", "reply_category": "PLANNED", "replied_on": "2026-10-08", "state": "REPLIED"}
    fields = {**draft_fields(lead), "submitted_on": "2026-08-01", **told, **answered}
    uid = perform(desk, [Ask("suggestion", "carry_over", fields)])[0].uid
    judged = {"work_satisfaction": "SATISFIED", "result_satisfaction": "SATISFIED", "evaluated_on": "2026-10-09"}
    perform(desk, [evaluate(desk, judged, uid)])
    page = place.open("suggestions")
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 2)
    heads, _, rows = page.table.lines(9)
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    running = next(one for one in found if not one["答复"])
    assert running["承办单位"] == "交通运输局"
    assert running["办理时限"] == "超期 3 天\n11月20日"
    done = next(one for one in found if one["答复"])
    assert done["答复"].endswith("10月8日")
    assert done["评价"] == "满意\n满意"
