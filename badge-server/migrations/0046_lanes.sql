-- Whatever waits for the mail server, for others' machines or for a status list is found in one step, however much waits of the rest. An index of all kinds
-- was taken for those too that are asked for in the order in which they are due, and each question read and sorted them all.
DROP INDEX jobs_turn;
CREATE INDEX jobs_turn ON jobs (place, due, id) WHERE done IS NULL AND kind = 'mail';
CREATE INDEX jobs_links ON jobs (due, id) WHERE done IS NULL AND kind = 'link';
CREATE INDEX jobs_outside ON jobs (due, id) WHERE done IS NULL AND kind IN ('delivery', 'endorsements');
CREATE INDEX jobs_lists ON jobs (due, id) WHERE done IS NULL AND kind = 'lists';
CREATE INDEX jobs_else ON jobs (due, id) WHERE done IS NULL AND kind NOT IN ('link', 'mail', 'delivery', 'endorsements', 'lists');
