-- The desk. Instants are milliseconds since 1970-01-01T00:00:00Z, durations are milliseconds, civil days are
-- 'YYYY-MM-DD' and civil times are minutes after midnight, both in the team's zone.

-- The spine: everything that was ever done. Append-only; the tables that say "worked out" below can be built anew from it.
CREATE TABLE event (
  seq         INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  by_person   INTEGER,
  login       TEXT    NOT NULL,
  subject     TEXT    NOT NULL CHECK (subject IN ('ticket','person','customer','shift','absence','requirement','view','rules')),
  subject_id  INTEGER NOT NULL,
  -- The first event of the act that this one belongs to; none for that first event itself.
  act         INTEGER REFERENCES event (seq),
  undoes      INTEGER REFERENCES event (seq),
  data        TEXT    NOT NULL CHECK (json_valid(data)),
  kind        TEXT    GENERATED ALWAYS AS (data ->> 'kind') VIRTUAL
) STRICT;
CREATE INDEX event_of ON event (subject, subject_id);
CREATE INDEX event_by ON event (login, by_person, seq)
  WHERE act IS NULL AND subject <> 'rules' AND kind <> 'imported' AND data ->> 'came_along' IS NULL;
CREATE INDEX event_act ON event (act) WHERE act IS NOT NULL;
CREATE INDEX event_undoes ON event (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

-- Plain records. A removed one keeps its row, because the history names it.
CREATE TABLE person (
  id             INTEGER PRIMARY KEY,
  name           TEXT    NOT NULL,
  folded         TEXT    NOT NULL,
  primary_profile TEXT   CHECK (primary_profile IN ('customer_champion','field_expert','operationalist','quality_controller','strategist','analyst')),
  second_profile TEXT    CHECK (second_profile  IN ('customer_champion','field_expert','operationalist','quality_controller','strategist','analyst')),
  email          TEXT,
  title          TEXT,
  level          TEXT,
  reports_to     INTEGER REFERENCES person (id),
  mentor         INTEGER REFERENCES person (id),
  employer       TEXT,
  languages      TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(languages)),
  channels       TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(channels)),
  skills         TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(skills)),
  capacity       INTEGER CHECK (capacity >= 0),
  weekly_minutes INTEGER CHECK (weekly_minutes >= 0),
  since          TEXT,
  lead           INTEGER NOT NULL DEFAULT 0 CHECK (lead IN (0, 1)),
  removed        INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX person_named ON person (name) WHERE removed = 0;

