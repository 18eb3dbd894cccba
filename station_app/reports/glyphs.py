"""What a face draws and how wide, read from its tables as whole arrays: reportlab reads number by number, ten times as
long (OpenType 1.9: cmap formats 4 and 12, hmtx, loca)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any

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
