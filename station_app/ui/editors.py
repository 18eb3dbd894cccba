"""The controls that hold one field each. All have `value()`, raw as typed, `put(value)` and the signal `changed`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from station_app import text
from station_app.ui.flow import FlowLayout
from station_app.ui.pick import NameOf, Pick, PickLine, Search


class LineEditor(QLineEdit):
    """One line. When it is left, `tidy` may bring what was typed into form, and `spoken` shows it in words."""

    changed = Signal()

    def __init__(
        self,
        tidy: Callable[[str], str] = lambda typed: typed,
        spoken: Callable[[str], str] = lambda value: value,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tidy, self._spoken = tidy, spoken
        self._raw = ""
        self.textEdited.connect(self._typed)

    def value(self) -> str:
        """What was typed, tidied once the line has been left."""
        return self._raw

    def put(self, value: object) -> None:
        """Show `value`; None is nothing."""
        self._raw = "" if value is None else str(value)
        self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The value as it is typed."""
        super().focusInEvent(event)
        if self.text() != self._raw:
            self.setText(self._raw)
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The value in words."""
        super().focusOutEvent(event)
        tidied = self._tidy(self._raw) if self._raw else ""
        if tidied != self._raw:
            self._raw = tidied
            self.changed.emit()
        self._show()

    def _typed(self, typed: str) -> None:
        self._raw = typed
        self.changed.emit()

    def _show(self) -> None:
        shown = self._raw if self.hasFocus() else self._spoken(self._raw)
        if self.text() != shown:
            self.setText(shown)
            self.setCursorPosition(0)


class ProseEditor(QPlainTextEdit):
    """A long text that grows with what is written, from `low` to `high` lines, and then scrolls."""

    changed = Signal()

    def __init__(self, font: QFont | None = None, low: int = 2, high: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if font is not None:
            # The program's style sheet wins over setFont, the control's own over the program's.
            families = ", ".join(f'"{family}"' for family in font.families())
            self.setStyleSheet(f"QPlainTextEdit {{ font-family: {families}; font-size: {font.pointSize()}pt; }}")
        self._low, self._high = low, high
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def value(self) -> str:
        """The text, exactly as typed."""
        return self.toPlainText()

    def put(self, value: object) -> None:
        """Show the text `value`."""
        self.setPlainText("" if value is None else str(value))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # QPlainTextEdit measures its document in lines, not in pixels.
        lines = max(self._low, min(self._high, math.ceil(self.document().size().height())))
        height = lines * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + 8
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)


class FlagEditor(QCheckBox):
    """A claim that holds or does not."""

    changed = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self.toggled.connect(lambda _: self.changed.emit())

    def value(self) -> bool:
        """Whether the claim holds."""
        return self.isChecked()

    def put(self, value: object) -> None:
        """Show whether the claim holds."""
        self.setChecked(bool(value))


class TickEditor(QWidget):
    """Several of a short list, each with its own box."""

    changed = Signal()

    def __init__(self, picks: Sequence[Pick], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = FlowLayout(self)
        self._boxes = {key: QCheckBox(words, self) for key, words in picks}
        for box in self._boxes.values():
            line.addWidget(box)
            box.toggled.connect(lambda _: self.changed.emit())
        self.setFocusProxy(next(iter(self._boxes.values())))

    def controls(self) -> tuple[QWidget, ...]:
        """What takes the keys."""
        return tuple(self._boxes.values())

    def value(self) -> tuple[str, ...]:
        """The keys that are ticked, in the list's order."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def put(self, value: object) -> None:
        """Tick the keys of `value`, a tuple of them."""
        wanted = _keys(value)
        for key, box in self._boxes.items():
            box.setChecked(key in wanted)


class ManyEditor(QWidget):
    """Several of a long list: a line to find them by, what was picked as keys under it that take them away again."""

    changed = Signal()

    def __init__(self, search: Search, name_of: NameOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._keys: list[str] = []
        self.line = PickLine(search, name_of, self)
        self._chips = QWidget(self)
        self._chips.hide()
        FlowLayout(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self._chips)
        self.setFocusProxy(self.line)
        self.line.settled.connect(self._add)
        self.line.changed.connect(self._changed)
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace in the empty line takes the last one away."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_backspace = watched is self.line and event.key() == Qt.Key.Key_Backspace
            if is_backspace and self._keys and not self.line.text():
                self._drop(self._keys[-1])
                return True
        return super().eventFilter(watched, event)

    def value(self) -> tuple[str, ...]:
        """The keys in the order they were picked; words in the line that match nothing come last."""
        waiting = self.line.value()
        return (*self._keys, waiting) if waiting and waiting not in self._keys else tuple(self._keys)

    def put(self, value: object) -> None:
        """Show the keys of `value`, a tuple of them."""
        self._keys = list(_keys(value))
        self.line.put("")
        self._draw()

    def _changed(self) -> None:
        # Enter adds what the list points at; where that is nothing, it goes to the next field.
        self.line.setProperty("keepsEnter", bool(self.line.points_at()))
        self.changed.emit()

    def _add(self, key: str) -> None:
        if key not in self._keys:
            self._keys.append(key)
        self.line.put("")
        self._draw()
        self._changed()

    def _drop(self, key: str) -> None:
        self._keys.remove(key)
        self._draw()
        self.line.setFocus()
        self.changed.emit()

    def _draw(self) -> None:
        row = self._chips.layout()
        while row is not None and (item := row.takeAt(0)) is not None:
            item.widget().deleteLater()
        for key in self._keys:
            chip = QPushButton(text.removable(self._name_of(key)), self._chips)
            chip.setProperty("role", "chip")
            chip.setAccessibleName(text.take_away(self._name_of(key)))
            chip.clicked.connect(lambda _=False, key=key: self._drop(key))
            if row is not None:
                row.addWidget(chip)
        self._chips.setVisible(bool(self._keys))
        self.line.setPlaceholderText(text.ANOTHER_CHOICE if self._keys else text.NOTHING_CHOSEN)
        self.updateGeometry()


def _keys(value: object) -> tuple[str, ...]:
    return tuple(str(key) for key in value) if isinstance(value, (tuple, list)) else ()
