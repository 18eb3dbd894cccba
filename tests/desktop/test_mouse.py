"""The program by the mouse alone, on a real screen under a window manager."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop.surroundings import NotHad, desktop
from tests.screens import ROOT

LONGEST_S = 150


def worked(folder: Path, work: str) -> dict[str, int]:
    """What was counted of a piece of work; its pictures lie in the folder."""
    command = [sys.executable, "-m", "tests.desktop.mouse", str(folder), work]
    try:
        with desktop(folder / "person", "fcitx5") as environ:
            done = subprocess.run(
                command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST_S
            )
    except NotHad as missing:
        pytest.fail(str(missing))
    assert done.returncode == 0, done.stderr
    counted: dict[str, int] = json.loads((folder / "counted.json").read_text("utf-8"))
    sys.stdout.write(f"\n{work}: {counted}\n")
    return counted


def test_a_broken_database_is_back_from_a_copy_by_three_clicks(tmp_path_factory: pytest.TempPathFactory) -> None:
    counted = worked(tmp_path_factory.mktemp("m"), "restore")
    assert counted["restore"] == 3
    assert counted["visits"] > 0


def test_what_can_still_be_read_is_rescued_by_clicks_and_a_password(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert worked(tmp_path_factory.mktemp("m"), "rescue")["visits"] > 0
