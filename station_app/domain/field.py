"""A record class describes its own form: each field carries label, kind, limits, code list and privacy.

`record` makes a frozen dataclass of a class whose attributes are made by the functions here; `fields_of` gives their
descriptions. The entry form, the checks, the table headings, the JSON Schema, the print and the importer iterate it:
nothing lists a record's fields a second time, the SQL table neither.

Values are the wire's values: text, whole numbers, truth values, and tuples of codes or ids. Days are ISO 8601 civil
dates (`2026-03-09`), times of day `HH:MM`: they sort, compare and travel without conversion. Empty is "", () or None.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypedDict, TypeVar, Unpack, dataclass_transform

from station_app.domain.immutable import immutable, immutable_by_keyword

R = TypeVar("R")


class Kind(StrEnum):
    """What a field holds, and so how it is entered, stored and shown."""

    UID = "uid"
    TEXT = "text"
    PROSE = "prose"
    COUNT = "count"
    CODE = "code"
    CODES = "codes"
    REF = "ref"
    REFS = "refs"
    DAY = "day"
    TIME = "time"
    FLAG = "flag"


MANY = frozenset({Kind.CODES, Kind.REFS})
REQUIRED = dataclasses.MISSING


@immutable
class FieldSpec:
    """The description of one field.

    `max_len` and `min_len` count characters (code points), or members of a many-valued field. `low` and `high` bound a
    count. `scheme` names the code list, `target` the kind of record that is referred to (of a text: whose names are
    offered while it is typed, other words stay possible), `check` a function of
    `station_app.domain.identity` that judges the value's form. `personal` drives masking and what a public print may
    show; `searched` puts the text into the index; `given` marks what the program gives (number, state): never typed;
    `numbered` marks a number by which people find the record again; `indexed` what records are looked up or ordered by.
    An index of several fields stands on the record, as `indexes: ClassVar = (("state", "received_on"),)`.
    `fixed` is set when the record is made and never corrected: what hangs on it stands on paper. `follows` names a
    field of a code list, and what goes with its code there: that value is proposed, and may be changed. `templates`
    names the use (code list `template_use`) whose frequent texts are offered while it is written. `reading` marks what
    stands in the table alone, read from other records (`domain.standing`): no act sets it and no journal holds it.
    `told_by` names the kind and the field that a reading repeats; () where it is reckoned from several.
    """

    name: str
    label: str
    kind: Kind
    default: Any
    min_len: int = 0
    max_len: int = 0
    low: int | None = None
    high: int | None = None
    scheme: str = ""
    target: str = ""
    check: str = ""
    personal: bool = False
    searched: bool = False
    given: bool = False
    fixed: bool = False
    follows: tuple[str, str] | None = None
    numbered: bool = False
    indexed: bool = False
    templates: str = ""
    reading: bool = False
    told_by: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """A field without a default must be filled."""
        return self.default is REQUIRED

    @property
    def many(self) -> bool:
        """Whether the value is a tuple."""
        return self.kind in MANY

    @property
    def empty(self) -> Any:
        """What an absent field takes: the default, or the kind's own nothing."""
        return self.nothing if self.required else self.default

    @property
    def nothing(self) -> Any:
        """The kind's own empty value: (), None, False or ""."""
        return () if self.many else None if self.kind is Kind.COUNT else False if self.kind is Kind.FLAG else ""


class Marks(TypedDict, total=False):
    """What a line of text may carry beside its length."""

    min_len: int
    check: str
    personal: bool
    searched: bool
    given: bool
    fixed: bool
    follows: tuple[str, str]
    target: str
    numbered: bool
    indexed: bool


class CodeMarks(TypedDict, total=False):
    """What a code may carry beside its list."""

    personal: bool
    given: bool
    follows: tuple[str, str]


class ProseMarks(TypedDict, total=False):
    """What a long text may carry beside its length."""

    personal: bool
    searched: bool
    templates: str


