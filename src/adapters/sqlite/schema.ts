/** `application_id` in the header of the file: "GNSS". */
export const applicationId = 0x474e5353

/**
 * The steps from an empty database to the newest schema; `user_version` counts those that were taken. Plain SQL, so that another
 * database needs another name for BLOB and nothing else. Times are milliseconds since the Unix epoch, booleans 0 and 1, and columns
 * that hold objects are JSON.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
  );
  CREATE TABLE environments (
    name  TEXT NOT NULL PRIMARY KEY,
    token BIGINT NOT NULL,
    run   TEXT
  );
  CREATE TABLE runs (
    ordinal     BIGINT NOT NULL PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    environment TEXT NOT NULL,
    mode        TEXT NOT NULL,
    plan        TEXT,
    steps       BIGINT NOT NULL,
    holder      TEXT NOT NULL,
    started_at  BIGINT NOT NULL,
    ended_at    BIGINT,
    outcome     TEXT,
    counts      TEXT
  );
  CREATE INDEX runs_by_environment ON runs (environment, ordinal);
  CREATE INDEX runs_by_plan ON runs (plan);
  CREATE TABLE journal (
    run      TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    type     TEXT NOT NULL,
    step     TEXT NOT NULL,
    address  TEXT NOT NULL,
    at       BIGINT NOT NULL,
    detail   TEXT NOT NULL,
    PRIMARY KEY (run, sequence)
  );
  CREATE TABLE resources (
    address         TEXT NOT NULL PRIMARY KEY,
    environment     TEXT NOT NULL,
    name            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    revision        BIGINT NOT NULL,
    status          TEXT NOT NULL,
    prevent_destroy TEXT NOT NULL,
    on_remove       TEXT,
    owns            TEXT NOT NULL,
    dependencies    TEXT NOT NULL,
    attributes      TEXT NOT NULL,
    outputs         TEXT NOT NULL,
    masks           TEXT NOT NULL,
    memory          TEXT NOT NULL,
    sealed          BLOB,
    run             TEXT NOT NULL,
    updated_at      BIGINT NOT NULL
  );
  CREATE INDEX resources_by_environment ON resources (environment, address);
  CREATE TABLE terraform_states (
    address    TEXT NOT NULL,
    version    BIGINT NOT NULL,
    serial     BIGINT NOT NULL,
    lineage    TEXT NOT NULL,
    run        TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    sealed     BLOB NOT NULL,
    PRIMARY KEY (address, version)
  );
  `,
  `
  ALTER TABLE resources ADD COLUMN declared TEXT;
  ALTER TABLE runs ADD COLUMN partial TEXT;
  `,
  `
  CREATE TABLE intents (
    address     TEXT NOT NULL PRIMARY KEY,
    environment TEXT NOT NULL,
    run         TEXT NOT NULL,
    step        TEXT NOT NULL,
    state       TEXT NOT NULL,
    at          BIGINT NOT NULL,
    detail      TEXT NOT NULL,
    sealed      BLOB
  );
  CREATE INDEX intents_by_environment ON intents (environment, address);
  `,
  `
  ALTER TABLE terraform_states ADD COLUMN backend TEXT NOT NULL DEFAULT 'genesis';
  `,
  `
  ALTER TABLE environments ADD COLUMN checkpoint BIGINT NOT NULL DEFAULT 0;
  ALTER TABLE runs ADD COLUMN sources TEXT;
  ALTER TABLE runs ADD COLUMN target BIGINT;
  ALTER TABLE runs ADD COLUMN before BIGINT;
  ALTER TABLE resources ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
  CREATE INDEX resources_by_checkpoint ON resources (environment, since);
  CREATE TABLE resource_history (
    address         TEXT NOT NULL,
    environment     TEXT NOT NULL,
    name            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    revision        BIGINT NOT NULL,
    status          TEXT NOT NULL,
    prevent_destroy TEXT NOT NULL,
    on_remove       TEXT,
    declared        TEXT,
    owns            TEXT NOT NULL,
    dependencies    TEXT NOT NULL,
    attributes      TEXT NOT NULL,
    outputs         TEXT NOT NULL,
    masks           TEXT NOT NULL,
    memory          TEXT NOT NULL,
    sealed          BLOB,
    run             TEXT NOT NULL,
    updated_at      BIGINT NOT NULL,
    since           BIGINT NOT NULL,
    until           BIGINT NOT NULL,
    PRIMARY KEY (address, since)
  );
  CREATE INDEX resource_history_by_environment ON resource_history (environment, until);
  CREATE TABLE checkpoints (
    environment TEXT NOT NULL,
    number      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    run         TEXT NOT NULL,
    cause       TEXT NOT NULL,
    address     TEXT,
    tree        TEXT,
    stable      BIGINT NOT NULL,
    note        TEXT,
    genesis     TEXT NOT NULL,
    pruned_at   BIGINT,
    PRIMARY KEY (environment, number)
  );
  CREATE TABLE traces (
    environment TEXT NOT NULL,
    checkpoint  BIGINT NOT NULL,
    sequence    BIGINT NOT NULL,
    run         TEXT NOT NULL,
    detail      TEXT NOT NULL,
    PRIMARY KEY (environment, sequence)
  );
  CREATE TABLE blobs (
    digest TEXT NOT NULL PRIMARY KEY,
    packed BLOB NOT NULL
  );
  `,
  `
  CREATE TABLE holds (
    environment TEXT NOT NULL,
    number      BIGINT NOT NULL,
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    placed_at   BIGINT NOT NULL,
    run         TEXT,
    released_at BIGINT,
    released_by TEXT,
    PRIMARY KEY (environment, number)
  );
  `,
]
