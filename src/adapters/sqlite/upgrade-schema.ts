import type { Database } from './database.ts'
import { integer } from './row.ts'

/** The version of the schema in the file. */
export function schemaVersion(database: Database): number {
  return integer(database.get('PRAGMA user_version') ?? {}, 'user_version')
}

/** Takes the steps that are missing, all in one transaction; two processes may do it at once. */
export function upgradeSchema(database: Database, migrations: readonly string[]): void {
  database.transact(() => {
    for (const migration of migrations.slice(schemaVersion(database))) database.exec(migration)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}
