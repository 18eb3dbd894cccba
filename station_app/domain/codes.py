"""Code lists (代码表): closed lists of the office as data with validity dates, never as code.

Every county differs, so the lists stand in `resources/codes/`, one JSON file a scheme:
`{"scheme", "name", "source", "codes": [{"code", "name", "aliases"?, "parent"?, "with"?, "valid_from"?, "valid_to"?,
"legacy"?}]}`. A value is stored by its code and never by its label.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import Any

from station_app.domain.folding import fold
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal

NEAREST = 3
"""How many words a sentence offers in the place of one that names nothing: of eighty nobody reads any."""

SHORT = 7
"""How many words a sentence may hold whole: of so few a person chooses best by reading all."""


def nearest(word: str, names: Mapping[str, Iterable[str]] | Iterable[str]) -> list[str]:
    """What a sentence offers in the place of a word that names nothing: all names where they are few (`SHORT`), else
    the `NEAREST` that share the most signs with it in their order, best first. `names` may say what else each is
    called."""
    called = names if isinstance(names, Mapping) else dict.fromkeys(names, ())
    if len(called) <= SHORT:
        return list(called)
    from difflib import SequenceMatcher  # noqa: PLC0415  (asked where something was mistyped)

    wanted = fold(word)
    alike = {name: max(SequenceMatcher(None, wanted, fold(one)).ratio() for one in (name, *others))
             for name, others in called.items()}  # fmt: skip
    return sorted(called, key=lambda name: -alike[name])[:NEAREST]


@immutable
class Code:
    """One entry. `goes_with` proposes other fields' codes; a `legacy` entry only stands in records of old ledgers."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    goes_with: Mapping[str, str] = field(default_factory=dict)
    valid_from: str = ""
    valid_to: str = ""
    legacy: bool = False

    def valid_on(self, day: str) -> bool:
        """Whether the entry is in force on the civil date `day`; both ends count."""
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)


@immutable
class CodeList:
    """One scheme with its entries in the order they are offered."""

    scheme: str
    name: str
    codes: tuple[Code, ...]
    source: str = ""

    @cached_property
    def by_code(self) -> dict[str, Code]:
        """The entries by code, those no longer in force too: old records keep their names."""
        return {entry.code: entry for entry in self.codes}

    @cached_property
    def parents(self) -> frozenset[str]:
        """The codes that only gather others: a value is one of those below them."""
        return frozenset(entry.parent for entry in self.codes if entry.parent)

    @cached_property
    def _by_word(self) -> dict[str, Code]:
        words: dict[str, Code] = {}
        for entry in self.codes:
            for word in (entry.code, entry.name, *entry.aliases):
                words.setdefault(word.casefold(), entry)
        return words

    def may_gather(self, parent: str, code: str) -> bool:
        """Whether the entry `code` may stand below `parent`: in a list of two levels, below one of the first. In a list
        without levels it would take away what forms fill by themselves."""
        above = self.by_code.get(parent)
        return bool(self.parents) and above is not None and not above.parent and code not in self.parents | {parent}

    def offered(self, day: str) -> tuple[Code, ...]:
        """What a form offers on `day`: entries in force, but for those of old ledgers and those that gather others."""
        chosen = (entry for entry in self.codes if entry.valid_on(day) and not entry.legacy)
        return tuple(entry for entry in chosen if entry.code not in self.parents)

    def gathering(self, day: str) -> tuple[Code, ...]:
        """The entries in force that gather others: what a list is narrowed by, never a value."""
        return tuple(entry for entry in self.codes if entry.valid_on(day) and entry.code in self.parents)

    def find(self, word: str) -> Code | None:
        """The entry that `word` means: a code, a name or an alias; None where the list has no such word."""
        return self._by_word.get(word.strip().casefold())


