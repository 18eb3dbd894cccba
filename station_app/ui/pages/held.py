"""等着的和没有收的: nothing of it is lost; each says why it waits and what mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from station_app.db import journal, parcels, quarantine
from station_app.domain.field import label_of
from station_app.domain.records import BY_KIND, Device, Station
from station_app.services import corrections
from station_app.text import roads as say
from station_app.text.problems import of_code
from station_app.ui.page import Act, Page
from station_app.ui.pages.list_paper import print_list
from station_app.ui.pages.places import columns, source
from station_app.ui.pages.sheet import words
from station_app.ui.pages.workplace import Naming, Workplace
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Cells

WIDTHS = (420, 200, 0)
Goal = tuple[str, str]


class HeldPage(Page):
    """Batches that wait, lines that were refused here, and what the county refused of ours. Enter opens the record."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.HELD, say.HELD_SENTENCE)
        self._place = place
        self._goals: list[Goal | None] = []
        self._reason = words("", "hint")
        self._cells: list[Cells] = []
        self.table = RecordTable(columns(say.HELD_HEADS, WIDTHS), empty=say.HELD_EMPTY, colours=place.colours)
        self.table.setAccessibleName(say.HELD)
        self.table.opened.connect(self._open)
        self.table.selected.connect(lambda row: self._reason.setText(self._cells[row - 1][2] if row else ""))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._reason)
        self.set_acts({"F5": Act(say.HELD, self.entered), "F8": print_list(place, self.table, say.HELD)})

    def entered(self) -> None:
        """Read again."""
        rows = held(self._place)
        self._cells, self._goals = [cells for cells, _ in rows], [goal for _, goal in rows]
        self.table.put(source(self._cells))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.go_to(0)

    def _open(self, row: int) -> None:
        goal = self._goals[row - 1]
        if goal is not None:
            self._place.record(*goal)


def held(place: Workplace) -> list[tuple[Cells, Goal | None]]:
    """What is held, in rows of words, each with the record that it leads to."""
    desk, naming = place.desk, Naming(place.desk)
    database = desk.store.database
    names = {one.home: one.name for one in desk.records.all(Device)}
    names |= {one.uid: one.name for one in desk.records.all(Station)}
    rows: list[tuple[Cells, Goal | None]] = []
    for parcel in parcels.kept(database):
        author = journal.author(database, parcel.journal)
        what = f"{say.CAME_HERE}{say.DOT}{say.upto(parcel.first)}–{say.upto(parcel.last)}"
        why = say.WAITS_FOR.get(parcel.reason) or of_code(parcel.reason)
        rows.append(((what, names.get(author.home, "") if author else "", why), None))
    for author in journal.authors(database):
        for line in quarantine.all_of(database, author.uid):
            rows.append(((say.upto(line.place.seq), names.get(author.home, ""), of_code(line.code)), None))
    for verdict in corrections.refused(desk):
        kind, uid = verdict.target_kind, verdict.target
        is_here = kind in BY_KIND and bool(desk.records.rows(kind, [uid]))
        label = label_of(BY_KIND[kind]) if kind in BY_KIND else kind
        what = f"{label}{say.DOT}{naming.name(kind, uid)}" if is_here else label
        why = verdict.said or of_code(verdict.reason)
        rows.append(((what, say.REFUSED_AT_OFFICE, why), (kind, uid) if is_here else None))
    return rows
