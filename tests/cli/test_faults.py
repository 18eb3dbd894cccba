"""Every fault at the command line is a sentence and an exit code: 0 done, 1 refused, 2 wrong usage."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station_app import cli
from station_app.services.first_start import FirstStart, found
from tests.office import CHEAP, OPINION, PASSWORD, PERSON, VISIT, SetClock

ROOT = Path(__file__).resolve().parents[2]
Called = Callable[..., tuple[int, str, str]]

ODD = ["", "-x", "--", "\udcff", "1" * 5000, "/proc/self/mem", "/dev/full"]
"""Words that stand where a command awaits something else."""


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("station") / "data"
    founded = found(folder, FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD), SetClock(), CHEAP)
    founded.desk.close()
    return folder


@pytest.fixture
def data(station: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    return shutil.copytree(station, tmp_path / "data")


def run(*arguments: str, given: bytes = b"", **more: object) -> tuple[int, str, str]:
    """The command in a process of its own, as a shell runs it."""
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, input=given, timeout=60, **more)  # type: ignore[call-overload]
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in out + err, err
    assert "Exception ignored" not in err, err
    return done.returncode, out, err


@pytest.fixture
def called(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Called:
    """The command in this process: where nothing but its sentences and its code is looked at."""

    def call(*arguments: str, given: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        try:
            code = cli.main(list(arguments))
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else -1
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err, said.err
        return code, said.out, said.err

    return call


def shell(script: str) -> tuple[int, str]:
    done = subprocess.run(["bash", "-c", script], check=False, capture_output=True, timeout=60)
    err = done.stderr.decode()
    assert "Traceback" not in err + done.stdout.decode(), err
    assert "Exception ignored" not in err, err
    return done.returncode, err


def line(**more: object) -> bytes:
    return json.dumps({"kind": "person", "act": "register", "fields": {**PERSON, **more}}).encode() + b"\n"


def test_a_line_that_is_no_utf8_costs_that_line_alone(data: Path) -> None:
    given = line(name="吴道明") + b'{"kind": "person\xff"}\n' + line(name="王兴兰")
    code, out, err = run("enter", "--data", str(data), given=given)
    assert code == 1
    assert [one.split("\t")[0] for one in out.splitlines()] == ["1", "3"]
    assert "第 2 行不是 UTF-8" in err


def test_a_file_where_a_data_folder_should_be_is_refused(data: Path, tmp_path: Path, called: Called) -> None:
    a_file = tmp_path / "file"
    a_file.write_text("x")
    for path in (a_file, a_file / "below"):
        code, _, err = called("list", "visit", "--data", str(path))
        assert (code, "这个文件夹里还没有联络站" in err) == (1, True)
        founding = ["--division", "桴㯊镇", "--name", "站", "--user", "王小莉"]
        code, _, err = called("init", "--data", str(path), *founding)
        assert code == 1
        assert "文件" in err


@pytest.mark.parametrize(("given", "code"), [("99", 1), ("999999999", 1), ("-1", 2), ("1000000000000000000000", 2)])
def test_a_descriptor_that_gives_no_password_is_refused(data: Path, given: str, code: int) -> None:
    ended, _, err = run("list", "visit", "--data", str(data), "--password-fd", given)
    assert (ended, "--password-fd" in err) == (code, True)


def test_a_reader_that_has_enough_ends_a_list_quietly(data: Path) -> None:
    given = b"".join(line(name=f"杨胜{sign}") for sign in "一二三四五六七八九十" * 40)
    assert run("enter", "--data", str(data), given=given)[0] == 0
    listing = f"{sys.executable} {ROOT / 'main.py'} list person --all --data {data}"
    assert shell(f"{listing} | head -1 >/dev/null; exit ${{PIPESTATUS[0]}}") == (0, "")
    assert shell(f"{listing} >&-") == (0, "")
    code, err = shell(f"{listing} >/dev/full")
    assert (code, "磁盘满了" in err) == (1, True)


def test_who_stops_reading_does_not_stop_what_is_entered(data: Path) -> None:
    given = data / "lines"
    given.write_bytes(b"".join(line(name=f"杨胜{sign}") for sign in "一二三四五六七八九十" * 30))
    entering = f"{sys.executable} {ROOT / 'main.py'} enter --data {data} <{given}"
    assert shell(f"{entering} | true; exit ${{PIPESTATUS[0]}}") == (0, "")
    _, out, _ = run("list", "person", "--data", str(data), "--all", "--json")
    assert len(out.splitlines()) == 300


def test_a_closed_input_is_said(data: Path) -> None:
    code, err = shell(f"{sys.executable} {ROOT / 'main.py'} enter --data {data} <&-")
    assert (code, "标准输入" in err) == (1, True)


def test_a_list_says_when_there_is_more(data: Path, called: Called) -> None:
    called("enter", "--data", str(data), given=b"".join(line(name=f"杨胜{sign}") for sign in "一二三四五"))
    code, out, err = called("list", "person", "--data", str(data), "--limit", "3", "--json")
    assert (code, len(out.splitlines()), "还有 2 条" in err, "--offset 3" in err) == (0, 3, True, True)
    assert called("list", "person", "--data", str(data), "--all")[2] == ""
    assert called("list", "person", "--data", str(data), "--limit", "2", "--offset", "3")[2] == ""
    code, out, err = called("search", "杨胜", "--data", str(data), "--limit", "4")
    assert (code, len(out.splitlines()), "还有" in err) == (0, 4, True)
    assert called("search", "杨胜", "--data", str(data), "--limit", "5")[2] == ""


def test_a_foreign_file_is_no_store_of_a_gateway_and_stays_as_it_was(tmp_path: Path, called: Called) -> None:
    text, other = tmp_path / "letter.txt", tmp_path / "other.db"
    text.write_text("尊敬的代表：" * 200)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE letter (body TEXT)")
    connection.close()
    for path in (text, other):
        before = path.read_bytes()
        for action in ("status", "restore", "rebuild", "enter", "invite"):
            more = ["--name", "站", "--area", "520324116000", "--out", str(tmp_path / "one.lzi")]
            code, _, err = called("gateway", action, "--store", str(path), *(more if action == "invite" else []))
            assert (code, "不是平台的库" in err) == (1, True), action
        assert path.read_bytes() == before
    assert not (tmp_path / "one.lzi").exists()
    code, _, err = called("gateway", "status", "--store", str(tmp_path / "typo.db"))
    assert (code, "没有" in err) == (1, True)
    assert not (tmp_path / "typo.db").exists()
    assert called("gateway", "status", "--store", str(tmp_path))[0] == 1


def test_a_key_may_begin_with_a_dash(tmp_path: Path, called: Called) -> None:
    store = str(tmp_path / "gateway.db")
    assert called("gateway", "enter", "--store", store)[0] == 0
    code, _, err = called("gateway", "revoke", "--store", store, "--key", "-jM8" + "A" * 39, "--reason", "遗失")
    assert code == 1
    assert "用法" not in err
    assert called("gateway", "revoke", "--store", store, "--key")[0] == 2
    assert called("gateway", "revoke", "--store", store, "--key", "--reason", "遗失")[0] == 2


def test_an_import_is_not_begun_where_its_report_cannot_be_written(data: Path, tmp_path: Path, called: Called) -> None:
    ledger = tmp_path / "old.csv"
    ledger.write_text("接待日期,来访人,反映问题\n2025-03-04,吴道明,三组的路塌了半年没人修\n", "utf-8")
    asked = ["import-ledger", str(ledger), "--data", str(data)]
    code, _, err = called(*asked, "--report", str(tmp_path / "no" / "report.csv"))
    assert (code, "写不进去" in err) == (1, True)
    assert called("list", "opinion", "--data", str(data))[1] == ""
    code, out, err = called(*asked, "--report", "/dev/full")
    assert (code, "收好了" in out, "已经收下" in err) == (0, True, True)  # it is committed: a script goes on
    assert len(called("list", "opinion", "--data", str(data))[1].splitlines()) == 1


def test_an_invitation_is_not_noted_where_it_cannot_be_written(tmp_path: Path, called: Called) -> None:
    store = str(tmp_path / "gateway.db")
    asked = ["gateway", "invite", "--store", store, "--name", "站", "--area", "520324116000"]
    assert called(*asked, "--out", str(tmp_path / "no" / "one.lzi"))[0] == 1
    assert not Path(store).exists()


def test_an_interrupted_command_says_so(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "check", stopped)
    assert cli.main(["check", "--data", str(data)]) == 1
    assert "已经停下" in capsys.readouterr().err


def test_a_bug_is_a_sentence_with_its_place_and_without_what_was_typed(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_options: object) -> int:
        raise ZeroDivisionError(PERSON["name"])

    monkeypatch.setitem(cli.COMMANDS, "check", broken)
    assert cli.main(["check", "--data", str(data)]) == 1
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert PERSON["name"] not in said
    assert "Traceback" not in said


COMMANDS: dict[str, list[str]] = {
    "init": ["--data", "X", "--division", "X", "--name", "X", "--user", "X"],
    "schema": [],
    "enter": ["--data", "D"],
    "list": ["X", "X", "--data", "D", "--limit", "X", "--offset", "X"],
    "show": ["X", "--data", "D"],
    "search": ["X", "--data", "D", "--limit", "X"],
    "due": ["--data", "D", "--clock", "X", "--from", "X", "--level", "X", "--region", "X", "--extends", "X"],
    "survey": ["X", "--data", "D"],
    "dispatch": ["--data", "D", "--all"],
    "print": ["X", "X", "--data", "D", "--out", "X"],
    "manual": ["--out", "/no/such/place"],
    "save-list": ["X", "--data", "D", "--out", "X"],
    "import-folder": ["X", "--data", "D"],
    "import-ledger": ["X", "--data", "D", "--mapping", "X", "--sheet", "X", "--encoding", "X", "--report", "X"],
    "rebuild": ["--data", "X"],
    "check": ["--data", "X"],
    "mend": ["--data", "D"],
    "withhold": ["X", "--data", "D"],
    "letter-new-key": ["--out", "/no/such/place"],
    "letter-key": ["X", "--key", "X", "--read-back", "X", "--data", "D"],
    "letter-seal": ["X", "--data", "D", "--out", "X"],
    "letter-open": ["X", "--key-file", "X", "--out", "X"],
    "renew-key": ["--data", "X"],
    "recovery-code": ["--data", "X"],
    "close-period": ["X", "X", "X", "--data", "D"],
    "statement": ["--data", "D", "--journal", "X", "--up-to", "X"],
    "keep-file": ["X", "--data", "D"],
    "save-file": ["X", "--data", "D", "--out", "X"],
    "sample": ["--data", "D", "--scale", "X"],
    "copy": ["--data", "D", "--to", "X"],
    "copies": ["X", "--data", "D"],
    "restore": ["X", "--data", "D"],
    "drill": ["X", "--data", "D"],
    "missing": ["--data", "D"],
    "verify": ["X", "--key", "X"],
    "export": ["--data", "D", "--to", "X"],
    "take": ["X", "--data", "D"],
    "invite": ["--data", "D", "--name", "X", "--area", "X", "--expires", "X", "--out", "X"],
    "enrol": ["--data", "D", "--invitation", "X"],
    "sync": ["--data", "D", "--once", "--user", "X"],
    "judge": ["--data", "D", "--journal", "X", "--hash", "X", "--reason", "X", "--outcome", "drop"],
    "act": ["X", "X", "--data", "D", "--fields", "X"],
    "timeline": ["X", "--data", "D"],
    "owed": ["--data", "D", "--limit", "X"],
    "unit-sheets": ["X", "--data", "D", "--unit", "X"],
    "take-unit-sheet": ["X", "--data", "D"],
    "loop": ["--data", "D", "--first-on", "X", "--last-on", "X"],
    "gateway": ["X", "--store", "X", "--key", "X", "--name", "X", "--area", "X", "--out", "X", "--audience", "X"],
}
"""Every command with its arguments; X stands where an odd word is put, D for a sound station."""

SOUND = {"list": "visit", "save-list": "units", "print": "P4", "gateway": "status"}
"""What the first word must be for the others to be looked at."""


def test_every_command_is_tried() -> None:
    assert COMMANDS.keys() == cli.COMMANDS.keys()


def odd_calls(data: Path, place: Path) -> Iterator[tuple[str, list[str]]]:
    """Each command with each odd word in each of its places, the others as they might be."""
    for name, form in COMMANDS.items():
        usual = [str(data) if one == "D" else str(place / "usual") if one == "X" else one for one in form]
        usual[:1] = [SOUND.get(name, usual[0])] if usual else []
        for at in (at for at, one in enumerate(form) if one == "X"):
            for odd in ODD:
                yield name, [*usual[:at], odd, *usual[at + 1 :]]
        yield name, [*usual, "--unknown"]
        yield name, usual[:-1]


def test_no_odd_word_breaks_a_command(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    tried, broken = 0, []
    for name, arguments in odd_calls(data, tmp_path):
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        try:
            code = cli.main([name, *arguments])
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else -1
        said = "".join(capsys.readouterr())
        is_sound = code in (0, 1, 2) and "Traceback" not in said and "程序出了点问题" not in said
        if not is_sound or (code and not said):
            broken.append((name, arguments, said))
        tried += 1
    assert broken == []
    assert tried > 200


@pytest.mark.parametrize(
    "given",
    [b"\0\n", b"{}\n", b"[]\n", b"null\n", b'{"kind": 1}\n', b"[" * 100_000, b'"' + b"9" * 100_000, b"\xff\xfe\n",
     b'{"kind":"visit","act":"register","fields":{"visitor":{}}}\n', b"\xef\xbb\xbf{}\n",
     b'{"kind":"person","act":"register","fields":{"name":"\\ud800"}}\n',
     b'{"kind":"visit","act":"register","fields":{"headcount":99999999999999999999}}\n',
     b'{"kind":"person","act":"register","uid":"\\u0000","fields":{"name":"x"}}\n',
     json.dumps({"kind": "opinion", "act": "correct", "uid": "1" * 32, "fields": OPINION}).encode(),
     json.dumps({"kind": "visit", "act": "register", "fields": {**VISIT, "visitor": "x" * 100_000}}).encode()],
)  # fmt: skip
def test_no_odd_line_breaks_what_is_entered(data: Path, given: bytes, called: Called) -> None:
    code, _, err = called("enter", "--data", str(data), given=given)
    assert code == 1
    assert "程序出了点问题" not in err
