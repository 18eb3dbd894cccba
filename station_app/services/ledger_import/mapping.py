"""What each column of an old ledger is: guessed from headings and contents, said by the clerk, kept under a name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from station_app.db import ledgers
from station_app.domain.days import read_day
from station_app.domain.folding import fold
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject, warning
from station_app.services.desk import Desk
from station_app.services.ledger_import.lexicon import CARRIED, EXACT, UNUSED, Target, meanings, targets
from station_app.services.ledger_import.structure import Table, letters

SAMPLE = 40
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CITIZEN = re.compile(r"\d{17}[\dXx]")


class Because(StrEnum):
    """Why a column is taken for a field."""

    HEADING = "heading"
    LIKENESS = "likeness"
    CONTENTS = "contents"
    ANSWER = "answer"
    SECOND = "second"


@immutable
class ColumnMapping:
    """What the columns of one sort of ledger are.

    `columns`: a field (kind.name), CARRIED or UNUSED by the heading; `whole`: what holds for every row; `words`: by
    field, the code or uid that a word of this ledger means; `heading_row`: 0 where the heading is found by itself.
    Of a mapping that was guessed `because` says why each column is what it is, and `said` what is to be said of it.
    """

    target: str
    columns: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    heading_row: int = 0
    because: Mapping[str, Because] = field(default_factory=dict, compare=False)
    said: tuple[Problem, ...] = field(default=(), compare=False)

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
            refusal("ledger_column_needed", one.key, one.label, sheet=table.sheet, sort=target.label)
            for one in target.fields
            if one.needed and not {one.key, one.instead} & set(named) and one.key not in self.whole
        ]
        doubled = [one for one in target.fields if named.count(one.key) > 1]
        return (*lacking, *(refusal("ledger_field_twice", one.key, one.label) for one in doubled))

    @property
    def for_all(self) -> Mapping[str, str]:
        """What holds for every row: as it was said, else the sort's first proposal where no column says it."""
        return {**_for_all(self.of, self.columns), **self.whole}

    def as_values(self) -> dict[str, Any]:
        """The mapping as JSON's values."""
        return {
            "target": self.target,
            "columns": dict(self.columns),
            "whole": dict(self.whole),
            "words": {key: dict(said) for key, said in self.words.items()},
            "heading_row": self.heading_row,
        }


def carried_heads(mapping: ColumnMapping, found: Iterable[Table]) -> list[str]:
    """The headed columns that nobody spoke of and that no name of a field fits: they go into the note."""
    plain = {fold(one) for one in _PLAIN} | {fold(str(one.value)) for one in mapping.said}
    heads = dict.fromkeys(head for table in found for at, head in heads_of(table) if _is_filled(table, at))
    return [
        head
        for head in heads
        if mapping.columns.get(head) == CARRIED
        and head not in mapping.because
        and not head.startswith("@")
        and fold(head) not in plain
    ]


_PLAIN = ("\u5e8f\u53f7", "\u5907\u6ce8", "\u7f16\u53f7", "No", "\u8bf4\u660e")  # 序号 备注 编号 说明
"""Headings whose place is the note, or nowhere: nothing is to be asked of them."""


def _is_filled(table: Table, at: int) -> bool:
    return any(at < len(row.cells) and row.cells[at].strip() for row in table.rows)


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


