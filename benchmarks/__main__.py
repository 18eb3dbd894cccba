"""All measurements, one after the other: `make bench`. The million takes some minutes the first time."""

from __future__ import annotations

from benchmarks import import_folder, million, paper, save, stall, start

for bench in (start, save, paper, stall, import_folder, million):
    bench.run()
