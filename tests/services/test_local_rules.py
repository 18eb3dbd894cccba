"""Which rules hold at this desk."""

from __future__ import annotations

import json

import pytest

from station_app.db.store import Write
from station_app.domain.problem import Rejected
from station_app.services import local_rules
from station_app.services.desk import Desk

REFERRED = {"referred_on": "2026-11-23"}


def sent(desk: Desk, content: str, valid_from: str = "2026-01-01") -> None:
    """A pack of rules as an office sends it."""
    fields = {"name": "deadlines", "edition": "1", "valid_from": valid_from, "content": content}
    with desk.store.transaction():
        desk.store.commit([Write("register", "rule_pack", desk.clock.new_id(), fields)], desk.user.uid)


def pack(days: int) -> str:
    rule = {"act": "refer", "from": "referred_on", "fills": "due_on", "days": days}
    return json.dumps({"editions": [{"valid_from": "2026-01-01", "days": [rule]}]})


def due(desk: Desk) -> str:
    found = local_rules.proposed(desk, "refer", REFERRED)
    assert found is not None
    return found[1]


def test_the_shipped_rule_holds_where_nobody_sent_another(desk: Desk) -> None:
    assert due(desk) == "2026-12-23"
    assert local_rules.proposed(desk, "refer", {}) is None
    assert local_rules.proposed(desk, "answer", REFERRED) is None


def test_a_county_s_rule_comes_before_the_shipped_one(desk: Desk) -> None:
    sent(desk, pack(15))
    assert due(desk) == "2026-12-08"


@pytest.mark.parametrize("content", ["no json", '{"editions": []}'])
def test_a_pack_that_cannot_be_used_is_passed_over(desk: Desk, content: str) -> None:
    sent(desk, content)
    assert due(desk) == "2026-12-23"


def test_the_desk_sets_its_own_period(desk: Desk) -> None:
    local_rules.set_period(desk, "refer", 10)
    assert due(desk) == "2026-12-03"


@pytest.mark.parametrize("days", [0, -1, 4000])
def test_a_period_that_makes_no_sense_is_refused(desk: Desk, days: int) -> None:
    with pytest.raises(Rejected):
        local_rules.set_period(desk, "refer", days)
    assert due(desk) == "2026-12-23"


def test_words_are_looked_at_by_the_rules_in_force(desk: Desk) -> None:
    assert local_rules.pointers_of(desk, "村干部克扣低保款").accuses
