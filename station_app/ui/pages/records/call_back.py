"""等我告知的: whom to call, what to tell them, and what they said: entered in the same place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain import waiting
from station_app.domain.identity import masked_name
from station_app.domain.problem import Rejected
from station_app.domain.records import Person, Telling
from station_app.services import visits
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.visits import ToTell
from station_app.text import explain
from station_app.text import finding as words_of
from station_app.text import visits as say
from station_app.ui.pages.visit.visit import short_with_check
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, let_go, paragraph, quotation, row_of, words_line
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace, short_at

TELL = ("fed_back_on", "fed_back_way", "fed_back_by", "deputy_told_on", "deputy_told_way")
RATE = ("satisfaction", "satisfaction_reason")
BY_PHONE = "PHONE"


class CallBackPage(Page):
    """The list, and under it the call that is open. Nothing that the speaker judges stands there beforehand."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.CALL_BACK, say.CALL_BACK_SENTENCE)
        self._place = place
        self.list = RecordList(place, replace(LIST, opens=lambda _place, one: self._open(one)))
        self.table = self.list.table
        self._slot = QVBoxLayout()
        self.call: CallSheet | None = None
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._slot)

    def entered(self) -> None:
        """Read again; a call that is open stays."""
        self.reload()
        if self.call is None:
            self.list.take_keys()  # Enter opens at once

    def reload(self) -> None:
        """Show who waits now."""
        days = [self._days(one) for one in self.list.read()]
        said = say.to_tell(len(days), max(days)) if days else ""
        self.set_heading(say.CALL_BACK, words_of.standing(said, say.CALL_BACK_SENTENCE))
        self._offer()

    def open_first(self) -> None:
        """Open the call to whoever has waited longest."""
        if self.list.lines:
            self._open(self.list.lines[0])

    def _days(self, one: ToTell) -> int:
        return waiting.days_waited(one.opinion.state, one.opinion.received_on, self._place.desk.today) or 0

    def _offer(self) -> None:
        acts = {"F5": KeyAct(say.CALL_BACK, self.reload), **self.list.acts()}
        if self.call is not None:
            acts |= {
                "F9": KeyAct(say.CALL_TELL, self._tell),
                "Ctrl+Return": KeyAct(say.CALL_TELL, self._tell),
                "F7": KeyAct(say.CALL_MISS, self._miss),
            }
        elif self.list.lines and self._place.may("telling", "register"):
            acts["F4"] = KeyAct(say.CALL_BACK, self.open_first)
        self.set_acts(acts)

    def _open(self, one: ToTell) -> None:
        self._close()
        self.notices.clear()
        keys = (self._tell, self._miss, self._reveal, partial(self._see, one.opinion.uid))
        self.call = CallSheet(self._place, one, keys)
        EscapeKey(self.call, self._give_up)
        self._slot.addWidget(self.call)
        self.call.show()
        self.call.tell.focus_field("fed_back_way")
        self._offer()

    def _tell(self) -> None:
        call, desk = self.call, self._place.desk
        if call is None:
            return
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        told, rating = call.tell.values(), {name: value for name, value in call.rate.values().items() if value}
        work = partial(visits.tell, desk, call.one.opinion.uid, told, rating)
        self._place.jobs.save(work, self._told, self._refused, owner=self)

    def _told(self, _done: Sequence[Done]) -> None:
        number = self.call.one.opinion.number if self.call else ""
        self._settled(say.CALL_TOLD.format(number=short_with_check(number), rated=self._rating()))

    def _rating(self) -> str:
        code = str(self.call.rate.values()["satisfaction"]) if self.call else ""
        return say.rated(self._place.desk.codes.name_of("satisfaction", code)) if code else ""

    def _miss(self) -> None:
        call, desk = self.call, self._place.desk
        if call is not None:
            said = say.missed(call.one.tries + 1, short_with_check(call.one.opinion.number))
            work = partial(visits.miss, desk, call.one.opinion.uid)
            self._place.jobs.save(work, lambda _done: self._settled(said), self._refused, owner=self)

    def _reveal(self) -> None:
        call, desk = self.call, self._place.desk
        if call is None or not call.one.person:
            return
        person = call.one.person

        def work() -> str:
            perform(desk, [Ask("person", "reveal", {}, person)])
            return desk.records.one(Person, person).phone

        self._place.jobs.quick(work, call.show_phone, self._refused, owner=call)

    def _see(self, opinion: str) -> None:
        self._place.record("opinion", opinion)

    def _settled(self, sentence: str) -> None:
        row = self.table.currentIndex().row()
        self._close()
        self.reload()
        self.notices.tell(sentence)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.go_to(max(0, row))

    def _refused(self, rejected: Rejected) -> None:
        problems = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self.call.show_problems(problems) if self.call else problems
        self.notices.show_problems([("", sentence, refuses) for _, sentence, refuses in left], str)

    def _give_up(self) -> None:
        self._close()
        self._offer()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        if self.call is not None:
            let_go(self._slot, self.call)
            self.call = None


