"""A layout that fills lines from left to right, as words fill a page."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items keep their own size and wrap; the height follows from the width."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._heights: dict[int, int] = {}  # Qt asks for the same widths over and over while it lays a page out
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's door: an item comes last."""
        self._items.append(item)
        self._heights.clear()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at `index`, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # None ends Qt's own iteration
        """Remove and give the item at `index`, None past the end."""
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels of height that the items need in `width` pixels."""
        if width not in self._heights:
            within = QRect(0, 0, width, 0).marginsRemoved(self.contentsMargins())
            self._heights[width] = _height(self._places(within)) + self.contentsMargins().bottom()
        return self._heights[width]

    def invalidate(self) -> None:
        """Some item has another size."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        within = rect.marginsRemoved(self.contentsMargins())
        for item, place in zip(self._items, self._places(within), strict=True):
            item.setGeometry(place)

    def sizeHint(self) -> QSize:
        """As narrow as the widest item."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest item's width, the highest item's height."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _places(self, within: QRect) -> list[QRect]:
        places: list[QRect] = []
        at, line_height = within.topLeft(), 0
        for item in self._items:
            size = item.sizeHint()
            if places and at.x() + size.width() > within.x() + within.width() and at.x() > within.x():
                at, line_height = QPoint(within.x(), at.y() + line_height + self._gap), 0
            places.append(QRect(at, size))
            at = QPoint(at.x() + size.width() + self._gap, at.y())
            line_height = max(line_height, size.height())
        return places


def _height(places: list[QRect]) -> int:
    return max((place.y() + place.height() for place in places), default=0)
