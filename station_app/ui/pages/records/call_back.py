"""等我告知的: on the left who is owed which answer, on the right what to say to one of them and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station_app.domain.identity import masked_name
from station_app.domain.problem import Rejected
from station_app.domain.records import Person, Telling
from station_app.services import agenda, telling
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.telling import ToTell
from station_app.text import explain
from station_app.text import finding as words_of
from station_app.text import telling as say
from station_app.ui.pages.records.versions import versions_of_answer
from station_app.ui.parts.choice_keys import ChoiceKeys
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, let_go, paragraph, row_of, words_line
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace, short_at

SHOWN = 500
"""So many who have waited longest are listed: nobody calls more in a day, and the heading says how many there are."""

LIST_WIDTH, STACKED_UNDER, STACKED_HIGH, SCRIPT_HIGH = 376, 960, 120, 160
"""Pixels: the list's width, under which width of the page it stands above the call, and how high it is there; the
least height of what is said."""

BY_PHONE = "PHONE"
YES, NO, COMES = "YES", "NO", "COMES"
"""What came of a call (code list `reached`), by the digits 1 2 3."""
DIGITS = {"1": YES, "2": NO, "3": COMES}
JUDGEMENTS = ("SATISFIED", "BASICALLY", "DISSATISFIED", "NOT_STATED")
DISSATISFIED = "DISSATISFIED"
SPEAKER, FAMILY = "speaker", "family"
FIELDS = ("fed_back_way", "comes_on", "satisfaction_reason", "told_whom")
FIELD_OF = {
    say.WAY: "fed_back_way",
    say.REASON: "satisfaction_reason",
    say.FAMILY_NAME: "told_whom",
    say.COMES_ON: "comes_on",
}


class CallBackPage(Page):
    """The list and the call to whom the arrows are at. Nothing that the speaker judges stands there beforehand; what
    was typed for one stays there while others are looked at."""

    def __init__(self, place: Workplace, opinion: str = "") -> None:
        """`opinion`: whose speaker stands at the counter and hears it now."""
        super().__init__(say.CALL_BACK, say.CALL_BACK_SENTENCE)
        self._place = place
        self._first = opinion
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.call: CallSheet | None = None
        self._typed: dict[str, Mapping[str, Any]] = {}
        self._told = self._missed = 0
        self._left, self._slot = QWidget(), QVBoxLayout()
        self._done = words_line("", "hint")
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._done)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(GRID * 2)
        self._across.addWidget(self._left)
        self._across.addLayout(self._slot, 1)
        both = QWidget()
        both.setLayout(self._across)
        self._across.setContentsMargins(0, 0, 0, 0)
        both.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)  # they stack before they widen it
        self.body.addWidget(both, 1)
        self.table.horizontalHeader().hide()
        self.table.selected.connect(lambda _id: self._show())
        self.table.opened.connect(lambda _id: self._begin())
        self._listen_for_digits()
        self._fit()

    def _listen_for_digits(self) -> None:
        """1, 2 and 3 choose the outcome from everywhere on the page but where something is typed."""
        for digit, outcome in DIGITS.items():
            key = QShortcut(QKeySequence(digit), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(partial(self._choose, outcome))

    def entered(self) -> None:
        """Read again; what was typed stays."""
        self.reload()
        if self.call is None or not self.call.came.outcome.value:
            self.list.take_keys()

    def reload(self) -> None:
        """Show who waits now."""
        desk = self._place.desk
        lines = telling.waiting_to_hear(desk, SHOWN)
        total = telling.count_waiting(desk) if len(lines) == SHOWN else len(lines)
        days = [_days(desk, one) for one in lines]
        self.set_heading(say.CALL_BACK, say.call_sentence(total, max(days)) if lines else say.CALL_BACK_SENTENCE)
        self.list.show(lines)
        at = next((row for row, one in enumerate(self.list.lines) if one.opinion.uid == self._first), -1)
        if at >= 0:
            self.table.go_to(at)
            self._first = ""
        self._done.setText(say.done_so_far(self._told, self._missed))
        self._done.setVisible(bool(self._done.text()))
        self.table.setAccessibleName(say.called_heading(len(lines), total))
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One beside the other, or the list above."""
        super().resizeEvent(event)
        self._fit()

    def skip(self) -> None:
        """Go to the next one; after the last to the first. What was typed for this one stays."""
        count = self.table.model().rowCount()
        if count:
            self.table.go_to((self.table.currentIndex().row() + 1) % count)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Write down what came of the call, and go on to the next."""
        call, desk = self.call, self._place.desk
        if call is None:
            return
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        if lacking := call.came.lacking():
            self.notices.show_problems([("", say.missing(lacking), False)], str)
            call.came.focus_lacking()
            return
        work = partial(_write, desk, call.one.opinion.uid, call.came.outcome.value, call.came.said())
        self._place.jobs.save(work, lambda _done: self._kept(call), self._refused, owner=self)

    def _kept(self, call: CallSheet) -> None:
        name, outcome = call.one.name, call.came.outcome.value
        self._typed.pop(call.one.opinion.uid, None)
        row = self.table.currentIndex().row()
        match outcome:
            case "YES":
                self._told += 1
                rating = self._place.desk.codes.name_of("satisfaction", call.came.judged.value)
                told = say.told(name, rating)
            case "NO":
                self._missed += 1
                told = say.missed(name, call.one.tries + 1)
            case _:
                day = words_of.short_day(str(call.came.said()["comes_on"]), self._place.desk.today)
                told = say.arranged(name, day)
        self._close()
        self.reload()
        self.table.go_to(row if outcome == YES else row + 1)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.notices.tell(told)

    def _refused(self, rejected: Rejected) -> None:
        problems = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self.call.came.form.show_problems(problems) if self.call else problems
        self.notices.show_problems([("", sentence, refuses) for _, sentence, refuses in left], str)
        first = next((name for name, _, refuses in problems if refuses and name in FIELDS), "")
        if self.call and first:
            self.call.came.form.focus_field(first)

    def _choose(self, outcome: str) -> None:
        if self.call is not None:
            self.call.came.outcome.choose(outcome)

    def _begin(self) -> None:
        if self.call is not None:
            self.call.came.outcome.focus_first()

    def _show(self) -> None:
        """The call to whom the arrows are at; what was typed for another is put by."""
        one = self.list.current()
        if self.call is not None and one == self.call.one:
            return
        self._close()
        if one is not None:
            self.call = CallSheet(self._place, one, self._reveal)
            EscapeKey(self.call, self._leave)
            self._slot.addWidget(self.call)
            for keys in (self.call.came.outcome, self.call.came.judged, self.call.came.whose):
                keys.chosen.connect(lambda _code: self.notices.clear())  # what was missing is said
            self.call.came.put(self._typed.get(one.opinion.uid, {}))
        self._offer()
        if self.call is not None:
            self.call.show_keys(self.acts())
            self.call.show()

    def _offer(self) -> None:
        acts: dict[str, KeyAct] = {"F5": KeyAct(say.CALL_BACK, self.reload), **self.list.acts()}
        if self.call is not None:
            if self._place.may("telling", "register"):
                acts |= {"F9": KeyAct(say.KEEP, self.keep), "Ctrl+Return": KeyAct(say.KEEP, self.keep)}
            acts |= {
                "F4": KeyAct(say.SKIP, self.skip),
                "F8": KeyAct(say.PAPERS, self._print),
                "Ctrl+O": KeyAct(say.OPEN_MATTER, self._open),
            }
            if self.call.one.phone:
                acts["F6"] = KeyAct(say.CALL_REVEAL, self._reveal)
        self.set_acts(acts)

    def _open(self) -> None:
        if self.call is not None:
            self._place.record("opinion", self.call.one.opinion.uid)

    def _print(self) -> None:
        if self.call is not None:
            desk = self._place.desk
            self._place.show_print({**versions_of_answer(desk, self.call.one.opinion), **self.list.paper()})

    def _reveal(self) -> None:
        call, desk = self.call, self._place.desk
        if call is None or not call.one.person:
            return
        person = call.one.person

        def work() -> str:
            perform(desk, [Ask("person", "reveal", {}, person)])
            return desk.records.one(Person, person).phone

        self._place.jobs.quick(work, call.show_phone, self._refused, owner=call)

    def _leave(self) -> None:
        """Esc in the call leads back to the list first: what was typed stays."""
        if self.table.hasFocus():
            self._place.back()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        if self.call is not None:
            if typed := self.call.came.typed():
                self._typed[self.call.one.opinion.uid] = typed
            let_go(self._slot, self.call)
            self.call = None

    def _fit(self) -> None:
        is_stacked = self.width() < STACKED_UNDER
        way = QBoxLayout.Direction.TopToBottom if is_stacked else QBoxLayout.Direction.LeftToRight
        self._across.setDirection(way)
        self._left.setMinimumWidth(0 if is_stacked else LIST_WIDTH)
        self._left.setMaximumWidth(16_777_215 if is_stacked else LIST_WIDTH)
        self._left.setMaximumHeight(STACKED_HIGH if is_stacked else 16_777_215)


class CallSheet(Sheet):
    """One call: who, at which number, what to say, and below what came of it (`came`)."""

    def __init__(self, place: Workplace, one: ToTell, reveal: Callable[[], None]) -> None:
        super().__init__()
        self.one, self._desk = one, place.desk
        self.column.setContentsMargins(0, GRID * 2, 0, GRID * 2)
        content = QWidget()
        content.setObjectName("on_sheet")
        self._body = QVBoxLayout(content)
        self._body.setContentsMargins(GRID * 3, 0, GRID * 3, 0)
        self._body.setSpacing(GRID)
        self._phone = paragraph(one.phone, "large")
        self._reveal = act_key(KeyAct(say.CALL_REVEAL, reveal), "F6")
        self.came = CallOutcome(place, one)
        self._keys = QHBoxLayout()
        self._keys.setContentsMargins(GRID * 3, 0, GRID * 3, 0)
        self._keys.setSpacing(GRID)
        self._keys.addWidget(self.came.lacks, 1)
        self._head()
        self._say()
        self._body.addStretch(1)
        area = scrolled(content)
        area.setMinimumHeight(SCRIPT_HIGH)
        self.column.addWidget(area, 1)
        self.column.addWidget(self.came)  # in sight whatever the answer's length
        self.column.addLayout(self._keys)

    def show_phone(self, phone: str) -> None:
        """The number in full: that it was seen stands in the journal."""
        self._phone.setText(phone)
        self._reveal.hide()

    def show_keys(self, acts: Mapping[str, KeyAct]) -> None:
        """The page's own keys, below."""
        for key in ("F8", "Ctrl+O", "F4", "F9"):
            if key in acts:
                button = act_key(acts[key], key)
                button.setAutoDefault(True)
                if key == "F9":
                    button.setObjectName("do")
                    button.setProperty("role", "next")
                    self.came.go_on = partial(button.setFocus, Qt.FocusReason.OtherFocusReason)
                self._keys.addWidget(button)

    def _head(self) -> None:
        one = self.one
        self._reveal.setProperty("role", "link")
        self._phone.setWordWrap(False)
        row = row_of(
            paragraph(words_of.party(one.name, one.headcount), "large"), self._phone, self._reveal, stretch_after=0
        )
        self._body.addLayout(row)
        self._phone.setVisible(bool(one.phone))  # only now: what has no parent would open a window
        self._reveal.setVisible(bool(one.phone))
        about = [] if one.phone else [say.NO_PHONE.format(reason=one.other_way or say.NO_PHONE_WHY)]
        known = [short_at(self._desk, one.opinion.number, one.opinion.uid), *about, *self._tried()]
        self._body.addWidget(words_line(say.beside(known), "hint"))
        if visit := say.visit_them(one.tries, bool(one.phone)):
            self._body.addWidget(words_line(visit, "warning"))

    def _tried(self) -> list[str]:
        """The tries before, in words."""
        called, today = self._desk.codes.name_of, self._desk.today
        return [
            say.tried(
                words_of.short_day(one.day, today),
                called("reached", one.reached),
                words_of.short_day(one.comes_on, today),
            )
            for one in telling.tried(self._desk, self.one.opinion)
        ]

    def _say(self) -> None:
        script = telling.script(self._desk, self.one)
        self._body.addWidget(paragraph(say.SAY_HIDDEN if self.one.is_hidden else say.SAY_SO, "hint"))
        for line in script.lines:
            self._body.addWidget(words_line(line, "lead"))
        self._body.addWidget(words_line(say.beside((say.ASK, script.question)), "asked"))


