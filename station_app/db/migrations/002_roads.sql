-- The roads: what offices say, whose journals there are and how far each has come, sealed batches, what waits, files.

ALTER TABLE journal ADD COLUMN audience TEXT NOT NULL DEFAULT 'office';
ALTER TABLE journal ADD COLUMN home TEXT NOT NULL DEFAULT '';     -- the station or office whose device writes it
ALTER TABLE journal ADD COLUMN device_key TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN acked INTEGER NOT NULL DEFAULT 0;  -- of my own: how far the receiver has it
ALTER TABLE journal ADD COLUMN judged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;

UPDATE journal SET home = coalesce((SELECT uid FROM station ORDER BY id LIMIT 1), '') WHERE mine = 1;

CREATE INDEX change_kind ON change (kind);

-- Changes of mine that another machine's took the place of (a copy was restored): evidence, reissued in a new journal.
CREATE TABLE branch (
  journal TEXT NOT NULL,
  seq INTEGER NOT NULL,
  header TEXT NOT NULL,
  fields TEXT,
  fields_hash BLOB,
  hash BLOB NOT NULL,
  PRIMARY KEY (journal, seq, hash)
) WITHOUT ROWID;

-- Lines that came and say what their author may not: they stand in their journal and are folded without their fields.
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
  trouble TEXT NOT NULL DEFAULT ''   -- the code of what stopped it
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
  came_at TEXT NOT NULL
);

-- Batches of others that were taken, so that one that comes both ways is known by its hash.
CREATE TABLE taken_batch (
  hash TEXT PRIMARY KEY,
  journal TEXT NOT NULL,
  number INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  taken_at TEXT NOT NULL,
  content BLOB                 -- kept while it is to be passed on: it came by hand, and the province lacks it
);
CREATE INDEX taken_batch_carried ON taken_batch (journal, first) WHERE content IS NOT NULL;

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
  ended INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE blob_part (
  hash TEXT NOT NULL REFERENCES blob (hash),
  start INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (hash, start)
);

ALTER TABLE user ADD COLUMN office TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN acknowledged_on TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN officer TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN officer_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN result TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN result_degree TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN handled_on TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN fed_back_on TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN fed_back_way TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN satisfaction TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN satisfaction_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN official_no TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN assigned_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN assigned_on TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN due_on TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN reply TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN reply_no TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN reply_category TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN replied_on TEXT NOT NULL DEFAULT '';

CREATE TABLE office (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  area_code TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE office_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE unit (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  handler_system TEXT NOT NULL,
  area_code TEXT NOT NULL,
  aliases TEXT NOT NULL,
  contact TEXT NOT NULL,
  phone TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE unit_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE code_entry (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  scheme TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE code_entry_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE rule_pack (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  edition TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  content TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE rule_pack_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE policy_document (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  doc_no TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  summary TEXT NOT NULL,
  file_name TEXT NOT NULL,
  blob TEXT NOT NULL,
  size_bytes INTEGER,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE policy_document_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE receipt (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  station TEXT NOT NULL,
  journal TEXT NOT NULL,
  stage TEXT NOT NULL,
  last_seq INTEGER,
  head TEXT NOT NULL,
  taken INTEGER,
  refused INTEGER,
  held INTEGER,
  received_on TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE verdict (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  station TEXT NOT NULL,
  journal TEXT NOT NULL,
  seq INTEGER,
  target_kind TEXT NOT NULL,
  target TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  "where" TEXT NOT NULL,
  said TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  station TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target TEXT NOT NULL,
  "where" TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  answer_note TEXT NOT NULL,
  answered_on TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE enrolment (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  code_hash TEXT NOT NULL,
  name TEXT NOT NULL,
  area_code TEXT NOT NULL,
  role TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE device (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  home TEXT NOT NULL,
  name TEXT NOT NULL,
  area_code TEXT NOT NULL,
  role TEXT NOT NULL,
  key TEXT NOT NULL,
  recipient TEXT NOT NULL,
  standing TEXT NOT NULL,
  enrolled_on TEXT NOT NULL,
  revoke_reason TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE INDEX verdict_target ON verdict (target);
CREATE INDEX correction_target ON correction (target);
CREATE INDEX device_key ON device (key);
CREATE INDEX receipt_journal ON receipt (journal);
