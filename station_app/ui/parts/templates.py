"""Frequent texts (常用话) under a long text: numbers pick several, Enter writes them where the cursor stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from station_app.text import hands as say
from station_app.ui.parts.pick import KEY, ROWS_SHOWN, Hanging
from station_app.ui.parts.sheet import PlainLabel
from station_app.ui.shell.keys import ENTER

OPENS = QKeySequence("Ctrl+T")
ROOM = 84
"""Pixels at the right of a long text for the key that opens its texts."""
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS_SHOWN, Qt.Key.Key_PageUp: -ROWS_SHOWN}
ENDS = "\u3002\uff1b\uff01\uff1f.;!?"  # 。；！？
KEEPS = ""
"""What stands for keeping the text as it was written."""


class Templates(QObject):
    """The texts for one long text. `offered()` gives them, likeliest first; `keep(words)` writes down what was typed,
    None where nobody here may.

    Ctrl+T or the key at the right opens the list. It takes no focus: a digit chooses a row or leaves it again (the
    first nine of those in view), the arrows walk, the blank chooses, Enter writes those chosen in their order (the
    current one where none is), Esc does not; 0 keeps the text that stands there. Any other key closes the list.
    """

    def __init__(
        self,
        editor: QPlainTextEdit,
        offered: Callable[[], Sequence[str]],
        keep: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(editor)
        self._editor, self._offered, self._keep = editor, offered, keep
        self._chosen: list[str] = []
        self._list = QListWidget(editor)
        self._list.setObjectName("picks")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setWordWrap(True)
        self._list.setAccessibleName(say.TEMPLATES)
        self._list.itemClicked.connect(self._clicked)
        self._hanging = Hanging(self._list, editor, self._size)
        editor.destroyed.connect(self._list.deleteLater)
        self._key = PlainLabel(say.TEMPLATES)
        self._key.setParent(editor)
        self._key.setProperty("role", "hint")
        self._key.setCursor(Qt.CursorShape.PointingHandCursor)
        self._key.setToolTip(say.TEMPLATES_HINT)
        self._key.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._key.installEventFilter(self)
        editor.setViewportMargins(0, 0, ROOM, 0)
        editor.setPlaceholderText(say.TEMPLATES_HINT)
        editor.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether the list is seen."""
        return self._list.isVisible()

    def open_up(self) -> None:
        """Show what is offered now."""
        self._chosen.clear()
        self._list.clear()
        for words in self._offered():
            QListWidgetItem(self._list).setData(KEY, words)
        if self._keep is not None and self._editor.toPlainText().strip():
            QListWidgetItem(self._list).setData(KEY, KEEPS)
        if not self._list.count():
            QListWidgetItem(say.NO_TEMPLATES, self._list).setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.setCurrentRow(0)
        self._editor.setFocus()
        self._hanging.open_up()
        self._number()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's keys while it is open, and the one that opens it."""
        match event.type():
            case QEvent.Type.MouseButtonPress if watched is self._key:
                (self._close if self.is_open else self.open_up)()
                return True
            case _ if watched is not self._editor:
                return False
            case QEvent.Type.Resize:
                self._key.setGeometry(self._editor.width() - ROOM, 2, ROOM - 10, self._key.sizeHint().height())
            case QEvent.Type.FocusOut | QEvent.Type.Hide if self.is_open:
                self._close()
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent) and self._means(event):
                event.accept()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._pressed(event)
        return super().eventFilter(watched, event)

    def _means(self, event: QKeyEvent) -> bool:
        return _opens(event) or (self.is_open and event.key() in (Qt.Key.Key_Escape, *ENTER))

    def _pressed(self, event: QKeyEvent) -> bool:
        if _opens(event):
            (self._close if self.is_open else self.open_up)()
            return True
        if not self.is_open or event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
            return False
        key = Qt.Key(event.key())
        if key in STEPS:
            row = self._list.currentRow() + STEPS[key]
            self._list.setCurrentRow(max(0, min(row, self._list.count() - 1)))
            self._number()
        elif key == Qt.Key.Key_Space:
            self._choose(self._list.currentItem())
        elif event.text().isascii() and event.text().isdigit():
            self._by_number(int(event.text()))
        elif key in ENTER:
            self._write()
        else:
            self._close()
            return key == Qt.Key.Key_Escape
        return True

    def _by_number(self, number: int) -> None:
        if number == 0:
            last = self._list.item(self._list.count() - 1)
            if last is not None and last.data(KEY) == KEEPS:
                self._do_keep()
        elif (item := self._list.item(self._first() + number - 1)) is not None:
            self._choose(item)

    def _clicked(self, item: QListWidgetItem) -> None:
        """A click chooses, a second click writes what was chosen: so the mouse, too, takes several."""
        if item.data(KEY) == KEEPS:
            self._do_keep()
        elif item.data(KEY) in self._chosen:
            self._write()
        else:
            self._choose(item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        words = item.data(KEY) if item is not None else None
        if words:
            (self._chosen.remove if words in self._chosen else self._chosen.append)(words)
            self._number()

    def _write(self) -> None:
        current = self._list.currentItem()
        words = self._chosen or ([current.data(KEY)] if current is not None and current.data(KEY) else [])
        if not words and current is not None and current.data(KEY) == KEEPS:
            self._do_keep()
            return
        self._close()
        if words:
            self._editor.insertPlainText("".join(one if one[-1] in ENDS else f"{one}\u3002" for one in words))

    def _do_keep(self) -> None:
        words = self._editor.toPlainText().strip()
        self._close()
        if self._keep is not None:
            self._keep(words)

    def _first(self) -> int:
        """The row of which the digit 1 stands: that of the nine in which the current one is."""
        return max(0, self._list.currentRow()) // ROWS_SHOWN * ROWS_SHOWN

    def _number(self) -> None:
        first = self._first()
        for row in range(self._list.count()):
            item = self._list.item(row)
            words, number = item.data(KEY), row - first + 1
            if words is None:
                continue
            digit = str(number) if 1 <= number <= ROWS_SHOWN else " "
            order = self._chosen.index(words) + 1 if words in self._chosen else 0
            item.setText(say.KEEP_TEMPLATE if words == KEEPS else say.template_row(digit, words, order))
        if (current := self._list.item(first)) is not None:
            self._list.scrollToItem(current, QListWidget.ScrollHint.PositionAtTop)

    def _close(self) -> None:
        self._hanging.close_up()

    def _size(self) -> QSize:
        width = max(self._editor.width(), min(560, self._editor.window().width() // 2))
        self._list.setFixedWidth(width)
        self._list.doItemsLayout()
        rows = range(min(self._list.count(), ROWS_SHOWN + 1))
        height = sum(self._list.sizeHintForRow(row) for row in rows) + 12
        return QSize(width, min(height, self._editor.window().height() // 2))


def put_templates(
    editor: QWidget,
    use: str,
    about: Callable[[], str],
    offered: Callable[[str, str], Sequence[str]],
    keep: Callable[[str, str, str], None] | None,
) -> None:
    """Offer the frequent texts for `use` while a long text is written; `about()` is the category that it is about."""
    if isinstance(editor, QPlainTextEdit):
        kept = None if keep is None else (lambda words: keep(use, about(), words))
        Templates(editor, partial(_of, offered, use, about), kept)


def _of(offered: Callable[[str, str], Sequence[str]], use: str, about: Callable[[], str]) -> Sequence[str]:
    return offered(use, about())


def _opens(event: QKeyEvent) -> bool:
    return QKeySequence(event.keyCombination()) == OPENS
