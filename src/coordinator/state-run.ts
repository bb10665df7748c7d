import type { NewRun, RunToken } from '../ports/store.ts'
import { observedOnly } from './observe-guard.ts'
import { recoverLocked } from './recover-environment.ts'
import { answered, refused, type Result } from './result.ts'
import type { StateChangeOptions } from './state-change-options.ts'

/**
 * Changes what is recorded, as a run of its own that carries out no plan, once it is known what became of interrupted steps. `prepare` says
 * what is wrong, or gives what does it; it is asked before anything is touched, and again when nobody else can change anything.
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
  return options.locks.under(options, what.environment, async () => {
    const recovered = await recoverLocked(options, what.environment)
    if (!recovered.ok) return recovered
    const prepared = await prepare()
    if (!prepared.ok) return prepared
    const holder = { process: await ports.processes.self(), host: host.name, user: host.user }
    const token = await store.startRun({ ...what, id: ports.random.id(), plan: null, part: null, startedAt: ports.clock.now(), holder, steps: 1 })
    const value = await prepared.value(token)
    const counts = { succeeded: 1, failed: 0, skipped: 0, indeterminate: 0, awaitingApproval: 0 }
    await store.endRun(token, { at: ports.clock.now(), outcome: 'succeeded', counts, complete: false })
    return answered(value)
  })
}
