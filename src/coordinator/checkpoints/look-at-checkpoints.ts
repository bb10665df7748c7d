import { changedPaths, recordChanges, type RecordChange } from '../../plan/checkpoint-changes.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import type { Checkpoint } from '../../ports/checkpoint-store.ts'
import type { Store } from '../../ports/store.ts'
import { decodeTree, type TreeDocument } from '../../sources/tree-document.ts'
import { answered, refused, type Result } from '../result.ts'
import { checkpointName, checkpointNamed } from './checkpoint-name.ts'

/** A checkpoint with what it holds. */
export interface CheckpointDetails {
  readonly checkpoint: Checkpoint
  readonly records: readonly RecordedResource[]
  /** Null where its sources are not known, or not there any more. */
  readonly tree: TreeDocument | null
}

/** What differs between two checkpoints, or between one and what is recorded now. */
export interface CheckpointDifference {
  readonly from: Checkpoint
  /** Null for now. */
  readonly to: Checkpoint | null
  readonly changes: readonly RecordChange[]
  /** Paths of sources that differ; empty where one of the two has none. */
  readonly paths: readonly string[]
}

/** One checkpoint; refused where it was pruned. */
export async function showCheckpoint(store: Store, word: string, environment: string | null): Promise<Result<CheckpointDetails>> {
  const found = await checkpointNamed(store, word, environment)
  if (!found.ok) return found
  const checkpoint = found.value
  if (checkpoint.prunedAt !== null) {
    const message = `the checkpoint ${checkpointName(checkpoint)} was pruned on ${new Date(checkpoint.prunedAt).toISOString()}: what it held is gone`
    const hint = `genesis checkpoint list ${checkpoint.environment} shows those that are kept`
    return refused([{ code: 'checkpoint-unusable', severity: 'error', message, hint }])
  }
  const data = checkpoint.tree === null ? null : await store.blob(checkpoint.tree)
  return answered({ checkpoint, records: await store.resourcesAt(checkpoint), tree: data === null ? null : decodeTree(data) })
}

/** What changed from one checkpoint to another of the same environment, or to now. */
export async function diffCheckpoints(
  store: Store,
  words: { readonly from: string; readonly to: string | null; readonly environment: string | null },
): Promise<Result<CheckpointDifference>> {
  const from = await showCheckpoint(store, words.from, words.environment)
  if (!from.ok) return from
  const { checkpoint, records, tree } = from.value
  if (words.to === null) {
    const now = await store.resources(checkpoint.environment)
    return answered({ from: checkpoint, to: null, changes: recordChanges(records, now), paths: [] })
  }
  const to = await showCheckpoint(store, words.to, checkpoint.environment)
  if (!to.ok) return to
  const paths = tree === null || to.value.tree === null ? [] : changedPaths(tree.entries, to.value.tree.entries)
  return answered({ from: checkpoint, to: to.value.checkpoint, changes: recordChanges(records, to.value.records), paths })
}
