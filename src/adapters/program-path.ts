import { accessSync, constants, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where a program is, or why it cannot be run. */
export type ProgramPath =
  { readonly kind: 'found'; readonly path: string } | { readonly kind: 'missing' } | { readonly kind: 'not-executable'; readonly path: string }

/** What a program is looked up by. */
export interface ProgramSearch {
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
}

/**
 * Looks a program up as execvp(3) does, in the given environment's PATH. A name with a slash is a path, relative to the working
 * directory. A file that may not be executed counts only if no folder after it has one that may. Without a PATH nothing is found.
 */
export function programPath(name: string, { environment, workingDirectory }: ProgramSearch): ProgramPath {
  if (name.includes('/')) return judge(resolve(workingDirectory, name))
  const search = environment['PATH']
  if (name === '' || search === undefined) return { kind: 'missing' }
  let best: ProgramPath = { kind: 'missing' }
  for (const folder of search.split(':')) {
    const candidate = judge(join(resolve(workingDirectory, folder), name))
    if (candidate.kind === 'found') return candidate
    if (best.kind === 'missing') best = candidate
  }
  return best
}

function judge(path: string): ProgramPath {
  if (!isFile(path)) return { kind: 'missing' }
  try {
    accessSync(path, constants.X_OK)
    return { kind: 'found', path }
  } catch {
    return { kind: 'not-executable', path }
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true
  } catch {
    // A folder that may not be searched, or a name that is none.
    return false
  }
}
