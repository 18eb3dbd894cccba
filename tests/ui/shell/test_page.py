from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.ui.shell.page import KeyAct, Page, act_key


def _nothing() -> None:
    """An act that does nothing."""


def test_the_act_of_f2_is_the_large_key_with_its_key_beside_its_words(qtbot: QtBot) -> None:
    done: list[str] = []
    page = Page(
        "今日",
        "今天没有接待日。",
        {"F2": KeyAct("登记来访", lambda: done.append("F2")), "F3": KeyAct("安排", _nothing)},
    )
    qtbot.addWidget(page)
    page.show()
    main = page.findChild(QPushButton, "main")
    assert main is not None
    assert main.text() == "登记来访  F2"
    assert main.height() >= 36
    qtbot.mouseClick(main, Qt.MouseButton.LeftButton)
    assert done == ["F2"]


def test_a_page_without_a_main_act_has_no_large_key(qtbot: QtBot) -> None:
    page = Page("报表")
    qtbot.addWidget(page)
    page.show()
    main = page.findChild(QPushButton, "main")
    assert main is not None
    assert not main.isVisible()
    page.set_acts({"F2": KeyAct("打印", _nothing)})
    assert main.isVisible()


def test_a_page_says_its_title_to_those_who_hear_the_screen(qtbot: QtBot) -> None:
    page = Page("台账", "所有意见。")
    qtbot.addWidget(page)
    page.set_heading("意见台账", "所有村的意见。")
    assert (page.accessibleName(), page.accessibleDescription()) == ("意见台账", "所有村的意见。")


def test_a_key_beside_a_thing_does_its_act(qtbot: QtBot) -> None:
    done: list[str] = []
    key = act_key(KeyAct("作废这条登记", lambda: done.append("void")))
    qtbot.addWidget(key)
    assert key.text() == "作废这条登记"
    key.click()
    assert done == ["void"]


def test_a_title_without_a_space_takes_lines_and_never_widens_the_page(qtbot: QtBot) -> None:
    page = Page("长" * 300)
    qtbot.addWidget(page)
    assert page.minimumSizeHint().width() < 800
