import type { Diagnostic } from '../events/diagnostic.ts'
import type { RunCounts, RunOutcome } from '../events/event.ts'
import type { Json } from '../events/json.ts'
import type { Failure } from '../events/outcome.ts'
import type { Action } from '../plan/action.ts'
import type { Intent, IntentState } from '../plan/intent.ts'
import type { KeptState, StateCopy } from '../plan/provider.ts'
import type { RunPart } from '../plan/run-part.ts'
import type { ProtectionChange } from '../plan/protection-change.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { HoldStore, RunHolds } from './hold-store.ts'
import type { CheckpointStore, NewCheckpoint, TraceNote } from './checkpoint-store.ts'
import type { Instant } from './clock.ts'
import type { ProcessIdentity } from './processes.ts'
import type { RunToken } from './run-token.ts'

/** What a run does. */
export type RunMode = 'apply' | 'destroy' | 'rollback' | 'checkpoint' | 'recover' | 'state-import' | 'state-rm' | 'state-mv' | 'state-resolve' | 'state-repair'

/** A run that is about to start. */
export interface NewRun {
  readonly id: string
  readonly environment: string
  readonly mode: RunMode
  /** The plan it carries out; null for a run that changes records only. */
  readonly plan: string | null
  /** Which part of its environment it is about; null for the whole. */
  readonly part: RunPart | null
  readonly startedAt: Instant
  readonly holder: Holder
  /** The steps that may run. */
  readonly steps: number
  /** Digest of the sources that it applies; left out for a run that changes records only. */
  readonly sources?: string
  /** The number of the checkpoint that it goes back to; left out for all but rollbacks. */
  readonly target?: number
}

/** Who holds an environment. */
export interface Holder {
  readonly process: ProcessIdentity
  readonly host: string
  readonly user: string
}

/** A run as recorded. `outcome` is null while it runs, and stays null when it was killed. */
export interface RunRecord extends NewRun {
  /** The number of the checkpoint before its first step; left out for a run that takes none. */
  readonly before?: number
  readonly endedAt: Instant | null
  readonly outcome: RunOutcome | null
  readonly counts: RunCounts | null
}

export type { RunToken }

/**
 * A record to write, or the address of one to remove. `move` is an address of the same environment that stands under the address of `put`
 * from then on: its record goes, every version of its Terraform state comes after those that are there, and what depends on it follows.
 */
export type RecordWrite = { readonly put: RecordedResource; readonly move?: string } | { readonly remove: string }

/** An entry of a run's journal. */
export type JournalEntry =
  | {
      readonly type: 'begin'
      readonly step: string
      readonly address: string
      readonly action: Action
      /** What the step changes of the recorded protection, beside its action; left out for nothing. */
      readonly protection?: ProtectionChange
      readonly key: string
      readonly attempt: number
      readonly folder: string
      readonly at: Instant
      /** Written in the same transaction, before anything acts: what moves to the address of the step. */
      readonly records: readonly RecordWrite[]
      /** Written in the same transaction; null for a step that only writes records. It stands until the end that settles it. */
      readonly intent: Intent | null
    }
  | {
      readonly type: 'end'
      readonly step: string
      readonly address: string
      readonly at: Instant
      readonly failure: Failure | null
      /** Written in the same transaction; none to leave what is recorded. */
      readonly records: readonly RecordWrite[]
      /** What stays of the step's intent: null where its effect is known and recorded. */
      readonly leaves: Exclude<IntentState, { readonly kind: 'open' }> | null
      /** What the kind noted for the way back; left out for nothing. */
      readonly note?: TraceNote
    }

/** A journal entry as it was written. */
export interface StoredJournalEntry {
  readonly sequence: number
  readonly type: JournalEntry['type']
  readonly step: string
  readonly address: string
  readonly at: Instant
  readonly detail: Json
}

/** Why a store cannot be used; for people. */
export type StoreOpened = { readonly ok: true; readonly store: Store; readonly created: boolean } | { readonly ok: false; readonly diagnostic: Diagnostic }

/** A write was refused because a newer run owns the environment, or failed because the database could not be written; or what is stored cannot be read (`damaged`). */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly reason: 'stale-token' | 'no-space' | 'io' | 'damaged'

  constructor(reason: StoreError['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** How a run ended. */
export interface RunEnd {
  readonly at: Instant
  readonly outcome: RunOutcome
  readonly counts: RunCounts
  /** Everything the environment declares was seen to; then what is known not to have happened is not waited for any more. */
  readonly complete: boolean
  /** Taken in the same transaction. */
  readonly checkpoint?: NewCheckpoint
}

/** The recorded state and the history of runs. A row per resource and per journal entry. Writes are durable once their promise resolves. */
export interface Store extends CheckpointStore, HoldStore {
  /** All records, or those of one environment, in the order of addresses. */
  resources(environment?: string): Promise<readonly RecordedResource[]>
  /** What steps were about to do and nobody has settled, of all environments or of one, in the order of addresses. */
  intents(environment?: string): Promise<readonly Intent[]>
  /**
   * Starts a run and gives it a token that makes every older one of the environment worthless; those that did not end are closed as interrupted.
   * With `before` a checkpoint is taken in the same transaction; where nothing was recorded since the newest one, that one stands for it.
   * What `holds` says of the holds of the environment is done in that transaction, too.
   */
  startRun(run: NewRun, before?: NewCheckpoint, holds?: RunHolds): Promise<RunToken>
  /** Group-committed: entries of concurrent calls share a transaction, in the order of the calls. */
  writeJournal(token: RunToken, entry: JournalEntry): Promise<void>
  /**
   * Writes what earlier runs of the environment could not write when the store failed them, for each step of which it is still open what became
   * of it, and gives their number.
   */
  restoreErrored(token: RunToken): Promise<number>
  endRun(token: RunToken, end: RunEnd): Promise<void>
  /** Newest first. */
  runs(query: { readonly environment?: string; readonly limit: number }): Promise<readonly RunRecord[]>
  run(id: string): Promise<RunRecord | null>
  /** The run of an environment that has no end; null when every run ended. */
  unfinishedRun(environment: string): Promise<RunRecord | null>
  /** Closes a run that did not end by itself, keeping its journal and its intents. */
  abandonRun(id: string, at: Instant): Promise<void>
  journal(run: string): Promise<readonly StoredJournalEntry[]>
  /** The run that a plan was used by; null when it was not. */
  planUsedBy(plan: string): Promise<string | null>
  /** The newest Terraform state of an address. */
  terraformState(address: string): Promise<KeptState | null>
  /** Adds a version. When the run ends, older ones are pruned: see docs/decisions/0020. */
  putTerraformState(token: RunToken, address: string, state: KeptState, at: Instant): Promise<void>
  /** The newest copy of a Terraform state that lies in a backend of its own. */
  stateCopy(address: string): Promise<StateCopy | null>
  /** Adds a copy, unless the newest one is of the same place, lineage and serial. */
  putStateCopy(token: RunToken, address: string, copy: StateCopy, at: Instant): Promise<void>
  close(): Promise<void>
}
