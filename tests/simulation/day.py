"""The published day, `python -m tests.simulation.day`: what a small county and the platform wrote in weeks of
accidents, and what every receiver must make of it (docs/vectors/day.json)."""

from __future__ import annotations

import hashlib
import json
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any
from unittest.mock import patch

from station_app import paths
from station_app.domain.wire import canonical, parse
from station_app.gateway.store import devices, folded, journals
from station_app.gateway.store.engine import Cursor
from tests.simulation.truth import differences
from tests.simulation.world import World, world_of

SEED, DAYS = 67, 40
FILE = Path(__file__).parents[2] / "docs" / "vectors" / "day.json"


def lived(seed: int = SEED, days: int = DAYS) -> World:
    """A world that has lived, and ended alike everywhere; sealed without a dictionary, so that the day is all in one
    file."""
    with patch.object(paths, "dictionaries", dict):
        world = world_of(seed)
        world.live(days)
        assert list(differences(world)) == []
    return world


def day_of(cursor: Cursor) -> dict[str, Any]:
    """What the platform holds, as a receiver is given it: whom to believe at first, the batches, what they come to."""
    kept = cursor.rows(
        "SELECT content FROM batch WHERE length(content) > 0 AND stale = 0 ORDER BY journal, first, last"
    )
    first = [one for one in devices.every(cursor) if one.home.role == "PROVINCE"]
    believed = [
        {"key": one.key, "home": one.home.uid, "role": one.home.role, "area_code": one.home.area_code} for one in first
    ]
    return {
        "believed": believed,
        "batches": [b64encode(bytes(row[0])).decode() for row in kept],
        "expected": expected(cursor),
    }


def expected(cursor: Cursor) -> dict[str, Any]:
    """The figures and digests of a platform's store."""
    heads = sorted(f"{one.uid} {one.acked} {bytes(one.head).hex()}" for one in journals.every(cursor) if one.acked)
    records = [
        f"{uid} {kind} {canonical(parse(contents))}"
        for uid, kind, contents in cursor.rows("SELECT uid, kind, contents FROM record ORDER BY uid")
        if parse(contents)
    ]
    refused = sorted(f"{uid} {seq} {code}" for uid, seq, _, code, _ in folded.quarantined(cursor))
    held = [f"{uid} {seq}" for uid, seq, _ in folded.held(cursor)]
    lists = {"journals": heads, "records": records, "refused": refused, "held": held}
    return {
        name: {"count": len(one), "sha256": hashlib.sha256("".join(f"{row}\n" for row in one).encode()).hexdigest()}
        for name, one in lists.items()
    }


def main() -> None:
    """Write the file."""
    world = lived()
    said = world.gate.engine.read(day_of)
    FILE.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{len(said['batches'])} batches, {said['expected']}, {dict(world.happened)}\n")
    world.close()


if __name__ == "__main__":
    main()
