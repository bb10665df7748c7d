import { closeSync, openSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import type { Clock } from '../../../ports/clock.ts'
import type { SealedCopy } from '../../../ports/store-files.ts'
import { StoreError } from '../../../ports/store.ts'
import type { Database } from '../database.ts'
import { linkNew, readKeyFile } from '../key-file.ts'
import { readProject } from '../project-meta.ts'
import { text } from '../row.ts'
import { statements } from '../statements.ts'
import type { StoreKey } from '../store-key.ts'
import { removeLeftBehind, temporaryPath } from '../temporary-file.ts'
import { schemaVersion } from '../upgrade-schema.ts'
import { whenFree } from '../when-free.ts'
import { headerText } from './copy-header.ts'
import { sealFile } from './seal-file.ts'

/** Of which database, by which clock. */
export interface CopySource {
  readonly database: Database
  readonly key: StoreKey
  readonly clock: Clock
}

/**
 * Writes a sealed copy of an open database to a file that is not there yet, complete before it gets its name. The key is made where nothing was
 * sealed before. Rejects with errors of SQLite and the file system.
 */
export async function writeCopy({ database, key, clock }: CopySource, to: string): Promise<SealedCopy> {
  const { keyId } = await whenFree(clock, () => database.transact(() => key.forWriting()))
  const file = readKeyFile(key.path)
  if (file.kind !== 'key') throw new StoreError('damaged', `the key ${key.path} of the state database is ${file.kind}`)
  const at = clock.now()
  // The folder of the copies may be one that several machines write to.
  const starts = { plain: `${database.path}.`, sealed: `${dirname(to)}/.${hostname()}-` }
  for (const start of Object.values(starts)) removeLeftBehind(start)
  const [plain, sealed] = [temporaryPath(starts.plain), temporaryPath(starts.sealed)]
  try {
    // Made before SQLite does, so that nobody else can read it; an empty file is taken for none.
    closeSync(openSync(plain, 'wx', 0o600))
    const newestRun = newestRunOf(database)
    await whenFree(clock, () => database.run('VACUUM INTO ?', plain))
    const head = headerText({ project: readProject(database), keyId, at, schema: schemaVersion(database), newestRun })
    await sealFile(plain, sealed, { key: file.key, head })
    if (!linkNew(sealed, to)) throw new StoreError('io', `${to} is there already`)
    return { path: to, at, newestRun }
  } finally {
    for (const path of [plain, sealed]) rmSync(path, { force: true })
  }
}

function newestRunOf(database: Database): string | null {
  const [row] = database.all(statements.runs, 1)
  return row === undefined ? null : text(row, 'id')
}
