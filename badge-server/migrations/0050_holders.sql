-- An account that was erased: its number stays, so that the record of acts goes on telling people apart, and nobody gets it
-- again. Nothing else of it does.
ALTER TABLE accounts ADD COLUMN gone BIGINT;

-- An address that somebody wants for their account and has not confirmed yet: one for each account.
CREATE TABLE moves (
  account BIGINT PRIMARY KEY REFERENCES accounts (id),
  address TEXT NOT NULL,
  expires BIGINT NOT NULL
);
