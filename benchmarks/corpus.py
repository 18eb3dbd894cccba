"""A folder of strangers' ledgers, none of them ours: a JSON line for each file says what the wizard would make of it.

`make corpus FOLDER=…`: nothing is downloaded and nothing is written; each file is judged at an empty desk of its own.
verdict (taken, asked, refused), sort, columns recognised, guessed and left to the note, the sentence, seconds, MB.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.import_folder import Desks
from station_app.domain.problem import Rejected
from station_app.services import ledger_import
from station_app.services.desk import Desk
from station_app.services.ledger_import.lexicon import CARRIED, UNUSED
from station_app.services.ledger_import.mapping import Because
from station_app.services.ledger_import.preview import Choices
from station_app.text import explain


def main(folder: Path) -> int:
    """A line for each file below the folder, in order."""
    with tempfile.TemporaryDirectory() as place:
        desks = Desks(Path(place))
        desk = desks.new()
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            began = time.monotonic()
            told = {"file": str(path.relative_to(folder)), **judged(desk, path)}
            told["seconds"] = round(time.monotonic() - began, 2)
            # The largest child so far: what reading took at the most (KiB on Linux).
            told["MB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
            print(json.dumps(told, ensure_ascii=False), flush=True)
        desks.close()
    return 0


def judged(desk: Desk, path: Path) -> Mapping[str, Any]:
    """What becomes of a file without a word from a clerk."""
    try:
        book = ledger_import.read_book(path)
        sheets = ledger_import.likely_sheets(book)
        mapping = ledger_import.guess(ledger_import.tables(book, sheets), "", (), book.name)
        fields = [why for head, why in mapping.because.items() if mapping.columns[head] not in (CARRIED, UNUSED)]
        columns = {
            "sort": mapping.target,
            "recognised": fields.count(Because.HEADING) + fields.count(Because.LIKENESS),
            "guessed": fields.count(Because.CONTENTS),
            "to_note": sum(means in (CARRIED, UNUSED) for means in mapping.columns.values()),
        }
    except Rejected as rejected:
        return {"verdict": "refused", "sentence": explain(rejected.problems[0])}
    try:
        seen = ledger_import.judge(desk, book, sheets, mapping, Choices())
    except Rejected as rejected:
        return {"verdict": "asked", **columns, "sentence": explain(rejected.problems[0])}
    said = explain(seen.notes[0]) if seen.notes else ""
    return {"verdict": "asked" if seen.refused else "taken", **columns, "rows": seen.totals, "sentence": said}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
