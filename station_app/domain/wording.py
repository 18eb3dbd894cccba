"""What the words of a matter point to: an accusation, harm to a minor, a kind of request. Rules, no judgement.

The words are data (`resources/rules/words.json`). What is found is shown with the words that decided, and a person
says whether it is so.
"""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.immutable import immutable
from station_app.domain.rule_pack import Edition
from station_app.domain.secrecy import ACCUSATION


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
