"""A portion of rows: judged each by itself, the sound ones written in one transaction, each row reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from station_app.db import journal
from station_app.db.store import Write
from station_app.domain import wire
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, Rejected, refusal
from station_app.services.acts import Done, perform_each, would_write
from station_app.services.desk import Desk
from station_app.services.old_ledger.converters import Surroundings
from station_app.services.old_ledger.own_station import filled_in
from station_app.services.old_ledger.rows import Carried, Row, carried_over, references


class Outcome(StrEnum):
    """What became of a row."""

    TAKEN = "taken"
    NORMALISED = "normalised"
    SAME = "same"
    REFUSED = "refused"


@immutable
class RowReport:
    """What became of a row: `line` counts from 1; `kinds` are the records that it becomes, as `part` counts them."""

    outcome: Outcome
    file: str
    line: int
    id: str
    kinds: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the row's first record."""
        return self.kinds[0] if self.kinds else ""


@dataclass
class Here:
    """Which records are here already: asked of the tables once for a whole portion."""

    desk: Desk
    known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def look_up(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Ask for all of these records (kind, uid) at once; what was known before is forgotten."""
        by_kind: dict[str, set[str]] = {}
        for kind, uid in wanted:
            by_kind.setdefault(kind, set()).add(uid)
        self.known = {}
        for kind, uids in by_kind.items():
            found = self.desk.records.known(kind, uids)
            self.known.update({(kind, uid): uid in found for uid in uids})

    def __call__(self, kind: str, uid: str) -> bool:
        """Whether the record is here. Raises KeyError for one that was not looked up."""
        return self.known[kind, uid]


def take_portion(desk: Desk, rows: Sequence[Row], here: Here, around: Surroundings) -> list[RowReport]:
    """Take rows of one file, each whole or not at all; rows that were taken before are compared and left alone."""
    if rows and rows[0].file.records[0].into_desk:
        return [_take_station(desk, row, around) for row in rows]
    firsts = {row.id: around.uid(row.file.records[0].kind, row.id) for row in rows}
    here.look_up(
        [(row.file.records[0].kind, firsts[row.id]) for row in rows]
        + [pair for row in rows for pair in references(row, around)]
    )
    made = [(row, carried_over(row, around)) for row in rows]
    new = [one for one in made if not here(one[0].file.records[0].kind, firsts[one[0].id])]
    known = [one for one in made if here(one[0].file.records[0].kind, firsts[one[0].id])]
    done = perform_each(desk, [carried.asks for _, carried in new]) if new else []
    reports = [_reported(row, carried, outcome) for (row, carried), outcome in zip(new, done, strict=True)]
    return reports + _compared(desk, known)


def report_of(row: Row, outcome: Outcome, problems: Iterable[Problem], kinds: Iterable[str] = ()) -> RowReport:
    """The report of a row."""
    named = tuple(kinds) or tuple(record.kind for record in row.file.records)
    return RowReport(
        outcome=outcome, file=row.file.name, line=row.line, id=row.id, kinds=named, problems=tuple(problems)
    )


def _reported(row: Row, carried: Carried, outcome: list[Done] | Rejected) -> RowReport:
    kinds = [ask.kind for ask in carried.asks]
    if isinstance(outcome, Rejected):
        return report_of(row, Outcome.REFUSED, (*carried.problems, *outcome.problems), kinds)
    warnings = (*carried.problems, *(problem for done in outcome for problem in done.warnings))
    return report_of(row, Outcome.NORMALISED if warnings else Outcome.TAKEN, warnings, kinds)


def _compared(desk: Desk, known: Sequence[tuple[Row, Carried]]) -> list[RowReport]:
    """Rows that were taken before: the same once more, or refused because the old system says something else now.

    What was taken is compared, not what stands: a record that was corrected at the desk since is still the same row.
    """
    if not known:
        return []
    first_made = journal.made_with(desk.store.database, [ask.uid for _, carried in known for ask in carried.asks])
    reports = []
    for (row, carried), again in zip(known, would_write(desk, [carried.asks for _, carried in known]), strict=True):
        kinds = [ask.kind for ask in carried.asks]
        if isinstance(again, Rejected):
            reports.append(report_of(row, Outcome.REFUSED, (*carried.problems, *again.problems), kinds))
        elif all(_is_same(write, first_made.get(write.record), _set_by_row(row, write.kind)) for write in again):
            reports.append(report_of(row, Outcome.SAME, ()))
        else:
            reports.append(report_of(row, Outcome.REFUSED, (refusal("row_differs", value=row.id),)))
    return reports


def _set_by_row(row: Row, kind: str) -> set[str]:
    """The fields that the row itself says; others came from the desk or from other records."""
    return {"carried"} | {name for record in row.file.records if record.kind == kind for name in record.fields}


def _is_same(again: Write, first: Mapping[str, Any] | None, names: set[str]) -> bool:
    if first is None:  # erased by law since: nothing to compare
        return True
    now = wire.parse(wire.canonical(dict(again.fields)))
    return all(now.get(name) == first.get(name) for name in names)


def _take_station(desk: Desk, row: Row, around: Surroundings) -> RowReport:
    ask = filled_in(desk, row, around)
    if ask is None:
        return report_of(row, Outcome.SAME, ())
    if isinstance(ask, tuple):
        return report_of(row, Outcome.REFUSED, ask)
    return _reported(row, Carried([ask]), perform_each(desk, [[ask]])[0])
