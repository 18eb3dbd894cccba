"""On what an opinion may be closed."""

from __future__ import annotations

from typing import Any

import pytest

from station_app import paths
from station_app.domain.rules import NEEDS, closing_problems, fits

TOLD = {"result": "修好了", "fed_back_on": "2026-11-23"}
BEARS: dict[str, dict[str, Any]] = {
    "SOLVED": TOLD | {"result_degree": "SOLVED"},
    "ANSWERED": {"answer": "下个月修"},
    "REDIRECTED": {"redirect_organ": "法院", "told_on": "2026-11-23"},
    "SUGGESTION_ANSWERED": TOLD | {"promoted_to": "a" * 32},
    "PLANNED": TOLD | {"result_degree": "PLANNED", "next_due_on": "2027-06-30"},
    "EXPLAINED": TOLD | {"result_degree": "UNRESOLVED"},
    "UNREACHABLE": TOLD | {"contact_tries": 3},
}


def test_every_basis_of_the_list_has_its_needs() -> None:
    assert set(paths.code_book()["closing_basis"].by_code) == NEEDS.keys() == BEARS.keys()


@pytest.mark.parametrize("basis", BEARS)
def test_a_basis_is_borne_by_what_was_done(basis: str) -> None:
    assert fits(basis, BEARS[basis])


@pytest.mark.parametrize(("basis", "lacks"), [(basis, name) for basis, done in BEARS.items() for name in done])
def test_a_basis_is_refused_when_one_thing_lacks(basis: str, lacks: str) -> None:
    done = {name: value for name, value in BEARS[basis].items() if name != lacks}
    assert not fits(basis, done)


def test_the_degree_of_the_result_must_fit() -> None:
    assert not fits("SOLVED", BEARS["SOLVED"] | {"result_degree": "UNRESOLVED"})


def test_what_is_open_has_no_basis_to_fit() -> None:
    assert list(closing_problems({"state": "RATED", "closing_basis": "ANSWERED"})) == []
    assert [one.code for one in closing_problems({"state": "CLOSED", "closing_basis": "ANSWERED"})] == [
        "closing_basis_unfit"
    ]


def test_a_basis_that_a_county_added_needs_nothing() -> None:
    assert fits("BY_THE_COUNTY", {})
