"""我的建议: a deputy's own suggestions, the answer of the one that is chosen, and their rating on two axes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.field import values_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Evaluation
from station_app.domain.waiting import days_from
from station_app.services import own
from station_app.services.desk import Desk
from station_app.services.own import OwnSuggestion
from station_app.text import deputies as say
from station_app.text import explain
from station_app.text import finding as words
from station_app.ui.pages.records.versions import versions_of_paper
from station_app.ui.parts.choice_keys import ChoiceKeys
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, let_go, row_of, words_line
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace, short_at

LIST_WIDTH = 330
DISSATISFIED = "DISSATISFIED"
WORK, RESULT = "work_satisfaction", "result_satisfaction"
REASON, FURTHER = "evaluation_reason", "further_request"


class OwnPage(Page):
    """The list at the left, the answer and the rating at the right. Nothing of the rating is preset; what was chosen
    and typed for one suggestion stays while others are looked at."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.OWN, say.OWN_SENTENCE)
        self._place = place
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.table.horizontalHeader().hide()
        self.table.setFixedWidth(LIST_WIDTH)
        self.table.selected.connect(lambda _id: self._show())
        self.sheet: AnswerSheet | None = None
        self._typed: dict[str, Mapping[str, Any]] = {}
        self._slot = QVBoxLayout()
        across = QHBoxLayout()
        across.setSpacing(GRID * 2)
        across.addWidget(self.table)
        across.addLayout(self._slot, 1)
        self.body.addLayout(across, 1)

    def entered(self) -> None:
        """Read again; a rating that is begun stays."""
        lines = self.list.read()
        waiting = sum(one.may_rate and one.evaluation is None for one in lines)
        past = sum(one.past_due for one in lines)
        self.set_heading(say.OWN, say.counted(len(lines), waiting, past) if lines else say.OWN_SENTENCE)
        self._show()
        if self.sheet is None or not self.sheet.is_begun:
            self.list.take_keys()

    def rate(self) -> None:
        """Hand the rating in."""
        sheet, desk = self.sheet, self._place.desk
        if sheet is None or not sheet.one.may_rate:
            return
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        if lacking := sheet.lacking():
            self.notices.show_problems([("", say.MISSING.format(missing="\u3001".join(lacking)), False)], str)
            sheet.focus_lacking()
            return
        work = partial(own.rate, desk, sheet.one, sheet.said())
        self._place.jobs.save(work, lambda _done: self._rated(sheet), self._refused, owner=self)

    def _rated(self, sheet: AnswerSheet) -> None:
        named = self._place.desk.codes.name_of
        work, result = (named("satisfaction", keys.value) for keys in (sheet.work, sheet.result))
        self._typed.pop(sheet.one.suggestion.uid, None)
        self._drop()
        self.entered()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.notices.tell(say.RATED.format(work=work, result=result))

    def _refused(self, rejected: Rejected) -> None:
        told = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self.sheet.form.show_problems(told) if self.sheet else told
        self.notices.show_problems([("", said, refuses) for _, said, refuses in left], str)

    def _show(self) -> None:
        one = self.list.current()
        if self.sheet is not None and one == self.sheet.one:
            return
        if self.sheet is not None and self.sheet.is_begun:
            self._typed[self.sheet.one.suggestion.uid] = self.sheet.typed()
        self._drop()
        acts: dict[str, KeyAct] = {"F5": KeyAct(say.OWN, self.entered), **self.list.export_acts()}
        if self._place.offers("suggestion"):
            acts["F2"] = self._place.way("suggestion", say.NEW)
        acts["F6"] = KeyAct(say.PRINT_HEARD, self._print_heard)
        if one is not None:
            acts["F8"] = KeyAct(say.PRINT_OWN, partial(self._print, one))
            acts["Ctrl+O"] = KeyAct(say.OPEN, partial(self._place.record, "suggestion", one.suggestion.uid))
            if one.may_rate:
                acts["F9"] = KeyAct(say.RATE, self.rate)
            self.sheet = AnswerSheet(self._place, one)
            if typed := self._typed.get(one.suggestion.uid):
                self.sheet.put(typed)
            keys = [act_key(acts[key], key) for key in ("F6", "F8", "Ctrl+O", "F9") if key in acts]
            if one.may_rate:
                keys[-1].setProperty("role", "next")
            self.sheet.column.addLayout(row_of(self.sheet.lacks, *keys, stretch_after=0))
            self._slot.addWidget(self.sheet)
            self.sheet.show()
        self.set_acts(acts)

    def _print(self, one: OwnSuggestion) -> None:
        self._place.show_print(versions_of_paper(self._place.desk, one.suggestion.uid))

    def _print_heard(self) -> None:
        self._place.show_print({say.HEARD_PAPER: partial(own.heard_paper, self._place.desk)})

    def _drop(self) -> None:
        if self.sheet is not None:
            let_go(self._slot, self.sheet)
            self.sheet = None


