"""A stranger, who has the contract alone, ends a simulated world as the platform does."""

from __future__ import annotations

import json
from base64 import b64decode

from build import vectors
from tests.simulation import day
from tests.stranger import receiver


def test_a_stranger_ends_a_world_s_days_as_the_platform_does() -> None:
    world = day.lived(3, 12)
    said = json.loads(json.dumps(world.gate.engine.read(day.day_of)))
    world.close()
    rules = json.loads(json.dumps(vectors.judging()))
    found = receiver.received(said, rules, [b64decode(one) for one in said["batches"]])
    assert found == said["expected"]
    assert found["records"]["count"] > 50


def test_the_published_day_is_one_in_which_lines_were_refused_and_held() -> None:
    expected = json.loads(day.FILE.read_text("utf-8"))["expected"]
    assert expected["refused"]["count"] > 5
    assert expected["held"]["count"] > 0
    assert expected["records"]["count"] > 100
