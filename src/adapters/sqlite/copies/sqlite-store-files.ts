import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Diagnostic } from '../../../events/diagnostic.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Answered, SealedCopy, StoreFiles, StorePlace, StoreVerdict } from '../../../ports/store-files.ts'
import { StoreError } from '../../../ports/store.ts'
import { errorCode } from '../../file-error.ts'
import { checkDatabase } from '../check-database.ts'
import { Database } from '../database.ts'
import { ErroredJournal } from '../errored-journal.ts'
import { inspectFile } from '../inspect-file.ts'
import { readKeyFile } from '../key-file.ts'
import { isSameProject } from '../project-meta.ts'
import { refusals } from '../refusals.ts'
import { migrations } from '../schema.ts'
import { createSealer } from '../sealer.ts'
import { sqliteTrouble } from '../sqlite-trouble.ts'
import { StoreKey } from '../store-key.ts'
import { temporaryPath } from '../temporary-file.ts'
import { whenFree } from '../when-free.ts'
import { copiesIn } from './copy-folder.ts'
import { readHeader } from './copy-header.ts'
import { installDatabase } from './install-database.ts'
import { openSealedFile } from './seal-file.ts'
import { verifyDatabase } from './verify-database.ts'
import { writeCopy } from './write-copy.ts'

/** The care of stores in SQLite files. */
export function sqliteStoreFiles(clock: Clock): StoreFiles {
  return {
    copy: (store, to) => withDatabase(clock, store, (source) => writeCopy({ ...source, clock }, to)),
    copies: (store, folder) => Promise.resolve(copiesIn(folder, store.project)),
    verify: (store) => withDatabase(clock, store, (source) => Promise.resolve(verified(source))),
    verifyCopy: (store, from, key) => withCopy(clock, { store, from, key }, ({ verdict }) => Promise.resolve({ ok: true, value: verdict })),
    restore: (store, from, key) => withCopy(clock, { store, from, key }, (opened) => install(store, opened)),
  }
}

interface Source {
  readonly database: Database
  readonly key: StoreKey
}

/** The database, and what runs kept beside it because it did not take it. */
function verified({ database, key }: Source): StoreVerdict {
  const verdict = verifyDatabase(database, key)
  const beside = new ErroredJournal(key, [dirname(database.path)]).problems()
  return { ...verdict, problems: [...verdict.problems, ...beside] }
}

async function withDatabase<T>(clock: Clock, { path, project }: StorePlace, use: (source: Source) => Promise<T>): Promise<Answered<T>> {
  const found = inspectFile(path)
  if (found.kind === 'refused') return { ok: false, diagnostic: found.diagnostic }
  if (found.kind === 'missing') return refused(`there is no state database ${path} yet`, 'the first command that changes something makes it')
  let database: Database | null = null
  try {
    const opened = await Database.open(path)
    database = opened
    const key = new StoreKey(opened, keyPathOf(path))
    const diagnostic = await whenFree(clock, () => checkDatabase(opened, key, project))
    return diagnostic === null ? { ok: true, value: await use({ database, key }) } : { ok: false, diagnostic }
  } catch (error) {
    return { ok: false, diagnostic: explain(error, path) }
  } finally {
    database?.close()
  }
}

interface Opened {
  readonly copy: SealedCopy
  readonly verdict: StoreVerdict
  /** The opened database, in the folder of the store; gone afterwards unless it was put in place. */
  readonly plain: string
  /** The file of the key that opened it. */
  readonly keyPath: string
}

interface CopyRequest {
  readonly store: StorePlace
  readonly from: string
  readonly key: string | null
}

