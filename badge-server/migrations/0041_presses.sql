-- Forms that were sent by somebody who is signed in: each is done once, however often its button is pressed.
CREATE TABLE presses (
  -- Of the account, the form's own number, and what it said.
  digest TEXT PRIMARY KEY,
  begun BIGINT NOT NULL,
  -- Where it led; NULL while it is being done.
  led TEXT
);
CREATE INDEX presses_begun ON presses (begun);

-- When it began with a mailed link, which proves the address.
ALTER TABLE sessions ADD COLUMN linked BIGINT;
