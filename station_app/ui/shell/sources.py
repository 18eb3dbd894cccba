"""What the forms of an open desk ask. Forms are made later than the first page, so nothing of them is imported here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from station_app import paths
from station_app.domain.act import NEW, OF_A_STATION, OF_AN_OFFICE
from station_app.domain.codes import CodeBook
from station_app.domain.field import FieldSpec
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import may
from station_app.domain.problem import Problem
from station_app.services import choices
from station_app.services.desk import Desk

if TYPE_CHECKING:
    from station_app.ui.parts.pick import Pick


class ReadValue(Protocol):
    """What typed input comes to; `value` is the wire's value where no problem refuses it."""

    @property
    def value(self) -> Any:
        """The value, or what stands for nothing."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be said of it."""
        ...


class Read(Protocol):
    """Reads what was typed into a field; never raises."""

    def __call__(self, spec: FieldSpec, raw: Any, /) -> ReadValue:
        """The reading of `raw`."""
        ...


@immutable
class Sources:
    """What forms ask: the code lists in force on `today` (ISO 8601), how typed days, times and counts are read, which
    records of a kind a text may mean (`choices(kind, typed)`: uid and words, best first; everything likely for ""), the
    words of one record (`names(kind, uid)`), the first letters of some words' pinyin, and the frequent texts for a use
    and a category (`templates`, likeliest first; `keep_template(use, category, words)` writes one down, None where
    nobody here may).

    Divisions are asked for in the same way, by the kinds `area` and `township` and their codes.
    """

    codes: CodeBook
    today: str
    read: Read
    choices: Callable[[str, str], Sequence[Pick]]
    names: Callable[[str, str], str]
    initials: Callable[[str], str]
    templates: Callable[[str, str], Sequence[str]] = lambda _use, _category: ()
    keep_template: Callable[[str, str, str], None] | None = None


def sources_of(desk: Desk, keep_template: Callable[[str, str, str], None] | None = None) -> Sources:
    """The code lists, readings, records and divisions of a desk, as forms ask for them."""

    def read(spec: FieldSpec, raw: Any, /) -> ReadValue:
        return desk.reader.read(spec, raw)

    return Sources(
        codes=desk.codes.narrowed("role", OF_AN_OFFICE if desk.is_office else OF_A_STATION),
        today=desk.today,
        read=read,
        choices=partial(choices.choices, desk),
        names=partial(choices.name_of, desk),
        initials=paths.word_initials_of,
        templates=partial(_templates, desk),
        keep_template=keep_template if may("template", "register", NEW, desk.user.roles) else None,
    )


def _templates(desk: Desk, use: str, category: str) -> Sequence[str]:
    from station_app.services import templates  # noqa: PLC0415  (no start waits for it)

    return templates.offered(desk, use, category)
