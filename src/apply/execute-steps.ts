import { longestRemainingPath } from '../graph/longest-remaining-path.ts'
import { countPredecessors, orderGraph } from '../graph/order-graph.ts'
import { InternalError } from '../events/internal-error.ts'
import type { Step } from '../plan/plan-document.ts'
import { ReadyQueue } from './ready-queue.ts'
import type { RunControl } from './run-control.ts'

/** How a step ended, as far as the walk cares. `stop-all`: the engine itself cannot go on. */
export type StepEnd = 'succeeded' | 'failed' | 'stop-all'

/** What walking the steps of a plan needs. */
export interface ExecuteOptions {
  /** In an order in which they could run one by one. */
  readonly steps: readonly Step[]
  readonly concurrency: number
  readonly control: RunControl
  /** Beats the steps' own `onFailure` when it is not null. */
  readonly onFailure: Step['onFailure'] | null
  /** An error it throws is our bug: nothing new starts, and it is thrown on once nothing runs any more. */
  readonly runStep: (step: Step) => Promise<StepEnd>
  /** Told of every step that never starts, once. */
  readonly onSkipped: (step: Step, because: string) => void
}

/**
 * Runs the steps of a plan: each as soon as what it waits for has succeeded, the one with the longest way to go first, so many at once.
 * Cleanup steps start when every main step has succeeded. Resolves when nothing runs any more; each step has run or was skipped.
 */
export async function executeSteps(options: ExecuteOptions): Promise<void> {
  const main = options.steps.filter((step) => step.phase === 'main')
  const cleanup = options.steps.filter((step) => step.phase === 'cleanup')
  const walk = new StepWalk(main, options)
  await walk.run()
  if (walk.complete) await new StepWalk(cleanup, options).run()
  else cleanup.forEach((step) => options.onSkipped(step, 'not everything before it succeeded, so the old one stays'))
}

class StepWalk {
  readonly #steps: readonly Step[]
  readonly #options: ExecuteOptions
  readonly #successors: readonly (readonly number[])[]
  readonly #waiting: Int32Array
  readonly #ready: ReadyQueue
  readonly #settled: Uint8Array
  #running = 0
  #succeeded = 0
  #halted: string | null = null
  #bug: { readonly error: unknown } | null = null
  #finish: () => void = () => undefined

  constructor(steps: readonly Step[], options: ExecuteOptions) {
    this.#steps = steps
    this.#options = options
    this.#successors = successorsOf(steps)
    this.#waiting = countPredecessors(this.#successors)
    const ordered = orderGraph(this.#successors)
    if (!ordered.ok) throw new InternalError('apply/circular-steps', 'the steps of the plan wait for each other')
    this.#ready = new ReadyQueue(longestRemainingPath(ordered.order, this.#successors, () => 1))
    this.#settled = new Uint8Array(steps.length)
    this.#waiting.forEach((count, index) => count === 0 && this.#ready.push(index))
  }

  get complete(): boolean {
    return this.#succeeded === this.#steps.length
  }

  async run(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#finish = resolve
      this.#startReady()
    })
    if (this.#bug !== null) throw this.#bug.error
    const because = this.#halted ?? 'the run was interrupted'
    this.#steps.forEach((step, index) => this.#settled[index] === 0 && this.#options.onSkipped(step, because))
  }

  get #stopped(): boolean {
    return this.#halted !== null || this.#options.control.level !== 'none'
  }

  #startReady(): void {
    while (!this.#stopped && this.#running < this.#options.concurrency) {
      const index = this.#ready.pop()
      const step = index === undefined ? undefined : this.#steps[index]
      if (index === undefined || step === undefined) break
      this.#running++
      this.#settled[index] = 1
      void this.#options.runStep(step).then(
        (end) => this.#ended(index, step, end),
        (error: unknown) => {
          this.#bug ??= { error }
          this.#ended(index, step, 'stop-all')
        },
      )
    }
    if (this.#running === 0) this.#finish()
  }

  #ended(index: number, step: Step, end: StepEnd): void {
    this.#running--
    if (end === 'succeeded') this.#release(index)
    else if (end === 'stop-all') this.#halted = 'the run could not go on'
    else {
      if ((this.#options.onFailure ?? step.onFailure) !== 'continue') this.#halted ??= `${step.address} failed, and the run was to halt then`
      this.#skipDependents(index, step)
    }
    this.#startReady()
  }

  #release(index: number): void {
    this.#succeeded++
    for (const successor of this.#successors[index] ?? []) {
      const left = (this.#waiting[successor] ?? 0) - 1
      this.#waiting[successor] = left
      if (left === 0 && this.#settled[successor] === 0) this.#ready.push(successor)
    }
  }

  #skipDependents(index: number, failed: Step): void {
    const behind = [index]
    for (const node of behind) {
      for (const successor of this.#successors[node] ?? []) {
        const step = this.#steps[successor]
        if (step === undefined || this.#settled[successor] !== 0) continue
        this.#settled[successor] = 1
        this.#options.onSkipped(step, `it waits for ${failed.address}, which failed`)
        behind.push(successor)
      }
    }
  }
}

/** Edges to steps outside the list (another phase) are behind us already. */
function successorsOf(steps: readonly Step[]): readonly (readonly number[])[] {
  const index = new Map(steps.map((step, position) => [step.id, position]))
  const successors: number[][] = steps.map(() => [])
  steps.forEach((step, position) => {
    for (const id of step.after) {
      const from = index.get(id)
      if (from !== undefined) successors[from]?.push(position)
    }
  })
  return successors
}
