"""What clerks write in ledgers, as data: `resources/mappings/ledger_columns.json` says what each part is for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from station_app import paths
from station_app.domain.field import FieldSpec, field_of
from station_app.domain.folding import fold
from station_app.domain.immutable import immutable
from station_app.domain.records import BY_KIND

CARRIED, UNUSED = "carried", ""
"""What a column becomes that is no field: a line of the old-ledger note, or nothing."""


@immutable
class Field:
    """A field that a column may hold: kind.name, the headings it bears, and how it is read.

    `needed`: no row can be taken without it, or without `instead`. `whole`: it may be said once for the whole file,
    with its first proposal (None: it may not). `soft`: what cannot be read goes into the note.
    """

    key: str
    heads: tuple[str, ...]
    needed: bool = False
    instead: str = ""
    whole: str | None = None
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

    @property
    def spec(self) -> FieldSpec:
        """The record's own description of the field."""
        return field_of(BY_KIND[self.kind], self.name)

    @property
    def label(self) -> str:
        """What the office calls it."""
        return self.spec.label

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The headings as they are compared; the field's own label is one of them."""
        return tuple(dict.fromkeys(fold(one) for one in (*self.heads, self.label)))


@immutable
class Target:
    """A sort of ledger: what a row becomes, the fields its columns may hold, what stands where nobody wrote anything.

    `carried` is the kind whose note keeps what has no field ("" where none does). `states` lead from a state's code to
    the one that is carried over, `more_states` from a word.
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

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The fields by kind.name."""
        return {one.key: one for one in self.fields}


@immutable
class Words:
    """Words that are no records and marks that stand for nothing, folded."""

    totals: frozenset[str]
    signatures: frozenset[str]
    empty: frozenset[str]
    ditto: frozenset[str]
    about: tuple[str, ...]
    errors: frozenset[str]
    between_people: tuple[str, ...]


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
    folded = {name: frozenset(map(fold, said[name])) for name in ("totals", "signatures", "ditto", "errors")}
    # Marks alone fold to nothing or to each other: the empty ones are compared as they are written.
    lexicon = Words(
        totals=folded["totals"],
        signatures=folded["signatures"],
        empty=frozenset(said["empty"]),
        ditto=frozenset(said["ditto"]),
        about=tuple(said["about"]),
        errors=folded["errors"],
        between_people=tuple(said["between_people"]),
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
    )


def _field(raw: Mapping[str, Any]) -> Field:
    return Field(
        key=raw["field"],
        heads=tuple(raw["heads"]),
        needed=raw.get("needed", False),
        instead=raw.get("or", ""),
        whole=raw.get("whole"),
        by=raw.get("by", ""),
        soft=raw.get("else") == CARRIED,
    )
