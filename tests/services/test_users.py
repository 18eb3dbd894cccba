"""Who works at a desk: added, given another password, gone; each by whoever may."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from station_app.db import journal
from station_app.db import trail as trail_rows
from station_app.db.keyring import Keyring, Unlocked, Verifier
from station_app.db.store import Write
from station_app.domain.problem import Rejected
from station_app.domain.records import User
from station_app.services import first_start, trail, users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk, lacks_recovery, unlock
from station_app.services.first_start import FirstStart, Founded
from tests.office import CHEAP, PASSWORD, SetClock
from tests.offices import county

SECOND = "another horse 7"
FIELDS = {"name": "吴道明", "roles": ["STATION_CLERK"]}


def added(desk: Desk, **fields: object) -> str:
    return users.add(desk, {**FIELDS, **fields}, SECOND, PASSWORD, CHEAP).uid


def test_a_second_person_opens_the_same_desk_as_themselves(founded: Founded, clock: SetClock) -> None:
    desk = founded.desk
    uid = added(desk)
    assert [one.name for one in users.active(desk)] == ["王小莉", "吴道明"]
    theirs = unlock(desk.folder, SECOND, "吴道明", clock)
    assert (theirs.user.uid, theirs.user.roles, theirs.station.uid) == (uid, ("STATION_CLERK",), desk.station.uid)
    theirs.close()


def test_a_clerk_adds_nobody_and_resets_nobody(founded: Founded, clock: SetClock) -> None:
    added(founded.desk)
    theirs = unlock(founded.desk.folder, SECOND, "吴道明", clock)
    with pytest.raises(Rejected, match="act_of_another_role"):
        users.add(theirs, {"name": "罗一凡", "roles": ["STATION_HEAD"]}, "third horse 99", SECOND, CHEAP)
    with pytest.raises(Rejected, match="act_of_another_role"):
        users.reset_password(theirs, founded.desk.user.uid, "third horse 99", SECOND, CHEAP)
    theirs.close()
    unlock(founded.desk.folder, PASSWORD, "王小莉", clock).close()


@pytest.mark.parametrize(
    ("fields", "password", "own", "codes"),
    [
        ({"name": "王小莉"}, SECOND, PASSWORD, {"user_name_taken"}),
        ({"name": "王小莉"}, "short", PASSWORD, {"user_name_taken", "password_short"}),
        ({}, "吴道明吴道明吴道", PASSWORD, {"password_short", "password_holds_name"}),
        ({}, "wudaoming1990", PASSWORD, {"password_guessed"}),
        ({}, SECOND, "wrong horse", {"own_password_wrong"}),
    ],
)
def test_what_is_not_sound_adds_nobody(
    desk: Desk, fields: dict[str, str], password: str, own: str, codes: set[str]
) -> None:
    with pytest.raises(Rejected) as refused:
        users.add(desk, {**FIELDS, **fields}, password, own, CHEAP)
    assert {one.code for one in refused.value.problems} == codes
    assert len(desk.records.all(User)) == 1


def test_one_s_own_password_is_changed_and_the_old_one_opens_nothing(founded: Founded, clock: SetClock) -> None:
    desk = founded.desk
    with pytest.raises(Rejected, match="password_same"):
        users.change_password(desk, PASSWORD, PASSWORD, CHEAP)
    users.change_password(desk, PASSWORD, SECOND, CHEAP)
    unlock(desk.folder, SECOND, clock=clock).close()
    with pytest.raises(Rejected, match="wrong_password"):
        unlock(desk.folder, PASSWORD, clock=clock)


def test_a_forgotten_password_is_replaced_by_the_head(founded: Founded, clock: SetClock) -> None:
    uid = added(founded.desk)
    users.reset_password(founded.desk, uid, "third horse 99", PASSWORD, CHEAP)
    unlock(founded.desk.folder, "third horse 99", "吴道明", clock).close()


def test_who_left_opens_nothing_and_hands_over(founded: Founded, clock: SetClock) -> None:
    desk = founded.desk
    uid = added(desk)
    with pytest.raises(Rejected, match="handed_to_oneself"):
        users.leave(desk, uid, {"left_on": desk.today, "handed_to": uid}, PASSWORD)
    users.leave(desk, uid, {"left_on": desk.today, "handed_to": desk.user.uid}, PASSWORD)
    left = desk.records.one(User, uid)
    assert (left.left_on, left.handed_to) == (desk.today, desk.user.uid)
    with pytest.raises(Rejected, match="user_unknown"):
        unlock(desk.folder, SECOND, "吴道明", clock)
    with pytest.raises(Rejected, match="wrong_password"):
        unlock(desk.folder, SECOND, "", clock)
    assert [one.name for one in users.active(desk)] == ["王小莉"]


def test_the_last_head_stays(desk: Desk) -> None:
    added(desk)
    with pytest.raises(Rejected, match="last_head"):
        users.leave(desk, desk.user.uid, {"left_on": desk.today}, PASSWORD)


def test_the_trail_says_who_came_and_shows_where_it_was_tampered_with(founded: Founded, clock: SetClock) -> None:
    desk = founded.desk
    added(desk)
    unlock(desk.folder, SECOND, "吴道明", clock).close()
    assert [(one.who, one.what) for one in trail.lines(desk, 0, 9)] == [("吴道明", "打开台账"), ("王小莉", "加用户")]
    assert trail.broken(desk) == []
    desk.store.database.execute_sql("UPDATE trail SET detail = '别的' WHERE id = 1")
    assert trail.broken(desk) == [1]
    desk.store.database.execute_sql("DELETE FROM trail WHERE id = 1")
    assert trail.broken(desk) == [2]
    assert trail_rows.count(desk.store.database) == 1


DEPUTY = {"name": "秦彬", "roles": ["DEPUTY"]}


def shut_out(folder: Path, password: str, name: str, clock: SetClock) -> str:
    """Why a password opens nothing at a start."""
    with pytest.raises(Rejected) as refused:
        unlock(folder, password, name, clock).close()
    return refused.value.problems[0].code


def as_old_keyring(desk: Desk, act: Callable[[], object]) -> None:
    """Do an act and put the keyring back as it was: a kill between the record and the keyring."""
    path = desk.folder / "keyring.json"
    before = path.read_bytes()
    act()
    path.write_bytes(before)


@pytest.mark.parametrize("is_killed", [False, True])
@pytest.mark.parametrize("door", ["page", "record", "roles", "renamed before"])
def test_who_left_has_no_slot_by_whichever_door_and_a_kill_between_is_healed(
    desk: Desk, clock: SetClock, door: str, is_killed: bool
) -> None:
    uid = added(desk)
    if door == "renamed before":
        perform(desk, [Ask("user", "correct", {"name": "吴道亮"}, uid)])
    left = {"left_on": desk.today}
    record = partial(perform, desk, [Ask("user", "leave", left, uid)])
    doors: dict[str, Callable[[], object]] = {
        "page": partial(users.leave, desk, uid, left, PASSWORD),
        "roles": partial(perform, desk, [Ask("user", "correct", {"roles": ["DEPUTY"]}, uid)]),
    }
    act = doors.get(door, record)
    if is_killed:
        as_old_keyring(desk, act)
        desk.close()
        unlock(desk.folder, PASSWORD, "王小莉", clock).close()  # before anybody's desk opens
    else:
        act()
    assert Keyring.read(desk.folder).names == ["王小莉"]
    assert Keyring.read(desk.folder).is_due is not is_killed, "a start renews what is due"
    assert shut_out(desk.folder, SECOND, "吴道明", clock) == "user_unknown"
    assert shut_out(desk.folder, SECOND, "", clock) == "wrong_password"


def test_who_was_renamed_unlocks_by_the_new_name(desk: Desk, clock: SetClock) -> None:
    uid = added(desk)
    perform(desk, [Ask("user", "correct", {"name": "吴道亮"}, uid)])
    unlock(desk.folder, SECOND, "吴道亮", clock).close()
    assert shut_out(desk.folder, SECOND, "吴道明", clock) == "user_unknown"
    theirs = unlock(desk.folder, SECOND, "吴道亮", clock)
    users.change_password(theirs, SECOND, "third horse 99", CHEAP)
    theirs.close()
    unlock(desk.folder, "third horse 99", "吴道亮", clock).close()


def test_the_only_head_stays_head_and_an_office_s_only_user_stays(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="roles:last_head_role"):
        perform(desk, [Ask("user", "correct", {"roles": ["STATION_CLERK"]}, desk.user.uid)])
    office = county(tmp_path / "county")
    with pytest.raises(Rejected, match="last_head"):
        perform(office, [Ask("user", "leave", {}, office.user.uid)])
    office.close()


def test_where_all_have_left_the_sheet_lets_somebody_take_over(founded: Founded, clock: SetClock) -> None:
    desk, code = founded.desk, founded.recovery_code
    author = journal.my_author(desk.store.database)
    # Two heads at two computers left blind of one another.
    left = Write("leave", "user", desk.user.uid, {"left_on": desk.today})
    with desk.store.transaction():
        desk.store.commit([left], desk.user.uid, lambda _write: author.audience)
    desk.close()
    assert shut_out(desk.folder, PASSWORD, "王小莉", clock) == "user_has_left"
    with pytest.raises(Rejected, match="nobody_keeps_book"):
        users.recover(desk.folder, code, "a new horse 10", clock=clock, cost=CHEAP)
    theirs = users.recover(desk.folder, code, "a new horse 10", "田小文", clock, CHEAP)
    assert (theirs.user.name, theirs.user.roles) == ("田小文", desk.user.roles)
    theirs.close()
    unlock(desk.folder, "a new horse 10", "田小文", clock).close()
    assert Keyring.read(desk.folder).names == ["田小文"]


def test_a_deputy_has_no_slot_and_sits_down_at_a_desk_that_somebody_opened(desk: Desk, clock: SetClock) -> None:
    users.add(desk, DEPUTY, SECOND, PASSWORD, CHEAP)
    assert Keyring.read(desk.folder).names == ["王小莉"]
    assert shut_out(desk.folder, SECOND, "秦彬", clock) == "user_unknown"
    assert shut_out(desk.folder, SECOND, "", clock) == "wrong_password"
    assert [one.name for one in users.with_password(desk)] == ["王小莉", "秦彬"]
    with pytest.raises(Rejected, match="wrong_password"):
        users.sit_down(desk, PASSWORD, "秦彬")
    theirs = users.sit_down(desk, SECOND, "秦彬")
    assert theirs.viewer.only_own
    users.change_password(theirs, SECOND, "third horse 99", CHEAP)
    assert Keyring.read(desk.folder).names == ["王小莉"]
    users.sit_down(desk, "third horse 99", "秦彬")
    assert users.sit_down(desk, PASSWORD, "王小莉").user == desk.user


def test_nobody_sits_down_who_has_left_or_has_no_password_here(desk: Desk) -> None:
    uid = users.add(desk, DEPUTY, SECOND, PASSWORD, CHEAP).uid
    perform(desk, [Ask("user", "register", {"name": "田晓", "roles": ["STATION_CLERK"], "station": desk.place.uid})])
    with pytest.raises(Rejected, match="user_without_password"):
        users.sit_down(desk, SECOND, "田晓")
    users.leave(desk, uid, {"left_on": desk.today}, PASSWORD)
    with pytest.raises(Rejected, match="user_unknown"):
        users.sit_down(desk, SECOND, "秦彬")
    with pytest.raises(Rejected, match="user_has_left"):
        users.reset_password(desk, uid, "third horse 99", PASSWORD, CHEAP)


def test_a_quick_key_takes_the_locked_desk_up_again_and_is_gone_after_five_wrong_tries(desk: Desk) -> None:
    keys = users.QuickKeys()
    with pytest.raises(Rejected, match="pin:pin_guessed"):
        users.set_quick_key(desk, keys, "1234", PASSWORD)
    with pytest.raises(Rejected, match="own_password_wrong"):
        users.set_quick_key(desk, keys, "4071", "wrong horse")
    users.set_quick_key(desk, keys, "4071", PASSWORD)
    assert users.sit_down(desk, "4071", "王小莉", keys).user == desk.user
    assert users.sit_down(desk, PASSWORD, "王小莉", keys).user == desk.user
    assert [keys.opens(desk.user.uid, "0000") for _ in range(4)] == [False] * 4
    assert keys.opens(desk.user.uid, "4071"), "a right one gives the tries back"
    assert [keys.opens(desk.user.uid, "0000") for _ in range(5)] == [False] * 5
    assert not keys.opens(desk.user.uid, "4071")
    assert "4071" not in "".join(str(value) for value in vars(keys).values())


def test_an_ordinary_change_leaves_the_old_keyring_good_until_the_key_is_renewed(desk: Desk, clock: SetClock) -> None:
    kept = (desk.folder / "keyring.json").read_bytes()
    users.change_password(desk, PASSWORD, SECOND, CHEAP)
    desk.close()
    for is_renewed in (False, True):
        if is_renewed:
            again = unlock(desk.folder, SECOND, clock=clock)
            with pytest.raises(Rejected, match="own_password_wrong"):
                users.ask_new_key(again, PASSWORD)
            users.ask_new_key(again, SECOND)
            again.close()
            unlock(desk.folder, SECOND, clock=clock).close()
        now = (desk.folder / "keyring.json").read_bytes()
        (desk.folder / "keyring.json").write_bytes(kept)
        if is_renewed:
            assert shut_out(desk.folder, PASSWORD, "", clock) == "database_unreadable"
        else:
            unlock(desk.folder, PASSWORD, clock=clock).close()
        (desk.folder / "keyring.json").write_bytes(now)


def test_a_new_recovery_code_counts_once_it_is_kept_and_ends_the_older_one(founded: Founded, clock: SetClock) -> None:
    desk, old = founded.desk, founded.recovery_code
    assert not lacks_recovery(desk)
    code = users.new_recovery_code(desk, PASSWORD)
    desk.close()
    users.recover(desk.folder, old, SECOND, clock=clock, cost=CHEAP).close()
    users.keep_recovery_code(desk, code)
    assert not lacks_recovery(desk)
    assert users.is_key_due(desk)
    desk.close()
    with pytest.raises(Rejected, match="recovery_code_wrong"):
        users.recover(desk.folder, old, SECOND, clock=clock, cost=CHEAP)
    users.recover(desk.folder, code, "third horse 99", clock=clock, cost=CHEAP).close()
    assert not Keyring.read(desk.folder).is_due
    users.recover(desk.folder, code, "fourth horse 98", clock=clock, cost=CHEAP).close()


def test_a_first_start_whose_page_nobody_confirmed_asks_for_another_code(tmp_path: Path, clock: SetClock) -> None:
    start = FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD, waits_for_sheet=True)
    desk = first_start.found(tmp_path / "data", start, clock, CHEAP).desk
    assert lacks_recovery(desk)
    users.keep_recovery_code(desk, users.new_recovery_code(desk, PASSWORD))
    assert not lacks_recovery(desk)
    assert not users.is_key_due(desk), "nobody has ever held the first one"
    desk.close()


def test_a_clerk_makes_no_code_and_asks_for_no_new_key(desk: Desk, clock: SetClock) -> None:
    added(desk)
    theirs = unlock(desk.folder, SECOND, "吴道明", clock)
    for act in (
        lambda: users.new_recovery_code(theirs, SECOND),
        lambda: users.keep_recovery_code(theirs, "x"),
        lambda: users.ask_new_key(theirs, SECOND),
    ):
        with pytest.raises(Rejected, match="act_of_another_role"):
            act()
    theirs.close()


def test_nobody_opens_the_file_whom_the_database_does_not_know(desk: Desk, clock: SetClock) -> None:
    stranger = Unlocked(desk.store.database.key, desk.clock.new_id())
    Keyring.read(desk.folder).with_user(stranger, "某人", Verifier.of(SECOND, CHEAP)).write()
    assert shut_out(desk.folder, SECOND, "某人", clock) == "user_unknown"
    unlock(desk.folder, PASSWORD, "王小莉", clock).close()
    assert Keyring.read(desk.folder).names == ["王小莉"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no modes")
def test_a_folder_that_others_could_read_is_shut_at_the_next_unlocking(desk: Desk, clock: SetClock) -> None:
    desk.close()
    (desk.folder / "logs").mkdir(mode=0o755)
    desk.folder.chmod(0o755)
    (desk.folder / "station.db").chmod(0o644)
    unlock(desk.folder, PASSWORD, clock=clock).close()
    seen = {path.name: path.stat().st_mode & 0o777 for path in (desk.folder, *desk.folder.iterdir())}
    assert {name: mode for name, mode in seen.items() if mode & 0o077} == {}
    assert seen["keyring.json"] == 0o600
