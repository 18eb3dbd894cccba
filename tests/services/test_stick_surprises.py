"""The stick, as it is treated: held, copied, mixed up, old, locked, pulled out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, NoReturn

import pytest

from station_app.db import audit, journal
from station_app.domain import wire
from station_app.domain.batch import frame
from station_app.domain.problem import Rejected
from station_app.domain.records import Unit, Visit
from station_app.services import county, documents, road_totals, stick
from station_app.services.acts import Ask, perform
from station_app.sync.stick import MANIFEST, read_manifest
from station_app.text import explain
from tests.office import registered
from tests.offices import TOWNSHIPS, Pair, admit
from tests.offices import station as new_station

FAT32_MOST = 4 * 2**30 - 1


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "stick" / "LZ").mkdir(parents=True)
    return tmp_path / "stick"


def imported(pair: Pair, root: Path) -> dict[str, int]:
    """The county takes what a stick holds."""
    return county.take_all(pair.county, county.preview(pair.county, [root])).totals


class Held(PermissionError):
    """What Windows says of a file that another program has open."""

    winerror = 32


def test_h71_a_file_that_a_scanner_holds_is_no_locked_stick(pair: Pair, root: Path) -> None:
    def held(path: Path) -> NoReturn:
        raise Held(13, "in use", str(path))

    with pytest.raises(Rejected) as rejected:
        stick.write(pair.station, root, opened=held)
    [problem] = rejected.value.problems
    assert problem.code == "stick_busy"
    assert "占用" in explain(problem)
    assert stick.write(pair.station, root).batches == 1


def test_h71_what_a_pulled_stick_was_left_with_is_passed_over_and_written_again(pair: Pair, root: Path) -> None:
    registered(pair.station)
    stick.write(pair.station, root)
    out = root / "LZ" / pair.station.place.uid / "out"
    [row] = read_manifest(out / MANIFEST).batches
    content = (out / row.file).read_bytes()
    (out / row.file).rename(out / f"{row.file}.new")
    (out / f"{row.file}.new").write_bytes(content[: len(content) // 2])
    (out / MANIFEST).write_bytes((out / MANIFEST).read_bytes()[:30])
    assert imported(pair, root)["batches"] == 0
    assert stick.write(pair.station, root).batches == 1
    assert imported(pair, root)["waiting"] == 0
    assert len(pair.county.records.all(Visit)) == 1


def test_h71_a_file_cut_at_any_place_is_named_and_hinders_no_other(pair: Pair, root: Path) -> None:
    registered(pair.station)
    stick.write(pair.station, root)
    [path] = (root / "LZ" / pair.station.place.uid / "out").glob("*.age")
    content = path.read_bytes()
    for length in range(0, len(content), 97):
        (root / f"{length:05}.age").write_bytes(content[:length])
    seen = county.preview(pair.county, [root])
    assert len(seen.foreign) == len(range(0, len(content), 97))
    assert all(one.problem for one in seen.foreign)
    assert county.take_all(pair.county, seen).totals["waiting"] == 0
    assert len(pair.county.records.all(Visit)) == 1


def test_h71_files_of_two_stations_with_one_name_are_told_apart(pair: Pair, root: Path, tmp_path: Path) -> None:
    other = new_station(tmp_path / "other", township=TOWNSHIPS[1])
    admit(pair.county, other)
    both = tmp_path / "both"
    for desk, folder in ((pair.station, "甲站"), (other, "乙站")):
        registered(desk)
        stick.write(desk, root)
        [path] = (root / "LZ" / desk.place.uid / "out").glob("*.age")
        (both / folder).mkdir(parents=True)
        shutil.copy(path, both / folder / "000001~1.AGE")
    assert imported(pair, both)["batches"] == 2
    assert len(pair.county.records.all(Visit)) == 2
    other.close()


def test_h71_a_copy_that_is_older_than_what_was_imported_changes_nothing_either_way(
    pair: Pair, root: Path, tmp_path: Path
) -> None:
    perform(pair.county, [Ask("unit", "register", {"name": "水务局"})])
    registered(pair.station)
    stick.write(pair.station, root)
    imported(pair, root)
    stick.write(pair.county, root)
    shutil.copytree(root, tmp_path / "old")
    registered(pair.station)
    stick.write(pair.station, root)
    imported(pair, root)
    perform(pair.county, [Ask("unit", "register", {"name": "交通局"})])
    stick.write(pair.county, root)
    stick.read(pair.station, root)
    before = journal.authors(pair.station.store.database)
    totals = road_totals.totals(pair.station)
    found = stick.read(pair.station, tmp_path / "old")
    assert [(one.new, one.problem) for one in found.takings] == [(0, None)] * len(found.takings)
    assert imported(pair, tmp_path / "old")["new"] == 0
    assert journal.authors(pair.station.store.database) == before
    assert road_totals.totals(pair.station) == totals
    assert len(pair.station.records.all(Unit)) == 2
    assert audit.audit(pair.station.store).is_sound


def test_h71_a_stick_that_can_only_be_read_gives_its_news_and_is_tidied_another_time(pair: Pair, root: Path) -> None:
    registered(pair.station)
    stick.write(pair.station, root)
    imported(pair, root)
    stick.write(pair.county, root)
    out = root / "LZ" / pair.station.place.uid / "out"
    (out / f"{MANIFEST}.new").mkdir()  # no file can be written there
    found = stick.read(pair.station, root)
    assert (found.tidied, [one.problem for one in found.takings]) == (0, [None] * len(found.takings))
    assert road_totals.totals(pair.station).waiting == 0
    (out / f"{MANIFEST}.new").rmdir()
    assert stick.read(pair.station, root).tidied == 1


def test_h71_a_stranger_s_manifest_takes_nothing_away(pair: Pair, root: Path) -> None:
    registered(pair.station)
    stick.write(pair.station, root)
    imported(pair, root)
    stick.write(pair.county, root)
    manifest = root / "LZ" / pair.station.place.uid / "out" / MANIFEST
    said: dict[str, Any] = wire.parse(manifest.read_bytes())
    precious = root / "precious.txt"
    precious.write_text("do not touch")
    said["batches"] = [{**said["batches"][0], "file": "../../../precious.txt"}]
    manifest.write_bytes(wire.canonical(said).encode())
    assert stick.read(pair.station, root).tidied == 0
    assert precious.exists()
    for content in (b"", b"[]", b"{}", b'{"batches":[1]}', b'{"batches":{"a":1}}', b"\xff\xfe", b"null", b"[" * 99):
        manifest.write_bytes(content)
        assert read_manifest(manifest).batches == ()


def test_h71_no_file_comes_near_the_largest_that_a_stick_can_hold() -> None:
    assert 2 * max(frame.LARGEST, documents.LARGEST_BYTES) < FAT32_MOST


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file here that is there and cannot be read")
def test_h71_a_file_that_cannot_be_read_is_named_at_the_county_and_asked_for_again_at_the_station(
    pair: Pair, root: Path
) -> None:
    registered(pair.station)
    stick.write(pair.station, root)
    (root / "held.lzb").symlink_to("/proc/self/mem")
    seen = county.preview(pair.county, [root])
    assert [(one.path.name, one.problem.code) for one in seen.foreign if one.problem] == [
        ("held.lzb", "stick_unreadable")
    ]
    assert county.take_all(pair.county, seen).totals["waiting"] == 0
    with pytest.raises(Rejected, match="stick_unreadable"):
        stick.read(pair.station, root)


def test_g60_a_folder_with_a_batch_s_name_is_passed_over(pair: Pair, root: Path) -> None:
    (root / "000001.lzb").mkdir()
    (root / "000002.lzb.age").mkdir()
    seen = county.preview(pair.county, [root])
    assert (seen.groups, seen.foreign) == ((), ())
    assert stick.read(pair.station, root).unsound == ()
