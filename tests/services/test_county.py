"""The county's import: what came is looked at, taken once, and answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from station_app.db import audit, journal, outbox, review, withheld
from station_app.db.journal import JournalEntry
from station_app.domain.anew import written_anew
from station_app.domain.batch.frame import read_frame
from station_app.domain.change import change_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Device, Opinion, Receipt, Visit
from station_app.services import county, news
from station_app.services.acts import Ask, perform
from station_app.services.county import statement, statements
from station_app.services.desk import Desk
from station_app.services.news import refused
from station_app.sync import trust
from station_app.text.problems import of_code
from station_app.ui.pages.roads.sync import held
from tests.office import OPINION, SetClock, from_image, registered, report
from tests.offices import Pair, admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station


def put(folder: Path, contents: list[bytes], name: str = "batch") -> Path:
    folder.mkdir(exist_ok=True)
    for number, content in enumerate(contents):
        (folder / f"{name}-{number}.lzb").write_bytes(content)
    return folder


def test_what_a_station_wrote_stands_at_the_county_and_is_acknowledged(pair: Pair, tmp_path: Path) -> None:
    done = registered(pair.station)
    folder = put(tmp_path / "came", sealed(pair.station))
    seen = county.preview(pair.county, [folder])
    [group] = seen.groups
    assert (group.station, group.last_seq, group.gaps) == (pair.station.place.name, 0, ())
    assert group.new == journal.my_author(pair.station.store.database).last_seq
    report = county.take_all(pair.county, seen)
    assert report.totals == {"batches": 1, "new": group.new, "same": 0, "refused": 0, "waiting": 0, "files": 0}
    there, here = (desk.records.one(Opinion, done["opinion"].uid) for desk in (pair.county, pair.station))
    assert there == here
    assert audit.audit(pair.county.store).is_sound
    news.take_in(pair.station, sealed(pair.county, pair.station.place.uid))
    mine = journal.my_author(pair.station.store.database)
    assert (mine.acked, mine.judged, mine.imported) == (mine.last_seq,) * 3
    assert outbox.waiting(pair.station.store.database, mine) == []


def test_taking_again_doubles_nothing(pair: Pair, tmp_path: Path) -> None:
    registered(pair.station)
    folder = put(tmp_path / "came", sealed(pair.station))
    county.take_all(pair.county, county.preview(pair.county, [folder]))
    again = county.preview(pair.county, [folder])
    assert [one.is_known for one in again.groups[0].files] == [True]
    assert again.groups[0].new == 0
    report = county.take_all(pair.county, again)
    assert (report.totals["new"], report.totals["same"]) == (0, again.groups[0].last_seq)
    assert len(pair.county.records.all(Visit)) == 1
    assert len(pair.county.records.all(Receipt)) == 1


def test_what_came_by_hand_is_kept_until_the_province_has_it(pair: Pair, tmp_path: Path) -> None:
    registered(pair.station)
    [content] = sealed(pair.station)
    county.take_all(pair.county, county.preview(pair.county, [put(tmp_path / "came", [content])]))
    [name] = outbox.carried(pair.county.store.database)
    carried = outbox.carried_batch(pair.county.store.database, name)
    assert carried.content == content
    assert carried.last == journal.my_author(pair.station.store.database).last_seq
    outbox.passed_on(pair.county.store.database, name)
    assert outbox.carried(pair.county.store.database) == []
    assert outbox.was_taken(pair.county.store.database, name)


def batches_of(pair: Pair, number: int) -> list[bytes]:
    """So many batches of one visit each, none acknowledged."""
    for _ in range(number):
        registered(pair.station)
        made = sealed(pair.station)
    return made


def test_a_missing_batch_is_named_and_what_came_early_waits_for_it(pair: Pair, tmp_path: Path) -> None:
    first, second, third = batches_of(pair, 3)
    seen = county.preview(pair.county, [put(tmp_path / "came", [first, third])])
    assert seen.groups[0].gaps == ((2, 2),)
    assert county.take_all(pair.county, seen).totals["waiting"] == 1
    assert len(pair.county.records.all(Visit)) == 1
    [waiting] = outbox.kept(pair.county.store.database)
    assert waiting.reason == "batch_gap"
    report = county.take_all(pair.county, county.preview(pair.county, [put(tmp_path / "later", [second])]))
    assert report.totals == {"batches": 2, "new": 6, "same": 0, "refused": 0, "waiting": 0, "files": 0}
    assert len(pair.county.records.all(Visit)) == 3
    assert outbox.kept(pair.county.store.database) == []


def test_the_batches_of_a_strange_county_and_of_an_unknown_key_are_said_and_not_taken(
    pair: Pair, tmp_path: Path
) -> None:
    registered(pair.station)
    elsewhere = new_county(tmp_path / "elsewhere", code="520302")
    admit(elsewhere, pair.station)
    stranger = new_station(tmp_path / "stranger", township="520324100000")
    registered(stranger)
    ours = put(tmp_path / "ours", sealed(pair.station))
    theirs = put(tmp_path / "theirs", sealed(stranger))
    assert [one.problem.code for one in county.preview(elsewhere, [ours]).groups[0].files if one.problem] == [
        "batch_other_county"
    ]
    seen = county.preview(pair.county, [theirs])
    assert [one.problem.code for one in seen.groups[0].files if one.problem] == ["batch_key_unknown"]
    assert county.take_all(pair.county, seen).totals["new"] == 0
    admit(pair.county, stranger)
    assert county.take_contents(pair.county, []).totals["new"] > 0  # it waited until its key was known
    elsewhere.close()
    stranger.close()


def test_a_file_that_is_no_batch_is_named_with_what_is_wrong(pair: Pair, tmp_path: Path) -> None:
    registered(pair.station)
    [content] = sealed(pair.station)
    (tmp_path / "notes.lzb").write_bytes(b"PK\x03\x04 a spreadsheet")
    (tmp_path / "empty.lzb").write_bytes(b"")
    (tmp_path / "cut.lzb").write_bytes(content[:40])
    (tmp_path / "for-another.age").write_bytes(trust.wrapped(content, [trust.recipient(pair.station.store)]))
    seen = county.preview(pair.county, [tmp_path])
    told = {one.path.name: one.problem.code for one in seen.foreign if one.problem}
    assert told == {
        "notes.lzb": "batch_foreign",
        "empty.lzb": "batch_empty",
        "cut.lzb": "batch_cut",
        "for-another.age": "batch_wrapped_for_another",
    }


def test_a_change_of_another_station_s_record_is_put_aside_and_answered(pair: Pair, tmp_path: Path) -> None:
    other = new_station(tmp_path / "other", township="520324100000")
    admit(pair.county, other)
    done = registered(pair.station)
    county.take_contents(pair.county, sealed(pair.station))
    author = journal.my_author(pair.station.store.database)
    stolen = list(journal.entries_after(pair.station.store.database, author, 0))
    with other.store.transaction():
        copy = journal.found(other.store.database, author.uid, author.standing, mine=False)
        other.store.take(copy, stolen)
    perform(other, [Ask("opinion", "correct", {"title": "这一条被别的站改了题目"}, done["opinion"].uid)])
    registered(other)
    report = county.take_contents(pair.county, sealed(other))
    assert report.totals["refused"] == 1
    assert pair.county.records.one(Opinion, done["opinion"].uid).title == OPINION["title"]
    assert len(pair.county.records.all(Opinion)) == 2
    assert audit.audit(pair.county.store).is_sound
    news.take_in(other, sealed(pair.county, other.place.uid))
    assert [(one.target, one.reason) for one in refused(other)] == [(done["opinion"].uid, "record_of_another")]
    other.close()


def test_two_offices_read_the_same_syllables_where_they_hold_the_same(pair: Pair) -> None:
    registered(pair.station)
    county.take_contents(pair.county, sealed(pair.station))
    registered(pair.station)
    [there] = statements(pair.county)
    [here] = statements(pair.station)
    assert here.syllables != there.syllables
    assert statement(pair.station, there.journal, there.last_seq).syllables == there.syllables
    with pytest.raises(Rejected):
        statement(pair.county, here.journal, here.last_seq)


def test_what_counts_of_a_revoked_device_is_taken_however_late_it_comes(pair: Pair) -> None:
    first, second, third = batches_of(pair, 3)
    county.take_contents(pair.county, [first])
    [device] = pair.county.records.all(Device)
    perform(pair.county, [Ask("device", "revoke", {"revoke_reason": "电脑丢了"}, device.uid)])
    [author] = [one for one in journal.authors(pair.county.store.database) if one.home == pair.station.place.uid]
    assert pair.county.records.one(Device, device.uid).counted == f"{author.uid}={author.last_seq}"
    for content in (second, third):
        [(_, taking)] = county.take_contents(pair.county, [content]).takings
        assert taking.problem is not None
        assert taking.problem.code == "batch_key_revoked"
    more = read_frame(second).header.last
    counted = {"revoke_reason": "电脑丢了", "counted": f"{author.uid}={more}"}
    perform(pair.county, [Ask("device", "revoke", counted, device.uid)])
    county.take_contents(pair.county, [])
    assert len(pair.county.records.all(Visit)) == 2
    assert [one.reason for one in outbox.kept(pair.county.store.database)] == ["batch_key_revoked"]
    pair.county.store.rebuild()
    assert len(pair.county.records.all(Visit)) == 2


def test_acts_written_blind_at_station_and_county_show_the_same_at_both(pair: Pair) -> None:
    matter = registered(pair.station)["opinion"].uid
    triage = {"owner_level": "COUNTY", "proposed_unit": "＋县水务局"}
    perform(pair.station, [Ask("opinion", "triage", triage, matter),
                           Ask("opinion", "escalate", {"escalate_reason": "归县里管"}, matter)])  # fmt: skip
    county.take_contents(pair.county, sealed(pair.station))
    perform(pair.station, [Ask("opinion", "withdraw", {"withdraw_statement": "不用再办了"}, matter)])
    result = {"result": "修好了", "result_degree": "SOLVED", "replied_on": pair.county.today}
    perform(pair.county, [report(result, matter)])
    for _ in range(3):
        county.take_contents(pair.county, sealed(pair.station))
        news.take_in(pair.station, sealed(pair.county, pair.station.place.uid))
    here, there = (desk.records.one(Opinion, matter) for desk in (pair.station, pair.county))
    assert here == there
    assert (here.state, here.result) == ("WITHDRAWN", "修好了")
    for one in (pair.station, pair.county):
        before = audit.digests(one.store)
        one.store.rebuild()
        assert audit.digests(one.store) == before
    opinion, clashes = (audit.digests(pair.station.store)[kind] for kind in ("opinion", "clash"))
    assert (opinion, clashes) == tuple(audit.digests(pair.county.store)[kind] for kind in ("opinion", "clash"))


@pytest.mark.parametrize("kept", [0, 1, 2, 3])
def test_what_came_before_a_revocation_ends_as_what_comes_after_it(tmp_path: Path, kept: int) -> None:
    first, second, batches = two_counties(tmp_path)
    last = [read_frame(one).header.last for one in batches]
    [device] = first.records.all(Device)
    journal_of = read_frame(batches[0]).header.journal
    counted = {"revoke_reason": "电脑丢了", "counted": f"{journal_of}={last[kept - 1] if kept else 0}"}

    def revoke(desk: Desk) -> None:
        perform(desk, [Ask("device", "revoke", counted, device.uid)])

    def take(desk: Desk) -> None:
        for one in batches:
            county.take_contents(desk, [one])

    take(first)
    revoke(first)
    revoke(second)
    take(second)
    ends = [audit.digests(one.store) for one in (first, second)]
    differing = {kind for kind in ends[0] if ends[0][kind] != ends[1][kind]}
    # What an office says of itself stands at other places of its journal; a number that it has seen is given no more.
    assert differing <= {"receipt", "device", "series"}
    assert first.records.all(Device) == second.records.all(Device)
    assert len(first.records.all(Visit)) == kept
    for one in (first, second):
        assert [author.last_seq for author in journal.authors(one.store.database) if author.uid == journal_of] in (
            [last[kept - 1]] if kept else [0], [],
        )  # fmt: skip
        assert audit.audit(one.store).is_sound
    assert [(one.first, one.last, one.reason) for one in review.lines(first.store.database)] == (
        [((last[kept - 1] if kept else 0) + 1, last[-1], "batch_key_revoked")] if kept < 3 else []
    )
    if kept < 3:
        erased_in_review(first, journal_of, last[-1])
    first.close()
    second.close()


def test_what_another_machine_took_the_place_of_is_shown_until_it_is_said_again(tmp_path: Path) -> None:
    office, other, batches = two_counties(tmp_path)
    for one in batches:
        county.take_contents(office, [one])
    first = read_frame(batches[1]).header.first
    author = journal.author(office.store.database, read_frame(batches[0]).header.journal)
    assert author is not None
    lines = [entry.line for entry in journal.entries_after(office.store.database, author, first - 1)]
    with office.store.transaction():
        office.store.set_aside(author, first - 1)
    [seen] = review.lines(office.store.database)
    assert (seen.first, seen.last, seen.reason) == (first, first + len(lines) - 1, "batch_fork")
    assert [one.why for one in held(office)] == [of_code("batch_fork")]
    with office.store.transaction():
        anew = journal.found(office.store.database, "e" * 32, author.standing, mine=False)
        written = written_anew([(change_of(one.header, one.fields), one) for one in lines], anew.uid)
        office.store.take(anew, [JournalEntry(change, line) for change, line in written])
    assert review.lines(office.store.database) == []
    office.close()
    other.close()


def two_counties(tmp_path: Path) -> tuple[Desk, Desk, list[bytes]]:
    """The same office twice, and three batches of a station that neither has taken."""
    both = Pair(new_county(tmp_path / "county"), new_station(tmp_path / "station"))
    admit(both.county, both.station)
    batches = batches_of(both, 3)
    both.close()
    shutil.copytree(tmp_path / "county", tmp_path / "other")
    first, second = (from_image(tmp_path / name, SetClock()) for name in ("county", "other"))
    return first, second, batches


def erased_in_review(office: Desk, uid: str, seq: int) -> None:
    """What lies in review is erased as what stands in its journal."""
    author = journal.author(office.store.database, uid)
    assert author is not None
    with office.store.transaction():
        withheld.erase(office.store.database, author, [seq])
    query = "SELECT fields FROM branch WHERE journal = ? AND seq = ?"
    assert office.store.database.execute_sql(query, (uid, seq)).fetchall() == [(None,)]