class CallOutcome(QWidget):
    """What came of a call: by 1, 2 or 3, then what belongs to it. `go_on` is called when nothing more is to be said."""

    def __init__(self, place: Workplace, one: ToTell) -> None:
        super().__init__()
        self.go_on: Callable[[], object] = _nothing
        self._one = one
        called = place.desk.codes.name_of
        self.outcome = ChoiceKeys(say.OUTCOME, _outcomes(one), "outcome")
        self.judged = ChoiceKeys(say.JUDGED, [(code, called("satisfaction", code)) for code in JUDGEMENTS])
        self.whose = ChoiceKeys(say.WHOSE, ((SPEAKER, say.SPEAKER), (FAMILY, say.FAMILY)))
        self.form = RecordForm(Telling, place.sources, only=FIELDS, columns=2)
        self.lacks = words_line("", "warning")
        self._judged_row, self._whose_row = _labelled(say.JUDGED, self.judged), _labelled(say.WHOSE, self.whose)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, 0, GRID * 3, 0)
        column.setSpacing(GRID)
        for part in (self.outcome, self._judged_row, self._whose_row, self.form):
            column.addWidget(part)
        for keys in (self.outcome, self.judged, self.whose):
            keys.chosen.connect(self._chose)
        self.form.changed.connect(lambda _name: self._follow())
        self.form.ended.connect(self.focus_lacking)

    def said(self) -> dict[str, object]:
        """What was said, by the fields of a telling that belong to the outcome."""
        values = self.form.values()
        if self.outcome.value == COMES:
            return {"comes_on": values["comes_on"]}
        whom = say.SPEAKER_SAID if self.whose.value == SPEAKER else values["told_whom"]
        told = {"fed_back_way": values["fed_back_way"], "told_whom": whom, "satisfaction": self.judged.value}
        reason = {"satisfaction_reason": values["satisfaction_reason"]} if self.judged.value == DISSATISFIED else {}
        return told | reason

    def typed(self) -> Mapping[str, Any]:
        """All that a person chose and typed here; nothing where they did neither."""
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        if not self.outcome.value:
            return {}
        chosen = {"outcome": self.outcome.value, "judged": self.judged.value, "whose": self.whose.value}
        return {**chosen, "form": self.form.values()}

    def put(self, typed: Mapping[str, Any]) -> None:
        """Show what was typed before; for nothing, what is known: the way, where there is a telephone."""
        if typed:
            for keys, name in ((self.outcome, "outcome"), (self.judged, "judged"), (self.whose, "whose")):
                keys.put(str(typed[name]))
            self.form.set_values(typed["form"])
        elif self._one.phone and not self._one.is_hidden:
            self.form.set_values({"fed_back_way": BY_PHONE})
        self._follow()

    def lacking(self) -> list[str]:
        """What must still be said before it can be written down, in the order in which it is asked."""
        values = self.form.values()
        is_told, is_coming = self.outcome.value == YES, self.outcome.value == COMES
        wanted = (
            (say.OUTCOME, not self.outcome.value),
            (say.WAY, is_told and not values["fed_back_way"]),
            (say.JUDGED, is_told and not self.judged.value),
            (say.REASON, is_told and self.judged.value == DISSATISFIED and not values["satisfaction_reason"]),
            (say.WHOSE, is_told and not self.whose.value),
            (say.FAMILY_NAME, is_told and self.whose.value == FAMILY and not values["told_whom"]),
            (say.COMES_ON, is_coming and not values["comes_on"]),
        )
        return [name for name, is_lacking in wanted if is_lacking]

    def focus_lacking(self) -> None:
        """The keys go to the first thing that is missing, else to the key that writes it down."""
        first = next(iter(self.lacking()), "")
        keys = {say.OUTCOME: self.outcome, say.JUDGED: self.judged, say.WHOSE: self.whose}
        if first in keys:
            keys[first].focus_first()
        elif first:
            self.form.focus_field(FIELD_OF[first])
        else:
            self.go_on()

    def _chose(self, _code: str) -> None:
        self._follow()
        self.focus_lacking()

    def _follow(self) -> None:
        """Show what belongs to the outcome, and what is missing."""
        is_told, is_coming = self.outcome.value == YES, self.outcome.value == COMES
        self._judged_row.setVisible(is_told)
        self._whose_row.setVisible(is_told)
        for name, is_shown in (
            ("fed_back_way", is_told),
            ("satisfaction_reason", is_told and self.judged.value == DISSATISFIED),
            ("told_whom", is_told and self.whose.value == FAMILY),
            ("comes_on", is_coming),
        ):
            self.form.show_field(name, is_shown)
        self.form.setVisible(is_told or is_coming)
        self.lacks.setText(say.missing(self.lacking()))


