-- What the store keeps beside the records: journals, what is folded from them, drafts, roads, and what a desk keeps for
-- itself. The tables of records are made from their descriptions (db/schema.py). Once released, this step is frozen, and a
-- later change of these tables is a new one.

CREATE TABLE mark (               -- what the tables of records were made from, by kind
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  mine INTEGER NOT NULL DEFAULT 0,
  home TEXT NOT NULL,          -- the station or office whose device writes it, what sort it is, and its division's code
  role TEXT NOT NULL,
  area_code TEXT NOT NULL,
  last_seq INTEGER NOT NULL DEFAULT 0,
  head BLOB NOT NULL,
  last_at TEXT NOT NULL DEFAULT '',
  audience TEXT NOT NULL DEFAULT 'office',
  device_key TEXT NOT NULL DEFAULT '',
  acked INTEGER NOT NULL DEFAULT 0,      -- of my own: how far the receiver has it
  judged INTEGER NOT NULL DEFAULT 0,
  imported INTEGER NOT NULL DEFAULT 0,
  mark TEXT NOT NULL DEFAULT ''          -- of my own: two letters that its numbers bear; '' in a home's first
);

CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  journal INTEGER NOT NULL REFERENCES journal (id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  uid TEXT NOT NULL,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  header TEXT NOT NULL,
  fields TEXT,                 -- NULL once erased by law, and the salt with it; fields_hash then stands for both
  salt BLOB,
  fields_hash BLOB,
  hash BLOB NOT NULL,
  UNIQUE (journal, seq)
);
CREATE INDEX change_record ON change (record);
CREATE INDEX change_uid ON change (uid);

CREATE TABLE clash (
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  journal TEXT NOT NULL,
  seq INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (record, field, journal, seq)
) WITHOUT ROWID;

CREATE TABLE held (
  journal TEXT NOT NULL,
  seq INTEGER NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (journal, seq)
) WITHOUT ROWID;
CREATE INDEX held_record ON held (record);

CREATE TABLE series (
  prefix TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) WITHOUT ROWID;

-- Numbers that several records bear: a disk that was set back gave them again before anybody could know.
CREATE TABLE doubled (
  number TEXT NOT NULL,
  record TEXT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (number, record)
) WITHOUT ROWID;