async function withCopy<T>(clock: Clock, { store, from, key }: CopyRequest, use: (opened: Opened) => Promise<Answered<T>>): Promise<Answered<T>> {
  const folder = dirname(store.path)
  const plain = temporaryPath(`${store.path}.`)
  const keyPath = key ?? keyPathOf(store.path)
  try {
    const read = readHeader(from)
    if (read === null) return refused(`${from} is no sealed copy of a state database`, 'name one of those that "genesis state backup" or store.backup wrote')
    const { header, text: head } = read
    if (!isSameProject(header.project, store.project)) return { ok: false, diagnostic: refusals.foreign(from, { stored: header.project, own: store.project }) }
    if (header.schema > migrations.length) return { ok: false, diagnostic: refusals.newer(from, { stored: header.schema, known: migrations.length }) }
    const file = readKeyFile(keyPath)
    if (file.kind !== 'key') return refused(`the key ${keyPath} is ${file.kind}, and nothing else opens ${from}`, keyHint)
    if (createSealer(file.key).keyId !== header.keyId) return refused(`${from} was sealed with another key than ${keyPath}`, keyHint)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    await openSealedFile(from, plain, { key: file.key, head })
    const verdict = await verdictOf(clock, { plain, keyPath, store })
    if (!verdict.ok) return verdict
    return await use({ copy: { path: from, at: header.at, newestRun: header.newestRun }, verdict: verdict.value, plain, keyPath })
  } catch (error) {
    return { ok: false, diagnostic: explainCopy(error, from) }
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${plain}${suffix}`, { force: true })
  }
}

const keyHint = 'bring the file .genesis/key of the machine that wrote it, and name it: --key FILE'

async function verdictOf(clock: Clock, { plain, keyPath, store }: { plain: string; keyPath: string; store: StorePlace }): Promise<Answered<StoreVerdict>> {
  const database = await Database.open(plain)
  try {
    const key = new StoreKey(database, keyPath)
    const diagnostic = await whenFree(clock, () => checkDatabase(database, key, store.project))
    return diagnostic === null ? { ok: true, value: verifyDatabase(database, key) } : { ok: false, diagnostic }
  } finally {
    database.close()
  }
}

async function install(store: StorePlace, { copy, verdict, plain, keyPath }: Opened): Promise<Answered<SealedCopy & { readonly aside: string | null }>> {
  const damage = verdict.problems.filter((problem) => !problem.includes(' depends on '))
  if (damage.length > 0) return refused(`the copy ${copy.path} is damaged itself:\n${damage.map((line) => `  ${line}`).join('\n')}`, 'take another copy')
  const own = keyPathOf(store.path)
  await foldIn(store.path)
  return {
    ok: true,
    value: { ...copy, aside: installDatabase({ from: plain, to: store.path, keyFrom: existsSync(own) && own === keyPath ? null : keyPath, keyTo: own }) },
  }
}

/**
 * Brings what a WAL holds into its database, so that it is whole by itself: else a kill between the two names would leave an older state under its own.
 * A damaged one stays as it is.
 */
async function foldIn(path: string): Promise<void> {
  const wal = `${path}-wal`
  if (!existsSync(wal)) return
  const kept = temporaryPath(`${path}.`)
  copyFileSync(wal, kept)
  try {
    const database = await Database.open(path)
    try {
      database.all('PRAGMA wal_checkpoint(TRUNCATE)')
    } finally {
      database.close()
    }
  } catch (error) {
    if (!(error instanceof StoreError) && sqliteTrouble(error) === null) throw error
    // SQLite drops the WAL of what is no database.
    renameSync(kept, wal)
  } finally {
    rmSync(kept, { force: true })
  }
}

function keyPathOf(path: string): string {
  return join(dirname(path), 'key')
}

function refused(message: string, hint: string): { readonly ok: false; readonly diagnostic: Diagnostic } {
  return { ok: false, diagnostic: { code: 'store-unusable', severity: 'error', message, hint } }
}

function explain(error: unknown, path: string): Diagnostic {
  if (error instanceof StoreError) return refusals.damaged(path, error.message)
  if (!(error instanceof Error) || (sqliteTrouble(error) === null && errorCode(error) === '')) throw error
  return sqliteTrouble(error) === 'damaged' || sqliteTrouble(error) === 'not-a-database'
    ? refusals.damaged(path, error.message)
    : refusals.failed(path, error.message)
}

function explainCopy(error: unknown, from: string): Diagnostic {
  if (!(error instanceof Error)) throw error
  const code = errorCode(error)
  if (code === 'ENOENT') return refused(`there is no file ${from}`, 'name a sealed copy').diagnostic
  if (['EACCES', 'EPERM', 'EISDIR', 'ENOSPC', 'EROFS'].includes(code))
    return refused(`${from} cannot be opened: ${error.message}`, 'look at the permissions and the space').diagnostic
  return refused(`the copy ${from} was changed or cut off`, 'take another copy; "genesis state verify FILE" looks at one').diagnostic
}
