"""The one window: the rail of pages, the page, the status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence, QPainter, QPixmap, QResizeEvent, QShortcut
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from station_app import paths, text
from station_app.db import preferences
from station_app.domain.immutable import immutable
from station_app.text import hands as hands_say
from station_app.ui.parts.sheet import PlainLabel
from station_app.ui.shell.keys import ComposingWatch, EscapeKey, FocusRing
from station_app.ui.shell.look import GRID, LIGHT, Colours, mark
from station_app.ui.shell.page import Acts, Enters, Offers, Page
from station_app.ui.shell.pages import maker_of

CONTROLLED = ("Return", "Enter", "E", "N", "Z", "F", "G", "J", "K", "L", "O", "R", "PgUp", "PgDown")
KEYS = (*(f"F{number}" for number in range(1, 13)), "Shift+F12", *(f"Ctrl+{key}" for key in CONTROLLED))
"""What a page may offer acts for. Keys of the number pad do what their twins do."""

SHEET_KEY, KEYS_SHEET = "Ctrl+H", "keys"
"""The key of the sheet of all keys, and the name of its page."""
TWINS = {"Ctrl+Enter": "Ctrl+Return"}
DIGITS = 9
STRETCHES_AFTER = "user"
RAIL_KEY_HEIGHT = 74
"""Pixels that a key of the rail takes with its icon, and a little of the rest of the window."""


@immutable
class RailPage:
    """A page of the rail: its name, its word, its icon's name, and what makes it when it is first gone to."""

    name: str
    word: str
    icon: str
    make: Callable[[], QWidget]


