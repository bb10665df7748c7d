import { posix } from 'node:path'
import type { Diagnostic } from '../../../events/diagnostic.ts'
import type { Files } from '../../../ports/files.ts'
import type { Processes } from '../../../ports/processes.ts'
import type { StackSettings } from '../stack-settings.ts'

/** The program that works for a stack. */
export interface Binary {
  readonly path: string
  /** Changes when the file is replaced by another version. */
  readonly stamp: string
}

/** What the search needs. */
export interface FindBinaryOptions {
  readonly files: Files
  readonly processes: Processes
  readonly settings: Pick<StackSettings, 'binary'>
  readonly projectRoot: string
  readonly processEnvironment: Readonly<Record<string, string>>
}

/** Finds the program, or says that it is missing. */
export async function findBinary(options: FindBinaryOptions): Promise<Binary | Omit<Diagnostic, 'severity'>> {
  const { settings, projectRoot, processEnvironment: environment } = options
  const name = settings.binary.includes('/') ? posix.resolve(projectRoot, settings.binary) : settings.binary
  const path = await options.processes.find(name, { environment, workingDirectory: projectRoot })
  if (path === null) return missing(settings.binary)
  const stat = await options.files.stat(path)
  return { path, stamp: stat === null ? '' : `${stat.size}:${stat.modifiedMs}:${stat.inode}` }
}

function missing(binary: string): Omit<Diagnostic, 'severity'> {
  if (binary.includes('/'))
    return { code: 'tool-missing', message: `there is no program ${binary}`, hint: 'the path starts at the folder of the file that says it' }
  const where = binary === 'tofu' ? 'https://opentofu.org/docs/intro/install' : 'https://developer.hashicorp.com/terraform/install'
  return {
    code: 'tool-missing',
    message: `the program "${binary}" was not found in PATH`,
    hint: `install it (${where}), or name another under spec.binary`,
  }
}
