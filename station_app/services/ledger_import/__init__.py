"""Old ledgers in workbooks and texts: read by what they hold, mapped by data, judged like anything typed, taken whole.

`opening` reads a file, `lexicon` knows the words, `structure` finds the tables, `mapping` says what the columns are,
`preview` judges every cell, `taking` writes all of it in one transaction and takes it back as a whole.
"""

from __future__ import annotations

from station_app.services.ledger_import.mapping import ColumnMapping, guess
from station_app.services.ledger_import.opening import read_book
from station_app.services.ledger_import.preview import Choices, LedgerPreview, RowOutcome, judge, likely_sheets, tables
from station_app.services.ledger_import.structure import Book
from station_app.services.ledger_import.taking import earlier, imports, take, undo

__all__ = [
    "Book",
    "Choices",
    "ColumnMapping",
    "LedgerPreview",
    "RowOutcome",
    "earlier",
    "guess",
    "imports",
    "judge",
    "likely_sheets",
    "read_book",
    "tables",
    "take",
    "undo",
]
