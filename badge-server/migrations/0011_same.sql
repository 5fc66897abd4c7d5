-- Whether somebody has this badge of this day already, and which are theirs: each a few rows, however many there are.
CREATE INDEX awards_same ON awards (place, person, achievement, day);
DROP INDEX awards_person;
