"""Who somebody is: names, telephone numbers and citizens' numbers as they are written, and what of them is hidden."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from station_app.domain.field import FieldSpec, Kind
from station_app.domain.folding import INTERPUNCTS, fold, half_width, is_invisible, is_private
from station_app.domain.pattern import pattern
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

_ID_SEPARATORS = pattern(r"[\s\-\u2010-\u2015\u2212'\u2018\u2019`\u00a0\u200b\ufeff]")
_IN_SCIENTIFIC_FORM = pattern(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
_CITIZEN = pattern(r"[1-9][0-9]{16}[0-9X]")
_OLD_CITIZEN = pattern(r"[1-9][0-9]{14}")
_OTHER_DOCUMENTS = tuple(
    pattern(form)
    for form in (
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
    return read(value, number, *_id_problems(number))


def _tidied(value: str) -> str:
    number = _ID_SEPARATORS.sub("", half_width(value)).upper()
    if re.fullmatch(r"[0-9]{17}[*\u00d7]", number):
        return number[:17] + "X"
    # Letters that stand for digits are mended only where the check character proves the result.
    mended = number.replace("O", "0").replace("L", "1").replace("I", "1")
    if _CITIZEN.fullmatch(mended) and mended != number and check_character(mended[:17]) == mended[17]:
        return mended
    return number


def _id_problems(number: str) -> tuple[Problem, ...]:
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


EXTENSION = "\u8f6c"
"""The sign between a number and its extension (zhuan)."""
BETWEEN = "/"
"""What stands between two numbers of one field."""

_INVISIBLE = pattern("[\u200b-\u200f\u2060\ufeff]")
_DASHES = pattern("[\u2010-\u2015\u2212\uff0d]+|-{2,}")
_SPLIT = pattern(r"[/\u3001,;\n\r\u6216|]+|(?<=[0-9]{7})\s+(?=1[3-9]|0[1-9])")
_EXTENSION = pattern(r"(?:\u8f6c|\u5206\u673a|ext\.?|x|#)\s*[:\uff1a]?\s*([0-9]{1,6})$", re.IGNORECASE)
_MOBILE = pattern(r"1[3-9][0-9]{9}")
_FRACTION = pattern(r"([0-9]{5,})\.([0-9]{1,2})")
_LANDLINE = pattern(r"(010|02[0-9]|0[3-9][0-9]{2})-?([1-9][0-9]{6,7})(?:-([0-9]{1,6}))?")
_SERVICE = pattern(r"(400|800)[0-9]{7}")
_SHORT = pattern(r"[1-9][0-9]{2,7}")
_REFUSED = (
    (pattern(r"[*\u00d7]|[0-9][xX]{2,}"), "phone_masked"),
    (pattern(r"^8(51|5[4-9])[0-9]{7,8}$"), "phone_zero_lost"),
    (pattern(r"^1[3-9][0-9]{7,}$"), "phone_mobile_length"),
)
_ABROAD = pattern(r"\+(?!86)[0-9]{7,15}|00(?!86)[1-9][0-9]{6,14}")


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
    if fraction := _FRACTION.fullmatch(main.strip()):
        # A column with gaps leaves some programs as fractions: 8560001.0 is whole, any other is no number.
        if fraction[2].strip("0"):
            return main, (refusal("phone_not_number", value=part, length=len(main)),)
        main = fraction[1]
    digits = _phone_digits(main)
    if landline := _LANDLINE.fullmatch(digits) or _LANDLINE.fullmatch(digits.replace("-", "")):
        area, number, behind = landline.groups()
        return f"{area}-{number}{EXTENSION + behind if behind else tail}", ()
    plain = digits.replace("-", "")
    if _MOBILE.fullmatch(plain) or _SERVICE.fullmatch(plain):
        return plain + tail, ()
    return plain + tail, (_problem(part, plain),)


def _phone_digits(main: str) -> str:
    joined = re.sub(r"[\s()\u3010\u3011.']", "", _DASHES.sub("-", main))
    return re.sub(r"^(\+|00)86-?|^86-?(?=1[3-9][0-9-]{9,})", "", joined).strip("-")


def _problem(part: str, plain: str) -> Problem:
    for form, code in _REFUSED:
        if form.search(plain):
            return refusal(code, value=part, length=len(plain))
    if _ABROAD.fullmatch(plain):
        return warning("phone_abroad", value=part)
    if _SHORT.fullmatch(plain):
        return warning("phone_short", value=part)
    return refusal("phone_unknown" if plain.isdigit() else "phone_not_number", value=part, length=len(plain))


_LOST = frozenset("?\uff1f\u25a1\u25a0\ufffd*\uff0a")
"""What stands where a character was lost: question marks, boxes, the replacement character, asterisks."""
_DESCRIBED = range(0x2FF0, 0x3000)
"""Ideographic description characters: a rare character spelt by its parts."""
_BETWEEN_PEOPLE = frozenset(",\uff0c\u3001;\uff1b/\uff0f")
_USUAL_SIGNS = frozenset(INTERPUNCTS + ".-'\u2019\uff0e \u3000\u00a0")
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))

_ANONYMOUS = "\u533f\u540d"
"""The word that stands for a name that was not given."""
_SOMEBODY = "\u67d0"
"""The sign that stands for a hidden given name."""
_COMPOUND_SURNAMES = (
    # Ouyang, Shangguan, Sima, Zhuge, Xiahou, Huangfu, Yuchi, Gongsun, Murong, Linghu, Zhangsun, Yuwen, Situ, Duanmu,
    # Dongfang, Nangong, Ximen, Dugu, Xuanyuan, Baili, Huyan, Dongguo, Tantai, Taishi, Shentu, Gongyang, Wenren, Helian,
    # Zhongli, Chanyu, Chunyu, Moqi, Sikong, Puyang, Tuoba, Diwu, Yangshe, Xianyu, Zhongsun, Gongye, Zongzheng
    "\u6b27\u9633 \u4e0a\u5b98 \u53f8\u9a6c \u8bf8\u845b \u590f\u4faf \u7687\u752b \u5c09\u8fdf \u516c\u5b59 "
    "\u6155\u5bb9 \u4ee4\u72d0 \u957f\u5b59 \u5b87\u6587 \u53f8\u5f92 \u7aef\u6728 \u4e1c\u65b9 \u5357\u5bab "
    "\u897f\u95e8 \u72ec\u5b64 \u8f69\u8f95 \u767e\u91cc \u547c\u5ef6 \u4e1c\u90ed \u6fb9\u53f0 \u592a\u53f2 "
    "\u7533\u5c60 \u516c\u7f8a \u95fb\u4eba \u8d6b\u8fde \u949f\u79bb \u5355\u4e8e \u6df3\u4e8e \u4e07\u4fdf "
    "\u53f8\u7a7a \u6fee\u9633 \u62d3\u8dcb \u7b2c\u4e94 \u7f8a\u820c \u9c9c\u4e8e \u4ef2\u5b59 \u516c\u51b6 "
    "\u5b97\u653f"
)


def name(value: str) -> Reading:
    """A person's name without what cannot be seen. Refuses surrogate halves, nothing, and no letter."""
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        return Reading(value, (refusal("half_character", value=value),))
    tidy = "".join(_shown(sign) for sign in value).strip()
    return read(value, tidy, *_name_problems(tidy))


