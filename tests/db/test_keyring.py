"""The key is wrapped per user and by the recovery code; a wrong secret costs time, a wrong name is told apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from station_app.db.keyring import (
    FREE_TRIES,
    LONGEST_WAIT_S,
    Keyring,
    Unlocked,
    Verifier,
    is_recovery_code,
    new_recovery_code,
    write_durably,
)
from station_app.domain.problem import Rejected

CHEAP = 1024
ADA, BEN = Unlocked(b"k" * 32, "a" * 32), Unlocked(b"k" * 32, "b" * 32)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    made = Keyring(tmp_path / "keyring.json").with_user(ADA, "王小莉", Verifier.of("long enough", CHEAP))
    made.write()
    return made


def test_the_right_password_gives_the_key_and_the_user(keyring: Keyring) -> None:
    opened = Keyring.read(keyring.path.parent).unlock("long enough", sleep=lambda _: None)
    assert (opened.key, opened.user, opened.verifier) == (ADA.key, ADA.user, keyring.slots[0].verifier)


def test_wrong_passwords_are_counted_across_starts_and_the_wait_grows(keyring: Keyring) -> None:
    waits: list[float] = []
    for _ in range(FREE_TRIES + 12):
        with pytest.raises(Rejected, match="wrong_password"):
            Keyring.read(keyring.path.parent).unlock("no", sleep=waits.append)
    assert waits[: FREE_TRIES + 3] == [0, 0, 0, 1, 2, 4]
    assert waits[-1] == LONGEST_WAIT_S
    assert Keyring.read(keyring.path.parent).unlock("long enough", sleep=waits.append).user == ADA.user
    assert Keyring.read(keyring.path.parent).wait_s == 0


def test_two_users_each_open_with_their_own_name_and_password(keyring: Keyring) -> None:
    both = keyring.with_user(BEN, "李䶮", Verifier.of("another secret", CHEAP))
    assert both.names == ["王小莉", "李䶮"]
    assert both.unlock("another secret", "李䶮", sleep=lambda _: None).user == BEN.user
    with pytest.raises(Rejected):
        both.unlock("another secret", "王小莉", sleep=lambda _: None)


def test_a_new_password_replaces_the_old_one(keyring: Keyring) -> None:
    changed = keyring.with_user(ADA, "王小莉", Verifier.of("a newer one", CHEAP))
    assert len(changed.slots) == 1
    with pytest.raises(Rejected):
        changed.unlock("long enough", sleep=lambda _: None)


def test_the_recovery_code_opens_as_it_is_read_out(keyring: Keyring) -> None:
    code = new_recovery_code()
    held = keyring.with_recovery(ADA.key, code)
    assert held.unlock_by_code(code.lower().replace("-", " "), sleep=lambda _: None) == Unlocked(ADA.key, "")
    assert held.unlock("long enough", sleep=lambda _: None).key == ADA.key


def test_a_recovery_code_is_no_password_and_typing_it_as_one_is_no_try(keyring: Keyring) -> None:
    code = new_recovery_code()
    keyring.with_recovery(ADA.key, code).write()
    with pytest.raises(Rejected, match="recovery_code_as_password"):
        Keyring.read(keyring.path.parent).unlock(code, sleep=lambda _: None)
    with pytest.raises(Rejected, match="recovery_code_wrong"):
        Keyring.read(keyring.path.parent).unlock_by_code(new_recovery_code(), sleep=lambda _: None)
    assert Keyring.read(keyring.path.parent).failures == 1


def test_the_check_sign_finds_a_misread_code() -> None:
    code = new_recovery_code()
    assert is_recovery_code(code.replace("0", "O"))
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    assert not is_recovery_code(wrong)


def test_of_a_user_the_file_says_the_name_alone(keyring: Keyring) -> None:
    text = keyring.path.read_text("utf-8")
    assert keyring.names == ["王小莉"]
    assert ADA.user not in text
    assert ADA.key.hex() not in text


def test_a_name_that_nobody_has_is_told_apart_from_a_wrong_password_and_is_no_try(keyring: Keyring) -> None:
    with pytest.raises(Rejected, match="user_unknown"):
        keyring.unlock("long enough", "王小丽", sleep=lambda _: None)
    assert Keyring.read(keyring.path.parent).failures == 0


ODD: dict[str, object] = {
    "failures": "x",
    "renew": 1,
    "slots": {"0": {}},
    "recovery": {"public": "zz", "keys": ["00"]},
}
ODD_SLOT: dict[str, object] = {
    "name": None,
    "user": 7,
    "salt": "00",
    "cost": 3,
    "public": "ff",
    "keys": [""],
}


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "7", "[" * 100_000, '{"slots": [{"salt": "zz"}], "failures": 0}']
)
def test_a_damaged_keyring_is_said_in_words(tmp_path: Path, content: str) -> None:
    (tmp_path / "keyring.json").write_text(content, "utf-8")
    with pytest.raises(Rejected, match="keyring_unreadable"):
        Keyring.read(tmp_path)


@pytest.mark.parametrize("name", [*ODD, *ODD_SLOT])
def test_odd_values_and_missing_ones_are_said_in_words(keyring: Keyring, name: str) -> None:
    raw = json.loads(keyring.path.read_text("utf-8"))
    inside = raw["slots"][0] if name in ODD_SLOT else raw
    for spoilt in ({**inside, name: (ODD_SLOT | ODD)[name]}, {key: one for key, one in inside.items() if key != name}):
        whole = {**raw, "slots": [spoilt]} if name in ODD_SLOT else spoilt
        keyring.path.write_text(json.dumps(whole), "utf-8")
        with pytest.raises(Rejected, match="keyring_unreadable"):
            Keyring.read(keyring.path.parent)


def test_a_count_of_tries_that_somebody_wrote_is_no_wait_without_end(keyring: Keyring) -> None:
    raw = json.loads(keyring.path.read_text("utf-8"))
    keyring.path.write_text(json.dumps({**raw, "failures": 10**15}), "utf-8")
    assert Keyring.read(keyring.path.parent).wait_s == LONGEST_WAIT_S


def test_a_folder_without_a_station_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="no_station_here"):
        Keyring.read(tmp_path)


ROOT = Path(__file__).resolve().parents[2]

KILLED_BEFORE_THE_RENAME = """
import os, signal, sys
from pathlib import Path
from station_app.db.keyring import write_durably

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
