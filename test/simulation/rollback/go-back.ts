import type { RecordedResource } from '../../../src/plan/recorded-resource.ts'
import { failing } from '../../rig/fake-provider/fake-behaviour.ts'
import { SeededRandom } from '../../rig/seeded-random.ts'
import { SimulatedEnvironment, type Work } from '../simulated-environment.ts'
import type { SimulatedSystem } from '../system.ts'
import { drawVersion, names } from './draw-version.ts'
import { actualFate, judgeCoverage, type Journey } from './judge-coverage.ts'
import { snapshotOf } from './snapshot.ts'

/** What a rollback of a generated system came to. */
export interface WayBackStory {
  /** What must never be, and was. */
  readonly violations: readonly string[]
  /** How many things had each fate. */
  readonly fates: { readonly [fate in 'restored' | 'recreated' | 'lost' | 'deferred']: number }
  /** Whether nothing was recreated or lost: the world is the very one that it was. */
  readonly isWhole: boolean
}

/** Rollbacks until nothing is left to do: what turns up on the way asks, and is then planned anew. */
const mostAttempts = 5

/**
 * Applies one version of a generated system, then another, which may fail in part, and goes back. The world, the records and
 * the plan of the first version's documents must be what they were.
 */
export async function goBack(seed: number): Promise<WayBackStory> {
  const environment = new SimulatedEnvironment({ seed, faults: [], inOrder: false })
  const random = new SeededRandom(seed)
  const kinds = names.map(() => random.below(4))
  const first = drawVersion(random, kinds)
  await environment.declare(first)
  await done(environment, environment.apply())
  const then = await standing(environment)
  await environment.declare(drawVersion(random, kinds))
  if (random.below(3) === 0) misbehave(environment, random)
  await done(environment, environment.apply())
  environment.machine.programs.behave()
  return takeBack(environment, { first, then })
}

interface Standing {
  readonly checkpoint: number
  readonly snapshot: Journey['then']
  readonly records: readonly string[]
}

async function takeBack(
  environment: SimulatedEnvironment,
  { first, then }: { readonly first: SimulatedSystem; readonly then: Standing },
): Promise<WayBackStory> {
  const { watch, machine } = environment
  const fates = { restored: 0, recreated: 0, lost: 0, deferred: 0 }
  const start = await snapshotOf(machine)
  let outcome = ''
  for (let attempt = 0; attempt < mostAttempts && !outcome.startsWith('nothing'); attempt++) {
    const before = await snapshotOf(machine)
    const work = environment.rollback(then.checkpoint)
    outcome = await done(environment, work)
    const coverage = work.state.plan?.rollback?.coverage
    if (coverage === undefined) break
    const journey = { then: then.snapshot, before, after: await snapshotOf(machine) }
    // What stopped on the way is judged when it has come to its end.
    if (outcome === 'succeeded' && attempt === 0) for (const violation of judgeCoverage(coverage, journey)) watch.report(violation)
    if (attempt === 0) for (const { fate } of coverage.entries) fates[fate]++
  }
  if (outcome !== 'nothing to do, 0 blocked') watch.report(`the rollback does not come to an end: ${outcome}`)
  const after = await snapshotOf(machine)
  const addresses = new Set([...then.snapshot.keys(), ...start.keys(), ...after.keys()])
  const isWhole = [...addresses].every((address) => actualFate(address, { then: then.snapshot, after }) === 'restored')
  await compareRecords(environment, then)
  await environment.declare(first)
  const plan = environment.plan()
  const planned = await done(environment, plan)
  if (planned !== 'planned 0') watch.report(`the documents of the checkpoint are not what is there: ${planned} ${JSON.stringify(plan.state.plan?.steps)}`)
  return { violations: watch.violations, fates, isWhole }
}

async function compareRecords({ machine, watch }: SimulatedEnvironment, { records }: Standing): Promise<void> {
  const now = (await machine.store.resources('dev')).map(meaningOf)
  for (const one of records.filter((record) => !now.includes(record))) watch.report(`it was recorded, and is not any more: ${one}`)
  for (const one of now.filter((record) => !records.includes(record))) watch.report(`it is recorded, and was not: ${one}`)
}

/** A record without what every change gives anew, and without ids, which things that were made anew have others of. */
function meaningOf(record: RecordedResource): string {
  return JSON.stringify({ ...record, run: '', revision: 0, updatedAt: 0 })
    .replaceAll(/"fake-\d+"/gu, '"an id"')
    .replaceAll(/"generation":\d+/gu, '"generation":0')
}

async function standing({ machine }: SimulatedEnvironment): Promise<Standing> {
  const [last] = await machine.store.checkpoints('dev')
  const records = (await machine.store.resources('dev')).map(meaningOf)
  // Where nothing was applied yet, the next run begins with the first checkpoint.
  return { checkpoint: last?.number ?? 1, snapshot: await snapshotOf(machine), records }
}

/** One of them fails, without having acted. */
function misbehave({ machine, system }: SimulatedEnvironment, random: SeededRandom): void {
  const declared = Object.keys(system)
  const name = declared[random.below(Math.max(declared.length, 1))]
  if (name === undefined) return
  if (system[name]?.kind === 'stack') machine.world.script(`dev/${name}`, failing('apply', 1))
  else machine.programs.script(name, { kind: 'fails', when: 'before' })
}

async function done(environment: SimulatedEnvironment, work: Work): Promise<string> {
  await environment.happen(work)
  return work.state.outcome
}
