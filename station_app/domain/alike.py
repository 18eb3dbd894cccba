"""How alike opinions are: what pairs of characters they share, the rare ones counting more (TF-IDF, cosine)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log, sqrt

from station_app.domain.codes import Edition
from station_app.domain.folding import fold
from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern
from station_app.domain.secrecy import ACCUSATION

BACKGROUND = 200
"""Texts that are imagined beside the corpus, of which none has the terms: in a small one that speaks of a single matter
the matter's own words must not count for nothing."""

_RUN = pattern(r"[0-9a-z]+|[^\W0-9a-z_]+")


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


@immutable
class Pointers:
    """What was found: words of accusation, of harm with those of a minor (both, or none), a kind ("" for none)."""

    accusation: tuple[str, ...] = ()
    harm: tuple[str, ...] = ()
    minor: tuple[str, ...] = ()
    kind: str = ""

    @property
    def accuses(self) -> bool:
        """Whether words of accusation were found."""
        return bool(self.accusation)

    @property
    def harms_minor(self) -> bool:
        """Whether words of harm stand beside a minor."""
        return bool(self.harm)


def pointers(said: str, lexicon: Edition, is_minor: bool = False) -> Pointers:
    """What `said` points to by the lists of `lexicon`; `is_minor` where the speaker is known to be one."""
    accusation, minor = _accusing(said, lexicon), _found(said, lexicon.get("minor", ()))
    harm = _found(said, lexicon.get("harm", ())) if minor or is_minor else ()
    return Pointers(accusation, harm, minor if harm else (), ACCUSATION if accusation else _kind(said, lexicon))


def _accusing(said: str, lexicon: Edition) -> tuple[str, ...]:
    """Words that accuse by themselves, and those that do so only of somebody in office: a boss who keeps back wages is
    a matter of labour."""
    sure = _found(said, lexicon.get("accusation", ()))
    of_office = _found(said, lexicon.get("officials", ()))
    return sure + (_found(said, lexicon.get("doubtful", ())) if of_office else ())


def _kind(said: str, lexicon: Edition) -> str:
    """The first kind of the list whose words are said: the list goes from the rare to the common."""
    kinds = lexicon.get("kinds", ())
    return next((str(one["kind"]) for one in kinds if _found(said, one["words"])), "")


def _found(said: str, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word in said)
