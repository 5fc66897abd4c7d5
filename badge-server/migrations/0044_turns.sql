-- Letters take turns by place: the next place that has one is found in one step, however many wait at another.
CREATE INDEX jobs_turn ON jobs (kind, place, due, id) WHERE done IS NULL;