class DayMarks(TypedDict, total=False):
    """What a day may carry beside what every field may."""

    indexed: bool
    fixed: bool


def _made(label: str, kind: Kind, default: Any, **rest: Any) -> Any:
    spec = FieldSpec(name="", label=label, kind=kind, default=default, **rest)
    return dataclasses.field(default=default, metadata={"spec": spec})


def uid(label: str, *, default: Any = REQUIRED) -> Any:
    """The record's own identity: a UUID as 32 lower-case hexadecimal digits."""
    return _made(label, Kind.UID, default)


def text(label: str, *, max_len: int, default: Any = REQUIRED, **marks: Unpack[Marks]) -> Any:
    """One line of text of at most `max_len` characters."""
    return _made(label, Kind.TEXT, default, max_len=max_len, **marks)


def number(label: str) -> Any:
    """A number that the program gives from the record's series, and that papers, screens and people say again."""
    return _made(label, Kind.TEXT, "", max_len=32, given=True, searched=True, numbered=True)


def prose(label: str, *, max_len: int, default: Any = REQUIRED, **marks: Unpack[ProseMarks]) -> Any:
    """Text of many lines, kept exactly as typed."""
    return _made(label, Kind.PROSE, default, max_len=max_len, **marks)


def count(
    label: str,
    *,
    low: int = 0,
    high: int | None = None,
    default: Any = REQUIRED,
    personal: bool = False,
    fixed: bool = False,
) -> Any:
    """A whole number from `low` to `high`; None where it is not known."""
    return _made(label, Kind.COUNT, default, low=low, high=high, personal=personal, fixed=fixed)


def code(label: str, scheme: str, *, default: Any = REQUIRED, **marks: Unpack[CodeMarks]) -> Any:
    """One entry of the code list `scheme`, stored by its code."""
    return _made(label, Kind.CODE, default, scheme=scheme, **marks)


def codes(label: str, scheme: str, *, default: Any = REQUIRED) -> Any:
    """Several entries of the code list `scheme`."""
    return _made(label, Kind.CODES, default, scheme=scheme)


def ref(label: str, target: str, *, default: Any = REQUIRED, given: bool = False, indexed: bool = False) -> Any:
    """The uid of a record of the kind `target`."""
    return _made(label, Kind.REF, default, target=target, given=given, indexed=indexed)


def refs(label: str, target: str, *, default: Any = REQUIRED, max_len: int = 0) -> Any:
    """The uids of records of the kind `target`, at most `max_len` of them (0: no limit)."""
    return _made(label, Kind.REFS, default, target=target, max_len=max_len)


def day(
    label: str,
    *,
    default: Any = REQUIRED,
    personal: bool = False,
    given: bool = False,
    **marks: Unpack[DayMarks],
) -> Any:
    """A civil date, ISO 8601."""
    return _made(label, Kind.DAY, default, personal=personal, given=given, **marks)


def time(label: str, *, default: Any = REQUIRED) -> Any:
    """A time of day, HH:MM."""
    return _made(label, Kind.TIME, default)


def flag(label: str, *, default: Any = REQUIRED, fixed: bool = False, given: bool = False) -> Any:
    """A claim that holds or does not."""
    return _made(label, Kind.FLAG, default, fixed=fixed, given=given)


def read(made: Any) -> Any:
    """What is reckoned from other records and stands in the table alone (`FieldSpec.reading`), made by one of the
    above."""
    spec = object.__new__(FieldSpec)
    vars(spec).update(vars(made.metadata["spec"]), reading=True, given=True)
    return dataclasses.field(default=spec.default, metadata={"spec": spec})


def repeated(label: str, cls: type, name: str, *, searched: bool = False) -> Any:
    """What a field of one record beside it says, in that one's form (`FieldSpec.told_by`): a reading too."""
    told = getattr(cls, _SAID)[name]
    form = {of: getattr(told, of) for of in ("max_len", "scheme", "target", "templates", "personal")}
    marks = {"searched": searched, "reading": True, "given": True, "told_by": (kind_of(cls), name)}
    return _made(label, told.kind, told.nothing, **form, **marks)


