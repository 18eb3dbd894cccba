"""The program says of itself whether it is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import main
from station_app import selftest

ROOT = Path(__file__).resolve().parent.parent


def test_a_whole_copy_says_so() -> None:
    command = [sys.executable, str(ROOT / "main.py"), "selftest"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "都试过了" in done.stdout) == (0, True)


def test_every_file_of_the_program_is_imported() -> None:
    files = {path for path in (ROOT / "station_app").rglob("*.py") if path.name != "__init__.py"}
    assert len(files) <= len(selftest.all_modules())


def test_a_file_in_clear_that_is_taken_for_encrypted_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "PLAIN", b"")
    with pytest.raises(ValueError, match="not what the program takes it for"):
        main.main(["selftest"])
