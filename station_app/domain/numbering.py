"""Provisional numbers (暂编号) and their check character.

`520324116-01-F26-0031`: nine digits of the township, two of the station, the kind's letter with two digits of the year,
and a gapless sequence of at least four digits for station, kind and year. The receiving office alone gives official
numbers.

The check character is ISO 7064 MOD 37-2 over digits and letters, hyphens left out. The hybrid MOD 37,36 was tried first
and misses some adjacent swaps (2 and 72 pairs of characters for each state, 17 and 18 after state 1 among them); the
pure system finds every single wrong character and every two adjacent characters swapped, at the price of a 37th check
character, the asterisk.
"""

from __future__ import annotations

import re

from station_app.domain.immutable import immutable

LETTERS = {"reception_day": "J", "visit": "F", "opinion": "M", "referral": "Z", "suggestion": "Y", "duty_record": "L"}
"""The letter of each numbered kind: 接待日, 来访, 民意, 转办, 建议, 履职."""

_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_MODULUS = 37
_RADIX = 2
_FORM = re.compile(r"([0-9]{9})-([0-9]{2})-([JFMZYL])([0-9]{2})-([0-9]{4,})")


@immutable
class Number:
    """The parts of a provisional number; `sequence` counts from 1."""

    township: str
    station_no: str
    letter: str
    year: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.series}{self.sequence:04d}"

    @property
    def series(self) -> str:
        """What the numbers of one station, kind and year share: `520324116-01-F26-`."""
        return f"{self.township}-{self.station_no}-{self.letter}{self.year % 100:02d}-"

    @property
    def short(self) -> str:
        """The part that a desk needs: `F26-0031`."""
        return str(self)[13:]


def compose(area_code: str, station_no: str, kind: str, year: int, sequence: int) -> str:
    """The number of the `sequence`th record of a kind in a year, at the station of a 12-digit township code.

    Raises KeyError for a kind that is not numbered, ValueError where the parts make no number.
    """
    number = str(Number(area_code[:9], station_no, LETTERS[kind], year, sequence))
    if sequence < 1 or not _FORM.fullmatch(number):
        raise ValueError(f"no provisional number: {number}")
    return number


def parse(number: str) -> Number:
    """The parts of a number; the year is of this century. Raises ValueError for another form."""
    match = _FORM.fullmatch(number)
    if not match:
        raise ValueError(f"no provisional number: {number}")
    township, station_no, letter, year, sequence = match.groups()
    return Number(township, station_no, letter, 2000 + int(year), int(sequence))


def find(number: str) -> Number | None:
    """The parts of a number; None for a text of another form, such as an official number."""
    return parse(number) if _FORM.fullmatch(number) else None


def check_character(number: str) -> str:
    """The check character of a number, hyphens and case left out (ISO 7064 MOD 37-2). Raises ValueError for others."""
    total = 0
    for character in number.replace("-", "").upper():
        total = (total + _value_of(character)) * _RADIX % _MODULUS
    return _CHARACTERS[(1 - total) % _MODULUS]


def with_check(number: str) -> str:
    """The number as it is printed and read out: the check character behind a last hyphen."""
    return f"{number}-{check_character(number)}"


def is_sound(number_with_check: str) -> bool:
    """Whether the last character is the check character of the rest."""
    characters = number_with_check.replace("-", "").upper()
    try:
        return len(characters) > 1 and check_character(characters[:-1]) == characters[-1]
    except ValueError:
        return False


def _value_of(character: str) -> int:
    value = _CHARACTERS.index(character)
    if value == _MODULUS - 1:
        raise ValueError("an asterisk only stands at the end")
    return value
