-- What a lead keeps of the team: shift templates, attendance, notes, hand-overs; and more of each person.

ALTER TABLE person ADD COLUMN target_level TEXT;
ALTER TABLE person ADD COLUMN mentor_since TEXT;
ALTER TABLE person ADD COLUMN next_profile TEXT;
ALTER TABLE person ADD COLUMN development TEXT;

-- Why somebody is away is checked by whoever reads it: a list here would have to be made anew for every new reason.
CREATE TABLE away (
  id       INTEGER PRIMARY KEY,
  person   INTEGER NOT NULL REFERENCES person (id),
  kind     TEXT    NOT NULL,
  first    TEXT    NOT NULL,
  last     TEXT    NOT NULL CHECK (last >= first),
  from_min INTEGER,
  to_min   INTEGER CHECK ((to_min IS NULL) = (from_min IS NULL)),
  note     TEXT,
  removed  INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
INSERT INTO away SELECT id, person, kind, first, last, from_min, to_min, note, removed FROM absence;
DROP TABLE absence;
ALTER TABLE away RENAME TO absence;

-- Records of which nobody asks for a single field: each whole, as JSON. A new kind of them needs no new table.
CREATE TABLE kept (
  kind    TEXT    NOT NULL,
  id      INTEGER NOT NULL,
  -- The person whose it is.
  person  INTEGER REFERENCES person (id),
  -- The moment by which it is found, in milliseconds; 0 where it has none.
  at      INTEGER NOT NULL,
  data    TEXT    NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_at ON kept (kind, at) WHERE removed = 0;
