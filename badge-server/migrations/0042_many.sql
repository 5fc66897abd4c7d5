-- Indexes for places with very many badges: each question reads a few rows, however many there are.

-- Of a day, or of some days; of one achievement, or of all. The second one counts, too.
CREATE INDEX awards_day ON awards (place, day, seq);
CREATE INDEX awards_achievement_day ON awards (place, achievement, day, seq);
-- The few lines of the register about endorsements that the place gave.
CREATE INDEX events_endorsed ON events (place, seq) WHERE kind = 'endorsed';
-- The few rows that hold what somebody said: what is wanted, and what was wrong with it.
CREATE INDEX batch_rows_wish ON batch_rows (place, batch, seq) WHERE wish IS NOT NULL;
CREATE INDEX batch_rows_problems ON batch_rows (place, batch, seq) WHERE problems IS NOT NULL;
-- Batches of the team, beside the many of programs.
CREATE INDEX batches_team ON batches (place, created) WHERE account IS NOT NULL;
-- The few letters that speak of no badge.
CREATE INDEX letters_other ON letters (changed) WHERE kind <> 'badge';
-- The few ids of people who are one with somebody else.
CREATE INDEX people_merged ON people (place, main) WHERE record IS NULL;
-- Whether somebody has a word: of two words that are frequent, each person of one is asked for the other.
CREATE INDEX words_of ON words (place, person, word);
DROP INDEX words_person;
