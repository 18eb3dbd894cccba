"""同步: what waits, what was sent, and what is held or was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from station_app.db import journal, outbox, review, search
from station_app.domain import numbering
from station_app.domain.change import Place
from station_app.domain.field import field_of, label_of, specs_of
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND, Device, Station
from station_app.services import documents, judged, news, road_totals, trail
from station_app.services.clashes import clashes
from station_app.services.desk import Desk
from station_app.services.documents import FilesStanding
from station_app.services.road_totals import BatchLine, RoadStage, RoadTotals
from station_app.text import explain
from station_app.text import finding as words_of_time
from station_app.text import roads as say
from station_app.text.problems import of_code
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.notices import Working
from station_app.ui.parts.record_list import ListColumn, ListPage, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, paragraph
from station_app.ui.shell import lane as sending_words
from station_app.ui.shell.lane import Lane
from station_app.ui.shell.page import Acts, KeyAct, Page, act_key
from station_app.ui.shell.pages import PAGES
from station_app.ui.shell.workplace import Naming, Workplace

if TYPE_CHECKING:
    from station_app.services.sending import Sender, SendingState

WHAT, WHENCE, WHY = say.HELD_HEADS


@immutable
class HeldBack:
    """What waits or was refused, from where, why, and the record (kind, uid) that it leads to, where there is one. An
    office decides of a refused line (`place`), and of a batch that lies aside (its hash, `batch`)."""

    what: str
    whence: str
    why: str
    goal: tuple[str, str] | None = None
    place: Place | None = None
    batch: str = ""


def held(desk: Desk) -> list[HeldBack]:
    """Batches that wait, lines that were refused here, what the county refused of ours, and at an office what was taken
    and names something that is not here."""
    naming, database = Naming(desk), desk.store.database
    names = {one.home: one.name for one in desk.records.all(Device)}
    names |= {one.uid: one.name for one in desk.records.all(Station)}
    found: list[HeldBack] = []
    for parcel in outbox.kept(database):
        author = journal.author(database, parcel.journal)
        what = f"{say.CAME_HERE}{say.DOT}{say.upto(parcel.first)}–{say.upto(parcel.last)}"
        why = say.WAITS_FOR.get(parcel.reason) or of_code(parcel.reason)
        found.append(HeldBack(what, names.get(author.home, "") if author else "", why, batch=parcel.hash))
    for one in review.lines(database):
        author = journal.author(database, one.journal)
        what = f"{say.CAME_HERE}{say.DOT}{say.upto(one.first)}–{say.upto(one.last)}"
        home = names.get(author.home, "") if author else ""
        found.append(HeldBack(what, home, of_code(one.reason)))
    homes = {author.uid: author.home for author in journal.authors(database)}
    kinds = journal.kinds_of(database, [one.record for one in judged.lines(desk)])
    for line in judged.lines(desk):
        kind = kinds.get(line.record, "")
        what = f"{_label(kind)}{say.DOT}{say.upto(line.place.seq)}"
        whence = names.get(homes.get(line.place.journal, ""), "")
        found.append(
            HeldBack(what, whence, say.refused(_field(kind, line.field), of_code(line.code)), None, line.place)
        )
    found += _loose(desk, naming) if desk.is_office else []
    for verdict in () if desk.is_office else news.refused(desk):  # an office's own words are of the lines above
        kind, uid = verdict.target_kind, verdict.target
        is_here = kind in BY_KIND and bool(desk.records.rows(kind, [uid]))
        label = _label(kind)
        what = f"{label}{say.DOT}{naming.name(kind, uid)}" if is_here else label
        why = say.refused(_field(kind, verdict.where), of_code(verdict.reason))
        why = say.decided(verdict.outcome, verdict.said, why)
        found.append(HeldBack(what, say.REFUSED_AT_OFFICE, why, (kind, uid) if is_here else None))
    return found


def _loose(desk: Desk, naming: Naming) -> list[HeldBack]:
    """What was taken and names a record that has not come, or a code that no list here knows."""
    found = []
    for one in judged.loose(desk):
        spec = field_of(BY_KIND[one.kind], one.field)
        what = f"{_label(one.kind)}{say.DOT}{naming.name(one.kind, one.record)}"
        why = say.lone(spec.label, one.value, _label(one.target), one.records)
        found.append(HeldBack(what, say.TAKEN_MARKED, why, (one.kind, one.record)))
    return found


def _label(kind: str) -> str:
    return label_of(BY_KIND[kind]) if kind in BY_KIND else kind


def _field(kind: str, name: str) -> str:
    specs = specs_of(BY_KIND[kind]) if kind in BY_KIND else {}
    return specs[name].label if name in specs else ""


def _open(place: Workplace, line: HeldBack) -> None:
    if line.goal is not None:
        place.record(*line.goal)


HELD = ListSpec(
    say.HELD,
    (
        ListColumn(
            WHAT,
            420,
            lambda _desk, line: line.what,
            cell=lambda _desk, line: line.what.partition(say.DOT)[0],
            full=lambda _desk, line: line.what,
        ),
        ListColumn(WHENCE, 200, lambda _desk, line: line.whence),
        ListColumn(WHY, 0, lambda _desk, line: line.why),
    ),
    say.HELD_EMPTY,
    held,
    opens=_open,
    sentence=say.HELD_SENTENCE,
    beneath=lambda line: line.why,
)


def _decide(of_line: Callable[[Desk, Place], object], place: Workplace, line: HeldBack) -> None:
    """Decide of a refused line; the list is read again."""
    if line.place is not None:
        _do(place, partial(of_line, place.desk, line.place))
    else:
        _list_page(place).notices.tell(say.NOT_A_REFUSED_LINE)


def _drop(place: Workplace, line: HeldBack) -> None:
    """A refused line, or a batch that lies aside, is looked at and stays out."""
    if line.batch:
        _do(place, partial(judged.drop_aside, place.desk, line.batch))
    else:
        _decide(judged.drop, place, line)


def _do(place: Workplace, work: partial[Any]) -> None:
    page = _list_page(place)

    def refused(rejected: Rejected) -> None:
        page.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)

    place.jobs.save(work, lambda _: page.entered(), refused, owner=page)


def _list_page(place: Workplace) -> ListPage[Any]:
    page = place.window.page()
    if not isinstance(page, ListPage):
        raise LookupError("the keys are those of the list's page")  # noqa: TRY004  (the page is another, not its type)
    return page


OFFICE_HELD = replace(
    HELD,
    sentence=say.OFFICE_HELD_SENTENCE,
    keys={
        "F6": (say.ACCEPT_REST, partial(_decide, judged.accept)),
        "F7": (say.SEND_LINE_BACK, partial(_decide, judged.send_back)),
        "F9": (say.DROP_LINE, _drop),
    },
)


def page(place: Workplace) -> ListPage[HeldBack]:
    """The list; an office also decides there."""
    return ListPage(place, OFFICE_HELD if place.desk.is_office else HELD)


LOOK_MS = 1_000
SHOWN = 500
PARTS = ("sent_back", "clashes", "held", "news", "stick", "admission", "statements")
OFFICE_PARTS = (*("invite" if name == "admission" else name for name in PARTS), "copies")
"""Pages that keys lead to from here, at a station and at an office, which has no settings."""

RECEIVED_STAGES = frozenset(
    {RoadStage.RECEIVED, RoadStage.ACCEPTED, RoadStage.IMPORTED, RoadStage.REFUSED, RoadStage.HELD}
)
JUDGED_STAGES = frozenset({RoadStage.ACCEPTED, RoadStage.IMPORTED, RoadStage.REFUSED, RoadStage.HELD})

_Read = tuple[RoadTotals, list[BatchLine], dict[str, int], list[str], FilesStanding]


class SyncPage(Page):
    """The lane's state, the totals, the batches. Keys lead to the parts; F4 to the first where something waits."""

    def __init__(self, place: Workplace) -> None:
        is_office = place.desk.is_office
        super().__init__(say.SYNC, say.OFFICE_SYNC_SENTENCE if is_office else say.SYNC_SENTENCE)
        self._place, self._lane = place, _lane_of(place)
        self._waits: dict[str, int] = {}
        self._is_read = False
        self._seen: tuple[object, ...] = ()
        self._noticed = paragraph("", "warning")
        self._state, self._trouble, self._totals = paragraph("", "heading"), paragraph("", "warning"), paragraph()
        self._files = paragraph()
        self._working = Working(self._cancel)
        self._pause = act_key(KeyAct(say.PAUSE, self._pause_or_go_on), "F6")
        self._compare = act_key(KeyAct(say.COMPARE, self._compare_totals), "F7")
        self._parts: dict[str, QPushButton] = {}
        self._pages = {PAGES[name].title: name for name in (OFFICE_PARTS if is_office else PARTS)}
        self._whom: Mapping[str, str] = {}
        to_whom = ListColumn(TO_WHOM, 176, self._audience)
        office = [to_whom if column.heading == IMPORTED else column for column in LIST.columns]
        self.list = RecordList(place, replace(LIST, columns=office) if is_office else LIST)
        self.table = self.list.table
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._tick)
        self._lane.changed.connect(self._changed)

    def acts(self) -> Acts:
        """What can be done here now."""
        acts = {
            "F2": self._next_step(),
            "F5": KeyAct(say.SYNC, self.refresh),
            "F6": KeyAct(say.PAUSE, self._pause_or_go_on),
            "F7": KeyAct(say.COMPARE, self._compare_totals),
            **self.list.acts(),
        }
        waiting = next((name for name, count in self._waits.items() if count), None)
        if waiting is not None:
            acts["F4"] = KeyAct(waiting, partial(self.open_part, waiting))
        return acts

    def entered(self) -> None:
        """Read again, and look from now on."""
        self.refresh()
        self._timer.start()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the totals and the batches away from the screen's thread."""
        place = self._place
        if place.jobs.is_finished:
            return

        def work() -> _Read:
            desk = place.desk
            waits = {
                say.SENT_BACK: len(news.sent_back(desk)),
                say.CLASHES: len(clashes(desk)),
                say.HELD: len(held(desk)),
                say.NEWS: sum(one.is_new for one in news.items(desk)) + len(news.asked_first(desk)),
            }
            noticed = [say.NOTICES[one.event].format(when=_when(desk, one.at), detail=one.detail)
                       for one in trail.notices(desk)]  # fmt: skip
            noticed += numbers_twice(desk)
            counted, lines = road_totals.totals(desk), road_totals.batches(desk, SHOWN)
            return counted, lines, waits, noticed, documents.standing(desk)

        self._is_read = False
        place.jobs.read(work, self._show, owner=self)

    def send_now(self) -> None:
        """Try now, whatever was planned."""
        self._ask(lambda sender: sender.send_now())

    def open_part(self, name: str) -> None:
        """Open one of the parts over this page, by its words."""
        self._place.open(self._pages[name])

    @property
    def place(self) -> Workplace:
        """What the page works with."""
        return self._place

    @property
    def lane(self) -> Lane:
        """The lane that is shown."""
        return self._lane

    @property
    def is_settled(self) -> bool:
        """Whether what is shown was read since the last refresh."""
        return self._is_read

    def said(self) -> str:
        """The sentence that says what goes on."""
        return self._state.text()

    def totals_said(self) -> str:
        """The totals' sentence."""
        return self._totals.text()

    def files_said(self) -> str:
        """How far photos and papers have come."""
        return self._files.text()

    def noticed(self) -> str:
        """What the program noticed by itself in these days."""
        return self._noticed.text()

    def _next_step(self) -> KeyAct:
        """What the large key does: send, or what must come before that, or what takes its place."""
        state = self._lane.state()
        if state is not None and state.phase == "not_invited":
            return KeyAct(say.HAND_OVER, partial(self.open_part, say.ADMISSION))
        if state is not None and state.phase == "" and state.next_try_s is None and state.network == "unknown":
            return KeyAct(say.WRITE_STICK, partial(self.open_part, say.STICK))
        return KeyAct(say.SEND_NOW, self.send_now)

    def _lay_out(self) -> None:
        sheet = Sheet()
        top = QHBoxLayout()
        top.addWidget(self._state, 1)
        top.addWidget(self._compare)
        top.addWidget(self._pause)
        sheet.column.addLayout(top)
        for widget in (self._working, self._trouble, self._noticed, self._totals, self._files):
            sheet.column.addWidget(widget)
        parts = QWidget()
        flow = FlowLayout(parts)
        for name in self._pages:
            key = act_key(KeyAct(name, partial(self.open_part, name)))
            key.setObjectName("part")
            key.setAutoDefault(True)
            self._parts[name] = key
            flow.addWidget(key)
        for key in (self._pause, self._compare):
            key.setAutoDefault(True)
        self.body.addWidget(sheet)
        self.body.addWidget(parts)
        self.body.addWidget(self.table, 1)
        self._noticed.hide()
        self._files.hide()
        self._changed(self._lane.state())

    def _tick(self) -> None:
        if not self.isVisible():
            self._timer.stop()
            return
        self._changed(self._lane.state())

    def _changed(self, state: SendingState | None) -> None:
        self._state.setText(sending_words.sentence(state))
        trouble = sending_words.trouble(state)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        is_paused = state is not None and state.phase == "paused"
        self._pause.setText(f"{say.RESUME if is_paused else say.PAUSE}  F6")
        self._pause.setAccessibleName(say.RESUME if is_paused else say.PAUSE)
        has_road = state is not None and state.phase != "not_invited" and state.next_try_s is not None
        self._compare.setVisible(has_road)
        self.set_acts(self.acts())
        self._pause.setVisible(has_road or is_paused)
        if state is not None and state.phase in ("records", "files") and state.bytes_total:
            self._working.say("", state.bytes_done, state.bytes_total)
        else:
            self._working.hide()
        seen = (state.waiting, state.batches_done, state.last_contact_at, state.phase) if state else ()
        if seen != self._seen and self.isVisible():
            self._seen = seen
            self.refresh()

    def _show(self, read: _Read) -> None:
        counted, lines, self._waits, noticed, files = read
        self._noticed.setText("\n".join(noticed))
        self._noticed.setVisible(bool(noticed))
        self._is_read = True
        desk = self._place.desk
        self._totals.setText(sending_words.totals(counted, is_office=desk.is_office))
        self._files.setText(sending_words.files(files, is_office=desk.is_office))
        self._files.setVisible(bool(self._files.text()))
        for name, count in self._waits.items():
            self._parts[name].setText(say.section(name, count))
        top = self.table.verticalScrollBar().value()
        self._whom = audiences(desk) if desk.is_office else {}
        self.list.show(lines)
        self.table.verticalScrollBar().setValue(top)
        self.set_acts(self.acts())

    def _audience(self, _desk: Desk, line: BatchLine) -> str:
        return self._whom.get(line.batch.journal, "")

    def _pause_or_go_on(self) -> None:
        state = self._lane.state()
        if state is not None and state.phase == "paused":
            self._ask(lambda sender: sender.resume())
        else:
            self._ask(lambda sender: sender.pause())

    def _cancel(self) -> None:
        self._ask(lambda sender: sender.cancel())

    def _compare_totals(self) -> None:
        self._ask(lambda sender: sender.compare())

    def _ask(self, wish: Callable[[Sender], None]) -> None:
        """In the writer's lane: some wishes write."""
        sender = self._lane.sending()
        if sender is None:
            self._lane.begin()
            return
        self._place.jobs.quick(lambda: wish(sender), lambda _: self._changed(self._lane.state()), owner=self)


