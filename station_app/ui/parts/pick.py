"""A line that is filled from a list: typed letters narrow the list, the arrow keys change what stands there.

It serves for the entries of a code list and for other records alike: where the list comes from is two callables.

What stands before an entry picks it. Before anything is typed, or while digits are, that is the entry's own number in
its list, and the last digit of it picks. After letters or characters it is the place of the first nine, and one digit
picks. A digit that is the beginning of something else, or of nothing, picks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from station_app import paths, text
from station_app.domain.pinyin import pointed_at

Pick = tuple[str, str]
"""A key (code or uid) and the words that it is shown by."""


Search = Callable[[str], Sequence[Pick]]


NameOf = Callable[[str], str]


ROWS_SHOWN = 9
"""Also the entries that one digit picks."""


FOLLOW_MS = 100


KEY = Qt.ItemDataRole.UserRole


def nothing_numbered(_key: str) -> str:
    """A list whose entries have no numbers of their own."""
    return ""


def among(picks: Sequence[Pick]) -> Search:
    """Looks through a few picks: by characters and by pinyin initials, what fits best first."""

    def search(typed: str) -> list[Pick]:
        ranks = [(pointed_at(typed, (words,), paths.word_initials_of), pick) for pick in picks for words in pick[1:]]
        return [pick for rank, pick in sorted(ranks, key=_by_rank) if rank is not None]

    return search


def _by_rank(pair: tuple[int | None, Pick]) -> int:
    return -1 if pair[0] is None else pair[0]


class PickLine(QLineEdit):
    """One line, one pick. Empty until a person has chosen; words that match nothing stay as they were typed.

    `search(typed)` gives what is offered, best first, and everything for ""; `name_of(key)` the words of a key,
    `number_of(key)` its number in a list whose numbers are all of one length. The list lies in the window, not in a
    window of its own: it takes no focus, and no key but the arrows and Esc. `decided`: a digit picked, the line needs
    no Enter.

    While an input method composes, the list shows what the letters so far would find; the candidates find room beside
    it. An Enter that ends the composing with the letters as they are takes what the list points at, as without one.
    """

    changed = Signal()
    settled = Signal(str)
    decided = Signal()

    def __init__(
        self, search: Search, name_of: NameOf, parent: QWidget | None = None, number_of: NameOf = nothing_numbered
    ) -> None:
        super().__init__(parent)
        self._search, self._name_of, self._number_of = search, name_of, number_of
        self._key = ""
        self._before = ""
        self._typed_before = ""
        self._composed = ""
        self._is_taken_raw = False
        self._opened: _PickList | None = None
        self.setProperty("role", "choice")
        self.setPlaceholderText(text.NOTHING_CHOSEN)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText)
        self.textEdited.connect(self._typed)

    def value(self) -> str:
        """The key that was picked; typed words that stand for no entry; "" for nothing."""
        return self._key or self.points_at() or self.text().strip()

    def put(self, value: object) -> None:
        """Show the pick `value`, a key or ""."""
        self._key = str(value or "")
        self.setText(self._name_of(self._key) if self._key else "")
        self.setCursorPosition(0)

    @property
    def is_open(self) -> bool:
        """Whether the list is seen."""
        return self._opened is not None and self._opened.isVisible()

    def points_at(self) -> str:
        """The key in the open list that leaving the line would take, "" for none."""
        return self._list.current_key() if self.is_open and self.text().strip() else ""

    @property
    def _list(self) -> _PickList:
        """The list under the line; made when it first opens."""
        if self._opened is None:
            self._opened = _PickList(self)
            self._opened.itemClicked.connect(self._clicked)
            self.destroyed.connect(self._opened.deleteLater)
        return self._opened

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.close_up()
            self._tell_input_method()

    def settle(self) -> None:
        """Take the entry that the list points at, close the list, and say which key stands."""
        was_open, pending = self.is_open, "" if self._key else self.points_at()
        self._close()
        if pending:
            self._take(pending)
        elif self._key and self.text() != self._name_of(self._key):
            self.put(self._key)
        if self._key and (was_open or pending):
            self.settled.emit(self._key)

    def event(self, event: QEvent) -> bool:
        """Esc closes the list before it means anything to the window."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride and self.is_open:
            event.accept()
            return True
        return super().event(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        """Where the candidates may not lie: on the line, and on its list."""
        if query is Qt.InputMethodQuery.ImCursorRectangle and self.is_open and self._opened is not None:
            at = self._opened.geometry()
            return self.rect().united(QRect(self.mapFrom(self.window(), at.topLeft()), at.size()))
        return super().inputMethodQuery(query) if argument is None else super().inputMethodQuery(query, argument)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What is being composed narrows the list as well; it is not yet typed, and nothing is taken."""
        made, composed = event.commitString(), event.preeditString()
        is_raw = bool(made) and made == self._composed
        self._is_taken_raw = is_raw or (self._is_taken_raw and not composed and not made)
        super().inputMethodEvent(event)
        if composed:
            self._compose(composed)
        elif self._composed and not made:
            self._composed = ""
            self._close()
        else:
            self._composed = ""

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The end of the Enter that the input method took for its letters."""
        super().keyReleaseEvent(event)
        if self._is_taken_raw and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.points_at():
            self._decide(self.points_at())
        self._is_taken_raw = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows change the pick, Esc takes the change back, Enter settles where the form leaves it to the line."""
        self._is_taken_raw = False
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._move(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Escape if self.is_open:
                self._close()
                self.put(self._before)
                self.changed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.settle()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click shows all that there is to choose."""
        super().mousePressEvent(event)
        if not self.is_open:
            self._open("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing replaces what stands there."""
        super().focusInEvent(event)
        self._before, self._typed_before = self._key, ""
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes what the list points at."""
        if event.reason() is Qt.FocusReason.ActiveWindowFocusReason:
            self._close()
        else:
            self.settle()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The list never stays behind on another page."""
        self._close()
        super().hideEvent(event)

    def _typed(self, typed: str) -> None:
        self._key = ""
        before, self._typed_before = self._typed_before, typed
        if key := self._picked_by_digit(before.strip(), typed.strip()):
            self._decide(key)
            return
        self._open(typed)
        self.changed.emit()

    def _picked_by_digit(self, before: str, typed: str) -> str:
        """The key that the digit typed last picks, "" for none."""
        if typed.isdecimal() and typed.isascii():
            return next((key for key, _ in self._search("") if self._number_of(key) == typed), "")
        digit = typed.removeprefix(before) if before else ""
        if len(digit) != 1 or digit not in "123456789" or before[-1:].isdecimal() or self._search(typed):
            return ""
        offered = self._search(before)[int(digit) - 1 : int(digit)]
        return offered[0][0] if offered else ""

    def _decide(self, key: str) -> None:
        self._take(key)
        self._close()
        self.settled.emit(key)
        self.decided.emit()

    def _compose(self, composed: str) -> None:
        """Show what would be found: the letters as they are, else those that the syllables begin with."""
        parts = composed.replace("'", " ").split()
        tried = ["".join(parts), "".join(part[:1] for part in parts)] if composed.isascii() else [composed]
        self._composed = tried[0]
        for one in tried:
            if found := self._search(self.text().strip() + one):
                self._show(found, [""] * len(found), is_pointed=True)  # digits are the input method's now
                return
        self._close()

    def _open(self, typed: str) -> None:
        self._offer(self._search(typed.strip()), typed.strip())

    def _offer(self, found: Sequence[Pick], typed: str) -> None:
        by_own = not typed or (typed.isdecimal() and typed.isascii())
        numbers = [
            self._number_of(key) if by_own else str(row) if key and row <= ROWS_SHOWN else ""
            for row, (key, _) in enumerate(found, start=1)
        ]
        self._show(found, numbers, is_pointed=bool(typed))

    def _show(self, found: Sequence[Pick], numbers: Sequence[str], *, is_pointed: bool) -> None:
        self._list.offer(found, numbers, self._key, is_pointed=is_pointed)
        self._list.open_up()
        self._tell_input_method()

    def _tell_input_method(self) -> None:
        if self.hasFocus():
            QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImCursorRectangle)

    def _move(self, step: int) -> None:
        if not self.is_open:
            self._open("")
        key = self._list.move_by(step)
        if key:
            self._take(key)
            self.selectAll()

    def _take(self, key: str) -> None:
        self._typed_before = ""
        self.put(key)
        self.changed.emit()

    def _clicked(self, item: QListWidgetItem) -> None:
        if key := item.data(KEY):
            self._take(key)
        self.settle()


class Hanging(QObject):
    """Keeps `part` under `line`, or over it where the window ends, for as long as it is open: in the window, not in one
    of its own. `size()` says how large it is to be."""

    def __init__(self, part: QWidget, line: QWidget, size: Callable[[], QSize]) -> None:
        super().__init__(part)
        self._part, self._line, self._size = part, line, size
        # The page may scroll, or make room for a sentence: the part follows its line.
        self._follow = QTimer(self)
        self._follow.setInterval(FOLLOW_MS)
        self._follow.timeout.connect(self._follow_line)
        self._lies_by: tuple[QPoint, QSize, QSize] | None = None
        part.hide()

    def open_up(self) -> None:
        """Show it."""
        self._part.setParent(self._line.window())
        self._lie_down()
        self._follow.start()
        self._part.show()
        self._part.raise_()

    def close_up(self) -> None:
        """Hide it; it goes with its line."""
        self._part.hide()
        self._follow.stop()
        self._part.setParent(self._line)

    def _follow_line(self) -> None:
        line, window = self._line, self._line.window()
        if self._lies_by != (lies_by := (line.mapTo(window, QPoint()), line.size(), window.size())):
            self._lies_by = lies_by
            self._lie_down()

    def _lie_down(self) -> None:
        line, window, size = self._line, self._line.window(), self._size()
        place = line.mapTo(window, QPoint(0, line.height() + 2))
        if place.y() + size.height() > window.height():
            place = line.mapTo(window, QPoint(0, -size.height() - 2))
        if place.x() + size.width() > window.width() - 8:
            place.setX(line.mapTo(window, QPoint(line.width() - size.width(), 0)).x())
        self._part.setGeometry(max(0, place.x()), max(0, place.y()), size.width(), size.height())


class _PickList(QListWidget):
    """The list under a line."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self.setObjectName("picks")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        hanging = Hanging(self, line, self._wanted)
        self.open_up, self.close_up = hanging.open_up, hanging.close_up

    def offer(self, picks: Sequence[Pick], numbers: Sequence[str], current: str, *, is_pointed: bool) -> None:
        self.clear()
        for (key, words), number in zip(picks, numbers, strict=True):
            item = QListWidgetItem(f"{number}  {words}" if number else words, self)
            item.setData(KEY, key)
            if not key:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            elif key == current:
                self.setCurrentItem(item)
        if not picks:
            QListWidgetItem(text.NO_MATCH, self).setFlags(Qt.ItemFlag.NoItemFlags)
        elif not current:
            self.setCurrentRow(0 if is_pointed else -1)

    def current_key(self) -> str:
        item = self.currentItem()
        return str(item.data(KEY) or "") if item else ""

    def move_by(self, step: int) -> str:
        """Point at the next or the previous entry; its key."""
        row = self.currentRow() + step if self.currentRow() >= 0 else 0
        self.setCurrentRow(max(0, min(row, self.count() - 1)))
        return self.current_key()

    def _wanted(self) -> QSize:
        rows = min(max(self.count(), 1), ROWS_SHOWN)
        width = max(self._line.width(), min(420, self._line.window().width() // 3))
        return QSize(width, rows * self.sizeHintForRow(0) + 12)
