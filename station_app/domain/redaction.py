"""What the readers of a paper may see: one pass over its facts for one audience, before a form is set.

The leaves of a tree of facts are records' fields, whose description says what they hold, and texts that are annotated
(`Name`, `Phone`, `Village`). `POLICY` says for each audience and kind of leaf what becomes of it. In free text the
names, numbers and addresses of the tree's own petitioners are hidden as their leaves are, and what only looks like one
is hidden until a person has looked. Sources: 个人信息保护法 art. 25, 信访工作条例 2022 arts. 30, 46(5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import IntEnum, StrEnum
from functools import cache, partial
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, get_args, get_type_hints

from station_app.domain.field import FieldSpec, Kind, specs_of
from station_app.domain.identity import masked_name, masked_phone
from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern
from station_app.domain.records import RECORDS, Office, Opinion, Person, Station, Unit, User, Visit
from station_app.domain.secrecy import is_accusation, is_confidential, is_told_to

F = TypeVar("F")


class Audience(StrEnum):
    """Who reads a paper: the record's own sheet (FILE), what the station keeps and several people read (DESK), the unit
    that handles it, whom a deputy's suggestion goes to (CONGRESS), the visitor, a deputy who heard it, everybody."""

    FILE = "file"
    DESK = "desk"
    UNIT = "unit"
    CONGRESS = "congress"
    VISITOR = "visitor"
    DEPUTY = "deputy"
    PUBLIC = "public"


class Leaf(StrEnum):
    """What a text is: a petitioner's name, phone, document or other personal matter, the rest of an old ledger's line,
    a village, a matter's title, its summary, its other words, any other free text; PLAIN is kept from nobody."""

    NAME = "name"
    PHONE = "phone"
    ID = "id"
    PRIVATE = "private"
    REST = "rest"
    VILLAGE = "village"
    TITLE = "title"
    SUMMARY = "summary"
    WORDS = "words"
    TEXT = "text"
    PLAIN = "plain"


Name = Annotated[str, Leaf.NAME]
Phone = Annotated[str, Leaf.PHONE]
Village = Annotated[str, Leaf.VILLAGE]
OfOffice = Annotated[str, Leaf.PLAIN]
"""A name or telephone of the office's own people: by it a visitor asks, and nobody else's is meant."""

PERSONAL = frozenset({Leaf.NAME, Leaf.PHONE, Leaf.ID, Leaf.PRIVATE})
SEARCHED = frozenset({Leaf.TITLE, Leaf.SUMMARY, Leaf.WORDS, Leaf.TEXT, Leaf.PRIVATE})


class Treatment(StrEnum):
    """KEEP as it is; MASK: the surname, the ends of a number, the village if enough came from it; CATEGORY: empty where
    the speaker did not agree to publish it, and the form says the category; DROP: empty."""

    KEEP = "keep"
    MASK = "mask"
    CATEGORY = "category"
    DROP = "drop"


class Secrecy(IntEnum):
    """How much a matter is kept from others."""

    ORDINARY = 0
    CONFIDENTIAL = 1
    ACCUSATION = 2


