"""The roads on the command line, and batches opened by standard tools alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from station_app import cli, paths
from station_app.db import journal
from station_app.domain.batch import contract
from station_app.domain.clock import SystemClock
from station_app.domain.exchange import Invitation, signed_text
from station_app.services import county, stick
from station_app.services.desk import Desk
from station_app.sync import trust
from tests.http_receiver import serving
from tests.office import PASSWORD, registered
from tests.offices import Pair, admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.receiver import Receiver
from tests.services.test_county_surprises import made_by
from tests.services.test_county_surprises import written as batch_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    made = Pair(new_county(tmp_path / "county"), new_station(tmp_path / "station"))
    yield made
    made.close()


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[Any]]:
    code = cli.main([*map(str, arguments), "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def written(desk: Desk, folder: Path) -> Path:
    registered(desk)
    path = folder / "one.lzb"
    path.write_bytes(sealed(desk)[0])
    return path


def test_a_batch_is_looked_at_without_a_desk(pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(pair.station, tmp_path)
    code, [said] = run(capsys, "verify", path)
    author = journal.my_author(pair.station.store.database)
    assert (code, said["journal"], said["first"], said["last"]) == (0, author.uid, 1, author.last_seq)
    assert said["kinds"]["visit"] == 1
    assert said["head"] == author.head.hex()
    assert cli.main(["verify", str(path)]) == 0
    assert "签名和链条都对" in capsys.readouterr().out


DAMAGES: dict[str, Any] = {
    "batch_empty": lambda _content: b"",
    "batch_foreign": lambda content: b"PK" + content,
    "batch_newer": lambda content: b"LZB9" + content[4:],
    "batch_cut": lambda content: content[:40],
    "batch_header_unsound": lambda content: content[:6] + b"!" + content[7:],
    "batch_signature_wrong": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_way_of_being_wrong_is_said_and_ends_with_1(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    path = written(pair.station, tmp_path)
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    code, [said] = run(capsys, "verify", path)
    assert (code, said["code"]) == (1, damage)
    assert "（batch" not in said["sentence"]


def test_another_key_is_told_from_the_right_one(pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(pair.station, tmp_path)
    right, wrong = (trust.signing_key(desk.store).public for desk in (pair.station, pair.county))
    assert run(capsys, "verify", path, "--key", right)[0] == 0
    assert run(capsys, "verify", path, "--key", wrong)[1][0]["code"] == "batch_signature_wrong"
    assert run(capsys, "verify", path, "--data", tmp_path / "county")[1][0]["code"] == "batch_key_unknown"
    admit(pair.county, pair.station)
    assert run(capsys, "verify", path, "--data", tmp_path / "county")[0] == 0
    assert run(capsys, "verify", tmp_path / "none.lzb")[1][0]["code"] == "stick_unreadable"


def test_the_stick_goes_the_whole_way_without_windows(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there, road = tmp_path / "station", tmp_path / "county", tmp_path / "stick"
    registered(pair.station)
    place = pair.station.place
    soon = (SystemClock().now() + timedelta(days=30)).date().isoformat()
    asked = ("--name", place.name, "--area", place.area_code, "--expires", soon, "--out", tmp_path / "a.lzi")
    assert run(capsys, "invite", "--data", there, *asked)[0] == 0
    code, [said] = run(capsys, "enrol", "--data", here, "--invitation", tmp_path / "a.lzi")
    assert (code, said["stage"]) == (0, "invited")
    code, [said] = run(capsys, "export", "--data", here, "--to", road)
    assert (code, said["has_request"]) == (0, True)
    code, lines = run(capsys, "take", "--data", there, road)
    assert (code, lines[0]["admitted"]) == (0, place.name)
    assert lines[-1]["totals"]["new"] == said["changes"]
    assert run(capsys, "export", "--data", there, "--to", road)[0] == 0
    code, [said] = run(capsys, "take", "--data", here, road)
    assert (code, said["tidied"]) == (0, 1)
    code, lines = run(capsys, "sync", "--data", here, "--once")
    assert (code, lines[0]["waiting"], lines[0]["accepted"]) == (1, 0, lines[0]["total"])


def test_sync_once_sends_over_the_network(pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registered(pair.station)
    receiver, place = Receiver(), pair.station.place
    with serving(receiver) as url:
        said = {"name": place.name, "area_code": place.area_code, "role": "STATION", "expires_on": "2099-01-01"}
        platform = {"gateway_url": url, "gateway_key": receiver.key.public, "gateway_home": "9" * 32}
        invitation = Invitation(code="C", **platform, **said)
        (tmp_path / "a.lzi").write_text(signed_text("invitation", invitation, receiver.key))
        code, [told] = run(capsys, "enrol", "--data", tmp_path / "station", "--invitation", tmp_path / "a.lzi")
        assert (code, told["stage"]) == (0, "admitted")
        code, [told] = run(capsys, "sync", "--data", tmp_path / "station", "--once")
        assert (code, told["waiting"], told["network"]) == (0, 0, "online")


def test_the_schema_of_the_roads_is_the_shipped_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", "--batch"]) == 0
    shipped = (paths.resources() / "contract" / "batch.schema.json").read_text("utf-8")
    assert capsys.readouterr().out == shipped
    assert json.loads(shipped) == contract.contract()


def commands() -> list[str]:
    """The command lines of docs/batch.md that open a batch."""
    text = (ROOT / "docs" / "batch.md").read_text("utf-8")
    part = text.split("### Opening one with standard tools")[1].split("## 3.")[0]
    return [line.strip() for line in part.splitlines() if line.startswith("    ")]


def test_standard_tools_open_a_batch_from_a_stick_as_the_contract_says(pair: Pair, tmp_path: Path) -> None:
    missing = [tool for tool in ("age", "zstd", "jq", "openssl", "xxd", "od") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    admit(pair.county, pair.station)
    registered(pair.station)
    (tmp_path / "stick" / "LZ").mkdir(parents=True)
    stick.write(pair.station, tmp_path / "stick")
    [wrapped] = (tmp_path / "stick" / "LZ").rglob("*.age")
    work = tmp_path / "work"
    (work / "resources").mkdir(parents=True)
    (work / "resources" / "dictionaries").symlink_to(paths.resources() / "dictionaries")
    (work / "station.key").write_text(str(trust.wrapping_key(pair.county.store)) + "\n")
    key = trust.signing_key(pair.station.store).public
    author = (
        f"K={key}; (printf '302a300506032b6570032100' | xxd -r -p; echo \"$K=\" | tr -- '-_' '+/' | base64 -d) |"
        " openssl pkey -pubin -inform DER -out author.pem"
    )
    lines = [re.sub(r"000012-….lzb.age", str(wrapped), line) for line in commands()]
    assert len(lines) == 8
    script = "\n".join(["set -eu", author, *lines])
    ran = subprocess.run(["bash", "-c", script], cwd=work, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "Signature Verified Successfully" in ran.stdout
    header, _ = json.JSONDecoder().raw_decode(ran.stdout)
    opened = (work / "lines.ndjson").read_bytes().splitlines()
    assert len(opened) == header["last"] - header["first"] + 1
    own = journal.entries_after(pair.station.store.database, journal.my_author(pair.station.store.database), 0)
    assert [line.decode() for line in opened] == [entry.line.text for entry in own]
    assert wrapped.name.split("-")[1][:8] in ran.stdout


def test_what_did_not_go_in_is_listed_and_decided_without_windows(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    admit(pair.county, pair.station)
    lines = [made_by(pair.station, "person", at, name="秦彬", phone="161\0") for at in (1, 2)]
    county.take_contents(pair.county, sealed(pair.station))
    county.take_contents(pair.county, [batch_of(pair.station, lines)])
    code, told = run(capsys, "judge", "--data", tmp_path / "county")
    assert (code, [one["refused"]["code"] for one in told]) == (0, ["sign_forbidden"] * 2)
    place = told[0]["refused"]
    at = ("--data", tmp_path / "county", "--journal", place["journal"], "--seq", str(place["seq"]))
    assert run(capsys, "judge", *at, "--outcome", "accept")[0] == 0
    assert run(capsys, "judge", *at, "--outcome", "drop")[0] == 1
    assert len(run(capsys, "judge", "--data", tmp_path / "county")[1]) == 1
    assert run(capsys, "judge", "--data", tmp_path / "station")[0] == 1
