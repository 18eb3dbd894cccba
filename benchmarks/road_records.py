"""Ten thousand visits as the contract's figures mean them: 655 bytes of JSON each, of words of this project, seeded."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import zstandard

from station_app import paths

SEED = 20261123
WORDS, PHRASES, PHRASE_PAIRS, POOL = 13, 3, 7, 3000
"""Words and phrases in each, pairs in a phrase, phrases in all: chosen so that gzip and zstd find as much to save as
in the contract's figures."""


def fields(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The uid and the fields of each visit."""
    chance = random.Random(SEED)
    said = json.loads((paths.resources() / "sample" / "matters.json").read_text("utf-8"))
    text = "".join(matter[name] for matter in said["matters"] for name in ("verbatim", "ask"))
    pairs = sorted(
        {text[at : at + 2] for at in range(len(text) - 1) if re.fullmatch(r"[\u4e00-\u9fff]{2}", text[at : at + 2])}
    )
    phrases = ["".join(chance.choices(pairs, k=PHRASE_PAIRS)) for _ in range(POOL)]
    villages = [one.code for one in paths.regions().children("520324116000")]
    people = [f"{chance.getrandbits(128):032x}" for _ in range(12)]
    for turn in range(number):
        day = f"2026-{1 + turn * 12 // number:02}-{chance.randrange(1, 29):02}"
        words = "".join(chance.choice(pairs) for _ in range(WORDS)) + "".join(chance.choices(phrases, k=PHRASES))
        yield (
            f"{chance.getrandbits(128):032x}",
            {
                "visitor": f"{chance.getrandbits(128):032x}",
                "received_on": day,
                "received_at": f"{chance.randrange(9, 12):02}:{chance.randrange(60):02}",
                "channel": chance.choice(("WALK_IN", "RECEPTION_DAY", "PHONE")),
                "headcount": chance.choice((1, 1, 1, 1, 2, 6)),
                "number": f"{chance.choice(villages)}01-LF-2026-{turn + 1:05}",
                "state": "REGISTERED",
                "recorder": chance.choice(people[:3]),
                "repeat_of": f"{chance.getrandbits(128):032x}",
                "representatives": [f"{chance.getrandbits(128):032x}"],
                "place": chance.choice(said["groups"]) + said["group"],
                "proxy_name": chance.choice(said["surnames"]) + chance.choice(said["given"]),
                "carried": f"{words}161{chance.randrange(10**8):08}",
            },
        )


def floors(records: list[tuple[str, dict[str, Any]]]) -> dict[str, float]:
    """Bytes a record: plain JSON, gzip -9, zstd -19 of the whole."""
    lines = [
        json.dumps({**one, "uid": uid}, ensure_ascii=False, separators=(",", ":")).encode() for uid, one in records
    ]
    whole = b"\n".join(lines)
    count = len(records)
    return {
        "raw": sum(map(len, lines)) / count,
        "gzip -9": len(gzip.compress(whole, 9)) / count,
        "zstd -19": len(zstandard.ZstdCompressor(level=19).compress(whole)) / count,
    }
