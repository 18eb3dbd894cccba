"""What every page has: a title, one sentence that says what is here, the one main act as a large key, the content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from station_app import text
from station_app.domain.immutable import immutable
from station_app.ui.parts.notices import NoticeBar
from station_app.ui.parts.sheet import PlainLabel
from station_app.ui.shell.look import GRID, name_anew

MAIN_KEY = "F2"
LOW = 560
"""Pixels of a page under which its gaps are half as high."""
KEEP_KEYS = frozenset({"F9", "Ctrl+Return"})
"""The keys that keep what was typed on a page, where a form is open."""


@immutable
class KeyAct:
    """What a key does, and the words for it; nobody asks what comes of it."""

    label: str
    do: Callable[[], object]


Acts = Mapping[str, KeyAct]
"""Acts by key, as Qt names keys: "F2", "F8", "Ctrl+Return"."""


@runtime_checkable
class Offers(Protocol):
    """A page that offers acts; the window asks at the press of a key, so that they may change."""

    def acts(self) -> Acts:
        """What can be done here now, by key."""
        ...


@runtime_checkable
class Enters(Protocol):
    """A page that wants to know when it comes into view, to read again what has changed."""

    def entered(self) -> None:
        """The page is in view."""
        ...


class Page(QWidget):
    """The frame of a page: content goes into `body`, sentences to the person into `notices`.

    The act of F2 stands as the large key at the top right, with its key beside its words.
    """

    def __init__(self, title: str, sentence: str = "", acts: Acts | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._sentence, self._main = PlainLabel(), PlainLabel(), QPushButton()
        self._title.setObjectName("title")
        self._sentence.setObjectName("sentence")
        self._sentence.setWordWrap(True)
        self._title.setWordWrap(True)
        for label in (self._title, self._sentence):  # a long title takes lines, and never widens the window
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._main.setObjectName("main")
        self._main.clicked.connect(self._do_main)
        self._acts: Acts = {}
        self.notices = NoticeBar(self)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID * 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addLayout(self._head())
        column.addWidget(self.notices)
        column.addLayout(self.body, 1)
        self.set_heading(title, sentence)
        self.set_acts(acts or {})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the gaps give way before the content does."""
        super().resizeEvent(event)
        gap = GRID if self.height() < LOW else GRID * 2
        column = self.layout()
        if column is not None and column.spacing() != gap:
            column.setContentsMargins(GRID * 3, gap, GRID * 3, gap)
            column.setSpacing(gap)
            self.body.setSpacing(gap)

    def set_heading(self, title: str, sentence: str) -> None:
        """Another title, another sentence."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def offer_back(self, leave: Callable[[], None]) -> None:
        """Show the way back to the page that this one lies over, for who has the mouse in hand: Esc does the same."""
        self._way_back.clicked.connect(lambda _=False: leave())
        self._way_back.show()

    def set_acts(self, acts: Acts) -> None:
        """Other acts."""
        self._acts = acts
        main = acts.get(MAIN_KEY)
        self._main.setVisible(main is not None)
        if main is not None:
            self._main.setText(text.key_label(main.label, MAIN_KEY))
            self._main.setAccessibleName(main.label)
            # One key a page stands out: while a form of it is open, the one that keeps what is typed.
            name_anew(self._main, "" if acts.keys() & KEEP_KEYS else "main")

    def acts(self) -> Acts:
        """What can be done here now, by key."""
        return self._acts

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        head = QHBoxLayout()
        head.setSpacing(GRID * 3)
        head.addLayout(words, 1)
        self._way_back = QPushButton(text.key_label(text.BACK, "Esc"))
        self._way_back.setAccessibleName(text.BACK)
        self._way_back.setObjectName("back")  # no higher than the title: a low screen has no line to spare
        self._way_back.setProperty("role", "link")
        self._way_back.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab leads to what is on the page
        self._way_back.hide()
        head.addWidget(self._way_back, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._main, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _do_main(self) -> None:
        if act := self._acts.get(MAIN_KEY):
            act.do()


def page_around(one: QObject | None) -> Page | None:
    """The page that something stands on; None for what stands on none."""
    while one is not None and not isinstance(one, Page):
        one = one.parent()
    return one


def act_key(act: KeyAct, key: str = "") -> QPushButton:
    """A key for an act beside what it acts on, its own key after its words."""
    button = QPushButton(text.key_label(act.label, key))
    button.setAccessibleName(act.label)
    button.clicked.connect(lambda _=False: act.do())
    return button


def scrolled(content: QWidget) -> QScrollArea:
    """`content` in an area that scrolls down when it is higher than the page."""
    area = _ScrolledDown()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


class _ScrolledDown(QScrollArea):
    """Never narrower than its content: nothing is cut off at the right."""

    def minimumSizeHint(self) -> QSize:
        """As wide as the content must be, with the bar beside it."""
        least = super().minimumSizeHint()
        content = self.widget().minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(max(least.width(), content), least.height())
