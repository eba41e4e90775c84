-- Moments are microseconds since 1970 in UTC; ids of servers, channels, messages, members and roles are Discord's.
CREATE TABLE polls (
    -- never given twice: an old button must not reach another poll
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id     BIGINT  NOT NULL,
    channel_id    BIGINT  NOT NULL,
    message_id    BIGINT,
    author_id     BIGINT  NOT NULL,
    preset        TEXT    NOT NULL,
    film          TEXT    NOT NULL,
    question      TEXT    NOT NULL,
    -- the question and its options in one line: only polls that agree in it are compared
    subject       TEXT    NOT NULL,
    style         TEXT    NOT NULL CHECK (style IN ('buttons', 'native')),
    results       TEXT    NOT NULL CHECK (results IN ('live', 'after vote', 'at close')),
    anonymous     INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    evidence      INTEGER NOT NULL CHECK (evidence IN (0, 1)),
    -- the role that may vote; none: everyone who sees the poll
    voters_role   BIGINT,
    quorum        INTEGER NOT NULL CHECK (quorum >= 0),
    opened_at     BIGINT  NOT NULL,
    closes_at     BIGINT  NOT NULL CHECK (closes_at > opened_at),
    closed_at     BIGINT,
    -- what ended it
    ending        TEXT CHECK (ending IN ('deadline', 'command', 'gone')),
    announced_at  BIGINT,
    CHECK ((closed_at IS NULL) = (ending IS NULL)),
    CHECK (announced_at IS NULL OR closed_at IS NOT NULL)
);
CREATE INDEX polls_by_server ON polls (server_id, closed_at);
CREATE INDEX polls_by_subject ON polls (server_id, subject);
CREATE INDEX polls_open ON polls (closes_at) WHERE closed_at IS NULL;
CREATE INDEX polls_to_announce ON polls (closed_at) WHERE closed_at IS NOT NULL AND announced_at IS NULL;

CREATE TABLE options (
    poll_id   BIGINT  NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL CHECK (position >= 0),
    label     TEXT    NOT NULL,
    emoji     TEXT    NOT NULL,
    -- JSON lists of strings: what finds the evidence for this option
    words     TEXT    NOT NULL,
    stances   TEXT    NOT NULL,
    -- sealed when the poll closes: how many chose it last, and how many of those had chosen another first
    votes     INTEGER,
    moved     INTEGER,
    PRIMARY KEY (poll_id, position)
);

CREATE TABLE ballots (
    poll_id        BIGINT  NOT NULL,
    member_id      BIGINT  NOT NULL,
    first_choice   INTEGER NOT NULL,
    latest_choice  INTEGER NOT NULL,
    cast_at        BIGINT  NOT NULL,
    moved_at       BIGINT  NOT NULL,
    PRIMARY KEY (poll_id, member_id),
    FOREIGN KEY (poll_id, first_choice) REFERENCES options (poll_id, position) ON DELETE CASCADE,
    FOREIGN KEY (poll_id, latest_choice) REFERENCES options (poll_id, position) ON DELETE CASCADE
);
-- holds all that counting needs
CREATE INDEX ballots_by_choice ON ballots (poll_id, latest_choice, first_choice);
