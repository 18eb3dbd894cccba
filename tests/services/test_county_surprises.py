"""What a county's import meets once in a year: copies, clones, gaps that stay, other versions, power cuts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from station_app import paths
from station_app.db import audit, journal, outbox
from station_app.db.connection import driver
from station_app.domain.batch import frame, seal
from station_app.domain.batch.header import Header
from station_app.domain.change import Change, chained, line_of
from station_app.domain.records import Device, Opinion, Receipt, Station, Verdict, Visit
from station_app.services import county, news
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.sync import trust
from station_app.sync.taking import take
from tests.office import SetClock, from_image, registered
from tests.offices import TOWNSHIPS, Pair, admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station

MANY = int(os.environ.get("BATCHES", "60"))
"""A season's batches of a whole county at once are 1,510."""


def taken(pair: Pair, contents: list[bytes]) -> list[str]:
    """What is said of each batch; "" where it was taken."""
    report = county.take_contents(pair.county, contents)
    return [one.problem.code if one.problem else "" for _, one in report.takings]


def taken_by_hand(pair: Pair, contents: list[bytes]) -> list[str]:
    """The same of batches that came on a stick."""
    takings = [take(county.receiver(pair.county, by_hand=True), content) for content in contents]
    return [one.problem.code if one.problem else "" for one in takings]


def written(desk: Desk, changes: list[Change], number: int = 2, schema: int = 1) -> bytes:
    """A batch that another program might write with this desk's key, after what it has sealed so far."""
    author, key = journal.my_author(desk.store.database), trust.signing_key(desk.store)
    header = Header(author.uid, author.last_seq + 1, 1, number, author.head, "9.9.0", schema)
    return seal.sealed(header, [line_of(one) for one in changes], key, paths.dictionaries()[1]).content


def made_by(desk: Desk, kind: str, number: int = 1, **fields: object) -> Change:
    """A change that follows a desk's own."""
    author = journal.my_author(desk.store.database)
    uid = desk.clock.new_id()
    at = "2026-11-23T09:30:00.000+08:00"
    return Change(author.uid, author.last_seq + number, uid, at, "ok", desk.user.uid, "register", kind, uid, (), fields)


def test_h65_a_revoked_device_s_batch_is_kept_for_review_and_a_forged_one_is_not(pair: Pair) -> None:
    registered(pair.station)
    [content] = sealed(pair.station)
    [device] = pair.county.records.all(Device)
    perform(pair.county, [Ask("device", "revoke", {"revoke_reason": "电脑丢了"}, device.uid)])
    forged = content[:-64] + bytes(64)
    assert taken(pair, [forged, content]) == ["batch_signature_wrong", "batch_key_revoked"]
    assert [(one.content, one.reason) for one in outbox.kept(pair.county.store.database)] == [
        (content, "batch_key_revoked")
    ]
    assert pair.county.records.all(Visit) == []


def test_h66_an_old_batch_again_changes_nothing_after_all_that_came_since(pair: Pair) -> None:
    done = registered(pair.station)["opinion"].uid
    [first] = sealed(pair.station)
    taken(pair, [first])
    perform(pair.station, [Ask("opinion", "correct", {"title": "坪生村三组通组路塌方没有人修"}, done)])
    taken(pair, sealed(pair.station))
    head = journal.author(pair.county.store.database, journal.my_author(pair.station.store.database).uid)
    assert taken(pair, [first, first]) == ["", ""]
    assert journal.author(pair.county.store.database, head.uid if head else "") == head
    assert pair.county.records.one(Opinion, done).title == "坪生村三组通组路塌方没有人修"
    assert len(pair.county.records.all(Receipt)) == 1


def test_h66_what_comes_after_a_batch_that_never_comes_waits_and_hinders_nobody(pair: Pair, tmp_path: Path) -> None:
    other = new_station(tmp_path / "other", township=TOWNSHIPS[1])
    admit(pair.county, other)
    registered(pair.station)
    sealed(pair.station)
    registered(pair.station)
    late = sealed(pair.station)[1:]
    for _ in range(5):
        assert taken(pair, late) == ["batch_gap"]
    registered(other)
    assert taken(pair, sealed(other)) == [""]
    assert len(outbox.kept(pair.county.store.database)) == 1
    assert audit.audit(pair.county.store).is_sound
    other.close()


