"""The tables of states and acts hold together, and with the code lists and records that they name."""

from __future__ import annotations

from itertools import product

import pytest

from station_app import paths
from station_app.domain import lifecycle, tally, turns
from station_app.domain.field import Kind, field_of, fields_of, kind_of, specs_of
from station_app.domain.lifecycle import ACTS, ANYONE, NEW, STATELESS, Act
from station_app.domain.records import BY_KIND, RECORDS
from station_app.domain.standing import MATTERS
from station_app.services.visits import OPENING_ACTS, REFER

KINDS = [kind_of(cls) for cls in RECORDS]
TRIES = {("telling", "miss"), ("telling", "arrange")}
"""What becomes of a try to tell somebody who was not told."""
WITH_STATES = [kind for kind in KINDS if "state" in specs_of(BY_KIND[kind])]


def named(act: Act) -> str:
    return f"{act.kind}.{act.name}"


def states_of(kind: str) -> set[str]:
    return set(paths.code_book()[field_of(BY_KIND[kind], "state").scheme].by_code)


def reached(kind: str, first: str) -> set[str]:
    """Every state that acts lead to from `first`."""
    found, before = {first}, 0
    while len(found) > before:
        before = len(found)
        found |= {after for act in lifecycle.acts_of(kind) if found & set(act.before) for after in act.after}
    return found


@pytest.mark.parametrize("act", ACTS, ids=named)
def test_an_act_moves_between_states_of_its_kind_s_code_list(act: Act) -> None:
    known = states_of(act.kind) if act.kind in WITH_STATES else {STATELESS}
    assert act.before
    assert set(act.before) <= known | {NEW}
    assert set(act.after) <= known - {STATELESS}
    # What is made new in a kind with states begins in one of them.
    assert bool(act.after) or NEW not in act.before or act.kind not in WITH_STATES


@pytest.mark.parametrize("act", ACTS, ids=named)
def test_an_act_asks_for_fields_of_its_record_and_each_once(act: Act) -> None:
    fields = specs_of(BY_KIND[act.kind]).keys()
    assert {*act.asks, *act.sets, *([act.due] if act.due else [])} <= fields
    assert len(set(act.asks)) == len(act.asks)
    assert not set(act.asks) & set(act.sets)
    assert not act.due or field_of(BY_KIND[act.kind], act.due).kind is Kind.DAY
    assert not act.due or act.due in act.needs


@pytest.mark.parametrize("act", ACTS, ids=named)
def test_what_follows_from_an_act_is_in_the_code_list(act: Act) -> None:
    for name, value in act.sets.items():
        assert not value or value in paths.code_book()[field_of(BY_KIND[act.kind], name).scheme].by_code


