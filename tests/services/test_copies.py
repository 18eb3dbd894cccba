"""Copies: made, looked through, rotated; and brought back."""

from __future__ import annotations

import errno
import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from station_app import cli
from station_app.db import audit, blobs, connection, drafts, exchange, journal, keyring, renewal
from station_app.db.connection import Database
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND, Opinion, User, Visit
from station_app.services import copies, restoring, trail, users, withholding
from station_app.services.acts import Ask, perform
from station_app.services.copies import Copy
from station_app.services.desk import BEFORE_STEP, Desk, Standing, lacks_recovery, renew_key, standing_of, unlock
from station_app.services.first_start import Founded
from tests.office import CHEAP, PASSWORD, SetClock, registered
from tests.offices import station as new_station

OTHER_PASSWORD = "another horse 8"


def code_of(rejected: pytest.ExceptionInfo[Rejected]) -> str:
    return rejected.value.problems[0].code


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    root = tmp_path / "stick"
    root.mkdir()
    return root


def made(desk: Desk, root: Path) -> Copy:
    return copies.make(desk, root)


def told(desk: Desk) -> dict[str, list[Any]]:
    """All that the records say, whichever journal they stand in."""
    return {kind: sorted(desk.records.all(cls), key=lambda one: one.uid) for kind, cls in BY_KIND.items()}


def test_a_copy_is_encrypted_named_last_and_says_what_it_holds(desk: Desk, stick: Path) -> None:
    registered(desk)
    done = made(desk, stick)
    assert [path.name for path in sorted(done.folder.iterdir())] == ["copy.json", "keyring.json", "station.db"]
    assert (done.home, done.visits, done.last_number) == (desk.place.uid, 1, "F26-0001")
    assert done.changes == journal.count(desk.store.database)
    assert copies.found_at(stick) == [done]
    assert copies.found_at(done.folder) == [done]
    everything = b"".join(path.read_bytes() for path in done.folder.iterdir())
    assert not connection.encrypts or "杨胜美".encode() not in everything
    assert not list(desk.folder.glob("*.new"))
    assert trail.lines(desk, 0, 1)[0].event == "COPIED"


def test_a_copy_brings_all_back_with_photos_drafts_and_passwords(desk: Desk, stick: Path, tmp_path: Path) -> None:
    said = registered(desk)
    photo = blobs.attach(desk.store.database, b"a photo" * 100_000)
    drafts.keep(desk.store.database, desk.user.uid, "visit", {"visitor": "x"}, "2026-11-23T10:00:00")
    made(desk, stick)
    before = told(desk)
    desk.close()
    shutil.rmtree(desk.folder)
    restored = restoring.restore(tmp_path / "new", copies.found_at(stick)[0])
    assert restored.aside is None
    back = unlock(tmp_path / "new", PASSWORD, clock=desk.clock)
    assert back.records.one(Opinion, said["opinion"].uid).title
    assert blobs.content_of(back.store.database, photo) == b"a photo" * 100_000
    assert len(drafts.of_user(back.store.database, desk.user.uid)) == 1
    assert told(back) == before
    assert audit.audit(back.store).is_sound
    assert back.store.mark()  # a new life: its numbers bear another mark
    assert registered(back)["visit"].number != registered(back)["visit"].number
    back.close()


def test_after_a_restore_the_year_is_not_doubted_for_old_ledgers_numbers(desk: Desk, stick: Path) -> None:
    old = {"received_on": "2023-05-08", "channel": "WALK_IN", "is_first": "FIRST", "notice_way": "ORAL"}
    person = registered(desk)["person"].uid
    perform(desk, [Ask("visit", "carry_over", {**old, "visitor": person})])
    made(desk, stick)
    desk.close()
    restoring.restore(desk.folder, copies.found_at(stick)[0])
    back = unlock(desk.folder, PASSWORD, clock=desk.clock)
    warned = {one.code for one in registered(back)["visit"].warnings}
    assert "clock_wrong" not in warned
    back.close()


def test_what_was_newer_here_is_set_aside_and_taken_in_before_the_new_life(desk: Desk, stick: Path) -> None:
    registered(desk)
    made(desk, stick)
    newer = registered(desk, title="备份以后的事")
    before = told(desk)
    desk.close()
    restored = restoring.restore(desk.folder, copies.found_at(stick)[0])
    assert restored.aside is not None
    assert (restored.aside / "station.db").exists()
    back = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert back.records.one(Opinion, newer["opinion"].uid).title == "备份以后的事"
    assert told(back) == before
    assert audit.audit(back.store).is_sound
    assert [one.event for one in trail.lines(back, 0, 3)] == ["NEW_LIFE", "UNLOCKED", "TAKEN_BACK"]
    again = registered(back)
    numbers = [one.number for one in back.records.all(Visit)]
    assert len(set(numbers)) == 3
    assert again["visit"].number not in numbers[:2]
    assert (restored.aside / "station.db").exists()
    assert exchange.waits(desk.folder) is None
    back.close()


