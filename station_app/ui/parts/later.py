"""A place in a page for a part that is made when it is first asked for: the first picture waits for nothing hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QBoxLayout, QWidget

P = TypeVar("P", bound=QWidget)


class Later(Generic[P]):
    """Holds the place in `layout` at which `make`'s part will stand, hidden until it is shown."""

    def __init__(self, make: Callable[[], P], layout: QBoxLayout) -> None:
        self._make, self._layout = make, layout
        self._part: P | None = None
        self._mark = QWidget()
        self._mark.hide()
        layout.addWidget(self._mark)

    def part(self) -> P:
        """The part, made now if it was not."""
        if self._part is None:
            self._part = self._make()
            self._layout.replaceWidget(self._mark, self._part)
            self._mark.deleteLater()
        return self._part

    @property
    def is_shown(self) -> bool:
        """Whether the part is there to be seen."""
        return self._part is not None and self._part.isVisible()

    def hide(self) -> None:
        """Hide the part, if it was ever made."""
        if self._part is not None:
            self._part.hide()
