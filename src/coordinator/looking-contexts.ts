import type { ContextOptions } from '../apply/provider-context.ts'
import type { OutsideFor } from './outside/outside-for.ts'
import type { OutsideValues } from './outside/outside-values.ts'
import { processEnvironment } from './process-environment.ts'

/** What differs from one looking to the next. */
export interface LookingAt extends Pick<ContextOptions, 'workFolder' | 'stateBackend' | 'events'> {
  readonly environment: string
  readonly outside: OutsideValues
}

/**
 * What the contexts have in common in which providers look at an environment and change nothing: to plan, or to find out what became of a
 * step. Their programs get the credentials of planning. An environment that is not declared any more adds no variables.
 */
export function lookingContexts(
  options: Pick<OutsideFor, 'project' | 'ports' | 'host' | 'signal'>,
  { environment, outside, ...own }: LookingAt,
): ContextOptions {
  const { project, ports, host, signal } = options
  const { root: projectRoot, key: projectKey } = project.folders
  const env = project.environments.get(environment)?.declaration.env ?? {}
  const childEnvironment = () => outside.childEnvironment('plan')
  return { ...own, signal, processEnvironment: processEnvironment(host.variables, env), childEnvironment, projectRoot, projectKey, clock: ports.clock }
}
