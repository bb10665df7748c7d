import type { Hold } from '../ports/hold-store.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { Store } from '../ports/store.ts'
import { environmentNamed } from './environment-named.ts'
import type { LoadedProject } from './load-project.ts'
import { answered, refused, type Result } from './result.ts'

/** What holds are placed and released with. */
export interface HoldOptions {
  readonly project: LoadedProject
  readonly store: Store
  readonly ports: Pick<Ports, 'clock'>
  readonly host: Host
}

/** A reason is read in the terminal of somebody in a hurry. */
const longestReason = 500

/** Holds, of one environment or of all; without `released` those that hold still. */
export async function listHolds(
  { project, store }: HoldOptions,
  query: { readonly environment: string | null; readonly released: boolean },
): Promise<Result<readonly Hold[]>> {
  const { environment, released } = query
  const holds = await store.holds({ ...(environment === null ? {} : { environment }), released })
  if (holds.length > 0 || environment === null) return answered(holds)
  const named = environmentNamed(project, environment)
  return named.ok ? answered(holds) : named
}

/** Places a hold for a person. */
export async function placeHold({ project, store, ports, host }: HoldOptions, environment: string, reason: string): Promise<Result<Hold>> {
  const named = environmentNamed(project, environment)
  if (!named.ok) return named
  const text = reason.trim().replaceAll(/\s+/g, ' ')
  if (text === '' || text.length > longestReason) {
    const message = text === '' ? 'a hold without a reason tells nobody when it may end' : `the reason of a hold has at most ${longestReason} characters`
    return refused([{ code: 'usage', severity: 'error', message, hint: `genesis hold place ${environment} --reason "the database is being moved"` }])
  }
  return answered(await store.placeHold(environment, { reason: text, author: `${host.user}@${host.name}`, at: ports.clock.now() }))
}

/** Releases one hold of an environment, or all of them; gives those that were held until now. */
export async function releaseHolds(options: HoldOptions, environment: string, number: number | null): Promise<Result<readonly Hold[]>> {
  const { store, ports, host } = options
  const known = await listHolds(options, { environment, released: true })
  if (!known.ok) return known
  if (number !== null && !known.value.some((hold) => hold.number === number)) {
    const message = `${environment} never had a hold #${number}`
    return refused([{ code: 'usage', severity: 'error', message, hint: `genesis hold list ${environment}` }])
  }
  const release = { numbers: number === null ? null : [number], at: ports.clock.now(), by: `${host.user}@${host.name}` }
  return answered(await store.releaseHolds(environment, release))
}
