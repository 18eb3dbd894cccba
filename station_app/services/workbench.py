"""工作台: what waits at an office, a tile each: how much, the worst case, since which week. A new tile is a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from station_app.db import journal, ledger, promises, waits
from station_app.db.ledger import Filter
from station_app.db.waits import WAITS, Heap
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.judging import STATION
from station_app.domain.records import BY_KIND, Device, Station
from station_app.domain.waiting import days_from
from station_app.services import access, clashes
from station_app.services.desk import Desk

SOON_DAYS, PROMISE_DAYS, SILENT_DAYS = 7, 15, 14
"""Days ahead in which a deadline and a promise are soon; days without a sign after which a station is silent."""

NOW, OURS, THEIRS = "now", "ours", "theirs"
"""The rows of the workbench."""

LISTS = {"opinion": "opinions", "suggestion": "suggestion_list"}
"""The page of the rail on which each kind of matter is listed."""


@immutable_by_keyword
class Told:
    """What a tile says: how many of each kind, the worst case by kind and uid ("" for none), since when, whose it is,
    and how many began in each of the last weeks (() where no day tells)."""

    counts: Mapping[str, int]
    kind: str = ""
    uid: str = ""
    since: str = ""
    whose: str = ""
    weeks: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many in all."""
        return sum(self.counts.values())


@immutable
class Tile:
    """One tile: its name, its row, what counts it, and the page that it opens with what that is narrowed to; "" for the
    list of the kind that has the worst case. `tone` is that of its number and its stripe; `is_past`: the day of the
    worst case lies behind today; `by_station`: whose it is, is a station and no unit."""

    name: str
    row: str
    told: Callable[[Desk, Tile], Told]
    page: str = ""
    given: str = ""
    tone: str = "ink"
    is_past: bool = True
    by_station: bool = True

    def days(self, told: Told, today: str) -> int | None:
        """Whole days since the worst case began, or until it falls due; None where no day says so."""
        first, last = (told.since, today) if self.is_past else (today, told.since)
        return days_from(first, last) if told.since else None


@immutable
class SilentStation:
    """A station from which nothing has come for long: the day of its last sign ("" for never), how many days ago."""

    station: Station
    last_on: str
    days: int | None


def days_ahead(desk: Desk, ahead: int = SOON_DAYS) -> tuple[str, str]:
    """Today, and the last day that is soon."""
    return desk.today, (date.fromisoformat(desk.today) + timedelta(days=ahead)).isoformat()


def read(desk: Desk) -> dict[str, Told]:
    """What each tile says now, by its name. What the person here may not see is in no number."""
    return {tile.name: tile.told(desk, tile) for tile in TILES}


def running(desk: Desk) -> tuple[int, int]:
    """How many stations there are, and how many matters are open in all."""
    database, viewer = desk.store.database, desk.viewer
    counted = (ledger.count(database, Filter(kind=kind, open_only=True, viewer=viewer)) for kind in LISTS)
    return len(_stations(desk)), sum(counted)


def silent(desk: Desk) -> list[SilentStation]:
    """The stations that were admitted and from which nothing has come for long, the longest first."""
    last: dict[str, str] = {}
    for author in journal.authors(desk.store.database):
        last[author.home] = max(last.get(author.home, ""), author.last_at[:10])
    found = [
        SilentStation(one, last.get(one.uid, ""), days_from(last.get(one.uid, "") or since, desk.today))
        for one, since in _stations(desk)
    ]
    long = [one for one in found if one.days is not None and one.days > SILENT_DAYS]
    return sorted(long, key=lambda one: (-(one.days or 0), one.station.area_code))


def _stations(desk: Desk) -> list[tuple[Station, str]]:
    """The stations whose devices are believed, each with the day since which."""
    since: dict[str, str] = {}
    for device in desk.records.all(Device, standing="ACTIVE"):
        if device.role == STATION:
            since[device.home] = min(since.get(device.home, device.enrolled_on), device.enrolled_on)
    return [(one, since[one.uid]) for one in desk.records.several(Station, sorted(since)).values()]


