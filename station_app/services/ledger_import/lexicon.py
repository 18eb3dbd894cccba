"""The words of old ledgers: which sorts there are, what their columns are called, and what a heading means.

All of it is data (`resources/mappings/ledger_columns.json`); here stands how headings are written: with stars, numbers,
colons, brackets, units, in two or three rows, and with the person before the thing (来访人联系电话).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache, cached_property, lru_cache
from typing import Any

from station_app import paths
from station_app.domain.field import FieldSpec, field_of
from station_app.domain.folding import fold, half_width
from station_app.domain.immutable import immutable
from station_app.domain.records import BY_KIND

CARRIED, UNUSED = "carried", ""
"""What a column becomes that is no field: a line of the old-ledger note, or nothing."""
BETWEEN_HEADS = " "


@immutable
class Field:
    """A field that a column may hold: kind.name, the headings it bears (the better first), and how it is read.

    `needed`: no row can be taken without it, or without `instead`. `whole`: it may be said once for the whole file,
    with its first proposal (None: it may not), and `whole_by` another by a word of the headings. `soft`: what cannot
    be read goes into the note.
    """

    key: str
    heads: tuple[str, ...]
    needed: bool = False
    instead: str = ""
    whole: str | None = None
    whole_by: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    soft: bool = False

    @property
    def kind(self) -> str:
        """The kind of record."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """The field's name in its record."""
        return self.key.partition(".")[2]

    @cached_property
    def spec(self) -> FieldSpec:
        """The record's own description of the field."""
        return field_of(BY_KIND[self.kind], self.name)

    @property
    def label(self) -> str:
        """What the office calls it."""
        return self.spec.label

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The headings as they are compared, with their place; the field's own label is one of them."""
        named = dict.fromkeys(fold(one) for one in (*self.heads, self.label))
        return {one: at for at, one in enumerate(named)}