_K, _M, _C, _D = Treatment.KEEP, Treatment.MASK, Treatment.CATEGORY, Treatment.DROP
_KINDS = (Leaf.NAME, Leaf.PHONE, Leaf.ID, Leaf.PRIVATE, Leaf.VILLAGE, Leaf.TITLE, Leaf.SUMMARY, Leaf.WORDS)
_ROWS = {
    #                                            name phone ID private village title summary words
    (Audience.DESK, Secrecy.ORDINARY): (_K, _K, _K, _K, _K, _K, _K, _K),
    (Audience.DESK, Secrecy.CONFIDENTIAL): (_D, _D, _D, _D, _K, _K, _K, _K),
    (Audience.UNIT, Secrecy.ORDINARY): (_K, _K, _D, _D, _K, _K, _K, _K),
    (Audience.UNIT, Secrecy.CONFIDENTIAL): (_D, _D, _D, _D, _D, _K, _K, _K),
    (Audience.CONGRESS, Secrecy.ORDINARY): (_M, _D, _D, _D, _K, _C, _C, _D),
    (Audience.CONGRESS, Secrecy.CONFIDENTIAL): (_D, _D, _D, _D, _D, _D, _D, _D),
    (Audience.VISITOR, Secrecy.ORDINARY): (_K, _M, _D, _D, _K, _K, _K, _K),
    (Audience.VISITOR, Secrecy.CONFIDENTIAL): (_D, _D, _D, _D, _D, _K, _K, _K),
    (Audience.VISITOR, Secrecy.ACCUSATION): (_D, _D, _D, _D, _D, _D, _D, _D),
    (Audience.DEPUTY, Secrecy.ORDINARY): (_K, _K, _K, _K, _K, _K, _K, _K),
    (Audience.DEPUTY, Secrecy.CONFIDENTIAL): (_D, _D, _D, _D, _D, _K, _K, _K),
    (Audience.PUBLIC, Secrecy.ORDINARY): (_M, _D, _D, _D, _M, _C, _C, _D),
}
POLICY: Mapping[tuple[Audience, Secrecy], Mapping[Leaf, Treatment]] = {
    key: {Leaf.REST: Treatment.DROP, **dict(zip(_KINDS, row, strict=True))} for key, row in _ROWS.items()
}
"""What becomes of a leaf. A matter whose pair is not here stands on no paper for that audience, at most a total
tells of it; FILE keeps everything."""

SOMEBODY = "\u67d0"
HIDDEN_NUMBER, HIDDEN_NAME, HIDDEN_PLACE = "\u00d7" * 3, SOMEBODY * 2, SOMEBODY + "\u6751"
LEAST_OF_VILLAGE = 3
"""So many petitioners of a village stand on a public paper, or it is not named (k-anonymity)."""


class LookAlikes(NamedTuple):
    """How names and numbers stand in running text: surnames; words before a name, words that follow one, titles behind
    one, words beside which a name with a title stands; what a number counts; digits as words; names of messengers."""

    surnames: tuple[str, ...]
    before: tuple[str, ...]
    follows: tuple[str, ...]
    titles: tuple[str, ...]
    beside: tuple[str, ...]
    counted: tuple[str, ...]
    digits: str
    messengers: tuple[str, ...]


@immutable
class Terms:
    """What the pass must know: what a village is called by its code, the categories that stand for none (an old
    ledger's), how names look, and the look-alikes that a person let stand."""

    called: Callable[[str], str]
    unsorted: frozenset[str]
    names: LookAlikes
    kept: frozenset[str] = frozenset()


class Found(NamedTuple):
    """What was hidden in free text: its kind, the words, and whether it is one of the petitioners' own."""

    kind: Leaf
    text: str
    is_own: bool


@immutable
class Redacted(Generic[F]):
    """The facts as their audience may see them, and what was hidden in their free text, each once."""

    facts: F
    found: tuple[Found, ...] = ()


def redacted(facts: F, audience: Audience, terms: Terms, own: Collection[str] = ()) -> Redacted[F]:
    """The facts for one audience; the matters `own` (opinions' uids) as a deputy sees what they heard."""
    if audience is Audience.FILE:
        return Redacted(facts)
    walk = _Walk(facts, audience, terms, own)
    seen = walk.seen(facts, Leaf.TEXT, audience, Secrecy.ORDINARY, None)
    return Redacted(seen, tuple(dict.fromkeys(walk.found)))


def secrecy_of(opinion: Opinion) -> Secrecy:
    """How much an opinion is kept from others."""
    values = vars(opinion)
    if is_accusation(values):
        return Secrecy.ACCUSATION
    return Secrecy.CONFIDENTIAL if is_confidential(values) else Secrecy.ORDINARY


def secrecy_for(opinion: Opinion, audience: Audience) -> Secrecy:
    """How much an opinion is kept from an audience: two persons may have let its unit hear who spoke."""
    if audience is Audience.UNIT and is_told_to(vars(opinion), opinion.unit):
        return Secrecy.ORDINARY
    return secrecy_of(opinion)


