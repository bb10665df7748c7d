import type { Diagnostic } from '../events/diagnostic.ts'
import type { Instant } from '../ports/clock.ts'
import type { Hold, RunHolds } from '../ports/hold-store.ts'
import type { Holder } from '../ports/store.ts'
import type { ApplyCommand } from './plan-request.ts'

/** Those of the holds of an environment that keep a plan from being applied. */
export function keepingHolds(holds: readonly Hold[], command: Pick<ApplyCommand, 'holds'>): readonly Hold[] {
  const { holds: how = 'respect' } = command
  if (how === 'respect') return holds
  return how === 'release' || 'place' in how ? [] : holds.filter(({ number }) => !how.seen.includes(number))
}

/** The refusal of what applies by itself, or of what somebody approved who did not know of these holds. */
export function onHold(environment: string, holds: readonly Hold[]): readonly Diagnostic[] {
  if (holds.length === 0) return []
  const list = holds.map((hold) => `  ${holdText(hold)}`)
  const hint = `read the plan and answer the question without --yes; or end the hold: genesis hold release ${environment}, or --release-hold with this command`
  const message = `${environment} is on hold, and nobody who knows of it was asked:\n${list.join('\n')}`
  return [{ code: 'on-hold', severity: 'error', message, hint }]
}

/** What the run of a command does to the holds of its environment as it starts. */
export function holdsOfRun({ holds = 'respect' }: Pick<ApplyCommand, 'holds'>, { user, host }: Pick<Holder, 'user' | 'host'>, at: Instant): RunHolds {
  const who = `${user}@${host}`
  if (holds === 'release') return { release: { numbers: null, at, by: who } }
  return holds !== 'respect' && 'place' in holds ? { place: { reason: holds.place, author: who, at } } : {}
}

/** A hold in one line: its number, since when, by whom and why. */
export function holdText({ number, at, author, reason, run }: Hold): string {
  const who = run === null ? author : `run ${run}, ${author}`
  return `#${number} since ${new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')} by ${who}: ${reason}`
}
