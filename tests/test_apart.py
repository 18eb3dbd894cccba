"""Work in a process of its own: what breaks there is a sentence here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from station_app import apart
from station_app.domain.problem import Rejected, refusal
from tests.screens import ROOT

BROKEN = refusal("picture_broken")


def refused(work: str, content: bytes, seconds: float = apart.SECONDS) -> list[str]:
    with pytest.raises(Rejected) as error:
        apart.done_apart(work, content, BROKEN, seconds)
    return [one.code for one in error.value.problems]


def test_the_work_s_own_refusal_comes_back_with_its_code() -> None:
    assert refused("picture", b"GIF89a") == ["picture_broken"]
    assert refused("workbook", b"PK\x03\x04 no workbook") == ["ledger_broken"]


def test_a_child_that_is_killed_or_too_slow_or_has_no_such_work_costs_the_given_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert refused("nothing of the sort", b"") == ["picture_broken"]
    assert refused("picture", b"GIF89a", 0.001) == ["picture_broken"]
    killed = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"]
    monkeypatch.setattr(apart, "_program", lambda: killed)
    assert refused("picture", b"GIF89a") == ["picture_broken"]


@pytest.mark.skipif(os.name == "nt", reason="nothing holds a process to its memory there")
def test_the_child_is_held_to_its_memory() -> None:
    code = f"from station_app import apart; apart._hold_memory(); bytearray({apart.MEGABYTES * 2} << 20)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
    assert done.returncode != -signal.SIGKILL
