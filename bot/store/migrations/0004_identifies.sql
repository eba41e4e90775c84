-- When each shard of an application identified itself to the gateway: Discord counts them by the day.
CREATE TABLE identifies (
    application_id BIGINT  NOT NULL,
    shard_id       INTEGER NOT NULL,
    at             BIGINT  NOT NULL
);
CREATE INDEX identifies_of_a_shard ON identifies (application_id, shard_id, at);
