-- Badges of which whoever got the letter says that they are not theirs, until the place saw to it.
CREATE TABLE claims (
  place BIGINT NOT NULL REFERENCES places (id),
  award TEXT NOT NULL,
  came BIGINT NOT NULL,
  -- When somebody of the place said what is to come of it.
  seen BIGINT,
  PRIMARY KEY (place, award)
);
CREATE INDEX claims_open ON claims (place, came) WHERE seen IS NULL;
