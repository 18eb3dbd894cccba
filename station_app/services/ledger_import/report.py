"""What a taking came to: counts and the rows that need a word, as values to keep, as a table, on paper."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from station_app.domain.field import label_of
from station_app.domain.problem import Problem
from station_app.domain.records import BY_KIND, User
from station_app.services.desk import Desk
from station_app.services.import_report import harmless
from station_app.services.ledger_import.cells import WHOLE_ROW, Found
from station_app.services.ledger_import.grid import letters
from station_app.services.ledger_import.mapping import ColumnMapping
from station_app.services.ledger_import.preview import JudgedRow, Outcome, Preview
from station_app.text import day_in_words, explain
from station_app.text import ledgers as say

if TYPE_CHECKING:
    from station_app.db.ledgers import Import
    from station_app.services.prints import Print

FEW = 3
"""So many choices a report names."""

Line = tuple[str, str, str, str, str]
"""A line of the report: sheet and row, what became of it, the column, what stood there, why."""


def report_of(seen: Preview, mapping: ColumnMapping, made: Sequence[str]) -> dict[str, Any]:
    """The report as JSON's values: counts by outcome, records made by kind, and a line for each thing to be said."""
    return {
        "target": mapping.target,
        "totals": seen.totals,
        "made": dict(Counter(made)),
        "notes": [explain(note) for note in seen.notes],
        "others": [[sheet, number, why.value] for sheet, number, why in seen.others],
        "lines": [list(line) for line in lines_of(seen)],
    }


def lines_of(seen: Preview) -> Iterator[Line]:
    """The rows that need a word: left out with the reason, here already, refused, taken with a remark."""
    for row in seen.rows:
        where = say.row_in(row.sheet, row.number)
        if row.outcome is Outcome.LEFT_OUT:
            yield where, say.OUTCOMES[row.outcome], "", "", row.reason
        for found in row.problems:
            yield where, say.OUTCOMES[row.outcome], column_of(found, seen), found.value, brief(found.problem)
    for sheet, number, why in seen.others:
        yield say.row_in(sheet, number), say.NO_RECORD, "", "", say.OTHERS[why.value]


def brief(problem: Problem) -> str:
    """What a problem says; of a list to choose from the first few alone: a report says the same many times."""
    details = tuple((name, _few(value)) for name, value in problem.details)
    return explain(replace(problem, details=details))


def column_of(found: Found, seen: Preview) -> str:
    """What the column of a problem is called."""
    if found.column == WHOLE_ROW:
        return ""
    return seen.heads[found.column] if found.column < len(seen.heads) else letters(found.column)


def row_words(row: JudgedRow, seen: Preview) -> list[str]:
    """The sentences of a row, each after its column."""
    return [say.trouble(column_of(found, seen), [brief(found.problem)]) for found in row.problems]


def made_words(made: Mapping[str, int]) -> str:
    """How many records of which kinds."""
    return say.made([(label_of(BY_KIND[kind]), count) for kind, count in made.items() if kind in BY_KIND])


def sheet(report: Mapping[str, Any]) -> bytes:
    """The lines as CSV that a spreadsheet opens as it stands: UTF-8 with its mark, nothing in it a formula."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(say.REPORT_HEADS)
    for line in report["lines"]:
        writer.writerow([harmless(str(cell)) for cell in line])
    return made.getvalue().encode("utf-8-sig")


def printed(desk: Desk, taken: Import) -> Print:
    """The report on paper, to be filed."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.taken import TakenLedger, ledger_report  # noqa: PLC0415  (as above)
    from station_app.services.prints import counted  # noqa: PLC0415  (as above)

    report, by = taken.report, desk.records.several(User, [taken.user]).get(taken.user)
    facts = TakenLedger(
        place=desk.place.name,
        file=taken.file_name,
        made=say.taken_by(day_in_words(taken.at[:10]), by.name if by else "", taken.undone_at[:10]),
        counts=[say.totals(report["totals"]), made_words(report["made"]), *report["notes"]],
        lines=[tuple(map(str, line)) for line in report["lines"]],
    )
    return counted(ledger_report(facts, fonts.office_faces()), f"ledger-{taken.at[:10]}.pdf")


def _few(value: object) -> object:
    is_long = isinstance(value, list | tuple) and len(value) > FEW
    return [*value[:FEW], "\u2026"] if is_long and isinstance(value, list | tuple) else value
