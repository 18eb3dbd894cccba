"""Names of people: characters of any script, kept as typed, tidied of what cannot be seen.

A clerk's spreadsheet writes a question mark or a box where its font or code page had no sign; such a name is taken, and
said to be suspect. Interpuncts stay as typed: `folding.fold` joins their variants for matching.
"""

from __future__ import annotations

import unicodedata

from station_app.domain.folding import INTERPUNCTS, is_invisible, is_private
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.reading import Reading, read

_LOST = frozenset("?\uff1f\u25a1\u25a0\ufffd*\uff0a")
"""What stands where a character was lost: question marks, boxes, the replacement character, asterisks."""
_DESCRIBED = range(0x2FF0, 0x3000)
"""Ideographic description characters: a rare character spelt by its parts."""
_BETWEEN_PEOPLE = frozenset(",\uff0c\u3001;\uff1b/\uff0f")
_USUAL_SIGNS = frozenset(INTERPUNCTS + ".-'\u2019\uff0e \u3000\u00a0")
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))

_ANONYMOUS = "\u533f\u540d"
"""The word that stands for a name that was not given."""
_SOMEBODY = "\u67d0"
"""The sign that stands for a hidden given name."""
_COMPOUND_SURNAMES = (
    # Ouyang, Shangguan, Sima, Zhuge, Xiahou, Huangfu, Yuchi, Gongsun, Murong, Linghu, Zhangsun, Yuwen, Situ, Duanmu,
    # Dongfang, Nangong, Ximen, Dugu, Xuanyuan, Baili, Huyan, Dongguo, Tantai, Taishi, Shentu, Gongyang, Wenren, Helian,
    # Zhongli, Chanyu, Chunyu, Moqi, Sikong, Puyang, Tuoba, Diwu, Yangshe, Xianyu, Zhongsun, Gongye, Zongzheng
    "\u6b27\u9633 \u4e0a\u5b98 \u53f8\u9a6c \u8bf8\u845b \u590f\u4faf \u7687\u752b \u5c09\u8fdf \u516c\u5b59 "
    "\u6155\u5bb9 \u4ee4\u72d0 \u957f\u5b59 \u5b87\u6587 \u53f8\u5f92 \u7aef\u6728 \u4e1c\u65b9 \u5357\u5bab "
    "\u897f\u95e8 \u72ec\u5b64 \u8f69\u8f95 \u767e\u91cc \u547c\u5ef6 \u4e1c\u90ed \u6fb9\u53f0 \u592a\u53f2 "
    "\u7533\u5c60 \u516c\u7f8a \u95fb\u4eba \u8d6b\u8fde \u949f\u79bb \u5355\u4e8e \u6df3\u4e8e \u4e07\u4fdf "
    "\u53f8\u7a7a \u6fee\u9633 \u62d3\u8dcb \u7b2c\u4e94 \u7f8a\u820c \u9c9c\u4e8e \u4ef2\u5b59 \u516c\u51b6 "
    "\u5b97\u653f"
)


def name(value: str) -> Reading:
    """A person's name without what cannot be seen. Refuses surrogate halves, nothing, and no letter."""
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        return Reading(value, (refusal("half_character", value=value),))
    tidy = "".join(_shown(sign) for sign in value).strip()
    return read(value, tidy, *_problems(tidy))


def masked_name(value: str) -> str:
    """The surname and a sign for the rest; of a name with interpuncts the first part; of a Latin one a letter."""
    if value in {"", _ANONYMOUS}:
        return value
    for sign in INTERPUNCTS:
        if sign in value:
            return value.split(sign, maxsplit=1)[0] + _SOMEBODY
    if len(value) == 1:
        return _SOMEBODY
    surname = value[:2] if value[:2] in _COMPOUND_SURNAMES.split() and len(value) > 2 else value[0]
    return surname + _SOMEBODY


def _shown(sign: str) -> str:
    if sign.isspace() and sign not in "\u3000\u00a0":
        return " "
    # A variation selector chooses the form of the sign before it: it belongs to the name.
    keeps = not is_invisible(sign) or any(ord(sign) in block for block in _VARIATION_SELECTORS)
    return sign if keeps else ""


def _problems(tidy: str) -> tuple[Problem, ...]:
    if not tidy:
        return (refusal("name_empty"),)
    found: list[Problem] = []
    lost = any(sign in _LOST or ord(sign) in _DESCRIBED for sign in tidy)
    private = any(map(is_private, tidy))
    if not (lost or private or any(map(_is_letter, tidy))):
        found.append(refusal("name_no_letter", value=tidy))
    elif any(not _is_usual(sign) for sign in tidy):
        found.append(warning("name_odd_sign", value=tidy))
    if lost:
        found.append(warning("name_lost_character", value=tidy))
    if private:
        found.append(warning("name_private_character", value=tidy))
    if any(sign in _BETWEEN_PEOPLE for sign in tidy):
        found.append(warning("name_several", value=tidy))
    return tuple(found)


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "L"


def _is_usual(sign: str) -> bool:
    known = sign in _USUAL_SIGNS or sign in _LOST or sign in _BETWEEN_PEOPLE or ord(sign) in _DESCRIBED
    return known or is_private(sign) or unicodedata.category(sign)[0] in "LM"
