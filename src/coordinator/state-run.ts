import type { NewRun, RunToken } from '../ports/store.ts'
import { observedOnly } from './observe-guard.ts'
import { recoverLocked } from './recover-environment.ts'
import { answered, refused, type Result } from './result.ts'
import type { StateChangeOptions } from './state-change-options.ts'

/** Which change of the records it is. */
export interface StateChange<T> extends Pick<NewRun, 'environment' | 'mode'> {
  /** How the run ended; left out: well. */
  readonly outcomeOf?: (value: T) => 'succeeded' | 'failed'
}

/**
 * Changes what is recorded, as a run of its own that carries out no plan, once it is known what became of interrupted steps. `prepare` says
 * what is wrong, or gives what does it; it is asked before anything is touched, and again when nobody else can change anything.
 */
export async function stateRun<T>(
  options: StateChangeOptions,
  what: StateChange<T>,
  prepare: () => Promise<Result<(token: RunToken) => Promise<T>>>,
): Promise<Result<T>> {
  const { store, ports, host } = options
  const early = await prepare()
  if (!early.ok) return early
  const observed = observedOnly(options.project.environments.get(what.environment)?.declaration)
  if (observed.length > 0) return refused(observed)
  return options.locks.under(options, what.environment, async () => {
    const recovered = await recoverLocked(options, what.environment)
    if (!recovered.ok) return recovered
    const prepared = await prepare()
    if (!prepared.ok) return prepared
    const holder = { process: await ports.processes.self(), host: host.name, user: host.user }
    const { environment, mode, outcomeOf } = what
    const token = await store.startRun({ environment, mode, id: ports.random.id(), plan: null, part: null, startedAt: ports.clock.now(), holder, steps: 1 })
    const value = await prepared.value(token)
    const outcome = outcomeOf?.(value) ?? 'succeeded'
    const failed = outcome === 'failed' ? 1 : 0
    const counts = { succeeded: 1 - failed, failed, skipped: 0, indeterminate: 0, awaitingApproval: 0 }
    await store.endRun(token, { at: ports.clock.now(), outcome, counts, complete: false })
    return answered(value)
  })
}
