"""The command line as a script uses it: exit codes, one JSON object a line, nothing secret in arguments."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from station_app import cli
from station_app.db.connection import encrypts
from station_app.db.keyring import Keyring
from station_app.domain.numbering import short_with_check, with_check
from station_app.domain.records import User
from station_app.services import users
from station_app.services.desk import unlock
from tests.office import CHEAP, OPINION, PASSWORD, PERSON, VISIT
from tests.reports.reading import page_texts
from tests.suggesting import draft_fields

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    folder = tmp_path / "data"
    arguments = [
        "init",
        "--data",
        str(folder),
        "--division",
        "桴㯊镇",
        "--name",
        "桴㯊镇人大代表联络站",
        "--user",
        "王小莉",
    ]
    assert cli.main(arguments) == 0
    assert "恢复码" in capsys.readouterr().out
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[Any]]:
    code = cli.main([*arguments, "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def enter(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, *lines: object
) -> tuple[int, list[Any]]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return run(capsys, "enter", "--data", str(data))


def test_a_refused_line_does_not_stop_the_rest(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    code, said = enter(
        capsys,
        monkeypatch,
        data,
        {"kind": "person", "act": "register", "fields": PERSON},
        {"kind": "person", "act": "register", "fields": {"name": "", "phone": "1398"}},
        "not json",
        {"kind": "person", "act": "register", "fields": PERSON, "extra": 1},
        "",
        {"kind": "person", "act": "register", "fields": {**PERSON, "name": "李䶮"}},
    )
    assert code == 1
    assert [line["line"] for line in said] == [1, 2, 3, 4, 6]
    assert {problem["field"] for problem in said[1]["refused"]} == {"name", "phone"}
    assert all(problem["sentence"] for line in said[1:4] for problem in line["refused"])
    _, people = run(capsys, "list", "person", "--data", str(data))
    assert [one["name"] for one in people] == [PERSON["name"], "李䶮"]


def test_a_visit_is_entered_listed_shown_found_and_checked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    person, visit = "1" * 32, "2" * 32
    code, said = enter(
        capsys,
        monkeypatch,
        data,
        {"kind": "person", "act": "register", "uid": person, "fields": PERSON},
        {"kind": "visit", "act": "register", "uid": visit, "fields": {**VISIT, "visitor": person}},
        {"kind": "opinion", "act": "register", "fields": {**OPINION, "visit": visit}},
    )
    assert code == 0
    number = said[2]["number"]
    assert run(capsys, "list", "opinion", "state=REGISTERED", "--data", str(data))[1][0]["title"] == OPINION["title"]
    assert run(capsys, "list", "opinion", "state=CLOSED", "--data", str(data)) == (0, [])
    assert run(capsys, "search", "道路", "--data", str(data))[1][0]["kind"] == "opinion"
    _, (shown,) = run(capsys, "show", number, "--data", str(data))
    assert shown["record"]["verbatim"] == OPINION["verbatim"]
    assert [event["act"] for event in shown["history"]] == ["register"]
    code, (found,) = run(capsys, "check", "--data", str(data))
    assert (code, found["sound"]) == (0, True)
    assert run(capsys, "rebuild", "--data", str(data))[1] == [{"changes": found["changes"]}]


def test_a_number_is_shown_listed_found_and_printed_in_every_form_and_a_miscopied_one_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    # The last digit of the 98th visit's number of 2025 happens to be the check character of the rest.
    lines: list[object] = [{"kind": "person", "act": "register", "uid": "1" * 32, "fields": PERSON}]
    visit = {**VISIT, "visitor": "1" * 32, "received_on": "2025-03-04"}
    lines += [{"kind": "visit", "act": "register", "uid": f"{at:032x}", "fields": visit} for at in range(2, 100)]
    code, said = enter(capsys, monkeypatch, data, *lines)
    assert code == 0
    last = said[-1]
    assert last["number"] == "520324116-01-F25-0098"
    out = str(tmp_path / "p4.pdf")
    for form in (last["number"], with_check(last["number"]), "f25 0098"):
        code, (shown,) = run(capsys, "show", form, "--data", str(data))
        assert (code, shown["record"]["uid"]) == (0, last["uid"]), form
    short = short_with_check(last["number"])
    assert [hit["uid"] for hit in run(capsys, "search", short, "--data", str(data))[1]] == [last["uid"]]
    assert len(run(capsys, "list", "visit", f"number={short}", "--data", str(data))[1]) == 1
    assert run(capsys, "print", "P4", short, "--data", str(data), "--out", out)[0] == 0
    for command in (["show"], ["search"], ["list", "visit"], ["print", "P4", "--out", out]):
        wrong = "F25-0097-" + with_check(last["number"])[-1]
        assert cli.main([*command, f"number={wrong}" if command[0] == "list" else wrong, "--data", str(data)]) == 1
        assert "校验码不对" in capsys.readouterr().err


def test_lists_and_histories_mask_phones(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    person = "1" * 32
    enter(
        capsys,
        monkeypatch,
        data,
        {"kind": "person", "act": "register", "uid": person, "fields": PERSON},
        {"kind": "person", "act": "correct", "uid": person, "fields": {"phone": "16187654321"}},
    )
    for arguments in (["list", "person"], ["show", person]):
        for form in ([], ["--json"]):
            assert cli.main([*arguments, "--data", str(data), *form]) == 0
            said = capsys.readouterr().out
            assert PERSON["phone"] not in said
            assert "16187654321" not in said
            assert PERSON["name"] in said


def test_every_record_and_act_has_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    _, (schema,) = run(capsys, "schema")
    kept = schema["$defs"]["assignment.acknowledge"]["properties"]["fields"]
    assert set(kept["required"]) == {"officer"}  # the rest is known where nothing is said
    assert schema["$defs"]["visit"]["properties"]["headcount"]["minimum"] == 1
    assert "uid" in schema["$defs"]["opinion.void"]["required"]


def test_a_summary_is_printed_to_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    day = {"held_on": "今天", "start": "9:00", "end": "12:00", "place": "活动室"}
    _, (done,) = enter(capsys, monkeypatch, data, {"kind": "reception_day", "act": "register", "fields": day})
    out = tmp_path / "p9.pdf"
    code, _ = run(capsys, "print", "P9", done["uid"], "--data", str(data), "--out", str(out))
    assert code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert run(capsys, "print", "P99", done["uid"], "--data", str(data), "--out", str(out))[0] == 1
    assert run(capsys, "print", "P9", done["number"], "--data", str(data), "--out", str(out))[0] == 0


def test_versions_of_a_summary_are_asked_for_by_a_flag_and_refused_where_a_form_has_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    day = {"held_on": "今天", "start": "9:00", "end": "12:00", "place": "活动室"}
    _, (done,) = enter(capsys, monkeypatch, data, {"kind": "reception_day", "act": "register", "fields": day})
    _, (deputy,) = enter(capsys, monkeypatch, data, {"kind": "deputy", "act": "register", "fields": {"name": "秦彬"}})
    out, asked = tmp_path / "p9.pdf", ["print", "P9", done["uid"], "--data", str(data), "--out"]
    for flags in (["--public"], ["--words"], ["--deputy", deputy["uid"]]):
        assert run(capsys, *asked, str(out), *flags)[0] == 0
        assert out.read_bytes().startswith(b"%PDF")
        out.unlink()
    refused = ["print", "P3", done["uid"], "--data", str(data), "--out", str(out), "--public"]
    assert cli.main(refused) == 1
    assert "没有公开版" in capsys.readouterr().err
    assert not out.exists()


def test_a_public_print_that_hides_words_wants_somebody_to_have_looked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    day = {"held_on": "今天", "start": "9:00", "end": "12:00", "place": "活动室", "topic": "找王建国书记，13985001234"}
    _, (done,) = enter(capsys, monkeypatch, data, {"kind": "reception_day", "act": "register", "fields": day})
    out = tmp_path / "p9.pdf"
    asked = ["print", "P9", done["uid"], "--data", str(data), "--out", str(out), "--public"]
    assert cli.main(asked) == 1
    told = capsys.readouterr().err
    assert "13985001234、王建国" in told
    assert not out.exists()
    assert run(capsys, *asked, "--looked", "--keep", "王建国")[0] == 0
    text = "".join(page_texts(out.read_bytes()))
    assert ("王建国" in text, "13985001234" in text) == (True, False)


def test_the_paper_of_a_suggestion_is_printed_to_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    lead = {"kind": "deputy", "act": "register", "fields": {"name": "秦彬"}}
    _, (deputy,) = enter(capsys, monkeypatch, data, lead)
    draft = {"kind": "suggestion", "act": "register", "fields": draft_fields(deputy["uid"])}
    _, (done,) = enter(capsys, monkeypatch, data, draft)
    out = tmp_path / "p11.pdf"
    assert run(capsys, "print", "P11", done["number"], "--data", str(data), "--out", str(out))[0] == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert run(capsys, "print", "P11", deputy["uid"], "--data", str(data), "--out", str(out))[0] == 1


def test_a_print_that_cannot_be_written_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    day = {"held_on": "今天", "start": "9:00", "end": "12:00", "place": "活动室"}
    _, (done,) = enter(capsys, monkeypatch, data, {"kind": "reception_day", "act": "register", "fields": day})
    out = tmp_path / "no such folder" / "p9.pdf"
    assert cli.main(["print", "P9", done["uid"], "--data", str(data), "--out", str(out)]) == 1
    assert str(out) in capsys.readouterr().err


def test_a_script_that_gives_no_password_is_told_how_and_loses_no_line(data: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "STATION_PASSWORD"}
    line = json.dumps({"kind": "person", "act": "register", "fields": PERSON})
    done = subprocess.run(
        [sys.executable, "main.py", "enter", "--data", str(data)],
        cwd=ROOT,
        env=environment,
        input=line,
        start_new_session=True,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "STATION_PASSWORD" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert Keyring.read(data).failures == 0


def test_a_division_that_means_several_places_is_asked_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    rest = ["--data", str(tmp_path / "new"), "--name", "站", "--user", "王小莉"]
    assert cli.main(["init", "--division", "龙场镇", *rest]) == 1
    assert capsys.readouterr().err.count("龙场镇") >= 5
    assert cli.main(["init", "--division", "没有这个镇", *rest]) == 1
    assert not (tmp_path / "new").exists()


def test_wrong_usage_is_2_and_says_so_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["list"], ["fly"], ["list", "moot", "--data", "x"], []):
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        assert ended.value.code == 2
        assert "用法不对" in capsys.readouterr().err


def test_the_wrong_password_is_1_and_is_counted(
    monkeypatch: pytest.MonkeyPatch, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STATION_PASSWORD", "not this one")
    assert cli.main(["list", "person", "--data", str(data)]) == 1
    assert "密码不对" in capsys.readouterr().err
    assert Keyring.read(data).failures == 1


def test_the_program_itself_takes_the_password_from_a_descriptor_and_loads_no_qt(data: Path) -> None:
    read, write = os.pipe()
    os.write(write, PASSWORD.encode() + b"\n")
    os.close(write)
    environment = {name: value for name, value in os.environ.items() if name != "STATION_PASSWORD"}
    code = (
        "import sys, main; code = main.main(sys.argv[1:]);"
        " print([name for name in sys.modules if name.startswith('PySide6')], file=sys.stderr); sys.exit(code)"
    )
    arguments = [
        sys.executable,
        "-c",
        code,
        "list",
        "station",
        "--data",
        str(data),
        "--json",
        "--password-fd",
        str(read),
    ]
    done = subprocess.run(
        arguments, cwd=ROOT, env=environment, pass_fds=[read], capture_output=True, text=True, check=False
    )
    os.close(read)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["name"] == "桴㯊镇人大代表联络站"
    assert done.stderr.strip() == "[]"


def test_a_file_is_kept_by_its_hash_and_saved_again(
    capsys: pytest.CaptureFixture[str], data: Path, tmp_path: Path
) -> None:
    file, out = tmp_path / "红头文件.pdf", tmp_path / "again.pdf"
    file.write_bytes(b"%PDF-1.7 policy")
    code, (kept,) = run(capsys, "keep-file", str(file), "--data", str(data))
    assert (code, kept["size_bytes"]) == (0, 15)
    assert run(capsys, "save-file", kept["hash"], "--data", str(data), "--out", str(out))[0] == 0
    assert out.read_bytes() == file.read_bytes()
    assert run(capsys, "save-file", "0" * 64, "--data", str(data), "--out", str(out))[0] == 1
    assert run(capsys, "keep-file", str(tmp_path / "none"), "--data", str(data))[0] == 1


def test_two_offices_compare_up_to_the_number_that_one_names(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    code, (whole,) = run(capsys, "statement", "--data", str(data))
    assert code == 0
    code, (part,) = run(capsys, "statement", "--data", str(data), "--journal", whole["journal"], "--up-to", "1")
    assert (code, part["last_seq"]) == (0, 1)
    assert part["syllables"] != whole["syllables"]
    assert run(capsys, "statement", "--data", str(data), "--journal", whole["journal"], "--up-to", "999")[0] == 1


def test_a_period_is_closed_and_proved_and_what_came_later_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    def entered() -> None:
        person, visit = "1" * 32, "2" * 32
        visitor = {"kind": "person", "act": "register", "uid": person, "fields": PERSON}
        day = {**VISIT, "received_on": "2026-01-05", "visitor": person, "received_at": "09:00", "channel": "PHONE"}
        enter(capsys, monkeypatch, data, visitor, {"kind": "visit", "act": "register", "uid": visit, "fields": day})

    closing = ("close-period", "--data", str(data), "T1", "2026-01-01", "2026-01-31")
    code, said = run(capsys, *closing)
    assert (code, said[0]["figures"]) == (0, "{}")
    entered()
    assert cli.main(list(closing)) == 0
    told = capsys.readouterr().out
    assert "这是补报" in told
    assert "来访批次\t0 → 1" in told
    assert run(capsys, "check", "--data", str(data))[0] == 0
    assert cli.main(list(closing)) == 1
    assert "已经在" in capsys.readouterr().err


def test_the_key_is_renewed_and_a_recovery_code_made_anew_by_the_head_alone(
    capsys: pytest.CaptureFixture[str], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Keyring.read(data)
    assert run(capsys, "renew-key", "--data", str(data)) == (0, [{"renewed": True}])
    after = Keyring.read(data)
    assert [one.verifier for one in after.slots] == [one.verifier for one in before.slots]
    assert [one.keys for one in after.slots] != [one.keys for one in before.slots]
    code, (said,) = run(capsys, "recovery-code", "--data", str(data))
    assert code == 0
    assert Keyring.read(data).unlock_by_code(said["code"]).key
    desk = unlock(data, PASSWORD)
    users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, "another horse 7", PASSWORD, CHEAP)
    desk.close()
    monkeypatch.setenv("STATION_PASSWORD", "another horse 7")
    for command in ("renew-key", "recovery-code"):
        assert run(capsys, command, "--data", str(data), "--user", "吴道明")[0] == 1
    assert not Keyring.read(data).is_due


@pytest.mark.skipif(not encrypts, reason="the driver of this machine does not encrypt")
def test_the_key_is_not_renewed_while_the_desk_is_open(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    desk = unlock(data, PASSWORD)
    desk.records.all(User)
    assert cli.main(["renew-key", "--data", str(data)]) == 1
    assert "另一个窗口" in capsys.readouterr().err
    assert Keyring.read(data).is_due
    desk.close()
    unlock(data, PASSWORD).close()
    assert not Keyring.read(data).is_due


@pytest.fixture
def referred(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The uid of an opinion that was referred without a word of until when."""
    person, visit, opinion = "1" * 32, "2" * 32, "3" * 32
    code, said = enter(
        capsys,
        monkeypatch,
        data,
        {"kind": "person", "act": "register", "uid": person, "fields": PERSON},
        {"kind": "visit", "act": "register", "uid": visit, "fields": {**VISIT, "visitor": person}},
        {"kind": "opinion", "act": "register", "uid": opinion, "fields": {**OPINION, "visit": visit}},
        {"kind": "opinion", "act": "triage", "uid": opinion, "fields": TRIAGED},
        {"kind": "assignment", "act": "register", "uid": "7" * 32, "fields": {**REFERRED, "opinion": opinion}},
    )
    assert code == 0, said
    return opinion


