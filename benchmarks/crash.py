"""Kills without warning: at random moments, and before and after each rename, forced write, removal and commit, of
everything that writes; after each the desk is opened and judged.

`python -m benchmarks.crash NUMBER` makes so many tries, each told by its seed. What is acknowledged stands there once,
no number is given twice, a draft is at most a second old, chains and tables hold, and what the power cut is ended.
Each station is founded anew after some tries; nothing but fresh processes opens its files.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.kills import kill, reaped
from station_app import paths
from station_app.db import audit, connection, drafts, journal
from station_app.db.keyring import Keyring
from station_app.domain.clock import SystemClock, stamp
from station_app.domain.problem import Rejected
from station_app.domain.records import User, Visit
from station_app.services import copies, enrolment, first_start, ledger_import, restoring, stick
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk, Standing, renew_key, standing_of, unlock
from station_app.services.first_start import FirstStart
from station_app.services.ledger_import.lexicon import targets
from station_app.sync import sealing

COUNTY, TOWNSHIP = "520324", "520324116000"
PASSWORD, COST = "correct horse 9", 1024
LONGEST_S, WINDOW_S = 0.12, 4
TRIES_A_STATION = 40
DRAFT_S = 1.0
WINDOW_EVERY = 40
"""Every so manieth try is made with the real window, which takes seconds to stand."""

Tell = Callable[[str], None]
Work = Callable[["Place", Desk, Tell], None]


@dataclass
class Place:
    """A station with the folders around it, and what was acknowledged there: visits with their numbers, who left, the
    last draft (id, letters), letters that were typed into the window with their times, and what broke."""

    root: Path
    invitation: str
    saved: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    drafted: tuple[int, int] = (0, 0)
    typed: int = 0
    broken: str = ""

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.root / "data"

    @property
    def stick(self) -> Path:
        """A stick with copies and batches."""
        return self.root / "stick"

    def note(self, told: list[str], killed_at: float = 0) -> None:
        """Remember what was acknowledged before the kill, at a moment of the monotonic clock."""
        self.drafted, self.typed, self.broken = (0, 0), 0, ""
        for line in told:
            match line.split(" "):
                case ["saved", uid, number]:
                    self.saved[uid] = number
                case ["left", uid]:
                    self.left.append(uid)
                case ["drafted", number, letters]:
                    self.drafted = (int(number), int(letters))
                case ["typed", at, letters] if float(at) < killed_at - DRAFT_S:
                    self.typed = int(letters)
                case ["broke", *words]:
                    self.broken = " ".join(words)


def main(arguments: list[str]) -> int:
    """Make the tries and tell how they ended; 1 where one failed."""
    return told("crash", tries, 11, arguments)


def told(
    name: str, tried: Callable[[int, int], tuple[list[str], Counter[str]]], seed: int, arguments: list[str]
) -> int:
    """What became of the tries of a module of this folder, point by point; 1 where one failed. `seed` where none is
    said."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=tried.__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=seed)
    options = parser.parse_args(arguments)
    failures, points = tried(options.number, options.seed)
    for point, count in sorted(points.items()):
        print(f"{point:<40}{count}")
    for one in failures:
        print(one)
    print(f"{options.number} tries from seed {options.seed}: {len(failures)} failed")
    return 1 if failures else 0


def tries(number: int, seed: int, *, with_windows: bool = True) -> tuple[list[str], Counter[str]]:
    """What failed of so many tries, and how often each point was killed at."""
    failures: list[str] = []
    points: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        place: Place | None = None
        for at in range(number):
            chance = random.Random(seed * 1_000_000 + at)
            if place is None or at % TRIES_A_STATION == 0:
                place = fresh(Path(name) / str(at))
            is_window = with_windows and at % WINDOW_EVERY == WINDOW_EVERY - 1
            what = "window" if is_window else chance.choice(list(WORKS))
            point = _try(place, what, chance)
            points[f"{what}, {point}"] += 1
            wrong = reaped(partial(judge, place, is_whole=at % 5 == 0))
            if wrong:
                failures.append(f"try {at}, {what}, {point}: {wrong}")
                place = None
    return failures, points


def fresh(root: Path) -> Place:
    """A new station in a folder of its own."""
    root.mkdir()
    text = reaped(lambda: _founded(root))
    if not text.startswith("{"):
        raise RuntimeError(f"the station was not founded: {text}")
    return Place(root, text)