def test_h66_a_cloned_computer_s_batch_of_the_same_number_is_kept_and_said_to_the_station(
    tmp_path: Path, pair: Pair
) -> None:
    registered(pair.station)
    pair.station.close()
    shutil.copytree(tmp_path / "station", tmp_path / "clone")
    pair.station, clone = (from_image(tmp_path / name, SetClock()) for name in ("station", "clone"))
    registered(pair.station)
    registered(clone)
    [ours], [theirs] = sealed(pair.station), sealed(clone)
    assert [frame.read_frame(one).header.number for one in (ours, theirs)] == [1, 1]
    assert taken_by_hand(pair, [ours, theirs]) == ["", "batch_fork"]
    [kept] = outbox.kept(pair.county.store.database)
    assert (kept.content, kept.reason) == (theirs, "batch_fork")
    assert len(pair.county.records.all(Visit)) == 2
    assert {one.stage for one in pair.county.records.all(Receipt)} == {"IMPORTED", "FORKED"}
    news.take_in(clone, sealed(pair.county, clone.place.uid))
    assert journal.my_author(clone.store.database).uid != journal.my_author(pair.station.store.database).uid
    assert taken(pair, sealed(clone)) == [""]
    assert len(pair.county.records.all(Visit)) == 3
    assert audit.audit(pair.county.store).is_sound
    clone.close()


def test_h66_a_number_that_went_back_is_for_people_only(pair: Pair) -> None:
    registered(pair.station)
    first, *_ = sealed(pair.station)
    taken(pair, [first])
    assert taken(pair, [written(pair.station, [made_by(pair.station, "person", name="秦彬")], number=1)]) == [""]


def test_h68_a_newer_program_s_fields_and_kinds_are_kept_and_an_older_one_s_are_enough(pair: Pair) -> None:
    taken(pair, sealed(pair.station))
    newer = [
        replace(made_by(pair.station, "person", 1, name="秦彬", blood="O"), schema=9),
        replace(made_by(pair.station, "horoscope", 2, sign="lion"), schema=9),
    ]
    content = written(pair.station, newer, schema=9)
    report = county.take_contents(pair.county, [content])
    assert report.totals == {"batches": 1, "new": 2, "same": 0, "refused": 0, "waiting": 0, "files": 0}
    kept = [one for some in journal.all_entries(pair.county.store.database) for one in some]
    assert {one.line.text.partition(',"salt"')[0] for one in kept} >= {
        line_of(one).text.partition(',"salt"')[0] for one in newer
    }
    assert audit.audit(pair.county.store).is_sound


def test_h68_a_station_of_a_merged_township_is_the_same_station(pair: Pair) -> None:
    taken(pair, sealed(pair.station))
    uid, merged = pair.station.place.uid, {"area_code": TOWNSHIPS[1], "station_no": "02"}
    perform(pair.station, [Ask("station", "rezone", merged, uid)])
    perform(pair.station, [Ask("station", "correct", {"name": "合并后的联络站"}, uid)])
    registered(pair.station)
    assert taken(pair, sealed(pair.station)) == ["", ""]
    [place] = pair.county.records.all(Station)
    assert (place.uid, place.area_code) == (pair.station.place.uid, TOWNSHIPS[1])
    assert len(pair.county.records.all(Visit)) == 1


def test_h68_h72_another_county_s_station_is_refused_whole_and_by_whichever_road(pair: Pair, tmp_path: Path) -> None:
    elsewhere = new_county(tmp_path / "elsewhere", code="520302")
    admit(elsewhere, pair.station)
    registered(pair.station)
    report = county.take_contents(elsewhere, sealed(pair.station))
    assert [one.problem.code for _, one in report.takings if one.problem] == ["batch_other_county"]
    assert elsewhere.records.all(Visit) == []
    elsewhere.close()


