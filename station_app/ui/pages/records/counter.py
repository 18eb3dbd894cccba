"""柜台查询: who comes and asks what became of their word: who they are at the left, what to say at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.numbering import short_with_check
from station_app.services import counter
from station_app.services.counter import Answer, Told
from station_app.services.own_data import counter_sheet
from station_app.text import telling as say
from station_app.ui.pages.records.versions import versions_at_counter
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, let_go, row_of, words_line
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

NAME, PHONE, NUMBER = "name", "phone", "number"
LEFT_WIDTH = 376


class CounterPage(Page):
    """Three lines, what was found, and what may be told of it. F4 clears everything before the next one comes."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.COUNTER, say.COUNTER_SENTENCE)
        self._place = place
        self.answer = Answer()
        self.form = PlainForm(
            (
                PlainLine(NUMBER, say.COUNTER_NUMBER, is_latin=True),
                PlainLine(NAME, say.COUNTER_NAME),
                PlainLine(PHONE, say.COUNTER_PHONE, is_latin=True),
            )
        )
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.table.horizontalHeader().hide()
        self.table.selected.connect(lambda _id: self._show())
        self._slot = QVBoxLayout()
        self.told: Sheet | None = None
        ask = KeyAct(say.COUNTER_ASK, self.ask)
        self._ask_key = act_key(ask, "F9")
        self._ask_key.setAutoDefault(True)
        self._ask_key.setProperty("role", "next")
        self.form.ended.connect(self.ask)
        self.body.addLayout(self._laid_out(), 1)
        self.clear()

    def _laid_out(self) -> QHBoxLayout:
        asked, left = Sheet(), QWidget()
        asked.column.addWidget(self.form)
        asked.column.addLayout(row_of(self._ask_key))
        left.setFixedWidth(LEFT_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(asked)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        across = QHBoxLayout()
        across.setSpacing(GRID * 2)
        across.addWidget(left)
        across.addLayout(self._slot, 1)
        return across

    def entered(self) -> None:
        """The number takes the keys; after a look at something else what was found is still there."""
        if not self.answer.matters:
            self.form.focus_field(NUMBER)

    def ask(self) -> None:
        """Look up what may be told."""
        number, name, phone = (self.form.value(one).strip() for one in (NUMBER, NAME, PHONE))
        if not number and not (name and phone):
            self.notices.show_problems([("", say.COUNTER_FILL, False)], str)
            self.form.focus_field(NUMBER if not name else PHONE)
            return
        work = partial(counter.ask, self._place.desk, number=number, name=name, phone=phone)
        self._place.jobs.quick(work, self._found, owner=self)

    def clear(self) -> None:
        """Forget everything: the next one must not see it."""
        self.form.clear(NUMBER, NAME, PHONE)
        self.notices.clear()
        self.set_heading(say.COUNTER, say.COUNTER_SENTENCE)
        self._put(Answer())
        self.form.focus_field(NUMBER)

    def _found(self, answer: Answer) -> None:
        self._put(answer)
        if answer.matters:
            self.notices.clear()
            self.set_heading(say.COUNTER, say.counter_found(len(answer.matters)))
            self.list.take_keys()
        else:
            self.set_heading(say.COUNTER, say.COUNTER_SENTENCE)
            self.notices.show_problems([("", say.COUNTER_NOTHING, False)], str)
            self.form.focus_field(NUMBER if self.form.value(NUMBER) else NAME)

    def _put(self, answer: Answer) -> None:
        self.answer = answer
        self.list.show(answer.matters)
        self.table.setVisible(bool(answer.matters))
        self._show()

    def _show(self) -> None:
        """What may be told of the matter that the arrows are at."""
        if self.told is not None:
            let_go(self._slot, self.told)
        acts = self._offered()
        one = self.list.current() if self.answer.matters else None
        self.told = _sheet(one)
        keys = [act_key(acts[key], key) for key in ("F6", "F8", "Ctrl+O", "F4", "F7") if key in acts]
        for key in keys:
            key.setAutoDefault(True)
        if keys:
            self.told.column.addLayout(row_of(QWidget(), *keys, stretch_after=0))
        self._slot.addWidget(self.told)
        self.told.show()
        self.set_acts(acts)

    def _offered(self) -> dict[str, KeyAct]:
        acts = {"F9": KeyAct(say.COUNTER_ASK, self.ask)}
        one = self.list.current() if self.answer.matters else None
        if self.answer.persons:
            acts["F6"] = KeyAct(say.COUNTER_OWN, self._print_own)
        if one is not None:
            acts["F8"] = KeyAct(say.COUNTER_PRINT, self._print)
            acts["Ctrl+O"] = KeyAct(say.OPEN_MATTER, self._open)
            acts["F4"] = KeyAct(say.COUNTER_NEXT, self.clear)
            if one.is_owed and self._place.may("telling", "register"):
                acts["F7"] = KeyAct(say.COUNTER_TELL, self._tell)
        return acts

    def _tell(self) -> None:
        """Go to the call list, at this one: they hear it now, and it is written down there."""
        if (one := self.list.current()) is not None:
            self._place.open("call_back", one.opinion.uid)

    def _open(self) -> None:
        if (one := self.list.current()) is not None:
            self._place.record("opinion", one.opinion.uid)

    def _print(self) -> None:
        if (one := self.list.current()) is not None:
            self._place.show_print(versions_at_counter(self._place.desk, one.opinion))

    def _print_own(self) -> None:
        desk, persons = self._place.desk, self.answer.persons
        sheets = {say.own_sheet(turn): partial(counter_sheet, desk, uid) for turn, uid in enumerate(persons)}
        self._place.show_print(sheets)


def _sheet(one: Told | None) -> Sheet:
    """What is read to them, in large type."""
    sheet = Sheet(short_with_check(one.number) if one else "")
    content = QWidget()
    content.setObjectName("on_sheet")
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    if one is None:
        column.addWidget(words_line(say.COUNTER_WAITS, "hint"), 0, Qt.AlignmentFlag.AlignTop)
    elif one.is_hidden:
        column.addWidget(words_line(say.COUNTER_HIDDEN, "warning"))
    for line in one.lines if one else ():
        column.addWidget(words_line(line, "lead"))
    column.addStretch(1)
    sheet.column.addWidget(scrolled(content), 1)
    return sheet


LIST: ListSpec[Told] = ListSpec(
    say.COUNTER,
    (
        ListColumn(
            say.COUNTER_HEAD,
            0,
            lambda desk, one: f"{one.opinion.title}\n{desk.codes.name_of('opinion_state', one.opinion.state)}",
        ),
    ),
    "",
    two_lines=True,
)
"""What was found. It leaves neither on paper nor as a file."""
