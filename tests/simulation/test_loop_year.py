"""A year of the loop ends with every word answered and told, on the list of the owed, or with whose turn it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from station_app.db import audit
from station_app.db.store import Store
from station_app.domain import secrecy
from station_app.domain.field import values_of
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.records import BY_KIND, Opinion, Unit
from station_app.domain.standing import COUNTY, DEPUTY, STATION
from station_app.gateway.store.engine import Cursor
from station_app.services import loop
from station_app.services.acts import Ask, perform
from tests.simulation.desks import Member, invited_by_gateway, office
from tests.simulation.loop_year import ACCIDENTS, BY_STICK, STEPS, LoopYear, year_of
from tests.simulation.truth import folded_otherwise

SEEDS = int(os.environ.get("JOURNEYS", "1"))
VISITS = int(os.environ.get("VISITS", "12"))
DAYS = 12

ENDED = ("WITHDRAWN", "VOID", "MOVED", "CLOSED", "ARCHIVED", "REDIRECTED", "ANSWERED_ON_SITE")


def dumped(store: Store) -> str:
    """All that an opened store holds."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    names = [row[0] for row in store.database.execute_sql(query)]
    return "\n".join(str(row) for name in names for row in store.database.execute_sql(f'SELECT * FROM "{name}"'))


def adrift(year: LoopYear) -> list[str]:
    """Opinions of which nobody could say who has the next move."""
    found = []
    for one in year.members:
        owed = {each.uid for each in loop.owed(one.desk)}
        for opinion in one.desk.records.all(Opinion):
            is_told = bool(opinion.fed_back_on) or opinion.state in ENDED
            waits_for_another = opinion.state == "MERGED" and bool(opinion.merged_into)
            has_turn = opinion.turn in (STATION, COUNTY, DEPUTY)
            if not (is_told or opinion.uid in owed or has_turn or waits_for_another):
                found.append(f"{opinion.number} at {one.number}: {opinion.state}")
    return found


def not_heard(year: LoopYear) -> list[str]:
    """Records of a station that the office has otherwise, or not at all, C's by stick too; and the other way round."""
    found = []
    there = year.office.desk.records
    for one in year.stations:
        look = partial(looked_up, one)
        for kind in ("opinion", "suggestion", *HANDLING_KINDS):
            own: list[object] = one.desk.records.all(BY_KIND[kind])
            here = {str(values["uid"]): values for values in map(values_of, own)}
            at_office: dict[str, object] = there.several(BY_KIND[kind], here)
            for uid, values in here.items():
                is_secret = secrecy.stays(kind, values, look)
                if not is_secret and (uid not in at_office or values_of(at_office[uid]) != values):
                    found.append(f"{kind} of {one.number}")
    return found


def looked_up(one: Member, kind: str, uid: str) -> Mapping[str, Any]:
    row = one.desk.records.rows(kind, [uid]).get(uid)
    return row.values if row else {}


def out_of_place(year: LoopYear) -> list[str]:
    """Planted words at a desk where they may not stand."""
    found = []
    for one in year.members:
        text, place = dumped(one.desk.store), one.desk.place.uid
        for word, number in year.words.accusing.items():
            if word in text and one.number != number:
                found.append(f"an accusation at desk {one.number}")
        for word, home in {**year.words.speakers, **year.words.confidential}.items():
            if word in text and place != home and not one.desk.is_office:
                found.append(f"a speaker of another station at desk {one.number}")
    there = year.gate.engine.read(_gateway)
    return found + [f"an accusation at the platform: {word}" for word in year.words.accusing if word in there]


def _gateway(cursor: Cursor) -> str:
    rows = [*cursor.rows("SELECT header, fields FROM change"), *cursor.rows("SELECT contents FROM record")]
    return "\n".join(map(str, rows))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_year_of_the_loop_leaves_nothing_unsaid_and_nothing_out_of_place(seed: int, tmp_path: Path) -> None:
    year = year_of(seed, VISITS, tmp_path)
    year.live(DAYS)
    sys.stdout.write(f"seed {seed}: {dict(year.done)} {dict(year.happened)}\n")
    assert list(folded_otherwise(year)) == []
    assert not_heard(year) == []
    assert adrift(year) == []
    assert out_of_place(year) == []
    found = [audit.audit(one.desk.store) for one in year.members]  # without SQLite's own word: no file is here
    assert [(one.broken_links, one.differing) for one in found if one.broken_links or one.differing] == []
    assert [one for one in ACCIDENTS if not year.happened[one]] == []
    assert len([one for one in STEPS if year.done[one]]) > len(STEPS) * 2 // 3, year.done
    held = {one.desk.place.uid for one in year.members}
    assert set(year.words.speakers.values()) <= held
    year.close()


def test_a_station_without_a_network_hears_the_office_s_other_computer_by_the_first_one_s_stick(tmp_path: Path) -> None:
    year = year_of(0, 1, tmp_path)
    first, third = year.office, next(one for one in year.members if one.number == BY_STICK)
    second = office(1, year.clock, invited_by_gateway(year.gate), first.desk.place.uid)
    for one in (second, first, second):
        year.meets(one)
    perform(second.desk, [Ask("unit", "register", {"name": "县水务局"})])
    year.meets(second)
    year.meets(first)
    year.stick(third, first)
    assert [one.name for one in third.desk.records.all(Unit)] == ["县水务局"]
    second.desk.close()
    year.close()
