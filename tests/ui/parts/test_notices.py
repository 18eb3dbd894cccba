from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.ui.parts.notices import BugDialog, NoticeBar

PHONE = "139 0855 1234"


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


def _keys(bar: NoticeBar) -> list[QPushButton]:
    return bar.findChildren(QPushButton)


def test_a_bar_with_nothing_to_say_is_not_there(bar: NoticeBar) -> None:
    assert not bar.isVisible()
    bar.tell("保存好了。")
    assert bar.isVisible()
    bar.clear()
    assert not bar.isVisible()


def test_every_problem_stands_in_words_with_a_key_to_its_field(bar: NoticeBar, qtbot: QtBot) -> None:
    labels = {"phone": "联系电话", "ask": "诉求"}
    bar.show_problems(
        [("phone", "少一位。", False), ("ask", "还没有写。", True), ("", "没有联网。", False)], labels.__getitem__
    )
    assert [key.text() for key in _keys(bar)] == ["联系电话", "诉求"]
    assert bar.accessibleDescription() == "少一位。\n还没有写。\n没有联网。"
    assert bar.property("tone") == "refused"
    with qtbot.waitSignal(bar.jump) as heard:
        qtbot.mouseClick(_keys(bar)[1], Qt.MouseButton.LeftButton)
    assert heard.args == ["ask"]


def test_warnings_alone_are_no_refusal(bar: NoticeBar) -> None:
    bar.show_problems([("phone", "像是座机。", False)], lambda _: "联系电话")
    assert bar.property("tone") == "told"


def test_no_problems_leave_nothing_to_say(bar: NoticeBar) -> None:
    bar.tell("保存好了。")
    bar.show_problems([], lambda field: field)
    assert not bar.isVisible()


def test_what_was_done_can_be_undone_beside_the_words(bar: NoticeBar, qtbot: QtBot) -> None:
    undone: list[bool] = []
    bar.offer("F-26-0031 保存好了。", "撤回", lambda: undone.append(True))
    qtbot.mouseClick(_keys(bar)[0], Qt.MouseButton.LeftButton)
    assert undone == [True]


def _error() -> Exception:
    try:
        int(PHONE)
    except ValueError as error:
        return error
    raise AssertionError


def test_the_key_of_the_sentence_before_is_gone_at_once(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.offer("还没有 2027 年的节假日安排", "节假日安排", lambda: None)
    (before,) = bar.findChildren(QPushButton)
    bar.offer("还没有 2028 年的节假日安排", "节假日安排", lambda: None)
    row = before.parentWidget()
    assert row is not None
    assert row.isHidden()


def test_the_report_of_a_bug_is_copied_whole(qtbot: QtBot) -> None:
    dialog = BugDialog("0.1.0", "logs/desk.log")
    qtbot.addWidget(dialog)
    dialog.show_error(_error())
    next(key for key in dialog.findChildren(QPushButton) if key.text() == "复制").click()
    copied = QGuiApplication.clipboard().text()
    assert copied == dialog.report()
    assert all(part in copied for part in ("0.1.0", "logs/desk.log", "builtins.ValueError", "test_notices.py"))


def test_the_report_of_a_bug_does_not_quote_what_was_typed(qtbot: QtBot) -> None:
    dialog = BugDialog("0.1.0", "logs/desk.log")
    qtbot.addWidget(dialog)
    dialog.show_error(_error())
    assert PHONE in str(_error())
    assert PHONE not in dialog.report()


def test_a_second_bug_is_added_to_the_dialog_of_the_first(qtbot: QtBot) -> None:
    dialog = BugDialog("0.1.0", "logs/desk.log")
    qtbot.addWidget(dialog)
    dialog.show_error(_error())
    dialog.show_error(KeyError("x"))
    assert "builtins.ValueError" in dialog.report()
    assert "builtins.KeyError" in dialog.report()