def _lane_of(place: Workplace) -> Lane:
    if place.lane is None:
        raise LookupError("nothing sends from this desk")
    return place.lane


def numbers_twice(desk: Desk) -> list[str]:
    """A sentence for each number that several records bear."""
    bearers = Counter(one.number for one in search.doubled(desk.store.database).values())
    return [words_of_time.number_twice(numbering.short_of(number), count) for number, count in bearers.items()]


def audiences(desk: Desk) -> dict[str, str]:
    """An office's own journals, each with the name of whom it speaks to."""
    names = {one.home: one.name for one in desk.records.all(Device)} | {
        desk.place.area_code: say.EVERY_STATION,
        desk.place.uid: desk.place.name,
    }
    return {one.uid: names.get(one.audience, "") for one in journal.my_authors(desk.store.database)}


def _when(desk: Desk, at: str) -> str:
    return words_of_time.instant(at, desk.today) if at else ""


def _received(desk: Desk, line: BatchLine) -> str:
    return _when(desk, line.batch.received_at) or (say.YES if line.stage in RECEIVED_STAGES else say.NOT_YET)


def _trouble(_desk: Desk, line: BatchLine) -> str:
    return say.trouble(of_code(line.batch.trouble), line.support_code) if line.batch.trouble else ""


NUMBER, COUNT, SIZE, SEALED, EXPORTED, RECEIVED, JUDGED, IMPORTED, TROUBLE = say.BATCH_HEADS
TO_WHOM = say.OFFICE_BATCH_HEADS[7]
LIST: ListSpec[BatchLine] = ListSpec(
    say.SYNC,
    (
        ListColumn(NUMBER, 64, lambda _desk, line: f"{line.batch.number}", cell=lambda _desk, line: line.batch.number),
        ListColumn(COUNT, 64, lambda _desk, line: f"{line.batch.count}", cell=lambda _desk, line: line.batch.count),
        ListColumn(
            SIZE,
            96,
            lambda _desk, line: say.size_words(line.batch.size_bytes),
            cell=lambda _desk, line: line.batch.size_bytes,
        ),
        ListColumn(SEALED, 152, lambda desk, line: _when(desk, line.batch.sealed_at)),
        ListColumn(EXPORTED, 152, lambda desk, line: _when(desk, line.batch.exported_at)),
        ListColumn(RECEIVED, 152, _received),
        ListColumn(JUDGED, 64, lambda _desk, line: say.YES if line.stage in JUDGED_STAGES else say.NOT_YET),
        ListColumn(IMPORTED, 176, lambda _desk, line: say.YES if line.stage is RoadStage.IMPORTED else say.NOT_YET),
        ListColumn(TROUBLE, 0, _trouble),
    ),
    say.BATCHES_EMPTY,
)
"""The batches; an office says to whom each went, where a station says whether the county has it."""