class MainWindow(QMainWindow):
    """Rail, pages, status line. A page that has `acts()` is asked at each key; one that has `entered()` is told."""

    def __init__(self, title: str, colours: Colours = LIGHT) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.setWindowIcon(icon("station", colours.accent))
        self._colours = colours
        self._places: dict[str, RailPage] = {}
        self._everywhere: Acts = {}
        self._made: dict[str, QWidget] = {}
        self._over: list[tuple[str, QWidget]] = []
        self._trail: list[str] = []
        self.composing = ComposingWatch(self)
        self._ring = FocusRing(self, colours.link)
        self._stack = QStackedWidget()
        self._covers = QStackedWidget()
        self._cover: QWidget | None = None
        self._status = StatusLine()
        self._buttons = QButtonGroup(self)
        self._rail, self._rail_keys = _empty_rail()
        self._lay_out()
        for key in KEYS:
            self._on(key, partial(self.press, TWINS.get(key, key)))
        self._on("Esc", self.go_back)
        self._on(SHEET_KEY, self.show_keys)
        self.say("keys", hands_say.KEYS_HINT)
        for number in range(1, DIGITS + 1):
            self._on(f"Alt+{number}", partial(self._press_digit, number))

    def furnish(self, places: Sequence[RailPage], everywhere: Acts | None = None) -> None:
        """Fill the rail, once, and go to its first page. `everywhere` are the acts of every page that has none
        of its own under that key."""
        self._everywhere = everywhere or {}
        self._places = {place.name: place for place in places}
        for index, place in enumerate(places):
            self._rail_keys.insertWidget(index, self._rail_key(index, place))
        self._rail.setVisible(len(places) > 1)
        if places:
            self.go(places[0].name)

    def go(self, name: str) -> QWidget:
        """Go to the page `name` and give it; what lay over another page is closed. Raises KeyError for no such page."""
        self._close_over(0)
        if name not in self._made:
            self._made[name] = self._places[name].make()
            self._stack.addWidget(self._made[name])
        if not self._trail or self._trail[-1] != name:
            self._trail.append(name)
        page = self._made[name]
        self._buttons.button(list(self._places).index(name)).setChecked(True)
        self._enter(page)
        return page

    def has(self, name: str) -> bool:
        """Whether a page stands on the rail."""
        return name in self._places

    def open(self, page: QWidget, name: str = "") -> None:
        """Lay `page` over the present one: a record, a preview. Esc closes it, and it is destroyed."""
        self._over.append((name, page))
        self._stack.addWidget(page)
        if isinstance(page, Page):
            page.offer_back(partial(self._leave, page))
        self._enter(page)

    def _leave(self, page: Page) -> None:
        """What Esc does on the page itself, else the way back."""
        own = page.findChild(EscapeKey, options=Qt.FindChildOption.FindDirectChildrenOnly)
        own.give_up() if own is not None else self.go_back()

    def go_back(self) -> None:
        """Close what lies over the page, or go to the page before."""
        if self.is_covered:
            return
        if self._over:
            self._close_over(len(self._over) - 1)
            self._enter(self._over[-1][1] if self._over else self._made[self._trail[-1]])
        elif len(self._trail) > 1:
            self._trail.pop()
            self.go(self._trail[-1])

    def press(self, key: str) -> None:
        """Do what `key` means on the present page, or everywhere."""
        page = self.page()
        everywhere = {} if self.is_covered else self._everywhere
        act = (page.acts() if isinstance(page, Offers) else {}).get(key) or everywhere.get(key)
        if act is not None:
            act.do()

    def show_keys(self) -> None:
        """Lay the sheet of all keys over the page in view; once more closes it."""
        if self.is_covered:
            return
        if self.name_in_view == KEYS_SHEET:
            self.go_back()
            return
        page = self.page()
        acts = page.acts() if isinstance(page, Offers) else {}
        words = [place.word for place in self._places.values()] if len(self._places) > 1 else []
        self.open(maker_of(KEYS_SHEET)(acts, self._everywhere, words, self.go_back), KEYS_SHEET)

    def page(self) -> QWidget:
        """The page in view."""
        return self._cover or self._stack.currentWidget()

    def laid(self) -> QWidget:
        """The page in view, or behind the lock."""
        return self._stack.currentWidget()

    @property
    def name_in_view(self) -> str:
        """The name of the page in view, "" for one without a name."""
        return self._over[-1][0] if self._over else next(reversed(self._trail), "")

    def cover(self, page: QWidget) -> None:
        """Lay a lock over everything: nothing behind it is shown, and no key reaches it. What was typed stays."""
        if self._cover is not None:
            return
        self._cover = page
        self._covers.addWidget(page)
        self._covers.setCurrentWidget(page)
        self._status.hide()
        page.setFocus()
        if isinstance(page, Enters):
            page.entered()

    def uncover(self) -> None:
        """Take the lock away: the page behind it as it was left, the keys where they were."""
        if self._cover is None:
            return
        page, self._cover = self._cover, None
        self._covers.setCurrentIndex(0)
        self._covers.removeWidget(page)
        page.deleteLater()
        self._status.show()
        present = self._stack.currentWidget()
        (present.focusWidget() or present).setFocus()

    @property
    def is_covered(self) -> bool:
        """Whether a lock lies over everything."""
        return self._cover is not None

    @property
    def rail_page(self) -> str:
        """The name of the rail's page in view, or behind what lies over it; "" before there is one."""
        return next(reversed(self._trail), "")

    def say(self, cell: str, words: str, tone: str = "") -> None:
        """Put `words` into a cell of the status line; `tone` is "", "soon" or "late"."""
        self._status.say(cell, words, tone)

    def said(self, cell: str) -> str:
        """What stands in a cell of the status line."""
        return self._status.said(cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the rail's keys are words alone."""
        super().resizeEvent(event)
        is_low = self.height() < len(self._places) * RAIL_KEY_HEIGHT
        style = Qt.ToolButtonStyle.ToolButtonTextOnly if is_low else Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        for button in self._buttons.buttons():
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(style)

    def _on(self, key: str, do: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(do)

    def _enter(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        (page.focusWidget() or page).setFocus()  # back to where the person was in it, and never on the rail
        if isinstance(page, Enters):
            page.entered()

    def _close_over(self, keep: int) -> None:
        while len(self._over) > keep:
            _, page = self._over.pop()
            self._stack.removeWidget(page)
            page.deleteLater()

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._rail)
        self._rail.hide()
        across.addWidget(PageArea(self._stack), 1)
        within, middle = QWidget(), QWidget()
        within.setLayout(across)
        across.setContentsMargins(0, 0, 0, 0)
        self._covers.addWidget(within)
        down = QVBoxLayout(middle)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._covers, 1)
        down.addWidget(self._status)
        self.setCentralWidget(middle)

    def _rail_key(self, index: int, place: RailPage) -> QToolButton:
        button = QToolButton()
        button.setText(place.word)
        button.setAccessibleName(place.word)
        button.setToolTip(f"Alt+{index + 1}")
        button.setIcon(icon(place.icon, self._colours.ink))
        button.setIconSize(QSize(SIDE, SIDE))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._go_from_rail, place.name))
        button.toggled.connect(partial(self._colour, button, place.icon))
        self._buttons.addButton(button, index)
        return button

    def _colour(self, button: QToolButton, name: str, is_chosen: bool) -> None:
        button.setIcon(icon(name, self._colours.late if is_chosen else self._colours.ink))

    def _press_digit(self, number: int) -> None:
        """A digit means the rail, at a lock whatever the lock says."""
        page, key = self.page(), f"Alt+{number}"
        if self.is_covered or (isinstance(page, Offers) and key in page.acts()):
            self.press(key)
        elif number <= len(self._places):
            self.go(list(self._places)[number - 1])

    def _go_from_rail(self, name: str, _is_checked: bool = False) -> None:
        if not self.is_covered:
            self.go(name)


