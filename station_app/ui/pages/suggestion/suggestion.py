"""The page of a suggestion: drafting while it is a draft, its record with acts and road from then on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.db.drafts import Draft
from station_app.domain.lifecycle import acts_on
from station_app.services import access
from station_app.text import suggestions as say
from station_app.ui.pages.record import RecordPage
from station_app.ui.pages.suggestion_draft import SuggestionDraft
from station_app.ui.shell.page import Acts
from station_app.ui.shell.workplace import Workplace

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
