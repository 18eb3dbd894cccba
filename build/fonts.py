"""Make `resources/fonts/` anew: fetch the sources, subset what may be subset, write licences and README.

Run by hand on Debian or Ubuntu when a font's version changes: `python build/fonts.py`. The result is committed, so a
clone builds without a network. Sources come through the ordinary clients (`npm pack`, `apt-get download`). A body or
screen face is shipped whole: a name must never miss a character because of us. Faces of titles and of 楷体 are subset
to the 8,105 characters of 通用规范汉字表 (2013; Unihan's kTGH), GB 2312 and signs; the body face draws the rest.
"""

from __future__ import annotations

import bz2
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"
NPM = (
    "@expo-google-fonts/noto-serif-sc@0.4.3",
    "@expo-google-fonts/noto-sans-sc@0.4.3",
    "@expo-google-fonts/noto-emoji@0.4.7",
    "@expo-google-fonts/noto-sans-kr@0.4.3",
)
DEBIAN = ("fonts-lxgw-wenkai", "fonts-noto-core", "unicode-data")

# ASCII, Latin with the marks of pinyin, punctuation, letter-like, arrows, numbers in circles, box lines, CJK signs.
SIGNS = (
    *((0x20, 0x17F), (0x1CD, 0x1DC), (0x2010, 0x2044), (0x20AC, 0x20AC), (0x2100, 0x21FF), (0x2200, 0x22FF)),
    *((0x2460, 0x25FF), (0x2600, 0x2612), (0x2713, 0x2717), (0x3000, 0x303F), (0x3100, 0x312F)),
    *((0x3200, 0x33FF), (0xFE10, 0xFE6F), (0xFF00, 0xFFEF)),
)


@dataclass(frozen=True)
class Face:
    """One shipped file, where its outlines and licence come from, and whether it is whole; `only` are the first and
    last code points of what a face of one script is subset to."""

    file: str
    source: str
    licence: str
    role: str
    whole: bool = True
    family: str = ""
    only: tuple[tuple[int, int], ...] = ()


NOTO = "fonts-noto-core/usr/share/fonts/truetype/noto"
FACES = (
    Face("NotoSerifSC-Regular.ttf", "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf", "noto-serif-sc", "body"),
    Face("NotoSerifSC-Black.ttf", "noto-serif-sc/900Black/NotoSerifSC_900Black.ttf", "noto-serif-sc", "titles", False),
    Face(
        "NotoSansSC-Regular.ttf", "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", "noto-sans-sc", "heads, screen"
    ),
    Face(
        "NotoSansSC-Medium.ttf", "noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf", "noto-sans-sc", "bold screen", False
    ),
    # The subset is a modified version, and its licence reserves the names LXGW and 霞鹜: hence the new name.
    Face(
        "StationKai-Regular.ttf",
        "fonts-lxgw-wenkai/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        "fonts-lxgw-wenkai",
        "kai",
        False,
        "Station Kai",
    ),
    *(
        Face(
            f"NotoSans{script}-Regular.ttf",
            f"{NOTO}/NotoSans{script}-Regular.ttf",
            "fonts-noto-core",
            f"fallback: {script}",
        )
        for script in ("Yi", "Mongolian", "TaiLe", "Miao")
    ),
    *(
        Face(f"{name}-Regular.ttf", f"{NOTO}/{name}-Regular.ttf", "fonts-noto-core", f"fallback: {script}")
        for name, script in (("NotoSerifTibetan", "Tibetan"), ("NotoNaskhArabic", "Uyghur"))
    ),
    Face(
        "NotoSansKR-Regular.ttf",
        "noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf",
        "noto-sans-kr",
        "fallback: Korean",
        False,
        only=((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3)),
    ),
    Face("NotoEmoji-Regular.ttf", "noto-emoji/400Regular/NotoEmoji_400Regular.ttf", "noto-emoji", "fallback: emoji"),
)
LICENCES = {
    "noto-serif-sc": "noto-serif-sc/LICENSE_FONT",
    "noto-sans-sc": "noto-sans-sc/LICENSE_FONT",
    "noto-emoji": "noto-emoji/LICENSE_FONT",
    "noto-sans-kr": "noto-sans-kr/LICENSE_FONT",
    "fonts-lxgw-wenkai": "fonts-lxgw-wenkai/usr/share/doc/fonts-lxgw-wenkai/copyright",
    "fonts-noto-core": "fonts-noto-core/usr/share/doc/fonts-noto-core/copyright",
}


