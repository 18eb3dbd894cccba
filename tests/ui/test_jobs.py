from __future__ import annotations

import errno
import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from station_app.db import connection
from station_app.domain.problem import Rejected, refusal, reject
from station_app.text import BROKEN_HERE, explain
from station_app.ui.shell import jobs
from station_app.ui.shell.jobs import Jobs, Report
from station_app.ui.shell.page import Page


class Desk:
    """Lanes, and what was heard from them."""

    def __init__(self) -> None:
        self.broken: list[BaseException] = []
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


class Panic(BaseException):
    """As a library outside Python ends: no Exception."""


def _raises(error: BaseException) -> Callable[..., None]:
    def work(*_: object) -> None:
        raise error

    return work


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page("登记来访")
    qtbot.addWidget(page)
    return page


def _said(page: Page) -> str:
    return page.notices.accessibleDescription()


def _mend() -> Rejected:
    return reject(refusal("act_of_another_role", value="open"))


def test_a_refusal_that_nobody_takes_stands_in_the_page_around_its_owner(desk: Desk, page: Page, qtbot: QtBot) -> None:
    part = QLabel(parent=page)
    for ask in (desk.jobs.quick, desk.jobs.read, desk.jobs.save, desk.jobs.slow):
        page.notices.clear()
        ask(partial(_raises(_mend())), lambda _: pytest.fail("done"), owner=part)
        qtbot.waitUntil(lambda: not page.notices.isHidden())
        assert _said(page) == explain(_mend().problems[0])


def test_a_refusal_stands_in_the_page_whose_method_would_have_heard_the_answer(
    desk: Desk, page: Page, qtbot: QtBot
) -> None:
    desk.jobs.quick(_raises(_mend()), partial(page.notices.tell))
    qtbot.waitUntil(lambda: not page.notices.isHidden())


def test_a_refusal_without_a_page_or_of_one_that_is_gone_stands_in_the_page_in_view(page: Page, qtbot: QtBot) -> None:
    jobs, gone = Jobs(lambda error: pytest.fail(repr(error)), in_view=lambda: page), QLabel()
    jobs.quick(_raises(_mend()), lambda _: None)
    qtbot.waitUntil(lambda: not page.notices.isHidden())
    page.notices.clear()
    jobs.quick(_raises(_mend()), lambda _: None, lambda _: pytest.fail("heard"), owner=gone)
    delete(gone)
    qtbot.waitUntil(lambda: not page.notices.isHidden())
    jobs.finish()


def test_the_page_says_that_work_broke_and_the_next_press_works_at_once(desk: Desk, page: Page, qtbot: QtBot) -> None:
    done: list[str] = []
    for error in (RuntimeError(), Panic()):
        desk.jobs.save(partial(_raises(error)), lambda _: pytest.fail("done"), owner=page)
        qtbot.waitUntil(partial(desk.broken.__contains__, error))
        assert _said(page) == BROKEN_HERE
        desk.jobs.save(partial(str, "saved"), done.append, owner=page)
        qtbot.waitUntil(lambda: bool(done))
        done.clear()


def test_a_second_press_while_a_save_is_under_way_does_nothing(desk: Desk, page: Page, qtbot: QtBot) -> None:
    go_on, done = threading.Event(), list[str]()

    def keep(words: list[str]) -> str:
        return " ".join(words) if go_on.wait(5) else ""

    desk.jobs.save(partial(keep, ["the", "same"]), done.append, owner=page)
    assert desk.jobs.is_saving(page)
    desk.jobs.save(partial(keep, ["the", "same"]), done.append, owner=page)
    desk.jobs.save(partial(keep, ["the", "same"]), done.append, owner=QLabel(parent=page))
    go_on.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    desk.jobs.save(partial(keep, ["the", "same"]), done.append, owner=page)
    qtbot.waitUntil(lambda: len(done) == 3)
    assert not desk.jobs.is_saving(page)


def test_another_save_of_a_page_while_one_is_under_way_is_done_after_it(desk: Desk, page: Page, qtbot: QtBot) -> None:
    go_on, done = threading.Event(), list[str]()

    def keep(words: str) -> str:
        return words if go_on.wait(5) else ""

    desk.jobs.save(partial(keep, "first"), done.append, owner=page)
    desk.jobs.save(partial(keep, "mended"), done.append, owner=page)
    desk.jobs.save(partial(keep, words="first"), done.append, owner=page)
    go_on.set()
    qtbot.waitUntil(lambda: len(done) == 3)
    assert done == ["first", "mended", "first"]
    assert not desk.jobs.is_saving(page)


def test_a_save_is_done_while_slow_work_of_its_page_runs(desk: Desk, page: Page, qtbot: QtBot) -> None:
    go_on, done = threading.Event(), list[object]()
    desk.jobs.slow(lambda _report: go_on.wait(5), done.append, owner=page)
    desk.jobs.save(partial(str, "kept"), done.append, owner=page)
    qtbot.waitUntil(lambda: done == ["kept"])
    go_on.set()
    qtbot.waitUntil(lambda: len(done) == 2)


