-- Endorsements that somebody brought, verified, until the place consents or does not. One form after the other may come:
-- both are one endorsement.
CREATE TABLE offers (
  place BIGINT NOT NULL REFERENCES places (id),
  -- Where it will lie in the place's folder once it is accepted: `achievements/x/endorsements/0123456789ab`.
  folder TEXT NOT NULL,
  -- What it endorses, for people.
  what TEXT NOT NULL,
  embedded BYTEA,
  jwt BYTEA,
  -- What the verifier said of it when it came: a word.
  verdict TEXT NOT NULL,
  came BIGINT NOT NULL,
  PRIMARY KEY (place, folder)
);

-- Accepted endorsements that are to be verified again, by their folder. Follows from `files`.
CREATE TABLE watched (
  place BIGINT NOT NULL REFERENCES places (id),
  folder TEXT NOT NULL,
  PRIMARY KEY (place, folder)
);
INSERT INTO watched (place, folder)
  SELECT place, substr(path, 1, length(path) - 14) FROM files WHERE path LIKE '%/accepted.json';
