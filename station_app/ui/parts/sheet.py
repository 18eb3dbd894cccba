"""A white sheet, what lies on it: headings, plain labels, rows of keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from station_app.ui.parts.flow import FlowLayout
from station_app.ui.shell import look
from station_app.ui.shell.look import GRID


class PlainLabel(QLabel):
    """A label that shows its text sign by sign; Qt's own guesses by itself whether a text is HTML."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, textFormat=Qt.TextFormat.PlainText)


def tip_of(text: str) -> str:
    """A text as the tip of a control, of which Qt guesses too: markup that shows the text sign by sign."""
    from html import escape  # noqa: PLC0415  (the first page has no tips)

    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")


class Sheet(QFrame):
    """A white sheet with a hairline; its content goes into `column`, under a heading where one is given."""

    def __init__(self, heading: str = "") -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        self.column.setSpacing(GRID)
        self._heading = paragraph(heading, "heading")
        self.column.addWidget(self._heading)
        self._heading.setVisible(bool(heading))  # only now: a label without a parent would open a window

    def set_heading(self, heading: str) -> None:
        """Another heading."""
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        self.setAccessibleName(heading)


def paragraph(sentence: str = "", role: str = "") -> QLabel:
    """A sentence that breaks where it must; `role` is "", "hint", "heading", "large" or "problem"."""
    label = PlainLabel(sentence)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


NOWHERE = 1 << 16
"""No place of a row: nothing but its own widgets stretches it."""


def in_middle(content: QWidget, width: int) -> QWidget:
    """`content` in the middle of the page, at most `width` pixels wide."""
    content.setMaximumWidth(width)
    content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    frame = QWidget()
    row = QHBoxLayout(frame)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(content, 100, Qt.AlignmentFlag.AlignTop)
    row.addStretch(1)
    return frame


def beside(wide: QWidget, narrow: QWidget, low: int, high: int) -> QHBoxLayout:
    """Two parts of a page side by side; the narrow one is `high` pixels wide, on a small screen as little as `low`."""
    narrow.setMinimumWidth(low)
    narrow.setMaximumWidth(high)
    row = QHBoxLayout()
    row.setSpacing(GRID * 2)
    row.addWidget(wide, 5)
    row.addWidget(narrow, 2)
    return row


def wrapped(*widgets: QWidget) -> QWidget:
    """A row of keys that takes a second line where the window is narrow."""
    frame = QWidget()
    row = FlowLayout(frame)
    for widget in widgets:
        row.addWidget(widget)
    return frame


def row_of(*widgets: QWidget, stretch_after: int = -1) -> QHBoxLayout:
    """Widgets beside one another; what room is left stands after the one at `stretch_after` (-1: at the end; NOWHERE:
    some widget of the row takes it)."""
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for index, widget in enumerate(widgets):
        row.addWidget(widget)
        if index == stretch_after:
            row.addStretch(1)
    if stretch_after < 0:
        row.addStretch(1)
    return row


def let_go(layout: QLayout, part: QWidget) -> None:
    """Take a part off its page for good: hidden at once, for it would still be painted until the event loop ends it."""
    layout.removeWidget(part)
    part.hide()
    part.deleteLater()


def emptied(row: QWidget) -> QLayout:
    """The layout of `row`, everything in it taken away. Raises LookupError for a row without one."""
    layout = row.layout()
    if layout is None:
        raise LookupError("a row without a layout")
    while (item := layout.takeAt(0)) is not None:
        item.widget().hide()
        item.widget().deleteLater()
    return layout


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