def stands_on(opinion: Opinion, audience: Audience) -> bool:
    """Whether a matter has a line of its own on papers for an audience."""
    if audience is Audience.PUBLIC and opinion.sensitivity != "GENERAL":
        return False
    return audience is Audience.FILE or (audience, secrecy_of(opinion)) in POLICY


class _Text(NamedTuple):
    """A text of a tree: what it is, for whom, how much its matter is kept, and the matter."""

    text: str
    kind: Leaf
    audience: Audience
    secrecy: Secrecy
    opinion: Opinion | None
    person: str = ""
    is_stored: bool = False

    @property
    def treatment(self) -> Treatment:
        return _policy(self.audience, self.secrecy).get(self.kind, Treatment.KEEP)


class _Walk:
    """One pass over a tree."""

    def __init__(self, facts: object, audience: Audience, terms: Terms, own: Collection[str]) -> None:
        self._terms, self._own = terms, own
        self.found: list[Found] = []
        self._asked: set[str] = set()
        texts = list(self._texts_in(facts, Leaf.TEXT, audience, Secrecy.ORDINARY, None))
        hidden = [one for one in texts if one.kind in PERSONAL and one.treatment is not Treatment.KEEP]
        self._secret = {one.text for one in hidden if one.secrecy and one.kind is Leaf.NAME}
        self._asked.update(one.person for one in texts if one.secrecy and one.person)
        parts = [(part, one.kind) for one in hidden for part in _SEVERAL.split(one.text) if len(part) > 1]
        self._numbers = _numbers_of([text for text, kind in parts if kind in (Leaf.PHONE, Leaf.ID)])
        private = {text for text, kind in parts if kind is Leaf.PRIVATE and len(text) >= LEAST_PRIVATE}
        self._names = _words_of(private | {text for text, kind in parts if kind is Leaf.NAME})
        self._given = _words_of({text[1:] for text, kind in parts if kind is Leaf.NAME and len(text) == 3})
        of_public = [
            one for one in texts if one.kind is Leaf.VILLAGE and one.audience is Audience.PUBLIC and one.opinion
        ]
        self._few = _few_of_village(one for one in of_public if not one.is_stored)
        self._few_told = _few_of_village(of_public)

    def seen(self, value: Any, kind: Leaf, *stands: Any) -> Any:
        """A value, and all below it, as it may be seen."""
        match value:
            case str():
                return self._leaf(_Text(value, kind, *stands)) if value and kind is not Leaf.PLAIN else value
            case tuple():
                return tuple(self.seen(one, kind, *stands) for one in value if self._may_stand(one, stands[0]))
            case dict():
                return {key: self.seen(one, kind, *stands) for key, one in value.items()}
        return self._node(value, *stands) if is_dataclass(value) else value

    def _node(self, item: Any, audience: Audience, secrecy: Secrecy, opinion: Opinion | None) -> Any:
        """A dataclass with every leaf as it may be seen."""
        audience, secrecy, opinion = self._stands(item, audience, secrecy, opinion)
        changed = {}
        for name, kind in _kinds_of(item.__class__).items():
            value = getattr(item, name)
            seen = self.seen(value, kind, audience, secrecy, opinion)
            if seen is not value:
                changed[name] = seen
        return replace(item, **changed) if changed else item

    def _stands(self, item: Any, audience: Audience, secrecy: Secrecy, opinion: Opinion | None) -> tuple[Any, ...]:
        """For whom a node is, how much it is kept, and whose matter it is: as its own opinions say, else as above."""
        held = _opinions_of(item)
        if held:
            is_own = bool(self._own) and all(one.uid in self._own for one in held)
            audience, secrecy, opinion = (
                Audience.DEPUTY if is_own else audience,
                max(secrecy_for(one, audience) for one in held),
                held[0],
            )
        elif _is_silent(item):
            secrecy = Secrecy.ACCUSATION
        if not self._asked.isdisjoint(_people_of(item)):  # who asked for confidence once is not named beside it
            secrecy = max(secrecy, Secrecy.CONFIDENTIAL)
        return audience, secrecy, opinion

    def _may_stand(self, item: object, audience: Audience) -> bool:
        audience, *_ = self._stands(item, audience, Secrecy.ORDINARY, None)
        return all(stands_on(one, audience) for one in _opinions_of(item))

    def _texts(self, item: Any, *stands: Any) -> Iterator[_Text]:
        """Every text of a tree with what it is."""
        person = stands[3] if len(stands) > 3 else ""
        is_stored = item.__class__ in RECORDS
        stands = (*self._stands(item, *stands[:3]), item.uid if isinstance(item, Person) else person, is_stored)
        for name, kind in _kinds_of(item.__class__).items():
            yield from self._texts_in(getattr(item, name), kind, *stands)

    def _texts_in(self, value: Any, kind: Leaf, *stands: Any) -> Iterator[_Text]:
        match value:
            case str():
                if value and kind is not Leaf.PLAIN:
                    yield _Text(value, kind, *stands)
            case tuple() | dict():
                for one in value.values() if isinstance(value, dict) else value:
                    yield from self._texts_in(one, kind, *stands)
            case _ if is_dataclass(value):
                yield from self._texts(value, *stands)

    def _leaf(self, one: _Text) -> str:
        if one.kind is Leaf.NAME and one.secrecy:
            return ""
        match one.treatment:
            case Treatment.KEEP:
                return self._searched(one) if one.kind in SEARCHED else one.text
            case Treatment.MASK if one.kind is Leaf.VILLAGE:
                return "" if one.text in self._few else one.text
            case Treatment.MASK:
                return masked_name(one.text) if one.kind is Leaf.NAME else masked_phone(one.text)
            case Treatment.CATEGORY if one.opinion and _may_be_published(one.opinion, one.kind, self._terms.unsorted):
                return self._searched(one)
        return ""

    def _searched(self, one: _Text) -> str:
        """Free text in which nothing stands that the leaves hide."""
        text, policy = one.text, _policy(one.audience, one.secrecy)
        text = self._numbers.sub(partial(self._number, Leaf.PHONE, True), text)
        if one.audience is Audience.CONGRESS:  # a deputy's own words: what merely looks like something stays
            return self._names.sub(self._name, text)
        looks = _looks(self._terms.names)
        if policy[Leaf.ID] is not Treatment.KEEP:
            text = looks.ids.sub(partial(self._number, Leaf.ID, False), text)
        if policy[Leaf.PHONE] is not Treatment.KEEP:
            text = looks.phones.sub(partial(self._number, Leaf.PHONE, False), text)
        text = self._names.sub(self._name, text)
        if one.audience is Audience.PUBLIC:
            for village in self._few_told:
                text = text.replace(self._terms.called(village) or village, HIDDEN_PLACE)
            text = self._given.sub(self._doubt, text)
            for pattern_of_name in looks.names:
                text = pattern_of_name.sub(self._doubt, text)
        return text

    def _number(self, kind: Leaf, is_own: bool, found: re.Match[str]) -> str:
        if not is_own and _is_day(found[0]):
            return found[0]
        lead = found.groupdict().get("lead") or ""
        self.found.append(Found(kind, found[0].removeprefix(lead), is_own))
        return lead + HIDDEN_NUMBER

    def _name(self, found: re.Match[str]) -> str:
        plain = _BETWEEN.sub("", found[0])
        self.found.append(Found(Leaf.NAME, found[0], True))
        return HIDDEN_NAME if plain in self._secret or len(plain) > LONGEST_NAME else masked_name(plain)

    def _doubt(self, found: re.Match[str]) -> str:
        word = found.groupdict().get("name") or found[0]
        if word in self._terms.kept or SOMEBODY in word:
            return found[0]
        self.found.append(Found(Leaf.NAME, word, False))
        return found[0].replace(word, masked_name(word) if found.groupdict() else HIDDEN_NAME)


