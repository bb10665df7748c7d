import { ExitCode } from '../events/exit-code.ts'
import type { Ports } from '../ports/ports.ts'
import type { Store } from '../ports/store.ts'
import type { LoadedProject } from './load-project.ts'
import { heldDiagnostic, takeEnvironmentLock } from './project-store.ts'
import { refused, type Result } from './result.ts'

/** Where the lock is, and what tells who holds it. */
export interface LockedOptions {
  readonly project: Pick<LoadedProject, 'folders'>
  readonly ports: Pick<Ports, 'files' | 'locks'>
  readonly store: Pick<Store, 'unfinishedRun'>
}

/** Works while nobody else can change the environment. Refused, with the holder named, while somebody holds it: nothing waits. */
export async function underEnvironmentLock<T>(
  { project, ports, store }: LockedOptions,
  environment: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const lock = await takeEnvironmentLock(ports, project, environment)
  if (lock === null) return refused([heldDiagnostic(environment, await store.unfinishedRun(environment))], ExitCode.locked)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}
