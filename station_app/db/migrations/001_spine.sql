-- The spine: the journals, and the tables folded from them. Frozen: a later change of the tables is a new step.
-- Record tables: one column a field. id: for the text index and lists; heads: the changes that nobody has seen yet;
-- unsettled: 1 while values clash or changes are held; extra: fields of newer programs, kept and passed on.

CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  mine INTEGER NOT NULL DEFAULT 0,
  authority INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER NOT NULL DEFAULT 0,
  head BLOB NOT NULL,
  last_at TEXT NOT NULL DEFAULT ''
);

CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  journal INTEGER NOT NULL REFERENCES journal (id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  uid TEXT NOT NULL,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  header TEXT NOT NULL,
  fields TEXT,                 -- NULL once erased by law; fields_hash then stands for it
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

CREATE TABLE draft (
  id INTEGER PRIMARY KEY,
  user TEXT NOT NULL,
  form TEXT NOT NULL,
  content TEXT NOT NULL,
  kept_at TEXT NOT NULL
);
CREATE INDEX draft_user ON draft (user, form);


CREATE TABLE station (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  area_code TEXT NOT NULL,
  station_no TEXT NOT NULL,
  station_kind TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  carried TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE station_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  station TEXT NOT NULL,
  left_on TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE deputy (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  gender TEXT NOT NULL,
  ethnicity TEXT NOT NULL,
  born_on TEXT NOT NULL,
  post TEXT NOT NULL,
  political_status TEXT NOT NULL,
  education TEXT NOT NULL,
  address TEXT NOT NULL,
  postcode TEXT NOT NULL,
  phone TEXT NOT NULL,
  station TEXT NOT NULL,
  carried TEXT NOT NULL,
  initials TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE deputy_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE mandate (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  deputy TEXT NOT NULL,
  level TEXT NOT NULL,
  term INTEGER,
  cert_no TEXT NOT NULL,
  electoral_unit TEXT NOT NULL,
  delegation TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  status TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  no_phone_reason TEXT NOT NULL,
  village TEXT NOT NULL,
  address TEXT NOT NULL,
  gender TEXT NOT NULL,
  birth_year INTEGER,
  ethnicity TEXT NOT NULL,
  is_voter TEXT NOT NULL,
  id_kind TEXT NOT NULL,
  id_number TEXT NOT NULL,
  carried TEXT NOT NULL,
  initials TEXT NOT NULL,
  phone_tail TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE person_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE reception_day (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  station TEXT NOT NULL,
  held_on TEXT NOT NULL,
  start TEXT NOT NULL,
  "end" TEXT NOT NULL,
  place TEXT NOT NULL,
  topic TEXT NOT NULL,
  scope TEXT NOT NULL,
  joint_units TEXT NOT NULL,
  notice_posted_on TEXT NOT NULL,
  contact TEXT NOT NULL,
  contact_phone TEXT NOT NULL,
  common_matters TEXT NOT NULL,
  cancel_reason TEXT NOT NULL,
  carried TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE reception_day_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE attendance (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  reception_day TEXT NOT NULL,
  deputy TEXT NOT NULL,
  level TEXT NOT NULL,
  presence TEXT NOT NULL,
  replaced_by TEXT NOT NULL,
  note TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);

CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  station TEXT NOT NULL,
  reception_day TEXT NOT NULL,
  visitor TEXT NOT NULL,
  received_on TEXT NOT NULL,
  received_at TEXT NOT NULL,
  channel TEXT NOT NULL,
  headcount INTEGER,
  representatives TEXT NOT NULL,
  companions TEXT NOT NULL,
  deputies TEXT NOT NULL,
  place TEXT NOT NULL,
  is_first TEXT NOT NULL,
  prior_channels TEXT NOT NULL,
  repeat_of TEXT NOT NULL,
  notice_way TEXT NOT NULL,
  confirmation TEXT NOT NULL,
  proxy_name TEXT NOT NULL,
  language TEXT NOT NULL,
  interpreter TEXT NOT NULL,
  recorder TEXT NOT NULL,
  void_reason TEXT NOT NULL,
  carried TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE visit_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE opinion (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  station TEXT NOT NULL,
  visit TEXT NOT NULL,
  received_on TEXT NOT NULL,
  channel TEXT NOT NULL,
  village TEXT NOT NULL,
  title TEXT NOT NULL,
  category TEXT NOT NULL,
  urgency TEXT NOT NULL,
  verbatim TEXT NOT NULL,
  ask TEXT NOT NULL,
  summary TEXT NOT NULL,
  cause TEXT NOT NULL,
  advice TEXT NOT NULL,
  revitalization TEXT NOT NULL,
  affected_place TEXT NOT NULL,
  affected_people INTEGER,
  sensitivity TEXT NOT NULL,
  disclosure TEXT NOT NULL,
  route TEXT NOT NULL,
  answer TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  redirect_reason TEXT NOT NULL,
  redirect_organ TEXT NOT NULL,
  told_on TEXT NOT NULL,
  told_by TEXT NOT NULL,
  owner_level TEXT NOT NULL,
  proposed_unit TEXT NOT NULL,
  proposed_handling TEXT NOT NULL,
  slip_number TEXT NOT NULL,
  unit TEXT NOT NULL,
  referred_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  requirements TEXT NOT NULL,
  escalate_reason TEXT NOT NULL,
  promoted_to TEXT NOT NULL,
  merged_into TEXT NOT NULL,
  withdraw_statement TEXT NOT NULL,
  void_reason TEXT NOT NULL,
  carried TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE opinion_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE TABLE suggestion (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  station TEXT NOT NULL,
  kind TEXT NOT NULL,
  level TEXT NOT NULL,
  raised_in TEXT NOT NULL,
  term INTEGER,
  session INTEGER,
  title TEXT NOT NULL,
  lead_deputy TEXT NOT NULL,
  cosigners TEXT NOT NULL,
  phone TEXT NOT NULL,
  address TEXT NOT NULL,
  postcode TEXT NOT NULL,
  situation TEXT NOT NULL,
  analysis TEXT NOT NULL,
  proposals TEXT NOT NULL,
  suggested_units TEXT NOT NULL,
  review_category TEXT NOT NULL,
  disclosure TEXT NOT NULL,
  origin_basis TEXT NOT NULL,
  repeat_years TEXT NOT NULL,
  want_contact INTEGER NOT NULL,
  no_written_reply INTEGER NOT NULL,
  open_for_cosign INTEGER NOT NULL,
  submitted_on TEXT NOT NULL,
  origin_opinions TEXT NOT NULL,
  carried TEXT NOT NULL,
  heads TEXT NOT NULL,
  unsettled INTEGER NOT NULL,
  extra TEXT NOT NULL
);
CREATE VIRTUAL TABLE suggestion_text USING fts5 (body, tokenize = 'ascii', content = '');

CREATE INDEX mandate_deputy ON mandate (deputy);
CREATE INDEX deputy_initials ON deputy (initials);
CREATE INDEX person_initials ON person (initials);
CREATE INDEX person_phone_tail ON person (phone_tail);
CREATE INDEX person_name ON person (name);
CREATE INDEX reception_day_held_on ON reception_day (held_on);
CREATE INDEX attendance_reception_day ON attendance (reception_day);
CREATE INDEX attendance_deputy ON attendance (deputy);
CREATE INDEX visit_reception_day ON visit (reception_day);
CREATE INDEX visit_visitor ON visit (visitor);
CREATE INDEX visit_received_on ON visit (received_on);
CREATE INDEX opinion_visit ON opinion (visit);
CREATE INDEX opinion_received_on ON opinion (received_on);
CREATE INDEX opinion_state ON opinion (state, received_on);
CREATE INDEX opinion_category ON opinion (category, received_on);
CREATE INDEX opinion_village ON opinion (village, received_on);
CREATE INDEX suggestion_lead_deputy ON suggestion (lead_deputy);
