"""A file is whole or not there, whatever happens in between."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from station_app.db.files import write_durably

ROOT = Path(__file__).resolve().parents[2]

KILLED_BEFORE_THE_RENAME = """
import os, signal, sys
from pathlib import Path
from station_app.db.files import write_durably

def die(audited, arguments):
    if audited == "os.rename":
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(die)
write_durably(Path(sys.argv[1]), b"new" * 100_000)
"""


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    write_durably(path, b"old")
    write_durably(path, b"new")
    assert path.read_bytes() == b"new"
    assert [left.name for left in tmp_path.iterdir()] == ["keyring.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_whoever_dies_before_the_rename_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    path.write_bytes(b"old")
    command = [sys.executable, "-c", KILLED_BEFORE_THE_RENAME, str(path)]
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert ended.returncode == -9
    assert path.read_bytes() == b"old"
    assert (tmp_path / "keyring.json.new").read_bytes() == b"new" * 100_000
    write_durably(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert [left.name for left in tmp_path.iterdir()] == ["keyring.json"]


def test_a_target_that_cannot_be_replaced_keeps_what_it_held(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match=r"keyring\.json"):
        write_durably(path, b"new")
    assert (path / "inside").is_dir()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    path.write_bytes(b"old")
    (tmp_path / "keyring.json.new").symlink_to("/dev/full")
    with pytest.raises(OSError, match="space"):
        write_durably(path, b"new")
    assert path.read_bytes() == b"old"
