"""Prints in the window: from F8 on a record's page to its painted paper, and what a long list holds."""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication, QScrollArea

from benchmarks.desk import opened
from benchmarks.measure import Figure, Figures, seconds_of
from station_app.app import Program
from station_app.reports.desk_papers import Listing
from station_app.services import prints
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.preview import NEAR, PreviewPage
from tour.hands import ALT, Hands, Key


def measure() -> Figures:
    """The first print, a later one, a long one."""
    with tempfile.TemporaryDirectory() as name, opened(Path(name) / "data") as (program, hands):
        hands.press(Key.Key_3, modifier=ALT)
        before = _page(program)
        assert isinstance(before, LedgerPage)
        hands.wait(lambda: before.table.model().rowCount() > 0, "the list is there")
        hands.press(Key.Key_Return)
        hands.wait(lambda: _page(program) is not before, "a record is open")
        QApplication.processEvents()
        figures = {"shown": Figure(seconds_of(lambda: _print(program, hands)) * 1000)}
        hands.press(Key.Key_Escape)
        figures["next"] = Figure(seconds_of(lambda: _print(program, hands)) * 1000)
        return figures | {"held": Figure(_held_by_a_list(program, hands))}


def _held_by_a_list(program: Program, hands: Hands) -> float:
    """What the preview of 1,000 rows holds, in MB, when its last page was looked at too."""
    place = program._place
    assert place is not None
    rows = [(str(number), "通组路塌方没有人修", "交通运输局") for number in range(1000)]
    facts = Listing("联络站", "台账", "", ("序号", "事项", "承办单位"), (2.0, 20.0, 6.0), rows, "2026-11-23")
    before = _resident_mb()
    place.show_print({"台账": lambda: prints.listing(facts)})
    page = _page(program)
    assert isinstance(page, PreviewPage)
    hands.wait(lambda: bool(page.images()), "the list is there")
    bar = page.findChildren(QScrollArea)[0].verticalScrollBar()
    for share in range(11):
        bar.setValue(bar.maximum() * share // 10)
        hands.wait(lambda: len(page.images()) == NEAR, "the pages near the view are there")
    return _resident_mb() - before


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _print(program: Program, hands: Hands) -> None:
    hands.press(Key.Key_F8)
    page = _page(program)
    assert isinstance(page, PreviewPage)
    hands.wait(lambda: bool(page.images()), "the paper is there")
    page.grab()


def _page(program: Program) -> object:
    assert program.window is not None
    return program.window.page()