def _founded(root: Path) -> str:
    """An admitted station with a visit, a first copy and a ledger to take; the text of an invitation in its place."""
    clock = SystemClock()
    office = first_start.found(root / "county", FirstStart(COUNTY, "County", "Chen", PASSWORD), clock, COST).desk
    until = (clock.now() + timedelta(days=90)).date().isoformat()
    said = (FirstStart(TOWNSHIP, "Station", "Wang", PASSWORD), clock, COST)
    desk = first_start.found(root / "data", *said).desk
    enrolment.accept_invitation(desk, enrolment.invite(office, "Station", TOWNSHIP, until))
    device = enrolment.admit_from_stick(office, enrolment.request_text(desk))
    visit(desk)
    (root / "stick" / "LZ").mkdir(parents=True)
    copies.choose(desk.folder, root / "stick")
    copies.make(desk, root / "stick")
    _write_ledger(root / "ledger.csv")
    text = enrolment.invite(office, "Station", TOWNSHIP, until, device.uid)
    office.close()
    desk.close()
    return text


def visit(desk: Desk) -> tuple[str, str]:
    """Write a visit; its uid and number."""
    person = desk.clock.new_id()
    said = {"received_on": desk.today, "channel": "WALK_IN", "is_first": "FIRST", "notice_way": "ORAL"}
    person_said = {"name": "Wang", "no_phone_reason": "none"}
    asks = [Ask("person", "register", person_said, person), Ask("visit", "register", {**said, "visitor": person})]
    done = perform(desk, asks)[1]
    return done.uid, done.number


def save(_place: Place, desk: Desk, tell: Tell) -> None:
    """Save visits, each acknowledged."""
    for _ in range(4):
        tell("saved " + " ".join(visit(desk)))


def seal(place: Place, desk: Desk, tell: Tell) -> None:
    """Seal what waits."""
    save(place, desk, tell)
    sealing.sealed(desk.store, journal.my_author(desk.store.database), stamp(desk.clock.now()), paths.dictionaries())


def copy(place: Place, desk: Desk, tell: Tell) -> None:
    """Make a copy."""
    tell("saved " + " ".join(visit(desk)))
    copies.make(desk, place.stick)


def restore(place: Place, desk: Desk, tell: Tell) -> None:
    """Put the newest copy in the place of what is here, open it and go on."""
    tell("saved " + " ".join(visit(desk)))
    desk.close()
    restoring.restore(place.data, copies.at_hand(place.data)[0])
    again = unlock(place.data, PASSWORD, clock=SystemClock())
    tell("saved " + " ".join(visit(again)))


def rescue(place: Place, desk: Desk, tell: Tell) -> None:
    """Make a new database of what is read of the one that is here."""
    tell("saved " + " ".join(visit(desk)))
    desk.close()
    unlocked = Keyring.read(place.data).unlock(PASSWORD)
    restoring.rescue_here(place.data, unlocked, SystemClock())


def rejoin(place: Place, _desk: Desk, _tell: Tell) -> None:
    """Found a desk in another's place."""
    start = FirstStart("", "", "Tian", PASSWORD, invitation=place.invitation)
    first_start.found(place.root / "new", start, SystemClock(), COST)


def rebuild(_place: Place, desk: Desk, _tell: Tell) -> None:
    """Fold everything again."""
    desk.store.rebuild()


def take_ledger(place: Place, desk: Desk, _tell: Tell) -> None:
    """Take an old ledger."""
    book = ledger_import.read_book(place.root / "ledger.csv")
    sheets = [one.name for one in book.grids]
    mapping = ledger_import.guess(ledger_import.tables(book, sheets))
    with suppress(Rejected):  # the second time all of it is here
        ledger_import.take(desk, book, sheets, mapping, ledger_import.Choices())


def write_stick(place: Place, desk: Desk, tell: Tell) -> None:
    """Write what waits to a stick."""
    tell("saved " + " ".join(visit(desk)))
    stick.write(desk, place.stick, is_new=True)


def draft(_place: Place, desk: Desk, tell: Tell) -> None:
    """Keep what is typed, each time acknowledged."""
    database, number = desk.store.database, 0
    for at in range(20):
        number = drafts.keep(database, desk.user.uid, "visit", {"visitor": "x" * at}, stamp(desk.clock.now()), number)
        tell(f"drafted {number} {at}")