def main() -> int:
    """Fetch, subset and write everything; the folder is replaced as a whole."""
    with tempfile.TemporaryDirectory() as name:
        sources = Path(name)
        versions = [*fetch_npm(sources), *fetch_debian(sources)]
        wanted = standard_characters(sources) | gb2312_characters() | signs()
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        for face in FACES:
            write_face(face, sources / face.source, wanted)
        for label, path in LICENCES.items():
            text = (sources / path).read_text("utf-8")
            (TARGET / f"OFL-{label}.txt").write_text(text, "utf-8", newline="\n")
        (TARGET / "README.md").write_text(readme(versions), "utf-8", newline="\n")
    return 0


def fetch_npm(into: Path) -> list[str]:
    """Unpack the npm packages into folders of their short names; answers names with versions."""
    for package in NPM:
        subprocess.run(["npm", "pack", "--silent", package], cwd=into, check=True, stdout=subprocess.DEVNULL)
        short = package.rsplit("/", 1)[1].split("@")[0]
        archive = next(into.glob(f"*{short}-[0-9]*.tgz"))
        with tarfile.open(archive) as packed:
            packed.extractall(into / f"{short}.unpacked", filter="data")
        (into / f"{short}.unpacked" / "package").rename(into / short)
    return [f"npm {package.replace('@0', ' 0')}" for package in NPM]


def fetch_debian(into: Path) -> list[str]:
    """Unpack the Debian packages into folders of their names; answers names with versions."""
    versions = []
    for package in DEBIAN:
        subprocess.run(["apt-get", "download", package], cwd=into, check=True, stdout=subprocess.DEVNULL)
        archive = next(into.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(archive), str(into / package)], check=True)
        versions.append(f"Debian {package} {archive.name.split('_')[1].replace('%3a', ':')}")
    return versions


def standard_characters(sources: Path) -> set[int]:
    """The code points of 通用规范汉字表 as Unihan's kTGH lists them."""
    packed = sources / "unicode-data/usr/share/unicode/Unihan_OtherMappings.txt.bz2"
    found = re.findall(r"^U\+([0-9A-F]+)\tkTGH\t", bz2.decompress(packed.read_bytes()).decode("utf-8"), re.MULTILINE)
    assert len(found) == 8105, f"通用规范汉字表 has 8105 characters, found {len(found)}"
    return {int(code, 16) for code in found}


def gb2312_characters() -> set[int]:
    """The code points of GB 2312-1980, characters and signs."""
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(text) for text in (cell.decode("gb2312", "ignore") for cell in cells) if text}


def signs() -> set[int]:
    """The code points of `SIGNS`."""
    return {code for first, last in SIGNS for code in range(first, last + 1)}


def write_face(face: Face, source: Path, wanted: set[int]) -> None:
    """Copy a whole face byte for byte; subset and rename another. Layout tables go: reportlab and Qt need none."""
    target = TARGET / face.file
    if face.whole:
        shutil.copyfile(source, target)
    else:
        options = subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=True, hinting=False)
        font = TTFont(source, recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        own = {code for first, last in face.only for code in range(first, last + 1)}
        subsetter.populate(unicodes=own or wanted)
        subsetter.subset(font)
        if face.family:
            rename(font, face.family)
        font.save(target)
    print(f"{target.name}: {target.stat().st_size:,} bytes")


def rename(font: TTFont, family: str) -> None:
    """Give the face a name of its own in every language: a licence may reserve the old one (OFL 1.1, clause 3)."""
    names = font["name"]
    names.names = [entry for entry in names.names if entry.nameID not in {1, 2, 3, 4, 6, 16, 17, 18, 21, 22, 25}]
    for number, text in ((1, family), (2, "Regular"), (3, f"{family} Regular"), (4, f"{family} Regular")):
        names.setName(text, number, 3, 1, 0x409)
    names.setName(f"{family.replace(' ', '')}-Regular", 6, 3, 1, 0x409)


def readme(versions: list[str]) -> str:
    """The folder's own page: what stands here, from where, and what was done to it."""
    rows = [
        f"| `{face.file}` | {face.role} | `{face.source}` | {'whole, unchanged' if face.whole else 'subset'} "
        f"| `OFL-{face.licence}.txt` |"
        for face in FACES
    ]
    return "\n".join(
        (
            "# Shipped fonts",
            "",
            "Made by `build/fonts.py`; do not edit by hand. All are under the SIL Open Font License 1.1, all have glyf",
            "outlines and allow embedding (fsType 0).",
            "",
            "| file | role | source | what was done | licence |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "Subset: the 8,105 characters of 通用规范汉字表 (Unihan kTGH), GB 2312 and signs; of the Korean face",
            "Hangul alone; layout tables and hints left out. `StationKai-Regular.ttf` is a subset of LXGW WenKai;",
            "its licence reserves the names LXGW and 霞鹜 for unmodified versions, so the subset bears another name.",
            "",
            "Sources:",
            "",
            *(f"- {version}" for version in versions),
            "",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