def _result(desk: Desk, one: ToTell) -> str:
    return desk.codes.name_of("result_degree", one.opinion.result_degree)


def _tried(desk: Desk, one: ToTell) -> str:
    return say.tries(one.tries, words_of.short_day(one.tried_on, desk.today))


NUMBER, NAME, PHONE, TITLE, RESULT, TRIED = say.CALL_HEADS
LIST = ListSpec(
    say.CALL_BACK,
    (
        ListColumn(
            NUMBER,
            104,
            lambda desk, one: short_at(desk, one.opinion.number, one.opinion.uid),
            cell=lambda _desk, one: one.opinion.number,
        ),
        ListColumn(
            NAME,
            150,
            lambda _desk, one: words_of.party(one.name, one.headcount),
            cell=lambda _desk, one: masked_name(one.name),
            full=lambda _desk, one: one.name,
        ),
        ListColumn(
            PHONE,
            150,
            lambda _desk, one: one.phone or say.NO_PHONE.format(reason=one.other_way),
            is_personal=True,
        ),
        ListColumn(TITLE, 0, lambda _desk, one: one.opinion.title),
        ListColumn(RESULT, 170, _result),
        ListColumn(TRIED, 150, _tried),
    ),
    say.CALL_BACK_EMPTY,
    visits.waiting_to_hear,
)


class CallSheet(Sheet):
    """One call: who, at which number, what to tell them, what they said. `keys` do: tell, miss, reveal, see."""

    def __init__(self, place: Workplace, one: ToTell, keys: Sequence[Callable[[], None]]) -> None:
        tell, miss, reveal, see = keys
        super().__init__(f"{words_of.party(one.name, one.headcount)}  {one.opinion.title}")
        self.one = one
        self._phone = paragraph(one.phone or say.NO_PHONE.format(reason=one.other_way), "large")
        self._reveal = act_key(KeyAct(say.CALL_REVEAL, reveal))
        self._reveal.setProperty("role", "link")
        self._reveal.setAutoDefault(True)
        see_key = act_key(KeyAct(say.OPEN_WHOLE, see))
        see_key.setProperty("role", "link")
        see_key.setAutoDefault(True)
        self.tell = RecordForm(Telling, place.sources, only=TELL)
        self.rate = RecordForm(Telling, place.sources, only=RATE)
        today = place.desk.today
        self.tell.set_values({"fed_back_on": today, "fed_back_by": place.desk.user.name})
        if one.phone:
            self.tell.set_values({"fed_back_way": BY_PHONE})
        self._phone.setWordWrap(False)
        self.column.addLayout(row_of(self._phone, self._reveal, see_key))
        self._reveal.setVisible(bool(one.phone))  # only now: a key without a parent would open a window
        self.column.addWidget(words_line(say.CALL_RESULT, "hint"))
        self.column.addWidget(quotation(one.opinion.result))
        self.column.addWidget(self.tell)
        self.column.addWidget(self.rate)
        self._add_keys(tell, miss)

    def show_phone(self, phone: str) -> None:
        """The number in full: that it was seen stands in the journal."""
        self._phone.setText(phone)
        self._reveal.hide()

    def show_problems(self, problems: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Say problems under their fields; those of no field here are given back."""
        left = self.rate.show_problems(self.tell.show_problems(problems))
        for name, _, refuses in problems:
            for form in (self.tell, self.rate):
                if refuses and name in form.values():
                    form.focus_field(name)
                    return left
        return left

    def _add_keys(self, tell: Callable[[], None], miss: Callable[[], None]) -> None:
        do = act_key(KeyAct(say.CALL_TELL, tell), "F9")
        do.setObjectName("do")
        do.setProperty("role", "next")
        missed = act_key(KeyAct(say.CALL_MISS, miss), "F7")
        for key in (do, missed):
            key.setAutoDefault(True)
        self.column.addLayout(row_of(QWidget(), missed, do, stretch_after=0))
        self.tell.ended.connect(self.rate.focus_first)
        self.rate.ended.connect(do.setFocus)