LONGEST_NAME = 8
"""What is longer is an address or a note, of which nothing is shown."""
LEAST_PRIVATE = 5
"""A shorter part of an address, such as a group's number, is anybody's."""

_SEVERAL = pattern(r"[/\u3001,\uff0c;\uff1b\n]+")
_APART = r"[\s\-\u2013\u2014.\u00b7\u2022\u2027\u30fb\uff0e()\uff08\uff09]"
"""What people write between the signs of a number and of a name."""
_BETWEEN = pattern(rf"{_APART}+")
_JOINT = rf"{_APART}*"
_DIGIT = "[0-9\uff10-\uff19]"
_DAY = pattern(r"(?:19|20)[0-9]{2}([-./\u2013\u2014]?)[01]?[0-9]\1[0-3]?[0-9]")


def _is_day(text: str) -> bool:
    return all(_DAY.fullmatch(part) for part in re.split(r"\s+|\u2014|\u2013(?=20)", text))


def _policy(audience: Audience, secrecy: Secrecy) -> Mapping[Leaf, Treatment]:
    """A row of the policy; of a matter that stands on no such paper the strictest that there is."""
    order = (secrecy, Secrecy.CONFIDENTIAL, Secrecy.ORDINARY)
    return next(POLICY[audience, one] for one in order if (audience, one) in POLICY)


