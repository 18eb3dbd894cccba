"""The first start, and opening the desk again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from station_app.db import schema
from station_app.db.keyring import Keyring
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion
from station_app.services.desk import is_founded, unlock
from station_app.services.first_start import FirstStart, Founded, found
from tests.office import CHEAP, PASSWORD, SetClock, registered

START = FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD)


def test_what_was_saved_is_there_again_with_the_password(founded: Founded, clock: SetClock) -> None:
    opinion = registered(founded.desk)["opinion"].uid
    founded.desk.close()
    again = unlock(founded.desk.folder, PASSWORD, clock=clock)
    assert again.user == founded.desk.user
    assert again.records.one(Opinion, opinion).title
    again.close()


def test_the_recovery_code_opens_no_desk_as_a_password_would(founded: Founded, clock: SetClock) -> None:
    founded.desk.close()
    with pytest.raises(Rejected, match="recovery_code_as_password"):
        unlock(founded.desk.folder, founded.recovery_code, clock=clock)
    with pytest.raises(Rejected, match="recovery_code_as_password"):
        unlock(founded.desk.folder, founded.recovery_code, "王小莉", clock=clock)


def test_a_folder_with_a_station_is_not_founded_again(founded: Founded, clock: SetClock) -> None:
    with pytest.raises(Rejected, match="station_here_already"):
        found(founded.desk.folder, START, clock, CHEAP)


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        (replace(START, area_code="520324116201"), {"code_is_village"}),
        (replace(START, station_name="", user_name=""), {"missing"}),
        (replace(START, password="short"), {"password_short"}),
    ],
)
def test_what_is_not_sound_is_refused_and_the_folder_can_be_used(
    tmp_path: Path, clock: SetClock, start: FirstStart, codes: set[str]
) -> None:
    with pytest.raises(Rejected) as caught:
        found(tmp_path, start, clock, CHEAP)
    assert codes <= {one.code for one in caught.value.problems}
    assert not is_founded(tmp_path)
    found(tmp_path, START, clock, CHEAP).desk.close()


def test_a_first_start_that_the_power_ended_can_be_done_again_and_loses_no_file(
    tmp_path: Path, clock: SetClock
) -> None:
    found(tmp_path, START, clock, CHEAP).desk.close()
    (tmp_path / "keyring.json").unlink()
    found(tmp_path, START, clock, CHEAP).desk.close()
    assert [path.name for path in tmp_path.glob("without-key*")] == ["without-key.db"]


def test_databases_without_a_keyring_do_not_pile_up_and_the_fullest_is_kept(tmp_path: Path, clock: SetClock) -> None:
    kept = tmp_path / "without-key.db"
    (tmp_path / "station.db").write_bytes(b"full" * 10_000_000)
    for _ in range(3):
        found(tmp_path, START, clock, CHEAP).desk.close()
        assert kept.read_bytes().startswith(b"full")
        (tmp_path / "keyring.json").unlink()
    assert [path.name for path in tmp_path.glob("without-key*")] == ["without-key.db"]


def test_a_first_start_that_fails_leaves_nothing_behind(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(schema, "bring_up", broken)
        with pytest.raises(OSError, match="No space"):
            found(tmp_path, START, clock, CHEAP)
    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(Keyring, "write", broken)
        with pytest.raises(OSError, match="No space"):
            found(tmp_path, START, clock, CHEAP)
    assert list(tmp_path.iterdir()) == []
    found(tmp_path, START, clock, CHEAP).desk.close()


def test_the_wrong_password_opens_nothing(founded: Founded) -> None:
    with pytest.raises(Rejected, match="wrong_password"):
        unlock(founded.desk.folder, "not this one")
    assert Keyring.read(founded.desk.folder).failures == 1
