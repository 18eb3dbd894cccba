"""Immutable values behave as frozen dataclasses do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.immutable import immutable, immutable_by_keyword


@immutable
class Pair:
    left: int
    right: str = "r"
    seen: list[int] = field(default_factory=list, hash=False)

    @cached_property
    def both(self) -> str:
        return f"{self.left}{self.right}"


@dataclass(frozen=True)
class FrozenPair:
    left: int
    right: str = "r"
    seen: list[int] = field(default_factory=list, hash=False)


@immutable_by_keyword
class Named:
    first: str = ""
    second: int


@immutable
class Valued:
    value: int
    values: str


def test_a_field_may_have_any_name() -> None:
    assert Valued(value=1, values="a") == Valued(1, "a")


@given(st.integers(), st.text(), st.lists(st.integers()))
def test_it_equals_hashes_prints_and_comes_apart_as_a_frozen_dataclass(left: int, right: str, seen: list[int]) -> None:
    mine, theirs = Pair(left, right, seen), FrozenPair(left, right, seen)
    assert asdict(mine) == asdict(theirs)
    assert repr(mine) == repr(theirs).replace("FrozenPair", "Pair")
    assert mine == Pair(left, seen=seen, right=right)
    assert (mine == Pair(left + 1, right, seen)) is (theirs == FrozenPair(left + 1, right, seen))
    assert hash(mine) == hash(Pair(left, right, [*seen, 1]))
    assert replace(mine, left=left + 1).left == replace(theirs, left=left + 1).left
    assert [one.name for one in fields(mine)] == ["left", "right", "seen"]


def test_defaults_are_made_anew_and_a_cached_property_is_no_field() -> None:
    one, other = Pair(1), Pair(1)
    assert one.seen is not other.seen
    assert one.both == "1r"
    assert one == other
    assert hash(one) == hash(other)


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_threads_that_make_the_first_value_at_once_lose_no_default() -> None:
    for _ in range(50):

        @immutable
        class Met:
            left: int
            seen: list[int] = field(default_factory=list)
            right: str = "r"

        with ThreadPoolExecutor(4) as threads:
            made = list(threads.map(Met, range(8)))
        assert [(one.left, one.seen, one.right) for one in made] == [(number, [], "r") for number in range(8)]
        assert [one.name for one in fields(Met)] == ["left", "seen", "right"]


def test_another_class_is_never_equal() -> None:
    theirs: object = FrozenPair(1)
    assert theirs != Pair(1)
    assert Pair(1) != theirs


@pytest.mark.parametrize("name", ["left", "new"])
def test_nothing_can_be_changed(name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(Pair(1), name, 2)
    with pytest.raises(FrozenInstanceError):
        delattr(Pair(1), name)


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((1, "", [], 4), {}), ((1,), {"left": 2}), ((1,), {"middle": 2})]
)
def test_what_does_not_fit_is_refused(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="Pair"):
        Pair(*values, **named)


def test_made_by_keywords_alone_a_required_field_may_follow_a_default() -> None:
    make: Any = Named
    assert make(second=2).first == ""
    with pytest.raises(TypeError):
        make("first", 2)
    with pytest.raises(TypeError):
        make(first="x")
