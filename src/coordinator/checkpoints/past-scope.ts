import { foreignValues } from '../../plan/foreign-values.ts'
import { leaveOutBlocked } from '../../plan/leave-out-blocked.ts'
import type { Provider } from '../../plan/provider.ts'
import { readersOf } from '../../plan/readers-of-remade.ts'
import { renamedSince, reverseMoves } from '../../plan/reverse-moves.ts'
import { chooseForRollback, type LeftBehind } from '../../plan/rollback-scope.ts'
import type { Store } from '../../ports/store.ts'
import { currentRecords } from '../current-records.ts'
import { environmentNamed } from '../environment-named.ts'
import type { PlanScope } from '../plan-scope.ts'
import { answered, hasErrors, refused, type Result } from '../result.ts'
import type { Past } from './past.ts'

/** What choosing what a rollback is about needs. */
export interface PastScopeOptions {
  readonly store: Store
  readonly provider: (kind: string) => Provider | null
  readonly past: Past
  /** Addresses, by the names that they have now: nothing else is taken back. Null for everything that changed. */
  readonly touched: ReadonlySet<string> | null
}

/** What a rollback is about. */
export interface ChosenPast {
  /** What changed since the checkpoint, each under the name that it had then, and what reads from it. */
  readonly scope: PlanScope
  /** Names of those that only read from what changed. */
  readonly readers: ReadonlySet<string>
  /** What cannot be brought back. */
  readonly left: readonly LeftBehind[]
}

/** Finds what a rollback is about. */
export async function choosePast({ store, provider, past, touched }: PastScopeOptions): Promise<Result<ChosenPast>> {
  const { checkpoint, project, then, traces } = past
  const { environment: name } = checkpoint
  const named = environmentNamed(project, name)
  if (!named.ok) return named
  const environment = named.value
  const stored = new Map((await store.resources(name)).map((record) => [record.address, record]))
  const reversed = reverseMoves(renamedSince(traces), { then, now: stored })
  const known = await currentRecords({ project, store, provider, environment: name, mode: 'apply', reversed })
  const now = new Map([...known.current].filter(([, record]) => record.environment === name))
  const chosen = restricted(chooseForRollback({ environment, then, now, moves: known.moves }), { environment: name, moves: known.moves, touched })
  const intents = await store.intents(name)
  // A run that takes back by itself touches nothing else than it did before.
  const reading = touched === null ? [...readersOf(environment, chosen.selected)] : []
  const readers = new Set(reading.filter((one) => then.has(`${name}/${one}`)))
  const choice = { ...chosen, selected: chosen.selected.union(readers), partial: null, replacements: new Map<string, never>() }
  const { left, ...rest } = leaveOutBlocked({ environment, intents, moves: known.moves, records: [...now.values()] }, choice)
  const planned = new Set([...rest.selected, ...rest.removals.map((record) => record.name)])
  const problems = known.problems.filter(({ names }) => names.some((one) => planned.has(one))).map(({ diagnostic }) => diagnostic)
  const foreign = foreignValues(environment, rest.selected, known.current)
  const mistakes = [...problems, ...foreign.diagnostics]
  if (hasErrors(mistakes)) return refused(mistakes)
  const byAddress = new Map(intents.map((intent) => [intent.address, intent]))
  const scope = { environment, known, records: known.current, ...rest, intents: byAddress, environments: foreign.value }
  return answered({ scope, readers, left }, mistakes)
}

function restricted(
  choice: ReturnType<typeof chooseForRollback>,
  { environment, moves, touched }: { readonly environment: string; readonly moves: ReadonlyMap<string, string>; readonly touched: ReadonlySet<string> | null },
): ReturnType<typeof chooseForRollback> {
  if (touched === null) return choice
  const isTouched = (address: string): boolean => touched.has(moves.get(address) ?? address) || touched.has(address.split('~')[0] ?? address)
  return {
    selected: new Set([...choice.selected].filter((name) => isTouched(`${environment}/${name}`))),
    removals: choice.removals.filter(({ address }) => isTouched(address)),
    left: choice.left.filter(({ address }) => isTouched(address)),
  }
}
