"""Whatever becomes of a save, the page that asked for it says so, and its key works again at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.problem import refusal, reject
from station_app.services import suggestions
from station_app.services.desk import Desk
from station_app.text import BROKEN_HERE, explain
from station_app.ui.pages.settings.unlock import Lock, SwitchPage, UnlockPage
from station_app.ui.pages.suggestion.draft import SuggestionDraft
from station_app.ui.pages.visit.collect import CollectPage
from station_app.ui.pages.visit.rekey import RekeyPage
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.shell.jobs import Done, Ended, Jobs, Refused, Report, SlowJob
from station_app.ui.shell.page import Page
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import CHEAP, PASSWORD
from tests.suggesting import draft_fields
from tests.ui.pages.conftest import Shown


class Panic(BaseException):
    """As a library outside Python ends: no Exception."""


class FailingJobs(Jobs):
    """Lanes whose next save or slow work meets `failure`; counts those that were asked for."""

    failure: BaseException | None = None
    asked = 0

    def save(self, work: partial[object], done: Done, refused: Refused | None = None, *, owner: QWidget) -> None:  # type: ignore[override]
        super().save(partial(self._failing(work)), done, refused, owner=owner)

    def slow(
        self,
        work: Callable[[Report], object],
        done: Done,
        refused: Refused | None = None,
        progress: Report | None = None,
        owner: QWidget | None = None,  # type: ignore[override]
        ended: Ended | None = None,
    ) -> SlowJob:
        return super().slow(self._failing(work), done, refused, progress, owner, ended)

    def _failing(self, work: Callable[..., object]) -> Callable[..., object]:
        self.asked += 1
        failure, self.failure = self.failure, None

        def failing(*given: object) -> object:
            if failure is not None:
                raise failure
            return work(*given)

        return failing


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def jobs(desk: Desk, bugs: list[BaseException], qtbot: QtBot) -> Iterator[FailingJobs]:
    lanes = FailingJobs(bugs.append, thread_end=desk.close)
    yield lanes
    lanes.finish()


def nothing(*_: object) -> None:
    """Where a page would lead."""


def _visit(place: Workplace) -> VisitPage:
    page = VisitPage(place)
    page.person.main.set_values({"name": "杨阿依", "phone": "16112342201"})
    page.person.changed.emit()
    return page


def _collect(place: Workplace) -> CollectPage:
    page = CollectPage(place)
    page.item.main.set_values({"title": "通组路塌方没有人修"})
    page.item.main.changed.emit("title")
    return page


def _rekey(place: Workplace) -> RekeyPage:
    page = RekeyPage(place)
    page.forms[0].set_values({"received_on": "2026-11-16"})
    page.forms[0].changed.emit("received_on")
    return page


def _draft(place: Workplace) -> SuggestionDraft:
    lead = place.sources.choices("deputy", "")[0][0]
    page = SuggestionDraft(place, suggestions.promote(place.desk, [], draft_fields(lead))[0].uid, ())
    page.form.set_values({"title": "关于修复通组路的建议"})
    return page


def _unlock(place: Workplace) -> UnlockPage:
    page = UnlockPage(Lock(place.desk.folder, place.desk.clock, nothing, CHEAP), place.jobs)
    page.form.line("password").setText(PASSWORD)
    return page


def _switch(place: Workplace) -> SwitchPage:
    page = SwitchPage(place.desk, [place.desk.user.name], place.jobs, nothing, nothing)
    page.form.line("password").setText(PASSWORD)
    return page


@pytest.fixture
def place(desk: Desk, lead: str, jobs: Jobs, beside: MainWindow) -> Workplace:
    assert lead
    return Workplace(desk, jobs, sources_of(desk), beside)


PAGES: list[Callable[[Workplace], Page]] = [_visit, _collect, _rekey, _draft, _unlock, _switch]


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, place: Workplace, shown: Shown) -> Page:
    page = shown(lambda: request.param(place)).page()
    assert isinstance(page, Page)
    return page


@pytest.mark.parametrize("failure", [RuntimeError(), Panic()])
def test_a_save_that_breaks_is_said_and_the_key_works_again_at_once(
    page: Page, jobs: FailingJobs, bugs: list[BaseException], failure: BaseException, qtbot: QtBot
) -> None:
    jobs.failure = failure
    page.acts()["F9"].do()
    qtbot.waitUntil(lambda: bool(bugs))
    assert bugs == [failure]
    assert page.notices.accessibleDescription() == BROKEN_HERE
    _press_again(page, jobs, qtbot)


def test_a_refusal_is_said_and_the_key_works_again_at_once(
    page: Page, jobs: FailingJobs, bugs: list[BaseException], qtbot: QtBot
) -> None:
    jobs.failure = rejected = reject(refusal("not_for_you"))
    page.acts()["F9"].do()
    qtbot.waitUntil(lambda: not jobs.is_under_way(page))
    sentence = explain(rejected.problems[0])
    heard = [page.notices.accessibleDescription(), *(one.accessibleDescription() for one in page.findChildren(QWidget))]
    assert any(sentence in one for one in heard)
    assert bugs == []
    if isinstance(page, UnlockPage | SwitchPage):
        page.form.line("password").setText(PASSWORD)
    _press_again(page, jobs, qtbot)


def _press_again(page: Page, jobs: FailingJobs, qtbot: QtBot) -> None:
    asked = jobs.asked
    page.acts()["F9"].do()
    assert jobs.asked > asked
    assert jobs.is_under_way(page)
    qtbot.waitUntil(lambda: not jobs.is_under_way(page))