@immutable
class Target:
    """A sort of ledger: what a row becomes, the fields its columns may hold, what stands where nobody wrote anything.

    `carried` is the kind whose note keeps what has no field ("" where none does). `states` lead from a state's code to
    the one that is carried over, `more_states` from a word. `signs` are words of headings or titles without which a
    table is not taken for this sort unasked, `against` those with which it is not; `whose` stand before a heading of
    the kind `whose_kind`.
    """

    name: str
    label: str
    hint: str
    kinds: tuple[str, ...]
    carried: str
    fields: tuple[Field, ...]
    states: Mapping[str, str]
    more_states: Mapping[str, str]
    fixed: Mapping[str, str]
    signs: tuple[str, ...]
    against: tuple[str, ...]
    whose: tuple[str, ...]
    whose_kind: str

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The fields by kind.name."""
        return {one.key: one for one in self.fields}

    @cached_property
    def of_head(self) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """By a heading as it is compared: the fields that bear it, each with how good a name it is."""
        found: dict[str, list[tuple[int, str]]] = {}
        for one in self.fields:
            for head, at in one.rank.items():
                found.setdefault(head, []).append((at, one.key))
        return {head: tuple(sorted(said)) for head, said in found.items()}


@immutable
class Words:
    """Words that are no records and marks that stand for nothing, folded; `ticked` are the choices whose names head
    columns of ticks, each with the heading that they are parts of."""

    totals: frozenset[str]
    signatures: frozenset[str]
    empty: frozenset[str]
    null: frozenset[str]
    no_day: frozenset[str]
    ditto: frozenset[str]
    ticks: frozenset[str]
    crosses: frozenset[str]
    about: tuple[str, ...]
    errors: frozenset[str]
    between_people: tuple[str, ...]
    titles: tuple[str, ...]
    vague: frozenset[str]
    others: tuple[str, ...]
    own: tuple[str, ...]
    ticked: Mapping[str, frozenset[str]]


def targets() -> Mapping[str, Target]:
    """The sorts of ledgers by name, in the order they are offered."""
    return _read()[0]


def words() -> Words:
    """The words of ledgers."""
    return _read()[1]


@cache
def _read() -> tuple[Mapping[str, Target], Words]:
    raw = json.loads((paths.resources() / "mappings" / "ledger_columns.json").read_text("utf-8"))
    said = raw["words"]
    names = ("totals", "signatures", "ditto", "errors", "null", "vague")
    folded = {name: frozenset(map(fold, said[name])) for name in names}
    # Marks alone fold to nothing or to each other: the empty ones and the ticks are compared as they are written.
    lexicon = Words(
        **folded,
        empty=frozenset(said["empty"]),
        no_day=frozenset(said["no_day"]),
        ticks=frozenset(said["ticks"]),
        crosses=frozenset(said["crosses"]),
        about=tuple(said["about"]),
        between_people=tuple(said["between_people"]),
        titles=tuple(sorted(said["titles"], key=len, reverse=True)),
        others=tuple(said["others"]),
        own=tuple(said["own"]),
        ticked={head: frozenset(map(fold, choices)) for head, choices in said["ticked"].items()},
    )
    return {one["name"]: _target(one) for one in raw["targets"]}, lexicon


def _target(raw: Mapping[str, Any]) -> Target:
    return Target(
        name=raw["name"],
        label=raw["label"],
        hint=raw["hint"],
        kinds=tuple(raw["kinds"]),
        carried=raw["carried"],
        fields=tuple(_field(one) for one in raw["columns"]),
        states=raw["states"],
        more_states={fold(word): state for word, state in raw["more_states"].items()},
        fixed=raw["fixed"],
        signs=tuple(raw["signs"]),
        against=tuple(raw["against"]),
        whose=tuple(sorted(map(fold, raw["whose"]), key=len, reverse=True)),
        whose_kind=raw["kinds"][0],
    )


def _field(raw: Mapping[str, Any]) -> Field:
    return Field(
        key=raw["field"],
        heads=tuple(raw["heads"]),
        needed=raw.get("needed", False),
        instead=raw.get("or", ""),
        whole=raw.get("whole"),
        whole_by=raw.get("whole_by", {}),
        by=raw.get("by", ""),
        soft=raw.get("else") == CARRIED,
    )


_OPEN, _CLOSE = "(\\[{<\u3010\u3014\u300a\u300c\u201c", ")\\]}>\u3011\u3015\u300b\u300d\u201d"
_GROUP = re.compile(f"[{_OPEN}][^{_CLOSE}]*[{_CLOSE}]")
"""A pair of brackets of any kind with what stands in it."""
_WHOLE_GROUP = re.compile(f"[{_OPEN}\"']([^{_CLOSE}]*)[{_CLOSE}\"']")
_FIGURE = "0-9\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341"  # 一 to 十
_NUMBERED = re.compile(
    f"^(?:[(][{_FIGURE}]{{1,3}}[)]|[{_FIGURE}]{{1,3}}[.\u3001\uff0e)\u3002:]|[0-9]{{1,2}}(?=[^0-9])"
    "|[\u2460-\u2473\u3251-\u325f])"
)
_ORNAMENTS = (
    "*\uff0a\u2217\u203b\u2605\u2606\u25cf\u25cb\u25c6\u25c7\u25a0\u25a1\u25b2\u25b3\u2022\u00b7"
    "#&!:;,.\u3001\u3002_-\u2014\u2013~|/\\'\""
)
_EITHER = re.compile(r"[/\\|\u3001]|\u6216\u8005|\u6216")  # 、 或者 或


@lru_cache(maxsize=20_000)
def forms_of(head: str) -> tuple[str, ...]:
    """The forms in which one part of a heading is looked for, folded, the nearest to what is written first."""
    plain = half_width("".join(head.split()))
    found = [fold(plain)]
    bare = plain
    for _ in range(3):
        bare = _NUMBERED.sub("", bare.strip(_ORNAMENTS))
        if inner := _WHOLE_GROUP.fullmatch(bare):
            bare = inner[1]
    found.append(fold(bare))
    outside = _GROUP.sub("", bare).strip(_ORNAMENTS)
    found.append(fold(_NUMBERED.sub("", outside)))
    first = _EITHER.split(outside, maxsplit=1)[0]
    if first != outside and len(first) > 1:
        found.append(fold(first))
    return tuple(dict.fromkeys(one for one in found if one))


@immutable
class Meaning:
    """What a heading may be: a field (kind.name) and how far it is from the field's best name, 0 the nearest."""

    key: str
    distance: int


