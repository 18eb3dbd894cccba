"""What docs/reliability.md says of a fault is held by a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")


def test_every_fault_names_a_test_that_is_there() -> None:
    faults = PAGE.partition("## Faults")[2].partition("## By force")[0]
    rows = [line for line in faults.splitlines() if line.startswith("| ")][1:]
    named = re.findall(r"`([^`\s]*)::(test_\w+)`", faults)
    file, missing = "", []
    for given, name in named:
        file = given if given != "…" else file
        path = ROOT / file
        if not path.is_file() or f"def {name}(" not in path.read_text("utf-8"):
            missing.append(f"{file}::{name}")
    assert missing == []
    assert len(named) == len(rows)