TRIAGED = {"owner_level": "TOWNSHIP", "proposed_unit": "乡镇人民政府"}
REFERRED = {"assigned_on": "2026-11-23", "requirements": "请现场查看"}


def test_what_was_referred_without_a_day_is_due_by_the_rule_and_says_why(
    capsys: pytest.CaptureFixture[str], data: Path, referred: str
) -> None:
    _, (shown,) = run(capsys, "show", referred, "--data", str(data))
    assert shown["record"]["due_on"] == "2026-12-23"
    code, (why, latest) = run(capsys, "due", referred, "--data", str(data))
    assert code == 0
    said = (why["rule"], why["due_on"], why["standing"], why["counted"], why["skipped"])
    assert said == ("station-answer", "2026-12-23", "2026-12-23", 30, [])
    assert (latest["is_extension"], latest["last_on"], latest["unknown"]) == (True, "2027-01-22", [2027])
    assert cli.main(["due", referred, "--data", str(data)]) == 0
    assert capsys.readouterr().out.splitlines()[:5] == [
        "规则\t办理群众意见：30 天（station-answer）",
        "依据\t本地转办规定",
        "起算\t2026年11月23日",
        "计入\t30 天（当日不计）",
        "到期\t2026年12月23日",
    ]


def test_a_day_that_somebody_chose_is_said_to_be_no_rule_s(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, referred: str
) -> None:
    fields = {"assignment": "7" * 32, "until_on": "2026-12-31", "reason": "冰冻"}
    asked = {"kind": "extension", "act": "register", "uid": "8" * 32, "fields": fields}
    granted = {"kind": "extension", "act": "grant", "uid": "8" * 32, "fields": {}}
    code, said = enter(capsys, monkeypatch, data, asked, granted)
    assert code == 0, said
    assert cli.main(["due", referred, "--data", str(data)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "登记的时限是 2026年12月31日，是延期后的"


def test_a_clock_is_counted_without_a_record(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    asked = ("due", "--clock", "reply", "--from", "2025-07-01", "--level", "COUNTY", "--data", str(data))
    code, (why,) = run(capsys, *asked)
    said = (why["basis"], why["due_on"], len(why["skipped"]))
    assert (code, said) == (0, ("代表法（2025年修正）第五十一条", "2025-10-09", 8))
    assert cli.main(list(asked)) == 0
    assert "跳过\t10月1日至10月8日（国庆节、中秋节）" in capsys.readouterr().out.splitlines()
    code, (why, latest) = run(capsys, *asked, "--extends", "2025-10-09")
    assert (code, latest["due_on"]) == (0, "2026-01-04")  # six months after 1 July; the Sunday is worked


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (["--clock", "reply"], "--from"),
        (["--from", "2025-07-01"], "--clock"),
        (["--clock", "none", "--from", "2025-07-01"], ""),
        (["--clock", "reply", "--from", "2025-02-30"], ""),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], data: Path, asked: list[str], field: str
) -> None:
    code, (said,) = run(capsys, "due", *asked, "--data", str(data))
    assert code == 1
    assert [(one["field"], bool(one["sentence"])) for one in said["refused"]] == [(field, True)]


def test_a_survey_says_how_far_it_is_and_a_schedule_what_is_due_from_whom(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    who, survey, schedule = "4" * 32, "5" * 32, "6" * 32
    asked = {"title": "对建议办理的看法", "questions": "满意吗：满意、不满意\n还有什么意见", "from_on": "2026-11-01"}
    monthly = {"name": "乡村振兴调度", "level": "COUNTY", "period": "MONTH", "wanted": "活动情况"}
    code, said = enter(
        capsys,
        monkeypatch,
        data,
        {"kind": "deputy", "act": "register", "uid": who, "fields": {"name": "秦彬"}},
        {"kind": "mandate", "act": "register", "fields": {"deputy": who, "level": "COUNTY"}},
        {"kind": "survey", "act": "register", "uid": survey, "fields": asked},
        {"kind": "survey", "act": "draw", "uid": survey, "fields": {"wanted": 9}},
        {
            "kind": "dispatch_schedule",
            "act": "register",
            "uid": schedule,
            "fields": {**monthly, "from_on": "2025-11-01", "to_on": "2025-12-31"},
        },
    )
    assert code == 0, said
    code, (told, call) = run(capsys, "survey", survey, "--data", str(data))
    assert (code, told["states"], call["deputy"]) == (0, {"TO_CALL": 1}, who)
    assert cli.main(["survey", survey, "--data", str(data)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "对建议办理的看法：待打电话 1 位",
        "满意吗\t满意 0，不满意 0",
        "还有什么意见\t有答复 0",
        f"{call['call']}\t县\t秦彬",
    ]
    month = {"schedule": schedule, "first_on": "2025-11-01", "last_on": "2025-11-30", "content": "开展活动两次"}
    code, said = enter(capsys, monkeypatch, data, {"kind": "dispatch_return", "act": "register", "fields": month})
    assert code == 0, said
    code, (december,) = run(capsys, "dispatch", "--data", str(data))
    assert (code, december["first_on"], december["due"]) == (0, "2025-12-01", "2026-01-05")
    assert len(december["missing"]) == 1
    assert cli.main(["dispatch", "--all", "--data", str(data)]) == 0
    late, sent = capsys.readouterr().out.splitlines()
    assert late.startswith("乡村振兴调度\t2025年12月1日至2025年12月31日\t2026年1月5日前报\t超期 ")
    assert late.endswith("没报的：桴㯊镇人大代表联络站")
    assert sent == "乡村振兴调度\t2025年11月1日至2025年11月30日\t2025年12月5日前报\t都报了"
    code, (one,) = run(capsys, "list", "dispatch_return", "state=SENT", "--data", str(data))
    assert (code, one["content"]) == (0, "开展活动两次")
