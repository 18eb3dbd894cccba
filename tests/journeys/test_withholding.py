"""The drill of a withheld line: planted words are found in no file of gateway and county after the receipt."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from station_app import paths
from station_app.db import audit, journal, outbox, withheld
from station_app.domain.batch import frame, packing, seal
from station_app.domain.batch.header import Header
from station_app.domain.problem import Rejected
from station_app.domain.records import Attachment, Opinion, Withholding
from station_app.domain.withholding import places_of
from station_app.gateway.http.bodies import Limits, plain
from station_app.gateway.server import Serving, Setup, serving, vault_of
from station_app.services import attachments, county, stick, withholding
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.sending import http_road
from station_app.sync import trust
from station_app.sync.road import put_batch as request_of
from tests.gateway import postgres
from tests.journeys.test_roads import contact, invited_office, join
from tests.office import SetClock, registered
from tests.offices import TOWNSHIPS, Pair, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.services.test_attachments import photo

WORDS = "机井夜里被人填了三回"


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    limits = Limits(frame.LARGEST, 2 * 2**20, 8 * 2**20)
    return Setup(str(tmp_path / "gateway.db"), tmp_path / "files", limits, 5, key_file=tmp_path / "gateway.db.key")


@pytest.fixture
def gateway(setup: Setup) -> Iterator[Serving]:
    with serving(setup) as served:
        yield served


@pytest.fixture(scope="module")
def programs() -> Path:
    """The programs of the PostgreSQL server of this machine."""
    found = postgres.binaries()
    if found is None:
        pytest.skip("no PostgreSQL server on this machine (build/setup.sh installs one)")
    return found


@pytest.fixture(scope="module")
def socket_folder(programs: Path) -> Iterator[str]:
    with postgres.server(programs) as folder:
        yield folder


@pytest.fixture
def offices(tmp_path: Path, clock: SetClock, gateway: Serving) -> Iterator[tuple[Desk, Desk]]:
    with both_known(tmp_path, clock, gateway) as known:
        yield known


@contextmanager
def both_known(tmp_path: Path, clock: SetClock, gateway: Serving) -> Iterator[tuple[Desk, Desk]]:
    """A county and a station that both know the gateway."""
    above = new_county(tmp_path / "county", clock)
    invited_office(gateway, above)
    contact(above)
    desk = new_station(tmp_path / "station", clock)
    join(above, desk)
    yield above, desk
    above.close()
    desk.close()


def spoken(desk: Desk) -> str:
    """A matter with planted words; the record's uid. Others come before and after it in the same batch."""
    registered(desk)
    uid = registered(desk, verbatim=WORDS, title="机井被填")["opinion"].uid
    registered(desk)
    return uid


def traces(desk: Desk) -> list[str]:
    """The tables of a desk in which the planted words are found, batches unpacked."""
    tables = desk.store.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [
        table
        for (table,) in tables
        for row in desk.store.database.execute_sql(f'SELECT * FROM "{table}"').fetchall()
        if any(WORDS.encode() in contents(cell) for cell in row)
    ]


def contents(cell: object) -> bytes:
    """A cell's bytes and, where it is a batch, what it holds."""
    raw = cell.encode() if isinstance(cell, str) else bytes(cell) if isinstance(cell, bytes) else b""
    return raw + unpacked(raw)


def unpacked(content: bytes) -> bytes:
    """What a batch's bytes hold; nothing of what is no batch."""
    try:
        return packing.unpacked(frame.read_frame(content).packed, paths.dictionaries())
    except Rejected:
        return b""


def in_gateway(setup: Setup) -> list[str]:
    """Where at the gateway the planted words are found by whoever has its key: in its files, and in its tables."""
    files = [path for folder in (setup.files, Path(setup.store).parent) for path in folder.glob("**/*")]
    ours = [
        path
        for path in files
        if path.is_file()
        and (path.name.startswith("gateway.db") or setup.files in path.parents)
        and not path.name.startswith("standing.")  # counts alone, and another file each second
    ]
    vault = vault_of(setup)
    bodies = {path: b"".join(plain(vault, path)) for path in ours}
    found = [path.name for path in ours for one in (path.read_bytes(), bodies[path]) if WORDS.encode() in contents(one)]
    opened = ((table, vault.plain(cell) if isinstance(cell, bytes) else cell) for table, cell in cells_of(setup.store))
    return found + [table for table, cell in opened if WORDS.encode() in contents(cell)]


def cells_of(store: str) -> Iterator[tuple[str, object]]:
    """Every cell of a gateway's tables, with its table's name."""
    is_file = not store.startswith("postgresql:")
    named = "SELECT name FROM sqlite_master WHERE type = 'table'" if is_file else (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )  # fmt: skip
    opened: Any = sqlite3.connect(store) if is_file else psycopg.connect(store)
    with closing(opened) as connection:
        for (table,) in connection.execute(named).fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
                yield from ((table, cell) for cell in row)


