"""How alike opinions are: what pairs of characters they share, the rare ones counting more (TF-IDF, cosine)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log, sqrt

from station_app.domain.folding import fold

BACKGROUND = 200
"""Texts that are imagined beside the corpus, of which none has the terms: in a small one that speaks of a single matter
the matter's own words must not count for nothing."""

_RUN = re.compile(r"[0-9a-z]+|[^\W0-9a-z_]+")


def terms_of(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a text's words, counted; Latin words and figures whole."""
    found: Counter[str] = Counter()
    for run in _RUN.findall(fold(text)):
        found.update([run] if run[0].isascii() or len(run) == 1 else map("".join, pairwise(run)))
    return found


class Likeness:
    """Compares texts by the rarity that pairs have among `corpus`. The same texts give the same figures everywhere."""

    def __init__(self, corpus: Sequence[str]) -> None:
        self._size = len(corpus)
        self._in: Counter[str] = Counter()
        for text in corpus:
            self._in.update(terms_of(text).keys())

    def weighed(self, text: str) -> Mapping[str, float]:
        """A text as a vector of length one."""
        raw = {term: (1 + log(count)) * self._rarity(term) for term, count in sorted(terms_of(text).items())}
        length = sqrt(sum(weight * weight for weight in raw.values()))
        return {term: weight / length for term, weight in raw.items()} if length else {}

    def between(self, one: str, other: str) -> float:
        """From 0 (nothing shared) to 1 (the same words)."""
        return cosine(self.weighed(one), self.weighed(other))

    def _rarity(self, term: str) -> float:
        return log((1 + BACKGROUND + self._size) / (1 + self._in[term])) + 1


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two vectors of length one."""
    few, many = sorted((one, other), key=len)
    return sum(weight * many[term] for term, weight in few.items() if term in many)
