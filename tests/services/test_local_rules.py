"""Which rules hold at this desk."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from station_app import paths
from station_app.db.store import Store, Write
from station_app.domain.problem import Rejected
from station_app.services import local_rules
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.offices import county, office_says

REFERRED = {"referred_on": "2026-11-23"}


def sent(desk: Desk, content: str, valid_from: str = "2026-01-01") -> None:
    """A pack of rules as an office sends it."""
    fields = {"name": "deadlines", "edition": "1", "valid_from": valid_from, "content": content}
    office_says(desk, Write("register", "rule_pack", desk.clock.new_id(), fields))


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


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        '{"editions": []}',
        '{"editions":[{"valid_from":"2026-01-01","days":[{"of":"refer"}]}]}',
        '{"editions":[{"valid_from":"2026-01-01","days":[{"act":"refer","from":"","fills":"due_on","days":"soon"}]}]}',
        "[" * 9000,
    ],
)
def test_a_pack_that_cannot_be_used_is_passed_over(desk: Desk, content: str) -> None:
    older = Store(desk.store.database, desk.clock, paths.initials_of, lambda _name, _content: "")
    sent(replace(desk, store=older), content)  # taken by a program whose schema let it pass
    assert due(desk) == "2026-12-23"
    assert [pack.name for pack, _ in local_rules.unsound(desk)] == ["deadlines"]


@pytest.mark.parametrize("name", paths.PACKS)
def test_the_shipped_packs_are_as_their_schemas_say(name: str) -> None:
    assert paths.fault_of_pack(name, paths.rule_pack(name)) == ""
    assert paths.fault_of_pack(name, "{}") != ""


def test_a_county_cannot_write_a_pack_that_stops_a_form(tmp_path: Path) -> None:
    office = county(tmp_path / "county")
    fields = {"name": "deadlines", "edition": "1", "content": '{"editions":[{"days":[{"of":"refer"}]}]}'}
    with pytest.raises(Rejected) as rejected:
        perform(office, [Ask("rule_pack", "register", fields)])
    assert [one.code for one in rejected.value.problems] == ["rule_pack_unsound"]
    perform(office, [Ask("rule_pack", "register", {**fields, "content": pack(15)})])
    office.close()
