"""The head of a matter's page: whose turn it is and until when, the line of time, and beside one another what was
said, what was answered, what was promised."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain import turns
from station_app.domain.handling_acts import OPEN_COMMITMENT
from station_app.domain.records import Commitment, Reply
from station_app.domain.waiting import days_from
from station_app.reports.shapes import Turn
from station_app.services.matter_sheet import said_of
from station_app.services.road_totals import stage_of
from station_app.services.turns import Step, line_of
from station_app.text import finding as words
from station_app.text import turns as say
from station_app.text.roads import stage_line
from station_app.ui.parts.shapes import TurnLine, TurnWords
from station_app.ui.parts.sheet import Sheet, paragraph, quotation, words_line
from station_app.ui.shell.look import GRID
from station_app.ui.shell.workplace import Workplace

CARDS_FIT = 900
"""Pixels from which the three cards stand beside one another."""


class TurnSheets(QWidget):
    """Band, line and cards of a matter as it stands. `follow` opens a record."""

    def __init__(
        self, place: Workplace, kind: str, values: Mapping[str, Any], follow: Callable[[str, str], None]
    ) -> None:
        super().__init__()
        self._desk, self._kind, self._values, self._follow = place.desk, kind, values, follow
        self.line = line_of(place.desk, kind, values)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(self._band())
        if self.line.steps:
            sheet, shown = Sheet(), self._line(place)
            shown.setObjectName("on_sheet")
            shown.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            sheet.column.addWidget(shown)
            column.addWidget(sheet)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(GRID * 2)
        for card, stretch in ((self._spoken(), 5), (self._replied(), 4), (self._promised(), 3)):
            if card is not None:
                self._cards.addWidget(card, stretch)
        column.addLayout(self._cards)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards beside one another, or below."""
        super().resizeEvent(event)
        is_wide = self.width() >= CARDS_FIT
        self._cards.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)

    def _band(self) -> QWidget:
        sheet, following = Sheet(), self.line.next
        sheet.setProperty("role", "band")
        row = QHBoxLayout()
        row.setSpacing(GRID * 3)
        left = QVBoxLayout()
        left.setSpacing(2)
        if following.step:
            left.addWidget(words_line(say.TURN, "hint"))
            left.addWidget(words_line(self._whose(), "turn"))
        else:
            left.addWidget(words_line(say.OVER, "hint"))
            left.addWidget(words_line(self._ended(), "turn"))
        row.addLayout(left, 2)
        if following.step:
            right = QVBoxLayout()
            right.setSpacing(2)
            due = words.due_in(days_from(self._desk.today, following.due_on) if following.due_on else None)
            day = words.short_day(following.due_on, self._desk.today)
            late = "problem" if words.tone_of_due(due) == "late" else ""
            for said, role in ((say.until(day, due), late), (following.why or self._owed(), "hint"), self._stage()):
                if said:
                    right.addWidget(words_line(said, role))
            right.addStretch(1)
            row.addLayout(right, 3)
        sheet.column.addLayout(row)
        return sheet

    def _ended(self) -> str:
        """How a matter ended: closed is not solved, so its basis stands beside it."""
        state = self._desk.codes.name_of(f"{self._kind}_state", str(self._values.get("state", "")))
        basis = str(self._values.get("closing_basis", ""))
        return words.standing(state, self._desk.codes.name_of("closing_basis", basis) if basis else "")

    def _whose(self) -> str:
        following = self.line.next
        speaker = self.line.people.get(turns.VISITOR, "") if following.step == "tell" else ""
        return say.whose(following.lane, following.who, following.step, speaker) if following.step else ""

    def _stage(self) -> tuple[str, str]:
        """How far it is on its way to the office above."""
        stage = stage_of(self._desk, str(self._values["uid"])) if self._kind == "opinion" else None
        return (stage_line(stage), "hint") if stage else ("", "")

    def _owed(self) -> str:
        since = str(self._values.get("owed_since") or "")
        return words.waited(days_from(since, self._desk.today)) if since else ""

    def _line(self, place: Workplace) -> TurnLine:
        lanes = [lane for lane in turns.LANES if lane in self._present()]
        following = self.line.next
        shown = [self._turn(at, step, lanes) for at, step in enumerate(self.line.steps)]
        if following.step and following.lane in lanes:
            day = words.short_day(following.due_on, self._desk.today)
            due = words.due_in(days_from(self._desk.today, following.due_on) if following.due_on else None)
            tone = {"late": "late", "soon": "soon"}.get(words.tone_of_due(due), "muted")
            ahead = _ordinal(following.due_on)
            shown.append(
                Turn(lanes.index(following.lane), say.STEPS[following.step], due or day, ahead, -1, False, tone)
            )
        named = [(say.LANES[lane], self.line.people.get(lane, "")) for lane in lanes]
        line = TurnLine(place.colours, named, shown, TurnWords(say.several, say.days, self.sentence()))
        line.opened.connect(self._open)
        return line

    def sentence(self) -> str:
        """The line as it is read aloud."""
        said = [
            say.step(
                words.short_day(one.day, self._desk.today), one.who or say.LANES[one.lane], said_of(self._desk, one)
            )
            for one in self.line.steps
        ]
        return say.sentence(said, self._whose())

    def _present(self) -> set[str]:
        return {one.lane for one in self.line.steps} | ({self.line.next.lane} if self.line.next.step else set())

    def _turn(self, at: int, one: Step, lanes: Sequence[str]) -> Turn:
        day = words.short_day(one.day, self._desk.today)
        return Turn(lanes.index(one.lane), said_of(self._desk, one), day, _ordinal(one.day), at)

    def _open(self, at: int) -> None:
        if 0 <= at < len(self.line.steps) and self.line.steps[at].record != self._values["uid"]:
            self._follow(self.line.steps[at].kind, self.line.steps[at].record)

    def _spoken(self) -> Sheet | None:
        said = str(self._values.get("verbatim") or "")
        if not said:
            return None
        sheet = Sheet(say.SPOKEN)
        sheet.column.addWidget(quotation(said))
        if ask := str(self._values.get("ask") or ""):
            sheet.column.addWidget(words_line(say.wanted(ask)))
        sheet.column.addStretch(1)
        return sheet

    def _replied(self) -> Sheet | None:
        replies = self.line.replies
        answered = str(self._values.get("answer") or "")
        if not replies and not answered and not self.line.next.step:
            return None
        sheet = Sheet(say.REPLY)
        one = next((one for one in reversed(replies) if one.uid == self._values.get("answered_in")), None)
        one = one or (replies[-1] if replies else None)
        if one is None:
            sheet.column.addWidget(words_line(answered or say.NO_REPLY, "" if answered else "hint"))
        else:
            self._put_reply(sheet, one, replies.index(one) + 1)
        sheet.column.addStretch(1)
        return sheet

    def _put_reply(self, sheet: Sheet, one: Reply, count: int) -> None:
        day = words.short_day(one.replied_on, self._desk.today)
        degree = self._desk.codes.name_of("result_degree", one.result_degree) if one.result_degree else ""
        about = words.standing(one.unit, say.number_of_replies(count, day), degree)
        sheet.column.addWidget(words_line(about, "hint"))
        whole = one.result
        shown = whole if len(whole) <= say.LONGEST_REPLY else whole[: say.LONGEST_REPLY] + say.WHOLE_BELOW
        sheet.column.addWidget(paragraph(shown, "reply"))
        signed = words.standing(one.letter_no, one.letter, one.signer, one.contact, one.contact_phone)
        if signed:
            sheet.column.addWidget(words_line(signed, "hint"))

    def _promised(self) -> Sheet | None:
        promises = self.line.promises
        if not promises:
            return None
        open_ = sum(one.state in OPEN_COMMITMENT for one in promises)
        sheet = Sheet(say.kept(len(promises) - open_, open_))
        for one in promises:
            what, below = self._promise(one)
            sheet.column.addWidget(words_line(what))
            sheet.column.addWidget(words_line(below, self._tone(one)))
        sheet.column.addStretch(1)
        return sheet

    def _promise(self, one: Commitment) -> tuple[str, str]:
        state = self._desk.codes.name_of("commitment_state", one.state)
        day = words.short_day(one.by_on, self._desk.today)
        left = words.due_in(days_from(self._desk.today, one.by_on)) if self._is_running(one) else ""
        return say.promise(one.what, day, words.standing(state, left, one.outcome))

    def _tone(self, one: Commitment) -> str:
        is_past = self._is_running(one) and one.by_on < self._desk.today
        return "problem" if is_past else "hint"

    def _is_running(self, one: Commitment) -> bool:
        return bool(one.by_on) and one.state in OPEN_COMMITMENT


def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None
