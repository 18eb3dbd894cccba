"""An old ledger that a clerk has begun with: what was said and mended so far, there again after the power cut."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from station_app.db import ledgers
from station_app.domain.immutable import immutable
from station_app.services.desk import Desk
from station_app.services.ledger_import.mapping import ColumnMapping, of_values
from station_app.services.ledger_import.preview import Choices


@immutable
class Unfinished:
    """Where the file lies, the hash that it had, how a text is read, which sheets, the mapping, what was mended."""

    path: str
    hash: str
    mapping: ColumnMapping
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    choices: Choices = field(default_factory=Choices)

    @property
    def mended(self) -> int:
        """How many cells and rows the clerk has decided on."""
        cells = sum(len(edits) for edits in self.choices.edits.values())
        return cells + len(self.choices.left_out) + len(self.choices.anyway)


def keep(desk: Desk, begun: Unfinished) -> None:
    """Keep what a user has begun with, in place of what was kept before."""
    choices = begun.choices
    content = {
        "path": begun.path,
        "hash": begun.hash,
        "mapping": begun.mapping.as_values(),
        "sheets": list(begun.sheets),
        "encoding": begun.encoding,
        "separator": begun.separator,
        "edits": [[*place, at, cell] for place, cells in choices.edits.items() for at, cell in cells.items()],
        "left_out": [[*place, reason] for place, reason in choices.left_out.items()],
        "anyway": [list(place) for place in sorted(choices.anyway)],
    }
    ledgers.keep_unfinished(desk.store.database, desk.user.uid, content)


def begun_by(desk: Desk) -> Unfinished | None:
    """What the user has begun with; None where there is nothing."""
    raw = ledgers.unfinished(desk.store.database, desk.user.uid)
    if raw is None:
        return None
    read = (raw["path"], raw["hash"], of_values(raw["mapping"]), tuple(raw["sheets"]))
    return Unfinished(*read, raw["encoding"], raw["separator"], _choices(raw))


def drop(desk: Desk) -> None:
    """It was taken, or put away."""
    ledgers.drop_unfinished(desk.store.database, desk.user.uid)


def _choices(raw: dict[str, Any]) -> Choices:
    choices = Choices({}, {(sheet, row): why for sheet, row, why in raw["left_out"]})
    choices.anyway = {(sheet, row) for sheet, row in raw["anyway"]}
    for sheet, row, at, cell in raw["edits"]:
        choices.edits.setdefault((sheet, row), {})[at] = cell
    return choices
