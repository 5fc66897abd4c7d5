-- Links in letters about badges: this is not me, remove my page. Only their digests are kept, and they are good once.
CREATE TABLE refusals (
  digest TEXT PRIMARY KEY,
  place BIGINT NOT NULL REFERENCES places (id),
  award TEXT NOT NULL,
  expires BIGINT NOT NULL,
  used BIGINT
);
CREATE INDEX refusals_award ON refusals (place, award);

-- Who did it, where that was nobody with an account: `recipient`, or `token` and the token's id.
ALTER TABLE acts ADD COLUMN actor TEXT;
ALTER TABLE batches ADD COLUMN actor TEXT;
