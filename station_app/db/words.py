"""Chinese words without a dictionary: pairs of neighbouring characters, made here and indexed by FTS5.

道路损坏 is indexed as 道路 路损 损坏 坏, so every inner word of two characters is found, and a single character by its
prefix. Runs of ASCII letters and digits are words of their own. The tokens are made here, so FTS5's `ascii` tokenizer
only has to split at spaces; `unicode61` would drop characters younger than its tables (𬭎, U+2CB4E, is one).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from station_app.domain.folding import fold

_RUN = re.compile(r"[0-9a-z]+|[^\W0-9a-z_]+")

_ASKED = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*|[^\W0-9a-z_]+")
"""Runs as they are asked for: what hyphens join stands together in the index too."""

_BETWEEN_WORDS = re.compile(r"(?<=[0-9A-Za-z])\s+(?=[0-9A-Za-z])")

LONGEST_QUERY = 200
"""Characters of a search text that count; more than a person types narrows nothing."""


def indexed(texts: Iterable[str]) -> str:
    """The tokens of some texts, separated by spaces, as the text index takes them."""
    tokens: list[str] = []
    for text in texts:
        if text:
            for run in _runs(text):
                tokens += _tokens(run)
    return " ".join(tokens)


@lru_cache(maxsize=32)
def wanted(text: str) -> str:
    """The FTS5 query that finds every record which holds each run of `text`; "" where it has nothing to look for.

    The pairs of a run are asked for as a phrase, so they must follow each other as they do in the run; so must what
    hyphens join: Z25-0098 is not found where Z25 stands in one number and 0098 in another.
    """
    return " AND ".join(_phrase(run) for run in _ASKED.findall(_folded(text[:LONGEST_QUERY])))


def _phrase(run: str) -> str:
    if run[0].isascii() or len(run) == 1:
        return f'"{run.replace("-", " ")}"*'
    return f'"{" ".join(_tokens(run)[:-1])}"'


def _runs(text: str) -> list[str]:
    return _RUN.findall(_folded(text))


def _folded(text: str) -> str:
    """The folded text; folding joins 李 明 into one, so Latin words are parted before."""
    return fold(_BETWEEN_WORDS.sub("|", text))


def _tokens(run: str) -> list[str]:
    if run[0].isascii():
        return [run]
    return [*map("".join, pairwise(run)), run[-1]]