def _nothing() -> None:
    """What comes when nothing more is to be said, before there is a key for it."""


def _write(desk: Desk, opinion: str, outcome: str, said: Mapping[str, object]) -> object:
    """Write down what came of a call."""
    match outcome:
        case "YES":
            return telling.tell(desk, opinion, said)
        case "NO":
            return telling.miss(desk, opinion)
    return telling.arrange(desk, opinion, str(said["comes_on"]))


def _labelled(label: str, keys: QWidget) -> QWidget:
    frame = QWidget()
    name = words_line(label, "label")
    name.setFixedWidth(112)
    row = row_of(name, keys)
    row.setContentsMargins(0, 0, 0, 0)
    frame.setLayout(row)
    return frame


def _outcomes(one: ToTell) -> list[tuple[str, str]]:
    (told, after), (missed, _), (comes, when) = say.OUTCOMES
    return [
        (YES, say.outcome(1, told, after)),
        (NO, say.outcome(2, missed, say.missed_hint(one.tries + 1))),
        (COMES, say.outcome(3, comes, when)),
    ]


def _days(desk: Desk, one: ToTell) -> int:
    return agenda.days_since(desk, one.opinion.owed_since)


def _who(desk: Desk, one: ToTell) -> str:
    comes = words_of.short_day(one.opinion.comes_on, desk.today)
    who = masked_name(one.name) if one.is_hidden else words_of.party(one.name, one.headcount)
    matter = say.HIDDEN_MATTER if one.is_hidden else one.opinion.title
    return f"{say.beside((who, matter))}\n{say.tries(one.tries, comes)}"


