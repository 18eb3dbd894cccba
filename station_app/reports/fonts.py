"""Which face prints which character: the roles of GB/T 9704-2012 and the faces that stand behind them.

A role (仿宋, 小标宋, 黑体, 楷体) has one face of its own; a character that it lacks comes from the first face of the
fallback chain that has it; a character that none has is printed as its framed code point and listed by `missing`.
"""

from __future__ import annotations

import os
import re
import struct
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station_app import paths

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

UNICODE, WINDOWS, VARIATIONS = 0, 3, 5
"""Platforms of cmap, and the encoding of the first that holds no characters."""

SPACE, HARD_SPACE = 0x20, 0xA0


def reading(whole: Callable[..., None]) -> Callable[..., None]:
    """reportlab's own reading of a face, `whole`, its slow part done here; of another format it does all itself."""

    def read(face: Any, char_info: int = 1) -> None:
        whole(face, 0)
        if not char_info:
            return
        found = _characters(face.get_table("cmap"))
        if found is None:
            whole(face, 1)
        else:
            _measure(face, found)

    return read


def _characters(cmap: bytes) -> dict[int, int] | None:
    """Glyph by code point; None where the table has another format."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    records = [struct.unpack_from(">HHL", cmap, 4 + 8 * number) for number in range(count)]
    sound = [at for kind, encoding, at in records if kind == WINDOWS or (kind == UNICODE and encoding != VARIATIONS)]
    if not sound:
        return None
    at = sound[-1]
    match struct.unpack_from(">H", cmap, at)[0]:
        case 4:
            return _of_segments(cmap, at)
        case 12:
            return _of_groups(cmap, at)
    return None


def _of_segments(cmap: bytes, at: int) -> dict[int, int]:
    length, _, twice = struct.unpack_from(">3H", cmap, at + 2)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", cmap, at + 14)
    starts = struct.unpack_from(f">{count}H", cmap, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}h", cmap, at + 16 + 2 * twice)
    offsets_at = at + 16 + 3 * twice
    offsets = struct.unpack_from(f">{count}H", cmap, offsets_at)
    found: dict[int, int] = {}
    for number, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, end + 1):
            glyph_at = offsets_at + 2 * number + offset + 2 * (code - start)
            if not offset:
                found[code] = (code + delta) & 0xFFFF
            elif glyph_at >= at + length:
                found[code] = 0
            else:
                (glyph,) = struct.unpack_from(">H", cmap, glyph_at)
                found[code] = (glyph + delta) & 0xFFFF if glyph else 0
    return found


def _of_groups(cmap: bytes, at: int) -> dict[int, int]:
    (count,) = struct.unpack_from(">L", cmap, at + 12)
    found: dict[int, int] = {}
    for start, end, glyph in struct.iter_unpack(">3L", cmap[at + 16 : at + 16 + 12 * count]):
        found.update(zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True))
    return found


class Metrics:
    """Advance and left side bearing by glyph, as reportlab writes them into a part of a face."""

    def __init__(self, numbers: Sequence[int], measured: int, last: float) -> None:
        self._numbers, self._measured, self._last = numbers, measured, last

    def __getitem__(self, glyph: int) -> tuple[float, int]:
        if glyph < self._measured:
            return self._numbers[2 * glyph], self._numbers[2 * glyph + 1]
        return self._last, self._numbers[self._measured + glyph]  # the last advance holds for all that follow


class Widths:
    """Advances by code point in thousandths of an em, looked up in the face's table when they are asked for."""

    def __init__(self, characters: Mapping[int, int], advances: Sequence[int], scale: Callable[[int], float]) -> None:
        self._characters, self._advances, self._scale = characters, advances, scale

    def __getitem__(self, code: int) -> float:
        return self._scale(self._advances[min(self._characters[code], len(self._advances) - 1)])

    def get(self, code: int, default: float) -> float:
        """The width of a character, `default` of one that the face does not have."""
        return self[code] if code in self._characters else default


