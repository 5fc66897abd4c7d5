-- Numbers of places that were removed: none is given again, since servers remember by it what they computed.
CREATE TABLE gone (
  id BIGINT PRIMARY KEY,
  removed BIGINT NOT NULL
);

-- What may still lie of them in the object store: whoever was cut short while removing it goes on here.
CREATE TABLE leftovers (
  gone BIGINT NOT NULL REFERENCES gone (id),
  sha256 TEXT NOT NULL,
  PRIMARY KEY (gone, sha256)
);
