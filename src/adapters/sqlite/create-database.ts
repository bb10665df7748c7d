import { closeSync, mkdirSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Database } from './database.ts'
import { linkNew } from './key-file.ts'
import { writeProject } from './project-meta.ts'
import type { ProjectName } from './refusals.ts'
import { applicationId, migrations } from './schema.ts'
import { temporaryPath } from './temporary-file.ts'
import { upgradeSchema } from './upgrade-schema.ts'

/**
 * Makes the folder and the database file, complete before it gets its name: a database that is found empty was cut off. False when
 * another process was quicker.
 */
export async function createDatabase(path: string, project: ProjectName): Promise<boolean> {
  makeFolder(dirname(path))
  const temporary = temporaryPath(`${path}.`)
  try {
    // Made before SQLite does: it gives the WAL and the shared memory the mode of the database.
    closeSync(openSync(temporary, 'wx', 0o600))
    await fill(temporary, project)
    return linkNew(temporary, path)
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${temporary}${suffix}`, { force: true })
  }
}

async function fill(path: string, project: ProjectName): Promise<void> {
  const database = await Database.open(path)
  try {
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`)
    upgradeSchema(database, migrations)
    database.transact(() => writeProject(database, project))
  } finally {
    database.close()
  }
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const ignore = `${folder}/.gitignore`
  // Neither the records nor their key belong into a commit. An empty one is left of a disk that was full.
  if ((statSync(ignore, { throwIfNoEntry: false })?.size ?? 0) === 0) writeFileSync(ignore, '*\n', { mode: 0o600 })
}
