import type { NewRun, RunToken } from '../ports/store.ts'
import { environmentDeclared } from './environment-named.ts'
import { observedOnly } from './observe-guard.ts'
import { answered, refused, type Result } from './result.ts'
import type { RecordChangeOptions } from './state-change-options.ts'

/** What makes a change of records. */
export interface PreparedChange<T> {
  /** What it would come to, as far as that can be told before. */
  readonly preview: T
  readonly write: (token: RunToken) => Promise<T>
}

/** Which change of the records it is. */
export interface StateChange<T> extends Pick<NewRun, 'environment' | 'mode'> {
  /** How the run ended; left out: well. */
  readonly outcomeOf?: (value: T) => 'succeeded' | 'failed'
}

/**
 * Changes what is recorded, as a run of its own that carries out no plan, once it is known what became of interrupted steps. `prepare` says
 * what is wrong, or what would be done; it is asked before anything is touched, and again when nobody else can change anything.
 */
export async function stateRun<T>(options: RecordChangeOptions, what: StateChange<T>, prepare: () => Promise<Result<PreparedChange<T>>>): Promise<Result<T>> {
  const { store, ports, host } = options
  const early = await prepare()
  if (!early.ok) return early
  const guarded = guard(options, what.environment)
  if (!guarded.ok) return guarded
  if (options.dryRun) return answered(early.value.preview)
  return options.locks.under(options, what.environment, async () => {
    const recovered = await options.recover(what.environment)
    if (!recovered.ok) return recovered
    const prepared = await prepare()
    if (!prepared.ok) return prepared
    const holder = { process: await ports.processes.self(), host: host.name, user: host.user }
    const { environment, mode, outcomeOf } = what
    const token = await store.startRun({ environment, mode, id: ports.random.id(), plan: null, part: null, startedAt: ports.clock.now(), holder, steps: 1 })
    const value = await prepared.value.write(token)
    const outcome = outcomeOf?.(value) ?? 'succeeded'
    const failed = outcome === 'failed' ? 1 : 0
    const counts = { succeeded: 1 - failed, failed, skipped: 0, indeterminate: 0, awaitingApproval: 0 }
    await store.endRun(token, { at: ports.clock.now(), outcome, counts, complete: false })
    return answered(value)
  })
}

/** An environment that no document declares any more may be changed; one whose document could not be read may be only observed. */
function guard({ project }: RecordChangeOptions, environment: string): Result<null> {
  const declared = environmentDeclared(project, environment)
  const observed = observedOnly(declared.ok ? (declared.value ?? undefined) : undefined)
  if (observed.length > 0) return refused(observed)
  if (!declared.ok || declared.value !== null) return answered(null)
  const message = `whether ${environment} may be changed cannot be told: its document cannot be read`
  return refused([{ code: 'observed-only', severity: 'error', message, hint: 'genesis validate says what is wrong' }])
}
