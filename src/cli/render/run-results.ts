import type { GenesisEvent, RunCounts, RunOutcome } from '../../events/event.ts'
import type { Failure } from '../../events/outcome.ts'
import type { Action } from '../../plan/action.ts'
import type { RunPart } from '../../plan/run-part.ts'
import type { EventSink } from '../../ports/event-sink.ts'

/** A step of a run that has ended. */
interface EndedStep {
  readonly step: string
  readonly address: string
  readonly action: Action
}

/** A step that failed, with the whole text of its failure. */
export interface FailedStep extends EndedStep {
  readonly failure: Failure
}

/** How a run went, step by step. */
export interface RunResults {
  readonly run: string
  readonly environment: string
  readonly mode: 'apply' | 'destroy' | 'rollback'
  /** Null for the whole environment. */
  readonly part: RunPart | null
  readonly outcome: RunOutcome
  readonly counts: RunCounts
  readonly durationMs: number
  readonly succeeded: readonly EndedStep[]
  readonly failed: readonly FailedStep[]
  /** Never started, and why. */
  readonly skipped: readonly (EndedStep & { readonly because: string })[]
}

/** Gathers the results of one run from its events. */
export class RunResultsCollector implements EventSink {
  readonly #succeeded: RunResults['succeeded'][number][] = []
  readonly #failed: FailedStep[] = []
  readonly #skipped: RunResults['skipped'][number][] = []
  #start: Pick<RunResults, 'run' | 'environment' | 'mode' | 'part'> | null = null
  #end: Pick<RunResults, 'outcome' | 'counts' | 'durationMs'> | null = null

  emit(event: GenesisEvent): void {
    switch (event.type) {
      case 'run-started':
        // A command may have several runs, one after the other.
        for (const list of [this.#succeeded, this.#failed, this.#skipped]) list.length = 0
        this.#end = null
        this.#start = { run: event.run, environment: event.environment, mode: event.mode, part: event.part }
        break
      case 'step-succeeded':
        this.#succeeded.push(stepOf(event))
        break
      case 'step-failed':
        this.#failed.push({ ...stepOf(event), failure: event.failure })
        break
      case 'step-skipped':
        this.#skipped.push({ ...stepOf(event), because: event.because })
        break
      case 'run-ended':
        this.#end = { outcome: event.outcome, counts: event.counts, durationMs: event.durationMs }
        break
      default:
    }
  }

  /** Null until the run has ended. */
  results(): RunResults | null {
    if (this.#start === null || this.#end === null) return null
    return { ...this.#start, ...this.#end, succeeded: [...this.#succeeded], failed: [...this.#failed], skipped: [...this.#skipped] }
  }
}

function stepOf({ step, address, action }: EndedStep): EndedStep {
  return { step, address, action }
}
