"""The ledger's SQL against the same question asked of plain records in Python."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from station_app import paths
from station_app.db import ledger
from station_app.db.ledger import Filter, Waits, waiting
from station_app.db.store import Write
from station_app.domain import lifecycle
from station_app.domain.field import readings_of, values_of
from station_app.domain.identity import masked_name
from station_app.domain.lifecycle import OPEN_OPINION
from station_app.domain.records import Opinion
from station_app.domain.secrecy import EVERYTHING, Viewer, is_confidential
from station_app.services.desk import Desk
from tests.office import read_as, registered

NUMBER = 200
VILLAGES = ("520324100201", "520324116201", "520324116202", "520324117201", "520325101201", "")
VISITORS = {f"{place:032}".replace("0", "a"): name for place, name in enumerate(("张三", "周文", "单雄信", "李䶮"), 1)}
WORDS = ("道路塌方", "水管破裂", "停电", "低保 申请", "ETC")


def made(chance: random.Random) -> dict[str, Any]:
    codes = paths.code_book()
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(60))
    word = chance.choice(WORDS)
    beside = random.Random(f"{day} {word}")
    return {
        "state": chance.choice([entry.code for entry in codes["opinion_state"].codes]),
        "received_on": day.isoformat(),
        "channel": chance.choice([entry.code for entry in codes["channel"].codes]),
        "village": chance.choice(VILLAGES),
        "category": chance.choice([entry.code for entry in codes["matter"].codes if entry.parent]),
        "urgency": chance.choice([entry.code for entry in codes["urgency"].codes]),
        "title": word,
        "verbatim": f"{word}，" + "长" * chance.choice((1, 300)),
        "ask": "请解决",
        "unit": chance.choice(("", "交通运输局")),
        "proposed_unit": chance.choice(("", "乡镇人民政府")),
        "due_on": beside.choice(("", (day + timedelta(days=beside.randrange(90))).isoformat())),
        "visit": beside.choice((*VISITORS, "")),
        "sensitivity": beside.choice(("GENERAL", "GENERAL", "CONFIDENTIAL")),
    }


@pytest.fixture
def opinions(desk: Desk) -> list[tuple[int, Opinion]]:
    """Two hundred opinions with their ids in lists, in the order they were made."""
    chance = random.Random(8)
    writes = [Write("register", "person", uid.replace("a", "b"), {"name": name}) for uid, name in VISITORS.items()]
    came = {"received_on": "2026-11-02", "channel": "VISIT", "is_first": "FIRST", "notice_way": "READ_OUT"}
    came["station"] = desk.place.uid
    writes += [Write("register", "visit", uid, {"visitor": uid.replace("a", "b"), **came}) for uid in VISITORS]
    several = [(desk.clock.new_id(), made(chance)) for _ in range(NUMBER)]
    writes += [write for one in several for write in standing(*one)]
    with desk.store.transaction():
        desk.store.commit(writes, desk.user.uid)
        read(desk, several)
    return list(enumerate(desk.records.all(Opinion), 1))


Claim = Callable[[Opinion], bool]

FILTERS: dict[str, tuple[Filter, Claim]] = {
    "everything": (Filter(viewer=EVERYTHING), lambda _: True),
    "blank text": (Filter(viewer=EVERYTHING, text=" \u3000"), lambda _: True),
    "text": (Filter(viewer=EVERYTHING, text="塌方"), lambda one: "塌方" in one.title),
    "two terms": (Filter(viewer=EVERYTHING, text="低保 申请"), lambda one: "低保" in one.title),
    "latin": (Filter(viewer=EVERYTHING, text="etc"), lambda one: one.title == "ETC"),
    "no such text": (Filter(viewer=EVERYTHING, text="天上掉馅饼"), lambda _: False),
    "states": (Filter(viewer=EVERYTHING, states=("CLOSED", "VOID")), lambda one: one.state in ("CLOSED", "VOID")),
    "open": (Filter(viewer=EVERYTHING, open_only=True), lambda one: one.state in OPEN_OPINION),
    "states before open": (
        Filter(viewer=EVERYTHING, states=("CLOSED",), open_only=True),
        lambda one: one.state == "CLOSED",
    ),
    "first-level category": (Filter(viewer=EVERYTHING, category="02"), lambda one: one.category.startswith("02")),
    "category": (Filter(viewer=EVERYTHING, category="0206"), lambda one: one.category == "0206"),
    "village": (Filter(viewer=EVERYTHING, village="520324116201"), lambda one: one.village == "520324116201"),
    "township": (Filter(viewer=EVERYTHING, village="520324116000"), lambda one: one.village.startswith("520324116")),
    "town with a zero of its own": (
        Filter(viewer=EVERYTHING, village="520324100000"),
        lambda one: one.village.startswith("520324100"),
    ),
    "county": (Filter(viewer=EVERYTHING, village="520324000000"), lambda one: one.village.startswith("520324")),
    "channel": (Filter(viewer=EVERYTHING, channel="WALK_IN"), lambda one: one.channel == "WALK_IN"),
    "urgency": (Filter(viewer=EVERYTHING, urgency="URGENT"), lambda one: one.urgency == "URGENT"),
    "from": (Filter(viewer=EVERYTHING, from_on="2026-02-01"), lambda one: one.received_on >= "2026-02-01"),
    "to": (Filter(viewer=EVERYTHING, to_on="2026-01-31"), lambda one: one.received_on <= "2026-01-31"),
    "all together": (
        Filter(
            viewer=EVERYTHING,
            text="道路",
            open_only=True,
            village="520324116000",
            from_on="2026-01-05",
            to_on="2026-02-20",
        ),
        lambda one: (
            one.title == "道路塌方"
            and one.state in OPEN_OPINION
            and one.village.startswith("520324116")
            and "2026-01-05" <= one.received_on <= "2026-02-20"
        ),
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_leaves_what_the_records_say(desk: Desk, opinions: list[tuple[int, Opinion]], name: str) -> None:
    chosen, claim = FILTERS[name]
    expected = [(number, one) for number, one in opinions if claim(one)]
    assert set(ledger.all_ids(desk.store.database, chosen)) == {number for number, _ in expected}
    assert ledger.count(desk.store.database, chosen) == len(expected)
    oldest = min((one.received_on for _, one in expected), default="")
    assert ledger.first_page(desk.store.database, chosen, 1).oldest == oldest
    assert bool(expected) is (name != "no such text")


Key = Callable[[tuple[int, Opinion]], tuple[Any, ...]]

URGENCIES = ("CRITICAL", "URGENT", "NORMAL", "NOT_RECORDED")

ORDERS: dict[str, Key] = {
    "waiting": lambda pair: (pair[1].received_on, pair[0]),
    "number": lambda pair: (pair[0],),
    "category": lambda pair: (pair[1].category, pair[1].received_on, pair[0]),
    "state": lambda pair: (pair[1].state, pair[1].received_on, pair[0]),
    "village": lambda pair: (pair[1].village, pair[1].received_on, pair[0]),
    "unit": lambda pair: (paths.spelt(pair[1].unit or pair[1].proposed_unit), pair[1].received_on, pair[0]),
    "due": lambda pair: (pair[1].due_on, pair[0]),
    "visitor": lambda pair: (paths.spelt(VISITORS.get(pair[1].visit, "")), pair[1].received_on, pair[0]),
    "station": lambda pair: (pair[1].number, pair[0]),
    "urgency": lambda pair: (URGENCIES.index(pair[1].urgency), pair[1].received_on, pair[0]),
}

LAST: dict[str, Claim] = {
    "unit": lambda one: not (one.unit or one.proposed_unit),
    "due": lambda one: not one.due_on,
    "visitor": lambda one: one.visit not in VISITORS or is_confidential(values_of(one)),
}


def test_every_order_is_asked_of_the_model() -> None:
    assert ORDERS.keys() == ledger.SORTS.keys()


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("name", ORDERS)
def test_each_order_is_that_of_the_records_and_its_pages_join(
    desk: Desk, opinions: list[tuple[int, Opinion]], name: str, way: str
) -> None:
    is_last: Claim = LAST.get(name, lambda _one: False)
    days = ORDERS["waiting"] if name == "visitor" else ORDERS[name]
    shown, blank = ([pair for pair in opinions if is_last(pair[1]) is last] for last in (False, True))
    ordered = sorted(shown, key=ORDERS[name], reverse=bool(way)) + sorted(blank, key=days, reverse=bool(way))
    expected = [number for number, _ in ordered]
    assert blank or name not in LAST
    chosen = Filter(viewer=EVERYTHING, sort=way + name)
    assert list(ledger.all_ids(desk.store.database, chosen)) == expected
    pages = [ledger.ids(desk.store.database, chosen, offset, 30) for offset in range(0, NUMBER, 30)]
    assert [number for page in pages for number in page] == expected


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("viewer", [EVERYTHING, Viewer("me", sees_all=False)], ids=["head", "clerk"])
@pytest.mark.parametrize("name", ["waiting", "category", "village", "unit", "due", "visitor", "urgency"])
def test_a_page_is_walked_along_an_index_and_no_row_is_sorted(desk: Desk, name: str, viewer: Viewer, way: str) -> None:
    heard: list[str] = []
    chosen = Filter(open_only=True, sort=way + name, viewer=viewer)
    desk.store.database.connection().set_trace_callback(heard.append)
    ledger.ids(desk.store.database, chosen, 0, 50)
    desk.store.database.connection().set_trace_callback(None)
    plan = [row[3] for row in desk.store.database.execute_sql(f"EXPLAIN QUERY PLAN {heard[0]}")]
    whole = [step for step in plan if "FOR ORDER BY" in step or step.startswith("SCAN opinion")]
    assert all(step.endswith(allowed(name)) for step in whole), plan


def allowed(name: str) -> tuple[str, ...]:
    """Steps that open or sort no more than a page: along the index of the order, and the days of one name."""
    return (
        ("FOR LAST 2 TERMS OF ORDER BY",)
        if name == "visitor"
        else (f"INDEX opinion_{name}", "opinion_unit_spelt", "opinion_received_on")
    )


def test_a_line_shows_its_record(desk: Desk, opinions: list[tuple[int, Opinion]]) -> None:
    lines = ledger.rows(desk.store.database, [number for number, _ in opinions])
    assert lines.keys() == {number for number, _ in opinions}
    for number, one in opinions:
        line = lines[number]
        assert (line.uid, line.title, line.state, line.received_on) == (one.uid, one.title, one.state, one.received_on)
        assert line.excerpt == one.verbatim[: ledger.EXCERPT]
        assert line.unit == (one.unit or one.proposed_unit)
        name = VISITORS.get(one.visit, "")
        assert (line.visitor, line.headcount) == (
            masked_name(name) if is_confidential(values_of(one)) else name,
            int(bool(name)),
        )


def test_more_lines_than_one_query_names_come_whole(desk: Desk, opinions: list[tuple[int, Opinion]]) -> None:
    assert len(ledger.rows(desk.store.database, range(1, 1_500))) == len(opinions)
    assert ledger.rows(desk.store.database, []) == {}


def test_a_line_names_the_visitor_and_the_heads(desk: Desk) -> None:
    registered(desk)
    line = ledger.rows(desk.store.database, ledger.all_ids(desk.store.database, Filter(viewer=EVERYTHING)))[1]
    assert (line.visitor, line.headcount) == ("杨胜美", 1)


def test_a_text_finds_the_matters_of_a_visitor_by_name_and_initials(desk: Desk) -> None:
    registered(desk)
    found = {
        text: ledger.count(desk.store.database, Filter(viewer=EVERYTHING, text=text))
        for text in ("杨胜美", "ysm", "5678", "吴")
    }
    assert found == {"杨胜美": 1, "ysm": 1, "5678": 1, "吴": 0}


TODAY, TOMORROW = "2026-11-23", "2026-11-24"


READ = readings_of(Opinion)


def standing(uid: str, fields: dict[str, Any]) -> list[Write]:
    """A record that says what it says: no act of taking it over may set each, and a decision of a clash may."""
    said = {name: value for name, value in fields.items() if name not in READ}
    return [Write("carry_over", "opinion", uid, {}), Write(lifecycle.DECIDE, "opinion", uid, said)]


def read(desk: Desk, opinions: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """What of it is read from its handling."""
    for uid, fields in opinions:
        readings = {name: value for name, value in fields.items() if name in READ}
        if readings:
            read_as(desk, uid, **readings)


def put(desk: Desk, *opinions: dict[str, Any]) -> list[str]:
    uids = [desk.clock.new_id() for _ in opinions]
    writes = [write for uid, fields in zip(uids, opinions, strict=True) for write in standing(uid, fields)]
    with desk.store.transaction():
        desk.store.commit(writes, desk.user.uid)
        read(desk, zip(uids, opinions, strict=True))
    return uids


def test_nothing_waits_at_a_new_desk(desk: Desk) -> None:
    found = waiting(desk.store.database, TODAY, TOMORROW, EVERYTHING)
    assert [found.undecided, found.unanswered, found.overdue, found.due_tomorrow] == [Waits(0)] * 4


def test_each_heap_names_its_oldest(desk: Desk) -> None:
    uids = put(
        desk,
        {"state": "REGISTERED", "received_on": "2026-11-20"},
        {"state": "REGISTERED", "received_on": "2026-11-02"},
        {"state": "TRIAGED", "received_on": "2026-11-03"},
        {"state": "HANDLING", "received_on": "2026-11-01"},
        {"state": "CLOSED", "received_on": "2026-10-01"},
        {"state": "VOID", "received_on": "2026-10-01"},
    )
    found = waiting(desk.store.database, TODAY, TOMORROW, EVERYTHING)
    assert found.undecided == Waits(2, uids[1], "2026-11-02")
    assert found.unanswered == Waits(2, uids[3], "2026-11-01")


@pytest.mark.parametrize(("due_on", "state", "heap"), [
    ("2026-11-22", "REFERRED", "overdue"),
    ("2026-11-23", "REFERRED", "due_tomorrow"),
    ("2026-11-24", "REGISTERED", "due_tomorrow"),
    ("2026-11-25", "REFERRED", ""),
    ("", "REFERRED", ""),
    ("2026-11-22", "CLOSED", ""),
    ("2026-11-23", "ANSWERED_ON_SITE", ""),
])  # fmt: skip
def test_a_deadline_is_past_from_the_day_after_and_near_until_then(
    desk: Desk, due_on: str, state: str, heap: str
) -> None:
    (uid,) = put(desk, {"state": state, "received_on": "2026-11-01", "due_on": due_on})
    found = waiting(desk.store.database, TODAY, TOMORROW, EVERYTHING)
    heaps = {name: getattr(found, name) for name in ("overdue", "due_tomorrow")}
    assert {name for name, waits in heaps.items() if waits.count} == ({heap} if heap else set())
    assert not heap or heaps[heap] == Waits(1, uid, due_on)
