"""The tables of acts name what exists: fields of the record, states and acts that have a word."""

from __future__ import annotations

import pytest

from station_app import paths
from station_app.domain.field import Kind, fields_of
from station_app.domain.lifecycle import ACTS, NEW, STATELESS, Act
from station_app.domain.records import BY_KIND


def named(act: Act) -> str:
    return f"{act.kind}.{act.name}"


def test_every_act_has_a_word_on_its_button() -> None:
    assert {act.name for act in ACTS} == set(paths.code_book().lists["act"].by_code)


@pytest.mark.parametrize("act", ACTS, ids=named)
def test_an_act_asks_for_fields_that_its_record_has(act: Act) -> None:
    specs = {spec.name: spec for spec in fields_of(BY_KIND[act.kind])}
    assert {*act.asks, *act.sets, *filter(None, [act.due])} <= specs.keys()
    assert not act.due or specs[act.due].kind is Kind.DAY


@pytest.mark.parametrize("act", ACTS, ids=named)
def test_an_act_leads_from_and_to_states_that_have_a_word(act: Act) -> None:
    scheme = next((spec.scheme for spec in fields_of(BY_KIND[act.kind]) if spec.name == "state"), "")
    states = {*act.before, *act.after} - {NEW, STATELESS}
    assert states <= (paths.code_book().lists[scheme].by_code.keys() if scheme else set())


def test_in_one_state_an_act_is_one_row() -> None:
    rows = [(act.kind, act.name, state) for act in ACTS for state in act.before]
    assert len(rows) == len(set(rows))


def test_who_may_do_an_act_is_a_role_of_the_office() -> None:
    roles = set(paths.code_book().lists["role"].by_code)
    assert {role for act in ACTS for role in act.who} <= roles
