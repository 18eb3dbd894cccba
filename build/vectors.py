"""Make the published vectors: `python -m build.vectors` writes batches, period_close and judging in docs/vectors.

All of it follows from the constants here, so that the same file comes out for ever.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from station_app.domain import judging as judge
from station_app.domain import lifecycle, returns
from station_app.domain.batch import seal
from station_app.domain.batch.header import Header
from station_app.domain.batch.suite import SigningKey, text_of
from station_app.domain.change import SCHEMA, Change, Line, Place, chained, first_hash, line_of
from station_app.domain.field import FieldSpec, Kind, fields_of, is_for_all, step_of
from station_app.domain.fold import fold
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.records import BY_KIND
from station_app.text.problems import of_code

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


def tables() -> dict[str, str]:
    """The tables of docs/batch.md that are made from the code, by the heading of their first column."""
    made = (field_table(), act_table(), code_table())
    return {table.partition("\n")[0]: table for table in made}


def with_tables(text: str) -> str:
    """The page with its tables made anew."""
    for head, table in tables().items():
        before, _, rest = text.partition(head)
        lines = rest.split("\n")[1:]
        left = next((at for at, line in enumerate(lines) if not line.startswith("|")), len(lines))
        text = before + "\n".join([table, *lines[left:]])
    return text


def main() -> None:
    """Write the files."""
    page = Path(__file__).parents[1] / "docs" / "batch.md"
    page.write_text(with_tables(page.read_text("utf-8")), "utf-8")
    folder = Path(__file__).parents[1] / "docs" / "vectors"
    for name, said in (("batches", made()), ("period_close", closed()), ("judging", judging())):
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


def judging() -> dict[str, Any]:
    """The rules of judging as tables: what each field holds, and what each act may do of whom, made from the code."""
    return {
        "schema": SCHEMA,
        "authority": dict(judge.AUTHORITY),
        "always": [lifecycle.DECIDE, lifecycle.UNDO, lifecycle.WRITE_ANEW],
        "bounds": sorted(judge.BOUNDS),
        "of_a_value": sorted(judge.OF_A_VALUE),
        "kinds": {kind: _rules_of(kind, cls) for kind, cls in sorted(BY_KIND.items())},
    }


def field_table() -> str:
    """What a value must be, by the kind of its field: a table of docs/batch.md."""
    named: dict[str, list[str]] = {}
    for kind, cls in BY_KIND.items():
        for spec in fields_of(cls):
            named.setdefault(spec.kind.value, []).append(f"{kind}.{spec.name}")
    rows = [(kind.value, len(named.get(kind.value, ())), VALUES[kind]) for kind in Kind]
    return _table(("kind of field", "fields", "its value"), rows)


def act_table() -> str:
    """Who may do which acts, by kind: a table of docs/batch.md; what each may set is in docs/vectors/judging.json."""
    rows = []
    for kind in sorted(BY_KIND):
        by_who: dict[str, list[str]] = {}
        for name in sorted({act.name for act in lifecycle.acts_of(kind)}):
            who = [role for role in sorted(judge.ROLES) if _may(kind, name, role)["may"]]
            by_who.setdefault(" ".join(who), []).append(f"`{name}`")
        said = "; ".join(f"{who}: {', '.join(names)}" for who, names in sorted(by_who.items()))
        rows.append((f"`{kind}`", "all" if is_for_all(BY_KIND[kind]) else "", said))
    return _table(("kind", "to all stations", "which home may do which acts"), rows)


def code_table() -> str:
    """The codes that a gateway answers with, with their status and what is said: a table of docs/batch.md."""
    from station_app.gateway.http.answers import NAMES, STATUS  # noqa: PLC0415  (no other vector needs a gateway)

    found = {
        code for path in ANSWERING for code in _REFUSAL.findall((ROOT / path).read_text("utf-8"))
    } - NOT_ANSWERED | {"admission_unsound"}
    rows = [(STATUS.get(code, 422), f"`{NAMES.get(code, code)}`", of_code(code)) for code in found]
    return _table(("status", "code", "detail, as far as it is always the same"), sorted(rows))


ROOT = Path(__file__).parents[1] / "station_app"
ANSWERING = (
    *(f"domain/batch/{name}.py" for name in ("frame", "opening", "packing")),
    *(f"gateway/http/{name}.py" for name in ("app", "answers", "bodies", "calls")),
    "gateway/ingest.py",
    "gateway/admission.py",
    "domain/exchange.py",
)
"""Where what a request is answered with is found."""

NOT_ANSWERED = frozenset(
    {"aside_not_acceptable", "device_unknown", "invitation_unsound", "move_unsound", "replaces_of_another"}
)
"""What an operator or a device is told, and no request."""

_REFUSAL = re.compile(r'refusal\(\s*"([a-z_]+)"')

VALUES: Mapping[Kind, str] = {
    Kind.UID: "text: 32 digits of `0-9a-f`, or empty (`not_a_uid`)",
    Kind.REF: "as a uid; whether its record is here is never asked",
    Kind.REFS: "a list of such, at most `max_len` (0: no bound) (`too_many`)",
    Kind.TEXT: "text of at most `max_len` characters (`too_long`)",
    Kind.PROSE: "the same, of several lines",
    Kind.COUNT: "a whole number or null, from `low` to `high` where they are said (`count_out_of_range`)",
    Kind.CODE: f"text of at most {judge.LONGEST_CODE_OF_LIST} characters; whether a list knows it is never asked",
    Kind.CODES: "a list of such",
    Kind.DAY: "a civil date that there is, `YYYY-MM-DD`, or empty (`not_a_day`)",
    Kind.TIME: "`HH:MM` from 00:00 to 23:59, or empty (`not_a_time`)",
    Kind.FLAG: "true or false",
}


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in lines)


def _rules_of(kind: str, cls: type) -> dict[str, Any]:
    acts = sorted({act.name for act in lifecycle.acts_of(kind)})
    return {
        "for_all": is_for_all(cls),
        "step": step_of(cls),
        "handling": kind in HANDLING_KINDS,
        "of_its_home": [name for name in acts if judge.is_of_its_home(kind, name)],
        "fields": {spec.name: _field(spec) for spec in fields_of(cls)},
        "required": {name: list(needed) for name in acts if (needed := judge.required_of(kind, name))},
        "acts": {name: {role: _may(kind, name, role) for role in sorted(judge.ROLES)} for name in acts},
    }


def _field(spec: FieldSpec) -> dict[str, Any]:
    said = {"kind": spec.kind.value, "max_len": spec.max_len, "required": spec.required, "personal": spec.personal}
    return {**said, "low": spec.low, "high": spec.high}


def _may(kind: str, name: str, role: str) -> dict[str, Any]:
    allowed = judge.may_of(kind, name, judge.ROLES[role])
    assert allowed is not None
    is_theirs = not allowed.who.isdisjoint(judge.ROLES[role])
    said = {"leads_to": sorted(allowed.leads_to), "makes": allowed.makes, "sets": sorted(allowed.sets)}
    return {"may": is_theirs, **said}


if __name__ == "__main__":
    main()
