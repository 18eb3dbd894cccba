"""What of a station did not come back when a new computer took a lost one's place: by number, so that people are
called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from station_app.db import journal, search
from station_app.domain import numbering
from station_app.domain.immutable import immutable
from station_app.domain.numbering import LETTERS
from station_app.services.desk import Desk
from station_app.sync import trust

LETTER_AT, YEAR_AT = 13, slice(14, 16)
"""Where letter and year stand in a series (520324116-01-F26-)."""

SAID_DAYS = 60
"""So long the first page says that something is missing."""


@immutable
class Missing:
    """One kind's numbers as the lost computer gave them, by its letter: the short numbers that are lacking below the
    highest that came, and the highest of each of its series this year: what was given after it never travelled."""

    letter: str
    kind: str
    gaps: tuple[str, ...]
    after: tuple[str, ...]


def is_instead(desk: Desk) -> bool:
    """Whether this computer took the place of another one of its station."""
    invitation = None if desk.is_office else trust.agreed(desk.store)
    return invitation is not None and bool(invitation.replaces)


def is_said(desk: Desk) -> bool:
    """Whether this computer took another's place lately: then the first page leads to what is missing."""
    if not is_instead(desk):
        return False
    begun = next(journal.entries_after(desk.store.database, journal.my_author(desk.store.database), 0), None)
    if begun is None:
        return True
    return abs((date.fromisoformat(desk.today) - date.fromisoformat(begun.change.at[:10])).days) <= SAID_DAYS


def missing(desk: Desk) -> list[Missing]:
    """What the lost computer gave a number and this one has not heard of. Of secret matters nothing ever travels: they
    have letters of their own, and are in no list."""
    own, station = desk.store.mark(), (desk.station.area_code[:9], desk.station.station_no)
    series: dict[str, set[int]] = {}
    for text in search.every_number(desk.store.database):
        number = numbering.find(text)
        if number is not None and number.mark != own and (number.township, number.station_no) == station:
            series.setdefault(number.series, set()).add(number.sequence)
    found = ((kind, letter, _of_letter(series, letter)) for kind, letter in LETTERS.items())
    return [_missing(kind, letter, given) for kind, letter, given in found if given]


def _of_letter(series: Mapping[str, set[int]], letter: str) -> dict[str, set[int]]:
    return {name: given for name, given in sorted(series.items()) if name[LETTER_AT] == letter}


def _missing(kind: str, letter: str, series: Mapping[str, set[int]]) -> Missing:
    year = max(name[YEAR_AT] for name in series)
    gaps = [_short(name, one) for name, given in series.items() for one in range(1, max(given)) if one not in given]
    last = [_short(name, max(given)) for name, given in series.items() if name[YEAR_AT] == year]
    return Missing(letter, kind, tuple(gaps), tuple(last))


def _short(series: str, sequence: int) -> str:
    return numbering.short_of(f"{series}{sequence:04d}")
