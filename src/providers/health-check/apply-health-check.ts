import type { Failure } from '../../events/outcome.ts'
import type { ApplyRequest, ProviderContext, StepOutcome } from '../../plan/provider.ts'
import { InternalError } from '../../events/internal-error.ts'
import { toFailure } from '../spec-problem.ts'
import { ask } from './ask.ts'
import type { Attempt } from './attempt.ts'
import type { HealthCheckPorts } from './health-check-ports.ts'
import { toState } from './health-check-record.ts'
import type { Pace, Question } from './health-check-spec.ts'
import { resolveHealthCheck, scriptsDigest, type WantedCheck } from './resolve-health-check.ts'
import { flappingText, unhealthyFailure } from './unhealthy-failure.ts'
import { waitForHealth, type Wait } from './wait-for-health.ts'

/** Asks until the check passes or has failed, and records which. */
export async function applyHealthCheck(ports: HealthCheckPorts, request: ApplyRequest, context: ProviderContext): Promise<StepOutcome> {
  const { desired, recorded } = request
  if (desired === null) return { ok: true, recorded: null }
  if (request.change.action !== 'read') return { ok: true, recorded }
  if (context.signal.aborted) return { ok: false, failure: interrupted('it was not asked') }
  const resolved = await resolveHealthCheck(ports, desired, context.projectRoot)
  if (!resolved.ok) return { ok: false, failure: toFailure(resolved.problems[0] ?? unreadable) }
  const { wanted } = resolved
  if (wanted.question === null) throw new InternalError('health-check/unknown-question', `${request.address} was to be asked before its inputs were known`)
  const asked = { question: wanted.question, spec: desired.spec, directory: wanted.directory }
  const wait = await askUntil(ports, { ...asked, pace: wanted.pace }, context)
  const state = toState(desired.spec, { passed: wait.end === 'healthy', upstream: request.upstream?.digest ?? '', scripts: scriptsDigest(wanted) })
  switch (wait.end) {
    case 'healthy':
      return { ok: true, recorded: state }
    case 'stopped':
      return { ok: false, failure: interrupted(`it had been asked ${wait.tally.asked} times`) }
    case 'gave-up':
    case 'too-late': {
      const failure = unhealthyFailure({ ...asked, pace: wanted.pace, wait, endedAt: ports.clock.now() })
      return { ok: false, failure, recorded: state }
    }
    default:
      return wait.end satisfies never
  }
}

const unreadable = { code: 'resource-invalid', message: 'its spec cannot be read', path: [] } as const

type Asking = Pick<WantedCheck, 'directory'> & { readonly question: Question; readonly pace: Pace; readonly spec: Parameters<typeof toState>[0] }

async function askUntil(ports: HealthCheckPorts, { pace, ...asked }: Asking, context: ProviderContext): Promise<Wait> {
  const { signal } = context
  const attempt = (number: number, timeoutMs: number): Promise<Attempt> => ask(ports, asked, { number, timeoutMs, signal }, context)
  const tell = (one: Attempt, inRow: number): void => {
    const count = pace.successThreshold === 1 ? undefined : { done: inRow, total: pace.successThreshold }
    context.progress(one.healthy ? `healthy: ${one.text}` : `not healthy yet: ${one.text}`, count)
  }
  const wait = await waitForHealth({ pace, clock: ports.clock, signal, ask: attempt, tell })
  if (wait.end === 'healthy' && wait.tally.relapses > 0) context.warn(flappingText(wait.tally))
  return wait
}

function interrupted(what: string): Failure {
  return { reason: 'interrupted', message: `the check was interrupted: ${what}`, transient: false, indeterminate: false }
}
