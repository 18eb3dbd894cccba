"""The pictures of the clerk's manual, from those that the tour makes: `python -m build.manual TOUR_FOLDER`.

What a page of `docs/manual` names is copied into `docs/manual/pictures`, as wide as a help page and in
256 colours; what no page names any more goes. The README's pictures go the same way. A name that the tour does not
make is an error.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
WIDE, HIGH_PAGE = 880, 1000
COLOURS = 256
NUMBERED = re.compile(r"\d+-(.+)\.png")
NAMED = re.compile(r"\]\((?:docs/)?pictures/([\w-]+)\.png\)")


def main(tour: Path) -> int:
    """Copy all; the exit code."""
    made = {found[1]: path for path in sorted(tour.glob("*.png")) if (found := NUMBERED.fullmatch(path.name))}
    missing: set[str] = set()
    for texts, folder in (
        (sorted((ROOT / "docs" / "manual").glob("*.md")), ROOT / "docs" / "manual" / "pictures"),
        ([ROOT / "README.md"], ROOT / "docs" / "pictures"),
    ):
        wanted = {name for path in texts for name in NAMED.findall(path.read_text("utf-8"))}
        missing |= wanted - set(made)
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.png"):
            if old.stem not in wanted:
                old.unlink()
        for name in sorted(wanted & set(made)):
            shrink(made[name], folder / f"{name}.png")
    for name in sorted(missing):
        print(f"The tour makes no picture {name}.", file=sys.stderr)
    return 1 if missing else 0


def shrink(path: Path, to: Path) -> None:
    """A picture narrower and in few colours."""
    with Image.open(path) as image:
        small = image.convert("RGB")
        small.thumbnail((WIDE, HIGH_PAGE), Image.Resampling.LANCZOS)
        small.quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
