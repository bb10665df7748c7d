import type { Diagnostic } from '../events/diagnostic.ts'
import type { Hold, HoldRelease } from '../ports/hold-store.ts'
import type { Holder } from '../ports/store.ts'
import type { ApplyCommand } from './plan-request.ts'

/** Those of the holds of an environment that keep a plan from being applied. */
export function keepingHolds(holds: readonly Hold[], command: Pick<ApplyCommand, 'holds'>): readonly Hold[] {
  const { holds: how = 'respect' } = command
  if (how === 'release') return []
  return how === 'respect' ? holds : holds.filter(({ number }) => !how.seen.includes(number))
}

/** The refusal of what applies by itself, or of what somebody approved who did not know of these holds. */
export function onHold(environment: string, holds: readonly Hold[]): readonly Diagnostic[] {
  if (holds.length === 0) return []
  const list = holds.map((hold) => `  ${holdText(hold)}`)
  const hint = `read the plan and answer the question without --yes; or end the hold: genesis hold release ${environment}, or --release-hold with this command`
  const message = `${environment} is on hold, and nobody who knows of it was asked:\n${list.join('\n')}`
  return [{ code: 'on-hold', severity: 'error', message, hint }]
}

/** What the run of a command releases as it starts; nothing where it was not asked to. */
export function releaseOf(command: Pick<ApplyCommand, 'holds'>, { user, host }: Pick<Holder, 'user' | 'host'>, at: number): HoldRelease | null {
  return command.holds === 'release' ? { numbers: null, at, by: `${user}@${host}` } : null
}

/** A hold in one line: its number, since when, by whom and why. */
export function holdText({ number, at, author, reason, run }: Hold): string {
  const who = run === null ? author : `run ${run}, ${author}`
  return `#${number} since ${new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')} by ${who}: ${reason}`
}
