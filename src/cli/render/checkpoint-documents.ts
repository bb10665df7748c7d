import type { RecordChange } from '../../plan/checkpoint-changes.ts'
import type { Checkpoint } from '../../ports/checkpoint-store.ts'
import { nameOfCheckpoint, type CheckpointContents } from './render-checkpoints.ts'
import { isoTime } from './time-text.ts'

/** Checkpoints for programs. */
export function checkpointsDocument(checkpoints: readonly Checkpoint[]): unknown {
  return { format_version: '1.0', checkpoints: checkpoints.map(noted) }
}

/** One checkpoint with what it holds, values left out. */
export function checkpointDocument({ checkpoint, records, tree }: CheckpointContents): unknown {
  const resources = records.map(({ address, kind, revision, status }) => ({ address, kind, revision, status }))
  return {
    format_version: '1.0',
    checkpoint: noted(checkpoint),
    resources,
    files: tree === null ? [] : [...tree.entries.keys()],
    commit: tree?.git.commit ?? null,
  }
}

/** What changed between two moments, values left out. */
export function differenceDocument({
  from,
  to,
  changes,
  paths,
}: {
  readonly from: Checkpoint
  readonly to: Checkpoint | null
  readonly changes: readonly RecordChange[]
  readonly paths: readonly string[]
}): unknown {
  return {
    format_version: '1.0',
    from: nameOfCheckpoint(from),
    to: to === null ? null : nameOfCheckpoint(to),
    resources: changes.map((change) => ({ address: change.address, change: change.kind })),
    files: paths,
  }
}

function noted(checkpoint: Checkpoint): Record<string, unknown> {
  const { environment, number, at, run, cause, address, tree, stable, note, genesisVersion, prunedAt } = checkpoint
  const pruned = prunedAt === null ? null : isoTime(prunedAt)
  return {
    name: nameOfCheckpoint(checkpoint),
    environment,
    number,
    takenAt: isoTime(at),
    run,
    cause,
    address,
    sources: tree,
    stable,
    note,
    genesisVersion,
    prunedAt: pruned,
  }
}
