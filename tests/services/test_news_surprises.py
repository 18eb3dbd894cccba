"""News that is forged, mixed up, doubled, or from a program that is newer: a station takes its offices' word alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import zstandard

from station_app import paths
from station_app.db import audit, journal, outbox
from station_app.db.store import Write
from station_app.domain.batch import frame, packing, seal, suite
from station_app.domain.batch.header import Header
from station_app.domain.change import Change, first_hash, line_of
from station_app.domain.records import Unit
from station_app.services import county, news
from station_app.services.acts import Ask, perform
from station_app.sync import trust
from tests.office import registered
from tests.offices import COUNTY, TOWNSHIPS, Pair, admit, office_says, sealed
from tests.offices import station as new_station

AT = "2026-11-23T09:30:00.000+08:00"


def unit(uid: str = "d" * 32, seq: int = 1) -> Change:
    return Change("7" * 32, seq, uid, AT, "ok", "c" * 32, "register", "unit", uid, (), {"name": "假水务局"})


def header(key: suite.SigningKey, audience: str) -> Header:
    return Header("7" * 32, 1, 1, 1, first_hash("7" * 32), "0.1.0", audience=audience, key=key.public)


def codes(pair: Pair, contents: list[bytes]) -> list[str]:
    return [one.problem.code if one.problem else "" for one in news.take_in(pair.station, contents)]


def test_h65_news_of_a_stranger_s_key_changes_nothing(pair: Pair) -> None:
    stranger = suite.new_key()
    made = seal.sealed(header(stranger, pair.station.place.uid), [line_of(unit())], stranger).content
    as_the_county = replace(header(stranger, COUNTY), key=trust.signing_key(pair.county.store).public)
    forged = seal.sealed(as_the_county, [line_of(unit())], stranger).content
    assert codes(pair, [made, forged]) == ["batch_key_unknown", "batch_signature_wrong"]
    assert pair.station.records.all(Unit) == []


def test_h65_a_neighbour_s_device_says_nothing_in_an_office_s_name(pair: Pair, tmp_path: Path) -> None:
    other = new_station(tmp_path / "other", township=TOWNSHIPS[1])
    admit(pair.county, other)
    admit(pair.county, pair.station)
    key = trust.signing_key(other.store)
    county.take_contents(pair.county, sealed(pair.station) + sealed(other))
    # An office tells a station of its own devices alone; should another's ever stand here, it has no office's word.
    known = {"home": other.place.uid, "name": other.place.name, "area_code": other.place.area_code, "role": "STATION"}
    device = Write("register", "device", "d" * 32, {**known, "key": key.public})
    office_says(pair.station, device, home=pair.county.home)
    made = seal.sealed(header(key, pair.station.place.uid), [line_of(unit())], key).content
    assert codes(pair, [made]) == ["batch_of_no_office"]
    assert pair.station.records.all(Unit) == []
    assert audit.audit(pair.station.store).is_sound
    other.close()


def test_h66_news_in_any_order_and_twice_is_taken_once_each(pair: Pair) -> None:
    for name in ("水务局", "交通局", "教育局"):
        perform(pair.county, [Ask("unit", "register", {"name": name})])
        made = sealed(pair.county, COUNTY)
    assert len(made) >= 3
    codes(pair, [*made[::-1], *made])
    assert sorted(one.name for one in pair.station.records.all(Unit)) == sorted(["水务局", "交通局", "教育局"])
    assert outbox.kept(pair.station.store.database) == []
    assert audit.audit(pair.station.store).is_sound


def test_h65_h68_news_whose_author_is_named_later_waits_and_is_then_taken(pair: Pair) -> None:
    later = suite.new_key()
    early = seal.sealed(header(later, COUNTY), [line_of(unit())], later).content
    assert codes(pair, [early]) == ["batch_key_unknown"]
    colleague = {"home": pair.county.place.uid, "name": "县里第二台电脑", "area_code": COUNTY, "role": "COUNTY",
                 "key": later.public, "enrolled_on": pair.county.today}  # fmt: skip
    perform(pair.county, [Ask("device", "register", colleague)])
    audiences = [author.audience for author in journal.my_authors(pair.county.store.database)]
    told = [one for audience in audiences for one in sealed(pair.county, audience)]
    assert "batch_key_unknown" not in codes(pair, told)
    assert [one.name for one in pair.station.records.all(Unit)] == ["假水务局"]
    assert outbox.kept(pair.station.store.database) == []


def test_h68_news_that_a_newer_program_packed_is_kept_until_this_one_is_renewed(pair: Pair) -> None:
    perform(pair.county, [Ask("unit", "register", {"name": "水务局"})])
    [content] = sealed(pair.county, COUNTY)[-1:]
    samples: list[bytes | bytearray | memoryview[int]] = [
        f"{number}{'水务局交通局教育局' * 9}{number * 7919}".encode() for number in range(2_000)
    ]
    newer = zstandard.train_dictionary(4_000, samples, dict_id=40_000).as_bytes()
    parts = frame.read_frame(content)
    lines = packing.unpacked(parts.packed, paths.dictionaries())
    repacked = frame.framed(parts.header, packing.packed(lines, newer), trust.signing_key(pair.county.store))
    assert codes(pair, [repacked, repacked]) == ["batch_dictionary_unknown"] * 2
    [kept] = outbox.kept(pair.station.store.database)
    assert (kept.content, kept.reason) == (repacked, "batch_dictionary_unknown")
    assert codes(pair, [content])[0] in ("", "batch_gap")


def test_h66_two_tellings_of_one_number_are_a_fork_and_the_first_stands(pair: Pair) -> None:
    perform(pair.county, [Ask("unit", "register", {"name": "水务局"})])
    told = sealed(pair.county, COUNTY)
    assert codes(pair, told)[-1] == ""
    first = frame.read_frame(told[0]).header
    other = replace(unit(), journal=first.journal)
    forked = seal.sealed(replace(first, last=1), [line_of(other)], trust.signing_key(pair.county.store)).content
    by_hand = news.take_in(pair.station, [forked], by_hand=True)
    assert [one.problem.code for one in by_hand if one.problem] == ["batch_fork"]
    assert [one.name for one in pair.station.records.all(Unit)] == ["水务局"]
    assert [one.reason for one in outbox.kept(pair.station.store.database)] == ["batch_fork"]


def test_h64_a_file_of_news_cut_at_any_length_changes_nothing(pair: Pair) -> None:
    registered(pair.station)
    perform(pair.county, [Ask("unit", "register", {"name": "水务局"})])
    [content] = sealed(pair.county, COUNTY)[-1:]
    assert all(codes(pair, [content[:length]]) != [""] for length in range(0, len(content), 7))
    assert pair.station.records.all(Unit) == []
    assert audit.audit(pair.station.store).is_sound
