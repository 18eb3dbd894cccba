"""The open desk: whose it is, where it stands, and that nothing opens it but a right secret."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from station_app.db import connection, schema
from station_app.domain.problem import Rejected
from station_app.services import prints
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk, is_founded, unlock
from tests.office import PASSWORD, SetClock, registered


def test_a_desk_knows_its_day_and_reads_by_it(desk: Desk, clock: SetClock) -> None:
    assert desk.today == "2026-11-23"
    assert desk.reader.today == "2026-11-23"
    clock.move(hours=15)
    assert desk.today == "2026-11-24"
    assert desk.is_encrypted is connection.encrypts


def test_only_a_folder_with_a_keyring_was_founded(desk: Desk, tmp_path: Path) -> None:
    assert is_founded(desk.folder)
    assert not is_founded(tmp_path)
    with pytest.raises(Rejected, match="no_station_here"):
        unlock(tmp_path, PASSWORD)


def test_opening_sound_tables_makes_no_copy(desk: Desk) -> None:
    registered(desk)
    desk.close()
    unlock(desk.folder, PASSWORD).close()
    assert list(desk.folder.glob("before-step-*")) == []


def test_a_keyring_of_another_station_does_not_open_this_one_s_file(desk: Desk, tmp_path: Path) -> None:
    if not connection.encrypts:
        pytest.skip("the file is open to every key where the driver does not encrypt")
    desk.close()
    keyring = json.loads((desk.folder / "keyring.json").read_text("utf-8"))
    other = tmp_path / "other"
    other.mkdir()
    (other / "keyring.json").write_text(json.dumps(keyring), "utf-8")
    foreign = connection.connect(other / connection.FILE_NAME, b"x" * 32)
    schema.bring_up(foreign, list)
    foreign.close()
    with pytest.raises(Rejected, match="database_unreadable"):
        unlock(other, PASSWORD)


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_station_whose_file_is_gone_is_not_quietly_made_anew(desk: Desk, is_empty: bool) -> None:
    desk.close()
    for left in desk.folder.glob(f"{connection.FILE_NAME}*"):
        left.unlink()
    if is_empty:
        (desk.folder / connection.FILE_NAME).touch()
    before = sorted(path.name for path in desk.folder.iterdir())
    with pytest.raises(Rejected, match="database_gone"):
        unlock(desk.folder, PASSWORD)
    assert sorted(path.name for path in desk.folder.iterdir()) == before


def test_the_user_is_the_one_whose_password_it_is(desk: Desk) -> None:
    asked = {"name": "龙小芳", "roles": ["STATION_CLERK"], "station": desk.station.uid}
    perform(desk, [Ask("user", "register", asked)])
    desk.close()
    again = unlock(desk.folder, PASSWORD, "王小莉")
    assert again.user == desk.user
    assert again.station == desk.station
    again.close()


def test_a_plain_database_in_its_place_is_said_to_be_unreadable(desk: Desk) -> None:
    if not connection.encrypts:
        pytest.skip("a plain file is what this machine's driver writes")
    desk.close()
    for left in desk.folder.glob(f"{connection.FILE_NAME}*"):
        left.unlink()
    plain = sqlite3.connect(desk.folder / connection.FILE_NAME)
    plain.execute("CREATE TABLE theirs (a)")
    plain.close()
    with pytest.raises(Rejected, match="database_unreadable"):
        unlock(desk.folder, PASSWORD)


def test_the_station_s_telephone_stands_on_the_receipt_as_soon_as_it_is_corrected(desk: Desk) -> None:
    visit = registered(desk)["visit"].uid
    assert prints.sheet_of(desk, visit).contact_phone == ""
    perform(desk, [Ask("station", "correct", {"phone": "0851-26420003", "address": "桴㯊镇街上1号"}, desk.place.uid)])
    assert desk.station_now.phone == "0851-26420003"
    facts = prints.sheet_of(desk, visit)
    assert (facts.contact_phone, facts.station.address) == ("0851-26420003", "桴㯊镇街上1号")
