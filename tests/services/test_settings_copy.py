"""What a computer is set to travels sealed, and comes back to the one that takes its place."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from station_app.db import journal, keyring, ledgers, preferences
from station_app.db.preferences import Appearance
from station_app.domain.problem import Rejected
from station_app.domain.records import Device, SettingsCopy, User
from station_app.services import copies, county, enrolment, first_start, settings_copy, stick, users
from station_app.services.desk import Desk, unlock
from station_app.services.first_start import FirstStart
from tests.office import CHEAP, PASSWORD, SetClock, registered
from tests.offices import Pair

NEW_PASSWORD = "another horse 8"
ANSWERS = {"columns": {"群众姓名": "visitor"}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "stick" / "LZ").mkdir(parents=True)
    return tmp_path / "stick"


def carried(pair: Pair, root: Path) -> None:
    for request in stick.requests(root):
        with suppress(Rejected):  # the first computer of these tests was admitted without a code
            enrolment.admit_from_stick(pair.county, request)
    county.take_all(pair.county, county.preview(pair.county, [root]))
    stick.write(pair.county, root)


def set_up(desk: Desk, place: Path) -> str:
    """Set what can be set; the recovery code of that computer."""
    users.set_minutes(desk, 25)
    preferences.put(desk.store.database, "letter_organ", "正安县纪委监委")
    preferences.put(desk.store.database, "list", '{"widths": [1]}', desk.user.uid)
    preferences.write(desk.folder, Appearance(125, "dark"))
    ledgers.keep_mapping(desk.store.database, "旧台账", ANSWERS)
    place.mkdir()
    copies.choose(desk.folder, place)
    return users.told_recovery_code(desk)


def rejoined(pair: Pair, tmp_path: Path, root: Path) -> Desk:
    pair.station.close()
    place = pair.station.place
    (old,) = (one for one in pair.county.records.all(Device) if one.standing == "ACTIVE")
    text = enrolment.invite(pair.county, place.name, place.area_code, "2026-12-31", old.uid)
    start = FirstStart("", "", pair.station.user.name, NEW_PASSWORD, invitation=text)
    desk = first_start.found(tmp_path / "new", start, SetClock(), CHEAP).desk
    shutil.rmtree(root / "LZ")
    (root / "LZ").mkdir()
    stick.write(desk, root)
    carried(pair, root)
    stick.read(desk, root)
    stick.read(desk, root)
    return desk


def test_the_settings_of_a_dead_computer_come_back_by_its_recovery_sheet(
    pair: Pair, root: Path, tmp_path: Path
) -> None:
    code = set_up(pair.station, tmp_path / "share")
    colleague = users.add(
        pair.station, {"name": "李文书", "roles": ("STATION_CLERK",)}, "some long words 7", PASSWORD, CHEAP
    ).uid
    registered(pair.station)
    stick.write(pair.station, root)
    carried(pair, root)
    former = pair.station.user.uid
    desk = rejoined(pair, tmp_path, root)
    assert users.minutes(desk) != 25
    assert len(settings_copy.waiting(desk)) == 1
    returned = settings_copy.take_back(desk, code.lower())
    assert (returned.settings, returned.answers) == (3, 1)
    database = desk.store.database
    assert users.minutes(desk) == 25
    assert preferences.get(database, "letter_organ") == "正安县纪委监委"
    assert preferences.get(database, "list", user=former) == '{"widths": [1]}'
    assert preferences.get(database, "list", user=desk.user.uid) == '{"widths": [1]}'  # the same person begins anew
    assert ledgers.mappings(database) == {"旧台账": ANSWERS}
    assert preferences.read(desk.folder) == Appearance(125, "dark")
    assert copies.chosen(desk.folder) == tmp_path / "share"
    assert settings_copy.waiting(desk) == []
    # The users are here by name; the head gives them passwords.
    assert {one.name for one in desk.records.all(User)} == {desk.user.name, "李文书"}
    users.reset_password(desk, colleague, "other long words 9", NEW_PASSWORD, CHEAP)
    desk.close()
    again = unlock(tmp_path / "new", "other long words 9", "李文书", clock=desk.clock)
    assert again.user.uid == colleague
    again.close()


@pytest.mark.parametrize(("spoil", "problem"), [
    (lambda code: code[:-1], "recovery_code_miscopied"),
    (lambda _code: keyring.new_recovery_code(), "settings_of_another_code"),
])  # fmt: skip
def test_without_that_sheet_nothing_of_them_is_read(
    pair: Pair, root: Path, tmp_path: Path, spoil: object, problem: str
) -> None:
    code = set_up(pair.station, tmp_path / "share")
    stick.write(pair.station, root)
    carried(pair, root)
    desk = rejoined(pair, tmp_path, root)
    with pytest.raises(Rejected) as caught:
        settings_copy.take_back(desk, spoil(code))  # type: ignore[operator]  # a case is a function or its name
    assert [one.code for one in caught.value.problems] == [problem]
    assert users.minutes(desk) != 25
    assert len(settings_copy.waiting(desk)) == 1
    desk.close()


def test_who_carries_it_reads_nothing_of_it(pair: Pair, root: Path, tmp_path: Path) -> None:
    set_up(pair.station, tmp_path / "share")
    stick.write(pair.station, root)
    carried(pair, root)
    (there,) = pair.county.records.all(SettingsCopy)
    assert there.station == pair.station.place.uid
    told = repr(there)
    assert not any(word in told for word in ("纪委", "idle", "widths", "群众姓名"))


def written(desk: Desk) -> int:
    own = journal.my_author(desk.store.database)
    return sum(one.change.kind == "settings_copy" for one in journal.entries_after(desk.store.database, own, 0))


def test_it_goes_again_when_a_setting_or_the_code_has_changed_and_only_then(
    pair: Pair, tmp_path: Path, clock: SetClock
) -> None:
    desk = pair.station
    settings_copy.keep(desk)
    assert written(desk) == 0  # nothing was ever set
    set_up(desk, tmp_path / "share")
    for _ in range(2):
        settings_copy.keep(desk)
    assert written(desk) == 1
    preferences.put(desk.store.database, "list", '{"widths": [2]}', desk.user.uid)
    settings_copy.keep(desk)
    assert written(desk) == 1  # a column was drawn wider: that goes once a day
    users.set_minutes(desk, 30)
    settings_copy.keep(desk)
    assert written(desk) == 2
    users.told_recovery_code(desk)
    settings_copy.keep(desk)
    assert written(desk) == 3
    assert len(desk.records.all(SettingsCopy)) == 1


def test_a_computer_beside_it_is_offered_no_settings_of_its_own(pair: Pair, tmp_path: Path) -> None:
    set_up(pair.station, tmp_path / "share")
    settings_copy.keep(pair.station)
    assert settings_copy.waiting(pair.station) == []
