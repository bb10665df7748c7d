import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { executeSteps, type StepEnd } from '../../src/apply/execute-steps.ts'
import { RunControl } from '../../src/apply/run-control.ts'
import type { Step } from '../../src/plan/plan-document.ts'

function step(id: string, after: readonly string[] = [], more: Partial<Step> = {}): Step {
  return { id, address: `dev/${id}`, kind: 'Fake', action: 'update', exactness: 'exact', phase: 'main', after, timeoutMs: null, onFailure: 'continue', ...more }
}

/** Runs steps whose ends the test decides one by one. */
class Hand {
  readonly started: string[] = []
  readonly skipped: [string, string][] = []
  readonly control = new RunControl()
  readonly done: Promise<void>
  readonly #ends = new Map<string, (end: StepEnd) => void>()
  readonly #breaks = new Map<string, (error: unknown) => void>()

  constructor(steps: readonly Step[], options: { readonly concurrency?: number; readonly onFailure?: Step['onFailure'] } = {}) {
    this.done = executeSteps({
      steps,
      concurrency: options.concurrency ?? 10,
      control: this.control,
      onFailure: options.onFailure ?? null,
      runStep: ({ id }) => {
        this.started.push(id)
        return new Promise((resolve, reject) => {
          this.#ends.set(id, resolve)
          this.#breaks.set(id, reject)
        })
      },
      onSkipped: ({ id }, because) => this.skipped.push([id, because]),
    })
  }

  async end(id: string, end: StepEnd = 'succeeded'): Promise<void> {
    this.#ends.get(id)!(end)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }

  break(id: string, error: Error): void {
    this.#breaks.get(id)!(error)
  }
}

describe('executeSteps', () => {
  it('starts what waits for nothing, and the others as soon as all they wait for succeeded', async () => {
    const hand = new Hand([step('a'), step('b'), step('c', ['a', 'b']), step('d', ['c'])])
    expect(hand.started).toEqual(['a', 'b'])
    await hand.end('b')
    expect(hand.started).toEqual(['a', 'b'])
    await hand.end('a')
    expect(hand.started).toEqual(['a', 'b', 'c'])
    await hand.end('c')
    await hand.end('d')
    await hand.done
    expect(hand.skipped).toEqual([])
  })

  it('starts the longest way first, within the limit', async () => {
    const hand = new Hand([step('short'), step('long'), step('long2', ['long']), step('long3', ['long2'])], { concurrency: 1 })
    expect(hand.started).toEqual(['long'])
    await hand.end('long')
    expect(hand.started).toEqual(['long', 'long2'])
  })

  it('stops what waits for a failed step, however far, and nothing else', async () => {
    const hand = new Hand([step('a'), step('b', ['a']), step('c', ['b']), step('x'), step('y', ['x'])])
    await hand.end('a', 'failed')
    await hand.end('x')
    await hand.end('y')
    await hand.done
    expect(hand.started).toEqual(['a', 'x', 'y'])
    expect(hand.skipped).toEqual([
      ['b', 'it waits for dev/a, which failed'],
      ['c', 'it waits for dev/a, which failed'],
    ])
  })

  it.each([
    ['the step says so', [step('a', [], { onFailure: 'halt' }), step('x'), step('y', ['x'])], undefined],
    ['the run says so', [step('a'), step('x'), step('y', ['x'])], 'halt' as const],
  ])('starts nothing new after a failure when %s', async (_, steps, onFailure) => {
    const hand = new Hand(steps, onFailure === undefined ? {} : { onFailure })
    await hand.end('a', 'failed')
    await hand.end('x')
    await hand.done
    expect(hand.skipped).toEqual([['y', 'dev/a failed, and the run was to halt then']])
  })

  it("lets the run's flag beat the step's halt", async () => {
    const hand = new Hand([step('a', [], { onFailure: 'halt' }), step('x'), step('y', ['x'])], { onFailure: 'continue' })
    await hand.end('a', 'failed')
    await hand.end('x')
    expect(hand.started).toEqual(['x', 'a', 'y'])
  })

  it('starts nothing new once interrupted, and lets what runs end', async () => {
    const hand = new Hand([step('a'), step('b', ['a'])])
    hand.control.interrupt()
    await hand.end('a')
    await hand.done
    expect(hand.started).toEqual(['a'])
    expect(hand.skipped).toEqual([['b', 'the run was interrupted']])
  })

  it('cleans up only when everything before succeeded', async () => {
    const steps = [step('new'), step('old', [], { phase: 'cleanup' })]
    const good = new Hand(steps)
    await good.end('new')
    expect(good.started).toEqual(['new', 'old'])
    await good.end('old')
    await good.done
    const bad = new Hand(steps)
    await bad.end('new', 'failed')
    await bad.done
    expect(bad.skipped).toEqual([['old', 'not everything before it succeeded, so the old one stays']])
  })

  it('throws a bug of ours on, once nothing runs any more', async () => {
    const hand = new Hand([step('a'), step('b'), step('c', ['b'])])
    const thrown = expect(hand.done).rejects.toThrow('bug')
    hand.break('a', new Error('bug'))
    await hand.end('b')
    await thrown
    expect(hand.started).toEqual(['b', 'a'])
  })

  it('starts or skips every step exactly once, never before its time, never above the limit', async () => {
    const graph = fc.array(fc.tuple(fc.array(fc.nat(20), { maxLength: 3 }), fc.boolean()), { maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(graph, fc.integer({ min: 1, max: 4 }), async (nodes, concurrency) => {
        const steps = nodes.map(([after], index) =>
          step(
            `s${index}`,
            [...new Set(after.filter((other) => other < index))].map((other) => `s${other}`),
          ),
        )
        const fails = new Set(nodes.flatMap(([, ok], index) => (ok ? [] : [`s${index}`])))
        const succeeded = new Set<string>()
        const seen: string[] = []
        let running = 0
        await executeSteps({
          steps,
          concurrency,
          control: new RunControl(),
          onFailure: null,
          runStep: async ({ id, after }) => {
            seen.push(id)
            running++
            expect(running).toBeLessThanOrEqual(concurrency)
            after.forEach((other) => expect(succeeded).toContain(other))
            await Promise.resolve()
            running--
            if (fails.has(id)) return 'failed'
            succeeded.add(id)
            return 'succeeded'
          },
          onSkipped: ({ id }) => seen.push(id),
        })
        expect(seen.toSorted()).toEqual(steps.map(({ id }) => id).toSorted())
      }),
    )
  })
})