def _matters(desk: Desk, tile: Tile) -> Told:
    database, viewer, days = desk.store.database, desk.viewer, days_ahead(desk)
    heaps = {kind: waits.heap(database, kind, tile.name, days, viewer) for kind in WAITS[tile.name]}
    kind = min((one for one in heaps if heaps[one].count), key=lambda one: heaps[one].since or "9", default="")
    worst = ledger.rows_of(database, kind, [heaps[kind].first]).get(heaps[kind].first) if kind else None
    return Told(
        counts={of: one.count for of, one in heaps.items()},
        kind=kind,
        uid=worst.uid if worst else "",
        since=heaps[kind].since if kind else "",
        whose=_whose(desk, tile, worst),
        weeks=_together([one.weeks for one in heaps.values() if one.weeks]),
    )


def _whose(desk: Desk, tile: Tile, worst: Any) -> str:
    if worst is None:
        return ""
    return desk.station_of(worst.station).name if tile.by_station else worst.unit


def _together(several: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*several, strict=True)))


def _promises(desk: Desk, tile: Tile) -> Told:
    database, days = desk.store.database, days_ahead(desk, PROMISE_DAYS)
    found: Heap = waits.counted(
        database, *promises.source(tile.given, days, desk.viewer), desk.today if tile.is_past else ""
    )
    row = promises.rows(database, [found.first]).get(found.first) if found.first else None
    return Told(
        counts={"commitment": found.count},
        kind=row.kind if row else "",
        uid=row.matter if row else "",
        since=found.since,
        whose=row.unit if row else "",
        weeks=found.weeks,
    )


def _clashes(desk: Desk, _tile: Tile) -> Told:
    """Fields that two sides set blindly; no day says since when."""
    found = [one for one in clashes.clashes(desk) if _may_see(desk, one.kind, one.record)]
    if not found:
        return Told(counts={})
    values = desk.records.rows(found[0].kind, [found[0].record])[found[0].record].values
    whose = desk.station_of(str(values.get("station", ""))).name if values.get("station") else ""
    return Told(counts={"clash": len(found)}, kind=found[0].kind, uid=found[0].record, whose=whose)


def _may_see(desk: Desk, kind: str, uid: str) -> bool:
    row = desk.records.rows(kind, [uid]).get(uid)
    return row is not None and kind in BY_KIND and access.may_read(desk, kind, {**row.values, "uid": uid})


def _silent(desk: Desk, _tile: Tile) -> Told:
    found = silent(desk)
    first = found[0] if found else None
    return Told(
        counts={"station": len(found)}, since=first.last_on if first else "", whose=first.station.name if first else ""
    )


TILES = (
    Tile("overdue", NOW, _matters, tone="late"),
    Tile("promise_overdue", NOW, _promises, "promises", "overdue", tone="late"),
    Tile("dissatisfied", NOW, _matters),
    Tile("clashes", NOW, _clashes, "clashes"),
    Tile("to_accept", OURS, _matters),
    Tile("to_assign", OURS, _matters, tone="soon"),
    Tile("to_check", OURS, _matters, by_station=False),
    Tile("extension_asked", OURS, _matters, by_station=False),
    Tile("return_asked", OURS, _matters, by_station=False),
    Tile("due_soon", THEIRS, _matters, tone="soon", is_past=False, by_station=False),
    Tile("to_sign", THEIRS, _matters, by_station=False),
    Tile("promise_soon", THEIRS, _promises, "promises", "soon", is_past=False),
    Tile("untold", THEIRS, _matters),
    Tile("silent", THEIRS, _silent, "silent_stations"),
)
"""The tiles in their order: in each row the gravest first. What stands in `WAITS` needs no more than its row here."""


def worst_of_all(told: Mapping[str, Told]) -> tuple[str, str]:
    """The single matter with which to begin, by kind and uid: the worst case of the first tile that has one."""
    found = (told[tile.name] for tile in TILES if tile.name in told)
    return next(((one.kind, one.uid) for one in found if one.uid), ("", ""))
