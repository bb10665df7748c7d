import type { Value } from '../../expressions/value.ts'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { ContainedPath } from '../contained-path.ts'
import type { SpecProblem } from '../spec-problem.ts'
import type { CommandPorts } from './command-ports.ts'
import { readCommandSpec, type Programs } from './command-spec.ts'
import { findDirectory } from '../find-program.ts'

/** A Command as its document wants it. */
export interface WantedCommand {
  readonly inputs: Value
  readonly programs: Programs
  readonly workingDirectory: ContainedPath
}

/** The wanted command, or all that is wrong with its spec. */
export type ResolvedCommand = { readonly ok: true; readonly wanted: WantedCommand } | { readonly ok: false; readonly problems: readonly SpecProblem[] }

/** Reads a spec and finds its working directory. */
export async function resolveCommand(
  ports: CommandPorts,
  { declaration, spec }: { readonly declaration: ResourceDeclaration; readonly spec: Value },
  projectRoot: string,
): Promise<ResolvedCommand> {
  const read = readCommandSpec(spec)
  if (!read.ok) return read
  const { inputs, programs } = read.spec
  const found = await findDirectory(ports, { projectRoot, folder: declaration.folder, path: read.spec.workingDirectory })
  return found.ok ? { ok: true, wanted: { inputs, programs, workingDirectory: found.directory } } : { ok: false, problems: [found.problem] }
}
