"""等着的和没有收的: nothing of it is lost; each says why it waits and what mends it."""

from __future__ import annotations

from functools import partial

from station_app.db import journal, outbox, quarantine
from station_app.domain.field import label_of
from station_app.domain.immutable import immutable
from station_app.domain.records import BY_KIND, Device, Station
from station_app.services import news
from station_app.services.desk import Desk
from station_app.text import roads as say
from station_app.text.problems import of_code
from station_app.ui.parts.list_page import ListPage
from station_app.ui.parts.record_list import ListColumn, ListSpec
from station_app.ui.shell.workplace import Naming, Workplace

WHAT, WHENCE, WHY = say.HELD_HEADS


@immutable
class HeldBack:
    """What waits or was refused, from where, why, and the record (kind, uid) that it leads to, where there is one."""

    what: str
    whence: str
    why: str
    goal: tuple[str, str] | None = None


def held(desk: Desk) -> list[HeldBack]:
    """Batches that wait, lines that were refused here, and what the county refused of ours."""
    naming, database = Naming(desk), desk.store.database
    names = {one.home: one.name for one in desk.records.all(Device)}
    names |= {one.uid: one.name for one in desk.records.all(Station)}
    found: list[HeldBack] = []
    for parcel in outbox.kept(database):
        author = journal.author(database, parcel.journal)
        what = f"{say.CAME_HERE}{say.DOT}{say.upto(parcel.first)}–{say.upto(parcel.last)}"
        why = say.WAITS_FOR.get(parcel.reason) or of_code(parcel.reason)
        found.append(HeldBack(what, names.get(author.home, "") if author else "", why))
    for author in journal.authors(database):
        for line in quarantine.all_of(database, author.uid):
            found.append(HeldBack(say.upto(line.place.seq), names.get(author.home, ""), of_code(line.code)))
    for verdict in news.refused(desk):
        kind, uid = verdict.target_kind, verdict.target
        is_here = kind in BY_KIND and bool(desk.records.rows(kind, [uid]))
        label = label_of(BY_KIND[kind]) if kind in BY_KIND else kind
        what = f"{label}{say.DOT}{naming.name(kind, uid)}" if is_here else label
        why = verdict.said or of_code(verdict.reason)
        found.append(HeldBack(what, say.REFUSED_AT_OFFICE, why, (kind, uid) if is_here else None))
    return found


def _open(place: Workplace, line: HeldBack) -> None:
    if line.goal is not None:
        place.record(*line.goal)


LIST = ListSpec(
    say.HELD,
    (
        ListColumn(WHAT, 420, lambda _place, line: line.what),
        ListColumn(WHENCE, 200, lambda _place, line: line.whence),
        ListColumn(WHY, 0, lambda _place, line: line.why),
    ),
    say.HELD_EMPTY,
    held,
    opens=_open,
    sentence=say.HELD_SENTENCE,
    beneath=lambda line: line.why,
)

page = partial(ListPage, spec=LIST)