EXACT = 100
"""Below this distance a heading is one of the field's names to the letter."""


def meanings(head: str, target: Target) -> list[Meaning]:
    """The fields that a heading may name, the likeliest first; none where it names none.

    The parts of a heading of several rows are BETWEEN_HEADS one another. A vague last part (time, result, name) means
    something only together with what stands over it.
    """
    found: dict[str, int] = {}

    def note(form: str, distance: int) -> None:
        for at, key in target.of_head.get(form, ()):
            found.setdefault(key, distance + at)

    for step, form in enumerate(forms_of(head)):
        note(form, EXACT * min(step, 1) + 10 * step)
        for owner in target.whose:
            if form.startswith(owner) and len(form) > len(owner):
                _note_owned(form.removeprefix(owner).removeprefix(_OF), target, found, 2 * EXACT + 10 * step)
    parts = head.split(BETWEEN_HEADS)
    if len(parts) > 1:
        _note_parts(parts, target, found)
    return sorted((Meaning(key, distance) for key, distance in found.items()), key=lambda one: one.distance)


_OF = "\u7684"  # 的
_PADDING = ("\u60c5\u51b5", "\u4fe1\u606f", "\u8bb0\u5f55", "\u767b\u8bb0")  # 情况 信息 记录 登记
_NAMES = frozenset(map(fold, ("\u59d3\u540d", "\u540d\u79f0", "\u540d\u5b57", "\u5355\u4f4d")))  # 姓名 名称 名字 单位


def _note_owned(form: str, target: Target, found: dict[str, int], distance: int) -> None:
    for at, key in target.of_head.get(form, ()):
        if key.partition(".")[0] == target.whose_kind:
            found.setdefault(key, distance + at)


def _note_parts(parts: Sequence[str], target: Target, found: dict[str, int]) -> None:
    """What the last part names under those over it."""
    *above, last = parts
    lasts = forms_of(last)
    for upper in above:
        for form in forms_of(upper):
            cores = dict.fromkeys((form, *(form.removesuffix(one) for one in _PADDING)))
            for core in filter(None, cores):
                for below in lasts:
                    for at, key in target.of_head.get(core + below, ()):
                        found.setdefault(key, 3 * EXACT + at)
                if set(lasts) & _NAMES:
                    for at, key in target.of_head.get(core, ()):
                        found.setdefault(key, 3 * EXACT + at)
    lexicon, over = words(), fold("".join(above))
    is_own = any(fold(one) in over for one in lexicon.own)
    is_other = any(fold(one) in over for one in lexicon.others)
    kinds = {
        key.partition(".")[0] for one in above for form in forms_of(one) for _, key in target.of_head.get(form, ())
    }
    for below in lasts:
        for at, key in target.of_head.get(below, ()):
            is_of_somebody = key.partition(".")[0] == target.whose_kind
            if is_of_somebody and is_other and not is_own:
                continue
            if below in lexicon.vague and not is_own and not (is_of_somebody and key.partition(".")[0] in kinds):
                continue
            found.setdefault(key, 4 * EXACT + at)


@lru_cache(maxsize=20_000)
def is_heading(cell: str) -> bool:
    """Whether a cell bears a name of a column of any sort of ledger."""
    text = cell.strip()
    if not text or len(text) > 40:
        return False
    known = _known()
    return any(form in known or _is_owned(form) for form in forms_of(text))


def _is_owned(form: str) -> bool:
    return any(
        form.startswith(owner) and form.removeprefix(owner) in target.of_head
        for target in targets().values()
        for owner in target.whose
    )


@cache
def _known() -> frozenset[str]:
    heads = frozenset(head for target in targets().values() for head in target.of_head)
    return heads | words().signatures | frozenset(map(fold, ("\u5e8f\u53f7", "\u7f16\u53f7")))  # 序号 编号


@cache
def choices_of_ticks() -> frozenset[str]:
    """Every name that may head a column of ticks, folded."""
    return frozenset(one for names in words().ticked.values() for one in names)
