from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from station_app.domain.problem import Rejected, refusal, reject
from station_app.ui.jobs import Jobs, Report


class Desk:
    """Lanes, and what was heard from them."""

    def __init__(self) -> None:
        self.broken: list[Exception] = []
        self.threads: list[str] = []
        self.jobs = Jobs(self.broken.append, lambda: self._note("start"), lambda: self._note("end"))

    def _note(self, what: str) -> None:
        self.threads.append(f"{what} {threading.current_thread().name}")


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.jobs.finish()


def test_a_save_runs_off_the_screens_thread_and_its_answer_comes_back_on_it(desk: Desk, qtbot: QtBot) -> None:
    heard: list[tuple[int, int]] = []
    desk.jobs.quick(threading.get_ident, lambda worker: heard.append((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(heard))
    worker, screen = heard[0]
    assert worker != screen
    assert screen == threading.get_ident()


def test_saves_are_done_in_the_order_they_were_asked_for(desk: Desk, qtbot: QtBot) -> None:
    done: list[int] = []
    for number in range(200):
        desk.jobs.quick(partial(int, number), done.append)
    qtbot.waitUntil(lambda: len(done) == 200)
    assert done == list(range(200))


def test_what_the_person_can_mend_goes_to_refused_and_not_to_broken(desk: Desk, qtbot: QtBot) -> None:
    refused: list[Rejected] = []

    def work() -> None:
        raise reject(refusal("required", "ask"), refusal("too_long", "title"))

    desk.jobs.quick(work, lambda _: pytest.fail("done"), refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert [problem.where for problem in refused[0].problems] == ["ask", "title"]
    assert desk.broken == []


def test_a_bug_goes_to_broken_and_the_next_save_is_still_done(desk: Desk, qtbot: QtBot) -> None:
    done: list[object] = []
    desk.jobs.quick(lambda: 1 // 0, done.append)
    desk.jobs.quick(lambda: "next", done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["next"]
    assert [type(error) for error in desk.broken] == [ZeroDivisionError]


def test_slow_work_reports_how_far_it_is(desk: Desk, qtbot: QtBot) -> None:
    heard: list[object] = []

    def work(report: Report) -> str:
        for number in range(3):
            report(number, 3)
        return "whole"

    desk.jobs.slow(work, heard.append, progress=lambda done, total: heard.append((done, total)))
    qtbot.waitUntil(lambda: "whole" in heard)
    assert heard == [(0, 3), (1, 3), (2, 3), "whole"]


def test_slow_work_stops_at_the_report_after_it_was_cancelled(desk: Desk, qtbot: QtBot) -> None:
    refused: list[Rejected] = []
    begun, go_on = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        begun.set()
        go_on.wait()
        report(1, 2)
        pytest.fail("went on")

    job = desk.jobs.slow(work, lambda _: pytest.fail("done"), refused.append)
    begun.wait()
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(refused))
    assert [problem.code for problem in refused[0].problems] == ["cancelled"]
    assert desk.broken == []


def test_a_save_does_not_wait_for_slow_work(desk: Desk, qtbot: QtBot) -> None:
    go_on = threading.Event()
    done: list[str] = []
    desk.jobs.slow(lambda _report: go_on.wait(), lambda _: done.append("slow"))
    desk.jobs.quick(lambda: "saved", done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["saved"]
    go_on.set()
    qtbot.waitUntil(lambda: len(done) == 2)


def test_finishing_does_every_save_that_was_asked_for_and_hands_over_the_answers(qtbot: QtBot) -> None:
    desk, done = Desk(), list[int]()
    for number in range(50):
        desk.jobs.quick(partial(int, number), done.append)
    desk.jobs.finish()
    assert done == list(range(50))


def test_finishing_cancels_slow_work(qtbot: QtBot) -> None:
    desk, begun, written = Desk(), threading.Event(), list[int]()

    def work(report: Report) -> None:
        begun.set()
        while True:
            report(0, 0)

    desk.jobs.slow(work, written.append)
    desk.jobs.slow(lambda _report: written.append(1), written.append)
    begun.wait()
    desk.jobs.finish()
    assert written == []


def test_each_lanes_thread_starts_and_ends_as_it_was_told(qtbot: QtBot) -> None:
    desk = Desk()
    desk.jobs.quick(lambda: None, lambda _: None)
    desk.jobs.read(lambda: None, lambda _: None)
    desk.jobs.finish()
    assert sorted(desk.threads) == ["end reads", "end writes", "start reads", "start writes"]


def test_after_the_end_no_work_is_taken(qtbot: QtBot) -> None:
    desk = Desk()
    desk.jobs.finish()
    with pytest.raises(RuntimeError):
        desk.jobs.quick(lambda: None, lambda _: None)


def test_an_answer_for_a_destroyed_widget_is_dropped(desk: Desk, qtbot: QtBot) -> None:
    gone, label, done = QObject(), QLabel(), list[str]()
    desk.jobs.quick(lambda: "words", label.setText)
    desk.jobs.quick(lambda: "words", lambda _: pytest.fail("answered"), owner=gone)
    delete(label)
    delete(gone)
    desk.jobs.quick(lambda: "after", done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert desk.broken == []
