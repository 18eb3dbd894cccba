"""The words of the checks are data with periods and switches."""

from __future__ import annotations

import json

import pytest

from station_app import paths
from station_app.domain.quality.finding import parse_rulebook

SHIPPED = (paths.resources() / "rules" / "suggestion_checks.json").read_text("utf-8")


def test_a_word_counts_in_its_period_only() -> None:
    before, after = (parse_rulebook(SHIPPED, day).patterns["old_terms"] for day in ("2020-12-31", "2021-01-01"))
    assert (before.search("精准扶贫"), bool(after.search("精准扶贫"))) == (None, True)


def test_a_check_is_switched_off_or_holds_for_a_period() -> None:
    raw = json.loads(SHIPPED)
    raw["checks"] |= {"Q3": {"on": False}, "Q4": {"valid_to": "2026-06-30"}, "Q7": {"valid_from": "2027-01-01"}}
    on = parse_rulebook(json.dumps(raw), "2026-07-01").on
    assert {"Q3", "Q4", "Q7"} & on == set()
    assert {"Q3", "Q4", "Q7"} & parse_rulebook(json.dumps(raw), "2026-06-30").on == {"Q4"}


def test_an_empty_list_of_words_finds_nothing() -> None:
    raw = json.loads(SHIPPED)
    raw["words"]["accusation_words"] = []
    assert parse_rulebook(json.dumps(raw), "2026-07-01").patterns["accusation_words"].search("贪污") is None


@pytest.mark.parametrize("broken", ["{}", '{"checks": []}', SHIPPED.replace('"^关于', '"(^关于')])
def test_what_is_no_rulebook_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="rulebook"):
        parse_rulebook(broken, "2026-07-01")
