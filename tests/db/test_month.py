"""A month's figures in SQL against the same counted of plain records."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from station_app.db import ledger, month
from station_app.db.ledger import Filter
from station_app.db.store import Write
from station_app.domain import lifecycle
from station_app.domain.lifecycle import RUNNING_OPINION, TOLD_OPINION, UNTOLD_OPINION
from station_app.domain.records import Opinion
from station_app.domain.secrecy import EVERYTHING, Viewer
from station_app.services import agenda
from station_app.services.desk import Desk
from tests.office import read_as, registered

FIRST, LAST, TODAY = "2026-11-01", "2026-11-30", "2026-11-23"


@pytest.fixture
def opinions(desk: Desk) -> list[Opinion]:
    """Three hundred of four months in every state, some of them accusations that another wrote down."""
    chance, states = random.Random(4), (*RUNNING_OPINION, *UNTOLD_OPINION, *TOLD_OPINION, "VOID", "MERGED", "WITHDRAWN")
    writes: list[Write] = []
    read: dict[str, dict[str, Any]] = {}
    for _ in range(300):
        day = date(2026, 8, 1) + timedelta(days=chance.randrange(115))
        due = chance.choice((None, day + timedelta(days=chance.randrange(60))))
        fields: dict[str, Any] = {
            "state": chance.choice(states),
            "received_on": day.isoformat(),
            "title": "路",
            "due_on": due.isoformat() if due else "",
            "handled_on": chance.choice(("", (day + timedelta(days=chance.randrange(40))).isoformat())),
            "opinion_kind": chance.choice(("", "", "", "REPORT")),
            "recorder": chance.choice(("e" * 32, "f" * 32)),
        }
        uid = desk.clock.new_id()
        read[uid] = {name: fields.pop(name) for name in ("state", "due_on", "handled_on")}
        read[uid]["owed_since"] = fields["received_on"] if read[uid]["state"] in UNTOLD_OPINION else ""
        writes += [Write("carry_over", "opinion", uid, {}), Write(lifecycle.DECIDE, "opinion", uid, fields)]
    with desk.store.transaction():
        desk.store.commit(writes, desk.user.uid)
        for uid, readings in read.items():
            read_as(desk, uid, **readings)
    return desk.records.all(Opinion)


VIEWERS = {"head": EVERYTHING, "clerk": Viewer("e" * 32, sees_all=False)}


@pytest.mark.parametrize("name", VIEWERS)
def test_the_figures_are_those_of_the_records(desk: Desk, opinions: list[Opinion], name: str) -> None:
    database, viewer = desk.store.database, VIEWERS[name]
    seen = [
        one for one in opinions if viewer.may_read({"opinion_kind": one.opinion_kind, "recorder": one.recorder}, {})
    ]
    heard = [one for one in seen if FIRST <= one.received_on <= LAST]

    def is_late(one: Opinion) -> bool:
        return one.state in RUNNING_OPINION and bool(one.due_on) and one.due_on < TODAY

    def is_missed(one: Opinion) -> bool:
        late = one.handled_on > one.due_on if one.handled_on else one.state in RUNNING_OPINION
        return "2026-09-01" <= one.due_on < TODAY and late

    assert month.became(database, FIRST, LAST, TODAY, viewer) == (
        sum(one.state in TOLD_OPINION for one in heard),
        sum(one.state in UNTOLD_OPINION for one in heard),
        sum(one.state in RUNNING_OPINION and not is_late(one) for one in heard),
        sum(map(is_late, heard)),
    )
    assert month.late(database, TODAY, viewer) == sum(map(is_late, seen))
    missed = [one.due_on[:7] for one in seen if is_missed(one)]
    assert month.missed(database, "2026-09-01", TODAY, viewer) == {name: missed.count(name) for name in set(missed)}


def test_each_figure_is_as_long_as_the_list_that_it_opens(desk: Desk, opinions: list[Opinion]) -> None:
    database = desk.store.database
    told, untold, in_time, late = month.became(database, FIRST, LAST, TODAY, EVERYTHING)
    of_month = partial(Filter, viewer=EVERYTHING, from_on=FIRST, to_on=LAST)
    lists = (
        (told, of_month(states=TOLD_OPINION)),
        (untold, of_month(states=UNTOLD_OPINION)),
        (in_time, of_month(states=RUNNING_OPINION, in_time_on=TODAY)),
        (late, of_month(states=RUNNING_OPINION, overdue_on=TODAY)),
        (month.late(database, TODAY, EVERYTHING), Filter(viewer=EVERYTHING, states=RUNNING_OPINION, overdue_on=TODAY)),
    )
    for figure, chosen in lists:
        assert figure == ledger.count(database, chosen) == len(ledger.all_ids(database, chosen)) > 0


def test_the_worst_come_first_then_who_has_waited_longest(desk: Desk, opinions: list[Opinion]) -> None:
    ids = month.longest_waiting(desk.store.database, TODAY, 300, EVERYTHING)
    rows = ledger.rows(desk.store.database, ids)
    late = [rows[one].due_on for one in ids if rows[one].state in RUNNING_OPINION and "" < rows[one].due_on < TODAY]
    rest = [rows[one].received_on for one in ids[len(late) :]]
    assert late == sorted(late)
    assert rest == sorted(rest)
    assert len(ids) == len(set(ids)) == sum(one.state in lifecycle.OPEN_OPINION for one in opinions)
    assert month.longest_waiting(desk.store.database, TODAY, 5, EVERYTHING) == ids[:5]


def test_visits_are_counted_by_day_without_void_ones(desk: Desk) -> None:
    registered(desk)
    registered(desk)
    [(day, (visits, heads))] = month.visits(desk.store.database, "0001-01-01", "9999-12-31", EVERYTHING).items()
    assert (visits, heads) == (2, 2)
    assert month.visits(desk.store.database, FIRST, "2026-11-02", EVERYTHING) == {}
    assert day


def test_the_month_of_the_desk_has_every_day_and_six_months(desk: Desk) -> None:
    registered(desk)
    found = agenda.month_at(desk)
    assert (len(found.days), found.days[0].day, found.days[-1].day) == (30, FIRST, LAST)
    assert [name for name, _ in found.missed] == ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]
    assert found.heard == found.told + found.untold + found.in_time + found.late
    assert len(found.longest) == 1