def _may_be_published(opinion: Opinion, kind: Leaf, unsorted: frozenset[str]) -> bool:
    """Whether a title or a summary may be: the speaker agreed; or, of a title, an old ledger never asked, and has no
    category that could stand in its place."""
    is_unasked = opinion.category in unsorted or opinion.disclosure == "NOT_RECORDED"
    return opinion.disclosure == "FULL" or (kind is Leaf.TITLE and (opinion.disclosure == "TITLE_ONLY" or is_unasked))


@cache
def _kinds_of(cls: type) -> Mapping[str, Leaf]:
    """What each field of a record, or member of a class of facts, holds."""
    if cls in RECORDS:
        return {name: _kind_of_field(cls, spec) for name, spec in specs_of(cls).items()}
    hints = get_type_hints(cls, include_extras=True)
    said = {name: [one for one in _annotations(hint) if isinstance(one, Leaf)] for name, hint in hints.items()}
    return {one.name: (said[one.name] or [Leaf.TEXT])[0] for one in fields(cls)}


def _annotations(hint: Any) -> Iterator[Any]:
    yield from getattr(hint, "__metadata__", ())
    for part in get_args(hint):
        yield from _annotations(part)


CARRIED = "carried"
"""What of an old ledger's line has no field."""
_OF_CHECK = {"phone": Leaf.PHONE, "id_number": Leaf.ID, "area_code": Leaf.VILLAGE, "name": Leaf.NAME}


def _kind_of_field(cls: type, spec: FieldSpec) -> Leaf:
    if spec.name == CARRIED:
        return Leaf.REST
    if (spec.personal and cls in (Person, Visit, Opinion)) or spec.check == "area_code":
        return _OF_CHECK.get(spec.check, Leaf.PRIVATE)
    is_given = spec.given and not spec.reading
    if spec.kind not in (Kind.TEXT, Kind.PROSE) or spec.check or spec.target or is_given or spec.follows:
        return Leaf.PLAIN
    if cls in (Station, Office, Unit, User):  # where the office is found and by which number is said to everybody
        return Leaf.PLAIN
    if cls is not Opinion:
        return Leaf.TEXT
    return {"title": Leaf.TITLE, "summary": Leaf.SUMMARY}.get(spec.name, Leaf.WORDS)


def _opinions_of(item: Any) -> list[Opinion]:
    """The opinions whose matter a node is: itself, or those that stand in it as `opinion` or `matters`."""
    if isinstance(item, Opinion):
        return [item]
    held = (getattr(item, "opinion", None), *(getattr(item, "matters", None) or ()))
    return [one for one in held if isinstance(one, Opinion)]


