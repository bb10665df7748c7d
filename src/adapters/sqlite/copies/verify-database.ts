import { isJsonObject, type Json } from '../../../events/json.ts'
import type { Intent } from '../../../plan/intent.ts'
import type { Checkpoint } from '../../../ports/checkpoint-store.ts'
import type { StoreVerdict } from '../../../ports/store-files.ts'
import { StoreError } from '../../../ports/store.ts'
import { toCheckpoint } from '../checkpoint-row.ts'
import { readBlob } from '../blob-table.ts'
import type { Database, Row } from '../database.ts'
import { toHold } from '../hold-table.ts'
import { toIntent } from '../intent-row.ts'
import { toJournalEntry } from '../journal-row.ts'
import { toResource } from '../resource-row.ts'
import { toRun } from '../run-row.ts'
import { integer, json, parseJson, text } from '../row.ts'
import { sqliteTrouble } from '../sqlite-trouble.ts'
import { openState } from '../state-versions.ts'
import { statements } from '../statements.ts'
import type { StoreKey } from '../store-key.ts'

/** More of one sort are not listed. */
const maxListed = 20

interface Looking {
  readonly database: Database
  readonly key: StoreKey
  readonly problems: string[]
}

/**
 * Looks at everything: SQLite's own full check, then every row as it would be read, every seal, every Terraform state, every blob, and whether
 * what is recorded as a dependency is recorded itself, and the sources of checkpoints are there. Changes nothing.
 */
export function verifyDatabase(database: Database, key: StoreKey): StoreVerdict {
  const looking: Looking = { database, key, problems: [] }
  guarded(looking, 'the database', () => {
    const lines = database.all(`PRAGMA integrity_check(${maxListed})`).map((row) => text(row, 'integrity_check'))
    for (const line of lines.filter((one) => one !== 'ok')) looking.problems.push(`SQLite: ${line}`)
  })
  const sealer = () => key.forReading()
  const records = each(looking, 'SELECT * FROM resources ORDER BY address', (row) => toResource(row, sealer))
  each(looking, 'SELECT * FROM resource_history', (row) => toResource(row, sealer))
  const intents = each(looking, 'SELECT * FROM intents', (row) => toIntent(row, sealer))
  each(looking, 'SELECT token FROM environments', (row) => integer(row, 'token'))
  each(looking, 'SELECT * FROM holds', toHold)
  const runs = each(looking, 'SELECT * FROM runs', toRun)
  each(looking, 'SELECT * FROM journal', toJournalEntry)
  each(looking, 'SELECT detail FROM traces', (row) => json(row, 'detail'))
  const states = each(looking, 'SELECT address, version FROM terraform_states', (row) => checkState(looking, row))
  const checkpoints = each(looking, 'SELECT * FROM checkpoints', toCheckpoint)
  const blobs = each(looking, 'SELECT digest FROM blobs', (row) => {
    checkBlob(database, text(row, 'digest'))
    return text(row, 'digest')
  })
  const known = new Set(records.map(({ address }) => address))
  const dangling = records.flatMap(({ address, dependencies }) => dependencies.filter((other) => !known.has(other)).map((other) => [address, other] as const))
  for (const [address, other] of dangling) looking.problems.push(`${address} depends on ${other}, which is not recorded`)
  looking.problems.push(...missingSources(database, { checkpoints, intents }))
  const counted = { resources: records.length, runs: runs.length, terraformStates: states.length, checkpoints: checkpoints.length, blobs: blobs.length }
  return { problems: bounded(looking.problems), counted }
}

function each<T>(looking: Looking, sql: string, read: (row: Row) => T): readonly T[] {
  const good: T[] = []
  guarded(looking, sql.replace(/^.* FROM (\w+).*$/u, 'the table $1'), () => {
    for (const row of looking.database.all(sql)) guarded(looking, null, () => good.push(read(row)))
  })
  return good
}

function guarded({ problems }: Looking, what: string | null, look: () => void): void {
  try {
    look()
  } catch (error) {
    if (!(error instanceof Error) || (!(error instanceof StoreError) && sqliteTrouble(error) === null)) throw error
    problems.push(what === null ? error.message : `${what} cannot be read: ${error.message}`)
  }
}

/** One at a time: all of them together may be larger than the memory. */
function checkState({ database, key }: Looking, row: Row): void {
  const [address, version] = [text(row, 'address'), integer(row, 'version')]
  const stored = database.get(statements.stateVersionWhole, address, version)
  const state = openState({ key }, address, stored ?? {})
  const parsed = parseJson<Json>(state.body, `version ${version} of the Terraform state of ${address}`)
  if (isJsonObject(parsed) && parsed['serial'] === state.serial && parsed['lineage'] === state.lineage) return
  throw new StoreError('damaged', `version ${version} of the Terraform state of ${address} is not what it is called`)
}

function checkBlob(database: Database, digest: string): void {
  if (readBlob(database, digest) === null) throw new StoreError('damaged', `the blob ${digest} does not match its digest`)
}

/** The lists of sources that a rollback or a recovery would read; of their files, only the digests of those that are there can be compared. */
function missingSources(database: Database, { checkpoints, intents }: { readonly checkpoints: readonly Checkpoint[]; readonly intents: readonly Intent[] }) {
  const isMissing = (digest: string | null | undefined): boolean => typeof digest === 'string' && database.get(statements.hasBlob, digest) === undefined
  return [
    ...checkpoints
      .filter(({ tree, prunedAt }) => prunedAt === null && isMissing(tree))
      .map(({ environment, number }) => `the sources of the checkpoint ${environment}.${number} are not there`),
    ...intents.filter(({ sources }) => isMissing(sources)).map(({ address }) => `the sources that a step of ${address} was done with are not there`),
  ]
}

function bounded(problems: readonly string[]): readonly string[] {
  return problems.length <= maxListed ? problems : [...problems.slice(0, maxListed), `and ${problems.length - maxListed} more`]
}
