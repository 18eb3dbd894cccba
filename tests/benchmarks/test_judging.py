"""How the measurements are judged: by the median, against the bar of the row."""

from __future__ import annotations

import importlib

import pytest

from benchmarks import __main__ as runner
from benchmarks import judging
from benchmarks.measure import Figure, paired
from benchmarks.rows import ROWS, Row

SAVE = Row("save", "save", "a save", 2.2)
STALL = Row("stall", "write", "a stall", 50, "ms")


def test_one_bad_run_of_five_breaks_nothing_and_three_do() -> None:
    quick, late = Figure(40), Figure(90)
    assert judging.verdict(STALL, judging.median([quick, late, quick, late, quick])) == "HOLDS"
    assert judging.verdict(STALL, judging.median([quick, late, late, late, quick])) == "BROKEN"


def test_of_a_rate_more_is_better() -> None:
    rate = Row("roads", "rate", "a rate", 4_000, "records/s", at_least=True)
    assert (judging.verdict(rate, Figure(4_100)), judging.verdict(rate, Figure(3_900))) == ("HOLDS", "BROKEN")


def test_a_ratio_is_judged_and_not_the_times_beside_it() -> None:
    figure = judging.median([paired([(0.001, 0.002), (0.002, 0.005), (0.001, 0.003)])])
    assert (figure.floor, figure.ours, figure.ratio) == (1.0, 3.0, 2.5)
    assert judging.line(SAVE, figure).endswith("BROKEN")
    with pytest.raises(ValueError, match=r"save\.save"):
        judging.verdict(SAVE, Figure(2.0))


def test_a_broken_bar_ends_with_1_and_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stalls = iter([60.0, 70.0, 40.0])
    monkeypatch.setattr(runner, "ROWS", (STALL,))
    monkeypatch.setattr(runner, "_once", lambda _bench: {"write": Figure(next(stalls))})
    assert runner.main(["--runs", "3"]) == 1
    assert capsys.readouterr().out.splitlines()[0].endswith("BROKEN")
    stalls = iter([10.0])
    assert runner.main(["--runs", "1"]) == 0


def test_what_a_row_needs_and_is_not_here_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner, "ROWS", (Row("stall", "write", "a stall", 50, "ms", ("gold",)),))
    monkeypatch.setattr("benchmarks.rows.PRESENT", {"gold": lambda: False})
    assert runner.main([]) == 0
    assert "left out, it needs gold" in capsys.readouterr().out


def test_every_row_has_its_bench_and_a_key_of_its_own() -> None:
    assert len({(row.bench, row.key) for row in ROWS}) == len(ROWS)
    assert [row.bench for row in ROWS if not callable(importlib.import_module(f"benchmarks.{row.bench}").measure)] == []
