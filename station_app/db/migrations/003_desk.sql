-- The whole desk: plans, holidays, duty records, attachments, groups, barrings, cosigning; what acts fill since;
-- and what a desk keeps for itself: preferences, the trail of what was looked at and taken out, thumbnails, imports.

ALTER TABLE user ADD COLUMN deputy TEXT NOT NULL DEFAULT '';
ALTER TABLE user ADD COLUMN handed_to TEXT NOT NULL DEFAULT '';
ALTER TABLE deputy ADD COLUMN void_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE mandate ADD COLUMN void_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE unit ADD COLUMN void_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN void_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE reception_day ADD COLUMN plan TEXT NOT NULL DEFAULT '';
ALTER TABLE reception_day ADD COLUMN entered_late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN is_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN guardian TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN recorder TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN opinion_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN collected_by TEXT NOT NULL DEFAULT '[]';
ALTER TABLE opinion ADD COLUMN speakers TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN harm_to_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE opinion ADD COLUMN reported_to TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN reported_on TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN reported_at TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN reported_by TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN process TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN next_measures TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN next_due_on TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN return_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN proper_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN return_decision TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN extension_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN fed_back_by TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN deputy_told_on TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN deputy_told_way TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN rework_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN closing_basis TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN closing_note TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN closed_on TEXT NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN contact_tries INTEGER;
ALTER TABLE opinion ADD COLUMN tried_on TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN withdraw_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN withdrawn_on TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN amendment TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN amended_on TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN consulted_way TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN work_satisfaction TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN result_satisfaction TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN evaluation_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestion ADD COLUMN evaluated_on TEXT NOT NULL DEFAULT '';

CREATE TABLE reception_plan (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  station TEXT NOT NULL,
  year INTEGER,
  recurrence TEXT NOT NULL,
  nth TEXT NOT NULL,
  weekday TEXT NOT NULL,
  month_days TEXT NOT NULL,
  interval_days INTEGER,
  first_on TEXT NOT NULL,
  months TEXT NOT NULL,
  shift TEXT NOT NULL,
  start TEXT NOT NULL,
  "end" TEXT NOT NULL,
  place TEXT NOT NULL,
  topic TEXT NOT NULL,
  scope TEXT NOT NULL,
  joint_units TEXT NOT NULL,
  contact TEXT NOT NULL,
  contact_phone TEXT NOT NULL,
  deputies TEXT NOT NULL,
  deputies_a_day INTEGER,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE holiday_table (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  station TEXT NOT NULL,
  year INTEGER,
  days_off TEXT NOT NULL,
  workdays TEXT NOT NULL,
  source TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE duty_record (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  station TEXT NOT NULL,
  deputy TEXT NOT NULL,
  term INTEGER,
  held_on TEXT NOT NULL,
  start TEXT NOT NULL,
  "end" TEXT NOT NULL,
  place TEXT NOT NULL,
  way TEXT NOT NULL,
  content TEXT NOT NULL,
  effect TEXT NOT NULL,
  organiser TEXT NOT NULL,
  reception_day TEXT NOT NULL,
  recorder TEXT NOT NULL,
  void_reason TEXT NOT NULL,
  carried TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE duty_record_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  station TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target TEXT NOT NULL,
  name TEXT NOT NULL,
  what TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size_bytes INTEGER,
  width INTEGER,
  height INTEGER,
  blob TEXT NOT NULL,
  cleaned INTEGER NOT NULL,
  added_on TEXT NOT NULL,
  recorder TEXT NOT NULL,
  note TEXT NOT NULL,
  void_reason TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE deputy_group (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  station TEXT NOT NULL,
  name TEXT NOT NULL,
  leader TEXT NOT NULL,
  members TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  note TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE deputy_group_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE barring (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  station TEXT NOT NULL,
  person TEXT NOT NULL,
  barred_user TEXT NOT NULL,
  barred_deputy TEXT NOT NULL,
  barred_unit TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE cosigning (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  station TEXT NOT NULL,
  suggestion TEXT NOT NULL,
  deputy TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  confirmed_on TEXT NOT NULL,
  confirm_way TEXT NOT NULL,
  note TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE check_override (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  station TEXT NOT NULL,
  suggestion TEXT NOT NULL,
  "check" TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  reason TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE INDEX duty_record_deputy ON duty_record (deputy, held_on);
CREATE INDEX duty_record_reception_day ON duty_record (reception_day);
CREATE INDEX reception_day_plan ON reception_day (plan);
CREATE INDEX attachment_target ON attachment (target);
CREATE INDEX barring_person ON barring (person);
CREATE INDEX cosigning_suggestion ON cosigning (suggestion);
CREATE INDEX check_override_suggestion ON check_override (suggestion);
CREATE INDEX visit_repeat_of ON visit (repeat_of);

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

-- A file that was taken in for a record that is still being typed: it goes nowhere until then.
ALTER TABLE blob ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

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
