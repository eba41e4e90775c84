-- What Discord was told of the commands last, as a hash: they are told again only where they changed.
CREATE TABLE synced_commands (
    application_id  BIGINT PRIMARY KEY,
    hash            TEXT   NOT NULL
);

-- How often a channel was shown a passage under a topic, so that none comes twice before all came.
CREATE TABLE shown (
    server_id   BIGINT  NOT NULL,
    channel_id  BIGINT  NOT NULL,
    topic       TEXT    NOT NULL,
    passage     TEXT    NOT NULL,
    times       INTEGER NOT NULL CHECK (times > 0),
    PRIMARY KEY (server_id, channel_id, topic, passage)
);
