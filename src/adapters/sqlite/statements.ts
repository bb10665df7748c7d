const resourceColumns =
  'address, environment, name, kind, revision, status, prevent_destroy, on_remove, declared, owns, dependencies, attributes, outputs, masks, memory, sealed, run, updated_at'

const runColumns = 'id, environment, mode, plan, partial, steps, holder, started_at, sources, target, ended_at, outcome, counts, before'

const checkpointColumns = 'environment, number, at, run, cause, address, tree, stable, note, genesis, pruned_at'

const holdColumns = 'environment, number, reason, author, placed_at, run, released_at, released_by'

const intentColumns = 'address, environment, run, step, state, at, detail, sealed'

/** The `backend` of a Terraform state that Genesis itself keeps; every other one names where a copy was taken. */
export const keptHere = 'genesis'

/** Every statement of the store beside its schema. Plain SQL that PostgreSQL takes, too, but for the form of its parameters. */
export const statements = {
  meta: 'SELECT value FROM meta WHERE key = ?',
  setMeta: 'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',

  token: 'SELECT token, run FROM environments WHERE name = ?',
  takeToken: `INSERT INTO environments (name, token, run) VALUES (?, 1, ?)
    ON CONFLICT (name) DO UPDATE SET token = environments.token + 1, run = excluded.run RETURNING token`,
  voidToken: 'UPDATE environments SET token = token + 1, run = NULL WHERE run = ?',

  addRun: `INSERT INTO runs (ordinal, id, environment, mode, plan, partial, steps, holder, started_at, sources, target)
    SELECT COALESCE(MAX(ordinal), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM runs`,
  setBefore: 'UPDATE runs SET before = ? WHERE id = ?',
  closeOlder: `UPDATE runs SET ended_at = ?, outcome = 'interrupted' WHERE environment = ? AND ended_at IS NULL`,
  endRun: 'UPDATE runs SET ended_at = ?, outcome = ?, counts = ? WHERE id = ? AND ended_at IS NULL',
  abandonRun: 'UPDATE runs SET ended_at = ? WHERE id = ? AND ended_at IS NULL',
  run: `SELECT ${runColumns} FROM runs WHERE id = ?`,
  runs: `SELECT ${runColumns} FROM runs ORDER BY ordinal DESC LIMIT ?`,
  runsOfEnvironment: `SELECT ${runColumns} FROM runs WHERE environment = ? ORDER BY ordinal DESC LIMIT ?`,
  unfinishedRun: `SELECT ${runColumns} FROM runs WHERE environment = ? AND ended_at IS NULL ORDER BY ordinal DESC LIMIT 1`,
  runOfPlan: 'SELECT id FROM runs WHERE plan = ? ORDER BY ordinal LIMIT 1',

  addJournal: `INSERT INTO journal (run, sequence, type, step, address, at, detail)
    SELECT ?, COALESCE(MAX(sequence), 0) + 1, ?, ?, ?, ?, ? FROM journal WHERE run = ?`,
  journal: 'SELECT sequence, type, step, address, at, detail FROM journal WHERE run = ? ORDER BY sequence',

  resources: `SELECT ${resourceColumns} FROM resources ORDER BY address`,
  resourcesOfEnvironment: `SELECT ${resourceColumns} FROM resources WHERE environment = ? ORDER BY address`,
  putResource: `INSERT INTO resources (${resourceColumns}, since) VALUES (${resourceColumns.replaceAll(/\w+/g, '?')}, ?)
    ON CONFLICT (address) DO UPDATE SET ${resourceColumns.replaceAll(/\w+/g, '$& = excluded.$&')}, since = excluded.since`,
  keepResource: `INSERT INTO resource_history (${resourceColumns}, since, until)
    SELECT ${resourceColumns}, since, ? FROM resources WHERE address = ? AND since < ?
    ON CONFLICT (address, since) DO NOTHING`,
  removeResource: 'DELETE FROM resources WHERE address = ?',
  dependents: 'SELECT address, dependencies FROM resources WHERE environment = ? AND dependencies LIKE ?',
  setDependencies: 'UPDATE resources SET dependencies = ?, since = ? WHERE address = ?',

  intents: `SELECT ${intentColumns} FROM intents ORDER BY address`,
  intentsOfEnvironment: `SELECT ${intentColumns} FROM intents WHERE environment = ? ORDER BY address`,
  putIntent: `INSERT INTO intents (${intentColumns}) VALUES (${intentColumns.replaceAll(/\w+/g, '?')})
    ON CONFLICT (address) DO UPDATE SET ${intentColumns.replaceAll(/\w+/g, '$& = excluded.$&')}`,
  leaveIntent: 'UPDATE intents SET state = ? WHERE address = ?',
  removeIntent: 'DELETE FROM intents WHERE address = ?',
  dropNotApplied: `DELETE FROM intents WHERE environment = ? AND state = '{"kind":"not-applied"}'`,

  addState: `INSERT INTO terraform_states (address, version, backend, serial, lineage, run, written_at, sealed)
    SELECT ?, COALESCE(MAX(version), 0) + 1, ?, ?, ?, ?, ?, ? FROM terraform_states WHERE address = ?`,
  stateVersions: 'SELECT version, serial, lineage FROM terraform_states WHERE address = ? ORDER BY version',
  stateVersion: 'SELECT sealed FROM terraform_states WHERE address = ? AND version = ?',
  stateVersionWhole: 'SELECT serial, lineage, sealed FROM terraform_states WHERE address = ? AND version = ?',
  lastStateVersion: 'SELECT COALESCE(MAX(version), 0) AS version FROM terraform_states WHERE address = ?',
  moveState: 'UPDATE terraform_states SET address = ?, version = ?, sealed = ? WHERE address = ? AND version = ?',
  state: `SELECT serial, lineage, sealed FROM terraform_states WHERE address = ? AND backend = '${keptHere}' ORDER BY version DESC LIMIT 1`,
  stateCopy: `SELECT backend, serial, lineage, sealed FROM terraform_states WHERE address = ? AND backend <> '${keptHere}' ORDER BY version DESC LIMIT 1`,
  pruneStates: `DELETE FROM terraform_states WHERE address = ?
    AND version NOT IN (SELECT version FROM terraform_states WHERE address = ? ORDER BY version DESC LIMIT ?)
    AND version NOT IN (SELECT MAX(version) FROM terraform_states WHERE address = ? GROUP BY run ORDER BY MAX(version) DESC LIMIT ?)
    AND version NOT IN (SELECT MAX(version) FROM terraform_states WHERE address = ? GROUP BY backend)`,
  intentOfStep: 'SELECT 1 AS found FROM intents WHERE address = ? AND run = ? AND step = ?',
  intentOf: 'SELECT 1 AS found FROM intents WHERE address = ?',

  checkpoint: 'SELECT checkpoint FROM environments WHERE name = ?',
  nextCheckpoint: 'UPDATE environments SET checkpoint = checkpoint + 1 WHERE name = ? RETURNING checkpoint',
  addCheckpoint: `INSERT INTO checkpoints (${checkpointColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)`,
  checkpoints: `SELECT ${checkpointColumns} FROM checkpoints ORDER BY at DESC, environment, number DESC`,
  checkpointsOfEnvironment: `SELECT ${checkpointColumns} FROM checkpoints WHERE environment = ? ORDER BY number DESC`,
  checkpointNumbered: `SELECT ${checkpointColumns} FROM checkpoints WHERE environment = ? AND number = ?`,
  recordedSince: `SELECT EXISTS (SELECT 1 FROM resources WHERE environment = ? AND since = ?)
    OR EXISTS (SELECT 1 FROM resource_history WHERE environment = ? AND until = ?) AS recorded`,
  resourcesAt: `SELECT ${resourceColumns} FROM resources WHERE environment = ? AND since < ?
    UNION ALL SELECT ${resourceColumns} FROM resource_history WHERE environment = ? AND since < ? AND until >= ? ORDER BY address`,
  pruneCheckpoint: 'UPDATE checkpoints SET pruned_at = ? WHERE environment = ? AND number = ? AND pruned_at IS NULL',
  pruneHistory: `DELETE FROM resource_history WHERE environment = ? AND NOT EXISTS (SELECT 1 FROM checkpoints
    WHERE checkpoints.environment = resource_history.environment AND pruned_at IS NULL AND number > since AND number <= until)`,
  pruneTraces: `DELETE FROM traces WHERE environment = ? AND NOT EXISTS (SELECT 1 FROM checkpoints
    WHERE checkpoints.environment = traces.environment AND pruned_at IS NULL AND number <= traces.checkpoint)`,
  addTrace: `INSERT INTO traces (environment, checkpoint, sequence, run, detail)
    SELECT ?, ?, COALESCE(MAX(sequence), 0) + 1, ?, ? FROM traces WHERE environment = ?`,
  tracesSince: 'SELECT detail FROM traces WHERE environment = ? AND checkpoint >= ? ORDER BY sequence',

  holds: `SELECT ${holdColumns} FROM holds ORDER BY environment, number`,
  holdsOfEnvironment: `SELECT ${holdColumns} FROM holds WHERE environment = ? ORDER BY number`,
  addHold: `INSERT INTO holds (environment, number, reason, author, placed_at, run)
    SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ? FROM holds WHERE environment = ? RETURNING number`,
  releaseHold: 'UPDATE holds SET released_at = ?, released_by = ? WHERE environment = ? AND number = ?',

  blob: 'SELECT packed FROM blobs WHERE digest = ?',
  hasBlob: 'SELECT 1 FROM blobs WHERE digest = ?',
  putBlob: 'INSERT INTO blobs (digest, packed) VALUES (?, ?) ON CONFLICT (digest) DO UPDATE SET packed = excluded.packed',
  blobDigests: 'SELECT digest FROM blobs',
  removeBlob: 'DELETE FROM blobs WHERE digest = ?',
} as const
