import { droppedCheckpoints } from '../../plan/retention.ts'
import type { Checkpoint } from '../../ports/checkpoint-store.ts'
import type { RunToken, Store } from '../../ports/store.ts'
import { decodeTree } from '../../sources/tree-document.ts'
import { environmentDeclared } from '../environment-named.ts'
import { answered, type Result } from '../result.ts'
import type { RecordChangeOptions } from '../state-change-options.ts'
import { stateRun } from '../state-run.ts'
import { checkpointNamed } from './checkpoint-name.ts'

/** What is pruned of an environment. */
export interface PruneRequest {
  readonly environment: string
  /** These, whatever else is kept; empty for those that nothing needs. */
  readonly checkpoints: readonly string[]
  /** The newest so many are kept. */
  readonly keep: number
}

/** What pruning dropped. */
export interface Pruned {
  readonly numbers: readonly number[]
  readonly blobs: number
}

/** Takes a checkpoint of what is recorded now, with the sources that were applied last; it is kept until somebody prunes it by name. */
export async function createCheckpoint(
  options: RecordChangeOptions,
  { environment, note, genesisVersion }: { readonly environment: string; readonly note: string | null; readonly genesisVersion: string },
): Promise<Result<Checkpoint>> {
  const { project, store, ports } = options
  return stateRun(options, { environment, mode: 'checkpoint' }, async () => {
    const declared = environmentDeclared(project, environment)
    if (!declared.ok) return declared
    const checkpoint = { at: ports.clock.now(), cause: 'asked', address: null, tree: null, stable: false, note, genesisVersion } as const
    const [last] = await store.checkpoints(environment)
    const preview = { ...checkpoint, environment, number: (last?.number ?? 0) + 1, run: '', prunedAt: null }
    return answered({ preview, write: (token: RunToken) => store.addCheckpoint(token, checkpoint) })
  })
}

/** Drops checkpoints, and every blob that nothing needs any more. */
export async function pruneCheckpoints(options: RecordChangeOptions, request: PruneRequest): Promise<Result<Pruned>> {
  const { store, ports } = options
  return stateRun(options, { environment: request.environment, mode: 'checkpoint' }, async () => {
    const numbers = await numbersToDrop(store, request)
    if (!numbers.ok) return numbers
    const write = async (token: RunToken): Promise<Pruned> => {
      await store.pruneCheckpoints(token, { numbers: numbers.value, at: ports.clock.now() })
      return { numbers: numbers.value, blobs: await dropBlobs(store) }
    }
    return answered({ preview: { numbers: numbers.value, blobs: 0 }, write })
  })
}

/** How many more than are to be kept may pile up before a run prunes: to look through all sources after each one would cost more. */
const slack = 10

/** Drops what is too much of an environment's checkpoints, as a part of a run that ends; nothing most of the time. */
export async function pruneAfterRun(store: Store, token: RunToken, { keep, at }: { readonly keep: number; readonly at: number }): Promise<void> {
  const all = await store.checkpoints(token.environment)
  if (all.filter(({ prunedAt }) => prunedAt === null).length <= keep + slack) return
  const numbers = droppedCheckpoints(all, { keep, referenced: await referencedIn(store, token.environment) })
  if (numbers.length === 0) return
  await store.pruneCheckpoints(token, { numbers, at })
  await dropBlobs(store)
}

async function numbersToDrop(store: Store, { environment, checkpoints, keep }: PruneRequest): Promise<Result<readonly number[]>> {
  if (checkpoints.length === 0) {
    const referenced = await referencedIn(store, environment)
    return answered(droppedCheckpoints(await store.checkpoints(environment), { keep, referenced }))
  }
  const numbers: number[] = []
  for (const word of checkpoints) {
    const found = await checkpointNamed(store, word, environment)
    if (!found.ok) return found
    if (found.value.prunedAt === null) numbers.push(found.value.number)
  }
  return answered(numbers)
}

/** Where runs began, and where they go back to, that have no end yet. */
async function referencedIn(store: Store, environment: string): Promise<ReadonlySet<number>> {
  const run = await store.unfinishedRun(environment)
  return new Set([run?.before, run?.target].filter((number) => number !== undefined))
}

/** Trees are needed by the checkpoints that are left, and by what was applied with them: its removal is planned with them. */
async function dropBlobs(store: Store): Promise<number> {
  const [newest] = await store.runs({ limit: 1 })
  const trees = new Set((await store.checkpoints()).filter(({ prunedAt }) => prunedAt === null).map(({ tree }) => tree))
  const runs = new Set((await store.resources()).map(({ run }) => run))
  for (const run of [...runs, ...(newest === undefined ? [] : [newest.id])]) trees.add((await store.run(run))?.sources ?? null)
  for (const { sources } of await store.intents()) trees.add(sources ?? null)
  const needed = new Set<string>()
  for (const tree of trees) {
    if (tree === null) continue
    needed.add(tree)
    const data = await store.blob(tree)
    const entries = data === null ? [] : [...(decodeTree(data)?.entries.values() ?? [])]
    for (const entry of entries) if (entry.kind === 'file') needed.add(entry.digest)
  }
  return store.retainBlobs(needed, newest?.id ?? null)
}
