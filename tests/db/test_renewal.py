"""The key of a database is renewed: whole or not at all, whatever ends it in between, and the old one opens nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from station_app.db import connection, journal, renewal
from station_app.db.connection import driver
from station_app.db.keyring import Keyring, Unlocked, secret_of_code
from station_app.db.renewal import Believed
from station_app.db.store import Progress
from station_app.domain import sealing
from station_app.domain.problem import Rejected
from station_app.domain.records import Visit
from station_app.services import users
from station_app.services.desk import BEFORE_STEP, lacks_recovery, renew_key, unlock, verifiers
from station_app.services.first_start import Founded
from tests.office import CHEAP, PASSWORD, SetClock, registered

BEN = "another horse 7"

pytestmark = pytest.mark.skipif(not connection.encrypts, reason="the driver of this machine does not encrypt")


def opens(folder: Path, key: bytes) -> bool:
    try:
        connection.connect(folder / "station.db", key).close()
    except Rejected:
        return False
    return True


@pytest.fixture
def held(founded: Founded) -> Founded:
    """A station with two users and a visit, whose desk is closed."""
    desk = founded.desk
    users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, BEN, PASSWORD, CHEAP)
    registered(desk)
    desk.close()
    return founded


def test_how_far_it_has_come_is_told(held: Founded) -> None:
    database = held.desk.store.database
    database.execute_sql("CREATE TABLE filling (content BLOB)")
    for _ in range(300):
        database.execute_sql("INSERT INTO filling VALUES (randomblob(40000))")
    held.desk.close()
    told: list[tuple[int, int]] = []
    renew_key(held.desk, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert (told[0][0], told[-1][0]) == (0, told[-1][1])
    assert len({done for done, _ in told}) > 4, "in steps, and not at its end alone"


def test_everybody_opens_the_new_file_by_what_they_know_and_the_old_key_opens_nothing(held: Founded) -> None:
    desk, folder = held.desk, held.desk.folder
    old, lines = desk.store.database.key, journal.count(desk.store.database)
    (folder / BEFORE_STEP).write_bytes(b"a copy under the old key")
    kept = shutil.copytree(folder, folder.parent / "kept")
    key = renew_key(desk)
    assert key != old
    assert not opens(folder, old)
    assert not (folder / BEFORE_STEP).exists()
    for name, password in (("王小莉", PASSWORD), ("吴道明", BEN)):
        again = unlock(folder, password, name, desk.clock)
        assert journal.count(again.store.database) == lines
        assert again.store.database.pragma("integrity_check") == "ok"
        assert users.active(again)
        again.close()
    users.recover(folder, held.recovery_code, "a new horse 10", "王小莉", desk.clock, CHEAP).close()
    # An older keyring with the password of its day opens the file of its day, and no page that was written since.
    shutil.copy(kept / "keyring.json", folder / "keyring.json")
    with pytest.raises(Rejected, match="database_unreadable"):
        unlock(folder, PASSWORD, "王小莉", desk.clock)


def test_the_folder_goes_on_with_the_life_it_has(held: Founded, clock: SetClock) -> None:
    marks = held.desk.store.mark()
    renew_key(held.desk)
    again = unlock(held.desk.folder, PASSWORD, "王小莉", clock)
    assert again.store.mark() == marks
    again.close()


def test_nothing_is_renewed_while_somebody_else_has_the_database_open(held: Founded, clock: SetClock) -> None:
    folder, old = held.desk.folder, held.desk.store.database.key
    other = connection.connect(folder / "station.db", old)
    try:
        with pytest.raises(Rejected, match="database_busy"):
            renew_key(held.desk)
    finally:
        other.close()
    assert opens(folder, old)
    assert not list(folder.glob(f"{renewal.NEW_FILE}*"))
    replace(Keyring.read(folder), is_due=True).write()
    unlock(folder, PASSWORD, "王小莉", clock).close()
    assert not opens(folder, old)
    assert not Keyring.read(folder).is_due


@pytest.mark.skipif(sys.platform == "win32", reason="there no file that is open can be replaced")
def test_whoever_waited_for_the_old_file_finds_no_database_in_it(
    held: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[object] = []
    written = renewal._written

    def and_somebody_comes(old: object, beside: Path, key: bytes, progress: Progress) -> None:
        written(old, beside, key, progress)
        late = driver().connect(str(held.desk.folder / "station.db"), timeout=0)
        late.execute(connection.keyed(held.desk.store.database.key))
        with pytest.raises(driver().OperationalError, match="locked"):
            late.execute("SELECT count(*) FROM sqlite_master")
        waiting.append(late)

    monkeypatch.setattr(renewal, "_written", and_somebody_comes)
    renew_key(held.desk)
    late = waiting[0]
    with pytest.raises(driver().DatabaseError, match="not a database"):
        late.execute("CREATE TABLE lost (words)")  # type: ignore[attr-defined]  # the driver's connection
    late.close()  # type: ignore[attr-defined]  # as above


def test_a_slot_that_the_database_does_not_know_gets_no_new_key(held: Founded, clock: SetClock) -> None:
    folder = held.desk.folder
    keys = Keyring.read(folder)
    stranger = Keyring(folder / "theirs", recovery=None).with_recovery(b"k" * 32, "00000-00000-00000-00000-00000")
    first, second = keys.slots
    strange = replace(second, verifier=replace(second.verifier, public=stranger.recovery.public))  # type: ignore[union-attr]  # it has one
    replace(keys, slots=(first, strange), recovery=stranger.recovery).write()
    renew_key(held.desk)
    assert [slot.name for slot in Keyring.read(folder).slots] == ["王小莉"]
    assert Keyring.read(folder).recovery is None
    again = unlock(folder, PASSWORD, "王小莉", clock)
    assert lacks_recovery(again)
    again.close()


def test_whoever_was_not_given_the_new_key_is_told_so(held: Founded, clock: SetClock) -> None:
    folder, keys = held.desk.folder, Keyring.read(held.desk.folder)
    renew_key(held.desk)
    between = Keyring.read(folder)
    slots = [replace(one, keys=(old.keys[0], *one.keys)) for one, old in zip(between.slots, keys.slots, strict=True)]
    replace(between, slots=(slots[0], keys.slots[1])).write()  # a kill before the old slots went
    with pytest.raises(Rejected, match="key_was_renewed"):
        unlock(folder, BEN, "吴道明", clock)
    unlock(folder, PASSWORD, "王小莉", clock).close()
    assert not Keyring.read(folder).is_between


WRITES = ("write", "write_durably", "sync_folder", "goes_on_in")
"""What else than the renewing itself touches the disk in it."""

MOST_STEPS, OFTEN = 400, 1


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_kill_at_every_step_leaves_a_folder_that_everybody_opens(held: Founded, tmp_path: Path) -> None:
    source, clock = held.desk.folder, held.desk.clock
    unlocked = Unlocked(held.desk.store.database.key, held.desk.user.uid)
    recovery = sealing.public_of(secret_of_code(held.recovery_code))
    believed = Believed(verifiers(held.desk), recovery)
    heard = held.desk.records.all(Visit)
    held.desk.close()
    keys: set[bool] = set()
    for step in range(1, MOST_STEPS):
        folder = tmp_path / "killed"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source, folder)
        is_killed = _killed_at(step, partial(renewal.renewed, folder, unlocked, believed))
        was_old = opens(folder, unlocked.key)
        for name, password in (("吴道明", BEN), ("王小莉", PASSWORD)):
            again = unlock(folder, password, name, clock)
            assert again.records.all(Visit) == heard, step
            again.close()
        assert not Keyring.read(folder).is_between
        assert Keyring.read(folder).recovery is not None
        assert not list(folder.glob(f"{renewal.NEW_FILE}*"))
        keys.add(was_old)
        if not is_killed:
            break
    assert keys == {True, False}
    assert step < MOST_STEPS - 1


def _killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do some work in a process of its own that is killed at its n-th line within the renewing; whether it was."""
    child = os.fork()
    if child == 0:
        seen, times = 0, Counter[tuple[str, int]]()

        def look(frame: object, event: str, _given: object) -> object:
            nonlocal seen
            code = frame.f_code  # type: ignore[attr-defined]  # a frame
            if Path(code.co_filename).name != "renewal.py" and code.co_name not in WRITES:
                return None
            place = (frame.f_code.co_filename, frame.f_lineno)  # type: ignore[attr-defined]  # as above
            times[place] += event == "line"
            if event == "line" and times[place] <= OFTEN:  # a step for each row of a table tells nothing new
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)
            return look

        sys.settrace(look)  # type: ignore[arg-type]  # as above
        try:
            work()
        except BaseException:  # noqa: BLE001  (a process that was forked must not go on as a second test)
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)
