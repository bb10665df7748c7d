import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SealedCopy } from '../../../ports/store-files.ts'
import { errorCode } from '../../file-error.ts'
import { isSameProject } from '../project-meta.ts'
import type { ProjectName } from '../refusals.ts'
import { readHeader, type CopyHeader } from './copy-header.ts'
import { writeCopy, type CopySource } from './write-copy.ts'

/** So many copies of one store stay in a folder. */
const kept = 20
const extension = '.genesis-store'

/** Adds the copy of a run to a folder, which is made where it is missing, and drops the oldest ones of the same store. */
export async function addCopy(source: CopySource, { folder, run }: { readonly folder: string; readonly run: string }): Promise<SealedCopy> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const copy = await writeCopy(source, join(folder, `${run}${extension}`))
  const own = readHeader(copy.path)?.header.keyId
  const older = listCopies(folder).filter(({ header }) => header.keyId === own)
  for (const { path } of older.slice(kept)) rmSync(path, { force: true })
  return copy
}

/** The copies of a project in a folder, newest first. */
export function copiesIn(folder: string, project: ProjectName): readonly SealedCopy[] {
  return listCopies(folder)
    .filter(({ header }) => isSameProject(header.project, project))
    .map(({ path, header }) => ({ path, at: header.at, newestRun: header.newestRun }))
}

function listCopies(folder: string): readonly { readonly path: string; readonly header: CopyHeader }[] {
  const names = namesIn(folder).filter((name) => name.endsWith(extension))
  const found = names.flatMap((name) => {
    const path = join(folder, name)
    const header = headerOf(path)
    return header === null ? [] : [{ path, header }]
  })
  return found.sort((one, two) => two.header.at - one.header.at || (one.path < two.path ? 1 : -1))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (errorCode(error) === '') throw error
    return []
  }
}

function headerOf(path: string): CopyHeader | null {
  try {
    return readHeader(path)?.header ?? null
  } catch (error) {
    if (errorCode(error) === '') throw error
    return null
  }
}
