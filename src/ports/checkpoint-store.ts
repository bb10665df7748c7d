import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { Instant } from './clock.ts'
import type { RunToken } from './run-token.ts'

/** What a checkpoint was taken at: before the first step of a run, after a resource that asks for one, at the end of a run, or when somebody asked. */
export type CheckpointCause = 'before' | 'barrier' | 'end' | 'asked'

/** A checkpoint that is about to be taken, of the records as they stand in the transaction that writes it. */
export interface NewCheckpoint {
  readonly at: Instant
  readonly cause: CheckpointCause
  /** For a barrier the resource that asks for it. */
  readonly address: string | null
  /** Digest of the sources that its records were made of: see `SourceTree`. Null: those of the checkpoint before it. */
  readonly tree: string | null
  /** Every step of its run has succeeded. */
  readonly stable: boolean
  /** What somebody wrote beside it. */
  readonly note: string | null
  readonly genesisVersion: string
}

/** A checkpoint: everything that was recorded of an environment at one moment, and the sources that it was made of. Never changed. */
export interface Checkpoint extends NewCheckpoint {
  readonly environment: string
  /** From 1 on, in the order in which they were taken; unique in the environment. */
  readonly number: number
  /** The run that took it. */
  readonly run: string
  /** When its records were dropped; null while it can be gone back to. */
  readonly prunedAt: Instant | null
}

/** What a step did that no record tells: a resource that was renamed, or what a kind noted for the way back. */
export type Trace =
  { readonly kind: 'renamed'; readonly from: string; readonly to: string } | { readonly kind: 'noted'; readonly address: string; readonly note: TraceNote }

/** What a kind wants to know when what a step did is taken back; plain JSON, without secrets. */
export interface TraceNote {
  /** Inner objects that have another address now. */
  readonly moved: readonly { readonly from: string; readonly to: string }[]
  /** Inner objects that were let go and not deleted, with what they are called where they live. */
  readonly forgotten: readonly { readonly address: string; readonly id: string | null }[]
}

/** The part of the store that knows what was: checkpoints, and the blobs that their sources are made of. */
export interface CheckpointStore {
  /** Takes a checkpoint. It costs one row, however many resources there are. */
  addCheckpoint(token: RunToken, checkpoint: NewCheckpoint): Promise<Checkpoint>
  /** Of one environment or of all; pruned ones included; newest first. */
  checkpoints(environment?: string): Promise<readonly Checkpoint[]>
  /** The records as they stood at a checkpoint, in the order of addresses; empty for a pruned one. */
  resourcesAt(checkpoint: Pick<Checkpoint, 'environment' | 'number'>): Promise<readonly RecordedResource[]>
  /** What no record tells of the time after a checkpoint, oldest first. */
  tracesSince(checkpoint: Pick<Checkpoint, 'environment' | 'number'>): Promise<readonly Trace[]>
  /** Drops checkpoints, with what no other one of the environment needs. Their rows stay, so that it can be said what became of them. */
  pruneCheckpoints(token: RunToken, pruned: { readonly numbers: readonly number[]; readonly at: Instant }): Promise<void>
  /** Those of the digests that no blob is stored under. */
  missingBlobs(digests: readonly string[]): Promise<readonly string[]>
  /** Stores content under its digest, each once; durable once the promise resolves. */
  putBlobs(blobs: readonly Blob[]): Promise<void>
  /** Null when it is not there; bytes that do not match their digest count as not there. */
  blob(digest: string): Promise<Uint8Array | null>
  /** Drops every blob but these, and gives the number of dropped ones; drops none where a run was started after `newestRun`, which may need more. */
  retainBlobs(digests: ReadonlySet<string>, newestRun: string | null): Promise<number>
}

/** Content and its SHA-256 as `sha256:<hex>`. */
export interface Blob {
  readonly digest: string
  readonly data: Uint8Array
}