@dataclass_transform(
    kw_only_default=True,
    frozen_default=True,
    field_specifiers=(uid, text, number, prose, count, code, codes, ref, refs, day, time, flag, read, repeated),
)
def record(cls: type[R]) -> type[R]:
    """Make a frozen, keyword-only dataclass of a class whose attributes were made by this module.

    What it has of a class that it stands on comes after its own fields: a record begins with its uid.
    """
    own = {name: made.metadata["spec"] for name, made in vars(cls).items() if isinstance(made, dataclasses.Field)}
    for name, spec in own.items():
        vars(spec)["name"] = name  # it was made for this field; a copy of each takes 2 ms of a start
    setattr(cls, _SAID, {**own, **getattr(cls, _SAID, {})})
    return immutable_by_keyword(cls)


_SAID = "__said_of_fields__"
"""Where a record class keeps what was said of its fields: known before there is a record of it."""


def fields_of(cls: type) -> tuple[FieldSpec, ...]:
    """The descriptions of a record class's fields, in the order of its form."""
    return tuple(specs_of(cls).values())


def field_of(cls: type, name: str) -> FieldSpec:
    """The description of one field. Raises KeyError for a name that the record does not have."""
    return specs_of(cls)[name]


def specs_of(cls: type) -> Mapping[str, FieldSpec]:
    """The descriptions of a record class's fields by name, in the order of its form."""
    said: Mapping[str, FieldSpec] = getattr(cls, _SAID)
    return said


@cache
def readings_of(cls: type) -> tuple[str, ...]:
    """The fields of a record class that are read from other records (`FieldSpec.reading`)."""
    return tuple(spec.name for spec in fields_of(cls) if spec.reading)


@cache
def step_of(cls: type) -> str:
    """The field that an act moves: of a matter its `stage`, whose `state` is read; of every other record its state."""
    state = specs_of(cls).get("state")
    return "stage" if state is not None and state.reading else "state"


def indexes_of(cls: type) -> tuple[tuple[str, ...], ...]:
    """The indexes of several fields that a record class asks for; those of one field stand on the field."""
    return getattr(cls, "indexes", ())


def is_for_all(cls: type) -> bool:
    """Whether what an office writes of a class, where it is no one station's, goes to all its stations. Else it is the
    office's own: its users, its notes."""
    return getattr(cls, "for_all_stations", False)


def whose(cls: type) -> str:
    """The field that says whose a record is: a station's uid, or the record that it belongs to."""
    return getattr(cls, "belongs_to", "station")


@cache
def blank_of(cls: type) -> Mapping[str, Any]:
    """What stands for nothing in each field: a record that nobody has filled yet."""
    return {name: spec.empty for name, spec in specs_of(cls).items()}


def kind_of(cls: type) -> str:
    """The record's kind in the journal, on the command line and in SQL: its class name in snake_case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def label_of(cls: type) -> str:
    """The record's own Chinese name: the label of its uid."""
    return field_of(cls, "uid").label


def values_of(item: object) -> dict[str, Any]:
    """A record's values by field name."""
    return {spec.name: getattr(item, spec.name) for spec in fields_of(type(item))}


def built(cls: type[R], values: Mapping[str, Any]) -> R:
    """A record from values by name; absent fields take what stands for nothing.

    Used by the fold, where a record may be partial (an author may lack a field that a newer version requires);
    `check.problems_of` says what is missing.
    """
    return cls(**{spec.name: values.get(spec.name, spec.empty) for spec in fields_of(cls)})


def fits(spec: FieldSpec, value: Any) -> bool:
    """Whether a value has the type of its field."""
    match spec.kind:
        case Kind.COUNT:
            return value is None or (isinstance(value, int) and not isinstance(value, bool))
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.CODES | Kind.REFS:
            return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
        case _:
            return isinstance(value, str)
