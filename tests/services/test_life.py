"""A folder that was copied or set back goes on under a mark of its own; nothing is lost, and no number given twice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from station_app.db import journal, life
from station_app.domain import numbering
from station_app.domain.records import Visit
from station_app.services import trail
from station_app.services.desk import Desk, unlock
from tests.office import PASSWORD, SetClock, registered
from tests.offices import station


def opened(folder: Path) -> Desk:
    return unlock(folder, PASSWORD, clock=SetClock())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    desk = station(tmp_path / "data")
    registered(desk)
    desk.close()
    opened(tmp_path / "data").close()
    return tmp_path / "data"


def mark(folder: Path) -> str:
    desk = opened(folder)
    found = desk.store.mark()
    desk.close()
    return found


def test_a_folder_that_only_works_and_moves_within_its_disk_goes_on(folder: Path, tmp_path: Path) -> None:
    desk = opened(folder)
    desk.store.database.execute_sql("VACUUM")
    desk.close()
    assert mark(folder) == ""
    folder.rename(tmp_path / "elsewhere")
    assert mark(tmp_path / "elsewhere") == ""


@pytest.mark.parametrize("command", [("cp", "-a"), ("rsync", "-a"), ("cp", "-r")])
def test_a_copy_gets_a_mark_and_the_first_goes_on_without(
    folder: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]} here")
    subprocess.run([*command, f"{folder}/", str(tmp_path / "copy")], check=True)
    copy, first = opened(tmp_path / "copy"), opened(folder)
    assert first.store.mark() == ""
    assert len(copy.store.mark()) == 2
    numbers = [registered(one)["visit"].number for one in (first, copy)]
    assert numbers[0].endswith("-F26-0002")
    assert numbers[1].endswith(f"-F26-{copy.store.mark()}0001")
    assert len(copy.records.all(Visit)) == 2
    assert any(line.event == "NEW_LIFE" for line in trail.lines(copy, 0, 50))
    first.close()
    copy.close()
    assert mark(tmp_path / "copy") == numbering.parse(numbers[1]).mark


@pytest.mark.parametrize("only", ["", "station.db"])
def test_an_older_copy_put_back_over_it_gets_a_mark(folder: Path, tmp_path: Path, only: str) -> None:
    shutil.copytree(folder, tmp_path / "backup")
    desk = opened(folder)
    registered(desk)
    desk.close()
    for path in (tmp_path / "backup").iterdir():
        if path.is_file() and only in ("", path.name):
            subprocess.run(["cp", "-a", str(path), str(folder / path.name)], check=True)
    assert len(mark(folder)) == 2


def test_another_machine_is_another_life_and_an_unknown_one_is_none(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "machine-id"
    other.write_text("5" * 32)
    monkeypatch.setattr(life, "_MACHINE_ID", other)
    assert len(mark(folder)) == 2
    desk = opened(folder)
    assert len(journal.given_up(desk.store.database)) == 1
    desk.close()


ROOT_DISK = "31 1 8:2 / / rw - ext4 /dev/sda2 rw"


@pytest.mark.parametrize(
    ("mounted", "folder", "what"),
    [
        ("/mnt/share rw - cifs //srv/x rw", "/mnt/share/data", "network"),
        ("/home rw - nfs4 srv:/home rw", "/home/wang/data", "network"),
        ("/media/U\\040disk rw - vfat /dev/sdb1 rw", "/media/U disk/d", "stick"),
        ("/home rw - ext4 /dev/sda3 rw", "/home/wang/data", ""),
    ],
)
def test_a_network_drive_and_a_stick_are_told_from_a_disk(
    mounted: str, folder: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"{ROOT_DISK}\n40 31 0:50 / {mounted}")
    monkeypatch.setattr(life, "_MOUNTS", table)
    assert life.lies_on(Path(folder)) == what
