"""没写完的: every form that one began and did not finish, to go on with or to put away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from station_app.db.drafts import Draft
from station_app.services import agenda
from station_app.text import desk as desk_say
from station_app.text import hands as say
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.sheet import row_of
from station_app.ui.pages.workplace import Workplace
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Cells, Column, RowSource

WIDTHS = (200, 0, 240)


class DraftsPage(Page):
    """One's own drafts, the latest first. Enter goes on, Delete or F7 puts one away; a key brings it back."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.DRAFTS, say.DRAFTS_SENTENCE)
        self._place = place
        self._drafts: list[Draft] = []
        columns = [Column(head, width) for head, width in zip(say.DRAFTS_HEADS, WIDTHS, strict=True)]
        self.table = RecordTable(columns, empty=say.NO_DRAFTS, colours=place.colours)
        self.table.setAccessibleName(say.DRAFTS)
        self.table.opened.connect(lambda row: place.take_up(self._drafts[row - 1]))
        drop = Act(say.DROP, self.drop)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row_of(act_key(drop, "F7")))
        self.set_acts({"F7": drop, "F5": Act(say.DRAFTS, self.entered)})

    def entered(self) -> None:
        """Read again."""
        row = max(0, self.table.currentIndex().row())
        self._drafts = agenda.unfinished(self._place.desk)
        count = len(self._drafts)
        self.table.put(
            RowSource(
                lambda: count,
                lambda offset, limit: range(offset + 1, min(offset + limit, count) + 1),
                lambda wanted: {one: self._cells(self._drafts[one - 1]) for one in wanted},
            )
        )
        self.table.go_to(row)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop(self) -> None:
        """Put the current one away."""
        row = self.table.current_id()
        if not row:
            return
        draft, desk = self._drafts[row - 1], self._place.desk

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

    def _cells(self, draft: Draft) -> Cells:
        at = f"{draft.kept_at[:10]} {draft.kept_at[11:16]}"
        return (say.FORMS.get(draft.form, draft.form), agenda.called(draft) or desk_say.NOBODY, at)

    def _called(self, draft: Draft) -> str:
        return agenda.called(draft) or say.FORMS.get(draft.form, draft.form)
