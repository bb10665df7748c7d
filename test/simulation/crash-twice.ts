import type { Fault } from './fault.ts'
import { SimulatedEnvironment } from './simulated-environment.ts'
import type { SimulatedSystem } from './system.ts'

/** A small change of which every instant is tried. */
export interface SmallChange {
  readonly name: string
  /** What is there before. */
  readonly before: SimulatedSystem
  readonly after: SimulatedSystem
  /** The change was applied, and is taken back: what is killed is the rollback. Then it is asked for again, or the change is applied once more. */
  readonly back?: 'again' | 'forward'
}

/** What trying every instant came to. */
export interface CrashCount {
  /** How many lives were lived. */
  readonly lives: number
  readonly violations: readonly string[]
}

const instants = ['kill-before', 'kill-after'] as const

/** Kills the engine that applies a change at each of its writes, before and after it, once in each life; then nothing goes wrong any more. */
export async function crashOnce(change: SmallChange): Promise<CrashCount> {
  const { writes } = await die(change, [])
  const found = await dieAtEach(change, { first: 1, last: writes, before: [] })
  return { lives: found.length, violations: found.flatMap(({ violations }) => violations) }
}

/** The same, and then kills the engine that recovers at each of its writes, too, before and after it. */
export async function crashTwice(change: SmallChange): Promise<CrashCount> {
  const { writes } = await die(change, [])
  const once = await dieAtEach(change, { first: 1, last: writes, before: [] })
  const all = [...once]
  for (const { fault, writes: last } of once) all.push(...(await dieAtEach(change, { first: fault.at + 1, last, before: [fault] })))
  return { lives: all.length, violations: all.flatMap(({ violations }) => violations) }
}

interface Death {
  readonly fault: Fault
  readonly writes: number
  readonly violations: readonly string[]
}

async function dieAtEach(change: SmallChange, { first, last, before }: { first: number; last: number; before: readonly Fault[] }): Promise<readonly Death[]> {
  const deaths: Death[] = []
  for (let at = first; at <= last; at++) {
    for (const kind of instants) {
      const fault = { at, kind }
      const faults = [...before, fault]
      const { writes, violations } = await die(change, faults)
      deaths.push({ fault, writes, violations: violations.map((violation) => `${change.name} ${JSON.stringify(faults)}: ${violation}`) })
    }
  }
  return deaths
}

/** Applies the change or takes it back, again once its engine has died, and lets things settle. `writes` counts those of the two commands. */
async function die(change: SmallChange, faults: readonly Fault[]): Promise<{ readonly writes: number; readonly violations: readonly string[] }> {
  const environment = new SimulatedEnvironment({ seed: 1, faults, inOrder: true })
  const { machine, watch } = environment
  machine.isCalm = true
  await environment.declare(change.before)
  await environment.happen(environment.apply())
  // Where nothing was applied, the next run begins with the first checkpoint.
  const to = (await machine.store.checkpoints('dev'))[0]?.number ?? 1
  await environment.declare(change.after)
  if (change.back !== undefined) await environment.happen(environment.apply())
  machine.isCalm = false
  const first = change.back === undefined ? environment.apply() : environment.rollback(to)
  await environment.happen(first)
  if (first.engine.isDead) await environment.happen(change.back === 'again' ? environment.rollback(to) : environment.apply())
  const { writes } = machine
  if (change.back === 'again') await comeBack(environment, change, to)
  await environment.settleDown()
  return { writes, violations: watch.violations }
}

/** Rollbacks of an engine that nothing befalls must come to an end, after which the documents of then are what is there. */
async function comeBack(environment: SimulatedEnvironment, { before }: SmallChange, to: number): Promise<void> {
  environment.machine.isCalm = true
  let outcome = ''
  for (let attempt = 0; attempt < 3 && !outcome.startsWith('nothing'); attempt++) {
    const work = environment.rollback(to)
    await environment.happen(work)
    outcome = work.state.outcome
  }
  if (!outcome.startsWith('nothing')) environment.watch.report(`the rollback does not come to an end: ${outcome}`)
  await environment.declare(before)
  const plan = environment.plan()
  await environment.happen(plan)
  if (plan.state.outcome !== 'planned 0') environment.watch.report(`what was taken back is not what was: ${plan.state.outcome}`)
}
