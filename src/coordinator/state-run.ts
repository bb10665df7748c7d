import { ExitCode } from '../events/exit-code.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { NewRun, RunToken, Store } from '../ports/store.ts'
import type { LoadedProject } from './load-project.ts'
import { observedOnly } from './observe-guard.ts'
import { heldDiagnostic, interruptedDiagnostic, interruptedRun, takeEnvironmentLock } from './project-store.ts'
import { answered, refused, type Result } from './result.ts'

/** What changing the recorded state needs. */
export interface StateChangeOptions {
  readonly project: LoadedProject
  readonly store: Store
  readonly ports: Ports
  readonly host: Host
}

/**
 * Changes what is recorded, as a run of its own that carries out no plan. `prepare` says what is wrong, or gives what does it; it is asked
 * before anything is touched, and again when nobody else can change anything.
 */
export async function stateRun<T>(
  options: StateChangeOptions,
  what: Pick<NewRun, 'environment' | 'mode'>,
  prepare: () => Promise<Result<(token: RunToken) => Promise<T>>>,
): Promise<Result<T>> {
  const { store, ports, host } = options
  const early = await prepare()
  if (!early.ok) return early
  const observed = observedOnly(options.project.environments.get(what.environment)?.declaration)
  if (observed.length > 0) return refused(observed)
  const lock = await takeEnvironmentLock(ports, options.project, what.environment)
  if (lock === null) return refused([heldDiagnostic(what.environment, await store.unfinishedRun(what.environment))], ExitCode.locked)
  try {
    const interrupted = await interruptedRun(store, what.environment)
    if (interrupted !== null) return refused([interruptedDiagnostic(interrupted, 'error')], ExitCode.locked)
    const prepared = await prepare()
    if (!prepared.ok) return prepared
    const holder = { process: await ports.processes.self(), host: host.name, user: host.user }
    const token = await store.startRun({ ...what, id: ports.random.id(), plan: null, part: null, startedAt: ports.clock.now(), holder, steps: 1 })
    const value = await prepared.value(token)
    const counts = { succeeded: 1, failed: 0, skipped: 0, indeterminate: 0, awaitingApproval: 0 }
    await store.endRun(token, { at: ports.clock.now(), outcome: 'succeeded', counts })
    return answered(value)
  } finally {
    await lock.release()
  }
}
