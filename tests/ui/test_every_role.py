"""No key is offered that a person's role would be refused for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station_app.db import journal
from station_app.db.journal import JournalEntry
from station_app.domain.change import Change, line_of
from station_app.domain.lifecycle import AUDITOR, CHAIR, CLERK, HEAD
from station_app.services import reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.text.problems import ACTS
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.parts.notices import NoticeBar
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane
from station_app.ui.shell.page import KeyAct, Offers
from station_app.ui.shell.pages import PAGES
from station_app.ui.shell.window import KEYS, TWINS
from tests.ui.every_page import Stand, buttons_of, something_of_everything

REFUSED = ACTS["act_of_another_role"]
READS_ONLY = ("F1", "F3", "F5", "F8", "Ctrl+L")
"""What every role may press: help, search, reading again, papers, the lock."""

NOTHING_CHOSEN = {
    "getOpenFileName": ("", ""),
    "getOpenFileNames": ([], ""),
    "getSaveFileName": ("", ""),
    "getExistingDirectory": "",
}
"""What a person leaves who closes the question for a file."""

KEEPS = ("F9", "Ctrl+Return")


@pytest.fixture(params=[CHAIR, AUDITOR, CLERK, HEAD])
def stand(request: pytest.FixtureRequest, desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Stand]:
    broken: list[BaseException] = []
    records = something_of_everything(desk)
    _clash_in_a_matter(desk, records["opinion"])
    fields = {"held_on": "2026-12-25", "start": "9:00", "end": "12:00", "place": "社区活动室", "topic": "人居环境"}
    reception.plan(desk, fields, [])
    sitting = replace(desk, user=replace(desk.user, roles=(request.param,)))
    jobs, lane = Jobs(broken.append, thread_end=desk.close), Lane(sitting, broken.append, begin_ms=600_000)
    made = desk_window(sitting, jobs, lane=lane)
    made.window.resize(1366, 768)
    qtbot.addWidget(made.window)
    made.window.show()
    for name, nothing in NOTHING_CHOSEN.items():
        monkeypatch.setattr(QFileDialog, name, lambda *_, nothing=nothing, **__: nothing)
    yield Stand(made, records)
    lane.finish()
    jobs.finish()
    assert broken == []


def test_no_key_is_offered_whose_act_is_another_roles(stand: Stand, qtbot: QtBot) -> None:
    window, refused, pressed = stand.window, [], 0
    for name, page in _pages(stand):
        keys = {key: act for key, act in _acts(page).items() if key not in READS_ONLY}
        for button in [] if isinstance(page, PreviewPage) else buttons_of(page):
            key = button.text().rpartition("  ")[2]
            key = TWINS.get(key, key)
            if key in KEYS and key not in (*_acts(page), *window._everywhere):
                refused.append(f"{name}: {button.text()} is a key of nothing")
        found = _pressed_keyless(stand, page, qtbot)
        pressed += len(found)
        refused += [f"{name}: {label}" for label, is_refused in found if is_refused]
        for key, act in keys.items():
            if window.page() is not page:
                break
            pressed += 1
            if _is_refused_after(stand, act, qtbot):
                refused.append(f"{name}: {key} {act.label}")
            acts = _acts(window.page())
            refused += [
                f"{name}: {key} {act.label}, then {kept} {acts[kept].label}"
                for kept in KEEPS
                if kept not in keys and kept in acts and _is_refused_after(stand, acts[kept], qtbot)
            ]
            while window.page() is not page and window._over:
                window.go_back()
    assert not refused, "\n".join(refused)
    assert pressed >= 14


def _clash_in_a_matter(desk: Desk, uid: str) -> None:
    first = journal.entries_of(desk.store.database, uid)[0].change.place
    perform(desk, [Ask("opinion", "correct", {"verbatim": "路塌了半年。"}, uid)])
    fields, at = {"verbatim": "路塌了一年。"}, "2026-11-23T09:30:00.000+08:00"
    blind = Change("f" * 32, 1, "1" * 32, at, "ok", "2" * 32, "correct", "opinion", uid, (first,), fields)
    with desk.store.transaction():
        author = journal.found(desk.store.database, "f" * 32, desk.home, mine=False)
        desk.store.take(author, [JournalEntry(blind, line_of(blind))])


def _pages(stand: Stand) -> Iterator[tuple[str, QWidget]]:
    place = stand.place
    for name, page in stand.pages():
        if name not in PAGES or place.offers(name):  # no other is led to
            yield name, page
    for day in reception.days_in(place.desk, 2026):
        yield f"day {day.state}", place.open("day", day.uid)


def _keyless(page: QWidget) -> list[QAbstractButton]:
    """The buttons of a page that is no paper which have no key written on them."""
    found = [] if isinstance(page, PreviewPage) else buttons_of(page)
    return [one for one in found if one.isEnabled() and "  " not in one.text()]


def _pressed_keyless(stand: Stand, page: QWidget, qtbot: QtBot) -> list[tuple[str, bool]]:
    """The buttons that were pressed, by what they say, and whether each was refused."""
    pressed = []
    for button in _keyless(page):
        if isValid(button):
            label = button.text()
            pressed.append((label, _is_refused_after(stand, KeyAct(label, button.click), qtbot)))
            while stand.window.page() is not page and stand.window._over:
                stand.window.go_back()
    return pressed


def _acts(page: QWidget) -> dict[str, KeyAct]:
    return dict(page.acts()) if isinstance(page, Offers) else {}


def _is_refused_after(stand: Stand, act: KeyAct, qtbot: QtBot) -> bool:
    for notices in stand.window.findChildren(NoticeBar):
        notices.clear()
    act.do()
    answered: list[None] = []
    stand.place.jobs.quick(lambda: None, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    window = stand.window
    return any(REFUSED in label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window))