CREATE TABLE customer (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL,
  folded       TEXT NOT NULL,
  email        TEXT,
  phone        TEXT,
  organization TEXT,
  tier         TEXT,
  owner        INTEGER REFERENCES person (id),
  since        TEXT,
  lost         TEXT,
  removed      INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
CREATE INDEX customer_email ON customer (email) WHERE email IS NOT NULL;
CREATE INDEX customer_named ON customer (name);

CREATE TABLE shift (
  id        INTEGER PRIMARY KEY,
  person    INTEGER NOT NULL REFERENCES person (id),
  day       TEXT    NOT NULL,
  from_min  INTEGER NOT NULL CHECK (from_min BETWEEN 0 AND 1439),
  to_min    INTEGER NOT NULL CHECK (to_min > from_min AND to_min - from_min <= 1440),
  name      TEXT,
  removed   INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
CREATE INDEX shift_on ON shift (day) WHERE removed = 0;

CREATE TABLE shift_break (
  shift    INTEGER NOT NULL REFERENCES shift (id),
  from_min INTEGER NOT NULL,
  to_min   INTEGER NOT NULL CHECK (to_min > from_min),
  PRIMARY KEY (shift, from_min)
) STRICT, WITHOUT ROWID;

CREATE TABLE absence (
  id       INTEGER PRIMARY KEY,
  person   INTEGER NOT NULL REFERENCES person (id),
  kind     TEXT    NOT NULL CHECK (kind IN ('sick','leave','training','other')),
  first    TEXT    NOT NULL,
  last     TEXT    NOT NULL CHECK (last >= first),
  from_min INTEGER,
  to_min   INTEGER CHECK ((to_min IS NULL) = (from_min IS NULL)),
  note     TEXT,
  removed  INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;

CREATE TABLE requirement (
  id       INTEGER PRIMARY KEY,
  profile  TEXT    NOT NULL CHECK (profile IN ('customer_champion','field_expert','operationalist','quality_controller','strategist','analyst')),
  weekdays INTEGER NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
  from_min INTEGER NOT NULL,
  to_min   INTEGER NOT NULL CHECK (to_min > from_min),
  need     INTEGER NOT NULL CHECK (need >= 0),
  removed  INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;

-- Ways to look at the queue that people have kept.
CREATE TABLE view (
  id        INTEGER PRIMARY KEY,
  name      TEXT    NOT NULL,
  by_person INTEGER,
  login     TEXT    NOT NULL,
  filter    TEXT    NOT NULL,
  sort      TEXT    NOT NULL,
  columns   TEXT    NOT NULL,
  removed   INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;

-- Everything ever said, folded, by the number of its event. Beginnings of one, two and three letters have lists of their
-- own, for a search goes on while it is typed and every letter is an answer. Nobody ranks, so no lengths are kept.
CREATE VIRTUAL TABLE said USING fts5 (
  body, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 0", prefix = '1 2 3'
);

-- Worked out: a ticket as its events leave it.
CREATE TABLE ticket (
  id             INTEGER PRIMARY KEY,
  seq            INTEGER NOT NULL,
  source         TEXT,
  source_id      TEXT,
  subject        TEXT    NOT NULL,
  customer       INTEGER REFERENCES customer (id),
  channel        TEXT,
  category       TEXT,
  team           TEXT,
  tags           TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  language       TEXT,
  priority       TEXT    NOT NULL CHECK (priority IN ('low','normal','high','urgent')),
  status         TEXT    NOT NULL CHECK (status IN ('new','open','pending','on_hold','solved','closed')),
  open           INTEGER NOT NULL CHECK (open IN (0, 1)),
  assignee       INTEGER REFERENCES person (id),
  created_at     INTEGER,
  proactive      INTEGER NOT NULL DEFAULT 0,
  replies        INTEGER,
  first_reply_at INTEGER,
  known          INTEGER NOT NULL DEFAULT 1,
  waiting_since  INTEGER,
  first_solved_at INTEGER,
  last_solved_at INTEGER,
  solved_by      INTEGER,
  reopened       INTEGER NOT NULL DEFAULT 0,
  reopened_at    INTEGER,
  reassigned     INTEGER NOT NULL DEFAULT 0,
  last_event_at  INTEGER NOT NULL,
  surveys        INTEGER,
  escalation     INTEGER NOT NULL DEFAULT 0,
  promise_at     INTEGER,
  upset          INTEGER NOT NULL DEFAULT 0 CHECK (upset IN (0, 1)),
  merged_into    INTEGER,
  -- Times that a foreign file gives and that cannot be.
  odd_reply_at   INTEGER,
  odd_solve_at   INTEGER,
  removed        INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX ticket_from ON ticket (source, source_id) WHERE source IS NOT NULL;
CREATE INDEX ticket_open ON ticket (id) WHERE open = 1;
CREATE INDEX ticket_of ON ticket (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX ticket_created ON ticket (created_at);
CREATE INDEX ticket_solved ON ticket (last_solved_at);
CREATE INDEX ticket_odd ON ticket (id) WHERE created_at IS NULL OR odd_reply_at IS NOT NULL OR odd_solve_at IS NOT NULL;

-- Worked out: the stretches of a ticket's life, each up to the next one.
CREATE TABLE stretch (
  ticket   INTEGER NOT NULL,
  from_at  INTEGER NOT NULL,
  n        INTEGER NOT NULL,
  status   TEXT    NOT NULL,
  assignee INTEGER,
  by_person INTEGER,
  solve    INTEGER NOT NULL,
  reopen   INTEGER NOT NULL,
  assigned INTEGER NOT NULL,
  PRIMARY KEY (ticket, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX stretch_at ON stretch (from_at);

-- Worked out: the oldest unanswered question and the reply to it.
CREATE TABLE response (
  ticket      INTEGER NOT NULL,
  n           INTEGER NOT NULL,
  asked_at    INTEGER NOT NULL,
  replied_at  INTEGER NOT NULL,
  by_person   INTEGER,
  assigned_at INTEGER,
  first       INTEGER NOT NULL,
  PRIMARY KEY (ticket, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX response_at ON response (replied_at);

-- Worked out: ratings and whom they are credited to.
CREATE TABLE rating (
  ticket INTEGER NOT NULL,
  n      INTEGER NOT NULL,
  at     INTEGER,
  score  INTEGER NOT NULL,
  out_of INTEGER NOT NULL,
  credit INTEGER,
  PRIMARY KEY (ticket, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX rating_at ON rating (at);

-- Worked out: every clock of a ticket, from its history and the rules that were in force (`rules` is their place in the log
-- of rules, from 0).
CREATE TABLE clock (
  ticket     INTEGER NOT NULL,
  kind       TEXT    NOT NULL CHECK (kind IN ('first_reply','next_reply','resolution')),
  started_at INTEGER NOT NULL,
  opened_at  INTEGER NOT NULL,
  priority   TEXT    NOT NULL,
  policy     TEXT    NOT NULL,
  calendar   TEXT,
  rules      INTEGER NOT NULL,
  target_ms  INTEGER NOT NULL,
  mode       TEXT    NOT NULL CHECK (mode IN ('requester_wait','agent_work','total')),
  due_at     INTEGER,
  since_at   INTEGER,
  left_ms    INTEGER,
  ended_at   INTEGER,
  outcome    TEXT    CHECK (outcome IN ('met','breached','off')),
  nearest    INTEGER NOT NULL DEFAULT 0,
  n          INTEGER NOT NULL,
  PRIMARY KEY (ticket, n)
) STRICT, WITHOUT ROWID;
