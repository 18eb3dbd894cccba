"""The first print of a run: from F8 on a record's page to its painted paper."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.desk import opened
from benchmarks.measure import Figure, Figures, seconds_of
from station_app.app import Program
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.preview import PreviewPage
from tour.hands import ALT, Hands, Key


def measure() -> Figures:
    """One print, the first."""
    with tempfile.TemporaryDirectory() as name, opened(Path(name) / "data") as (program, hands):
        hands.press(Key.Key_3, modifier=ALT)
        before = _page(program)
        assert isinstance(before, LedgerPage)
        hands.wait(lambda: before.table.model().rowCount() > 0, "the list is there")
        hands.press(Key.Key_Return)
        hands.wait(lambda: _page(program) is not before, "a record is open")
        QApplication.processEvents()
        return {"shown": Figure(seconds_of(lambda: _print(program, hands)) * 1000)}


def _print(program: Program, hands: Hands) -> None:
    hands.press(Key.Key_F8)
    page = _page(program)
    assert isinstance(page, PreviewPage)
    hands.wait(lambda: bool(page.images()), "the paper is there")
    page.grab()


def _page(program: Program) -> object:
    assert program.window is not None
    return program.window.page()
