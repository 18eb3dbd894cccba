"""What a county keeps an eye on: promises (承诺) until they are kept or explained, stations that fell silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from station_app.db import promises
from station_app.db.promises import PromiseRow
from station_app.domain.handling_acts import OPEN_COMMITMENT
from station_app.domain.lifecycle import act_of
from station_app.domain.waiting import days_from
from station_app.services import workbench
from station_app.services.desk import Desk
from station_app.services.workbench import SilentStation
from station_app.text import county as say
from station_app.text import finding as words
from station_app.ui.pages.records.ledger import LedgerSentence, Part
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.parts.record_list import ListColumn, ListPage, ListSpec, RecordList, day
from station_app.ui.parts.rows import Pages
from station_app.ui.parts.sheet import row_of
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace, act_name

ACTS = {"F9": "keep_promise", "F7": "explain_promise", "F6": "break_promise"}
"""What is done to a promise, by key."""


def _by_on(desk: Desk, row: PromiseRow) -> str:
    """The sign of a promise that is still to be kept; of a settled one its day."""
    if row.state in OPEN_COMMITMENT and row.by_on:
        return words.due_in(days_from(desk.today, row.by_on))
    return words.short_day(row.by_on, desk.today)


WHAT, UNIT, MATTER, STATION, BY, STATE = say.PROMISE_HEADS
PROMISES: ListSpec[PromiseRow] = ListSpec(
    say.PROMISES,
    (
        ListColumn(WHAT, 0, lambda _desk, row: row.what),
        ListColumn(UNIT, 160, lambda _desk, row: row.unit),
        ListColumn(MATTER, 260, lambda _desk, row: row.title),
        ListColumn(STATION, 130, lambda desk, row: say.station(desk.station_of(row.station).name)),
        ListColumn(BY, 110, _by_on, tone=words.tone_of_due, cell=lambda _desk, row: day(row.by_on), is_sign=True),
        ListColumn(STATE, 100, lambda desk, row: desk.codes.name_of("commitment_state", row.state)),
    ),
    say.NO_PROMISE,
    opens=lambda place, row: place.record("commitment", row.uid),
)


class PromisesPage(Page):
    """The promises of a kind, those first that fall due first. F9, F7 and F6 settle the current one on its page."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.PROMISES, say.PROMISE_SENTENCE)
        self._place = place
        self.list = RecordList(place, PROMISES)
        picks = Part("state", say.PROMISE_HEADS[-1], list(say.PROMISE_STATES.items()), "open")
        self.sentence = LedgerSentence(place.desk, [picks], ("", ""))
        self.sentence.changed.connect(self._read)
        self.sentence.left.connect(self.list.take_keys)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.list.table, 1)
        may = {key: act for key, act in ACTS.items() if place.may("commitment", act, "OPEN")}
        settle = {
            key: KeyAct(act_name(place.desk, "commitment", act), partial(self._settle, act)) for key, act in may.items()
        }
        acts = {**settle, **self.list.acts()}
        self.set_acts({"F5": KeyAct(say.PROMISES, self.entered), **acts})
        keys = [act_key(act, key) for key, act in reversed(acts.items())]
        self.body.addLayout(row_of(QWidget(), *keys, stretch_after=0))

    def entered(self) -> None:
        """Read again."""
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def show_only(self, state: str) -> None:
        """Those of a key of `promises.STATES`."""
        self.sentence.put("state", state)

    def _read(self) -> None:
        desk, shown = self._place.desk, self.sentence.standing["state"]
        days = workbench.days_ahead(desk, workbench.PROMISE_DAYS)
        work = partial(promises.ids, desk.store.database, shown, days, desk.viewer)
        self._place.jobs.read(work, self._found, owner=self)

    def _found(self, ids: Sequence[int]) -> None:
        row = max(0, self.list.table.currentIndex().row())
        self.list.show_pages(Pages(lambda: len(ids), lambda at, most: ids[at : at + most], self._lines))
        self.list.table.go_to(row)

    def _lines(self, ids: Sequence[int]) -> Mapping[int, PromiseRow]:
        return promises.rows(self._place.desk.store.database, ids)

    def _settle(self, name: str) -> None:
        row = self.list.current()
        act = act_of("commitment", name, row.state) if row else None
        if row is None or act is None:
            return
        page = self._place.record("commitment", row.uid)
        if isinstance(page, RecordPage):
            page.begin(act)


def _since(desk: Desk, one: SilentStation) -> str:
    return words.short_day(one.last_on, desk.today) if one.last_on else say.NEVER_HEARD


STATION_NAME, LAST, HOW_LONG, PHONE = say.SILENT_HEADS
SILENT: ListSpec[SilentStation] = ListSpec(
    say.SILENT,
    (
        ListColumn(STATION_NAME, 0, lambda _desk, one: one.station.name),
        ListColumn(LAST, 200, _since),
        ListColumn(HOW_LONG, 140, lambda _desk, one: say.silent_for(one.days), cell=lambda _desk, one: one.days),
        ListColumn(PHONE, 220, lambda _desk, one: one.station.phone),
    ),
    say.NONE_SILENT,
    workbench.silent,
    opens=lambda place, one: place.record("station", one.station.uid),
    sentence=say.SILENT_SENTENCE,
)

silent_stations = partial(ListPage, spec=SILENT)
