"""Two computers of one station: what they share by the journal, what each has for itself, and what never leaves one.

`docs/design.md` has a row for each thing; each row names the test that holds it.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.db import drafts, journal, preferences
from station_app.db.keyring import Keyring
from station_app.domain import numbering
from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, Opinion, Person, Template, User, Visit
from station_app.services import county, enrolment, first_start, news, templates, trail, users
from station_app.services.acts import Ask, perform
from station_app.services.clashes import clashes
from station_app.services.desk import Desk, unlock
from station_app.services.first_start import FirstStart
from station_app.services.old_ledger import take_folder
from tests.office import CHEAP, PASSWORD, SetClock, registered
from tests.offices import Pair, forget_batches, sealed
from tests.services.test_old_ledger import PERSON_ROW, STATION_ROW, VISIT_ROW
from tests.services.year import write_rows

ROOT = Path(__file__).resolve().parents[2]
OTHER_PASSWORD = "another horse 8"


@pytest.fixture
def second(pair: Pair, tmp_path: Path) -> Iterator[Desk]:
    """One more computer of the station of `pair`, both admitted by the county."""
    enrolment.accept_invitation(pair.station, invited(pair))
    enrolment.admit_from_stick(pair.county, enrolment.request_text(pair.station))
    start = FirstStart("", "", "田小文", OTHER_PASSWORD, invitation=invited(pair))
    desk = first_start.found(tmp_path / "second", start, SetClock(), CHEAP).desk
    enrolment.admit_from_stick(pair.county, enrolment.request_text(desk))
    meet(pair, desk)
    yield desk
    desk.close()


def invited(pair: Pair) -> str:
    place = pair.station.place
    return enrolment.invite(pair.county, place.name, place.area_code, "2026-12-31")


def meet(pair: Pair, second: Desk) -> None:
    """All have heard all, as by the gateway's feeds."""
    for desk in (pair.station, second, pair.county):
        forget_batches(desk)
    for one, other in ((pair.station, second), (second, pair.station)):
        news.take_in(one, sealed(pair.county, pair.station.place.uid))
        news.take_in(one, sealed(other))
    for one in (pair.station, second):
        county.take_contents(pair.county, sealed(one))


def test_records_are_shared_and_what_was_said_blind_is_asked(pair: Pair, second: Desk) -> None:
    made = registered(pair.station)["person"].uid
    meet(pair, second)
    perform(pair.station, [Ask("person", "correct", {"address": "一组"}, made)])
    perform(second, [Ask("person", "correct", {"address": "二组"}, made)])
    meet(pair, second)
    here, there = (desk.records.one(Person, made) for desk in (pair.station, second))
    assert here == there
    assert [one.field for one in clashes(pair.station)] == [one.field for one in clashes(second)] == ["address"]


def test_users_are_shared_and_their_passwords_are_not(pair: Pair, second: Desk, tmp_path: Path) -> None:
    clerk = {"name": "田晓", "roles": ["STATION_CLERK"]}
    users.add(pair.station, clerk, "a third horse 7", PASSWORD, CHEAP)
    meet(pair, second)
    assert {one.name for one in second.records.all(User)} >= {"王小莉", "田小文", "田晓"}
    with pytest.raises(Rejected):
        unlock(tmp_path / "second", "a third horse 7", "田晓")
    uid = next(one.uid for one in second.records.all(User) if one.name == "田晓")
    users.reset_password(second, uid, "a fourth horse 6", OTHER_PASSWORD, CHEAP)
    opened = unlock(tmp_path / "second", "a fourth horse 6", "田晓", SetClock())
    assert opened.user.uid == uid
    opened.close()


def test_who_leaves_at_one_opens_neither(pair: Pair, second: Desk, tmp_path: Path) -> None:
    clerk = {"name": "田晓", "roles": ["STATION_CLERK"]}
    uid = users.add(pair.station, clerk, "a third horse 7", PASSWORD, CHEAP).uid
    meet(pair, second)
    users.reset_password(second, uid, "a fourth horse 6", OTHER_PASSWORD, CHEAP)
    users.leave(pair.station, uid, {"left_on": "2026-11-23"}, PASSWORD)
    meet(pair, second)
    for desk in (pair.station, second):  # no slot, before anybody's desk opens
        assert not Keyring.read(desk.folder).has_user(uid)
        assert Keyring.read(desk.folder).is_due
    for folder, password in (("station", "a third horse 7"), ("second", "a fourth horse 6")):
        with pytest.raises(Rejected):
            unlock(tmp_path / folder, password, "田晓", SetClock())


def test_settings_drafts_and_the_trail_stay_at_their_computer(pair: Pair, second: Desk) -> None:
    users.set_minutes(pair.station, 3)
    drafts.keep(pair.station.store.database, pair.station.user.uid, "visit", {"called": "杨"}, "2026-11-23")
    trail.note(pair.station, trail.PRINTED)
    meet(pair, second)
    assert (users.minutes(pair.station), users.minutes(second)) == (3, users.USUAL)
    assert preferences.get(second.store.database, users.MINUTES) == ""
    assert drafts.of_user(second.store.database, pair.station.user.uid) == []
    assert trail.PRINTED not in {one.event for one in trail.lines(second, 0, 50)}


