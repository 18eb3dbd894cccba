"""Who works at a desk: added, given another password, gone; each by whoever may."""

from __future__ import annotations

import pytest

from station_app.db import trail as trail_rows
from station_app.domain.problem import Rejected
from station_app.domain.records import User
from station_app.services import trail, users
from station_app.services.desk import Desk, unlock
from station_app.services.first_start import Founded
from tests.office import CHEAP, PASSWORD, SetClock

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
