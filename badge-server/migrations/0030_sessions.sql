-- What somebody's browser calls itself, shortened: so that they know their sessions apart. NULL: begun before this was noted.
ALTER TABLE sessions ADD COLUMN browser TEXT;
