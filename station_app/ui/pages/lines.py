"""Lines on a sheet: words, quotations, labels with their values, keys that lead to a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui import look
from station_app.ui.look import GRID
from station_app.ui.plain import PlainLabel, tip_of

LABEL_WIDTH = 168

Link = tuple[str, str]
"""What a line leads to: a record's kind and uid."""


def words_line(said: str, role: str = "") -> QLabel:
    """Words that wrap and can be copied; `role` as the style sheet knows it: "hint", "warning", "problem"."""
    label = PlainLabel(said)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label


def quotation(said: str) -> QLabel:
    """The speaker's own words, set in serif."""
    label = words_line(said)
    families = ", ".join(f'"{family}"' for family in look.serif().families())
    label.setStyleSheet(f"QLabel {{ font-family: {families}; font-size: {look.serif().pointSize() + 1}pt; }}")
    return label


def pairs(
    said: Sequence[tuple[str, str, Link | None]], follow: Callable[[str, str], None], label_width: int = LABEL_WIDTH
) -> QWidget:
    """Labels and values in two columns; a value with a link is a key that leads to the record."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GRID * 2)
    grid.setVerticalSpacing(GRID * 3 // 4)
    grid.setColumnMinimumWidth(0, label_width)
    grid.setColumnStretch(1, 1)
    for line, (label, value, link) in enumerate(said):
        name = words_line(label, "label")
        name.setFixedWidth(label_width)
        grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
        said_of_it = link_key(value, link, follow) if link else words_line(value)
        if not link:  # one word as long as a line must not widen the page
            said_of_it.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addWidget(said_of_it, line, 1)
    return widget


def link_key(said: str, link: Link, follow: Callable[[str, str], None], below: str = "") -> QWidget:
    """A key that leads to a record, with muted words under it."""
    key = QPushButton(said.replace("&", "&&"))
    key.setProperty("role", "line")
    key.setAutoDefault(True)  # Enter presses it too
    key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    key.setToolTip(tip_of(said))
    key.clicked.connect(partial(_follow, follow, link))
    if not below:
        return key
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(key)
    column.addWidget(words_line(below, "hint"))
    return widget


def _follow(follow: Callable[[str, str], None], link: Link, _is_checked: bool = False) -> None:
    follow(*link)
