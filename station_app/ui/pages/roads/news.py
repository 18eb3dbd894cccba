"""新消息: what offices did, the newest first; what would retire many of the roster asks here."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from station_app.domain.field import label_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.services import news
from station_app.services.desk import Desk
from station_app.services.news import AskedCorrection, Item
from station_app.text import explain
from station_app.text import finding as words
from station_app.text import roads as say
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, row_of, words_line
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Naming, Workplace


class NewsPage(Page):
    """The list; once it was in view, what it holds is no longer new."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.NEWS, say.NEWS_SENTENCE)
        self._place = place
        self._questions = QVBoxLayout()
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.body.addLayout(self._questions)
        self.body.addWidget(self.table, 1)
        self.set_acts({"F5": KeyAct(say.NEWS, self.entered), **self.list.acts()})

    def entered(self) -> None:
        """Read again; the list was looked at."""
        desk = self._place.desk
        items = self.list.read()
        self._ask(news.asked_first(desk))
        self.list.take_keys()
        if any(one.is_new for one in items):
            self._place.jobs.quick(partial(news.looked_at, desk), lambda _: None, owner=self)

    def _ask(self, asked: list[AskedCorrection]) -> None:
        while (item := self._questions.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        may_allow = news.may_allow(self._place.desk)
        for one in asked:
            sheet = Sheet()
            sheet.column.addWidget(words_line(say.would_retire(one.names), "warning"))
            if may_allow:
                key = act_key(KeyAct(say.ALLOW, partial(self._allow, one)))
                key.setAutoDefault(True)
                key.setProperty("role", "final")
                sheet.column.addLayout(row_of(key, stretch_after=-1))
            else:
                sheet.column.addWidget(words_line(say.NOT_YOURS_TO_DECIDE, "hint"))
            self._questions.addWidget(sheet)

    def _allow(self, asked: AskedCorrection) -> None:
        work = partial(news.allow, self._place.desk, asked.hash)
        self._place.jobs.save(work, lambda _: self._allowed(), self._refused, owner=self)

    def _allowed(self) -> None:
        self.entered()
        self.notices.tell(say.ALLOWED)

    def _refused(self, rejected: Rejected) -> None:
        self.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)


def _goal(desk: Desk, item: Item) -> tuple[str, str]:
    """The record that a line is about: of a request for correction the one that it asks to mend."""
    if item.kind == "correction" and (row := desk.records.rows(item.kind, [item.record]).get(item.record)):
        return row.values["target_kind"], row.values["target"]
    return item.kind, item.record


def _open(place: Workplace, item: Item) -> None:
    kind, uid = _goal(place.desk, item)
    if kind in BY_KIND and place.desk.records.rows(kind, [uid]):
        place.record(kind, uid)


def _name(desk: Desk, item: Item) -> str:
    name = Naming(desk).name(*_goal(desk, item))
    return "" if name == item.record else name


def _public_name(desk: Desk, item: Item) -> str:
    return "" if _goal(desk, item)[0] in NAMES_SOMEBODY else _name(desk, item)


NAMES_SOMEBODY = ("person", "visit", "barring")
"""Kinds that are called by a petitioner's name."""


def _act(desk: Desk, item: Item) -> str:
    is_request = item.kind == "correction" and item.act == "register"
    return say.SENT_BACK_HERE if is_request else desk.codes.name_of("act", item.act)


IS_NEW, AT, KIND, NAME, ACT = say.NEWS_HEADS
LIST = ListSpec(
    say.NEWS,
    (
        ListColumn(IS_NEW, 48, lambda _desk, item: say.NEW if item.is_new else ""),
        ListColumn(AT, 152, lambda desk, item: words.instant(item.at, desk.today)),
        ListColumn(KIND, 120, lambda _desk, item: label_of(BY_KIND[item.kind]) if item.kind in BY_KIND else item.kind),
        ListColumn(NAME, 0, _name, cell=_public_name, full=_name),
        ListColumn(ACT, 160, _act),
    ),
    say.NEWS_EMPTY,
    news.items,
    opens=_open,
)
