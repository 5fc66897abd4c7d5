-- Letters to people, until they went and what became of them. What a badge's letter says is written nowhere: it is made
-- from the place when it goes. What another one says (it holds a secret link) is sealed, and emptied once it went, was
-- refused, or grew too old.
CREATE TABLE letters (
  id TEXT PRIMARY KEY,
  -- 0: of the server, and not of one of its places.
  place BIGINT NOT NULL,
  -- `badge`, `invitation` or `sign-in`.
  kind TEXT NOT NULL,
  -- `waiting`, `handing`, `sent`, `refused` or `uncertain`.
  state TEXT NOT NULL,
  created BIGINT NOT NULL,
  -- When the state was last changed.
  changed BIGINT NOT NULL,
  -- How often the mail server put it off.
  attempts BIGINT NOT NULL,
  -- How often it was sent before, on purpose.
  copy BIGINT NOT NULL,
  -- Of a badge's: the random id of the person, and the awards it speaks of, with a space between.
  person TEXT,
  awards TEXT,
  -- Of the others: to whom, and what it says.
  sealed BYTEA,
  -- Afterwards it is of no use.
  expires BIGINT,
  -- Who gave it, or gives it, to the mail server.
  holder TEXT,
  -- What the mail server said last.
  answer TEXT
);
CREATE INDEX letters_place ON letters (place, state, created);
CREATE INDEX letters_person ON letters (place, person) WHERE person IS NOT NULL;
CREATE INDEX letters_changed ON letters (changed);

-- Jobs of the server itself have the place 0, which is none.
CREATE TABLE all_jobs (
  id TEXT PRIMARY KEY,
  place BIGINT NOT NULL,
  -- `batch`, `delivery` or `mail`.
  kind TEXT NOT NULL,
  -- The batch, the delivery or the letter.
  subject TEXT NOT NULL,
  -- Not before.
  due BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  holder TEXT,
  -- Until when whoever holds it has it.
  lease BIGINT,
  done BIGINT
);
INSERT INTO all_jobs (id, place, kind, subject, due, attempts, holder, lease, done)
  SELECT id, place, kind, subject, due, attempts, holder, lease, done FROM jobs;
DROP TABLE jobs;
ALTER TABLE all_jobs RENAME TO jobs;
CREATE INDEX jobs_due ON jobs (due) WHERE done IS NULL;
