"""What is measured: one row a claim, with the bar that it is held to. A bar that is broken stays as it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

RATIO = "x"
"""The unit of a row that is judged by its ratio to a floor."""

SAMPLE_DATA = "the sample data beside the clone, in ../shared/data"
X_SERVER = "a virtual X server (Xvfb; build/setup.sh installs it)"
PRESENT: dict[str, Callable[[], bool]] = {
    SAMPLE_DATA: (Path(__file__).resolve().parents[2] / "shared" / "data" / "make_station_year.py").exists,
    X_SERVER: lambda: shutil.which("Xvfb") is not None,
}
"""How one sees whether a need is met."""


@dataclass(frozen=True)
class Row:
    """A claim: `measure()` of the module `benchmarks.BENCH` gives its figure under `key`."""

    bench: str
    key: str
    what: str
    bar: float
    unit: str = RATIO
    needs: tuple[str, ...] = ()
    at_least: bool = False
    """Whether more is better: a rate."""

    @property
    def missing(self) -> str:
        """The first need that this machine does not meet, "" where all are met."""
        return next((need for need in self.needs if not PRESENT[need]()), "")


ROWS = (
    Row("start", "painted", "start to the first painted page, 10,000 visits", 2.2),
    Row("start", "memory", "memory at the first painted page", 110, "MB"),
    Row("save", "save", "durable save of a visit with one opinion", 2.2),
    Row("entry", "form", "F2 to the painted form, against the ledger", 2.5),
    Row("first_print", "shown", "first print of a run, from F8 to the painted page", 400, "ms"),
    Row("first_print", "next", "a later print, from F8 to the painted page", 300, "ms"),
    Row("first_print", "held", "preview of a list of 1,000 rows, memory over the desk's", 150, "MB"),
    Row("idle", "share", "idle for 10 s on each page, the worst of all", 0.5, "% of a core", (X_SERVER,)),
    Row("stall", "write", "longest stall while a 300 ms write runs", 50, "ms", (SAMPLE_DATA,)),
    Row("stall", "import", "longest stall while 1,000 visits are imported", 50, "ms", (SAMPLE_DATA,)),
    Row("copies", "share", "a copy of a year with 200 photos, of an hour", 5, "% of a core"),
    Row("copies", "stall", "longest stall while it is made and looked through", 50, "ms"),
    Row("clerk", "keys", "keys of a visit beyond free text, middle of 50", 50, "keys"),
    Row("clerk", "most_keys", "keys of a visit beyond free text, most of 50", 75, "keys"),
    Row("clerk", "time", "machine time of a visit, middle of 50", 1_500, "ms"),
    Row("clerk", "most_time", "machine time of a visit, most of 50", 3_000, "ms"),
    Row("clerk", "stalls", "stalls over 100 ms in 50 visits", 5, "stalls"),
    Row("clerk", "stall", "longest stall in 50 visits", 120, "ms"),
    Row("keystrokes", "referred", "keys of a visit: new, referred", 23, "keys"),
    Row("keystrokes", "answered", "keys of a visit: known, answered on site", 24, "keys"),
    Row("keystrokes", "redirected", "keys of a visit: group, redirected", 23, "keys"),
    Row("keystrokes", "put_off", "keys of a visit: put off", 19, "keys"),
    Row("paper", "summary", "summary of a day of 300 visits, against bare reportlab", 1.0),
    Row("paper", "list", "list of 2,000 rows of 16 cells, against bare reportlab", 1.2),
    Row("deadlines", "explained", "1,000 explanations of deadlines", 100, "ms"),
    Row("deadlines", "ratio", "the same, against asking of each day whether it is worked", 3),
    Row("roads", "up", "10,000 records: bytes up", 1_880_000, "B"),
    Row("roads", "requests", "10,000 records: requests", 12, "requests"),
    Row("roads", "down", "10,000 records: bytes down", 4_000, "B"),
    Row("roads", "cut_100000", "cut every 100,000 bytes: more up", 2, "%"),
    Row("roads", "cut_5000", "cut every 5,000 bytes: more up", 8, "%"),
    Row("roads", "narrow", "500 records at 64 kbit/s and 800 ms", 16, "s"),
    Row("roads", "one", "one record: bytes up", 720, "B"),
    Row("roads", "rate", "the gateway takes, durable, over loopback", 4_000, "records/s", at_least=True),
    Row("roads", "overlapping", "60 overlapping retries: error answers", 0, "answers"),
    Row("roads", "restored", "server lost everything: contacts to heal", 3, "contacts"),
    Row("roads", "cloned", "client cloned: contacts to heal", 3, "contacts"),
    Row("slow", "fast", "a fast client among 2,000 slow uploads (median)", 20),
    Row("slow", "late", "a fast client among 2,000 slow uploads (99 of 100)", 1_000, "ms"),
    Row("slow", "page", "the operator's page over 1,500 journals", 200, "ms"),
    Row("kills", "lost", "1,000 kills of either end: visits lost", 0, "visits"),
    Row("kills", "doubled", "1,000 kills of either end: visits doubled", 0, "visits"),
    Row("import_folder", "import", "import-folder against bare executemany", 4, needs=(SAMPLE_DATA,)),
    Row("ledger_import", "import", "import-ledger against calamine and executemany", 6),
    Row("ledger_import", "wall", "import-ledger, wall time", 5, "s"),
    Row("county_import", "import", "county import against bare executemany", 3, needs=(SAMPLE_DATA,)),
    Row("county_import", "rate", "county import", 5_000, "changes/s", (SAMPLE_DATA,), at_least=True),
    Row("county_import", "grown", "county import: memory grown after its first quarter", 8, "MB", (SAMPLE_DATA,)),
    Row("rebuild", "fold", "rebuild of 1,000,000 changes against reading them", 8),
    Row("rebuild", "rate", "rebuild of 1,000,000 changes", 5_000, "changes/s", at_least=True),
    Row("rebuild", "grown", "rebuild: memory grown after its first quarter", 8, "MB"),
    Row("million", "search", "search of 2 to 4 characters, the last 50 found", 1.5),
    Row("million", "first_page", "first page of the table", 100, "ms"),
    Row("million", "all_ids", "all ids, read behind the first page", 5_000, "ms"),
    Row("million", "jump", "jump to a random page, median", 100, "ms"),
    Row("million", "late_jump", "jump to row 900,000", 100, "ms"),
    Row("lists", "sort", "click on a heading, 100,000 opinions, the slowest order", 300, "ms"),
    Row("loop", "owed", "who is owed an answer, of 100,000 open matters, against bare SQL", 2),
    Row("loop", "loop", "the measure of 100,000 open matters, against bare SQL", 2),
    Row("loop", "by", "the same apart by unit, against bare SQL", 2),
    Row("loop", "list", "first page of the open matters by deadline, against bare SQL", 2),
    Row("loop", "page", "first page of 100,000 open matters, the slowest of all orders and filters", 50, "ms"),
    Row("loop", "fold", "folding a handled year, a change, against an unhandled one", 1.5),
    Row("county_lists", "tiles", "a county's tiles, 100,000 open opinions and suggestions", 100, "ms"),
    Row("county_lists", "opinion", "first page of its opinions, slowest order and filter", 50, "ms"),
    Row("county_lists", "suggestion", "first page of its suggestions, slowest of all", 50, "ms"),
    Row("lists", "xlsx", "100,000 rows of 14 columns as xlsx", 45, "s"),
    Row("lists", "csv", "100,000 rows of 14 columns as csv", 6, "s"),
    Row("lists", "grown", "100,000 rows as xlsx: memory grown after 10,000", 16, "MB"),
)
