"""What a reply promises, as its words tell: what will be done, by when, by whom (承诺, 代表法 2025 art. 51).

A clause promises where it is sure to come (a word that says so, a day by which), or where an act of the lists stands
with a weaker word; not where it is done, refused, asked of somebody else, or says nothing that can be looked at. The
words are data (`resources/rules/promises.json`). Nothing is written here: a person confirms, changes or drops each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from station_app.domain import promised_day
from station_app.domain.codes import Edition
from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern, patterns_of
from station_app.domain.promised_day import By

_SENTENCES = pattern(r"[\u3002\uff01\uff1f!?\n]+")  # 。！？
_ITEMS = pattern(r"[\uff1b;]+")  # ；
_CLAUSES = pattern(r"[\uff0c,\uff1a:]+")  # ，：
_AND, _CUT = "\uff0c", "|"
AFTER = ("\u540e", "\u65f6")
"""后, 时: a clause that ends so says when; what follows is to come."""
BEFORE_DAY = ("\u4e8e", "\u5728", "")
"""于, 在: what stands before a day and goes with it."""
LEAST, SHORT = 2, 7
"""So many characters a promise has; one of fewer than the second takes with it what the clause before speaks of."""


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
    """A clause as it was read: the day it names, whom, what says that it is to come, the acts."""

    text: str
    by: By | None
    unit: str
    will: tuple[str, ...]
    acts: tuple[str, ...]


def propose(text: str, said_on: str, rules: Edition) -> list[Proposal]:
    """The promises that a reply of a civil day seems to make, in the order of its text."""
    reading = _Reading(said_on, rules)
    numbering = re.compile(rules["numbering"])
    speaker = _speaker(text, rules)
    for sentence in _SENTENCES.split(text):
        reading.begin(speaker)
        for item in _ITEMS.split(sentence):
            reading.begin_item()
            for clause in _CLAUSES.split(numbering.sub("", item)):
                reading.take(clause.strip())
    return reading.made


class _Reading:
    """Goes through the clauses of a text. That something is to come, and by whom, holds for the items of a sentence; a
    day for the clauses of an item; both until a clause is done, refused or asked."""

    def __init__(self, said_on: str, rules: Edition) -> None:
        self._said_on, self._rules = said_on, rules
        self.made: list[Proposal] = []
        self._will: tuple[str, ...] = ()
        self._unit = self._before = ""
        self._by: By | None = None
        self._is_open = False
        self._item = 0

    def begin(self, unit: str) -> None:
        """Another sentence."""
        self._will, self._unit = (), unit

    def begin_item(self) -> None:
        """Another item of it."""
        self._by, self._before, self._is_open, self._item = None, "", False, len(self.made)

    def take(self, text: str) -> None:
        """The next clause."""
        rules = self._rules
        clause = _read(_ordered(text, rules), self._said_on, rules)
        if not clause.text or _matches(clause.text, rules["beside"]):
            return
        if _matches(clause.text, (*rules["not"], *rules["asked"])):
            self._stop("")
            return
        self._unit = clause.unit or ("" if _names_own(clause.text, rules) else self._unit)
        if _is_done(clause, rules):
            self._stop(clause.text)
            return
        decided = (*clause.will, *((clause.by.words,) if clause.by and clause.by.is_deadline else ()))
        self._by, self._will = clause.by or self._by, decided or self._will
        what = _bare(clause.text, rules, clause.by, clause.unit)
        if len(what) >= LEAST and self._promises(clause):
            self._put(clause, what)
            self._before, self._is_open = "", True
        else:
            self._before, self._is_open = "" if clause.text.endswith(AFTER) else clause.text, False

    def _stop(self, before: str) -> None:
        self._by, self._will, self._before, self._is_open = None, (), before, False

    def _promises(self, clause: _Clause) -> bool:
        is_sure = bool(clause.by and clause.by.is_sure) or bool(_matches(clause.text, self._rules["sure"]))
        if clause.text.endswith(AFTER) or not self._will or not (clause.acts or is_sure):
            return False
        return not _is_vague(clause, self._by, self._rules)

    def _put(self, clause: _Clause, what: str) -> None:
        """A promise of its own, or a part of the one before it in this item: its day, or one more act."""
        last = self.made[-1] if len(self.made) > self._item else None
        is_end = len(what) < SHORT and bool(_matches(what, self._rules["finish"]))
        if last and clause.by and not last.by_on and is_end:
            self.made[-1] = replace(_joined(last, what, clause), by_on=clause.by.day, by_words=clause.by.words)
        elif last and self._is_open and not (clause.by or clause.will or clause.unit):
            self.made[-1] = _joined(last, what, clause)
        else:
            if len(what) < SHORT and self._before:
                what = f"{_bare(self._before, self._rules)}{_AND}{what}"
            day, words = (self._by.day, self._by.words) if self._by else ("", "")
            self.made.append(Proposal(what, day, self._unit, words, (*self._will, *clause.acts[:1])))


def _joined(one: Proposal, what: str, clause: _Clause) -> Proposal:
    return replace(one, what=f"{one.what}{_AND}{what}", decided=(*one.decided, *clause.acts[:1]))


def _read(text: str, said_on: str, rules: Edition) -> _Clause:
    by = promised_day.find(text, said_on, rules)
    will = _matches(text, (*rules["will"], *rules["habit"], *rules["condition"]))
    acts = tuple(sorted(_matches(text, rules["acts"]), key=text.index))
    return _Clause(text, by, _unit(text, by, (*will, *acts), rules), will, acts)


def _ordered(text: str, rules: Edition) -> str:
    """What somebody was ordered to do (责令其…): it is to come, though the order is done."""
    for order in rules["orders"]:
        _, found, rest = text.partition(order)
        if found and rest:
            return rest
    return text


def _is_done(clause: _Clause, rules: Edition) -> bool:
    """Whether a clause says what is done, and nothing behind it of what is to come."""
    done = [match.end() for one in patterns_of(rules["done"]) if (match := one.search(clause.text))]
    ahead = _matches(clause.text, rules["will"])
    return bool(done) and not any(clause.text.rindex(word) >= max(done) for word in ahead)


def _is_vague(clause: _Clause, by: By | None, rules: Edition) -> bool:
    """Whether nothing can be looked at: no day, no figure, and only words of effort."""
    if by is not None or any(sign.isdigit() for sign in clause.text):
        return False
    return bool(_matches(clause.text, rules["vague"]))


def _matches(text: str, patterns: Sequence[str]) -> tuple[str, ...]:
    """The words of a text that some patterns mean."""
    found = (one.search(text) for one in patterns_of(patterns))
    return tuple(match.group() for match in found if match)


def _names_own(text: str, rules: Edition) -> bool:
    return any(own in text for own in rules["own"])


def _bodies(rules: Edition) -> str:
    """A pattern of what names of bodies end with."""
    return "|".join(map(re.escape, sorted(rules["bodies"], key=len, reverse=True)))


def _speaker(text: str, rules: Edition) -> str:
    """Who answers, where a text says so before all else; "" else."""
    found = re.match(rf"\s*([\u4e00-\u9fff]{{0,12}}(?:{_bodies(rules)}))[\u4e00-\u9fff]{{0,2}}[\uff1a:]", text)
    return found[1] if found else ""


def _unit(text: str, by: By | None, marks: Sequence[str], rules: Edition) -> str:
    """Who will do it, where a clause names somebody else before the first word that says so."""
    named = [match.span() for match in re.finditer(_bodies(rules), text)]
    places = [
        match.start()
        for word in marks
        for match in re.finditer(re.escape(word), text)
        if not any(start <= match.start() < end for start, end in named)
    ]
    lead = text[: min(places)] if places else text
    lead = lead.replace(by.words, _CUT, 1) if by else lead
    if _names_own(lead, rules):
        return ""
    found = re.findall(rf"[\u4e00-\u9fff]{{0,12}}(?:{_bodies(rules)})", lead)
    return re.split(rules["parts_of_unit"], found[-1])[-1] if found else ""


def _bare(text: str, rules: Edition, by: By | None = None, unit: str = "") -> str:
    """What is promised: a clause without by when, by whom and that it is to come."""
    said = text
    for lead in BEFORE_DAY if by else ():
        said = said.replace(f"{lead}{by.words if by else ''}", "", 1)
    said = said.replace(unit, "", 1) if unit else said
    for own in rules["own"]:
        said = said.replace(own, "")
    before = ""
    while said != before:
        before = said
        said = re.sub(rules["leading"], "", said)
    return said.strip()
