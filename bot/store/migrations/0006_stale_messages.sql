-- Whether a poll's message may show what is no longer true: 0 no, 1 yes, 2 it is being drawn at this moment.
ALTER TABLE polls ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
CREATE INDEX polls_stale ON polls (id) WHERE stale > 0;