def test_every_act_and_every_role_has_a_label() -> None:
    book = paths.code_book()
    assert {act.name for act in ACTS} | {lifecycle.DECIDE, lifecycle.UNDO, lifecycle.WRITE_ANEW} == set(
        book["act"].by_code
    )
    assert {role for act in ACTS for role in act.who} <= set(book["role"].by_code)
    assert all(act.who and act.who <= ANYONE | lifecycle.OFFICE for act in ACTS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_made_by_one_row_and_carried_over_by_one_where_old_ledgers_hold_it(kind: str) -> None:
    made = [act for act in lifecycle.acts_of(kind) if NEW in act.before]
    is_in_no_ledger = kind in ("withholding", "period_close", "settings_copy")
    is_in_no_ledger |= all(act.who <= lifecycle.OFFICE for act in made)
    usual = ["register"] if is_in_no_ledger else ["carry_over", "register"]
    others = {*TRIES, ("opinion", "take_over")}
    assert sorted(act.name for act in made if (act.kind, act.name) not in others) == usual


def test_one_row_answers_for_each_act_in_each_state() -> None:
    rows = [(act.kind, act.name, before) for act in ACTS for before in act.before]
    assert len(rows) == len(set(rows))
    for act in ACTS:
        for before in act.before:
            assert lifecycle.act_of(act.kind, act.name, before) is act
    assert lifecycle.act_of("opinion", "escalate", "REGISTERED") is None
    assert lifecycle.act_of("opinion", "dance", "REGISTERED") is None


@pytest.mark.parametrize(("kind", "end"), [
    ("opinion", "VOID"),
    ("visit", "VOID"),
    ("reception_day", "CANCELLED"),
    ("suggestion", "WITHDRAWN"),
])  # fmt: skip
def test_nothing_leads_out_of_what_is_over(kind: str, end: str) -> None:
    assert lifecycle.acts_on(kind, end, ANYONE) == ()


@pytest.mark.parametrize("state", lifecycle.OPEN_OPINION)
def test_every_open_matter_can_come_to_an_end(state: str) -> None:
    assert reached("opinion", state) & set(lifecycle.CLOSED_OPINION)


def test_open_closed_and_void_matters_are_told_apart() -> None:
    at_the_station = reached("opinion", NEW) - {NEW}
    parts = (set(lifecycle.OPEN_OPINION), set(lifecycle.CLOSED_OPINION), set(lifecycle.VOID))
    assert all(one.isdisjoint(other) for one, other in product(parts, parts) if one is not other)
    assert at_the_station <= set.union(*parts)
    assert set.union(*parts) <= states_of("opinion")
    assert (*lifecycle.UNDECIDED_OPINION, *lifecycle.DECIDED_OPINION) == lifecycle.OPEN_OPINION
    assert [lifecycle.stands(state) for state in ("REGISTERED", "CLOSED", "VOID")] == [True, True, False]


def test_the_states_of_a_reception_day_are_those_of_its_code_list() -> None:
    assert {*lifecycle.HELD_DAY, lifecycle.DAY_CANCELLED} == states_of("reception_day")
    assert lifecycle.MANDATE_IN_FORCE in paths.code_book()["mandate_status"].by_code


def test_tables_keyed_by_states_of_the_opinion_name_no_other() -> None:
    for kind, table in turns.NEXT.items():
        assert table.keys() <= states_of(kind)
    assert turns.NEXT["opinion"].keys() >= set(lifecycle.OPEN_OPINION)
    assert tally.WHEREABOUTS.keys() <= states_of("opinion") - set(lifecycle.VOID)
    assert {named(act) for act in ACTS} >= turns.LANE_OF.keys()
    assert {named(act) for act in ACTS if act.after and act.kind in MATTERS} <= turns.LANE_OF.keys()
    assert set(OPENING_ACTS) - {REFER} <= {act.name for act in lifecycle.acts_of("opinion")}


def test_a_clerk_corrects_what_stands_and_only_the_head_voids() -> None:
    head, clerk = lifecycle.HEAD, lifecycle.CLERK
    assert "void" not in {act.name for act in lifecycle.acts_on("opinion", "REGISTERED", [clerk])}
    assert "void" in {act.name for act in lifecycle.acts_on("opinion", "REGISTERED", [head])}
    assert "correct" in {act.name for act in lifecycle.acts_on("opinion", "CLOSED", [clerk])}
    assert lifecycle.acts_on("opinion", "REGISTERED", []) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_takes_all_but_what_its_acts_give_and_fill_later(kind: str) -> None:
    register = lifecycle.act_of(kind, "register", NEW)
    assert register is not None
    every = {spec.name for spec in fields_of(BY_KIND[kind]) if not spec.reading}
    required = {spec.name for spec in fields_of(BY_KIND[kind]) if spec.required}
    later = lifecycle.filled_later(kind).keys() - required - {*register.asks}
    assert set(lifecycle.fields_taken(register)) == every - lifecycle.GIVEN_BY_ACT - later - {*register.reckoned}


def test_where_an_act_may_lead_to_several_states_it_says_to_which() -> None:
    for act in ACTS:
        assert ("state" in lifecycle.fields_taken(act)) is (len(act.after) > 1)