def _measure(face: Any, characters: dict[int, int]) -> None:
    """Give the face what reportlab's own reading gives it."""
    glyphs = face.numGlyphs
    (measured,) = struct.unpack_from(">H", face.get_table("hhea"), 34)
    numbers = struct.unpack_from(f">{glyphs + measured}H", face.get_table("hmtx"))
    advances = numbers[0 : 2 * measured : 2]
    (is_long,) = struct.unpack_from(">H", face.get_table("head"), 50)
    places = struct.unpack_from(f">{glyphs + 1}{'L' if is_long else 'H'}", face.get_table("loca"))
    for space, other in ((HARD_SPACE, SPACE), (SPACE, HARD_SPACE)):
        if other in characters:
            characters[space] = characters[other]
            break
    face.charToGlyph = characters
    face.charWidths = Widths(characters, advances, face._pdfScale)
    face.defaultWidth = face._pdfScale(advances[0])
    face.hmetrics = Metrics(numbers, measured, face._pdfScale(advances[-1]))
    face.glyphPos = places if is_long else [place << 1 for place in places]


class Role(StrEnum):
    """What a face is for: body text 仿宋, titles 小标宋, headings 黑体, second headings and remarks 楷体."""

    BODY = "body"
    TITLE = "title"
    HEADING = "heading"
    KAI = "kai"


SHIPPED = {
    Role.BODY: "NotoSerifSC-Regular.ttf",
    Role.TITLE: "NotoSerifSC-Black.ttf",
    Role.HEADING: "NotoSansSC-Regular.ttf",
    Role.KAI: "StationKai-Regular.ttf",
}
FALLBACK = (
    "NotoSerifSC-Regular.ttf",
    "NotoSansSC-Regular.ttf",
    "StationKai-Regular.ttf",
    "NotoSansYi-Regular.ttf",
    "NotoSansMiao-Regular.ttf",
    "NotoSansTaiLe-Regular.ttf",
    "NotoSansMongolian-Regular.ttf",
    "NotoSerifTibetan-Regular.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "NotoSansKR-Regular.ttf",
    "NotoEmoji-Regular.ttf",
)
# The faces that offices have under these file names; used only when asked for, so that a print is the same everywhere.
SYSTEM = {
    Role.BODY: ("simfang.ttf", "FangSong_GB2312.ttf", "CESI_FS_GB2312.TTF", "FZFSK.TTF"),
    Role.TITLE: ("FZXBSJW.TTF", "CESI_XBS_GB2312.TTF"),
    Role.HEADING: ("simhei.ttf", "CESI_HT_GB2312.TTF"),
    Role.KAI: ("simkai.ttf", "CESI_KT_GB2312.TTF"),
}

# Old GBK systems wrote the surname U+4DAE at this private place (GB 18030-2000 did so too, the 2005 edition moved it).
_LEGACY = {0xE863: "\u4dae"}
# Joiners, selectors and marks of order: they have no ink of their own.
_INKLESS = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0xE0020, 0xE0080)))
)
_NEVER_DRAWN = frozenset(
    map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xE863))
)
"""Controls, overrides of the order of reading, and what stands for another character."""
_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\t")
_EMPTY = _INKLESS | _ENDS
_INK = {**{ord(char): None for char in _INKLESS | _ENDS}, 0x09: "\u3000\u3000"}
_MARKED = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")


class Chain:
    """Faces in the order in which they are asked for a character; each is read when no face before it has it."""

    def __init__(self, first: Callable[[], TTFont], rest: Iterable[Callable[[], TTFont]]) -> None:
        self._waiting = [first, *rest]
        self._read: list[TTFont] = []

    def __iter__(self) -> Iterator[TTFont]:
        yield from self._read
        while self._waiting:
            font = self._waiting.pop(0)()
            if all(font.fontName != one.fontName for one in self._read):
                self._read.append(font)
                yield font

    def face_of(self, char: str) -> TTFont | None:
        """The first face that has a character."""
        code = ord(char)
        return next((font for font in self if code in font.face.charToGlyph), None)

    @property
    def first(self) -> TTFont:
        """The face that is asked first."""
        return next(iter(self))


class Advances(dict[str, float]):
    """The width of each character in ems, looked up once."""

    def __init__(self, chain: Chain) -> None:
        super().__init__({"\t": 2.0, **dict.fromkeys(_INKLESS | _ENDS - {"\t"}, 0.0)})
        self._chain = chain

    def __missing__(self, char: str) -> float:
        font = self._chain.face_of(char)
        # A character without a face never gets here from a print: `printable` has replaced it.
        width = font.face.charWidths.get(ord(char), font.face.defaultWidth) / 1000 if font else 1.0
        self[char] = width
        return width


