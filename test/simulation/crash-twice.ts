import type { Fault } from './fault.ts'
import { SimulatedEnvironment } from './simulated-environment.ts'
import type { SimulatedSystem } from './system.ts'

/** A small change of which every instant is tried. */
export interface SmallChange {
  readonly name: string
  /** What is there before. */
  readonly before: SimulatedSystem
  readonly after: SimulatedSystem
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

/** Applies the change, again once its engine has died, and lets things settle. `writes` counts those of the two applies. */
async function die({ before, after }: SmallChange, faults: readonly Fault[]): Promise<{ readonly writes: number; readonly violations: readonly string[] }> {
  const environment = new SimulatedEnvironment({ seed: 1, faults, inOrder: true })
  const { machine, watch } = environment
  machine.isCalm = true
  await environment.declare(before)
  await environment.happen(environment.apply())
  machine.isCalm = false
  await environment.declare(after)
  const first = environment.apply()
  await environment.happen(first)
  if (first.engine.isDead) await environment.happen(environment.apply())
  const { writes } = machine
  await environment.settleDown()
  return { writes, violations: watch.violations }
}
