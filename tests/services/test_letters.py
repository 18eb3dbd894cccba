"""An accusation leaves as a sealed letter: on paper, and as a file that the organ alone can open."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from station_app import cli
from station_app.domain.problem import Rejected
from station_app.services import attachments, letters, printing, prints, trail
from station_app.services.desk import Desk
from station_app.sync import letter
from tests.journeys.test_secrets import WHO, WORDS, heard, secret
from tests.services.test_attachments import photo

ORGAN = "桴㯊镇纪委"


@pytest.fixture
def accusation(desk: Desk) -> str:
    heard(desk, opinion_kind="REPORT", accused="村支书秦彬")
    uid = secret(desk).uid
    attachments.attach(desk, "opinion", uid, attachments.prepare(photo(), "信.jpg"))
    return uid


def text_of(printed: printing.Print) -> str:
    with pypdfium2.PdfDocument(printed.pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_the_letter_says_everything_and_bears_a_receipt_with_its_number(desk: Desk, accusation: str) -> None:
    told = text_of(prints.discipline_letter(desk, accusation))
    for words in (WHO, "秦彬", "16187654321", "信.jpg", "收 件 回 执"):
        assert words in told
    assert told.replace("\r\n", "").count("N26-0001") == 3
    assert "检举控告材料转交函" in text_of(prints.discipline_letter(desk, ""))


def test_what_accuses_nobody_has_no_letter(desk: Desk) -> None:
    with pytest.raises(Rejected, match="letter_of_no_accusation"):
        prints.discipline_letter(desk, heard(desk)["opinion"])


def test_a_file_opens_for_the_organ_alone(desk: Desk, accusation: str) -> None:
    secret_key, public = letter.new_key()
    sheet = prints.discipline_letter(desk, accusation).pdf
    with pytest.raises(Rejected, match="letter_key_missing"):
        letters.sealed(desk, accusation, sheet)
    read_back = letter.fingerprint(letter.key_of(public))
    with pytest.raises(Rejected, match="letter_fingerprint_other"):
        letters.trust(desk, ORGAN, public, "0000 " * 5)
    letters.trust(desk, ORGAN, public.lower().replace("-", " "), read_back)
    content = letters.sealed(desk, accusation, sheet)
    assert WORDS.encode() not in content
    files = letter.opened(content, letter.key_of(secret_key))
    assert files["letter.pdf"] == sheet
    assert json.loads(files["letter.json"])["opinion"]["verbatim"] == WORDS
    assert files["1-信.jpg"]
    for wrong in (letter.new_key()[0],):
        with pytest.raises(Rejected, match="letter_not_yours"):
            letter.opened(content, letter.key_of(wrong))
    for altered in (content[:-1] + bytes([content[-1] ^ 1]), content[:40] + content[41:], content[:50]):
        with pytest.raises(Rejected, match="letter_not_yours"):
            letter.opened(altered, letter.key_of(secret_key))
    with pytest.raises(Rejected, match="letter_unreadable"):
        letter.opened(b"PK\x03\x04", letter.key_of(secret_key))
    assert [one.event for one in trail.lines(desk, 0, 2)] == [trail.LETTER_SEALED, trail.LETTER_KEY]


def test_a_miscopied_key_is_not_taken() -> None:
    public = letter.new_key()[1]
    for at in range(0, len(public), 7):
        wrong = "A" if public[at] != "A" else "B"
        if public[at] != "-":
            with pytest.raises(Rejected, match="letter_key_miscopied"):
                letter.key_of(public[:at] + wrong + public[at + 1 :])
    with pytest.raises(Rejected, match="letter_key_miscopied"):
        letter.key_of(public[:-1])


def test_a_key_that_seals_nothing_is_not_taken(desk: Desk) -> None:
    weak = letter.written(bytes(32))
    with pytest.raises(Rejected, match="letter_key_miscopied"):
        letters.trust(desk, ORGAN, weak, letter.fingerprint(bytes(32)))


def test_the_commands_go_from_the_key_to_the_opened_letter(
    desk: Desk, accusation: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key, file, folder = tmp_path / "organ.key", tmp_path / "letter.lzl", tmp_path / "opened"
    assert cli.main(["letter-new-key", "--out", str(key), "--json"]) == 0
    made = json.loads(capfd.readouterr().out)
    monkeypatch.setattr("station_app.cli.letters.desk_of", lambda _options: desk)
    typed = ["--key", made["key"], "--read-back", made["fingerprint"], "--data", str(desk.folder)]
    assert cli.main(["letter-key", ORGAN, *typed]) == 0
    assert cli.main(["letter-seal", accusation, "--out", str(file), "--data", str(desk.folder)]) == 0
    assert cli.main(["letter-open", str(file), "--key-file", str(key), "--out", str(folder)]) == 0
    assert WORDS in (folder / "letter.json").read_text("utf-8")
    assert key.stat().st_mode & 0o777 == file.stat().st_mode & 0o777 == 0o600
