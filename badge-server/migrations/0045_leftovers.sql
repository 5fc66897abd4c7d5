-- What may still lie in the object store and is no file of its place any more: of places that were removed, and of people who
-- were erased, of pictures that were replaced. Noted with the act itself, and tried again until it is gone.
CREATE TABLE all_leftovers (
  -- The place, whether it is still there or not.
  owner BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (owner, sha256)
);
INSERT INTO all_leftovers (owner, sha256) SELECT gone, sha256 FROM leftovers;
DROP TABLE leftovers;
ALTER TABLE all_leftovers RENAME TO leftovers;