def guess(
    found: Sequence[Table], target: str = "", answers: Sequence[ColumnMapping] = (), file_name: str = ""
) -> ColumnMapping:
    """The likeliest mapping of the tables of a file, of the sort `target` where that is said; `answers` are mappings
    that a clerk has used before. Raises Rejected where the sort cannot be told."""
    chosen = targets()[target] if target else _sort_of(found, file_name)
    known = {
        fold(head): means
        for kept in reversed(answers)
        if kept.target == chosen.name
        for head, means in kept.columns.items()
        # What had no better place in another file may have the first place in this one.
        if means in chosen.by_key
    }
    columns: dict[str, str] = {}
    because: dict[str, Because] = {}
    said: list[Problem] = []
    for table in found:
        for head, (means, why) in _found(table, chosen, known, said).items():
            if columns.get(head, CARRIED) in (CARRIED, UNUSED):
                columns[head] = means
                because[head] = why
    rest = CARRIED if chosen.carried else UNUSED
    heads = dict.fromkeys(head for table in found for _, head in heads_of(table))
    columns = {head: columns.get(head, rest) for head in heads}
    whole = _for_all(chosen, columns)
    meant = {
        key: dict(kept) for one in reversed(answers) if one.target == chosen.name for key, kept in one.words.items()
    }
    told = [] if target else [_sort_said(chosen, found, columns)]
    return ColumnMapping(chosen.name, columns, whole, meant, because=because, said=tuple(dict.fromkeys((*told, *said))))


def fitted(mapping: ColumnMapping, table: Table) -> ColumnMapping:
    """A mapping for this table: columns that it does not speak of are guessed within its sort. Raises Rejected where
    it is another's."""
    heads = [head for _, head in heads_of(table)]
    by_fold = {fold(head): means for head, means in mapping.columns.items()}
    own = {head: by_fold[fold(head)] for head in heads if fold(head) in by_fold}
    fields = {head for head, means in mapping.columns.items() if means not in (CARRIED, UNUSED)}
    if fields and not {fold(head) for head in fields} & set(map(fold, heads)):
        raise reject(refusal("ledger_mapping_foreign", value=mapping.of.label, missing=sorted(fields)))
    if len(own) == len(heads):
        return replace(mapping, columns=own)
    known = {fold(head): means for head, means in own.items()}
    guessed = {head: means for head, (means, _) in _found(table, mapping.of, known, []).items()}
    rest = CARRIED if mapping.of.carried else UNUSED
    return replace(mapping, columns={head: own.get(head, guessed.get(head, rest)) for head in heads})


def remembered(desk: Desk, found: Sequence[Table], target: str = "") -> tuple[str, ColumnMapping] | None:
    """The kept mapping all of whose fields stand in these tables, with its name; the one with the most of them."""
    heads = {fold(head) for table in found for _, head in heads_of(table)}
    likely = []
    for name, raw in ledgers.mappings(desk.store.database).items():
        kept = of_values(raw)
        fields = {fold(head) for head, means in kept.columns.items() if means not in (CARRIED, UNUSED)}
        if fields and fields <= heads and target in ("", kept.target):
            likely.append((len(fields), name, kept))
    if not likely:
        return None
    _, name, best = max(likely, key=lambda one: one[0])
    filled = guess(found, best.target, [best])
    meant = {fold(head): means for head, means in best.columns.items()}
    columns = {head: meant.get(fold(head), means) for head, means in filled.columns.items()}
    because = {**filled.because, **{head: Because.ANSWER for head in columns if fold(head) in meant}}
    return name, replace(best, columns=columns, because=because, said=filled.said)


def answers(desk: Desk) -> list[ColumnMapping]:
    """The kept mappings: what a clerk has said of this office's files."""
    return [of_values(raw) for raw in ledgers.mappings(desk.store.database).values()]


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


def _sort_of(found: Sequence[Table], file_name: str) -> Target:
    """The sort that the tables are of, by what is needed, what speaks for it, and nothing that speaks against it.

    Raises Rejected where no sort has all that it needs, or its sign, and none comes near enough to ask for the rest.
    """
    titles = [fold(cell) for table in found for _, cells in table.above for cell in cells if len(cell) < 60]
    names = [*titles, *(fold(table.sheet) for table in found), fold(file_name)]
    heads = [fold(head) for table in found for _, head in heads_of(table)]
    fitting = []
    for at, one in enumerate(targets().values()):
        if any(word[1:] == head if word[0] == "=" else fold(word) in head for word in one.against for head in heads):
            continue
        if one.signs and not any(fold(sign) in text for sign in one.signs for text in (*heads, *names)):
            continue
        claimed = {means for table in found for means, _ in _found(table, one, {}, []).values()}
        needed = [field for field in one.fields if field.needed]
        have = sum(bool({field.key, field.instead} & claimed) for field in needed)
        if have * 2 > len(needed) or (have and have == len(needed)):
            fitting.append((have == len(needed), 10 * have / len(needed) + len(claimed), -at, one))
    if not fitting:
        offered = [one.label for one in targets().values()]
        raise reject(refusal("ledger_target_unknown", value=found[0].sheet if found else "", offered=offered))
    return max(fitting, key=lambda one: one[:3])[3]


