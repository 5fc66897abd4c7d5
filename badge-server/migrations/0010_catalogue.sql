-- Up to which line of the register a signed list tells: a list that knows less never takes the place of one that knows more.
ALTER TABLE status_lists ADD COLUMN upto BIGINT NOT NULL DEFAULT 0;
-- Until when it holds, as it says itself.
ALTER TABLE status_lists ADD COLUMN until BIGINT NOT NULL DEFAULT 0;
-- Grows with every change of what can be earned at a place: what is searched is computed anew then, and not before.
ALTER TABLE places ADD COLUMN catalogue BIGINT NOT NULL DEFAULT 1;
