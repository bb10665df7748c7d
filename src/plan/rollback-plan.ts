import type { FlatChange, InnerChange } from './inner-change.ts'
import type { PlannedResource } from './planned-resource.ts'
import type { LeftBehind } from './rollback-scope.ts'

/** What becomes of one thing that is taken back. */
export type Fate =
  /** It is as it was. */
  | 'restored'
  /** It is made anew: what it held is lost. */
  | 'recreated'
  /** It cannot be brought back, or stays although it was not there. */
  | 'lost'
  /** Its plan has to wait for others: nobody can tell yet. */
  | 'deferred'

/** One of the things that a rollback is about. */
export interface CoverageEntry {
  /** Of ours, or inside of `stack`. */
  readonly address: string
  readonly stack: string | null
  readonly fate: Fate
  /** What is done to it, or why nothing can be. */
  readonly what: string
}

/** What a rollback can bring back and what it cannot, thing by thing, those inside of stacks by themselves. */
export interface Coverage {
  readonly restored: number
  readonly recreated: number
  readonly lost: number
  readonly deferred: number
  /** The worst first. */
  readonly entries: readonly CoverageEntry[]
}

/** What makes a plan a rollback. */
export interface PlanRollback {
  /** The checkpoint that it goes back to: `dev.3`. */
  readonly checkpoint: string
  readonly number: number
  /** When the checkpoint was taken; RFC 3339, UTC. */
  readonly takenAt: string
  readonly stable: boolean
  /** What somebody wrote beside it. */
  readonly note: string | null
  /** Digest of the sources that the plan was made from; null for the empty checkpoint. */
  readonly sources: string | null
  readonly coverage: Coverage
}

/** What coverage is worked out from. */
export interface CoverageOptions {
  readonly planned: Iterable<PlannedResource>
  readonly left: readonly LeftBehind[]
  /** The addresses that inner objects had which were let go since, by the address of their stack. */
  readonly letGo: ReadonlyMap<string, ReadonlySet<string>>
}

/** Says of everything that a rollback is about what becomes of it, from the changes that were really planned. Pure. */
export function coverageOf({ planned, left, letGo }: CoverageOptions): Coverage {
  const entries = [...planned].flatMap((one) => entriesOf(one, letGo.get(one.address) ?? new Set()))
  const stays = left.map(({ address, because }): CoverageEntry => ({ address, stack: null, fate: 'lost', what: because }))
  const all = [...entries, ...stays].sort(byFate)
  const count = (fate: Fate): number => all.filter((entry) => entry.fate === fate).length
  return { restored: count('restored'), recreated: count('recreated'), lost: count('lost'), deferred: count('deferred'), entries: all }
}

function entriesOf(planned: PlannedResource, letGo: ReadonlySet<string>): readonly CoverageEntry[] {
  const { address, action, exactness, change } = planned
  if (planned.isGate) return []
  if (exactness === 'deferred') return [{ address, stack: null, fate: 'deferred', what: 'is planned once the values are there that it waits for' }]
  if (action === 'no-op') return []
  const inner = change.inner.flatMap((one) => innerEntry(address, one, letGo.has(one.address)))
  return inner.length > 0 ? inner : [{ address, stack: null, ...ownFate(planned) }]
}

function ownFate({ action, change, remakesWhole }: PlannedResource): Pick<CoverageEntry, 'fate' | 'what'> {
  switch (action) {
    case 'create':
      return remakesWhole ? { fate: 'restored', what: 'is made again as it was' } : { fate: 'recreated', what: 'is made anew: what it held is lost' }
    case 'replace':
      return { fate: 'recreated', what: 'is replaced: what it held is lost' }
    case 'forget':
      if (change.reversibility === 'reversible') return { fate: 'restored', what: 'was made since and is gone already' }
      return { fate: 'lost', what: 'was made since and stays: nothing says how to delete it' }
    case 'delete':
      return { fate: 'restored', what: 'was made since and is deleted' }
    case 'move':
      return { fate: 'restored', what: 'gets its old name back' }
    case 'no-op':
    case 'read':
    case 'update':
    case 'adopt':
    case 'protect':
    case 'unprotect':
      return { fate: 'restored', what: 'is changed back in place' }
    default:
      return action satisfies never
  }
}

function innerEntry(stack: string, { address, mode, previous_address: previous, change }: InnerChange, wasLetGo: boolean): readonly CoverageEntry[] {
  const entry = (fate: Fate, what: string): readonly CoverageEntry[] => [{ address, stack, fate, what }]
  const { actions } = change
  const does = (action: (typeof actions)[number]): boolean => actions.includes(action)
  if (mode === 'data' || does('read')) return []
  if (change.importing !== undefined) return entry('restored', 'was let go and is taken back by its id')
  if (does('create') && does('delete')) return entry('recreated', 'is replaced: what it held is lost')
  if (does('create')) {
    if (wasLetGo) return entry('lost', 'was let go, and is not found by its id: another one is made beside it')
    return entry('recreated', 'was deleted since and is made anew: what it held is lost')
  }
  if (does('delete')) return entry('restored', 'was made since and is deleted')
  if (does('forget')) return entry('lost', 'was made since and is let go: it stays without anybody who manages it')
  if (does('update')) return entry('restored', previous === undefined ? 'is changed back in place' : 'gets its old address back and is changed in place')
  return previous === undefined ? [] : entry('restored', 'gets its old address back')
}

const order: readonly Fate[] = ['lost', 'recreated', 'deferred', 'restored']

function byFate(one: CoverageEntry, two: CoverageEntry): number {
  const difference = order.indexOf(one.fate) - order.indexOf(two.fate)
  if (difference !== 0) return difference
  return nameOf(one) < nameOf(two) ? -1 : 1
}

function nameOf({ stack, address }: Pick<FlatChange, 'stack' | 'address'>): string {
  return stack === null ? address : `${stack} ${address}`
}
