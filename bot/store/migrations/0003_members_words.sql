-- Why members voted as they did; one reason a ballot.
CREATE TABLE reasons (
    -- never given twice: an old button must not reach another reason
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id    BIGINT  NOT NULL,
    poll_id      BIGINT  NOT NULL,
    member_id    BIGINT  NOT NULL,
    -- the option that it speaks for; it stands while its writer's vote is there too
    side         INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    -- the writer's name as it was; empty in an anonymous poll
    name         TEXT    NOT NULL,
    -- whether its writer agrees that it is shown
    agreed       INTEGER NOT NULL CHECK (agreed IN (0, 1)),
    changed_at   BIGINT  NOT NULL,
    -- when its writer voted, kept at the close where the reason stood: its place in the record; none: not in it
    voted_at     BIGINT,
    hidden_at    BIGINT,
    hidden_note  TEXT    NOT NULL DEFAULT '',
    reported_at  BIGINT,
    -- when the report was posted to the moderators
    told_at      BIGINT,
    UNIQUE (poll_id, member_id),
    FOREIGN KEY (poll_id, side) REFERENCES options (poll_id, position) ON DELETE CASCADE
);
CREATE INDEX reasons_by_member ON reasons (server_id, member_id);
CREATE INDEX reasons_to_tell ON reasons (reported_at) WHERE reported_at IS NOT NULL AND told_at IS NULL;

-- Where the reasons of one side are posted.
CREATE TABLE reason_pages (
    server_id   BIGINT  NOT NULL,
    poll_id     BIGINT  NOT NULL,
    side        INTEGER NOT NULL,
    thread_id   BIGINT  NOT NULL,
    message_id  BIGINT  NOT NULL,
    -- how many changes of its reasons are not drawn yet
    stale       INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (poll_id, side),
    FOREIGN KEY (poll_id, side) REFERENCES options (poll_id, position) ON DELETE CASCADE
);
CREATE INDEX reason_pages_stale ON reason_pages (poll_id) WHERE stale > 0;

-- What members answer to an essay.
CREATE TABLE takes (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id   BIGINT  NOT NULL,
    member_id   BIGINT  NOT NULL,
    -- counts the writer's changes: what a moderator accepts is what that moderator has read
    version     INTEGER NOT NULL DEFAULT 1,
    title       TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    -- the essay that it answers, by its file and, should that go, by its title
    essay       TEXT    NOT NULL,
    essay_title TEXT    NOT NULL,
    film        TEXT    NOT NULL,
    year        INTEGER,
    stance      TEXT    NOT NULL,
    spoilers    INTEGER NOT NULL CHECK (spoilers IN (0, 1)),
    -- the writer's name as it was; empty where it is not to be shown
    name        TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined', 'hidden')),
    -- a moderator's reason for declining or hiding
    note        TEXT    NOT NULL DEFAULT '',
    written_at  BIGINT  NOT NULL,
    changed_at  BIGINT  NOT NULL
);
CREATE INDEX takes_by_state ON takes (server_id, state, changed_at);
CREATE INDEX takes_by_member ON takes (server_id, member_id);

-- Messages that show a version of a take; a row outlives its take until the message is gone as well.
CREATE TABLE take_posts (
    server_id   BIGINT  NOT NULL,
    take_id     BIGINT  NOT NULL,
    version     INTEGER NOT NULL,
    channel_id  BIGINT  NOT NULL,
    message_id  BIGINT  PRIMARY KEY
);
CREATE INDEX take_posts_by_take ON take_posts (take_id);

-- When members handed something in, for as long as that limits what they may hand in next: a day at most.
CREATE TABLE submissions (
    server_id  BIGINT NOT NULL,
    member_id  BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    at         BIGINT NOT NULL
);
CREATE INDEX submissions_by_server ON submissions (server_id, kind, at);
CREATE INDEX submissions_by_age ON submissions (at);

-- Servers that the bot was removed from, and since when.
CREATE TABLE left_servers (
    server_id  BIGINT PRIMARY KEY,
    left_at    BIGINT NOT NULL
);
