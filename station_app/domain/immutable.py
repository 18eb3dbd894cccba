"""Immutable values: frozen dataclasses whose methods are shared and not written anew for each class.

`dataclass` writes and compiles six functions for every class. With ninety classes that was a sixth of the time from the
start to the first page; here only the description of the fields is its work, so `fields`, `replace` and `asdict` hold.
And it is described when it is first asked or the first value is made: the first page needs a third of the classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from threading import RLock
from typing import Any, NoReturn, TypeVar, dataclass_transform

C = TypeVar("C")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable(cls: type[C]) -> type[C]:
    """Make a frozen dataclass of `cls`: equal to another where class and fields are, and hashable as its fields are."""
    return _described_later(cls, kw_only=False)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def immutable_by_keyword(cls: type[C]) -> type[C]:
    """The same, made by keywords alone: a field without a default may follow one with a default, and no value can stand
    in another's place. For rows of SQL and the facts of papers."""
    return _described_later(cls, kw_only=True)


_FIELDS = "__dataclass_fields__"
"""Where the standard library looks for a dataclass's fields."""

_DESCRIBING = RLock()
"""Threads may meet at a class's first use, and what is described twice has lost its defaults."""


def _described_later(cls: type[C], *, kw_only: bool) -> type[C]:
    description = _Description(cls, kw_only)
    setattr(cls, _FIELDS, description)
    if "__init__" not in cls.__dict__:
        setattr(cls, "__init__", description.first_made)  # noqa: B010  (mypy knows no assignment to it)
    return cls


class _Description:
    """Stands for the fields of a class, and for the making of its values, until one of them is asked for."""

    def __init__(self, cls: type, kw_only: bool) -> None:
        self._cls, self._kw_only = cls, kw_only

        def first_made(made: object, /, *values: Any, **named: Any) -> None:
            self.describe()
            cls.__init__(made, *values, **named)  # type: ignore[misc]  # by now it is the one of its fields

        self.first_made = first_made

    def __get__(self, value: object, owner: type) -> Any:
        self.describe()
        return getattr(self._cls, _FIELDS)

    def describe(self) -> None:
        """Make the class what it is; nothing where another thread has done it."""
        cls = self._cls
        with _DESCRIBING:
            if cls.__dict__[_FIELDS] is self:
                _share(dataclass(init=False, repr=False, eq=False, kw_only=self._kw_only)(cls))
                if cls.__dict__["__init__"] is self.first_made:  # last: who meets it waits for all the rest
                    setattr(cls, "__init__", _maker(cls))  # noqa: B010  (mypy knows no assignment to it)


def _share(cls: type) -> None:
    described = fields(cls)
    # By name, and not the whole __dict__: cached properties live there too.
    shared: dict[str, object] = {
        "__compared__": tuple(one.name for one in described if one.compare),
        "__hashed__": tuple(one.name for one in described if (one.compare if one.hash is None else one.hash)),
        "__repr__": _shown,
        "__eq__": _is_equal,
        "__hash__": _hashed,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    for name, one in shared.items():
        if cls.__dict__.get(name) is None:
            setattr(cls, name, one)


def _maker(cls: type) -> Callable[..., None]:
    described = fields(cls)
    by_place = tuple(one.name for one in described if not one.kw_only)
    names = frozenset(one.name for one in described)
    plain = {one.name: one.default for one in described if one.default is not MISSING}
    made = {one.name: one.default_factory for one in described if one.default_factory is not MISSING}

    def initialise(self: Any, /, *values: Any, **named: Any) -> None:
        if not named and len(values) == len(by_place) == len(names):
            self.__dict__.update(zip(by_place, values, strict=True))
            return
        placed = dict(zip(by_place, values, strict=False)) if values else {}
        state = {**plain, **placed, **named}
        for name, make in made.items():
            if name not in state:
                state[name] = make()
        if state.keys() != names or len(values) > len(by_place) or (values and placed.keys() & named.keys()):
            raise TypeError(f"{cls.__name__} takes {', '.join(sorted(names))}, each once; it was given {sorted(state)}")
        self.__dict__.update(state)

    return initialise


def _shown(self: object) -> str:
    said = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))  # type: ignore[arg-type]  # a value is a dataclass
    return f"{type(self).__qualname__}({said})"


def _is_equal(self: Any, other: Any) -> bool:
    if type(self) is not type(other):
        return False
    mine, theirs = self.__dict__, other.__dict__
    return all(mine[name] == theirs[name] for name in self.__compared__)


def _hashed(self: Any) -> int:
    inside = self.__dict__
    return hash(tuple(inside[name] for name in self.__hashed__))


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")
