-- Work that goes on when nobody waits for it. Whoever does a job has it on lease: when a server dies, the lease ends, and
-- another one goes on. What a job does is written so that doing it twice does no harm.
CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  place BIGINT NOT NULL REFERENCES places (id),
  -- `batch` or `delivery`.
  kind TEXT NOT NULL,
  -- The batch, or the delivery.
  subject TEXT NOT NULL,
  -- Not before.
  due BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  holder TEXT,
  -- Until when whoever holds it has it.
  lease BIGINT,
  done BIGINT
);
CREATE INDEX jobs_due ON jobs (due) WHERE done IS NULL;

-- Many awards that are wanted together.
CREATE TABLE batches (
  place BIGINT NOT NULL REFERENCES places (id),
  id TEXT NOT NULL,
  created BIGINT NOT NULL,
  -- What the cohort is called, for those who name it.
  cohort TEXT,
  -- The language of messages.
  lang TEXT NOT NULL,
  PRIMARY KEY (place, id)
);

CREATE TABLE batch_rows (
  place BIGINT NOT NULL REFERENCES places (id),
  batch TEXT NOT NULL,
  seq BIGINT NOT NULL,
  -- What is wanted, until it is done.
  wish TEXT,
  -- What whoever asked calls it.
  reference TEXT,
  -- `waiting`, `awarded`, `already` or `problem`.
  state TEXT NOT NULL,
  award TEXT,
  problems TEXT,
  PRIMARY KEY (place, batch, seq)
);
CREATE INDEX batch_rows_state ON batch_rows (place, batch, state, seq);
CREATE INDEX batch_rows_award ON batch_rows (place, award) WHERE award IS NOT NULL;

-- Whom to tell what happens at a place (Standard Webhooks).
CREATE TABLE hooks (
  place BIGINT NOT NULL REFERENCES places (id),
  id TEXT NOT NULL,
  url TEXT NOT NULL,
  -- The secret that signs, sealed like the places' keys.
  sealed BYTEA NOT NULL,
  -- Which events, with a space between; all of them where it is empty.
  kinds TEXT NOT NULL,
  created BIGINT NOT NULL,
  ended BIGINT,
  PRIMARY KEY (place, id)
);

CREATE TABLE deliveries (
  place BIGINT NOT NULL REFERENCES places (id),
  id TEXT NOT NULL,
  hook TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- It names nobody: only awards.
  body TEXT NOT NULL,
  created BIGINT NOT NULL,
  -- `waiting`, `sent` or `failed`.
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  -- What came of the last attempt: a status, or why there was none.
  answer TEXT,
  tried BIGINT,
  PRIMARY KEY (place, id)
);
CREATE INDEX deliveries_hook ON deliveries (place, hook, created);
