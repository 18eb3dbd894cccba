"""The form checks that record fields name by `check=`: of one text each, what to keep and what is wrong with it.

They judge the form alone: whether a township exists, whether a birth date fits the birth year and whether a number
belongs to two people is for those who know the other records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from station_app.domain.citizen_id import has_lost_digits, id_number
from station_app.domain.field import FieldSpec, Kind
from station_app.domain.folding import fold, half_width
from station_app.domain.person_name import masked_name, name
from station_app.domain.phone import masked_phone, phone
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.reading import Reading, read

__all__ = [
    "CHECKS",
    "Reading",
    "area_code",
    "county_code",
    "fold",
    "id_number",
    "masked",
    "masked_id",
    "masked_name",
    "masked_phone",
    "name",
    "phone",
    "postcode",
    "station_no",
    "township_code",
]

_OWN_PROVINCE = "52"
_ALONE = re.compile(r"(?<![0-9A-Za-z])(?:[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}|1[3-9][0-9]{9})(?![0-9A-Za-z])")
"""A citizen number of 18 or 15 digits, or a mobile number, within a text."""
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015'\u200b\ufeff]")


def township_code(value: str) -> Reading:
    """A township or subdistrict: 12 digits of the statistical code that end in 000 (the village part)."""
    if has_lost_digits(value):
        return Reading(value, (refusal("number_lost_digits", value=value),))
    digits = _digits(value)
    problems = _problems_of_area(digits)
    if not problems and not digits.endswith("000"):
        problems = (refusal("code_is_village", value=digits),)
    elif not problems and digits.endswith("000000"):
        problems = (refusal("code_above_township", value=digits),)
    return read(value, digits, *problems, *_problem_of_province(digits))


def county_code(value: str) -> Reading:
    """A county, district or county-level city: the first 6 digits of the statistical code, the last two not 00.

    The province's platform has the province's: 2 digits.
    """
    digits = _digits(value)
    sound = re.fullmatch(r"[0-9]{2}|[0-9]{4}(?!00)[0-9]{2}", digits)
    return read(value, digits, *(() if sound else (refusal("county_code", value=value),)))


def area_code(value: str) -> Reading:
    """A village or community: 12 digits of the statistical code; a place above the village is taken with a warning."""
    if has_lost_digits(value):
        return Reading(value, (refusal("number_lost_digits", value=value),))
    digits = _digits(value)
    if not digits:
        return Reading("")
    problems = _problems_of_area(digits)
    if not problems and digits.endswith("000"):
        problems = (warning("code_above_village", value=digits),)
    return read(value, digits, *problems, *_problem_of_province(digits))


def station_no(value: str) -> Reading:
    """The number of a station in its township: two digits, 01 to 99. A single digit is not padded: it may be half."""
    digits = _digits(value)
    sound = re.fullmatch(r"[0-9]{2}", digits) and digits != "00"
    return read(value, digits, *(() if sound else (refusal("station_no", value=value),)))


def postcode(value: str) -> Reading:
    """Six digits."""
    digits = _digits(value)
    sound = not digits or re.fullmatch(r"[0-9]{6}", digits)
    return read(value, digits, *(() if sound else (refusal("postcode", value=value, length=len(digits)),)))


def masked_id(value: str) -> str:
    """The first six and last four characters of a citizen number; of a shorter document the first and last two."""
    if len(value) >= 15:
        return value[:6] + "*" * (len(value) - 10) + value[-4:]
    return value[:2] + "*" * (len(value) - 4) + value[-2:] if len(value) > 5 else "*" * len(value)


MASKS: dict[str, Callable[[str], str]] = {"phone": masked_phone, "id_number": masked_id}
"""How a value is masked in lists, by the word that its field's `check=` says."""


def masked(spec: FieldSpec, value: Any) -> Any:
    """A field's value as lists and terminals show it: phones and document numbers with their middle hidden.

    In a personal text (an old ledger's note) the numbers that stand alone are hidden the same way.
    """
    if spec.personal and spec.kind is Kind.PROSE and isinstance(value, str):
        return _ALONE.sub(lambda found: masked_phone(found[0]) if len(found[0]) == 11 else masked_id(found[0]), value)
    mask = MASKS.get(spec.check)
    return mask(value) if mask and isinstance(value, str) and value else value


CHECKS: Mapping[str, Callable[[str], Reading]] = {
    "name": name,
    "phone": phone,
    "id_number": id_number,
    "township_code": township_code,
    "county_code": county_code,
    "area_code": area_code,
    "station_no": station_no,
    "postcode": postcode,
}
"""The checks by the word that a field's `check=` says."""


def _digits(value: str) -> str:
    return _SEPARATORS.sub("", half_width(value))


def _problems_of_area(digits: str) -> tuple[Problem, ...]:
    if not re.fullmatch(r"[0-9]+", digits):
        return (refusal("code_not_number", value=digits),)
    return () if len(digits) == 12 else (refusal("code_length", value=digits, length=len(digits)),)


def _problem_of_province(digits: str) -> tuple[Problem, ...]:
    elsewhere = re.fullmatch(r"[0-9]{12}", digits) and not digits.startswith(_OWN_PROVINCE)
    return (warning("code_other_province", value=digits),) if elsewhere else ()
