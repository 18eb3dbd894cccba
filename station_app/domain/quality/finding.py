"""What a check of a suggestion is given, by which rules it goes, and what it finds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Any

from station_app.domain.codes import CodeList
from station_app.domain.immutable import immutable
from station_app.domain.records import Cosigning, Deputy, Mandate, Opinion, Suggestion, Unit

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


_LEADING = ("higher_level", "old_terms", "matter_words")


@immutable
class Rulebook:
    """What holds on one day. `patterns` find words and forms; `leads` say for a word what it leads to."""

    on: frozenset[str]
    limits: Mapping[str, int]
    patterns: Mapping[str, re.Pattern[str]]
    leads: Mapping[str, Mapping[str, str]]
    motion_signers: Mapping[str, int]
    brackets: Mapping[str, str]
    numerals: str


def parse_rulebook(text: str, day: str) -> Rulebook:
    """The rulebook of a day from its JSON text. Raises ValueError for text that is no rulebook."""
    raw = json.loads(text)
    try:
        patterns = {
            name: re.compile(_any_of(map(re.escape, _held(words, day)))) for name, words in raw["words"].items()
        }
        patterns |= {name: re.compile(_any_of(_held(forms, day)), re.M) for name, forms in raw["patterns"].items()}
        leads = {name: {one["word"]: one["to"] for one in raw[name] if _holds(one, day)} for name in _LEADING}
        patterns |= {name: re.compile(_any_of(map(re.escape, words))) for name, words in leads.items()}
        on = frozenset(code for code, one in raw["checks"].items() if one.get("on", True) and _holds(one, day))
        return Rulebook(
            on, raw["limits"], patterns, leads, raw["motion_signers"], raw["brackets"], str(raw["numerals"])
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ValueError(f"no rulebook of checks: {error!r}") from error


def _held(entries: Iterable[str | Mapping[str, Any]], day: str) -> list[str]:
    return [one if isinstance(one, str) else one["word"] for one in entries if isinstance(one, str) or _holds(one, day)]


def _holds(entry: Mapping[str, Any], day: str) -> bool:
    first, last = entry.get("valid_from", ""), entry.get("valid_to", "")
    return (not first or first <= day) and (not last or day <= last)


def _any_of(forms: Iterable[str]) -> str:
    """The longest first, so that a word is not hidden by its own beginning; what matches nothing for an empty list."""
    return "|".join(sorted(forms, key=len, reverse=True)) or r"(?!)"


ACTIVE = "ACTIVE"


@immutable
class Context:
    """What stands beside a suggestion on `day` (ISO 8601), the civil date by which mandates, units and words hold.

    `others` are the suggestions of the last three years without the one that is checked; `places` names of divisions.
    """

    day: str
    rules: Rulebook
    deputies: Mapping[str, Deputy] = field(default_factory=dict)
    mandates: Mapping[str, Sequence[Mandate]] = field(default_factory=dict)
    cosignings: Sequence[Cosigning] = ()
    others: Sequence[Suggestion] = ()
    units: Sequence[Unit] = ()
    opinions: Sequence[Opinion] = ()
    matters: CodeList | None = None
    places: frozenset[str] = frozenset()

    def active_mandates(self, deputy: str) -> Iterator[Mandate]:
        """The mandates that a deputy holds on the day."""
        return (one for one in self.mandates.get(deputy, ()) if is_held(one, self.day))

    def name_of(self, deputy: str) -> str:
        """A deputy's name; what is not known stands for itself."""
        found = self.deputies.get(deputy)
        return found.name if found else deputy


def is_held(mandate: Mandate, day: str) -> bool:
    """Whether a mandate is held on a day: inside its period, and one that ended in another way until its last day."""
    if (mandate.from_on and day < mandate.from_on) or (mandate.to_on and mandate.to_on < day):
        return False
    return mandate.status == ACTIVE or bool(mandate.to_on)