@pytest.mark.parametrize("way", ["password", "code"])
def test_what_was_written_under_a_newer_key_than_the_copy_s_is_taken_in_too(
    founded: Founded, stick: Path, way: str
) -> None:
    desk = founded.desk
    registered(desk)
    made(desk, stick)
    key = renew_key(desk)
    desk = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert desk.store.database.key == key
    newer = registered(desk, title="换锁以后的事")
    before = told(desk)
    desk.close()
    restoring.restore(desk.folder, copies.found_at(stick)[0])
    if way == "code":
        back = users.recover(desk.folder, founded.recovery_code, "a new horse 10", clock=desk.clock, cost=CHEAP)
    else:
        back = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert back.store.database.key != key
    assert back.records.one(Opinion, newer["opinion"].uid).title == "换锁以后的事"
    assert told(back) == before
    back.close()


class PowerCut(BaseException):
    """The power goes."""


def cut_after(steps: int, patch: pytest.MonkeyPatch) -> None:
    """The power goes before the next rename or removal once so many were done."""
    left = [steps]
    for name in ("replace", "unlink"):
        real = getattr(Path, name)

        def step(self: Path, *given: Any, real: Any = real, **named: Any) -> Any:
            if not left[0]:
                raise PowerCut
            left[0] -= 1
            return real(self, *given, **named)

        patch.setattr(Path, name, step)


