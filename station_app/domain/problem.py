"""What is wrong with an input, as data; `station_app.text` speaks it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from station_app.domain.immutable import immutable


class Weight(StrEnum):
    """How much a problem weighs at the door."""

    REFUSE = "refuse"
    WARN = "warn"


@immutable
class Problem:
    """One thing that a person can mend, or should know.

    `code` names the sentence in `station_app.text`; `where` is a field's name (or "" for the whole record); `value` is
    what was typed; `details` fill the sentence. A personal value is never copied into `details`. `part` tells which
    of several acts that were asked together it is of, from 0.
    """

    code: str
    where: str = ""
    value: object = ""
    details: tuple[tuple[str, object], ...] = ()
    weight: Weight = Weight.REFUSE
    part: int = 0

    @property
    def refuses(self) -> bool:
        """Whether the input cannot be taken as it stands."""
        return self.weight is Weight.REFUSE


def refusal(code: str, where: str = "", value: object = "", **details: object) -> Problem:
    """A problem that keeps the input out until it is mended."""
    return Problem(code, where, value, tuple(details.items()))


def warning(code: str, where: str = "", value: object = "", **details: object) -> Problem:
    """A problem that the person should know; the input is taken."""
    return Problem(code, where, value, tuple(details.items()), Weight.WARN)


@dataclass
class Rejected(Exception):
    """An act that was refused, with every problem at once; nothing was written."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        return ", ".join(f"{problem.where}:{problem.code}" for problem in self.problems)


def reject(*problems: Problem) -> Rejected:
    """The exception for `problems`, ready to raise."""
    return Rejected(problems)