class Typeface:
    """One role's face with the chain behind it."""

    def __init__(self, chain: Chain) -> None:
        self.name: str = chain.first.fontName
        self.advances = Advances(chain)
        own = chain.first.face.charToGlyph
        self._own = _Known(lambda char: ord(char) in own and char not in _INKLESS | _NEVER_DRAWN)
        self._chain = chain

    def runs(self, text: str) -> list[tuple[str, str]]:
        """The text in drawing order as (font name, characters); what has no ink is left out."""
        if self._own.have(text):
            return [(self.name, text)]
        return [(name, "".join(chars)) for name, chars in groupby(text.translate(_INK), self._name_for)]

    def _name_for(self, char: str) -> str:
        font = self._chain.face_of(char)
        return font.fontName if font else self.name


class _Known:
    """Characters of which something holds; each is judged once."""

    def __init__(self, holds: Callable[[str], bool]) -> None:
        self._holds = holds
        self._sound: set[str] = set()
        self._others: set[str] = set()

    def have(self, text: str) -> bool:
        """Whether it holds of all characters of a text."""
        if self._sound.issuperset(text):
            return True
        for char in set(text) - self._sound - self._others:
            (self._sound if self._holds(char) else self._others).add(char)
        return self._sound.issuperset(text)


class Faces:
    """All faces of a print; a role's is read when its first word is set."""

    def __init__(self, roles: Mapping[Role, Callable[[], TTFont]], chain: Sequence[Callable[[], TTFont]]) -> None:
        self._roles, self._rest = roles, chain
        self._typefaces: dict[Role, Typeface] = {}
        behind = Chain(chain[0], chain[1:])
        self._drawable = _Known(
            lambda char: char in _EMPTY or (char not in _NEVER_DRAWN and behind.face_of(char) is not None)
        )

    def __getitem__(self, role: Role) -> Typeface:
        if role not in self._typefaces:
            self._typefaces[role] = Typeface(Chain(self._roles[role], self._rest))
        return self._typefaces[role]

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no face can print, in the order of their code points."""
        if self._drawable.have(text):
            return ()
        return tuple(sorted(char for char in set(text) if not self._substitute(char)))

    def printable(self, text: str) -> str:
        """The text as it can be printed.

        A letter with marks is composed, a compatibility character drawn as its equal, U+E863 as the character it
        stands for; what no face has, and what would turn the order of reading (bidirectional overrides), is shown as
        its code point in tortoise-shell brackets. Arabic letters (Uyghur, Kazakh) stand in the forms that join them,
        from right to left. Line ends stay.
        """
        if self._drawable.have(text):
            return text if text.isascii() else joined(_composed(text))
        return joined("".join(self._substitute(char) or framed(char) for char in _composed(text)))

    def _substitute(self, char: str) -> str:
        """What is drawn for a character; "" where nothing can be."""
        if self._drawable.have(char):
            return char
        if ord(char) in _LEGACY:
            return _LEGACY[ord(char)]
        if unicodedata.category(char) == "Zs":
            return " "
        equal = unicodedata.normalize("NFC", char)
        return equal if self._drawable.have(equal) else ""


_WRITTEN_LEFTWARDS = re.compile("[\u0620-\u06ff]+(?:[ \u00b7]+[\u0620-\u06ff]+)*")
_FORMS_OF_LETTERS = (range(0xFB50, 0xFDFE), range(0xFE70, 0xFEFD))
_LAM_ALEF = "\u0644\u0627"
_UYGHUR_E, _UYGHUR_E_ALONE = {"final": "\ufeea"}, "\u06d5"
"""U+06D5 joins what stands before it in the shape of a final heh; Unicode has no form of its own for that."""


def joined(text: str) -> str:
    """A text whose Arabic letters are replaced by the forms that their neighbours ask for, in the order of drawing."""
    if text.isascii() or not _WRITTEN_LEFTWARDS.search(text):
        return text
    return _WRITTEN_LEFTWARDS.sub(lambda run: _shaped(run[0]), text)


def _shaped(run: str) -> str:
    forms, letters = _forms(), re.findall(rf"{_LAM_ALEF}|.[\u0610-\u061a\u064b-\u065f\u0670]*", run)
    found = []
    for place, letter in enumerate(letters):
        own = forms.get(letter[:2] if letter == _LAM_ALEF else letter[0], {})
        before = forms.get(letters[place - 1][0], {}) if place and letters[place - 1] != _LAM_ALEF else {}
        after = forms.get(letters[place + 1][0], {}) if place + 1 < len(letters) else {}
        is_joined_before, is_joined_after = (
            "initial" in before and "final" in own,
            "initial" in own and "final" in after,
        )
        form = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (is_joined_before, is_joined_after), "isolated"
        )
        marks = "" if letter == _LAM_ALEF else letter[1:]
        found.append(own.get(form, letter[0]) + marks)
    return "".join(reversed(found))


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of Arabic letters by what they stand for, as Unicode tells them."""
    found: dict[str, dict[str, str]] = {_UYGHUR_E_ALONE: dict(_UYGHUR_E)}
    for code in (one for codes in _FORMS_OF_LETTERS for one in codes):
        form, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        called = "".join(chr(int(letter, 16)) for letter in letters)
        if form.startswith("<") and (len(called) == 1 or called == _LAM_ALEF):
            found.setdefault(called, {})[form.strip("<>")] = chr(code)
    return found


