"""What a reply promises, as its words tell: what will be done, by when, by whom (承诺, 代表法 2025 art. 51).

A clause promises where an act of the lists stands with a word of what is to come, or with a day by which; not where it
is done, refused, asked of somebody else, or says nothing that can be looked at. The lists are data
(`resources/rules/promises.json`); nothing here writes anything: a person confirms, changes or drops each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from station_app.domain import promised_day
from station_app.domain.codes import Edition
from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern
from station_app.domain.promised_day import By

_SENTENCES = pattern(r"[\u3002\uff01\uff1f!?\n]+")  # 。！？
_ITEMS = pattern(r"[\uff1b;]+")  # ；
_CLAUSES = pattern(r"[\uff0c,\uff1a:]+")  # ，：
_NUMBERING = pattern(
    r"^\s*(?:[\uff08(]?[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\d]{1,2}[)\uff09]"
    r"|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\d]{1,2}[\u3001.\uff0e](?!\d)|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]\u662f)\s*"
)
_AND = "\uff0c"
SHORT = 7
"""A promise of fewer characters takes what the clause before says with it: of what it speaks."""


@immutable
class Proposal:
    """One promise that a text seems to make: what, by when (ISO 8601, "" for no day), by whom ("" for who answers), the
    words that say by when, and all words that decided."""

    what: str
    by_on: str
    unit: str
    by_words: str
    decided: tuple[str, ...]


@immutable
class _Clause:
    """A clause as it was read."""

    text: str
    by: By | None
    unit: str
    will: tuple[str, ...]
    acts: tuple[str, ...]


def propose(text: str, said_on: str, rules: Edition) -> list[Proposal]:
    """The promises that a reply of a civil day seems to make, in the order of its text."""
    found: list[Proposal] = []
    for sentence in _SENTENCES.split(text):
        will: tuple[str, ...] = ()
        unit = ""
        for item in _ITEMS.split(sentence):
            made, will, unit = _of_item(_NUMBERING.sub("", item).strip(), said_on, rules, (will, unit))
            found += made
    return found


def _of_item(
    item: str, said_on: str, rules: Edition, carried: tuple[tuple[str, ...], str]
) -> tuple[list[Proposal], tuple[str, ...], str]:
    """The promises of one item of a sentence, and what of it holds for the next: that it is to come, and by whom. Until
    a clause is done, refused or asked, its day holds for the clauses after it too."""
    made: list[Proposal] = []
    by: By | None = None
    (will, unit), before, is_open = carried, "", False
    for raw in _CLAUSES.split(item):
        clause = _read(raw.strip(), said_on, rules)
        if not clause.text:
            continue
        if _matches(clause.text, (*rules["not"], *rules["asked"])):
            by, will, before, is_open = None, (), "", False
            continue
        unit = clause.unit or ("" if _names_own(clause.text, rules) else unit)
        if _is_done(clause, rules):
            by, will, before, is_open = None, (), clause.text, False
            continue
        decided = (*clause.will, *((clause.by.words,) if clause.by and clause.by.is_deadline else ()))
        by, will = clause.by or by, decided or will
        is_lead = clause.text.endswith(AFTER)  # "when the money has come": what follows is to come
        if is_lead or not clause.acts or not will or _is_vague(clause, by, rules):
            before, is_open = "" if is_lead else clause.text, False
            continue
        what = _what(clause, rules)
        if made and is_open and not clause.by and not clause.will and not clause.unit:
            made[-1] = _joined(made[-1], what, clause.acts)
        else:
            what = f"{_bare(before, rules)}{_AND}{what}" if len(what) < SHORT and before else what
            day, words = (by.day, by.words) if by else ("", "")
            made.append(Proposal(what, day, unit, words, (*will, *clause.acts[:1])))
        before, is_open = "", True
    return made, will, unit


def _read(text: str, said_on: str, rules: Edition) -> _Clause:
    by = promised_day.find(text, said_on, rules["seasons"])
    will = _matches(text, (*rules["will"], *rules["habit"], *rules["condition"]))
    acts = tuple(sorted((word for word in rules["acts"] if word in text), key=text.index))
    return _Clause(text, by, _unit(text, by, (*will, *acts), rules), will, acts)


def _is_done(clause: _Clause, rules: Edition) -> bool:
    """Whether a clause says what is done, and nothing behind it of what is to come."""
    done = [match.end() for one in _compiled(tuple(rules["done"])) if (match := one.search(clause.text))]
    ahead = _matches(clause.text, rules["will"])
    return bool(done) and not any(clause.text.rindex(word) >= max(done) for word in ahead)


def _matches(text: str, patterns: Sequence[str]) -> tuple[str, ...]:
    """The words of a text that some patterns mean."""
    found = (one.search(text) for one in _compiled(tuple(patterns)))
    return tuple(match.group() for match in found if match)


def _names_own(text: str, rules: Edition) -> bool:
    return any(own in text for own in rules["own"])


def _is_vague(clause: _Clause, by: By | None, rules: Edition) -> bool:
    """Whether nothing can be looked at: no day, no figure, and only words of effort."""
    if by is not None or any(sign.isdigit() for sign in clause.text):
        return False
    return any(word in clause.text for word in rules["vague"])


def _unit(text: str, by: By | None, marks: Sequence[str], rules: Edition) -> str:
    """Who will do it, where a clause names somebody else before the first word that says so."""
    places = [text.index(word) for word in marks if word in text]
    lead = text[: min(places)] if places else text
    lead = lead.replace(by.words, _CUT, 1) if by else lead
    if _names_own(lead, rules):
        return ""
    ends = sorted(rules["bodies"], key=len, reverse=True)
    found = re.findall(rf"[\u4e00-\u9fff]{{0,12}}(?:{'|'.join(map(re.escape, ends))})", lead)
    return _LEADS.split(found[-1])[-1] if found else ""


_CUT = "|"
AFTER = ("\u540e", "\u65f6")  # 后 时
_LEADS = pattern(r"[\u7531\u7ecf\u4e0e\u548c\u53ca\u8bf7\u5411\u540c\u4e3a\u4e86\u7684\u5728\u4e8e]|\u534f\u8c03|\u8054\u5408|\u5e95\u524d|\u4e4b\u524d")


def _what(clause: _Clause, rules: Edition) -> str:
    """What is promised: the clause without by when, by whom and that it is to come."""
    return _bare(clause.text, rules, clause.by, clause.unit)


def _bare(text: str, rules: Edition, by: By | None = None, unit: str = "") -> str:
    said = text.replace(by.words, "", 1) if by else text
    said = said.replace(unit, "", 1) if unit else said
    for own in rules["own"]:
        said = said.replace(own, "")
    before = ""
    while said != before:
        before = said
        said = _LEADING.sub("", said)
    return said.strip()


_LEADING = pattern(
    r"^(?:\s|\u3001|\u5c06|\u62df|\u8ba1\u5212|\u6253\u7b97|\u51c6\u5907|\u9884\u8ba1|\u529b\u4e89|\u4e89\u53d6|\u786e\u4fdd|\u4fdd\u8bc1|\u627f\u8bfa|\u5c4a\u65f6|\u8d1f\u8d23|\u540c\u610f|\u5b9a\u4e8e|\u4e8e|\u5728|\u5230|\u7531|\u5e76|\u540c\u65f6|\u4e0b\u4e00\u6b65|\u5176\u4e2d|\u524d)"
)


def _joined(one: Proposal, what: str, acts: Sequence[str]) -> Proposal:
    return Proposal(f"{one.what}{_AND}{what}", one.by_on, one.unit, one.by_words, (*one.decided, *acts[:1]))


@lru_cache(maxsize=16)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Patterns of the rules; one that is none is passed over."""
    found = []
    for one in patterns:
        try:
            found.append(re.compile(one))
        except re.error:
            continue
    return tuple(found)