class AnswerSheet(Sheet):
    """One suggestion: its answer, who spoke with the deputy, what was promised, whence it came, and the rating."""

    def __init__(self, place: Workplace, one: OwnSuggestion) -> None:
        super().__init__(one.suggestion.title)
        self.one, self._desk = one, place.desk
        named = place.desk.codes.name_of
        choices = [(code, named("satisfaction", code)) for code in say.JUDGEMENTS]
        self.work, self.result = ChoiceKeys(say.WORK, choices), ChoiceKeys(say.RESULT, choices)
        self.form = RecordForm(Evaluation, place.sources, only=(REASON, FURTHER), columns=1)
        self.lacks = words_line("", "warning")
        content = QWidget()
        content.setObjectName("on_sheet")
        self._body = QVBoxLayout(content)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(GRID)
        self._tell()
        self.column.addWidget(scrolled(content), 1)
        if one.may_rate:
            self._ask()
        elif one.reply is not None:
            self.column.addWidget(words_line(say.NOT_LEAD, "hint"))

    @property
    def is_begun(self) -> bool:
        """Whether anything of the rating was chosen or typed."""
        return bool(self.work.value or self.result.value or any(self.form.values().values()))

    def typed(self) -> dict[str, Any]:
        """What was chosen and typed, as it stands there."""
        return {WORK: self.work.value, RESULT: self.result.value, **self.form.values()}

    def put(self, typed: Mapping[str, Any]) -> None:
        """What was chosen and typed before."""
        self.work.put(typed[WORK])
        self.result.put(typed[RESULT])
        self.form.set_values({REASON: typed[REASON], FURTHER: typed[FURTHER]})
        self._follow()

    def said(self) -> dict[str, object]:
        """The rating, by its fields."""
        values = self.form.values()
        if DISSATISFIED not in (self.work.value, self.result.value):
            values = {**values, REASON: ""}
        return {WORK: self.work.value, RESULT: self.result.value, **values}

    def lacking(self) -> list[str]:
        """What must still be said, in its order."""
        judged = (self.work.value, self.result.value)
        wanted = (
            (say.WORK, not self.work.value),
            (say.RESULT, not self.result.value),
            (say.REASON, DISSATISFIED in judged and not self.form.values()[REASON]),
        )
        return [name for name, is_lacking in wanted if is_lacking]

    def focus_lacking(self) -> None:
        """The keys go to the first of it."""
        first = next(iter(self.lacking()), "")
        if first == say.REASON:
            self.form.focus_field(REASON)
        elif first:
            (self.work if first == say.WORK else self.result).focus_first()

    def _tell(self) -> None:
        one, today, named = self.one, self._desk.today, self._desk.codes.name_of
        suggestion, reply = one.suggestion, one.reply
        number = suggestion.official_no or short_at(self._desk, suggestion.number, suggestion.uid)
        unit = (reply.unit if reply else "") or suggestion.assigned_unit
        about = [number, named("suggestion_state", suggestion.state), unit]
        if reply is not None:
            about += [words.short_day(reply.replied_on, today), reply.letter_no, reply.letter]
        self._body.addWidget(words_line(say.beside(about), "hint"))
        self._body.addWidget(words_line(reply.result if reply else say.NO_REPLY, "reply" if reply else "hint"))
        for met in one.consultations:
            day, way = words.short_day(met.held_on, today), named("consult_way", met.way)
            self._body.addWidget(words_line(say.consulted(day, way, met.content)))
        for made in one.promises:
            day, state = words.short_day(made.by_on, today), named("commitment_state", made.state)
            is_past = one.past_due and made.state in ("OPEN", "BROKEN") and "" < made.by_on < today
            self._body.addWidget(words_line(say.promised(made.what, day, state), "problem" if is_past else ""))
        self._body.addWidget(words_line(say.origins(one.origin_count, one.told), "hint"))
        for origin in one.origins:
            self._body.addWidget(words_line(say.beside([words.short_day(origin.received_on, today), origin.title])))
        if unseen := one.origin_count - len(one.origins):
            self._body.addWidget(words_line(say.UNSEEN.format(count=unseen), "hint"))
        self._body.addStretch(1)

    def _ask(self) -> None:
        for keys, name, what in ((self.work, say.WORK, say.WORK_WHAT), (self.result, say.RESULT, say.RESULT_WHAT)):
            label = words_line(f"{name}\n{what}", "label")
            label.setFixedWidth(180)
            self.column.addLayout(row_of(label, keys))
            keys.chosen.connect(lambda _code: self._follow())
        self.column.addWidget(self.form)
        self.form.changed.connect(lambda _name: self._follow())
        if (before := self.one.evaluation) is not None:
            self.put(values_of(before))
        self._follow()

    def _follow(self) -> None:
        self.form.show_field(REASON, DISSATISFIED in (self.work.value, self.result.value))
        lacking = self.lacking()
        self.lacks.setText(say.MISSING.format(missing="\u3001".join(lacking)) if lacking else "")


def _line(desk: Desk, one: OwnSuggestion) -> str:
    suggestion = one.suggestion
    state = desk.codes.name_of("suggestion_state", suggestion.state)
    waits = say.WAITS_FOR_RATING if one.may_rate and one.evaluation is None else ""
    past = say.PAST_DUE if one.past_due else ""
    days = days_from(desk.today, suggestion.due_on) if suggestion.due_on and one.reply is None else None
    return f"{suggestion.title}\n{say.beside([suggestion.assigned_unit, past or waits or state, words.due_in(days)])}"


LIST: ListSpec[OwnSuggestion] = ListSpec(
    say.OWN,
    (ListColumn(say.OWN_HEAD, 0, _line),),
    say.OWN_EMPTY,
    own.suggestions_of,
    two_lines=True,
)
