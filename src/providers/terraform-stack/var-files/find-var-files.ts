import { posix } from 'node:path'
import type { Diagnostic } from '../../../events/diagnostic.ts'
import { closest } from '../../../events/did-you-mean.ts'
import { digest } from '../../../plan/digest.ts'
import { FileError, type Files } from '../../../ports/files.ts'
import { pathWithin } from '../../contained-path.ts'
import { explainFileError } from '../../file-error-text.ts'
import type { RepositoryLayout } from '../../../sources/repository-layout.ts'
import { isVarFile } from '../terraform/is-var-file.ts'
import { assignedVariables } from './assigned-variables.ts'
import type { NamedVarFile, VarFile } from './var-file.ts'

/** What is wrong with a file of variables; `index` tells which of the list it is. */
export interface VarFileProblem extends Pick<Diagnostic, 'code' | 'message' | 'hint'> {
  readonly index: number
}

/** What finding the files of a stack gave. */
export interface FoundVarFiles {
  /** In the order of the list; optional ones that are not there are left out. */
  readonly varFiles: readonly VarFile[]
  readonly problems: readonly VarFileProblem[]
}

/** Larger ones are refused. */
const maxBytes = 4 * 1024 * 1024

/** Finds and reads the files of variables that a stack names. They must be in the repository, by their real paths. */
export async function findVarFiles(files: Files, layout: RepositoryLayout, named: readonly NamedVarFile[]): Promise<FoundVarFiles> {
  const answers = await Promise.all(named.map((one) => findOne(files, layout, one)))
  return {
    varFiles: answers.flatMap((answer) => (answer !== null && 'digest' in answer ? [answer] : [])),
    problems: answers.flatMap((answer, index) => (answer !== null && 'code' in answer ? [{ ...answer, index }] : [])),
  }
}

/** Null for one that is not there and need not be. */
async function findOne(files: Files, layout: RepositoryLayout, { path, optional }: NamedVarFile): Promise<VarFile | Omit<VarFileProblem, 'index'> | null> {
  if (!isVarFile(path)) {
    const hint = 'name it so, or put its values under spec.variables'
    return { code: 'invalid-value', message: `the var-file ${path} is neither a .tfvars nor a .tfvars.json file`, hint }
  }
  const absolute = posix.resolve(layout.root, layout.project, path)
  if (pathWithin(layout.root, absolute) === null) return outside(path)
  try {
    const stat = await files.stat(absolute)
    if (stat === null) return optional ? null : await missing(files, path, absolute)
    const inside = pathWithin(layout.root, await files.realPath(absolute))
    if (inside === null) return outside(path)
    if (stat.kind !== 'file') return { code: 'file-unreadable', message: `the var-file ${path} is no file`, hint: 'name a .tfvars file' }
    const content = await files.read(absolute, { maxBytes })
    return { shown: path, path: inside, digest: digest(content), assigned: assignedVariables(path, Buffer.from(content).toString('utf8')) }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { code: 'file-unreadable', ...explainFileError(error, `the var-file ${path}`) }
  }
}

function outside(path: string): Omit<VarFileProblem, 'index'> {
  return { code: 'path-outside-project', message: `the var-file ${path} is not in the repository`, hint: 'move it into the repository' }
}

async function missing(files: Files, path: string, absolute: string): Promise<Omit<VarFileProblem, 'index'>> {
  const near = closest(posix.basename(path), await neighbours(files, posix.dirname(absolute)))
  const hint = near === null ? 'write { path: …, optional: true } for one that need not be there' : `did you mean "${posix.join(posix.dirname(path), near)}"?`
  return { code: 'file-unreadable', message: `there is no var-file ${path}`, hint }
}

async function neighbours(files: Files, folder: string): Promise<readonly string[]> {
  try {
    return (await files.list(folder)).map(({ name }) => name).filter(isVarFile)
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}
