import type { Hold } from '../ports/hold-store.ts'
import { environmentDeclared } from './environment-named.ts'
import { answered, refused, type Result } from './result.ts'
import type { RecordChangeOptions } from './state-change-options.ts'

/** What holds are placed and released with; with `dryRun` nothing is. */
export type HoldOptions = Pick<RecordChangeOptions, 'project' | 'store' | 'ports' | 'host' | 'dryRun'>

/** A reason is read in the terminal of somebody in a hurry. */
const longestReason = 500

/** Holds, of one environment or of all; without `released` those that hold still. */
export async function listHolds(
  { project, store }: Pick<HoldOptions, 'project' | 'store'>,
  query: { readonly environment: string | null; readonly released: boolean },
): Promise<Result<readonly Hold[]>> {
  const { environment, released } = query
  const holds = await store.holds({ ...(environment === null ? {} : { environment }), released })
  if (holds.length > 0 || environment === null) return answered(holds)
  const named = environmentDeclared(project, environment)
  return named.ok ? answered(holds) : named
}

/** Places a hold for a person. */
export async function placeHold({ project, store, ports, host, dryRun }: HoldOptions, environment: string, reason: string): Promise<Result<Hold>> {
  const named = environmentDeclared(project, environment)
  if (!named.ok) return named
  const text = reason.trim().replaceAll(/\s+/g, ' ')
  if (text === '' || text.length > longestReason) {
    const message = text === '' ? 'a hold without a reason tells nobody when it may end' : `the reason of a hold has at most ${longestReason} characters`
    return refused([{ code: 'usage', severity: 'error', message, hint: `genesis hold place ${environment} --reason "the database is being moved"` }])
  }
  const hold = { reason: text, author: `${host.user}@${host.name}`, at: ports.clock.now() }
  if (!dryRun) return answered(await store.placeHold(environment, hold))
  const number = (await store.holds({ environment, released: true })).length + 1
  return answered({ ...hold, environment, number, run: null, released: null })
}

/** Releases one hold of an environment, or all of them; gives those that were held until now. */
export async function releaseHolds(options: HoldOptions, environment: string, number: number | null): Promise<Result<readonly Hold[]>> {
  const { store, ports, host, dryRun } = options
  const known = await listHolds(options, { environment, released: true })
  if (!known.ok) return known
  if (number !== null && !known.value.some((hold) => hold.number === number)) {
    const message = `${environment} never had a hold #${number}`
    return refused([{ code: 'usage', severity: 'error', message, hint: `genesis hold list ${environment}` }])
  }
  const held = known.value.filter((hold) => hold.released === null && (number === null || hold.number === number))
  if (dryRun || held.length === 0) return answered(held)
  const release = { numbers: number === null ? null : [number], at: ports.clock.now(), by: `${host.user}@${host.name}` }
  return answered(await store.releaseHolds(environment, release))
}
