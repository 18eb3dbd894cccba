"""新消息: what offices did, the newest first; what would retire many of the roster asks here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from station_app.domain.field import label_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.services import news
from station_app.services.news import Asked, Item
from station_app.text import explain
from station_app.text import finding as words
from station_app.text import roads as say
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.lines import words_line
from station_app.ui.pages.list_paper import print_list
from station_app.ui.pages.places import columns, source
from station_app.ui.pages.sheet import Sheet, row_of
from station_app.ui.pages.suggestion import page_of
from station_app.ui.pages.workplace import Naming, Workplace
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Cells

WIDTHS = (48, 152, 120, 0, 160)


class NewsPage(Page):
    """The list; once it was in view, what it holds is no longer new."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.NEWS, say.NEWS_SENTENCE)
        self._place = place
        self._items: list[Item] = []
        self._questions = QVBoxLayout()
        self.table = RecordTable(columns(say.NEWS_HEADS, WIDTHS), empty=say.NEWS_EMPTY, colours=place.colours)
        self.table.setAccessibleName(say.NEWS)
        self.table.opened.connect(self._open)
        self.body.addLayout(self._questions)
        self.body.addWidget(self.table, 1)
        self.set_acts({"F5": Act(say.NEWS, self.entered), "F8": print_list(place, self.table, say.NEWS)})

    def entered(self) -> None:
        """Read again; the list was looked at."""
        desk = self._place.desk
        self._items, naming = news.items(desk), Naming(desk)
        self.table.put(source([self._cells(naming, one) for one in self._items]))
        self._ask(news.asked_first(desk))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.go_to(0)
        if any(one.is_new for one in self._items):
            self._place.jobs.quick(partial(news.looked_at, desk), lambda _: None, owner=self)

    def _cells(self, naming: Naming, item: Item) -> Cells:
        desk, kind = self._place.desk, item.kind
        label = label_of(BY_KIND[kind]) if kind in BY_KIND else kind
        name = naming.name(kind, item.record)
        if kind == "correction" and (row := desk.records.rows(kind, [item.record]).get(item.record)):
            name = naming.name(row.values["target_kind"], row.values["target"])
        is_request = kind == "correction" and item.act == "register"
        act = say.SENT_BACK_HERE if is_request else desk.codes.name_of("act", item.act)
        at = words.instant(item.at, desk.today)
        return (say.NEW if item.is_new else "", at, label, "" if name == item.record else name, act)

    def _ask(self, asked: list[Asked]) -> None:
        while (item := self._questions.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for one in asked:
            sheet, key = Sheet(), act_key(Act(say.ALLOW, partial(self._allow, one)))
            key.setAutoDefault(True)
            key.setProperty("role", "final")
            sheet.column.addWidget(words_line(say.would_retire(one.names), "warning"))
            sheet.column.addLayout(row_of(key, stretch_after=-1))
            self._questions.addWidget(sheet)

    def _allow(self, asked: Asked) -> None:
        work = partial(news.allow, self._place.desk, asked.hash)
        self._place.jobs.save(work, lambda _: self._allowed(), self._refused, owner=self)

    def _allowed(self) -> None:
        self.entered()
        self.notices.tell(say.ALLOWED)

    def _refused(self, rejected: Rejected) -> None:
        self.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)

    def _open(self, row: int) -> None:
        item, desk = self._items[row - 1], self._place.desk
        kind, uid = item.kind, item.record
        if kind == "correction" and (found := desk.records.rows(kind, [uid]).get(uid)):
            kind, uid = found.values["target_kind"], found.values["target"]
        if kind in BY_KIND and desk.records.rows(kind, [uid]):
            self._place.lay(page_of(self._place, kind, uid))
