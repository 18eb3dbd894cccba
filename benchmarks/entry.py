"""F2 to the painted form of a visit, against Alt+3 to the painted ledger of 10,000 visits."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from benchmarks.desk import opened
from benchmarks.measure import Figures, paired, seconds_of
from tour.hands import ALT, NO_MODIFIER, Hands, Key, StepFailed

TURNS = 9


class Brush(QObject):
    """Counts what is painted."""

    strokes = 0

    def eventFilter(  # noqa: N802  (Qt names it)
        self, _watched: QObject, event: QEvent
    ) -> bool:
        self.strokes += event.type() == QEvent.Type.Paint
        return False


def measure() -> Figures:
    """The form and the ledger in turn, as often as a clerk opens them in an hour."""
    with tempfile.TemporaryDirectory() as name, opened(Path(name) / "data") as (_, hands):
        pairs = [_pair(hands) for _ in range(TURNS + 1)]
        first = pairs.pop(0)  # it loads the modules of both pages
        told = f"the first time {first[1] * 1000:.0f} ms, the ledger {first[0] * 1000:.0f} ms"
        return {"form": paired(pairs, told)}


def _pair(hands: Hands) -> tuple[float, float]:
    hands.press(Key.Key_1, modifier=ALT)
    ledger_s = seconds_of(lambda: _painted(hands, Key.Key_3, ALT))
    hands.press(Key.Key_1, modifier=ALT)
    form_s = seconds_of(lambda: _painted(hands, Key.Key_F2))
    hands.press(Key.Key_Escape)
    return ledger_s, form_s


def _painted(hands: Hands, key: Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press a key, and let the program work until nothing is due: layouts, focus, painting. Raises where none came."""
    app = QApplication.instance()
    assert app is not None
    brush = Brush()
    app.installEventFilter(brush)
    hands.press(key, modifier=modifier)
    app.removeEventFilter(brush)
    if not brush.strokes:
        raise StepFailed("nothing was painted")