@pytest.mark.parametrize("lane", ["quick", "read", "slow"])
def test_a_panic_of_an_outside_library_is_a_bug_and_the_lane_lives_on(desk: Desk, lane: str, qtbot: QtBot) -> None:
    done: list[object] = []
    ask = getattr(desk.jobs, lane)
    ask(_raises(Panic()), lambda _: pytest.fail("done"))
    qtbot.waitUntil(lambda: bool(desk.broken))
    ask(lambda *_: "next", done.append)
    qtbot.waitUntil(lambda: done == ["next"])
    assert [type(error) for error in desk.broken] == [Panic]


@pytest.mark.parametrize("error", [None, _mend(), RuntimeError(), Panic()])
def test_waiting_for_slow_work_ends_however_it_ends(
    desk: Desk, page: Page, error: BaseException | None, qtbot: QtBot
) -> None:
    heard: list[str] = []
    work = _raises(error) if error else lambda _report: None
    answers = (lambda _: heard.append("done"), lambda _: heard.append("refused"))
    desk.jobs.slow(work, *answers, owner=page, ended=lambda: heard.append("ended"))
    assert desk.jobs.is_under_way(page)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0] == "ended"
    assert not desk.jobs.is_under_way(page)


@pytest.fixture
def searches() -> Iterator[list[tuple[int, bool]]]:
    """The searches for garbage: the generation, and whether the screen's thread made it."""
    made: list[tuple[int, bool]] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            made.append((told["generation"], threading.current_thread() is threading.main_thread()))

    gc.callbacks.append(note)
    yield made
    gc.callbacks.remove(note)


class Closed(QObject):
    """Something of Qt's that nobody but itself knows any more."""

    def __init__(self, ended: list[str]) -> None:
        super().__init__()
        self.itself, self.timer = self, QTimer()
        self.timer.start(5)
        weakref.finalize(self.timer, lambda: ended.append(threading.current_thread().name))


def litter() -> None:
    """Make garbage that only a search finds."""
    for number in range(10_000):
        one: list[object] = [number]
        one.append(one)


def test_garbage_is_looked_for_on_the_screen_s_thread_alone(
    desk: Desk, searches: list[tuple[int, bool]], qtbot: QtBot
) -> None:
    """What a lane found among it were timers and widgets, which are the screen's."""
    ended: list[str] = []
    for _ in range(20):
        Closed(ended)
        done: list[None] = []
        desk.jobs.read(litter, done.append)
        qtbot.waitUntil(lambda: bool(done))  # noqa: B023  (it is waited for here)
    qtbot.waitUntil(lambda: len(ended) >= 10)
    assert all(is_screen_s for _, is_screen_s in searches)
    assert set(ended) == {"MainThread"}


def test_what_work_held_is_let_go_of_on_the_screen_s_thread(desk: Desk, qtbot: QtBot) -> None:
    ended: list[str] = []
    for number in range(50):
        widget = QWidget()
        weakref.finalize(widget, lambda: ended.append(threading.current_thread().name))
        desk.jobs.read(partial(list, [widget]), lambda _answer: None)
        del widget
        qtbot.waitUntil(lambda: len(ended) > number)  # noqa: B023  (it is waited for here)
    assert set(ended) == {"MainThread"}


def test_no_full_search_for_garbage_stops_the_screen_while_long_work_runs(
    desk: Desk, searches: list[tuple[int, bool]], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, count in (("YOUNG", 10), ("MIDDLE", 1), ("FULL", 1)):
        monkeypatch.setattr(jobs, name, count)
    goes_on, done = threading.Event(), list[object]()
    desk.jobs.slow(lambda _report: goes_on.wait(30), done.append)
    searches.clear()
    kept: list[list[int]] = []

    def searched(generation: int) -> bool:
        kept.extend([number] for number in range(50))
        return any(one == generation for one, _ in searches)

    qtbot.waitUntil(lambda: searched(1))
    qtbot.waitUntil(lambda: searched(0))
    assert {generation for generation, _ in searches} <= {0, 1}
    goes_on.set()
    qtbot.waitUntil(lambda: searched(2) and bool(done))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "x"), "database_full"),
        (OSError(errno.EROFS, "x"), "database_read_only"),
        (OSError(errno.EIO, "x"), "database_disk_fails"),
        (connection.driver().OperationalError("database or disk is full"), "database_full"),
        (connection.driver().DatabaseError("database disk image is malformed"), "database_damaged"),
    ],
)
def test_a_disk_that_is_full_or_fails_is_no_bug(desk: Desk, qtbot: QtBot, error: Exception, code: str) -> None:
    refused: list[Rejected] = []

    def work() -> None:
        raise error

    desk.jobs.quick(work, lambda _: None, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert [one.code for one in refused[0].problems] == [code]
    assert desk.broken == []