def test_each_step_of_an_exchange_that_the_power_cuts_is_ended_by_whoever_comes_next(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(desk)
    copy = made(desk, stick)
    registered(desk, title="以后的事")
    desk.close()
    steps, is_cut = 0, True
    while is_cut:
        with monkeypatch.context() as patch:
            cut_after(steps, patch)
            try:
                restoring.restore(desk.folder, copy)
                is_cut = False
            except PowerCut:
                steps += 1
        back = unlock(desk.folder, PASSWORD, clock=desk.clock)
        assert {one.title for one in back.records.all(Opinion)} == {"通组路塌方没有人修", "以后的事"}
        assert audit.audit(back.store).is_sound
        back.close()
    assert steps > 5


def test_another_station_s_copy_takes_nobody_s_place(desk: Desk, stick: Path, tmp_path: Path) -> None:
    other = new_station(tmp_path / "other")
    (tmp_path / "theirs").mkdir()
    theirs = made(other, tmp_path / "theirs")
    other.close()
    made(desk, stick)
    with pytest.raises(Rejected) as rejected:
        restoring.restore(desk.folder, theirs)
    assert code_of(rejected) == "copy_of_another"
    assert [one.home for one in copies.at_hand(desk.folder, [tmp_path / "theirs"])] == [desk.place.uid]


def test_a_copy_that_was_damaged_since_is_refused_and_nothing_is_moved(desk: Desk, stick: Path) -> None:
    copy = made(desk, stick)
    file = copy.folder / "station.db"
    content = bytearray(file.read_bytes())
    content[5000] ^= 1
    file.write_bytes(bytes(content))
    desk.close()
    before = sorted(path.name for path in desk.folder.iterdir())
    with pytest.raises(Rejected) as rejected:
        restoring.restore(desk.folder, copy)
    assert code_of(rejected) == "copy_damaged"
    assert sorted(path.name for path in desk.folder.iterdir()) == before


def test_data_that_does_not_hold_is_never_copied(desk: Desk, stick: Path) -> None:
    registered(desk)
    desk.store.database.execute_sql("UPDATE visit SET number = 'x'")
    with pytest.raises(Rejected) as rejected:
        made(desk, stick)
    assert code_of(rejected) == "copy_not_sound"
    assert copies.found_at(stick) == []
    assert not list(desk.folder.glob("*.new"))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "copy_full"),
        (errno.EROFS, "copy_read_only"),
        (errno.EACCES, "copy_read_only"),
        (errno.ENAMETOOLONG, "copy_path_long"),
        (errno.EBUSY, "copy_busy"),
        (errno.EIO, "copy_fails"),
        (errno.ENODEV, "copy_gone"),
        (errno.ESTALE, "copy_gone"),
    ],
)
def test_each_fault_of_a_disk_has_its_sentence_and_leaves_nothing(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    before = made(desk, stick)

    def fails(*_: object) -> None:
        raise OSError(number, "x")

    with monkeypatch.context() as patch:
        patch.setattr(copies, "carry", fails)
        with pytest.raises(Rejected) as rejected:
            made(desk, stick)
    assert code_of(rejected) == code
    assert copies.found_at(stick) == [before]
    assert [path.name for path in before.folder.parent.iterdir()] == [before.folder.name]


def test_a_stick_that_was_pulled_out_gets_no_copy_on_the_disk_of_the_data(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(copies, "is_elsewhere", lambda *_: True)
        made(desk, stick)
    shutil.rmtree(stick / copies.ROOT)  # the empty folder is left that it was mounted at
    for is_there in (True, False):
        with pytest.raises(Rejected) as rejected:
            made(desk, stick)
        assert code_of(rejected) == "copy_gone"
        assert not (stick / copies.ROOT).exists()
        if is_there:
            stick.rmdir()


def test_a_copy_that_is_stopped_leaves_nothing(desk: Desk, stick: Path) -> None:
    class Enough(Exception):
        pass

    for at in range(1, 4):
        told = 0

        def progress(_done: int, _total: int, at: int = at) -> None:
            nonlocal told
            told += 1
            if told == at:
                raise Enough

        with pytest.raises(Enough):
            copies.make(desk, stick, progress)
    assert copies.found_at(stick) == []
    assert not list(desk.folder.glob("*.new"))


def test_saving_goes_on_while_a_copy_is_made(desk: Desk, stick: Path) -> None:
    def save() -> None:
        for _ in range(5):
            registered(desk)
        desk.close()

    saving = threading.Thread(target=save)
    saving.start()
    done = [made(desk, stick) for _ in range(2)]
    saving.join()
    assert all(one.changes <= journal.count(desk.store.database) for one in done)


def copy_at(number: int, day: str, withheld: int = 0) -> Copy:
    return Copy(
        folder=Path(f"{day}-{number:05}"), home="h", name="", made_at=f"{day}T08:00:00+08:00", number=number, changes=0,
        visits=0, last_number="", withheld=withheld, size_bytes=0, digest="", program="",
    )  # fmt: skip


def test_the_newest_of_days_weeks_and_months_stay() -> None:
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    every = [copy_at(number, day) for number, day in enumerate(days, 1)]
    staying = sorted(path.name[:10] for path in copies.kept(every, is_beside=False))
    assert staying[-7:] == days[-7:]
    assert [day for day in staying if day.endswith("-28")] == [f"2026-{month:02}-28" for month in range(1, 13)]
    assert len(staying) <= 7 + 4 + 12
    assert len(copies.kept(every, is_beside=True)) == copies.KEPT_BESIDE


def test_a_clock_that_fell_back_takes_the_newest_copy_from_nobody() -> None:
    every = [copy_at(1, "2026-11-01"), copy_at(2, "2026-11-02"), copy_at(3, "1970-01-01")]
    assert Path("1970-01-01-00003") in copies.kept(every, is_beside=False)


def test_what_was_withheld_comes_back_from_no_copy(desk: Desk, stick: Path) -> None:
    said = registered(desk)
    (desk.folder / BEFORE_STEP).write_bytes(b"held the words too")
    old = made(desk, stick)
    withholding.withhold(desk, [("opinion", said["opinion"].uid)])
    assert old.folder.exists()  # it is the only one until a newer one stands
    new = made(desk, stick)
    assert [one.folder for one in copies.found_at(stick)] == [new.folder]
    assert not (desk.folder / BEFORE_STEP).exists()
    assert new.withheld > old.withheld


def test_a_copy_made_before_words_were_withheld_is_cleared_of_them_by_what_was_set_aside(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    said = registered(desk)
    made(desk, stick)
    shutil.copytree(stick, tmp_path / "old")
    withholding.withhold(desk, [("opinion", said["opinion"].uid)])
    desk.close()
    restoring.restore(desk.folder, copies.found_at(tmp_path / "old")[0])
    back = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert [one for one in back.records.all(Opinion) if one.title] == []
    back.close()


@pytest.mark.skipif(not connection.encrypts, reason="nothing is encrypted here: there is no key to renew")
def test_a_copy_of_before_the_key_was_renewed_takes_in_what_came_later_and_who_left_stays_away(
    desk: Desk, stick: Path
) -> None:
    users.add(desk, {"name": "田小文", "roles": ["STATION_CLERK"]}, OTHER_PASSWORD, PASSWORD, CHEAP)
    registered(desk)
    made(desk, stick)
    uid = next(one.uid for one in desk.records.all(User) if one.name == "田小文")
    users.leave(desk, uid, {"left_on": desk.today}, PASSWORD)
    newer = registered(desk, title="换钥匙以后的事")
    renew_key(desk)
    restoring.restore(desk.folder, copies.found_at(stick)[0])
    back = unlock(desk.folder, PASSWORD, "王小莉", clock=desk.clock)
    assert back.records.one(Opinion, newer["opinion"].uid).title == "换钥匙以后的事"
    back.close()
    with pytest.raises(Rejected):
        unlock(desk.folder, OTHER_PASSWORD, "田小文", clock=desk.clock)


def test_each_day_one_copy_and_a_week_without_is_said(desk: Desk, stick: Path, clock: SetClock) -> None:
    assert copies.due(desk) == [desk.folder / copies.BESIDE]
    assert not copies.standing(desk).is_old  # it was founded today
    copies.choose(desk.folder, stick)
    assert copies.due(desk) == [stick]
    made(desk, stick)
    assert copies.due(desk) == []
    clock.move(days=1)
    assert copies.due(desk) == [stick]
    clock.move(days=7)
    standing = copies.standing(desk)
    assert standing.is_old
    assert standing.last_at.startswith("2026-11-23")
    assert standing.last_elsewhere_at == ""  # both lie on one disk


def test_a_place_within_the_data_is_none(desk: Desk) -> None:
    with pytest.raises(Rejected) as rejected:
        copies.choose(desk.folder, desk.folder / "here")
    assert code_of(rejected) == "copy_within_data"


def test_what_a_folder_holds_is_told_without_a_password(desk: Desk, tmp_path: Path) -> None:
    folder = desk.folder
    desk.close()
    assert standing_of(tmp_path / "nowhere") is Standing.NOTHING
    assert standing_of(folder) is Standing.FOUNDED
    for content in (b"", b"{", b"[]", b'{"slots":[{"salt":"zz"}],"failures":"x"}', b"\xff\xfe"):
        keys = (folder / keyring.FILE_NAME).read_bytes()
        (folder / keyring.FILE_NAME).write_bytes(content)
        assert standing_of(folder) is Standing.KEYRING_UNREADABLE
        (folder / keyring.FILE_NAME).write_bytes(keys)
    (folder / connection.FILE_NAME).write_bytes(b"")
    assert standing_of(folder) is Standing.DATABASE_GONE
    (folder / connection.FILE_NAME).write_bytes(b"x")
    (folder / keyring.FILE_NAME).unlink()
    assert standing_of(folder) is Standing.KEYRING_GONE


def damaged(folder: Path, places: list[int]) -> None:
    """Write over pages of a database, as a failing disk does; the file is whole, its WAL is in it."""
    file = folder / connection.FILE_NAME
    content = bytearray(file.read_bytes())
    for place in places:
        content[place * 4096 : place * 4096 + 600] = b"\xa5" * 600
    file.write_bytes(bytes(content))


def closed(desk: Desk) -> None:
    desk.store.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.close()


def test_of_a_damaged_database_is_rescued_what_the_chain_holds_and_the_copy_gives_the_rest(
    desk: Desk, stick: Path
) -> None:
    for _ in range(3):
        registered(desk)
    made(desk, stick)
    for _ in range(40):
        registered(desk)
    closed(desk)
    pages = (desk.folder / connection.FILE_NAME).stat().st_size // 4096
    damaged(desk.folder, [pages - 3, pages // 2])
    restoring.restore(desk.folder, copies.found_at(stick)[0])
    back = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert len(back.records.all(Visit)) >= 3
    assert audit.audit(back.store).is_sound
    back.close()


def test_without_any_copy_a_damaged_database_gives_what_it_still_holds(desk: Desk) -> None:
    for _ in range(40):
        registered(desk)
    before = told(desk)
    unlocked = keyring.Keyring.read(desk.folder).unlock(PASSWORD)
    closed(desk)
    row = Database(desk.folder / connection.FILE_NAME, unlocked.key)
    root = int(row.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'visit'").fetchone()[0])
    row.close()
    damaged(desk.folder, [root - 1])
    with pytest.raises((Rejected, connection.driver().Error)):
        audit.audit(unlock(desk.folder, PASSWORD, clock=desk.clock).store)
    found = restoring.rescue_here(desk.folder, unlocked, desk.clock)
    assert found.cuts == ()
    back = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert told(back) == before
    assert audit.audit(back.store).is_sound
    assert len(list((desk.folder / "set-aside").iterdir())) == 1
    users.must_know(back, back.user, PASSWORD)
    back.close()


def test_what_was_renewed_and_damaged_before_the_old_key_went_is_rescued_by_the_new_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(desk)
    before = told(desk)
    with monkeypatch.context() as patch:
        patch.setattr(renewal, "_finished", lambda _folder: None)  # the power goes
        renew_key(desk)
    unlocked = keyring.Keyring.read(desk.folder).unlock(PASSWORD)
    assert unlocked.renewed
    restoring.rescue_here(desk.folder, unlocked, desk.clock)
    back = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert told(back) == before
    assert not keyring.Keyring.read(desk.folder).is_between
    back.close()


def test_where_the_database_forgot_the_passwords_each_slot_proves_its_own_and_a_new_sheet_is_asked_for(
    desk: Desk,
) -> None:
    users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, "another horse 7", PASSWORD, CHEAP)
    unlocked = keyring.Keyring.read(desk.folder).unlock(PASSWORD, "王小莉")
    desk.store.database.execute_sql("DELETE FROM secret WHERE name LIKE 'verifier:%' OR name LIKE 'recovery%'")
    closed(desk)
    restoring.rescue_here(desk.folder, unlocked, desk.clock)
    back = unlock(desk.folder, PASSWORD, "王小莉", desk.clock)
    assert lacks_recovery(back)
    with pytest.raises(Rejected, match="wrong_password"):
        users.sit_down(back, PASSWORD, "吴道明")
    assert users.sit_down(back, "another horse 7", "吴道明").user.name == "吴道明"
    assert {one.name for one in users.with_password(back)} == {"王小莉", "吴道明"}
    users.keep_recovery_code(back, users.new_recovery_code(back, PASSWORD))
    back.close()
    again = unlock(desk.folder, "another horse 7", "吴道明", desk.clock)
    assert not lacks_recovery(again)
    again.close()


def test_what_of_a_journal_cannot_be_read_is_told(desk: Desk) -> None:
    for _ in range(40):
        registered(desk)
    unlocked = keyring.Keyring.read(desk.folder).unlock(PASSWORD)
    had = journal.my_author(desk.store.database).last_seq
    desk.store.database.execute_sql("UPDATE change SET fields = '{}' WHERE seq = 60")
    closed(desk)
    found = restoring.rescue_here(desk.folder, unlocked, desk.clock)
    (cut,) = found.cuts
    assert (cut.came_to, cut.had, cut.mine) == (59, had, True)
    back = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert audit.audit(back.store).is_sound
    back.close()


def test_a_database_that_nothing_is_left_of_stays_where_it_is(desk: Desk) -> None:
    unlocked = keyring.Keyring.read(desk.folder).unlock(PASSWORD)
    closed(desk)
    (desk.folder / connection.FILE_NAME).write_bytes(b"\xa5" * 100_000)
    before = sorted(path.name for path in desk.folder.iterdir())
    with pytest.raises(Rejected) as rejected:
        restoring.rescue_here(desk.folder, unlocked, desk.clock)
    assert code_of(rejected) == "database_lost"
    assert sorted(path.name for path in desk.folder.iterdir()) == before


def test_another_s_database_that_was_set_aside_is_left_alone(desk: Desk, stick: Path) -> None:
    made(desk, stick)
    closed(desk)
    (desk.folder / connection.FILE_NAME).write_bytes(b"\xa5" * 100_000)
    restored = restoring.restore(desk.folder, copies.found_at(stick)[0])
    back = unlock(desk.folder, PASSWORD, clock=desk.clock)
    assert restored.aside is not None
    assert (restored.aside / connection.FILE_NAME).read_bytes() == b"\xa5" * 100_000
    assert exchange.waits(desk.folder) is None
    back.close()


def test_the_command_line_copies_lists_tries_and_restores(
    desk: Desk, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    registered(desk)
    desk.close()
    data = str(desk.folder)
    assert cli.main(["copy", "--data", data, "--to", str(stick)]) == 0
    assert "备份好了" in capsys.readouterr().out
    assert cli.main(["copies", "--data", data, "--json"]) == 0
    (listed,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (listed["visits"], listed["last_number"]) == (1, "F26-0001")
    assert cli.main(["drill", "--data", data]) == 0
    assert "演练好了" in capsys.readouterr().out
    assert cli.main(["restore", "--data", data]) == 0
    assert "set-aside" in capsys.readouterr().out
    assert cli.main(["check", "--data", data]) == 0
    assert cli.main(["restore", "--data", data, "--rescue"]) == 0
    assert cli.main(["check", "--data", data]) == 0
    assert cli.main(["restore", "--data", str(tmp_path / "new"), str(tmp_path / "empty")]) == 1
    assert "没有备份" in capsys.readouterr().err
