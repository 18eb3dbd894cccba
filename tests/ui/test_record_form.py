from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodQueryEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station_app import paths
from station_app.domain.field import Kind, fields_of
from station_app.domain.records import RECORDS, Deputy, Opinion, Person, ReceptionDay, Suggestion, User, Visit
from station_app.ui.parts.editors import DayEditor, FlagEditor, ManyEditor, ProseEditor, TickEditor
from station_app.ui.parts.pick import PickLine
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.shell import keys
from station_app.ui.shell.keys import ComposingWatch
from station_app.ui.shell.page import scrolled
from station_app.ui.shell.sources import Sources
from tests.ui.conftest import Typing

MATTER = ("title", "category", "urgency", "verbatim", "ask", "affected_people", "told_on", "answered_by")


@pytest.fixture
def form(sources: Sources, qtbot: QtBot) -> RecordForm:
    """One matter, shown, with the focus in its first field."""
    form = RecordForm(Opinion, sources, only=MATTER)
    qtbot.addWidget(form)
    form.resize(1000, 700)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    form.focus_first()
    return form


def _focus(form: RecordForm) -> str:
    focused = form.focusWidget()
    return "" if focused is None else focused.accessibleName()


def test_a_form_asks_for_every_field_that_is_not_given(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(ReceptionDay, sources)
    qtbot.addWidget(form)
    form.show()
    wanted = [spec.name for spec in fields_of(ReceptionDay) if not spec.given and spec.name != "uid"]
    assert list(form.values()) == wanted
    assert all(form.findChild(QWidget, name) is not None for name in wanted)


@pytest.mark.parametrize("record_class", RECORDS)
def test_every_record_of_the_office_has_a_form_with_the_shipped_code_lists(
    record_class: type, sources: Sources, qtbot: QtBot
) -> None:
    form = RecordForm(record_class, replace(sources, codes=paths.code_book()))
    qtbot.addWidget(form)
    form.show()
    assert [spec.name for spec in form.missing()] == [
        spec.name
        for spec in fields_of(record_class)
        if spec.required and not spec.given and spec.kind not in (Kind.UID, Kind.FLAG)
    ]


def test_words_that_no_deputy_has_do_not_hold_enter_back(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("answered_by")
    qtbot.keyClicks(form.focusWidget(), "xyz")
    with qtbot.waitSignal(form.ended):
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.values()["answered_by"] == ("xyz",)


def test_a_section_stands_in_the_order_that_was_asked_for(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Person, sources, only=("phone", "name"))
    qtbot.addWidget(form)
    assert list(form.values()) == ["phone", "name"]


def test_nothing_that_a_person_must_judge_is_preset(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Opinion, sources, only=("sensitivity", "urgency"))
    qtbot.addWidget(form)
    assert form.values() == {"sensitivity": "", "urgency": ""}
    editor = form.editor("sensitivity")
    assert isinstance(editor, PickLine)
    assert editor.placeholderText() == "不选即：一般"


def test_a_usual_count_is_there_already(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Visit, sources, only=("headcount",))
    qtbot.addWidget(form)
    assert form.values() == {"headcount": "1"}


def test_every_control_says_its_label_to_those_who_hear_the_screen(form: RecordForm) -> None:
    assert [form.editor("title").accessibleName(), form.editor("told_on").accessibleName()] == ["标题", "告知日期"]
    answered_by = form.editor("answered_by")
    assert isinstance(answered_by, ManyEditor)
    assert answered_by.line.accessibleName() == "答复代表"


def test_a_form_that_is_not_shown_makes_no_controls_and_keeps_what_it_is_told(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Opinion, sources, only=MATTER)
    qtbot.addWidget(form)
    form.set_values({"title": "通组路塌方", "category": "0206"})
    form.show_field("ask", is_shown=False)
    assert form.show_problems([("title", "太长了", True), ("unit", "不在", True)]) == [("unit", "不在", True)]
    assert form.findChildren(QWidget) == []
    held, missing = form.values(), [spec.name for spec in form.missing()]
    form.show()
    assert form.findChildren(QWidget) != []
    assert form.values() == held
    assert [spec.name for spec in form.missing()] == missing
    assert form.editor("title").accessibleDescription() == "太长了"
    assert form.editor("ask").isHidden()


def test_tab_leads_through_forms_as_they_stand_however_late_they_are_made(sources: Sources, qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    first, seldom = (
        RecordForm(Person, sources, only=("name", "phone")),
        RecordForm(Person, sources, only=("birth_year",)),
    )
    above, key = QPushButton("F2"), QPushButton("F9")
    for part in (above, first, seldom, key):
        column.addWidget(part)
    seldom.hide()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.isActiveWindow)
    seldom.show()
    above.setFocus()
    takes_keys: list[QWidget | None] = []
    while (control := QApplication.focusWidget()) not in takes_keys:
        takes_keys.append(control)
        qtbot.keyClick(page, Qt.Key.Key_Tab)
    assert takes_keys == [above, first.editor("name"), first.editor("phone"), seldom.editor("birth_year"), key]


def test_what_a_form_lies_in_outlives_a_search_for_rubbish(sources: Sources, qtbot: QtBot) -> None:
    """Qt's binding takes who is asked for its neighbour in the focus chain for that neighbour's owner."""
    page, gone = QWidget(), []
    qtbot.addWidget(page)
    column = QVBoxLayout(page)

    def lay() -> None:
        content = QWidget()
        inner = QVBoxLayout(content)
        column.addWidget(scrolled(content))
        form = RecordForm(Person, sources, only=("name",))
        inner.addWidget(form)
        form.destroyed.connect(lambda: gone.append("form"))

    lay()
    page.show()
    gc.collect()
    assert gone == []


def test_values_come_back_as_they_were_set(form: RecordForm) -> None:
    values: dict[str, object] = {
        "title": "路灯",
        "category": "0202",
        "urgency": "URGENT",
        "verbatim": "灯坏了\n三个月",
        "ask": "修",
        "affected_people": "12",
        "told_on": "2026-03-09",
        "answered_by": ("a" * 32, "c" * 32),
    }
    form.set_values(values)
    assert form.values() == values


def test_setting_values_is_not_a_persons_change(form: RecordForm, qtbot: QtBot) -> None:
    heard: list[str] = []
    form.changed.connect(heard.append)
    form.set_values({"title": "路灯", "verbatim": "灯坏了", "answered_by": ("a" * 32,)})
    assert heard == []
    qtbot.keyClicks(form.editor("title"), "x")
    assert heard == ["title"]


def test_enter_goes_on_and_shift_enter_goes_back(form: RecordForm, qtbot: QtBot) -> None:
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert _focus(form) == "类别"
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert _focus(form) == "急缓"
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert _focus(form) == "类别"


def test_enter_in_a_choice_takes_the_pick_and_goes_on(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("category")
    qtbot.keyClicks(form.focusWidget(), "ld")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.values()["category"] == "0202"
    assert _focus(form) == "急缓"


def test_enter_is_a_new_line_in_the_speakers_words_and_f6_leaves_them(
    form: RecordForm, qtbot: QtBot, type_chinese: Typing
) -> None:
    form.focus_field("verbatim")
    type_chinese(form.editor("verbatim"), "灯坏了")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    type_chinese(form.editor("verbatim"), "没人修")
    assert form.values()["verbatim"] == "灯坏了\n没人修"
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_F6)
    assert _focus(form) == "诉求"
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert _focus(form) == "原话"
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    assert _focus(form) == "诉求"
    assert form.values()["verbatim"] == "灯坏了\n没人修"


def test_enter_does_not_leave_a_field_whose_word_is_still_in_the_making(
    form: RecordForm, qtbot: QtBot, compose: Typing, type_chinese: Typing
) -> None:
    ComposingWatch(form)
    title = form.editor("title")
    title.clearFocus()
    form.focus_first()
    compose(title, "ludeng")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert _focus(form) == "标题"
    assert form.values()["title"] == ""
    type_chinese(title, "路灯")
    assert form.values()["title"] == "路灯"
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert _focus(form) == "类别"


def test_enter_in_the_last_field_says_that_the_form_has_ended(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Person, sources, only=("name", "phone"))
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    form.focus_field("phone")
    with qtbot.waitSignal(form.ended):
        qtbot.keyClick(form.editor("phone"), Qt.Key.Key_Return)


def test_a_day_is_read_when_it_is_left_and_then_stands_in_words(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("told_on")
    told_on = form.editor("told_on")
    assert isinstance(told_on, QLineEdit)
    qtbot.keyClicks(told_on, "3.9")
    assert form.values()["told_on"] == "3.9"
    qtbot.keyClick(told_on, Qt.Key.Key_Return)
    assert form.values()["told_on"] == "2026-03-09"
    assert told_on.text() == "2026年3月9日 星期一"
    form.focus_field("told_on")
    assert told_on.text() == "2026-03-09"


def test_a_day_that_cannot_be_read_stays_as_it_was_typed(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("told_on")
    qtbot.keyClicks(form.editor("told_on"), "31.2")
    form.focus_first()
    assert form.values()["told_on"] == "31.2"


def test_a_count_that_cannot_be_read_does_not_become_the_usual_one(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Visit, sources, only=("headcount", "place"))
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    form.focus_field("headcount")
    qtbot.keyClicks(form.editor("headcount"), "3x")
    form.focus_field("place")
    assert form.values()["headcount"] == "3x"


def test_full_width_digits_become_a_plain_number(form: RecordForm, type_chinese: Typing) -> None:
    form.focus_field("affected_people")
    type_chinese(form.editor("affected_people"), "３")
    form.focus_first()
    assert form.values()["affected_people"] == "3"


def test_several_deputies_are_picked_by_name_and_backspace_takes_the_last_away(
    form: RecordForm, qtbot: QtBot, type_chinese: Typing
) -> None:
    form.focus_field("answered_by")
    answered_by = form.editor("answered_by")
    assert isinstance(answered_by, ManyEditor)
    for name in ("秦", "王"):
        type_chinese(answered_by.line, name)
        qtbot.keyClick(answered_by.line, Qt.Key.Key_Return)
    assert form.values()["answered_by"] == ("a" * 32, "c" * 32)
    assert _focus(form) == "答复代表"
    qtbot.keyClick(answered_by.line, Qt.Key.Key_Backspace)
    assert form.values()["answered_by"] == ("a" * 32,)


def test_a_short_list_has_boxes_to_tick(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(User, sources, only=("roles",))
    qtbot.addWidget(form)
    roles = form.editor("roles")
    assert isinstance(roles, TickEditor)
    roles.controls()[1].click()  # type: ignore[attr-defined]  # the controls of boxes are boxes
    assert form.values()["roles"] == ("ADMIN",)


def test_what_is_missing_is_listed_in_the_forms_order(form: RecordForm, type_chinese: Typing) -> None:
    type_chinese(form.editor("title"), "路灯")
    type_chinese(form.editor("verbatim"), "  \n")
    assert [spec.label for spec in form.missing()] == ["类别", "急缓", "原话", "诉求"]


def test_a_problem_stands_under_its_field_until_the_field_is_changed(form: RecordForm, qtbot: QtBot) -> None:
    problems = [
        ("title", "标题太长了。", True),
        ("title", "标题有一个看不见的字。", False),
        ("phone", "少一位。", True),
    ]
    assert form.show_problems(problems) == [("phone", "少一位。", True)]
    shown = [label for label in form.findChildren(QLabel) if label.property("role") == "problem" and label.isVisible()]
    assert [label.text() for label in shown] == ["标题太长了。\n标题有一个看不见的字。"]
    assert form.editor("title").accessibleDescription() == "标题太长了。\n标题有一个看不见的字。"
    qtbot.keyClicks(form.editor("title"), "x")
    assert not shown[0].isVisible()


def test_the_wheel_does_not_change_what_has_no_focus(form: RecordForm) -> None:
    form.editor("verbatim").put("\n".join(str(number) for number in range(60)))
    verbatim = form.editor("verbatim")
    assert isinstance(verbatim, ProseEditor)
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = verbatim.verticalScrollBar().value()
    QApplication.sendEvent(verbatim.viewport(), turn)
    assert verbatim.verticalScrollBar().value() == before


def test_a_long_text_grows_with_what_is_written_and_then_scrolls(form: RecordForm) -> None:
    verbatim = form.editor("verbatim")
    assert isinstance(verbatim, QPlainTextEdit)
    heights = []
    for lines in (1, 8, 12, 60):
        verbatim.setPlainText("\n".join(["字"] * lines))
        heights.append(verbatim.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_every_control_is_at_least_36_pixels_high(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Opinion, sources, only=MATTER)
    qtbot.addWidget(form)
    form.show()
    for name in MATTER:
        editor = form.editor(name)
        control = editor.line if isinstance(editor, ManyEditor) else editor
        assert control.height() >= 36, name


def test_a_flag_is_a_box_with_its_own_words(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Suggestion, sources, only=("want_contact",))
    qtbot.addWidget(form)
    box = form.editor("want_contact")
    assert isinstance(box, FlagEditor)
    assert box.text() == "希望加强联系沟通"
    form.set_values({"want_contact": True})
    assert form.values() == {"want_contact": True}


def test_a_cleared_form_is_as_it_was_at_first(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Deputy, sources, only=("name", "phone", "born_on"))
    qtbot.addWidget(form)
    first = form.values()
    form.set_values({"name": "秦彬", "born_on": "1970-01-01"})
    form.clear()
    assert form.values() == first


def test_a_digit_after_which_nothing_can_follow_goes_on_and_the_enter_of_habit_does_nothing(
    form: RecordForm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    form.focus_field("urgency")
    qtbot.keyClicks(form.focusWidget(), "2")
    assert form.values()["urgency"] == "URGENT"
    assert _focus(form) == "原话"
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.values()["verbatim"] == ""
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.values()["verbatim"] == "\n"
    form.focus_field("urgency")
    qtbot.keyClicks(form.focusWidget(), "1")
    monkeypatch.setattr(keys, "ECHO_S", 0.0)
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.values()["verbatim"] != "\n"


def test_a_number_that_may_go_on_waits_for_its_rest(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("category")
    qtbot.keyClicks(form.focusWidget(), "02")
    assert _focus(form) == "类别"
    qtbot.keyClicks(form.focusWidget(), "01")
    assert (form.values()["category"], _focus(form)) == ("0201", "急缓")


def test_a_digit_in_the_last_field_stays_there(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Opinion, sources, only=("title", "urgency"))
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    form.focus_field("urgency")
    qtbot.keyClicks(form.focusWidget(), "1")
    assert (form.values()["urgency"], _focus(form)) == ("NORMAL", "急缓")


def test_enter_passes_over_what_needs_no_answer_and_tab_does_not(form: RecordForm, qtbot: QtBot) -> None:
    form.passes = lambda name: name == "category"
    form.focus_first()
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert _focus(form) == "急缓"
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert _focus(form) == "类别"


@pytest.fixture
def day(form: RecordForm) -> DayEditor:
    editor = form.editor("told_on")
    assert isinstance(editor, DayEditor)
    form.focus_field("told_on")
    return editor


def month_of(form: RecordForm) -> QCalendarWidget:
    found = form.window().findChild(QCalendarWidget, "month")
    assert found is not None
    return found


def test_a_day_is_picked_from_a_month_by_keys_and_enter_goes_on(form: RecordForm, day: DayEditor, qtbot: QtBot) -> None:
    qtbot.keyClick(day, Qt.Key.Key_Down)
    assert day.is_open
    assert month_of(form).selectedDate().toString(Qt.DateFormat.ISODate) == "2026-11-23"
    assert form.window().rect().contains(month_of(form).geometry())
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_Left):
        qtbot.keyClick(day, key)
    assert day.value() == ""
    qtbot.keyClick(day, Qt.Key.Key_Return)
    assert not day.is_open
    assert day.value() == "2026-10-31"
    assert day.text() == "2026年10月31日 星期六"
    assert form.focusWidget() is not day


def test_the_month_opens_at_the_day_that_was_typed(form: RecordForm, day: DayEditor, qtbot: QtBot) -> None:
    qtbot.keyClicks(day, "3.9")
    qtbot.keyClick(day, Qt.Key.Key_Down)
    assert month_of(form).selectedDate().toString(Qt.DateFormat.ISODate) == "2026-03-09"


def test_escape_and_typing_leave_the_day_as_it_was(form: RecordForm, day: DayEditor, qtbot: QtBot) -> None:
    day.put("2026-03-09")
    qtbot.keyClick(day, Qt.Key.Key_Down)
    qtbot.keyClick(day, Qt.Key.Key_Down)
    qtbot.keyClick(day, Qt.Key.Key_Escape)
    assert (day.is_open, day.value()) == (False, "2026-03-09")
    qtbot.keyClick(day, Qt.Key.Key_Down)
    qtbot.keyClicks(day, "1")
    assert not day.is_open
    assert form.isVisible()


def test_a_click_at_the_right_end_opens_the_month_and_one_in_it_takes_the_day(
    form: RecordForm, day: DayEditor, qtbot: QtBot
) -> None:
    qtbot.mouseClick(day, Qt.MouseButton.LeftButton, pos=day.rect().center())
    assert not day.is_open
    qtbot.mouseClick(day, Qt.MouseButton.LeftButton, pos=QPoint(day.width() - 8, 12))
    assert day.is_open
    month_of(form).setSelectedDate(QDate(2026, 11, 2))
    month_of(form).clicked.emit(QDate(2026, 11, 2))
    assert (day.is_open, day.value()) == (False, "2026-11-02")


def test_a_narrow_form_has_one_column_and_a_wide_one_its_own(sources: Sources, qtbot: QtBot) -> None:
    form = RecordForm(Opinion, sources, only=MATTER)
    qtbot.addWidget(form)
    form.resize(1000, 700)
    form.show()
    qtbot.waitUntil(lambda: form.editor("category").x() > form.editor("title").x())
    across = {name: form.editor(name).x() for name in ("title", "category")}
    form.resize(520, 900)
    qtbot.waitUntil(lambda: form.editor("category").x() == form.editor("title").x())
    form.resize(1000, 700)
    qtbot.waitUntil(lambda: form.editor("category").x() == across["category"])


@pytest.mark.parametrize(
    ("field", "hint", "lets_in"),
    [
        ("phone", Qt.InputMethodHint.ImhDialableCharactersOnly, True),
        ("id_number", Qt.InputMethodHint.ImhLatinOnly, False),
        ("birth_year", Qt.InputMethodHint.ImhPreferNumbers, True),
    ],
)
def test_a_field_says_to_the_input_method_what_it_holds(
    sources: Sources, qtbot: QtBot, field: str, hint: Qt.InputMethodHint, lets_in: bool
) -> None:
    form = RecordForm(Person, replace(sources, codes=paths.code_book()))
    qtbot.addWidget(form)
    form.show()
    editor = form.editor(field)
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(editor, asked)
    assert editor.inputMethodHints() & hint
    assert asked.value(Qt.InputMethodQuery.ImEnabled) is lets_in
