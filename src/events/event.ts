import type { Action, Exactness } from '../plan/action.ts'
import type { RunPart } from '../plan/run-part.ts'
import type { Instant } from '../ports/clock.ts'
import type { Failure } from './outcome.ts'

/** Everything the engine tells while it works. Renderers, the stored log and tests read this one union. Values are already redacted. */
export type GenesisEvent =
  | {
      readonly type: 'notice'
      readonly at: Instant
      readonly level: 'info' | 'warning'
      readonly code: NoticeCode
      readonly message: string
      readonly address?: string
    }
  | { readonly type: 'planning-started'; readonly at: Instant; readonly environment: string; readonly resources: number }
  | { readonly type: 'resource-planning'; readonly at: Instant; readonly address: string }
  | { readonly type: 'resource-planned'; readonly at: Instant; readonly address: string; readonly action: Action; readonly exactness: Exactness }
  | {
      readonly type: 'run-started'
      readonly at: Instant
      readonly run: string
      readonly environment: string
      readonly mode: 'apply' | 'destroy' | 'rollback'
      /** Which part of the environment it is about; null for the whole. */
      readonly part: RunPart | null
      readonly steps: number
    }
  | {
      readonly type: 'step-started'
      readonly at: Instant
      readonly run: string
      readonly step: string
      readonly address: string
      readonly action: Action
      readonly attempt: number
    }
  | {
      readonly type: 'step-progress'
      readonly at: Instant
      readonly address: string
      readonly message: string
      readonly done?: number
      readonly total?: number
    }
  | {
      readonly type: 'step-retrying'
      readonly at: Instant
      readonly run: string
      readonly step: string
      readonly address: string
      readonly attempt: number
      readonly delayMs: number
      readonly failure: Failure
    }
  | {
      readonly type: 'step-succeeded'
      readonly at: Instant
      readonly run: string
      readonly step: string
      readonly address: string
      readonly action: Action
      readonly durationMs: number
    }
  | {
      readonly type: 'step-failed'
      readonly at: Instant
      readonly run: string
      readonly step: string
      readonly address: string
      readonly action: Action
      readonly durationMs: number
      readonly failure: Failure
    }
  | {
      readonly type: 'step-skipped'
      readonly at: Instant
      readonly run: string
      readonly step: string
      readonly address: string
      readonly action: Action
      readonly because: string
    }
  | {
      readonly type: 'step-recovered'
      readonly at: Instant
      /** The run that finds out. */
      readonly run: string
      readonly step: string
      readonly address: string
      readonly action: Action
      readonly found: 'applied' | 'partly' | 'not-applied' | 'unknown'
      readonly message: string | null
    }
  | { readonly type: 'output-line'; readonly at: Instant; readonly address: string; readonly stream: 'stdout' | 'stderr'; readonly line: string }
  | {
      readonly type: 'stopping'
      readonly at: Instant
      readonly run: string
      readonly environment: string
      readonly mode: 'apply' | 'destroy'
      readonly level: 'graceful' | 'forced'
      readonly running: readonly RunningStep[]
    }
  | {
      readonly type: 'run-ended'
      readonly at: Instant
      readonly run: string
      readonly outcome: RunOutcome
      readonly counts: RunCounts
      readonly durationMs: number
    }

/** A step that goes on at a moment, and for how long it has by then. */
export interface RunningStep {
  readonly address: string
  readonly action: Action
  readonly durationMs: number
}

/** How a run ended. */
export type RunOutcome = 'succeeded' | 'failed' | 'partial' | 'awaiting-approval' | 'interrupted'

/** The steps of a run by how they ended. */
export interface RunCounts {
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly indeterminate: number
  /** Of the failed ones: those that stopped because they need another approval. */
  readonly awaitingApproval: number
}

/** A stable code of a notice. */
export type NoticeCode =
  | 'store-created'
  | 'value-exposed'
  | 'scratch-folder'
  | 'tool-warning'
  /** Something that a run did stays although the run is taken back. */
  | 'not-taken-back'
  | 'adopted'
  | 'state-kept'
  | 'backup-failed'
  | 'orphan-kept'
  | 'child-alive'
  | 'run-recovered'
  | 'environment-awaited'
