"""What the ledger and its filters say."""

from __future__ import annotations

import pytest

from station_app.text import finding as words


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("桃子坪村村民委员会", "桃子坪村"),
        ("桴㯊社区居民委员会", "桴㯊社区"),
        ("城关居民委员会", "城关居民委员会"),
        ("经济开发区", "经济开发区"),
    ],
)
def test_a_village_is_called_as_people_call_it(name: str, said: str) -> None:
    assert words.place(name) == said
