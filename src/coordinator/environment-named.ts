import { closest } from '../events/did-you-mean.ts'
import type { ResolvedEnvironment } from '../plan/resolved-environment.ts'
import type { LoadedProject } from './load-project.ts'
import { answered, refused, type Result } from './result.ts'

/** The environment by that name, or the refusal with a suggestion. */
export function environmentNamed(project: LoadedProject, name: string): Result<ResolvedEnvironment> {
  const environment = project.environments.get(name)
  if (environment !== undefined) return answered(environment)
  const names = [...project.environments.keys()]
  const near = closest(name, names)
  const hint =
    near === null
      ? names.length === 0
        ? 'the project has none yet: add a document of kind Environment'
        : `there are ${names.join(', ')}`
      : `did you mean "${near}"?`
  return refused([{ code: 'unknown-environment', severity: 'error', message: `no environment is named "${name}"`, hint }])
}
