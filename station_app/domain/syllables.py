"""Eight spoken syllables that stand for what two offices both hold: 40 bits, compared by telephone."""

from __future__ import annotations

import hashlib

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
