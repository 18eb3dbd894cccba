"""Provisional numbers (暂编号) and their check character.

`520324116-01-F26-0031`: nine digits of the township, two of the station, the kind's letter with two digits of the year,
and a gapless sequence of four to seven digits for station, kind and year. The receiving office alone gives official
numbers. An office's own records have the station part 00, its code filled up with zeros.

A journal of a station after its first has a mark of two letters, and counts for itself: `520324116-01-F26-KT0001`. It
is made from the journal's own id (`mark_of`), so that two computers of a station need not talk to number apart. What is
kept at its desk has letters of its own, so that no gap in what travels tells of it.

The check character is ISO 7064 MOD 37-2 over digits and letters, hyphens left out. The hybrid MOD 37,36 was tried first
and misses some adjacent swaps (2 and 72 pairs of characters for each state, 17 and 18 after state 1 among them); the
pure system finds every single wrong character and every two adjacent characters swapped, at the price of a 37th check
character, the asterisk.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import product

from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern

LETTERS = {"reception_day": "J", "visit": "F", "opinion": "M", "assignment": "Z", "suggestion": "Y", "duty_record": "L"}
"""The letter of each numbered kind: 接待日, 来访, 民意, 转办, 建议, 履职."""

COUNTY_DIGITS = 6
"""The digits of a county's code."""

KEPT_LETTERS = {"visit": "X", "opinion": "N", "assignment": "Q"}
"""The letters of what never leaves its desk (`domain.secrecy`): 来访, 民意, 转办."""

MARK_LETTERS = "ABCDEGHKPRSTUVW"
"""The letters of marks: no I and O, which are read as figures, and none that says a kind."""

_KINDS = "".join((*LETTERS.values(), *KEPT_LETTERS.values()))
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_MODULUS = 37
_RADIX = 2
_FORM = pattern(
    rf"([0-9]{{9}})-([0-9]{{2}})-([{_KINDS}])([0-9]{{2}})-((?:[{MARK_LETTERS}]{{2}})?)((?!0+$)[0-9]{{4,7}})"
)

_KEPT = pattern(rf"[0-9]{{9}}-[0-9]{{2}}-[{''.join(KEPT_LETTERS.values())}][0-9]{{2}}-[A-Z]{{0,2}}[0-9]{{4,7}}")

_BETWEEN = pattern(r"[\s\u00ad\u200b-\u200f\u2010-\u2015\u2043\u2060\u2212\u2500\ufeff\-_~\u30fc.,·]+")
"""What people put between the groups of a number, or leave out: blanks, and every dash that a keyboard gives."""
_TYPED = pattern(
    rf"(?:([0-9]{{9}})([0-9]{{2}}))?([{_KINDS}])([0-9]{{2}})((?:[{MARK_LETTERS}]{{2}})?)((?!0000)[0-9]{{4}}|[1-9][0-9]{{4,6}})"
)
_SORTS = {"9": "0123456789", "L": _KINDS, "M": MARK_LETTERS}
_TEMPLATES = ("9" * 11 + "L99MM", "9" * 11 + "L99", "L99MM", "L99")
"""A whole number and a short one up to the sequence, with a mark and without: digits, the kind's letter, the mark."""
_GROUPS = ((9, 2, 3), (9, 2, 3), (3,), (3,))
_MOST_SLIPS = 2
"""How many signs may stand where none of their sort belongs: a swap of neighbours puts two wrong."""


@immutable
class Number:
    """The parts of a provisional number; `sequence` counts from 1, `mark` is "" in a station's first journal."""

    township: str
    station_no: str
    letter: str
    year: int
    sequence: int
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.series}{self.sequence:04d}"

    @cached_property
    def series(self) -> str:
        """What the numbers of one station, kind, year and mark share: `520324116-01-F26-`, `520324116-01-F26-KT`."""
        return f"{self.township}-{self.station_no}-{self.letter}{self.year % 100:02d}-{self.mark}"

    @property
    def short(self) -> str:
        """The part that a desk needs: `F26-0031`."""
        return str(self)[13:]


@immutable
class Asked:
    """A number as a person gave it, whole or short. `plain` is what it says where no sign is a check character,
    `checked` what it says where the last one, `check`, is; each is "" where it cannot be so read. All are "" for what
    has a number's form but for a slip: then a check character was given, and it is wrong."""

    plain: str = ""
    checked: str = ""
    check: str = ""

    @property
    def is_garbled(self) -> bool:
        """Whether it has a number's form with a check character, but for a sign that no number has there."""
        return not self.plain and not self.checked

    def sound(self, stations: Iterable[str]) -> tuple[str, ...]:
        """The whole numbers whose check character was given; `stations` (`520324116-01`) are those that are known."""
        return tuple(one for one in _whole(self.checked, stations) if check_character(one) == self.check)

    def unchecked(self, stations: Iterable[str]) -> tuple[str, ...]:
        """The whole numbers that were given without a check character, one for each station that is known."""
        return _whole(self.plain, stations)