@immutable
class CodeBook:
    """All code lists by scheme."""

    lists: Mapping[str, CodeList]

    def __getitem__(self, scheme: str) -> CodeList:
        return self.lists[scheme]

    def name_of(self, scheme: str, code: str) -> str:
        """The label of a code; a code that the list does not know (from a newer station) stands for itself."""
        entry = self.lists[scheme].by_code.get(code)
        return entry.name if entry else code

    def with_entries(self, scheme: str, entries: Iterable[Code]) -> CodeBook:
        """The book in which entries take the place of those of the same code in a scheme; new ones stand last.

        An entry keeps the aliases and proposals of the one that it replaces; one that cannot stand where it says, or
        has no name, is passed over (`problems_of_entry`). Raises KeyError for no such scheme.
        """
        came, before = [entry for entry in entries if entry.code.strip() and entry.name.strip()], self.lists[scheme]
        whole = replace(before, codes=tuple({**before.by_code, **{entry.code: entry for entry in came}}.values()))
        listed = dict(before.by_code)
        for entry in came:
            if not entry.parent or (before.parents and whole.may_gather(entry.parent, entry.code)):
                old = listed.get(entry.code)
                listed[entry.code] = replace(entry, aliases=old.aliases, goes_with=old.goes_with) if old else entry
        return CodeBook(_Instead(self.lists, scheme, replace(before, codes=tuple(listed.values()))))

    def narrowed(self, scheme: str, codes: Iterable[str]) -> CodeBook:
        """The book in which a scheme holds only some of its entries. Raises KeyError for no such scheme."""
        kept, before = frozenset(codes), self.lists[scheme]
        left = tuple(entry for entry in before.codes if entry.code in kept)
        return CodeBook(_Instead(self.lists, scheme, replace(before, codes=left)))


class _Instead(Mapping[str, CodeList]):
    """Code lists of which one is another. The rest stay where they are, and are not read before they are asked for."""

    def __init__(self, lists: Mapping[str, CodeList], scheme: str, other: CodeList) -> None:
        self._lists, self._scheme, self._other = lists, scheme, other

    def __getitem__(self, scheme: str) -> CodeList:
        return self._other if scheme == self._scheme else self._lists[scheme]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)


def parse_code_list(text: str) -> CodeList:
    """A code list from the JSON text of its file. Raises ValueError for a text that is none."""
    return _parse_list(json.loads(text))


def _parse_list(raw: Mapping[str, object]) -> CodeList:
    match raw:
        case {"scheme": str(scheme), "name": str(name), "codes": list(entries)}:
            return CodeList(scheme, name, tuple(_parse_code(entry) for entry in entries), str(raw.get("source", "")))
        case _:
            raise ValueError("not a code list")


def _parse_code(raw: Mapping[str, object]) -> Code:
    match {"aliases": [], "with": {}} | dict(raw):
        case {"code": str(code), "name": str(name), "aliases": list(aliases), "with": dict(goes_with)}:
            return Code(
                code,
                name,
                tuple(aliases),
                str(raw.get("parent", "")),
                goes_with,
                str(raw.get("valid_from", "")),
                str(raw.get("valid_to", "")),
                raw.get("legacy") is True,
            )
        case _:
            raise ValueError("an entry needs code and name; aliases is a list, with is an object")


def problems_of_entry(book: CodeBook, values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What is wrong with an entry as an office sets it, seen against its list: it stands below what gathers nothing, or
    ends before it begins."""
    listed, problems = book.lists.get(str(values.get("scheme"))), []
    parent, code = str(values.get("parent") or ""), str(values.get("code"))
    if listed is not None and parent and not listed.may_gather(parent, code):
        problems.append(refusal("code_parent_unfit", "parent", parent))
    first, last = str(values.get("valid_from") or ""), str(values.get("valid_to") or "")
    if last and last < first:
        problems.append(refusal("code_ends_before_start", "valid_to", last))
    return tuple(problems)


Edition = Mapping[str, Any]


def edition_on(text: str, day: str) -> Edition:
    """The edition of a pack (JSON) that is in force on a civil day: the youngest that has begun and not ended.

    Raises ValueError where the text is no pack, LookupError where none is in force.
    """
    match json.loads(text):
        case {"editions": list(editions)}:
            known: list[Edition] = [one for one in editions if isinstance(one, dict)]
            begun = [one for one in known if one.get("valid_from", "") <= day]
            standing = [one for one in begun if not one.get("valid_to") or one["valid_to"] >= day]
            if not standing:
                raise LookupError(day)
            return max(standing, key=_begins)
    raise ValueError("no editions")


def _begins(edition: Edition) -> str:
    return str(edition.get("valid_from", ""))