def _empty_rail() -> tuple[QWidget, QVBoxLayout]:
    rail = QWidget()
    rail.setObjectName("rail")
    rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    rail.setAccessibleName(text.RAIL)
    column = QVBoxLayout(rail)
    column.setContentsMargins(GRID, GRID, GRID, GRID)
    column.setSpacing(GRID // 2)
    column.addStretch()
    return rail, column


class StatusLine(QFrame):
    """Where things stand, in words: station · user · saved · waiting · network · backup · encryption."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        line = QHBoxLayout(self)
        line.setContentsMargins(GRID * 2, GRID // 2, GRID * 2, GRID // 2)
        line.setSpacing(GRID * 3)
        self._cells = {name: PlainLabel() for name in text.STATUS_CELLS}
        for name, label in self._cells.items():
            label.setObjectName(f"status_{name}")
            label.setMinimumHeight(24)
            line.addWidget(label)
            label.hide()
            if name == STRETCHES_AFTER:
                line.addStretch(1)

    def say(self, cell: str, words: str, tone: str = "") -> None:
        """Put `words` into `cell`; raises KeyError for a cell that `text.STATUS_CELLS` does not name."""
        label = self._cells[cell]
        label.setText(words)
        label.setVisible(bool(words))
        label.setAccessibleName(f"{text.STATUS_CELLS[cell]} {words}")
        mark(label, "tone", tone)

    def said(self, cell: str) -> str:
        """What stands in `cell`."""
        return self._cells[cell].text()


SIZE = (1366, 768)
"""Of a window that nobody has moved yet, in pixels."""
ROOM = (80, 80)
"""Pixels by which a screen must be larger than that for the window not to fill it."""


class WindowPlace:
    """Where the window stands on the screen from one start to the next, kept in `folder`.

    Qt brings a window back onto the screens that there are (`QWidget.restoreGeometry`): one that stood on a monitor
    that is gone is seen again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.last = preferences.read_window(folder)

    def put(self, window: QMainWindow) -> None:
        """Put a new window where the last one stood; without a last one it fills a small screen."""
        window.resize(*SIZE)
        if self.last.geometry and window.restoreGeometry(QByteArray.fromHex(self.last.geometry.encode())):
            return
        free = window.screen().availableGeometry()
        if free.width() < SIZE[0] + ROOM[0] or free.height() < SIZE[1] + ROOM[1]:
            window.setWindowState(Qt.WindowState.WindowMaximized)

    def keep(self, window: MainWindow, day: str, user: str) -> None:
        """Write down where the window stands, and which page of its rail is in view on a civil date and to whom. Of a
        folder that takes no file nobody is told when the program closes."""
        geometry = bytes(window.saveGeometry().toHex().data()).decode()
        with suppress(OSError):
            preferences.write_window(self._folder, preferences.Window(geometry, window.rail_page, day, user))


FOLLOW = 24
"""Pixels that are seen around what has the keys."""


class PageArea(QScrollArea):
    """Holds `stack`. At 150 % on a small screen a page may be larger than the window: nothing of it is out of reach.

    The page in view alone decides, whatever the pages behind it need.
    """

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self._stack = stack
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(stack)
        stack.installEventFilter(self)
        stack.currentChanged.connect(lambda _index: self.fit())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        """A window may be smaller than its page."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another window, another fit."""
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's door: only listens; the page in view may need another size."""
        if watched is self._stack and event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Give the page in view the whole window, and more where it needs more."""
        page, room = self._stack.currentWidget(), self.maximumViewportSize()
        if page is None:
            return
        needs = _least(page, room.width())
        if needs.height() > room.height():
            needs = _least(page, room.width() - self.verticalScrollBar().sizeHint().width())
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
        size = needs.expandedTo(room)
        if size != self._stack.size():
            self._stack.resize(size)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        page = self._stack.currentWidget()
        if now is None or page is None or page is now or not page.isAncestorOf(now):
            return
        above = now.parentWidget()
        while above is not None and above is not page:
            if isinstance(above, QScrollArea):  # forms go from field to field by themselves, and Qt follows Tab alone
                above.ensureWidgetVisible(now, 0, FOLLOW)
            above = above.parentWidget()
        self.ensureWidgetVisible(now, FOLLOW, FOLLOW)


def _least(page: QWidget, width: int) -> QSize:
    """The least size of a page; what it wraps is the higher, the narrower it is."""
    least, layout = page.minimumSizeHint(), page.layout()
    if layout is not None and layout.hasHeightForWidth():
        least.setHeight(layout.totalMinimumHeightForWidth(max(width, least.width())))
    return least


SIDE = 24
"""Pixels: the square that the icons are drawn in."""


def icon(name: str, colour: str) -> QIcon:
    """The icon `name` in `colour` (`#RRGGBB`). Raises FileNotFoundError for a name that has no drawing."""
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")
    return QIcon(_drawn(drawing.replace("currentColor", colour)))


def _drawn(drawing: str) -> QPixmap:
    pixmap = QPixmap(QSize(SIDE * 2, SIDE * 2))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(2.0)
    return pixmap
