-- What is put into the store is noted before anything points to it, and nothing is removed that is wanted again at that moment.
-- From when on it may be removed: what comes has some minutes until something points to it.
ALTER TABLE leftovers ADD COLUMN due BIGINT NOT NULL DEFAULT 0;
-- Since when it is being removed: whoever wants it again waits until it is gone.
ALTER TABLE leftovers ADD COLUMN going BIGINT;
