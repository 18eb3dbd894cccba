"""A unit's answer as one would say it to a farmer on the telephone: the office's phrases out, short sentences.

What is left out, cut and said otherwise is data (`resources/rules/plain.json`). It is a proposal: whoever calls reads
it with their own eyes, and the whole answer stands on the matter's page.
"""

from __future__ import annotations

from station_app.domain.codes import Edition
from station_app.domain.pattern import pattern, patterns_of

_ENDS = pattern(r"[\u3002\uff01\uff1f\uff1b!?;\n]+")  # 。！？；
_PAUSE = "\uff0c"  # ，
_STOP = "\u3002"  # 。
_TRIM = " \t\u3000\uff0c,\u3001\uff1a:"


def sentences(text: str, rules: Edition, unit: str = "") -> list[str]:
    """What of an answer is said, a sentence each, at most as many as the rules let stand; [] where nothing is left.

    A unit that speaks of itself (我局) is called by its name, `unit`.
    """
    found = []
    for raw in _ENDS.split(text):
        said = raw.strip(_TRIM)
        if not said or _any(tuple(rules.get("leave_out", ())), said):
            continue
        said = _cut(said, tuple(rules.get("cut", ())))
        for office, plain in rules.get("say", ()):
            said = said.replace(office, plain)
        for own in rules.get("own", ()) if unit else ():
            said = said.replace(own, unit)
        found += _short(said.strip(_TRIM), int(rules.get("longest", 0)))
    return found[: int(rules.get("lines", 0))]


def _any(patterns: tuple[str, ...], said: str) -> bool:
    return any(one.search(said) for one in patterns_of(patterns))


def _cut(said: str, patterns: tuple[str, ...]) -> str:
    """Without the openings that one more may stand behind."""
    before = ""
    while said and said != before:
        before = said
        for one in patterns_of(patterns):
            said = one.sub("", said, count=1).strip(_TRIM)
    return said or before


def _short(said: str, longest: int) -> list[str]:
    """A sentence in pieces of at most so many characters where it has pauses; each ends with a stop."""
    pieces: list[str] = []
    for part in (one.strip() for one in said.split(_PAUSE)):
        if not part:
            continue
        if pieces and len(pieces[-1]) + len(part) < longest:
            pieces[-1] = f"{pieces[-1]}{_PAUSE}{part}"
        else:
            pieces.append(part)
    return [f"{one}{_STOP}" for one in pieces]
