"""A white sheet, what lies on it: headings, plain labels, rows of keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
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


STACKED_BELOW = 1000
"""Pixels: where two parts have less beside one another, one stands under the other."""


class Beside(QWidget):
    """A part that scrolls, `area` with its `column`, and a narrow one at its right that scrolls by itself.

    On a small screen the narrow one stands in the column, at the place `at`: there is one bar, and the keys stay.
    `stacked(is_so)`: it went there, or came back.
    """

    stacked = Signal(bool)

    def __init__(
        self, area: QScrollArea, column: QVBoxLayout, at: int, narrow: QWidget, widths: tuple[int, int]
    ) -> None:
        super().__init__()
        self._area, self._column, self._at, self._narrow = area, column, at, narrow
        self._right = QScrollArea()
        self._right.setWidgetResizable(True)
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._right.setMinimumWidth(widths[0])
        self._right.setMaximumWidth(widths[1])
        narrow.setObjectName("scrolled")
        self._right.setWidget(narrow)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID * 2)
        row.addWidget(area, 5)
        row.addWidget(self._right, 2)

    @property
    def is_stacked(self) -> bool:
        """Whether the narrow part stands in the column."""
        return self._right.widget() is None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One beside the other, or under it."""
        super().resizeEvent(event)
        is_narrow = self.width() < STACKED_BELOW
        if is_narrow == self.is_stacked:
            return
        if is_narrow:
            self._column.insertWidget(self._at, self._right.takeWidget())
            self._narrow.show()
        else:
            self._column.removeWidget(self._narrow)
            self._right.setWidget(self._narrow)
        self._right.setVisible(not is_narrow)
        self.stacked.emit(is_narrow)

    def show_control(self, control: QWidget) -> None:
        """Bring a control of the narrow part into view."""
        (self._area if self.is_stacked else self._right).ensureWidgetVisible(control, 0, 80)


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
    key = _ShortenedKey(said.replace("&", "&&"))
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


class _ShortenedKey(QPushButton):
    """A key whose words end in … where they have no room; its tip has the whole."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, with as much of its words as there is room for."""
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter  # noqa: PLC0415  (the first page has none)

        event.accept()  # drawn here, whole
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        shortened = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        option.text = shortened  # type: ignore[attr-defined]  # the stubs lack it
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


def _follow(follow: Callable[[str, str], None], link: Link, _is_checked: bool = False) -> None:
    follow(*link)
