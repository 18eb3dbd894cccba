"""Each fault of files and disks made once, and the sentence that a clerk sees of it."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import disks
from benchmarks.crash import COST, PASSWORD, TOWNSHIP, Place, fresh, visit
from benchmarks.kills import reaped
from station_app.db import connection, life
from station_app.db.keyring import Keyring
from station_app.domain.clock import SystemClock
from station_app.domain.problem import Rejected
from station_app.services import copies, first_start, restoring
from station_app.services.desk import standing_of, unlock
from station_app.services.first_start import FirstStart
from station_app.text import copies as say
from station_app.text import explain
from station_app.text.problems import of_code

Fault = Callable[[Place], str]


def main() -> int:
    """Make each fault in a station of its own and print what is said; 1 where one is said by its code alone."""
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        library = disks.compiled(Path(name)) if disks.compiler() else None
        for at, (fault, make) in enumerate(FAULTS.items()):
            place = fresh(Path(name) / str(at))
            said = reaped(partial(make, place))
            failed += _tell(fault, said)
        for fault, told in DISKS.items():
            if library is None:
                print(f"{fault}: left out, there is no C compiler here")
                continue
            lines = disks.under(library, fresh(Path(name) / fault.replace(" ", "-")), "save", told)
            codes = [line.split(" ")[1] for line in lines if line.startswith("refused")]
            failed += _tell(fault, of_code(codes[0]) if codes else f"broke: {lines}")
    return 1 if failed else 0


def _tell(fault: str, said: str) -> bool:
    print(f"{fault}\n    {said}")
    return said.startswith("broke") or not any("\u4e00" <= sign <= "\u9fff" for sign in said)


def _refused(work: Callable[[], object]) -> str:
    try:
        work()
    except Rejected as rejected:
        return explain(rejected.problems[0])
    return "broke: nothing was refused"


def _standing(place: Place) -> str:
    return say.STANDINGS[standing_of(place.data)]


def _unlocked(place: Place) -> str:
    return _refused(lambda: unlock(place.data, PASSWORD, clock=SystemClock()))


def _without(name: str) -> Fault:
    def fault(place: Place) -> str:
        (place.data / name).unlink()
        return _standing(place)

    return fault


def _holding(name: str, content: bytes, said: Fault) -> Fault:
    def fault(place: Place) -> str:
        (place.data / name).write_bytes(content)
        return said(place)

    return fault


def _another_keyring(place: Place) -> str:
    other = fresh(place.root / "other")
    shutil.copy(other.data / "keyring.json", place.data)
    return _unlocked(place)


def _another_database(place: Place) -> str:
    other = fresh(place.root / "other")
    shutil.copy(other.data / "station.db", place.data)
    return _unlocked(place)


def _damaged(place: Place) -> str:
    desk = unlock(place.data, PASSWORD, clock=SystemClock())
    desk.store.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    page = int(desk.store.database.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'user'").fetchone()[0])
    desk.close()
    with (place.data / "station.db").open("rb+") as file:
        file.seek((page - 1) * 4096 + 500)
        file.write(b"\xa5" * 600)
    try:
        unlock(place.data, PASSWORD, clock=SystemClock())
    except Rejected as rejected:
        return explain(rejected.problems[0])
    except connection.driver().Error as error:
        fault = connection.fault_of(error)
        return explain(fault) if fault else f"broke: {error}"
    return "broke: nothing was refused"


def _lost(place: Place) -> str:
    key = Keyring.read(place.data).unlock(PASSWORD)
    (place.data / "station.db").write_bytes(b"\xa5" * 100_000)
    return _refused(lambda: restoring.rescue_here(place.data, key, SystemClock()))


def _founded_over(place: Place) -> str:
    start = FirstStart(TOWNSHIP, "Station", "Wang", PASSWORD)
    return _refused(lambda: first_start.found(place.data, start, SystemClock(), COST))


def _copied(at: Callable[[Place], Path]) -> Fault:
    def fault(place: Place) -> str:
        desk = unlock(place.data, PASSWORD, clock=SystemClock())
        return _refused(lambda: copies.make(desk, at(place)))

    return fault


def _chosen(at: Callable[[Place], Path]) -> Fault:
    return lambda place: _refused(lambda: copies.choose(place.data, at(place)))


def _carried(number: int) -> Fault:
    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    def fault(place: Place) -> str:
        setattr(copies, "carry", fails)  # noqa: B010  (the process ends with the fault)
        return _copied(lambda place: place.stick)(place)

    return fault


def _copy_damaged(place: Place) -> str:
    copy = copies.found_at(place.stick)[0]
    with (copy.folder / "station.db").open("rb+") as file:
        file.seek(5000)
        file.write(b"\xa5")
    return _refused(lambda: restoring.restore(place.data, copy))


def _copy_of_another(place: Place) -> str:
    other = fresh(place.root / "other")
    return _refused(lambda: restoring.restore(place.data, copies.found_at(other.stick)[0]))


def _not_sound(place: Place) -> str:
    desk = unlock(place.data, PASSWORD, clock=SystemClock())
    desk.store.database.execute_sql("UPDATE visit SET number = 'x'")
    return _refused(lambda: copies.make(desk, place.stick))


def _written_by_another(place: Place) -> str:
    connection.BUSY_S = 0
    desk = unlock(place.data, PASSWORD, clock=SystemClock())
    other = desk.store.database.beside(place.data / "station.db")
    other.execute_sql("BEGIN IMMEDIATE")
    return _refused(lambda: visit(desk))


def _pulled_out(place: Place) -> str:
    shutil.rmtree(place.stick)
    return _copied(lambda place: place.stick)(place)


FAULTS: dict[str, Fault] = {
    "keyring missing": _without("keyring.json"),
    "keyring empty": _holding("keyring.json", b"", _standing),
    "keyring garbled": _holding("keyring.json", b'{"slots": [{"salt": "\xff', _standing),
    "keyring with odd values": _holding("keyring.json", b'{"slots": "x", "failures": {}}', _standing),
    "keyring of another": _another_keyring,
    "database missing": _without("station.db"),
    "database empty": _holding("station.db", b"", _standing),
    "database of another station": _another_database,
    "database of another program": _holding("station.db", b"SQLite format 3\0" + b"\1" * 8192, _unlocked),
    "database with a damaged page": _damaged,
    "database of which nothing is left": _lost,
    "first start over an old book": _founded_over,
    "written by another program": _written_by_another,
    "stick as data folder": lambda _place: say.LIES_ON[life.STICK].strip(),
    "network drive as data folder": lambda _place: say.LIES_ON[life.NETWORK].strip(),
    "copy: place full": _carried(errno.ENOSPC),
    "copy: place read-only": _carried(errno.EROFS),
    "copy: place in use": _carried(errno.EBUSY),
    "copy: place fails": _carried(errno.EIO),
    "copy: share gone": _carried(errno.EHOSTDOWN),
    "copy: stick pulled out": _pulled_out,
    "copy: path too long": _chosen(lambda place: place.root / ("x" * 300)),
    "copy: within the data": _chosen(lambda place: place.data / "copies here"),
    "copy: data that does not hold": _not_sound,
    "restore: copy damaged": _copy_damaged,
    "restore: another station's copy": _copy_of_another,
}

DISKS = {
    "disk full while saving": {"DISK_FULL": "1"},
    "disk fails while saving": {"DISK_FAIL": "8"},
    "disk read-only while saving": {"DISK_FAIL": "8", "DISK_ERRNO": str(errno.EROFS)},
}
"""Made by the library of `disk.c`."""


if __name__ == "__main__":
    sys.exit(main())
