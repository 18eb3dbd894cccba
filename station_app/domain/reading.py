"""What a form check says of a value: the text to keep, and what a person should mend or know."""

from __future__ import annotations

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, warning


@immutable
class Reading:
    """A value as the office keeps it, with its problems. Where one of them refuses, `value` is what was typed."""

    value: str
    problems: tuple[Problem, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether the value can be taken, warnings or not."""
        return not any(problem.refuses for problem in self.problems)


def read(typed: str, value: str, *problems: Problem) -> Reading:
    """The reading of `typed` as `value`; says so with the warning "tidied" where the two differ."""
    if any(problem.refuses for problem in problems):
        return Reading(typed, problems)
    tidied = (warning("tidied", value=typed),) if typed != value else ()
    return Reading(value, (*tidied, *problems))
