"""代表建议: the list of them, one of them, and two that are alike side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from station_app.db.drafts import Draft
from station_app.domain.lifecycle import RUNNING_SUGGESTION, acts_on
from station_app.domain.quality.writing import whole_text
from station_app.domain.records import Suggestion
from station_app.domain.waiting import days_from
from station_app.services import access, suggestions
from station_app.services.desk import Desk
from station_app.services.suggestions import ListLine
from station_app.text import finding as words
from station_app.text import suggestions as say
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.suggestion.draft import SuggestionDraft
from station_app.ui.parts.record_list import ListColumn, ListPage, ListSpec, day, in_two_lines
from station_app.ui.parts.sheet import Sheet
from station_app.ui.shell.page import Acts, Page
from station_app.ui.shell.workplace import Workplace, short_at

KIND = "suggestion"


class SuggestionPage(QWidget):
    """One suggestion through its life; `inner` is the page that it shows now."""

    def __init__(self, place: Workplace, uid: str = "", opinions: Sequence[str] = ()) -> None:
        super().__init__()
        self._place = place
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.inner: SuggestionDraft | RecordPage = self._made(uid, opinions)
        self._column.addWidget(self.inner)
        self.setFocusProxy(self.inner)

    def acts(self) -> Acts:
        """What can be done here now, by key."""
        return self.inner.acts()

    def entered(self) -> None:
        """Into view."""
        self.inner.entered()

    def draft(self) -> SuggestionDraft:
        """The drafting page. Raises LookupError where it is no draft any more."""
        if not isinstance(self.inner, SuggestionDraft):
            raise LookupError("the suggestion is no draft")  # noqa: TRY004  (a matter of its state)
        return self.inner

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft of the form."""
        self.draft().take_up(draft)

    def _made(self, uid: str, opinions: Sequence[str]) -> SuggestionDraft | RecordPage:
        if uid and not may_draft(self._place, uid):
            return RecordPage(self._place, KIND, uid)
        page = SuggestionDraft(self._place, uid, opinions)
        page.changed.connect(self._turn)
        return page

    def _turn(self) -> None:
        """It is no draft any more: its record takes the place."""
        before, uid = self.inner, self.draft().uid
        self.inner = self._made(uid, ())
        self._column.replaceWidget(before, self.inner)
        before.hide()
        before.deleteLater()
        self.inner.show()
        self.setFocusProxy(self.inner)
        self.inner.entered()
        state = self._place.desk.records.rows(KIND, [uid])[uid].values["submitted_on"]
        self.inner.notices.tell(say.SUBMITTED if state else say.PUT_AWAY)


def may_draft(place: Workplace, uid: str) -> bool:
    """Whether the person at the desk may change the text of a suggestion: it is a draft, and not somebody else's."""
    row = place.desk.records.rows(KIND, [uid]).get(uid)
    if row is None or not access.may_act(place.desk, KIND, row.values, {"title": ""}, lambda _kind, _uid: {}):
        return False
    state = str(row.values["state"])
    return "correct" in {act.name for act in acts_on(KIND, state, place.desk.user.roles)}


NUMBER, TITLE, LEAD, STATE, UNIT, DUE, REPLY, RATING, COSIGNERS, OPINIONS = say.LIST_HEADS


def _number(desk: Desk, line: ListLine) -> str:
    one = line.suggestion
    return one.official_no or short_at(desk, one.number, one.uid)


def _state(desk: Desk, line: ListLine) -> str:
    """Of a draft what still keeps it back below its state."""
    state = desk.codes.name_of("suggestion_state", line.suggestion.state)
    return in_two_lines(state, say.open_findings(line.open_findings) if line.is_draft else "")


def _due(desk: Desk, line: ListLine) -> str:
    one = line.suggestion
    left = days_from(desk.today, one.due_on) if one.due_on and one.state in RUNNING_SUGGESTION else None
    return in_two_lines(words.due_in(left), words.short_day(one.due_on, desk.today))


def _reply(desk: Desk, line: ListLine) -> str:
    one = line.suggestion
    category = desk.codes.name_of("result_degree", one.reply_category)
    return in_two_lines(category, words.short_day(one.replied_on, desk.today))


def _rating(desk: Desk, line: ListLine) -> str:
    """How the deputy judges the handling, and what came of it."""
    one = line.suggestion
    judged = (one.work_satisfaction, one.result_satisfaction)
    return in_two_lines(*(desk.codes.name_of("satisfaction", code) for code in judged))


def _counted(_desk: Desk, lines: Sequence[ListLine]) -> str:
    return say.counted(len(lines), sum(line.is_draft for line in lines))


LIST = ListSpec(
    say.LIST,
    (
        ListColumn(
            NUMBER, 120, _number, cell=lambda _desk, line: line.suggestion.official_no or line.suggestion.number
        ),
        ListColumn(TITLE, 0, lambda _desk, line: line.suggestion.title),
        ListColumn(LEAD, 100, lambda _desk, line: line.lead),
        ListColumn(
            STATE,
            108,
            _state,
            cell=lambda desk, line: desk.codes.name_of("suggestion_state", line.suggestion.state),
        ),
        ListColumn(UNIT, 140, lambda _desk, line: line.suggestion.assigned_unit),
        ListColumn(
            DUE, 104, _due, tone=words.tone_of_due, cell=lambda _desk, line: day(line.suggestion.due_on), is_sign=True
        ),
        ListColumn(REPLY, 120, _reply),
        ListColumn(RATING, 104, _rating),
        ListColumn(COSIGNERS, 60, lambda _desk, line: str(line.cosigners), cell=lambda _desk, line: line.cosigners),
        ListColumn(OPINIONS, 60, lambda _desk, line: str(line.opinions), cell=lambda _desk, line: line.opinions),
    ),
    say.NONE_YET,
    suggestions.listed,
    opens=lambda place, line: place.record("suggestion", line.suggestion.uid),
    counted=_counted,
    ways={"F2": ("suggestion", say.NEW)},
    two_lines=True,
)

page = partial(ListPage, spec=LIST)


class ComparePage(Page):
    """The draft on the left, the other on the right; Esc goes back."""

    def __init__(self, place: Workplace, own: Suggestion, other: Suggestion) -> None:
        super().__init__(say.COMPARE)
        row = QHBoxLayout()
        number = other.official_no or short_at(place.desk, other.number, other.uid)
        self.texts = [_text(whole_text(own)), _text(whole_text(other))]
        for heading, text in zip((say.OWN_TEXT, number), self.texts, strict=True):
            sheet = Sheet(heading)
            text.setAccessibleName(heading)
            sheet.column.addWidget(text, 1)
            row.addWidget(sheet, 1)
        self.body.addLayout(row, 1)

    def entered(self) -> None:
        """The left text takes the keys."""
        self.texts[0].setFocus(Qt.FocusReason.OtherFocusReason)


def _text(said: str) -> QPlainTextEdit:
    text = QPlainTextEdit(said, readOnly=True)
    text.setTabChangesFocus(True)
    return text
