from __future__ import annotations

import json

import pytest

from station_app import paths
from station_app.domain.codes import edition_on

PACK = json.dumps(
    {"editions": [{"valid_from": "2020-01-01", "days": 1}, {"valid_from": "2026-01-01", "valid_to": "2026-12-31"}]}
)


def test_the_youngest_edition_that_has_begun_is_in_force() -> None:
    assert edition_on(PACK, "2025-12-31")["days"] == 1
    assert "days" not in edition_on(PACK, "2026-01-01")


def test_an_edition_that_has_ended_gives_way_to_the_one_before() -> None:
    assert edition_on(PACK, "2027-01-01")["days"] == 1


def test_before_the_first_edition_nothing_is_in_force() -> None:
    with pytest.raises(LookupError):
        edition_on(PACK, "2019-12-31")


@pytest.mark.parametrize("text", ["[]", "{}", '{"editions": 3}', "no json"])
def test_what_is_no_pack_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (JSON's own errors are ValueErrors too)
        edition_on(text, "2026-01-01")


@pytest.mark.parametrize("name", ["words", "deadlines"])
def test_the_shipped_packs_are_in_force_today(name: str) -> None:
    assert edition_on(paths.rule_pack(name), "2026-11-23")
