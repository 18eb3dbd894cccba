"""Make `resources/pinyin/initials.txt` from the dictionary of the package pypinyin (MIT).

    python build/pinyin.py FOLDER_OF_PYPINYIN [RARE_CHARACTERS.csv]

FOLDER_OF_PYPINYIN is the package's installed folder, which holds `pinyin_dict.json`. All Han characters of the Basic
Multilingual Plane are taken, and those of the other planes that the second file lists in its first column (the
standard characters of 2013 that stand there). The package itself is never shipped: its import costs 216 ms.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "resources" / "pinyin" / "initials.txt"
HAN_IN_BASIC_PLANE = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


def letters_of(readings: str) -> str:
    """The first letters of comma-separated readings, the commonest first, each once."""
    firsts = (unicodedata.normalize("NFD", reading)[0] for reading in readings.split(","))
    return "".join(dict.fromkeys(firsts))


def main(package: Path, rare: Path | None) -> None:
    """Write the table: one line for each group of letters, the characters behind a tab."""
    readings: dict[str, str] = json.loads((package / "pinyin_dict.json").read_text("utf-8"))
    wanted = set(rare.read_text("utf-8-sig")) if rare else set()
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for point, sounds in sorted((int(key), value) for key, value in readings.items()):
        if chr(point) in wanted or any(point in block for block in HAN_IN_BASIC_PLANE):
            groups[letters_of(sounds)].append(chr(point))
    lines = [f"{letters}\t{''.join(group)}\n" for letters, group in sorted(groups.items())]
    OUT.write_text("".join(lines), "utf-8", newline="\n")
    print(f"{sum(map(len, groups.values()))} characters in {len(groups)} groups")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
