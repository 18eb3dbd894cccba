"""Attachments are carried as bytes, within a limit, up to the county; documents come down."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from pathlib import Path

import pytest

from station_app.db import blobs
from station_app.domain.problem import Rejected
from station_app.domain.records import Receipt
from station_app.services import attachments, county, documents, stick
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.sync import trust
from tests.office import registered
from tests.offices import Pair
from tests.services.test_attachments import paper_of, photo


@pytest.mark.parametrize("size", [0, documents.LARGEST_BYTES + 1])
def test_g60_a_file_of_nothing_or_past_the_limit_is_refused(desk: Desk, size: int) -> None:
    with pytest.raises(Rejected, match="attachment_size"):
        documents.attach(desk, bytes(size))


def test_g61_what_a_file_claims_to_be_is_never_asked(desk: Desk) -> None:
    polyglot = b"%PDF-1.7\nPK\x03\x04 and a macro"
    assert documents.content_of(desk, documents.attach(desk, polyglot)) == polyglot


def photographed(desk: Desk, picture: bytes | None = None) -> str:
    """A photo beside a visit; its hash."""
    visit = registered(desk)["visit"].uid
    made = attachments.prepare(picture or photo(600, 400), "塌方.jpg")
    attachments.attach(desk, "visit", visit, made)
    return made.blob


def out_of(root: Path, desk: Desk) -> Path:
    return root / "LZ" / desk.place.uid / "out" / "blobs"


def imported(pair: Pair, root: Path) -> county.ImportReport:
    return county.take_all(pair.county, county.preview(pair.county, [root]))


def test_a_photo_goes_by_the_stick_is_shown_at_the_county_and_its_receipt_comes_back(
    pair: Pair, tmp_path: Path
) -> None:
    name = photographed(pair.station)
    assert documents.standing(pair.station).waiting == 1
    assert stick.write(pair.station, tmp_path, is_new=True).files == 1
    seen = county.preview(pair.county, [tmp_path])
    assert (seen.foreign, len(seen.beside), seen.new_files) == ((), 1, 1)
    assert imported(pair, tmp_path).totals["files"] == 1
    assert documents.content_of(pair.county, name) == documents.content_of(pair.station, name)
    assert attachments.thumbnail_of(pair.county, name)
    [held] = documents.standing(pair.county).named
    assert (held.station, held.files, held.missing) == (pair.station.place.uid, 1, 0)
    stick.write(pair.county, tmp_path)
    stick.read(pair.station, tmp_path)
    assert list(out_of(tmp_path, pair.station).iterdir()) == []
    sent = documents.standing(pair.station).sent
    assert (sent.files, sent.above, sent.told) == (1, 1, 1)
    assert stick.write(pair.station, tmp_path).files == 0
    # The county passes it on to the platform, last of all.
    assert [one.hash for one in blobs.unfinished(pair.county.store.database, blobs.UP)] == [name]


def test_the_county_says_whose_photos_have_not_arrived(pair: Pair, tmp_path: Path) -> None:
    photographed(pair.station)
    stick.write(pair.station, tmp_path, is_new=True)
    for one in out_of(tmp_path, pair.station).iterdir():
        one.unlink()
    imported(pair, tmp_path)
    standing = documents.standing(pair.county)
    [held] = standing.named
    assert (held.missing, standing.wanted) == (1, 1)
    assert held.missing_bytes == standing.wanted_bytes > 0


def test_a_file_of_no_record_and_anothers_photo_are_not_taken(pair: Pair, tmp_path: Path) -> None:
    photographed(pair.station)
    stick.write(pair.station, tmp_path, is_new=True)
    strange = trust.wrapped(photo(300, 200), [trust.recipient(pair.county.store)])
    (out_of(tmp_path, pair.station) / "strange.age").write_bytes(strange)
    assert imported(pair, tmp_path).files == 1
    assert county.preview(pair.county, [tmp_path]).new_files == 1  # it stays where it lies
    assert imported(pair, tmp_path).files == 0


def test_a_photo_that_comes_before_its_record_is_taken_when_that_is_here(pair: Pair, tmp_path: Path) -> None:
    name = photographed(pair.station)
    stick.write(pair.station, tmp_path, is_new=True)
    before = county.preview(pair.county, [out_of(tmp_path, pair.station)])
    assert county.take_all(pair.county, before).files == 0
    assert imported(pair, tmp_path).files == 1
    assert documents.content_of(pair.county, name)


def noise(size: int) -> bytes:
    """Bytes that no packing makes smaller, and among which no word of a PDF's language stands by chance."""
    return secrets.token_bytes(size).replace(b"/", b"0")


