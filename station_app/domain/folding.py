"""Characters that look or mean the same: folded for matching and search, never for what is shown.

The stored text stays as it was typed. Traditional forms are not folded into simplified ones: they are other names.
"""

from __future__ import annotations

import re
import unicodedata

from station_app.domain.pattern import pattern

INTERPUNCTS = "\u00b7\u0387\u2022\u2027\u2219\u22c5\u2e31\u30fb\uff65\u318d\u2024"
"""Dots between the parts of a name, as typed in the wild (U+00B7 is the right one); NFKC joins only some of them."""

_DOT_OR_HYPHEN_IN_A_NAME = pattern(r"[.\-\u2010\u2011\u2013\u2014](?<=[^\W\d_].)(?=[^\W\d_])")

_INVISIBLE_CLASS = (
    "\\x00-\\x1f\\x7f-\\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
"""Unicode categories Cc and Cf, and the variation selectors, spelt out: whole texts fold at each save and search."""
_INVISIBLE = pattern(f"[{_INVISIBLE_CLASS}]")
_UNSEEN = pattern(f"[\\s{_INVISIBLE_CLASS}]+")

_RADICALS_SUPPLEMENT = (
    "2e81=5382 2e84=4e59 2e8b=353e 2e8e=5140 2e8f=5c23 2e97=5fc4 2e9c=65e5 2e9d=6708 2e9e=6b7a 2e9f=6bcd 2ea0=6c11 "
    "2ea1=6c35 2ea7=725b 2ea8=72ad 2eaa=758b 2eac=793a 2ead=793b 2eae=7af9 2eb0=7e9f 2eb1=7f53 2eb3=34c1 2eb6=7f8a "
    "2eb9=8002 2eba=8080 2ebc=8089 2ec1=864e 2ec2=8864 2ec3=8980 2ec4=897f 2ec5=89c1 2ec6=89d2 2ec8=8ba0 2ec9=8d1d "
    "2eca=8db3 2ecb=8f66 2ecc=8fb6 2ecf=9091 2ed0=9485 2ed1=9577 2ed2=9578 2ed3=957f 2ed4=95e8 2ed5=961c 2ed6=961d "
    "2ed7=96e8 2ed8=9752 2ed9=97e6 2eda=9875 2edb=98ce 2edc=98de 2edd=98df 2edf=98e0 2ee0=9963 2ee1=9996 2ee2=9a6c "
    "2ee3=9aa8 2ee4=9b3c 2ee5=9c7c 2ee6=9e1f 2ee7=5364 2ee8=9ea6 2ee9=9ec4 2eea=9efe 2eeb=6589 2eec=9f50 2eed=6b6f "
    "2eee=9f7f 2eef=7adc 2ef0=9f99 2ef1=9f9c 2ef2=4e80 2ef3=9f9f"
)
"""CJK Radicals Supplement and what each looks like (Unicode, EquivalentUnifiedIdeograph.txt); NFKC folds but two."""

_GBK_PRIVATE_FIRST = 0xE815
"""Where GBK-era software put the byte pairs FE50 to FEA0 that Unicode did not have yet."""

_GBK_PRIVATE_LATER = (
    "e816=20087 e817=20089 e818=200cc e81e=9fb4 e826=9fb5 e82b=9fb6 e82c=9fb7 e831=215d7 e832=9fb8 e83b=2298f "
    "e843=9fb9 e854=9fba e855=241fe e864=9fbb"
)
"""What GB 18030-2022 says of the pairs that Python's gb18030 still maps to private use (the table of 2000 and 2005)."""

_USUAL_WIDE = tuple(zip("\uff0c\uff1a\uff1b\uff08\uff09\uff1f\uff01", ",:;()?!", strict=True))
"""Punctuation of nearly every Chinese sentence: once it is folded, most texts are in normal form, and seen to be so."""

UNWRITABLE = "\x00-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
"""Signs that no person types and every font draws as a box, as a class of a pattern; at a NUL, SQLite and many exports
stop, and lose unseen what follows."""

_UNWRITABLE = pattern(f"[{UNWRITABLE}\ud800-\udfff]")

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def _pairs(table: str) -> dict[int, str]:
    halves = (pair.split("=") for pair in table.split())
    return {int(old, 16): chr(int(new, 16)) for old, new in halves}


def _gbk_private() -> dict[int, str]:
    seconds = [second for second in range(0x50, 0xA1) if second != 0x7F]
    points = {_GBK_PRIVATE_FIRST + at: bytes((0xFE, second)).decode("gb18030") for at, second in enumerate(seconds)}
    return points | _pairs(_GBK_PRIVATE_LATER)


_FOLDED: dict[int, str] = _gbk_private() | _pairs(_RADICALS_SUPPLEMENT) | dict.fromkeys(map(ord, INTERPUNCTS), "")
_FOLDS = pattern(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")


def is_invisible(character: str) -> bool:
    """Whether a character is drawn as nothing: controls, zero-width, bidirectional marks, variation selectors."""
    return _INVISIBLE.match(character) is not None


def is_private(character: str) -> bool:
    """Whether a character stands in a private-use area: every font draws another sign, or none."""
    return unicodedata.category(character) == "Co"


def is_writable(text: str) -> bool:
    """Whether a text holds no sign that no text may hold: controls but for tabs and line ends, non-characters, half
    characters."""
    return text.isprintable() or _UNWRITABLE.search(text) is None


def fold(text: str) -> str:
    """The form in which texts are compared and searched.

    Full width, compatibility forms, Kangxi radicals, private-use leftovers of GBK (U+E863 for U+4DAE) and letter case
    become one; white space, invisible characters and the interpuncts of names go.
    """
    known = text.translate(_FOLDED) if _FOLDS.search(text) else text
    for wide, narrow in _USUAL_WIDE:
        known = known.replace(wide, narrow)
    plain = unicodedata.normalize("NFKC", known).casefold()
    return _DOT_OR_HYPHEN_IN_A_NAME.sub("", _UNSEEN.sub("", plain))


def half_width(text: str) -> str:
    """The text with full-width ASCII signs and spaces made half-width; everything else as it is."""
    return text.translate(_WIDE)
