-- What is told of one award goes in the order in which it happened.
-- Of which award a message tells, and after which line of the register. Nothing for messages that were noted before: they wait for none.
ALTER TABLE deliveries ADD COLUMN award TEXT;
ALTER TABLE deliveries ADD COLUMN seq BIGINT;
-- Whether one that happened before still waits.
CREATE INDEX deliveries_award ON deliveries (place, hook, award, seq) WHERE state = 'waiting';
