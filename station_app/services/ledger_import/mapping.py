"""What each column of an old ledger is: guessed from headings and contents, said by the clerk, kept under a name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from station_app.db import ledgers
from station_app.domain.days import read_day
from station_app.domain.folding import fold
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject
from station_app.services.desk import Desk
from station_app.services.ledger_import.structure import CARRIED, UNUSED, Table, Target, letters, targets

SAMPLE = 40
_BRACKETS = re.compile("[(\uff08\\[\u3010].*?[)\uff09\\]\u3011]")  # （）【】
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CITIZEN = re.compile(r"\d{17}[\dXx]")


@immutable
class ColumnMapping:
    """What the columns of one sort of ledger are.

    `columns`: a field (kind.name), CARRIED or UNUSED by the heading; `whole`: what holds for every row; `words`: by
    field, the code or uid that a word of this ledger means; `heading_row`: 0 where the heading is found by itself.
    """

    target: str
    columns: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    heading_row: int = 0

    @property
    def of(self) -> Target:
        """The sort of ledger."""
        return targets()[self.target]

    def with_word(self, key: str, word: str, means: str) -> ColumnMapping:
        """The mapping in which a word of a field means an entry."""
        return replace(self, words={**self.words, key: {**self.words.get(key, {}), fold(word): means}})

    def missing(self, table: Table) -> tuple[Problem, ...]:
        """What keeps a table from being taken: fields that it needs, fields that two columns claim."""
        named = [means for _, head in heads_of(table) if (means := self.columns.get(head, UNUSED)) != UNUSED]
        target = self.of
        lacking = [
            refusal("ledger_column_needed", one.key, one.label)
            for one in target.fields
            if one.needed and not {one.key, one.instead} & set(named) and one.key not in self.whole
        ]
        doubled = [one for one in target.fields if named.count(one.key) > 1]
        return (*lacking, *(refusal("ledger_field_twice", one.key, one.label) for one in doubled))

    def as_values(self) -> dict[str, Any]:
        """The mapping as JSON's values."""
        return {
            "target": self.target,
            "columns": dict(self.columns),
            "whole": dict(self.whole),
            "words": {key: dict(said) for key, said in self.words.items()},
            "heading_row": self.heading_row,
        }


def heads_of(table: Table) -> list[tuple[int, str]]:
    """The columns with the names that a mapping knows: the heading, counted where it is doubled, or a letter."""
    seen: dict[str, int] = {}
    named = []
    for at in table.columns:
        head = table.headings[at] if at < len(table.headings) else ""
        head = head or f"@{letters(at)}"
        seen[head] = seen.get(head, 0) + 1
        named.append((at, head if seen[head] == 1 else f"{head} ({seen[head]})"))
    return named


def guess(table: Table, target: str = "") -> ColumnMapping:
    """The likeliest mapping of a table, of the sort `target` where that is said. Raises Rejected where none is."""
    chosen = [targets()[target]] if target else list(targets().values())
    fits = [(one, _found(table, one)) for one in chosen]
    ranked = [(_likeness(one, found), -at, one, found) for at, (one, found) in enumerate(fits) if found]
    if not ranked and not target:
        offered = [one.label for one in targets().values()]
        raise reject(refusal("ledger_target_unknown", value=table.sheet, offered=offered))
    best, found = max(ranked, key=lambda one: one[:2])[2:] if ranked else (chosen[0], {})
    rest = CARRIED if best.carried else UNUSED
    columns = {head: found.get(head, rest) for _, head in heads_of(table)}
    taken = set(columns.values())
    whole = {one.key: one.whole for one in best.fields if one.whole and one.key not in taken}
    return ColumnMapping(best.name, columns, whole)


def fitted(mapping: ColumnMapping, table: Table) -> ColumnMapping:
    """A kept mapping for this table: further columns go to the note. Raises Rejected where it is another's."""
    heads = [head for _, head in heads_of(table)]
    fields = {head for head, means in mapping.columns.items() if means not in (CARRIED, UNUSED)}
    by_fold = {fold(head): means for head, means in mapping.columns.items()}
    if fields and not {fold(head) for head in fields} & set(map(fold, heads)):
        raise reject(refusal("ledger_mapping_foreign", value=mapping.of.label, missing=sorted(fields)))
    rest = CARRIED if mapping.of.carried else UNUSED
    return replace(mapping, columns={head: by_fold.get(fold(head), rest) for head in heads})


