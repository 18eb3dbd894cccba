"""Likely doubles side by side: one matter at the left, those that seem to say the same at the right, of any station."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from station_app.domain.records import Opinion
from station_app.services.desk import Desk
from station_app.services.suggestions import Alike, alike_to
from station_app.text import county as say
from station_app.text import finding as words
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, row_of
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

STATION, TITLE, SAME = say.ALIKE_HEADS


def _station(desk: Desk, one: Alike) -> str:
    return say.station(desk.station_of(one.opinion.station).name)


LIST: ListSpec[Alike] = ListSpec(
    say.ALIKE,
    (
        ListColumn(STATION, 130, _station),
        ListColumn(TITLE, 0, lambda _desk, one: one.opinion.title),
        ListColumn(SAME, 80, lambda _desk, one: f"{one.likeness:.0%}"),
    ),
    say.NONE_ALIKE,
    opens=lambda place, one: place.record("opinion", one.opinion.uid),
)


class AlikePage(Page):
    """Up and down go from one likely double to the next; F6 makes one of this and the chosen ones, else the current."""

    def __init__(self, place: Workplace, uid: str) -> None:
        super().__init__(say.ALIKE)
        self._place, self._uid = place, uid
        self._own = place.desk.records.one(Opinion, uid)
        self.list = RecordList(place, LIST)
        self.texts = [_text(say.THIS_ONE), _text(say.ALIKE)]
        left, right = Sheet(self._called(self._own)), Sheet()
        self._right = right
        left.column.addWidget(self.texts[0], 1)
        right.column.addWidget(self.texts[1], 1)
        across, column = QHBoxLayout(), QVBoxLayout()
        column.addWidget(self.list.table, 2)
        column.addWidget(right, 3)
        across.setSpacing(16)
        across.addWidget(left, 1)
        beside = QWidget()
        beside.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        across.addWidget(beside, 1)
        self.body.addLayout(across, 1)
        self.texts[0].setPlainText(_told(self._own))
        self.list.table.selected.connect(lambda _id: self._show())
        merge = KeyAct(say.JOIN, self._merge)
        key = act_key(merge, "F6")
        key.setObjectName("main")
        self.body.addLayout(row_of(QWidget(), key, stretch_after=0))
        self.set_acts({"F6": merge, "F5": KeyAct(say.ALIKE, self.entered)})

    def entered(self) -> None:
        """Look for them again."""
        self._place.jobs.read(partial(alike_to, self._place.desk, self._uid), self._found, owner=self)

    def _found(self, found: Sequence[Alike]) -> None:
        self.list.show(found)
        self.list.take_keys()
        self._show()

    def _show(self) -> None:
        one = self.list.current()
        self.texts[1].setPlainText(_told(one.opinion) if one is not None else say.NONE_ALIKE)
        self._right.set_heading(self._called(one.opinion) if one is not None else "")

    def _merge(self) -> None:
        chosen = [self.list.lines[place - 1] for place in self.list.table.chosen_in_order()]
        current = self.list.current()
        others = [one.opinion.uid for one in chosen] or ([current.opinion.uid] if current else [])
        if others:
            self._place.open("several", "merge", "opinion", (self._uid, *others))

    def _called(self, one: Opinion) -> str:
        return words.standing(say.station(self._place.desk.station_of(one.station).name), one.number, one.title)


def _told(one: Opinion) -> str:
    """What was said, asked, summed up: nobody is named by it."""
    return "\n\n".join(part for part in (one.verbatim, one.ask, one.summary, one.affected_place) if part)


def _text(name: str) -> QPlainTextEdit:
    text = QPlainTextEdit(readOnly=True)
    text.setTabChangesFocus(True)
    text.setAccessibleName(name)
    text.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return text
