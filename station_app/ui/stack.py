"""The pages of a window, one in view: larger than the window it scrolls, and follows whatever takes the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget

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
        if now is not None and page is not None and page is not now and page.isAncestorOf(now):
            self.ensureWidgetVisible(now, FOLLOW, FOLLOW)


def _least(page: QWidget, width: int) -> QSize:
    """The least size of a page; what it wraps is the higher, the narrower it is."""
    least, layout = page.minimumSizeHint(), page.layout()
    if layout is not None and layout.hasHeightForWidth():
        least.setHeight(layout.totalMinimumHeightForWidth(max(width, least.width())))
    return least
