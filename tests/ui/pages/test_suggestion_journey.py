"""Five people say the same; their deputy raises it: from the first opinion to the paper, by the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.records import Cosigning, Opinion, Suggestion
from station_app.services.desk import Desk
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.suggestion.draft import SuggestionDraft
from station_app.ui.pages.suggestion.suggestion import SuggestionPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.suggesting import TEXT, deputy, five_opinions
from tests.ui.pages.conftest import Hands

Key = Qt.Key


@pytest.fixture
def place(desk: Desk, jobs: Jobs, window: MainWindow) -> Workplace:
    return Workplace(desk, jobs, sources_of(desk), window)


def _link_like_ones(draft: SuggestionDraft, hands: Hands, qtbot: QtBot) -> None:
    hands.press(Key.Key_N, with_control=True)
    qtbot.waitUntil(draft.evidence.proposals.hasFocus)
    while draft.evidence.proposals.isVisible():
        hands.press(Key.Key_Return)


def _write(draft: SuggestionDraft, hands: Hands) -> None:
    """Through the form in its order; what the lead brings with them stands there already."""
    draft.form.focus_field("level")
    hands.write("xz")
    hands.press(Key.Key_Return, Key.Key_Return)
    hands.write("qb")
    hands.press(Key.Key_Return)
    for name in ("title", "situation", "analysis", "proposals"):
        draft.form.focus_field(name)
        hands.press(Key.Key_A, with_control=True)
        hands.write(TEXT[name])
    draft.form.focus_field("disclosure")
    hands.press(Key.Key_Down, Key.Key_Return)
    hands.press(Key.Key_Space)


def _join(draft: SuggestionDraft, desk: Desk, hands: Hands, qtbot: QtBot) -> None:
    draft.cosigners.line.setFocus()
    hands.write("zsz")
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: draft.cosigners.list.count() == 1)
    draft.cosigners.list.setFocus()
    hands.press(Key.Key_Return)
    hands.write("dh")
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: [one.state for one in desk.records.all(Cosigning)] == ["CONFIRMED"])


def _pages_of_preview(window: MainWindow, qtbot: QtBot) -> int:
    preview = window.page()
    assert isinstance(preview, PreviewPage)
    qtbot.waitUntil(lambda: preview.shown() is not None)
    printed = preview.shown()
    return printed.pages if printed else 0


def test_five_opinions_become_a_suggestion_on_paper(
    place: Workplace, window: MainWindow, desk: Desk, hands: Hands, qtbot: QtBot
) -> None:
    opinions = five_opinions(desk)
    deputy(desk, "秦彬")
    deputy(desk, "郑淑珍")
    record = RecordPage(place, "opinion", opinions[0])
    place.lay(record)
    next(key for key in record.findChildren(QPushButton, "promote") if key.isVisible()).setFocus()
    hands.press(Key.Key_Return)
    page = window.page()
    assert isinstance(page, SuggestionPage)
    draft = page.draft()
    _link_like_ones(draft, hands, qtbot)
    assert set(draft.values()["origin_opinions"]) == set(opinions)
    _write(draft, hands)
    qtbot.waitUntil(lambda: [one.code for one in draft.findings.checked.open] == [])
    hands.press(Key.Key_Return, with_control=True)
    qtbot.waitUntil(lambda: draft.uid != "")
    _join(draft, desk, hands, qtbot)
    draft.form.focus_field("title")
    hands.press(Key.Key_F9)
    qtbot.waitUntil(lambda: isinstance(page.inner, RecordPage))
    (submitted,) = desk.records.all(Suggestion)
    assert (submitted.state, submitted.term, set(submitted.origin_opinions)) == ("SUBMITTED", 20, set(opinions))
    assert {one.promoted_to for one in desk.records.several(Opinion, opinions).values()} == {submitted.uid}
    hands.press(Key.Key_F8)
    assert _pages_of_preview(window, qtbot) == 3
