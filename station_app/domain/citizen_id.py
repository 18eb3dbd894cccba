"""Identity documents: the citizen number of GB 11643-1999 and what stands beside it in real ledgers.

The first six digits name the county of first registration and are never updated, so codes abolished long ago are as
good as today's; one that never existed is a warning. 15-digit numbers ended on 2013-01-01 and still stand in ledgers.
"""

from __future__ import annotations

import re
from datetime import date

from station_app.domain.folding import half_width
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.reading import Reading, read

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

_PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
"""GB/T 2260; 81, 82 and 83 begin the residence permits of people of Hong Kong, Macao and Taiwan."""

_COUNTIES_OF_GUIZHOU = {
    "5200": "00",
    "5201": "00 02 03 11 12 13 14 15 21 22 23 81",
    "5202": "00 01 02 03 04 21 22 81",
    "5203": "00 02 03 04 21 22 23 24 25 26 27 28 29 30 81 82",
    "5204": "00 02 03 21 22 23 24 25",
    "5205": "00 02 21 22 23 24 25 26 27",
    "5206": "00 02 03 21 22 23 24 25 26 27 28",
    "5221": "00 01 02 03 21 22 23 24 25 26 27 28 29 30 31 32",
    "5222": "00 01 21 22 23 24 25 26 27 28 29 30",
    "5223": "00 01 02 21 22 23 24 25 26 27 28",
    "5224": "00 01 21 22 23 24 25 26 27 28",
    "5225": "00 01 02 21 22 23 24 25 26 27 28 29 30",
    "5226": "00 01 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36",
    "5227": "00 01 02 21 22 23 24 25 26 27 28 29 30 31 32",
}
"""All codes that a number of the province can begin with since 1980, those abolished (5221, 5222, 5224, 5225) too."""

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212'\u2018\u2019`\u00a0\u200b\ufeff]")
_IN_SCIENTIFIC_FORM = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
_CITIZEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD_CITIZEN = re.compile(r"[1-9][0-9]{14}")
_OTHER_DOCUMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[HM][0-9]{8}([0-9]{2})?",  # mainland permit of people of Hong Kong and Macao, the longer one before 2013
        r"[0-9]{8}|[0-9]{10}[A-Z]?|T[0-9]{8}",  # mainland permit of people of Taiwan
        r"[A-Z]{3}[0-9]{12}",  # permanent residence of foreigners before 2023
        r"[A-Z]{1,2}[0-9]{6,9}",  # passports
    )
)


def has_lost_digits(typed: str) -> bool:
    """Whether a spreadsheet turned the number into a fraction (5.20324E+17): its last digits are gone for good."""
    return _IN_SCIENTIFIC_FORM.fullmatch(half_width(typed).strip()) is not None


def check_character(first_17: str) -> str:
    """The last character of a citizen number, ISO 7064 MOD 11-2."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True)) % 11]


def born_on(number: str) -> str:
    """The date of birth in a sound 18-digit or 15-digit number, ISO 8601; "" where the document holds none."""
    if _CITIZEN.fullmatch(number):
        return _iso_date(number[6:14])
    return _iso_date("19" + number[6:12]) if _OLD_CITIZEN.fullmatch(number) else ""


def gender_code(number: str) -> str:
    """ "1" male or "2" female (GB/T 2261.1) as the sequence digit says; "" where the document holds none."""
    if _CITIZEN.fullmatch(number) and number[0] != "9":
        return "1" if int(number[16]) % 2 else "2"
    return ("1" if int(number[14]) % 2 else "2") if _OLD_CITIZEN.fullmatch(number) else ""


def id_number(value: str) -> Reading:
    """The number of any document, tidied. Refuses lost digits, masks, wrong length, date and check character."""
    if has_lost_digits(value):
        return Reading(value, (refusal("number_lost_digits", value=value),))
    number = _tidied(value)
    if not number:
        return Reading("")
    if len(re.findall(r"[*\u00d7]", number)) > 1 or re.search(r"[0-9]X{2,}|[*\u00d7].", number):
        return Reading(value, (refusal("id_masked", value=value),))
    return read(value, number, *_problems(number))


def _tidied(value: str) -> str:
    number = _SEPARATORS.sub("", half_width(value)).upper()
    if re.fullmatch(r"[0-9]{17}[*\u00d7]", number):
        return number[:17] + "X"
    # Letters that stand for digits are mended only where the check character proves the result.
    mended = number.replace("O", "0").replace("L", "1").replace("I", "1")
    if _CITIZEN.fullmatch(mended) and mended != number and check_character(mended[:17]) == mended[17]:
        return mended
    return number


def _problems(number: str) -> tuple[Problem, ...]:
    if _CITIZEN.fullmatch(number):
        return _problems_of_citizen(number)
    if _OLD_CITIZEN.fullmatch(number):
        date_problem = () if _iso_date("19" + number[6:12]) else (refusal("id_date", value=number),)
        return (*date_problem, warning("id_old", value=number), *_problem_of_area(number))
    if any(pattern.fullmatch(number) for pattern in _OTHER_DOCUMENTS):
        return ()
    return (_problem_of_other(number),)


def _problem_of_other(number: str) -> Problem:
    if re.fullmatch(r"[0-9]+X?", number):
        return refusal("id_length", value=number, length=len(number))
    if re.fullmatch(r"[0-9A-Z()]{5,}", number) and re.search(r"[0-9]", number):
        return warning("id_unrecognised", value=number)
    return refusal("id_not_number", value=number)


def _problems_of_citizen(number: str) -> tuple[Problem, ...]:
    date_problem = () if _iso_date(number[6:14]) else (refusal("id_date", value=number),)
    sound = check_character(number[:17]) == number[17]
    return (*date_problem, *(() if sound else (refusal("id_checksum", value=number),)), *_problem_of_area(number))


def _problem_of_area(number: str) -> tuple[Problem, ...]:
    if number[0] == "9" and len(number) == 18:  # permanent residence of foreigners since 2023
        return ()
    known = number[:2] in _PROVINCES.split()
    if number.startswith("52"):
        known = number[4:6] in _COUNTIES_OF_GUIZHOU.get(number[:4], "").split()
    return () if known else (warning("id_area_unknown", value=number),)


def _iso_date(digits: str) -> str:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return ""
    return day.isoformat() if day.year >= 1850 else ""
