"""Every database and every journal that a released program wrote must still open, verify and fold."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app import paths
from station_app.db import audit, connection, drafts, journal, migrate, search
from station_app.domain.batch.opening import opened
from station_app.domain.change import change_of, read
from station_app.domain.fold import fold
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person, ReceptionDay, Suggestion, Visit
from station_app.services import held_day, history
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk, unlock
from tests.office import OPINION, PASSWORD, SetClock

DATA = Path(__file__).parent / "data"
STATIONS = sorted(path.name for path in DATA.glob("station-v*"))


@pytest.fixture(params=STATIONS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    if not connection.encrypts:
        pytest.skip("the kept stations are encrypted, and this machine's driver does not")
    folder = tmp_path / "data"
    shutil.copytree(DATA / request.param, folder)
    clock = SetClock()
    clock.move(hours=3)
    opened = unlock(folder, PASSWORD, clock=clock)
    yield opened
    opened.close()


def test_a_kept_station_opens_in_today_s_form_and_is_sound(kept: Desk) -> None:
    assert migrate.version_of(kept.store.database) == migrate.newest_version()
    assert list(journal.broken_links(kept.store.database)) == []
    assert kept.store.rebuild() == 24
    found = audit.audit(kept.store)
    assert found.is_sound
    assert (found.clashes, found.held) == (1, 0)


def test_a_kept_station_holds_what_was_entered(kept: Desk) -> None:
    assert (kept.station.name, kept.user.name) == ("桴㯊镇人大代表联络站", "王小莉")
    assert [one.number for one in kept.records.all(Visit)] == ["520324116-01-F26-0001", "520324116-01-F26-0002"]
    assert {one.title: one.state for one in kept.records.all(Opinion)} == {
        OPINION["title"]: "REFERRED",
        "三组饮水水管破裂": "ANSWERED_ON_SITE",
        "停电次数太多了": "REGISTERED",
    }
    first = kept.records.all(Opinion)[0]
    assert (first.verbatim, first.slip_number) == (OPINION["verbatim"], "520324116-01-Z26-0001")
    assert first.promoted_to == kept.records.all(Suggestion)[0].uid
    day = kept.records.all(ReceptionDay)[0]
    assert held_day.summary(kept, day.uid).head_count == 2
    assert [draft.content for draft in drafts.of_user(kept.store.database, kept.user.uid)] == [
        {"person": {"name": "没写完的人"}}
    ]


def test_what_blind_authors_wrote_in_a_kept_station_is_still_both_there(kept: Desk) -> None:
    person = kept.records.all(Person)[0]
    assert person.address == "四组"  # the other journal has the higher standing
    assert [one.values for one in history.clashes(kept)] == [("四组", "三组")]
    assert kept.records.rows("person", [person.uid])[person.uid].values["blood"] == "O"


def test_the_work_goes_on_in_a_kept_station(kept: Desk) -> None:
    assert len(search.opinions(kept.store.database, "水管")) == 1
    opinion = kept.records.all(Opinion)[2].uid
    fields = {"answer": "供电所下周改造。", "answered_by": [kept.records.all(Suggestion)[0].lead_deputy]}
    assert perform(kept, [Ask("opinion", "answer", fields, opinion)])[0].state == "ANSWERED_ON_SITE"
    assert audit.audit(kept.store).is_sound


def test_a_kept_station_does_not_open_with_another_password(kept: Desk) -> None:
    with pytest.raises(Rejected, match="wrong_password"):
        unlock(kept.folder, "another horse 9")


def kept_lines() -> list[bytes]:
    return (DATA / "journal-v1.ndjson").read_bytes().splitlines()


def test_every_kept_line_is_read_and_written_back_byte_for_byte() -> None:
    lines = kept_lines()
    assert [read(line)[0].text.encode() for line in lines] == lines
    assert len(lines) == 24


@pytest.mark.parametrize("change", [(b'"seq":1}', b'"seq":1 }'), (b'"seq":', b'"seq":0'), (b'"schema"', b'"scheme"')])
def test_a_kept_line_that_was_touched_is_refused(change: tuple[bytes, bytes]) -> None:
    line = kept_lines()[0].replace(*change)
    assert line != kept_lines()[0]
    with pytest.raises(ValueError, match=r"canonical|header|number|JSON|Expecting|Extra"):
        read(line)


def test_the_kept_lines_fold_to_what_they_said() -> None:
    changes = [change_of(line.header, line.fields) for line, _ in map(read, kept_lines())]
    assert Counter(change.kind for change in changes) == {
        "station": 1,
        "user": 1,
        "deputy": 2,
        "mandate": 2,
        "reception_day": 2,
        "attendance": 2,
        "person": 4,
        "visit": 2,
        "opinion": 7,
        "suggestion": 1,
    }
    opinions = {change.record for change in changes if change.kind == "opinion"}
    folds = {uid: fold([one for one in changes if one.record == uid], lambda _: 0) for uid in opinions}
    assert sorted(one.values["state"] for one in folds.values()) == ["ANSWERED_ON_SITE", "REFERRED", "REGISTERED"]
    assert all(not one.clashes and not one.held for one in folds.values())
    person = next(change.record for change in changes if change.kind == "person")
    folded = fold([one for one in changes if one.record == person], lambda uid: int(uid == "c" * 32))
    assert (folded.values["name"], folded.values["address"]) == ("杨胜美", "四组")
    assert [one.value for one in folded.clashes["address"]] == ["四组", "三组"]


def test_a_kept_batch_opens_byte_for_byte() -> None:
    content = (DATA / "batch-v1.lzb").read_bytes()
    batch = opened(content, lambda header: header.key, paths.dictionaries())
    own = [line for line in kept_lines() if read(line)[1].journal == batch.header.journal]
    assert [member.line.text.encode() for member in batch.members] == own
    assert (batch.header.first, batch.header.last, batch.header.build) == (1, len(own), "0.1.0")
