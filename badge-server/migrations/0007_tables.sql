-- Tables of people that somebody gave and that are not awarded yet. What they hold is sealed; it is erased when they are
-- awarded or given up, and after a day.
CREATE TABLE tables (
  place BIGINT NOT NULL REFERENCES places (id),
  id TEXT NOT NULL,
  account BIGINT NOT NULL REFERENCES accounts (id),
  -- The name of the file.
  name TEXT NOT NULL,
  -- The file as it came; NULL once it was erased.
  sealed BYTEA,
  -- What was said about it, as JSON: columns, sheet, badge and day where it says none.
  choices TEXT NOT NULL,
  created BIGINT NOT NULL,
  -- What it became.
  batch TEXT,
  PRIMARY KEY (place, id)
);
CREATE INDEX tables_created ON tables (created);

-- `award`, `revoke`, `reinstate` or `send`.
ALTER TABLE batches ADD COLUMN kind TEXT NOT NULL DEFAULT 'award';
-- Who wants it; NULL for programs.
ALTER TABLE batches ADD COLUMN account BIGINT;
-- Why awards are taken back, or given back.
ALTER TABLE batches ADD COLUMN reason TEXT;
-- When somebody stopped it.
ALTER TABLE batches ADD COLUMN stopped BIGINT;
CREATE INDEX batches_created ON batches (place, created);