def test_a_copy_is_a_computer_of_its_own(pair: Pair, tmp_path: Path) -> None:
    pair.station.close()
    unlock(tmp_path / "station", PASSWORD, clock=SetClock()).close()
    shutil.copytree(tmp_path / "station", tmp_path / "copy")
    copy = unlock(tmp_path / "copy", PASSWORD, clock=SetClock())
    assert len(copy.store.mark()) == 2
    assert [one.event for one in trail.notices(copy)] == [trail.NOTICED[0]]
    copy.close()


def test_a_secret_matter_is_at_its_own_computer_alone(pair: Pair, second: Desk) -> None:
    made = registered(pair.station, opinion_kind="REPORT")
    meet(pair, second)
    for desk in (second, pair.county):
        assert not desk.records.several(Visit, [made["visit"].uid])
        assert not desk.records.several(Opinion, [made["opinion"].uid])


@pytest.mark.parametrize("marks", [0, 1])
def test_what_becomes_secret_at_one_is_put_away_at_the_other_and_at_the_county(
    pair: Pair, second: Desk, marks: int
) -> None:
    made = registered(pair.station, verbatim="村会计截留了钱")["opinion"].uid
    meet(pair, second)
    here, there = ((pair.station, second), (second, pair.station))[marks]
    perform(there, [Ask("opinion", "correct", {"summary": "村会计的事"}, made)])
    perform(here, [Ask("opinion", "correct", {"opinion_kind": "REPORT"}, made)])
    for _ in range(3):
        meet(pair, second)
    for desk in (there, pair.county):
        assert desk.records.all(Opinion) == []
        assert "村会计" not in lines_of(desk)
    [own] = here.records.all(Opinion)
    assert own.verbatim == "村会计截留了钱"


def lines_of(desk: Desk) -> str:
    rows = desk.store.database.execute_sql("SELECT fields FROM change WHERE fields IS NOT NULL").fetchall()
    return "".join(row[0] for row in rows)


def test_numbers_of_the_second_bear_its_mark(pair: Pair, second: Desk) -> None:
    first, other = (registered(desk)["visit"].number for desk in (pair.station, second))
    assert numbering.parse(first).mark == ""
    assert numbering.parse(other).mark == second.store.mark() != ""
    meet(pair, second)
    assert {one.number for one in second.records.all(Visit)} == {first, other}


def test_the_roster_is_shared(pair: Pair, second: Desk) -> None:
    perform(pair.station, [Ask("deputy", "register", {"name": "秦彬"})])
    perform(pair.county, [Ask("deputy", "register", {"name": "罗开秀"})])
    kept = templates.keep(pair.station, "ANSWER", "0301", "今天就派人去看。")
    meet(pair, second)
    assert templates.offered(second, "ANSWER", "0301")[0] == second.records.one(Template, kept).words
    for desk in (pair.station, second):
        news.take_in(desk, sealed(pair.county, pair.county.place.area_code))
        assert {one.name for one in desk.records.all(Deputy)} == {"秦彬", "罗开秀"}


def test_an_old_ledger_that_one_took_adds_nothing_at_the_other(pair: Pair, second: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    for name, row in (("stations", STATION_ROW), ("people", PERSON_ROW), ("visits", VISIT_ROW)):
        write_rows(folder, name, [{**row, "day_id": None} if name == "visits" else row])
    taken = take_folder(pair.station, folder).totals
    assert taken["refused"] == 0
    meet(pair, second)
    before = journal.count(second.store.database)
    assert take_folder(second, folder).totals == {
        "taken": 0,
        "normalised": 0,
        "same": sum(taken.values()),
        "refused": 0,
    }
    assert journal.count(second.store.database) == before
    assert second.records.all(Visit) == pair.station.records.all(Visit)


def test_each_computer_writes_a_journal_of_its_own(pair: Pair, second: Desk) -> None:
    mine = {journal.my_author(desk.store.database).uid for desk in (pair.station, second)}
    assert len(mine) == 2
    assert mine <= {one.uid for one in journal.authors(pair.county.store.database)}


def test_every_row_of_the_page_names_a_test_that_is_there() -> None:
    page = (ROOT / "docs" / "design.md").read_text("utf-8")
    part = page.partition("## Two computers of one station")[2].partition("\n## ")[0]
    rows = [line.split("|") for line in part.splitlines() if line.startswith("| ") and "`" in line]
    assert len(rows) >= 11
    for row in rows:
        named = re.findall(r"`(tests/\S+\.py)::(\w+)`", row[-2])
        assert named, row
        for path, name in named:
            tree = ast.parse((ROOT / path).read_text("utf-8"))
            assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}, (path, name)
