"""留痕: who came in, printed, took out; the newest first, and whether somebody tampered with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from station_app.domain.problem import Rejected
from station_app.services import access, trail
from station_app.services.trail import Seen
from station_app.text import explain
from station_app.text import settings as say
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.rows import Pages
from station_app.ui.shell.page import KeyAct, Page
from station_app.ui.shell.workplace import Workplace


def _detail(_place: Workplace, one: Seen) -> str:
    return say.failures(one.detail) if one.event == trail.UNLOCKED else one.detail


AT, WHO, WHAT, DETAIL = say.TRAIL_HEADS
LIST: ListSpec[Seen] = ListSpec(
    say.TRAIL,
    (
        ListColumn(AT, 190, lambda _place, one: say.when(one.at)),
        ListColumn(WHO, 140, lambda _place, one: one.who),
        ListColumn(WHAT, 160, lambda _place, one: one.what),
        ListColumn(DETAIL, 0, _detail),
    ),
    say.TRAIL_EMPTY,
)


class TrailPage(Page):
    """The trail as a list; it is read only."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.TRAIL)
        self._place = place
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.body.addWidget(self.table, 1)
        self.set_acts({"F5": KeyAct(say.TRAIL, self.entered), "F8": self.list.print_act()})

    def entered(self) -> None:
        """Read again; whether each line follows from the one before is judged off the screen's thread."""
        desk = self._place.desk
        try:
            access.must_read_trail(desk)
        except Rejected as rejected:
            self.set_acts({})
            self.table.hide()
            self.set_heading(say.TRAIL, explain(rejected.problems[0]))
            return
        self.list.show_pages(Pages(lambda: trail.count(desk), self._ids, self._lines))
        self.table.setFocus()
        self._place.jobs.read(lambda: trail.broken(desk), self._judged, owner=self)

    def _judged(self, broken: Sequence[int]) -> None:
        sound = say.TRAIL_SOUND.format(count=trail.count(self._place.desk))
        self.set_heading(say.TRAIL, say.TRAIL_BROKEN.format(first=broken[0]) if broken else sound)

    def _ids(self, offset: int, limit: int) -> Sequence[int]:
        # The newest stands first, and lines are numbered without gaps from 1.
        count = trail.count(self._place.desk)
        return range(count - offset, max(count - offset - limit, 0), -1)

    def _lines(self, wanted: Sequence[int]) -> Mapping[int, Seen]:
        if not wanted:
            return {}
        count = trail.count(self._place.desk)
        found = trail.lines(self._place.desk, count - max(wanted), max(wanted) - min(wanted) + 1)
        return {one.id: one for one in found}