def test_h69_a_change_of_what_was_never_here_is_held_and_one_without_a_past_is_answered(pair: Pair) -> None:
    taken(pair, sealed(pair.station))
    author = journal.my_author(pair.station.store.database)
    strange = replace(made_by(pair.station, "opinion", 1, title="改了题目"), act="correct", record="f" * 32)
    blind = replace(made_by(pair.station, "opinion", 2, state="WITHDRAWN"), act="withdraw", record="e" * 32)
    report = county.take_contents(pair.county, [written(pair.station, [strange, blind])])
    [(_, one)] = report.takings
    assert {seq - author.last_seq: problem.code for seq, problem in one.refused.items()} == {
        1: "no_such_record",
        2: "no_such_record",
    }
    assert [(said.seq, said.reason) for said in pair.county.records.all(Verdict)] == [
        (author.last_seq + 1, "no_such_record"),
        (author.last_seq + 2, "no_such_record"),
    ]
    assert pair.county.records.all(Opinion) == []
    assert audit.audit(pair.county.store).is_sound


class PowerCut(Exception):
    """The power went."""


def test_h72_stopped_half_way_the_import_goes_on_and_doubles_nothing(pair: Pair, tmp_path: Path) -> None:
    folder = tmp_path / "came"
    folder.mkdir()
    for _ in range(6):
        registered(pair.station)
        contents = sealed(pair.station)
    for number, content in enumerate(contents):
        (folder / f"{number}.lzb").write_bytes(content)

    def after(left: list[int]) -> Callable[[int, int], None]:
        def told(_done: int, _total: int) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise PowerCut

        return told

    for stop in (2, 3):
        with pytest.raises(PowerCut):
            county.take_all(pair.county, county.preview(pair.county, [folder]), after([stop]))
        assert audit.audit(pair.county.store).is_sound
    report = county.take_all(pair.county, county.preview(pair.county, [folder]))
    assert report.totals["waiting"] == 0
    assert len(pair.county.records.all(Visit)) == 6
    [receipt] = pair.county.records.all(Receipt)
    assert receipt.last_seq == journal.my_author(pair.station.store.database).last_seq


def test_h72_a_failure_within_a_batch_leaves_nothing_of_it(pair: Pair) -> None:
    registered(pair.station)
    contents, database = sealed(pair.station), pair.county.store.database
    # The last write but the answer fails.
    fails = "CREATE TRIGGER fails BEFORE INSERT ON taken_batch BEGIN SELECT RAISE(ABORT, 'on purpose'); END"
    database.execute_sql(fails)
    with pytest.raises(driver().IntegrityError, match="on purpose"):
        county.take_contents(pair.county, contents)
    database.execute_sql("DROP TRIGGER fails")
    assert pair.county.records.all(Visit) == []
    assert audit.audit(pair.county.store).is_sound
    assert taken(pair, contents) == [""]


def test_h72_a_season_s_batches_in_one_go(pair: Pair, tmp_path: Path) -> None:
    author, key = journal.my_author(pair.station.store.database), trust.signing_key(pair.station.store)
    registered(pair.station)
    before = sealed(pair.station)
    author = journal.my_author(pair.station.store.database)
    folder, head = tmp_path / "came", author.head
    folder.mkdir()
    for number in range(MANY):
        seq = author.last_seq + 1 + number
        line = line_of(replace(made_by(pair.station, "person", name="秦彬"), seq=seq))
        header = Header(author.uid, seq, seq, len(before) + 1 + number, head, "0.1.0")
        (folder / f"{MANY - number}.lzb").write_bytes(seal.sealed(header, [line], key).content)
        head = chained(head, line)
    for number, content in enumerate(before):
        (folder / f"first-{number}.lzb").write_bytes(content)
    seen = county.preview(pair.county, [folder])
    assert (len(seen.groups[0].files), seen.groups[0].gaps) == (MANY + len(before), ())
    report = county.take_all(pair.county, seen)
    assert (report.totals["new"], report.totals["waiting"]) == (author.last_seq + MANY, 0)
    assert len(pair.county.records.all(Receipt)) == 1
    assert county.take_all(pair.county, seen).totals["new"] == 0
