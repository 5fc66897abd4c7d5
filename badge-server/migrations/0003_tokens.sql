-- By which address somebody is found. Derived from people, and erased with them.
CREATE TABLE addresses (
  place BIGINT NOT NULL REFERENCES places (id),
  -- An e-mail address in small letters, or a DID.
  address TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (place, address)
);
CREATE INDEX addresses_person ON addresses (place, person);

-- The newest awards first, whatever they are for.
CREATE INDEX awards_seq ON awards (place, seq);

-- Keys of other programs to one place. The token itself is nowhere: only its digest is.
CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  place BIGINT NOT NULL REFERENCES places (id),
  digest TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- What it may do, with a space between.
  scopes TEXT NOT NULL,
  created BIGINT NOT NULL,
  revoked BIGINT,
  -- When it was last used, to the minute.
  used BIGINT
);
CREATE INDEX tokens_place ON tokens (place, created);

-- What was answered under an idempotency key, for as long as the same request may come again.
CREATE TABLE answers (
  place BIGINT NOT NULL REFERENCES places (id),
  token TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Of the request: another one under the same key is a mistake.
  digest TEXT NOT NULL,
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (place, token, name)
);
CREATE INDEX answers_created ON answers (created);