def masked_name(value: str) -> str:
    """The surname and a sign for the rest; of a name with interpuncts the first part; of a Latin one a letter."""
    if value in {"", _ANONYMOUS}:
        return value
    for sign in INTERPUNCTS:
        if sign in value:
            return value.split(sign, maxsplit=1)[0] + _SOMEBODY
    if len(value) == 1:
        return _SOMEBODY
    surname = value[:2] if value[:2] in _COMPOUND_SURNAMES.split() and len(value) > 2 else value[0]
    return surname + _SOMEBODY


def _shown(sign: str) -> str:
    if sign.isspace() and sign not in "\u3000\u00a0":
        return " "
    # A variation selector chooses the form of the sign before it: it belongs to the name.
    keeps = not is_invisible(sign) or any(ord(sign) in block for block in _VARIATION_SELECTORS)
    return sign if keeps else ""


def _name_problems(tidy: str) -> tuple[Problem, ...]:
    if not tidy:
        return (refusal("name_empty"),)
    found: list[Problem] = []
    lost = any(sign in _LOST or ord(sign) in _DESCRIBED for sign in tidy)
    private = any(map(is_private, tidy))
    if not (lost or private or any(map(_is_letter, tidy))):
        found.append(refusal("name_no_letter", value=tidy))
    elif any(not _is_usual(sign) for sign in tidy):
        found.append(warning("name_odd_sign", value=tidy))
    if lost:
        found.append(warning("name_lost_character", value=tidy))
    if private:
        found.append(warning("name_private_character", value=tidy))
    if any(sign in _BETWEEN_PEOPLE for sign in tidy):
        found.append(warning("name_several", value=tidy))
    return tuple(found)


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "L"


def _is_usual(sign: str) -> bool:
    known = sign in _USUAL_SIGNS or sign in _LOST or sign in _BETWEEN_PEOPLE or ord(sign) in _DESCRIBED
    return known or is_private(sign) or unicodedata.category(sign)[0] in "LM"


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
_ALONE = pattern(r"(?<![0-9A-Za-z])(?:[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}|1[3-9][0-9]{9})(?![0-9A-Za-z])")
"""A citizen number of 18 or 15 digits, or a mobile number, within a text."""
_SEPARATORS = pattern(r"[\s\-\u2010-\u2015'\u200b\ufeff]")


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