-- How far the numbers of each series had come that no record bears any more, since its line was erased or refused: what
-- was given once is never given again.
CREATE TABLE spent (
  prefix TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE draft (
  id INTEGER PRIMARY KEY,
  user TEXT NOT NULL,
  form TEXT NOT NULL,
  content TEXT NOT NULL,
  kept_at TEXT NOT NULL
);
CREATE INDEX draft_user ON draft (user, form);
CREATE INDEX change_kind ON change (kind);

-- Lines that their own home withholds: erased where they are here, and as they come. Folded from the withholdings.
CREATE TABLE withheld (
  journal TEXT NOT NULL,
  seq INTEGER NOT NULL,
  home TEXT NOT NULL,          -- who says so: it counts for journals of that home alone
  PRIMARY KEY (journal, seq, home)
) WITHOUT ROWID;

-- Changes that another machine's took the place of (a copy was restored): evidence. Those of this home are written anew
-- in a journal of this device.
CREATE TABLE branch (
  journal TEXT NOT NULL,
  seq INTEGER NOT NULL,
  header TEXT NOT NULL,
  fields TEXT,
  salt BLOB,
  fields_hash BLOB,
  hash BLOB NOT NULL,
  PRIMARY KEY (journal, seq, hash)
) WITHOUT ROWID;

-- Lines that say what their author may not: they stand in their journal and are folded without their fields. Like the
-- records, they are a cache of the journals.
CREATE TABLE quarantine (
  journal INTEGER NOT NULL REFERENCES journal (id),
  seq INTEGER NOT NULL,
  record TEXT NOT NULL,
  code TEXT NOT NULL,          -- of the problem
  field TEXT NOT NULL,
  PRIMARY KEY (journal, seq)
) WITHOUT ROWID;
CREATE INDEX quarantine_record ON quarantine (record);

-- Sealed batches of my journals, kept as the same bytes until they are acknowledged.
CREATE TABLE batch (
  hash TEXT PRIMARY KEY,
  journal INTEGER NOT NULL REFERENCES journal (id),
  number INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  content BLOB,                -- NULL once acknowledged
  sealed_at TEXT NOT NULL,
  exported_at TEXT NOT NULL DEFAULT '',
  received_at TEXT NOT NULL DEFAULT '',
  trouble TEXT NOT NULL DEFAULT '',  -- the code of what stopped it
  replaces TEXT NOT NULL DEFAULT '', -- the batch of the same range whose place it takes, since lines were erased
  stale INTEGER NOT NULL DEFAULT 0   -- it holds what is withheld: it is to be sealed anew
);
CREATE INDEX batch_journal ON batch (journal, first);

-- Batches of others that came and cannot be taken yet, or only after a person said yes.
CREATE TABLE parcel (
  hash TEXT PRIMARY KEY,
  journal TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  content BLOB NOT NULL,
  reason TEXT NOT NULL,        -- the problem's code
  came_at TEXT NOT NULL,
  by_hand INTEGER NOT NULL     -- it came on a stick, and not from the province
);

-- Batches of others that were taken, so that one that comes both ways is known by its hash.
CREATE TABLE taken_batch (
  hash TEXT PRIMARY KEY,
  journal TEXT NOT NULL,
  number INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  taken_at TEXT NOT NULL,
  content BLOB,                -- NULL once another takes its place, since lines of it are withheld
  waits INTEGER NOT NULL DEFAULT 0,  -- it is to be passed on: it came by hand, or the province was restored
  stale INTEGER NOT NULL DEFAULT 0   -- its bytes hold what is withheld: they go nowhere, and wait to be replaced
);
CREATE INDEX taken_batch_carried ON taken_batch (journal, first) WHERE waits = 1;

-- The device's own keys, and what was agreed when it was admitted.
CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

-- Files that travel apart: attachments up, documents down; grown by the byte.
CREATE TABLE blob (
  hash TEXT PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
  done_bytes INTEGER NOT NULL DEFAULT 0,
  ended INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0,       -- taken in for a record that is still being typed: it goes nowhere until then
  told INTEGER NOT NULL DEFAULT 0,       -- the county has said that it holds it; at the county: it was said
  asked INTEGER NOT NULL DEFAULT 0       -- how often it was asked for in vain
);

CREATE TABLE blob_part (
  hash TEXT NOT NULL REFERENCES blob (hash),
  start INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (hash, start)
);

-- What one person, or everybody at this desk (user ''), has set: never sent.
CREATE TABLE preference (
  user TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (user, name)
) WITHOUT ROWID;

-- Who came in, printed, took out, restored (GB/T 22239-2019, 8.1.4.3): each line is chained to the one before.
CREATE TABLE trail (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  clock TEXT NOT NULL,
  user TEXT NOT NULL,
  event TEXT NOT NULL,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL
);

-- Small pictures of photos, made again from the file at any time.
CREATE TABLE thumbnail (
  hash TEXT PRIMARY KEY,
  content BLOB NOT NULL
) WITHOUT ROWID;

-- Old ledgers that were taken: what each made, so that it can be undone as a whole; and the mappings that were kept.
CREATE TABLE ledger_import (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  user TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  mapping TEXT NOT NULL,
  report TEXT NOT NULL,
  undone_at TEXT NOT NULL DEFAULT ''
);

CREATE TABLE ledger_import_record (
  import INTEGER NOT NULL REFERENCES ledger_import (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (import, position)
) WITHOUT ROWID;

CREATE TABLE ledger_mapping (
  name TEXT PRIMARY KEY,
  content TEXT NOT NULL
) WITHOUT ROWID;
