"""没写完的: every form that one began and did not finish, to go on with or to put away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from station_app.db.drafts import Draft
from station_app.services import agenda
from station_app.text import desk as desk_say
from station_app.text import hands as say
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import row_of
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

FORM, CALLED, KEPT_AT = say.DRAFTS_HEADS
LIST = ListSpec(
    say.DRAFTS,
    (
        ListColumn(FORM, 200, lambda _place, draft: say.FORMS.get(draft.form, draft.form)),
        ListColumn(CALLED, 0, lambda _place, draft: agenda.called(draft) or desk_say.NOBODY),
        ListColumn(KEPT_AT, 240, lambda _place, draft: f"{draft.kept_at[:10]} {draft.kept_at[11:16]}"),
    ),
    say.NO_DRAFTS,
    agenda.unfinished,
    opens=lambda place, draft: place.take_up(draft),
)


class DraftsPage(Page):
    """One's own drafts, the latest first. Enter goes on, Delete or F7 puts one away; a key brings it back."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.DRAFTS, say.DRAFTS_SENTENCE)
        self._place = place
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        drop = KeyAct(say.DROP, self.drop)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row_of(act_key(drop, "F7")))
        self.set_acts({"F7": drop, "F5": KeyAct(say.DRAFTS, self.entered), "F8": self.list.print_act()})

    def entered(self) -> None:
        """Read again."""
        self.list.read()
        self.list.take_keys()

    def drop(self) -> None:
        """Put the current one away."""
        draft, desk = self.list.current(), self._place.desk
        if draft is None:
            return

        def done(_none: None) -> None:
            self.entered()
            said = say.DROPPED.format(name=self._called(draft))
            self.notices.offer(said, say.BRING_BACK, lambda: self._bring_back(draft))

        self._place.jobs.quick(lambda: agenda.put_away(desk, draft), done, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete puts the current one away."""
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.drop()
        else:
            super().keyPressEvent(event)

    def _bring_back(self, draft: Draft) -> None:
        desk = self._place.desk

        def done(_none: None) -> None:
            self.entered()
            self.notices.tell(say.BROUGHT_BACK)

        self._place.jobs.quick(lambda: agenda.bring_back(desk, draft), done, owner=self)

    def _called(self, draft: Draft) -> str:
        return agenda.called(draft) or say.FORMS.get(draft.form, draft.form)
