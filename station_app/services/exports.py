"""A list as a file for other programs: written whole or not at all, and noted in the trail."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.reports import spreadsheet
from station_app.reports.spreadsheet import Cell, FormColumns, Heads
from station_app.services import trail
from station_app.services.desk import Desk
from station_app.text import finding as words
from station_app.text.problems import reason_of

Progress = Callable[[int, int], None]
"""Hears how many rows are written, and of how many; what it raises leaves no file."""

TOLD_EVERY = 500
"""Rows between two reports of progress."""


@immutable
class Table:
    """A list to be saved: what it is called, its columns (heading, width in pixels), how many rows, and what gives
    them. `in_full` says that people can be told by it: names in full, telephones, addresses, document numbers; `form`
    which columns somebody fills in."""

    name: str
    columns: Sequence[tuple[str, int]]
    count: int
    rows: Callable[[], Iterable[Sequence[Cell]]]
    in_full: bool = False
    form: FormColumns | None = None


def unwatched(_done: int, _total: int) -> None:
    """Nobody waits to hear how far it has come."""


def save(desk: Desk, table: Table, path: Path, progress: Progress = unwatched) -> None:
    """Write a list to `path`, csv where its name ends so and else xlsx; it stands in the trail before it stands there.

    What stops it on the way (cancelled, disk full, the power) leaves what was at `path` before. Raises Rejected.
    """
    goal = path.resolve()
    beside = goal.parent / f".{goal.stem}.new{goal.suffix}"
    title = words.saved_title(desk.place.name, table.name, desk.today)
    try:
        _must_be_a_file(goal)
        spreadsheet.write(beside, Heads(title, table.columns, table.form), _told(table, progress))
        event = trail.PERSONAL_SAVED if table.in_full else trail.LIST_SAVED
        trail.note(desk, event, detail=words.saved_list(table.name, table.count))
        beside.replace(goal)
    except OSError as error:
        _forget(beside)
        raise reject(refusal("list_not_saved", value=str(path), reason=reason_of(error))) from error
    except BaseException:
        _forget(beside)
        raise


def _told(table: Table, progress: Progress) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(table.rows()):
        if number % TOLD_EVERY == 0:
            progress(number, table.count)
        yield row
    progress(table.count, table.count)


def _must_be_a_file(path: Path) -> None:
    """Raises OSError for what a file must not stand in place of: a folder, a device."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EISDIR if path.is_dir() else errno.EEXIST, "")


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
