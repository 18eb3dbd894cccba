"""Which rules hold at this desk."""

from __future__ import annotations

import json

import pytest

from station_app.db.store import Write
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
