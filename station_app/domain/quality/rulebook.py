"""The words, patterns and limits that the checks go by: data, with periods, and a switch for each check.

The form of the data is that of `resources/rules/suggestion_checks.json`. A list's entry is a word, or an object with
`word`, `to` (what it leads to), `valid_from` and `valid_to` (ISO 8601, both inclusive, "" for no end).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from station_app.domain.immutable import immutable

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
