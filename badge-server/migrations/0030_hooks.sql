-- The secret that was replaced, and until when it signs beside the new one: so that the other side can change over.
ALTER TABLE hooks ADD COLUMN former BYTEA;
ALTER TABLE hooks ADD COLUMN former_until BIGINT;
