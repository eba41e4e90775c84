-- How often the question or its options were changed: a button shown before that means what it said then.
ALTER TABLE polls ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;
