"""Checks of how a suggestion is written: its form, its words, what stands outside a congress's competence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from station_app.domain.immutable import immutable
from station_app.domain.quality.finding import Context, Finding, Gravity, Rulebook, at, whole
from station_app.domain.records import Suggestion

BODY = ("situation", "analysis", "proposals")
TEXTS = ("title", *BODY)
LEVELS = ("number_1", "number_2", "number_3", "number_4")
"""The patterns of numbering, the highest level first (GB/T 9704-2012, 7.3.3)."""

_WHITE = re.compile(r"\s+")


def length_of(text: str) -> int:
    """How many characters a text has without its white space."""
    return len(_WHITE.sub("", text))


def text_of(suggestion: Suggestion, field: str) -> str:
    """The text of one of the four fields that hold the suggestion's own words."""
    return str(getattr(suggestion, field))


def whole_text(suggestion: Suggestion) -> str:
    """Title and body, a line each."""
    return "\n".join(text_of(suggestion, field) for field in TEXTS)


def found(
    suggestion: Suggestion, pattern: re.Pattern[str], fields: Sequence[str] = TEXTS
) -> Iterator[tuple[str, re.Match[str]]]:
    """Every place in `fields` that a pattern finds."""
    for field in fields:
        for match in pattern.finditer(text_of(suggestion, field)):
            yield field, match


def doubts(
    code: str, suggestion: Suggestion, pattern: re.Pattern[str], fields: Sequence[str] = TEXTS, aspect: str = ""
) -> Iterator[Finding]:
    """A doubt for every place that a pattern finds; the place's own words are its detail."""
    for field, match in found(suggestion, pattern, fields):
        text = text_of(suggestion, field)
        yield at(code, Gravity.DOUBT, field, text, match.span(), aspect=aspect, words=match.group())


@immutable
class Numbered:
    """A numbered line of a text: its level from 0, its figure, where the number stands."""

    level: int
    figure: int
    start: int
    end: int


def numbered(text: str, rules: Rulebook) -> list[Numbered]:
    """The numbered lines of a text, in order."""
    lines = [
        Numbered(level, _figure(match[1], rules.numerals), match.start(1), match.end(1))
        for level, name in enumerate(LEVELS)
        for match in rules.patterns[name].finditer(text)
    ]
    return sorted(lines, key=lambda line: line.start)


