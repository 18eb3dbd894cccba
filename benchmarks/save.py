"""A durable save of a visit with one opinion, against the bare SQL of the same rows and commit."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import Figures, in_turn
from station_app.db.models import columns_of
from station_app.domain.clock import SystemClock
from station_app.services import visits
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.services.visits import Matter, VisitEntry

RUNS = 300

PERSON = {"name": "杨胜美", "phone": "16112345678", "village": "520324116201"}
VISIT = {"received_on": "今天", "channel": "WALK_IN", "is_first": "FIRST", "notice_way": "ORAL"}
OPINION = {
    "title": "通组路塌方没有人修",
    "category": "0206",
    "urgency": "NORMAL",
    "verbatim": "我们组的道路塌了半年，娃娃上学要绕四十分钟，自己拉石头填了两回，一下雨又冲走了。" * 3,
    "ask": "请把塌方的路基修好，先放个警示牌。",
}


def measure() -> Figures:
    """A save, and the bare statements of it."""
    with tempfile.TemporaryDirectory() as folder:
        start = FirstStart("520324116000", "联络站", "王小莉", "correct horse 9")
        desk = found(Path(folder), start, SystemClock(), 1024).desk
        entry = VisitEntry(PERSON, VISIT, [Matter(OPINION)])
        visits.register(desk, entry)
        floor = _Bare(desk)
        figure = in_turn(floor.save, lambda: visits.register(desk, entry), RUNS)
        desk.close()
        return {"save": figure}


class _Bare:
    """The same rows (three changes, three records, their words, numbers, the journal's head) by plain statements."""

    def __init__(self, desk: Desk) -> None:
        self._connection: Any = desk.store.database.connection()
        self._statements: list[tuple[str, list[Any]]] = []
        self._round = 0
        for kind in ("change", "person", "visit", "opinion"):
            there = [row[1] for row in self._connection.execute(f"PRAGMA table_info({kind})")]
            # In the order in which the desk writes them; a later column stands at the end of its table.
            names = there if kind == "change" else list(columns_of(kind))
            assert set(names) == set(there)
            limit, columns = 3 if kind == "change" else 1, ", ".join(f'"{name}"' for name in names)
            rows = self._connection.execute(f"SELECT {columns} FROM {kind} ORDER BY id DESC LIMIT {limit}").fetchall()
            marks = ", ".join("?" * len(names))
            self._statements += [(f"INSERT INTO {kind} ({columns}) VALUES ({marks})", list(row)) for row in rows]
        for kind in ("person", "visit", "opinion"):
            words = self._words_of(desk, kind)
            self._statements.append((f"INSERT INTO {kind}_text (rowid, body) VALUES (?, ?)", [0, words]))

    def save(self) -> None:
        """One transaction of bare statements; ids are moved so that every run inserts new rows."""
        self._round += 1
        run, connection = self._connection.execute, self._connection
        run("BEGIN IMMEDIATE")
        for turn, (statement, values) in enumerate(self._statements):
            run(statement, self._moved(statement, values, turn))
        run("UPDATE journal SET last_seq = last_seq, head = head, last_at = last_at WHERE id = 1")
        run(
            "INSERT INTO series VALUES ('bare', ?) ON CONFLICT (prefix) DO UPDATE SET last = excluded.last",
            (self._round,),
        )
        run("COMMIT")
        assert connection.in_transaction is False

    def _moved(self, statement: str, values: list[Any], turn: int) -> list[Any]:
        number = 10_000_000 + self._round * 10 + turn
        if statement.startswith("INSERT INTO change"):
            return [number, values[1], number, f"{number:032}", *values[4:]]
        if "_text" in statement:
            return [number, values[1]]
        return [number, f"{number:032}", *values[2:]]

    def _words_of(self, desk: Desk, kind: str) -> str:
        from station_app.db import search  # noqa: PLC0415  (only to make the floor's content)
        from station_app.db.models import SEARCHED  # noqa: PLC0415  (see above)

        (row,) = desk.records.rows(
            kind, [desk.store.database.execute_sql(f"SELECT uid FROM {kind}").fetchone()[0]]
        ).values()
        return search.indexed(row.values[name] for name in SEARCHED[kind])