def _whole(reading: str, stations: Iterable[str]) -> tuple[str, ...]:
    if not reading:
        return ()
    return (reading,) if _FORM.fullmatch(reading) else tuple(f"{station}-{reading}" for station in stations)


def kept_in(text: str) -> list[str]:
    """The numbers in a text of what never leaves its desk."""
    return _KEPT.findall(text)


def township_of(area_code: str) -> str:
    """The nine digits that numbers begin with; a county's six are filled up with zeros."""
    return area_code[:9].ljust(9, "0") if len(area_code) >= COUNTY_DIGITS else area_code


def mark_of(journal: str, taken: Collection[str]) -> str:
    """The mark of the journal with this id: the first that it gives and that is not `taken`.

    The bytes of the SHA-256 of the id's 32 digits, by twos, each byte's remainder by fifteen a letter of
    `MARK_LETTERS`; where all of those are taken, the first free one in the order of letters. Raises ValueError where
    none is free.
    """
    digest = sha256(journal.encode()).digest()
    letters = [MARK_LETTERS[byte % len(MARK_LETTERS)] for byte in digest]
    own = (first + second for first, second in zip(letters[::2], letters[1::2], strict=True))
    free = (mark for some in (own, map("".join, product(MARK_LETTERS, repeat=2))) for mark in some if mark not in taken)
    found = next(free, "")
    if not found:
        raise ValueError("every mark is taken")
    return found


def parse(number: str) -> Number:
    """The parts of a number; the year is of this century. Raises ValueError for another form."""
    match = _FORM.fullmatch(number)
    if not match:
        raise ValueError(f"no provisional number: {number}")
    township, station_no, letter, year, mark, sequence = match.groups()
    return Number(township, station_no, letter, 2000 + int(year), int(sequence), mark)


@lru_cache(maxsize=4096)
def find(number: str) -> Number | None:
    """The parts of a number; None for a text of another form, such as an official number."""
    return parse(number) if _FORM.fullmatch(number) else None


def read(typed: str) -> Asked | None:
    """What a person typed, read out or scanned, as a number; None for what has no number's form.

    Whole or short, with its check character or without, in either case, full width, with blanks or any dashes between
    the groups or with none. Without dashes a fifth last digit may be a check character: both readings stand.
    """
    groups = [group for group in _BETWEEN.split(unicodedata.normalize("NFKC", typed).upper()) if group]
    signs = "".join(groups)
    if not 7 <= len(signs) <= 25 or not all(sign in _CHARACTERS for sign in signs):
        return None
    has_check_apart = len(groups) > 1 and len(groups[-1]) == 1
    plain = "" if has_check_apart else _number_in(signs)
    checked = _number_in(signs[:-1])
    if plain or checked:
        return Asked(plain, checked, signs[-1] if checked else "")
    return Asked() if _is_garbled(signs, tuple(map(len, groups))) else None


def _number_in(signs: str) -> str:
    match = _TYPED.fullmatch(signs)
    if not match:
        return ""
    township, station_no, letter, year, mark, sequence = match.groups()
    short = f"{letter}{year}-{mark}{sequence}"
    return f"{township}-{station_no}-{short}" if township else short


def _is_garbled(signs: str, lengths: tuple[int, ...]) -> bool:
    """Whether signs are a number with a check character but for a slip: one sign of the wrong sort, or two swapped."""
    for template, groups in zip(_TEMPLATES, _GROUPS, strict=True):
        sequence_signs = len(signs) - len(template) - 1
        if not 4 <= sequence_signs <= 7:
            continue
        form = template + "9" * sequence_signs
        slips = sum(not _is_of(sort, sign) for sort, sign in zip(form, signs, strict=False))
        # Of digits alone only dashes tell that they are no telephone and no card.
        has_letter = any(sign.isalpha() for sign in signs[: len(template) + 1])
        is_like_one = has_letter or lengths == (*groups, template.count("M") + sequence_signs, 1)
        if slips <= _MOST_SLIPS and is_like_one:
            return True
    return False


def _is_of(sort: str, sign: str) -> bool:
    return sign in _SORTS[sort]


def short_of(number: str) -> str:
    """The short part of a number, for a desk; another text, such as an official number, as it is."""
    found = find(number)
    return found.short if found else number


def short_with_check(number: str) -> str:
    """The short part with the whole number's check character, as it is read out; another text as it is."""
    found = find(number)
    return f"{found.short}-{check_character(number)}" if found else number


def checked(number: str) -> str:
    """A whole number with its check character, as papers print it; another text as it is."""
    return with_check(number) if find(number) else number


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
