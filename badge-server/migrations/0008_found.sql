-- The words by which people are found: of their names and addresses, in small letters without accents. Derived from
-- people, and erased with them.
CREATE TABLE words (
  place BIGINT NOT NULL REFERENCES places (id),
  -- Sorted by bytes, so that all words with the same beginning are found together.
  word TEXT COLLATE "C" NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (place, word, person)
);
CREATE INDEX words_person ON words (place, person);

-- What was derived anew from what was there, once.
CREATE TABLE derived (
  name TEXT PRIMARY KEY,
  done BIGINT NOT NULL
);

-- Until when a token is good; NULL for no end.
ALTER TABLE tokens ADD COLUMN expires BIGINT;
-- The browser of a session in a few words, so that its owner knows it again.
ALTER TABLE sessions ADD COLUMN browser TEXT;
