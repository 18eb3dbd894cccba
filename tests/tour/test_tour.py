"""The tour through the whole program, and that it can fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from build.manual import NAMED
from station_app.domain.clock import Clock
from tests.reports.reading import page_texts
from tour import script
from tour.camera import NUMBERED
from tour.hands import StepFailed
from tour.run import run as walk
from tour.walker import Walker

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (ROOT / "README.md", *(ROOT / "docs" / "manual").glob("*.md"))
SHOWN = {
    *(name for path in TEXTS for name in NAMED.findall(path.read_text("utf-8"))),
    *("recovery-sheet-page-1", "notice-page-1", "sign-in-page-1", "year-plan-page-1", "slip-page-1", "receipt-page-1"),
    *(
        "record-sheet-page-2",
        "result-sheet-page-1",
        "summary-full-page-1",
        "summary-public-page-1",
        "suggestion-page-1",
    ),
    *(
        "handover-page-1",
        "import-report-page-1",
        "help",
        "ledger-of-a-colleague",
        "today-undone",
        "person-merged",
        "trail",
        "recovery-kept",
        "lock-quick-key",
    ),
    *(
        "today-draft",
        "ledger-by-initials",
        "ledger-by-number",
        "record-corrected",
        "record-revealed",
        "holidays",
        "help",
    ),
    *(f"today-{fill}-month-{look}" for fill in ("empty", "ordinary", "full") for look in ("light", "dark")),
    *("stick-written", "intake-report", "news", "feed-back", "statements", "sync-imported", "old-ledger-undone"),
}
"""Those that the manual and the README show, and a picture of each other thing that the month must have."""


@pytest.mark.long
def test_the_tour_goes_from_the_first_start_to_a_summary_that_names_every_visitor(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "tour", "--out", str(out)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "TMPDIR": str(tmp_path)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    pictures = sorted(path.name for path in out.glob("*.png"))
    assert [name for name in sorted(SHOWN) if not any(one[NUMBERED:] == f"{name}.png" for one in pictures)] == []
    assert all(name in (out / "tour.txt").read_text("utf-8") for name in pictures)
    full, public = sorted(out.glob("P9-*.pdf"), key=lambda path: "public" in path.name)
    said = "".join(page_texts(full.read_bytes()))
    assert [one.name for one in script.visits() if one.name not in said] == []
    hidden = "".join(page_texts(public.read_bytes()))
    assert [one.name for one in script.visits() if one.name in hidden] == []
    assert [path for path in tmp_path.iterdir() if path != out] == []  # the data folder is gone


class ShutStage:
    """A program that shows nothing."""

    window = None
    desk = None

    def open(self) -> None:
        """Nothing opens."""

    def close(self) -> None:
        """Nothing is open."""


def shut_stage(folder: Path, *, clock: Clock) -> ShutStage:
    return ShutStage()


@pytest.mark.usefixtures("qapp")
def test_a_step_that_does_not_come_true_ends_the_tour_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert walk(shut_stage, tmp_path / "out") == 1
    assert "the program has no window" in capsys.readouterr().err
    assert not (tmp_path / "out" / "tour.txt").exists()


@pytest.mark.usefixtures("qapp")
def test_what_must_hold_and_does_not_is_said() -> None:
    with pytest.raises(StepFailed, match="three rows"):
        Walker.must(None, False, "there are three rows")  # type: ignore[arg-type]  # asks nothing of the walker