def remembered(desk: Desk, table: Table, target: str = "") -> tuple[str, ColumnMapping] | None:
    """The kept mapping all of whose fields stand in this table, with its name; the one with the most of them."""
    heads = {fold(head) for _, head in heads_of(table)}
    likely = []
    for name, raw in ledgers.mappings(desk.store.database).items():
        kept = of_values(raw)
        fields = {fold(head) for head, means in kept.columns.items() if means not in (CARRIED, UNUSED)}
        if fields and fields <= heads and target in ("", kept.target):
            likely.append((len(fields), name, kept))
    if not likely:
        return None
    _, name, best = max(likely, key=lambda one: one[0])
    return name, fitted(best, table)


def parse(text: str, name: str) -> ColumnMapping:
    """A mapping from the JSON text of its file. Raises Rejected for another text."""
    try:
        return of_values(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise reject(refusal("ledger_mapping_broken", value=name)) from error


def named(desk: Desk, name: str) -> ColumnMapping:
    """The mapping that a name means: a kept one, else a file. Raises Rejected."""
    kept = ledgers.mappings(desk.store.database)
    if name in kept:
        return of_values(kept[name])
    try:
        return parse(Path(name).read_text("utf-8-sig"), name)
    except (OSError, UnicodeDecodeError) as error:
        raise reject(refusal("ledger_mapping_unknown", value=name)) from error


def keep(desk: Desk, name: str, mapping: ColumnMapping) -> None:
    """Keep a mapping under a name."""
    ledgers.keep_mapping(desk.store.database, name, mapping.as_values())


def kept_names(desk: Desk) -> list[str]:
    """The names of the kept mappings."""
    return list(ledgers.mappings(desk.store.database))


def exported(mapping: ColumnMapping) -> str:
    """The mapping as the text of a file."""
    return json.dumps(mapping.as_values(), ensure_ascii=False, indent=1) + "\n"


def of_values(raw: Mapping[str, Any]) -> ColumnMapping:
    """A mapping from JSON's values. Raises KeyError, TypeError or ValueError for others."""
    target = targets()[str(raw["target"])]
    columns = {str(head): str(means) for head, means in raw["columns"].items()}
    unknown = set(columns.values()) - {CARRIED, UNUSED, *target.by_key}
    if unknown:
        raise ValueError(f"no fields: {unknown}")
    words = {str(key): {str(a): str(b) for a, b in said.items()} for key, said in raw.get("words", {}).items()}
    whole = {str(key): str(value) for key, value in raw.get("whole", {}).items() if key in target.by_key}
    return ColumnMapping(
        target=target.name, columns=columns, whole=whole, words=words, heading_row=int(raw.get("heading_row", 0))
    )


def _likeness(target: Target, found: Mapping[str, str]) -> float:
    """How well headings fit a sort: the fields that it needs count most, columns that find no field against it."""
    claimed = set(found.values())
    needed = [one for one in target.fields if one.needed]
    have = sum(bool({one.key, one.instead} & claimed) for one in needed)
    return 10 * have / len(needed) + len(claimed)


def _found(table: Table, target: Target) -> dict[str, str]:
    """The fields of a sort by heading: from what the headings say, then from what the columns hold."""
    found: dict[str, str] = {}
    named = heads_of(table)
    for words_of in (_whole_heading, _without_brackets, _last_part):
        for _, head in named:
            if head in found:
                continue
            key = next((one.key for one in target.fields if words_of(head) in one.folded), "")
            if key and key not in found.values():
                found[head] = key
    for at, head in named:
        key = "" if head in found else _by_contents(table, at, target)
        if key and key not in found.values():
            found[head] = key
    return found


def _whole_heading(head: str) -> str:
    return fold(head)


def _without_brackets(head: str) -> str:
    return fold(_BRACKETS.sub("", head)).strip(":*")


def _last_part(head: str) -> str:
    return fold(head.rpartition(" ")[2])


def _by_contents(table: Table, at: int, target: Target) -> str:
    """A field whose values can be told by their form alone."""
    values = [row.cells[at].strip() for row in table.rows if at < len(row.cells) and row.cells[at].strip()][:SAMPLE]
    if len(values) < 2:
        return ""
    for pattern, name in ((_CITIZEN, "id_number"), (_MOBILE, "phone")):
        if sum(bool(pattern.fullmatch(one)) for one in values) * 3 >= len(values) * 2:
            return next((one.key for one in target.fields if one.name == name), "")
    days = sum(bool(read_day(one, "2026-01-01")[0]) and len(one) > 5 for one in values)
    first_day = next((one.key for one in target.fields if one.needed and one.spec.kind == "day"), "")
    return first_day if days * 3 >= len(values) * 2 else ""
