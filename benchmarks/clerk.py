"""A scripted clerk logs fifty visits by real key events: keys beside free text, seconds of machine time, stalls."""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.measure import Figure, Figures
from station_app import paths
from station_app.app import Program
from station_app.services import held_day, reception, sample
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.text import finding
from station_app.ui.shell import look
from tour import visits
from tour.camera import Camera
from tour.clock import TourClock
from tour.hands import Hands
from tour.script import Coming, Told
from tour.walker import Walker

WORDS = Path(__file__).resolve().parent.parent / "tests" / "data" / "clerk_words.json"
SEED, VISITS = 20_261_016, 50
EVERY_KNOWN = 5
"""Every fifth visitor has been here before."""
TICK_MS, STALL_MS = 2, 100
ACTS = ("answer", "refer", "", "triage")
SECRET, COST = "clerk-of-the-bench", 1024


@dataclass(frozen=True)
class Logged:
    """Of each visit keys beside free text, letters of free text and seconds; each stall in milliseconds,
    by the wall and by the work of the screen's thread alone; mouse events.

    `typed` are the visits as the clerk meant them.
    """

    keys: Sequence[int]
    letters: Sequence[int]
    seconds: Sequence[float]
    stalls_ms: Sequence[float]
    own_stalls_ms: Sequence[float]
    mouse: int
    typed: Sequence[Coming]


class Mice(QObject):
    """Counts what a mouse would do."""

    count = 0

    def eventFilter(  # noqa: N802  (Qt names it)
        self, _watched: QObject, event: QEvent
    ) -> bool:
        self.count += event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        return False


class Ticks:
    """A timer on the screen's thread: the gaps between two ticks in milliseconds, and the thread's own work in each."""

    def __init__(self) -> None:
        self._timer, self._last = QTimer(), (0.0, 0.0)
        self._gaps: list[tuple[float, float]] = []
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        """Tick from now on."""
        self._last = perf_counter(), thread_time()
        self._timer.start(TICK_MS)

    def end(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def stalls(self) -> list[float]:
        """The gaps that a person feels."""
        return [gap for gap, _ in self._gaps if gap > STALL_MS]

    def own_stalls(self) -> list[float]:
        """Those that a person would feel on a machine that does nothing else: the thread's own work is as long."""
        return [work for _, work in self._gaps if work > STALL_MS]

    def _tick(self) -> None:
        now = perf_counter(), thread_time()
        self._gaps.append(((now[0] - self._last[0]) * 1000, (now[1] - self._last[1]) * 1000))
        self._last = now


class Fingers(Hands):
    """Type letter by letter, the program alive between them: a stall is then one key's, not a word's."""

    def write(self, words: str) -> None:
        if not words.isascii():
            super().write(words)
            return
        for letter in words:
            super().write(letter)


def measure() -> Figures:
    """Keys, seconds and stalls of fifty visits."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        figures, desk = log_visits(Path(name), VISITS)
        desk.close()
    keys, seconds = sorted(figures.keys), sorted(figures.seconds)
    return {
        "keys": Figure(keys[len(keys) // 2]),
        "most_keys": Figure(keys[-1]),
        "time": Figure(seconds[len(seconds) // 2] * 1000),
        "most_time": Figure(seconds[-1] * 1000),
        "stalls": Figure(len(figures.stalls_ms)),
        "stall": Figure(max(figures.stalls_ms, default=0.0)),
    }


def invented(count: int, villages: Sequence[str]) -> list[Coming]:
    """Visits of invented words, the same for the same count."""

    said = json.loads(WORDS.read_text("utf-8"))
    chance = random.Random(SEED)
    people = [(f"{surname}{given}", chance.choice(villages)) for surname in said["surnames"] for given in said["given"]]
    chance.shuffle(people)
    visits: list[Coming] = []
    for number in range(count):
        matter = _matter(said, chance, ACTS[number % len(ACTS)])
        if number % EVERY_KNOWN == EVERY_KNOWN - 1:
            before = visits[number - EVERY_KNOWN + 1]
            visits.append(Coming(before.name, [matter], known=before.phone[-4:]))
        else:
            name, village = people[number]
            group = chance.choice(said["places"])
            visits.append(Coming(name, [matter], phone=f"1611777{number:04}", village=village, address=group))
    return visits


def _matter(said: Mapping[str, Any], chance: random.Random, act: str) -> Told:

    thing, place = chance.choice(said["things"]), chance.choice(said["places"])
    words = (chance.choice(said[name]) for name in ("since", "effects", "asks"))
    since, effect, ask = words
    fields = {
        "answer": {"answer": said["answer"]},
        "refer": {"owner_level": "TOWNSHIP", "unit": said["units"][0], "requirements": said["requirements"]},
        "triage": {"owner_level": "TOWNSHIP", "proposed_unit": said["units"][1], "proposed_handling": said["handling"]},
        "": {},
    }[act]
    verbatim = f"{place}的{thing['thing']}，{since}{thing['trouble']}，{effect}。"
    return Told(f"{place}{thing['thing']}没人管", thing["category"], "NORMAL", verbatim, f"{ask}。", act, fields)


def log_visits(folder: Path, count: int) -> tuple[Logged, Desk]:
    """A day at a new station in `folder`: `count` visits by keys alone; the figures, and the open desk."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(app, QApplication) and app.styleSheet() != look.style_sheet(look.LIGHT):
        look.dress(app)
    clock, hands, mice = TourClock(), Fingers(), Mice()
    desk = _open_day(folder, clock)
    program = Program(folder, clock)
    program.open_desk(desk)
    walker = Walker(program, hands, Camera(folder / "pictures"), clock)
    known = [finding.place(one.name) for one in paths.regions().children(desk.station.area_code)]
    typed = invented(count, known)
    ticks = Ticks()

    app.installEventFilter(mice)
    try:
        hands.wait(lambda: program.window is not None and program.window.isActiveWindow(), "the desk is open")
        page = visits.open_form(walker)
        ticks.begin()
        for one in typed:
            visits.type_and_save(walker, page, one, {})
    finally:
        ticks.end()
        app.removeEventFilter(mice)
        hands.close()
        if program.window is not None:
            program.window.close()
        program.close()
    _, keys, letters, seconds = zip(*walker.counted, strict=True)
    return Logged(keys, letters, seconds, ticks.stalls(), ticks.own_stalls(), mice.count, typed), desk


def _open_day(folder: Path, clock: Any) -> Desk:
    """A station on the morning of a reception day, its deputies present."""

    place_name = "试验站"
    desk = found(folder, FirstStart(sample.TOWNSHIP, place_name, "谭试", SECRET), clock, COST).desk
    deputies = sample.roster(desk)[:2]
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": place_name}
    day = reception.plan_or_begin(desk, fields, deputies)
    here = [one.attendance.uid for one in held_day.attendance(desk, day.uid)]
    perform(desk, [Ask("attendance", "correct", {"presence": "PRESENT"}, uid) for uid in here])
    return desk
