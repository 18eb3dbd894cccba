"""The README does what it says: its commands are run as they stand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.office import PASSWORD
from tests.reports.reading import page_texts

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder in which the README's relative paths lead to this program, and what it writes stays."""
    (tmp_path / "main.py").symlink_to(ROOT / "main.py")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    return tmp_path


@pytest.mark.long
@pytest.mark.skipif(shutil.which("bash") is None, reason="the walk is written for bash")
def test_the_walk_without_windows_ends_in_a_printed_summary(clone: Path) -> None:
    script = "set -eu\n" + "\n".join(re.findall(r"```bash\n(.*?)```", README, re.DOTALL))
    environment = {name: value for name, value in os.environ.items() if name != "STATION_PASSWORD"}
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=clone,
        env=environment,
        input=PASSWORD + "\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(re.findall(r"^\d+\t", done.stdout, re.MULTILINE)) == script.count('{"kind"')
    assert "村口路灯不亮" in done.stdout
    full, public = ("".join(page_texts((clone / "out" / name).read_bytes())) for name in ("P9.pdf", "P9-public.pdf"))
    assert ("杨胜美" in full, "杨胜美" in public) == (True, False)


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(named) >= 4
    assert [name for name in named if not (ROOT / name).is_file()] == []
