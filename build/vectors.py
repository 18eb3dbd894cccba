"""Make the published vectors: `python -m build.vectors` writes docs/vectors/batches.json and period_close.json.

All of it follows from the constants here, so that the same file comes out for ever.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from station_app.domain import returns
from station_app.domain.batch import seal
from station_app.domain.batch.header import Header
from station_app.domain.batch.suite import SigningKey, text_of
from station_app.domain.change import Change, Line, Place, chained, first_hash, line_of
from station_app.domain.fold import fold

SECRET = bytes(range(32))
JOURNAL, COLLEAGUE, OFFICE = "a" * 32, "b" * 32, "c" * 32
PERSON, USER = "d" * 32, "e" * 32
AT = "2026-11-23T09:30:00.000+08:00"


def made() -> dict[str, Any]:
    """The vectors: a key pair, a journal of three lines, its batch, the batch sealed anew, a clash and its fold."""
    key = SigningKey(SECRET)
    changes = [
        _change(JOURNAL, 1, "register", (), {"name": "杨一", "phone": "16112345678"}),
        _change(JOURNAL, 2, "correct", (Place(JOURNAL, 1),), {"name": "杨一一"}),
        _change(JOURNAL, 3, "correct", (Place(JOURNAL, 2),), {"address": "三组"}),
    ]
    lines = [line_of(one, bytes([one.seq]) * 16) for one in changes]
    header = Header(JOURNAL, 1, 1, 1, first_hash(JOURNAL), "vectors", key=key.public)
    batch = seal.sealed(header, lines, key)
    bare = [lines[0].without_fields, *lines[1:]]
    replacing = Header(JOURNAL, 1, 1, 1, first_hash(JOURNAL), "vectors", key=key.public, replaces=batch.hash)
    anew = seal.sealed(replacing, bare, key)
    blind = _change(COLLEAGUE, 1, "correct", (Place(JOURNAL, 1),), {"name": "杨乙"})
    return {
        "key": {"secret": text_of(SECRET), "public": key.public},
        "first_hash": first_hash(JOURNAL).hex(),
        "lines": _lines(JOURNAL, lines),
        "erased": _lines(JOURNAL, bare),
        "batch": {"name": batch.hash, "base64": b64encode(batch.content).decode()},
        "sealed_anew": {"name": anew.hash, "replaces": batch.hash, "base64": b64encode(anew.content).decode()},
        "clash": _clash([*changes, blind]),
    }


def closed() -> dict[str, Any]:
    """A period closed over two visits of a journal, one of them void: lines, return, the record's fields."""
    visits = [
        _change(JOURNAL, 1, "register", (), _visit("2026-11-02", 6), ("visit", PERSON)),
        _change(JOURNAL, 2, "register", (), _visit("2026-11-09", 1), ("visit", COLLEAGUE)),
        _change(JOURNAL, 3, "void", (Place(JOURNAL, 2),), {"state": "VOID"}, ("visit", COLLEAGUE)),
    ]
    lines = [line_of(one, bytes([one.seq]) * 16) for one in visits]
    counted = {"of": "visit", "day": "received_on", "only": {"state": ["REGISTERED"]}}
    columns = [{"name": "visits", "label": "来访批次", **counted},
               {"name": "people", "label": "来访人次", "adds": "headcount", **counted}]  # fmt: skip
    edition = {"valid_from": "2026-01-01", "title": "接待情况统计表", "row": "station", "columns": columns}
    folded = {uid: fold([one for one in visits if one.record == uid], lambda _journal: 0).values
              for uid in (PERSON, COLLEAGUE)}  # fmt: skip
    cells = returns.cells_of(edition, {"visit": folded}, "2026-11-01", "2026-11-30")
    head = bytes.fromhex(_lines(JOURNAL, lines)[-1]["head"])
    return {
        "lines": _lines(JOURNAL, lines),
        "edition": edition,
        "record": {
            "report": "T1",
            "first_on": "2026-11-01",
            "last_on": "2026-11-30",
            "vector": returns.vector_text({JOURNAL: (len(lines), head)}),
            "editions": returns.editions_text({"T1": returns.hash_of(edition)}),
            "figures": returns.figures_text(cells),
            "lists_hash": returns.hash_of_lists(cells),
        },
    }


def main() -> None:
    """Write the files."""
    folder = Path(__file__).parents[1] / "docs" / "vectors"
    for name, said in (("batches", made()), ("period_close", closed())):
        (folder / f"{name}.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _change(
    journal: str,
    seq: int,
    act: str,
    seen: tuple[Place, ...],
    fields: Mapping[str, Any],
    of: tuple[str, str] = ("person", PERSON),
) -> Change:
    kind, record = of
    uid = record if act == "register" else f"{ord(journal[0]):02x}{seq:030x}"
    return Change(journal, seq, uid, AT, "ok", USER, act, kind, record, seen, fields)


def _visit(day: str, heads: int) -> dict[str, Any]:
    return {"station": OFFICE, "received_on": day, "headcount": heads, "state": "REGISTERED"}


def _lines(journal: str, lines: list[Line]) -> list[dict[str, str]]:
    head, found = first_hash(journal), []
    for line in lines:
        head = chained(head, line)
        found.append({"text": line.text, "hash_of_fields": line.hash_of_fields.hex(), "head": head.hex()})
    return found


def _clash(changes: list[Change]) -> dict[str, Any]:
    """Two changes of one field that did not see each other: both are kept, one shows by a fixed order."""
    folded = fold(changes, lambda _journal: 0)
    return {
        "lines": [line_of(one, bytes([one.seq]) * 16).text for one in changes],
        "values": dict(folded.values),
        "clashes": {
            name: [[one.value, one.place.journal, one.place.seq] for one in found]
            for name, found in folded.clashes.items()
        },
        "heads": [[place.journal, place.seq] for place in folded.heads],
    }


if __name__ == "__main__":
    main()
