"""The gateway's tables. Raw changes are the truth; `record`, `held` and `quarantine` are folded from them; a
journal counts its lines in the last two.

What people wrote (`fields`, `salt`, `contents`, `content`) and the gateway's own secrets are sealed (`store/vault`).

Keys always contain the journal or the scope, so that a county can be the unit of distribution.
"""

from __future__ import annotations

from station_app.gateway.store.engine import Cursor, Engine

PARTITIONS = 8

_TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE device (
  key TEXT PRIMARY KEY, home TEXT NOT NULL, name TEXT NOT NULL, area_code TEXT NOT NULL, role TEXT NOT NULL,
  recipient TEXT NOT NULL, standing TEXT NOT NULL, enrolled_at TEXT NOT NULL, record TEXT NOT NULL,
  counted TEXT NOT NULL
);
CREATE TABLE invitation (
  code_hash TEXT PRIMARY KEY, name TEXT NOT NULL, area_code TEXT NOT NULL, role TEXT NOT NULL,
  expires_on TEXT NOT NULL, record TEXT NOT NULL, home TEXT NOT NULL, replaces TEXT NOT NULL, used_by TEXT NOT NULL
);
CREATE TABLE journal (
  uid TEXT PRIMARY KEY, home TEXT NOT NULL, audience TEXT NOT NULL, device_key TEXT NOT NULL, mine INTEGER NOT NULL,
  acked INTEGER NOT NULL, head BLOB NOT NULL, judged INTEGER NOT NULL,
  number INTEGER NOT NULL, last_contact TEXT NOT NULL, gap INTEGER NOT NULL,
  refused INTEGER NOT NULL, held INTEGER NOT NULL
);
CREATE INDEX journal_home ON journal (home);
CREATE TABLE change (
  journal TEXT NOT NULL, seq INTEGER NOT NULL, uid TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL,
  day TEXT NOT NULL, header TEXT NOT NULL, fields BLOB NOT NULL,
  salt BLOB NOT NULL, erased TEXT NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (journal, seq)
) PARTITIONED;
CREATE INDEX change_record ON change (record);
CREATE TABLE record (
  uid TEXT PRIMARY KEY, kind TEXT NOT NULL, maker TEXT NOT NULL, contents BLOB NOT NULL, heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL, file TEXT NOT NULL
);
CREATE INDEX record_file ON record (file);
CREATE TABLE quarantine (
  journal TEXT NOT NULL, seq INTEGER NOT NULL, record TEXT NOT NULL, code TEXT NOT NULL, field TEXT NOT NULL,
  PRIMARY KEY (journal, seq)
);
CREATE INDEX quarantine_record ON quarantine (record);
CREATE TABLE decision (
  journal TEXT NOT NULL, seq INTEGER NOT NULL, record TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (journal, seq)
);
CREATE INDEX decision_record ON decision (record);
CREATE TABLE held (
  journal TEXT NOT NULL, seq INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (journal, seq)
);
CREATE INDEX held_record ON held (record);
CREATE TABLE withheld (
  journal TEXT NOT NULL, seq INTEGER NOT NULL, home TEXT NOT NULL, PRIMARY KEY (journal, seq, home)
);
CREATE TABLE batch (
  hash TEXT PRIMARY KEY, journal TEXT NOT NULL, number INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  verdict TEXT NOT NULL, content BLOB NOT NULL, stale INTEGER NOT NULL
);
CREATE INDEX batch_journal ON batch (journal, first);
CREATE TABLE aside (
  hash TEXT PRIMARY KEY, journal TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, reason TEXT NOT NULL,
  seq INTEGER NOT NULL, came_at TEXT NOT NULL, content BLOB NOT NULL
);
CREATE TABLE scope (name TEXT PRIMARY KEY, last INTEGER NOT NULL, mark TEXT NOT NULL);
CREATE TABLE feed (
  scope TEXT NOT NULL, position INTEGER NOT NULL, journal TEXT NOT NULL, hash TEXT NOT NULL, mark TEXT NOT NULL,
  PRIMARY KEY (scope, position)
);
CREATE TABLE blob (
  home TEXT NOT NULL, hash TEXT NOT NULL, size_bytes INTEGER NOT NULL, came_at TEXT NOT NULL, PRIMARY KEY (home, hash)
);
CREATE TABLE account (
  name TEXT PRIMARY KEY, salt BLOB NOT NULL, cost INTEGER NOT NULL, verifier BLOB NOT NULL, made_at TEXT NOT NULL
);
CREATE TABLE login (mark TEXT PRIMARY KEY, account TEXT NOT NULL, ends INTEGER NOT NULL);
CREATE TABLE event (
  at TEXT NOT NULL, mark TEXT NOT NULL, account TEXT NOT NULL, address TEXT NOT NULL, event TEXT NOT NULL,
  detail TEXT NOT NULL, PRIMARY KEY (at, mark)
)
"""


def create(engine: Engine) -> None:
    """Make the tables where there are none."""
    if are_there(engine):
        return

    def work(cursor: Cursor) -> None:
        for statement in _TABLES.split(";\n"):
            cursor.rows(_for(engine, statement))
            if engine.blob != "BLOB" and "PARTITIONED" in statement:
                for part in range(PARTITIONS):
                    cursor.rows(
                        f"CREATE TABLE change_{part} PARTITION OF change"
                        f" FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {part})"
                    )

    engine.write(work)


def are_there(engine: Engine) -> bool:
    """Whether the tables were made."""
    is_here = "SELECT name FROM sqlite_master WHERE name = 'setting'"
    if engine.blob != "BLOB":
        is_here = "SELECT table_name FROM information_schema.tables WHERE table_name = 'setting'"
    return bool(engine.read(lambda cursor: cursor.rows(is_here)))


def _for(engine: Engine, statement: str) -> str:
    """A statement in an engine's own words for bytes and partitions."""
    if engine.blob == "BLOB":
        return statement.replace(" PARTITIONED", "")
    wide = statement.replace(" INTEGER", " BIGINT")
    return wide.replace(" BLOB", " BYTEA").replace(" PARTITIONED", " PARTITION BY HASH (journal)")