def _for_all(target: Target, columns: Mapping[str, str]) -> dict[str, str]:
    """What is proposed for every row where no column says it: by a word of the headings of what is needed, else the
    sort's own proposal."""
    taken = set(columns.values())
    heads = [head for head, means in columns.items() if means in target.by_key and target.by_key[means].needed]
    proposed = {}
    for one in target.fields:
        if one.whole and one.key not in taken:
            named = {value for word, value in one.whole_by.items() if any(word in head for head in heads)}
            proposed[one.key] = named.pop() if len(named) == 1 else one.whole
    return proposed


def _sort_said(chosen: Target, found: Sequence[Table], columns: Mapping[str, str]) -> Problem:
    shown = [head for head, means in columns.items() if means in chosen.by_key and chosen.by_key[means].needed][:3]
    rows = list(dict.fromkeys(number for table in found for number in table.heading_rows))
    return warning(
        "ledger_sort_guessed",
        value=chosen.label,
        heads=tuple(shown),
        sheets=tuple(one.sheet for one in found),
        rows=tuple(rows[:8]),
    )


def _found(
    table: Table, target: Target, known: Mapping[str, str], said: list[Problem]
) -> dict[str, tuple[str, Because]]:
    """What the columns of a table are: as a clerk said (`known`, by folded heading), by the best of their names, and,
    where a column has no heading at all, by what it holds. What was passed over is said."""
    named = heads_of(table)
    found: dict[str, tuple[str, Because]] = {}
    for _, head in named:
        if (means := known.get(fold(head))) is not None:
            found[head] = (means, Because.ANSWER)
    claims = sorted(
        (one.distance + EMPTY * (not _is_filled(table, at)), at, head, one.key)
        for at, head in named
        if head not in found
        for one in meanings(_uncounted(head), target)
    )
    best: dict[str, tuple[int, str]] = {}
    answered = {means for means, _ in found.values()}
    for distance, _, head, key in claims:
        if head in found or key in answered:
            continue
        if key not in best:
            best[key] = (distance, head)
        elif best[key][0] < distance:
            continue
        # Two columns with equally good names both claim the field: the clerk says which it is.
        found[head] = (key, Because.HEADING if distance % EMPTY < EXACT else Because.LIKENESS)
    for _, head in named:
        if head not in found and (one := next(iter(meanings(_uncounted(head), target)), None)) and one.key in best:
            label = target.by_key[one.key].label
            said.append(warning("ledger_second_column", value=head, label=label, other=best[one.key][1]))
            found[head] = (CARRIED if target.carried else UNUSED, Because.SECOND)
    for at, head in named:
        is_headed = at < len(table.headings) and bool(table.headings[at])
        key = "" if head in found or is_headed else _by_contents(table, at, target)
        if key and key not in {means for means, _ in found.values()}:
            found[head] = (key, Because.CONTENTS)
            said.append(warning("ledger_by_contents", value=head.removeprefix("@"), label=target.by_key[key].label))
    return found


EMPTY = 10_000
"""How much farther a column that holds nothing stands behind any that holds something."""


def _uncounted(head: str) -> str:
    """A heading without the count of a doubled one."""
    return re.sub(r" \([0-9]+\)$", "", head)


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
