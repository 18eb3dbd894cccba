"""All measurements, one after the other: `make bench`. The million takes some minutes the first time.

`python -m benchmarks roads` runs those that are named.
"""

from __future__ import annotations

import sys

from benchmarks import (
    alike,
    clerk,
    county_import,
    idle,
    import_folder,
    keystrokes,
    kills,
    ledger_import,
    million,
    opening,
    paper,
    rebuild,
    roads,
    save,
    slow,
    stall,
    start,
)

named = sys.argv[1:]
for bench in (
    start,
    opening,
    save,
    keystrokes,
    paper,
    stall,
    clerk,
    idle,
    roads,
    slow,
    kills,
    import_folder,
    ledger_import,
    alike,
    county_import,
    rebuild,
    million,
):
    if named and bench.__name__.split(".")[-1] not in named:
        continue
    if bench in (stall, import_folder, alike, county_import) and not import_folder.GENERATOR.exists():
        print(f"{bench.__name__} is left out: the sample data does not stand beside the clone, in ../shared/data")
    else:
        bench.run()
