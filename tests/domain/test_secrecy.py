"""What is kept from whom."""

from __future__ import annotations

import pytest

from station_app.domain.secrecy import is_accusation, is_kept_here


@pytest.mark.parametrize(
    ("opinion", "accuses", "stays"),
    [
        ({"opinion_kind": "REPORT"}, True, True),
        ({"redirect_reason": "DISCIPLINE"}, True, True),
        ({"sensitivity": "WORK_SECRET"}, False, True),
        ({"sensitivity": "CONFIDENTIAL", "opinion_kind": "COMPLAINT", "redirect_reason": "POLICE"}, False, False),
        ({}, False, False),
    ],
)
def test_accusations_and_work_secrets_stay(opinion: dict[str, str], accuses: bool, stays: bool) -> None:
    assert (is_accusation(opinion), is_kept_here(opinion)) == (accuses, stays)