NUMBER, PHONE, TITLE, RESULT, TRIED, COMES_HEAD = say.MORE_HEADS
LIST: ListSpec[ToTell] = ListSpec(
    say.CALL_BACK,
    (
        ListColumn(
            say.WHO_HEAD,
            0,
            _who,
            cell=lambda _desk, one: masked_name(one.name),
            full=lambda _desk, one: one.name,
        ),
        ListColumn(
            say.WAITED_HEAD,
            78,
            lambda desk, one: say.waited(_days(desk, one)),
            cell=_days,
        ),
    ),
    say.CALL_BACK_EMPTY,
    telling.waiting_to_hear,
    two_lines=True,
    more=(
        ListColumn(NUMBER, 104, lambda desk, one: short_at(desk, one.opinion.number, one.opinion.uid)),
        ListColumn(
            PHONE, 150, lambda _desk, one: one.phone or say.NO_PHONE.format(reason=one.other_way), is_personal=True
        ),
        ListColumn(TITLE, 0, lambda _desk, one: "" if one.is_hidden else one.opinion.title),
        ListColumn(RESULT, 170, lambda desk, one: desk.codes.name_of("result_degree", one.opinion.result_degree)),
        ListColumn(
            TRIED, 150, lambda desk, one: say.tries(one.tries, words_of.short_day(one.opinion.comes_on, desk.today))
        ),
        ListColumn(COMES_HEAD, 150, lambda _desk, one: one.opinion.comes_on),
    ),
)
