-- What is asked often is answered from few pages: the log finds a ticket's events by number alone, a ticket has its nearest
-- clock beside it, the backlog is read from one index, and the past of a ticket is one row. The tables that are worked out
-- are filled from the log once this has been done.

-- The log again: whether an event begins an act that its author may take back is written down, where JSON had to be read.
-- Lists of words are checked by whoever reads them, not here, where each row written would build the list anew; and the
-- log's own numbers need no check, for nothing in it is ever changed or deleted.
CREATE TABLE log (
  seq         INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  by_person   INTEGER,
  login       TEXT    NOT NULL,
  subject     TEXT    NOT NULL,
  subject_id  INTEGER NOT NULL,
  -- The first event of the act that this one belongs to; none for that first event itself.
  act         INTEGER,
  undoes      INTEGER,
  turnable    INTEGER NOT NULL CHECK (turnable IN (0, 1)),
  data        TEXT    NOT NULL
) STRICT;
INSERT INTO log (seq, at, by_person, login, subject, subject_id, act, undoes, turnable, data)
  SELECT seq, at, by_person, login, subject, subject_id, act, undoes,
    act IS NULL AND subject <> 'rules' AND kind <> 'imported' AND data ->> 'came_along' IS NULL, data
  FROM event ORDER BY seq;
DROP TABLE event;
ALTER TABLE log RENAME TO event;
CREATE INDEX event_ticket ON event (subject_id) WHERE subject = 'ticket';
CREATE INDEX event_record ON event (subject, subject_id) WHERE subject <> 'ticket';
CREATE INDEX event_by ON event (login, by_person, seq) WHERE turnable = 1;
CREATE INDEX event_act ON event (act) WHERE act IS NOT NULL;
CREATE INDEX event_undoes ON event (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

DROP TABLE ticket;
DROP TABLE stretch;
DROP TABLE response;
DROP TABLE rating;
DROP TABLE clock;

-- Worked out: a ticket as its events leave it, and of its clocks the one that runs out first.
CREATE TABLE ticket (
  id             INTEGER PRIMARY KEY,
  -- The newest event that it rests on.
  seq            INTEGER NOT NULL,
  source         TEXT,
  source_id      TEXT,
  subject        TEXT    NOT NULL,
  customer       INTEGER,
  channel        TEXT,
  category       TEXT,
  team           TEXT,
  tags           TEXT    NOT NULL DEFAULT '[]',
  language       TEXT,
  priority       TEXT    NOT NULL,
  status         TEXT    NOT NULL,
  open           INTEGER NOT NULL CHECK (open IN (0, 1)),
  assignee       INTEGER,
  created_at     INTEGER,
  proactive      INTEGER NOT NULL DEFAULT 0,
  replies        INTEGER,
  first_reply_at INTEGER,
  waiting_since  INTEGER,
  last_solved_at INTEGER,
  reopened       INTEGER NOT NULL DEFAULT 0,
  reassigned     INTEGER NOT NULL DEFAULT 0,
  last_event_at  INTEGER NOT NULL,
  escalation     INTEGER NOT NULL DEFAULT 0,
  promise_at     INTEGER,
  upset          INTEGER NOT NULL DEFAULT 0 CHECK (upset IN (0, 1)),
  removed        INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  -- The clock: when it is due while it runs, what was left of it when it last began to run or paused, and its terms.
  -- `clock_rules` is the place of the rules that it follows in the log of rules, from 0.
  due_at         INTEGER,
  clock          TEXT,
  clock_since_at INTEGER,
  clock_left_ms  INTEGER,
  clock_started_at INTEGER,
  clock_opened_at INTEGER,
  clock_policy   TEXT,
  clock_priority TEXT,
  clock_target_ms INTEGER,
  clock_mode     TEXT,
  clock_calendar TEXT,
  clock_rules    INTEGER
) STRICT;
CREATE UNIQUE INDEX ticket_from ON ticket (source, source_id) WHERE source IS NOT NULL;
CREATE INDEX ticket_of ON ticket (customer, id) WHERE customer IS NOT NULL;
-- All that a list shows of the backlog, side by side, however many tickets lie between them.
CREATE INDEX ticket_open ON ticket (id, source, source_id, subject, customer, channel, category, team, tags, language,
  priority, status, assignee, created_at, proactive, replies, first_reply_at, waiting_since, last_solved_at, reopened,
  reassigned, last_event_at, escalation, promise_at, upset, removed, due_at, clock, clock_since_at, clock_left_ms,
  clock_started_at, clock_opened_at, clock_policy, clock_priority, clock_target_ms, clock_mode, clock_calendar,
  clock_rules) WHERE open = 1;

-- Worked out: what a ticket adds to the figures (`Past` in the program, packed), and from when to when it can be in those
-- of a period: without an end while it is open (the largest number), and where a time is not known (the one before it).
CREATE TABLE past (
  ticket   INTEGER PRIMARY KEY,
  from_at  INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  data     BLOB    NOT NULL
) STRICT;
CREATE INDEX past_reach ON past (until_at, from_at);
