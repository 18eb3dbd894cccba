"""What the program says: the notice bar inside a page, and the one dialog for a bug."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from station_app import text
from station_app.text import key_label
from station_app.text import roads as say
from station_app.ui.parts.sheet import PlainLabel, paragraph
from station_app.ui.shell.look import GRID, mark

TRACES_KEPT = 5


class NoticeBar(QFrame):
    """One place in a page where it speaks: what is refused and where to mend it, what was done and how to undo it.

    `jump(field)`: a problem's key was pressed. Hidden while it has nothing to say; it takes no focus by itself.
    """

    jump = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName(text.NOTICE)
        self._line = QVBoxLayout(self)
        self._line.setContentsMargins(16, 4, 8, 4)
        self._line.setSpacing(0)
        self.hide()

    def clear(self) -> None:
        """Say nothing."""
        while (item := self._line.takeAt(0)) is not None:
            item.widget().hide()  # gone before the event loop destroys it: it would show through the next sentence
            item.widget().deleteLater()
        self.hide()

    def tell(self, sentence: str) -> None:
        """Say what was done, or what is good to know."""
        self._speak("told", [(sentence, "", None)])

    def offer(self, sentence: str, label: str, act: Callable[[], None]) -> None:
        """Say what was done with a key beside it: to undo it, to open it."""
        self._speak("told", [(sentence, label, act)])

    def ask(self, sentence: str, label: str, act: Callable[[], None]) -> None:
        """Ask before something is done: the key has the focus, Enter does it, and going on with anything else does
        not."""
        self.offer(sentence, label, act)
        self.findChildren(QPushButton)[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, problems: Sequence[tuple[str, str, bool]], labels: Callable[[str], str]) -> None:
        """Say every problem, (field, sentence, whether it refuses), each with a key to its field named by `labels`."""
        if not problems:
            self.clear()
            return
        tone = "refused" if any(refuses for _, _, refuses in problems) else "told"
        self._speak(tone, [(sentence, labels(field) if field else "", field) for field, sentence, _ in problems])

    def _speak(self, tone: str, lines: Sequence[tuple[str, str, str | Callable[[], None] | None]]) -> None:
        self._begin(tone)
        for sentence, label, goal in lines:
            row, line = _row()
            words = PlainLabel(sentence)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.addWidget(words, 1)
            if label and goal is not None:
                line.addWidget(self._key(label, goal), 0, Qt.AlignmentFlag.AlignTop)
            self._line.addWidget(row)
        self.setAccessibleDescription("\n".join(sentence for sentence, _, _ in lines))

    def _begin(self, tone: str) -> None:
        self.clear()
        mark(self, "tone", tone)
        self.show()

    def _key(self, label: str, goal: str | Callable[[], None]) -> QPushButton:
        key = QPushButton(label)
        key.setProperty("role", "link")
        key.setAutoDefault(True)  # Enter is its key too, and not the space bar alone
        key.setAccessibleName(label)
        if isinstance(goal, str):
            key.clicked.connect(lambda: self.jump.emit(goal))
        else:
            key.clicked.connect(lambda _=False: goal())
        return key


class BugDialog(QDialog):
    """The one dialog for what is a bug: it says so, shows what to copy, and the work goes on. What it shows is made for
    the first bug: most starts see none.

    A second bug is added to the text of the first. The report holds the kinds of the errors and the lines of the
    program where they arose, never their messages: a message may quote what a person has typed.
    """

    def __init__(self, version: str, log_path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(text.BUG_TITLE)
        self.setModal(False)
        self.resize(720, 400)
        self._version, self._log_path = version, log_path
        self._traces: list[str] = []
        self._is_held = False
        self._parts: tuple[QPlainTextEdit, QPushButton] | None = None

    def show_error(self, error: BaseException) -> None:
        """Show what went wrong; `Jobs` calls it as its `broken`, the program as its last resort."""
        self._traces = [*self._traces, trace_of(error)][-TRACES_KEPT:]
        if self._parts is None:
            self._parts = self._lay_out()
        report, copy = self._parts
        report.setPlainText(self.report())
        copy.setText(text.COPY)
        if not self._is_held:
            self.show()

    def hold(self) -> None:
        """Not over a lock: what went wrong waits until `release`."""
        self._is_held = True
        self.hide()

    def release(self) -> None:
        """The lock is gone: what waited is shown."""
        self._is_held = False
        if self._traces:
            self.show()

    def done(self, result: int) -> None:
        """Closed by a person: the next bug begins a new text."""
        self._traces.clear()
        super().done(result)

    def report(self) -> str:
        """What the copy key copies."""
        return text.bug_report(self._version, self._log_path, self._traces) if self._traces else ""

    def _lay_out(self) -> tuple[QPlainTextEdit, QPushButton]:
        sentence = PlainLabel(text.BUG_SENTENCE)
        sentence.setWordWrap(True)
        report = QPlainTextEdit(readOnly=True)
        report.setTabChangesFocus(True)
        report.setAccessibleName(text.BUG_TITLE)
        copy = QPushButton(text.COPY)
        copy.clicked.connect(partial(self._copy_report, copy))
        close = QPushButton(text.CLOSE)
        close.clicked.connect(self.accept)
        row, line = _row()
        line.addStretch()
        line.addWidget(copy)
        line.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        for widget in (sentence, report, row):
            column.addWidget(widget)
        return report, copy

    def _copy_report(self, key: QPushButton, _is_checked: bool = False) -> None:
        QGuiApplication.clipboard().setText(self.report())
        key.setText(text.COPIED)


def trace_of(error: BaseException) -> str:
    """The kind of an error and the lines it arose in, never its message: that may quote what a person typed."""
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    return f"{type(error).__module__}.{type(error).__qualname__}\n{frames}".rstrip()


def _row() -> tuple[QWidget, QHBoxLayout]:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    return row, line


BAR_WIDTH = 240


class Working(QWidget):
    """Hidden while nothing is done. `stop` is what the key does; `key` the F-key that does it too."""

    def __init__(self, stop: Callable[[], None], key: str = "") -> None:
        super().__init__()
        self._sentence, self._bar, self._key = paragraph(), QProgressBar(), QPushButton(key_label(say.STOP, key))
        self._sentence.setWordWrap(False)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self._key.setAccessibleName(say.STOP)
        self._key.setAutoDefault(True)
        self._key.clicked.connect(lambda _=False: stop())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID * 2)
        for widget in (self._bar, self._sentence):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self._key)
        self.hide()

    def say(self, sentence: str, done: int, total: int) -> None:
        """Show how far the work has come."""
        self._sentence.setText(sentence)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(min(done, max(total, 1)))
        self._bar.setAccessibleName(sentence)
        self.show()

    def said(self) -> str:
        """The sentence that stands there, "" while nothing is done."""
        return self._sentence.text() if self.isVisible() else ""
