"""The stick: whatever happens to it, nothing is lost, and it is said in plain words."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from station_app.db import journal, outbox
from station_app.domain.batch import frame
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion
from station_app.services import county, documents, enrolment, road_totals, stick, trail
from station_app.services.desk import Desk
from station_app.sync import trust
from station_app.sync.stick import MANIFEST, read_manifest
from tests.office import registered
from tests.offices import TOWNSHIPS, Pair, admit
from tests.offices import county as new_county
from tests.offices import station as new_station


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "stick" / "LZ").mkdir(parents=True)
    return tmp_path / "stick"


def out_of(root: Path, desk: Desk) -> Path:
    return root / "LZ" / desk.place.uid / "out"


def code_of(action: object) -> str:
    assert callable(action)
    with pytest.raises(Rejected) as rejected:
        action()
    return rejected.value.problems[0].code


def carried(pair: Pair, root: Path) -> None:
    """The stick goes to the county, and back with its answer."""
    county.take_all(pair.county, county.preview(pair.county, [root]))
    stick.write(pair.county, root)


def test_the_whole_way_there_and_back(pair: Pair, root: Path) -> None:
    done = registered(pair.station)
    written = stick.write(pair.station, root)
    assert written.batches == 1
    assert written.changes == journal.my_author(pair.station.store.database).last_seq
    [row] = read_manifest(out_of(root, pair.station) / MANIFEST).batches
    content = (out_of(root, pair.station) / row.file).read_bytes()
    assert trust.unwrapped(pair.station.store, content) is None  # only the county can open it
    inner = trust.unwrapped(pair.county.store, content)
    assert inner is not None
    assert frame.hash_of(inner) == row.hash
    assert road_totals.totals(pair.station).waiting == written.changes
    carried(pair, root)
    assert pair.county.records.known("opinion", [done["opinion"].uid])
    found = stick.read(pair.station, root)
    assert (found.tidied, found.others, found.unsound) == (1, 0, ())  # its own batch is no other station's
    assert not (out_of(root, pair.station) / row.file).exists()
    assert read_manifest(out_of(root, pair.station) / MANIFEST).batches == ()
    counted = road_totals.totals(pair.station)
    assert (counted.waiting, counted.imported) == (0, counted.total)
    assert stick.read(pair.station, root).tidied == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no modes")
def test_what_goes_to_another_computer_is_read_by_an_account_there(pair: Pair, tmp_path: Path) -> None:
    root, before = tmp_path / "of-their-own", os.umask(0o077)  # as the program sets it
    try:
        root.mkdir(0o755)
        registered(pair.station)
        stick.write(pair.station, root, is_new=True)
    finally:
        os.umask(before)
    root.chmod(0o755)  # the drive's own
    made = [path for path in root.rglob("*") if path.stat().st_mode & (0o055 if path.is_dir() else 0o044) == 0]
    assert len(list(root.rglob("*"))) > 3
    assert made == []


def test_nothing_is_taken_from_a_stick_before_its_receipt_was_read(pair: Pair, root: Path) -> None:
    registered(pair.station)
    stick.write(pair.station, root)
    before = sorted(out_of(root, pair.station).iterdir())
    assert stick.read(pair.station, root).tidied == 0
    registered(pair.station)
    stick.write(pair.station, root)
    after = sorted(out_of(root, pair.station).iterdir())
    assert set(before) < set(after)
    assert len(read_manifest(out_of(root, pair.station) / MANIFEST).batches) == 2
    assert outbox.waiting(pair.station.store.database, journal.my_author(pair.station.store.database))


def test_written_again_a_stick_is_left_as_it_is(pair: Pair, root: Path) -> None:
    stick.write(pair.station, root)
    before = {path: path.read_bytes() for path in out_of(root, pair.station).iterdir()}
    stick.write(pair.station, root)
    assert {path: path.read_bytes() for path in out_of(root, pair.station).iterdir()} == before


def test_short_names_and_copies_do_not_matter(pair: Pair, root: Path, tmp_path: Path) -> None:
    done = registered(pair.station)
    stick.write(pair.station, root)
    other = tmp_path / "copied"
    other.mkdir()
    [row] = read_manifest(out_of(root, pair.station) / MANIFEST).batches
    for name in ("000001~1.AGE", "COPYOF~1.AGE"):
        shutil.copy(out_of(root, pair.station) / row.file, other / name)
    report = county.take_all(pair.county, county.preview(pair.county, [other]))
    assert pair.county.records.one(Opinion, done["opinion"].uid)
    assert report.totals["same"] == report.totals["new"]
    answers = tmp_path / "answers"
    stick.write(pair.county, root)
    answers.mkdir()
    for number, path in enumerate(sorted((root / "LZ" / pair.station.place.uid / "in").iterdir())):
        shutil.copy(path, answers / f"FILE~{number}.XYZ")
    stick.read(pair.station, answers)
    assert road_totals.totals(pair.station).waiting == 0


def test_the_batches_of_others_are_passed_over_and_said(pair: Pair, root: Path, tmp_path: Path) -> None:
    other = new_station(tmp_path / "other", township=TOWNSHIPS[1])
    admit(pair.county, other)
    stick.write(other, root)
    stick.write(pair.station, root)
    (root / "holiday.jpg").write_bytes(b"\xff\xd8picture")
    (root / "broken.lzb").write_bytes(b"LZB1broken")
    found = stick.read(pair.station, root)
    assert found.others == 1, "its own is nobody else's"
    assert [name for name, _ in found.unsound] == ["broken.lzb"]
    assert found.takings == ()
    other.close()


def test_a_stick_that_was_never_used_for_this_is_asked_about(pair: Pair, tmp_path: Path) -> None:
    blank = tmp_path / "blank"
    blank.mkdir()
    assert code_of(lambda: stick.write(pair.station, blank)) == "stick_wrong"
    assert list(blank.iterdir()) == []
    assert stick.write(pair.station, blank, is_new=True).batches == 1
    assert code_of(lambda: stick.write(pair.station, tmp_path / "gone")) == "stick_gone"


class Failing:
    """A file that fails after so many bytes."""

    def __init__(self, file: BinaryIO, left: int, number: int) -> None:
        self._file, self._left, self._number = file, left, number

    def __enter__(self) -> Failing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: bytes) -> int:
        self._file.write(content[: self._left])
        if len(content) > self._left:
            raise OSError(self._number, "as the test wants it")
        return len(content)


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "stick_full"), (errno.EROFS, "stick_read_only"), (errno.EACCES, "stick_read_only"),
     (errno.EIO, "stick_gone"), (errno.ENODEV, "stick_gone"), (errno.ENOENT, "stick_gone")],
)  # fmt: skip
@pytest.mark.parametrize("left", [0, 100])
def test_a_stick_that_fails_is_named_and_what_stood_there_stands(
    pair: Pair, root: Path, number: int, code: str, left: int
) -> None:
    stick.write(pair.station, root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    registered(pair.station)
    opened: Any = lambda path: Failing(path.open("wb"), left, number)  # noqa: E731  (one line)
    assert code_of(lambda: stick.write(pair.station, root, opened=opened)) == code
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert stick.write(pair.station, root).batches == 2


def test_too_little_room_is_said_before_anything_is_written(
    pair: Pair, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    assert code_of(lambda: stick.write(pair.station, root)) == "stick_full"
    assert not list(root.rglob("*.age"))


def test_a_request_for_admission_travels_too(tmp_path: Path, root: Path) -> None:
    office, desk = new_county(tmp_path / "county"), new_station(tmp_path / "station")
    enrolment.accept_invitation(desk, enrolment.invite(office, "x", desk.place.area_code, "2026-12-31"))
    assert stick.write(desk, root).has_request
    [request] = stick.requests(root)
    enrolment.admit_from_stick(office, request)
    carried(Pair(office, desk), root)
    stick.read(desk, root)
    assert enrolment.is_admitted(desk)
    assert road_totals.totals(desk).waiting == 0
    office.close()
    desk.close()


def test_attachments_go_beside_the_batches_wrapped(pair: Pair, root: Path) -> None:
    name = documents.attach(pair.station, b"photo" * 1000)
    stick.write(pair.station, root)
    wrapped = (out_of(root, pair.station) / "blobs" / f"{name}.age").read_bytes()
    assert trust.unwrapped(pair.county.store, wrapped) == b"photo" * 1000


def test_without_an_invitation_nothing_is_written_openly(tmp_path: Path, root: Path) -> None:
    desk = new_station(tmp_path / "alone")
    assert code_of(lambda: stick.write(desk, root)) == "not_invited"
    desk.close()


def test_that_something_was_written_to_a_stick_stands_in_the_trail(pair: Pair, root: Path) -> None:
    registered(pair.station)
    written = stick.write(pair.station, root)
    (line,) = trail.lines(pair.station, 0, 1)
    assert (line.what, line.detail) == ("写到优盘", f"{written.batches} / {written.changes} / {written.files}")