def items_of(text: str, rules: Rulebook) -> list[tuple[int, int]]:
    """Where each item of a list stands: from one number of the highest level that occurs to the next; lines where
    nothing is numbered."""
    lines = numbered(text, rules)
    if not lines:
        return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
    top = min(line.level for line in lines)
    starts = [text.rfind("\n", 0, line.start) + 1 for line in lines if line.level == top]
    ends = [*starts[1:], len(text)]
    return [(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]


def _figure(written: str, numerals: str) -> int:
    """A figure up to 99, Chinese or Arabic."""
    if written.isdecimal():
        return int(written)
    ten = numerals[-1]
    tens, mark, ones = written.rpartition(ten)
    value = numerals.find(tens) if tens else 1
    return (value * 10 if mark else 0) + (max(numerals.find(ones), 0) if ones else 0)


_HUNDRED, _TEN_THOUSAND = Decimal(100), Decimal(10000)
_LEAST_PARTS = 2
_NEAR = 6
"""Characters between the word for a total and its figure."""

Patterns = Mapping[str, re.Pattern[str]]


def is_well_written(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q33 (GB/T 15834-2011; GB/T 9704-2012, 7.3.3: 一、（一）1.（1）)."""
    for field in TEXTS:
        yield from _brackets(field, text_of(suggestion, field), context.rules.brackets)
    yield from doubts("Q33", suggestion, context.rules.patterns["width_mixed"], aspect="width")
    for field in BODY:
        yield from _numbering(field, text_of(suggestion, field), context)


def figures_add_up(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q34: parts that do not make their total, a share that is not what its figures say, shares above a hundred."""
    patterns = context.rules.patterns
    for field, sentence in found(suggestion, patterns["sentence"], BODY):
        text, first = text_of(suggestion, field), sentence.start()
        told = sentence.group()
        for wrong in (_sum(told, patterns), _share(told, context), _shares(told, patterns)):
            if wrong:
                start, end, aspect, said, right = wrong
                span = (first + start, first + end)
                yield at("Q34", Gravity.DOUBT, field, text, span, aspect=aspect, said=said, right=right)


def _brackets(field: str, text: str, pairs: Mapping[str, str]) -> Iterator[Finding]:
    closing = {end: begin for begin, end in pairs.items()}
    opened: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if sign in closing.values():
            opened.append((sign, place))
        elif sign in closing:
            if opened and opened[-1][0] == closing[sign]:
                opened.pop()
            elif not _is_numbering(text, place):
                yield at("Q33", Gravity.DOUBT, field, text, (place, place + 1), aspect="brackets", words=sign)
    for sign, place in opened:
        yield at("Q33", Gravity.DOUBT, field, text, (place, place + 1), aspect="brackets", words=sign)


def _is_numbering(text: str, place: int) -> bool:
    """Whether a closing bracket stands behind a number at the head of a line, as in 1)."""
    return bool(re.search(r"(?:^|\n)\s*\w{1,2}$", text[:place]))


def _numbering(field: str, text: str, context: Context) -> Iterator[Finding]:
    """Each level counts from one without gaps; a higher level begins those below it anew."""
    counts = [0, 0, 0, 0]
    for line in numbered(text, context.rules):
        if line.figure != counts[line.level] + 1:
            span, right = (line.start, line.end), counts[line.level] + 1
            yield at(
                "Q33",
                Gravity.DOUBT,
                field,
                text,
                span,
                aspect="numbering",
                words=text[line.start : line.end],
                right=right,
            )
        counts[line.level] = line.figure
        counts[line.level + 1 :] = [0] * (len(counts) - line.level - 1)


Wrong = tuple[int, int, str, str, str]
"""From where to where, which sentence, what is said, what it should be."""


def _sum(sentence: str, patterns: Patterns) -> Wrong | None:
    """A total with its parts: before it, or behind it as "each" or "among them"."""
    figures = [(match, _amount(match)) for match in patterns["counted"].finditer(sentence)]
    for index, (match, total) in enumerate(figures):
        lead = [one.end() for one in patterns["total_words"].finditer(sentence, 0, match.start())]
        if not lead or match.start() - lead[-1] > _NEAR:
            continue
        like = [(one, amount) for one, amount in figures if one[3] == match[3]]
        before = [amount for one, amount in like if one.end() <= match.start()]
        behind = [amount for one, amount in like if one.start() >= match.end()]
        rest = sentence[match.end() :]
        if len(before) >= _LEAST_PARTS and index == len(figures) - 1 and sum(before) != total:
            return (*match.span(), "sum", match.group(), f"{_plain(sum(before))}{match[3]}")
        if len(behind) < _LEAST_PARTS:
            continue
        is_short = patterns["respectively"].search(rest) and sum(behind) < total
        is_beyond = (patterns["among"].search(rest) or patterns["respectively"].search(rest)) and sum(behind) > total
        if is_short or is_beyond:
            return (*match.span(), "sum", match.group(), f"{_plain(sum(behind))}{match[3]}")
    return None


def _share(sentence: str, context: Context) -> Wrong | None:
    tolerance = Decimal(context.rules.limits["percent_tolerance_tenths"]) / 10
    for match in context.rules.patterns["whole_of_share"].finditer(sentence):
        total, part, said = Decimal(match[1]), Decimal(match[3]), Decimal(match[4])
        if total and abs(part / total * _HUNDRED - said) > tolerance:
            right = (part / total * _HUNDRED).quantize(Decimal("0.1"))
            return (match.start(4), match.end(), "share", sentence[match.start(4) : match.end()], f"{right}%")
    return None


def _shares(sentence: str, patterns: Patterns) -> Wrong | None:
    for match in patterns["shares"].finditer(sentence):
        shares = [Decimal(one[1]) for one in patterns["share"].finditer(match.group())]
        if len(shares) >= _LEAST_PARTS and sum(shares) > _HUNDRED + 1:
            return (*match.span(), "shares", f"{_plain(sum(shares))}%", "100%")
    return None


def _amount(match: re.Match[str]) -> Decimal:
    return Decimal(match[1]) * (_TEN_THOUSAND if match[2] else 1)


def _plain(amount: Decimal | int) -> str:
    return f"{Decimal(amount).normalize():f}"


UNCHOSEN = ("", "NOT_RECORDED")


def title_is_there(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q1."""
    if not suggestion.title.strip():
        yield whole("Q1", Gravity.BLOCKS, "title")


def title_length(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q2: of 660 real titles the shortest had 11 characters, the longest 44."""
    title, limits = suggestion.title, context.rules.limits
    length = length_of(title)
    low, high = limits["title_short"], limits["title_long"]
    if 0 < length < low:
        yield at("Q2", Gravity.DOUBT, "title", title, (0, len(title)), aspect="short", length=length, low=low)
    elif length > high:
        yield at("Q2", Gravity.DOUBT, "title", title, (high, len(title)), aspect="long", length=length, high=high)


def title_form(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q3: of 660 real titles 98.9 % began and 95.3 % ended as the form asks."""
    title = suggestion.title.strip()
    ornament = context.rules.patterns["title_ornament"]
    if title and not context.rules.patterns["title_form"].search(ornament.sub("", title)):
        yield at("Q3", Gravity.DOUBT, "title", suggestion.title, (0, len(suggestion.title)))


def title_ornament(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q4: the name of a file, book marks, punctuation at the end."""
    for name in ("file_suffixes", "title_ornament"):
        yield from doubts("Q4", suggestion, context.rules.patterns[name], ("title",))


def body_is_there(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q5."""
    if not suggestion.situation.strip():
        yield whole("Q5", Gravity.BLOCKS, "situation")


def body_is_long_enough(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q6."""
    limits = context.rules.limits
    situation, everything = length_of(suggestion.situation), _length(suggestion)
    if 0 < situation < limits["situation_short"]:
        yield whole(
            "Q6", Gravity.DOUBT, "situation", aspect="situation", length=situation, low=limits["situation_short"]
        )
    if situation and everything < limits["whole_short"]:
        yield whole("Q6", Gravity.DOUBT, "proposals", aspect="whole", length=everything, low=limits["whole_short"])


def body_is_short_enough(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q7."""
    length, high = _length(suggestion), context.rules.limits["whole_long"]
    if length > high:
        longest = max(BODY, key=lambda field: length_of(text_of(suggestion, field)))
        yield whole("Q7", Gravity.DOUBT, longest, length=length, high=high)


def proposals_are_there(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q8."""
    if not suggestion.proposals.strip():
        yield whole("Q8", Gravity.BLOCKS, "proposals")


def one_matter_in_proposals(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q9: more proposals than one matter needs, or proposals for several kinds of units (一事一议)."""
    text, rules = suggestion.proposals, context.rules
    items, most = items_of(text, rules), rules.limits["most_proposals"]
    if len(items) > most:
        span = (items[most][0], items[-1][1])
        yield at("Q9", Gravity.DOUBT, "proposals", text, span, aspect="many", count=len(items), most=most)
    units = _unit_kinds(text, context)
    if len(units) > rules.limits["most_unit_kinds"]:
        yield whole("Q9", Gravity.DOUBT, "proposals", "|".join(units), aspect="units", units=units)


def one_matter_in_title(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q10: two objects of different matters that a joining word puts side by side."""
    title, rules = suggestion.title, context.rules
    for joiner in rules.patterns["joiners"].finditer(title):
        before, after = _matters(title[: joiner.start()], context), _matters(title[joiner.end() :], context)
        if before and after and not before & after:
            names = [context.matters.by_code[code].name for code in sorted(before | after)] if context.matters else []
            yield at("Q10", Gravity.DOUBT, "title", title, joiner.span(), matters=names)
            return


def origin_is_said(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q30."""
    if not suggestion.origin_basis:
        yield whole("Q30", Gravity.HINT, "origin_basis")


def opinions_are_linked(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q31."""
    if not suggestion.origin_opinions:
        yield whole("Q31", Gravity.HINT, "origin_opinions")


def disclosure_is_chosen(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q32."""
    if suggestion.disclosure in UNCHOSEN:
        yield whole("Q32", Gravity.BLOCKS, "disclosure")


def _length(suggestion: Suggestion) -> int:
    return sum(length_of(text_of(suggestion, field)) for field in BODY)


def _matters(text: str, context: Context) -> set[str]:
    """The first-level matters that a text names."""
    leads = context.rules.leads["matter_words"]
    return {leads[match.group()] for match in context.rules.patterns["matter_words"].finditer(text)}


def _unit_kinds(text: str, context: Context) -> list[str]:
    """The kinds of units that typically handle the matters that a text names, one a first-level matter."""
    if context.matters is None:
        return []
    typical = {entry.parent: entry.goes_with.get("typical_unit", "") for entry in reversed(context.matters.codes)}
    return sorted({typical[code] for code in _matters(text, context) if typical.get(code)})


LOWEST_FIRST = ("TOWNSHIP", "COUNTY", "PREFECTURE", "PROVINCE", "NATIONAL")


def no_private_interest(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q15."""
    yield from doubts("Q15", suggestion, context.rules.patterns["private_interest"])


def no_letter_forwarded(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q16."""
    yield from doubts("Q16", suggestion, context.rules.patterns["letter_forwarding"])


def no_case(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q17."""
    for name in ("case_number", "case_words"):
        yield from doubts("Q17", suggestion, context.rules.patterns[name])


def no_accusation(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q18."""
    for name in ("accusation_words", "accusation_form"):
        yield from doubts("Q18", suggestion, context.rules.patterns[name])


def no_advertising(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q19."""
    for name in ("advertising", "url", "service_phone", "price_list"):
        yield from doubts("Q19", suggestion, context.rules.patterns[name])


def no_tender(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q20: a firm by name in one sentence with words of a tender."""
    patterns = context.rules.patterns
    for field, sentence in found(suggestion, patterns["sentence"]):
        firm = patterns["firm"].search(sentence.group())
        if firm and patterns["tender_words"].search(sentence.group()):
            span = (sentence.start() + firm.start(), sentence.start() + firm.end())
            yield at("Q20", Gravity.DOUBT, field, text_of(suggestion, field), span, words=firm.group())


def within_the_level(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q21: words of matters that a higher level decides, in title and proposals."""
    if suggestion.level not in LOWEST_FIRST:
        return
    leads = context.rules.leads["higher_level"]
    for field, match in found(suggestion, context.rules.patterns["higher_level"], ("title", "proposals")):
        needed = leads[match.group()]
        if LOWEST_FIRST.index(suggestion.level) < LOWEST_FIRST.index(needed):
            text = text_of(suggestion, field)
            yield at("Q21", Gravity.DOUBT, field, text, match.span(), words=match.group(), level=needed)


def no_personal_data(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q22: citizen numbers, bank cards, whole telephone numbers (个人信息保护法 arts. 25, 28); never copied on."""
    taken: set[tuple[str, int]] = set()
    for aspect in ("identity_number", "bank_card", "mobile"):
        for field, match in found(suggestion, context.rules.patterns[aspect]):
            if (field, match.start()) not in taken:
                taken.add((field, match.start()))
                yield Finding("Q22", Gravity.BLOCKS, field, match.start(), match.end(), "", aspect)


def no_classified_mark(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q23 (保守国家秘密法 2024 art. 31)."""
    pattern: re.Pattern[str] = context.rules.patterns["classified"]
    for field, match in found(suggestion, pattern):
        yield at("Q23", Gravity.BLOCKS, field, text_of(suggestion, field), match.span(), words=match.group())
