import { resolve } from 'node:path'
import { digest } from '../plan/digest.ts'
import { FileError, type Files } from '../ports/files.ts'
import type { Argv } from './argv.ts'
import { pathWithin } from './contained-path.ts'

/** Larger files are data, no scripts. */
const maxScriptBytes = 5 * 1024 * 1024

/** The digests of the scripts of the project that programs name, by the paths they name them by: a saved plan is not applied with others. */
export async function scriptDigests(
  files: Files,
  programs: readonly Argv[],
  { projectRoot, workingDirectory }: { readonly projectRoot: string; readonly workingDirectory: string },
): Promise<Readonly<Record<string, string>>> {
  const paths = new Set(programs.flat().filter((part) => part.startsWith('./') || part.startsWith('../')))
  const digests: Record<string, string> = {}
  for (const path of [...paths].sort()) {
    try {
      const realPath = await files.realPath(resolve(workingDirectory, path))
      const isOurs = pathWithin(await files.realPath(projectRoot), realPath) !== null
      if (isOurs && (await files.stat(realPath))?.kind === 'file') digests[path] = digest(await files.read(realPath, { maxBytes: maxScriptBytes }))
    } catch (error) {
      // An argument need not be a file, nor one that can be read: the program will see.
      if (!(error instanceof FileError)) throw error
    }
  }
  return digests
}
