-- Every row belongs to a place, and every query names it. Types: TEXT, BIGINT and BYTEA (BLOB in SQLite); instants are
-- seconds since 1970, digests and tokens small hexadecimal digits.

CREATE TABLE places (
  id BIGINT PRIMARY KEY,
  -- Where it is published, split for the router; NULL for a place that has no address yet.
  base TEXT UNIQUE,
  authority TEXT,
  path TEXT,
  -- place.toml as it was written.
  settings TEXT NOT NULL,
  -- Grows with every change: what was computed from the place is kept until then.
  revision BIGINT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX places_authority ON places (authority);

CREATE TABLE achievements (
  place BIGINT NOT NULL REFERENCES places (id),
  slug TEXT NOT NULL,
  -- achievements/{slug}.toml as it was written.
  source TEXT NOT NULL,
  PRIMARY KEY (place, slug)
);

-- The register: one line an event, only ever added. It names nobody (D-05).
CREATE TABLE events (
  place BIGINT NOT NULL REFERENCES places (id),
  seq BIGINT NOT NULL,
  -- The award or the endorsement that it is about.
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- The award that this one replaces.
  ends TEXT,
  line TEXT NOT NULL,
  PRIMARY KEY (place, seq)
);
CREATE INDEX events_subject ON events (place, subject, seq);
CREATE INDEX events_ends ON events (place, ends) WHERE ends IS NOT NULL;
CREATE INDEX events_changes ON events (place, seq) WHERE kind IN ('revoked', 'suspended', 'reinstated');

-- Derived from the events, so that awards can be found without reading them all.
CREATE TABLE awards (
  place BIGINT NOT NULL REFERENCES places (id),
  token TEXT NOT NULL,
  seq BIGINT NOT NULL,
  person TEXT,
  achievement TEXT NOT NULL,
  day TEXT NOT NULL,
  PRIMARY KEY (place, token)
);
CREATE INDEX awards_person ON awards (place, person) WHERE person IS NOT NULL;
CREATE INDEX awards_achievement ON awards (place, achievement, seq);

-- Entries of status lists: nobody gets one twice.
CREATE TABLE spots (
  place BIGINT NOT NULL REFERENCES places (id),
  list BIGINT NOT NULL,
  entry BIGINT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (place, list, entry)
);

-- Credentials are addressed by the digest of their bytes and never change. Erasing a person removes theirs.
CREATE TABLE credentials (
  place BIGINT NOT NULL REFERENCES places (id),
  sha256 TEXT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (place, sha256)
);

-- Whatever else the place's folder holds (pictures, endorsements, messages sent): the bytes are in the object store.
CREATE TABLE files (
  place BIGINT NOT NULL REFERENCES places (id),
  -- Sorted by bytes, so that all files below a folder are found together.
  path TEXT COLLATE "C" NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (place, path)
);
CREATE INDEX files_sha256 ON files (place, sha256);

-- Who is behind the random ids of the register; rewritten and erased. A merged id has no record of its own.
CREATE TABLE people (
  place BIGINT NOT NULL REFERENCES places (id),
  id TEXT NOT NULL,
  main TEXT NOT NULL,
  record TEXT,
  PRIMARY KEY (place, id)
);
CREATE INDEX people_main ON people (place, main);

CREATE TABLE keys (
  place BIGINT NOT NULL REFERENCES places (id),
  thumbprint TEXT NOT NULL,
  -- keys/{thumbprint}.json
  about TEXT NOT NULL,
  -- The secret half, sealed with a key that is not in the database; NULL where the place signs elsewhere.
  sealed BYTEA,
  -- keys/{thumbprint}.pem as it was imported, sealed likewise, so that it can be exported under its own passphrase.
  sealed_file BYTEA,
  PRIMARY KEY (place, thumbprint)
);

-- Signed status lists, kept until what they say changes or they grow old.
CREATE TABLE status_lists (
  place BIGINT NOT NULL REFERENCES places (id),
  list BIGINT NOT NULL,
  signed BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (place, list)
);

-- Links that are good once. Only the digest of the link is kept.
CREATE TABLE links (
  digest TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  expires BIGINT NOT NULL,
  used BIGINT
);