def leave(_place: Place, desk: Desk, tell: Tell) -> None:
    """Somebody comes, and leaves."""
    fields = {"name": f"N{desk.clock.new_id()[-6:]}", "roles": ("STATION_CLERK",), "station": desk.place.uid}
    user = perform(desk, [Ask("user", "register", fields)])[0].uid
    perform(desk, [Ask("user", "leave", {"left_on": desk.today}, user)])
    tell(f"left {user}")


def renew(_place: Place, desk: Desk, tell: Tell) -> None:
    """Give the database another key; what was saved before it and after it opens by the same password."""
    tell("saved " + " ".join(visit(desk)))
    renew_key(desk)
    again = unlock(desk.folder, PASSWORD, clock=SystemClock())
    tell("saved " + " ".join(visit(again)))


WORKS: dict[str, Work] = {
    "save": save,
    "seal": seal,
    "copy": copy,
    "restore": restore,
    "rescue": rescue,
    "rejoin": rejoin,
    "rebuild": rebuild,
    "import": take_ledger,
    "stick": write_stick,
    "draft": draft,
    "leaving": leave,
    "key renewal": renew,
}


def _write_ledger(path: Path) -> None:
    known = targets()["visits"].by_key
    names = ("visit.received_on", "person.name", "person.phone", "visit.headcount", "opinion.title", "opinion.verbatim")
    lines = [",".join(known[name].heads[0] for name in names)]
    lines += [f"2025-01-{day:02},N{day},161000000{day:02},1,T{day} road,X{day} words" for day in range(1, 21)]
    path.write_text("\n".join(lines), "utf-8")


def _try(place: Place, what: str, chance: random.Random) -> str:
    """One kill; where it hit."""
    read_end, write_end = os.pipe()
    point = chance.choice(["time", *POINTS]) if what != "window" else "time"
    number, is_after = chance.randrange(1, 4 if point in RARE else 10), chance.random() < 0.5
    child = os.fork()
    if not child:
        os.close(read_end)
        try:
            _silence()
            _work(place, what, lambda said: _write(write_end, said), (point, number, is_after))
        except BaseException as error:  # noqa: BLE001  (whatever breaks is a failure of the try, told to the parent)
            _write(write_end, f"broke {type(error).__name__} {error}")
        finally:
            os._exit(0)
    os.close(write_end)
    if point == "time":
        time.sleep(chance.uniform(0, WINDOW_S if what == "window" else LONGEST_S))
        kill(child)
    elif not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
        point = "end"  # it came to its end before the point did
    killed_at = time.monotonic()
    with os.fdopen(read_end, encoding="utf-8") as told:
        place.note(told.read().splitlines(), killed_at)
    return point if point in ("time", "end") else f"{'after' if is_after else 'before'} {point}"


def _work(place: Place, what: str, tell: Tell, point: tuple[str, int, bool]) -> None:
    if what == "window":
        type_into_window(place.data, tell)
        return
    desk = unlock(place.data, PASSWORD, clock=SystemClock())
    if point[0] != "time":
        _kill_at(*point)
    WORKS[what](place, desk, tell)


