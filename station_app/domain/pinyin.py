"""Pinyin initials: what a clerk types to find a name (lm for 李䶮, fsz for 桴㯊镇).

The table is data in `resources/pinyin/`: characters grouped by the letters that their readings begin with, the
commonest first, and words that are read otherwise (surnames: 单 s, 仇 q; places: 朝阳 zy).
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from station_app.domain.folding import fold
from station_app.domain.immutable import immutable


@immutable
class PinyinTable:
    """Letters by character (the commonest reading first), and the readings of surnames and of words in place names."""

    letters: Mapping[str, str]
    surnames: Mapping[str, str]
    places: Mapping[str, str]


def parse_table(characters: str, surnames: str, places: str) -> PinyinTable:
    """The table from the texts of `initials.txt`, `surnames.txt`, `places.txt`. Raises ValueError for other texts."""
    letters = {sign: initial for initial, signs in _lines(characters) for sign in signs}
    return PinyinTable(letters, _words(surnames), _words(places))


def initials(name: str, table: PinyinTable) -> str:
    """The initials of a person's name, lower case: the surname as surnames are read; signs without a reading go."""
    folded = fold(name)
    for length in (2, 1):
        surname = table.surnames.get(folded[:length])
        if surname and len(folded) > length - 1:
            return surname + _plain(folded[length:], table)
    return _plain(folded, table)


def place_initials(name: str, table: PinyinTable) -> str:
    """The initials of a place's name, lower case: 朝阳镇 zyz."""
    folded, found, at = fold(name), "", 0
    while at < len(folded):
        word = next((folded[at : at + n] for n in (3, 2, 1) if folded[at : at + n] in table.places), "")
        found += table.places[word] if word else _plain(folded[at], table)
        at += len(word) or 1
    return found


_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST_CODES = (
    *(0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8),
    *(0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1),
)
_LAST_CODE = 0xD7F9
"""GB 2312-80 has its 3,755 commonest characters in the order of their pinyin, then of their strokes: the code of one is
its place among those of a letter (here the first code of each), and no table of whole readings is needed."""


@cache
def _place_of(sign: str) -> str:
    """The letter and the place in it of a common character, "" of any other sign."""
    try:
        code = int.from_bytes(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    is_common = _FIRST_CODES[0] <= code <= _LAST_CODE
    return f"{_LETTERS[bisect(_FIRST_CODES, code) - 1]}{code:04x}" if is_common else ""


def spelt(name: str, initials_of: Callable[[str], str]) -> str:
    """What a name sorts by in a list, five letters a character: the initial that `initials_of` reads it by, then its
    place among the common characters of that letter. What is not common, or is read otherwise there, follows those."""
    if not name:
        return ""
    folded = fold(name)
    letters = initials_of(name)
    if len(letters) != len(folded):  # a sign without a reading: each character by its commonest one
        letters = "".join(_place_of(sign)[:1] or sign for sign in folded)
    return "".join(
        place if (place := _place_of(sign))[:1] == letter else sign if sign.isascii() else f"{letter}~{sign}"
        for sign, letter in zip(folded, letters, strict=True)
    )


def pointed_at(typed: str, names: Sequence[str], letters: Callable[[str], str]) -> int | None:
    """How well `typed` points at what is called `names` (its own name, then its aliases): 0 is best, None not at all.

    By the whole initials of a name or an alias, the beginning of the own name, of its initials, of an alias, of an
    alias's initials, characters anywhere, initials anywhere. `letters` gives the initials of words.
    """
    wanted = fold(typed)
    if not wanted:
        return 0
    folded, own = [fold(name) for name in names], fold(names[0])
    is_letters = wanted.isascii()
    initial = [letters(name) for name in names] if is_letters else []
    judged = (
        wanted in initial,
        own.startswith(wanted),
        is_letters and initial[0].startswith(wanted),
        any(name.startswith(wanted) for name in folded),
        any(one.startswith(wanted) for one in initial),
        any(wanted in name for name in folded),
        len(wanted) > 1 and any(wanted in one for one in initial),
    )
    return judged.index(True) if any(judged) else None


def _plain(folded: str, table: PinyinTable) -> str:
    return "".join(table.letters.get(sign, sign if sign.isascii() and sign.isalnum() else "")[:1] for sign in folded)


def _words(text: str) -> dict[str, str]:
    return {word: initial for initial, words in _lines(text) for word in words.split()}


def _lines(text: str) -> Iterable[tuple[str, str]]:
    for line in text.splitlines():
        initial, tab, signs = line.partition("\t")
        if not tab:
            raise ValueError(f"no pinyin line: {line}")
        yield initial, signs


SYLLABLES = (
    *("tian", "di", "guang", "ming", "huo", "shui", "mu", "tu", "gao", "bai", "dong", "xi", "chun", "qiu", "ma", "niu"),
    *("ji", "gou", "cha", "mi", "bu", "hua", "jia", "guo", "yue", "er", "bei", "hong", "duan", "kuai", "men", "xue"),
)
"""Thirty-two that stay apart where n and l, zh and z, f and h, -n and -ng are spoken alike, as in the south-west."""

SPOKEN = 8
BITS = 5


def spoken(content: bytes) -> tuple[int, ...]:
    """The places in `SYLLABLES` of the eight syllables for `content`: the first 40 bits of its SHA-256."""
    number = int.from_bytes(hashlib.sha256(content).digest()[: SPOKEN * BITS // 8], "big")
    return tuple(number >> BITS * place & (1 << BITS) - 1 for place in reversed(range(SPOKEN)))
