"""What a table reads: rows by place, of which only those near the view are held."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from station_app.domain.immutable import immutable

PAGE_ROWS = 128
PAGES_KEPT = 32

Cells = tuple[str, ...]
Index = QModelIndex | QPersistentModelIndex
Line = TypeVar("Line")


@immutable
class TableColumn:
    """One column: its heading and its width in pixels (0: what is left over).

    A cell may hold two lines; the second is shown muted. `tone(cell)` may say "late" or "soon": colour repeats what
    the words say; one that `is_sign` has its first line as a sign, in words with an edge. `sorts` is what a click on
    the heading asks for, "" where it cannot sort. The heading is also the name by which its width and its place are
    remembered.
    """

    heading: str
    width: int = 0
    sorts: str = ""
    tone: Callable[[str], str] | None = None
    is_sign: bool = False


@immutable
class RowSource:
    """Where a table's rows come from, in one order: how many there are, ids by place, rows by id.

    `all_ids` gives every id in that order and is called off the screen's thread; the others are called on it and
    must be quick (a page is 128 rows).
    """

    count: Callable[[], int]
    ids: Callable[[int, int], Sequence[int]]
    rows: Callable[[Sequence[int]], Mapping[int, Cells]]
    all_ids: Callable[[], Sequence[int]] | None = None


NO_ROWS = RowSource(count=lambda: 0, ids=lambda _offset, _limit: (), rows=lambda _ids: {})


@immutable
class Pages(Generic[Line]):
    """The lines of a list in one order: how many, ids by place, lines by id. As `RowSource`, before they are words."""

    count: Callable[[], int]
    ids: Callable[[int, int], Sequence[int]]
    lines: Callable[[Sequence[int]], Mapping[int, Line]]
    all_ids: Callable[[], Sequence[int]] | None = None


def held(lines: Sequence[Line]) -> Pages[Line]:
    """Lines that are held whole, in their order: the id of one is its place, counted from 1."""
    count = len(lines)
    return Pages(
        count=lambda: count,
        ids=lambda offset, limit: range(offset + 1, min(offset + limit, count) + 1),
        lines=lambda wanted: {one: lines[one - 1] for one in wanted if 0 < one <= count},
    )


class RecordModel(QAbstractTableModel):
    """Rows by place; a page is fetched when it is first looked at and forgotten when others were looked at since."""

    def __init__(self, columns: Sequence[TableColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._sorted_by, self._arrow = -1, ""
        self._source = NO_ROWS
        self._count = 0
        self._ids: Sequence[int] | None = None
        self._pages: OrderedDict[int, list[tuple[int, Cells]]] = OrderedDict()

    def mark(self, section: int, arrow: str) -> None:
        """Put the arrow of the order behind a heading; none of -1."""
        self._sorted_by, self._arrow = section, arrow
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def put(self, source: RowSource) -> None:
        """Show another source, or the same one afresh."""
        self.beginResetModel()
        self._source, self._count, self._ids = source, source.count(), None
        self._pages.clear()
        self.endResetModel()

    def put_ids(self, source: RowSource, ids: Sequence[int]) -> None:
        """Every id of `source`, when it is still the one that is shown: from now on a place needs no counting."""
        if source is self._source and len(ids) == self._count:
            self._ids = ids

    def every_id(self) -> Sequence[int]:
        """All ids in order; asked of the source where they are not at hand."""
        return self._ids if self._ids is not None else self._source.ids(0, self._count)

    def ids_between(self, one: int, other: int) -> Sequence[int]:
        """The ids of the records from one row to another, both with."""
        first, last = max(0, min(one, other)), max(one, other)
        return self._ids[first : last + 1] if self._ids is not None else self._source.ids(first, last - first + 1)

    def rows(self, ids: Sequence[int]) -> list[Cells]:
        """The cells of some ids, in that order; those that have gone are left out."""
        found = self._source.rows(ids)
        return [found[one] for one in ids if one in found]

    def id_at(self, row: int) -> int:
        """The id of the record at `row`; 0 where it has gone since the rows were counted."""
        return self._row(row)[0]

    def place_of(self, record_id: int) -> int:
        """The row of a record that is held, -1 otherwise."""
        for page, rows in self._pages.items():
            for offset, (row_id, _) in enumerate(rows):
                if row_id == record_id:
                    return page * PAGE_ROWS + offset
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature; the value is immutable
        """How many records there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words; nothing else of a cell is kept."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        cells = self._row(index.row())[1]
        return cells[index.column()] if index.column() < len(cells) else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].heading + (self._arrow if section == self._sorted_by else "")
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _row(self, row: int) -> tuple[int, Cells]:
        page, offset = divmod(row, PAGE_ROWS)
        if page in self._pages:
            self._pages.move_to_end(page)
        else:
            self._pages[page] = self._fetched(page)
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        rows = self._pages[page]
        return rows[offset] if offset < len(rows) else (0, ())

    def _fetched(self, page: int) -> list[tuple[int, Cells]]:
        first = page * PAGE_ROWS
        ids = self._source.ids(first, PAGE_ROWS) if self._ids is None else self._ids[first : first + PAGE_ROWS]
        rows = self._source.rows(ids)
        return [(row_id, rows.get(row_id, ())) for row_id in ids]