def framed(char: str) -> str:
    """A character that cannot be printed, as its code point between U+3014 and U+3015."""
    return f"\u3014U+{ord(char):04X}\u3015"


@cache
def shipped_faces() -> Faces:
    """The shipped faces: the same print on every machine."""
    return _faces({})


@cache
def office_faces() -> Faces:
    """The faces that an office is used to where this machine has them and they may be embedded, else the shipped."""
    installed = {path.name.casefold(): path for folder in _font_folders() for path in folder.rglob("*.[tT][tT][fF]")}
    return _faces(installed)


def _faces(installed: dict[str, Path]) -> Faces:
    roles = {role: partial(_font_of_role, role, installed) for role in SHIPPED}
    return Faces(roles, [partial(_shipped_font, file) for file in FALLBACK])


def _font_of_role(role: Role, installed: dict[str, Path]) -> TTFont:
    return _system_font(SYSTEM[role], installed) or _shipped_font(SHIPPED[role])


def _system_font(names: Iterable[str], installed: dict[str, Path]) -> TTFont | None:
    """The first installed face with glyf outlines whose fsType allows embedding: reportlab refuses the others."""
    # reportlab costs 100 ms at import: the desk must start without it.
    from reportlab.pdfbase.ttfonts import TTFError  # noqa: PLC0415 - see above

    for name in names:
        path = installed.get(name.casefold())
        if path:
            try:
                return _registered(f"System-{path.stem}", path)
            except TTFError:
                continue
    return None


@cache
def _shipped_font(file: str) -> TTFont:
    return _registered(file.removesuffix(".ttf"), paths.resources() / "fonts" / file)


def _registered(name: str, path: Path) -> TTFont:
    """Load a face and make it known to reportlab. Raises TTFError for a face that cannot be embedded."""
    from reportlab.pdfbase import pdfmetrics, ttfonts  # noqa: PLC0415 - 100 ms at import, needed by a print only

    if ttfonts.makeToUnicodeCMap is not to_unicode_map:
        # reportlab writes a code point above FFFF as five digits, which no reader knows: the text is lost in a copy.
        ttfonts.makeToUnicodeCMap = to_unicode_map
        setattr(ttfonts.TTFontFile, "extractInfo", reading(ttfonts.TTFontFile.extractInfo))  # noqa: B010  (mypy knows it for a method)
    font = ttfonts.TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    return font


def to_unicode_map(fontname: str, subset: list[int]) -> str:
    """The ToUnicode map of one subset of a face, in UTF-16BE (ISO 32000-1, 9.10.3), a hundred entries a section."""
    of_form = {one: letter for letter, own in _forms().items() for one in own.values()}
    of_form |= dict.fromkeys(_UYGHUR_E.values(), _UYGHUR_E_ALONE)
    written = [of_form.get(chr(code), chr(code)) for code in subset]  # who copies a form of a letter wants the letter
    entries = [f"<{index:02X}> <{text.encode('utf-16-be').hex().upper()}>" for index, text in enumerate(written)]
    sections = [entries[first : first + 100] for first in range(0, len(entries), 100)]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{fontname} def",
            "/CMapType 2 def",
            f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange",
            *("\n".join((f"{len(part)} beginbfchar", *part, "endbfchar")) for part in sections),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def _composed(text: str) -> str:
    return _MARKED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def _font_folders() -> list[Path]:
    """Where this kind of machine keeps its fonts."""
    home = Path.home()
    match sys.platform:
        case "win32":
            folders = [
                Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
                home / "AppData/Local/Microsoft/Windows/Fonts",
            ]
        case "darwin":
            folders = [Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library/Fonts"]
        case _:
            folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts"]
    return [folder for folder in folders if folder.is_dir()]
