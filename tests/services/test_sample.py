"""The sample station: the same on the same day, made by the same acts, within the same limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from station_app.db import audit
from station_app.domain.field import Kind, fields_of
from station_app.domain.problem import Rejected
from station_app.domain.records import RECORDS, Opinion, Person, ReceptionDay, Visit
from station_app.services import sample
from station_app.services.desk import Desk
from tests.office import CHEAP, PASSWORD, SetClock


def every(desk: Desk, cls: type) -> list[Any]:
    """All records of a class, in the order they were made."""
    found: list[Any] = desk.records.all(cls)
    return found


def said(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """All records of a station without identities, which differ, in the order they were made."""
    kinds = (Kind.UID, Kind.REF, Kind.REFS)
    return {
        cls.__name__: [
            {spec.name: getattr(one, spec.name) for spec in fields_of(cls) if spec.kind not in kinds}
            for one in every(desk, cls)
        ]
        for cls in RECORDS
    }


@pytest.fixture
def month(tmp_path: Path) -> Iterator[Desk]:
    desk = sample.make(tmp_path / "month", "month", PASSWORD, SetClock(), CHEAP).desk
    yield desk
    desk.close()


def test_the_same_scale_on_the_same_day_is_the_same_station_but_for_identities(tmp_path: Path) -> None:
    made = [sample.make(tmp_path / name, "day", PASSWORD, SetClock(), CHEAP).desk for name in "ab"]
    assert said(made[0]) == said(made[1])
    assert made[0].station.uid != made[1].station.uid
    for desk in made:
        desk.close()


def test_another_day_is_another_station(tmp_path: Path) -> None:
    clock = SetClock()
    here = sample.make(tmp_path / "a", "day", PASSWORD, clock, CHEAP).desk
    clock.move(days=1)
    there = sample.make(tmp_path / "b", "day", PASSWORD, clock, CHEAP).desk
    assert [one.name for one in here.records.all(Person)] != [one.name for one in there.records.all(Person)]
    for desk in (here, there):
        desk.close()


def test_a_month_has_its_days_its_visits_and_an_open_day_today(month: Desk) -> None:
    days, visits_a_day = sample.SCALES["month"]
    held = month.records.all(ReceptionDay)
    assert [one.state for one in held] == ["CLOSED"] * (days - 1) + ["OPEN"]
    assert held[-1].held_on == "2026-11-23"
    assert len(month.records.all(Visit)) == len(month.records.all(Opinion)) == days * visits_a_day
    assert all((date(2026, 11, 23) - date.fromisoformat(one.held_on)).days % 15 == 0 for one in held)


def test_every_text_of_the_sample_is_within_its_limit(month: Desk) -> None:
    for cls in RECORDS:
        for one in every(month, cls):
            for spec in fields_of(cls):
                if spec.kind in (Kind.TEXT, Kind.PROSE):
                    assert len(getattr(one, spec.name)) <= spec.max_len
                    assert "{" not in getattr(one, spec.name)


def test_a_sample_is_sound_and_rebuilds_to_the_same(month: Desk) -> None:
    before = audit.digests(month.store)
    month.store.rebuild()
    assert audit.digests(month.store) == before
    assert audit.audit(month.store).is_sound


def test_no_phone_of_the_sample_can_ring_at_anybody_s(month: Desk) -> None:
    # 161 is given to no network.
    assert {one.phone[:3] for one in month.records.all(Person)} == {"161"}


def test_a_folder_with_a_station_is_not_filled(month: Desk) -> None:
    with pytest.raises(Rejected, match="station_here_already"):
        sample.make(month.folder, "day", PASSWORD, SetClock(), CHEAP)