def drill(above: Desk, desk: Desk, setup: Setup) -> None:
    """Planted words are withheld: they are nowhere once the receipt has come."""
    uid = spoken(desk)
    contact(desk)
    contact(above)
    assert above.records.one(Opinion, uid).verbatim == WORDS
    assert in_gateway(setup)
    withholding.withhold(desk, [("opinion", uid)])
    assert traces(desk) == []
    contact(desk)
    contact(above)
    contact(above)
    contact(desk)
    [standing] = withholding.standings(desk)
    assert (standing.batches, standing.waiting, standing.receipts) == (1, 0, 1)
    assert (in_gateway(setup), traces(above), traces(desk)) == ([], [], [])
    for one in (above, desk):
        assert one.records.all(Opinion, uid=uid) == []
        assert len(one.records.all(Opinion)) == 2
        assert list(journal.broken_links(one.store.database)) == []
        assert audit.audit(one.store).is_sound
        one.store.rebuild()
        assert one.records.all(Opinion, uid=uid) == []
    [said] = above.records.all(Withholding)
    assert uid not in said.lines


def test_withheld_words_are_nowhere_once_the_receipt_has_come(offices: tuple[Desk, Desk], setup: Setup) -> None:
    drill(*offices, setup)


def test_withheld_words_are_in_no_dump_of_postgresql(
    tmp_path: Path, setup: Setup, clock: SetClock, programs: Path, socket_folder: str
) -> None:
    there = replace(setup, store=postgres.new_database(socket_folder))
    with serving(there) as served, both_known(tmp_path, clock, served) as (above, desk):
        drill(above, desk, there)
    dump = subprocess.run([programs / "pg_dump", there.store], check=True, capture_output=True).stdout
    assert b"COPY public.change" in dump
    assert WORDS.encode() not in dump


def test_the_old_bytes_keep_their_verdict_and_come_in_nowhere_again(offices: tuple[Desk, Desk], setup: Setup) -> None:
    above, desk = offices
    uid = spoken(desk)
    [old] = [one for one in sealed(desk) if WORDS.encode() in unpacked(one)]
    contact(desk)
    contact(above)
    withholding.withhold(desk, [("opinion", uid)])
    contact(desk)
    contact(above)
    report = county.take_contents(above, [old])
    assert (report.totals["new"], report.totals["refused"], report.totals["waiting"]) == (0, 0, 0)
    assert (in_gateway(setup), traces(above)) == ([], [])


def test_what_is_withheld_before_it_was_ever_sent_never_leaves(offices: tuple[Desk, Desk], setup: Setup) -> None:
    above, desk = offices
    uid = spoken(desk)
    sealed(desk)
    withholding.withhold(desk, [("opinion", uid)])
    contact(desk)
    contact(above)
    assert (in_gateway(setup), traces(above)) == ([], [])
    assert len(above.records.all(Opinion)) == 2


def test_a_county_that_reads_the_feed_only_now_never_sees_it(offices: tuple[Desk, Desk]) -> None:
    above, desk = offices
    uid = spoken(desk)
    contact(desk)
    withholding.withhold(desk, [("opinion", uid)])
    contact(desk)
    contact(above)
    assert traces(above) == []
    assert len(above.records.all(Opinion)) == 2
    assert outbox.kept(above.store.database) == []


def test_an_attachment_goes_with_its_record(offices: tuple[Desk, Desk], setup: Setup) -> None:
    above, desk = offices
    uid = spoken(desk)
    attachments.attach(desk, "opinion", uid, attachments.prepare(photo(), "机井.jpg"))
    contact(desk)
    contact(above)
    assert list((setup.files / "blobs").iterdir())
    withholding.withhold(desk, [("opinion", uid)])
    contact(desk)
    contact(above)
    assert list((setup.files / "blobs").iterdir()) == []
    assert [one.records.all(Attachment) for one in (above, desk)] == [[], []]


def test_over_a_stick_the_county_answers_with_a_receipt(pair: Pair, tmp_path: Path) -> None:
    root = tmp_path / "stick"
    root.mkdir()
    uid = spoken(pair.station)
    stick.write(pair.station, root, is_new=True)
    county.take_all(pair.county, county.preview(pair.county, [root]))
    stick.write(pair.county, root)
    stick.read(pair.station, root)
    assert traces(pair.county)
    withholding.withhold(pair.station, [("opinion", uid)])
    stick.write(pair.station, root)
    county.take_all(pair.county, county.preview(pair.county, [root]))
    stick.write(pair.county, root)
    stick.read(pair.station, root)
    assert traces(pair.county) == []
    [standing] = withholding.standings(pair.station)
    assert (standing.batches, standing.waiting, standing.receipts) == (1, 0, 1)


