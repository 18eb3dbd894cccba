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
WORDS, PHRASES, PHRASE_CHARACTERS, POOL = 35, 2, 12, 500
"""Words and phrases in each, characters of a phrase, phrases in all: chosen so that a record has the size, and zstd
finds about as much to save in the whole and in one alone, as in the contract's figures."""


def fields(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The uid and the fields of each visit."""
    chance = random.Random(SEED)
    said = json.loads((paths.resources() / "sample" / "matters.json").read_text("utf-8"))
    text = "".join(f"{matter[name]}\u3002" for matter in said["matters"] for name in ("verbatim", "ask"))
    text = text.replace("{village}", "")
    words = sorted(set(re.findall(r"(?=([\u4e00-\u9fff]{2}))", text)))
    starts = [chance.randrange(len(text) - PHRASE_CHARACTERS) for _ in range(POOL)]
    phrases = [text[start : start + PHRASE_CHARACTERS] for start in starts]
    for turn in range(number):
        spoken = "".join(chance.choices(words, k=WORDS)) + "".join(chance.choices(phrases, k=PHRASES))
        yield (
            f"{chance.getrandbits(128):032x}",
            {
                "visitor": f"{chance.getrandbits(128):032x}",
                "received_on": f"2026-{1 + turn * 12 // number:02}-{chance.randrange(1, 29):02}",
                "received_at": f"{chance.randrange(9, 12):02}:{chance.randrange(60):02}",
                "channel": chance.choice(("WALK_IN", "RECEPTION_DAY", "PHONE")),
                "headcount": chance.choice((1, 1, 1, 1, 2, 6)),
                "number": f"520324116-01-F26-{turn + 1:05}",
                "state": "REGISTERED",
                "confirmation": "SIGNED",
                "is_first": "FIRST",
                "notice_way": "ORAL",
                "place": chance.choice(said["groups"]) + said["group"],
                "proxy_name": chance.choice(said["surnames"]) + chance.choice(said["given"]),
                "carried": f"{spoken}161{chance.randrange(10**8):08}",
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
        "zstd -19, one alone": _alone(lines, b""),
        "one alone, with our dictionary": _alone(lines, max(paths.dictionaries().items())[1]),
    }


def _alone(lines: list[bytes], dictionary: bytes) -> float:
    """Bytes of a record that is packed by itself, the mean of a hundred."""
    trained = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    packer = zstandard.ZstdCompressor(level=19, dict_data=trained, write_checksum=False)
    some = lines[:: max(len(lines) // 100, 1)]
    return sum(len(packer.compress(line)) for line in some) / len(some)
