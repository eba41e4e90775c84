-- Presses have ids that grow with time (Discord, "Snowflakes"): an older one that arrives late changes nothing.
-- 0: Discord told none, as of the votes in its own polls.
ALTER TABLE ballots ADD COLUMN press BIGINT NOT NULL DEFAULT 0;

-- By which press a vote was withdrawn, while an older one may still arrive and must not bring it back.
CREATE TABLE withdrawals (
    poll_id       BIGINT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    member_id     BIGINT NOT NULL,
    press         BIGINT NOT NULL,
    withdrawn_at  BIGINT NOT NULL,
    PRIMARY KEY (poll_id, member_id)
);
CREATE INDEX withdrawals_by_age ON withdrawals (withdrawn_at);
