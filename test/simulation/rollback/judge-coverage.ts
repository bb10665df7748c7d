import type { Coverage, Fate } from '../../../src/plan/rollback-plan.ts'
import type { Snapshot, Thing } from './snapshot.ts'

/** The world at the checkpoint, when the rollback was planned, and when it had ended. */
export interface Journey {
  readonly then: Snapshot
  readonly before: Snapshot
  readonly after: Snapshot
}

/** Says where what was announced is not what happened. Those that had to wait are told apart by {@link actualFate} alone. */
export function judgeCoverage(coverage: Coverage, journey: Journey): readonly string[] {
  const { then, before, after } = journey
  const announced = new Map(coverage.entries.map(({ address, fate }) => [address, fate]))
  const addresses = new Set([...then.keys(), ...before.keys(), ...after.keys()])
  const wrong = [...addresses].flatMap((address) => {
    const fate = actualFate(address, journey)
    const said = announced.get(address)
    if (said === undefined) {
      const untouched = JSON.stringify(before.get(address)) === JSON.stringify(after.get(address))
      return untouched && fate === 'restored' ? [] : [`${address} was not announced, and is ${untouched ? fate : 'touched'}`]
    }
    return said === fate || said === 'deferred' ? [] : [`${address} was announced as ${said}, and is ${fate}`]
  })
  const never = [...announced].filter(([address, fate]) => !addresses.has(address) && fate !== 'restored').map(([address]) => address)
  return [...wrong, ...never.map((address) => `${address} was announced, and nothing of it was ever there`)]
}

/** What really became of an address. */
export function actualFate(address: string, { then, after }: Pick<Journey, 'then' | 'after'>): Exclude<Fate, 'deferred'> {
  const [was, is] = [then.get(address) ?? [], after.get(address) ?? []]
  const contents = (things: readonly Thing[]): string => JSON.stringify(things.map(({ content }) => content))
  if (contents(was) !== contents(is)) return 'lost'
  return JSON.stringify(was) === JSON.stringify(is) ? 'restored' : 'recreated'
}
