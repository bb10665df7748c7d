import type { MoveProblem } from '../plan/move-problems.ts'
import { following, movedRecords } from '../plan/moved-records.ts'
import { noMoves, pendingMoves, type PendingMoves } from '../plan/pending-moves.ts'
import type { Provider } from '../plan/provider.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { Store } from '../ports/store.ts'
import type { LoadedProject } from './load-project.ts'

/** Where records are read, and what for. */
export interface CurrentRecordsOptions {
  readonly project: Pick<LoadedProject, 'environments'>
  readonly store: Pick<Store, 'resources'>
  readonly provider: (kind: string) => Provider | null
  readonly environment: string
  /** `destroy` takes away what is recorded, under the names that it is recorded under. */
  readonly mode: 'apply' | 'destroy'
  /** Moves back that no document tells of: the addresses that records of the environment have, by those that they are to have. */
  readonly reversed?: ReadonlyMap<string, string>
}

/** The records of a project, of all environments, by address. */
export interface CurrentRecords {
  /** As they stand in the store. */
  readonly stored: ReadonlyMap<string, RecordedResource>
  /** Under the addresses that they have by the documents; for `destroy` as they stand. */
  readonly current: ReadonlyMap<string, RecordedResource>
  /** The old addresses of those that have another one now, by the new one. */
  readonly moves: ReadonlyMap<string, string>
  /** What is wrong with the moves of the environment. */
  readonly problems: readonly MoveProblem[]
  /** The names in the environment that are about to move, or of which nobody can tell: what they own has one owner only. */
  readonly moving: ReadonlySet<string>
  /** What a target stands for, which may name what the resource was called before, and for `destroy` what it is called now. */
  readonly targetOf: (target: string) => string
}

/** Reads all records and finds the pending moves of every environment: what another one has renamed is read under its new name, too. */
export async function currentRecords({ project, store, provider, environment, mode, reversed }: CurrentRecordsOptions): Promise<CurrentRecords> {
  const records = await store.resources()
  const stored = new Map(records.map((record) => [record.address, record]))
  const byEnvironment = Map.groupBy(records, (record) => record.environment)
  const found = new Map([...project.environments].map(([name, resolved]) => [name, pendingMoves(resolved, byEnvironment.get(name) ?? [])]))
  const own = withReversed(found.get(environment) ?? noMoves, reversed)
  found.set(environment, own)
  const moving = new Set([...[...own.moves.values()].map(nameIn), ...own.problems.flatMap(({ names }) => names)])
  if (mode === 'destroy') {
    // What was applied by itself since may refer to a name that nothing is recorded under yet.
    const current = own.moves.size === 0 ? stored : new Map([...stored].map(([address, record]) => [address, following(record, own.moves)]))
    return { stored, current, moves: new Map(), problems: [], moving, targetOf: renaming(own.moves) }
  }
  const moves = new Map([...found.values()].flatMap((pending) => [...pending.moves]))
  const current = moves.size === 0 ? stored : movedRecords(records, moves, provider)
  const groups = project.environments.get(environment)?.groups
  // A document that became many keeps its name, which stands for all of them.
  const formerNames = [...own.moves].flatMap(([address, old]) => (groups?.has(nameIn(old)) === true ? [] : [[old, address] as const]))
  return { stored, current, moves, problems: own.problems, moving, targetOf: renaming(formerNames) }
}

/** What is known to have been renamed is no longer to be found out. */
function withReversed(pending: PendingMoves, reversed: ReadonlyMap<string, string> = new Map()): PendingMoves {
  if (reversed.size === 0) return pending
  const names = new Set([...reversed].flat().map(nameIn))
  return { moves: new Map([...pending.moves, ...reversed]), problems: pending.problems.filter((problem) => !problem.names.some((name) => names.has(name))) }
}

function renaming(pairs: Iterable<readonly [string, string]>): CurrentRecords['targetOf'] {
  const addresses = new Map(pairs)
  const names = new Map([...addresses].map(([one, other]) => [nameIn(one), nameIn(other)]))
  return (target) => addresses.get(target) ?? names.get(target) ?? target
}

function nameIn(address: string): string {
  return address.slice(address.indexOf('/') + 1)
}
