"""The county's import of a station's batches, against bare `executemany` of the same rows with the same text index.

The station's journal is an imported year of the generator; the floor writes the same lines, folded rows and words into
a second encrypted database. Memory is measured while the import runs, in its first and its last quarter.
"""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.import_folder import make_folder, statements_of, write_bare
from benchmarks.measure import Figure, Figures, paired, seconds_of
from station_app import paths
from station_app.db import journal
from station_app.domain.clock import SystemClock, stamp
from station_app.domain.exchange import Invitation
from station_app.services import county, old_ledger
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.sync import sealing, trust

VISITS = 30_000
"""About a hundred thousand records: visits, their people, their matters."""

BEFORE = 3
"""How many changes an office has written before an import: itself, its user, the device."""


def measure(visits: int = VISITS) -> Figures:
    """An import, and the bare rows of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        station, batches = _sealed_year(folder, visits)
        author = journal.my_author(station.store.database)
        stick = folder / "stick"
        stick.mkdir()
        for number, content in enumerate(batches):
            (stick / f"{number:06}.lzb").write_bytes(content)
        model = _office(folder / "model", station)
        ours_s, moved = _import(model, stick)
        rows = [_journals(model), *statements_of(model, after=BEFORE)]
        bare = _office(folder / "bare", station)
        floor_s = seconds_of(lambda: write_bare(bare, rows))
        again = _office(folder / "again", station)
        ours_s = min(ours_s, _import(again, stick)[0])
        for desk in (station, model, bare, again):
            desk.close()
        carried = f"{author.last_seq} changes in {len(batches)} batches, progress told {moved[0]} times"
        return {
            "import": paired([(floor_s, ours_s)], carried),
            "rate": Figure(author.last_seq / ours_s),
            "grown": Figure(moved[1]),
        }


def _sealed_year(folder: Path, visits: int) -> tuple[Desk, list[bytes]]:
    """A station that has imported a year of so many visits, and its batches."""
    station, year = make_folder(folder, visits)
    old_ledger.take_folder(station, year)
    author, at = journal.my_author(station.store.database), stamp(station.clock.now())
    return station, [one.content for one in sealing.sealed(station.store, author, at, paths.dictionaries())]


def _import(office: Desk, stick: Path) -> tuple[float, tuple[int, float]]:
    seen: list[tuple[int, float]] = []

    def progress(done: int, _total: int) -> None:
        seen.append((done, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    took_s = seconds_of(lambda: county.take_all(office, county.preview(office, [stick]), progress))
    return took_s, (len(seen), seen[-1][1] - seen[len(seen) // 4][1])


def _office(folder: Path, station: Desk) -> Desk:
    """A county's office that knows the station."""
    code = station.place.area_code[:6]
    desk = found(folder, FirstStart(code, "office", "Wang", "correct horse 9"), SystemClock(), 1024).desk
    trust.agree(station.store, Invitation("", "", code, "STATION", ""))
    device = {
        "home": station.place.uid,
        "name": station.place.name,
        "area_code": station.place.area_code,
        "role": "STATION",
        "key": trust.signing_key(station.store).public,
    }
    perform(desk, [Ask("device", "register", device)])
    return desk


def _journals(office: Desk) -> tuple[str, list[tuple[Any, ...]]]:
    """The rows of the journals that an office did not begin itself: the floor's changes refer to them."""
    rows = office.store.database.execute_sql("SELECT * FROM journal WHERE NOT mine").fetchall()
    return f"INSERT INTO journal VALUES ({', '.join('?' * len(rows[0]))})", rows
