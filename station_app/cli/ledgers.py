"""`import-ledger`: an old ledger in a workbook or a text, without windows."""

from __future__ import annotations

import argparse
from pathlib import Path

from station_app.cli import speech
from station_app.cli.desk import DONE, REFUSED, desk_of, must_be_writable, write_file
from station_app.db.ledgers import Import
from station_app.domain.problem import refusal, reject, warning
from station_app.services import ledger_import
from station_app.services.desk import Desk
from station_app.services.ledger_import import taking
from station_app.services.ledger_import.lexicon import CARRIED, targets
from station_app.services.ledger_import.mapping import ColumnMapping, answers, exported, named
from station_app.services.ledger_import.preview import Choices, JudgedRow, LedgerPreview
from station_app.services.ledger_import.structure import Book
from station_app.text import commands as text
from station_app.text import explain
from station_app.text import ledgers as words
from station_app.text.problems import reason_of


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help=text.OPTIONS["ledger"])
    parser.add_argument("--mapping", default="", help=text.OPTIONS["mapping"])
    parser.add_argument("--sheet", action="append", default=[], help=text.OPTIONS["sheet"])
    parser.add_argument("--target", choices=sorted(targets()), default="", help=text.OPTIONS["target"])
    parser.add_argument("--encoding", default="", help=text.OPTIONS["encoding"])
    parser.add_argument("--dry-run", action="store_true", help=text.OPTIONS["dry_run"])
    parser.add_argument("--skip-refused", action="store_true", help=text.OPTIONS["skip_refused"])
    parser.add_argument("--report", type=Path, help=text.OPTIONS["report"])
    parser.add_argument("--mapping-out", type=Path, help=text.OPTIONS["mapping_out"])


def import_ledger(options: argparse.Namespace) -> int:
    """Judge an old ledger and take it whole; a line for each cell that needs a word.

    Refused where the file is no table, where the columns do not say enough, and where a row is refused.
    """
    desk = desk_of(options)
    book = ledger_import.read_book(options.file, options.encoding)
    sheets = options.sheet or _sheets(options, book)
    mapping = _mapping(desk, book, sheets, options)
    _say_columns(options, mapping)
    if options.mapping_out is not None:
        write_file(options.mapping_out, exported(mapping).encode())
    must_be_writable(options.report)
    choices = Choices()
    seen = ledger_import.judge(desk, book, sheets, mapping, choices)
    _say_lines(options, seen)
    if options.dry_run or (seen.refused and not options.skip_refused):
        return _tried(options, seen, mapping)
    while seen.refused:  # the double of a row that is left out is no double any more, and judged by itself
        choices.left_out |= {row.place: _why(row, seen) for row in seen.refused}
        seen = ledger_import.judge(desk, book, sheets, mapping, choices)
    taken = ledger_import.take(desk, book, sheets, mapping, choices)
    said = {"import": taken.id, "totals": taken.report["totals"], "made": taken.report["made"]}
    counted = {"totals": words.totals(taken.report["totals"]), "made": taking.made_words(taken.report["made"])}
    speech.say(options, said, text.LEDGER_TAKEN.format_map(counted))
    _write_report(desk, options.report, taken)
    return DONE


def _sheets(options: argparse.Namespace, book: Book) -> list[str]:
    """The sheets that seem to hold a ledger; what is left out is said."""
    chosen = ledger_import.likely_sheets(book)
    for one in book.grids:
        if one.lines and not one.is_hidden and one.name not in chosen:
            note = explain(warning("ledger_sheet_left_out", value=one.name))
            speech.say(options, {"note": note}, note)
    return chosen


def _mapping(desk: Desk, book: Book, sheets: list[str], options: argparse.Namespace) -> ColumnMapping:
    if options.mapping:
        return named(desk, options.mapping)
    found = ledger_import.tables(book, sheets)
    if not found:
        raise reject(refusal("ledger_no_rows"))
    return ledger_import.guess(found, options.target, answers(desk), book.name)


def _say_columns(options: argparse.Namespace, mapping: ColumnMapping) -> None:
    """Where each column goes, and why."""
    for head, means in mapping.columns.items():
        of = mapping.of.by_key.get(means)
        place = of.label if of else words.CARRIED_CHOICE if means == CARRIED else words.UNUSED_CHOICE
        because = mapping.because.get(head, "") if means or head in mapping.because else ""
        told = {"column": head, "field": means, "because": str(because)}
        speech.say(options, told, words.column_is(head.removeprefix("@"), place, words.BECAUSE[str(because)]))


def _say_lines(options: argparse.Namespace, seen: LedgerPreview) -> None:
    for note in seen.notes:
        speech.say(options, {"note": explain(note)}, explain(note))
    for where, outcome, column, _value, why in taking.lines_of(seen):
        told = {"row": where, "outcome": outcome, "column": column, "sentence": why}
        speech.say(options, told, "\t".join(part for part in (outcome, where, column, why) if part))


def _why(row: JudgedRow, seen: LedgerPreview) -> str:
    return words.BETWEEN_REASONS.join(taking.row_words(row, seen)) or text.LEFT_OUT


def _tried(options: argparse.Namespace, seen: LedgerPreview, mapping: ColumnMapping) -> int:
    if options.report is not None:
        write_file(options.report, taking.sheet(taking.report_of(seen, mapping, [])))
    speech.say(options, {"totals": seen.totals}, text.LEDGER_TRIED.format(totals=words.totals(seen.totals)))
    if seen.refused:
        problem = refusal("ledger_rows_refused", value=len(seen.refused))
        if not options.json:
            speech.note(explain(problem))
    return REFUSED if seen.refused else DONE


def _write_report(desk: Desk, path: Path | None, taken: Import) -> None:
    if path is None:
        return
    is_paper = path.suffix.lower() == ".pdf"
    content = taking.printed(desk, taken).pdf if is_paper else taking.sheet(taken.report)
    try:
        path.write_bytes(content)
    except OSError as error:
        # What was taken is taken: a report that cannot be written does not make it look as if nothing had happened.
        speech.note(explain(warning("report_not_written", value=str(path), reason=reason_of(error))))
