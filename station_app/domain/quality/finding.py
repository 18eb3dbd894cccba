"""What a check finds: which check, how much it weighs, which field, from which character to which."""

from __future__ import annotations

from enum import StrEnum

from station_app.domain.immutable import immutable

EXCERPT = 200


class Gravity(StrEnum):
    """How much a finding weighs: it keeps the suggestion back, needs a reason to stand, or is only said."""

    BLOCKS = "E"
    DOUBT = "W"
    HINT = "I"


@immutable
class Finding:
    """One finding. `start` and `end` count characters of the field's text; both are 0 where no place can be shown.

    `aspect` tells findings of one check apart that need sentences of their own; `details` fill the sentence; `excerpt`
    is the text at the place, by which a doubt that somebody let stand is known again.
    """

    code: str
    gravity: Gravity
    field: str
    start: int = 0
    end: int = 0
    excerpt: str = ""
    aspect: str = ""
    details: tuple[tuple[str, object], ...] = ()

    @property
    def sentence(self) -> str:
        """The key of the sentence that says it."""
        return f"{self.code}_{self.aspect}" if self.aspect else self.code

    @property
    def mark(self) -> tuple[str, str]:
        """What a doubt that was let stand is known by: the check and the text."""
        return self.code, self.excerpt


def at(code: str, gravity: Gravity, field: str, text: str, span: tuple[int, int], **details: object) -> Finding:
    """A finding at a place in a field's text; `aspect` among the details is its own."""
    aspect = str(details.pop("aspect", ""))
    start, end = span
    return Finding(code, gravity, field, start, end, text[start:end][:EXCERPT], aspect, tuple(details.items()))


def whole(code: str, gravity: Gravity, field: str, excerpt: str = "", **details: object) -> Finding:
    """A finding about a field as a whole, or about what is not there."""
    aspect = str(details.pop("aspect", ""))
    return Finding(code, gravity, field, 0, 0, excerpt[:EXCERPT], aspect, tuple(details.items()))
