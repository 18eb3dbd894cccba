"""What is lost by kills, by disks that lie, and by a disk that is gone: nothing.

`make crash`, `make faults` and `make drill` do more of it, and tell it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import crash, disks, drill, faults

SEED = 20_261


@pytest.mark.long
def test_fifty_kills_lose_nothing_double_nothing_and_leave_nothing_half_written() -> None:
    failures, points = crash.tries(50, SEED)
    assert failures == []
    assert points.total() == 50


@pytest.mark.long
@pytest.mark.skipif(not disks.compiler(), reason="no C compiler here: disks that lie are not tried")
def test_disks_that_drop_tear_fail_and_fill_lose_nothing_that_was_acknowledged() -> None:
    failures, seen = disks.tries(16, SEED)
    assert failures == []
    assert seen.keys() >= {"drop", "tear", "fail", "full", "copy"}


@pytest.mark.long
def test_every_fault_of_files_and_disks_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert faults.main() == 0
    said = [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("    ")]
    assert len(said) >= len(faults.FAULTS)
    assert all("请" in line for line in said)


@pytest.mark.long
@pytest.mark.parametrize("way", drill.WAYS)
def test_a_year_s_station_comes_back_as_it_was(way: str, tmp_path: Path) -> None:
    assert "as it was" in drill.WAYS[way](tmp_path)
