import type { Diagnostic } from '../../events/diagnostic.ts'
import type { Database } from './database.ts'
import { isSameProject, readProject } from './project-meta.ts'
import { refusals, type ProjectName } from './refusals.ts'
import { integer, text } from './row.ts'
import { applicationId, migrations } from './schema.ts'
import { keepsCommits } from './sqlite-version.ts'
import type { StoreKey } from './store-key.ts'
import { schemaVersion, upgradeSchema } from './upgrade-schema.ts'

/**
 * Sets the connection up and tells why the database may not be used; null when it may. Nothing is written before it is certain that
 * the database is ours. SQLite's own errors pass through.
 */
export function checkDatabase(database: Database, key: StoreKey, project: ProjectName): Diagnostic | null {
  const { path } = database
  const version = text(database.get('SELECT sqlite_version() AS version') ?? {}, 'version')
  if (!keepsCommits(version)) return refusals.sqliteVersion(version)
  if (integer(database.get('PRAGMA application_id') ?? {}, 'application_id') !== applicationId) return refusals.otherProgram(path)
  const stored = schemaVersion(database)
  if (stored > migrations.length) return refusals.newer(path, { stored, known: migrations.length })
  if (database.get('PRAGMA journal_mode = WAL')?.['journal_mode'] !== 'wal') return refusals.noWal(path)
  database.exec('PRAGMA synchronous = FULL')
  if (stored < migrations.length) upgradeSchema(database, migrations)
  const owner = readProject(database)
  if (!isSameProject(owner, project)) return refusals.foreign(path, { stored: owner, own: project })
  const damage = quickDamage(database)
  if (damage !== null) return refusals.damaged(path, damage)
  const state = key.state()
  return state === 'unused' || state === 'present' ? null : refusals.key(path, key.path, state)
}

/** What every command rests on. The others only grow, and are looked at by the full check. */
const lookedAt = ['environments', 'resources', 'intents']

/** What SQLite's quick check finds in the tables of what is; null for nothing. Its time grows with what is recorded, not with the history. */
function quickDamage(database: Database): string | null {
  for (const table of lookedAt) {
    const [row] = database.all(`PRAGMA quick_check('${table}')`)
    const found = row === undefined ? 'ok' : Object.values(row)[0]
    if (found !== 'ok') return typeof found === 'string' ? found : 'it cannot be checked'
  }
  return null
}