def test_a_withholding_of_another_home_s_lines_erases_nothing(pair: Pair) -> None:
    uid = spoken(pair.station)
    county.take_contents(pair.county, sealed(pair.station))
    place = journal.entries_of(pair.station.store.database, uid)[0].change.place
    perform(pair.county, [Ask("withholding", "register", {"lines": f"{place.journal} {place.seq}"})])
    assert pair.county.records.one(Opinion, uid).verbatim == WORDS


@pytest.mark.parametrize("is_file", [False, True])
def test_a_batch_that_claims_the_place_of_somebody_else_s_takes_nothing_away(
    offices: tuple[Desk, Desk], tmp_path: Path, gateway: Serving, setup: Setup, is_file: bool
) -> None:
    above, desk = offices
    uid = spoken(desk)
    attachments.attach(desk, "opinion", uid, attachments.prepare(photo(), "机井.jpg"))
    [batch] = sealed(desk)
    contact(desk)
    contact(above)
    [file] = (setup.files / "blobs").iterdir()
    rogue = new_station(tmp_path / "rogue", desk.clock, TOWNSHIPS[1])
    join(above, rogue)
    contact(above)
    registered(rogue)
    claimed = claiming(rogue, file.name if is_file else frame.hash_of(batch))
    mine = journal.my_author(rogue.store.database).uid
    answer = put_batch(gateway, rogue, mine, claimed)
    assert ("batch_replaces_other" in answer) is not is_file
    report = county.take_contents(above, [claimed])
    assert [one.problem.code for _, one in report.takings if one.problem] == ["batch_replaces_other"] * (not is_file)
    assert file.exists()
    assert WORDS.encode() in unpacked(content_of(setup, frame.hash_of(batch)))
    assert above.records.one(Opinion, uid).verbatim == WORDS
    rogue.close()


def put_batch(gateway: Serving, desk: Desk, journal_uid: str, content: bytes) -> str:
    """What the gateway answers to a batch by its own road."""
    invitation = trust.agreed(desk.store)
    assert invitation is not None
    road, request = http_road(invitation), request_of(journal_uid, frame.hash_of(content), content)
    try:
        return road.ask(request, lambda _up, _down: None).body.decode()
    finally:
        road.close()


def claiming(desk: Desk, name: str) -> bytes:
    """What a desk has to send, sealed as if it took the place of a batch that is not its own."""
    store = desk.store
    author = journal.my_author(store.database)
    lines = [entry.line for entry in journal.entries_after(store.database, author, author.acked)]
    header = Header(
        author.uid,
        author.acked + 1,
        0,
        9,
        journal.head_at(store.database, author, author.acked),
        "rogue",
        replaces=name,
    )
    return seal.sealed(header, lines, trust.signing_key(store)).content


def content_of(setup: Setup, name: str) -> bytes:
    """A batch's bytes at the gateway."""
    with sqlite3.connect(setup.store) as connection:
        sealed = connection.execute("SELECT content FROM batch WHERE hash = ?", (name,)).fetchone()[0]
    content = vault_of(setup).plain(bytes(sealed))
    assert isinstance(content, bytes)
    return content


def test_old_bytes_that_a_county_gets_after_the_withholding_are_not_passed_on(pair: Pair) -> None:
    station = pair.station
    uid = spoken(station)
    [old] = sealed(station)
    first = journal.my_author(station.store.database)
    withholding.withhold(station, [("opinion", uid)])
    places = station.records.all(Withholding)[0].lines
    told = journal.author(pair.county.store.database, first.uid)
    assert told is None
    with pair.county.store.transaction():
        withheld.put(pair.county.store.database, station.place.uid, places_of(places))
    county.take_all(pair.county, county.preview(pair.county, [put(station.folder / "stick", old)]))
    assert traces(pair.county) == []
    assert len(pair.county.records.all(Opinion)) == 2


def put(folder: Path, content: bytes) -> Path:
    folder.mkdir()
    (folder / "old.lzb").write_bytes(content)
    return folder


def test_what_names_no_lines_is_refused_in_words(pair: Pair) -> None:
    with pytest.raises(Rejected) as refused:
        perform(pair.station, [Ask("withholding", "register", {"lines": "上个月的"})])
    assert [one.code for one in refused.value.problems] == ["not_lines"]


def test_what_is_of_the_desk_itself_or_not_here_is_refused_in_words(pair: Pair) -> None:
    station = pair.station
    with pytest.raises(Rejected) as refused:
        withholding.withhold(station, [("station", station.place.uid), ("opinion", "f" * 32)])
    assert {one.code for one in refused.value.problems} == {"not_withheld", "no_such_record"}