def _is_silent(item: Any) -> bool:
    """Whether a node is a visit of which no matter is here: what it was about may be kept elsewhere."""
    visit = getattr(item, "visit", None)
    return isinstance(visit, Visit) and bool(visit.uid) and getattr(item, "matters", None) == ()


def _people_of(item: Any) -> list[str]:
    """The people (uids) who stand in a node: who came, and with whom."""
    held = (item, getattr(item, "person", None), *(getattr(item, "heard", None) or ()))
    return [one.uid for one in held if isinstance(one, Person)]


def _few_of_village(villages: Iterable[_Text]) -> frozenset[str]:
    """The villages of which too few petitioners stand on a public paper."""
    speakers: dict[str, set[str]] = {}
    for one in villages:
        if one.opinion:
            is_shown = stands_on(one.opinion, Audience.PUBLIC)
            speakers.setdefault(one.text, set()).update({one.opinion.visit or one.opinion.uid} if is_shown else ())
    return frozenset(village for village, found in speakers.items() if len(found) < LEAST_OF_VILLAGE)


_NOTHING = re.compile(r"(?!)")


def _words_of(words: Collection[str]) -> re.Pattern[str]:
    """What finds any of some words, whatever stands between their characters; the longest first."""
    by_first: dict[str, list[str]] = {}
    for word in sorted((_BETWEEN.sub("", one) for one in words), key=len, reverse=True):
        if len(word) > 1:
            by_first.setdefault(word[0], []).append(_JOINT.join(map(re.escape, word[1:])))
    found = [f"{re.escape(first)}{_JOINT}(?:{'|'.join(rest)})" for first, rest in by_first.items()]
    return re.compile("|".join(found), re.IGNORECASE) if found else _NOTHING


def _numbers_of(numbers: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some numbers, in half and full width, whatever stands between their signs."""
    plain = {re.sub(r"[^0-9A-Za-z]", "", one) for one in numbers}
    found = [
        _JOINT.join(f"[{sign}{chr(ord(sign) + 0xFEE0)}]" for sign in one)
        for one in sorted(plain, key=len, reverse=True)
        if len(one) > 4
    ]
    return re.compile("|".join(found), re.IGNORECASE) if found else _NOTHING


class _Looks(NamedTuple):
    """What finds look-alikes: of documents, bank cards and number plates; of phones, mail and messengers, with what
    stands before them as the group `lead`; of names, as the group `name`."""

    ids: re.Pattern[str]
    phones: re.Pattern[str]
    names: tuple[re.Pattern[str], ...]


@cache
def _looks(known: LookAlikes) -> _Looks:
    surname = "|".join(sorted(known.surnames, key=len, reverse=True))
    before, follows, titles, beside = map("|".join, (known.before, known.follows, known.titles, known.beside))
    run = rf"(?<!{_DIGIT}){_DIGIT}(?:{_APART}{{0,2}}{_DIGIT})"
    han = "[\u4e00-\u9fff]"
    ends = rf"(?=[^\u4e00-\u9fff]|$|{follows}|{titles})"
    name = rf"(?P<name>(?:{surname}){han}{{1,2}}?)"
    return _Looks(
        ids=re.compile(rf"{run}{{13,}}[Xx\uff38]?(?!{_DIGIT})|{han}[A-Z][\u00b7\s]?[A-Z0-9]{{5,6}}(?![A-Za-z0-9])"),
        phones=re.compile(
            rf"{run}{{6,}}(?!{_DIGIT})(?!\s*(?:{'|'.join(known.counted)}))"  # seven digits that count nothing
            rf"|[{known.digits}]{{7,}}|[A-Za-z0-9._\-]+@[A-Za-z0-9.\-]+"
            rf"|(?P<lead>(?:{'|'.join(known.messengers)})[:\uff1a\s]*)[A-Za-z0-9_\-]{{5,}}"
        ),
        names=(
            re.compile(rf"(?:{before})[:\uff1a\s]*{name}{ends}"),
            re.compile(rf"(?:^|(?<=[^\u4e00-\u9fff])|(?<={beside})){name}(?={titles})"),
        ),
    )
