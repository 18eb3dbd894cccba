"""All measurements, one after the other: `make bench`. The million takes some minutes the first time."""

from __future__ import annotations

from benchmarks import import_folder, million, paper, save, stall, start

for bench in (start, save, paper, stall, import_folder, million):
    if bench in (stall, import_folder) and not import_folder.GENERATOR.exists():
        print(f"{bench.__name__} is left out: the sample data does not stand beside the clone, in ../shared/data")
    else:
        bench.run()
