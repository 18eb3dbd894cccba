"""Canonical JSON, and the strict reader of what others wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.wire import LARGEST, canonical, parse

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_written_is_read_back_and_written_the_same(value: object) -> None:
    written = canonical(value)
    assert parse(written) == value
    assert canonical(parse(written.encode())) == written


def test_signs_stand_as_themselves_and_keys_in_order() -> None:
    assert canonical({"b": "𬭎\u2028\n", "a": [1, True, None]}) == '{"a":[1,true,null],"b":"𬭎\u2028\\n"}'


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":2}',
        "NaN",
        "[Infinity]",
        "1e400",
        "1.5",
        "9007199254740993",
        '"\\ud800"',
        '{"\\ud800":1}',
        '{"a":1} x',
        "\ufeff{}",
        "[" * 10_000,
        "[" * 40 + "]" * 40,
        "",
    ],
)
def test_what_python_would_let_pass_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (every refusal of the reader is one)
        parse(text)


def test_bytes_that_are_no_utf_8_are_refused() -> None:
    with pytest.raises(ValueError, match="sound"):
        parse(b'"\xff"')
