"""Telephone numbers as clerks write them: mobiles, landlines with extension, two in one cell, a village's short number.

A mobile number is written 13912345678, a landline 0851-85600001, with an extension 0851-85600001 and the sign for it.
"""

from __future__ import annotations

import re

from station_app.domain.citizen_id import has_lost_digits
from station_app.domain.folding import half_width
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.reading import Reading

EXTENSION = "\u8f6c"
"""The sign between a number and its extension (zhuan)."""
BETWEEN = "/"
"""What stands between two numbers of one field."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d]+|-{2,}")
_SPLIT = re.compile(r"[/\u3001,;\n\r\u6216|]+|(?<=[0-9]{7})\s+(?=1[3-9]|0[1-9])")
_EXTENSION = re.compile(r"(?:\u8f6c|\u5206\u673a|ext\.?|x|#)\s*[:\uff1a]?\s*([0-9]{1,6})$", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([1-9][0-9]{6,7})(?:-([0-9]{1,6}))?")
_SERVICE = re.compile(r"(400|800)[0-9]{7}")
_SHORT = re.compile(r"[1-9][0-9]{2,7}")
_REFUSED = (
    (re.compile(r"[*\u00d7]|[0-9][xX]{2,}"), "phone_masked"),
    (re.compile(r"^8(51|5[4-9])[0-9]{7,8}$"), "phone_zero_lost"),
    (re.compile(r"^1[3-9][0-9]{7,}$"), "phone_mobile_length"),
)
_ABROAD = re.compile(r"\+(?!86)[0-9]{7,15}|00(?!86)[1-9][0-9]{6,14}")


def phone(value: str) -> Reading:
    """One or more numbers, tidied. Refuses lost digits, masks, text, and mobiles that are too short or too long."""
    typed = _INVISIBLE.sub("", half_width(value)).strip()
    if has_lost_digits(typed):
        return Reading(value, (refusal("number_lost_digits", value=value),))
    parts = [part.strip() for part in _SPLIT.split(typed) if part.strip()]
    numbers: list[str] = []
    problems: list[Problem] = []
    for part in parts:
        number, problem = _one(part)
        numbers.append(number)
        problems.extend(problem)
    if any(problem.refuses for problem in problems):
        return Reading(value, tuple(problems))
    tidy = BETWEEN.join(numbers)
    if tidy != value:
        problems.insert(0, warning("tidied", value=value))
    if len(numbers) > 1:
        problems.append(warning("phone_several", value=tidy))
    return Reading(tidy, tuple(problems))


def masked_phone(value: str) -> str:
    """The first three and last four digits of each number; of a short number the last two."""
    return BETWEEN.join(_masked(number) for number in value.split(BETWEEN)) if value else ""


def _masked(number: str) -> str:
    main = number.split(EXTENSION, maxsplit=1)[0]
    if len(main) >= 11:
        return f"{main[:3]}****{main[-4:]}"
    return "*" * max(len(main) - 2, 0) + main[-2:] if len(main) > 3 else "***"


def _one(part: str) -> tuple[str, tuple[Problem, ...]]:
    extension = _EXTENSION.search(part)
    tail = f"{EXTENSION}{extension[1]}" if extension else ""
    main = part[: extension.start()] if extension else part
    digits = _digits(main)
    if landline := _LANDLINE.fullmatch(digits) or _LANDLINE.fullmatch(digits.replace("-", "")):
        area, number, behind = landline.groups()
        return f"{area}-{number}{EXTENSION + behind if behind else tail}", ()
    plain = digits.replace("-", "")
    if _MOBILE.fullmatch(plain) or _SERVICE.fullmatch(plain):
        return plain + tail, ()
    return plain + tail, (_problem(part, plain),)


def _digits(main: str) -> str:
    joined = re.sub(r"[\s()\u3010\u3011.']", "", _DASHES.sub("-", main))
    return re.sub(r"^(\+|00)86-?|^86-?(?=1[3-9][0-9-]{9,})", "", joined).strip("-")


def _problem(part: str, plain: str) -> Problem:
    for pattern, code in _REFUSED:
        if pattern.search(plain):
            return refusal(code, value=part, length=len(plain))
    if _ABROAD.fullmatch(plain):
        return warning("phone_abroad", value=part)
    if _SHORT.fullmatch(plain):
        return warning("phone_short", value=part)
    return refusal("phone_unknown" if plain.isdigit() else "phone_not_number", value=part, length=len(plain))
