import { resolve } from 'node:path'
import { sourceRootOf, type SourceTree } from '../plan/source-tree.ts'
import { FileError, type Files } from '../ports/files.ts'
import type { Processes } from '../ports/processes.ts'
import type { Argv } from './argv.ts'
import { pathWithin, resolveContained, type ContainedPath } from './contained-path.ts'
import { explainFileError } from './file-error-text.ts'
import type { SpecProblem } from './spec-problem.ts'

/** What programs are looked for through. */
export interface ProgramPorts {
  readonly files: Files
  readonly processes: Pick<Processes, 'find'>
}

/** Where programs are looked for. */
export interface ProgramPlace {
  readonly projectRoot: string
  readonly workingDirectory: ContainedPath
  readonly environment: Readonly<Record<string, string>>
  /** Where the project's own programs are taken from, if not from its folder. */
  readonly sources?: SourceTree | undefined
}

/** The working directory, or why programs cannot run there. */
export type FoundDirectory = { readonly ok: true; readonly directory: ContainedPath } | { readonly ok: false; readonly problem: SpecProblem }

/** Finds the folder that a program runs in; it must be inside the project. `place.folder` is where `place.path` starts from, `path` where a spec says it. */
export async function findDirectory(
  { files }: Pick<ProgramPorts, 'files'>,
  place: { readonly projectRoot: string; readonly folder: string; readonly path: string },
  path: SpecProblem['path'] = ['workingDirectory'],
): Promise<FoundDirectory> {
  try {
    const directory = await resolveContained(files, place)
    if (directory === null) {
      const hint = 'choose a folder inside the project'
      return { ok: false, problem: { code: 'path-outside-project', message: `${place.path} leads out of the project`, hint, path } }
    }
    const stat = await files.stat(directory.realPath)
    if (stat?.kind === 'directory') return { ok: true, directory }
    return { ok: false, problem: { code: 'resource-invalid', message: `the working directory ${place.path} is no folder`, path } }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { ok: false, problem: { code: 'file-unreadable', ...explainFileError(error, place.path), path } }
  }
}

/** Looks for a program before anything runs; says why it cannot be started, null where it can. */
export async function checkProgram(ports: ProgramPorts, [program]: Argv, place: ProgramPlace): Promise<Omit<SpecProblem, 'path'> | null> {
  const { environment } = place
  const workingDirectory = place.workingDirectory.realPath
  const isRelative = program.startsWith('./') || program.startsWith('../')
  if (program.includes('/') && !isRelative && !program.startsWith('/')) {
    return { code: 'tool-missing', message: `${program} is neither a name nor a path`, hint: `for a path write ./${program}` }
  }
  try {
    if (isRelative && (await leadsOut(ports, program, place))) {
      return {
        code: 'path-outside-project',
        message: `${program} leads out of the project`,
        hint: 'name an installed program, or copy the script into the project',
      }
    }
    if (isRelative && (await isCopied(ports, program, place))) return null
    if ((await ports.processes.find(program, { environment, workingDirectory })) !== null) return null
    const stat = program.includes('/') ? await ports.files.stat(resolve(workingDirectory, program)) : null
    return cannotStart(program, stat?.kind, place)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { code: 'tool-missing', ...explainFileError(error, program) }
  }
}

async function isCopied({ files }: ProgramPorts, program: string, { sources, projectRoot, workingDirectory }: ProgramPlace): Promise<boolean> {
  if (sources === undefined) return false
  return (await files.stat(resolve(sourceRootOf({ projectRoot, sources }), workingDirectory.fromRoot, program)))?.kind === 'file'
}

function cannotStart(program: string, kind: string | undefined, { workingDirectory }: ProgramPlace): Omit<SpecProblem, 'path'> {
  const code = 'tool-missing'
  if (kind === 'directory') return { code, message: `${program} is a folder, not a program` }
  if (kind !== undefined) return { code, message: `${program} is not executable`, hint: `chmod +x ${program}` }
  if (!program.includes('/')) return { code, message: `no program ${program} is in PATH`, hint: 'install it, or write ./ before a script of the project' }
  const place = workingDirectory.fromRoot === '' ? 'the root of the project' : workingDirectory.fromRoot
  const hint = program.startsWith('/') ? 'install it' : `it is looked for in the working directory, ${place}`
  return { code, message: `there is no file ${program}`, hint }
}

async function leadsOut({ files }: ProgramPorts, program: string, place: ProgramPlace): Promise<boolean> {
  const root = await files.realPath(place.projectRoot)
  return pathWithin(root, await files.realPath(resolve(place.workingDirectory.realPath, program))) === null
}