def test_forty_megabytes_of_photos_travel_on_one_stick(pair: Pair, tmp_path: Path) -> None:
    visit = registered(pair.station)["visit"].uid
    papers = [paper_of("a letter") + b"%" + noise(4 * 2**20) for _ in range(10)]
    for at, content in enumerate(papers):
        attachments.attach(pair.station, "visit", visit, attachments.prepare(content, f"{at}.pdf"))
    written = stick.write(pair.station, tmp_path, is_new=True)
    assert (written.files, written.left) == (10, 0)
    assert sum(one.stat().st_size for one in out_of(tmp_path, pair.station).iterdir()) > 40 * 2**20
    assert imported(pair, tmp_path).totals["files"] == 10
    for content in papers:
        assert documents.content_of(pair.county, hashlib.sha256(content).hexdigest()) == content


def test_photos_that_find_no_room_hold_up_no_record(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = registered(pair.station)["visit"].uid
    large = paper_of("a letter") + b"%" + noise(2**20)
    attachments.attach(pair.station, "visit", visit, attachments.prepare(large, "1.pdf"))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=900_000))
    written = stick.write(pair.station, tmp_path, is_new=True)
    assert (written.batches, written.files, written.left) == (1, 0, 1)
    monkeypatch.undo()
    assert stick.write(pair.station, tmp_path).files == 1


def test_photos_of_secret_matters_never_leave(pair: Pair, tmp_path: Path) -> None:
    secret = registered(pair.station, opinion_kind="REPORT")
    for kind in ("opinion", "visit"):
        made = attachments.prepare(photo(600 + len(kind), 400), "举报信.jpg")
        attachments.attach(pair.station, kind, secret[kind].uid, made)
    written = stick.write(pair.station, tmp_path, is_new=True)
    assert (written.files, documents.standing(pair.station).sent.files) == (0, 0)
    assert not list(tmp_path.rglob("blobs/*"))


def test_an_export_mends_a_damaged_file_on_a_stick(pair: Pair, tmp_path: Path) -> None:
    photographed(pair.station)
    stick.write(pair.station, tmp_path, is_new=True)
    there = list(tmp_path.rglob("*.age"))
    assert len(there) == 2
    for path in there:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1  # as large as before
        path.write_bytes(content)
    stick.write(pair.station, tmp_path)
    report = imported(pair, tmp_path)
    assert (report.totals["files"], report.totals["waiting"]) == (1, 0)


def test_policy_documents_come_down_by_the_stick(pair: Pair, tmp_path: Path) -> None:
    content = paper_of("about roads")
    name = documents.attach(pair.county, content)
    fields = {"title": "关于办好民生实事的通知", "file_name": "通知.pdf", "blob": name, "size_bytes": len(content)}
    perform(pair.county, [Ask("policy_document", "register", fields)])
    stick.write(pair.station, tmp_path, is_new=True)
    assert stick.write(pair.county, tmp_path).files == 1
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("in/blobs/*")}
    stick.write(pair.county, tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("in/blobs/*")} == before
    read = stick.read(pair.station, tmp_path)
    assert (read.files, read.others, read.unsound) == (1, 0, ())
    assert documents.content_of(pair.station, name) == content


def test_whoever_wrote_a_photo_is_told_of_it_once(pair: Pair, tmp_path: Path) -> None:
    photographed(pair.station)
    stick.write(pair.station, tmp_path, is_new=True)
    imported(pair, tmp_path)
    [receipt] = pair.county.records.all(Receipt, stage=documents.FILE)
    assert documents.settle(pair.county) == 0
    imported(pair, tmp_path)
    assert pair.county.records.all(Receipt, stage=documents.FILE) == [receipt]
