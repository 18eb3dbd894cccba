"""Make `resources/regions/divisions.csv.xz` from tables of divisions.

    python -m build.regions FOLDER

FOLDER holds `guizhou_divisions.csv` (province to township) and `guizhou_villages.csv.xz`, both with the columns `code`
and `name`; the result has code, name and pinyin initials, in the order of codes.
"""

from __future__ import annotations

import csv
import io
import lzma
import sys
from pathlib import Path

from station_app.domain.pinyin import PinyinTable, parse_table, place_initials

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def shipped_table() -> PinyinTable:
    """The pinyin table of the program itself."""
    names = ("initials", "surnames", "places")
    return parse_table(*((RESOURCES / "pinyin" / f"{name}.txt").read_text("utf-8") for name in names))


def main(folder: Path) -> None:
    """Write the table, packed the same way each time."""
    upper = (folder / "guizhou_divisions.csv").read_text("utf-8-sig")
    villages = lzma.decompress((folder / "guizhou_villages.csv.xz").read_bytes()).decode("utf-8-sig")
    names = {row["code"]: row["name"] for text in (upper, villages) for row in csv.DictReader(io.StringIO(text))}
    table = shipped_table()
    lines = [f"{code},{name},{place_initials(name, table)}\n" for code, name in sorted(names.items())]
    out = RESOURCES / "regions" / "divisions.csv.xz"
    out.write_bytes(lzma.compress(("code,name,initials\n" + "".join(lines)).encode("utf-8"), preset=9))
    print(f"{len(lines)} divisions, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
