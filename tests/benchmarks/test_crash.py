"""Fifty kills of all that writes; `make crash` makes thousands."""

from __future__ import annotations

import pytest

from benchmarks.crash import tries

SEED = 20_261


@pytest.mark.long
def test_fifty_kills_lose_nothing_double_nothing_and_leave_nothing_half_written() -> None:
    failures, points = tries(50, SEED)
    assert failures == []
    assert points.total() == 50
