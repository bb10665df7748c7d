import type { Value } from '../../expressions/value.ts'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import { digestJson } from '../../plan/digest.ts'
import { findDirectory } from '../find-program.ts'
import { scriptDigests } from '../script-digests.ts'
import type { SpecProblem } from '../spec-problem.ts'
import type { HealthCheckPorts } from './health-check-ports.ts'
import { readHealthCheckSpec, type HealthCheckSpec } from './health-check-spec.ts'

/** A check as its document wants it. */
export interface WantedCheck extends HealthCheckSpec {
  /** The folder that a program runs in, a real path; the project's root for other checks. */
  readonly directory: string
  /** Digests of the project's scripts that the program is made of, by their paths. */
  readonly scripts: Readonly<Record<string, string>>
}

/** The wanted check, or all that is wrong with its spec. */
export type ResolvedCheck = { readonly ok: true; readonly wanted: WantedCheck } | { readonly ok: false; readonly problems: readonly SpecProblem[] }

/** Reads a spec, and finds the folder and the scripts of its program. */
export async function resolveHealthCheck(
  { files }: HealthCheckPorts,
  { declaration, spec }: { readonly declaration: ResourceDeclaration; readonly spec: Value },
  projectRoot: string,
): Promise<ResolvedCheck> {
  const read = readHealthCheckSpec(spec)
  if (!read.ok) return read
  const { question } = read.spec
  if (question?.kind !== 'command') return { ok: true, wanted: { ...read.spec, directory: projectRoot, scripts: {} } }
  const place = { projectRoot, folder: declaration.folder, path: question.workingDirectory }
  const found = await findDirectory({ files }, place, ['command', 'workingDirectory'])
  if (!found.ok) return { ok: false, problems: [found.problem] }
  const directory = found.directory.realPath
  const scripts = await scriptDigests(files, [question.run], { projectRoot, workingDirectory: directory })
  return { ok: true, wanted: { ...read.spec, directory, scripts } }
}

/** All of the scripts in one text, to be compared. */
export function scriptsDigest({ scripts }: Pick<WantedCheck, 'scripts'>): string {
  return digestJson(scripts)
}
