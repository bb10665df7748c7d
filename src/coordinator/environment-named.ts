import { closest } from '../events/did-you-mean.ts'
import type { EnvironmentDeclaration } from '../manifest/manifest.ts'
import type { ResolvedEnvironment } from '../plan/resolved-environment.ts'
import type { LoadedProject } from './load-project.ts'
import type { ReadProject } from './read-project.ts'
import { answered, refused, type Result } from './result.ts'

/** The environment by that name, or the refusal with a suggestion. */
export function environmentNamed(project: LoadedProject, name: string): Result<ResolvedEnvironment> {
  const environment = project.environments.get(name)
  return environment === undefined ? unknownEnvironment(name, [...project.environments.keys()]) : answered(environment)
}

/** What its document says of the environment by that name; null where it may be in what could not be read. */
export function environmentDeclared({ manifest }: ReadProject, name: string): Result<EnvironmentDeclaration | null> {
  const { environments, unread } = manifest
  const declared = environments.get(name)
  if (declared !== undefined) return answered(declared)
  return unread.documents || unread.environments.has(name) ? answered(null) : unknownEnvironment(name, [...environments.keys()])
}

function unknownEnvironment(name: string, names: readonly string[]): Result<never> {
  const near = closest(name, names)
  const hint =
    near === null
      ? names.length === 0
        ? 'the project has none yet: add a document of kind Environment'
        : `there are ${names.join(', ')}`
      : `did you mean "${near}"?`
  return refused([{ code: 'unknown-environment', severity: 'error', message: `no environment is named "${name}"`, hint }])
}
