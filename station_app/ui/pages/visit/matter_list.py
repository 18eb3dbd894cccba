"""The matters of one visit, one under the other: at least one, and as many as the visitor raises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.services.visits import Matter
from station_app.ui.pages.visit.matter import MatterPart
from station_app.ui.parts.sheet import let_go
from station_app.ui.shell.look import GRID
from station_app.ui.shell.workplace import Workplace


class MatterList(QWidget):
    """`changed()`: a person typed, or took one away; `ended()`: Enter leaves the last field of the last matter;
    `arrived(control)`."""

    changed = Signal()
    ended = Signal()
    arrived = Signal(QWidget)

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.parts: list[MatterPart] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self.add()

    def add(self) -> MatterPart:
        """One more matter; secrecy that was asked for holds for it too."""
        part = MatterPart(self._place)
        part.set_confidential(bool(self.parts) and self.is_confidential)
        part.changed.connect(self.changed)
        part.arrived.connect(self.arrived)
        part.remove_wanted.connect(partial(self._remove, part))
        part.ended.connect(partial(self._go_on_after, part))
        self.parts.append(part)
        self._column.addWidget(part)
        part.show()
        self._number()
        return part

    def begin(self) -> None:
        """One empty matter."""
        for part in self.parts[1:]:
            self._drop(part)
        self.parts[0].clear()
        self.parts[0].set_minor(False)

    def drop_empty(self) -> None:
        """Take away what was begun and never written; the first stays."""
        for part in [part for part in self.parts[1:] if part.is_empty]:
            self._drop(part)

    def matters(self) -> list[Matter]:
        """The matters as typed."""
        return [part.matter() for part in self.parts]

    def content(self) -> list[dict[str, Any]]:
        """What a draft keeps."""
        return [part.content() for part in self.parts]

    def put(self, kept: Sequence[Mapping[str, Any]]) -> None:
        """Show what a draft holds."""
        for number, matter in enumerate(kept):
            if number:
                self.add()
            self.parts[number].put(matter)

    @property
    def is_confidential(self) -> bool:
        """Whether secrecy was asked for."""
        return self.parts[0].is_confidential

    def set_confidential(self, is_confidential: bool) -> None:
        """Secrecy is asked for, or is not any more: for all of them."""
        for part in self.parts:
            part.set_confidential(is_confidential)

    def set_minor(self, is_minor: bool) -> None:
        """Whether who speaks is known to be under age."""
        for part in self.parts:
            part.set_minor(is_minor)

    @property
    def is_taking_files(self) -> bool:
        """Whether a file of some matter is still being made ready."""
        return any(part.files.is_busy for part in self.parts)

    def at_focus(self) -> MatterPart:
        """The matter that the keys are in, or the last."""
        now = self.window().focusWidget()
        return next((part for part in self.parts if now is not None and part.isAncestorOf(now)), self.parts[-1])

    def _go_on_after(self, part: MatterPart) -> None:
        following = self.parts[self.parts.index(part) + 1 :]
        if following:
            following[0].focus_field("title")
        else:
            self.ended.emit()

    def _remove(self, part: MatterPart) -> None:
        self._drop(part)
        self.parts[-1].focus_field("title")
        self.changed.emit()

    def _drop(self, part: MatterPart) -> None:
        self.parts.remove(part)
        let_go(self._column, part)
        self._number()

    def _number(self) -> None:
        for number, part in enumerate(self.parts, start=1):
            part.set_number(number, is_only=len(self.parts) == 1)