def type_into_window(data: Path, tell: Tell) -> None:
    """Unlock with the real window, begin a visit and type until the kill; each letter is told with its time."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt  # noqa: PLC0415  (in the forked process alone)
    from PySide6.QtTest import QTest  # noqa: PLC0415  (as above)

    from station_app.app import Program, dressed  # noqa: PLC0415  (as above)

    _app, colours = dressed("light")
    program = Program(data, SystemClock(), colours)
    program.open()
    QTest.qWait(50)
    _click(PASSWORD)
    QTest.keyClick(_focused(), Qt.Key.Key_Return)
    while program.desk is None:
        QTest.qWait(5)
    QTest.qWait(50)
    QTest.keyClick(_focused(), Qt.Key.Key_F2)
    QTest.qWait(50)
    # Until it is killed: a process that ends by itself keeps nothing of its last moment.
    for number in itertools.count(1):
        _click("x")
        tell(f"typed {time.monotonic()} {number}")
        QTest.qWait(10)


def _focused() -> Any:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415  (in the forked process alone)

    return QApplication.focusWidget() or QApplication.activeWindow()


def _click(letters: str) -> None:
    from PySide6.QtTest import QTest  # noqa: PLC0415  (in the forked process alone)

    QTest.keyClicks(_focused(), letters)


POINTS = ("rename", "sync", "remove", "commit")
RARE = ("rename", "remove")


def _kill_at(point: str, number: int, is_after: bool) -> None:
    """From now on this process dies at the `number`th call of a kind, before or after it is done."""
    left = [number]

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if not left[0] and not is_after:
                os.kill(os.getpid(), 9)
            done = work(*given, **named)
            if not left[0]:
                os.kill(os.getpid(), 9)
            return done

        return call

    match point:
        case "rename":
            os.replace, os.rename = counted(os.replace), counted(os.rename)
        case "sync":
            os.fsync = counted(os.fsync)
        case "remove":
            os.unlink, os.rmdir = counted(os.unlink), counted(os.rmdir)
        case "commit":
            connection._whole = _counted_commits(connection._whole, counted)


def _counted_commits(whole: Any, counted: Callable[..., Any]) -> Any:
    @contextmanager
    def committed(given: Any) -> Iterator[None]:
        inside = given.in_transaction
        with whole(given):
            yield
            if not inside:
                counted(lambda: None)()
        if not inside:
            counted(lambda: None)()

    return committed


def _write(pipe: int, said: str) -> None:
    os.write(pipe, f"{said}\n".encode())


def _silence() -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 2)


def judge(place: Place, *, is_whole: bool) -> str:
    """What is wrong with a station after a kill, "" for nothing: opened by a process that knows nothing of it.

    `is_whole`: fold everything again too, which takes longer.
    """
    if place.broken:
        return place.broken
    _must_be_taken_again(place)
    standing = standing_of(place.data)
    if standing is not Standing.FOUNDED and not (place.data / "restore.json").exists():
        return f"the folder holds {standing}"
    desk = unlock(place.data, PASSWORD, clock=SystemClock())
    try:
        return _judged(place, desk) or ("" if not is_whole or audit.audit(desk.store).is_sound else "not sound")
    finally:
        desk.close()


def _must_be_taken_again(place: Place) -> None:
    """A first start that was killed is done again, and one that was not opens."""
    new = place.root / "new"
    if new.exists():
        if standing_of(new) is Standing.NOTHING:
            start = FirstStart("", "", "Tian", PASSWORD, invitation=place.invitation)
            first_start.found(new, start, SystemClock(), COST).desk.close()
        else:
            unlock(new, PASSWORD, clock=SystemClock()).close()
        shutil.rmtree(new)


def _judged(place: Place, desk: Desk) -> str:
    database = desk.store.database
    held = Counter(row[0] for row in database.execute_sql("SELECT uid FROM visit"))
    numbers = dict(database.execute_sql("SELECT uid, number FROM visit").fetchall())
    imported = int(database.execute_sql("SELECT count(*) FROM ledger_import").fetchone()[0])
    taken = sum(one.received_on.startswith("2025-01") for one in desk.records.all(Visit))
    here = {one.id: one for one in drafts.of_user(database, desk.user.uid)}
    letters = max((len(str(one.content.get("visitor", ""))) for one in here.values()), default=0)
    typed = max((str(one.content).count("x") for one in here.values()), default=0)
    users = desk.records.several(User, place.left)
    wrong = {
        "an acknowledged visit is lost": any(held[uid] != 1 for uid in place.saved),
        "a visit has another number": any(numbers.get(uid) != one for uid, one in place.saved.items()),
        "a number stands twice": len(set(numbers.values())) != len(numbers),
        "a chain is broken": any(journal.broken_links(database)),
        "the file is damaged": database.pragma("quick_check") != "ok",
        "half a ledger is here": taken != 20 * imported,
        "a draft is lost": place.drafted[0] not in (0, *here) or letters < place.drafted[1],
        "a letter is lost": typed < place.typed,
        "who left is here": any(not one.left_on for one in users.values()) or len(users) != len(place.left),
        "a copy is damaged": any(not _is_whole(one) for one in copies.found_at(place.stick)),
        "no copy is left": not copies.found_at(place.stick),
        "something half-written is left": any(place.data.glob("*.back")),
    }
    return next((words for words, is_so in wrong.items() if is_so), "")


def _is_whole(copy: copies.Copy) -> bool:
    try:
        copies.must_be_whole(copy)
    except Rejected:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
